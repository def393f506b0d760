//! Rules worked out as they are written, name by name.

use std::cell::OnceCell;

use super::VerifyError;
use super::certificate::Tally;
use crate::code::Country;
use crate::network::{Carriage, Mode, Network, OperatorId, Party, PlaceId, Role};
use crate::policy::ownership::{Counted, Holdings};
use crate::policy::{NamedRule, Rule, Subject};
use crate::scenario::World;

/// What an operation touches, by name.
#[derive(Clone, Debug, Default)]
pub(super) struct Touch<'s> {
    pub(super) mode: Option<Mode>,
    pub(super) carriages: Vec<Carriage>,
    pub(super) countries: Vec<Country>,
    pub(super) border: Option<(Country, Country)>,
    pub(super) parties: Vec<(&'s str, OperatorId, Role)>,
    /// Plates of the shipment's own trucks, when the goods ride in one.
    pub(super) carrier: Option<Country>,
    pub(super) places: Vec<(&'s str, PlaceId)>,
    pub(super) flag: Option<Country>,
    pub(super) link: Option<&'s str>,
    pub(super) line: Option<&'s str>,
    pub(super) service: Option<&'s str>,
    pub(super) crossing: Option<&'s str>,
    pub(super) gauge_change: bool,
}

impl Touch<'_> {
    /// Touches nothing again, and keeps its room.
    pub(super) fn clear(&mut self) {
        let (carriages, countries) = (&mut self.carriages, &mut self.countries);
        let mut empty = Self {
            carriages: std::mem::take(carriages),
            countries: std::mem::take(countries),
            parties: std::mem::take(&mut self.parties),
            places: std::mem::take(&mut self.places),
            ..Self::default()
        };
        empty.carriages.clear();
        empty.countries.clear();
        empty.parties.clear();
        empty.places.clear();
        *self = empty;
    }
}

pub(super) enum Outcome {
    NotConcerned,
    Held,
    Broken(String),
}

/// What a rule speaks of, as far as a certificate lists it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Countries,
    Borders,
    Operators,
    Owners,
    Places,
    Flags,
}

/// What the names of a subject stand for.
#[derive(Default)]
struct Known {
    /// Operators in it, for subjects on members and consortia.
    parties: Vec<Party>,
    /// Where a required consortium must run land moves.
    homes: Vec<Country>,
    places: Vec<PlaceId>,
    counted: Option<Counted>,
}

/// One rule in a world.
pub(super) struct Judge<'w> {
    rule: &'w Rule,
    name: String,
    world: &'w World<'w>,
    network: &'w Network,
    /// What the names of each subject stand for.
    known: Vec<(&'w Subject, Known)>,
    holdings: &'w OnceCell<Holdings<'w>>,
    kinds: Vec<Kind>,
}

fn subjects<'r>(rule: &'r Rule, found: &mut Vec<&'r Subject>) {
    match rule {
        Rule::Exclude(subject) | Rule::Require(subject) => found.push(subject),
        Rule::All(rules) | Rule::Any(rules) => {
            for rule in rules {
                subjects(rule, found);
            }
        }
        Rule::Not(rule) => subjects(rule, found),
        Rule::Limit(_) => {}
    }
}

/// Every value must be inside (required) or outside (excluded).
fn every<'v, T: 'v>(
    require: bool,
    values: impl IntoIterator<Item = &'v T>,
    inside: impl Fn(&T) -> bool,
    tell: impl Fn(&T) -> String,
) -> Outcome {
    let mut outcome = Outcome::NotConcerned;
    for value in values {
        if inside(value) != require {
            return Outcome::Broken(tell(value));
        }
        outcome = Outcome::Held;
    }
    outcome
}

/// The shipment's own trucks are a road carrier too, from where their plates are.
fn with_plates(
    operators: Outcome,
    countries: &[Country],
    roles: &[Role],
    touch: &Touch<'_>,
    require: bool,
) -> Outcome {
    let own = !countries.is_empty() && (roles.is_empty() || roles.contains(&Role::RoadCarrier));
    let plates = every(
        require,
        touch.carrier.iter().filter(|_| own),
        |country| countries.contains(country),
        |country| format!("a road carrier with plates of {country} moves the goods"),
    );
    match (operators, plates) {
        (broken @ Outcome::Broken(_), _) | (_, broken @ Outcome::Broken(_)) => broken,
        (Outcome::Held, _) | (_, Outcome::Held) => Outcome::Held,
        _ => Outcome::NotConcerned,
    }
}

