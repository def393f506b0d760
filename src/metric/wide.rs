//! The best path over weights of 64 bits, for what is beyond the range of the search.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::router::{ArcId, Graph, NodeId};

/// By node the least sum, final up to that of the end.
type Labels = Vec<Option<u128>>;

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

    /// Every arc that lies on a best path, ascending; none where there is no path.
    pub(crate) fn ties(&self, graph: &Graph, from: NodeId, to: NodeId) -> Vec<ArcId> {
        let labels = self.labels(graph, from, Some(to));
        let sum = |node: NodeId| labels.get(node.index()).copied().flatten();
        let (mut arcs, mut seen) = (Vec::new(), vec![false; labels.len()]);
        let mut todo = if from == to { Vec::new() } else { vec![to] };
        while let Some(node) = todo.pop() {
            let Some(least) = sum(node) else { continue };
            if std::mem::replace(&mut seen[node.index()], true) {
                continue;
            }
            for arc in graph.in_arcs(node) {
                let Some((tail, _)) = graph.ends(arc) else {
                    continue;
                };
                let (before, weight) = (sum(tail), self.weight(arc));
                let both = before.zip(weight).filter(|_| tail != to); // nothing leaves the end
                if both.is_some_and(|(before, weight)| before + u128::from(weight) == least) {
                    arcs.push(arc);
                    todo.push(tail);
                }
            }
        }
        arcs.sort_unstable();
        arcs
    }

    /// The least sums from a node to others, stopped at the largest number.
    pub(crate) fn sums(&self, graph: &Graph, from: NodeId, to: &[NodeId]) -> Vec<Option<u64>> {
        let only = match to {
            [only] => Some(*only),
            _ => None,
        };
        let labels = self.labels(graph, from, only);
        let sum = |to: &NodeId| (*labels.get(to.index())?).map(narrow);
        to.iter().map(sum).collect()
    }

    fn labels(&self, graph: &Graph, from: NodeId, to: Option<NodeId>) -> Labels {
        let mut labels: Labels = vec![None; graph.nodes() as usize];
        let Some(start) = labels.get_mut(from.index()) else {
            return labels;
        };
        *start = Some(0);
        let mut heap = BinaryHeap::from([Reverse((0_u128, from))]);
        while let Some(Reverse((sum, node))) = heap.pop() {
            // what is as far as the end may lead there over arcs that weigh nothing
            let end = to.and_then(|to| *labels.get(to.index())?);
            if end.is_some_and(|end| sum > end) {
                break;
            }
            if labels[node.index()] != Some(sum) || Some(node) == to {
                continue; // reached better since, or there
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
                if label.is_none_or(|least| sum < least) {
                    *label = Some(sum);
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
            let least = found.map(|path| path.distance());
            prop_assert_eq!(wide.sums(&graph, from, &[to]), [least]);
            prop_assert_eq!(wide.sums(&graph, from, &[to, from])[1], Some(0));
            let mut ties = Vec::new();
            let weigh = |arc| metric.weight(arc);
            Dijkstra::new().ties_by(&graph, from, to, weigh, &mut ties).unwrap();
            prop_assert_eq!(wide.ties(&graph, from, to), ties);
        }
    }

    #[test]
    fn sums_beyond_the_range_keep_their_order() {
        // 0 to 3 by 1 weighs one more than by 2, and both more than 64 bits hold
        let graph = Graph::new(4, [(0, 1), (1, 3), (0, 2), (2, 3)]).unwrap();
        let weights = [u64::MAX, u64::MAX, u64::MAX, u64::MAX - 1];
        let wide = WideMetric::new(weights.map(Some).to_vec());
        let ties = |from, to| wide.ties(&graph, NodeId::new(from), NodeId::new(to));
        assert_eq!(ties(0, 3), [2, 3]);
        assert!(ties(0, 7).is_empty() && ties(7, 0).is_empty());
        let [start, end] = [0, 3].map(NodeId::new);
        assert_eq!(wide.sums(&graph, start, &[end]), [Some(u64::MAX)]);
    }
}
