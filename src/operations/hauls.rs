//! Hauls: a railway's stretch as one operation, where its price reads the whole of it.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::draft::{BuildError, Draft};
use super::ways::Ways;
use super::{
    Haul, Move, OfferId, Operation, OperationKind, Operations, Parts, Pass, Position, Stage,
};
use crate::network::{Bound, Product, Role};
use crate::router::{ArcId, NodeId};

/// One arc per haul between the interchange points of a railway whose price reads the whole haul.
///
/// Two short hauls must not pass for a long one, so every interchange is split: goods come in at
/// the one half, hauls lead to the other half of another interchange, everything else leaves from
/// there.
pub(super) fn hauls(draft: &mut Draft<'_>) -> Result<(), BuildError> {
    // Nodes that something else than a move of a whole-haul railway touches.
    let mut touched = vec![false; draft.positions.len()];
    let mut railways: FxHashMap<(u32, Product), OfferId> = FxHashMap::default();
    for (arc, operation) in (0..).zip(&draft.arcs) {
        let run = part_of_hauls(operation);
        if run.is_some() {
            draft.part_moves.push(ArcId::new(arc));
        }
        for node in [operation.from.get(), operation.to.get()] {
            touched[node as usize] |= match run {
                // Where two such railways meet, goods change from one to the other.
                Some(run) => {
                    let key = (node, run.product);
                    *railways.entry(key).or_insert(run.offer) != run.offer
                }
                None => true,
            };
        }
    }
    let mut found: Vec<(OfferId, u32, u32, Parts)> = Vec::new();
    for (offer, moves) in by_offer(&draft.arcs, &draft.part_moves) {
        let mut ways = Ways::along(&draft.arcs, draft.positions.len(), moves)?;
        let mut ends = ways.touched();
        ends.retain(|node| touched[*node as usize]);
        for from in &ends {
            let targets = ends.iter().copied().filter(|to| to != from);
            ways.from(*from, targets, &mut draft.parts, |to, parts| {
                found.push((offer, *from, to, parts));
            });
        }
    }
    let exits = exits(draft, &found);
    for same in found.chunk_by(|one, next| one.0 == next.0) {
        let operator = draft.offers.all[same[0].0.index()].operator;
        let parties = draft.known(&[(operator, Role::RailwayUndertaking)]);
        for (offer, from, to, parts) in same {
            let ends = [*from, *to].map(|node| {
                let at = draft.positions[node as usize].at;
                draft.longitude(at)
            });
            let bound = Bound::between(ends[0], ends[1]);
            if let Some(haul) = haul(&draft.arcs, &draft.parts, (*offer, bound), *parts) {
                draft.put((*from, exits[*to as usize]), haul, parties);
            }
        }
    }
    Ok(())
}

/// Splits the nodes at which these hauls start and end; the other half by node.
fn exits(draft: &mut Draft<'_>, hauls: &[(OfferId, u32, u32, Parts)]) -> Vec<u32> {
    let mut ends: Vec<u32> = hauls
        .iter()
        .flat_map(|(_, from, to, _)| [*from, *to])
        .collect();
    ends.sort_unstable();
    ends.dedup();
    let mut exits: Vec<u32> = (0..draft.positions.len() as u32).collect();
    let mut passes = Vec::with_capacity(ends.len());
    for node in ends {
        let Position { at, side, stage } = draft.positions[node as usize];
        if let Stage::In(conveyance) = stage {
            let exit = draft.node(at, side, Stage::Leaving(conveyance));
            exits[node as usize] = exit;
            passes.push((node, exit, Pass { conveyance }));
        }
    }
    for operation in &mut draft.arcs {
        if !operation.is_part_only() {
            operation.from = NodeId::new(exits[operation.from.index()]);
        }
    }
    draft.arcs.reserve(passes.len() + hauls.len());
    for (node, exit, pass) in passes {
        draft.push((node, exit), OperationKind::Pass(pass), &[]);
    }
    draft.first_haul = draft.arcs.len() as u32;
    exits
}