impl<'w> Judge<'w> {
    pub(super) fn new(
        named: &'w NamedRule,
        world: &'w World<'w>,
        holdings: &'w OnceCell<Holdings<'w>>,
    ) -> Result<Self, VerifyError> {
        let network = world.network();
        let mut found = Vec::new();
        subjects(named.rule(), &mut found);
        let mut judge = Self {
            rule: named.rule(),
            name: named.name(),
            world,
            network,
            known: Vec::new(),
            holdings,
            kinds: Vec::new(),
        };
        for subject in found {
            judge.read(subject)?;
        }
        Ok(judge)
    }

    fn unknown(&self, name: &str) -> VerifyError {
        VerifyError::UnknownName {
            rule: self.name.clone(),
            name: name.to_owned(),
        }
    }

    fn all_known(&self, names: &[String], known: impl Fn(&str) -> bool) -> Result<(), VerifyError> {
        match names.iter().find(|name| !known(name)) {
            None => Ok(()),
            Some(name) => Err(self.unknown(name)),
        }
    }

    /// Notes what a subject speaks of and refuses names that are not there.
    fn read(&mut self, subject: &'w Subject) -> Result<(), VerifyError> {
        let network = self.network;
        let party = |name: &str| network.party(name).is_some();
        match subject {
            Subject::Territory { .. } => self.kinds.push(Kind::Countries),
            Subject::Border { .. } => self.kinds.push(Kind::Borders),
            Subject::Flag { .. } => self.kinds.push(Kind::Flags),
            Subject::Domicile { .. } => self.kinds.push(Kind::Operators),
            Subject::Operator { operators, .. } => {
                self.kinds.push(Kind::Operators);
                self.all_known(operators, |name| network.operator_by_id(name).is_some())?;
            }
            Subject::Member { members, countries } => {
                self.kinds.push(Kind::Operators);
                self.all_known(members, party)?;
                let named: Vec<Party> = members
                    .iter()
                    .filter_map(|name| network.party(name))
                    .collect();
                let rows = self.world.members().iter();
                let hit = rows.filter(|row| {
                    named.contains(&row.member) || countries.contains(&self.home(row.member))
                });
                let known = Known {
                    parties: hit.map(|row| Party::Operator(row.consortium)).collect(),
                    ..Known::default()
                };
                self.known.push((subject, known));
            }
            Subject::Consortium {
                consortium,
                countries,
            } => {
                self.kinds.push(Kind::Operators);
                let Some(whole) = network.operator_by_id(consortium) else {
                    return Err(self.unknown(consortium));
                };
                let rows = self.world.members().iter();
                let rows = rows.filter(|row| row.consortium == whole);
                let members = rows.map(|row| row.member);
                let parties: Vec<Party> = members.chain([Party::Operator(whole)]).collect();
                let homes = if countries.is_empty() {
                    parties.iter().map(|party| self.home(*party)).collect()
                } else {
                    countries.clone()
                };
                let known = Known {
                    parties,
                    homes,
                    ..Known::default()
                };
                self.known.push((subject, known));
            }
            Subject::Owner {
                countries,
                owners,
                method,
                ..
            } => {
                self.kinds.push(Kind::Operators);
                self.kinds.push(Kind::Owners);
                self.all_known(owners, party)?;
                let parties: Vec<Party> = owners
                    .iter()
                    .filter_map(|name| network.party(name))
                    .collect();
                let world = self.world;
                let holdings = self.holdings.get_or_init(|| Holdings::of(world));
                let listed = holdings.list(network, |home| countries.contains(&home), &parties);
                let known = Known {
                    counted: Some(holdings.counted(&listed, *method)),
                    ..Known::default()
                };
                self.known.push((subject, known));
            }
            Subject::Call { places, .. } => {
                self.kinds.push(Kind::Places);
                let mut known = Known::default();
                for name in places {
                    let place = network.find_place(name);
                    known.places.push(place.map_err(|_| self.unknown(name))?);
                }
                self.known.push((subject, known));
            }
            Subject::Crossing { crossings } => {
                self.all_known(crossings, |name| network.crossing_by_code(name).is_some())?;
            }
            Subject::Link { links } => {
                self.all_known(links, |name| self.world.link_by_id(name).is_some())?;
            }
            Subject::Line { lines } => {
                self.all_known(lines, |name| network.line_by_id(name).is_some())?;
            }
            Subject::Service { services } => {
                self.all_known(services, |name| self.world.service_by_id(name).is_some())?;
            }
            _ => {}
        }
        Ok(())
    }

