//! Sets of sources and targets with offsets: how terminals and gates attach.

use super::customise::FAR;
use super::{Cch, CchMetric, CchQuery, NONE};
use crate::{Path, QueryError};

/// Tentative distance by rank, and the slot by which a rank was reached.
#[derive(Clone, Copy, Debug)]
struct Mark {
    distance: u64,
    by: u32,
}

const UNREACHED: Mark = Mark {
    distance: u64::MAX,
    by: NONE,
};

/// One side of a question between sets.
#[derive(Clone, Debug, Default)]
pub(super) struct Front {
    marks: Vec<Mark>,
    /// Sources and everything above them, ascending.
    union: Vec<u32>,
}

impl Front {
    fn start(&mut self, cch: &Cch, ends: &[(u32, u32)]) -> Result<(), QueryError> {
        for &rank in &self.union {
            self.marks[rank as usize] = UNREACHED;
        }
        self.union.clear();
        if self.marks.len() != cch.node.len() {
            self.marks.clear();
            self.marks.resize(cch.node.len(), UNREACHED);
        }
        for &(node, _) in ends {
            cch.rank_of(node)?;
        }
        for &(node, offset) in ends {
            let rank = cch.rank_of(node)?;
            let mut at = rank;
            // a marked node has all its ancestors in the union already
            while at != NONE && self.marks[at as usize].by == NONE {
                self.marks[at as usize].by = SEEN;
                self.union.push(at);
                at = cch.parent[at as usize];
            }
            let mark = &mut self.marks[rank as usize];
            mark.distance = mark.distance.min(u64::from(offset));
        }
        self.union.sort_unstable();
        Ok(())
    }

    fn relax(&mut self, cch: &Cch, metric: &CchMetric, rank: u32, side: usize) {
        let distance = self.marks[rank as usize].distance;
        cch.each_arc(metric, rank, side, |arc, weight| {
            let mark = &mut self.marks[cch.head[arc as usize] as usize];
            let sum = distance + u64::from(weight);
            if sum < mark.distance {
                *mark = Mark {
                    distance: sum,
                    by: 2 * arc + side as u32,
                };
            }
        });
    }
}

/// In the union, but not reached over an arc.
const SEEN: u32 = NONE - 1;

impl Cch {
    /// Calls `visit` with every open arc of a row and its weight.
    #[inline]
    pub(super) fn each_arc(
        &self,
        metric: &CchMetric,
        rank: u32,
        side: usize,
        mut visit: impl FnMut(u32, u32),
    ) {
        if let Some(pruned) = &metric.pruned {
            let at = 2 * rank as usize + side;
            for position in pruned.first[at] as usize..pruned.first[at + 1] as usize {
                visit(pruned.arc[position], pruned.climbs[position].weight);
            }
        } else {
            for arc in self.row(rank as usize) {
                let weight = metric.weights[arc][side][0];
                if weight != FAR {
                    visit(arc as u32, weight);
                }
            }
        }
    }
}

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
    /// use trade_corridor_router::{Cch, CchQuery, Graph, Metric, Order};
    ///
    /// let graph = Graph::new(3, [(0, 2), (1, 2)])?;
    /// let cch = Cch::new(&graph, &Order::minimum_degree(&graph))?;
    /// let metric = cch.customise(&Metric::from_weights(&graph, [4, 9])?)?;
    /// let mut query = CchQuery::new();
    /// let gates = [(0, 6), (1, 0)];
    /// assert_eq!(query.distance_between(&cch, &metric, &gates, &[(2, 1)])?, Some(10));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn distance_between(
        &mut self,
        cch: &Cch,
        metric: &CchMetric,
        sources: &[(u32, u32)],
        targets: &[(u32, u32)],
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
        sources: &[(u32, u32)],
        targets: &[(u32, u32)],
    ) -> Result<Option<Path>, QueryError> {
        let Some((distance, met)) = self.meet_sets(cch, metric, sources, targets)? else {
            return Ok(None);
        };
        self.climbed.clear();
        let mut ends = [met; 2];
        for (side, front) in [&self.source_front, &self.target_front]
            .into_iter()
            .enumerate()
        {
            loop {
                let by = front.marks[ends[side] as usize].by;
                if by >= SEEN {
                    break;
                }
                self.climbed.push(by);
                ends[side] = cch.tail[by as usize / 2];
            }
            if side == 0 {
                self.climbed.reverse();
            }
        }
        let [source, target] = ends.map(|rank| cch.node[rank as usize]);
        let arcs = self.unpack(cch, metric);
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
        sources: &[(u32, u32)],
        targets: &[(u32, u32)],
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
