use std::fmt;

use serde::Serialize;

use super::mismatch::Mismatch;
use super::misstatement::{Disorder, Misstatement};
use crate::code::{Country, Name};
use crate::network::Conveyance;
use crate::policy::ownership::UndecidedShare;
use crate::policy::{Amount, Finding, Limit, RuleRef};
use crate::route::{Act, Certificate, Stop, Warning};
use crate::scenario::ScenarioError;

/// What is wrong with a route.
#[derive(Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum VerifyError {
    /// The scenario does not fit the network.
    #[error("{source}")]
    Scenario {
        /// What is wrong with it.
        #[from]
        source: ScenarioError,
    },
    /// The route has no steps, or does not start with loading and end with unloading.
    #[error("the route does not lead from gate to gate: {lack}")]
    Incomplete {
        /// What it lacks.
        lack: Lack,
    },
    /// A step starts where the one before did not end.
    #[error("step {step} starts {found}, the step before ended {expected}")]
    Gap {
        /// Number of the step, from one.
        step: usize,
        /// Where and in what the step before ended.
        expected: Footing,
        /// Where and in what this one starts.
        found: Footing,
    },
    /// A step that the network does not have on the day.
    #[error("step {step} ({}): {mismatch}", act.as_str())]
    NotOnRecord {
        /// Number of the step, from one.
        step: usize,
        /// What it does.
        act: Act,
        /// How it differs from the records.
        mismatch: Mismatch,
    },
    /// A step that states something else than the records make of it.
    #[error("step {step} ({}): {misstatement}", act.as_str())]
    Misstated {
        /// Number of the step, from one.
        step: usize,
        /// What it does.
        act: Act,
        /// What it states, and what the records make.
        misstatement: Misstatement,
    },
    /// A step that does not follow the one before.
    #[error("step {step} ({}): {disorder}", act.as_str())]
    OutOfOrder {
        /// Number of the step, from one.
        step: usize,
        /// What it does.
        act: Act,
        /// Why not.
        disorder: Disorder,
    },
    /// Another day, scenario or state of the records than those that it is checked by.
    #[error("the route is of {heading} {stated}, it is checked by {recorded}")]
    OtherHeading {
        /// What the two differ in.
        heading: Heading,
        /// What the route states.
        stated: String,
        /// What it is checked by.
        recorded: String,
    },
    /// Another amount of what was asked for least of than its steps have.
    #[error("the route has {recorded} of what was asked for least of, not {stated}")]
    OtherValue {
        /// What the route states.
        stated: String,
        /// What its steps have.
        recorded: String,
    },
    /// Other warnings than its figures call for, or in another order.
    #[error("{}", told_warnings(stated, recorded))]
    OtherWarnings {
        /// What the route states.
        stated: Vec<Warning>,
        /// What its figures call for.
        recorded: Vec<Warning>,
    },
    /// A certificate that says something else than this check.
    #[error("the route has a certificate of another check{}: leave it out, or ask for the route again", if stated.policy == recorded.policy { String::new() } else { format!(", of {} instead of {}", named(&stated.policy), named(&recorded.policy)) })]
    OtherCertificate {
        /// What the route states.
        stated: Box<Certificate>,
        /// What this check found.
        recorded: Box<Certificate>,
    },
    /// A rule names what the network does not have.
    #[error("rule `{rule}` names `{name}`, which the network does not have")]
    UnknownName {
        /// The rule.
        rule: RuleRef,
        /// The name.
        name: String,
    },
    /// A rule within too many others.
    #[error("rule `{rule}` is nested deeper than {most} levels; write it flatter")]
    TooDeep {
        /// The rule.
        rule: RuleRef,
        /// How many levels are accepted.
        most: usize,
    },
    /// Rules that are made of too much.
    #[error(
        "the rules are made of {size} names and parts, at most {most} are checked; name lines, operators or \
         countries in place of single things"
    )]
    RulesTooLarge {
        /// How much there is.
        size: usize,
        /// How much is checked.
        most: usize,
    },
    /// An owner of whom it cannot be said whether it counts.
    #[error("rule `{rule}`: {reason}")]
    UndecidedShare {
        /// The rule.
        rule: RuleRef,
        /// Whose share, and between which bounds it lies.
        reason: UndecidedShare,
    },
    /// A step breaks a rule.
    #[error("step {step} ({}) breaks rule `{rule}`: {finding}", act.as_str())]
    Broken {
        /// Number of the step, from one.
        step: usize,
        /// What it does.
        act: Act,
        /// The rule.
        rule: RuleRef,
        /// What it found.
        finding: Box<Finding>,
    },
    /// The route as a whole breaks a limit.
    #[error("the route breaks rule `{rule}`: {found}")]
    AboveLimit {
        /// The rule.
        rule: RuleRef,
        /// Its limit.
        limit: Limit,
        /// What the route takes.
        found: Amount,
    },
    /// The route does not do what a rule asks for.
    #[error("the route breaks rule `{rule}`: {}", missed(place.as_ref()))]
    Missed {
        /// The rule.
        rule: RuleRef,
        /// The first place that it does not come by in that order; nothing where it does not use something.
        place: Option<Name>,
    },
    /// The route uses something more often than a rule asks for.
    #[error("the route breaks rule `{rule}`: {steps} steps are of it")]
    UsedAgain {
        /// The rule.
        rule: RuleRef,
        /// How many steps use it.
        steps: usize,
    },
    /// Goods may not pass a country on the day.
    #[error("step {step} ({}) passes {country}, which is closed to it by `{change}`", act.as_str())]
    TransitClosed {
        /// Number of the step, from one.
        step: usize,
        /// What it does.
        act: Act,
        /// The country.
        country: Country,
        /// The change or record that closes it.
        change: Name,
    },
}

