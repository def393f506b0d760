//! Arcs whose weights may change: taken in ascending order while more are added above.

use super::metric::{Cell, FAR};

/// Arcs whose weights may change.
///
/// One bit per arc gives the order; what is known of an arc lies in a list that a table of open
/// addresses points into. Nothing is taken out of the table, so it needs no tombstones.
pub(super) struct Dirty {
    bits: Vec<u64>,
    list: Vec<Touched>,
    /// Place in the list plus one by hash of the arc; a power of two, half empty at least.
    table: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Touched {
    pub(super) arc: u32,
    /// What the arc weighed before, upward and downward.
    pub(super) before: [u32; 2],
    /// What it weighs at most where it must be computed anew, [`NOT`] elsewhere.
    pub(super) anew: [u32; 2],
}

/// The weight need not be computed.
pub(super) const NOT: u32 = u32::MAX;

impl Dirty {
    pub(super) fn new(arcs: usize, touched: usize) -> Self {
        Self {
            bits: vec![0; arcs.div_ceil(64)],
            list: Vec::with_capacity(touched),
            table: vec![0; (2 * touched).next_power_of_two()],
        }
    }

    #[inline]
    fn seat(&self, arc: u32) -> usize {
        let mask = self.table.len() - 1;
        let mut seat = (arc.wrapping_mul(0x9E37_79B9) >> 7) as usize & mask;
        while self.table[seat] != 0 && self.list[self.table[seat] as usize - 1].arc != arc {
            seat = (seat + 1) & mask;
        }
        seat
    }

    fn touch(&mut self, arc: usize, now: Cell<1>) -> &mut Touched {
        let mut seat = self.seat(arc as u32);
        if self.table[seat] == 0 {
            self.bits[arc / 64] |= 1 << (arc % 64);
            if 2 * self.list.len() >= self.table.len() {
                self.grow();
                seat = self.seat(arc as u32);
            }
            self.list.push(Touched {
                arc: arc as u32,
                before: now.map(|[weight]| weight),
                anew: [NOT; 2],
            });
            self.table[seat] = self.list.len() as u32;
        }
        &mut self.list[self.table[seat] as usize - 1]
    }

    /// A weight of the arc goes down to another.
    #[inline]
    pub(super) fn lower(&mut self, arc: usize, side: usize, weights: &mut [Cell<1>], to: u32) {
        self.touch(arc, weights[arc]);
        weights[arc][side][0] = to;
    }

    /// Something beneath got heavier: the weight must be computed anew, and is at most `most`.
    #[inline]
    pub(super) fn raise(&mut self, arc: usize, side: usize, now: Cell<1>, most: u32) {
        let anew = &mut self.touch(arc, now).anew[side];
        *anew = (*anew).min(most).min(FAR);
    }

    /// What an arc weighed before, given what it weighs now.
    #[inline]
    pub(super) fn before(&self, arc: usize, side: usize, now: u32) -> u32 {
        if self.bits[arc / 64] >> (arc % 64) & 1 == 0 {
            return now;
        }
        let place = self.table[self.seat(arc as u32)] as usize;
        self.list[place - 1].before[side]
    }

    fn grow(&mut self) {
        self.table = vec![0; 2 * self.table.len()];
        for place in 0..self.list.len() {
            let seat = self.seat(self.list[place].arc);
            self.table[seat] = place as u32 + 1;
        }
    }

    /// Takes the next arc at or after a place.
    pub(super) fn take(&mut self, from: usize, end: usize) -> Option<Touched> {
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
        let place = self.table[self.seat(arc as u32)] as usize;
        Some(self.list[place - 1])
    }
}
