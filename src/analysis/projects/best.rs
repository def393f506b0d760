//! The best set under a budget: enumeration that leaves out what cannot be better.

use super::Aim;
use super::parts::Set;
use super::worth::Worth;
use crate::quantity::Money;

/// What may be chosen, and by what.
pub(super) struct Choosing<'w> {
    pub(super) worth: &'w Worth,
    /// Projects with their costs.
    pub(super) offered: &'w [(usize, Money)],
    pub(super) budget: Money,
    pub(super) aim: Aim,
    /// How many times a year's saving all years are worth today.
    pub(super) years_worth: f64,
}

/// A set, and what it is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Best {
    pub(super) set: Set,
    pub(super) cost: Money,
    pub(super) value: Money,
}

impl Best {
    /// Worth more, or as much for less, or with fewer projects, or with earlier ones.
    fn is_better_than(&self, other: &Self) -> bool {
        let key = |it: &Self| {
            let (number, first) = (it.set.count_ones(), it.set.reverse_bits());
            (it.value, -it.cost.as_cents(), -i64::from(number), first)
        };
        key(self) > key(other)
    }
}

/// What so much a year is worth today, to the cent.
pub(super) fn present(saved: Money, years_worth: f64) -> Money {
    Money::from_cents((saved.as_cents() as f64 * years_worth).round() as i64)
}

/// What a set is worth by an aim, at another cost.
pub(super) fn valued(best: &Best, present: Money, cost: Money, aim: Aim) -> Best {
    let value = match aim {
        Aim::Savings => present,
        Aim::Net => present - cost,
    };
    Best {
        set: best.set,
        cost,
        value,
    }
}

impl Choosing<'_> {
    fn value(&self, saved: Money, cost: Money) -> Money {
        let present = present(saved, self.years_worth);
        match self.aim {
            Aim::Savings => present,
            Aim::Net => present - cost,
        }
    }

    /// The best set; that of nothing where no other one is better.
    pub(super) fn best(&self) -> Best {
        let nothing = Best {
            set: 0,
            cost: Money::ZERO,
            value: Money::ZERO,
        };
        // Those that cost most first: what is left of the budget rules most of the others out.
        let mut offered = self.offered.to_vec();
        offered.sort_by_key(|(project, cost)| (std::cmp::Reverse(*cost), *project));
        let mut best = nothing;
        self.branch(&offered, nothing, &mut best);
        best
    }

    /// Tries every completion of `taken` by what is left that can be better than the best so far.
    fn branch(&self, left: &[(usize, Money)], taken: Best, best: &mut Best) {
        if let Some(saved) = self.worth.saved(taken.set) {
            let value = self.value(saved, taken.cost);
            let taken = Best { value, ..taken };
            if taken.is_better_than(best) {
                *best = taken;
            }
        }
        let fits = |cost: Money| taken.cost + cost <= self.budget;
        let all = left.iter().filter(|(_, cost)| fits(*cost));
        let all = all.fold(taken.set, |set, (project, _)| set | 1 << project);
        // No completion saves more than the best part of all that still fit, or costs less than this.
        let most = self.value(self.worth.reach(all), taken.cost);
        if (most, -taken.cost.as_cents()) < (best.value, -best.cost.as_cents()) {
            return;
        }
        for (at, (project, cost)) in left.iter().enumerate() {
            if fits(*cost) {
                let more = Best {
                    set: taken.set | 1 << project,
                    cost: taken.cost + *cost,
                    value: Money::ZERO,
                };
                self.branch(&left[at + 1..], more, best);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Goes through every set.
    fn brute_force(choosing: &Choosing<'_>) -> Best {
        let mut best = Best {
            set: 0,
            cost: Money::ZERO,
            value: Money::ZERO,
        };
        for set in 0..1 << 6 {
            let taken = choosing.offered.iter();
            let taken: Vec<_> = taken.filter(|(at, _)| set >> at & 1 == 1).collect();
            if taken.len() as u32 != Set::count_ones(set) {
                continue;
            }
            let cost: Money = taken.iter().map(|(_, cost)| *cost).sum();
            let Some(saved) = choosing.worth.saved(set) else {
                continue;
            };
            let value = choosing.value(saved, cost);
            let one = Best { set, cost, value };
            if cost <= choosing.budget && one.is_better_than(&best) {
                best = one;
            }
        }
        best
    }

    proptest! {
        /// Savings of any sign, sets that cannot be built, ties: the bounds cut nothing that is better.
        #[test]
        fn bounds_never_cut_the_best(
            saved in prop::collection::vec(prop::option::weighted(0.9, -20_i64..60), 64),
            costs in prop::collection::vec(0_i64..40, 6),
            budget in 0_i64..150,
            net in any::<bool>(),
        ) {
            let mut saved: Vec<_> = saved.into_iter().map(|it| it.map(Money::from_cents)).collect();
            saved[0] = Some(Money::ZERO);
            let worth = Worth::new((0..6).collect(), saved);
            let offered: Vec<_> = costs.into_iter().map(Money::from_cents).enumerate().collect();
            let choosing = Choosing {
                worth: &worth,
                offered: &offered,
                budget: Money::from_cents(budget),
                aim: if net { Aim::Net } else { Aim::Savings },
                years_worth: 1.5,
            };
            prop_assert_eq!(choosing.best(), brute_force(&choosing));
        }
    }
}
