//! Re-customisation after a few weights changed: only the arcs that depend on them.

use std::ops::Range;

use super::dirty::{Dirty, NOT, Touched};
use super::error::CchError;
use super::hierarchy::Cch;
use super::metric::{CchMetric, FAR};
use super::passing::Change;
use crate::graph::NONE;
use crate::ids::ArcId;
use crate::metric::{BLOCKED, Metric};

/// A row is computed whole when it has fewer arcs than so many for each that must be computed.
const ARCS_PER_WEIGHT: usize = 8;

/// All rows are computed when less than so many arcs of the hierarchy come on a changed one.
const ARCS_PER_CHANGE: usize = 64;

/// All rows are computed after so many looks at triangles for each arc of the hierarchy.
const LOOKS_PER_ARC: usize = 2;

/// An arc that is touched takes as long as so many looks at triangles.
const LOOKS_PER_TOUCH: usize = 16;

/// The row at work: all rows beneath it are final before its turn, and its arcs do not depend on
/// each other, so every weight that is passed on is final.
struct Work {
    touched: Vec<Touched>,
    change: Change,
    /// Weights computed anew, by depth.
    open: Vec<[u32; 2]>,
    heaviest: u32,
    /// By how much weights rose in all: no path rose by more, as it uses an arc but once.
    rise: u64,
    /// Triangles looked at, about.
    looks: usize,
}

impl Work {
    fn new(cch: &Cch, heaviest: u32) -> Self {
        Self {
            touched: Vec::new(),
            change: Change::default(),
            open: vec![[FAR; 2]; cch.height as usize],
            heaviest,
            rise: 0,
            looks: 0,
        }
    }
}

impl Cch {
    /// Brings a metric up to date after the weights of some of the caller's arcs changed, as if
    /// customised anew (basic customisation: a perfect metric becomes a basic one).
    ///
    /// # Errors
    ///
    /// As [`Cch::customise`], [`CchError::ForeignCustomisation`] when `into` is of another hierarchy,
    /// and [`CchError::UnknownArc`]; on [`CchError::TooHeavy`] every arc is blocked, otherwise nothing
    /// is changed.
    ///
    /// # Complexity
    ///
    /// Grows with the number of shortcuts that change, not with the graph; where most of them do,
    /// up to twice as long as [`Cch::customise`].
    pub fn recustomise(
        &self,
        into: &mut CchMetric,
        metric: &Metric,
        changed: &[ArcId],
    ) -> Result<(), CchError> {
        self.check_source(metric)?;
        if into.cch != Some(self.id) {
            return Err(CchError::ForeignCustomisation);
        }
        let arcs = metric.arcs();
        if let Some(&arc) = changed.iter().find(|&&arc| arc.0 >= arcs) {
            return Err(CchError::UnknownArc { arc, arcs });
        }
        if into.refused {
            return self.customise_into(metric, into);
        }
        let few = ARCS_PER_CHANGE * changed.len() <= self.tail.len();
        let most = if few {
            LOOKS_PER_ARC * self.tail.len()
        } else {
            0
        };
        self.recustomise_within(into, metric, changed, most)
    }

    /// As [`Cch::recustomise`], computing all rows once more than `most` triangles were looked at.
    fn recustomise_within(
        &self,
        into: &mut CchMetric,
        metric: &Metric,
        changed: &[ArcId],
        most: usize,
    ) -> Result<(), CchError> {
        into.pruned = None;
        into.version.renew();
        into.source = metric.version().clone();
        let mut dirty = (most > 0).then(|| Dirty::new(self.tail.len(), 32 * changed.len()));
        let heaviest = self.give(into, metric, changed, dirty.as_mut());
        if heaviest >= FAR {
            into.block_all();
            return Err(CchError::TooHeavy {
                bound: u64::from(heaviest),
                limit: FAR - 1,
            });
        }
        let mut work = Work::new(self, heaviest);
        let mut bound = u64::MAX;
        let done = dirty.is_some_and(|mut dirty| self.pass_up(into, &mut dirty, &mut work, most));
        if done {
            into.heaviest = into.heaviest.max(work.heaviest);
            bound = into.bound.saturating_add(work.rise);
        } else {
            let given = into.given.as_chunks().0;
            into.heaviest = self.sweep_rows(0..self.node.len(), 0, given, &mut into.weights);
        }
        if bound >= u64::from(FAR) {
            bound = match self.check_range(into.heaviest, &into.weights) {
                Ok(bound) => bound,
                Err(error) => {
                    into.block_all();
                    return Err(error);
                }
            };
        }
        into.bound = bound;
        Ok(())
    }

