//! Stakes and memberships that hold on the day after the changes.

use std::collections::{BTreeMap, BTreeSet};

use super::lookup::Applying;
use super::overlay::{StakeOnDay, StakeOrigin};
use super::{ActiveMember, ChangeIndex, Scenario, ScenarioError};
use crate::network::{Network, Party, Role};
use crate::quantity::{Share, ShareSum};

pub(super) fn stakes_on_day(
    applying: &mut Applying<'_, '_>,
    changed: &BTreeMap<(Party, Party), (Share, ChangeIndex)>,
) -> Result<Vec<StakeOnDay>, ScenarioError> {
    let network = applying.network;
    let day = applying.scenario.day();
    let mut on_day: Vec<StakeOnDay> = Vec::new();
    for (row, stake) in network.stakes().iter().enumerate() {
        let replaced = changed.contains_key(&(stake.held, stake.holder));
        if stake.validity.contains(day) && !replaced {
            on_day.push(StakeOnDay {
                holder: stake.holder,
                held: stake.held,
                share: stake.share.value(),
                origin: StakeOrigin::Row(row as u32),
            });
        }
    }
    for ((held, holder), (share, by)) in changed {
        if *share > Share::ZERO {
            on_day.push(StakeOnDay {
                holder: *holder,
                held: *held,
                share: *share,
                origin: StakeOrigin::Change(*by),
            });
        }
    }
    let name = |party| network.party_id(party).unwrap_or_default();
    if !changed.is_empty() {
        // The network's own are in this order already.
        on_day.sort_by(|a, b| (name(a.held), name(a.holder)).cmp(&(name(b.held), name(b.holder))));
    }
    let changed_parties: BTreeSet<Party> = changed.keys().map(|(held, _)| *held).collect();
    for held in changed_parties {
        let stakes = on_day.iter().filter(|stake| stake.held == held);
        let sum = ShareSum::of(stakes.map(|stake| stake.share));
        if sum.is_none_or(|sum| sum.whole().is_gt()) {
            let by = changed
                .iter()
                .filter(|((of, _), _)| *of == held)
                .map(|(_, (_, by))| *by)
                .max();
            applying.at = by.unwrap_or(applying.at);
            let (at, held) = (
                applying.scenario.location(applying.at),
                name(held).to_owned(),
            );
            return Err(match sum {
                Some(sum) => ScenarioError::StakesAboveWhole {
                    at,
                    held,
                    percent: sum.to_string(),
                },
                None => ScenarioError::StakesUnlike { at, held },
            });
        }
    }
    Ok(on_day)
}

pub(super) fn members_on_day(
    network: &Network,
    scenario: &Scenario,
    changed: &BTreeMap<(Party, Party), (Share, ChangeIndex)>,
) -> Vec<ActiveMember> {
    let mut members: Vec<ActiveMember> = network
        .members()
        .iter()
        .filter(|member| member.validity.contains(scenario.day()))
        .filter(|member| {
            !changed.contains_key(&(Party::Operator(member.consortium), member.member))
        })
        .map(ActiveMember::from)
        .collect();
    for ((held, member), (share, _)) in changed {
        if let Party::Operator(consortium) = *held
            && *share > Share::ZERO
            && network
                .operator_at(consortium)
                .roles
                .contains(&Role::Consortium)
        {
            members.push(ActiveMember {
                consortium,
                member: *member,
                share: Some(*share),
            });
        }
    }
    let name = |party| network.party_id(party).unwrap_or_default();
    if !changed.is_empty() {
        members.sort_by(|a, b| {
            let key = |item: &ActiveMember| (Party::Operator(item.consortium), item.member);
            let (left, right) = (key(a), key(b));
            (name(left.0), name(left.1)).cmp(&(name(right.0), name(right.1)))
        });
    }
    members
}
