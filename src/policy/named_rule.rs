use std::sync::{Arc, OnceLock};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Rule, RuleIndex};
use crate::code::Name;
use crate::network::Validity;
use crate::scenario::TextPosition;
use crate::scenario::document::{Entry, one_said};

/// A rule with what it is called, when it holds and where it is from; cheap to clone.
///
/// ```
/// use jiff::civil::date;
/// use trade_corridor::network::Validity;
/// use trade_corridor::policy::{Policy, Rule};
///
/// let rule = Rule::exclude_territory("RU".parse()?)
///     .labelled("not through Russia")
///     .during(Validity::new(Some(date(2022, 2, 24)), None)?);
/// assert!(rule.holds_on(date(2022, 2, 24)) && !rule.holds_on(date(2022, 2, 23)));
/// assert_eq!(Policy::new("mine").with(rule).rules()[0].name(), "not through Russia");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "RawRule")]
pub struct NamedRule {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    label: Option<Name>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    source: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    valid_from: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    valid_to: Option<Date>,
    #[serde(flatten)]
    rule: Arc<Rule>,
    #[serde(skip)]
    pub(super) read_from: Option<TextPosition>,
    /// The rule as a sentence, where it has no label; made when first asked for.
    #[serde(skip)]
    sentence: OnceLock<Name>,
}

#[derive(Deserialize)]
struct RawRule {
    label: Option<Name>,
    #[serde(default)]
    source: String,
    #[serde(default, deserialize_with = "crate::network::day_or_none")]
    valid_from: Option<Date>,
    #[serde(default, deserialize_with = "crate::network::day_or_none")]
    valid_to: Option<Date>,
    #[serde(flatten)]
    rule: Entry,
}

impl TryFrom<RawRule> for NamedRule {
    type Error = String;
    fn try_from(raw: RawRule) -> Result<Self, String> {
        let rule: Rule = one_said(raw.rule, "rule")?;
        Ok(Self {
            label: raw.label,
            source: raw.source,
            valid_from: raw.valid_from,
            valid_to: raw.valid_to,
            ..rule.into()
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

impl Eq for NamedRule {}

impl NamedRule {
    /// The same rule, called `label`.
    #[must_use]
    pub fn labelled(mut self, label: impl Into<Name>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// The same rule, holding at these times only.
    #[must_use]
    pub fn during(self, validity: Validity) -> Self {
        self.between(validity.from(), validity.to())
    }

    /// The same rule, from a publication or document.
    #[must_use]
    pub fn sourced(mut self, source: impl Into<String>) -> Self {
        self.source = source.into();
        self
    }

    pub(super) fn between(mut self, from: Option<Date>, to: Option<Date>) -> Self {
        (self.valid_from, self.valid_to) = (from, to);
        self
    }

    /// Its label, where it has one.
    pub fn label(&self) -> Option<&str> {
        self.label.as_deref()
    }

    /// What it is called: its label, or the rule as a sentence.
    pub fn name(&self) -> &str {
        self.shared_name()
    }

    /// Its name, a copy of which allocates nothing.
    pub(crate) fn shared_name(&self) -> &Name {
        match &self.label {
            Some(label) => label,
            None => self.sentence.get_or_init(|| self.rule.to_string().into()),
        }
    }

    /// The rule.
    pub fn rule(&self) -> &Rule {
        &self.rule
    }

    pub(crate) fn shared(&self) -> Arc<Rule> {
        self.rule.clone()
    }

    /// Where it is from, if stated.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The first day on which it holds, if stated.
    pub fn valid_from(&self) -> Option<Date> {
        self.valid_from
    }

    /// The last day on which it holds, if stated.
    pub fn valid_to(&self) -> Option<Date> {
        self.valid_to
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
            rule: Arc::new(rule),
            read_from: None,
            sentence: OnceLock::new(),
        }
    }
}

impl From<&NamedRule> for NamedRule {
    fn from(rule: &NamedRule) -> Self {
        rule.clone()
    }
}

impl Rule {
    /// The rule, called `label`.
    pub fn labelled(self, label: impl Into<Name>) -> NamedRule {
        NamedRule::from(self).labelled(label)
    }

    /// The rule, holding at these times only.
    #[must_use]
    pub fn during(self, validity: Validity) -> NamedRule {
        NamedRule::from(self).during(validity)
    }
}

/// A rule of a policy by position and name, as answers name it; prints the name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct RuleRef {
    /// Its position in the policy; nothing for a country that the scenario closes to the goods.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub index: Option<RuleIndex>,
    /// What it is called.
    pub name: Name,
}

impl RuleRef {
    pub(crate) const fn new(index: Option<RuleIndex>, name: Name) -> Self {
        Self { index, name }
    }
}

impl std::fmt::Display for RuleRef {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.name.fmt(f)
    }
}
