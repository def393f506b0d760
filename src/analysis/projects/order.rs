//! The order of building: exact over subsets, and by simple rules.

use super::parts::Set;
use super::project::Project;
use super::worth::Worth;
use crate::quantity::Money;

/// Projects that are built one after the other.
pub(super) struct Building<'w> {
    pub(super) worth: &'w Worth,
    /// Projects and the years that each takes, in their order.
    pub(super) steps: &'w [(usize, f64)],
    /// The yearly rate, 0.05 for 5 %.
    pub(super) rate: f64,
    /// Years that are looked at.
    pub(super) years: f64,
}

impl Building<'_> {
    /// Projects of a set of steps.
    fn projects(&self, steps: usize) -> Set {
        let all = self.steps.iter().enumerate();
        let built = all.filter(|(at, _)| steps >> at & 1 == 1);
        built.fold(0, |set, (_, (project, _))| set | 1 << project)
    }

    /// The year in which a set of steps is done, in whatever order.
    fn year(&self, steps: usize) -> f64 {
        let all = self.steps.iter().enumerate();
        let built = all.filter(|(at, _)| steps >> at & 1 == 1);
        built.map(|(_, (_, years))| years).sum()
    }

    /// What a saving of a year is worth today from one year to another, as a stream.
    fn between(&self, from: f64, to: f64) -> f64 {
        let (from, to) = (from.min(self.years), to.min(self.years));
        let force = libm::log1p(self.rate);
        if force <= 0.0 {
            return to - from;
        }
        (libm::exp(-force * from) - libm::exp(-force * to)) / force
    }

    /// What is saved with these done while the next one is built; nothing where they cannot stand together.
    fn meanwhile(&self, steps: usize, next: Option<usize>) -> Option<Money> {
        let saved = self.worth.saved(self.projects(steps))?;
        let from = self.year(steps);
        let to = next.map_or(self.years, |next| self.year(steps | 1 << next));
        let worth = saved.as_cents() as f64 * self.between(from, to.max(from));
        Some(Money::from_cents(worth.round() as i64))
    }

    /// What an order is worth today; nothing where a part of it cannot stand together.
    pub(super) fn value(&self, order: &[usize]) -> Option<Money> {
        let mut built = 0;
        let mut sum = Money::ZERO;
        for next in order {
            sum += self.meanwhile(built, Some(*next))?;
            built |= 1 << next;
        }
        Some(sum + self.meanwhile(built, None)?)
    }

    /// The best order of steps, of equal ones the first by their positions: dynamic programming over sets, from all
    /// done backwards.
    pub(super) fn best(&self) -> Option<Vec<usize>> {
        let count = self.steps.len();
        let all = (1_usize << count) - 1;
        let mut left: Vec<Option<Money>> = vec![None; all + 1];
        left[all] = self.meanwhile(all, None);
        let after = |left: &[Option<Money>], built: usize, next: usize| {
            let rest = left[built | 1 << next]?;
            Some(self.meanwhile(built, Some(next))? + rest)
        };
        for built in (0..all).rev() {
            let next = (0..count).filter(|next| built >> next & 1 == 0);
            left[built] = next.filter_map(|next| after(&left, built, next)).max();
        }
        let mut built = 0;
        let mut order = Vec::with_capacity(count);
        left[0]?;
        while built != all {
            let mut next = (0..count).filter(|next| built >> next & 1 == 0);
            let next = next.find(|next| after(&left, built, *next) == left[built])?;
            order.push(next);
            built |= 1 << next;
        }
        Some(order)
    }

    /// The step next that adds most savings for each year that it takes, of equal ones the first.
    pub(super) fn greedy(&self) -> Option<Vec<usize>> {
        let count = self.steps.len();
        let mut built = 0;
        let mut order = Vec::with_capacity(count);
        while order.len() < count {
            let mut best: Option<(f64, usize)> = None;
            let now = self.worth.saved(self.projects(built))?;
            for next in (0..count).filter(|next| built >> next & 1 == 0) {
                let Some(then) = self.worth.saved(self.projects(built | 1 << next)) else {
                    continue;
                };
                let gain = (then - now).as_cents() as f64;
                let gain = gain / self.steps[next].1.max(f64::MIN_POSITIVE);
                if best.is_none_or(|(most, _)| gain > most) {
                    best = Some((gain, next));
                }
            }
            let (_, next) = best?;
            order.push(next);
            built |= 1 << next;
        }
        Some(order)
    }
}

/// Projects of a set, and the years that each takes at these funds.
pub(super) fn steps(
    projects: &[Project],
    set: Set,
    funds: Money,
    cost: impl Fn(&Project) -> Option<Money>,
) -> Vec<(usize, f64)> {
    let all = projects.iter().enumerate();
    let of = all.filter(|(at, _)| set >> at & 1 == 1);
    let years = of.map(|(at, project)| {
        let cost = cost(project).unwrap_or_default();
        let paid = cost.as_usd() / funds.as_usd();
        let built = f64::from(project.months.unwrap_or(0)) / 12.0;
        (at, paid.max(built))
    });
    years.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn permutations(of: usize) -> Vec<Vec<usize>> {
        if of == 0 {
            return vec![Vec::new()];
        }
        let shorter = permutations(of - 1);
        let put = |order: &Vec<usize>, at: usize| {
            let mut order = order.clone();
            order.insert(at, of - 1);
            order
        };
        let all = shorter.iter();
        all.flat_map(|order| (0..of).map(move |at| put(order, at)))
            .collect()
    }

    proptest! {
        #[test]
        fn the_best_order_is_the_best_of_all_permutations(
            saved in prop::collection::vec(prop::option::weighted(0.9, 0_i64..1_000), 32),
            years in prop::collection::vec(0.0..6.0_f64, 5),
            rate in prop_oneof![Just(0.0), 0.0..0.3_f64],
        ) {
            let mut saved: Vec<_> = saved.into_iter().map(|it| it.map(Money::from_cents)).collect();
            saved[0] = Some(Money::ZERO);
            let worth = Worth::new((0..5).collect(), saved);
            let steps: Vec<_> = years.into_iter().enumerate().collect();
            let building = Building { worth: &worth, steps: &steps, rate, years: 20.0 };
            let mut orders = permutations(5);
            orders.sort();
            let mut best: Option<(Money, Vec<usize>)> = None;
            for order in orders {
                if let Some(value) = building.value(&order)
                    && best.as_ref().is_none_or(|(most, _)| value > *most)
                {
                    best = Some((value, order));
                }
            }
            let found = building.best();
            prop_assert_eq!(found.as_ref().and_then(|it| building.value(it)), best.as_ref().map(|it| it.0));
            prop_assert_eq!(found, best.map(|it| it.1));
            if let Some(greedy) = building.greedy()
                && let Some(value) = building.value(&greedy)
            {
                let most = building.best().and_then(|best| building.value(&best));
                prop_assert!(most.is_some_and(|most| value <= most));
            }
        }
    }
}
