//! Weights of shortcuts: lower triangles, row by row in post-order.

use super::perfect::Pruned;
use super::{Cch, CchError, NONE};
use crate::Metric;
use crate::metric::BLOCKED;

/// No way; two of them add up without wrapping, and no distance reaches it.
pub(super) const FAR: u32 = u32::MAX >> 1;

/// Where a weight comes from: the arcs of the middle node to the lower and to the upper end, or
/// the caller's arc and [`NONE`].
pub(super) type Via = (u32, u32);

/// Weights of one arc: upward and downward, for `L` metrics side by side.
pub(super) type Cell<const L: usize> = [[u32; L]; 2];

/// A metric on a [`Cch`], ready for queries.
///
/// # Examples
///
/// ```
/// use trade_corridor_router::{Cch, CchQuery, Graph, Metric, Order};
///
/// let graph = Graph::new(3, [(0, 1), (1, 2), (0, 2)])?;
/// let cch = Cch::new(&graph, &Order::minimum_degree(&graph))?;
/// let customised = cch.customise_perfect(&Metric::from_weights(&graph, [4, 3, 8])?)?;
/// assert_eq!(CchQuery::new().distance(&cch, &customised, 0, 2)?, Some(7));
///
/// let foreign = Graph::new(2, [(0, 1)])?;
/// assert!(cch.customise(&Metric::from_weights(&foreign, [4])?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct CchMetric {
    pub(super) fingerprint: u64,
    /// The caller's weights.
    pub(super) given: Vec<u32>,
    pub(super) weights: Vec<Cell<1>>,
    /// No path of the hierarchy weighs more than this.
    pub(super) bound: u64,
    pub(super) heaviest: u32,
    /// Whether an arc weighs nothing, so that unpacked paths may run in a circle.
    pub(super) has_zero: bool,
    pub(super) pruned: Option<Pruned>,
    /// Whether weights were refused and every arc is blocked instead.
    pub(super) refused: bool,
}

impl CchMetric {
    /// Whether [`Cch::customise_perfect`] made it: queries are about twice as fast.
    pub fn is_perfect(&self) -> bool {
        self.pruned.is_some()
    }

    /// Tells the metric from others.
    pub(super) fn stamp(&self) -> u64 {
        self.fingerprint
    }

    pub(super) fn block_all(&mut self) {
        self.given.fill(BLOCKED);
        self.weights.fill([[FAR]; 2]);
        (self.bound, self.heaviest) = (0, 0);
        self.pruned = None;
        self.refused = true;
    }
}

impl Cch {
    /// Computes the weights of all shortcuts (basic customisation).
    ///
    /// # Errors
    ///
    /// [`CchError::ForeignMetric`]; [`CchError::TooHeavy`] when path sums could leave the range of
    /// the hierarchy's integers (2³¹ − 2).
    ///
    /// # Complexity
    ///
    /// One step of two additions per lower triangle; 8 bytes per arc of the hierarchy.
    pub fn customise(&self, metric: &Metric) -> Result<CchMetric, CchError> {
        let mut customised = CchMetric::default();
        self.customise_into(metric, &mut customised)?;
        Ok(customised)
    }

    /// As [`Cch::customise`], in the memory of a former result.
    ///
    /// # Errors
    ///
    /// As [`Cch::customise`]; the result has every arc blocked then.
    pub fn customise_into(&self, metric: &Metric, into: &mut CchMetric) -> Result<(), CchError> {
        self.customise_by(metric, into, |given, weights| {
            self.sweep_rows(0..self.node.len(), 0, given, weights)
        })
    }

    pub(super) fn customise_by(
        &self,
        metric: &Metric,
        into: &mut CchMetric,
        sweep: impl FnOnce(&[[u32; 1]], &mut [Cell<1>]) -> u32,
    ) -> Result<(), CchError> {
        (into.pruned, into.refused) = (None, false);
        into.fingerprint = self.fingerprint;
        into.given.clear();
        into.given.extend_from_slice(metric.raw());
        into.has_zero = metric.raw().contains(&0);
        // the sweep writes every weight
        into.weights.resize(self.head.len(), [[0]; 2]);
        let done = self.check_given(metric).and_then(|()| {
            let heaviest = sweep(into.given.as_chunks().0, &mut into.weights);
            Ok((heaviest, self.check_range(heaviest, &into.weights)?))
        });
        match done {
            Ok((heaviest, bound)) => {
                (into.heaviest, into.bound) = (heaviest, bound);
                Ok(())
            }
            Err(error) => {
                into.block_all();
                Err(error)
            }
        }
    }

