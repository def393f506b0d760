//! Every shortest path between two nodes, not only the first.

use super::Dijkstra;
use crate::graph::{Graph, NONE};
use crate::ids::{ArcId, NodeId};
use crate::metric::BLOCKED;
use crate::path::QueryError;

impl Dijkstra {
    /// Puts every arc that lies on a shortest path from one node to another into a list, ascending: what
    /// [`CchTies::arcs`](crate::CchTies::arcs) finds through a hierarchy. Circles that weigh nothing may
    /// be among them. Returns the distance, `None` when there is no path; the list is empty then, and where
    /// both are one node.
    ///
    /// Weights are asked for as by [`Dijkstra::path_by`], those of arcs into what lies on a shortest path
    /// a second time.
    ///
    /// # Errors
    ///
    /// [`QueryError`] for an unknown node.
    ///
    /// # Examples
    ///
    /// ```
    /// use trade_corridor_router::{Dijkstra, Graph, NodeId};
    ///
    /// let graph = Graph::new(4, [(0, 1), (1, 3), (0, 2), (2, 3), (0, 3)])?;
    /// let nodes: Vec<NodeId> = graph.node_ids().collect();
    /// let weights = [1, 2, 2, 1, 4];
    /// let weigh = |arc: trade_corridor_router::ArcId| Some(weights[arc.index()]);
    /// let mut arcs = Vec::new();
    /// let distance = Dijkstra::new().ties_by(&graph, nodes[0], nodes[3], weigh, &mut arcs)?;
    /// assert_eq!(distance, Some(3));
    /// assert_eq!(arcs, [0, 1, 2, 3]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn ties_by(
        &mut self,
        graph: &Graph,
        from: NodeId,
        to: NodeId,
        mut weight: impl FnMut(ArcId) -> Option<u32>,
        arcs: &mut Vec<ArcId>,
    ) -> Result<Option<u64>, QueryError> {
        arcs.clear();
        let nodes = graph.nodes();
        if let Some(&node) = [from, to].iter().find(|node| node.0 >= nodes) {
            return Err(QueryError::UnknownNode { node, nodes });
        }
        if from == to {
            return Ok(Some(0));
        }
        let mut weigh = |arc| weight(ArcId(arc)).unwrap_or(BLOCKED);
        let Some((distance, _)) = self.search_by(graph, &[(from, 0)], &[(to, 0)], &mut weigh)
        else {
            return Ok(None);
        };
        // nodes as far as the target may lead there over arcs that weigh nothing
        while self.forward.heap.min_key() == Some(distance) {
            let Some((reached, node)) = self.forward.settle() else {
                break;
            };
            if reached == distance {
                self.forward.relax_by(reached, graph.out(node), &mut weigh);
            }
        }
        self.backward.start(nodes, &[]);
        self.backward.reach_by(to.0, 0, 0, NONE);
        while let Some((_, node)) = self.backward.heap.pop() {
            let Some(reached) = self.forward.distance(node) else {
                continue;
            };
            for step in graph.into(node) {
                let Some(before) = self.forward.distance(step.node) else {
                    continue;
                };
                if before > reached {
                    continue;
                }
                let weight = weigh(step.arc);
                if weight != BLOCKED && before + u64::from(weight) == reached {
                    arcs.push(ArcId(step.arc));
                    if self.backward.distance(step.node).is_none() {
                        self.backward.reach_by(step.node, 0, 0, NONE);
                    }
                }
            }
        }
        arcs.sort_unstable();
        Ok(Some(distance))
    }
}
