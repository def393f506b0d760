//! Perfect customisation: exact weights, and only the arcs that a shortest path needs.

use super::customise::{Cell, FAR, Via};
use super::{Cch, CchError, CchMetric, NONE};
use crate::Metric;

/// One arc of the search: an ancestor by depth, and the weight.
#[derive(Clone, Copy, Debug)]
pub(super) struct Climb {
    pub(super) depth: u32,
    pub(super) weight: u32,
}

/// Marks a caller's arc among [`Parts`]; others are slots.
pub(super) const INPUT: u32 = 1 << 31;

/// Parts of at most this many are written out instead of pointed to.
const WRITTEN_OUT: usize = 12;

/// What slots are made of, in order of travel: paths unpack by reading along short lists.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    /// Begin of a slot's list.
    first: Vec<u32>,
    list: Vec<u32>,
}

impl Parts {
    #[inline]
    pub(super) fn of(&self, slot: u32) -> std::ops::Range<usize> {
        self.first[slot as usize] as usize..self.first[slot as usize + 1] as usize
    }

    #[inline]
    pub(super) fn at(&self, position: usize) -> u32 {
        self.list[position]
    }

    /// Lists for the needed slots and all that they are made of.
    fn new(via: &[[Via; 2]], needed: &[[bool; 2]]) -> Self {
        let mut used = needed.to_vec();
        for arc in (0..via.len()).rev() {
            for side in 0..2 {
                let (low, high) = via[arc][side];
                if used[arc][side] && high != NONE {
                    used[low as usize][1 - side] = true;
                    used[high as usize][side] = true;
                }
            }
        }
        let mut first = Vec::with_capacity(2 * via.len() + 1);
        let mut list: Vec<u32> = Vec::with_capacity(4 * via.len());
        first.push(0);
        for (arc, slots) in via.iter().enumerate() {
            for (side, &(low, high)) in slots.iter().enumerate() {
                if !used[arc][side] {
                } else if high == NONE {
                    list.push(low | INPUT);
                } else {
                    let (low, high) = (2 * low + (1 - side as u32), 2 * high + side as u32);
                    let halves = if side == 0 { [low, high] } else { [high, low] };
                    let range = |slot: u32| {
                        first[slot as usize] as usize..first[slot as usize + 1] as usize
                    };
                    let lengths = halves.map(|slot| range(slot).len());
                    for (half, length) in halves.into_iter().zip(lengths) {
                        if lengths[0] + lengths[1] <= WRITTEN_OUT || length <= WRITTEN_OUT / 3 {
                            list.extend_from_within(range(half));
                        } else {
                            list.push(half);
                        }
                    }
                }
                first.push(list.len() as u32);
            }
        }
        list.shrink_to_fit();
        Self { first, list }
    }
}

/// The arcs that remain, rows upward and downward one after the other.
#[derive(Clone, Debug)]
pub(super) struct Pruned {
    /// Begin of the upward (`2 rank`) and downward (`2 rank + 1`) row.
    pub(super) first: Vec<u32>,
    pub(super) climbs: Vec<Climb>,
    /// Arc of the hierarchy, by position in `climbs`.
    pub(super) arc: Vec<u32>,
    pub(super) parts: Parts,
}

impl Pruned {
    #[inline]
    pub(super) fn row<const DOWN: usize>(&self, rank: u32) -> std::ops::Range<usize> {
        let at = 2 * rank as usize + DOWN;
        self.first[at] as usize..self.first[at + 1] as usize
    }
}

