//! The topology: compressed sparse rows in both directions.

use std::fmt;

use thiserror::Error;

use crate::hash::Hash;
use crate::ids::{ArcId, NodeId};
use crate::rows::Rows;

/// No node, no arc.
pub(crate) const NONE: u32 = u32::MAX;

/// Why arcs do not make a [`Graph`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum GraphError {
    /// An arc names a node that does not exist.
    #[error(
        "arc {arc} touches node {node}, but nodes are 0..{nodes}: raise the node count or drop the arc"
    )]
    NodeOutOfRange {
        /// Position of the arc in the input.
        arc: usize,
        /// The node it names.
        node: u32,
        /// Number of nodes of the graph.
        nodes: u32,
    },
    /// More arcs than the caller's limits allow.
    #[error("more than {limit} arcs: {}", remedy("GraphLimits::arcs", *limit))]
    TooManyArcs {
        /// The largest number of arcs.
        limit: u32,
    },
    /// More nodes than the caller's limits allow.
    #[error("{nodes} nodes, above {limit}: {}", remedy("GraphLimits::nodes", *limit))]
    TooManyNodes {
        /// The number asked for.
        nodes: u32,
        /// The largest number of nodes.
        limit: u32,
    },
}

fn remedy(field: &str, limit: u32) -> String {
    if limit < Graph::LIMIT {
        format!("raise `{field}` or split the graph")
    } else {
        "more cannot be numbered, split the graph".to_owned()
    }
}

/// How large a [`Graph`] may be; what is larger is refused before memory is taken for it.
///
/// ```
/// use trade_corridor_router::{Graph, GraphError, GraphLimits};
///
/// let refused = Graph::new(4_000_000_000, []).unwrap_err();
/// assert!(matches!(refused, GraphError::TooManyNodes { .. }));
/// let mut limits = GraphLimits::default();
/// limits.nodes = 3;
/// assert!(Graph::within(limits, 3, [(0, 2)]).is_ok());
/// assert!(Graph::within(limits, 4, [(0, 2)]).is_err());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct GraphLimits {
    /// Nodes; by default 2²⁶ (67 million), 8 bytes each.
    pub nodes: u32,
    /// Arcs; by default 2²⁷ (134 million), 24 bytes each.
    pub arcs: u32,
}

impl Default for GraphLimits {
    fn default() -> Self {
        Self {
            nodes: 1 << 26,
            arcs: 1 << 27,
        }
    }
}

/// Which graph something belongs to: number of nodes and arcs, and a hash of the ends of all arcs.
///
/// Graphs of the same arcs in the same order have the same id, on every platform. What is made for
/// a graph carries its id, so that it is refused on another one, also on one of the same size.
///
/// # Examples
///
/// ```
/// use trade_corridor_router::{Dijkstra, Graph, Metric, NodeId, QueryError};
///
/// let (graph, back) = (Graph::new(2, [(0, 1)])?, Graph::new(2, [(1, 0)])?);
/// assert_ne!(graph.id(), back.id());
/// assert_eq!(graph.id(), Graph::new(2, [(0, 1)])?.id());
///
/// let metric = Metric::from_weights(&back, [4])?;
/// let [from, to] = [0, 1].map(NodeId::new);
/// let refused = Dijkstra::new().distance(&graph, &metric, from, to);
/// assert!(matches!(refused, Err(QueryError::ForeignMetric { .. })));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct GraphId {
    nodes: u32,
    arcs: u32,
    hash: u64,
}

impl GraphId {
    pub(crate) fn of(nodes: u32, ends: &[(u32, u32)]) -> Self {
        let mut hash = Hash::new();
        hash.add_all(ends.iter().map(|&(tail, head)| [tail, head]));
        Self {
            nodes,
            arcs: ends.len() as u32,
            hash: hash.value(),
        }
    }

    /// Number of nodes.
    #[must_use]
    pub fn nodes(self) -> u32 {
        self.nodes
    }

    /// Number of arcs.
    #[must_use]
    pub fn arcs(self) -> u32 {
        self.arcs
    }
}

