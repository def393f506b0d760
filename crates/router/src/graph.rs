//! The topology: compressed sparse rows in both directions.

use thiserror::Error;

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
    /// More arcs than ids.
    #[error("more than {limit} arcs: split the graph")]
    TooManyArcs {
        /// The largest number of arcs.
        limit: u32,
    },
    /// More nodes than ids.
    #[error("{nodes} nodes, but at most {limit} can be numbered: split the graph")]
    TooManyNodes {
        /// The number asked for.
        nodes: u32,
        /// The largest number of nodes.
        limit: u32,
    },
}

/// One end of an arc as seen from the other: where it leads and which arc it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    /// The node at the other end.
    pub(super) node: u32,
    /// The caller's arc.
    pub(super) arc: u32,
}

/// A directed multigraph that cannot change: parallel arcs, loops and one-ways are kept.
///
/// An arc is named by its position in the input, whatever order the input came in.
///
/// # Complexity
///
/// Construction takes time and memory linear in nodes plus arcs (8 bytes per node, 24 per arc).
///
/// # Examples
///
/// ```
/// use trade_corridor_router::{Graph, GraphError};
///
/// let graph = Graph::new(2, [(0, 1), (0, 1), (1, 1)])?;
/// assert_eq!((graph.nodes(), graph.arcs()), (2, 3));
/// assert_eq!(graph.out_arcs(0).collect::<Vec<_>>(), [0, 1]);
///
/// let refused = Graph::new(2, [(0, 1), (0, 2)]);
/// assert_eq!(refused.unwrap_err(), GraphError::NodeOutOfRange { arc: 1, node: 2, nodes: 2 });
/// # Ok::<(), GraphError>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Graph {
    ends: Vec<(u32, u32)>,
    first_out: Vec<u32>,
    out: Vec<Step>,
    first_in: Vec<u32>,
    into: Vec<Step>,
}

impl Graph {
    /// The largest number of nodes, and of arcs; the value above stands for *none* inside.
    pub const LIMIT: u32 = u32::MAX - 1;

    /// Builds the graph of `nodes` nodes from arcs `(tail, head)`.
    ///
    /// # Errors
    ///
    /// [`GraphError`] when an arc names a node that is not in `0..nodes`, or when there are more
    /// than [`Graph::LIMIT`] nodes or arcs.
    pub fn new(nodes: u32, arcs: impl IntoIterator<Item = (u32, u32)>) -> Result<Self, GraphError> {
        if nodes > Self::LIMIT {
            return Err(GraphError::TooManyNodes {
                nodes,
                limit: Self::LIMIT,
            });
        }
        let arcs = arcs.into_iter();
        let mut ends = Vec::with_capacity(arcs.size_hint().0.min(1 << 20));
        for (arc, (tail, head)) in arcs.enumerate() {
            if arc >= Self::LIMIT as usize {
                return Err(GraphError::TooManyArcs { limit: Self::LIMIT });
            }
            for node in [tail, head] {
                if node >= nodes {
                    return Err(GraphError::NodeOutOfRange { arc, node, nodes });
                }
            }
            ends.push((tail, head));
        }
        ends.shrink_to_fit();
        let (first_out, out) = rows(nodes, ends.iter().copied());
        let (first_in, into) = rows(nodes, ends.iter().map(|&(tail, head)| (head, tail)));
        Ok(Self {
            ends,
            first_out,
            out,
            first_in,
            into,
        })
    }

    /// Number of nodes.
    pub fn nodes(&self) -> u32 {
        (self.first_out.len() - 1) as u32
    }

    /// Number of arcs.
    pub fn arcs(&self) -> u32 {
        self.ends.len() as u32
    }

    /// Tail and head of an arc, or `None` when there is no such arc.
    pub fn ends(&self, arc: u32) -> Option<(u32, u32)> {
        self.ends.get(arc as usize).copied()
    }

    /// All arcs as `(tail, head)`, in the caller's order.
    pub fn all_ends(&self) -> &[(u32, u32)] {
        &self.ends
    }

    /// The arcs that leave a node, in the caller's order; none for a node that does not exist.
    pub fn out_arcs(&self, node: u32) -> impl Iterator<Item = u32> + '_ {
        let known = node < self.nodes();
        known
            .then(|| self.out(node))
            .into_iter()
            .flatten()
            .map(|step| step.arc)
    }

    /// The arcs that enter a node, in the caller's order; none for a node that does not exist.
    pub fn in_arcs(&self, node: u32) -> impl Iterator<Item = u32> + '_ {
        let known = node < self.nodes();
        known
            .then(|| self.into(node))
            .into_iter()
            .flatten()
            .map(|step| step.arc)
    }

    #[inline]
    pub(super) fn out(&self, node: u32) -> &[Step] {
        let node = node as usize;
        &self.out[self.first_out[node] as usize..self.first_out[node + 1] as usize]
    }

    #[inline]
    pub(super) fn into(&self, node: u32) -> &[Step] {
        let node = node as usize;
        &self.into[self.first_in[node] as usize..self.first_in[node + 1] as usize]
    }
}

/// Counting sort of arcs by their first end, stable in the arc ids.
fn rows(
    nodes: u32,
    arcs: impl ExactSizeIterator<Item = (u32, u32)> + Clone,
) -> (Vec<u32>, Vec<Step>) {
    let mut first = vec![0_u32; nodes as usize + 1];
    for (from, _) in arcs.clone() {
        first[from as usize + 1] += 1;
    }
    for node in 0..nodes as usize {
        first[node + 1] += first[node];
    }
    let mut steps = vec![Step { node: 0, arc: 0 }; arcs.len()];
    let mut next = first.clone();
    for (arc, (from, node)) in arcs.enumerate() {
        let slot = &mut next[from as usize];
        steps[*slot as usize] = Step {
            node,
            arc: arc as u32,
        };
        *slot += 1;
    }
    (first, steps)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_loops_and_parallel_arcs_in_input_order() {
        let graph = Graph::new(3, [(2, 0), (0, 1), (0, 0), (0, 1)]).unwrap();
        assert_eq!(graph.out_arcs(0).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(graph.in_arcs(0).collect::<Vec<_>>(), [0, 2]);
        assert_eq!(graph.in_arcs(1).collect::<Vec<_>>(), [1, 3]);
        assert_eq!(graph.ends(0), Some((2, 0)));
        assert_eq!(graph.ends(4), None);
        assert_eq!(graph.out_arcs(9).count(), 0);
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
            "4294967295 nodes, but at most 4294967294 can be numbered: split the graph"
        );
        let error = GraphError::TooManyArcs {
            limit: Graph::LIMIT,
        };
        assert_eq!(
            error.to_string(),
            "more than 4294967294 arcs: split the graph"
        );
    }

    #[test]
    fn no_nodes_is_a_graph() {
        assert_eq!(Graph::new(0, []).unwrap().nodes(), 0);
    }
}
