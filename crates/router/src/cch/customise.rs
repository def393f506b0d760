//! Weights of shortcuts: lower triangles, row by row in post-order.

use super::error::CchError;
use super::hierarchy::Cch;
use super::metric::{CchMetric, Cell, FAR};
use crate::graph::NONE;
use crate::metric::Metric;

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
        if let Err(foreign) = self.check_source(metric) {
            into.block_all();
            return Err(foreign);
        }
        (into.pruned, into.refused) = (None, false);
        into.cch = Some(self.id);
        into.version.renew();
        into.source = metric.version().clone();
        into.given.clear();
        into.given.extend_from_slice(metric.raw());
        into.has_zero = metric.raw().contains(&0);
        // the sweep writes every weight
        into.weights.resize(self.tail.len(), [[0]; 2]);
        let done = self.check_weights(metric).and_then(|()| {
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

    /// Refuses metrics of other graphs.
    pub(super) fn check_source(&self, metric: &Metric) -> Result<(), CchError> {
        if metric.graph() == self.graph() {
            return Ok(());
        }
        Err(CchError::ForeignMetric {
            metric: metric.graph(),
            hierarchy: self.graph(),
        })
    }

    /// Refuses weights beyond the integers of the hierarchy.
    pub(super) fn check_weights(&self, metric: &Metric) -> Result<(), CchError> {
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
}
