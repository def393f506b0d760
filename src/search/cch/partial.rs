//! Re-customisation after a few weights changed: only the arcs that depend on them.

use std::collections::BTreeMap;

use super::customise::FAR;
use super::{Cch, CchError, CchMetric, NONE};
use crate::search::Metric;
use crate::search::metric::BLOCKED;

/// An arc whose weight may have changed.
#[derive(Clone, Copy, Debug)]
struct Dirty {
    /// What it may weigh now by a lighter triangle, upward and downward.
    ///
    /// It is not entered before the arc's turn: until then its neighbours see the old weight.
    lighter: [u32; 2],
    /// Whether something beneath got heavier, so that the weight must be computed anew.
    anew: bool,
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
        into.pruned = None;
        let mut dirty: BTreeMap<u32, Dirty> = BTreeMap::new();
        let mut heaviest = 0;
        for &arc in changed {
            let weight = metric.raw()[arc as usize];
            into.given[arc as usize] = weight;
            into.has_zero |= weight == 0;
            let slot = self.slot[arc as usize];
            if slot == NONE {
                continue;
            }
            if weight != BLOCKED {
                heaviest = heaviest.max(weight);
            }
            dirty.insert(
                slot / 2,
                Dirty {
                    lighter: [FAR; 2],
                    anew: true,
                },
            );
        }
        if heaviest >= FAR {
            into.block_all();
            return Err(CchError::TooHeavy {
                bound: u64::from(heaviest),
                limit: FAR - 1,
            });
        }
        while let Some((arc, Dirty { lighter, anew })) = dirty.pop_first() {
            let before = into.weights[arc as usize].map(|[weight]| weight);
            let after = if anew {
                self.compute(into, arc)
            } else {
                [before[0].min(lighter[0]), before[1].min(lighter[1])]
            };
            if after == before {
                continue;
            }
            into.weights[arc as usize] = after.map(|weight| [weight]);
            for weight in after {
                heaviest = heaviest.max(if weight == FAR { 0 } else { weight });
            }
            self.pass_on(into, arc, before, &mut dirty);
        }
        into.heaviest = into.heaviest.max(heaviest);
        match self.check_range(into.heaviest, &into.weights) {
            Ok(bound) => into.bound = bound,
            Err(error) => {
                into.block_all();
                return Err(error);
            }
        }
        Ok(())
    }

    /// Weights of an arc from the caller's arcs and the lower triangles.
    fn compute(&self, metric: &CchMetric, arc: u32) -> [u32; 2] {
        let mut best = [FAR; 2];
        for &input in self.inputs(self.tail[arc as usize]) {
            let slot = self.slot[input as usize];
            if slot / 2 == arc {
                let cell = &mut best[slot as usize % 2];
                *cell = metric.given[input as usize].min(*cell);
            }
        }
        self.each_lower_triangle(arc, |low, high| {
            let [[rise], [fall]] = metric.weights[low as usize];
            let [[up], [down]] = metric.weights[high as usize];
            best = [best[0].min(fall + up), best[1].min(down + rise)];
            true
        });
        best
    }

    /// Tells the upper arcs of all triangles with `arc` at the bottom that it changed.
    fn pass_on(
        &self,
        metric: &CchMetric,
        arc: u32,
        before: [u32; 2],
        dirty: &mut BTreeMap<u32, Dirty>,
    ) {
        let after = metric.weights[arc as usize].map(|[weight]| weight);
        let head = self.head[arc as usize];
        let row = self.row(self.tail[arc as usize] as usize);
        // arcs to the same middle node: below `arc` in the row they are the lower ends
        for other in row {
            let other = other as u32;
            let far = self.head[other as usize];
            let Some(upper) = (match far.cmp(&head) {
                std::cmp::Ordering::Less => self.find(far, head),
                std::cmp::Ordering::Equal => None,
                std::cmp::Ordering::Greater => self.find(head, far),
            }) else {
                continue;
            };
            let beside = metric.weights[other as usize].map(|[weight]| weight);
            let sums = |mine: [u32; 2]| {
                let (low, high) = if far < head {
                    (beside, mine)
                } else {
                    (mine, beside)
                };
                [low[1] + high[0], high[1] + low[0]]
            };
            let (old, new) = (sums(before), sums(after));
            let known = dirty.get(&upper).map_or([FAR; 2], |dirty| dirty.lighter);
            let weight = metric.weights[upper as usize].map(|[weight]| weight);
            let now = [weight[0].min(known[0]), weight[1].min(known[1])];
            let heavier = (0..2).any(|side| new[side] > old[side] && old[side] <= now[side]);
            let lighter = (0..2).any(|side| new[side] < now[side]);
            if heavier || lighter {
                let entry = dirty.entry(upper).or_insert(Dirty {
                    lighter: [FAR; 2],
                    anew: false,
                });
                entry.anew |= heavier;
                entry.lighter = [known[0].min(new[0]), known[1].min(new[1])];
            }
        }
    }

    /// The arc between two nodes, by their ranks.
    pub(super) fn find(&self, low: u32, high: u32) -> Option<u32> {
        let row = self.row(low as usize);
        let at = self.head[row.clone()].binary_search(&high).ok()?;
        Some((row.start + at) as u32)
    }
}