impl fmt::Display for GraphId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { nodes, arcs, hash } = self;
        write!(f, "{nodes} nodes, {arcs} arcs, hash {hash:016x}")
    }
}

/// One end of an arc as seen from the other: where it leads and which arc it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Step {
    /// The node at the other end.
    pub(crate) node: u32,
    /// The caller's arc.
    pub(crate) arc: u32,
}

/// A directed multigraph that cannot change: parallel arcs, loops and one-ways are kept.
///
/// An arc is named by its position in the input, whatever order the input came in.
///
/// # Complexity
///
/// Construction takes time and memory linear in nodes plus arcs (8 bytes per node, 24 per arc), of which
/// there are at most so many as [`GraphLimits`] say.
///
/// # Examples
///
/// ```
/// use trade_corridor_router::{Graph, GraphError, NodeId};
///
/// let graph = Graph::new(2, [(0, 1), (0, 1), (1, 1)])?;
/// assert_eq!((graph.nodes(), graph.arcs()), (2, 3));
/// assert_eq!(graph.out_arcs(NodeId::new(0)).collect::<Vec<_>>(), [0, 1]);
///
/// let refused = Graph::new(2, [(0, 1), (0, 2)]);
/// assert_eq!(refused.unwrap_err(), GraphError::NodeOutOfRange { arc: 1, node: 2, nodes: 2 });
/// # Ok::<(), GraphError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graph {
    id: GraphId,
    ends: Vec<(u32, u32)>,
    out: Rows<Step>,
    into: Rows<Step>,
}

impl Graph {
    /// The largest number of nodes, and of arcs: both ends of all arcs are numbered in 32 bits, of which
    /// one value stands for *none*.
    pub const LIMIT: u32 = i32::MAX as u32;

    /// Builds the graph of `nodes` nodes from arcs `(tail, head)`, given as the numbers of nodes.
    ///
    /// # Errors
    ///
    /// [`GraphError`] when an arc names a node that is not in `0..nodes`, or when there are more
    /// nodes or arcs than the default [`GraphLimits`].
    pub fn new(nodes: u32, arcs: impl IntoIterator<Item = (u32, u32)>) -> Result<Self, GraphError> {
        Self::within(GraphLimits::default(), nodes, arcs)
    }

    /// The same within other limits, at most [`Graph::LIMIT`].
    ///
    /// # Errors
    ///
    /// As [`Graph::new`]. An endless iterator is read up to the limit.
    pub fn within(
        limits: GraphLimits,
        nodes: u32,
        arcs: impl IntoIterator<Item = (u32, u32)>,
    ) -> Result<Self, GraphError> {
        let limit = limits.nodes.min(Self::LIMIT);
        if nodes > limit {
            return Err(GraphError::TooManyNodes { nodes, limit });
        }
        let limit = limits.arcs.min(Self::LIMIT);
        let arcs = arcs.into_iter();
        let least = arcs.size_hint().0;
        if least > limit as usize {
            return Err(GraphError::TooManyArcs { limit });
        }
        let mut ends = Vec::with_capacity(least.min(1 << 20));
        for (arc, (tail, head)) in arcs.enumerate() {
            if arc >= limit as usize {
                return Err(GraphError::TooManyArcs { limit });
            }
            for node in [tail, head] {
                if node >= nodes {
                    return Err(GraphError::NodeOutOfRange { arc, node, nodes });
                }
            }
            ends.push((tail, head));
        }
        ends.shrink_to_fit();
        let arcs = || ends.iter().zip(0..);
        let out = arcs().map(|(&(tail, node), arc)| (tail, Step { node, arc }));
        let into = arcs().map(|(&(node, head), arc)| (head, Step { node, arc }));
        let out = Rows::group(nodes as usize, out);
        let into = Rows::group(nodes as usize, into);
        let id = GraphId::of(nodes, &ends);
        Ok(Self {
            id,
            ends,
            out,
            into,
        })
    }

    /// Which graph this is: equal for graphs of the same arcs, different for others.
    #[must_use]
    pub fn id(&self) -> GraphId {
        self.id
    }