    fn known(&self, subject: &Subject) -> Option<&Known> {
        let mut known = self.known.iter();
        let found = known.find(|(of, _)| std::ptr::eq(*of, subject));
        found.map(|(_, known)| known)
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn speaks_of(&self, kind: Kind) -> bool {
        self.kinds.contains(&kind)
    }

    pub(super) fn tally(&self) -> Tally {
        Tally::new(self.name.clone(), self.rule.to_string())
    }

    /// An operator, with the largest chain of holders above it where the rule asks for owners.
    pub(super) fn owners(&self, operator: &str) -> String {
        let mut text = operator.to_owned();
        let party = self.network.party(operator);
        let (Some(holdings), Some(mut at), true) =
            (self.holdings.get(), party, self.speaks_of(Kind::Owners))
        else {
            return text;
        };
        let mut seen = vec![at];
        while let Some(stake) = holdings
            .holders(at)
            .filter(|stake| !seen.contains(&stake.holder))
            .reduce(|best, stake| {
                if stake.share > best.share {
                    stake
                } else {
                    best
                }
            })
        {
            let holder = self.network.party_id(stake.holder).unwrap_or("?");
            text.extend([" < ", &stake.share.to_string(), " ", holder]);
            at = stake.holder;
            seen.push(at);
        }
        text
    }

    pub(super) fn outcome(&self, touch: &Touch<'_>) -> Outcome {
        self.work_out(self.rule, touch)
    }

    fn work_out(&self, rule: &Rule, touch: &Touch<'_>) -> Outcome {
        match rule {
            Rule::Limit(_) => Outcome::NotConcerned,
            Rule::Exclude(subject) => self.subject(subject, touch, false),
            Rule::Require(subject) => self.subject(subject, touch, true),
            Rule::Not(rule) => match self.work_out(rule, touch) {
                Outcome::NotConcerned => Outcome::NotConcerned,
                Outcome::Held => Outcome::Broken(format!("{rule} holds")),
                Outcome::Broken(_) => Outcome::Held,
            },
            Rule::All(rules) => {
                let mut held = false;
                for rule in rules {
                    match self.work_out(rule, touch) {
                        Outcome::NotConcerned => {}
                        Outcome::Held => held = true,
                        broken @ Outcome::Broken(_) => return broken,
                    }
                }
                if held {
                    Outcome::Held
                } else {
                    Outcome::NotConcerned
                }
            }
            Rule::Any(rules) => {
                let mut reasons: Vec<String> = Vec::new();
                for rule in rules {
                    match self.work_out(rule, touch) {
                        Outcome::NotConcerned => {}
                        Outcome::Held => return Outcome::Held,
                        Outcome::Broken(reason) => reasons.push(reason),
                    }
                }
                if reasons.is_empty() {
                    Outcome::NotConcerned
                } else {
                    Outcome::Broken(reasons.join(", and "))
                }
            }
        }
    }

    /// Excluded: none of the values is in the subject. Required: all are.
    fn subject(&self, subject: &Subject, touch: &Touch<'_>, require: bool) -> Outcome {
        let named = |what: &'static str, value: Option<&str>, names: &[String]| {
            every(
                require,
                &value,
                |value| names.iter().any(|name| name == value),
                |value| format!("{what} {value}"),
            )
        };
        match subject {
            Subject::Consortium { consortium, .. } if require => {
                self.run_by(consortium, subject, touch)
            }
            Subject::Territory { countries } => every(
                require,
                &touch.countries,
                |country| countries.contains(country),
                |country| format!("it enters {country}"),
            ),
            Subject::Border { pairs } => every(
                require,
                &touch.border,
                |(from, to)| pairs.contains(&[*from, *to]),
                |(from, to)| format!("it crosses from {from} into {to}"),
            ),
            Subject::Crossing { crossings } => named("crossing", touch.crossing, crossings),
            Subject::Operator { operators, roles } => {
                self.operators(touch, roles, require, |id, _| {
                    operators.iter().any(|name| name == id)
                })
            }
            Subject::Domicile { countries, roles } => {
                let operators = self.operators(touch, roles, require, |_, party| {
                    countries.contains(&self.home(party))
                });
                with_plates(operators, countries, roles, touch, require)
            }
            Subject::Owner {
                countries, roles, ..
            } => {
                let counted = self.known(subject).and_then(|known| known.counted.as_ref());
                let operators = self.operators(touch, roles, require, |_, party| {
                    counted.is_some_and(|counted| counted.share(party).is_some())
                });
                with_plates(operators, countries, roles, touch, require)
            }
            Subject::Member { .. } | Subject::Consortium { .. } => {
                let known = self.known(subject);
                self.operators(touch, &[], require, |_, party| {
                    known.is_some_and(|known| known.parties.contains(&party))
                })
            }
            Subject::Call { countries, .. } => {
                let known = self.known(subject);
                every(
                    require,
                    &touch.places,
                    |(_, id)| {
                        let home = self.network.place(*id).map(|place| place.country);
                        home.is_some_and(|home| countries.contains(&home))
                            || known.is_some_and(|known| known.places.contains(id))
                    },
                    |(code, _)| format!("it calls at {code}"),
                )
            }
            Subject::Flag { countries } => every(
                require,
                &touch.flag,
                |flag| countries.contains(flag),
                |flag| format!("the vessel flies the flag of {flag}"),
            ),
            Subject::Mode { modes } => every(
                require,
                &touch.mode,
                |mode| modes.contains(mode),
                |mode| format!("it is by {mode}"),
            ),
            Subject::Carriage { carriages } => every(
                require,
                touch
                    .carriages
                    .iter()
                    .filter(|carriage| !require || **carriage != Carriage::Depot),
                |carriage| carriages.contains(carriage),
                |carriage| format!("the goods ride in {carriage}"),
            ),
            Subject::GaugeChange => every(
                require,
                touch.gauge_change.then_some(&()),
                |()| true,
                |()| "the gauge changes".to_owned(),
            ),
            Subject::Link { links } => named("link", touch.link, links),
            Subject::Line { lines } => named("line", touch.line, lines),
            Subject::Service { services } => named("service", touch.service, services),
        }
    }

