//! One side of a question between sets: how far each ancestor of the ends is.

use super::hierarchy::Cch;
use super::metric::CchMetric;
use crate::graph::NONE;
use crate::ids::NodeId;
use crate::path::QueryError;

/// In the union, but not reached over an arc.
const SEEN: u32 = NONE - 1;

/// Tentative distance by rank, and the slot by which a rank was reached.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mark {
    pub(super) distance: u64,
    by: u32,
}

const UNREACHED: Mark = Mark {
    distance: u64::MAX,
    by: NONE,
};

/// One side of a question between sets.
#[derive(Clone, Debug, Default)]
pub(super) struct Front {
    pub(super) marks: Vec<Mark>,
    /// Sources and everything above them, ascending.
    pub(super) union: Vec<u32>,
}

impl Front {
    pub(super) fn start(&mut self, cch: &Cch, ends: &[(NodeId, u32)]) -> Result<(), QueryError> {
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

    pub(super) fn relax(&mut self, cch: &Cch, metric: &CchMetric, rank: u32, side: usize) {
        let distance = self.marks[rank as usize].distance;
        cch.each_arc(metric, rank, side, |arc, weight| {
            let mark = &mut self.marks[cch.heads()[arc as usize] as usize];
            let sum = distance + u64::from(weight);
            if sum < mark.distance {
                *mark = Mark {
                    distance: sum,
                    by: 2 * arc + side as u32,
                };
            }
        });
    }

    /// The slot by which a rank was reached, and the rank below; nothing at a source.
    pub(super) fn before(&self, cch: &Cch, rank: u32) -> Option<(u32, u32)> {
        let by = self.marks[rank as usize].by;
        (by < SEEN).then(|| (by, cch.tail[by as usize / 2]))
    }
}