    /// Number of nodes.
    #[must_use]
    pub fn nodes(&self) -> u32 {
        self.out.len() as u32
    }

    /// Number of arcs.
    #[must_use]
    pub fn arcs(&self) -> u32 {
        self.ends.len() as u32
    }

    /// Every node, ascending.
    pub fn node_ids(&self) -> impl ExactSizeIterator<Item = NodeId> + Clone + use<> {
        (0..self.nodes()).map(NodeId)
    }

    /// Every arc, in the caller's order.
    pub fn arc_ids(&self) -> impl ExactSizeIterator<Item = ArcId> + Clone + use<> {
        (0..self.arcs()).map(ArcId)
    }

    /// Tail and head of an arc, or `None` when there is no such arc.
    #[must_use]
    pub fn ends(&self, arc: ArcId) -> Option<(NodeId, NodeId)> {
        let (tail, head) = self.raw_ends(arc.0)?;
        Some((NodeId(tail), NodeId(head)))
    }

    /// All arcs as `(tail, head)`, in the caller's order.
    #[must_use]
    pub fn all_ends(&self) -> impl ExactSizeIterator<Item = (NodeId, NodeId)> + '_ {
        let ends = self.ends.iter();
        ends.map(|&(tail, head)| (NodeId(tail), NodeId(head)))
    }

    /// The arcs that leave a node, in the caller's order; none for a node that does not exist.
    pub fn out_arcs(&self, node: NodeId) -> impl Iterator<Item = ArcId> + '_ {
        let known = node.0 < self.nodes();
        known
            .then(|| self.out(node.0))
            .into_iter()
            .flatten()
            .map(|step| ArcId(step.arc))
    }

    /// The arcs that enter a node, in the caller's order; none for a node that does not exist.
    pub fn in_arcs(&self, node: NodeId) -> impl Iterator<Item = ArcId> + '_ {
        let known = node.0 < self.nodes();
        known
            .then(|| self.into(node.0))
            .into_iter()
            .flatten()
            .map(|step| ArcId(step.arc))
    }

    #[inline]
    pub(crate) fn raw_ends(&self, arc: u32) -> Option<(u32, u32)> {
        self.ends.get(arc as usize).copied()
    }

    /// The same as the search reads them.
    pub(crate) fn all_raw_ends(&self) -> &[(u32, u32)] {
        &self.ends
    }

    #[inline]
    pub(crate) fn out(&self, node: u32) -> &[Step] {
        self.out.row(node as usize)
    }

    #[inline]
    pub(crate) fn into(&self, node: u32) -> &[Step] {
        self.into.row(node as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_loops_and_parallel_arcs_in_input_order() {
        let graph = Graph::new(3, [(2, 0), (0, 1), (0, 0), (0, 1)]).unwrap();
        assert_eq!(graph.out_arcs(NodeId(0)).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(graph.in_arcs(NodeId(0)).collect::<Vec<_>>(), [0, 2]);
        assert_eq!(graph.in_arcs(NodeId(1)).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(graph.ends(ArcId(0)), Some((NodeId(2), NodeId(0))));
        assert_eq!(graph.ends(ArcId(4)), None);
        assert_eq!(graph.out_arcs(NodeId(9)).count(), 0);
    }

    #[test]
    fn errors_say_what_and_how() {
        let error = Graph::new(1, [(0, 0), (3, 0)]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "arc 1 touches node 3, but nodes are 0..1: raise the node count or drop the arc"
        );
        let error = Graph::new(u32::MAX, []).unwrap_err();
        assert_eq!(
            error.to_string(),
            "4294967295 nodes, above 67108864: raise `GraphLimits::nodes` or split the graph"
        );
        let error = GraphError::TooManyArcs {
            limit: Graph::LIMIT,
        };
        assert_eq!(
            error.to_string(),
            "more than 2147483647 arcs: more cannot be numbered, split the graph"
        );
    }

    #[test]
    fn no_nodes_is_a_graph() {
        assert_eq!(Graph::new(0, []).unwrap().nodes(), 0);
    }
}
