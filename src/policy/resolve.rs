//! Names to ids.

use std::sync::Arc;

use super::bits::{Bits, ROLES};
use super::business::Scope;
use super::node::{Context, Node, PartyKind, Set};
use super::{Policy, PolicyError, Rule, RuleLocation, Subject};
use crate::code::Country;
use crate::network::{
    LineId, LinkId, OperatorId, Party, PlaceError, Regime, Role, ServiceId, nearest,
};

pub(super) struct Resolver<'r, 'w> {
    pub(super) context: &'r Context<'w>,
    pub(super) policy: &'r Policy,
    pub(super) rule: usize,
}

pub(super) fn countries(countries: &[Country]) -> Bits {
    countries.iter().map(|country| country.index()).collect()
}

pub(super) fn roles(only: &[Role], require: bool) -> [bool; ROLES] {
    let mut roles = [only.is_empty(); ROLES];
    if require && only.is_empty() {
        roles[Role::StateAgency as usize] = false;
    }
    for role in only {
        roles[*role as usize] = true;
    }
    roles
}

/// The roles in which somebody must act: whoever moves the goods. Terminals are known for few places,
/// so that one must be only where a rule names the role.
pub(super) fn must_act(kind: &PartyKind, only: &[Role], require: bool) -> [bool; ROLES] {
    let mut must = [false; ROLES];
    let asked = match kind {
        PartyKind::Operator
        | PartyKind::Domicile
        | PartyKind::Owner(_)
        | PartyKind::MemberOf(_) => require,
    };
    let moving = [
        Role::RailwayUndertaking,
        Role::RoadCarrier,
        Role::ShippingLine,
    ];
    for role in moving.into_iter().chain([Role::Terminal]) {
        let concerned = if only.is_empty() {
            role != Role::Terminal
        } else {
            only.contains(&role)
        };
        must[role as usize] = asked && concerned;
    }
    must
}

impl Resolver<'_, '_> {
    pub(super) fn at(&self) -> RuleLocation {
        self.policy.location(self.rule)
    }

