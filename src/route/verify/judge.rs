//! Rules worked out as they are written, name by name.

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
    holdings: Option<Holdings<'w>>,
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

impl<'w> Judge<'w> {
    pub(super) fn new(named: &'w NamedRule, world: &'w World<'w>) -> Result<Self, VerifyError> {
        let network = world.network();
        let mut found = Vec::new();
        subjects(named.rule(), &mut found);
        let mut judge = Self {
            rule: named.rule(),
            name: named.name(),
            world,
            network,
            counted: Vec::new(),
            holdings: None,
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
                let holdings = self.holdings.get_or_insert_with(|| Holdings::of(world));
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
            (&self.holdings, party, self.speaks_of(Kind::Owners))
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
        if let (
            true,
            Subject::Consortium {
                consortium,
                countries,
            },
        ) = (require, subject)
        {
            return self.run_by(consortium, countries, touch);
        }
        let values = self.values(subject, touch, require);
        let mut outcome = Outcome::NotConcerned;
        for (value, inside) in values {
            if inside != require {
                return Outcome::Broken(value);
            }
            outcome = Outcome::Held;
        }
        outcome
    }

    /// Everything of the subject's kind that is touched, and whether it is in the subject.
    fn values(&self, subject: &Subject, touch: &Touch, require: bool) -> Vec<(String, bool)> {
        fn one<T>(
            value: Option<&T>,
            tell: impl Fn(&T) -> String,
            inside: impl Fn(&T) -> bool,
        ) -> Vec<(String, bool)> {
            value
                .map(|value| (tell(value), inside(value)))
                .into_iter()
                .collect()
        }
        let named = |what: &'static str, value: &Option<String>, names: &[String]| {
            one(
                value.as_ref(),
                |value| format!("{what} {value}"),
                |value| names.contains(value),
            )
        };
        match subject {
            Subject::Territory { countries } => touch
                .countries
                .iter()
                .map(|country| (format!("it enters {country}"), countries.contains(country)))
                .collect(),
            Subject::Border { pairs } => one(
                touch.border.as_ref(),
                |(from, to)| format!("it crosses from {from} into {to}"),
                |(from, to)| pairs.contains(&[*from, *to]),
            ),
            Subject::Crossing { crossings } => named("crossing", &touch.crossing, crossings),
            Subject::Operator { operators, roles } => {
                self.operators(touch, roles, require, |id, _| {
                    operators.iter().any(|name| name == id)
                })
            }
            Subject::Domicile { countries, roles } => {
                self.operators(touch, roles, require, |_, party| {
                    countries.contains(&self.home(party))
                })
            }
            Subject::Owner { roles, .. } => {
                let counted = self.counted.iter();
                let counted = counted
                    .filter(|(of, _)| std::ptr::eq(*of, subject))
                    .map(|(_, counted)| counted)
                    .next();
                self.operators(touch, roles, require, |_, party| {
                    counted.is_some_and(|counted| counted.share(party).is_some())
                })
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
            Subject::Call { countries, places } => {
                let named: Vec<&str> = places
                    .iter()
                    .filter_map(|name| self.network.find_place(name).ok())
                    .filter_map(|id| self.network.place(id))
                    .map(|place| place.code.as_str())
                    .collect();
                let inside = |code: &String| {
                    let place = self.network.place_by_code(code);
                    let home = place.and_then(|id| self.network.place(id));
                    named.contains(&code.as_str())
                        || home.is_some_and(|place| countries.contains(&place.country))
                };
                let places = touch.places.iter();
                places
                    .map(|code| (format!("it calls at {code}"), inside(code)))
                    .collect()
            }
            Subject::Flag { countries } => one(
                touch.flag.as_ref(),
                |flag| format!("the vessel flies the flag of {flag}"),
                |flag| countries.contains(flag),
            ),
            Subject::Mode { modes } => one(
                touch.mode.as_ref(),
                |mode| format!("it is by {mode}"),
                |mode| modes.contains(mode),
            ),
            Subject::Carriage { carriages } => touch
                .carriages
                .iter()
                .filter(|carriage| !require || **carriage != Carriage::Depot)
                .map(|carriage| {
                    let text = format!("the goods ride in {carriage}");
                    (text, carriages.contains(carriage))
                })
                .collect(),
            Subject::GaugeChange => {
                let changes = touch.gauge_change.then(|| "the gauge changes".to_owned());
                changes.map(|text| (text, true)).into_iter().collect()
            }
            Subject::Link { links } => named("link", &touch.link, links),
            Subject::Line { lines } => named("line", &touch.line, lines),
            Subject::Service { services } => named("service", &touch.service, services),
        }
    }

    fn operators(
        &self,
        touch: &Touch,
        roles: &[Role],
        require: bool,
        inside: impl Fn(&str, Party) -> bool,
    ) -> Vec<(String, bool)> {
        let concerned = |role: Role| {
            if roles.is_empty() {
                !require || role != Role::StateAgency
            } else {
                roles.contains(&role)
            }
        };
        touch
            .parties
            .iter()
            .filter(|(_, role)| concerned(*role))
            .filter_map(|(id, role)| {
                let party = self.network.party(id)?;
                let name = self.network.party_name(party).unwrap_or(id);
                let text = format!("{name} is {}", role.as_str().replace('_', " "));
                Some((text, inside(id, party)))
            })
            .collect()
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
