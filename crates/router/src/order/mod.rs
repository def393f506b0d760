//! In which order a hierarchy contracts the nodes.

mod degree;
mod flow;
mod inertial;
mod links;

use std::io::{Read, Write};

use thiserror::Error;

use crate::file::{Body, FileKind, LARGEST, LoadError, load, save};
use crate::graph::Graph;
use crate::ids::NodeId;
use degree::Elimination;
use links::links;

/// Largest degree of the nodes that [`Order::combined`] eliminates before it dissects.
const DENSE: u32 = 3;

/// Cells of at most this many nodes are not dissected.
const CELL: u32 = 48;

/// Why something is not an [`Order`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum OrderError {
    /// A node is missing from the order or the order is for another graph.
    #[error("{given} nodes in the order of {nodes} nodes: name every node once")]
    Length {
        /// Number of entries.
        given: usize,
        /// Number of nodes.
        nodes: u32,
    },
    /// A node that does not exist.
    #[error("position {position} names node {node}, but nodes are 0..{nodes}")]
    UnknownNode {
        /// Position in the order.
        position: usize,
        /// The node named there.
        node: NodeId,
        /// Number of nodes.
        nodes: u32,
    },
    /// A node that was named before.
    #[error("position {position} names node {node} again: name every node once")]
    Twice {
        /// Position of the second naming.
        position: usize,
        /// The node.
        node: NodeId,
    },
    /// Not one point per node.
    #[error("{given} points for {nodes} nodes: give one per node")]
    Points {
        /// Number of points given.
        given: usize,
        /// Number of nodes.
        nodes: u32,
    },
    /// A coordinate that is NaN or infinite.
    #[error("node {node} is at {point}: give finite coordinates")]
    NotFinite {
        /// The node.
        node: NodeId,
        /// Its coordinates, as text.
        point: String,
    },
}

/// The nodes of a graph from the least to the most important: a hierarchy contracts them so.
///
/// Every order gives exact answers; a good one gives them fast. All constructors are deterministic.
///
/// | constructor | needs | time | queries |
/// |---|---|---|---|
/// | [`Order::minimum_degree`] | nothing | least | good |
/// | [`Order::combined`] | coordinates | a few times more | best |
/// | [`Order::dissection`] | coordinates | most | good |
///
/// # Examples
///
/// ```
/// use trade_corridor_router::{Graph, NodeId, Order, OrderError};
///
/// let graph = Graph::new(3, [(0, 1), (1, 2)])?;
/// let order = Order::minimum_degree(&graph);
/// assert_eq!(order.nodes().len(), 3);
///
/// let [a, b] = [0, 1].map(NodeId::new);
/// let refused = Order::from_nodes([a, b, b]);
/// assert_eq!(refused.unwrap_err(), OrderError::Twice { position: 2, node: b });
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    nodes: Vec<u32>,
}

impl Order {
    /// Greedy elimination of the node with the fewest neighbours, fill-in counted as it arises.
    ///
    /// Ties go to the node with fewer eliminations beneath it, then to the smaller id.
    #[must_use]
    pub fn minimum_degree(graph: &Graph) -> Self {
        let mut elimination = Elimination::new(&links(graph));
        elimination.run(&[], u32::MAX);
        Self {
            nodes: elimination.order,
        }
    }

    /// Nested dissection: inertial flow along six directions finds a small separator, which is
    /// contracted last; then each side by itself.
    ///
    /// `points` are planar coordinates by node, in any unit; for degrees multiply the longitude by
    /// the cosine of a middle latitude.
    ///
    /// # Errors
    ///
    /// [`OrderError`] unless there is one finite point per node.
    pub fn dissection(graph: &Graph, points: &[(f64, f64)]) -> Result<Self, OrderError> {
        check_points(graph, points)?;
        let mut elimination = Elimination::new(&links(graph));
        let class = inertial::classes(&elimination, points, CELL);
        elimination.run(&class, u32::MAX);
        Ok(Self {
            nodes: elimination.order,
        })
    }

    /// Dissection on top with greedy elimination below: nodes of small degree go first, the
    /// remaining core is dissected down to small cells, and these are eliminated greedily.
    ///
    /// # Errors
    ///
    /// As [`Order::dissection`].
    pub fn combined(graph: &Graph, points: &[(f64, f64)]) -> Result<Self, OrderError> {
        check_points(graph, points)?;
        let mut elimination = Elimination::new(&links(graph));
        elimination.run(&[], DENSE);
        let class = inertial::classes(&elimination, points, CELL);
        elimination.run(&class, u32::MAX);
        Ok(Self {
            nodes: elimination.order,
        })
    }

    /// Takes the caller's order, least important node first.
    ///
    /// # Errors
    ///
    /// [`OrderError`] unless the entries are a permutation of `0..len`.
    pub fn from_nodes(nodes: impl IntoIterator<Item = NodeId>) -> Result<Self, OrderError> {
        Self::from_raw(nodes.into_iter().map(NodeId::get).collect())
    }

    pub(crate) fn from_raw(nodes: Vec<u32>) -> Result<Self, OrderError> {
        let count = nodes.len() as u32;
        let mut seen = vec![false; nodes.len()];
        for (position, &node) in nodes.iter().enumerate() {
            match seen.get_mut(node as usize) {
                None => {
                    return Err(OrderError::UnknownNode {
                        position,
                        node: NodeId(node),
                        nodes: count,
                    });
                }
                Some(true) => {
                    return Err(OrderError::Twice {
                        position,
                        node: NodeId(node),
                    });
                }
                Some(seen) => *seen = true,
            }
        }
        Ok(Self { nodes })
    }

    /// Writes the order.
    ///
    /// # Errors
    ///
    /// As the writer.
    pub fn save(&self, writer: impl Write) -> std::io::Result<()> {
        save(writer, FileKind::Order, &[&self.nodes])
    }

    /// Reads what [`Order::save`] wrote.
    ///
    /// # Errors
    ///
    /// [`LoadError`] for a file that is damaged, foreign, of another kind or another version, or longer
    /// than 1 GiB.
    pub fn load(reader: impl Read) -> Result<Self, LoadError> {
        Self::load_within(reader, LARGEST)
    }

    /// Reads like [`Order::load`] a file of at most so many bytes behind its header.
    ///
    /// # Errors
    ///
    /// As [`Order::load`].
    pub fn load_within(reader: impl Read, most: u64) -> Result<Self, LoadError> {
        let bytes = load(reader, FileKind::Order, most)?;
        let mut body = Body::new(&bytes);
        let nodes = body.words()?;
        body.end()?;
        Self::from_raw(nodes).map_err(|_| LoadError::Content {
            what: "the order is not a permutation",
        })
    }

    /// The nodes, least important first.
    #[must_use]
    pub fn nodes(&self) -> impl ExactSizeIterator<Item = NodeId> + '_ {
        self.nodes.iter().copied().map(NodeId)
    }

    pub(crate) fn raw(&self) -> &[u32] {
        &self.nodes
    }
}

fn check_points(graph: &Graph, points: &[(f64, f64)]) -> Result<(), OrderError> {
    if points.len() != graph.nodes() as usize {
        return Err(OrderError::Points {
            given: points.len(),
            nodes: graph.nodes(),
        });
    }
    match points
        .iter()
        .position(|(x, y)| !(x.is_finite() && y.is_finite()))
    {
        Some(node) => {
            let (x, y) = points[node];
            Err(OrderError::NotFinite {
                node: NodeId(node as u32),
                point: format!("({x}, {y})"),
            })
        }
        None => Ok(()),
    }
}