    pub(super) fn unknown<'c>(
        &self,
        what: &'static str,
        name: &str,
        candidates: impl IntoIterator<Item = &'c str>,
    ) -> PolicyError {
        self.unknown_near(what, name, nearest(name, candidates))
    }

    fn unknown_near(&self, what: &'static str, name: &str, nearest: Option<String>) -> PolicyError {
        PolicyError::Unknown {
            at: self.at(),
            what,
            name: name.to_owned(),
            nearest,
        }
    }

    fn some<T>(&self, items: &[T], what: &'static str) -> Result<(), PolicyError> {
        self.any_of(!items.is_empty(), what)
    }

    pub(super) fn any_of(&self, there: bool, what: &'static str) -> Result<(), PolicyError> {
        if there {
            return Ok(());
        }
        Err(PolicyError::Empty {
            at: self.at(),
            what,
        })
    }

    pub(super) fn operator(&self, id: &str) -> Result<OperatorId, PolicyError> {
        let network = self.context.world.network();
        let unknown = || self.unknown_near("operator", id, network.nearest_operator(id));
        network.operator_by_id(id).ok_or_else(unknown)
    }

    pub(super) fn party(&self, id: &str) -> Result<Party, PolicyError> {
        let network = self.context.world.network();
        let unknown = || self.unknown_near("operator or owner", id, network.nearest_party(id));
        network.party(id).ok_or_else(unknown)
    }

    pub(super) fn place(&self, name: &str) -> Result<usize, PolicyError> {
        let network = self.context.world.network();
        match network.find_place(name) {
            Ok(id) => Ok(id.index()),
            Err(PlaceError::Unknown { query, nearest }) => Err(PolicyError::Unknown {
                at: self.at(),
                what: "place",
                name: query,
                nearest: nearest.into_iter().next(),
            }),
            Err(PlaceError::Outside { query, .. }) => Err(PolicyError::Unknown {
                at: self.at(),
                what: "place",
                name: query,
                nearest: None,
            }),
            Err(PlaceError::Ambiguous { query, candidates }) => Err(PolicyError::AmbiguousPlace {
                at: self.at(),
                name: query,
                candidates,
            }),
        }
    }

    fn link(&self, id: &str) -> Result<LinkId, PolicyError> {
        let world = self.context.world;
        world.link_by_id(id).ok_or_else(|| {
            self.unknown("link", id, world.links().map(|(_, item)| item.id.as_str()))
        })
    }

    pub(super) fn line(&self, id: &str) -> Result<LineId, PolicyError> {
        let network = self.context.world.network();
        network.line_by_id(id).ok_or_else(|| {
            let ids = network.lines().map(|(_, item)| item.id.as_str());
            self.unknown("line", id, ids)
        })
    }

    fn service(&self, id: &str) -> Result<ServiceId, PolicyError> {
        let world = self.context.world;
        world.service_by_id(id).ok_or_else(|| {
            let ids = world.services().map(|(_, item)| item.id.as_str());
            self.unknown("service", id, ids)
        })
    }

    /// Nothing for a limit and for places to come by, which say nothing about single operations; of what is
    /// used at least once, what forbids it.
    pub(super) fn rule(&self, rule: &Rule) -> Result<Option<Node>, PolicyError> {
        match rule {
            Rule::Limit(_) => Ok(None),
            Rule::Use(subject) => self.subject(subject, false).map(Some),
            Rule::UseOnce(subject @ (Subject::Border { .. } | Subject::Crossing { .. })) => {
                self.subject(subject, false).map(Some)
            }
            Rule::UseOnce(_) => Err(PolicyError::CannotUseOnce { at: self.at() }),
            Rule::Via(places) => {
                self.some(places, "place")?;
                let known = places
                    .iter()
                    .try_for_each(|name| self.place(name).map(drop));
                known.map(|()| None)
            }
            other => self.node(other).map(Some),
        }
    }

    fn node(&self, rule: &Rule) -> Result<Node, PolicyError> {
        let parts = |rules: &[Rule]| -> Result<Vec<Node>, PolicyError> {
            self.some(rules, "rule to combine")?;
            rules.iter().map(|rule| self.node(rule)).collect()
        };
        Ok(match rule {
            Rule::Limit(_) => return Err(PolicyError::MisplacedLimit { at: self.at() }),
            Rule::Use(_) | Rule::UseOnce(_) | Rule::Via(_) => {
                return Err(PolicyError::MisplacedUse { at: self.at() });
            }
            Rule::Exclude(subject) => self.subject(subject, false)?,
            Rule::Require(subject) => self.subject(subject, true)?,
            Rule::All(rules) => Node::All(parts(rules)?),
            Rule::Any(rules) => Node::Any(parts(rules)?),
            Rule::Not(rule) => Node::Not(Box::new(self.node(rule)?)),
        })
    }

    fn subject(&self, subject: &Subject, require: bool) -> Result<Node, PolicyError> {
        let leaf = |set| Node::Leaf { require, set };
        let parties = leaf(self.set(subject, require)?);
        Ok(match subject {
            // The shipment's own trucks have no record as an operator and no recorded holder, only
            // a plate.
            Subject::Domicile { countries, roles }
            | Subject::Owner {
                countries, roles, ..
            } if !countries.is_empty()
                && (roles.is_empty() || roles.contains(&Role::RoadCarrier)) =>
            {
                let plates = countries.iter().map(|country| country.index()).collect();
                Node::All(vec![parties, leaf(Set::Carrier(plates))])
            }
            _ => parties,
        })
    }

    fn set(&self, subject: &Subject, require: bool) -> Result<Set, PolicyError> {
        let network = self.context.world.network();
        let party = |kind, operators, only: &[Role]| Set::Party {
            must: must_act(&kind, only, require),
            kind,
            operators,
            roles: roles(only, require),
        };
        Ok(match subject {
            Subject::Territory { countries: named } => {
                self.some(named, "country")?;
                Set::Territory(countries(named))
            }
            Subject::Flag { countries: named } => {
                self.some(named, "country")?;
                Set::Flag(countries(named))
            }
            Subject::Border { pairs } => {
                self.some(pairs, "pair of countries")?;
                Set::Border(pairs.clone())
            }
            Subject::Crossing { crossings } => {
                self.some(crossings, "border crossing")?;
                let found: Result<Bits, _> = crossings
                    .iter()
                    .map(|code| {
                        let id = network.crossing_by_code(code).ok_or_else(|| {
                            let codes = network.crossings().map(|(_, item)| item.code.as_str());
                            self.unknown("border crossing", code, codes)
                        })?;
                        Ok(id.index())
                    })
                    .collect();
                Set::Crossing(found?)
            }
            Subject::Operator {
                operators,
                roles: only,
            } => {
                self.some(operators, "operator")?;
                let found: Result<Bits, _> = operators
                    .iter()
                    .map(|id| Ok(self.operator(id)?.index()))
                    .collect();
                party(PartyKind::Operator, found?, only)
            }
            Subject::Domicile {
                countries: named,
                roles: only,
            } => {
                self.some(named, "country")?;
                let found = network
                    .operators()
                    .filter(|(_, operator)| named.contains(&operator.domicile))
                    .map(|(id, _)| id.index())
                    .collect();
                party(PartyKind::Domicile, found, only)
            }
            Subject::Owner {
                countries: named,
                owners,
                method,
                roles: only,
            } => {
                self.any_of(!named.is_empty() || !owners.is_empty(), "country or owner")?;
                let owners: Result<Vec<Party>, _> =
                    owners.iter().map(|id| self.party(id)).collect();
                let holdings = self.context.holdings();
                let listed = holdings.list(network, |country| named.contains(&country), &owners?);
                let counted = holdings.counted(&listed, *method);
                let counted = counted.map_err(|reason| PolicyError::UndecidedShare {
                    at: self.at(),
                    reason,
                })?;
                let found = operators_of(counted.parties().map(|(party, _)| party));
                party(PartyKind::Owner(Arc::new(counted)), found, only)
            }
            Subject::Member {
                countries: named,
                members,
            } => self.of_members(named, members)?,
            Subject::Consortium {
                consortium,
                countries: named,
                roles: only,
            } => {
                let scope = Scope {
                    countries: (!named.is_empty()).then(|| countries(named)),
                    roles: (!only.is_empty()).then(|| roles(only, false)),
                };
                self.of_consortium(consortium, scope, require)?
            }
            Subject::MemberOf {
                consortium,
                roles: only,
            } => self.at_large(consortium, only, require)?,
            Subject::Along {
                lines,
                consortia,
                countries: named,
            } => self.along(lines, consortia, named)?,
            Subject::Call {
                countries: named,
                places,
            } => {
                self.any_of(!named.is_empty() || !places.is_empty(), "country or place")?;
                let mut found = Bits::default();
                for name in places {
                    found.insert(self.place(name)?);
                }
                for (id, place) in network.places() {
                    if named.contains(&place.country) {
                        found.insert(id.index());
                    }
                }
                Set::Call(found)
            }
            Subject::Mode { modes } => {
                self.some(modes, "mode")?;
                Set::Mode(modes.clone())
            }
            Subject::Conveyance { conveyances } => {
                self.some(conveyances, "conveyance")?;
                Set::Conveyance(conveyances.clone())
            }
            Subject::GaugeChange if require => {
                return Err(PolicyError::CannotRequire {
                    at: self.at(),
                    what: "gauge changes",
                });
            }
            Subject::GaugeChange => Set::GaugeChange,
            Subject::BorderControl if require => {
                return Err(PolicyError::CannotRequire {
                    at: self.at(),
                    what: "border controls",
                });
            }
            Subject::BorderControl => {
                let crossings = network.crossings();
                let free = crossings.filter(|(_, item)| item.regime == Regime::Free);
                Set::BorderControl(free.map(|(id, _)| id.index()).collect())
            }
            Subject::Passage { passages } => {
                self.some(passages, "passage")?;
                self.passages(passages)?
            }
            Subject::Link { links } => {
                self.some(links, "link")?;
                let found: Result<Bits, _> =
                    links.iter().map(|id| Ok(self.link(id)?.index())).collect();
                Set::Link(found?)
            }
            Subject::Line { lines } => {
                self.some(lines, "line")?;
                let found: Result<Bits, _> =
                    lines.iter().map(|id| Ok(self.line(id)?.index())).collect();
                Set::Line(found?)
            }
            Subject::Service { services } => {
                self.some(services, "service")?;
                let found: Result<Bits, _> = services
                    .iter()
                    .map(|id| Ok(self.service(id)?.index()))
                    .collect();
                Set::Service(found?)
            }
        })
    }

    pub(super) fn home(&self, party: Party) -> Country {
        let network = self.context.world.network();
        match party {
            Party::Operator(id) => network.operator_at(id).domicile,
            Party::Owner(id) => network.owner_at(id).country,
        }
    }
}

pub(super) fn operators_of(parties: impl Iterator<Item = Party>) -> Bits {
    parties
        .filter_map(|party| match party {
            Party::Operator(id) => Some(id.index()),
            Party::Owner(_) => None,
        })
        .collect()
}
