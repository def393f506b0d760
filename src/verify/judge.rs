//! Rules worked out as they are written, name by name.

use std::cell::OnceCell;

use super::VerifyError;
use super::touch::Touch;
use crate::code::Country;
use crate::network::{Network, OperatorId, Party, PlaceId};
use crate::policy::ownership::{Counted, Holdings, UndecidedShare};
use crate::policy::{Finding, NamedRule, Rule, RuleRef, Subject};
use crate::route::{OperatorCheck, OwnerCheck};
use crate::scenario::World;

pub(super) enum Outcome {
    NotConcerned,
    Held,
    Broken(Box<Finding>),
}

/// What a rule speaks of, as far as a certificate lists it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Countries = 1,
    Borders = 2,
    Operators = 4,
    Owners = 8,
    Places = 16,
    Flags = 32,
    /// Links or lines, which no certificate lists.
    Links = 64,
}

/// What the names of a subject stand for.
#[derive(Default)]
pub(super) struct Known {
    /// Operators in it, for subjects on members and consortia.
    pub(super) parties: Vec<Party>,
    /// Where a required consortium must run land moves.
    pub(super) homes: Vec<Country>,
    pub(super) places: Vec<PlaceId>,
    pub(super) counted: Option<Counted>,
}

/// One rule in a world.
pub(super) struct Judge<'w> {
    named: &'w NamedRule,
    /// Its position in the policy.
    index: usize,
    pub(super) world: &'w World,
    pub(super) network: &'w Network,
    /// What the names of each subject stand for.
    known: Vec<(&'w Subject, Known)>,
    holdings: &'w OnceCell<Holdings<'w>>,
    /// Every [`Kind`] that it speaks of.
    kinds: u8,
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
    pub(super) fn new(
        named: &'w NamedRule,
        index: usize,
        world: &'w World,
        holdings: &'w OnceCell<Holdings<'w>>,
    ) -> Result<Self, VerifyError> {
        let network = world.network();
        let mut found = Vec::new();
        subjects(named.rule(), &mut found);
        let mut judge = Self {
            named,
            index,
            world,
            network,
            known: Vec::new(),
            holdings,
            kinds: 0,
        };
        for subject in found {
            judge.read(subject)?;
        }
        Ok(judge)
    }

    fn unknown(&self, name: &str) -> VerifyError {
        VerifyError::UnknownName {
            rule: self.rule_ref(),
            name: name.to_owned(),
        }
    }

    fn undecided(&self, reason: UndecidedShare) -> VerifyError {
        VerifyError::UndecidedShare {
            rule: self.rule_ref(),
            reason,
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
            Subject::Territory { .. } => self.speak(Kind::Countries),
            Subject::Border { .. } => self.speak(Kind::Borders),
            Subject::Flag { .. } => self.speak(Kind::Flags),
            Subject::Domicile { .. } => self.speak(Kind::Operators),
            Subject::Operator { operators, .. } => {
                self.speak(Kind::Operators);
                self.all_known(operators, |name| network.operator_by_id(name).is_some())?;
            }
            Subject::Member { members, countries } => {
                self.speak(Kind::Operators);
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
                self.speak(Kind::Operators);
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
                self.speak(Kind::Operators);
                self.speak(Kind::Owners);
                self.all_known(owners, party)?;
                let parties: Vec<Party> = owners
                    .iter()
                    .filter_map(|name| network.party(name))
                    .collect();
                let world = self.world;
                let holdings = self.holdings.get_or_init(|| Holdings::of(world));
                let listed = holdings.list(network, |home| countries.contains(&home), &parties);
                let counted = holdings.counted(&listed, *method);
                let known = Known {
                    counted: Some(counted.map_err(|reason| self.undecided(reason))?),
                    ..Known::default()
                };
                self.known.push((subject, known));
            }
            Subject::Call { places, .. } => {
                self.speak(Kind::Places);
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
                self.speak(Kind::Links);
                self.all_known(links, |name| self.world.link_by_id(name).is_some())?;
            }
            Subject::Line { lines } => {
                self.speak(Kind::Links);
                self.all_known(lines, |name| network.line_by_id(name).is_some())?;
            }
            Subject::Service { services } => {
                self.all_known(services, |name| self.world.service_by_id(name).is_some())?;
            }
            Subject::Mode { .. } | Subject::Conveyance { .. } | Subject::GaugeChange => {}
        }
        Ok(())
    }

    pub(super) fn known(&self, subject: &Subject) -> Option<&Known> {
        let mut known = self.known.iter();
        let found = known.find(|(of, _)| std::ptr::eq(*of, subject));
        found.map(|(_, known)| known)
    }

    pub(super) fn named(&self) -> &'w NamedRule {
        self.named
    }

    pub(super) fn rule_ref(&self) -> RuleRef {
        super::rule_ref(self.named, self.index)
    }

    fn speak(&mut self, kind: Kind) {
        self.kinds |= kind as u8;
    }

    pub(super) fn speaks_of(&self, kind: Kind) -> bool {
        self.kinds & kind as u8 != 0
    }

    /// An operator, with the largest chain of holders above it where the rule asks for owners.
    pub(super) fn owners(&self, operator: OperatorId) -> OperatorCheck {
        let id = |party| match party {
            Party::Operator(id) => self.network.operator_at(id).id.clone(),
            Party::Owner(id) => self.network.owner_at(id).id.clone(),
        };
        let mut at = Party::Operator(operator);
        let mut check = OperatorCheck {
            operator: id(at),
            owners: Vec::new(),
        };
        let (Some(holdings), true) = (self.holdings.get(), self.speaks_of(Kind::Owners)) else {
            return check;
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
            at = stake.holder;
            check.owners.push(OwnerCheck {
                owner: id(at),
                share: stake.share,
            });
            seen.push(at);
        }
        check
    }

    pub(super) fn outcome(&self, touch: &Touch<'_>) -> Outcome {
        self.work_out(self.named.rule(), touch)
    }

    fn work_out(&self, rule: &Rule, touch: &Touch<'_>) -> Outcome {
        match rule {
            Rule::Limit(_) => Outcome::NotConcerned,
            Rule::Exclude(subject) => self.subject(subject, touch, false),
            Rule::Require(subject) => self.subject(subject, touch, true),
            Rule::Not(rule) => match self.work_out(rule, touch) {
                Outcome::NotConcerned => Outcome::NotConcerned,
                Outcome::Held => Outcome::Broken(Box::new(Finding::Denied {
                    rule: Rule::clone(rule),
                })),
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
                let mut parts: Vec<Finding> = Vec::new();
                for rule in rules {
                    match self.work_out(rule, touch) {
                        Outcome::NotConcerned => {}
                        Outcome::Held => return Outcome::Held,
                        Outcome::Broken(finding) => parts.push(*finding),
                    }
                }
                match parts.len() {
                    0 => Outcome::NotConcerned,
                    1 => Outcome::Broken(Box::new(parts.remove(0))),
                    _ => Outcome::Broken(Box::new(Finding::Combined { parts })),
                }
            }
        }
    }
}
