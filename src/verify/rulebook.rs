//! The rules of a policy, their names looked up in a world once for all routes that are checked.

use std::cell::OnceCell;
use std::sync::{Arc, Mutex};

use super::VerifyError;
use super::ledger::Ledger;
use crate::code::Country;
use crate::network::{Network, Party, PlaceId};
use crate::policy::ownership::{Counted, Holdings, UndecidedShare};
use crate::policy::{Limit, NamedRule, Policy, Rule, RuleIndex, RuleRef, Subject};
use crate::quantity::Share;
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
    /// Operators in it, for subjects on members and consortia.
    pub(super) parties: Vec<Party>,
    /// Where a required consortium must run land moves.
    pub(super) homes: Vec<Country>,
    pub(super) places: Vec<PlaceId>,
    pub(super) counted: Option<Counted>,
}

/// Who is held by whom, and how much of him; in canonical order for each who is held.
#[derive(Debug, Default)]
pub(super) struct Holders(Vec<(Party, Party, Share)>);

impl Holders {
    fn of(world: &World) -> Self {
        let stakes = world.stakes();
        let mut rows: Vec<_> = stakes
            .map(|stake| (stake.held, stake.holder, stake.share))
            .collect();
        rows.sort_by_key(|(held, _, _)| *held);
        Self(rows)
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
            book.holders = Holders::of(world);
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
struct Reader<'w> {
    entry: Entry,
    world: &'w World,
    network: &'w Network,
    holdings: &'w OnceCell<Holdings<'w>>,
}

pub(super) fn home(network: &Network, party: Party) -> Country {
    match party {
        Party::Operator(id) => network.operator_at(id).domicile,
        Party::Owner(id) => network.owner_at(id).country,
    }
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
            },
            world,
            network: world.network(),
            holdings,
        };
        for subject in found {
            reader.read(subject)?;
        }
        Ok(reader.entry)
    }

    fn unknown(&self, name: &str) -> VerifyError {
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

    fn all_known(&self, names: &[String], known: impl Fn(&str) -> bool) -> Result<(), VerifyError> {
        match names.iter().find(|name| !known(name)) {
            None => Ok(()),
            Some(name) => Err(self.unknown(name)),
        }
    }

    fn speak(&mut self, kind: Kind) {
        self.entry.kinds |= kind as u8;
    }

    fn keep(&mut self, subject: &Subject, known: Known) {
        self.entry.known.push((subject.clone(), known));
    }

    /// Notes what a subject speaks of and refuses names that are not there.
    fn read(&mut self, subject: &Subject) -> Result<(), VerifyError> {
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
                    named.contains(&row.member) || countries.contains(&home(network, row.member))
                });
                let known = Known {
                    parties: hit.map(|row| Party::Operator(row.consortium)).collect(),
                    ..Known::default()
                };
                self.keep(subject, known);
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
                    parties.iter().map(|party| home(network, *party)).collect()
                } else {
                    countries.clone()
                };
                let known = Known {
                    parties,
                    homes,
                    ..Known::default()
                };
                self.keep(subject, known);
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
