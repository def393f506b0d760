use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::distinct;
use super::judge::{Judge, Kind, Touch};
use crate::code::Country;

/// What was checked of a route that passed, rule by rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Certificate {
    /// Name of the policy.
    pub policy: String,
    /// The day it was checked for.
    pub day: Date,
    /// How many steps were checked.
    pub steps: usize,
    /// Countries entered, in order.
    pub countries: Vec<Country>,
    /// Each rule that held on the day.
    pub rules: Vec<RuleCheck>,
}

/// What one rule was held against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RuleCheck {
    /// What the rule is called.
    pub rule: String,
    /// The rule as a sentence.
    pub sentence: String,
    /// How many operations it concerned.
    pub operations: usize,
    /// Countries looked at, for rules that speak of territory.
    pub countries: Vec<Country>,
    /// Borders looked at, for rules that speak of borders.
    pub borders: Vec<(Country, Country)>,
    /// Operators looked at by id, for rules that speak of operators; with their chain of owners
    /// where the rule speaks of owners.
    pub operators: Vec<String>,
    /// Places looked at by code, for rules that speak of calls.
    pub places: Vec<String>,
    /// Flags looked at, for rules that speak of flags.
    pub flags: Vec<Country>,
}

/// A check while it is made.
pub(super) struct Tally {
    check: RuleCheck,
    /// The operators by id, without their owners.
    seen: Vec<String>,
}

impl Tally {
    pub(super) fn new(rule: String, sentence: String) -> Self {
        Self {
            check: RuleCheck {
                rule,
                sentence,
                operations: 0,
                countries: Vec::new(),
                borders: Vec::new(),
                operators: Vec::new(),
                places: Vec::new(),
                flags: Vec::new(),
            },
            seen: Vec::new(),
        }
    }

    pub(super) fn into_check(self) -> RuleCheck {
        self.check
    }

    /// An operation that the rule concerned and that held.
    pub(super) fn note(&mut self, touch: &Touch<'_>, judge: &Judge<'_>) {
        let check = &mut self.check;
        check.operations += 1;
        let speaks = |kind| judge.speaks_of(kind);
        if speaks(Kind::Countries) {
            for country in &touch.countries {
                distinct(&mut check.countries, country);
            }
        }
        if let Some(border) = &touch.border
            && speaks(Kind::Borders)
        {
            distinct(&mut check.borders, border);
        }
        if speaks(Kind::Operators) {
            for (operator, _, _) in &touch.parties {
                if !self.seen.iter().any(|known| known == operator) {
                    self.seen.push((*operator).to_owned());
                    check.operators.push(judge.owners(operator));
                }
            }
        }
        if speaks(Kind::Places) {
            for (place, _) in &touch.places {
                if !check.places.iter().any(|known| known == place) {
                    check.places.push((*place).to_owned());
                }
            }
        }
        if let Some(flag) = &touch.flag
            && speaks(Kind::Flags)
        {
            distinct(&mut check.flags, flag);
        }
    }
}

impl fmt::Display for RuleCheck {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: held on {} operations", self.rule, self.operations)?;
        let mut list = |what: &str, items: Vec<String>| {
            if items.is_empty() {
                return Ok(());
            }
            write!(f, "; {what} {}", items.join(", "))
        };
        let countries = |items: &[Country]| items.iter().map(ToString::to_string).collect();
        list("countries", countries(&self.countries))?;
        let borders = self.borders.iter();
        list(
            "borders",
            borders.map(|(from, to)| format!("{from}>{to}")).collect(),
        )?;
        list("operators", self.operators.clone())?;
        list("places", self.places.clone())?;
        list("flags", countries(&self.flags))
    }
}

impl fmt::Display for Certificate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let policy = if self.policy.is_empty() {
            "the policy"
        } else {
            &self.policy
        };
        write!(
            f,
            "{} steps hold under {policy} on {}",
            self.steps, self.day
        )?;
        for rule in &self.rules {
            write!(f, "\n  {rule}")?;
        }
        Ok(())
    }
}
