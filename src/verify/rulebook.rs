//! The rules of a policy, their names looked up in a world once for all routes that are checked.

use std::cell::OnceCell;
use std::sync::{Arc, Mutex};

use super::VerifyError;
use super::business::Business;
use super::ledger::Ledger;
use crate::code::Name;
use crate::network::{Network, Party, PlaceId};
use crate::policy::ownership::{Counted, Holdings, UndecidedShare};
use crate::policy::{Limit, NamedRule, Policy, Rule, RuleIndex, RuleRef, Subject};
use crate::quantity::Share;
use crate::route::MemberCheck;
use crate::scenario::World;

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
#[derive(Debug, Default)]
pub(super) struct Known {
    /// Operators in it, for subjects on members at large.
    pub(super) parties: Vec<Party>,
    /// Whose business it is, for subjects on consortia and their members.
    pub(super) business: Business,
    /// Lines in it, for subjects on moves along lines.
    pub(super) lines: Vec<Name>,
    pub(super) places: Vec<PlaceId>,
    pub(super) counted: Option<Counted>,
}

/// Who is held by whom, and how much of him; in canonical order for each who is held.
#[derive(Debug, Default)]
pub(super) struct Holders(Vec<(Party, Party, Share)>);

impl Holders {
    fn of(holdings: &Holdings<'_>) -> Self {
        Self(holdings.by_held().collect())
    }

    /// The holders of a party with their shares.
    pub(super) fn of_party(&self, held: Party) -> impl Iterator<Item = (Party, Share)> + '_ {
        let first = self.0.partition_point(|(other, _, _)| *other < held);
        let rows = self.0[first..].iter();
        let rows = rows.take_while(move |(other, _, _)| *other == held);
        rows.map(|(_, holder, share)| (*holder, *share))
    }
}

/// One rule that holds on the day.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) rule: Arc<Rule>,
    pub(super) named: RuleRef,
    /// What the names of each subject stand for, where any have to be looked up.
    known: Vec<(Subject, Known)>,
    /// Every [`Kind`] that it speaks of.
    kinds: u8,
    /// Codes of the places that it asks to come by.
    pub(super) stops: Vec<Name>,
}

impl Entry {
    pub(super) fn known(&self, subject: &Subject) -> Option<&Known> {
        let mut known = self.known.iter();
        let found = known.find(|(of, _)| of == subject);
        found.map(|(_, known)| known)
    }

    pub(super) fn speaks_of(&self, kind: Kind) -> bool {
        self.kinds & kind as u8 != 0
    }

    /// The members of the consortia that it speaks of, once each.
    pub(super) fn members(&self) -> Vec<MemberCheck> {
        let mut members: Vec<MemberCheck> = Vec::new();
        for check in self
            .known
            .iter()
            .flat_map(|(_, known)| known.business.checks())
        {
            if !members.contains(&check) {
                members.push(check);
            }
        }
        members
    }
}

/// Every rule of a policy that holds on the day of a world.
#[derive(Debug)]
pub(crate) struct Rulebook {
    pub(super) policy: String,
    pub(super) entries: Vec<Entry>,
    pub(super) limits: Vec<(RuleRef, Limit)>,
    /// Filled where a rule asks for owners.
    pub(super) holders: Holders,
    /// What routes before this one were checked by.
    ledger: Mutex<Ledger>,
}

impl Rulebook {
    /// Reads a policy.
    ///
    /// # Errors
    /// [`VerifyError::UnknownName`], [`VerifyError::TooDeep`], [`VerifyError::RulesTooLarge`],
    /// [`VerifyError::UndecidedShare`].
    pub(crate) fn read(policy: &Policy, world: &World) -> Result<Self, VerifyError> {
        let (size, most) = (policy.size(), Policy::MOST_NAMES);
        if size > most {
            let mut rules = policy.rules().iter();
            let deep = rules.position(|named| named.rule().is_too_deep());
            return Err(match deep {
                Some(index) => {
                    let name = policy.rules()[index].shared_name().clone();
                    let rule = RuleRef::new(RuleIndex::new(index), name);
                    let most = Rule::MOST_DEPTH;
                    VerifyError::TooDeep { rule, most }
                }
                None => VerifyError::RulesTooLarge { size, most },
            });
        }
        let holdings = OnceCell::new();
        let mut book = Self {
            policy: policy.name().to_owned(),
            entries: Vec::new(),
            limits: Vec::new(),
            holders: Holders::default(),
            ledger: Mutex::default(),
        };
        for (index, rule) in policy.rules().iter().enumerate() {
            if !rule.holds_on(world.day()) {
                continue;
            }
            let entry = Reader::read_rule(rule, index, world, &holdings)?;
            if let Rule::Limit(limit) = rule.rule() {
                book.limits.push((entry.named.clone(), *limit));
            }
            book.entries.push(entry);
        }
        if book
            .entries
            .iter()
            .any(|entry| entry.speaks_of(Kind::Owners))
        {
            book.holders = Holders::of(holdings.get_or_init(|| Holdings::of(world)));
        }
        Ok(book)
    }

    /// What is known of the records; nothing while another thread has it.
    pub(super) fn lend(&self) -> Ledger {
        let known = self.ledger.try_lock();
        known.map_or_else(
            |_| Ledger::default(),
            |mut known| std::mem::take(&mut known),
        )
    }