    /// Refuses metrics of other graphs and weights beyond the integers of the hierarchy.
    pub(super) fn check_given(&self, metric: &Metric) -> Result<(), CchError> {
        if metric.arcs() as usize != self.slot.len() {
            return Err(CchError::ForeignMetric {
                metric: metric.arcs(),
                graph: self.slot.len() as u32,
            });
        }
        // blocked wraps to zero, so that it is not the heaviest
        let heaviest = |heaviest: u32, weight: &u32| heaviest.max(weight.wrapping_add(1));
        if metric.raw().iter().fold(0, heaviest) > FAR {
            // loops may weigh what they like
            let arcs = self.slot.iter().zip(metric.raw());
            let arcs = arcs.filter_map(|(&slot, weight)| (slot != NONE).then_some(weight));
            let heaviest = arcs.fold(0, heaviest);
            if heaviest > FAR {
                let bound = u64::from(heaviest) - 1;
                return Err(CchError::TooHeavy {
                    bound,
                    limit: FAR - 1,
                });
            }
        }
        Ok(())
    }

    /// Puts the caller's weights on some rows and relaxes all lower triangles; returns the heaviest
    /// weight. `weights` begin at the arc `base` and hold all rows beneath these, `given` are the
    /// caller's weights by arc.
    ///
    /// The row being worked on lies open by depth, so that no arc has to be looked for.
    pub(super) fn sweep_rows<const L: usize>(
        &self,
        rows: impl Iterator<Item = usize>,
        base: usize,
        given: &[[u32; L]],
        weights: &mut [Cell<L>],
    ) -> u32 {
        let mut open = vec![[[FAR; L]; 2]; self.height as usize];
        let mut heaviest = [[0; L]; 2];
        for node in rows {
            for &input in self.inputs(node as u32) {
                let slot = self.slot[input as usize] as usize;
                let cell = &mut open[self.head_depth[slot / 2] as usize][slot % 2];
                for (cell, &weight) in cell.iter_mut().zip(&given[input as usize]) {
                    *cell = weight.min(*cell);
                }
            }
            for &below in self.below(node) {
                let rest = below.rest();
                let [up, down] = weights[below.arc as usize - base];
                let steps = &weights[rest.start - base..rest.end - base];
                for (step, &depth) in steps.iter().zip(&self.head_depth[rest]) {
                    let cell = &mut open[depth as usize];
                    for lane in 0..L {
                        cell[0][lane] = cell[0][lane].min(step[0][lane] + down[lane]);
                        cell[1][lane] = cell[1][lane].min(step[1][lane] + up[lane]);
                    }
                }
            }
            let row = self.row(node);
            let row_weights = &mut weights[row.start - base..row.end - base];
            for (weight, &depth) in row_weights.iter_mut().zip(&self.head_depth[row]) {
                *weight = std::mem::replace(&mut open[depth as usize], [[FAR; L]; 2]);
                for side in 0..2 {
                    for lane in 0..L {
                        // blocked wraps to zero, as above
                        let weight = (weight[side][lane] + 1) & FAR;
                        heaviest[side][lane] = heaviest[side][lane].max(weight);
                    }
                }
            }
        }
        let heaviest = heaviest.as_flattened().iter().max();
        heaviest.map_or(0, |heaviest| heaviest.saturating_sub(1))
    }

    /// A bound of all sums along up-down paths; refuses weights with which one could reach
    /// [`FAR`].
    pub(super) fn check_range<const L: usize>(
        &self,
        heaviest: u32,
        weights: &[Cell<L>],
    ) -> Result<u64, CchError> {
        // a path visits each depth at most once on its way up and once on its way down
        let bound = u64::from(heaviest) * 2 * u64::from(self.height);
        if bound < u64::from(FAR) {
            return Ok(bound);
        }
        // a way up and a way down need not both be the longest
        let bound = 2 * self.longest_climb(weights);
        if bound < u64::from(FAR) {
            return Ok(bound);
        }
        let bound = self.longest_ways(weights);
        if bound >= u64::from(FAR) {
            return Err(CchError::TooHeavy {
                bound,
                limit: FAR - 1,
            });
        }
        Ok(bound)
    }

