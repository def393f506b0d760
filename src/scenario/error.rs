use std::fmt;

use serde::Serialize;

use super::{Nothing, TextPosition, Unfit};
use crate::code::Name;
use crate::network::did_you_mean;

/// The change an error speaks of, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct ChangeLocation {
    /// File and line, when the scenario was read from a text.
    pub read_from: Option<TextPosition>,
    /// What the change is called.
    pub change: Name,
}

impl fmt::Display for ChangeLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(position) = &self.read_from {
            write!(f, "{position}: ")?;
        }
        write!(f, "change `{}`", self.change)
    }
}

/// Why a scenario cannot be read or applied.
#[derive(Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ScenarioError {
    /// The text is no scenario.
    #[error("{at}: {reason}")]
    Unreadable {
        /// File and line.
        at: TextPosition,
        /// What is wrong.
        reason: String,
    },
    /// The scenario cannot be written.
    #[error("the scenario cannot be written as TOML: {reason}")]
    Unwritable {
        /// The writer's reason.
        reason: String,
    },
    /// A name that nothing in the network has.
    #[error("{at}: `{name}` is no known {what}{}", did_you_mean(nearest.as_ref()))]
    Unknown {
        /// The change.
        at: ChangeLocation,
        /// Project, link, operator, ...
        what: &'static str,
        /// The name.
        name: String,
        /// The nearest known one.
        nearest: Option<String>,
    },
    /// A name that several kinds of things have.
    #[error("{at}: `{name}` names several things; write one of {}", candidates.join(", "))]
    Ambiguous {
        /// The change.
        at: ChangeLocation,
        /// The name.
        name: String,
        /// The things, each as it can be written.
        candidates: Vec<String>,
    },
    /// A change that changes nothing.
    #[error("{at}: {reason}")]
    HitsNothing {
        /// The change.
        at: ChangeLocation,
        /// Why, and what to write instead.
        reason: Nothing,
    },
    /// Two changes that cannot both hold.
    #[error("{at} contradicts `{other}`: both speak of {about}; remove one")]
    Contradiction {
        /// The later change.
        at: ChangeLocation,
        /// The earlier change.
        other: Name,
        /// What both speak of.
        about: String,
    },
    /// A value that a network would refuse.
    #[error("{at}: {reason}")]
    Invalid {
        /// The change.
        at: ChangeLocation,
        /// What is wrong, and the remedy.
        reason: Box<Unfit>,
    },
    /// Stakes that add up to more than everything.
    #[error("{at}: the stakes in `{held}` would add up to {percent} %; lower another holder's")]
    StakesAboveWhole {
        /// A change of them.
        at: ChangeLocation,
        /// Who is held.
        held: String,
        /// The sum.
        percent: String,
    },
    /// Stakes that cannot be added up exactly.
    #[error(
        "{at}: the stakes in `{held}` would have no common denominator up to 10^18; give a share of fewer digits"
    )]
    StakesUnlike {
        /// A change of them.
        at: ChangeLocation,
        /// Who is held.
        held: String,
    },
    /// A name that no amount with a range has.
    #[error("`{name}` is no parameter of the scenario{}", did_you_mean(nearest.as_ref()))]
    UnknownParameter {
        /// The name.
        name: String,
        /// The nearest known one.
        nearest: Option<String>,
    },
    /// An amount that a parameter cannot have.
    #[error("parameter `{name}`: {reason}")]
    ParameterOutside {
        /// The parameter.
        name: String,
        /// What is wrong, and the remedy.
        reason: Box<Unfit>,
    },
    /// A name that no embedded scenario has.
    #[error("`{name}` is no embedded scenario{}", did_you_mean(nearest.as_ref()))]
    UnknownPreset {
        /// The name.
        name: String,
        /// The nearest known one.
        nearest: Option<String>,
    },
}

coded!(ScenarioError {
    Unreadable { at, reason } = "scenario_unreadable",
    Unwritable { reason } = "scenario_unwritable",
    Unknown { at, what, name, nearest } = "scenario_unknown_name",
    Ambiguous { at, name, candidates } = "scenario_ambiguous_name",
    HitsNothing { at, reason } = "scenario_hits_nothing",
    Contradiction { at, other, about } = "scenario_contradiction",
    Invalid { at, reason } = "scenario_invalid",
    StakesAboveWhole { at, held, percent } = "scenario_stakes_above_whole",
    StakesUnlike { at, held } = "scenario_stakes_unlike",
    UnknownParameter { name, nearest } = "scenario_unknown_parameter",
    ParameterOutside { name, reason } = "scenario_parameter_outside_range",
    UnknownPreset { name, nearest } = "scenario_unknown_preset",
});
