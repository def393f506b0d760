//! Perfect customisation: exact weights, and only the arcs that a shortest path needs.

use super::error::CchError;
use super::hierarchy::Cch;
use super::metric::{CchMetric, Cell, Climb, FAR, INPUT, Pruned};
use crate::graph::NONE;
use crate::metric::Metric;
use crate::rows::Rows;
use crate::version::Version;

/// Where a weight comes from: the arcs of the middle node to the lower and to the upper end, or
/// the caller's arc and [`NONE`].
type Via = (u32, u32);

/// Parts of at most this many are written out instead of pointed to.
const WRITTEN_OUT: usize = 12;

impl Cch {
    /// Computes exact weights and drops every arc that no shortest path needs (perfect
    /// customisation): takes four to eight times as long as [`Cch::customise`], and halves queries.
    ///
    /// # Errors
    ///
    /// As [`Cch::customise`].
    pub fn customise_perfect(&self, metric: &Metric) -> Result<CchMetric, CchError> {
        self.check_source(metric)?;
        self.check_weights(metric)?;
        let mut weights = vec![[[FAR]; 2]; self.tail.len()];
        let mut via = vec![[(NONE, NONE); 2]; self.tail.len()];
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
        let pruned = Some(pruned);
        let has_zero = given.contains(&0);
        Ok(CchMetric {
            cch: Some(self.id),
            version: Version::default(),
            source: metric.version().clone(),
            given,
            weights,
            bound,
            heaviest,
            has_zero,
            pruned,
            refused: false,
        })
    }

    /// As [`Cch::sweep_rows`] for all rows, and notes for every weight where it comes from.
    fn sweep_noting(&self, weights: &mut [Cell<1>], via: &mut [[Via; 2]]) -> u32 {
        let mut open = vec![([FAR; 2], [(NONE, NONE); 2]); self.height as usize];
        let mut heaviest = 0;
        for node in 0..self.node.len() {
            let row = self.row(node);
            for arc in row.clone() {
                let [[up], [down]] = weights[arc];
                open[self.head_depth[arc] as usize] = ([up, down], via[arc]);
            }
            for &below in self.below(node) {
                let [[up], [down]] = weights[below.arc as usize];
                let rest = below.rest();
                let arcs = weights[rest.clone()].iter().zip(&self.head_depth[rest]);
                for ((step, &depth), beside) in arcs.zip(below.arc + 1..) {
                    let (cell, from) = &mut open[depth as usize];
                    let sums = [step[0][0] + down, step[1][0] + up];
                    for side in 0..2 {
                        let better = sums[side] < cell[side];
                        cell[side] = if better { sums[side] } else { cell[side] };
                        from[side] = if better {
                            (below.arc, beside)
                        } else {
                            from[side]
                        };
                    }
                }
            }
            for arc in row {
                let (cell, from) = open[self.head_depth[arc] as usize];
                weights[arc] = [[cell[0]], [cell[1]]];
                via[arc] = from;
                for weight in cell {
                    heaviest = heaviest.max(if weight == FAR { 0 } else { weight });
                }
            }
        }
        heaviest
    }

    /// Makes all weights exact, from the top down; returns which arcs no way around replaces.
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
                let above = self.row(self.heads()[arc] as usize);
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
        let mut climbs = Rows::with_capacity(2 * self.node.len(), count);
        let mut arcs = Vec::with_capacity(count);
        for node in 0..self.node.len() {
            for side in 0..2 {
                for arc in self.row(node) {
                    if needed[arc][side] {
                        let (depth, weight) = (self.head_depth[arc], weights[arc][side][0]);
                        climbs.push(Climb { depth, weight });
                        arcs.push(arc as u32);
                    }
                }
                climbs.end_row();
            }
        }
        Pruned {
            climbs,
            arc: arcs,
            parts: parts(via, needed),
        }
    }
}

/// Lists for the needed slots and all that they are made of.
fn parts(via: &[[Via; 2]], needed: &[[bool; 2]]) -> Rows<u32> {
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
    let mut lists = Rows::with_capacity(2 * via.len(), 4 * via.len());
    for (arc, slots) in via.iter().enumerate() {
        for (side, &(low, high)) in slots.iter().enumerate() {
            if !used[arc][side] {
            } else if high == NONE {
                lists.push(low | INPUT);
            } else {
                let (low, high) = (2 * low + (1 - side as u32), 2 * high + side as u32);
                let halves = if side == 0 { [low, high] } else { [high, low] };
                let ranges = halves.map(|slot| lists.range(slot as usize));
                let both = ranges[0].len() + ranges[1].len();
                for (half, range) in halves.into_iter().zip(ranges) {
                    if both <= WRITTEN_OUT || range.len() <= WRITTEN_OUT / 3 {
                        lists.extend_from_within(range);
                    } else {
                        lists.push(half);
                    }
                }
            }
            lists.end_row();
        }
    }
    lists.shrink_to_fit();
    lists
}
