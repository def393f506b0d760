//! Flows that go through as long as the toll is no more than their gap.

use super::ask::Terms;
use crate::analysis::yearly::Yearly;
use crate::quantity::{Money, PerYear};

/// Sums over flows, by their gaps.
pub(super) struct Steps {
    /// Gaps, ascending; those of flows that have no way around are the highest amount there is.
    gaps: Vec<Money>,
    /// From each gap on: shipments, what members earn through, and what through saves against around.
    above: Vec<(PerYear, Yearly, Yearly)>,
    /// Below each gap: what members earn around.
    below: Vec<Yearly>,
}

/// What is earned at a toll.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sums {
    pub(super) traffic: PerYear,
    pub(super) revenue: Yearly,
    pub(super) joint: Yearly,
    pub(super) saved: Yearly,
}

impl Steps {
    pub(super) fn of(terms: &[Terms], always: Yearly) -> Self {
        let highest = Money::from_cents(i64::MAX);
        let gap = |it: &Terms| it.gap().unwrap_or(highest);
        let mut by_gap: Vec<&Terms> = terms.iter().filter(|it| it.through.is_some()).collect();
        by_gap.sort_by_key(|it| gap(it));
        let mut above = vec![(PerYear::ZERO, Yearly::ZERO, Yearly::ZERO)];
        for it in by_gap.iter().rev() {
            let (mut traffic, mut income, mut saved) = above[above.len() - 1];
            traffic += it.volume;
            if let Some(through) = &it.through {
                income += Yearly::of(it.volume, through.income);
            }
            saved += Yearly::of(it.volume, it.gap().unwrap_or(Money::ZERO));
            above.push((traffic, income, saved));
        }
        above.reverse();
        let mut below = vec![always];
        for it in &by_gap {
            let income = it.around.first().map_or(Money::ZERO, |way| way.income);
            below.push(below[below.len() - 1] + Yearly::of(it.volume, income));
        }
        Self {
            gaps: by_gap.iter().map(|it| gap(it)).collect(),
            above,
            below,
        }
    }

    /// The gaps that flows have, ascending, each once.
    pub(super) fn gaps(&self) -> Vec<Money> {
        let highest = Money::from_cents(i64::MAX);
        let mut gaps = self.gaps.clone();
        gaps.retain(|gap| *gap < highest);
        gaps.dedup();
        gaps
    }

    pub(super) fn at(&self, toll: Money) -> Sums {
        let first = self.gaps.partition_point(|gap| *gap < toll);
        let (traffic, income, saved) = self.above[first];
        let revenue = Yearly::of(traffic, toll);
        Sums {
            traffic,
            revenue,
            joint: revenue + income + self.below[first],
            saved,
        }
    }

    /// The lowest toll of the most by some standard: nothing, a gap, or the ceiling.
    pub(super) fn best(&self, ceiling: Option<Money>, by: impl Fn(&Sums) -> Yearly) -> Money {
        let gaps = self.gaps();
        let mut best = (Money::ZERO, by(&self.at(Money::ZERO)));
        for toll in gaps.into_iter().chain(ceiling) {
            if toll <= Money::ZERO || ceiling.is_some_and(|most| toll > most) {
                continue;
            }
            let value = by(&self.at(toll));
            if value > best.1 {
                best = (toll, value);
            }
        }
        best.0
    }
}
