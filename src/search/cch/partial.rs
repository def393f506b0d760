//! Re-customisation after a few weights changed: only the arcs that depend on them.

use super::customise::FAR;
use super::{Cch, CchError, CchMetric, NONE};
use crate::search::Metric;
use crate::search::metric::BLOCKED;

/// Arcs whose weights may change, found by arc and by row.
///
/// All rows beneath a row are final before its turn, and the arcs of one row do not depend on each
/// other: so every weight that is passed on is final.
struct Dirty {
    /// Position in `arcs`, plus one, by arc.
    place: Vec<u32>,
    arcs: Vec<Touched>,
    /// One bit per row.
    rows: Vec<u64>,
}

#[derive(Clone, Copy, Debug)]
struct Touched {
    /// What the arc weighed before, upward and downward.
    before: [u32; 2],
    /// Whether something beneath got heavier, so that the weight must be computed anew.
    anew: bool,
}

impl Dirty {
    fn new(cch: &Cch) -> Self {
        let (place, rows) = (
            vec![0; cch.head.len()],
            vec![0; cch.node.len().div_ceil(64)],
        );
        Self {
            place,
            arcs: Vec::new(),
            rows,
        }
    }

    fn touch(&mut self, row: u32, arc: usize, before: [u32; 2], anew: bool) {
        let place = &mut self.place[arc];
        if *place == 0 {
            self.arcs.push(Touched { before, anew });
            *place = self.arcs.len() as u32;
            self.rows[row as usize / 64] |= 1 << (row % 64);
        } else {
            self.arcs[*place as usize - 1].anew |= anew;
        }
    }

    fn get(&self, arc: usize) -> Option<Touched> {
        let place = (self.place[arc] as usize).checked_sub(1)?;
        Some(self.arcs[place])
    }
}

/// The row at work, open by depth.
struct Work {
    before: Vec<[u32; 2]>,
    after: Vec<[u32; 2]>,
    /// Arcs of the row that changed, ascending.
    changed: Vec<usize>,
    heaviest: u32,
    /// By how much weights rose in all: no path rose by more, as it uses an arc but once.
    rise: u64,
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
        let mut dirty = Dirty::new(self);
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
            let at = slot as usize / 2;
            dirty.touch(
                self.tail[at],
                at,
                into.weights[at].map(|[weight]| weight),
                true,
            );
        }
        if heaviest >= FAR {
            into.block_all();
            return Err(CchError::TooHeavy {
                bound: u64::from(heaviest),
                limit: FAR - 1,
            });
        }
        let blank = vec![[FAR; 2]; self.height as usize];
        let mut work = Work {
            before: blank.clone(),
            after: blank,
            changed: Vec::new(),
            heaviest,
            rise: 0,
        };
        for word in 0..dirty.rows.len() {
            while dirty.rows[word] != 0 {
                // rows are only added above the one at work
                let row = 64 * word + dirty.rows[word].trailing_zeros() as usize;
                dirty.rows[word] &= dirty.rows[word] - 1;
                self.settle_row(into, row, &dirty, &mut work);
                self.pass_on(into, row, &mut work, &mut dirty);
            }
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

    /// Computes what was touched in a row and opens the row.
    fn settle_row(&self, into: &mut CchMetric, row: usize, dirty: &Dirty, work: &mut Work) {
        let arcs = self.row(row);
        let anew = arcs
            .clone()
            .filter(|&arc| dirty.get(arc).is_some_and(|arc| arc.anew))
            .count();
        // with many to compute, relaxing all triangles of the row beats looking for theirs
        let pull = anew > arcs.len() / 8;
        if pull {
            for arc in arcs.clone() {
                work.after[self.head_depth[arc] as usize] = [FAR; 2];
            }
            for &input in self.inputs(row as u32) {
                let slot = self.slot[input as usize] as usize;
                let cell = &mut work.after[self.head_depth[slot / 2] as usize][slot % 2];
                *cell = into.given[input as usize].min(*cell);
            }
            for &below in self.below(row) {
                let below = below as usize;
                let [[up], [down]] = into.weights[below];
                let rest = below + 1..self.row(self.tail[below] as usize).end;
                for (step, &depth) in into.weights[rest.clone()]
                    .iter()
                    .zip(&self.head_depth[rest])
                {
                    let cell = &mut work.after[depth as usize];
                    *cell = [cell[0].min(step[0][0] + down), cell[1].min(step[1][0] + up)];
                }
            }
        }
        work.changed.clear();
        for arc in arcs {
            let depth = self.head_depth[arc] as usize;
            let mut after = into.weights[arc].map(|[weight]| weight);
            let mut before = after;
            if let Some(touched) = dirty.get(arc) {
                before = touched.before;
                if touched.anew {
                    after = if pull {
                        work.after[depth]
                    } else {
                        self.compute(into, arc as u32)
                    };
                    into.weights[arc] = after.map(|weight| [weight]);
                }
                if after != before {
                    work.changed.push(arc);
                    for (before, after) in before.into_iter().zip(after) {
                        let open = |weight: u32| if weight == FAR { 0 } else { weight };
                        work.heaviest = work.heaviest.max(open(after));
                        work.rise += u64::from(open(after).saturating_sub(open(before)));
                    }
                }
            }
            (work.before[depth], work.after[depth]) = (before, after);
        }
    }

    /// Lowers and touches the arcs between the upper ends of a row that changed; closes the row.
    #[expect(
        clippy::needless_bitwise_bool,
        reason = "rarely true: branches would cost more"
    )]
    fn pass_on(&self, into: &mut CchMetric, row: usize, work: &mut Work, dirty: &mut Dirty) {
        let Some(&last) = work.changed.last() else {
            for arc in self.row(row) {
                let depth = self.head_depth[arc] as usize;
                (work.before[depth], work.after[depth]) = ([FAR; 2], [FAR; 2]);
            }
            return;
        };
        for low in self.row(row) {
            let depth = self.head_depth[low] as usize;
            let before = std::mem::replace(&mut work.before[depth], [FAR; 2]);
            let after = std::mem::replace(&mut work.after[depth], [FAR; 2]);
            if low > last {
                continue;
            }
            let head = self.head[low];
            let above = self.row(head as usize);
            let mut relax = |arc: usize| {
                let depth = self.head_depth[arc] as usize;
                let (high, high_after) = (work.before[depth], work.after[depth]);
                let old = [before[1] + high[0], high[1] + before[0]];
                let new = [after[1] + high_after[0], high_after[1] + after[0]];
                let now = into.weights[arc].map(|[weight]| weight);
                let heavier =
                    (new[0] > old[0]) & (old[0] <= now[0]) | (new[1] > old[1]) & (old[1] <= now[1]);
                if heavier | (new[0] < now[0]) | (new[1] < now[1]) {
                    dirty.touch(head, arc, now, heavier);
                    into.weights[arc] = [[now[0].min(new[0])], [now[1].min(new[1])]];
                }
            };
            if before != after {
                above.for_each(relax);
                continue;
            }
            let later = work.changed.partition_point(|&arc| arc <= low);
            for &high in &work.changed[later..] {
                if let Ok(step) = self.head[above.clone()].binary_search(&self.head[high]) {
                    relax(above.start + step);
                }
            }
        }
    }
}
