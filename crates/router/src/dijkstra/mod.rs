//! Dijkstra's algorithm: the reference, and the right tool for one-off questions.

mod both_ends;
mod ties;

use crate::graph::Graph;
use crate::ids::{ArcId, NodeId};
use crate::metric::{BLOCKED, Metric};
use crate::path::{Path, QueryError, walk_back};
use crate::side::{Equal, Side};

/// Dijkstra's algorithm with scratch memory that is used again.
///
/// Nothing is prepared: any graph, any metric, any time. After the first question on a graph no
/// memory is allocated except for a returned [`Path`]. Answers are exact and repeatable; ties are
/// broken by strict improvement only.
///
/// # Complexity
///
/// `O((n + m) log m)` per question for `n` nodes and `m` arcs within the distance of the target;
/// 16 bytes per node and direction.
///
/// # Examples
///
/// ```
/// use trade_corridor_router::{Dijkstra, Graph, Metric, NodeId, QueryError};
///
/// let graph = Graph::new(4, [(0, 1), (1, 2), (0, 2), (2, 3)])?;
/// let metric = Metric::new(&graph, |arc| [Some(4), Some(3), Some(8), None][arc.index()])?;
/// let [a, b, c, d] = [0, 1, 2, 3].map(NodeId::new);
/// let mut dijkstra = Dijkstra::new();
/// assert_eq!(dijkstra.distance(&graph, &metric, a, c)?, Some(7));
/// assert_eq!(dijkstra.distance(&graph, &metric, a, d)?, None); // the only arc is blocked
///
/// // a set of sources, each with what it takes to get there
/// let path = dijkstra.path_between(&graph, &metric, &[(a, 0), (b, 2)], &[(c, 1)])?;
/// let path = path.expect("reachable");
/// assert_eq!((path.source(), path.distance()), (b, 6));
///
/// let none = NodeId::new(9);
/// let refused = dijkstra.distance(&graph, &metric, a, none);
/// assert_eq!(refused, Err(QueryError::UnknownNode { node: none, nodes: 4 }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Dijkstra {
    forward: Side,
    backward: Side,
    /// Offset of a target by node, while a question with a set of targets runs.
    goals: Vec<(NodeId, u32)>,
    /// Arcs that tie with those that the labels forward came by.
    equals: Vec<Equal>,
}

impl Dijkstra {
    /// Empty scratch; it grows to the first graph it meets.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Distance from one node to another; `None` when there is no path.
    ///
    /// # Errors
    ///
    /// [`QueryError`] for an unknown node or the metric of another graph.
    pub fn distance(
        &mut self,
        graph: &Graph,
        metric: &Metric,
        from: NodeId,
        to: NodeId,
    ) -> Result<Option<u64>, QueryError> {
        self.distance_between(graph, metric, &[(from, 0)], &[(to, 0)])
    }

    /// Shortest path from one node to another; `None` when there is none.
    ///
    /// # Errors
    ///
    /// As [`Dijkstra::distance`].
    pub fn path(
        &mut self,
        graph: &Graph,
        metric: &Metric,
        from: NodeId,
        to: NodeId,
    ) -> Result<Option<Path>, QueryError> {
        self.path_between(graph, metric, &[(from, 0)], &[(to, 0)])
    }

    /// Smallest `offset + distance + offset` from a set of sources to a set of targets, each
    /// `(node, offset)`; `None` when no target can be reached.
    ///
    /// # Errors
    ///
    /// As [`Dijkstra::distance`].
    pub fn distance_between(
        &mut self,
        graph: &Graph,
        metric: &Metric,
        sources: &[(NodeId, u32)],
        targets: &[(NodeId, u32)],
    ) -> Result<Option<u64>, QueryError> {
        Ok(self
            .search(graph, metric, sources, targets)?
            .map(|(distance, _)| distance))
    }

    /// The path behind [`Dijkstra::distance_between`].
    ///
    /// # Errors
    ///
    /// As [`Dijkstra::distance`].
    pub fn path_between(
        &mut self,
        graph: &Graph,
        metric: &Metric,
        sources: &[(NodeId, u32)],
        targets: &[(NodeId, u32)],
    ) -> Result<Option<Path>, QueryError> {
        let Some((distance, target)) = self.search(graph, metric, sources, targets)? else {
            return Ok(None);
        };
        Ok(Some(self.forward.path_to(graph, target, distance)))
    }

