//! Rules worked out as they are written, name by name.

use std::cell::OnceCell;

use super::{RuleCheck, VerifyError};
use crate::code::Country;
use crate::network::{Carriage, Mode, Network, Party, Role};
use crate::policy::ownership::{Counted, Holdings};
use crate::policy::{NamedRule, Rule, Subject};
use crate::scenario::World;

/// What an operation touches, by name.
#[derive(Clone, Debug, Default)]
pub(super) struct Touch {
    pub(super) mode: Option<Mode>,
    pub(super) carriages: Vec<Carriage>,
    pub(super) countries: Vec<Country>,
    pub(super) border: Option<(Country, Country)>,
    pub(super) parties: Vec<(String, Role)>,
    /// Plates of the shipment's own trucks, when the goods ride in one.
    pub(super) carrier: Option<Country>,
    pub(super) places: Vec<String>,
    pub(super) flag: Option<Country>,
    pub(super) link: Option<String>,
    pub(super) line: Option<String>,
    pub(super) service: Option<String>,
    pub(super) crossing: Option<String>,
    pub(super) gauge_change: bool,
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

/// One rule in a world.
pub(super) struct Judge<'w> {
    rule: &'w Rule,
    name: String,
    world: &'w World<'w>,
    network: &'w Network,
    /// Who counts, for each subject on owners in the order they stand in the rule.
    counted: Vec<(&'w Subject, Counted)>,
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
    touch: &Touch,
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
            counted: Vec::new(),
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
            Subject::Member { members, .. } => {
                self.kinds.push(Kind::Operators);
                self.all_known(members, party)?;
            }
            Subject::Consortium { consortium, .. } => {
                self.kinds.push(Kind::Operators);
                if network.operator_by_id(consortium).is_none() {
                    return Err(self.unknown(consortium));
                }
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
                let counted = holdings.counted(&listed, *method);
                self.counted.push((subject, counted));
            }
            Subject::Call { places, .. } => {
                self.kinds.push(Kind::Places);
                self.all_known(places, |name| network.find_place(name).is_ok())?;
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

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    pub(super) fn speaks_of(&self, kind: Kind) -> bool {
        self.kinds.contains(&kind)
    }

    pub(super) fn check(&self) -> RuleCheck {
        RuleCheck::new(self.name.clone(), self.rule.to_string())
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

    pub(super) fn outcome(&self, touch: &Touch) -> Outcome {
        self.work_out(self.rule, touch)
    }

    fn work_out(&self, rule: &Rule, touch: &Touch) -> Outcome {
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
    fn subject(&self, subject: &Subject, touch: &Touch, require: bool) -> Outcome {
        let named = |what: &'static str, value: &Option<String>, names: &[String]| {
            every(
                require,
                value.as_ref(),
                |value| names.contains(value),
                |value| format!("{what} {value}"),
            )
        };
        match subject {
            Subject::Consortium {
                consortium,
                countries,
            } if require => self.run_by(consortium, countries, touch),
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
            Subject::Crossing { crossings } => named("crossing", &touch.crossing, crossings),
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
                let mut counted = self.counted.iter();
                let counted = counted.find(|(of, _)| std::ptr::eq(*of, subject));
                let operators = self.operators(touch, roles, require, |_, party| {
                    counted.is_some_and(|(_, counted)| counted.share(party).is_some())
                });
                with_plates(operators, countries, roles, touch, require)
            }
            Subject::Member { countries, members } => {
                let named: Vec<Party> = members
                    .iter()
                    .filter_map(|name| self.network.party(name))
                    .collect();
                self.operators(touch, &[], require, |_, party| {
                    self.world.members().iter().any(|row| {
                        Party::Operator(row.consortium) == party
                            && (named.contains(&row.member)
                                || countries.contains(&self.home(row.member)))
                    })
                })
            }
            Subject::Consortium { consortium, .. } => {
                self.operators(touch, &[], require, |_, party| {
                    self.belongs(consortium, party)
                })
            }
            Subject::Call { countries, places } => every(
                require,
                &touch.places,
                |code| self.is_called(code, countries, places),
                |code| format!("it calls at {code}"),
            ),
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
            Subject::Link { links } => named("link", &touch.link, links),
            Subject::Line { lines } => named("line", &touch.line, lines),
            Subject::Service { services } => named("service", &touch.service, services),
        }
    }

    /// Whether a place is one of those named or lies in one of the countries.
    fn is_called(&self, code: &str, countries: &[Country], places: &[String]) -> bool {
        let Some(id) = self.network.place_by_code(code) else {
            return false;
        };
        let home = self.network.place(id);
        home.is_some_and(|place| countries.contains(&place.country))
            || places
                .iter()
                .any(|name| self.network.find_place(name) == Ok(id))
    }

    fn operators(
        &self,
        touch: &Touch,
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
        let parties = touch.parties.iter().filter_map(|(id, role)| {
            let party = concerned(*role).then(|| self.network.party(id))??;
            Some((id, party, role))
        });
        let parties: Vec<_> = parties.collect();
        every(
            require,
            &parties,
            |(id, party, _)| inside(id, *party),
            |(id, party, role)| {
                let name = self.network.party_name(*party).unwrap_or(id);
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

    fn belongs(&self, consortium: &str, party: Party) -> bool {
        let Some(whole) = self.network.operator_by_id(consortium) else {
            return false;
        };
        let members = self.world.members();
        party == Party::Operator(whole)
            || members
                .iter()
                .any(|row| row.consortium == whole && row.member == party)
    }

    /// Land moves in the countries are run by the consortium or a member.
    fn run_by(&self, consortium: &str, countries: &[Country], touch: &Touch) -> Outcome {
        let land = matches!(
            touch.mode,
            Some(Mode::Rail | Mode::Road | Mode::InlandWaterway)
        );
        let mut homes = countries.to_vec();
        if homes.is_empty() {
            let all = self.network.operators().map(|(id, _)| Party::Operator(id));
            let owners = self.network.owners().map(|(id, _)| Party::Owner(id));
            let parties = all.chain(owners);
            homes.extend(
                parties
                    .filter(|party| self.belongs(consortium, *party))
                    .map(|party| self.home(party)),
            );
        }
        let here = touch
            .countries
            .iter()
            .any(|country| homes.contains(country));
        if !land || touch.border.is_some() || touch.gauge_change || !here {
            return Outcome::NotConcerned;
        }
        let run = touch.parties.iter().any(|(id, _)| {
            let party = self.network.party(id);
            party.is_some_and(|party| self.belongs(consortium, party))
        });
        if run {
            Outcome::Held
        } else {
            Outcome::Broken(format!("nobody of {consortium} runs it"))
        }
    }
}