    fn operators(
        &self,
        touch: &Touch<'_>,
        roles: &[Role],
        require: bool,
        inside: impl Fn(&str, Party) -> bool,
    ) -> Outcome {
        let concerned = |role: Role| {
            if roles.is_empty() {
                !require || role != Role::StateAgency
            } else {
                roles.contains(&role)
            }
        };
        let parties = touch.parties.iter();
        every(
            require,
            parties.filter(|(_, _, role)| concerned(*role)),
            |(id, operator, _)| inside(id, Party::Operator(*operator)),
            |(id, operator, role)| {
                let party = Party::Operator(*operator);
                let name = self.network.party_name(party).unwrap_or(id);
                format!("{name} is {}", role.as_str().replace('_', " "))
            },
        )
    }

    fn home(&self, party: Party) -> Country {
        match party {
            Party::Operator(id) => self.network.operator_at(id).domicile,
            Party::Owner(id) => self.network.owner_at(id).country,
        }
    }

    /// Land moves in the countries are run by the consortium or a member.
    fn run_by(&self, consortium: &str, subject: &Subject, touch: &Touch<'_>) -> Outcome {
        let land = matches!(
            touch.mode,
            Some(Mode::Rail | Mode::Road | Mode::InlandWaterway)
        );
        let Some(known) = self.known(subject) else {
            return Outcome::NotConcerned;
        };
        let mut countries = touch.countries.iter();
        let here = countries.any(|country| known.homes.contains(country));
        if !land || touch.border.is_some() || touch.gauge_change || !here {
            return Outcome::NotConcerned;
        }
        let mut parties = touch.parties.iter();
        let run = parties.any(|(_, id, _)| known.parties.contains(&Party::Operator(*id)));
        if run {
            Outcome::Held
        } else {
            Outcome::Broken(format!("nobody of {consortium} runs it"))
        }
    }
}
