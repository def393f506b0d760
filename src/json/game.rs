//! What each one brings to a list of flows.

use serde::{Deserialize, Serialize};

use super::version::Version;
use super::year::FlowsAsked;
use crate::analysis::game::{Among, Blocking, Core, Fallback, Outcome, Standing};
use crate::code::Name;
use crate::quantity::{Money, PerYear};

/// What each player brings to a list of flows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Game", deny_unknown_fields))]
#[non_exhaustive]
pub struct GameDocument {
    /// Version of the form, 1.
    pub version: Version,
    /// What was asked, with the defaults.
    pub asked: FlowsAsked,
    /// What all players together save in a year.
    #[serde(rename = "worth_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub worth: Money,
    /// Each player, in the order given; a value adds up to the worth.
    pub players: Vec<PlayerDocument>,
    /// Whether the Shapley value is in the core.
    pub shapley_core: CoreDocument,
    /// Whether the Owen value is.
    pub owen_core: CoreDocument,
    /// Whether the nucleolus is; where it is not, the core is empty.
    pub nucleolus_core: CoreDocument,
    /// Among which divisions it is the nucleolus: `imputations`, which give each player what it is worth alone or more, or
    /// `preimputations`, all of them, where players are worth more alone than all together.
    #[cfg_attr(feature = "schema", schemars(with = "super::forms::AmongWord"))]
    pub nucleolus_among: Among,
    /// Groups of players who add the same to every coalition.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<Vec<String>>"))]
    pub alike: Vec<Vec<Name>>,
    /// What a trip costs without a route, or where every route is dearer; null where it is a part of its cheapest route.
    #[serde(rename = "fallback_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<i64>"))]
    pub fallback_each: Option<Money>,
    /// The same in percent of what its cheapest route costs when all take part; null where it is an amount.
    pub fallback_percent: Option<u32>,
    /// Boxes a year that go by the fallback when nobody takes part, in millionths.
    #[serde(rename = "fallback_by_none_boxes_millionths")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub fallback_by_none: PerYear,
    /// Boxes a year that go by it when all take part.
    #[serde(rename = "fallback_by_all_boxes_millionths")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub fallback_by_all: PerYear,
    /// Positions of flows left out, from 0: without a route when all take part, where the fallback is a part of what that
    /// costs.
    pub left_out: Vec<usize>,
    /// What every coalition is worth, in cents; bit `i` of the position, from 0, stands for player `i`.
    #[serde(rename = "coalitions_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<i64>"))]
    pub coalitions: Vec<Money>,
    /// Searches that were made, each for one flow in one world.
    pub searches: usize,
    /// Pivots that were made on the way to the nucleolus.
    pub pivots: usize,
}

/// What a player is due, and what it can do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Player", deny_unknown_fields))]
#[non_exhaustive]
pub struct PlayerDocument {
    /// Its name.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub name: Name,
    /// Its bloc; null for one that stands alone.
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub bloc: Option<Name>,
    /// What it is worth alone.
    #[serde(rename = "alone_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub alone: Money,
    /// What all others lose without it.
    #[serde(rename = "last_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub last: Money,
    /// Its Shapley value.
    #[serde(rename = "shapley_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub shapley: Money,
    /// Its Owen value.
    #[serde(rename = "owen_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub owen: Money,
    /// What the nucleolus gives it.
    #[serde(rename = "nucleolus_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub nucleolus: Money,
}

/// Whether every coalition gets at least what it is worth.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Core", deny_unknown_fields))]
#[non_exhaustive]
pub struct CoreDocument {
    /// Whether it does.
    pub holds: bool,
    /// The coalition that would gain most by going alone; null where none would.
    pub blocked_by: Option<BlockingDocument>,
}

/// A coalition that gains by going alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Blocking", deny_unknown_fields))]
#[non_exhaustive]
pub struct BlockingDocument {
    /// Its players.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))]
    pub players: Vec<Name>,
    /// What it is worth.
    #[serde(rename = "worth_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub worth: Money,
    /// What it would gain.
    #[serde(rename = "gain_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub gain: Money,
}

impl GameDocument {
    /// A game over a list of flows.
    #[must_use]
    pub fn of(asked: FlowsAsked, outcome: &Outcome) -> Self {
        let (each, percent) = match outcome.fallback {
            Fallback::Each(price) => (Some(price), None),
            Fallback::Percent(percent) => (None, Some(percent)),
        };
        Self {
            version: Version,
            asked,
            worth: outcome.worth,
            players: outcome.players.iter().map(Into::into).collect(),
            shapley_core: (&outcome.shapley_core).into(),
            owen_core: (&outcome.owen_core).into(),
            nucleolus_core: (&outcome.nucleolus_core).into(),
            nucleolus_among: outcome.nucleolus_among,
            alike: outcome.alike.clone(),
            fallback_each: each,
            fallback_percent: percent,
            fallback_by_none: outcome.fallback_by_none,
            fallback_by_all: outcome.fallback_by_all,
            left_out: outcome.left_out.clone(),
            coalitions: outcome.coalitions.clone(),
            searches: outcome.searches,
            pivots: outcome.pivots,
        }
    }
}

impl From<&Standing> for PlayerDocument {
    fn from(standing: &Standing) -> Self {
        Self {
            name: standing.player.clone(),
            bloc: standing.bloc.clone(),
            alone: standing.alone,
            last: standing.last,
            shapley: standing.shapley,
            owen: standing.owen,
            nucleolus: standing.nucleolus,
        }
    }
}

impl From<&Core> for CoreDocument {
    fn from(core: &Core) -> Self {
        let blocked_by = match core {
            Core::Holds => None,
            Core::Blocked(blocking) => Some(blocking.into()),
        };
        Self {
            holds: blocked_by.is_none(),
            blocked_by,
        }
    }
}

impl From<&Blocking> for BlockingDocument {
    fn from(blocking: &Blocking) -> Self {
        Self {
            players: blocking.players.clone(),
            worth: blocking.worth,
            gain: blocking.gain,
        }
    }
}
