//! What is a consortium's business, read off the records by name.

use super::touch::Touch;
use crate::code::{Country, Name, Named};
use crate::network::{
    ConsortiumAsset, Network, OperatorId, Party, PlaceId, Provenance, Role, Validity,
};
use crate::policy::{Evidence, Membership};
use crate::route::{Act, MemberCheck};
use crate::scenario::{StakeCause, World};

/// One thing that a member runs for a consortium.
#[derive(Debug)]
struct Run {
    consortium: OperatorId,
    member: OperatorId,
    line: Option<Name>,
    service: Option<Name>,
    place: Option<PlaceId>,
    evidence: Evidence,
}

/// The consortia and members of which a subject speaks.
#[derive(Debug, Default)]
pub(super) struct Business {
    consortia: Vec<OperatorId>,
    members: Vec<(OperatorId, Party, Membership)>,
    run: Vec<Run>,
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

/// Where a party is registered.
pub(super) fn home(network: &Network, party: Party) -> Country {
    match party {
        Party::Operator(id) => network.operator_at(id).domicile,
        Party::Owner(id) => network.owner_at(id).country,
    }
}

pub(super) fn named(network: &Network, party: Party) -> Named {
    match party {
        Party::Operator(id) => {
            let record = network.operator_at(id);
            Named::new(record.id.clone(), record.name.clone())
        }
        Party::Owner(id) => {
            let record = network.owner_at(id);
            Named::new(record.id.clone(), record.name.clone())
        }
    }
}

impl Business {
    /// The memberships of the day that are asked for, and what these members run.
    pub(super) fn read(world: &World, asked: impl Fn(OperatorId, Party) -> bool) -> Self {
        let network = world.network();
        let mut business = Self::default();
        for row in world.members() {
            if !asked(row.consortium, row.member) {
                continue;
            }
            let evidence = match world.membership(row.consortium, row.member) {
                Some((validity, StakeCause::Row(row))) => record(network, validity, row),
                Some((_, StakeCause::Change(change))) => Evidence::Change {
                    change: change.shared_name().clone(),
                },
                None => continue,
            };
            let membership = Membership {
                consortium: named(network, Party::Operator(row.consortium)),
                member: named(network, row.member),
                country: home(network, row.member),
                evidence,
                runs: None,
            };
            business.consortia.push(row.consortium);
            let row = (row.consortium, row.member, membership);
            business.members.push(row);
        }
        for row in world.consortium_operations() {
            let member = Party::Operator(row.member);
            let mut members = business.members.iter();
            if !members.any(|(of, it, _)| (*of, *it) == (row.consortium, member)) {
                continue;
            }
            let (mut line, mut service, mut place) = (None, None, None);
            match row.asset {
                ConsortiumAsset::Line(id) => line = network.line(id).map(|it| it.id.clone()),
                ConsortiumAsset::Service(id) => {
                    service = network.service(id).map(|it| it.id.clone());
                }
                ConsortiumAsset::Terminal(id) => place = Some(id),
            }
            business.run.push(Run {
                consortium: row.consortium,
                member: row.member,
                line,
                service,
                place,
                evidence: record(network, row.validity, &row.provenance),
            });
        }
        business
    }

    /// The same where a consortium counts that has no members on the day.
    pub(super) fn of(mut self, consortium: OperatorId) -> Self {
        self.consortia.push(consortium);
        self
    }

    /// The members for a certificate.
    pub(super) fn checks(&self) -> impl Iterator<Item = MemberCheck> + '_ {
        self.members.iter().map(|(_, _, row)| MemberCheck {
            consortium: row.consortium.id.clone(),
            member: row.member.id.clone(),
            validity: match &row.evidence {
                Evidence::Record { validity, .. } => *validity,
                Evidence::Change { .. } => Validity::ALWAYS,
            },
        })
    }

    /// The memberships of somebody, whatever is run.
    pub(super) fn memberships_of(&self, member: &Named) -> Vec<Membership> {
        let rows = self.members.iter().map(|(_, _, row)| row);
        rows.filter(|row| row.member == *member).cloned().collect()
    }

    /// The lines that members run.
    pub(super) fn lines(&self) -> impl Iterator<Item = Name> + '_ {
        self.run.iter().filter_map(|run| run.line.clone())
    }

    /// What makes somebody's work in a role a consortium's business, if anything does.
    fn row(&self, operator: OperatorId, role: Role, touch: &Touch<'_>) -> Option<&Run> {
        self.run.iter().find(|run| {
            let on_line = run.line.is_some() && run.line.as_deref() == touch.line;
            let sails = run.service.is_some() && run.service.as_deref() == touch.service;
            let here = touch.places.iter().any(|(_, id)| Some(*id) == run.place);
            match role {
                Role::StateAgency => false,
                Role::Terminal => run.member == operator && (here || on_line),
                Role::ShippingLine | Role::RailwayUndertaking => {
                    sails || run.member == operator && on_line
                }
                Role::InfrastructureManager
                | Role::RoadCarrier
                | Role::Forwarder
                | Role::Consortium => run.member == operator && on_line,
            }
        })
    }

    pub(super) fn counts(&self, operator: OperatorId, role: Role, touch: &Touch<'_>) -> bool {
        self.consortia.contains(&operator) || self.row(operator, role, touch).is_some()
    }

    /// Who runs or sells the train or through rate of which the step is a part, where that is the business.
    pub(super) fn whole(&self, network: &Network, touch: &Touch<'_>) -> Option<(OperatorId, Role)> {
        let whole = touch.whole?;
        let (id, _, role) = whole.parties.first()?;
        let seller = network.operator_by_id(id)?;
        let listed = match &whole.act {
            Act::Run { service } => {
                let mut run = self.run.iter();
                run.any(|run| run.service.as_ref() == Some(service))
            }
            Act::Move { .. }
            | Act::Haul
            | Act::BorderControl { .. }
            | Act::Load
            | Act::Unload
            | Act::Tranship
            | Act::GaugeChange
            | Act::Depart
            | Act::Wait { .. }
            | Act::Land { .. }
            | Act::Through { .. } => false,
        };
        (listed || self.consortia.contains(&seller)).then_some((seller, *role))
    }

    /// The memberships by which somebody counts.
    pub(super) fn memberships(
        &self,
        operator: OperatorId,
        role: Role,
        touch: &Touch<'_>,
    ) -> Vec<Membership> {
        let own = self.consortia.contains(&operator);
        let rows = self.members.iter().filter(|(of, member, _)| {
            *of == operator || !own && *member == Party::Operator(operator)
        });
        let run = self.row(operator, role, touch);
        let rows = rows.map(|(of, _, membership)| {
            let run = run.filter(|run| run.consortium == *of);
            Membership {
                runs: run.map(|run| run.evidence.clone()),
                ..membership.clone()
            }
        });
        rows.collect()
    }
}
