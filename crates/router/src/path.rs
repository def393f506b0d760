//! What every search answers with, and what it refuses.

use thiserror::Error;

use crate::graph::GraphId;
use crate::ids::{ArcId, NodeId};

/// A question that cannot be asked.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum QueryError {
    /// There is no such node.
    #[error("no node {node}: nodes are 0..{nodes}")]
    UnknownNode {
        /// The node asked for.
        node: NodeId,
        /// Number of nodes of the graph.
        nodes: u32,
    },
    /// The metric was made for another graph.
    #[error(
        "the metric is of another graph ({metric}) than this one ({graph}): make it for this graph"
    )]
    ForeignMetric {
        /// Graph of the metric.
        metric: GraphId,
        /// The graph of the question.
        graph: GraphId,
    },
    /// The hierarchy was built over another graph.
    #[error(
        "the hierarchy is of another graph ({hierarchy}) than this one ({graph}): build it over this graph"
    )]
    ForeignHierarchy {
        /// Graph of the hierarchy.
        hierarchy: GraphId,
        /// The graph of the question.
        graph: GraphId,
    },
    /// The metric was customised on another hierarchy.
    #[error("the metric was customised on another hierarchy: customise it on this one")]
    ForeignCustomisation,
    /// A metric and a customised metric that should be of the same weights are not.
    #[error("objective {objective} was customised from other weights: customise this metric again")]
    OtherWeights {
        /// Position of the objective.
        objective: usize,
    },
    /// What was prepared under one metric was used under another, or the metric changed since.
    #[error("the targets were prepared under another metric: prepare them again")]
    OtherTargets,
    /// A matrix of more cells than are made at once.
    #[error(
        "{rows} rows of {columns} columns are above {most} cells: ask for fewer rows at a time"
    )]
    TooManyCells {
        /// Number of sources.
        rows: usize,
        /// Number of targets.
        columns: usize,
        /// The largest number of cells.
        most: usize,
    },
    /// A distance was read before any search on this hierarchy.
    #[error("the last search was on another hierarchy: search on this one first")]
    NotSearched,
}

/// A shortest path: its arcs in order, where it starts and ends, and what it weighs.
///
/// # Examples
///
/// ```
/// use trade_corridor_router::{Dijkstra, Graph, Metric, NodeId};
///
/// let graph = Graph::new(3, [(1, 2), (0, 1)])?;
/// let metric = Metric::from_weights(&graph, [5, 0])?;
/// let mut dijkstra = Dijkstra::new();
/// let [from, to, none] = [0, 2, 3].map(NodeId::new);
/// let path = dijkstra.path(&graph, &metric, from, to)?.expect("reachable");
/// assert_eq!((path.source(), path.target(), path.distance()), (from, to, 5));
/// assert_eq!(path.arcs(), [1, 0]);
/// assert!(dijkstra.path(&graph, &metric, from, none).is_err()); // no such node
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    pub(crate) source: NodeId,
    pub(crate) target: NodeId,
    pub(crate) distance: u64,
    pub(crate) arcs: Vec<ArcId>,
}

/// Walks from the end of a path back to where nothing leads; appends the arcs that were passed, the
/// last of the path first, and returns the beginning.
///
/// `before` names the last arc of the best path to a place, and where that arc begins. A search
/// backward is traced alike: there the walk goes forward, and the arcs come in order of travel.
pub(crate) fn walk_back<P: Copy, A>(
    end: P,
    arcs: &mut Vec<A>,
    mut before: impl FnMut(P) -> Option<(A, P)>,
) -> P {
    let mut at = end;
    while let Some((arc, from)) = before(at) {
        arcs.push(arc);
        at = from;
    }
    at
}

impl Path {
    /// First node; of a set of sources, the one that was used.
    #[must_use]
    pub fn source(&self) -> NodeId {
        self.source
    }

    /// Last node; of a set of targets, the one that was reached.
    #[must_use]
    pub fn target(&self) -> NodeId {
        self.target
    }

    /// Sum of the weights along the path, offsets of source and target included.
    #[must_use]
    pub fn distance(&self) -> u64 {
        self.distance
    }

    /// The caller's arcs, in order of travel; none when source and target are one node.
    #[must_use]
    pub fn arcs(&self) -> &[ArcId] {
        &self.arcs
    }

    /// The arcs alone.
    #[must_use]
    pub fn into_arcs(self) -> Vec<ArcId> {
        self.arcs
    }

    /// Number of arcs on the path for which `holds` is true.
    pub fn count(&self, mut holds: impl FnMut(ArcId) -> bool) -> usize {
        self.arcs.iter().filter(|&&arc| holds(arc)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_say_what_and_how() {
        let error = QueryError::UnknownNode {
            node: NodeId(7),
            nodes: 3,
        };
        assert_eq!(error.to_string(), "no node 7: nodes are 0..3");
        let error = QueryError::OtherWeights { objective: 1 };
        assert_eq!(
            error.to_string(),
            "objective 1 was customised from other weights: customise this metric again"
        );
        let error = QueryError::OtherTargets;
        assert_eq!(
            error.to_string(),
            "the targets were prepared under another metric: prepare them again"
        );
        let error = QueryError::NotSearched;
        assert_eq!(
            error.to_string(),
            "the last search was on another hierarchy: search on this one first"
        );
    }
}
