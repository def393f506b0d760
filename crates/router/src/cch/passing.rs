//! Passing changed weights on to the upper sides of their triangles.
//!
//! Let `x` be the node of the row, `y` the head whose arc changed, `q` a head below `y`. No triangle
//! of `x`, `y` and a head above `q` matters where the way between `x` and `y` over `q` is shorter
//! than the arc, because the triangle over `q` has less to offer: so heads are visited from below,
//! and the first such `q` ends the walk. For a weight that rose that is asked of the former weights,
//! for one that fell of the present ones.
//!
//! The arc of `y` and `q` may yet rise, which shows only in the row of `q`. There a risen weight
//! marks whatever its *former* value could have lowered together with the smaller of the former and
//! the present value beside it, so nothing that relied on it is missed.

use std::ops::Range;

use super::dirty::Dirty;
use super::hierarchy::Cch;
use super::metric::{CchMetric, Cell};

/// Weights of a row by place, before and after.
#[derive(Default)]
pub(super) struct Change {
    pub(super) before: Vec<Cell<1>>,
    pub(super) after: Vec<Cell<1>>,
}

impl Cch {
    /// Lowers, or marks to be computed, what depends on one direction of an arc of a row.
    pub(super) fn pass_on<const SIDE: usize>(
        &self,
        into: &mut CchMetric,
        row: Range<usize>,
        place: usize,
        change: &Change,
        dirty: &mut Dirty,
    ) {
        let ([old], [new]) = (change.before[place][SIDE], change.after[place][SIDE]);
        if new < old {
            self.pass_on_lower::<SIDE>(into, row, place, new, change, dirty);
        } else if new > old {
            self.pass_on_higher::<SIDE>(into, row, place, (old, new), change, dirty);
        }
    }

    fn pass_on_lower<const SIDE: usize>(
        &self,
        into: &mut CchMetric,
        row: Range<usize>,
        place: usize,
        new: u32,
        change: &Change,
        dirty: &mut Dirty,
    ) {
        let other = 1 - SIDE;
        let (heads, depths) = (&self.heads()[row.clone()], &self.head_depth[row]);
        let (head, depth) = (heads[place], depths[place]);
        let left = heads.len() - place;
        let arcs = heads.iter().zip(depths).zip(&change.after);
        for ((&node, &from), after) in arcs.take(place) {
            let seat = self.seat((node, from), depth, left);
            let [now] = into.weights[seat][SIDE];
            let sum = new + after[other][0];
            if sum < now {
                dirty.lower(seat, SIDE, &mut into.weights, sum);
            }
            if new > now + after[SIDE][0] {
                return;
            }
        }
        let above = place + 1..;
        let seats = self.seats_above(head, &depths[above.clone()]);
        for (seat, after) in seats.zip(change.after[above].iter().rev()) {
            let sum = new + after[other][0];
            if sum < into.weights[seat][other][0] {
                dirty.lower(seat, other, &mut into.weights, sum);
            }
        }
    }

    fn pass_on_higher<const SIDE: usize>(
        &self,
        into: &mut CchMetric,
        row: Range<usize>,
        place: usize,
        (old, new): (u32, u32),
        change: &Change,
        dirty: &mut Dirty,
    ) {
        let other = 1 - SIDE;
        let (heads, depths) = (&self.heads()[row.clone()], &self.head_depth[row]);
        let (head, depth) = (heads[place], depths[place]);
        let left = heads.len() - place;
        let cells = change.before.iter().zip(&change.after);
        let arcs = heads.iter().zip(depths).zip(cells);
        for ((&node, &from), (before, after)) in arcs.take(place) {
            let seat = self.seat((node, from), depth, left);
            let [now] = into.weights[seat][SIDE];
            let [beside] = after[other];
            if old + before[other][0].min(beside) <= now {
                dirty.raise(seat, SIDE, into.weights[seat], new + beside);
            }
            let way = before[SIDE][0].max(after[SIDE][0]);
            if old > now + way && old > dirty.before(seat, SIDE, now) + way {
                return;
            }
        }
        let above = place + 1..;
        let seats = self.seats_above(head, &depths[above.clone()]);
        let cells = change.before[above.clone()]
            .iter()
            .zip(&change.after[above]);
        for (seat, (before, after)) in seats.zip(cells.rev()) {
            let [beside] = after[other];
            if old + before[other][0].min(beside) <= into.weights[seat][other][0] {
                dirty.raise(seat, other, into.weights[seat], new + beside);
            }
        }
    }

    /// Arcs of a node to some of its ancestors by depth, the uppermost first.
    fn seats_above<'a>(
        &'a self,
        node: u32,
        depths: &'a [u32],
    ) -> impl Iterator<Item = usize> + use<'a> {
        let mut seat = self.row(node as usize).end;
        depths.iter().rev().map(move |&depth| {
            seat -= 1;
            while self.head_depth[seat] != depth {
                seat -= 1;
            }
            seat
        })
    }

    /// Arc of a node, itself at the depth `from`, to its ancestor at another depth, when it is
    /// among the `left` last ones.
    #[inline]
    fn seat(&self, (node, from): (u32, u32), depth: u32, left: usize) -> usize {
        let seats = self.row(node as usize);
        // so many nodes lie in between
        let between = (from - depth - 1) as usize;
        // mostly one of the two bounds is met
        let to = (seats.end - left).min(seats.start + between);
        if self.head_depth[to] == depth {
            return to;
        }
        self.seek(seats, to, depth)
    }

    /// As [`Cch::seat`], for an arc before a place.
    #[cold]
    fn seek(&self, seats: Range<usize>, to: usize, depth: u32) -> usize {
        // above an ancestor lie as many as its depth
        let from = seats.end.saturating_sub(depth as usize + 1);
        let from = from.max(seats.start);
        from + self.head_depth[from..to].partition_point(|&other| other > depth)
    }
}
