//! The nearest of a set of targets, by distances left at their ancestors beforehand.

use super::hierarchy::Cch;
use super::metric::{CchMetric, FAR, Origin};
use crate::ids::NodeId;
use crate::path::QueryError;
use crate::rows::Rows;

/// A set of targets under one metric, ready to be asked which of them are nearest.
///
/// It knows which hierarchy and which weights it was made for, and refuses others.
///
/// # Complexity
///
/// Preparation climbs once per target. A question climbs once and reads, at each ancestor, only
/// targets that can still be among the nearest.
///
/// # Examples
///
/// ```
/// use trade_corridor_router::{Cch, CchTargets, Graph, Metric, NodeId, Order, QueryError};
///
/// let graph = Graph::new(4, [(0, 1), (1, 2), (1, 3)])?;
/// let cch = Cch::new(&graph, &Order::minimum_degree(&graph))?;
/// let metric = cch.customise(&Metric::from_weights(&graph, [4, 9, 3])?)?;
/// let [a, c, d] = [0, 2, 3].map(NodeId::new);
/// let mut targets = CchTargets::new(&cch, &metric, &[c, d])?;
/// assert_eq!(targets.nearest(&cch, &metric, a, 1)?, [(1, 7)]); // the second target
/// assert_eq!(targets.nearest(&cch, &metric, a, 9)?, [(1, 7), (0, 13)]);
///
/// let other = cch.customise(&Metric::from_weights(&graph, [5, 9, 3])?)?;
/// let refused = targets.nearest(&cch, &other, a, 1);
/// assert_eq!(refused, Err(QueryError::OtherTargets));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct CchTargets {
    origin: Origin,
    count: usize,
    /// By rank: distance to a target and its position, the nearest first.
    buckets: Rows<(u32, u32)>,
    tentative: Vec<u32>,
    best: Vec<u32>,
    seen: Vec<u32>,
}

impl CchTargets {
    /// Enters the targets at their ancestors.
    ///
    /// # Errors
    ///
    /// [`QueryError`] for an unknown node or the metric of another hierarchy.
    pub fn new(cch: &Cch, metric: &CchMetric, targets: &[NodeId]) -> Result<Self, QueryError> {
        cch.check_metric(metric)?;
        let mut tentative = vec![FAR; cch.height as usize];
        let mut found: Vec<(u32, (u32, u32))> = Vec::new();
        for (position, &target) in targets.iter().enumerate() {
            let rank = cch.rank_of(target)?;
            cch.climb(metric, rank, 1, &mut tentative, |rank, distance| {
                found.push((rank, (distance, position as u32)));
                true
            });
        }
        found.sort_unstable();
        Ok(Self {
            origin: Origin::new(cch, metric),
            count: targets.len(),
            buckets: Rows::group(cch.node.len(), found.into_iter()),
            tentative,
            best: vec![FAR; targets.len()],
            seen: Vec::new(),
        })
    }

    /// The at most `count` nearest targets from a node, as position in the set and distance; the
    /// nearest first, ties by position. Targets that cannot be reached are left out.
    ///
    /// # Errors
    ///
    /// [`QueryError::OtherTargets`] for another hierarchy or metric than the targets were prepared
    /// for, or when the metric was customised again since; [`QueryError::UnknownNode`].
    pub fn nearest(
        &mut self,
        cch: &Cch,
        metric: &CchMetric,
        from: NodeId,
        count: usize,
    ) -> Result<Vec<(usize, u64)>, QueryError> {
        if !self.origin.is(cch, metric) {
            return Err(QueryError::OtherTargets);
        }
        let rank = cch.rank_of(from)?;
        let count = count.min(self.count);
        if count == 0 {
            return Ok(Vec::new());
        }
        let Self {
            buckets,
            tentative,
            best,
            seen,
            ..
        } = self;
        seen.clear();
        // the distances that are the smallest so far, the largest of them last
        let mut limit = FAR;
        cch.climb(metric, rank, 0, tentative, |rank, distance| {
            for &(rest, position) in buckets.row(rank as usize) {
                let sum = distance + rest;
                if sum > limit || sum >= FAR {
                    break;
                }
                let known = &mut best[position as usize];
                if *known == FAR {
                    seen.push(position);
                }
                *known = sum.min(*known);
            }
            if seen.len() >= count {
                let mid = count - 1;
                seen.select_nth_unstable_by_key(mid, |&position| best[position as usize]);
                limit = best[seen[mid] as usize];
            }
            distance <= limit
        });
        seen.sort_unstable_by_key(|&position| (best[position as usize], position));
        let nearest = seen
            .iter()
            .take(count)
            .map(|&position| (position as usize, u64::from(best[position as usize])));
        let nearest = nearest.collect();
        for &position in seen.iter() {
            best[position as usize] = FAR;
        }
        Ok(nearest)
    }
}
