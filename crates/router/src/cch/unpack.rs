//! From arcs of the hierarchy back to the caller's.

use std::ops::Range;

use super::hierarchy::Cch;
use super::metric::{CchMetric, INPUT};
use crate::graph::NONE;
use crate::ids::ArcId;
use crate::rows::Rows;

/// Scratch to unpack paths.
#[derive(Clone, Debug, Default)]
pub(super) struct Unpacked {
    /// The path to unpack, as slots.
    pub(super) climbed: Vec<u32>,
    todo: Vec<u32>,
    ranges: Vec<Range<usize>>,
    arcs: Vec<u32>,
    seen: Vec<u32>,
}

impl Unpacked {
    /// The caller's arcs behind the slots climbed.
    pub(super) fn arcs(&mut self, cch: &Cch, metric: &CchMetric) -> Vec<ArcId> {
        match &metric.pruned {
            Some(pruned) => self.unpack_parts(&pruned.parts),
            None => self.unpack_by(|slot| cch.origin(metric, slot)),
        }
        if metric.has_zero {
            self.cut_circles(cch);
        }
        self.arcs.iter().copied().map(ArcId).collect()
    }

    /// Removes circles of zero weight: two shortcuts of a path may run over the same node.
    fn cut_circles(&mut self, cch: &Cch) {
        let Some(&first) = self.arcs.first() else {
            return;
        };
        // arcs before a rank was left, plus one; zero everywhere between questions
        self.seen.resize(cch.node.len(), 0);
        self.todo.clear();
        self.todo.push(cch.ends_of(first).0);
        self.seen[self.todo[0] as usize] = 1;
        let mut kept = 0;
        for at in 0..self.arcs.len() {
            let arc = self.arcs[at];
            let (_, to) = cch.ends_of(arc);
            let before = self.seen[to as usize] as usize;
            if before > 0 {
                for rank in self.todo.drain(before..) {
                    self.seen[rank as usize] = 0;
                }
                kept = before - 1;
                continue;
            }
            self.arcs[kept] = arc;
            kept += 1;
            self.todo.push(to);
            self.seen[to as usize] = self.todo.len() as u32;
        }
        self.arcs.truncate(kept);
        for rank in self.todo.drain(..) {
            self.seen[rank as usize] = 0;
        }
    }

    fn unpack_parts(&mut self, parts: &Rows<u32>) {
        self.arcs.clear();
        self.ranges.clear();
        for &slot in &self.climbed {
            let mut range = parts.range(slot as usize);
            loop {
                let Some(position) = range.next() else {
                    let Some(outer) = self.ranges.pop() else {
                        break;
                    };
                    range = outer;
                    continue;
                };
                let part = parts.items()[position];
                if part & INPUT != 0 {
                    self.arcs.push(part & !INPUT);
                } else {
                    if !range.is_empty() {
                        self.ranges.push(range);
                    }
                    range = parts.range(part as usize);
                }
            }
        }
    }

    #[inline]
    fn unpack_by(&mut self, origin: impl Fn(u32) -> (u32, u32)) {
        self.arcs.clear();
        self.todo.clear();
        for &slot in &self.climbed {
            let mut slot = slot;
            loop {
                let (low, high) = origin(slot);
                if high == NONE {
                    self.arcs.push(low);
                    let Some(next) = self.todo.pop() else { break };
                    slot = next;
                    continue;
                }
                // down to the middle node by one side, up by the other
                let (before, after) = if slot & 1 == 0 {
                    (low, high)
                } else {
                    (high, low)
                };
                self.todo.push(2 * after);
                slot = 2 * before + 1;
            }
        }
    }
}

impl Cch {
    /// Ranks of the ends of a caller's arc that is not a loop.
    pub(super) fn ends_of(&self, arc: u32) -> (u32, u32) {
        let slot = self.slot[arc as usize] as usize;
        let (low, high) = (self.tail[slot / 2], self.heads()[slot / 2]);
        if slot & 1 == 0 {
            (low, high)
        } else {
            (high, low)
        }
    }

    /// Where the weight of a slot comes from: the arcs of the middle node to the lower and to the
    /// upper end, or the caller's arc and [`NONE`].
    fn origin(&self, metric: &CchMetric, slot: u32) -> (u32, u32) {
        let weights = &metric.weights;
        let (arc, side) = (slot as usize / 2, slot as usize % 2);
        let target = weights[arc][side][0];
        let given = self.inputs(self.tail[arc]).iter().find(|&&input| {
            self.slot[input as usize] == slot && metric.given[input as usize] == target
        });
        if let Some(&input) = given {
            return (input, NONE);
        }
        let mut origin = (NONE, NONE);
        self.each_lower_triangle(arc as u32, |low, high| {
            let sum = weights[low as usize][1 - side][0] + weights[high as usize][side][0];
            if sum == target {
                origin = (low, high);
            }
            sum != target
        });
        origin
    }

    /// Calls `look` with the two lower arcs of every triangle over an arc, by ascending middle
    /// node, while it returns true.
    pub(super) fn each_lower_triangle(&self, arc: u32, mut look: impl FnMut(u32, u32) -> bool) {
        let heads = self.heads();
        let (x, y) = (self.tail[arc as usize], heads[arc as usize]);
        for &low in self.below(x as usize) {
            let rest = low.rest();
            let high = rest.start + position(&heads[rest.clone()], y);
            if high < rest.end && heads[high] == y && !look(low.arc, high as u32) {
                return;
            }
        }
    }
}

/// How many of ascending heads lie below one.
#[inline]
fn position(heads: &[u32], head: u32) -> usize {
    heads.partition_point(|&other| other < head)
}
