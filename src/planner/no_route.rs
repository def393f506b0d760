//! No route, and why: an answer, by the same type wherever it is asked for.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Opening, Unmet};
use crate::policy::{Amount, Limit, RuleRef, Violation};
use crate::route::Stop;

/// No route leads there, and why.
///
/// The same type comes from a single question, a prepared one, a cell of a matrix, an ensemble,
/// alternatives, compromises and [`WhyNot`](super::WhyNot). It is an answer, not a fault: it can be
/// saved and read back. Where it stands for an error it is [`Error::NoRoute`](super::Error::NoRoute).
///
/// ```
/// use trade_corridor::planner::{NoRoute, Reason};
/// use trade_corridor::prelude::*;
///
/// let network = Network::europe_central_asia();
/// let planner = Planner::new(network, &Scenario::on(date(2026, 11, 22)))?;
/// let request = Request::new("Khorgos", "Moscow").policy(Policy::russia_excluded());
/// let none: NoRoute = planner.cheapest(&request).unwrap_err().into_no_route()?;
/// assert_eq!(none.code(), "endpoint_excluded");
/// let Reason::EndpointExcluded { place, violation } = none.reason() else { panic!("{none}") };
/// assert_eq!((place.name.as_str(), violation.finding.code()), ("Moscow (Vorsino)", "territory"));
/// assert_eq!(serde_json::from_str::<NoRoute>(&serde_json::to_string(&none)?)?, none);
///
/// let unknown = planner.cheapest(&Request::new("Khorgos", "Atlantis")).unwrap_err();
/// assert!(unknown.into_no_route().is_err(), "not asked, so not answered");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(transparent)]
#[error("no route from {} to {}: {}", label(self.from()), label(self.to()), self.reason())]
pub struct NoRoute(Box<Inner>);

debug_as_display!(NoRoute);

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Inner {
    from: Stop,
    to: Stop,
    reason: Reason,
}

/// Why there is no route; prints as a sentence.
///
/// The serialised form has the [code](Self::code) as its `code`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reason {
    /// Start and end are one place.
    SamePlace,
    /// Nothing is loaded or unloaded at the start or the end on the day.
    NoTerminal {
        /// The start or the end.
        place: Stop,
    },
    /// A rule excludes the start or the end.
    EndpointExcluded {
        /// The start or the end.
        place: Stop,
        /// What the rule found.
        violation: Box<Violation>,
    },
    /// Rules, or countries that the scenario closes to transit, block every way.
    BlockedByRules {
        /// What blocks the way that would be best without them.
        obstacles: Vec<Obstacle>,
    },
    /// Ways exist under all other rules, but none keeps these limits.
    LimitsTooTight {
        /// The limits that no way keeps; all of them where each alone can be kept.
        limits: Vec<TightLimit>,
        /// Whether each can be kept alone, but not all together.
        together: bool,
    },
    /// Ways exist under all other rules, but none uses or comes by what these ask for.
    RulesUnmet {
        /// The rules that no way keeps; all of them where each alone can be kept.
        rules: Vec<Unmet>,
    },
    /// Ways exist, but nobody sells all of one to this shipment at a known price.
    NotSold,
    /// Ways exist, but an objective of the caller's own leaves out a part of each.
    NotWeighed {
        /// Its name.
        objective: String,
    },
    /// Ways exist only over what is not open on the day.
    NotOpen {
        /// What the way that needs the fewest such things needs.
        openings: Vec<Opening>,
    },
    /// No way exists, open or not.
    Unconnected,
    /// No way leads there; why was not looked for, to answer many questions quickly.
    ///
    /// [`Planner::why_not`](super::Planner::why_not) looks for it.
    Unexamined,
}

/// What a rule minds on a way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Obstacle {
    /// The first verdict of its kind.
    pub violation: Violation,
    /// How many operations of the way the rule minds for the same reason.
    pub operations: usize,
}

/// A limit that no way keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct TightLimit {
    /// The rule.
    pub rule: RuleRef,
    /// Its limit.
    pub limit: Limit,
    /// The least that any way takes; nothing when no way can be counted, as where none has a known
    /// price.
    pub least: Option<Amount>,
}

impl NoRoute {
    pub(super) fn new(from: Stop, to: Stop, reason: Reason) -> Self {
        Self(Box::new(Inner { from, to, reason }))
    }

