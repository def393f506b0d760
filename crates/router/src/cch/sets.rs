//! Sets of sources and targets with offsets.

use super::hierarchy::Cch;
use super::metric::CchMetric;
use super::query::CchQuery;
use crate::ids::NodeId;
use crate::path::{Path, QueryError, walk_back};

impl CchQuery {
    /// Smallest `offset + distance + offset` from a set of sources to a set of targets, each
    /// `(node, offset)`; `None` when no target can be reached.
    ///
    /// # Errors
    ///
    /// As [`CchQuery::distance`].
    ///
    /// # Examples
    ///
    /// ```
    /// use trade_corridor_router::{Cch, CchQuery, Graph, Metric, NodeId, Order};
    ///
    /// let graph = Graph::new(3, [(0, 2), (1, 2)])?;
    /// let cch = Cch::new(&graph, &Order::minimum_degree(&graph))?;
    /// let metric = cch.customise(&Metric::from_weights(&graph, [4, 9])?)?;
    /// let [a, b, c] = [0, 1, 2].map(NodeId::new);
    /// let (sources, targets) = ([(a, 6), (b, 0)], [(c, 1)]);
    /// let mut query = CchQuery::new();
    /// assert_eq!(query.distance_between(&cch, &metric, &sources, &targets)?, Some(10));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn distance_between(
        &mut self,
        cch: &Cch,
        metric: &CchMetric,
        sources: &[(NodeId, u32)],
        targets: &[(NodeId, u32)],
    ) -> Result<Option<u64>, QueryError> {
        Ok(self
            .meet_sets(cch, metric, sources, targets)?
            .map(|(distance, _)| distance))
    }

    /// The path behind [`CchQuery::distance_between`].
    ///
    /// # Errors
    ///
    /// As [`CchQuery::distance`].
    pub fn path_between(
        &mut self,
        cch: &Cch,
        metric: &CchMetric,
        sources: &[(NodeId, u32)],
        targets: &[(NodeId, u32)],
    ) -> Result<Option<Path>, QueryError> {
        let Some((distance, met)) = self.meet_sets(cch, metric, sources, targets)? else {
            return Ok(None);
        };
        let climbed = &mut self.unpacked.climbed;
        climbed.clear();
        let source = walk_back(met, climbed, |rank| self.source_front.before(cch, rank));
        climbed.reverse();
        let target = walk_back(met, climbed, |rank| self.target_front.before(cch, rank));
        let [source, target] = [source, target].map(|rank| NodeId(cch.node[rank as usize]));
        let arcs = self.unpacked.arcs(cch, metric);
        Ok(Some(Path {
            source,
            target,
            distance,
            arcs,
        }))
    }

    fn meet_sets(
        &mut self,
        cch: &Cch,
        metric: &CchMetric,
        sources: &[(NodeId, u32)],
        targets: &[(NodeId, u32)],
    ) -> Result<Option<(u64, u32)>, QueryError> {
        cch.check_metric(metric)?;
        self.source_front.start(cch, sources)?;
        self.target_front.start(cch, targets)?;
        for at in 0..self.source_front.union.len() {
            let rank = self.source_front.union[at];
            if self.source_front.marks[rank as usize].distance != u64::MAX {
                self.source_front.relax(cch, metric, rank, 0);
            }
        }
        let mut best: Option<(u64, u32)> = None;
        for at in 0..self.target_front.union.len() {
            let rank = self.target_front.union[at];
            let back = self.target_front.marks[rank as usize].distance;
            if back == u64::MAX || best.is_some_and(|(known, _)| back >= known) {
                continue;
            }
            let there = self.source_front.marks[rank as usize].distance;
            if there != u64::MAX && best.is_none_or(|(known, _)| there + back < known) {
                best = Some((there + back, rank));
            }
            self.target_front.relax(cch, metric, rank, 1);
        }
        Ok(best)
    }
}
