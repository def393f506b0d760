//! The hierarchy: nodes by rank, and the arcs that contraction leaves behind.

use std::ops::Range;

use super::error::CchError;
use super::structure::{Shape, contract};
use crate::graph::{Graph, GraphId, NONE};
use crate::hash::Hash;
use crate::ids::NodeId;
use crate::order::{Order, OrderError};
use crate::path::QueryError;
use crate::rows::Rows;

/// Most arcs: one and its direction, and half of the caller's, fit 31 bits.
pub(super) const MOST_ARCS: u32 = (1 << 30) - 1;

/// Arcs of a hierarchy by node and arc of its graph, unless set otherwise; roads have below two.
const FILL: u64 = 16;

/// Arcs that any graph may take.
const LEAST_BOUND: u64 = 1 << 22;

/// Which hierarchy something belongs to: its graph, and a hash of the ranks, on which all else in it
/// depends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct CchId {
    graph: GraphId,
    ranks: u64,
}

/// The topology, contracted once: takes any metric within milliseconds and answers it within
/// microseconds.
///
/// Built from a [`Graph`] and an [`Order`]; [`Cch::customise`] or [`Cch::customise_perfect`] make a
/// [`CchMetric`](super::CchMetric) of a [`Metric`](crate::Metric), and
/// [`CchQuery`](super::CchQuery), [`CchReach`](super::CchReach), [`CchTargets`](super::CchTargets),
/// [`CchLabels`](super::CchLabels), [`CchLanes`](super::CchLanes) and [`Cch::matrix`] ask it.
///
/// # Complexity
///
/// Near-linear in the arcs that arise, about 1.2 times the links of a road network; 28 bytes for
/// each of them, 28 per node and 8 per arc of the caller.
///
/// # Examples
///
/// ```
/// use trade_corridor_router::{Cch, CchError, Graph, NodeId, Order};
///
/// let graph = Graph::new(4, [(0, 1), (1, 2), (2, 3), (3, 0)])?;
/// let cch = Cch::new(&graph, &Order::minimum_degree(&graph))?;
/// assert_eq!((cch.nodes(), cch.arcs()), (4, 5)); // a square and one shortcut
///
/// let other = Order::from_nodes([0, 1].map(NodeId::new))?;
/// assert!(matches!(Cch::new(&graph, &other), Err(CchError::Order(_))));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Cch {
    pub(super) id: CchId,
    /// Rank by node: post-order of the elimination tree, so that subtrees are contiguous.
    pub(super) rank: Vec<u32>,
    pub(super) node: Vec<u32>,
    pub(super) parent: Vec<u32>,
    /// Number of nodes above, by rank.
    pub(super) depth: Vec<u32>,
    /// Smallest rank beneath, by rank: the subtree is `lowest..=rank`.
    pub(super) lowest: Vec<u32>,
    /// Upper ends of the arcs, in rows of their lower ends, ascending.
    pub(super) up: Rows<u32>,
    /// Depth of the upper end by arc: names an ancestor of the lower end within its chain.
    pub(super) head_depth: Vec<u32>,
    /// The lower end by arc.
    pub(super) tail: Vec<u32>,
    /// Arcs from below by their upper end, by ascending lower end.
    down: Rows<Below>,
    /// `2 arc` (upward) or `2 arc + 1` (downward) by arc of the caller, [`NONE`] for loops.
    pub(super) slot: Vec<u32>,
    /// Arcs of the caller by row of their lower end.
    input: Rows<u32>,
    /// Nodes of the caller's loops, in the order of their arcs.
    pub(super) loops: Vec<u32>,
    pub(super) height: u32,
}

/// An arc from below and where the row that holds it ends.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Below {
    pub(super) arc: u32,
    pub(super) end: u32,
}

impl Below {
    /// The arcs from its lower end to ancestors of its upper end.
    #[inline]
    pub(super) fn rest(self) -> Range<usize> {
        self.arc as usize + 1..self.end as usize
    }
}

impl Cch {
    /// Contracts the graph in an order.
    ///
    /// # Errors
    ///
    /// [`CchError::Order`] when the order has another number of nodes; [`CchError::TooManyArcs`]
    /// when it fills the graph in beyond sixteen arcs for each node and arc of the graph (and beyond four
    /// million), so that no graph takes memory out of proportion.
    pub fn new(graph: &Graph, order: &Order) -> Result<Self, CchError> {
        let size = u64::from(graph.nodes()) + u64::from(graph.arcs());
        let most = (size * FILL).max(LEAST_BOUND).min(u64::from(MOST_ARCS));
        Self::within(graph, order, most as u32)
    }

    /// The same with at most so many arcs, and never more than 2³⁰ − 1; 28 bytes each.
    ///
    /// # Errors
    ///
    /// As [`Cch::new`].
    ///
    /// # Examples
    ///
    /// ```
    /// use trade_corridor_router::{Cch, CchError, Graph, Order};
    ///
    /// let graph = Graph::new(4, [(0, 1), (1, 2), (2, 3), (3, 0)])?;
    /// let order = Order::minimum_degree(&graph);
    /// assert_eq!(Cch::within(&graph, &order, 5)?.arcs(), 5);
    /// let refused = Cch::within(&graph, &order, 4).unwrap_err();
    /// assert_eq!(refused, CchError::TooManyArcs { limit: 4 });
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn within(graph: &Graph, order: &Order, most: u32) -> Result<Self, CchError> {
        if order.raw().len() != graph.nodes() as usize {
            return Err(OrderError::Length {
                given: order.raw().len(),
                nodes: graph.nodes(),
            }
            .into());
        }
        if graph.arcs() > 2 * MOST_ARCS {
            return Err(CchError::TooManyArcs {
                limit: 2 * MOST_ARCS,
            });
        }
        let limit = most.min(MOST_ARCS);
        let shape = contract(order.raw(), graph.all_raw_ends(), limit)
            .ok_or(CchError::TooManyArcs { limit })?;
        Ok(Self::with_shape(shape, graph.id(), graph.all_raw_ends()))
    }

