//! Every shortest path between two nodes, not only the first.

use super::Dijkstra;
use crate::graph::{Graph, NONE};
use crate::ids::{ArcId, NodeId};
use crate::metric::BLOCKED;
use crate::path::QueryError;
use crate::side::Equal;

impl Dijkstra {
    /// Puts every arc that lies on a shortest path from one node to another into a list, ascending: what
    /// [`CchTies::arcs`](crate::CchTies::arcs) finds through a hierarchy. Circles that weigh nothing may
    /// be among them. Returns the distance, `None` when there is no path; the list is empty then, and where
    /// both are one node.
    ///
    /// Weights are asked for as by [`Dijkstra::path_by`], each at most once.
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
        self.equals.clear();
        self.forward.start(nodes, &[(from, 0)]);
        let mut least = None;
        while let Some((distance, node)) = self.forward.settle() {
            // what is as far as the target may lead there over arcs that weigh nothing
            if least.is_some_and(|least| distance > least) {
                break;
            }
            if node == to.0 {
                least = Some(distance);
            } else {
                let (steps, equals) = (graph.out(node), &mut self.equals);
                self.forward
                    .relax_noting(distance, steps, &mut weigh, equals);
            }
        }
        if least.is_some() {
            self.collect_ties(graph, to.0, arcs);
        }
        Ok(least)
    }

    /// After a search forward: every arc that lies on a shortest path to a node.
    fn collect_ties(&mut self, graph: &Graph, to: u32, arcs: &mut Vec<ArcId>) {
        let forward = &self.forward;
        self.equals
            .retain(|equal| forward.distance(equal.node) == Some(equal.distance));
        self.backward.start(graph.nodes(), &[]);
        self.mark_way(graph, to, arcs);
        loop {
            // What leads to a node comes before what leaves it, but for arcs that weigh nothing.
            let known = arcs.len();
            for at in (0..self.equals.len()).rev() {
                let Equal { node, arc, .. } = self.equals[at];
                if arc != NONE && self.backward.is_marked(node) {
                    self.equals[at].arc = NONE;
                    arcs.push(ArcId(arc));
                    if let Some((tail, _)) = graph.raw_ends(arc) {
                        self.mark_way(graph, tail, arcs);
                    }
                }
            }
            if arcs.len() == known {
                break;
            }
        }
        arcs.sort_unstable();
    }

    /// Marks the nodes of the path that was found to a node, from its end to what is marked, and collects
    /// its arcs.
    fn mark_way(&mut self, graph: &Graph, end: u32, arcs: &mut Vec<ArcId>) {
        let mut node = end;
        while self.backward.mark(node) {
            let Some((arc, tail)) = self.forward.before(graph, node) else {
                break;
            };
            arcs.push(arc);
            node = tail;
        }
    }
}
