//! Hauls led around moves that rules block.

use std::sync::Arc;

use super::draft::BuildError;
use super::front::{Front, Measure};
use super::hauls::{by_offer, haul};
use super::{Haul, Operation, OperationKind, Operations, Position, Stage, Unresolved};
use crate::router::{ArcId, Graph, NodeId};

/// The hauls between two interchanges: where they start, where the ways to their end lead, and themselves.
pub(super) struct Pair {
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) hauls: Vec<ArcId>,
}

impl Operations {
    /// The same operations with hauls led around these moves, given in order, and the hauls that run
    /// over others for that; nothing where no haul can be led around them.
    ///
    /// A haul over none of them stays as it is, and so does one for which no other way is left; where
    /// more ways are left than there were hauls over them, they are operations of their own, the last.
    pub(crate) fn around(
        &self,
        blocked: &[ArcId],
        measure: &dyn Fn(ArcId) -> Measure,
    ) -> Result<Option<(Self, Vec<ArcId>)>, BuildError> {
        let mut is_blocked = vec![false; self.arcs.len()];
        for arc in blocked {
            if let Some(mark) = is_blocked.get_mut(arc.index()) {
                *mark = true;
            }
        }
        let blocks = |arc: &ArcId| is_blocked[arc.index()];
        let mut led: Option<Self> = None;
        let mut changed = Vec::new();
        for (offer, mut moves) in by_offer(&self.arcs, &self.layout.part_moves) {
            let count = moves.len();
            moves.retain(|arc| !blocks(arc));
            // All or nothing of this railway is left.
            if moves.is_empty() || moves.len() == count {
                continue;
            }
            let is_over = |haul: &ArcId| {
                let haul = &self.arcs[haul.index()];
                self.parts(haul).iter().any(blocks)
            };
            let of_offer = |operation: &Operation| matches!(&operation.kind, OperationKind::Haul(haul) if haul.offer == offer);
            let mut pairs = self.pairs(of_offer);
            pairs.retain(|pair| pair.hauls.iter().any(is_over));
            let mut front = Front::over(&self.arcs, &moves, measure);
            for from in pairs.chunk_by(|one, next| one.from == next.from) {
                let led = led.get_or_insert_with(|| self.clone());
                if !front.from(from[0].from) {
                    let from = NodeId::new(from[0].from);
                    let note = Unresolved::Ways { offer, from };
                    if !led.unresolved.contains(&note) {
                        led.unresolved.push(note);
                    }
                }
                for pair in from {
                    let (over, open): (Vec<ArcId>, _) =
                        pair.hauls.iter().partition(|haul| is_over(haul));
                    let open: Vec<_> = open
                        .into_iter()
                        .map(|haul: ArcId| front.counts(self.parts(&self.arcs[haul.index()])))
                        .collect();
                    let mut ways = Vec::new();
                    front.append(pair.to, &mut led.parts, |counts, parts| {
                        if !open.contains(counts) {
                            ways.push(parts);
                        }
                    });
                    let beside = &self.arcs[pair.hauls[0].index()].kind;
                    let OperationKind::Haul(Haul { bound, .. }) = *beside else {
                        continue;
                    };
                    let mut over = over.into_iter();
                    for parts in ways {
                        if let Some(kind) = haul(&self.arcs, &led.parts, (offer, bound), parts) {
                            changed.push(led.lead(over.next(), pair.hauls[0], kind));
                        }
                    }
                }
            }
        }
        let Some(mut led) = led.filter(|_| !changed.is_empty()) else {
            return Ok(None);
        };
        if led.arcs.len() > self.arcs.len() {
            let ends = led.arcs.iter();
            let ends = ends.map(|arc| (arc.from.get(), arc.to.get()));
            led.grown = Some(Arc::new(Graph::new(self.graph().nodes(), ends)?));
        }
        changed.sort_unstable();
        Ok(Some((led, changed)))
    }

    /// Puts this in place of a haul, or beside another one.
    pub(super) fn lead(
        &mut self,
        haul: Option<ArcId>,
        beside: ArcId,
        kind: OperationKind,
    ) -> ArcId {
        let arc = haul.unwrap_or_else(|| ArcId::new(self.arcs.len() as u32));
        match self.arcs.get_mut(arc.index()) {
            Some(haul) => haul.kind = kind,
            None => self.arcs.push(Operation {
                kind,
                ..self.arcs[beside.index()].clone()
            }),
        }
        let length = self.arcs[arc.index()].distance();
        Arc::make_mut(&mut self.classes).lead(arc, beside, length);
        arc
    }

    /// These hauls by their ends.
    pub(super) fn pairs(&self, of_offer: impl Fn(&Operation) -> bool) -> Vec<Pair> {
        let mut pairs: Vec<Pair> = Vec::new();
        let first = self.layout.first_haul;
        for (arc, operation) in (first..).zip(self.arcs.iter().skip(first as usize)) {
            if !of_offer(operation) {
                continue;
            }
            let Position { at, side, stage } = self.layout.positions[operation.to.index()];
            let Stage::Leaving(conveyance) = stage else {
                continue;
            };
            let stage = Stage::In(conveyance);
            let Some(to) = self.node(Position { at, side, stage }) else {
                continue;
            };
            let (from, to, arc) = (operation.from.get(), to.get(), ArcId::new(arc));
            match pairs.last_mut() {
                Some(last) if (last.from, last.to) == (from, to) => last.hauls.push(arc),
                _ => pairs.push(Pair {
                    from,
                    to,
                    hauls: vec![arc],
                }),
            }
        }
        pairs
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
            let unmeasured = |_| Measure::default();
            let (led, changed) = match whole.around(&blocked, &unmeasured).unwrap() {
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
