//! Verdicts in words, with the stakes and rows behind them.

use super::ownership::{ChainLink, Holdings};
use super::{BlockReason, Blocked, CompiledPolicy, Where};
use crate::network::{End, LinkId, Network, OperatorId, Party, Provenance, Role, Validity};
use crate::scenario::{ActiveStake, ManagerCause, StakeCause, World};

impl CompiledPolicy {
    /// The verdict in words: who does what, who stands behind it, from when to when, and which
    /// row says so.
    pub fn explain(&self, world: &World, blocked: &Blocked) -> String {
        let what = self.reason(world, blocked);
        format!("blocked: {what} [rule `{}`]", self.rule_name(blocked.rule))
    }

    fn reason(&self, world: &World, blocked: &Blocked) -> String {
        let network = world.network();
        match blocked.reason {
            BlockReason::Territory(country) => format!("it enters {country}"),
            BlockReason::Transit(country) => format!("{country} is closed to the goods"),
            BlockReason::Border(from, to) => format!("it crosses the border from {from} into {to}"),
            BlockReason::Crossing(id) => {
                let name = network.crossing(id).map_or("?", |item| item.name.as_str());
                format!("it uses the border crossing {name}")
            }
            BlockReason::Operator(operator, role) => acts(world, operator, role, blocked.at),
            BlockReason::Domicile(operator, role) => {
                let home = network.operator(operator).map(|item| item.domicile);
                let home = home.map_or_else(String::new, |home| format!(", domiciled in {home}"));
                acts(world, operator, role, blocked.at) + &home
            }
            BlockReason::Carrier(country) => {
                format!("a road carrier with plates of {country} moves the goods")
            }
            BlockReason::Owner(operator, role) => {
                acts(world, operator, role, blocked.at) + &self.owners(world, blocked, operator)
            }
            BlockReason::Member(operator, role) => {
                let members = world.members().iter();
                let members: Vec<&str> = members
                    .filter(|row| row.consortium == operator)
                    .filter_map(|row| network.party_name(row.member))
                    .collect();
                let acts = acts(world, operator, role, blocked.at);
                format!("{acts}, a consortium of {}", members.join(", "))
            }
            BlockReason::Consortium(operator, role) => {
                acts(world, operator, role, blocked.at) + ", which belongs to the consortium"
            }
            BlockReason::NotOfConsortium(consortium) => format!(
                "nobody of {} runs {}",
                operator_name(network, consortium),
                place(world, blocked.at)
            ),
            BlockReason::Call(id) => {
                let label = network.place(id).map(|_| network.place_label(id));
                format!("it calls at {}", label.unwrap_or_default())
            }
            BlockReason::Flag(country) => format!(
                "the vessel of {} flies the flag of {country}",
                place(world, blocked.at)
            ),
            BlockReason::Mode(mode) => format!("{} is by {mode}", place(world, blocked.at)),
            BlockReason::Carriage(carriage) => format!("the goods ride in {carriage}"),
            BlockReason::GaugeChange => {
                format!("the gauge changes at {}", place(world, blocked.at))
            }
            BlockReason::Link(_) => format!("it uses the link {}", place(world, blocked.at)),
            BlockReason::Line(id) => {
                let name = network.line(id).map_or("?", |line| line.id.as_str());
                format!("it uses the line {name}")
            }
            BlockReason::Service(id) => {
                let id = world.service(id).map_or("?", |service| service.id.as_str());
                format!("it uses the service {id}")
            }
            BlockReason::Combined => {
                format!("no part of the rule allows {}", place(world, blocked.at))
            }
        }
    }

    /// `, owned 100 % by A (valid ...; row), owned 100 % by B (...)`.
    fn owners(&self, world: &World, blocked: &Blocked, operator: OperatorId) -> String {
        let node = self
            .nodes
            .get(blocked.rule.index())
            .and_then(Option::as_ref);
        let Some(counted) = node.and_then(|node| node.owners_of(operator)) else {
            return String::new();
        };
        let holdings = Holdings::of(world);
        let network = world.network();
        let mut text = String::new();
        let direct: Vec<&ActiveStake<'_>> = holdings
            .contributions(counted, Party::Operator(operator))
            .collect();
        if direct.len() > 1 {
            let together = counted.share(Party::Operator(operator)).unwrap_or_default();
            text.push_str(", owned ");
            for (index, stake) in direct.iter().enumerate() {
                text.push_str(if index > 0 { " and " } else { "" });
                text.push_str(&held(world, stake));
            }
            text.extend([", together ".to_owned(), together.to_string()]);
        }
        let chain: Vec<ChainLink> = holdings.chain(counted, Party::Operator(operator));
        let skip = usize::from(direct.len() > 1);
        for (step, link) in chain.iter().enumerate().skip(skip) {
            let Some(stake) = holdings.stake(*link) else {
                continue;
            };
            if skip > 0 && step == skip {
                let name = network.party_name(stake.held).unwrap_or("?");
                text.extend(["; ", name]);
            }
            text.push_str(if skip > 0 && step == skip {
                " owned "
            } else {
                ", owned "
            });
            text.push_str(&held(world, stake));
        }
        if chain.is_empty() {
            let home = network.operator(operator).map(|item| item.domicile);
            let home = home.map_or_else(String::new, |home| format!(" of {home}"));
            text.extend([", listed itself as a party", &home]);
        }
        text
    }
}

