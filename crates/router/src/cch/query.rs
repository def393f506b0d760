//! One pair at a time: both chains of the elimination tree, in lock-step.

use super::front::Front;
use super::hierarchy::Cch;
use super::metric::{CchMetric, Cell, FAR, Pruned};
use super::unpack::Unpacked;
use crate::graph::NONE;
use crate::ids::NodeId;
use crate::path::{Path, QueryError, walk_back};

/// Asks a [`Cch`] with a [`CchMetric`]; the scratch memory is used again.
///
/// # Complexity
///
/// Linear in the arcs above the two ends, a few hundred for a road network of any size; scratch
/// of 16 bytes per level of the elimination tree.
///
/// # Examples
///
/// ```
/// use trade_corridor_router::{Cch, CchQuery, Graph, Metric, NodeId, Order, QueryError};
///
/// let graph = Graph::new(3, [(0, 1), (1, 2), (0, 2)])?;
/// let cch = Cch::new(&graph, &Order::minimum_degree(&graph))?;
/// let metric = cch.customise_perfect(&Metric::from_weights(&graph, [4, 3, 8])?)?;
/// let [a, c, none] = [0, 2, 3].map(NodeId::new);
/// let mut query = CchQuery::new();
/// assert_eq!(query.distance(&cch, &metric, a, c)?, Some(7));
/// assert_eq!(query.distance(&cch, &metric, c, a)?, None);
/// let path = query.path(&cch, &metric, a, c)?.expect("reachable");
/// assert_eq!(path.arcs(), [0, 1]);
/// let refused = query.distance(&cch, &metric, a, none);
/// assert!(matches!(refused, Err(QueryError::UnknownNode { .. })));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct CchQuery {
    plain: Chains<u32>,
    noted: Chains<u64>,
    pub(super) unpacked: Unpacked,
    pub(super) source_front: Front,
    pub(super) target_front: Front,
}

/// A tentative distance, alone or with the position of the arc that it came over.
///
/// The position sits in the lower bits, so that the smaller one is found without a branch; of
/// equal distances the one found first stays, because positions rise along a chain.
trait Tentative: Copy + Ord {
    const NEVER: Self;
    /// Whether positions are kept.
    const NOTES: bool;
    fn new(distance: u32, position: u32) -> Self;
    fn distance(self) -> u32;
    fn position(self) -> u32;
}

impl Tentative for u32 {
    const NEVER: Self = FAR;
    const NOTES: bool = false;

    #[inline]
    fn new(distance: u32, _: u32) -> Self {
        distance
    }

    #[inline]
    fn distance(self) -> u32 {
        self
    }

    #[inline]
    fn position(self) -> u32 {
        NONE
    }
}

impl Tentative for u64 {
    const NEVER: Self = (FAR as Self) << 32;
    const NOTES: bool = true;

    #[inline]
    fn new(distance: u32, position: u32) -> Self {
        Self::from(distance) << 32 | Self::from(position)
    }

    #[inline]
    fn distance(self) -> u32 {
        (self >> 32) as u32
    }

    #[inline]
    fn position(self) -> u32 {
        self as u32
    }
}

/// Where the rows of a search come from.
trait Climbs {
    /// Improves `tentative` over the row of a node; `DOWN` is 0 for upward, 1 for downward arcs.
    fn climb<const DOWN: usize, T: Tentative>(&self, rank: u32, distance: u32, tentative: &mut [T]);

    /// Arc of the hierarchy behind a noted position.
    fn arc(&self, position: u32) -> u32;
}

/// All arcs, as a basic customisation leaves them.
struct Basic<'a> {
    cch: &'a Cch,
    weights: &'a [Cell<1>],
}

impl Climbs for Basic<'_> {
    #[inline]
    fn climb<const DOWN: usize, T: Tentative>(
        &self,
        rank: u32,
        distance: u32,
        tentative: &mut [T],
    ) {
        let row = self.cch.row(rank as usize);
        let arcs = self.weights[row.clone()]
            .iter()
            .zip(&self.cch.head_depth[row.clone()]);
        for ((weights, &depth), position) in arcs.zip(row.start as u32..) {
            let cell = &mut tentative[depth as usize];
            *cell = T::new(distance + weights[DOWN][0], position).min(*cell);
        }
    }

    #[inline]
    fn arc(&self, position: u32) -> u32 {
        position
    }
}

impl Climbs for &Pruned {
    #[inline]
    fn climb<const DOWN: usize, T: Tentative>(
        &self,
        rank: u32,
        distance: u32,
        tentative: &mut [T],
    ) {
        let row = self.climbs.range(2 * rank as usize + DOWN);
        let climbs = &self.climbs.items()[row.clone()];
        for (climb, position) in climbs.iter().zip(row.start as u32..) {
            let cell = &mut tentative[climb.depth as usize];
            *cell = T::new(distance + climb.weight, position).min(*cell);
        }
    }

    #[inline]
    fn arc(&self, position: u32) -> u32 {
        self.arc[position as usize]
    }
}

/// Scratch of one kind of tentative distances.
///
/// By depth: a chain has one node per depth, so this stays in the nearest cache whatever the size
/// of the graph.
#[derive(Clone, Debug, Default)]
struct Chains<T> {
    ahead: Vec<T>,
    behind: Vec<T>,
    /// Position (in the rows) of the arc by which a depth was reached.
    ahead_by: Vec<u32>,
    behind_by: Vec<u32>,
}

