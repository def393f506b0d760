//! Several metrics in one sweep, side by side in the lanes of the processor.

use super::error::CchError;
use super::hierarchy::{Cch, CchId};
use super::metric::{CchMetric, Cell, FAR};
use crate::graph::NONE;
use crate::ids::NodeId;
use crate::metric::{BLOCKED, Metric};
use crate::path::QueryError;
use crate::version::Version;

/// Metrics per sweep.
const LANES: usize = 8;

/// So many arcs' weights stay in the nearest cache while they are laid side by side.
const ARCS_AT_ONCE: usize = 256;

/// Several metrics on one [`Cch`], customised together and asked together.
///
/// # Examples
///
/// ```
/// use trade_corridor_router::{Cch, CchLanes, Graph, Metric, NodeId, Order};
///
/// let graph = Graph::new(3, [(0, 1), (1, 2), (0, 2)])?;
/// let cch = Cch::new(&graph, &Order::minimum_degree(&graph))?;
/// let all = Metric::from_weights(&graph, [4, 3, 8])?;
/// let without = Metric::from_options(&graph, [None, Some(3), Some(8)])?;
/// let metrics = cch.customise_many(&[&all, &without])?;
/// let [a, c, none] = [0, 2, 7].map(NodeId::new);
/// let mut lanes = CchLanes::new();
/// assert_eq!(lanes.distances(&cch, &metrics, a, c)?, [Some(7), Some(8)]);
/// assert!(lanes.distances(&cch, &metrics, a, none).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct CchMetrics {
    cch: CchId,
    /// States of the metrics that they were customised from.
    sources: Vec<Version>,
    blocks: Vec<Block>,
    /// Scratch: the caller's weights by arc, of eight metrics.
    given: Vec<[u32; LANES]>,
}

#[derive(Clone, Debug, Default)]
struct Block {
    weights: Vec<Cell<LANES>>,
    bound: u64,
    heaviest: u32,
}

impl CchMetrics {
    /// Number of metrics.
    #[must_use]
    pub fn len(&self) -> usize {
        self.sources.len()
    }

    /// Whether there is no metric.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty()
    }
}

impl Cch {
    /// Customises several metrics, eight per sweep: each costs about a third of a sweep of its own.
    ///
    /// # Errors
    ///
    /// As [`Cch::customise`], for the first metric that is refused.
    pub fn customise_many(&self, metrics: &[&Metric]) -> Result<CchMetrics, CchError> {
        let mut many = CchMetrics {
            cch: self.id,
            sources: Vec::new(),
            blocks: Vec::new(),
            given: Vec::new(),
        };
        self.customise_many_into(metrics, &mut many)?;
        Ok(many)
    }

    /// As [`Cch::customise_many`], in the memory of a former result.
    ///
    /// # Errors
    ///
    /// As [`Cch::customise_many`]; the result holds no metric then.
    pub fn customise_many_into(
        &self,
        metrics: &[&Metric],
        into: &mut CchMetrics,
    ) -> Result<(), CchError> {
        into.cch = self.id;
        into.sources.clear();
        into.blocks
            .resize_with(metrics.len().div_ceil(LANES), Block::default);
        for (metrics, block) in metrics.chunks(LANES).zip(&mut into.blocks) {
            if let Err(error) = self.customise_block(metrics, block, &mut into.given) {
                into.blocks.clear();
                return Err(error);
            }
        }
        let sources = metrics.iter().map(|metric| metric.version().clone());
        into.sources.extend(sources);
        Ok(())
    }

    /// As [`Cch::customise_many`], the sweeps on all cores.
    ///
    /// # Errors
    ///
    /// As [`Cch::customise_many`].
    #[cfg(feature = "rayon")]
    pub fn customise_many_parallel(&self, metrics: &[&Metric]) -> Result<CchMetrics, CchError> {
        use rayon::prelude::*;

        let chunks = metrics.par_chunks(LANES);
        let blocks = chunks.map_init(Vec::new, |given, metrics| {
            let mut block = Block::default();
            let done = self.customise_block(metrics, &mut block, given);
            done.map(|()| block)
        });
        let blocks = blocks.collect::<Result<_, CchError>>()?;
        Ok(CchMetrics {
            cch: self.id,
            sources: metrics
                .iter()
                .map(|metric| metric.version().clone())
                .collect(),
            blocks,
            given: Vec::new(),
        })
    }

