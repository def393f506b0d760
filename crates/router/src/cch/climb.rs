//! Up the elimination tree from one node.

use super::hierarchy::Cch;
use super::metric::{CchMetric, FAR};
use crate::graph::NONE;

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
            let range = pruned.climbs.range(2 * rank as usize + side);
            for position in range {
                visit(pruned.arc[position], pruned.climbs.items()[position].weight);
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

    /// Climbs one chain; `visit` gets every reached rank and says whether its row matters.
    ///
    /// `tentative` has a place per depth, all [`FAR`] before and after.
    pub(super) fn climb(
        &self,
        metric: &CchMetric,
        rank: u32,
        side: usize,
        tentative: &mut [u32],
        mut visit: impl FnMut(u32, u32) -> bool,
    ) {
        let mut at = rank;
        tentative[self.depth[at as usize] as usize] = 0;
        while at != NONE {
            let depth = self.depth[at as usize] as usize;
            let here = std::mem::replace(&mut tentative[depth], FAR);
            if here < FAR && visit(at, here) {
                self.each_arc(metric, at, side, |arc, weight| {
                    let there = &mut tentative[self.head_depth[arc as usize] as usize];
                    *there = (*there).min(here + weight);
                });
            }
            at = self.parent[at as usize];
        }
    }
}
