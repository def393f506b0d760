//! What some operations cost, all of them in one draw after the other.

use rustc_hash::{FxHashMap, FxHashSet};

use super::CostModel;
use super::drawn::Reads;
use super::sites::site;
use crate::code::Country;
use crate::network::{Bound, Conveyance, HandlingId};
use crate::operations::{ArcId, OfferId, Operation, OperationKind, Operations};
use crate::scenario::World;

/// Operations by what their prices are read from, so that each of these is read once in a draw.
#[derive(Debug, Default)]
pub(crate) struct InTurn {
    /// One operation of each offer that hauls are sold by.
    pub(super) offers: Vec<ArcId>,
    pub(super) hauled: Vec<Hauled>,
    /// What costs the same, whatever figures are: the first of them is priced.
    pub(super) alike: Vec<Vec<ArcId>>,
    /// What is never charged.
    pub(super) free: Vec<ArcId>,
    /// Links whose lengths are read, by their places among all, ascending.
    pub(super) links: Vec<u32>,
}

/// A move or haul that its offer and its length alone price.
#[derive(Debug)]
pub(super) struct Hauled {
    pub(super) arc: ArcId,
    pub(super) offer: OfferId,
    pub(super) bound: Bound,
    /// Nothing where it is the sum of its links.
    pub(super) metres: Option<u64>,
}

/// What of a lift is priced: its record, and the hours of a truck that stands meanwhile in a country.
type Lifted = (Option<HandlingId>, Option<Country>);

impl InTurn {
    /// Some operations, each once, of those that are read.
    pub(crate) fn of(
        model: &CostModel,
        operations: &Operations,
        reads: &Reads,
        arcs: &[ArcId],
    ) -> Self {
        let mut arcs = arcs.to_vec();
        arcs.sort_unstable();
        arcs.dedup();
        let world = model.world();
        let mut found = Self::default();
        let mut offers: FxHashSet<OfferId> = FxHashSet::default();
        let mut lifts: FxHashMap<Lifted, usize> = FxHashMap::default();
        for arc in arcs {
            let Some(operation) = operations.arc(arc) else {
                continue;
            };
            found.links.extend(reads.over(arc));
            if let Some(hauled) = hauled(world, operations, reads, arc) {
                if offers.insert(hauled.offer) {
                    found.offers.push(arc);
                }
                found.hauled.push(hauled);
            } else if is_free(operation) {
                found.free.push(arc);
            } else if let Some(key) = lifted(world, operation) {
                let next = found.alike.len();
                let at = *lifts.entry(key).or_insert(next);
                if at == next {
                    found.alike.push(Vec::new());
                }
                found.alike[at].push(arc);
            } else {
                let parts = operations.parts(operation).iter();
                found.links.extend(parts.flat_map(|part| reads.over(*part)));
                found.alike.push(vec![arc]);
            }
        }
        found.links.sort_unstable();
        found.links.dedup();
        found
    }
}

/// A move or haul that pays no tolls by its parts.
fn hauled(world: &World, operations: &Operations, reads: &Reads, arc: ArcId) -> Option<Hauled> {
    let (offer, bound, metres) = operations.sold(arc)?;
    let summed = !reads.over(arc).is_empty();
    // What is summed is not tolled; of others only the world can say so.
    let fixed = !reads.varies[arc.index()] && !world.has_link_tolls();
    (summed || fixed).then_some(Hauled {
        arc,
        offer,
        bound,
        metres: fixed.then_some(metres),
    })
}

fn is_free(operation: &Operation) -> bool {
    matches!(
        operation.kind,
        OperationKind::Pass(_) | OperationKind::Depart(_)
    )
}

/// Nothing where more than that counts.
fn lifted(world: &World, operation: &Operation) -> Option<Lifted> {
    match &operation.kind {
        OperationKind::Load(lift)
        | OperationKind::Unload(lift)
        | OperationKind::Tranship(lift)
        | OperationKind::GaugeChange(lift) => {
            let terms = world.handling_terms(site(operation)?);
            let truck = lift.conveyances.contains(&Conveyance::Truck);
            let changed = terms.price.is_some() || terms.time.is_some();
            (!changed).then_some((lift.handling, truck.then_some(lift.country)))
        }
        OperationKind::Move(_)
        | OperationKind::Haul(_)
        | OperationKind::Pass(_)
        | OperationKind::BorderControl(_)
        | OperationKind::Depart(_)
        | OperationKind::Wait(_)
        | OperationKind::SeaRun(_)
        | OperationKind::TrainRun(_)
        | OperationKind::Land(_)
        | OperationKind::Through(_) => None,
    }
}
