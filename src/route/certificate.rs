//! What a check of a route found, rule by rule.

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::code::{Country, Name};
use crate::costing::Shipment;
use crate::metric::{Objective, ObjectiveValue};
use crate::network::Validity;
use crate::policy::{Finding, Rule, RuleRef};
use crate::quantity::Share;

/// What was checked of a route that passed, rule by rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Certificate {
    /// Name of the policy.
    pub policy: String,
    /// The day it was checked for.
    pub day: Date,
    /// Name of the scenario.
    pub scenario: String,
    /// What was shipped.
    pub shipment: Shipment,
    /// What the route was asked for least of; that no other route has less is not checked.
    pub objective: Objective,
    /// How much of it the steps have by the records; nothing where a price is not known, and of an
    /// objective of the caller's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<ObjectiveValue>,
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
    /// The rule.
    pub rule: RuleRef,
    /// The rule as it is written.
    pub stated: Arc<Rule>,
    /// How many operations it concerned.
    pub operations: usize,
    /// Countries looked at, for rules that speak of territory.
    pub countries: Vec<Country>,
    /// Borders looked at, for rules that speak of borders.
    pub borders: Vec<(Country, Country)>,
    /// Operators looked at, for rules that speak of operators.
    pub operators: Vec<OperatorCheck>,
    /// Places looked at by code, for rules that speak of calls.
    pub places: Vec<Name>,
    /// Flags looked at, for rules that speak of flags.
    pub flags: Vec<Country>,
    /// Services whose vessel has no recorded flag, for rules that speak of flags: of them the rule
    /// says nothing, neither that they hold nor that they break it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unknown_flags: Vec<Name>,
    /// Members on the day, of the consortia that the rule speaks of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<MemberCheck>,
    /// The first step of what has to be used, and the steps that come by places, for rules on these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub met: Vec<Met>,
}

/// A member of a consortium that a rule speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MemberCheck {
    /// Id of the consortium.
    pub consortium: Name,
    /// Id of the member.
    pub member: Name,
    /// From when to when it is one; always where a change of the scenario makes it one.
    pub validity: Validity,
}

/// What a step does that a rule on the whole route asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Met {
    /// It is of what has to be used.
    Uses {
        /// Number of the step, from one.
        step: usize,
        /// By what it is: what would be found if that were excluded.
        finding: Box<Finding>,
    },
    /// The goods come by a place, at its end or on its way.
    ComesBy {
        /// Number of the step, from one.
        step: usize,
        /// Code of the place.
        place: Name,
    },
}

impl fmt::Display for Met {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Uses { step, finding } => write!(f, "step {step}: {finding}"),
            Self::ComesBy { step, place } => write!(f, "step {step}: it comes by {place}"),
        }
    }
}

/// An operator that a rule was held against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OperatorCheck {
    /// Its id.
    pub operator: Name,
    /// Its largest holder, the largest holder of that, and so on, for rules that speak of owners.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<OwnerCheck>,
}

/// A holder in the chain above an operator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct OwnerCheck {
    /// Id of the holder.
    pub owner: Name,
    /// How much it holds of the one before.
    pub share: Share,
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
        let operators = self.operators.iter();
        list("operators", operators.map(ToString::to_string).collect())?;
        let names = |items: &[Name]| items.iter().map(ToString::to_string).collect();
        list("places", names(&self.places))?;
        list("flags", countries(&self.flags))?;
        list("unknown flag on", names(&self.unknown_flags))?;
        let members = self.members.iter();
        list("members", members.map(ToString::to_string).collect())?;
        for met in &self.met {
            write!(f, "; {met}")?;
        }
        Ok(())
    }
}

impl fmt::Display for MemberCheck {
    /// `KTZ of TITR (valid from 2017-01-01)`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} of {} ({})",
            self.member, self.consortium, self.validity
        )
    }
}

impl fmt::Display for OperatorCheck {
    /// `SCR < 100 % RZD < 100 % RU-state`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.operator)?;
        for held in &self.owners {
            write!(f, " < {} {}", held.share, held.owner)?;
        }
        Ok(())
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
