//! What a set of requests depends on: who or what could spoil it, and how much.
//!
//! [`criticality`] takes away, one at a time, each country, border crossing, operator, owner and
//! service that the best routes use, and asks again. What is taken away is a rule, so that nothing
//! of it is left over in any other guise: an operator is gone as a carrier, as a manager of tracks
//! and as a terminal.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::code::Country;
use crate::costing::Shipment;
use crate::metric::{Objective, ObjectiveDifference};
use crate::network::{Party, Role};
use crate::planner::{Error, NoRoute, Planner, Request};
use crate::policy::ownership::Holdings;
use crate::policy::{OwnershipMethod, Policy, Rule, Subject};
use crate::quantity::{Difference, Distance, Duration, Emissions, Money};
use crate::route::{Act, PaidTo, Route, compare};
use crate::verify::{VerifyError, verify_in};

/// Something that can be taken away.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Dependence {
    /// A country closes to goods that neither start nor end in it.
    Territory(Country),
    /// Everybody stops whom parties of a country stand behind (50 % by aggregation).
    Owner(Country),
    /// An operator stops, by id.
    Operator(String),
    /// A border crossing closes, by code.
    Crossing(String),
    /// A service stops, by id.
    Service(String),
}

impl Dependence {
    /// The rule that takes it away.
    #[must_use]
    pub fn rule(&self) -> Rule {
        match self {
            Self::Territory(country) => Rule::exclude_territory(*country),
            Self::Owner(country) => Rule::exclude_owner(*country, OwnershipMethod::default()),
            Self::Operator(id) => Rule::exclude_operator(id),
            Self::Crossing(code) => Rule::Exclude(Subject::Crossing {
                crossings: vec![code.clone()],
            }),
            Self::Service(id) => Rule::Exclude(Subject::Service {
                services: vec![id.clone()],
            }),
        }
    }
}

impl fmt::Display for Dependence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Territory(country) => write!(f, "territory of {country}"),
            Self::Owner(country) => write!(f, "owners from {country}"),
            Self::Operator(id) => write!(f, "operator {id}"),
            Self::Crossing(code) => write!(f, "crossing {code}"),
            Self::Service(id) => write!(f, "service {id}"),
        }
    }
}

/// What happens to the requests when one thing is taken away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Critical {
    /// What is taken away.
    pub what: Dependence,
    /// How many of the best routes use it.
    pub used_by: usize,
    /// How many requests have no route without it.
    pub cut_off: usize,
    /// How much worse by the objective the other best routes become that used it, together.
    pub worse: ObjectiveDifference,
    /// Length more, together.
    #[serde(rename = "distance_metres")]
    pub distance: Difference<Distance>,
    /// Expected time more.
    #[serde(rename = "duration_minutes")]
    pub duration: Difference<Duration>,
    /// Money more.
    #[serde(rename = "cost_cents")]
    pub cost: Money,
    /// Greenhouse gases more.
    #[serde(rename = "emissions_grams")]
    pub emissions: Difference<Emissions>,
}

impl Critical {
    /// Adds what one of the routes becomes without it.
    fn add(&mut self, before: &Route, after: &Route) {
        let more = compare(before, after);
        self.distance += more.distance;
        self.duration += more.duration;
        self.cost += more.cost;
        self.emissions += more.emissions;
        let values = after.value().zip(before.value());
        let worse =
            values.and_then(|(after, before)| self.worse.checked_add(after.difference(before)?));
        self.worse = worse.unwrap_or(self.worse);
    }
}

/// What a set of requests depends on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Criticality {
    /// How many requests have a route.
    pub answered: usize,
    /// Requests without a route, by their index, and why.
    pub unanswered: Vec<(usize, NoRoute)>,
    /// What the routes use: what cuts off most requests first, then what makes them worst by the
    /// objective.
    pub things: Vec<Critical>,
}