    /// What the longest way up and the longest way down weigh together, each metric by itself.
    fn longest_ways<const L: usize>(&self, weights: &[Cell<L>]) -> u64 {
        let mut longest = vec![[[0_u64; L]; 2]; self.node.len()];
        let mut most = [[0_u64; L]; 2];
        for node in (0..self.node.len()).rev() {
            let mut long = [[0_u64; L]; 2];
            for arc in self.row(node) {
                let above = longest[self.head[arc] as usize];
                for side in 0..2 {
                    for lane in 0..L {
                        let weight = weights[arc][side][lane];
                        if weight != FAR {
                            let sum = above[side][lane] + u64::from(weight);
                            long[side][lane] = long[side][lane].max(sum);
                        }
                    }
                }
            }
            longest[node] = long;
            for side in 0..2 {
                for lane in 0..L {
                    most[side][lane] = most[side][lane].max(long[side][lane]);
                }
            }
        }
        let both = (0..L).map(|lane| most[0][lane] + most[1][lane]);
        both.max().unwrap_or(0)
    }

    /// What the longest way upward weighs, in the heavier direction of every arc and the heaviest
    /// of all metrics.
    fn longest_climb<const L: usize>(&self, weights: &[Cell<L>]) -> u64 {
        // by depth: all that lies beneath a node comes between it and the one of its depth before
        let mut climbs = vec![0; self.height as usize];
        let mut longest = 0;
        for (node, &depth) in self.depth.iter().enumerate() {
            let climb = std::mem::take(&mut climbs[depth as usize]);
            longest = climb.max(longest);
            let row = self.row(node);
            for (weights, &depth) in weights[row.clone()].iter().zip(&self.head_depth[row]) {
                let mut heaviest = [0; L];
                for lane in 0..L {
                    // blocked wraps to zero, others weigh one more, which does not matter
                    let open = [0, 1].map(|side| (weights[side][lane] + 1) & FAR);
                    heaviest[lane] = open[0].max(open[1]);
                }
                let heaviest = heaviest.into_iter().max().map_or(0, u64::from);
                let above = &mut climbs[depth as usize];
                *above = (climb + heaviest).max(*above);
            }
        }
        longest
    }

    /// As [`Cch::sweep`], and notes for every weight where it comes from.
    pub(super) fn sweep_noting(&self, weights: &mut [Cell<1>], via: &mut [[Via; 2]]) -> u32 {
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
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Graph, Order};

    proptest! {
        #[test]
        fn the_climb_of_all_bounds_the_ways_of_each(
            nodes in 1_u32..60,
            arcs in prop::collection::vec((any::<u32>(), 0_u32..9, 0_u32..FAR, 0_u32..9), 0..200),
        ) {
            let ends = arcs.iter().map(|&(tail, step, ..)| {
                let tail = tail % nodes;
                (tail, (tail + step) % nodes)
            });
            let graph = Graph::new(nodes, ends).unwrap();
            let cch = Cch::new(&graph, &Order::minimum_degree(&graph)).unwrap();
            let given: Vec<_> = arcs
                .iter()
                .map(|&(.., weight, lane)| {
                    let weight = |at| if at == lane { BLOCKED } else { weight >> (at % 4 * 9) };
                    [0, 1, 2, 3].map(weight)
                })
                .collect();
            let mut weights = vec![[[0; 4]; 2]; cch.arcs() as usize];
            let heaviest = cch.sweep_rows(0..cch.node.len(), 0, &given, &mut weights);
            let exact = cch.longest_ways(&weights);
            prop_assert!(exact <= 2 * cch.longest_climb(&weights));
            match cch.check_range(heaviest, &weights) {
                Ok(bound) => prop_assert!(exact <= bound && bound < u64::from(FAR)),
                Err(error) => {
                    prop_assert!(exact >= u64::from(FAR));
                    prop_assert_eq!(error, CchError::TooHeavy { bound: exact, limit: FAR - 1 });
                }
            }
        }
    }
}
