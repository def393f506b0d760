//! A consortium and the routes that it is settled on.

use std::collections::BTreeSet;

use super::error::{LARGEST_GAME, SettlementError};
use super::ledger::{Ledger, state_of};
use super::run_for::runs_for;
use super::shapley::shapley;
use super::{Division, NoPart};
use crate::network::{OperatorId, Party};
use crate::quantity::{Money, Share, ShareSum, apportion};
use crate::route::{PaidTo, Route, Step};
use crate::scenario::{ActiveMember, World};

/// The members of a consortium in a world, in canonical order.
pub(super) fn members(
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
pub(super) fn weights(members: &[ActiveMember]) -> Option<Vec<u64>> {
    let shares = members.iter().map(|member| member.share);
    let sum = ShareSum::of(shares.clone().flatten())?;
    let weights: Vec<u64> = shares
        .map(|share| share.map_or(0, |share: Share| sum.parts(share)))
        .collect();
    weights.iter().any(|weight| *weight > 0).then_some(weights)
}

/// A consortium and the routes that it is settled on.
pub(super) struct Table<'t> {
    world: &'t World,
    consortium: &'t str,
    pub(super) operator: OperatorId,
    pub(super) members: Vec<ActiveMember>,
    routes: &'t [Route],
}

pub(super) type Parts = Vec<(Money, Option<NoPart>)>;

impl<'t> Table<'t> {
    pub(super) fn of(
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
    pub(super) fn divided(&self, division: Division) -> Result<(Money, Parts), SettlementError> {
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
                        .any(|step| self.players(step, step).any(|one| one == player));
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

    /// The members who do something for the consortium in a step of a whole, by their place in it.
    fn players(&self, whole: &Step, step: &Step) -> impl Iterator<Item = usize> {
        let players = self.members.iter().enumerate().filter(|(_, member)| {
            matches!(member.member, Party::Operator(id) if runs_for(self.world, (self.operator, id), (whole, step)))
        });
        players.map(|(index, _)| index)
    }

    /// What each member charges itself for what it runs for the consortium.
    fn charged(&self) -> Vec<Money> {
        let mut charged = vec![Money::ZERO; self.members.len()];
        let network = self.world.network();
        for step in self.steps() {
            for player in self.players(step, step) {
                let id = network.party_id(self.members[player].member);
                for charge in &step.charges {
                    let paid = matches!(&charge.payee, PaidTo::Operator { id: paid, .. } if Some(paid.as_str()) == id);
                    if paid && state_of(charge).is_none() {
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
        for (whole, step) in self.routes.iter().flat_map(moves) {
            for player in self.players(whole, step) {
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
            let needed = moves(route).flat_map(|(whole, step)| self.players(whole, step));
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

/// Steps that move, down to the links, each with the step that it is a part of or itself.
fn moves(route: &Route) -> impl Iterator<Item = (&Step, &Step)> {
    let all = route
        .steps
        .iter()
        .flat_map(|whole| whole.atoms().iter().map(move |step| (whole, step)));
    all.filter(|(_, step)| step.distance.as_metres() > 0)
}
