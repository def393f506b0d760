//! One pair of nodes, searched from both ends at once.

use super::{Dijkstra, check};
use crate::{Graph, Metric, Path, QueryError};

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
        from: u32,
        to: u32,
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
        from: u32,
        to: u32,
    ) -> Result<Option<Path>, QueryError> {
        let Some((distance, middle)) = self.meet(graph, metric, from, to)? else {
            return Ok(None);
        };
        let middle = self.last_common(graph, middle);
        let mut path = self.trace(graph, middle, distance);
        let mut node = middle;
        loop {
            let arc = self.backward.labels[node as usize].parent;
            let Some((_, head)) = graph.ends(arc) else {
                break;
            };
            path.arcs.push(arc);
            node = head;
        }
        path.target = node;
        Ok(Some(path))
    }

    fn meet(
        &mut self,
        graph: &Graph,
        metric: &Metric,
        from: u32,
        to: u32,
    ) -> Result<Option<(u64, u32)>, QueryError> {
        check(graph, metric, &[(from, 0), (to, 0)])?;
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
        ahead.push((middle, 0));
        let mut node = middle;
        while let Some((tail, _)) = graph.ends(self.forward.labels[node as usize].parent) {
            ahead.push((tail, 0));
            node = tail;
        }
        ahead.sort_unstable();
        let mut common = middle;
        node = middle;
        while let Some((_, head)) = graph.ends(self.backward.labels[node as usize].parent) {
            if ahead.binary_search(&(head, 0)).is_ok() {
                common = head;
            }
            node = head;
        }
        common
    }
}
