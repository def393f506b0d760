//! One to all: up from the sources, then one sweep down over all nodes (PHAST).

use super::hierarchy::{Cch, CchId};
use super::metric::{CchMetric, FAR};
use crate::graph::NONE;
use crate::ids::NodeId;
use crate::path::QueryError;

/// Distances from a set of sources to every node of a [`Cch`], with scratch that is used again.
///
/// # Complexity
///
/// One linear sweep over the arcs, without a queue; 8 bytes per node.
///
/// # Examples
///
/// ```
/// use trade_corridor_router::{Cch, CchReach, Graph, Metric, NodeId, Order};
///
/// let graph = Graph::new(3, [(0, 1)])?;
/// let cch = Cch::new(&graph, &Order::minimum_degree(&graph))?;
/// let metric = cch.customise_perfect(&Metric::from_weights(&graph, [4])?)?;
/// let [a, b, c, none] = [0, 1, 2, 7].map(NodeId::new);
/// let mut reach = CchReach::new();
/// reach.run(&cch, &metric, &[(a, 10)])?;
/// assert_eq!((reach.distance(&cch, b)?, reach.distance(&cch, c)?), (Some(14), None));
/// assert!(reach.run(&cch, &metric, &[(none, 0)]).is_err()); // no such node
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct CchReach {
    /// By rank, less `base`; [`FAR`] where nothing leads.
    short: Vec<u32>,
    /// In use instead when offsets lie so far apart that `short` could overflow.
    long: Vec<u64>,
    base: u32,
    /// The hierarchy of the last run.
    cch: Option<CchId>,
    stack: Vec<u32>,
    long_stack: Vec<u64>,
}

impl CchReach {
    /// Empty scratch; it grows to the first hierarchy it meets.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Computes the distances from a set of sources `(node, offset)` to all nodes.
    ///
    /// # Errors
    ///
    /// [`QueryError`] for an unknown node or the metric of another hierarchy.
    pub fn run(
        &mut self,
        cch: &Cch,
        metric: &CchMetric,
        sources: &[(NodeId, u32)],
    ) -> Result<(), QueryError> {
        cch.check_metric(metric)?;
        for &(node, _) in sources {
            cch.rank_of(node)?;
        }
        self.cch = Some(cch.id);
        self.base = sources.iter().map(|source| source.1).min().unwrap_or(0);
        let spread = sources
            .iter()
            .map(|source| source.1 - self.base)
            .max()
            .unwrap_or(0);
        self.short.clear();
        self.long.clear();
        if u64::from(spread) + metric.bound < u64::from(FAR) {
            self.short.resize(cch.node.len(), FAR);
            self.stack.clear();
            self.stack.resize(cch.height as usize, FAR);
            sweep(
                cch,
                metric,
                sources,
                self.base,
                &mut self.short,
                &mut self.stack,
            );
        } else {
            self.long.resize(cch.node.len(), u64::MAX);
            self.long_stack.clear();
            self.long_stack.resize(cch.height as usize, u64::MAX);
            sweep(
                cch,
                metric,
                sources,
                self.base,
                &mut self.long,
                &mut self.long_stack,
            );
        }
        Ok(())
    }

    /// Distance to a node by the last run, offset of the source included; `None` when it is not
    /// reached.
    ///
    /// # Errors
    ///
    /// [`QueryError::NotSearched`] when there was no run, or the last one was on another hierarchy;
    /// [`QueryError::UnknownNode`].
    #[inline]
    pub fn distance(&self, cch: &Cch, node: NodeId) -> Result<Option<u64>, QueryError> {
        if self.cch != Some(cch.id) {
            return Err(QueryError::NotSearched);
        }
        let rank = cch.rank_of(node)? as usize;
        let less = if self.long.is_empty() {
            self.short
                .get(rank)
                .filter(|&&less| less < FAR)
                .map(|&less| u64::from(less))
        } else {
            self.long
                .get(rank)
                .copied()
                .filter(|&less| less != u64::MAX)
        };
        Ok(less.map(|less| less + u64::from(self.base)))
    }
}

/// A sum of weights that cannot overflow for the input at hand.
trait Sum: Copy + Ord {
    const NEVER: Self;
    fn from_offset(offset: u32) -> Self;
    fn plus(self, weight: u32) -> Self;
}

impl Sum for u32 {
    const NEVER: Self = FAR;
    #[inline]
    fn from_offset(offset: u32) -> Self {
        offset
    }
    #[inline]
    fn plus(self, weight: u32) -> Self {
        self + weight
    }
}

impl Sum for u64 {
    const NEVER: Self = u64::MAX;
    #[inline]
    fn from_offset(offset: u32) -> Self {
        Self::from(offset)
    }
    #[inline]
    fn plus(self, weight: u32) -> Self {
        // FAR must stay unreachable even when sums are larger than it
        if weight == FAR {
            u64::MAX
        } else {
            self.saturating_add(Self::from(weight))
        }
    }
}

fn sweep<S: Sum>(
    cch: &Cch,
    metric: &CchMetric,
    sources: &[(NodeId, u32)],
    base: u32,
    distance: &mut [S],
    stack: &mut [S],
) {
    for &(node, offset) in sources {
        let rank = cch.rank[node.index()];
        let start = &mut distance[rank as usize];
        *start = S::from_offset(offset - base).min(*start);
    }
    // the sources' chains, each climbed as far as it brings an improvement
    let mut chain: Vec<u32> = Vec::new();
    if let [(node, _)] = sources {
        let mut at = cch.rank[node.index()];
        while at != NONE {
            chain.push(at);
            at = cch.parent[at as usize];
        }
    } else {
        for &(node, _) in sources {
            let mut at = cch.rank[node.index()];
            while at != NONE {
                chain.push(at);
                at = cch.parent[at as usize];
            }
        }
        chain.sort_unstable();
        chain.dedup();
    }
    for rank in chain {
        let here = distance[rank as usize];
        if here < S::NEVER {
            cch.each_arc(metric, rank, 0, |arc, weight| {
                let there = &mut distance[cch.heads()[arc as usize] as usize];
                *there = here.plus(weight).min(*there);
            });
        }
    }
    // reversed post-order visits parents first, so the stack holds the chain of every node
    if let Some(pruned) = &metric.pruned {
        for rank in (0..cch.node.len()).rev() {
            let mut best = distance[rank];
            for climb in pruned.climbs.row(2 * rank + 1) {
                best = stack[climb.depth as usize].plus(climb.weight).min(best);
            }
            distance[rank] = best;
            stack[cch.depth[rank] as usize] = best;
        }
    } else {
        for rank in (0..cch.node.len()).rev() {
            let mut best = distance[rank];
            let row = cch.row(rank);
            for (weights, &depth) in metric.weights[row.clone()].iter().zip(&cch.head_depth[row]) {
                best = stack[depth as usize].plus(weights[1][0]).min(best);
            }
            distance[rank] = best;
            stack[cch.depth[rank] as usize] = best;
        }
    }
}
