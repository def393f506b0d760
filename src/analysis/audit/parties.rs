use std::collections::{BTreeMap, BTreeSet};

use super::Finding;
use crate::code::Name;
use crate::network::{LineId, Network, OperatorId, Party, ProjectId, Role};
use crate::quantity::ShareSum;
use crate::scenario::World;

pub(super) fn find(world: &World, findings: &mut Vec<Finding>) {
    unused(world.network(), findings);
    holders(world, findings);
}

fn name(network: &Network, party: Party) -> String {
    let (id, name) = match party {
        Party::Operator(id) => network.operator(id).map(|row| (&row.id, &row.name)),
        Party::Owner(id) => network.owner(id).map(|row| (&row.id, &row.name)),
    }
    .unzip();
    format!(
        "{} ({})",
        id.map_or("?", Name::as_str),
        name.map_or("?", Name::as_str)
    )
}

/// Operators that move, manage, handle, sell or are paid.
fn working(network: &Network) -> BTreeSet<OperatorId> {
    let mut working = BTreeSet::new();
    for (_, line) in network.lines() {
        working.extend(line.managers.iter().map(|managed| managed.operator));
    }
    working.extend(network.services().map(|(_, service)| service.operator));
    working.extend(network.through_rates().map(|(_, rate)| rate.seller));
    for (_, tariff) in network.tariffs() {
        working.extend([tariff.operator, tariff.payee].into_iter().flatten());
    }
    working.extend(network.handling().filter_map(|(_, row)| row.operator));
    working.extend(network.borders().filter_map(|(_, row)| row.payee));
    working.extend(network.fees().iter().filter_map(|row| row.payee));
    working
}

fn unused(network: &Network, findings: &mut Vec<Finding>) {
    let mut parties: BTreeSet<Party> = working(network).into_iter().map(Party::Operator).collect();
    for stake in network.stakes() {
        parties.extend([stake.holder, stake.held]);
    }
    for row in network.members() {
        parties.extend([Party::Operator(row.consortium), row.member]);
    }
    let operators = network.operators().map(|(id, _)| Party::Operator(id));
    for party in operators.filter(|party| !parties.contains(party)) {
        let what = format!("operator {}", name(network, party));
        findings.push(Finding::Unused { what });
    }
    let owners = network.owners().map(|(id, _)| Party::Owner(id));
    for party in owners.filter(|party| !parties.contains(party)) {
        let what = format!("owner {}", name(network, party));
        findings.push(Finding::Unused { what });
    }
    let mut lines: BTreeSet<LineId> = network.links().map(|(_, link)| link.line).collect();
    lines.extend(network.tariffs().flat_map(|(_, row)| row.lines.clone()));
    lines.extend(network.speeds().iter().filter_map(|row| row.line));
    for (_, line) in network.lines().filter(|(id, _)| !lines.contains(id)) {
        let what = format!("line {} ({})", line.id, line.name);
        findings.push(Finding::Unused { what });
    }
    let mut projects: BTreeSet<ProjectId> = BTreeSet::new();
    projects.extend(network.links().filter_map(|(_, row)| row.project));
    projects.extend(network.lines().filter_map(|(_, row)| row.project));
    projects.extend(network.crossings().filter_map(|(_, row)| row.project));
    projects.extend(network.services().filter_map(|(_, row)| row.project));
    for (_, project) in network.projects().filter(|(id, _)| !projects.contains(id)) {
        let what = format!("project {} ({})", project.id, project.name);
        findings.push(Finding::Unused { what });
    }
}

/// Who is behind the companies that goods meet, on the day.
fn holders(world: &World, findings: &mut Vec<Finding>) {
    let network = world.network();
    let mut held: BTreeMap<Party, ShareSum> = BTreeMap::new();
    for stake in world.stakes() {
        let sum = held.entry(stake.held).or_default();
        // A world's stakes have a common denominator.
        *sum = sum.plus(stake.share).unwrap_or(*sum);
    }
    let members: BTreeSet<OperatorId> = world.members().iter().map(|row| row.consortium).collect();
    for id in working(network) {
        let Some(operator) = network.operator(id) else {
            continue;
        };
        let behind = held.contains_key(&Party::Operator(id)) || members.contains(&id);
        let public = operator.roles.contains(&Role::StateAgency);
        if operator.validity.contains(world.day()) && !behind && !public {
            let operator = name(network, Party::Operator(id));
            findings.push(Finding::HoldersUnknown { operator });
        }
    }
    let below = held.into_iter().filter(|(_, sum)| sum.whole().is_lt());
    for (party, sum) in below {
        findings.push(Finding::StakesBelowWhole {
            held: name(network, party),
            percent: sum.to_string(),
        });
    }
}
