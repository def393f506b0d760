//! One question under several scenarios and policies.

use std::fmt;

use jiff::civil::Date;

use crate::metric::Objective;
use crate::network::Network;
use crate::planner::{Error, NoRoute, Planner, Request};
use crate::policy::Policy;
use crate::route::{Comparison, Route, compare};
use crate::scenario::Scenario;

/// What a question is answered under one scenario and one policy.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Variant {
    /// Position of the scenario in the list that was given.
    pub scenario: usize,
    /// Position of the policy in the list that was given.
    pub policy: usize,
    /// The day of the scenario.
    pub day: Date,
    /// The best route, or why there is none.
    pub answer: Result<Route, NoRoute>,
    /// How the route differs from that of the first variant that has one; nothing for that one.
    pub difference: Option<Comparison>,
}

impl fmt::Display for Variant {
    /// The difference, or the totals of the first route, or why there is none.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.answer, &self.difference) {
            (Ok(_), Some(difference)) => difference.fmt(f),
            (Ok(route), None) => {
                let (distance, duration) = (route.distance(), route.duration());
                write!(f, "{distance}, {duration}, {}", route.cost())
            }
            (Err(none), _) => none.fmt(f),
        }
    }
}

/// The best route of a request under each scenario and, within it, under each policy in place of its own; each with
/// how it differs from the first route of them all.
///
/// # Errors
/// A scenario or policy that does not fit the network, an unknown place.
///
/// ```
/// use trade_corridor::analysis::variants::under_each;
/// use trade_corridor::prelude::*;
///
/// let network = Network::europe_central_asia();
/// let day = date(2029, 6, 1);
/// let scenarios = [Scenario::on(day), Scenario::preset("tripp-opens")?.with_day(day)];
/// let request = Request::new("Baku", "Nakhchivan");
/// let found = under_each(network, &scenarios, &[Policy::open()], &request, &Objective::Cost)?;
/// assert_eq!(found.len(), 2);
/// let change = found[1].difference.as_ref().ok_or("two routes")?;
/// assert!(change.cost <= Money::ZERO, "what opens makes nothing dearer");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn under_each(
    network: &Network,
    scenarios: &[Scenario],
    policies: &[Policy],
    request: &Request,
    objective: &Objective,
) -> Result<Vec<Variant>, Error> {
    let mut variants = Vec::with_capacity(scenarios.len() * policies.len());
    let mut first: Option<Route> = None;
    for (scenario, world) in scenarios.iter().enumerate() {
        let planner = Planner::new(network, world)?;
        for (policy, rules) in policies.iter().enumerate() {
            let request = request.clone().policy(rules.clone());
            let answer = match planner.best(&request, objective) {
                Ok(route) => Ok(route),
                Err(error) => Err(error.into_no_route()?),
            };
            let difference = match (&first, &answer) {
                (Some(first), Ok(route)) => Some(compare(first, route)),
                (None, Ok(route)) => {
                    first = Some(route.clone());
                    None
                }
                (_, Err(_)) => None,
            };
            variants.push(Variant {
                scenario,
                policy,
                day: planner.world().day(),
                answer,
                difference,
            });
        }
    }
    Ok(variants)
}
