//! A plain LTMOA* for two objectives to measure fronts against: bounds by two backward searches over
//! the whole graph, one queue, the standard library's heap.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use trade_corridor_router::{Dijkstra, Graph, Metric, NodeId};

/// Forward rows and the searches back.
pub(crate) struct Trial {
    first: Vec<u32>,
    rows: Vec<(NodeId, u64, u64)>,
    back: Graph,
    metrics: [Metric; 2],
    searches: [Dijkstra; 2],
}

impl Trial {
    pub(crate) fn new(graph: &Graph, metrics: [&Metric; 2]) -> Self {
        let (mut first, mut rows) = (vec![0], Vec::new());
        for node in (0..graph.nodes()).map(NodeId::new) {
            for arc in graph.out_arcs(node) {
                let [a, b] = metrics.map(|metric| u64::from(metric.weight(arc).unwrap()));
                rows.push((graph.ends(arc).unwrap().1, a, b));
            }
            first.push(rows.len() as u32);
        }
        let turned = graph.all_ends();
        let turned = turned.map(|(tail, head)| (head.get(), tail.get()));
        let back = Graph::new(graph.nodes(), turned).unwrap();
        let metrics = metrics.map(|metric| Metric::new(&back, |arc| metric.weight(arc)).unwrap());
        Self {
            first,
            rows,
            back,
            metrics,
            searches: [Dijkstra::new(), Dijkstra::new()],
        }
    }

    /// The costs of the front, by ascending first objective.
    pub(crate) fn front(&mut self, from: NodeId, to: NodeId) -> Vec<[u64; 2]> {
        let [one, two] = &mut self.searches;
        let [a, b] = &self.metrics;
        let ahead = [
            one.one_to_all(&self.back, a, &[(to, 0)]).unwrap(),
            two.one_to_all(&self.back, b, &[(to, 0)]).unwrap(),
        ];
        let bound = |node| Some([ahead[0].distance(node)?, ahead[1].distance(node)?]);
        let mut least = vec![u64::MAX; self.first.len() - 1];
        let mut front = Vec::new();
        let mut queue = BinaryHeap::new();
        if let Some([a, b]) = bound(from) {
            queue.push(Reverse((a, b, 0, 0, from)));
        }
        while let Some(Reverse((_, second, cost, other, node))) = queue.pop() {
            if other >= least[node.index()] || second >= least[to.index()] {
                continue;
            }
            least[node.index()] = other;
            if node == to {
                front.push([cost, other]);
                continue;
            }
            let row = self.first[node.index()] as usize..self.first[node.index() + 1] as usize;
            for &(head, a, b) in &self.rows[row] {
                let Some(bound) = bound(head) else { continue };
                let (cost, other) = (cost + a, other + b);
                if other < least[head.index()] && other + bound[1] < least[to.index()] {
                    queue.push(Reverse((
                        cost + bound[0],
                        other + bound[1],
                        cost,
                        other,
                        head,
                    )));
                }
            }
        }
        front
    }
}
