//! What can lie on a best way in any draw.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use crate::costing::{CostModel, Quote};
use crate::draws::Uncertainty;
use crate::metric::{GeneralisedCost, Objective};
use crate::network::{FigureId, Part};
use crate::operations::{BuildError, Kept, OperationKind, Operations};
use crate::planner::{Case, Ends, Error};
use crate::router::{ArcId, Graph, NodeId};

/// What is searched in every draw: a part of the graph that a question searches.
pub(super) struct Field {
    pub(super) kept: Arc<Kept>,
    pub(super) graph: Graph,
    /// By arc, that of the graph that the question searches.
    pub(super) searched: Vec<ArcId>,
    /// By arc, the operation among those that are kept.
    pub(super) operations: Vec<ArcId>,
    pub(super) ends: Ends,
    pub(super) bounds: Option<Bounds>,
}

/// What no draw goes below or above.
pub(super) struct Bounds {
    /// By arc, the least it weighs.
    pub(super) low: Vec<u64>,
    /// By node, the least from the start, and to the end.
    pub(super) from_start: Vec<u64>,
    pub(super) to_end: Vec<u64>,
    /// The most that a best way weighs.
    pub(super) most: u64,
}

impl Field {
    /// Everything that is open, without bounds.
    pub(super) fn whole(case: &Case, ends: Ends) -> Result<Self, Error> {
        let made = case.searched()?;
        let open = made.graph().arc_ids().filter(|arc| {
            let operation = made.operation_of(*arc);
            operation.is_some_and(|operation| case.verdicts.is_open(operation))
        });
        let open: Vec<ArcId> = open.collect();
        let (graph, _, ends) = numbered(made.graph(), &open, ends)?;
        Self::of(case, graph, (open, ends))
    }

    /// What a way may run over that weighs `most` or less by the least weights of arcs.
    pub(super) fn bounded(
        case: &Case,
        ends: Ends,
        low: &[Option<u64>],
        most: u64,
    ) -> Result<Self, Error> {
        let (graph, arcs, ends, bounds) = within(case.searched()?.graph(), ends, low, most, None)?;
        let field = Self::of(case, graph, (arcs, ends))?;
        Ok(Self {
            bounds: Some(bounds),
            ..field
        })
    }

    fn of(case: &Case, graph: Graph, (arcs, ends): (Vec<ArcId>, Ends)) -> Result<Self, Error> {
        let made = case.searched()?;
        let done = arcs.iter().filter_map(|arc| made.operation_of(*arc));
        let done: Vec<ArcId> = done.collect();
        let kept = case.operations().only(&done)?;
        Ok(Self {
            operations: done.iter().filter_map(|arc| kept.arc(*arc)).collect(),
            kept: Arc::new(kept),
            graph,
            searched: arcs,
            ends,
            bounds: None,
        })
    }

    /// Some of its arcs, as they are searched.
    pub(super) fn searched_of(&self, arcs: &[ArcId]) -> Vec<ArcId> {
        let arcs = arcs.iter();
        arcs.map(|arc| self.searched[arc.index()]).collect()
    }

    /// The same of its arcs.
    pub(super) fn narrowed(&self, low: &[Option<u64>], most: u64) -> Result<Self, Error> {
        let known = self.bounds.as_ref();
        let (graph, arcs, ends, bounds) = within(&self.graph, self.ends, low, most, known)?;
        Ok(Self {
            kept: self.kept.clone(),
            graph,
            searched: arcs.iter().map(|arc| self.searched[arc.index()]).collect(),
            operations: arcs
                .iter()
                .map(|arc| self.operations[arc.index()])
                .collect(),
            ends,
            bounds: Some(bounds),
        })
    }
}

/// The graph of some arcs, its nodes by those of the whole, and its ends.
fn numbered(
    whole: &Graph,
    arcs: &[ArcId],
    ends: Ends,
) -> Result<(Graph, Vec<NodeId>, Ends), Error> {
    let mut known = vec![u32::MAX; whole.nodes() as usize];
    let mut nodes = Vec::new();
    let mut node = |of: NodeId| {
        let slot = &mut known[of.index()];
        if *slot == u32::MAX {
            *slot = nodes.len() as u32;
            nodes.push(of);
        }
        *slot
    };
    let ends = (NodeId::new(node(ends.0)), NodeId::new(node(ends.1)));
    let pairs = arcs.iter().filter_map(|arc| whole.ends(*arc));
    let pairs: Vec<(u32, u32)> = pairs.map(|(tail, head)| (node(tail), node(head))).collect();
    let graph = Graph::new(nodes.len() as u32, pairs).map_err(BuildError::from)?;
    Ok((graph, nodes, ends))
}

/// The arcs that a way may run over that weighs `most` or less by the least weights of arcs, none of which is
/// below what is known of them already.
fn within(
    graph: &Graph,
    ends: Ends,
    low: &[Option<u64>],
    most: u64,
    known: Option<&Bounds>,
) -> Result<(Graph, Vec<ArcId>, Ends, Bounds), Error> {
    let rest = known.map(|known| &known.to_end[..]);
    let before = sums(graph, ends.0, low, (most, rest), true);
    let after = sums(graph, ends.1, low, (most, Some(&before)), false);
    let (mut kept, mut least) = (Vec::new(), Vec::new());
    for (arc, (tail, head)) in graph.arc_ids().zip(graph.all_ends()) {
        let Some(weight) = low[arc.index()] else {
            continue;
        };
        let all = before[tail.index()].saturating_add(weight);
        if all.saturating_add(after[head.index()]) <= most {
            kept.push(arc);
            least.push(weight);
        }
    }
    let (part, nodes, ends) = numbered(graph, &kept, ends)?;
    let at = |sums: &[u64]| nodes.iter().map(|node| sums[node.index()]).collect();
    let bounds = Bounds {
        low: least,
        from_start: at(&before),
        to_end: at(&after),
        most,
    };
    Ok((part, kept, ends, bounds))
}

