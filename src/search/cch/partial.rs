//! Re-customisation after a few weights changed: only the arcs that depend on them.

use std::ops::Range;

use rustc_hash::FxHashMap;

use super::customise::{Cell, FAR};
use super::unpack::position;
use super::{Cch, CchError, CchMetric, NONE};
use crate::search::Metric;
use crate::search::metric::BLOCKED;

/// With more arcs to compute than this, and than a quarter of the row, the row is computed whole.
const WHOLE_ROW: usize = 3;

/// Arcs whose weights may change.
///
/// All rows beneath a row are final before its turn, and the arcs of one row do not depend on each
/// other: so every weight that is passed on is final.
struct Dirty {
    /// One bit per arc.
    bits: Vec<u64>,
    arcs: FxHashMap<u32, Touched>,
}

#[derive(Clone, Copy, Debug)]
struct Touched {
    /// What the arc weighed before, upward and downward.
    before: [u32; 2],
    /// Whether something beneath got heavier, so that the weight must be computed anew.
    anew: [bool; 2],
}

impl Dirty {
    fn new(arcs: usize) -> Self {
        Self {
            bits: vec![0; arcs.div_ceil(64)],
            arcs: FxHashMap::default(),
        }
    }

    fn touch(&mut self, arc: usize, before: Cell<1>) -> &mut Touched {
        self.bits[arc / 64] |= 1 << (arc % 64);
        self.arcs.entry(arc as u32).or_insert(Touched {
            before: before.map(|[weight]| weight),
            anew: [false; 2],
        })
    }

    /// Takes out the next arc at or after a place.
    fn take(&mut self, from: usize, end: usize) -> Option<(usize, Touched)> {
        let mut word = from / 64;
        let mut bits = self.bits.get(word)? & (u64::MAX << (from % 64));
        while bits == 0 {
            word += 1;
            if 64 * word >= end {
                return None;
            }
            bits = self.bits[word];
        }
        let arc = 64 * word + bits.trailing_zeros() as usize;
        if arc >= end {
            return None;
        }
        self.bits[word] &= !(1 << (arc % 64));
        Some((arc, self.arcs.remove(&(arc as u32))?))
    }
}

/// The row at work.
#[derive(Default)]
struct Work {
    touched: Vec<(usize, Touched)>,
    /// Upward and downward.
    sides: [Side; 2],
    /// Weights computed anew, by depth.
    open: Vec<[u32; 2]>,
    heaviest: u32,
    /// By how much weights rose in all: no path rose by more, as it uses an arc but once.
    rise: u64,
}

/// One direction of a row, by place.
#[derive(Default)]
struct Side {
    /// Places that changed, ascending.
    changed: Vec<u32>,
    before: Vec<u32>,
    after: Vec<u32>,
    /// The smaller of the two.
    least: Vec<u32>,
}

