//! What may be used, and if not, why?
//!
//! A [`Policy`] is a list of hard [`Rule`]s. [`Policy::compile`] resolves its names against a
//! [`World`] once, into dense tables, so that the verdict on one operation is a few lookups:
//! [`CompiledPolicy::check`] takes the [`OperationAttributes`] of an operation (what it touches) and answers
//! with nothing or with a [`Blocked`] that knows the rule and the reason by their ids, and
//! [`CompiledPolicy::explain`] makes of that a [`Violation`] with names, owners and records.
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
//! use trade_corridor::policy::{OperationAttributes, Policy, Rule};
//! use trade_corridor::scenario::Scenario;
//!
//! let network = Network::builder().build()?;
//! let world = Scenario::on(date(2026, 11, 22)).apply(&network)?;
//! let policy = Policy::new("no Iran").with(Rule::exclude_territory("IR".parse()?));
//! let compiled = policy.compile(&world)?;
//!
//! let here = ["TM".parse()?];
//! assert!(compiled.check(&OperationAttributes { countries: &here, ..OperationAttributes::default() }).is_ok());
//! let there = ["IR".parse()?];
//! let blocked = compiled.check(&OperationAttributes { countries: &there, ..OperationAttributes::default() }).unwrap_err();
//! let found = compiled.explain(&world, &blocked);
//! assert_eq!(found.finding.code(), "territory");
//! assert_eq!(found.to_string(), "blocked: it enters IR [rule `without the territory of IR`]");
//!
//! let unknown = Policy::new("typo").with(Rule::exclude_operator("RZD"));
//! assert!(unknown.compile(&world).unwrap_err().to_string().contains("`RZD`"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod aggregate;
mod asked;
mod attributes;
mod bits;
mod business;
mod compile;
mod compiled;
mod compiled_whole;
mod consortium_rules;
mod contradictions;
mod document;
mod error;
mod explain;
mod final_holders;
mod find_subject;
mod finding;
mod finding_words;
mod limit;
mod look_through;
mod method;
mod named_rule;
mod nested;
mod node;
pub mod ownership;
mod part;
mod presets;
mod resolve;
mod resolve_business;
mod rule;
mod rule_set;
mod sentence;
mod whole;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use attributes::{BlockReason, Blocked, OperationAttributes, Where, Whole};
pub use compiled::{CompiledPolicy, Limits};
pub use error::{PolicyError, RuleLocation};
pub use final_holders::FinalHolder;
pub use finding::{
    Actor, Controller, Evidence, Finding, Holding, Membership, Ownership, Site, Violation,
};
pub use limit::{Amount, Limit};
pub use method::{OwnershipMethod, ShareEnd, Tracing};
pub use named_rule::{NamedRule, RuleRef};
pub use rule::{Rule, Subject};
pub use rule_set::{RuleIndex, RuleSet};

use crate::scenario::World;
use crate::scenario::document::{LONGEST_TEXT, at_most, known_schema};

/// Version of the TOML format that this crate writes, and the newest it reads.
const SCHEMA: u32 = 1;

/// Rules of a policy that is read.
const MOST_READ: usize = 1_000;

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
/// assert_eq!(policy.rules().iter().collect::<Policy>().rules(), policy.rules());
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
    #[serde(
        default,
        deserialize_with = "crate::network::day_or_none",
        skip_serializing_if = "Option::is_none"
    )]
    date: Option<Date>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    note: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    source: String,
    #[serde(
        rename = "rule",
        default,
        deserialize_with = "at_most::<_, _, MOST_READ>",
        skip_serializing_if = "Vec::is_empty"
    )]
    rules: Vec<NamedRule>,
}

impl Eq for Policy {}

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

impl Default for Policy {
    fn default() -> Self {
        Self::open()
    }
}

impl Policy {
    /// How much the rules of one policy may be made of: rules, combined ones with their parts, and all that
    /// they name. What is larger is neither compiled nor verified.
    pub const MOST_NAMES: usize = 10_000;

    /// How long a text may be that [`Policy::from_toml`] reads, in bytes.
    pub const LONGEST_TEXT: usize = LONGEST_TEXT;

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
    #[must_use]
    pub fn open() -> Self {
        Self::new("open")
    }

    /// The policy with one more rule, which may have a label, times and a source.
    ///
    /// ```
    /// use trade_corridor::policy::{Policy, Rule};
    /// let policy = Policy::new("mine")
    ///     .with(Rule::exclude_territory("RU".parse()?))
    ///     .with(Rule::exclude_operator("RZD").labelled("without Russian Railways"));
    /// assert_eq!(policy.rules()[1].name(), "without Russian Railways");
    /// # Ok::<(), trade_corridor::code::CodeError>(())
    /// ```
    #[must_use]
    pub fn with(mut self, rule: impl Into<NamedRule>) -> Self {
        self.rules.push(rule.into());
        self
    }

    /// The rules of both.
    #[must_use]
    pub fn and(mut self, other: &Self) -> Self {
        if !self.name.is_empty() && !other.name.is_empty() {
            self.name.push_str(" and ");
        }
        self.name.push_str(&other.name);
        self.rules.extend(other.rules.iter().cloned());
        self
    }

    /// The policy without some of its rules; indexes of the others change.
    #[must_use]
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
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The day it was written for, if stated.
    #[must_use]
    pub fn date(&self) -> Option<Date> {
        self.date
    }

    /// A remark on it.
    #[must_use]
    pub fn note(&self) -> &str {
        &self.note
    }

    /// Where it is from.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Its rules, in the order they were added.
    #[must_use]
    pub fn rules(&self) -> &[NamedRule] {
        &self.rules
    }

    /// The rule at an index.
    #[must_use]
    pub fn rule(&self, index: RuleIndex) -> Option<&NamedRule> {
        self.rules.get(index.index())
    }

    /// The rules as lookups over the ids of `world`.
    ///
    /// # Errors
    /// Names that are not there (with the nearest match), rules that contradict each other or say
    /// nothing, more than 128 rules, and rules of more than [`Policy::MOST_NAMES`] names.
    pub fn compile(&self, world: &World) -> Result<CompiledPolicy, PolicyError> {
        compile::compile(self, world)
    }

    /// How much its rules are made of.
    pub(crate) fn size(&self) -> usize {
        self.rules.iter().map(|named| named.rule().size()).sum()
    }

    fn location(&self, index: usize) -> RuleLocation {
        let rule = &self.rules[index];
        RuleLocation {
            read_from: rule.read_from.clone(),
            rule: rule.shared_name().clone(),
        }
    }
}

/// A policy without a name, of these rules.
impl<R: Into<NamedRule>> FromIterator<R> for Policy {
    fn from_iter<I: IntoIterator<Item = R>>(rules: I) -> Self {
        let mut policy = Self::new("");
        policy.extend(rules);
        policy
    }
}

impl<R: Into<NamedRule>> Extend<R> for Policy {
    fn extend<I: IntoIterator<Item = R>>(&mut self, rules: I) {
        self.rules.extend(rules.into_iter().map(Into::into));
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
            match rule.label() {
                Some(label) => write!(f, "{label} ({})", rule.rule())?,
                None => write!(f, "{}", rule.rule())?,
            }
        }
        Ok(())
    }
}
