//! What every search answers with, and what it refuses.

use thiserror::Error;

/// A question that cannot be asked.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum QueryError {
    /// There is no such node.
    #[error("no node {node}: nodes are 0..{nodes}")]
    UnknownNode {
        /// The node asked for.
        node: u32,
        /// Number of nodes of the graph.
        nodes: u32,
    },
    /// The metric belongs to a graph with another number of arcs.
    #[error("the metric has {metric} arcs, the graph {graph}: build the metric for this graph")]
    ForeignMetric {
        /// Number of arcs of the metric.
        metric: u32,
        /// Number of arcs of the graph.
        graph: u32,
    },
    /// The metric was customised on another hierarchy.
    #[error("the metric was customised on another hierarchy: customise it on this one")]
    ForeignHierarchy,
}

/// A shortest path: its arcs in order, where it starts and ends, and what it weighs.
///
/// # Examples
///
/// ```
/// use trade_corridor_router::{Dijkstra, Graph, Metric};
///
/// let graph = Graph::new(3, [(1, 2), (0, 1)])?;
/// let metric = Metric::from_weights(&graph, [5, 0])?;
/// let mut dijkstra = Dijkstra::new();
/// let path = dijkstra.path(&graph, &metric, 0, 2)?.expect("reachable");
/// assert_eq!((path.source(), path.target(), path.distance()), (0, 2, 5));
/// assert_eq!(path.arcs(), [1, 0]);
/// assert!(dijkstra.path(&graph, &metric, 0, 3).is_err()); // no such node
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Path {
    pub(super) source: u32,
    pub(super) target: u32,
    pub(super) distance: u64,
    pub(super) arcs: Vec<u32>,
}

impl Path {
    /// First node; of a set of sources, the one that was used.
    pub fn source(&self) -> u32 {
        self.source
    }

    /// Last node; of a set of targets, the one that was reached.
    pub fn target(&self) -> u32 {
        self.target
    }

    /// Sum of the weights along the path, offsets of source and target included.
    pub fn distance(&self) -> u64 {
        self.distance
    }

    /// The caller's arcs, in order of travel; none when source and target are one node.
    pub fn arcs(&self) -> &[u32] {
        &self.arcs
    }

    /// Gives away the arcs.
    pub fn into_arcs(self) -> Vec<u32> {
        self.arcs
    }

    /// Number of arcs on the path for which `holds` is true.
    pub fn count(&self, mut holds: impl FnMut(u32) -> bool) -> usize {
        self.arcs.iter().filter(|&&arc| holds(arc)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_say_what_and_how() {
        let error = QueryError::UnknownNode { node: 7, nodes: 3 };
        assert_eq!(error.to_string(), "no node 7: nodes are 0..3");
        let error = QueryError::ForeignMetric {
            metric: 2,
            graph: 3,
        };
        assert_eq!(
            error.to_string(),
            "the metric has 2 arcs, the graph 3: build the metric for this graph"
        );
    }
}
