use std::fmt;

use jiff::civil::Date;
use serde::Serialize;

use super::ownership::UndecidedShare;
use crate::code::Name;
use crate::network::{ReversedDates, did_you_mean};
use crate::scenario::TextPosition;

/// The rule an error speaks of, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RuleLocation {
    /// File and line, when the policy was read from a text.
    pub read_from: Option<TextPosition>,
    /// What the rule is called.
    pub rule: Name,
}

impl fmt::Display for RuleLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(position) = &self.read_from {
            write!(f, "{position}: ")?;
        }
        write!(f, "rule `{}`", self.rule)
    }
}

/// Why a policy cannot be read or compiled.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyError {
    /// The text is no policy.
    #[error("{at}: {reason}")]
    Unreadable {
        /// File and line.
        at: TextPosition,
        /// What is wrong.
        reason: String,
    },
    /// The policy cannot be written.
    #[error("the policy cannot be written as TOML: {reason}")]
    Unwritable {
        /// The writer's reason.
        reason: String,
    },
    /// A country that ISO 3166-1 does not have.
    #[error("{at}: `{text}` is not an ISO 3166-1 country code{}", did_you_mean(nearest.as_ref()))]
    UnknownCountry {
        /// File and line.
        at: TextPosition,
        /// The offending text.
        text: String,
        /// The nearest code.
        nearest: Option<String>,
    },
    /// A name that nothing in the network has.
    #[error("{at}: `{name}` is no known {what}{}", did_you_mean(nearest.as_ref()))]
    Unknown {
        /// The rule.
        at: RuleLocation,
        /// Operator, line, ...
        what: &'static str,
        /// The name.
        name: String,
        /// The nearest known one.
        nearest: Option<String>,
    },
    /// A name that several places have.
    #[error("{at}: `{name}` names several places; use one of the codes {}", candidates.join(", "))]
    AmbiguousPlace {
        /// The rule.
        at: RuleLocation,
        /// The name.
        name: String,
        /// The places with their codes.
        candidates: Vec<String>,
    },
    /// A rule that says nothing.
    #[error("{at} names nothing; give it at least one {what}")]
    Empty {
        /// The rule.
        at: RuleLocation,
        /// What is missing.
        what: &'static str,
    },
    /// A rule that ends before it begins.
    #[error("{at}: {dates}")]
    Reversed {
        /// The rule.
        at: RuleLocation,
        /// Its dates.
        dates: ReversedDates,
    },
    /// Less than no money.
    #[error("{at}: no route costs less than nothing; give an amount of 0 USD or more")]
    NegativeLimit {
        /// The rule.
        at: RuleLocation,
    },
    /// A rule within too many others.
    #[error("{at}: nested deeper than {most} levels; write it flatter")]
    TooDeep {
        /// The rule.
        at: RuleLocation,
        /// How many levels are accepted.
        most: usize,
    },
    /// A rule that can be excluded only.
    #[error("{at}: {what} cannot be required; use `exclude`")]
    CannotRequire {
        /// The rule.
        at: RuleLocation,
        /// Its subject.
        what: &'static str,
    },
    /// A limit within a combined rule.
    #[error("{at}: a limit cannot be part of `all`, `any` or `not`; make it a rule of its own")]
    MisplacedLimit {
        /// The rule.
        at: RuleLocation,
    },
    /// What is used at least once, or come by, within a combined rule.
    #[error(
        "{at}: what a route must use or come by cannot be part of `all`, `any` or `not`; make it a rule of its own"
    )]
    MisplacedUse {
        /// The rule.
        at: RuleLocation,
    },
    /// A rule on what is used exactly once that is not on borders.
    #[error(
        "{at}: only borders and crossings can be used exactly once; say `use`, or exclude the way back"
    )]
    CannotUseOnce {
        /// The rule.
        at: RuleLocation,
    },
    /// Too many rules that say what is used at least once.
    #[error(
        "{at}: at most {most} rules may say what a route must use; name what one of is enough in one rule"
    )]
    TooManyUses {
        /// The first rule that is too many.
        at: RuleLocation,
        /// How many are accepted.
        most: usize,
    },
    /// A second rule on the places that a route comes by.
    #[error(
        "{at}: `{other}` says already what a route comes by; name all places in one rule, in order"
    )]
    SecondVia {
        /// The rule.
        at: RuleLocation,
        /// The one before.
        other: Name,
    },
    /// Too many places to come by.
    #[error("{at}: {count} places, at most {most} are accepted; name those that decide")]
    TooManyStops {
        /// The rule.
        at: RuleLocation,
        /// How many there are.
        count: usize,
        /// How many are accepted.
        most: usize,
    },
    /// A place twice in a row.
    #[error("{at}: `{place}` twice in a row; name it once")]
    RepeatedStop {
        /// The rule.
        at: RuleLocation,
        /// The place as it is named the second time.
        place: String,
    },
    /// A place to come by that nothing open leads to.
    #[error(
        "{at}: no conveyance reaches `{place}` on {day}; name a place on an open link or service"
    )]
    Unreached {
        /// The rule.
        at: RuleLocation,
        /// The place.
        place: String,
        /// The day.
        day: Date,
    },
    /// Two rules that leave nothing of a kind.
    #[error(
        "{at} contradicts `{}`: together they leave no {what}; remove one",
        others.join("` and `")
    )]
    Contradiction {
        /// The later rule.
        at: RuleLocation,
        /// The earlier rules.
        others: Vec<Name>,
        /// The kind of which nothing is left.
        what: &'static str,
    },
    /// An owner of whom it cannot be said whether it counts.
    #[error("{at}: {reason}")]
    UndecidedShare {
        /// The rule.
        at: RuleLocation,
        /// Whose share, and between which bounds it lies.
        reason: UndecidedShare,
    },
    /// More rules than a verdict can hold.
    #[error(
        "the policy has {count} rules (closures of the scenario included), at most {most} are accepted; combine some with `all`"
    )]
    TooManyRules {
        /// How many there are.
        count: usize,
        /// How many are accepted.
        most: usize,
    },
    /// A text that is no subject.
    #[error(
        "`{text}` is no subject: unknown {what}{}; give a kind and an id, such as `operator:ADY`",
        did_you_mean(nearest.as_ref())
    )]
    UnknownSubject {
        /// The text.
        text: String,
        /// What of it is unknown.
        what: &'static str,
        /// The nearest known one.
        nearest: Option<String>,
    },
    /// An id that things of several kinds have.
    #[error("`{text}` may mean several things; give one of {}", candidates.join(", "))]
    AmbiguousSubject {
        /// The text.
        text: String,
        /// What it may mean, with the kind.
        candidates: Vec<String>,
    },
    /// Rules that are made of too much.
    #[error(
        "the rules are made of {size} names and parts, at most {most} are accepted; name lines, operators or \
         countries in place of single things"
    )]
    TooLarge {
        /// How much there is.
        size: usize,
        /// How much is accepted.
        most: usize,
    },
    /// A name that no embedded policy has.
    #[error("`{name}` is no embedded policy{}", did_you_mean(nearest.as_ref()))]
    UnknownPreset {
        /// The name.
        name: String,
        /// The nearest known one.
        nearest: Option<String>,
    },
}