impl<T: Tentative> Chains<T> {
    fn fit(&mut self, cch: &Cch) {
        let height = cch.height as usize;
        if self.ahead.len() != height {
            for tentative in [&mut self.ahead, &mut self.behind] {
                tentative.clear();
                tentative.resize(height, T::NEVER);
            }
            self.ahead_by.resize(height, NONE);
            self.behind_by.resize(height, NONE);
        }
    }

    /// Climbs from both ends; distance and depth of the best meeting. Leaves the scratch clean.
    #[inline]
    fn meet(&mut self, cch: &Cch, rows: &impl Climbs, from: u32, to: u32) -> Option<(u32, u32)> {
        self.fit(cch);
        let (ahead, behind) = (self.ahead.as_mut_slice(), self.behind.as_mut_slice());
        let (mut x, mut y) = (from, to);
        let (mut high, mut low) = (
            cch.depth[x as usize] as usize,
            cch.depth[y as usize] as usize,
        );
        ahead[high] = T::new(0, NONE);
        behind[low] = T::new(0, NONE);
        // up from the source until the target lies beneath, then up from the target
        while y > x || y < cch.lowest[x as usize] {
            let here = std::mem::replace(&mut ahead[high], T::NEVER);
            if here < T::NEVER {
                if T::NOTES {
                    self.ahead_by[high] = here.position();
                }
                rows.climb::<0, T>(x, here.distance(), ahead);
            }
            x = cch.parent[x as usize];
            if x == NONE {
                behind[low] = T::NEVER;
                return None;
            }
            high -= 1;
        }
        while y != x {
            let here = std::mem::replace(&mut behind[low], T::NEVER);
            if here < T::NEVER {
                if T::NOTES {
                    self.behind_by[low] = here.position();
                }
                rows.climb::<1, T>(y, here.distance(), behind);
            }
            y = cch.parent[y as usize];
            low -= 1;
        }
        let mut best = FAR;
        let mut met = NONE;
        for depth in (0..=high).rev() {
            let there = std::mem::replace(&mut ahead[depth], T::NEVER);
            let back = std::mem::replace(&mut behind[depth], T::NEVER);
            if T::NOTES {
                self.ahead_by[depth] = there.position();
                self.behind_by[depth] = back.position();
            }
            let (there, back) = (there.distance(), back.distance());
            if there + back < best {
                best = there + back;
                met = depth as u32;
            }
            if there < best {
                rows.climb::<0, T>(x, there, ahead);
            }
            if back < best {
                rows.climb::<1, T>(x, back, behind);
            }
            x = cch.parent[x as usize];
        }
        (best < FAR).then_some((best, met))
    }
}

impl CchQuery {
    /// Empty scratch; it grows to the first hierarchy it meets.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Distance from one node to another; `None` when there is no path.
    ///
    /// # Errors
    ///
    /// [`QueryError`] for an unknown node or the metric of another hierarchy.
    pub fn distance(
        &mut self,
        cch: &Cch,
        metric: &CchMetric,
        from: NodeId,
        to: NodeId,
    ) -> Result<Option<u64>, QueryError> {
        let (from, to) = (cch.rank_of(from)?, cch.rank_of(to)?);
        cch.check_metric(metric)?;
        let met = match &metric.pruned {
            Some(pruned) => self.plain.meet(cch, &pruned, from, to),
            None => self.plain.meet(
                cch,
                &Basic {
                    cch,
                    weights: &metric.weights,
                },
                from,
                to,
            ),
        };
        Ok(met.map(|(distance, _)| u64::from(distance)))
    }

    /// Shortest path from one node to another, as the caller's arcs; `None` when there is none.
    ///
    /// # Errors
    ///
    /// As [`CchQuery::distance`].
    pub fn path(
        &mut self,
        cch: &Cch,
        metric: &CchMetric,
        from: NodeId,
        to: NodeId,
    ) -> Result<Option<Path>, QueryError> {
        let (source, target) = (cch.rank_of(from)?, cch.rank_of(to)?);
        cch.check_metric(metric)?;
        let basic = Basic {
            cch,
            weights: &metric.weights,
        };
        let met = match &metric.pruned {
            Some(pruned) => self.noted.meet(cch, &pruned, source, target),
            None => self.noted.meet(cch, &basic, source, target),
        };
        let Some((distance, depth)) = met else {
            return Ok(None);
        };
        match &metric.pruned {
            Some(pruned) => self.trace(cch, &pruned, (source, target), depth),
            None => self.trace(cch, &basic, (source, target), depth),
        }
        let arcs = self.unpacked.arcs(cch, metric);
        Ok(Some(Path {
            source: from,
            target: to,
            distance: u64::from(distance),
            arcs,
        }))
    }

    /// Collects the arcs of the hierarchy from source to target, as slots.
    fn trace(&mut self, cch: &Cch, rows: &impl Climbs, ends: (u32, u32), met: u32) {
        let depth_of = |rank: u32| cch.depth[rank as usize];
        let climbed = &mut self.unpacked.climbed;
        climbed.clear();
        for (by, end, side) in [
            (&self.noted.ahead_by, ends.0, 0),
            (&self.noted.behind_by, ends.1, 1),
        ] {
            walk_back(met, climbed, |depth| {
                if depth == depth_of(end) {
                    return None;
                }
                let arc = rows.arc(by[depth as usize]);
                Some((2 * arc + side, depth_of(cch.tail[arc as usize])))
            });
            if side == 0 {
                climbed.reverse();
            }
        }
    }
}
