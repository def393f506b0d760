//! Verdicts by name, with the stakes and rows behind them.

use super::node::Node;
use super::ownership::{Counted, Holdings};
use super::{
    Actor, BlockReason, Blocked, CompiledPolicy, Controller, Evidence, Finding, Holding,
    Membership, Ownership, Site, Violation, Where,
};
use crate::code::{Name, Named};
use crate::network::{
    ConsortiumAsset, ConsortiumOperation, End, LinkId, Network, OperatorId, Party, PlaceId,
    Provenance, Role, Validity,
};
use crate::scenario::{ActiveStake, ManagerCause, NamedChange, StakeCause, World};

impl CompiledPolicy {
    /// The verdict by name: who does what, who stands behind it, from when to when, and which
    /// row says so.
    #[must_use]
    pub fn explain(&self, world: &World, blocked: &Blocked) -> Violation {
        Violation {
            rule: self.rule_ref(blocked.rule),
            finding: self.finding(world, blocked),
            site: site(world, blocked.at),
        }
    }

    fn finding(&self, world: &World, blocked: &Blocked) -> Finding {
        let network = world.network();
        let actor = |operator, role| actor(world, operator, role, blocked.at);
        match blocked.reason {
            BlockReason::Territory(country) => Finding::Territory { country },
            BlockReason::Transit(country) => Finding::TransitClosed { country },
            BlockReason::Border(from, to) => Finding::Border { from, to },
            BlockReason::Crossing(id) => Finding::Crossing {
                crossing: named(network.crossing(id).map(|item| (&item.code, &item.name))),
            },
            BlockReason::Operator(operator, role) => Finding::Operator {
                actor: actor(operator, role),
            },
            BlockReason::Domicile(operator, role) => Finding::Domicile {
                actor: actor(operator, role),
            },
            BlockReason::Carrier(country) => Finding::Carrier { country },
            BlockReason::Owner(operator, role) => Finding::Owner {
                actor: actor(operator, role),
                ownership: self.ownership(world, blocked, operator),
            },
            BlockReason::Member(operator, role) => Finding::Member {
                actor: actor(operator, role),
                memberships: self.memberships(world, blocked, operator),
            },
            BlockReason::Consortium(operator, role) => Finding::Consortium {
                actor: actor(operator, role),
                memberships: self.memberships(world, blocked, operator),
            },
            BlockReason::MemberOf(operator, role) => Finding::MemberOf {
                actor: actor(operator, role),
                memberships: self.memberships(world, blocked, operator),
            },
            BlockReason::NotOfConsortium(consortium) => Finding::NotOfConsortium {
                consortium: party(network, Party::Operator(consortium)),
            },
            BlockReason::Nobody(role) => Finding::Nobody { role },
            BlockReason::Call(id) => Finding::Call {
                place: place(network, id),
                country: network.place(id).map(|place| place.country),
            },
            BlockReason::Passage(id) => {
                let row = network.passages().get(id.index());
                Finding::Passage {
                    passage: id_or_unknown(row.map(|row| &row.name)),
                    countries: row.map_or_else(Vec::new, |row| row.countries.clone()),
                }
            }
            BlockReason::Flag(country) => Finding::Flag { country },
            BlockReason::Mode(mode) => Finding::Mode { mode },
            BlockReason::Conveyance(conveyance) => Finding::Conveyance { conveyance },
            BlockReason::GaugeChange => Finding::GaugeChange,
            BlockReason::Link(id) => Finding::Link {
                link: id_or_unknown(world.link(id).map(|link| &link.id)),
            },
            BlockReason::Line(id) => Finding::Line {
                line: id_or_unknown(network.line(id).map(|line| &line.id)),
            },
            BlockReason::Service(id) => Finding::Service {
                service: id_or_unknown(world.service(id).map(|service| &service.id)),
            },
            BlockReason::Combined => Finding::Combined { parts: Vec::new() },
        }
    }

    fn node(&self, blocked: &Blocked) -> Option<&Node> {
        self.nodes.get(blocked.rule.index())?.as_ref()
    }

    /// The memberships by which an operator counts.
    fn memberships(
        &self,
        world: &World,
        blocked: &Blocked,
        operator: OperatorId,
    ) -> Vec<Membership> {
        let Some(node) = self.node(blocked) else {
            return Vec::new();
        };
        let member = Party::Operator(operator);
        let at_large = node.members_of().map(|consortium| (consortium, member));
        let Some(business) = node.business_of(operator) else {
            let found = at_large.and_then(|(of, member)| membership(world, of, member, None));
            return found.into_iter().collect();
        };
        let here = |consortium: OperatorId| {
            let mut run = business.run_by(operator, consortium);
            let asset = run.find(|asset| is_at(world, *asset, blocked.at))?;
            let mut rows = world.consortium_operations();
            let key = (consortium, operator, asset);
            rows.find(|row| (row.consortium, row.member, row.asset) == key)
        };
        let rows = business.memberships_of(operator);
        let rows = rows.filter_map(|(of, member)| membership(world, of, member, here(of)));
        rows.collect()
    }

    fn ownership(&self, world: &World, blocked: &Blocked, operator: OperatorId) -> Ownership {
        let node = self.node(blocked);
        let Some(counted) = node.and_then(|node| node.owners_of(operator)) else {
            return Ownership::default();
        };
        let counted: &Counted = counted;
        let (held, holdings) = (Party::Operator(operator), Holdings::of(world));
        let controller = counted.controller(held);
        let direct = holdings.contributions(counted, held);
        let direct = direct.filter(|_| controller.is_none());
        let chain = holdings.chain(counted, controller.unwrap_or(held));
        let chain = chain.into_iter();
        let chain = chain.filter_map(|link| holdings.stake(link));
        Ownership {
            share: counted.share(held),
            direct: direct.map(|stake| holding(world, stake)).collect(),
            chain: chain.map(|stake| holding(world, stake)).collect(),
            controller: controller.and_then(|by| decides(world, by, held)),
        }
    }
}

