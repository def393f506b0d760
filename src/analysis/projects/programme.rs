//! The answer, put together.

use super::answer::{BuiltInOrder, ChosenSet, Contradiction, OrderBy, Programme, Standing, Terms};
use super::best::{Choosing, present};
use super::draws::Orders;
use super::order::{Building, steps};
use super::parts::Set;
use super::worth::{Explored, Worth};
use super::{CostBand, Project, ProjectsQuestion, draws, pairs};
use crate::analysis::demand::Demand;
use crate::analysis::gains::WorldOf;
use crate::planner::Planner;
use crate::quantity::{Money, Share};

/// What so much a year for some years is worth, as a multiple of a year: paid at the end of each.
pub(super) fn years_worth(rate: Share, years: u32) -> f64 {
    let factor = 1.0 / (1.0 + rate.as_percent() / 100.0);
    let (mut sum, mut each) = (0.0, 1.0);
    for _ in 0..years {
        each *= factor;
        sum += each;
    }
    sum
}

/// Names of a set, in the order given.
fn names(set: Set, projects: &[Project]) -> Vec<String> {
    let all = projects.iter().enumerate();
    let of = all.filter(|(at, _)| set >> at & 1 == 1);
    of.map(|(_, project)| project.name.clone()).collect()
}

pub(super) fn programme(
    asked: &ProjectsQuestion,
    planner: &Planner,
    demand: &Demand,
    explored: &Explored,
) -> Programme {
    let worth = &explored.worth;
    let projects = &asked.projects;
    let years_worth = years_worth(asked.rate, asked.years);
    let offered: Vec<(usize, Money)> = projects
        .iter()
        .enumerate()
        .filter(|(at, _)| worth.changes(*at))
        .filter_map(|(at, project)| Some((at, project.cost?.value)))
        .collect();
    let choosing = Choosing {
        worth,
        offered: &offered,
        budget: asked.budget,
        aim: asked.aim,
        years_worth,
    };
    let best = choosing.best();
    let funds = asked.funds.unwrap_or_else(|| {
        let tenth = asked.budget.as_cents() / 10;
        Money::from_cents(tenth.max(1))
    });
    let saved = worth.saved(best.set).unwrap_or_default();
    let chosen = projects.iter().enumerate();
    let chosen = chosen.filter(|(at, _)| best.set >> at & 1 == 1);
    let cost: CostBand = chosen.filter_map(|(_, project)| project.cost).sum();
    let present = present(saved, years_worth);
    let steps = steps(projects, best.set, funds, |project| {
        project.cost.map(|it| it.value)
    });
    let building = Building {
        worth,
        steps: &steps,
        rate: asked.rate.as_percent() / 100.0,
        years: f64::from(asked.years),
    };
    let mut orders = if best.set == 0 {
        Vec::new()
    } else {
        orders(&building, projects)
    };
    let drawn = draws::drawn(asked, &offered);
    let spread = drawn.as_ref().map(|drawn| {
        drawn.order_regrets(&building, projects, funds, &mut orders);
        drawn.spread(asked, &choosing, &best, present)
    });
    let all: Set = projects
        .iter()
        .enumerate()
        .fold(0, |set, (at, _)| set | 1 << at);
    let standing = |(at, project): (usize, &Project)| Standing {
        project: project.name.clone(),
        cost: project.cost,
        months: project.months,
        alone: worth.saved(1 << at),
        last: last(worth, all, at),
        changes: worth.changes(at),
        chosen: best.set >> at & 1 == 1,
    };
    let costs = projects
        .iter()
        .filter_map(|project| Some((project.cost?.value, &project.name)));
    let cheapest = costs.min();
    let below_all = cheapest.filter(|(cost, _)| *cost > asked.budget);
    let contradictions = explored.contradictions.iter();
    let opened = demand.iter().enumerate();
    let opened = opened.filter(|(at, _)| explored.opened.contains(at));
    Programme {
        world: WorldOf::of(planner),
        terms: Terms {
            budget: asked.budget,
            aim: asked.aim,
            rate: asked.rate,
            years: asked.years,
            funds,
            objective: asked.objective.clone(),
        },
        projects: projects.iter().enumerate().map(standing).collect(),
        best: ChosenSet {
            projects: names(best.set, projects),
            cost,
            saved,
            present,
            net: present - cost.value,
        },
        below_all: below_all.map(|(cost, name)| (name.clone(), cost)),
        pairs: pairs::pairs(worth, all, projects),
        orders: orders.into_iter().map(|(_, order)| order).collect(),
        spread,
        contradictions: contradictions
            .map(|(set, reason)| Contradiction {
                projects: names(*set, projects),
                reason: reason.clone(),
            })
            .collect(),
        without: explored.without.clone(),
        opened: opened.map(|(_, flow)| flow.volume).sum(),
        searches: explored.searches,
        worlds: explored.worlds,
    }
}

/// What is saved less without one of all.
fn last(worth: &Worth, all: Set, project: usize) -> Option<Money> {
    Some(worth.saved(all)? - worth.saved(all & !(1 << project))?)
}

fn orders(building: &Building<'_>, projects: &[Project]) -> Orders {
    let Some(best) = building.best() else {
        return Vec::new();
    };
    let most = building.value(&best);
    let steps = building.steps;
    let project = |step: usize| &projects[steps[step].0];
    let by = |key: &dyn Fn(usize) -> (Option<Money>, bool, String)| {
        let mut order: Vec<usize> = (0..steps.len()).collect();
        order.sort_by_key(|step| key(*step));
        order
    };
    let cheapest = by(&|step| {
        let cost = project(step).cost.map(|it| it.value);
        (cost, false, String::new())
    });
    let expected = by(&|step| {
        let expected = &project(step).expected;
        (None, expected.is_empty(), expected.clone())
    });
    let greedy = building.greedy();
    let all = [
        (OrderBy::Best, Some(best)),
        (OrderBy::Greedy, greedy),
        (OrderBy::Cheapest, Some(cheapest)),
        (OrderBy::Expected, Some(expected)),
    ];
    let told = all.into_iter().filter_map(|(by, order)| {
        let order = order?;
        let value = building.value(&order);
        let mut year = 0.0;
        let opens = order.iter().map(|step| {
            year += steps[*step].1;
            year
        });
        let told = BuiltInOrder {
            by,
            projects: order
                .iter()
                .map(|step| project(*step).name.clone())
                .collect(),
            opens: opens.collect(),
            value,
            regret: most.zip(value).map(|(most, value)| most - value),
            regret_high: None,
        };
        Some((order, told))
    });
    told.collect()
}