/// These moves by the offer that prices them, each list in order.
fn by_offer(all: &[Operation], moves: &[ArcId]) -> Vec<(OfferId, Vec<ArcId>)> {
    let mut offers: Vec<(OfferId, Vec<ArcId>)> = Vec::new();
    for arc in moves {
        let Some(run) = part_of_hauls(&all[arc.index()]) else {
            continue;
        };
        match offers.iter_mut().find(|(offer, _)| *offer == run.offer) {
            Some((_, moves)) => moves.push(*arc),
            None => offers.push((run.offer, vec![*arc])),
        }
    }
    offers.sort_unstable_by_key(|(offer, _)| *offer);
    offers
}

/// The move, where its price reads the whole haul.
fn part_of_hauls(operation: &Operation) -> Option<&Move> {
    match &operation.kind {
        OperationKind::Move(run) => run.part_only.then_some(run),
        OperationKind::Haul(_)
        | OperationKind::Pass(_)
        | OperationKind::BorderControl(_)
        | OperationKind::Load(_)
        | OperationKind::Unload(_)
        | OperationKind::Tranship(_)
        | OperationKind::GaugeChange(_)
        | OperationKind::Depart(_)
        | OperationKind::Wait(_)
        | OperationKind::SeaRun(_)
        | OperationKind::TrainRun(_)
        | OperationKind::Land(_)
        | OperationKind::Through(_) => None,
    }
}

/// The haul over these parts.
fn haul(
    all: &[Operation],
    list: &[ArcId],
    (offer, bound): (OfferId, Bound),
    parts: Parts,
) -> Option<OperationKind> {
    let moves = list.get(parts.first as usize..parts.end as usize)?;
    let mut moves = moves.iter().map(|part| &all[part.index()]);
    let distance = moves.clone().map(Operation::distance).sum();
    let OperationKind::Move(first) = moves.next()?.kind else {
        return None;
    };
    Some(OperationKind::Haul(Haul {
        offer,
        country: first.country,
        mode: first.mode,
        conveyance: first.conveyance,
        product: first.product,
        distance,
        bound,
        parts,
    }))
}

impl Operations {
    /// The same operations with hauls led around these moves, given in order, and the hauls that run
    /// over others for that; nothing where no haul can be led around them. A haul without another way
    /// stays as it is.
    pub(crate) fn around(
        &self,
        blocked: &[ArcId],
    ) -> Result<Option<(Self, Vec<ArcId>)>, BuildError> {
        let mut is_blocked = vec![false; self.arcs.len()];
        for arc in blocked {
            if let Some(mark) = is_blocked.get_mut(arc.index()) {
                *mark = true;
            }
        }
        let blocks = |arc: &ArcId| is_blocked[arc.index()];
        let mut led = None;
        let mut changed = Vec::new();
        for (offer, mut moves) in by_offer(&self.arcs, &self.layout.part_moves) {
            let count = moves.len();
            moves.retain(|arc| !blocks(arc));
            // All or nothing of this railway is left.
            if moves.is_empty() || moves.len() == count {
                continue;
            }
            let concerned = self.hauls_over(offer, blocks);
            let mut ways = Ways::along(&self.arcs, self.layout.positions.len(), moves)?;
            for from in concerned.chunk_by(|one, next| one.0 == next.0) {
                let led = led.get_or_insert_with(|| self.clone());
                let Self {
                    arcs,
                    parts,
                    classes,
                    ..
                } = led;
                let mut found = Vec::new();
                let targets = from.iter().map(|(_, to, _)| *to);
                ways.from(from[0].0, targets, parts, |to, way| found.push((to, way)));
                for (_, to, arc) in from {
                    let OperationKind::Haul(Haul { bound, .. }) = arcs[arc.index()].kind else {
                        continue;
                    };
                    let way = found.iter().find(|(target, _)| target == to);
                    let way =
                        way.and_then(|(_, way)| haul(&self.arcs, parts, (offer, bound), *way));
                    if let Some(way) = way {
                        arcs[arc.index()].kind = way;
                        let length = arcs[arc.index()].distance();
                        Arc::make_mut(classes).lead(*arc, length);
                        changed.push(*arc);
                    }
                }
            }
        }
        Ok(led
            .filter(|_| !changed.is_empty())
            .map(|led| (led, changed)))
    }

