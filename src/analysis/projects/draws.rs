//! What rests on costs alone: the same questions at drawn ones.

use super::answer::{BuiltInOrder, Spread};
use super::best::{Best, Choosing, valued};
use super::order::{Building, steps};
use super::{Project, ProjectsQuestion};
use crate::draws::{Law, Points};
use crate::quantity::Money;

/// Sets times draws for which orders are looked at as well.
const MOST_STEPS: u64 = 1 << 24;

/// Orders of building by positions of steps, and in words.
pub(super) type Orders = Vec<(Vec<usize>, BuiltInOrder)>;

/// Costs of those offered, draw by draw.
pub(super) struct Drawn {
    offered: Vec<usize>,
    /// By project offered.
    costs: Vec<Vec<Money>>,
    draws: usize,
}

/// Draws the costs of those offered, each by itself between its quantiles; nothing where there are none.
pub(super) fn drawn(asked: &ProjectsQuestion, offered: &[(usize, Money)]) -> Option<Drawn> {
    if asked.draws == 0 || offered.is_empty() {
        return None;
    }
    let points = Points::new(asked.draws, asked.seed);
    let mut costs = Vec::with_capacity(offered.len());
    for (set, four) in offered.chunks(4).enumerate() {
        let columns = points.slices(set as u32);
        for ((project, value), column) in four.iter().zip(columns) {
            let band = asked.projects[*project].cost;
            let law = band.filter(|band| band.low < band.high).map(|band| {
                let ends = [band.low, band.value, band.high].map(Money::as_usd);
                Law::of(ends)
            });
            let cost = |slice: u16| {
                let Some(law) = law else { return *value };
                Money::from_usd(law.at(points.middle(slice))).unwrap_or(*value)
            };
            costs.push(column.into_iter().map(cost).collect());
        }
    }
    Some(Drawn {
        offered: offered.iter().map(|(project, _)| *project).collect(),
        costs,
        draws: asked.draws as usize,
    })
}

/// The value below which a part lies, of at least one, sorted.
fn quantile(sorted: &[Money], part: f64) -> Money {
    let last = sorted.len().saturating_sub(1);
    let at = (part * last as f64).round() as usize;
    sorted.get(at.min(last)).copied().unwrap_or_default()
}

/// The 5 % and 95 % quantiles.
fn ends(mut values: Vec<Money>) -> (Money, Money) {
    values.sort_unstable();
    (quantile(&values, 0.05), quantile(&values, 0.95))
}

impl Drawn {
    /// Projects offered at the costs of a draw.
    fn at(&self, draw: usize) -> Vec<(usize, Money)> {
        let costs = self.costs.iter().map(|costs| costs[draw]);
        self.offered.iter().copied().zip(costs).collect()
    }

    /// How often and by how much the best set is still the best.
    pub(super) fn spread(
        &self,
        asked: &ProjectsQuestion,
        choosing: &Choosing<'_>,
        best: &Best,
        present: Money,
    ) -> Spread {
        let (mut within, mut still) = (0_usize, 0_usize);
        let mut chosen = vec![0_usize; asked.projects.len()];
        let (mut costs, mut nets, mut regrets) = (Vec::new(), Vec::new(), Vec::new());
        for draw in 0..self.draws {
            let offered = self.at(draw);
            let taken = offered.iter().filter(|(at, _)| best.set >> at & 1 == 1);
            let cost: Money = taken.map(|(_, cost)| *cost).sum();
            let now = Choosing {
                offered: &offered,
                ..*choosing
            };
            let found = now.best();
            for (at, chosen) in chosen.iter_mut().enumerate() {
                *chosen += (found.set >> at & 1) as usize;
            }
            costs.push(cost);
            nets.push(present - cost);
            still += usize::from(found.set == best.set);
            if cost <= asked.budget {
                within += 1;
                let worth = valued(best, present, cost, asked.aim).value;
                regrets.push(found.value - worth);
            }
        }
        let part = |count: usize| count as f64 / self.draws as f64;
        regrets.sort_unstable();
        Spread {
            draws: asked.draws,
            seed: asked.seed,
            within_budget: part(within),
            still_best: part(still),
            chosen: chosen.into_iter().map(part).collect(),
            cost: ends(costs),
            net: ends(nets),
            regret_high: quantile(&regrets, 0.95),
        }
    }

    /// Notes how much worse than the best order each is at drawn costs, where sets are few enough.
    pub(super) fn order_regrets(
        &self,
        building: &Building<'_>,
        projects: &[Project],
        funds: Money,
        orders: &mut Orders,
    ) {
        let count = building.steps.len() as u64;
        let steps_of_all = (1_u64 << count).saturating_mul(count * self.draws as u64);
        if orders.is_empty() || steps_of_all > MOST_STEPS {
            return;
        }
        let set = building.steps.iter();
        let set = set.fold(0, |set, (project, _)| set | 1 << project);
        let mut regrets = vec![Vec::with_capacity(self.draws); orders.len()];
        for draw in 0..self.draws {
            let costs = self.at(draw);
            let steps = steps(projects, set, funds, |project| {
                let at = |(at, cost): &(usize, Money)| {
                    (projects[*at].name == project.name).then_some(*cost)
                };
                costs.iter().find_map(at)
            });
            let building = Building {
                steps: &steps,
                ..*building
            };
            let Some(most) = building.best().and_then(|best| building.value(&best)) else {
                return;
            };
            for ((order, _), regrets) in orders.iter().zip(&mut regrets) {
                if let Some(value) = building.value(order) {
                    regrets.push(most - value);
                }
            }
        }
        for ((_, told), mut regrets) in orders.iter_mut().zip(regrets) {
            if !regrets.is_empty() {
                regrets.sort_unstable();
                told.regret_high = Some(quantile(&regrets, 0.95));
            }
        }
    }
}
