//! Hauls: a railway's stretch as one operation, where its price reads the whole of it.

use rustc_hash::FxHashMap;

use super::draft::{BuildError, Draft};
use super::front::{Front, Measure};
use super::{
    Haul, Move, OfferId, Operation, OperationKind, Parts, Pass, Position, Stage, Unresolved,
};
use crate::network::{Bound, Product, Role};
use crate::router::{ArcId, NodeId};

/// Moves of all hauls together, 4 bytes each: a hundred times those of the embedded tables.
const MOST_PARTS: usize = 1 << 25;

/// Between the interchange points of a railway whose price reads the whole haul, one arc for each way
/// that no other is better than by its metres and by what `measure` says of its moves.
///
/// Two short hauls must not pass for a long one, so every interchange is split: goods come in at
/// the one half, hauls lead to the other half of another interchange, everything else leaves from
/// there.
///
/// # Errors
/// [`BuildError::TooManyParts`]: a railway has a haul for every pair of its interchanges.
pub(super) fn hauls(
    draft: &mut Draft<'_>,
    measure: &mut dyn FnMut(&Move) -> Measure,
) -> Result<(), BuildError> {
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
        let measure = |arc: ArcId| {
            let run = part_of_hauls(&draft.arcs[arc.index()]);
            run.map(&mut *measure).unwrap_or_default()
        };
        let mut front = Front::over(&draft.arcs, &moves, measure);
        let mut ends = front.nodes().to_vec();
        ends.retain(|node| touched[*node as usize]);
        for from in &ends {
            if !front.from(*from) {
                let from = NodeId::new(*from);
                draft.unresolved.push(Unresolved::Ways { offer, from });
            }
            for to in ends.iter().filter(|to| *to != from) {
                front.append(*to, &mut draft.parts, |_, parts| {
                    found.push((offer, *from, *to, parts));
                });
            }
            if draft.parts.len() > MOST_PARTS {
                return Err(BuildError::TooManyParts { most: MOST_PARTS });
            }
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
            let sold = (*offer, Bound::between(ends[0], ends[1]));
            if let Some(haul) = haul(&draft.arcs, &draft.parts, sold, *parts) {
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
pub(super) fn by_offer(all: &[Operation], moves: &[ArcId]) -> Vec<(OfferId, Vec<ArcId>)> {
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
pub(super) fn haul(
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
