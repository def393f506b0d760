//! Some of the operations as a graph of their own, weighted by length.

use super::draft::BuildError;
use super::{Operation, OperationKind};
use crate::router::{ArcId, Dijkstra, Graph, Metric, NodeId};

/// A stretch that is no move counts as this many metres, so that chains do not change conveyances
/// to save a few of them.
const METRES_PER_STOP: u32 = 10_000;

/// Some operations over the same nodes, in the same order, so that ways are those over all of them
/// with the others blocked.
pub(super) struct Ways {
    /// Operation by arc.
    arcs: Vec<ArcId>,
    graph: Graph,
    metric: Metric,
    dijkstra: Dijkstra,
}

impl Ways {
    /// Those of these operations that are usable.
    pub(super) fn over(
        all: &[Operation],
        nodes: usize,
        usable: impl Fn(&Operation) -> bool,
    ) -> Result<Self, BuildError> {
        let mut arcs: Vec<ArcId> = Vec::new();
        // What others sell on a link in the same directions comes next and is as long.
        let mut recent: [Option<(NodeId, NodeId, u32)>; 2] = [None; 2];
        for (arc, operation) in (0..).zip(all) {
            if usable(operation) {
                let like = Some((operation.from, operation.to, weight(operation)));
                if !recent.contains(&like) {
                    recent = [recent[1], like];
                    arcs.push(ArcId::new(arc));
                }
            }
        }
        Self::along(all, nodes, arcs)
    }

    /// These operations, in order.
    pub(super) fn along(
        all: &[Operation],
        nodes: usize,
        arcs: Vec<ArcId>,
    ) -> Result<Self, BuildError> {
        let operation = |arc: &ArcId| &all[arc.index()];
        let ends = arcs.iter().map(operation);
        let ends = ends.map(|arc| (arc.from.get(), arc.to.get()));
        let graph = Graph::new(nodes as u32, ends)?;
        let weights = arcs.iter().map(operation).map(weight);
        let metric = Metric::from_weights(&graph, weights).expect("one per arc and within range");
        Ok(Self {
            arcs,
            graph,
            metric,
            dijkstra: Dijkstra::new(),
        })
    }

    /// The shortest way that calls at one node of each stop in turn.
    pub(super) fn chain(&mut self, stops: &[Vec<u32>]) -> Option<Vec<ArcId>> {
        let mut parts: Vec<ArcId> = Vec::new();
        let mut here: Vec<(NodeId, u32)> = offsets(stops.first()?);
        for stop in &stops[1..] {
            let (graph, metric) = (&self.graph, &self.metric);
            let found = self
                .dijkstra
                .path_between(graph, metric, &here, &offsets(stop));
            let path = found.ok()??;
            here = vec![(path.target(), 0)];
            parts.extend(path.arcs().iter().map(|arc| self.arcs[arc.index()]));
        }
        Some(parts)
    }
}

fn offsets(nodes: &[u32]) -> Vec<(NodeId, u32)> {
    nodes.iter().map(|node| (NodeId::new(*node), 0)).collect()
}

/// The length of an operation in metres, at most what the search takes.
fn weight(operation: &Operation) -> u32 {
    match operation.kind {
        OperationKind::Move(_)
        | OperationKind::Haul(_)
        | OperationKind::SeaRun(_)
        | OperationKind::TrainRun(_)
        | OperationKind::Through(_) => {
            let metres = u32::try_from(operation.distance().as_metres()).unwrap_or(u32::MAX);
            metres.min(Metric::MAX_WEIGHT)
        }
        OperationKind::Pass(_)
        | OperationKind::BorderControl(_)
        | OperationKind::Load(_)
        | OperationKind::Unload(_)
        | OperationKind::Tranship(_)
        | OperationKind::GaugeChange(_)
        | OperationKind::Depart(_)
        | OperationKind::Wait(_)
        | OperationKind::Land(_) => METRES_PER_STOP,
    }
}
