//! What can be closed, and by whom.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::InterdictionError;
use crate::code::{Country, Name};
use crate::network::{Network, Party, Role, nearest};
use crate::policy::ownership::Holdings;
use crate::policy::{OwnershipMethod, Rule, Subject};
use crate::route::{Act, PaidTo, Route};
use crate::scenario::World;

/// One thing that somebody can close.
///
/// Trucks are none: which plates they have is the shipper's choice, and the plates of
/// [`Shipment::DEFAULT_PLATE`](crate::costing::Shipment::DEFAULT_PLATE) say nothing of the country that
/// they are of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Lever {
    /// A border crossing, by code.
    Crossing(Name),
    /// A link, by id.
    Link(Name),
    /// A service, by id.
    Service(Name),
    /// An operator, by id: what it carries, runs, manages and handles; not what it controls at borders.
    Operator(Name),
    /// What is sent from a country.
    Exports(Country),
}

/// Kinds of what can be closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LeverKind {
    /// Border crossings.
    Crossing,
    /// Links.
    Link,
    /// Services.
    Service,
    /// Operators.
    Operator,
    /// Exports of a country: asked for by name alone, see [`levers_of`].
    Exports,
}

/// Every role but that of who controls borders.
fn working() -> Vec<Role> {
    let roles = Role::ALL.iter().copied();
    roles.filter(|role| *role != Role::StateAgency).collect()
}

impl Lever {
    /// Its kind.
    #[must_use]
    pub const fn kind(&self) -> LeverKind {
        match self {
            Self::Crossing(_) => LeverKind::Crossing,
            Self::Link(_) => LeverKind::Link,
            Self::Service(_) => LeverKind::Service,
            Self::Operator(_) => LeverKind::Operator,
            Self::Exports(_) => LeverKind::Exports,
        }
    }

    /// The rule by which it is closed; nothing for exports, which a rule on routes does not tell from transit.
    #[must_use]
    pub fn rule(&self) -> Option<Rule> {
        Some(Rule::Exclude(match self {
            Self::Crossing(code) => Subject::Crossing {
                crossings: vec![code.to_string()],
            },
            Self::Link(id) => Subject::Link {
                links: vec![id.to_string()],
            },
            Self::Service(id) => Subject::Service {
                services: vec![id.to_string()],
            },
            Self::Operator(id) => Subject::Operator {
                operators: vec![id.to_string()],
                roles: working(),
            },
            Self::Exports(_) => return None,
        }))
    }

    /// Everything that a route uses: at least what would stop it where it is closed.
    pub(in crate::analysis) fn used_by(route: &Route) -> BTreeSet<Self> {
        let mut used = BTreeSet::from([Self::Exports(route.from.country)]);
        let steps = route.steps.iter();
        for step in steps.flat_map(|step| step.parts.iter().chain([step])) {
            match &step.act {
                Act::BorderControl { crossing, .. } => {
                    used.insert(Self::Crossing(crossing.clone()));
                }
                Act::Move { link, .. } => {
                    used.insert(Self::Link(link.clone()));
                }
                Act::Wait { service } | Act::Run { service } | Act::Land { service, .. } => {
                    used.insert(Self::Service(service.clone()));
                }
                Act::Haul
                | Act::Load
                | Act::Unload
                | Act::Tranship
                | Act::GaugeChange
                | Act::Depart
                | Act::Through { .. } => {}
            }
            let parties = step.parties.iter();
            let working = parties.filter(|(_, _, role)| *role != Role::StateAgency);
            used.extend(working.map(|(id, _, _)| Self::Operator(id.clone())));
            used.extend(
                step.charges
                    .iter()
                    .filter_map(|charge| match &charge.payee {
                        PaidTo::Operator { id, .. } => Some(Self::Operator(id.clone())),
                        PaidTo::Carrier(_) | PaidTo::Authority(_) | PaidTo::Unnamed => None,
                    }),
            );
        }
        used
    }

