//! One pair of nodes, searched from both ends at once.

use std::iter::successors;

use super::Dijkstra;
use crate::graph::Graph;
use crate::ids::NodeId;
use crate::metric::Metric;
use crate::path::{Path, QueryError, walk_back};

impl Dijkstra {
    /// As [`Dijkstra::distance`], searching from both ends at once.
    ///
    /// # Errors
    ///
    /// As [`Dijkstra::distance`].
    pub fn distance_bidirectional(
        &mut self,
        graph: &Graph,
        metric: &Metric,
        from: NodeId,
        to: NodeId,
    ) -> Result<Option<u64>, QueryError> {
        Ok(self
            .meet(graph, metric, from, to)?
            .map(|(distance, _)| distance))
    }

    /// As [`Dijkstra::path`], searching from both ends at once; among paths of equal weight it may
    /// return another one.
    ///
    /// # Errors
    ///
    /// As [`Dijkstra::distance`].
    pub fn path_bidirectional(
        &mut self,
        graph: &Graph,
        metric: &Metric,
        from: NodeId,
        to: NodeId,
    ) -> Result<Option<Path>, QueryError> {
        let Some((distance, middle)) = self.meet(graph, metric, from, to)? else {
            return Ok(None);
        };
        let middle = self.last_common(graph, middle);
        let mut path = self.forward.path_to(graph, middle, distance);
        let target = walk_back(middle, &mut path.arcs, |node| {
            self.backward.after(graph, node)
        });
        path.target = NodeId(target);
        Ok(Some(path))
    }

    fn meet(
        &mut self,
        graph: &Graph,
        metric: &Metric,
        from: NodeId,
        to: NodeId,
    ) -> Result<Option<(u64, u32)>, QueryError> {
        metric.check(graph, &[(from, 0), (to, 0)])?;
        let weights = metric.raw();
        self.forward.start(graph.nodes(), &[(from, 0)]);
        self.backward.start(graph.nodes(), &[(to, 0)]);
        let mut best: Option<(u64, u32)> = None;
        while let (Some(ahead), Some(behind)) =
            (self.forward.heap.min_key(), self.backward.heap.min_key())
        {
            if best.is_some_and(|(total, _)| ahead + behind >= total) {
                break;
            }
            let forward = ahead <= behind;
            let (side, other) = if forward {
                (&mut self.forward, &self.backward)
            } else {
                (&mut self.backward, &self.forward)
            };
            let Some((distance, node)) = side.settle() else {
                break;
            };
            if let Some(rest) = other.distance(node) {
                let total = distance + rest;
                if best.is_none_or(|(known, _)| total < known) {
                    best = Some((total, node));
                }
            }
            let steps = if forward {
                graph.out(node)
            } else {
                graph.into(node)
            };
            side.relax(distance, steps, weights);
        }
        Ok(best)
    }

    /// The node on both half paths that is nearest to the target: over zero-weight arcs they may
    /// have met before, and the path would run in a circle.
    fn last_common(&mut self, graph: &Graph, middle: u32) -> u32 {
        let ahead = &mut self.goals;
        ahead.clear();
        let forward = &self.forward;
        let before = successors(Some(middle), |&node| Some(forward.before(graph, node)?.1));
        ahead.extend(before.map(|node| (NodeId(node), 0)));
        ahead.sort_unstable();
        let backward = &self.backward;
        let after = successors(Some(middle), |&node| Some(backward.after(graph, node)?.1));
        let common = after.filter(|&node| ahead.binary_search(&(NodeId(node), 0)).is_ok());
        common.last().unwrap_or(middle)
    }
}
