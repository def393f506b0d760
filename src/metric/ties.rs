//! What decides between routes that have as little of the objective.

use std::cell::RefCell;
use std::cmp::Ordering;

use rustc_hash::FxHashMap;

use super::choice::{Rank, choose};
use super::layers::base;
use super::{Layers, Objective};
use crate::costing::{CostModel, Quote};
use crate::operations::OperationKind;
use crate::router::{ArcId, Graph, LayeredTies, NodeId};

/// Cents of an operation without a price: more than all that have one.
const UNPRICED: u64 = 1 << 44;

/// Decides between routes that have as little of an objective: least hours (of the fastest ones: least
/// USD), then fewest transhipments, borders and operations, then the names of records, from the first
/// operation on.
#[derive(Clone, Copy)]
pub(crate) struct Ties<'a> {
    pub(crate) model: &'a CostModel,
    pub(crate) quote: &'a Quote,
    pub(crate) objective: &'a Objective,
    /// What is searched, where it is not the operations themselves; arcs are those of the searched graph.
    pub(crate) layers: Option<&'a Layers>,
}

/// What operations count, as one number that adds up.
pub(crate) struct Memo<'a> {
    ties: Ties<'a>,
    known: RefCell<FxHashMap<ArcId, u128>>,
}

/// Bits of each of the last three counts, enough for any path.
const BITS: u32 = 24;

impl Memo<'_> {
    /// The rank of an operation, its first number highest; sums compare as sums of ranks do.
    pub(crate) fn packed(&self, arc: ArcId) -> u128 {
        let mut known = self.known.borrow_mut();
        *known.entry(arc).or_insert_with(|| {
            let [first, rest @ ..] = self.ties.rank(arc);
            let first = u128::from(first);
            let rest = rest.into_iter().map(u128::from);
            rest.fold(first, |packed, count| packed << BITS | count)
        })
    }
}

/// The names of an operation: where it leads, what is done, by which record, by whom.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Names<'a> {
    to: Option<&'a str>,
    side: u8,
    word: &'static str,
    record: Option<&'a str>,
    parties: Vec<&'a str>,
}

impl<'a> Ties<'a> {
    /// The searched graph.
    pub(crate) fn graph(&self) -> &'a Graph {
        let operations = self.model.operations();
        self.layers
            .map_or_else(|| operations.graph(), Layers::graph)
    }

    /// What an operation counts.
    pub(crate) fn rank(&self, arc: ArcId) -> Rank {
        let arc = base(self.layers, arc).unwrap_or(arc);
        let operations = self.model.operations();
        let first = if matches!(self.objective, Objective::Time) {
            self.model.priced(arc, self.quote).unwrap_or(UNPRICED)
        } else {
            let expected = self.model.expected(arc);
            expected.map_or(0, crate::quantity::Duration::as_minutes)
        };
        let [lifts, borders] = [operations.transhipments(arc), operations.borders(arc)];
        [first, lifts.into(), borders.into(), 1]
    }

    /// The same with what operations count kept, for searches that ask for it often.
    pub(crate) fn memo(self) -> Memo<'a> {
        Memo {
            ties: self,
            known: RefCell::default(),
        }
    }

    /// By their names; operations of the same ones in their own order.
    pub(crate) fn order(&self, one: ArcId, other: ArcId) -> Ordering {
        if one == other {
            return Ordering::Equal;
        }
        let names = self.names(one).cmp(&self.names(other));
        names.then(one.cmp(&other))
    }

    /// The best path over arcs that lie on shortest paths between two nodes.
    pub(crate) fn choose(&self, arcs: &[ArcId], ends: (NodeId, NodeId)) -> Option<Vec<ArcId>> {
        let graph = self.graph();
        let order = |one, other| self.order(one, other);
        choose(graph, arcs, ends, |arc| self.rank(arc), order)
    }

    /// The operations of the best of the shortest walks in layers that were not made.
    pub(crate) fn choose_among(&self, found: &LayeredTies) -> Option<Vec<ArcId>> {
        let base = |arc| found.base_arc(arc).unwrap_or(arc);
        let arcs: Vec<ArcId> = found.graph().arc_ids().collect();
        let rank = |arc| self.rank(base(arc));
        let order = |one, other| self.order(base(one), base(other));
        let path = choose(found.graph(), &arcs, found.ends(), rank, order)?;
        Some(path.into_iter().map(base).collect())
    }

    fn names(&self, arc: ArcId) -> Option<Names<'a>> {
        let operations = self.model.operations();
        let world = self.model.world();
        let network = world.network();
        let operation = operations.arc(base(self.layers, arc)?)?;
        let to = operations.position(operation.to)?;
        let service = |id| world.service(id).map(|service| &*service.id);
        let record = match operation.kind {
            OperationKind::Move(run) => world.link(run.link).map(|link| &*link.id),
            OperationKind::Wait(wait) => service(wait.service),
            OperationKind::SeaRun(run) => service(run.service),
            OperationKind::TrainRun(run) => service(run.service),
            OperationKind::Land(land) => service(land.service),
            OperationKind::Through(chain) => network.through_rate(chain.rate).map(|rate| &*rate.id),
            OperationKind::Haul(_)
            | OperationKind::Pass(_)
            | OperationKind::BorderControl(_)
            | OperationKind::Load(_)
            | OperationKind::Unload(_)
            | OperationKind::Tranship(_)
            | OperationKind::GaugeChange(_)
            | OperationKind::Depart(_) => None,
        };
        let parties = operations.parties(operation).iter();
        let parties = parties.filter_map(|(id, _)| network.operator(*id));
        Some(Names {
            to: network.end_code(to.at),
            side: to.side,
            word: operation.kind.as_str(),
            record,
            parties: parties.map(|operator| &*operator.id).collect(),
        })
    }
}