    /// Whether the network has it.
    pub(super) fn check(&self, network: &Network) -> Result<(), InterdictionError> {
        let known = match self {
            Self::Crossing(code) => network.crossing_by_code(code).is_some(),
            Self::Link(id) => network.link_by_id(id).is_some(),
            Self::Service(id) => network.service_by_id(id).is_some(),
            Self::Operator(id) => network.operator_by_id(id).is_some(),
            Self::Exports(_) => true,
        };
        if known {
            return Ok(());
        }
        Err(InterdictionError::UnknownLever {
            lever: self.to_string(),
        })
    }
}

impl fmt::Display for Lever {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Crossing(code) => format!("crossing {code}"),
            Self::Link(id) => format!("link {id}"),
            Self::Service(id) => format!("service {id}"),
            Self::Operator(id) => format!("operator {id}"),
            Self::Exports(country) => format!("exports of {country}"),
        };
        f.pad(&text)
    }
}

/// What one actor can close: a country by its code, else an operator or owner by its id.
///
/// A country closes the crossings on its borders, the links in it, the services that call at its places, its
/// exports, and the operators that are registered there or that its parties stand behind (50 % by aggregation,
/// on the day of the world). An operator or owner closes itself, as an operator, and those that it stands
/// behind. In order, each once.
///
/// # Errors
/// A text that is neither.
///
/// ```
/// use trade_corridor::analysis::interdiction::{Lever, levers_of};
/// use trade_corridor::prelude::*;
///
/// let planner = Planner::embedded(date(2026, 11, 22))?;
/// let held = levers_of(planner.world(), "RU")?;
/// // South Caucasus Railway is held by Russian Railways.
/// assert!(held.contains(&Lever::Operator("SCR".into())));
/// let error = levers_of(planner.world(), "Russia").unwrap_err();
/// assert!(error.to_string().contains("`Russia` is no country"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn levers_of(world: &World, actor: &str) -> Result<Vec<Lever>, InterdictionError> {
    let network = world.network();
    let country: Option<Country> = actor.parse().ok();
    let party = network.party(actor);
    if country.is_none() && party.is_none() {
        let ids = network
            .operators()
            .map(|(_, operator)| operator.id.as_str());
        let ids = ids.chain(network.owners().map(|(_, owner)| owner.id.as_str()));
        return Err(InterdictionError::UnknownActor {
            actor: actor.to_owned(),
            nearest: nearest(actor, ids),
        });
    }
    // An id of a party that reads as a country is that of the party.
    let country = country.filter(|_| party.is_none());
    let mut held = BTreeSet::new();
    let holdings = Holdings::of(world);
    let named: Vec<Party> = party.into_iter().collect();
    let is_home = |home| country == Some(home);
    let listed = holdings.list(network, is_home, &named);
    let counted = holdings.counted(&listed, OwnershipMethod::Aggregate50);
    let counted = counted.map_err(|error| InterdictionError::Undecided {
        reason: error.to_string(),
    })?;
    let operators = network.operators().filter(|(id, operator)| {
        is_home(operator.domicile) || counted.share(Party::Operator(*id)).is_some()
    });
    held.extend(operators.map(|(_, operator)| Lever::Operator(operator.id.clone())));
    let Some(country) = country else {
        return Ok(held.into_iter().collect());
    };
    held.insert(Lever::Exports(country));
    let crossings = network.crossings().map(|(_, crossing)| crossing);
    let crossings = crossings.filter(|crossing| crossing.countries.contains(&country));
    held.extend(crossings.map(|crossing| Lever::Crossing(crossing.code.clone())));
    let within = world.links().filter(|(_, link)| link.country == country);
    held.extend(within.map(|(_, link)| Lever::Link(link.id.clone())));
    let here = |place| {
        network
            .place(place)
            .is_some_and(|place| place.country == country)
    };
    let calling = world.services();
    let calling = calling.filter(|(_, service)| here(service.from) || here(service.to));
    held.extend(calling.map(|(_, service)| Lever::Service(service.id.clone())));
    Ok(held.into_iter().collect())
}