/// Takes away, one at a time, everything that the best routes of `requests` use.
///
/// Territory of the countries where a route starts or ends is not taken away from it.
///
/// # Errors
/// A request that cannot be asked, by its index; requests that have no route are listed in
/// [`Criticality::unanswered`] and spoil nothing else.
///
/// # Complexity
/// One search for each thing on each best route, a few hundred for a handful of long routes.
///
/// ```
/// use trade_corridor::analysis::criticality::{Dependence, criticality};
/// use trade_corridor::prelude::*;
///
/// let network = Network::europe_central_asia();
/// let planner = Planner::new(network, &Scenario::preset("status-quo")?)?;
/// let requests = [Request::new("Baku", "Poti"), Request::new("Baku", "Baku")];
/// let found = criticality(&planner, &requests, &Objective::Cost)?;
/// assert_eq!((found.answered, found.unanswered.len()), (1, 1));
/// let railway = Dependence::Operator("GR".to_owned());
/// assert!(found.things.iter().any(|thing| thing.what == railway));
///
/// let unknown = criticality(&planner, &[Request::new("Baku", "Atlantis")], &Objective::Cost);
/// assert!(unknown.unwrap_err().to_string().starts_with("request 0: `Atlantis` is no known place"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn criticality(
    planner: &Planner,
    requests: &[Request],
    objective: &Objective,
) -> Result<Criticality, Error> {
    let mut best = Vec::new();
    let mut unanswered = Vec::new();
    for (index, request) in requests.iter().enumerate() {
        match planner.best(request, objective) {
            Ok(route) => best.push((request, route)),
            Err(error) => match error.into_no_route() {
                Ok(none) => unanswered.push((index, none)),
                Err(error) => {
                    let source = Box::new(error);
                    return Err(Error::InRequest { index, source });
                }
            },
        }
    }
    let uses: Vec<BTreeSet<Dependence>> = best
        .iter()
        .map(|(_, route)| dependences(planner, route))
        .collect();
    let all: BTreeSet<&Dependence> = uses.iter().flatten().collect();
    let mut things = Vec::with_capacity(all.len());
    for what in all {
        let mut found = Critical {
            what: what.clone(),
            used_by: 0,
            cut_off: 0,
            worse: objective.no_difference(),
            distance: Difference::ZERO,
            duration: Difference::ZERO,
            cost: Money::ZERO,
            emissions: Difference::ZERO,
        };
        for ((request, before), _) in best
            .iter()
            .zip(&uses)
            .filter(|(_, uses)| uses.contains(what))
        {
            found.used_by += 1;
            let without = request.policy.clone().with(what.rule());
            let without = (*request).clone().policy(without);
            match planner.best_or_none(&without, objective)? {
                Some(after) => found.add(before, &after),
                None => found.cut_off += 1,
            }
        }
        things.push(found);
    }
    things.sort_by(|a, b| {
        // all of one objective, so of one kind
        let worse = b.worse.partial_cmp(&a.worse);
        (b.cut_off.cmp(&a.cut_off))
            .then(worse.unwrap_or(Ordering::Equal))
            .then_with(|| a.what.cmp(&b.what))
    });
    Ok(Criticality {
        answered: best.len(),
        unanswered,
        things,
    })
}

/// Everything that a route uses and that could be taken away.
fn dependences(planner: &Planner, route: &Route) -> BTreeSet<Dependence> {
    let ends = [route.from.country, route.to.country];
    let passed = route.countries().into_iter();
    let mut found: BTreeSet<Dependence> = passed
        .filter(|country| !ends.contains(country))
        .map(Dependence::Territory)
        .collect();
    for step in route
        .steps
        .iter()
        .flat_map(|step| step.parts.iter().chain([step]))
    {
        match &step.act {
            Act::BorderControl { crossing, .. } => {
                found.insert(Dependence::Crossing(crossing.to_string()));
            }
            Act::Run { service } => {
                found.insert(Dependence::Service(service.to_string()));
            }
            _ => {}
        }
        let parties = step.parties.iter();
        let working = parties.filter(|(_, _, role)| *role != Role::StateAgency);
        found.extend(working.map(|(id, _, _)| Dependence::Operator(id.to_string())));
    }
    found.extend(owners(planner, route).map(Dependence::Owner));
    found
}

/// Countries whose parties stand behind somebody on the route. The plates that trucks have unless a shipment says
/// otherwise make none: the shipper could have others.
fn owners<'a>(planner: &'a Planner, route: &'a Route) -> impl Iterator<Item = Country> + 'a {
    let network = planner.world().network();
    let holders: BTreeSet<Country> = network
        .stakes()
        .iter()
        .filter_map(|stake| match stake.holder {
            Party::Owner(id) => network.owner(id).map(|owner| owner.country),
            Party::Operator(id) => network.operator(id).map(|operator| operator.domicile),
        })
        .collect();
    holders.into_iter().filter(move |country| {
        let rule = Dependence::Owner(*country).rule();
        let policy = Policy::open().with(rule);
        let checked = verify_in(route, &policy, planner.world());
        let is_concerned = matches!(checked, Err(VerifyError::Broken { .. }));
        let by_default = *country == Shipment::DEFAULT_PLATE
            && route.shipment.plate() == Shipment::DEFAULT_PLATE;
        is_concerned && (!by_default || has_operator_of(planner, route, *country))
    })
}

/// Whether parties of a country stand behind an operator on the route.
fn has_operator_of(planner: &Planner, route: &Route, country: Country) -> bool {
    let (world, network) = (planner.world(), planner.world().network());
    let holdings = Holdings::of(world);
    let listed = holdings.list(network, |home| home == country, &[]);
    let Ok(counted) = holdings.counted(&listed, OwnershipMethod::default()) else {
        return true;
    };
    let steps = route.steps.iter();
    let steps = steps.flat_map(|step| step.parts.iter().chain([step]));
    let ids = steps.flat_map(|step| {
        let paid = step
            .charges
            .iter()
            .filter_map(|charge| match &charge.payee {
                PaidTo::Operator { id, .. } => Some(id),
                PaidTo::Carrier(_) | PaidTo::Authority(_) | PaidTo::Unnamed => None,
            });
        step.parties.iter().map(|(id, _, _)| id).chain(paid)
    });
    let mut parties = ids.filter_map(|id| network.party(id));
    parties.any(|party| counted.share(party).is_some())
}