    fn customise_block(
        &self,
        metrics: &[&Metric],
        block: &mut Block,
        given: &mut Vec<[u32; LANES]>,
    ) -> Result<(), CchError> {
        for metric in metrics {
            self.check_source(metric)?;
            self.check_weights(metric)?;
        }
        // side by side, so that a row of the hierarchy finds all of an arc's weights at once
        given.resize(self.slot.len(), [BLOCKED; LANES]);
        for (place, block) in given.chunks_mut(ARCS_AT_ONCE).enumerate() {
            for lane in 0..LANES {
                let Some(metric) = metrics.get(lane) else {
                    for given in block.iter_mut() {
                        given[lane] = BLOCKED;
                    }
                    continue;
                };
                let weights = &metric.raw()[place * ARCS_AT_ONCE..];
                for (given, &weight) in block.iter_mut().zip(weights) {
                    given[lane] = weight;
                }
            }
        }
        // the sweep writes every weight
        block.weights.resize(self.tail.len(), [[0; LANES]; 2]);
        let rows = 0..self.node.len();
        block.heaviest = self.sweep_rows(rows, 0, given, &mut block.weights);
        block.bound = self.check_range(block.heaviest, &block.weights)?;
        Ok(())
    }

    /// Takes one of several metrics out, for queries that want a path; `metric` is the one that
    /// was given at that place (or a clone of it), unchanged.
    ///
    /// # Errors
    ///
    /// [`CchError::ForeignCustomisation`] when `metrics` are of another hierarchy,
    /// [`CchError::UnknownMetric`] when there is no such place, [`CchError::OtherWeights`] when
    /// another metric was given there or it changed since.
    pub fn extract(
        &self,
        metrics: &CchMetrics,
        place: usize,
        metric: &Metric,
    ) -> Result<CchMetric, CchError> {
        self.check_source(metric)?;
        if metrics.cch != self.id {
            return Err(CchError::ForeignCustomisation);
        }
        let (block, lane) = (metrics.blocks.get(place / LANES), place % LANES);
        let (Some(block), Some(source)) = (block, metrics.sources.get(place)) else {
            return Err(CchError::UnknownMetric {
                place,
                metrics: metrics.len(),
            });
        };
        if source != metric.version() {
            return Err(CchError::OtherWeights { place });
        }
        Ok(CchMetric {
            cch: Some(self.id),
            version: Version::default(),
            source: source.clone(),
            given: metric.raw().to_vec(),
            weights: block
                .weights
                .iter()
                .map(|cell| [[cell[0][lane]], [cell[1][lane]]])
                .collect(),
            bound: block.bound,
            heaviest: block.heaviest,
            has_zero: metric.raw().contains(&0),
            pruned: None,
            refused: false,
        })
    }
}

/// Scratch for questions under several metrics at once.
#[derive(Clone, Debug, Default)]
pub struct CchLanes {
    ahead: Vec<[u32; LANES]>,
    behind: Vec<[u32; LANES]>,
}

impl CchLanes {
    /// Empty scratch; it grows to the first hierarchy it meets.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Distance from one node to another under every metric, in their order; `None` where there
    /// is no path.
    ///
    /// # Errors
    ///
    /// [`QueryError`] for an unknown node or the metrics of another hierarchy.
    pub fn distances(
        &mut self,
        cch: &Cch,
        metrics: &CchMetrics,
        from: NodeId,
        to: NodeId,
    ) -> Result<Vec<Option<u64>>, QueryError> {
        let mut distances = self.distances_of(cch, metrics, &[(from, to)])?;
        Ok(distances.pop().unwrap_or_default())
    }