    /// Keeps what is known of the records for the next route.
    pub(super) fn keep(&self, known: Ledger) {
        if let Ok(mut place) = self.ledger.try_lock() {
            *place = known;
        }
    }

    /// About how many bytes it takes.
    pub(crate) fn bytes(&self) -> usize {
        let entries = self.entries.iter();
        let known = entries.flat_map(|entry| &entry.known);
        let counted = known.filter_map(|(_, known)| known.counted.as_ref());
        let counted: usize = counted.map(Counted::bytes).sum();
        let ledger = self.ledger.try_lock().map_or(0, |known| known.bytes());
        counted + ledger + size_of_val(&self.holders.0[..]) + 512 * self.entries.len()
    }
}

/// Reads one rule.
pub(super) struct Reader<'w> {
    entry: Entry,
    pub(super) world: &'w World,
    pub(super) network: &'w Network,
    holdings: &'w OnceCell<Holdings<'w>>,
}

fn subjects<'r>(rule: &'r Rule, found: &mut Vec<&'r Subject>) {
    match rule {
        Rule::Exclude(subject)
        | Rule::Require(subject)
        | Rule::Use(subject)
        | Rule::UseOnce(subject) => found.push(subject),
        Rule::All(rules) | Rule::Any(rules) => {
            for rule in rules {
                subjects(rule, found);
            }
        }
        Rule::Not(rule) => subjects(rule, found),
        Rule::Limit(_) | Rule::Via(_) => {}
    }
}

impl<'w> Reader<'w> {
    fn read_rule(
        named: &NamedRule,
        index: usize,
        world: &'w World,
        holdings: &'w OnceCell<Holdings<'w>>,
    ) -> Result<Entry, VerifyError> {
        let rule = RuleRef::new(RuleIndex::new(index), named.shared_name().clone());
        if named.rule().is_too_deep() {
            let most = Rule::MOST_DEPTH;
            return Err(VerifyError::TooDeep { rule, most });
        }
        let mut found = Vec::new();
        subjects(named.rule(), &mut found);
        let mut reader = Self {
            entry: Entry {
                rule: named.shared(),
                named: rule,
                known: Vec::new(),
                kinds: 0,
                stops: Vec::new(),
            },
            world,
            network: world.network(),
            holdings,
        };
        for subject in found {
            reader.read(subject)?;
        }
        if let Rule::Via(places) = named.rule() {
            for name in places {
                let place = reader.network.find_place(name);
                let place = place.map_err(|_| reader.unknown(name))?;
                let code = reader.network.place_at(place).code.as_str();
                reader.entry.stops.push(code.into());
            }
        }
        Ok(reader.entry)
    }

    pub(super) fn unknown(&self, name: &str) -> VerifyError {
        VerifyError::UnknownName {
            rule: self.entry.named.clone(),
            name: name.to_owned(),
        }
    }

    fn undecided(&self, reason: UndecidedShare) -> VerifyError {
        VerifyError::UndecidedShare {
            rule: self.entry.named.clone(),
            reason,
        }
    }

    pub(super) fn all_known(
        &self,
        names: &[String],
        known: impl Fn(&str) -> bool,
    ) -> Result<(), VerifyError> {
        match names.iter().find(|name| !known(name)) {
            None => Ok(()),
            Some(name) => Err(self.unknown(name)),
        }
    }

    pub(super) fn speak(&mut self, kind: Kind) {
        self.entry.kinds |= kind as u8;
    }

    pub(super) fn keep(&mut self, subject: &Subject, known: Known) {
        self.entry.known.push((subject.clone(), known));
    }

    /// Notes what a subject speaks of and refuses names that are not there.
    fn read(&mut self, subject: &Subject) -> Result<(), VerifyError> {
        let network = self.network;
        let party = |name: &str| network.party(name).is_some();
        match subject {
            Subject::Territory { .. } => self.speak(Kind::Countries),
            Subject::Border { .. } | Subject::BorderControl => self.speak(Kind::Borders),
            Subject::Flag { .. } => self.speak(Kind::Flags),
            Subject::Domicile { .. } => self.speak(Kind::Operators),
            Subject::Operator { operators, .. } => {
                self.speak(Kind::Operators);
                self.all_known(operators, |name| network.operator_by_id(name).is_some())?;
            }
            Subject::Member { .. }
            | Subject::Consortium { .. }
            | Subject::MemberOf { .. }
            | Subject::Along { .. } => self.read_business(subject)?,
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
                let holdings = self.holdings.get_or_init(|| Holdings::of(self.world));
                let listed = holdings.list(network, |home| countries.contains(&home), &parties);
                let counted = holdings.counted(&listed, *method);
                let known = Known {
                    counted: Some(counted.map_err(|reason| self.undecided(reason))?),
                    ..Known::default()
                };
                self.keep(subject, known);
            }
            Subject::Call { places, .. } => {
                self.speak(Kind::Places);
                let mut known = Known::default();
                for name in places {
                    let place = network.find_place(name);
                    known.places.push(place.map_err(|_| self.unknown(name))?);
                }
                self.keep(subject, known);
            }
            Subject::Crossing { crossings } => {
                self.all_known(crossings, |name| network.crossing_by_code(name).is_some())?;
            }
            Subject::Passage { passages } => {
                self.speak(Kind::Links);
                let rows = network.passages();
                self.all_known(passages, |name| rows.iter().any(|row| row.name == name))?;
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
}
