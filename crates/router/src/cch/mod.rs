//! Customizable contraction hierarchies (Dibbelt, Strasser, Wagner).

mod customise;
mod dirty;
mod file;
mod labels;
mod lanes;
mod matrix;
mod nearest;
#[cfg(feature = "rayon")]
mod parallel;
mod partial;
mod passing;
mod perfect;
mod potential;
mod query;
mod reach;
mod sets;
mod structure;
mod unpack;

use thiserror::Error;

use super::hash::Hash;
use super::{Graph, Order, OrderError, QueryError};

pub use customise::CchMetric;
pub use labels::Labels;
pub use lanes::{CchLanes, CchMetrics};
pub use matrix::Matrix;
pub use nearest::CchTargets;
pub(super) use potential::Potential;
pub use query::CchQuery;
pub use reach::CchReach;

/// No node, no arc, no way.
const NONE: u32 = u32::MAX;

/// Most arcs: one and its direction, and half of the caller's, fit 31 bits.
const MOST_ARCS: u32 = (1 << 30) - 1;

/// Why a hierarchy cannot be built or customised.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CchError {
    /// The order is for another graph.
    #[error(transparent)]
    Order(#[from] OrderError),
    /// The order fills the graph in too much.
    #[error("more than {limit} arcs arise: take a better order or split the graph")]
    TooManyArcs {
        /// The largest number of arcs.
        limit: u32,
    },
    /// The metric belongs to a graph with another number of arcs.
    #[error("the metric has {metric} arcs, the hierarchy {graph}: build both for one graph")]
    ForeignMetric {
        /// Number of arcs of the metric.
        metric: u32,
        /// Number of arcs of the graph of the hierarchy.
        graph: u32,
    },
    /// There is no such arc.
    #[error("no arc {arc}: arcs are 0..{arcs}")]
    UnknownArc {
        /// The arc asked for.
        arc: u32,
        /// Number of the caller's arcs.
        arcs: u32,
    },
    /// A path could weigh more than the hierarchy's integers hold.
    #[error("a path may weigh {bound}, above {limit}: use a coarser unit")]
    TooHeavy {
        /// What a path of the hierarchy weighs at most.
        bound: u64,
        /// The largest path weight.
        limit: u32,
    },
}

/// The topology, contracted once: takes any metric within milliseconds and answers it within
/// microseconds.
///
/// Built from a [`Graph`] and an [`Order`]; [`Cch::customise`] or [`Cch::customise_perfect`] make a
/// [`CchMetric`] of a [`Metric`](super::Metric), and [`CchQuery`], [`CchReach`], [`CchTargets`],
/// [`CchLanes`] and [`Cch::matrix`] ask it.
///
/// # Complexity
///
/// Near-linear in the arcs that arise, about 1.2 times the links of a road network; 28 bytes for
/// each of them, 28 per node and 8 per arc of the caller.
///
/// # Examples
///
/// ```
/// use trade_corridor_router::{Cch, CchError, Graph, Order};
///
/// let graph = Graph::new(4, [(0, 1), (1, 2), (2, 3), (3, 0)])?;
/// let cch = Cch::new(&graph, &Order::minimum_degree(&graph))?;
/// assert_eq!((cch.nodes(), cch.arcs()), (4, 5)); // a square and one shortcut
///
/// let other = Order::from_nodes([0, 1])?;
/// assert!(matches!(Cch::new(&graph, &other), Err(CchError::Order(_))));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Cch {
    /// Rank by node: post-order of the elimination tree, so that subtrees are contiguous.
    rank: Vec<u32>,
    node: Vec<u32>,
    parent: Vec<u32>,
    /// Number of nodes above, by rank.
    depth: Vec<u32>,
    /// Smallest rank beneath, by rank: the subtree is `lowest..=rank`.
    lowest: Vec<u32>,
    first: Vec<u32>,
    head: Vec<u32>,
    /// Depth of the head by arc: names an ancestor of the tail within its chain.
    head_depth: Vec<u32>,
    /// The lower end by arc.
    tail: Vec<u32>,
    first_down: Vec<u32>,
    /// Arcs from below by their upper end, by ascending lower end.
    down: Vec<Below>,
    /// `2 arc` (upward) or `2 arc + 1` (downward) by arc of the caller, [`NONE`] for loops.
    slot: Vec<u32>,
    /// Arcs of the caller by row of their lower end.
    first_input: Vec<u32>,
    input: Vec<u32>,
    height: u32,
    /// Tells the metrics of this hierarchy from those of others.
    fingerprint: u64,
}

/// An arc from below and where the row that holds it ends.
#[derive(Clone, Copy, Debug)]
struct Below {
    arc: u32,
    end: u32,
}

impl Below {
    /// The arcs from its lower end to ancestors of its upper end.
    #[inline]
    fn rest(self) -> std::ops::Range<usize> {
        self.arc as usize + 1..self.end as usize
    }
}

