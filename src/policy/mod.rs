//! What may be used, and if not, why?
//!
//! A [`Policy`] is a list of hard [`Rule`]s. [`Policy::compile`] resolves its names against a
//! [`World`] once, into dense tables, so that the verdict on one operation is a few lookups:
//! [`CompiledPolicy::check`] takes the [`Facts`] of an operation (what it touches) and answers
//! with nothing or with a [`Blocked`] that knows the rule and the reason.
//!
//! "Russia excluded" has four separate meanings, each a rule of its own and for any country:
//! [`Rule::exclude_territory`], [`Rule::exclude_domicile`], [`Rule::exclude_owner`] and
//! [`Rule::exclude_call_or_flag`]; [`Policy::russia_excluded`] is all four.
//!
//! A policy is the user's and no legal advice; the presets say so and carry a date.
//!
//! ```
//! use jiff::civil::date;
//! use trade_corridor::network::Network;
//! use trade_corridor::policy::{Facts, Policy, Rule};
//! use trade_corridor::scenario::Scenario;
//!
//! let network = Network::builder().build()?;
//! let world = Scenario::on(date(2026, 11, 22)).apply(&network)?;
//! let policy = Policy::new("no Iran").with(Rule::exclude_territory("IR".parse()?));
//! let compiled = policy.compile(&world)?;
//!
//! let here = ["TM".parse()?];
//! assert!(compiled.check(&Facts { countries: &here, ..Facts::default() }).is_ok());
//! let there = ["IR".parse()?];
//! let blocked = compiled.check(&Facts { countries: &there, ..Facts::default() }).unwrap_err();
//! assert_eq!(
//!     compiled.explain(&world, &blocked),
//!     "blocked: it enters IR [rule `without the territory of IR`]"
//! );
//!
//! let unknown = Policy::new("typo").with(Rule::exclude_operator("RZD"));
//! assert!(unknown.compile(&world).unwrap_err().to_string().contains("`RZD`"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod compile;
mod compiled;
mod contradictions;
mod document;
mod error;
mod explain;
mod facts;
mod method;
mod node;
pub mod ownership;
mod presets;
mod resolve;
mod rule;
mod rule_set;
mod sentence;

use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use compiled::{CompiledPolicy, Limits};
pub use error::{PolicyError, RuleLocation};
pub use facts::{BlockReason, Blocked, Facts, Where};
pub use method::OwnershipMethod;
pub use rule::{Limit, Rule, Subject};
pub use rule_set::{RuleIndex, RuleSet};

use crate::network::Validity;
use crate::scenario::World;
use crate::scenario::document::{Entry, known_schema, one_said};

/// Version of the TOML format that this crate writes, and the newest it reads.
const SCHEMA: u32 = 1;

/// Named rules that all hold.
///
/// ```
/// use trade_corridor::policy::{Policy, Rule};
///
/// let text = r#"
/// schema = 1
/// name = "not through Russia"
///
/// [[rule]]
/// label = "no Russian railway"
/// exclude.owner = { countries = ["RU"], method = "aggregate 50 %" }
///
/// [[rule]]
/// limit.transhipments = 3
/// "#;
/// let policy = Policy::from_toml("mine.toml", text)?;
/// assert_eq!(policy.rules().len(), 2);
/// assert_eq!(Policy::from_toml("copy.toml", &policy.to_toml()?)?, policy);
///
/// let broken = Policy::from_toml("mine.toml", &text.replace("50 %", "150 %")).unwrap_err();
/// assert!(broken.to_string().starts_with("mine.toml line 5: "));
/// # Ok::<(), trade_corridor::policy::PolicyError>(())
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    #[serde(deserialize_with = "known_schema::<_, SCHEMA>")]
    schema: u32,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    date: Option<Date>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    note: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    source: String,
    #[serde(rename = "rule", default, skip_serializing_if = "Vec::is_empty")]
    rules: Vec<NamedRule>,
}

/// A rule with what it is called, when it holds and where it is from.
///
/// ```
/// use jiff::civil::date;
/// use trade_corridor::network::Validity;
/// use trade_corridor::policy::{NamedRule, Policy, Rule};
///
/// let rule = NamedRule::from(Rule::exclude_territory("RU".parse()?))
///     .labelled("not through Russia")
///     .during(Validity::new(Some(date(2022, 2, 24)), None)?);
/// assert!(rule.holds_on(date(2022, 2, 24)) && !rule.holds_on(date(2022, 2, 23)));
/// assert_eq!(Policy::new("mine").with_named(rule).rules()[0].name(), "not through Russia");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "RawRule")]
pub struct NamedRule {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    source: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    valid_from: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    valid_to: Option<Date>,
    #[serde(flatten)]
    rule: Rule,
    #[serde(skip)]
    file: Option<Arc<str>>,
    #[serde(skip)]
    line: Option<u32>,
}

#[derive(Deserialize)]
struct RawRule {
    label: Option<String>,
    #[serde(default)]
    source: String,
    valid_from: Option<Date>,
    valid_to: Option<Date>,
    #[serde(flatten)]
    rule: Entry,
}

impl TryFrom<RawRule> for NamedRule {
    type Error = String;
    fn try_from(raw: RawRule) -> Result<Self, String> {
        Ok(Self {
            label: raw.label,
            source: raw.source,
            valid_from: raw.valid_from,
            valid_to: raw.valid_to,
            rule: one_said(raw.rule, "rule")?,
            file: None,
            line: None,
        })
    }
}