    pub(super) fn with_shape(shape: Shape, graph: GraphId, ends: &[(u32, u32)]) -> Self {
        let Shape { rank, parent, up } = shape;
        let nodes = rank.len();
        let mut node = vec![0; nodes];
        for (at, &rank) in rank.iter().enumerate() {
            node[rank as usize] = at as u32;
        }
        let mut depth = vec![0_u32; nodes];
        for at in (0..nodes).rev() {
            if parent[at] != NONE {
                depth[at] = depth[parent[at] as usize] + 1;
            }
        }
        let mut lowest: Vec<u32> = (0..nodes as u32).collect();
        for at in 0..nodes {
            if parent[at] != NONE {
                let up = parent[at] as usize;
                lowest[up] = lowest[up].min(lowest[at]);
            }
        }
        let height = depth.iter().max().map_or(0, |&depth| depth + 1);
        let heads = up.items();
        let mut tail = Vec::with_capacity(heads.len());
        for (at, row) in (0..).zip(up.ranges()) {
            tail.resize(row.end as usize, at);
        }
        let head_depth = heads.iter().map(|&head| depth[head as usize]).collect();
        let below = up.ranges().flat_map(|row| {
            let end = row.end;
            row.map(move |arc| (heads[arc as usize], Below { arc, end }))
        });
        let down = Rows::group(nodes, below);
        let (slot, loops) = slots(&rank, &up, ends);
        let inputs = slot.iter().zip(0..).filter(|&(&slot, _)| slot != NONE);
        let inputs = inputs.map(|(&slot, arc)| (tail[slot as usize / 2], arc));
        let input = Rows::group(nodes, inputs);
        let mut ranks = Hash::new();
        ranks.add_all(rank.iter().map(|&rank| [rank]));
        let ranks = ranks.value();
        Self {
            id: CchId { graph, ranks },
            rank,
            node,
            parent,
            depth,
            lowest,
            up,
            head_depth,
            tail,
            down,
            slot,
            input,
            loops,
            height,
        }
    }

    /// The graph that the hierarchy is of.
    #[must_use]
    pub fn graph(&self) -> GraphId {
        self.id.graph
    }

    /// Number of nodes.
    #[must_use]
    pub fn nodes(&self) -> u32 {
        self.node.len() as u32
    }

    /// Number of arcs between pairs of nodes, shortcuts included.
    #[must_use]
    pub fn arcs(&self) -> u32 {
        self.tail.len() as u32
    }

    /// Number of levels of the elimination tree: what a question climbs at most.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Number of lower triangles: what a customisation relaxes.
    #[must_use]
    pub fn triangles(&self) -> u64 {
        let degrees = self.up.ranges().map(|row| u64::from(row.end - row.start));
        degrees
            .map(|degree| degree * degree.saturating_sub(1) / 2)
            .sum()
    }

    pub(super) fn rank_of(&self, node: NodeId) -> Result<u32, QueryError> {
        let nodes = self.node.len() as u32;
        self.rank
            .get(node.index())
            .copied()
            .ok_or(QueryError::UnknownNode { node, nodes })
    }

    /// Refuses a graph that the hierarchy is not of.
    pub(crate) fn check_graph(&self, graph: &Graph) -> Result<(), QueryError> {
        if self.id.graph == graph.id() {
            return Ok(());
        }
        Err(QueryError::ForeignHierarchy {
            hierarchy: self.id.graph,
            graph: graph.id(),
        })
    }

    /// Arcs that end at a node from below, by ascending lower end.
    #[inline]
    pub(super) fn below(&self, rank: usize) -> &[Below] {
        self.down.row(rank)
    }

    /// Arcs that begin at a node.
    #[inline]
    pub(super) fn row(&self, rank: usize) -> Range<usize> {
        self.up.range(rank)
    }

    /// Upper ends by arc.
    #[inline]
    pub(super) fn heads(&self) -> &[u32] {
        self.up.items()
    }

    /// The caller's arcs whose lower end is a node.
    #[inline]
    pub(super) fn inputs(&self, rank: u32) -> &[u32] {
        self.input.row(rank as usize)
    }
}

/// Slots of the caller's arcs, and the nodes of loops.
fn slots(rank: &[u32], up: &Rows<u32>, ends: &[(u32, u32)]) -> (Vec<u32>, Vec<u32>) {
    let mut loops = Vec::new();
    let mut last = (0, 0, 0);
    let slot = ends.iter().map(|&(tail, head)| {
        let (from, to) = (rank[tail as usize], rank[head as usize]);
        if from == to {
            loops.push(tail);
            return NONE;
        }
        let (low, high) = (from.min(to) as usize, from.max(to));
        // the way back often comes next in the input
        if (low, high) != (last.0, last.1) {
            let at = up.row(low).binary_search(&high);
            let at = up.range(low).start + at.expect("the fill-in contains the input");
            last = (low, high, at);
        }
        2 * last.2 as u32 + u32::from(from > to)
    });
    (slot.collect(), loops)
}