    /// Hauls of an offer with parts that are blocked: the nodes where they start and end, and the arc.
    fn hauls_over(
        &self,
        offer: OfferId,
        blocks: impl Fn(&ArcId) -> bool,
    ) -> Vec<(u32, u32, ArcId)> {
        let mut hauls = Vec::new();
        let first = self.layout.first_haul;
        for (arc, operation) in (first..).zip(self.arcs.iter().skip(first as usize)) {
            let of_offer =
                matches!(&operation.kind, OperationKind::Haul(haul) if haul.offer == offer);
            if of_offer && self.parts(operation).iter().any(&blocks) {
                let Position { at, side, stage } = self.layout.positions[operation.to.index()];
                let Stage::Leaving(conveyance) = stage else {
                    continue;
                };
                let stage = Stage::In(conveyance);
                if let Some(to) = self.node(Position { at, side, stage }) {
                    hauls.push((operation.from.get(), to.get(), ArcId::new(arc)));
                }
            }
        }
        hauls
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use jiff::civil::date;

    use super::*;
    use crate::network::{LinkId, Network};
    use crate::scenario::Scenario;

    /// Where a haul starts and ends, and its links.
    type Told = (Position, Position, Vec<LinkId>);

    fn told(operations: &Operations, haul: &Operation) -> Told {
        let at = |node| *operations.position(node).unwrap();
        let parts = operations.parts(haul).iter();
        let links = parts.map(|part| operations.arc(*part).unwrap().link().unwrap());
        (at(haul.from), at(haul.to), links.collect())
    }

    fn all_hauls(operations: &Operations) -> impl Iterator<Item = &Operation> {
        let arcs = operations.arcs();
        arcs.filter(|arc| matches!(arc.kind, OperationKind::Haul(_)))
    }

    #[test]
    fn hauls_led_around_links_are_those_built_without_them() {
        let scenario = Scenario::on(date(2026, 11, 22));
        let world = scenario.apply(Network::europe_central_asia()).unwrap();
        let whole = Operations::build(&world, &|_| false).unwrap();
        let part_moves = &whole.layout.part_moves;
        let link = |arc: &ArcId| whole.arc(*arc).unwrap().link().unwrap();
        let mut led_at_all = 0;
        for seed in 0..12_usize {
            let avoided: Vec<LinkId> = (0..=seed % 4)
                .map(|more| link(&part_moves[(seed * 97 + more * 31) % part_moves.len()]))
                .collect();
            let on_avoided = part_moves.iter().copied();
            let blocked: Vec<ArcId> = on_avoided
                .filter(|arc| avoided.contains(&link(arc)))
                .collect();
            let anew = Operations::build(&world, &|link| avoided.contains(&link)).unwrap();
            let (led, changed) = match whole.around(&blocked).unwrap() {
                Some((led, changed)) => (led, changed),
                None => (whole.clone(), Vec::new()),
            };
            led_at_all += changed.len();
            assert!(changed.is_sorted());
            let built: BTreeSet<Told> = all_hauls(&anew).map(|haul| told(&anew, haul)).collect();
            let all = all_hauls(&led).map(|haul| told(&led, haul));
            let open = all.filter(|(.., links)| !links.iter().any(|link| avoided.contains(link)));
            // Where nothing but the links led, nobody changes from one railway to another any more.
            let ends = |(from, to, _): &Told| {
                anew.node(*to).is_some() && {
                    let Stage::In(conveyance) = from.stage else {
                        return true;
                    };
                    let stage = Stage::Leaving(conveyance);
                    anew.node(Position { stage, ..*from }).is_some()
                }
            };
            let open: BTreeSet<Told> = open.filter(ends).collect();
            assert_eq!(open, built, "{avoided:?}");
            for (arc, operation) in whole.iter() {
                let same = led.arc(arc).unwrap().kind == operation.kind;
                assert_eq!(same, changed.binary_search(&arc).is_err());
            }
        }
        assert!(
            led_at_all > 100,
            "only {led_at_all} hauls are led around anything"
        );
    }
}
