//! The best path over weights of 64 bits, for what is beyond the range of the search.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::router::{ArcId, Graph, NodeId};

/// By node the sum so far, and the arc that leads to it; none to the start.
type Labels = Vec<Option<(u128, Option<ArcId>)>>;

/// One weight of 64 bits per arc, or *blocked*.
///
/// Several times slower than the search on 32 bits, exact for any weight: sums of 2^32 weights fit 128
/// bits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct WideMetric {
    weights: Vec<Option<u64>>,
}

impl WideMetric {
    pub(crate) fn new(weights: Vec<Option<u64>>) -> Self {
        Self { weights }
    }

    pub(crate) fn weight(&self, arc: ArcId) -> Option<u64> {
        self.weights.get(arc.index()).copied().flatten()
    }

    /// About how many bytes it takes.
    pub(crate) fn bytes(&self) -> usize {
        self.weights.len() * size_of::<Option<u64>>()
    }

    /// The best path; of equally good ones the first by the order of arcs.
    pub(crate) fn path(
        &self,
        graph: &Graph,
        from: NodeId,
        to: NodeId,
    ) -> Option<(u64, Vec<ArcId>)> {
        let labels = self.labels(graph, from, Some(to));
        let (sum, _) = (*labels.get(to.index())?)?;
        let mut arcs = Vec::new();
        let mut node = to;
        while node != from {
            let arc = labels[node.index()]?.1?;
            arcs.push(arc);
            (node, _) = graph.ends(arc)?;
        }
        arcs.reverse();
        Some((narrow(sum), arcs))
    }

    /// The least sums from a node to others, stopped at the largest number.
    pub(crate) fn sums(&self, graph: &Graph, from: NodeId, to: &[NodeId]) -> Vec<Option<u64>> {
        let only = match to {
            [only] => Some(*only),
            _ => None,
        };
        let labels = self.labels(graph, from, only);
        let sum = |to: &NodeId| (*labels.get(to.index())?).map(|(sum, _)| narrow(sum));
        to.iter().map(sum).collect()
    }

    fn labels(&self, graph: &Graph, from: NodeId, to: Option<NodeId>) -> Labels {
        let mut labels: Labels = vec![None; graph.nodes() as usize];
        let Some(start) = labels.get_mut(from.index()) else {
            return labels;
        };
        *start = Some((0, None));
        let mut heap = BinaryHeap::from([Reverse((0_u128, from))]);
        while let Some(Reverse((sum, node))) = heap.pop() {
            if Some(node) == to {
                break;
            }
            if labels[node.index()].is_none_or(|(least, _)| sum > least) {
                continue; // reached better since
            }
            for arc in graph.out_arcs(node) {
                let Some((_, next)) = graph.ends(arc) else {
                    continue;
                };
                let Some(weight) = self.weight(arc) else {
                    continue;
                };
                let sum = sum + u128::from(weight);
                let label = &mut labels[next.index()];
                if label.is_none_or(|(least, _)| sum < least) {
                    *label = Some((sum, Some(arc)));
                    heap.push(Reverse((sum, next)));
                }
            }
        }
        labels
    }
}

fn narrow(sum: u128) -> u64 {
    u64::try_from(sum).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::router::{Dijkstra, Metric};

    proptest! {
        #[test]
        fn agrees_with_the_search_on_narrow_weights(
            arcs in prop::collection::vec((0_u32..12, 0_u32..12, prop::option::of(0_u32..5)), 0..60),
            ends in (0_u32..12, 0_u32..12),
        ) {
            let (from, to) = (NodeId::new(ends.0), NodeId::new(ends.1));
            let graph = Graph::new(12, arcs.iter().map(|(from, to, _)| (*from, *to))).unwrap();
            let metric = Metric::new(&graph, |arc| arcs[arc.index()].2).unwrap();
            let found = Dijkstra::new().path(&graph, &metric, from, to).unwrap();
            let weights = arcs.iter().map(|(_, _, weight)| weight.map(u64::from));
            let wide = WideMetric::new(weights.collect());
            let path = wide.path(&graph, from, to);
            prop_assert_eq!(path.as_ref().map(|(sum, _)| *sum), found.map(|path| path.distance()));
            prop_assert_eq!(wide.sums(&graph, from, &[to]), [path.as_ref().map(|(sum, _)| *sum)]);
            prop_assert_eq!(wide.sums(&graph, from, &[to, from])[1], Some(0));
            if let Some((sum, arcs)) = path {
                prop_assert_eq!(metric.sum(&arcs), Some(sum));
            }
        }
    }

    #[test]
    fn sums_beyond_the_range_keep_their_order() {
        // 0 to 3 by 1 weighs one more than by 2, and both more than 64 bits hold
        let graph = Graph::new(4, [(0, 1), (1, 3), (0, 2), (2, 3)]).unwrap();
        let weights = [u64::MAX, u64::MAX, u64::MAX, u64::MAX - 1];
        let wide = WideMetric::new(weights.map(Some).to_vec());
        let path = |from, to| wide.path(&graph, NodeId::new(from), NodeId::new(to));
        let arcs = [2, 3].map(ArcId::new).to_vec();
        assert_eq!(path(0, 3), Some((u64::MAX, arcs)));
        assert_eq!(path(0, 7), None);
        assert_eq!(path(7, 0), None);
    }
}
