//! What the worst closures do, in the reader's terms.

use jiff::civil::Date;
use serde::Serialize;

use super::search::{Closing, Harm, Hunt};
use super::{Interdiction, Lever};
use crate::analysis::demand::{Demand, Flow};
use crate::metric::Objective;
use crate::planner::{Error, NoRoute, Planner, Progress};
use crate::quantity::{Money, PerYear};
use crate::route::Route;

/// The worst of closures of up to so many things.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Damage {
    /// How many things may be closed.
    pub budget: usize,
    /// What is closed, by kind and name; fewer things where more would do no more harm.
    pub closed: Vec<Lever>,
    /// Shipments a year that are left without a route.
    #[serde(rename = "cut_off_millionths")]
    pub cut_off: PerYear,
    /// What all others pay more in a year.
    #[serde(rename = "more_cents")]
    pub more: Money,
}

impl Damage {
    fn of(budget: usize, harm: Harm, closed: Vec<Lever>) -> Self {
        Self {
            budget,
            closed,
            cut_off: harm.cut,
            more: harm.more.money(),
        }
    }
}

/// How one flow goes in the worst world.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Rerouted {
    /// Position of the flow in the demand.
    pub flow: usize,
    /// Shipments a year.
    #[serde(rename = "volume_millionths")]
    pub volume: PerYear,
    /// Its cheapest route while everything is open.
    pub before: Route,
    /// Its cheapest route with the closures; nothing where none is left.
    pub after: Option<Route>,
}

/// What is best secured against closure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Secured {
    /// What is kept open.
    pub lever: Lever,
    /// The worst that can be done then, under the same budget.
    pub left: Damage,
}

/// The worst closures for a demand.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Worst {
    /// The day of the world.
    pub day: Date,
    /// What was asked.
    pub question: Interdiction,
    /// Shipments a year of all flows that have a route.
    #[serde(rename = "volume_millionths")]
    pub volume: PerYear,
    /// The worst of one closure, of two, and so on.
    pub curve: Vec<Damage>,
    /// The flows that the worst closures of the whole budget concern, in their order.
    pub rerouted: Vec<Rerouted>,
    /// Of the things that the worst closures are, the one that leaves least to do when it is secured; nothing
    /// where closures do no harm. Securing anything else leaves the worst as it is.
    pub secure_first: Option<Secured>,
    /// Flows without a route to begin with, by their position, and why.
    pub unanswered: Vec<(usize, NoRoute)>,
    /// Searches that were made, each for one flow in one world.
    pub searches: usize,
    /// Sets of closures that were looked at.
    pub worlds: usize,
}

pub(super) fn answer(
    planner: &Planner,
    demand: &Demand,
    question: &Interdiction,
) -> Result<Worst, Error> {
    let answers = planner.answer_all(&demand.questions(&Objective::Cost), &Progress::none());
    let (mut answered, mut unanswered) = (Vec::new(), Vec::new());
    for (index, (flow, answer)) in demand.iter().zip(answers).enumerate() {
        match answer {
            Ok(route) => answered.push((index, flow, route)),
            Err(error) => match error.into_no_route() {
                Ok(none) => unanswered.push((index, none)),
                Err(error) => {
                    let source = Box::new(error);
                    return Err(Error::InRequest { index, source });
                }
            },
        }
    }
    let flows: Vec<&Flow> = answered.iter().map(|(_, flow, _)| *flow).collect();
    let open = answered
        .iter()
        .map(|(_, flow, route)| (flow.volume, route.cost()));
    let closing = Closing::new(planner, flows, question);
    let mut hunt = Hunt::new(closing, open.collect(), question);
    let best = hunt.worst(None)?;
    let curve = best.iter().enumerate().skip(1);
    let curve =
        curve.map(|(budget, (harm, closed))| Damage::of(budget, *harm, names(&hunt, closed)));
    let curve: Vec<Damage> = curve.collect();
    let (_, mut closed) = best.last().cloned().unwrap_or_default();
    closed.sort_unstable();
    let secure_first = secure(&mut hunt, &closed)?;
    let levers = names(&hunt, &closed);
    let mut rerouted = Vec::new();
    for (at, (flow, asked, before)) in answered.into_iter().enumerate() {
        let found = hunt.of(at, &closed)?;
        let after = match found.cost {
            None => None,
            Some(_) => {
                let rules = levers.iter().filter_map(Lever::rule);
                let policy = rules.fold(asked.request.policy.clone(), |policy, rule| {
                    policy.with(rule)
                });
                Some(planner.cheapest(&asked.request.clone().policy(policy))?)
            }
        };
        if after
            .as_ref()
            .is_none_or(|after| after.steps != before.steps)
        {
            rerouted.push(Rerouted {
                flow,
                volume: asked.volume,
                before,
                after,
            });
        }
    }
    let volumes = demand.iter().map(|flow| flow.volume);
    let missing = unanswered.iter().map(|(index, _)| *index);
    let missing: std::collections::BTreeSet<usize> = missing.collect();
    let has_route = volumes
        .enumerate()
        .filter(|(index, _)| !missing.contains(index));
    Ok(Worst {
        day: planner.world().day(),
        question: question.clone(),
        volume: has_route.map(|(_, volume)| volume).sum(),
        curve,
        rerouted,
        secure_first,
        unanswered,
        searches: hunt.worlds.searches(),
        worlds: hunt.looked_at(),
    })
}

/// By kind and name.
fn names(hunt: &Hunt<'_>, closed: &[u32]) -> Vec<Lever> {
    let levers = &hunt.worlds.search.levers;
    let named = closed.iter().filter_map(|at| levers.get(*at as usize));
    let mut named: Vec<Lever> = named.cloned().collect();
    named.sort();
    named
}

/// Which one of the worst closures is best made impossible.
fn secure(hunt: &mut Hunt<'_>, closed: &[u32]) -> Result<Option<Secured>, Error> {
    let mut first: Option<(Harm, Lever, Vec<Lever>, usize)> = None;
    for lever in closed {
        let best = hunt.worst(Some(*lever))?;
        let Some((harm, left)) = best.last() else {
            continue;
        };
        let name = hunt.worlds.search.levers[*lever as usize].clone();
        let better = first
            .as_ref()
            .is_none_or(|(least, known, ..)| (*harm, &name) < (*least, known));
        if better {
            first = Some((*harm, name, names(hunt, left), best.len() - 1));
        }
    }
    Ok(first.map(|(harm, lever, left, budget)| Secured {
        lever,
        left: Damage::of(budget, harm, left),
    }))
}
