//! Who earned what on a set of routes, and how a consortium divides its part.
//!
//! A [`Ledger`] sums the charges of routes by payee. [`divide`] splits what a consortium was paid
//! among its members of the day: by their shares, by the kilometres that each of them contributes,
//! or by the Shapley value of the game in which a coalition earns what is paid on routes that need
//! nobody else. Everything is whole cents; rounding cents go to the largest remainders, so parts add
//! up to what was earned.

mod shapley;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use shapley::{LARGEST_GAME, shapley};

use crate::code::Named;
use crate::network::{Consortium, Network, Party};
use crate::planner::Error;
use crate::quantity::{Money, apportion};
use crate::route::{PaidTo, Route, Step};

/// Why earnings cannot be divided.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SettlementError {
    /// The id names no operator.
    #[error("`{id}` is no operator of the network; give the id of a consortium")]
    UnknownOperator {
        /// The id.
        id: String,
    },
    /// The operator has no members on the day.
    #[error("`{operator}` has no members on {day}; give a consortium and a day of its life")]
    NoMembers {
        /// The operator.
        operator: String,
        /// The day.
        day: Date,
    },
    /// No member of the consortium has a share.
    #[error(
        "no member of `{operator}` has a share on {day}; divide by kilometres or Shapley value"
    )]
    NoShares {
        /// The consortium.
        operator: String,
        /// The day.
        day: Date,
    },
    /// No member runs or manages anything on the routes.
    #[error("no member of `{operator}` runs or manages a link of the routes; divide by equity")]
    NoLinks {
        /// The consortium.
        operator: String,
    },
    /// More players than the exact value is computed for.
    #[error("a game of {players} players is above the largest accepted of {LARGEST_GAME}")]
    TooManyPlayers {
        /// How many.
        players: usize,
    },
}

coded!(SettlementError {
    UnknownOperator { id } = "settlement_unknown_operator",
    NoMembers { operator, day } = "settlement_no_members",
    NoShares { operator, day } = "settlement_no_shares",
    NoLinks { operator } = "settlement_no_links",
    TooManyPlayers { players } = "settlement_too_many_players",
});

impl From<SettlementError> for Error {
    fn from(error: SettlementError) -> Self {
        Self::other(error.code(), &error)
    }
}

/// How a consortium divides its earnings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Division {
    /// By the members' shares on the day.
    Equity,
    /// By the length of the links that each member runs or manages on the routes.
    Kilometres,
    /// By the Shapley value: what a member adds to a coalition, on average over all orders of
    /// joining. A route earns only for coalitions that have everyone who runs or manages a link of
    /// it; a route without any of them needs all members.
    Shapley,
}

/// What everybody earned on some routes.
///
/// ```
/// use jiff::civil::date;
/// use trade_corridor::analysis::settlement::Ledger;
/// use trade_corridor::prelude::*;
///
/// let network = Network::europe_central_asia();
/// let planner = Planner::new(network, &Scenario::on(date(2026, 11, 22)))?;
/// let routes = [planner.cheapest(&Request::new("Baku", "Tbilisi"))?];
/// let ledger = Ledger::of(&routes);
/// assert_eq!(ledger.total(), routes[0].cost());
/// assert_eq!(ledger.operator("no such operator"), Money::ZERO);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Earning>", into = "Vec<Earning>")]
pub struct Ledger {
    earned: BTreeMap<PaidTo, Money>,
}

#[derive(Serialize, Deserialize)]
struct Earning {
    payee: PaidTo,
    #[serde(rename = "earned_cents")]
    earned: Money,
}

impl From<Vec<Earning>> for Ledger {
    fn from(rows: Vec<Earning>) -> Self {
        let mut earned = BTreeMap::new();
        for row in rows {
            *earned.entry(row.payee).or_insert(Money::ZERO) += row.earned;
        }
        Self { earned }
    }
}

impl From<Ledger> for Vec<Earning> {
    fn from(ledger: Ledger) -> Self {
        let rows = ledger.earned.into_iter();
        rows.map(|(payee, earned)| Earning { payee, earned })
            .collect()
    }
}

impl Ledger {
    /// Sums the charges of routes.
    pub fn of<'r>(routes: impl IntoIterator<Item = &'r Route>) -> Self {
        let mut earned = BTreeMap::new();
        for charge in routes.into_iter().flat_map(Route::charges) {
            *earned.entry(charge.payee.clone()).or_insert(Money::ZERO) += charge.amount;
        }
        Self { earned }
    }

    /// Everybody who was paid, and how much.
    pub fn payees(&self) -> impl Iterator<Item = (&PaidTo, Money)> {
        self.earned.iter().map(|(payee, amount)| (payee, *amount))
    }

    /// What an operator was paid.
    #[must_use]
    pub fn operator(&self, id: &str) -> Money {
        self.earned
            .iter()
            .filter(|(payee, _)| is_operator(payee, id))
            .map(|(_, amount)| *amount)
            .sum()
    }

    /// What was paid in all.
    #[must_use]
    pub fn total(&self) -> Money {
        self.earned.values().copied().sum()
    }
}