fn holding(world: &World, stake: &ActiveStake<'_>) -> Holding {
    let network = world.network();
    Holding {
        holder: party(network, stake.holder),
        held: party(network, stake.held),
        share: stake.share,
        evidence: match stake.cause {
            StakeCause::Row(provenance) => record(network, stake.validity, provenance),
            StakeCause::Change(change) => changed(change),
        },
    }
}

/// Who decides for a party, and what says so.
fn decides(world: &World, controller: Party, controlled: Party) -> Option<Controller> {
    let mut rows = world.controls().filter(|row| row.kind.decides());
    let row = rows.find(|row| (row.controller, row.controlled) == (controller, controlled))?;
    Some(Controller {
        controller: party(world.network(), controller),
        evidence: record(world.network(), row.validity, &row.provenance),
    })
}

/// A membership on the day, and by what the member counts.
fn membership(
    world: &World,
    consortium: OperatorId,
    member: Party,
    runs: Option<&ConsortiumOperation>,
) -> Option<Membership> {
    let network = world.network();
    let (validity, cause) = world.membership(consortium, member)?;
    Some(Membership {
        consortium: party(network, Party::Operator(consortium)),
        member: party(network, member),
        country: match member {
            Party::Operator(id) => network.operator(id)?.domicile,
            Party::Owner(id) => network.owner(id)?.country,
        },
        evidence: match cause {
            StakeCause::Row(provenance) => record(network, validity, provenance),
            StakeCause::Change(change) => changed(change),
        },
        runs: runs.map(|row| record(network, row.validity, &row.provenance)),
    })
}

/// Whether what a member runs for a consortium is where an operation takes place.
fn is_at(world: &World, asset: ConsortiumAsset, at: Where) -> bool {
    match (asset, at) {
        (ConsortiumAsset::Line(line), Where::Link(link)) => {
            world.link(link).is_some_and(|link| link.line == line)
        }
        (ConsortiumAsset::Line(line), Where::Line(other)) => line == other,
        (ConsortiumAsset::Service(service), Where::Service(other)) => service == other,
        (ConsortiumAsset::Terminal(place), Where::Place(other)) => place == other,
        _ => false,
    }
}

fn record(network: &Network, validity: Validity, provenance: &Provenance) -> Evidence {
    let mut sources: Vec<Name> = Vec::new();
    for source in provenance.all().filter_map(|id| network.source(id)) {
        if !sources.contains(&source.id) {
            sources.push(source.id.clone());
        }
    }
    Evidence::Record {
        validity,
        origin: provenance.origin.clone(),
        sources,
    }
}

fn changed(change: &NamedChange) -> Evidence {
    Evidence::Change {
        change: change.shared_name().clone(),
    }
}

/// Ids of another network have no name here.
fn named(found: Option<(&Name, &Name)>) -> Named {
    match found {
        Some((id, name)) => Named::new(id.clone(), name.clone()),
        None => Named::new("?", "?"),
    }
}

fn id_or_unknown(id: Option<&Name>) -> Name {
    id.cloned().unwrap_or_else(|| "?".into())
}

fn party(network: &Network, party: Party) -> Named {
    named(match party {
        Party::Operator(id) => network.operator(id).map(|item| (&item.id, &item.name)),
        Party::Owner(id) => network.owner(id).map(|item| (&item.id, &item.name)),
    })
}

fn place(network: &Network, id: PlaceId) -> Named {
    match network.place(id) {
        Some(place) => Named::new(place.code.as_str(), place.name.clone()),
        None => named(None),
    }
}

fn actor(world: &World, operator: OperatorId, role: Role, at: Where) -> Actor {
    let network = world.network();
    Actor {
        operator: party(network, Party::Operator(operator)),
        domicile: network.operator(operator).map(|item| item.domicile),
        role,
        manager_by: match (role, at) {
            (Role::InfrastructureManager, Where::Link(link)) => managed(world, link, operator),
            _ => None,
        },
    }
}

/// What makes an operator the manager of a link's line.
fn managed(world: &World, link: LinkId, operator: OperatorId) -> Option<Evidence> {
    match world.manager_cause(world.link(link)?.line)? {
        ManagerCause::Row(row) if row.operator == operator => {
            Some(record(world.network(), row.validity, &row.provenance))
        }
        ManagerCause::Row(_) => None,
        ManagerCause::Change(change) => Some(changed(change)),
    }
}

fn site(world: &World, at: Where) -> Site {
    let network = world.network();
    let name = |end| network.end_name(end).unwrap_or("?").into();
    let found = match at {
        Where::Link(id) => world.link(id).map(|link| Site::Link {
            id: link.id.clone(),
            from: name(link.from),
            to: name(link.to),
        }),
        Where::Service(id) => world.service(id).map(|service| Site::Service {
            id: service.id.clone(),
            from: name(End::Place(service.from)),
            to: name(End::Place(service.to)),
        }),
        Where::Crossing(id) => network.crossing(id).map(|item| {
            let (code, name) = (item.code.clone(), item.name.clone());
            Site::Crossing(Named::new(code, name))
        }),
        Where::Place(id) => network.place(id).map(|_| Site::Place(place(network, id))),
        Where::Line(id) => network.line(id).map(|line| Site::Line(line.id.clone())),
        Where::Unknown => None,
    };
    found.unwrap_or_default()
}