/// `100 % by Russian Railways (valid 2008-02-13 to 2038-02-12; stakes.csv row 3, source O01)`.
fn held(world: &World, stake: &ActiveStake<'_>) -> String {
    let network = world.network();
    let name = network.party_name(stake.holder).unwrap_or("?");
    match stake.cause {
        StakeCause::Row(provenance) => format!(
            "{} by {name} ({}; {})",
            stake.share,
            stake.validity,
            row(network, provenance)
        ),
        StakeCause::Change(change) => format!(
            "{} by {name} (changed by the scenario: {})",
            stake.share,
            change.name()
        ),
    }
}

fn row(network: &Network, provenance: &Provenance) -> String {
    let mut text = provenance.origin.to_string();
    let mut known: Vec<&str> = Vec::new();
    for source in provenance.all() {
        let Some(source) = network.source(source) else {
            continue;
        };
        if !known.contains(&source.id.as_str()) {
            text.push_str(if known.is_empty() { ", source " } else { ", " });
            text.push_str(&source.id);
            known.push(&source.id);
        }
    }
    text
}

fn operator_name(network: &Network, operator: OperatorId) -> &str {
    network
        .operator(operator)
        .map_or("an operator", |item| item.name.as_str())
}

/// `South Caucasus Railway runs Gyumri–Yerevan`.
fn acts(world: &World, operator: OperatorId, role: Role, at: Where) -> String {
    let name = operator_name(world.network(), operator);
    let verb = match role {
        Role::Terminal => "handles the goods on",
        Role::Forwarder | Role::Consortium => "sells",
        Role::StateAgency => "controls",
        _ => "runs",
    };
    let verb = match (role, at) {
        (Role::Terminal, Where::Place(_)) => "handles the goods at",
        (_, Where::Place(_) | Where::Crossing(_)) => "is at work at",
        _ => verb,
    };
    let since = match (role, at) {
        (Role::InfrastructureManager, Where::Link(link)) => managed(world, link, operator),
        _ => String::new(),
    };
    format!("{name} {verb} {}{since}", place(world, at))
}

/// ` (valid 2008-02-13 to 2038-02-12; lines.csv row 10, source O-SCR)`: what makes an operator the
/// manager of a link's line.
fn managed(world: &World, link: LinkId, operator: OperatorId) -> String {
    let line = world.link(link).map(|link| link.line);
    match line.and_then(|line| world.manager_cause(line)) {
        Some(ManagerCause::Row(record))
            if record.operator == operator && record.validity != Validity::ALWAYS =>
        {
            format!(
                " ({}; {})",
                record.validity,
                row(world.network(), &record.provenance)
            )
        }
        Some(ManagerCause::Change(change)) => {
            format!(" (changed by the scenario: {})", change.name())
        }
        _ => String::new(),
    }
}

fn ends(network: &Network, from: End, to: End) -> (&str, &str) {
    let name = |end| network.end_name(end).unwrap_or("?");
    (name(from), name(to))
}

fn place(world: &World, at: Where) -> String {
    let network = world.network();
    let unknown = || "an operation".to_owned();
    match at {
        Where::Link(id) => world.link(id).map_or_else(unknown, |link| {
            let (from, to) = ends(network, link.from, link.to);
            format!("{from}–{to}")
        }),
        Where::Service(id) => world.service(id).map_or_else(unknown, |service| {
            let (from, to) = ends(network, End::Place(service.from), End::Place(service.to));
            format!("{from}–{to} ({})", service.id)
        }),
        Where::Crossing(id) => network
            .crossing(id)
            .map_or_else(unknown, |item| item.name.to_string()),
        Where::Place(id) => network
            .place(id)
            .map_or_else(unknown, |item| item.name.to_string()),
        Where::Line(id) => network
            .line(id)
            .map_or_else(unknown, |item| item.id.to_string()),
        Where::Unknown => unknown(),
    }
}