    /// Takes over the caller's weights, and notes what depends on them; the heaviest of them.
    fn give(
        &self,
        into: &mut CchMetric,
        metric: &Metric,
        changed: &[ArcId],
        mut dirty: Option<&mut Dirty>,
    ) -> u32 {
        let mut heaviest = 0;
        for arc in changed.iter().map(|arc| arc.index()) {
            let weight = metric.raw()[arc];
            let former = std::mem::replace(&mut into.given[arc], weight);
            into.has_zero |= weight == 0;
            let slot = self.slot[arc];
            if slot == NONE {
                continue;
            }
            if weight != BLOCKED {
                heaviest = heaviest.max(weight);
            }
            let Some(dirty) = &mut dirty else { continue };
            let (at, side) = (slot as usize / 2, slot as usize % 2);
            let [now] = into.weights[at][side];
            if weight < now {
                dirty.lower(at, side, &mut into.weights, weight);
            } else if weight > former && former <= now {
                dirty.raise(at, side, into.weights[at], weight);
            }
        }
        heaviest
    }

    /// Settles all rows that are touched, from below; false when it gave up after `most` looks at
    /// triangles.
    fn pass_up(
        &self,
        into: &mut CchMetric,
        dirty: &mut Dirty,
        work: &mut Work,
        most: usize,
    ) -> bool {
        let mut next = 0;
        while let Some(first) = dirty.take(next, self.tail.len()) {
            let row = self.row(self.tail[first.arc as usize] as usize);
            work.touched.clear();
            work.touched.push(first);
            next = first.arc as usize + 1;
            while let Some(touched) = dirty.take(next, row.end) {
                next = touched.arc as usize + 1;
                work.touched.push(touched);
            }
            // arcs are only added in rows above the one at work
            next = row.end;
            self.settle_row(into, row.clone(), work);
            for touched in &work.touched {
                let place = touched.arc as usize - row.start;
                self.pass_on::<0>(into, row.clone(), place, &work.change, dirty);
                self.pass_on::<1>(into, row.clone(), place, &work.change, dirty);
            }
            work.looks += work.touched.len() * (row.len() + LOOKS_PER_TOUCH);
            if work.looks > most {
                return false;
            }
        }
        true
    }

    /// Computes what was touched in a row, and notes all weights before and after.
    fn settle_row(&self, into: &mut CchMetric, row: Range<usize>, work: &mut Work) {
        let node = self.tail[row.start];
        let mut count = 0;
        let mut most = [0; 2];
        for touched in &work.touched {
            for (most, &anew) in most.iter_mut().zip(&touched.anew) {
                if anew != NOT {
                    *most = anew.max(*most);
                    count += 1;
                }
            }
        }
        // with many to compute, relaxing all triangles of the row beats looking for the few
        let all = ARCS_PER_WEIGHT * count > row.len();
        if all {
            self.compute_row(into, row.clone(), most, &mut work.open);
            work.looks += self.below(node as usize).len() * row.len() / 4;
        } else if count > 0 {
            work.looks += self.below(node as usize).len() * count;
        }
        let Change { before, after } = &mut work.change;
        for touched in &work.touched {
            let arc = touched.arc as usize;
            for side in 0..2 {
                let most = touched.anew[side];
                if most != NOT {
                    into.weights[arc][side][0] = if all {
                        most.min(work.open[self.head_depth[arc] as usize][side])
                    } else {
                        self.compute(into, arc, side, most)
                    };
                }
            }
        }
        after.clear();
        after.extend_from_slice(&into.weights[row.clone()]);
        before.clone_from(after);
        for touched in &work.touched {
            let place = touched.arc as usize - row.start;
            before[place] = touched.before.map(|weight| [weight]);
            for (&[after], before) in after[place].iter().zip(touched.before) {
                let open = |weight: u32| if weight == FAR { 0 } else { weight };
                work.heaviest = work.heaviest.max(open(after));
                work.rise += u64::from(open(after).saturating_sub(open(before)));
            }
        }
    }