    /// The path of [`Dijkstra::path`] by weights that are asked for when the search comes to an arc,
    /// each at most once: quicker than to make a [`Metric`] for one question.
    ///
    /// `None` blocks an arc, and so does a weight above [`Metric::MAX_WEIGHT`].
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
    /// let graph = Graph::new(4, [(0, 1), (1, 2), (0, 2), (2, 3)])?;
    /// let nodes: Vec<NodeId> = graph.node_ids().collect();
    /// let mut asked = Vec::new();
    /// let path = Dijkstra::new().path_by(&graph, nodes[0], nodes[2], |arc| {
    ///     asked.push(arc.index());
    ///     [Some(4), Some(3), Some(8), Some(1)][arc.index()]
    /// })?;
    /// assert_eq!(path.map(|path| path.distance()), Some(7));
    /// assert_eq!(asked, [0, 2, 1]); // not what leaves the target
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn path_by(
        &mut self,
        graph: &Graph,
        from: NodeId,
        to: NodeId,
        mut weight: impl FnMut(ArcId) -> Option<u32>,
    ) -> Result<Option<Path>, QueryError> {
        let nodes = graph.nodes();
        if let Some(&node) = [from, to].iter().find(|node| node.0 >= nodes) {
            return Err(QueryError::UnknownNode { node, nodes });
        }
        let weigh = |arc| weight(ArcId(arc)).unwrap_or(BLOCKED);
        let found = self.search_by(graph, &[(from, 0)], &[(to, 0)], weigh);
        Ok(found.map(|(distance, target)| self.forward.path_to(graph, target, distance)))
    }

    /// Distances from a set of sources `(node, offset)` to every node.
    ///
    /// # Errors
    ///
    /// As [`Dijkstra::distance`].
    ///
    /// # Examples
    ///
    /// ```
    /// use trade_corridor_router::{Dijkstra, Graph, Metric, NodeId};
    ///
    /// let graph = Graph::new(3, [(0, 1)])?;
    /// let metric = Metric::from_weights(&graph, [4])?;
    /// let mut dijkstra = Dijkstra::new();
    /// let [a, b, c] = [0, 1, 2].map(NodeId::new);
    /// let reached = dijkstra.one_to_all(&graph, &metric, &[(a, 10)])?;
    /// assert_eq!((reached.distance(b), reached.distance(c)), (Some(14), None));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn one_to_all<'a>(
        &'a mut self,
        graph: &'a Graph,
        metric: &Metric,
        sources: &[(NodeId, u32)],
    ) -> Result<Reached<'a>, QueryError> {
        metric.check(graph, sources)?;
        let weights = metric.raw();
        self.forward.start(graph.nodes(), sources);
        while let Some((distance, node)) = self.forward.settle() {
            self.forward.relax(distance, graph.out(node), weights);
        }
        Ok(Reached {
            dijkstra: self,
            graph,
        })
    }

    fn search(
        &mut self,
        graph: &Graph,
        metric: &Metric,
        sources: &[(NodeId, u32)],
        targets: &[(NodeId, u32)],
    ) -> Result<Option<(u64, u32)>, QueryError> {
        metric.check(graph, sources)?;
        metric.check(graph, targets)?;
        let weights = metric.raw();
        Ok(self.search_by(graph, sources, targets, |arc| weights[arc as usize]))
    }

    fn search_by(
        &mut self,
        graph: &Graph,
        sources: &[(NodeId, u32)],
        targets: &[(NodeId, u32)],
        mut weigh: impl FnMut(u32) -> u32,
    ) -> Option<(u64, u32)> {
        self.goals.clear();
        self.goals.extend_from_slice(targets);
        self.goals.sort_unstable();
        self.goals.dedup_by_key(|goal| goal.0);
        let least = self.goals.iter().map(|goal| u64::from(goal.1)).min()?;
        self.forward.start(graph.nodes(), sources);
        let mut best: Option<(u64, u32)> = None;
        while let Some((distance, node)) = self.forward.settle() {
            if best.is_some_and(|(total, _)| distance + least >= total) {
                break;
            }
            if let Some(offset) = goal(&self.goals, node) {
                let total = distance + u64::from(offset);
                if best.is_none_or(|(known, _)| total < known) {
                    best = Some((total, node));
                    if u64::from(offset) == least {
                        break;
                    }
                }
            }
            self.forward.relax_by(distance, graph.out(node), &mut weigh);
        }
        best
    }
}

/// What [`Dijkstra::one_to_all`] found, until the next question.
#[derive(Debug)]
pub struct Reached<'a> {
    dijkstra: &'a Dijkstra,
    graph: &'a Graph,
}

