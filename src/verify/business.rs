//! What is a consortium's business, read off the records by name.

use super::judge::{Judge, Outcome};
use super::rulebook::home;
use super::touch::Touch;
use crate::code::{Country, Name, Named};
use crate::network::{
    ConsortiumAsset, Mode, Network, OperatorId, Party, Passing, PlaceId, Provenance, Role, Validity,
};
use crate::policy::{Actor, Evidence, Finding, Membership};
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

    fn counts(&self, operator: OperatorId, role: Role, touch: &Touch<'_>) -> bool {
        self.consortia.contains(&operator) || self.row(operator, role, touch).is_some()
    }

    /// Who runs or sells the train or through rate of which the step is a part, where that is the business.
    fn whole(&self, network: &Network, touch: &Touch<'_>) -> Option<(OperatorId, Role)> {
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
    fn memberships(&self, operator: OperatorId, role: Role, touch: &Touch<'_>) -> Vec<Membership> {
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

/// Where and in which roles a rule speaks of a business; everywhere and in any where nothing is named.
#[derive(Clone, Copy)]
pub(super) struct Scope<'r> {
    pub(super) countries: &'r [Country],
    pub(super) roles: &'r [Role],
}

impl Scope<'_> {
    fn is_here(&self, touch: &Touch<'_>) -> bool {
        let mut countries = touch.countries.iter();
        self.countries.is_empty() || countries.any(|it| self.countries.contains(it))
    }

    fn speaks(&self, role: Role) -> bool {
        self.roles.is_empty() || self.roles.contains(&role)
    }
}

impl Judge<'_> {
    /// Nobody whom a rule speaks of does a consortium's business; or, where such business alone is
    /// allowed, everybody.
    pub(super) fn business(
        &self,
        business: &Business,
        scope: Scope<'_>,
        touch: &Touch<'_>,
        require: bool,
        find: impl Fn(Actor, Vec<Membership>) -> Finding,
    ) -> Outcome {
        if !scope.is_here(touch) {
            return Outcome::NotConcerned;
        }
        let broken = |operator: OperatorId, role: Role| {
            let domicile = self.network.operator_at(operator).domicile;
            let named = named(self.network, Party::Operator(operator));
            let memberships = business.memberships(operator, role, touch);
            let actor = Actor::new(named, domicile, role);
            Outcome::Broken(Box::new(find(actor, memberships)))
        };
        let mut outcome = Outcome::NotConcerned;
        for (_, operator, role) in &touch.parties {
            if !scope.speaks(*role) || require && *role == Role::StateAgency {
                continue;
            }
            if business.counts(*operator, *role, touch) != require {
                return broken(*operator, *role);
            }
            outcome = Outcome::Held;
        }
        if !require
            && let Some((seller, role)) = business.whole(self.network, touch)
            && scope.speaks(role)
        {
            return broken(seller, role);
        }
        outcome
    }

    /// Moves, or whoever acts in the roles, are a consortium's business.
    pub(super) fn only_by(
        &self,
        consortium: &str,
        business: &Business,
        scope: Scope<'_>,
        touch: &Touch<'_>,
    ) -> Outcome {
        let crosses = touch.border.is_some();
        let moves = touch.mode.is_some() && !crosses && !touch.gauge_change;
        if !scope.is_here(touch) || crosses {
            return Outcome::NotConcerned;
        }
        let whole = business.whole(self.network, touch).is_some();
        let mut parties = touch.parties.iter();
        let mut concerned = false;
        let held = if scope.roles.is_empty() {
            concerned = moves;
            whole || parties.any(|(_, id, role)| business.counts(*id, *role, touch))
        } else if whole {
            concerned = true;
            true
        } else {
            let own_truck = moves && touch.carrier.is_some() && scope.speaks(Role::RoadCarrier);
            let mut held = !own_truck;
            for (_, id, role) in &touch.parties {
                if scope.speaks(*role) {
                    concerned = true;
                    held &= business.counts(*id, *role, touch);
                }
            }
            // who must be there and is not
            let must = match touch.mode {
                Some(Mode::Rail) => Some(Role::RailwayUndertaking),
                Some(Mode::Road) => Some(Role::RoadCarrier),
                Some(Mode::Sea | Mode::InlandWaterway) => Some(Role::ShippingLine),
                None => (touch.conveyances.len() == 2).then_some(Role::Terminal),
            };
            let trucked = touch.carrier.is_some() && scope.speaks(Role::RoadCarrier);
            if !concerned && !trucked && must.is_some_and(|role| scope.speaks(role)) {
                held = false;
            }
            concerned |= !held;
            held
        };
        match (concerned, held) {
            (false, _) => Outcome::NotConcerned,
            (true, true) => Outcome::Held,
            (true, false) => {
                let whole = self.network.operator_by_id(consortium);
                let whole = whole.map(|id| named(self.network, Party::Operator(id)));
                let consortium = whole.unwrap_or_else(|| Named::new(consortium, consortium));
                Outcome::Broken(Box::new(Finding::NotOfConsortium { consortium }))
            }
        }
    }

    /// What is passed on the way is among the passages that are asked for, or none of it is.
    pub(super) fn passages(
        &self,
        passages: &[String],
        touch: &Touch<'_>,
        require: bool,
    ) -> Outcome {
        if touch.mode.is_none() || touch.border.is_some() || touch.gauge_change {
            return Outcome::NotConcerned;
        }
        let mut outcome = Outcome::NotConcerned;
        for row in self.network.passages() {
            let passes = match row.passing {
                None => false,
                Some(Passing::Service(id)) => {
                    let service = self.network.service(id).map(|service| service.id.as_str());
                    service == touch.service && service.is_some()
                }
                Some(Passing::Link(id)) => {
                    let link = self.network.link(id).map(|link| link.id.as_str());
                    link == touch.link && link.is_some()
                }
            };
            if !passes {
                continue;
            }
            if passages.iter().any(|name| row.name == *name) != require {
                return Outcome::Broken(Box::new(Finding::Passage {
                    passage: row.name.clone(),
                    countries: row.countries.clone(),
                }));
            }
            outcome = Outcome::Held;
        }
        outcome
    }

    /// Moves by land in the countries go along lines that are asked for, or along none of them.
    pub(super) fn along(
        &self,
        lines: &[Name],
        countries: &[Country],
        touch: &Touch<'_>,
        require: bool,
    ) -> Outcome {
        let land = matches!(
            touch.mode,
            Some(Mode::Rail | Mode::Road | Mode::InlandWaterway)
        );
        let mut entered = touch.countries.iter();
        let here = entered.any(|it| countries.is_empty() || countries.contains(it));
        let moves = land && touch.border.is_none() && !touch.gauge_change;
        let Some(line) = touch.line.filter(|_| moves && here) else {
            return Outcome::NotConcerned;
        };
        if lines.iter().any(|it| it == line) == require {
            return Outcome::Held;
        }
        let line = Name::from(line);
        Outcome::Broken(Box::new(Finding::Line { line }))
    }
}