impl Cch {
    /// Contracts the graph in an order.
    ///
    /// # Errors
    ///
    /// [`CchError::Order`] when the order has another number of nodes; [`CchError::TooManyArcs`]
    /// when it fills the graph in beyond 2³⁰ − 1 arcs, or the graph has twice as many itself.
    pub fn new(graph: &Graph, order: &Order) -> Result<Self, CchError> {
        if order.nodes().len() != graph.nodes() as usize {
            return Err(OrderError::Length {
                given: order.nodes().len(),
                nodes: graph.nodes(),
            }
            .into());
        }
        let limit = MOST_ARCS;
        if graph.arcs() > 2 * limit {
            return Err(CchError::TooManyArcs { limit: 2 * limit });
        }
        let shape = structure::contract(order.nodes(), graph.all_ends(), limit)
            .ok_or(CchError::TooManyArcs { limit })?;
        Ok(Self::with_shape(shape, graph.all_ends()))
    }

    fn with_shape(shape: structure::Shape, ends: &[(u32, u32)]) -> Self {
        let structure::Shape {
            rank,
            parent,
            first,
            head,
        } = shape;
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
        let mut tail = vec![0_u32; head.len()];
        let mut head_depth = vec![0_u32; head.len()];
        let mut first_down = vec![0_u32; nodes + 1];
        for at in 0..nodes {
            for arc in first[at] as usize..first[at + 1] as usize {
                tail[arc] = at as u32;
                head_depth[arc] = depth[head[arc] as usize];
                first_down[head[arc] as usize + 1] += 1;
            }
        }
        for at in 0..nodes {
            first_down[at + 1] += first_down[at];
        }
        let mut down = vec![Below { arc: 0, end: 0 }; head.len()];
        let mut next = first_down.clone();
        for row in first.windows(2) {
            for arc in row[0]..row[1] {
                let seat = &mut next[head[arc as usize] as usize];
                down[*seat as usize] = Below { arc, end: row[1] };
                *seat += 1;
            }
        }
        let mut slot = vec![NONE; ends.len()];
        let mut first_input = vec![0_u32; nodes + 1];
        let mut last = (0, 0, 0);
        for (arc, &(from, to)) in ends.iter().enumerate() {
            let (from, to) = (rank[from as usize], rank[to as usize]);
            if from == to {
                continue;
            }
            let (low, high) = (from.min(to) as usize, from.max(to));
            // the way back often comes next in the input
            if (low, high) != (last.0, last.1) {
                let row = first[low] as usize..first[low + 1] as usize;
                let at = head[row.clone()].binary_search(&high);
                let at = row.start + at.expect("the fill-in contains the input");
                last = (low, high, at);
            }
            let at = last.2;
            slot[arc] = 2 * at as u32 + u32::from(from > to);
            first_input[low + 1] += 1;
        }
        for at in 0..nodes {
            first_input[at + 1] += first_input[at];
        }
        let mut input = vec![0_u32; first_input[nodes] as usize];
        let mut next = first_input.clone();
        for (arc, &slot) in slot.iter().enumerate() {
            if slot != NONE {
                let seat = &mut next[tail[slot as usize / 2] as usize];
                input[*seat as usize] = arc as u32;
                *seat += 1;
            }
        }
        let mut fingerprint = Hash::new();
        for words in [&rank, &head, &slot] {
            fingerprint.add_all(words.iter().copied());
        }
        let fingerprint = fingerprint.value();
        Self {
            rank,
            node,
            parent,
            depth,
            lowest,
            first,
            head,
            head_depth,
            tail,
            first_down,
            down,
            slot,
            first_input,
            input,
            height,
            fingerprint,
        }
    }

    /// Number of nodes.
    pub fn nodes(&self) -> u32 {
        self.node.len() as u32
    }

    /// Number of arcs between pairs of nodes, shortcuts included.
    pub fn arcs(&self) -> u32 {
        self.head.len() as u32
    }

    /// Number of levels of the elimination tree: what a question climbs at most.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Number of lower triangles: what a customisation relaxes.
    pub fn triangles(&self) -> u64 {
        let degrees = self
            .first
            .windows(2)
            .map(|pair| u64::from(pair[1] - pair[0]));
        degrees
            .map(|degree| degree * degree.saturating_sub(1) / 2)
            .sum()
    }

    pub(super) fn rank_of(&self, node: u32) -> Result<u32, QueryError> {
        let nodes = self.node.len() as u32;
        self.rank
            .get(node as usize)
            .copied()
            .ok_or(QueryError::UnknownNode { node, nodes })
    }

    pub(super) fn check_metric(&self, metric: &CchMetric) -> Result<(), QueryError> {
        if metric.fingerprint == self.fingerprint {
            return Ok(());
        }
        Err(QueryError::ForeignHierarchy)
    }

    /// Arcs that end at a node from below, by ascending lower end.
    #[inline]
    fn below(&self, rank: usize) -> &[Below] {
        &self.down[self.first_down[rank] as usize..self.first_down[rank + 1] as usize]
    }

    #[inline]
    fn row(&self, rank: usize) -> std::ops::Range<usize> {
        self.first[rank] as usize..self.first[rank + 1] as usize
    }
}