coded!(VerifyError {
    Scenario { source } = "route_scenario",
    Incomplete { lack } = "route_incomplete",
    Gap { step, expected, found } = "route_gap",
    NotOnRecord { step, act, mismatch } = "route_not_on_record",
    Misstated { step, act, misstatement } = "route_misstated",
    OutOfOrder { step, act, disorder } = "route_out_of_order",
    OtherHeading { heading, stated, recorded } = "route_other_heading",
    OtherValue { stated, recorded } = "route_other_value",
    OtherWarnings { stated, recorded } = "route_other_warnings",
    OtherCertificate { stated, recorded } = "route_other_certificate",
    UnknownName { rule, name } = "route_rule_names_nothing",
    TooDeep { rule, most } = "route_rule_too_deep",
    RulesTooLarge { size, most } = "route_rules_too_large",
    UndecidedShare { rule, reason } = "route_undecided_share",
    Broken { step, act, rule, finding } = "route_breaks_rule",
    AboveLimit { rule, limit, found } = "route_above_limit",
    Missed { rule, place } = "route_misses_rule",
    UsedAgain { rule, steps } = "route_uses_again",
    TransitClosed { step, act, country, change } = "route_transit_closed",
});

/// What a route says of itself before its steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Heading {
    /// The day of the scenario.
    Day,
    /// The day of the records.
    RecordsAsOf,
    /// The name of the scenario.
    Scenario,
}

impl fmt::Display for Heading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Day => "day",
            Self::RecordsAsOf => "records of",
            Self::Scenario => "scenario",
        })
    }
}

/// The first warning that is missing, else the first that is not called for, else their order.
fn told_warnings(stated: &[Warning], recorded: &[Warning]) -> String {
    let missing = recorded.iter().find(|warning| !stated.contains(warning));
    if let Some(warning) = missing {
        return format!("the route does not warn of this: {warning}");
    }
    match stated.iter().find(|warning| !recorded.contains(warning)) {
        Some(warning) => format!("the route warns of what its figures do not call for: {warning}"),
        None => "the route states its warnings twice or in another order".to_owned(),
    }
}

fn missed(place: Option<&Name>) -> String {
    match place {
        Some(place) => format!("it does not come by `{place}` in that order"),
        None => "no step is of it".to_owned(),
    }
}

fn named(policy: &str) -> String {
    if policy.is_empty() {
        "a policy without name".to_owned()
    } else {
        format!("policy `{policy}`")
    }
}

/// What a route lacks to lead from gate to gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Lack {
    /// Steps.
    Steps,
    /// Loading at its start.
    Loading,
    /// Unloading at its end.
    Unloading,
    /// A load that stays a load: it is loaded or unloaded on the way.
    Unbroken,
}

impl fmt::Display for Lack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Steps => "it has no steps",
            Self::Loading => "it does not start with loading at its start",
            Self::Unloading => "it does not end with unloading at its end",
            Self::Unbroken => "it is loaded or unloaded on the way",
        })
    }
}

/// Where goods are between two steps, and in what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Footing {
    /// Code of the place or crossing.
    pub code: Name,
    /// The country, at a crossing that of the side.
    pub country: Country,
    /// What they ride in, if stated.
    pub conveyance: Option<Conveyance>,
}

impl Footing {
    pub(super) fn of(stop: &Stop, conveyance: Option<&Conveyance>) -> Self {
        Self {
            code: stop.code.clone(),
            country: stop.country,
            conveyance: conveyance.copied(),
        }
    }
}

impl fmt::Display for Footing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "at {} in {}, in `", self.code, self.country)?;
        match self.conveyance {
            Some(conveyance) => write!(f, "{conveyance}`"),
            None => f.write_str("?`"),
        }
    }
}