impl Cch {
    /// Computes exact weights and drops every arc that no shortest path needs (perfect
    /// customisation): takes four to eight times as long as [`Cch::customise`], and halves queries.
    ///
    /// # Errors
    ///
    /// As [`Cch::customise`].
    pub fn customise_perfect(&self, metric: &Metric) -> Result<CchMetric, CchError> {
        self.check_given(metric)?;
        let mut weights = vec![[[FAR]; 2]; self.head.len()];
        let mut via = vec![[(NONE, NONE); 2]; self.head.len()];
        for (arc, (&slot, &weight)) in self.slot.iter().zip(metric.raw()).enumerate() {
            if slot != NONE {
                let (at, side) = (slot as usize / 2, slot as usize % 2);
                // blocked arcs are above all
                if weight < weights[at][side][0] {
                    weights[at][side][0] = weight;
                    via[at][side].0 = arc as u32;
                }
            }
        }
        let heaviest = self.sweep_noting(&mut weights, &mut via);
        let bound = self.check_range(heaviest, &weights)?;
        let mut exact = weights.clone();
        let needed = self.sharpen(&mut exact);
        drop(exact);
        let pruned = self.prune(&weights, &needed, &via);
        let given = metric.raw().to_vec();
        let fingerprint = self.fingerprint;
        let pruned = Some(pruned);
        let has_zero = given.contains(&0);
        Ok(CchMetric {
            fingerprint,
            given,
            weights,
            bound,
            heaviest,
            has_zero,
            pruned,
            refused: false,
        })
    }

    /// Makes all weights exact, from the top down, and tells which arcs no way around replaces.
    ///
    /// A way around from `x` to `y` leaves `x` for another neighbour `z` above it. Where it is
    /// exactly as long, it counts if its first arc is shorter, or as long and `z` higher than `y`:
    /// that order has no cycles, so zero weights cannot make two arcs replace each other.
    fn sharpen(&self, exact: &mut [Cell<1>]) -> Vec<[bool; 2]> {
        let mut needed = vec![[false; 2]; exact.len()];
        let blank = ([FAR; 2], [FAR; 2], [false; 2]);
        let mut open = vec![blank; self.height as usize];
        for node in (0..self.node.len()).rev() {
            let row = self.row(node);
            for arc in row.clone() {
                let [[up], [down]] = exact[arc];
                open[self.head_depth[arc] as usize] = ([up, down], [up, down], [false; 2]);
            }
            for arc in row.clone() {
                let low = self.head_depth[arc] as usize;
                let ([up, down], mut best, mut gone) = open[low];
                let above = self.row(self.head[arc] as usize);
                for (step, &depth) in exact[above.clone()].iter().zip(&self.head_depth[above]) {
                    let [[rise], [fall]] = *step;
                    let (direct, high, dropped) = &mut open[depth as usize];
                    // node -> low -> high, high -> low -> node
                    for (side, sum, free) in
                        [(0, up + rise, rise == 0), (1, fall + down, fall == 0)]
                    {
                        high[side] = high[side].min(sum);
                        dropped[side] |= sum + u32::from(free) <= direct[side];
                    }
                    // node -> high -> low, low -> high -> node
                    let sums = [direct[0] + fall, rise + direct[1]];
                    for side in 0..2 {
                        best[side] = best[side].min(sums[side]);
                    }
                    gone[0] |= sums[0] <= up;
                    gone[1] |= sums[1] <= down;
                }
                open[low].1 = best;
                open[low].2 = gone;
            }
            for arc in row {
                let (direct, best, dropped) = &mut open[self.head_depth[arc] as usize];
                exact[arc] = [[best[0]], [best[1]]];
                needed[arc] = [0, 1].map(|side| direct[side] != FAR && !dropped[side]);
                (*direct, *best, *dropped) = blank;
            }
        }
        needed
    }

    fn prune(&self, weights: &[Cell<1>], needed: &[[bool; 2]], via: &[[Via; 2]]) -> Pruned {
        let count = needed
            .as_flattened()
            .iter()
            .filter(|&&needed| needed)
            .count();
        let mut first = Vec::with_capacity(2 * self.node.len() + 1);
        let mut climbs = Vec::with_capacity(count);
        let mut arcs = Vec::with_capacity(count);
        first.push(0);
        for node in 0..self.node.len() {
            for side in 0..2 {
                for arc in self.row(node) {
                    if needed[arc][side] {
                        let (depth, weight) = (self.head_depth[arc], weights[arc][side][0]);
                        climbs.push(Climb { depth, weight });
                        arcs.push(arc as u32);
                    }
                }
                first.push(climbs.len() as u32);
            }
        }
        let parts = Parts::new(via, needed);
        Pruned {
            first,
            climbs,
            arc: arcs,
            parts,
        }
    }
}