impl Cch {
    /// Brings a metric up to date after the weights of some of the caller's arcs changed, as if
    /// customised anew (basic customisation: a perfect metric becomes a basic one).
    ///
    /// # Errors
    ///
    /// As [`Cch::customise`], and [`CchError::UnknownArc`]; on [`CchError::TooHeavy`] every arc is
    /// blocked, otherwise nothing is changed.
    ///
    /// # Complexity
    ///
    /// Grows with the number of shortcuts that change, not with the graph.
    pub fn recustomise(
        &self,
        into: &mut CchMetric,
        metric: &Metric,
        changed: &[u32],
    ) -> Result<(), CchError> {
        let arcs = self.slot.len() as u32;
        if metric.arcs() != arcs || into.fingerprint != self.fingerprint {
            return Err(CchError::ForeignMetric {
                metric: metric.arcs(),
                graph: arcs,
            });
        }
        if let Some(&arc) = changed.iter().find(|&&arc| arc >= arcs) {
            return Err(CchError::UnknownArc { arc, arcs });
        }
        if into.refused {
            return self.customise_into(metric, into);
        }
        into.pruned = None;
        let mut dirty = Dirty::new(self.head.len());
        let mut work = Work {
            open: vec![[FAR; 2]; self.height as usize],
            ..Work::default()
        };
        for &arc in changed {
            let weight = metric.raw()[arc as usize];
            into.given[arc as usize] = weight;
            into.has_zero |= weight == 0;
            let slot = self.slot[arc as usize];
            if slot == NONE {
                continue;
            }
            if weight != BLOCKED {
                work.heaviest = work.heaviest.max(weight);
            }
            let at = slot as usize / 2;
            dirty.touch(at, into.weights[at]).anew[slot as usize % 2] = true;
        }
        if work.heaviest >= FAR {
            into.block_all();
            return Err(CchError::TooHeavy {
                bound: u64::from(work.heaviest),
                limit: FAR - 1,
            });
        }
        let mut next = 0;
        while let Some(first) = dirty.take(next, self.head.len()) {
            let row = self.row(self.tail[first.0] as usize);
            work.touched.clear();
            work.touched.push(first);
            while let Some(arc) = dirty.take(first.0 + 1, row.end) {
                work.touched.push(arc);
            }
            self.settle_row(into, row.clone(), &mut work);
            let heads = &self.head[row.clone()];
            let [up, down] = &work.sides;
            self.pass_on(into, heads, (down, up), 0, &mut dirty);
            self.pass_on(into, heads, (up, down), 1, &mut dirty);
            // arcs are only added in rows above the one at work
            next = row.end;
        }
        into.heaviest = into.heaviest.max(work.heaviest);
        let bound = into.bound.saturating_add(work.rise);
        if bound < u64::from(FAR) {
            into.bound = bound;
            return Ok(());
        }
        match self.check_range(into.heaviest, &into.weights) {
            Ok(bound) => into.bound = bound,
            Err(error) => {
                into.block_all();
                return Err(error);
            }
        }
        Ok(())
    }

    /// Weight of a slot from the caller's arcs and the lower triangles.
    fn compute(&self, metric: &CchMetric, arc: usize, side: usize) -> u32 {
        let mut best = FAR;
        let (low, high) = (self.tail[arc] as usize, self.head[arc]);
        for &input in self.inputs(low as u32) {
            if self.slot[input as usize] as usize == 2 * arc + side {
                best = metric.given[input as usize].min(best);
            }
        }
        // the nearest come last, and little is left to look up once they are known
        for &below in self.below(low).iter().rev() {
            let below = below as usize;
            let weight = metric.weights[below][1 - side][0];
            if weight < best {
                let end = self.first[self.tail[below] as usize + 1] as usize;
                if self.head[end - 1] >= high {
                    let beside = below + 1 + position(&self.head[below + 1..end], high);
                    if self.head[beside] == high {
                        best = best.min(weight + metric.weights[beside][side][0]);
                    }
                }
            }
        }
        best
    }

    /// As [`Cch::compute`] for all arcs of a row, into `open`.
    fn compute_row(&self, metric: &CchMetric, row: Range<usize>, open: &mut [[u32; 2]]) {
        let node = self.tail[row.start];
        for arc in row {
            open[self.head_depth[arc] as usize] = [FAR; 2];
        }
        for &input in self.inputs(node) {
            let slot = self.slot[input as usize] as usize;
            let cell = &mut open[self.head_depth[slot / 2] as usize][slot % 2];
            *cell = metric.given[input as usize].min(*cell);
        }
        for &below in self.below(node as usize) {
            let below = below as usize;
            let [[up], [down]] = metric.weights[below];
            let rest = below + 1..self.row(self.tail[below] as usize).end;
            let steps = metric.weights[rest.clone()].iter();
            for (step, &depth) in steps.zip(&self.head_depth[rest]) {
                let cell = &mut open[depth as usize];
                *cell = [cell[0].min(step[0][0] + down), cell[1].min(step[1][0] + up)];
            }
        }
    }

