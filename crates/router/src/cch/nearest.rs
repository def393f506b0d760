//! The nearest of a set of targets, by distances left at their ancestors beforehand.

use super::customise::FAR;
use super::{Cch, CchMetric, NONE};
use crate::QueryError;

/// A set of targets on one metric, ready to be asked which of them are nearest.
///
/// # Complexity
///
/// Preparation climbs once per target. A question climbs once and reads, at each ancestor, only
/// targets that can still be among the nearest.
///
/// # Examples
///
/// ```
/// use trade_corridor_router::{Cch, CchTargets, Graph, Metric, Order};
///
/// let graph = Graph::new(4, [(0, 1), (1, 2), (1, 3)])?;
/// let cch = Cch::new(&graph, &Order::minimum_degree(&graph))?;
/// let metric = cch.customise(&Metric::from_weights(&graph, [4, 9, 3])?)?;
/// let mut ports = CchTargets::new(&cch, &metric, &[2, 3])?;
/// assert_eq!(ports.nearest(0, 1)?, [(1, 7)]); // the second port, node 3
/// assert_eq!(ports.nearest(0, 9)?, [(1, 7), (0, 13)]);
/// assert!(ports.nearest(8, 1).is_err()); // no such node
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct CchTargets<'a> {
    cch: &'a Cch,
    metric: &'a CchMetric,
    count: usize,
    /// By rank: where its bucket begins.
    first: Vec<u32>,
    /// Distance to a target and its position, the nearest first.
    entries: Vec<(u32, u32)>,
    tentative: Vec<u32>,
    best: Vec<u32>,
    seen: Vec<u32>,
}

impl<'a> CchTargets<'a> {
    /// Enters the targets at their ancestors.
    ///
    /// # Errors
    ///
    /// [`QueryError`] for an unknown node or the metric of another hierarchy.
    pub fn new(cch: &'a Cch, metric: &'a CchMetric, targets: &[u32]) -> Result<Self, QueryError> {
        cch.check_metric(metric)?;
        let mut tentative = vec![FAR; cch.height as usize];
        let mut found: Vec<(u32, u32, u32)> = Vec::new();
        for (position, &target) in targets.iter().enumerate() {
            let rank = cch.rank_of(target)?;
            climb(cch, metric, rank, 1, &mut tentative, |rank, distance| {
                found.push((rank, distance, position as u32));
                true
            });
        }
        found.sort_unstable();
        let mut first = vec![0_u32; cch.node.len() + 1];
        for &(rank, _, _) in &found {
            first[rank as usize + 1] += 1;
        }
        for at in 0..cch.node.len() {
            first[at + 1] += first[at];
        }
        let entries = found
            .into_iter()
            .map(|(_, distance, position)| (distance, position));
        Ok(Self {
            cch,
            metric,
            count: targets.len(),
            first,
            entries: entries.collect(),
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
    /// [`QueryError::UnknownNode`].
    pub fn nearest(&mut self, from: u32, count: usize) -> Result<Vec<(usize, u64)>, QueryError> {
        let rank = self.cch.rank_of(from)?;
        let count = count.min(self.count);
        if count == 0 {
            return Ok(Vec::new());
        }
        let Self {
            cch,
            metric,
            first,
            entries,
            tentative,
            best,
            seen,
            ..
        } = self;
        seen.clear();
        // the distances that are the smallest so far, the largest of them last
        let mut limit = FAR;
        climb(cch, metric, rank, 0, tentative, |rank, distance| {
            let rank = rank as usize;
            for &(rest, position) in &entries[first[rank] as usize..first[rank + 1] as usize] {
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

/// Climbs one chain; `visit` gets every reached rank and says whether its row matters.
pub(super) fn climb(
    cch: &Cch,
    metric: &CchMetric,
    rank: u32,
    side: usize,
    tentative: &mut [u32],
    mut visit: impl FnMut(u32, u32) -> bool,
) {
    let mut at = rank;
    tentative[cch.depth[at as usize] as usize] = 0;
    while at != NONE {
        let depth = cch.depth[at as usize] as usize;
        let here = std::mem::replace(&mut tentative[depth], FAR);
        if here < FAR && visit(at, here) {
            cch.each_arc(metric, at, side, |arc, weight| {
                let there = &mut tentative[cch.head_depth[arc as usize] as usize];
                *there = (*there).min(here + weight);
            });
        }
        at = cch.parent[at as usize];
    }
}