    /// Weight of a slot from the caller's arcs and the lower triangles; it is known to be at most
    /// `best`.
    fn compute(&self, metric: &CchMetric, arc: usize, side: usize, mut best: u32) -> u32 {
        let (low, high) = (self.tail[arc], self.heads()[arc]);
        for &input in self.inputs(low) {
            if self.slot[input as usize] as usize == 2 * arc + side {
                best = metric.given[input as usize].min(best);
            }
        }
        // the middle nodes lie beneath the lower end; rows that end alike are one node's
        let lowest = self.row(self.lowest[low as usize] as usize).start as u32;
        let (mut steps, mut rises) = (self.below(low as usize), self.below(high as usize));
        let from = rises.partition_point(|rise| rise.arc < lowest);
        rises = &rises[from..];
        while let ([step, steps_on @ ..], [rise, rises_on @ ..]) = (steps, rises) {
            if step.end == rise.end {
                let [step, rise] = [step, rise].map(|below| metric.weights[below.arc as usize]);
                best = best.min(step[1 - side][0] + rise[side][0]);
            }
            // two choices without a branch
            let (step, rise) = (step.end <= rise.end, rise.end <= step.end);
            steps = if step { steps_on } else { steps };
            rises = if rise { rises_on } else { rises };
        }
        best
    }

    /// As [`Cch::compute`] for all arcs of a row, into `open`; weights of `most` and above may be
    /// missing, upward and downward.
    fn compute_row(
        &self,
        metric: &CchMetric,
        row: Range<usize>,
        most: [u32; 2],
        open: &mut [[u32; 2]],
    ) {
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
            let [[up], [down]] = metric.weights[below.arc as usize];
            if down >= most[0] && up >= most[1] {
                continue;
            }
            let rest = below.rest();
            let steps = metric.weights[rest.clone()].iter();
            for (step, &depth) in steps.zip(&self.head_depth[rest]) {
                let cell = &mut open[depth as usize];
                *cell = [cell[0].min(step[0][0] + down), cell[1].min(step[1][0] + up)];
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{Graph, NodeId, Order};

    /// Few different weights, so that ways of the same length abound; zero and blocked among them.
    fn weight() -> impl Strategy<Value = Option<u32>> {
        prop_oneof![8 => (0_u32..12).prop_map(Some), 1 => Just(None), 2 => (0_u32..1000).prop_map(Some)]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn every_weight_is_as_if_customised_anew(
            nodes in 2_u32..70,
            arcs in prop::collection::vec((any::<u32>(), 1_u32..12, weight()), 1..260),
            rounds in prop::collection::vec(
                prop::collection::vec((any::<prop::sample::Index>(), weight()), 0..9), 1..6),
            by_degree in any::<bool>(),
        ) {
            // mostly between near nodes, so that the hierarchy has many levels
            let ends = arcs.iter().map(|&(tail, step, _)| {
                let tail = tail % nodes;
                (tail, (tail + step) % nodes)
            });
            let graph = Graph::new(nodes, ends).unwrap();
            let mut metric = Metric::new(&graph, |arc| arcs[arc.index()].2).unwrap();
            let order = if by_degree {
                Order::minimum_degree(&graph)
            } else {
                Order::from_nodes((0..nodes).map(NodeId)).unwrap()
            };
            let cch = Cch::new(&graph, &order).unwrap();
            let mut customised = cch.customise(&metric).unwrap();
            for round in &rounds {
                let mut changed = Vec::new();
                for (arc, weight) in round {
                    let arc = ArcId(arc.index(arcs.len()) as u32);
                    metric.set(arc, *weight).unwrap();
                    changed.push(arc);
                }
                cch.recustomise_within(&mut customised, &metric, &changed, usize::MAX).unwrap();
                let anew = cch.customise(&metric).unwrap();
                prop_assert_eq!(&customised.weights, &anew.weights);
                prop_assert_eq!(&customised.given, &anew.given);
                prop_assert!(customised.heaviest >= anew.heaviest);
                let mut other = customised.clone();
                for most in [0, 1] {
                    cch.recustomise_within(&mut other, &metric, &changed, most).unwrap();
                    prop_assert_eq!(&other.weights, &anew.weights);
                }
            }
        }
    }
}