    /// Computes what was touched in a row, and finds what changed.
    fn settle_row(&self, into: &mut CchMetric, row: Range<usize>, work: &mut Work) {
        let anew = work.touched.iter().flat_map(|(_, arc)| arc.anew);
        // with many to compute, relaxing all triangles of the row beats looking for theirs
        let all = anew.filter(|&anew| anew).count() > WHOLE_ROW.max(row.len());
        if all {
            self.compute_row(into, row.clone(), &mut work.open);
        }
        for side in &mut work.sides {
            side.changed.clear();
        }
        for &(arc, touched) in &work.touched {
            for side in 0..2 {
                if touched.anew[side] {
                    into.weights[arc][side][0] = if all {
                        work.open[self.head_depth[arc] as usize][side]
                    } else {
                        self.compute(into, arc, side)
                    };
                }
                if into.weights[arc][side][0] != touched.before[side] {
                    work.sides[side].changed.push((arc - row.start) as u32);
                }
            }
        }
        if work.sides.iter().all(|side| side.changed.is_empty()) {
            return;
        }
        for (at, side) in work.sides.iter_mut().enumerate() {
            side.after.clear();
            let weights = into.weights[row.clone()].iter();
            side.after.extend(weights.map(|cell| cell[at][0]));
            side.before.clone_from(&side.after);
            side.least.clone_from(&side.after);
        }
        for &(arc, touched) in &work.touched {
            for (side, before) in work.sides.iter_mut().zip(touched.before) {
                let place = arc - row.start;
                let after = side.after[place];
                side.before[place] = before;
                side.least[place] = before.min(after);
                let open = |weight: u32| if weight == FAR { 0 } else { weight };
                work.heaviest = work.heaviest.max(open(after));
                work.rise += u64::from(open(after).saturating_sub(open(before)));
            }
        }
    }

    /// Lowers and touches the arcs between the upper ends of a row that changed, in one direction:
    /// down by the nearer of two arcs, up by the farther, or the reverse.
    fn pass_on(
        &self,
        into: &mut CchMetric,
        heads: &[u32],
        (nearer, farther): (&Side, &Side),
        side: usize,
        dirty: &mut Dirty,
    ) {
        let Some(&last) = farther.changed.last().max(nearer.changed.last()) else {
            return;
        };
        let mut relax = |weight: &mut Cell<1>, seat: usize, (low, high): (usize, usize)| {
            let now = weight[side][0];
            let before = nearer.before[low] + farther.before[high];
            let after = nearer.after[low] + farther.after[high];
            if after < now {
                dirty.touch(seat, *weight);
                weight[side][0] = after;
            } else if after > before && before <= now {
                dirty.touch(seat, *weight).anew[side] = true;
            }
        };
        let (mut near, mut far) = (&nearer.changed[..], &farther.changed[..]);
        for low in 0..=last as usize {
            if far.first() == Some(&(low as u32)) {
                far = &far[1..];
            }
            let whole = near.first() == Some(&(low as u32));
            if whole {
                near = &near[1..];
            } else if far.is_empty() {
                continue;
            }
            let nearest = nearer.least[low];
            // the row above has all heads of the rest, in the same order
            let mut seat = self.first[heads[low] as usize] as usize;
            if whole {
                let rest = heads[low + 1..].iter().zip(&farther.least[low + 1..]);
                for ((&head, &least), high) in rest.zip(low + 1..) {
                    while self.head[seat] < head {
                        seat += 1;
                    }
                    if nearest + least <= into.weights[seat][side][0] {
                        relax(&mut into.weights[seat], seat, (low, high));
                    }
                    seat += 1;
                }
            } else {
                let end = self.first[heads[low] as usize + 1] as usize;
                let mut next = low + 1;
                for &high in far {
                    let high = high as usize;
                    // so many seats at least lie in between, and so many at most are left
                    seat += high - next;
                    next = high;
                    let most = end - (heads.len() - high);
                    seat += position(&self.head[seat..most], heads[high]);
                    if nearest + farther.least[high] <= into.weights[seat][side][0] {
                        relax(&mut into.weights[seat], seat, (low, high));
                    }
                }
            }
        }
    }
}
