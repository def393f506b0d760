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
mod term;

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use error::SettlementError;
pub use income::{Costs, Income};
pub use ledger::Ledger;
pub use shapley::{LARGEST_GAME, shapley};
pub use term::{Horizon, Outlook, YearOfTerm, settle_over};

use crate::code::Named;
use crate::network::{Network, OperatorId, Party};
use crate::quantity::{Money, Share, ShareSum, apportion};
use crate::route::{PaidTo, Route, Step};
use crate::scenario::{ActiveMember, Scenario, World};
use run_for::runs_for;

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

/// The members of a consortium in a world, in canonical order.
fn members(
    world: &World,
    consortium: &str,
) -> Result<(OperatorId, Vec<ActiveMember>), SettlementError> {
    let operator = world.network().operator_by_id(consortium).ok_or_else(|| {
        let id = consortium.to_owned();
        SettlementError::UnknownOperator { id }
    })?;
    let all = world.members().iter().copied();
    let members: Vec<ActiveMember> = all.filter(|member| member.consortium == operator).collect();
    if members.is_empty() {
        let (operator, day) = (consortium.to_owned(), world.day());
        return Err(SettlementError::NoMembers { operator, day });
    }
    Ok((operator, members))
}

/// The weights of members' shares; nothing where nobody has one.
fn weights(members: &[ActiveMember]) -> Option<Vec<u64>> {
    let shares = members.iter().map(|member| member.share);
    let sum = ShareSum::of(shares.clone().flatten())?;
    let weights: Vec<u64> = shares
        .map(|share| share.map_or(0, |share: Share| sum.parts(share)))
        .collect();
    weights.iter().any(|weight| *weight > 0).then_some(weights)
}

/// A consortium and the routes that it is settled on.
struct Table<'t> {
    world: &'t World,
    consortium: &'t str,
    operator: OperatorId,
    members: Vec<ActiveMember>,
    routes: &'t [Route],
}

type Parts = Vec<(Money, Option<NoPart>)>;

impl<'t> Table<'t> {
    fn of(
        world: &'t World,
        consortium: &'t str,
        routes: &'t [Route],
    ) -> Result<Self, SettlementError> {
        let (operator, members) = members(world, consortium)?;
        Ok(Self {
            world,
            consortium,
            operator,
            members,
            routes,
        })
    }

    /// What is divided, and how much of it each member is attributed.
    fn divided(&self, division: Division) -> Result<(Money, Parts), SettlementError> {
        let own = Ledger::of(self.routes).revenue(self.consortium);
        let operator = || self.consortium.to_owned();
        let because = |nothing| move |amount| (amount, Some(nothing));
        match division {
            Division::Equity => {
                let weights = weights(&self.members).ok_or_else(|| SettlementError::NoShares {
                    operator: operator(),
                    day: self.world.day(),
                })?;
                if own == Money::ZERO {
                    return Err(self.nothing(
                        "its members are paid themselves, if anybody is; divide as charged, by \
                         kilometres or by parity",
                    ));
                }
                let reasons = weights.iter().map(|weight| match weight {
                    0 => NoPart::NoShare,
                    _ => NoPart::LessThanACent,
                });
                let parts = apportion(own, &weights).into_iter().zip(reasons);
                Ok((own, parts.map(|(part, why)| (part, Some(why))).collect()))
            }
            Division::Kilometres => {
                let metres = self.metres();
                let (pot, _) = self.pot(own);
                let parts = apportion(pot, &metres);
                if parts.is_empty() {
                    let operator = operator();
                    return Err(SettlementError::NoLinks { operator });
                }
                self.paid(pot)?;
                Ok((
                    pot,
                    parts
                        .into_iter()
                        .map(because(NoPart::RunsNothing))
                        .collect(),
                ))
            }
            Division::Parity => {
                let (pot, _) = self.pot(own);
                self.paid(pot)?;
                let parts = apportion(pot, &vec![1; self.members.len()]).into_iter();
                Ok((pot, parts.map(because(NoPart::LessThanACent)).collect()))
            }
            Division::AsCharged => {
                let charged = self.charged();
                let weights: Vec<u64> = charged
                    .iter()
                    .map(|amount| amount.as_cents().unsigned_abs())
                    .collect();
                let shared = apportion(own, &weights);
                let all: Money = charged.iter().copied().sum();
                if shared.is_empty() {
                    return Err(self.nothing(
                        "no member charges anything itself; divide by equity, by kilometres or by parity",
                    ));
                }
                let parts = charged.iter().zip(&shared).zip(0..);
                let parts = parts.map(|((charged, shared), player)| {
                    let runs = self
                        .steps()
                        .any(|step| self.players(step).any(|one| one == player));
                    let nothing = if runs {
                        NoPart::NotPaid
                    } else {
                        NoPart::RunsNothing
                    };
                    (*charged + *shared, Some(nothing))
                });
                Ok((all + own, parts.collect()))
            }
            Division::Shapley => {
                let parts = self.by_shapley()?;
                self.paid(own)?;
                Ok((
                    own,
                    parts
                        .into_iter()
                        .map(because(NoPart::RunsNothing))
                        .collect(),
                ))
            }
        }
    }