impl Reached<'_> {
    /// Distance to a node, offset of the source included; `None` when it is not reached.
    #[must_use]
    pub fn distance(&self, node: NodeId) -> Option<u64> {
        if node.0 >= self.graph.nodes() {
            return None;
        }
        self.dijkstra.forward.distance(node.0)
    }

    /// Path to a node; `None` when it is not reached.
    #[must_use]
    pub fn path(&self, node: NodeId) -> Option<Path> {
        let distance = self.distance(node)?;
        let forward = &self.dijkstra.forward;
        Some(forward.path_to(self.graph, node.0, distance))
    }

    /// Appends the arcs of the path to a node, in order of travel, to a list at hand; whether the node
    /// is reached.
    ///
    /// # Examples
    ///
    /// ```
    /// use trade_corridor_router::{Dijkstra, Graph, Metric, NodeId};
    ///
    /// let graph = Graph::new(4, [(1, 2), (0, 1)])?;
    /// let nodes: Vec<NodeId> = graph.node_ids().collect();
    /// let metric = Metric::from_weights(&graph, [4, 4])?;
    /// let mut dijkstra = Dijkstra::new();
    /// let reached = dijkstra.one_to_all(&graph, &metric, &[(nodes[0], 0)])?;
    /// let mut arcs = Vec::new();
    /// assert!(reached.append_path(nodes[2], &mut arcs) && !reached.append_path(nodes[3], &mut arcs));
    /// assert_eq!(arcs, [1, 0]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn append_path(&self, node: NodeId, arcs: &mut Vec<ArcId>) -> bool {
        if self.distance(node).is_none() {
            return false;
        }
        let first = arcs.len();
        let forward = &self.dijkstra.forward;
        walk_back(node.0, arcs, |node| forward.before(self.graph, node));
        arcs[first..].reverse();
        true
    }
}

#[inline]
fn goal(goals: &[(NodeId, u32)], node: u32) -> Option<u32> {
    if let [(only, offset)] = goals {
        return (only.0 == node).then_some(*offset);
    }
    let at = goals.binary_search_by_key(&node, |goal| goal.0.0).ok()?;
    Some(goals[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::ArcId;

    #[test]
    fn stale_runs_are_forgotten_when_the_counter_wraps() {
        let graph = Graph::new(3, [(0, 1)]).unwrap();
        let metric = Metric::from_weights(&graph, [1]).unwrap();
        let mut dijkstra = Dijkstra::new();
        dijkstra.forward.run = u32::MAX - 1;
        assert_eq!(
            dijkstra.distance(&graph, &metric, NodeId(0), NodeId(1)),
            Ok(Some(1))
        );
        assert_eq!(
            dijkstra.distance(&graph, &metric, NodeId(2), NodeId(1)),
            Ok(None)
        );
        assert_eq!(
            dijkstra.distance(&graph, &metric, NodeId(0), NodeId(1)),
            Ok(Some(1))
        );
    }

    #[test]
    fn zero_weight_cycles_end() {
        let graph = Graph::new(3, [(0, 1), (1, 0), (1, 1), (1, 2)]).unwrap();
        let metric = Metric::from_weights(&graph, [0, 0, 0, 0]).unwrap();
        let path = Dijkstra::new()
            .path(&graph, &metric, NodeId(0), NodeId(2))
            .unwrap()
            .unwrap();
        assert_eq!((path.distance(), path.arcs()), (0, &[0, 3].map(ArcId)[..]));
        let path = Dijkstra::new()
            .path_bidirectional(&graph, &metric, NodeId(0), NodeId(2))
            .unwrap()
            .unwrap();
        assert_eq!((path.distance(), path.arcs()), (0, &[0, 3].map(ArcId)[..]));
    }

    #[test]
    fn heaviest_sums_do_not_wrap() {
        let heavy = Metric::MAX_WEIGHT;
        let graph = Graph::new(3, [(0, 1), (1, 2)]).unwrap();
        let metric = Metric::from_weights(&graph, [heavy, heavy]).unwrap();
        let ends = (&[(NodeId(0), u32::MAX)], &[(NodeId(2), u32::MAX)]);
        let distance = Dijkstra::new().distance_between(&graph, &metric, ends.0, ends.1);
        assert_eq!(
            distance,
            Ok(Some(2 * u64::from(heavy) + 2 * u64::from(u32::MAX)))
        );
    }

    #[test]
    fn a_target_with_a_small_offset_wins_over_a_near_one() {
        let graph = Graph::new(3, [(0, 1), (1, 2)]).unwrap();
        let metric = Metric::from_weights(&graph, [1, 1]).unwrap();
        let mut dijkstra = Dijkstra::new();
        let targets = [(1, 9), (2, 3), (1, 5)].map(|(node, offset)| (NodeId(node), offset));
        let path = dijkstra
            .path_between(&graph, &metric, &[(NodeId(0), 0)], &targets)
            .unwrap()
            .unwrap();
        assert_eq!((path.target(), path.distance()), (NodeId(2), 5));
        assert_eq!(
            dijkstra.distance_between(&graph, &metric, &[(NodeId(0), 0)], &[]),
            Ok(None)
        );
        assert_eq!(
            dijkstra.distance_between(&graph, &metric, &[], &targets),
            Ok(None)
        );
    }
}