// Where a rule was read from is no part of what it says.
impl PartialEq for NamedRule {
    fn eq(&self, other: &Self) -> bool {
        (
            &self.label,
            &self.source,
            self.valid_from,
            self.valid_to,
            &self.rule,
        ) == (
            &other.label,
            &other.source,
            other.valid_from,
            other.valid_to,
            &other.rule,
        )
    }
}

impl PartialEq for Policy {
    fn eq(&self, other: &Self) -> bool {
        (&self.name, self.date, &self.note, &self.source, &self.rules)
            == (
                &other.name,
                other.date,
                &other.note,
                &other.source,
                &other.rules,
            )
    }
}

impl NamedRule {
    /// The same rule, called `label`.
    pub fn labelled(mut self, label: impl Into<String>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// The same rule, holding at these times only.
    pub fn during(mut self, validity: Validity) -> Self {
        (self.valid_from, self.valid_to) = (validity.from(), validity.to());
        self
    }

    /// What it is called: its label, or the rule as a sentence.
    pub fn name(&self) -> String {
        self.label.clone().unwrap_or_else(|| self.rule.to_string())
    }

    /// What it is called, and the rule as a sentence.
    pub(crate) fn name_and_sentence(&self) -> (String, String) {
        use std::fmt::Write;
        let mut sentence = String::with_capacity(64);
        let _ = write!(sentence, "{}", self.rule); // a string takes all
        let name = self.label.as_ref().unwrap_or(&sentence).clone();
        (name, sentence)
    }

    /// The rule.
    pub fn rule(&self) -> &Rule {
        &self.rule
    }

    /// Where it is from, if that was told.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Whether it holds on `day`.
    pub fn holds_on(&self, day: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= day) && self.valid_to.is_none_or(|to| day <= to)
    }
}

impl From<Rule> for NamedRule {
    fn from(rule: Rule) -> Self {
        Self {
            label: None,
            source: String::new(),
            valid_from: None,
            valid_to: None,
            rule,
            file: None,
            line: None,
        }
    }
}

impl Default for Policy {
    fn default() -> Self {
        Self::open()
    }
}

impl Policy {
    /// A policy without rules.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            schema: SCHEMA,
            name: name.into(),
            date: None,
            note: String::new(),
            source: String::new(),
            rules: Vec::new(),
        }
    }

    /// Everything that exists may be used.
    pub fn open() -> Self {
        Self::new("open")
    }

    /// The policy with one more rule.
    pub fn with(self, rule: Rule) -> Self {
        self.with_named(rule.into())
    }

    /// The policy with one more rule, called `label`.
    pub fn with_labelled(self, label: impl Into<String>, rule: Rule) -> Self {
        self.with_named(NamedRule::from(rule).labelled(label))
    }

    /// The policy with one more rule that only holds at times.
    pub fn with_during(self, validity: Validity, rule: Rule) -> Self {
        self.with_named(NamedRule::from(rule).during(validity))
    }

    /// The policy with one more rule, its label and times.
    pub fn with_named(mut self, rule: NamedRule) -> Self {
        self.rules.push(rule);
        self
    }

    /// The rules of both.
    pub fn and(mut self, other: &Self) -> Self {
        if !self.name.is_empty() && !other.name.is_empty() {
            self.name.push_str(" and ");
        }
        self.name.push_str(&other.name);
        self.rules.extend(other.rules.iter().cloned());
        self
    }

    /// The policy without some of its rules; indexes of the others change.
    pub fn without(&self, lifted: RuleSet) -> Self {
        let mut policy = self.clone();
        let mut index = 0;
        policy.rules.retain(|_| {
            let keep = !RuleIndex::new(index).is_some_and(|rule| lifted.contains(rule));
            index += 1;
            keep
        });
        policy
    }

    /// Its name; empty when it has none.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The day it was written for, if told.
    pub fn date(&self) -> Option<Date> {
        self.date
    }

    /// A remark on it.
    pub fn note(&self) -> &str {
        &self.note
    }

    /// Where it is from.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Its rules, in the order they were added.
    pub fn rules(&self) -> &[NamedRule] {
        &self.rules
    }

    /// The rule at an index.
    pub fn rule(&self, index: RuleIndex) -> Option<&NamedRule> {
        self.rules.get(index.index())
    }

    /// The rules as lookups over the ids of `world`.
    ///
    /// # Errors
    /// Names that are not there (with the nearest match), rules that contradict each other or say
    /// nothing, and more than 128 rules.
    pub fn compile(&self, world: &World) -> Result<CompiledPolicy, PolicyError> {
        compile::compile(self, world)
    }

    fn location(&self, index: usize) -> RuleLocation {
        let rule = &self.rules[index];
        RuleLocation {
            file: rule.file.clone(),
            line: rule.line,
            rule: rule.name(),
        }
    }
}

impl std::fmt::Display for Policy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(if self.name.is_empty() {
            "policy"
        } else {
            &self.name
        })?;
        if self.rules.is_empty() {
            return f.write_str(": everything may be used");
        }
        for (index, rule) in self.rules.iter().enumerate() {
            f.write_str(if index == 0 { ": " } else { "; " })?;
            match &rule.label {
                Some(label) => write!(f, "{label} ({})", rule.rule)?,
                None => write!(f, "{}", rule.rule)?,
            }
        }
        Ok(())
    }
}