    pub(super) fn because(mut self, reason: Reason) -> Self {
        self.0.reason = reason;
        self
    }

    /// Where it should start.
    #[must_use]
    pub fn from(&self) -> &Stop {
        &self.0.from
    }

    /// Where it should end.
    #[must_use]
    pub fn to(&self) -> &Stop {
        &self.0.to
    }

    /// Why there is none.
    #[must_use]
    pub fn reason(&self) -> &Reason {
        &self.0.reason
    }

    /// The stable code of the reason; see [`Reason::code`].
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.0.reason.code()
    }
}

impl Reason {
    /// Every code.
    pub const CODES: &'static [&'static str] = &[
        "same_place",
        "no_terminal",
        "endpoint_excluded",
        "blocked_by_rules",
        "limits_too_tight",
        "rules_unmet",
        "not_sold",
        "not_weighed",
        "not_open",
        "unconnected",
        "unexamined",
    ];

    /// The stable code: the variant's name in small letters, one of [`Reason::CODES`]. Messages may
    /// change with any release, codes do not.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::SamePlace => "same_place",
            Self::NoTerminal { .. } => "no_terminal",
            Self::EndpointExcluded { .. } => "endpoint_excluded",
            Self::BlockedByRules { .. } => "blocked_by_rules",
            Self::LimitsTooTight { .. } => "limits_too_tight",
            Self::RulesUnmet { .. } => "rules_unmet",
            Self::NotSold => "not_sold",
            Self::NotWeighed { .. } => "not_weighed",
            Self::NotOpen { .. } => "not_open",
            Self::Unconnected => "unconnected",
            Self::Unexamined => "unexamined",
        }
    }
}

/// Code, name and country.
fn label(stop: &Stop) -> impl fmt::Display {
    fmt::from_fn(move |f| write!(f, "{} ({}, {})", stop.code, stop.name, stop.country))
}

fn list<T: fmt::Display>(f: &mut fmt::Formatter<'_>, items: &[T], between: &str) -> fmt::Result {
    for (index, item) in items.iter().enumerate() {
        write!(f, "{}{item}", if index > 0 { between } else { "" })?;
    }
    Ok(())
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SamePlace => {
                f.write_str("start and end are one place; give two different places")
            }
            Self::NoTerminal { place } => write!(
                f,
                "no goods are handled at {} on that day; choose a city, terminal or port near it",
                label(place)
            ),
            Self::EndpointExcluded { place, violation } => write!(
                f,
                "{} is excluded by rule `{}`: {violation}",
                label(place),
                violation.rule
            ),
            Self::BlockedByRules { obstacles } => {
                f.write_str("rules block every way; ")?;
                list(f, obstacles, "; ")
            }
            Self::LimitsTooTight { limits, together } => {
                f.write_str("ways exist, but none keeps the limits: ")?;
                for (index, limit) in limits.iter().enumerate() {
                    write!(f, "{}`{}`", if index > 0 { ", " } else { "" }, limit.rule)?;
                    match limit.least {
                        _ if *together => {}
                        Some(least) => write!(f, " (the least is {least})")?,
                        None => f.write_str(" (no way has a known price)")?,
                    }
                }
                Ok(())
            }
            Self::RulesUnmet { rules } => {
                f.write_str("ways exist, but none keeps what it must use or come by: ")?;
                list(f, rules, ", ")
            }
            Self::NotSold => f.write_str(
                "ways exist, but nobody sells all of one to this shipment at a known price; try \
                 another unit, or ask for the shortest or fastest route",
            ),
            Self::NotWeighed { objective } => write!(
                f,
                "ways exist, but the objective `{objective}` leaves out a part of each; have its \
                 function weigh more operations"
            ),
            Self::NotOpen { openings } => {
                match Opening::all_open_on(openings) {
                    Some(day) => write!(f, "not open before {day}: ")?,
                    None => f.write_str("a way exists only over what is not open: ")?,
                }
                list(f, openings, ", ")
            }
            Self::Unconnected => f.write_str("they are not connected for this kind of shipment"),
            Self::Unexamined => {
                f.write_str("no way leads there; ask `Planner::why_not` for the reason")
            }
        }
    }
}

impl fmt::Display for Obstacle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.violation.fmt(f)?;
        match self.operations {
            0 | 1 => Ok(()),
            2 => f.write_str(" and once more"),
            more => write!(f, " and {} times more", more - 1),
        }
    }
}