    /// As [`CchLanes::distances`], for many pairs of nodes: quicker than one by one, because eight
    /// metrics at a time stay near the processor.
    ///
    /// # Errors
    ///
    /// As [`CchLanes::distances`].
    pub fn distances_of(
        &mut self,
        cch: &Cch,
        metrics: &CchMetrics,
        pairs: &[(NodeId, NodeId)],
    ) -> Result<Vec<Vec<Option<u64>>>, QueryError> {
        for &(from, to) in pairs {
            cch.rank_of(from)?;
            cch.rank_of(to)?;
        }
        if metrics.cch != cch.id {
            return Err(QueryError::ForeignCustomisation);
        }
        for side in [&mut self.ahead, &mut self.behind] {
            // every question leaves them clean
            side.resize(cch.height as usize, [FAR; LANES]);
        }
        let none = || Vec::with_capacity(metrics.len());
        let mut distances: Vec<_> = pairs.iter().map(|_| none()).collect();
        for block in &metrics.blocks {
            for (&(from, to), distances) in pairs.iter().zip(&mut distances) {
                let ends = (cch.rank[from.index()], cch.rank[to.index()]);
                let best = self.meet(cch, &block.weights, ends.0, ends.1);
                let lanes = best
                    .iter()
                    .map(|&best| (best < FAR).then_some(u64::from(best)));
                distances.extend(lanes.take(metrics.len() - distances.len()));
            }
        }
        Ok(distances)
    }

    fn meet(&mut self, cch: &Cch, weights: &[Cell<LANES>], from: u32, to: u32) -> [u32; LANES] {
        let (mut x, mut y) = (from, to);
        self.ahead[cch.depth[x as usize] as usize] = [0; LANES];
        self.behind[cch.depth[y as usize] as usize] = [0; LANES];
        // up from the source until the target lies beneath, then up from the target
        while y > x || y < cch.lowest[x as usize] {
            climb(cch, weights, x, 0, &mut self.ahead, &[FAR; LANES]);
            x = cch.parent[x as usize];
            if x == NONE {
                self.behind[cch.depth[y as usize] as usize] = [FAR; LANES];
                return [FAR; LANES];
            }
        }
        while y != x {
            climb(cch, weights, y, 1, &mut self.behind, &[FAR; LANES]);
            y = cch.parent[y as usize];
        }
        // from here up both sides may meet
        let common = cch.depth[x as usize] as usize + 1;
        let (mut best, mut near, mut far) = ([FAR; LANES], [FAR; LANES], [FAR; LANES]);
        for (ahead, behind) in self.ahead[..common].iter().zip(&self.behind) {
            for lane in 0..LANES {
                near[lane] = near[lane].min(ahead[lane]);
                far[lane] = far[lane].min(behind[lane]);
                best[lane] = best[lane].min(ahead[lane] + behind[lane]);
            }
        }
        while x != NONE {
            let depth = cch.depth[x as usize] as usize;
            let sides = self.ahead[depth].iter().zip(&self.behind[depth]);
            for (best, (ahead, behind)) in best.iter_mut().zip(sides) {
                *best = (*best).min(ahead + behind);
            }
            // the other side still has so much to go at least
            let left = |other: &[u32; LANES]| {
                let mut left = best;
                for (left, other) in left.iter_mut().zip(other) {
                    *left = left.saturating_sub(*other);
                }
                left
            };
            climb(cch, weights, x, 0, &mut self.ahead, &left(&far));
            climb(cch, weights, x, 1, &mut self.behind, &left(&near));
            x = cch.parent[x as usize];
        }
        best
    }
}

/// Relaxes the row of a node and forgets the node.
#[inline]
fn climb(
    cch: &Cch,
    weights: &[Cell<LANES>],
    node: u32,
    side: usize,
    tentative: &mut [[u32; LANES]],
    best: &[u32; LANES],
) {
    let depth = cch.depth[node as usize] as usize;
    let here = std::mem::replace(&mut tentative[depth], [FAR; LANES]);
    if here.iter().zip(best).all(|(here, best)| here >= best) {
        return;
    }
    let row = cch.row(node as usize);
    for (step, &depth) in weights[row.clone()].iter().zip(&cch.head_depth[row]) {
        let there = &mut tentative[depth as usize];
        for lane in 0..LANES {
            there[lane] = there[lane].min(here[lane] + step[side][lane]);
        }
    }
}
