//! What the climbs from both kinds of ends found, kept: a question between ends that were asked for
//! before is one pass over the ancestors that they share.

use rustc_hash::FxHashMap;

use super::customise::FAR;
use super::nearest::climb;
use super::{Cch, CchMetric, NONE};
use crate::QueryError;

/// Hub labels, made when first asked for; eight bytes per ancestor of an end.
///
/// All questions must be about one hierarchy and one metric.
#[derive(Clone, Debug, Default)]
pub struct Labels {
    sources: FxHashMap<u32, Label>,
    targets: FxHashMap<u32, Label>,
}

/// By depth: the ancestors of a node, and how far they are in one direction.
#[derive(Clone, Debug)]
struct Label {
    chain: Box<[u32]>,
    distances: Box<[u32]>,
}

impl Label {
    fn new(cch: &Cch, metric: &CchMetric, rank: u32, side: usize) -> Self {
        let levels = cch.depth[rank as usize] as usize + 1;
        let mut distances = vec![FAR; levels];
        climb(
            cch,
            metric,
            rank,
            side,
            &mut vec![FAR; levels],
            |at, distance| {
                distances[cch.depth[at as usize] as usize] = distance;
                true
            },
        );
        let above = |at: &u32| Some(cch.parent[*at as usize]).filter(|&at| at != NONE);
        let mut chain: Vec<u32> = std::iter::successors(Some(rank), above).collect();
        chain.reverse();
        Self {
            chain: chain.into(),
            distances: distances.into(),
        }
    }

    /// How many ancestors both have: those of the least depths, or none.
    fn shared(&self, other: &Self) -> usize {
        let (mut low, mut high) = (0, self.chain.len().min(other.chain.len()));
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.chain[middle] == other.chain[middle] {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

impl Labels {
    /// The least distance, as [`super::CchQuery::distance`].
    ///
    /// # Errors
    /// As there.
    pub fn distance(
        &mut self,
        cch: &Cch,
        metric: &CchMetric,
        from: u32,
        to: u32,
    ) -> Result<Option<u64>, QueryError> {
        let (source, target) = (cch.rank_of(from)?, cch.rank_of(to)?);
        cch.check_metric(metric)?;
        let source = self
            .sources
            .entry(source)
            .or_insert_with(|| Label::new(cch, metric, source, 0));
        let target = self
            .targets
            .entry(target)
            .or_insert_with(|| Label::new(cch, metric, target, 1));
        let shared = source.shared(target);
        let there = &source.distances[..shared];
        let back = &target.distances[..shared];
        let sums = there.iter().zip(back).map(|(there, back)| there + back);
        let best = sums.fold(FAR, u32::min);
        Ok((best < FAR).then(|| u64::from(best)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{CchQuery, Graph, Metric, Order};

    proptest! {
        #[test]
        fn labels_answer_like_queries(
            arcs in prop::collection::vec((0_u32..9, 0_u32..9, 0_u32..50), 0..30),
            perfect in any::<bool>(),
        ) {
            let graph = Graph::new(9, arcs.iter().map(|&(from, to, _)| (from, to))).unwrap();
            let metric = Metric::from_weights(&graph, arcs.iter().map(|arc| arc.2)).unwrap();
            let cch = Cch::new(&graph, &Order::minimum_degree(&graph)).unwrap();
            let metric = if perfect {
                cch.customise_perfect(&metric).unwrap()
            } else {
                cch.customise(&metric).unwrap()
            };
            let (mut labels, mut query) = (Labels::default(), CchQuery::new());
            for from in 0..9 {
                for to in 0..9 {
                    let asked = query.distance(&cch, &metric, from, to).unwrap();
                    prop_assert_eq!(labels.distance(&cch, &metric, from, to).unwrap(), asked);
                }
            }
            prop_assert!(labels.distance(&cch, &metric, 9, 0).is_err());
        }
    }
}
