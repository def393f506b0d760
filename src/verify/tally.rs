//! What a rule was held against, collected operation by operation.

use super::judge::Judge;
use super::rulebook::Kind;
use super::touch::Touch;
use crate::code::{Country, Name};
use crate::network::OperatorId;
use crate::policy::Finding;
use crate::route::{Met, RuleCheck};

/// A check while it is made.
#[derive(Default)]
pub(super) struct Tally {
    operations: usize,
    /// Steps that are of what the rule asks for, and the last of them.
    used: (usize, usize),
    /// Whether the rule held of the operation before, rather than not concerning it.
    held: bool,
    countries: Vec<Country>,
    borders: Vec<(Country, Country)>,
    operators: Vec<OperatorId>,
    places: Vec<Name>,
    flags: Vec<Country>,
    unknown_flags: Vec<Name>,
    met: Vec<Met>,
}

impl Tally {
    pub(super) fn into_check(self, judge: &Judge<'_>) -> RuleCheck {
        let operators = self.operators.iter();
        RuleCheck {
            rule: judge.entry.named.clone(),
            stated: judge.entry.rule.clone(),
            operations: self.operations,
            countries: self.countries,
            borders: self.borders,
            operators: operators.map(|id| judge.owners(*id)).collect(),
            places: self.places,
            flags: self.flags,
            unknown_flags: self.unknown_flags,
            members: judge.entry.members(),
            met: self.met,
        }
    }

    /// An operation, with what it is of where that is what the rule asks for: the first of a route is stated.
    pub(super) fn use_of(&mut self, step: usize, found: Option<Box<Finding>>) {
        self.held = found.is_some();
        self.repeat(step);
        if let Some(finding) = found.filter(|_| self.met.is_empty()) {
            self.met.push(Met::Uses { step, finding });
        }
    }

    /// The places that the rule asks for, with the steps in which the route comes by them.
    pub(super) fn come_by(&mut self, met: Vec<Met>) {
        self.operations = met.len();
        self.met = met;
    }

    /// Whether anything that the rule asks for was found.
    pub(super) fn is_met(&self) -> bool {
        !self.met.is_empty()
    }

    /// An operation that the rule does not concern.
    pub(super) fn pass(&mut self, touch: &Touch<'_>, judge: &Judge<'_>) {
        self.held = false;
        self.unflagged(touch, judge);
    }

    /// A rule cannot judge a flag that nobody recorded; the certificate says so.
    fn unflagged(&mut self, touch: &Touch<'_>, judge: &Judge<'_>) {
        if let Some(service) = touch.unflagged
            && judge.speaks_of(Kind::Flags)
            && !self.unknown_flags.iter().any(|known| known == service)
        {
            self.unknown_flags.push(service.into());
        }
    }

    /// How many steps are of what the rule asks for.
    pub(super) fn steps(&self) -> usize {
        self.used.0
    }

    /// An operation that touches what the one before touched, for this rule.
    pub(super) fn repeat(&mut self, step: usize) {
        self.operations += usize::from(self.held);
        if self.held && self.used.1 != step {
            self.used = (self.used.0 + 1, step);
        }
    }

    /// An operation that the rule concerned and that held.
    pub(super) fn note(&mut self, touch: &Touch<'_>, judge: &Judge<'_>) {
        self.operations += 1;
        self.held = true;
        self.unflagged(touch, judge);
        let speaks = |kind| judge.speaks_of(kind);
        if speaks(Kind::Countries) {
            for country in &touch.countries {
                distinct(&mut self.countries, country);
            }
        }
        if let Some(border) = &touch.border
            && speaks(Kind::Borders)
        {
            distinct(&mut self.borders, border);
        }
        if speaks(Kind::Operators) {
            for (_, operator, _) in &touch.parties {
                distinct(&mut self.operators, operator);
            }
        }
        if speaks(Kind::Places) {
            for (place, _) in &touch.places {
                if !self.places.iter().any(|known| known == place) {
                    self.places.push((*place).into());
                }
            }
        }
        if let Some(flag) = &touch.flag
            && speaks(Kind::Flags)
        {
            distinct(&mut self.flags, flag);
        }
    }
}

/// Values without repetition, in order.
fn distinct<T: PartialEq + Copy>(known: &mut Vec<T>, value: &T) {
    if !known.contains(value) {
        known.push(*value);
    }
}
