//! What can lie on a best way in any draw.

use rustc_hash::FxHashMap;

use crate::costing::{CostModel, Quote};
use crate::draws::{Uncertain, Uncertainty};
use crate::metric::{GeneralisedCost, Objective};
use crate::network::{FigureId, Part};
use crate::operations::{BuildError, Kept, OperationKind, Operations};
use crate::planner::{Case, Ends, Error};
use crate::router::{ArcId, Dijkstra, Graph, Metric, NodeId};

/// What is searched in every draw: a part of the graph that a question searches.
pub(super) struct Field {
    pub(super) kept: Kept,
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
        let open = open.collect();
        Self::of(case, open, ends)
    }

    /// What a way may run over that weighs `most` or less by the least weights of arcs.
    pub(super) fn bounded(
        case: &Case,
        ends: Ends,
        low: &[Option<u64>],
        most: u64,
    ) -> Result<Self, Error> {
        let graph = case.searched()?.graph();
        let all: Vec<ArcId> = graph.arc_ids().collect();
        within(case, (graph, &all, ends), low, most)
    }

    /// The same of these arcs.
    pub(super) fn narrowed(
        &self,
        case: &Case,
        low: &[Option<u64>],
        most: u64,
    ) -> Result<Self, Error> {
        within(case, (&self.graph, &self.searched, self.ends), low, most)
    }

    fn of(case: &Case, searched: Vec<ArcId>, ends: Ends) -> Result<Self, Error> {
        let whole = case.searched()?.graph();
        let pairs = searched.iter().filter_map(|arc| whole.ends(*arc)).collect();
        Ok(Self::numbered(case, searched, pairs, ends)?.0)
    }

    /// Arcs with their ends, and the nodes by their numbers here.
    fn numbered(
        case: &Case,
        searched: Vec<ArcId>,
        pairs: Vec<(NodeId, NodeId)>,
        ends: Ends,
    ) -> Result<(Self, Vec<NodeId>), Error> {
        let mut known: FxHashMap<NodeId, u32> = FxHashMap::default();
        let mut nodes = Vec::new();
        let mut node = |whole: NodeId| {
            *known.entry(whole).or_insert_with(|| {
                nodes.push(whole);
                nodes.len() as u32 - 1
            })
        };
        let ends = (NodeId::new(node(ends.0)), NodeId::new(node(ends.1)));
        let pairs = pairs.into_iter();
        let pairs: Vec<(u32, u32)> = pairs.map(|(tail, head)| (node(tail), node(head))).collect();
        let graph = Graph::new(nodes.len() as u32, pairs).map_err(BuildError::from)?;
        let made = case.searched()?;
        let done = searched.iter().filter_map(|arc| made.operation_of(*arc));
        let done: Vec<ArcId> = done.collect();
        let kept = case.operations().only(&done)?;
        let operations = done.iter().filter_map(|arc| kept.arc(*arc)).collect();
        let field = Self {
            kept,
            graph,
            searched,
            operations,
            ends,
            bounds: None,
        };
        Ok((field, nodes))
    }
}

/// The arcs that a way may run over that weighs `most` or less by the least weights of arcs.
fn within(
    case: &Case,
    (graph, arcs, ends): (&Graph, &[ArcId], Ends),
    low: &[Option<u64>],
    most: u64,
) -> Result<Field, Error> {
    let narrow = |weight: &Option<u64>| Some((*weight)?.min(u64::from(Metric::MAX_WEIGHT)) as u32);
    let metric = Metric::from_options(graph, low.iter().map(narrow))?;
    let reversed = graph
        .all_ends()
        .map(|(tail, head)| (head.get(), tail.get()));
    let reversed = Graph::new(graph.nodes(), reversed).map_err(BuildError::from)?;
    let back = Metric::from_options(&reversed, low.iter().map(narrow))?;
    let mut scratch = Dijkstra::new();
    let mut sums = |graph: &Graph, metric: &Metric, node| -> Result<Vec<Option<u64>>, Error> {
        let reached = scratch.one_to_all(graph, metric, &[(node, 0)])?;
        Ok(graph
            .node_ids()
            .map(|node| reached.distance(node))
            .collect())
    };
    let from_start = sums(graph, &metric, ends.0)?;
    let to_end = sums(&reversed, &back, ends.1)?;
    let (mut kept, mut pairs, mut least) = (Vec::new(), Vec::new(), Vec::new());
    for (arc, (tail, head)) in graph.arc_ids().zip(graph.all_ends()) {
        let parts = from_start[tail.index()].zip(to_end[head.index()]);
        let weight = metric.weight(arc).map(u64::from);
        if let Some(((before, after), weight)) = parts.zip(weight)
            && before + weight + after <= most
        {
            kept.push(arcs[arc.index()]);
            pairs.push((tail, head));
            least.push(weight);
        }
    }
    let (mut field, nodes) = Field::numbered(case, kept, pairs, ends)?;
    let at = |sums: &[Option<u64>]| -> Vec<u64> {
        let known = nodes.iter().map(|node| sums[node.index()]);
        known.map(Option::unwrap_or_default).collect()
    };
    field.bounds = Some(Bounds {
        low: least,
        from_start: at(&from_start),
        to_end: at(&to_end),
        most,
    });
    Ok(field)
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

/// The number at which a figure makes everything cheapest and quickest, given how far off each factor is at
/// least and at most.
///
/// The mean of a span falls with its median where the 90th percentile is more than e to the power of the
/// square of 1.28 times as long; the median with the least mean is taken there.
pub(super) fn lowest(
    uncertainty: &Uncertainty,
    figure: &Uncertain,
    ends: impl Fn(u32) -> [f64; 2],
) -> f64 {
    let low = figure.at(|factor| ends(factor)[0]);
    let which = figure.which;
    if which.part != Part::Main || !is_time(which.figure) {
        return low;
    }
    let both = uncertainty.of_figures([which.figure]);
    let spread = both.iter().find(|other| other.which.part == Part::Spread);
    let Some(spread) = spread else { return low };
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