    /// What is divided: its own revenue, or where it has none, what members charge for it.
    fn pot(&self, own: Money) -> (Money, bool) {
        if own > Money::ZERO {
            return (own, true);
        }
        (self.charged().into_iter().sum(), false)
    }

    fn paid(&self, pot: Money) -> Result<(), SettlementError> {
        if pot > Money::ZERO {
            return Ok(());
        }
        Err(self.nothing("give routes that are sold by it or run by its members"))
    }

    fn nothing(&self, reason: &'static str) -> SettlementError {
        SettlementError::NothingEarned {
            operator: self.consortium.to_owned(),
            routes: self.routes.len(),
            reason,
        }
    }

    fn steps(&self) -> impl Iterator<Item = &'t Step> {
        self.routes.iter().flat_map(|route| &route.steps)
    }

    /// The members who do something for the consortium in a step, by their place in it.
    fn players(&self, step: &Step) -> impl Iterator<Item = usize> {
        let players = self.members.iter().enumerate().filter(|(_, member)| {
            matches!(member.member, Party::Operator(id) if runs_for(self.world, id, step))
        });
        players.map(|(index, _)| index)
    }

    /// What each member charges itself for what it runs for the consortium.
    fn charged(&self) -> Vec<Money> {
        let mut charged = vec![Money::ZERO; self.members.len()];
        let network = self.world.network();
        for step in self.steps() {
            for player in self.players(step) {
                let id = network.party_id(self.members[player].member);
                for charge in &step.charges {
                    let paid = matches!(&charge.payee, PaidTo::Operator { id: paid, .. } if Some(paid.as_str()) == id);
                    if paid && ledger::state_of(charge).is_none() {
                        charged[player] += charge.amount;
                    }
                }
            }
        }
        charged
    }

    /// How far each member runs for the consortium.
    fn metres(&self) -> Vec<u64> {
        let mut metres = vec![0_u64; self.members.len()];
        for step in self.routes.iter().flat_map(moves) {
            for player in self.players(step) {
                metres[player] += step.distance.as_metres();
            }
        }
        metres
    }

    fn by_shapley(&self) -> Result<Vec<Money>, SettlementError> {
        let count = self.members.len();
        if count > LARGEST_GAME {
            return Err(SettlementError::TooManyPlayers { players: count });
        }
        let everyone = (1_u32 << count) - 1;
        let games = self.routes.iter().map(|route| {
            let needed = moves(route).flat_map(|step| self.players(step));
            let needed: BTreeSet<usize> = needed.collect();
            let needed = needed
                .into_iter()
                .fold(0, |mask, player| mask | 1 << player);
            let worth = Ledger::of([route]).revenue(self.consortium);
            (if needed == 0 { everyone } else { needed }, worth)
        });
        let games: Vec<(u32, Money)> = games.collect();
        shapley(count, |coalition| {
            let open = games.iter().filter(|(needed, _)| needed & !coalition == 0);
            open.map(|(_, worth)| *worth).sum()
        })
    }
}

/// Steps that move, down to the links.
fn moves(route: &Route) -> impl Iterator<Item = &Step> {
    route.atoms().filter(|step| step.distance.as_metres() > 0)
}