coded!(PolicyError {
    Unreadable { at, reason } = "policy_unreadable",
    Unwritable { reason } = "policy_unwritable",
    UnknownCountry { at, text, nearest } = "policy_unknown_country",
    Unknown { at, what, name, nearest } = "policy_unknown_name",
    AmbiguousPlace { at, name, candidates } = "policy_ambiguous_place",
    Empty { at, what } = "policy_empty_rule",
    Reversed { at, dates } = "policy_reversed_dates",
    NegativeLimit { at } = "policy_negative_limit",
    TooDeep { at, most } = "policy_too_deep",
    CannotRequire { at, what } = "policy_cannot_require",
    MisplacedLimit { at } = "policy_misplaced_limit",
    MisplacedUse { at } = "policy_misplaced_use",
    CannotUseOnce { at } = "policy_cannot_use_once",
    TooManyUses { at, most } = "policy_too_many_uses",
    SecondVia { at, other } = "policy_second_via",
    TooManyStops { at, count, most } = "policy_too_many_stops",
    RepeatedStop { at, place } = "policy_repeated_stop",
    Unreached { at, place, day } = "policy_unreached",
    Contradiction { at, others, what } = "policy_contradiction",
    UndecidedShare { at, reason } = "policy_undecided_share",
    TooManyRules { count, most } = "policy_too_many_rules",
    UnknownSubject { text, what, nearest } = "policy_unknown_subject",
    AmbiguousSubject { text, candidates } = "policy_ambiguous_subject",
    TooLarge { size, most } = "policy_too_large",
    UnknownPreset { name, nearest } = "policy_unknown_preset",
});