/// By node, the least sum from a node, or to it; [`u64::MAX`] where that is more than `most`, or with what is
/// left from there at least.
fn sums(
    graph: &Graph,
    from: NodeId,
    low: &[Option<u64>],
    (most, rest): (u64, Option<&[u64]>),
    ahead: bool,
) -> Vec<u64> {
    let rest = |node: NodeId| rest.map_or(0, |rest| rest[node.index()]);
    let mut sums = vec![u64::MAX; graph.nodes() as usize];
    sums[from.index()] = 0;
    let mut heap = BinaryHeap::from([Reverse((0_u64, from))]);
    while let Some(Reverse((sum, node))) = heap.pop() {
        if sums[node.index()] != sum {
            continue; // reached better since
        }
        let mut step = |arc: ArcId, next: NodeId| {
            let Some(weight) = low[arc.index()] else {
                return;
            };
            let sum = sum.saturating_add(weight);
            let least = &mut sums[next.index()];
            if sum < *least && sum.saturating_add(rest(next)) <= most {
                *least = sum;
                heap.push(Reverse((sum, next)));
            }
        };
        if ahead {
            for arc in graph.out_arcs(node) {
                if let Some((_, head)) = graph.ends(arc) {
                    step(arc, head);
                }
            }
        } else {
            for arc in graph.in_arcs(node) {
                if let Some((tail, _)) = graph.ends(arc) {
                    step(arc, tail);
                }
            }
        }
    }
    sums
}

/// What an arc of the searched graph weighs at the stated figures.
pub(super) fn stated(case: &Case, objective: &Objective, arc: ArcId) -> Option<u64> {
    let operation = case.searched().ok()?.operation_of(arc)?;
    objective.weigh(&case.model, &case.quote, operation)
}

/// By arc of the searched graph, a weight that no draw goes below; nothing where it is closed or not sold.
pub(super) fn least_weights(
    case: &Case,
    low: (&CostModel, &Quote),
    objective: &Objective,
    under: &Objective,
) -> Result<Vec<Option<u64>>, Error> {
    let operations = case.operations();
    let weigh = |arc: ArcId| {
        if !case.verdicts.is_open(arc) {
            return None;
        }
        match under.weigh(low.0, low.1, arc) {
            Some(weight) => Some(weight.saturating_sub(slack(operations, arc, weight))),
            // A band may begin where lengths are longer.
            None => objective.weigh(&case.model, &case.quote, arc).map(|_| 0),
        }
    };
    let made = case.searched()?;
    let by_operation: Vec<Option<u64>> = operations.graph().arc_ids().map(weigh).collect();
    if made.layers.is_none() {
        return Ok(by_operation);
    }
    let arcs = made.graph().arc_ids();
    let weights = arcs.map(|arc| by_operation[made.operation_of(arc)?.index()]);
    Ok(weights.collect())
}

/// An objective that never has more than another, and less where hours are shorter and prices lower;
/// nothing for a function of the caller's own.
pub(super) fn monotone(objective: &Objective) -> Option<Objective> {
    match objective {
        Objective::Custom(_) => None,
        // The spread is a difference.
        Objective::Generalised(worth) => Some(Objective::Generalised(GeneralisedCost {
            reliability_per_mille: 0,
            ..*worth
        })),
        Objective::Distance
        | Objective::Direct { .. }
        | Objective::Cost
        | Objective::Time
        | Objective::Emissions => Some(objective.clone()),
    }
}

/// What rounding may take off a weight: spans that are put together are rounded to the minute twice.
pub(super) fn slack(operations: &Operations, arc: ArcId, weight: u64) -> u64 {
    let kind = operations.arc(arc).map(|operation| &operation.kind);
    match kind {
        None
        | Some(
            OperationKind::Move(_)
            | OperationKind::Haul(_)
            | OperationKind::Pass(_)
            | OperationKind::Depart(_),
        ) => 0,
        Some(
            OperationKind::BorderControl(_)
            | OperationKind::Load(_)
            | OperationKind::Unload(_)
            | OperationKind::Tranship(_)
            | OperationKind::GaugeChange(_)
            | OperationKind::Wait(_)
            | OperationKind::SeaRun(_)
            | OperationKind::TrainRun(_)
            | OperationKind::Land(_)
            | OperationKind::Through(_),
        ) => weight / 64 + 100,
    }
}

/// The number at which the figure at a place makes everything cheapest and quickest, given how far off each
/// factor is at least and at most.
///
/// The mean of a span falls with its median where the 90th percentile is more than e to the power of the
/// square of 1.28 times as long; the median with the least mean is taken there.
pub(super) fn lowest(uncertainty: &Uncertainty, place: u32, ends: impl Fn(u32) -> [f64; 2]) -> f64 {
    let figure = &uncertainty.figures[place as usize];
    let low = figure.at(|factor| ends(factor)[0]);
    let which = figure.which;
    if which.part != Part::Main || !is_time(which.figure) {
        return low;
    }
    let Some(spread) = uncertainty.spread_of(place) else {
        return low;
    };
    let turn = spread.at(|factor| ends(factor)[0]) / 5.0;
    low.max(turn)
        .min(figure.at(|factor| ends(factor)[1]))
        .max(low)
}

const fn is_time(figure: FigureId) -> bool {
    matches!(
        figure,
        FigureId::ServiceTime(_)
            | FigureId::ServiceWait(_)
            | FigureId::ServiceTrainWait(_)
            | FigureId::DepartureTime(_)
            | FigureId::HandlingTime(_)
            | FigureId::BorderTime(_)
    )
}