fn is_operator(payee: &PaidTo, wanted: &str) -> bool {
    matches!(payee, PaidTo::Operator { id, .. } if id == wanted)
}

/// What a consortium earned on some routes, and the part of each member.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Settlement {
    /// The consortium.
    pub consortium: Named,
    /// The day whose members share.
    pub day: Date,
    /// How.
    pub division: Division,
    /// What was paid to it.
    #[serde(rename = "earned_cents")]
    pub earned: Money,
    /// The members in canonical order, each with its part; the parts add up to what was earned.
    pub parts: Vec<Part>,
}

/// What a member gets of what its consortium earned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Part {
    /// The member.
    pub member: Named,
    /// How much.
    #[serde(rename = "amount_cents")]
    pub amount: Money,
}

/// Divides what the consortium with this id was paid on `routes` among its members on `day`.
///
/// # Errors
/// No such operator, no members or no shares on the day, no link of a member on the routes, or more
/// than [`LARGEST_GAME`] members for the Shapley value.
pub fn divide(
    network: &Network,
    consortium: &str,
    day: Date,
    routes: &[Route],
    division: Division,
) -> Result<Settlement, SettlementError> {
    let operator = network.operator_by_id(consortium).ok_or_else(|| {
        let id = consortium.to_owned();
        SettlementError::UnknownOperator { id }
    })?;
    let members = network.consortium(operator, day).ok_or_else(|| {
        let operator = consortium.to_owned();
        SettlementError::NoMembers { operator, day }
    })?;
    let earned = Ledger::of(routes).operator(consortium);
    let parts = match division {
        Division::Equity => {
            let parts = members.split(earned);
            if parts.is_empty() {
                let operator = consortium.to_owned();
                return Err(SettlementError::NoShares { operator, day });
            }
            parts
        }
        Division::Kilometres => by_kilometre(network, &members, consortium, routes, earned)?,
        Division::Shapley => by_shapley(network, &members, consortium, routes)?,
    };
    let named = |party| {
        let (id, name) = (network.party_id(party), network.party_name(party));
        Named::new(id.unwrap_or_default(), name.unwrap_or_default())
    };
    let parts = parts.into_iter().map(|(party, amount)| Part {
        member: named(party),
        amount,
    });
    Ok(Settlement {
        consortium: named(Party::Operator(operator)),
        day,
        division,
        earned,
        parts: parts.collect(),
    })
}

/// The members among those who touch the goods in a step, by their place in the consortium.
fn players<'s>(
    network: &'s Network,
    members: &'s Consortium<'_>,
    step: &'s Step,
) -> impl Iterator<Item = usize> + 's {
    members
        .members
        .iter()
        .enumerate()
        .filter(move |(_, member)| {
            network.party_id(member.member).is_some_and(|id| {
                let operates = matches!(member.member, Party::Operator(_));
                operates && step.parties.iter().any(|(party, _, _)| party == id)
            })
        })
        .map(|(index, _)| index)
}

/// Steps that move, down to the links.
fn moves(route: &Route) -> impl Iterator<Item = &Step> {
    route.atoms().filter(|step| step.distance.as_metres() > 0)
}

fn by_kilometre(
    network: &Network,
    members: &Consortium<'_>,
    consortium: &str,
    routes: &[Route],
    earned: Money,
) -> Result<Vec<(Party, Money)>, SettlementError> {
    let mut metres = vec![0_u64; members.members.len()];
    for step in routes.iter().flat_map(moves) {
        for player in players(network, members, step) {
            metres[player] += step.distance.as_metres();
        }
    }
    let parts = apportion(earned, &metres);
    if parts.is_empty() {
        let operator = consortium.to_owned();
        return Err(SettlementError::NoLinks { operator });
    }
    Ok(named(members, parts))
}

fn by_shapley(
    network: &Network,
    members: &Consortium<'_>,
    consortium: &str,
    routes: &[Route],
) -> Result<Vec<(Party, Money)>, SettlementError> {
    let count = members.members.len();
    if count > LARGEST_GAME {
        return Err(SettlementError::TooManyPlayers { players: count });
    }
    let everyone = (1_u32 << count) - 1;
    let games: Vec<(u32, Money)> = routes
        .iter()
        .map(|route| {
            let needed: BTreeSet<usize> = moves(route)
                .flat_map(|step| players(network, members, step))
                .collect();
            let needed = needed
                .into_iter()
                .fold(0, |mask, player| mask | 1 << player);
            let worth = Ledger::of([route]).operator(consortium);
            (if needed == 0 { everyone } else { needed }, worth)
        })
        .collect();
    let parts = shapley(count, |coalition| {
        games
            .iter()
            .filter(|(needed, _)| needed & !coalition == 0)
            .map(|(_, worth)| *worth)
            .sum()
    })?;
    Ok(named(members, parts))
}

fn named(members: &Consortium<'_>, parts: Vec<Money>) -> Vec<(Party, Money)> {
    let parties = members.members.iter().map(|member| member.member);
    parties.zip(parts).collect()
}
