//! Who was paid on a set of routes, and how a consortium divides its part.
//!
//! A [`Ledger`] sums the charges of routes by payee, what states ask apart from what companies earn.
//! [`settle`] attributes revenue to the members of a consortium on the day of a world: of a company
//! by their shares, of associations and ventures as their members charge, by the kilometres that they
//! run or by parity, or by the Shapley value of the game in which a coalition earns what is paid on
//! routes that need nobody else. Everything is whole cents; rounding cents go to the largest
//! remainders, so parts add up to what was earned, and a part of nothing has a reason.
//!
//! What is attributed is *revenue*. It becomes *income* with stated costs ([`Settlement::income`]).
//! [`settle_over`] follows a company through the years of its term.

mod error;
mod income;
mod ledger;
mod run_for;
mod shapley;
mod table;
mod term;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use error::{LARGEST_GAME, SettlementError};
pub use income::{Costs, Income};
pub use ledger::Ledger;
pub(super) use ledger::state_of;
pub use shapley::shapley;
pub use term::{Horizon, Outlook, YearOfTerm, settle_over};

use crate::code::Named;
use crate::network::{Network, Party};
use crate::quantity::Money;
use crate::route::Route;
use crate::scenario::{Scenario, World};
use table::Table;

/// How a consortium divides what it earns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Division {
    /// By the members' shares on the day: of a company, what it is paid itself.
    Equity,
    /// By the length of the links that each member runs or manages for it on the routes.
    Kilometres,
    /// By the Shapley value: what a member adds to a coalition, on average over all orders of
    /// joining. A route earns only for coalitions that have everyone who runs or manages a link of
    /// it; a route without any of them needs all members.
    Shapley,
    /// Each member what it charges itself for what it runs for the consortium; what the consortium is
    /// paid itself in proportion to that.
    AsCharged,
    /// The same to every member.
    Parity,
}

/// Revenue that a consortium's members are attributed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Settlement {
    /// The consortium.
    pub consortium: Named,
    /// The day whose members share.
    pub day: Date,
    /// How.
    pub division: Division,
    /// What is divided: what was paid to the consortium itself, or where that is nothing, to its members
    /// for what they run for it.
    #[serde(rename = "earned_cents")]
    pub earned: Money,
    /// The members in canonical order, each with its part; the parts add up to what was earned.
    pub parts: Vec<Part>,
}

/// What a member is attributed of what its consortium earned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Part {
    /// The member.
    pub member: Named,
    /// How much.
    #[serde(rename = "amount_cents")]
    pub amount: Money,
    /// Why that is nothing, where it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<NoPart>,
}

/// Why a member is attributed nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NoPart {
    /// It has no share in the company.
    NoShare,
    /// It runs nothing for the consortium on the routes.
    RunsNothing,
    /// It is not paid for what it runs on them.
    NotPaid,
    /// Its part is less than half a cent.
    LessThanACent,
}

impl std::fmt::Display for NoPart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::NoShare => "no share in the company",
            Self::RunsNothing => "runs nothing for it on the routes",
            Self::NotPaid => "is not paid for what it runs",
            Self::LessThanACent => "less than half a cent",
        })
    }
}

/// Divides what the consortium with this id was paid on `routes` among its members on `day`.
///
/// # Errors
/// As [`settle`].
pub fn divide(
    network: &Network,
    consortium: &str,
    day: Date,
    routes: &[Route],
    division: Division,
) -> Result<Settlement, SettlementError> {
    let world = Scenario::on(day).apply(network)?;
    settle(&world, consortium, routes, division)
}

/// Attributes revenue on `routes` to the members that a consortium has in a world.
///
/// ```
/// use trade_corridor::analysis::settlement::{Division, settle};
/// use trade_corridor::prelude::*;
///
/// let network = Network::europe_central_asia();
/// let planner = Planner::new(network, &Scenario::preset("status-quo")?)?;
/// let routes = [planner.cheapest(&Request::new("Aktau", "Tbilisi"))?];
/// let settled = settle(planner.world(), "TITR", &routes, Division::AsCharged)?;
/// assert!(settled.earned > Money::ZERO);
/// let whole: Money = settled.parts.iter().map(|part| part.amount).sum();
/// assert_eq!(whole, settled.earned);
/// assert!(settled.parts.iter().all(|part| part.amount > Money::ZERO || part.reason.is_some()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// No such operator, no members or no shares on the day, no link of a member on the routes, nothing that
/// is paid on them to it or for it, or more than [`LARGEST_GAME`] members for the Shapley value.
pub fn settle(
    world: &World,
    consortium: &str,
    routes: &[Route],
    division: Division,
) -> Result<Settlement, SettlementError> {
    let table = Table::of(world, consortium, routes)?;
    let (earned, parts) = table.divided(division)?;
    let network = world.network();
    let members = table.members.iter().zip(parts);
    let parts = members.map(|(member, (amount, nothing))| Part {
        member: named(network, member.member),
        amount,
        reason: nothing.filter(|_| amount == Money::ZERO),
    });
    Ok(Settlement {
        consortium: named(network, Party::Operator(table.operator)),
        day: world.day(),
        division,
        earned,
        parts: parts.collect(),
    })
}

fn named(network: &Network, party: Party) -> Named {
    let (id, name) = (network.party_id(party), network.party_name(party));
    Named::new(id.unwrap_or_default(), name.unwrap_or_default())
}
