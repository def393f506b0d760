//! What becomes of a flow where one world becomes another.

use serde::{Deserialize, Serialize};

use crate::analysis::demand::Flow;
use crate::analysis::gains::{FlowOutcome, Lack};
use crate::metric::ObjectiveDifference;
use crate::quantity::{Difference, Duration, Money, PerYear};

/// What becomes of a flow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "FlowChange", deny_unknown_fields)
)]
#[non_exhaustive]
pub struct FlowChangeDocument {
    /// Where it starts, as it was written.
    pub from: String,
    /// Where it ends, as it was written.
    pub to: String,
    /// Boxes a year, in millionths.
    #[serde(rename = "boxes_millionths")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub boxes: PerYear,
    /// What becomes of it.
    pub outcome: OutcomeWord,
    /// Where it changed: whether the same is done at the same places, for another price.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub same_way: Option<bool>,
    /// Where it changed: how much more a shipment costs.
    #[serde(
        default,
        rename = "cost_usd_cents",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "schema", schemars(with = "Option<i64>"))]
    pub cost: Option<Money>,
    /// Where it changed: how much longer a shipment takes.
    #[serde(
        default,
        rename = "duration_minutes",
        skip_serializing_if = "Option::is_none"
    )]
    #[cfg_attr(feature = "schema", schemars(with = "Option<i64>"))]
    pub duration: Option<Difference<Duration>>,
    /// Where it stays as it was: what it lacks to change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lacks: Option<LackDocument>,
    /// Where it has no way in either world: the stable code of the reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// What becomes of a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OutcomeWord {
    /// Its best way is another one, or costs something else.
    Changed,
    /// Its best way is as it was.
    Same,
    /// It has a way in the second world alone.
    Opened,
    /// It has a way in the first world alone.
    Closed,
    /// It has no way in either, or cannot be asked.
    Unanswered,
}

/// By how much the best way that uses something new is worse than the best of all.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Lack", deny_unknown_fields))]
#[non_exhaustive]
pub struct LackDocument {
    /// What is lacking.
    pub lack: LackWord,
    /// By how much it is worse.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::forms::Amount>"))]
    pub by: Option<ObjectiveDifference>,
    /// Where it cannot be asked: the stable code of the reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
}

/// What a flow lacks to change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LackWord {
    /// So much.
    By,
    /// No way uses what is new.
    NoWay,
    /// The second world has no link, crossing or service that the first lacks.
    NothingNew,
    /// It cannot be asked for under the rules of the flow.
    NotAsked,
    /// It was not asked for.
    NotWanted,
}

impl FlowChangeDocument {
    pub(super) fn of(flow: &Flow, outcome: &FlowOutcome) -> Self {
        let plain = Self {
            from: flow.request.from.clone(),
            to: flow.request.to.clone(),
            boxes: flow.volume,
            outcome: OutcomeWord::Opened,
            same_way: None,
            cost: None,
            duration: None,
            lacks: None,
            code: None,
            message: None,
        };
        match outcome {
            FlowOutcome::Changed {
                same_way,
                cost,
                duration,
            } => Self {
                outcome: OutcomeWord::Changed,
                same_way: Some(*same_way),
                cost: Some(*cost),
                duration: Some(*duration),
                ..plain
            },
            FlowOutcome::Same { lacks } => Self {
                outcome: OutcomeWord::Same,
                lacks: Some(lacks.into()),
                ..plain
            },
            FlowOutcome::Opened => plain,
            FlowOutcome::Closed => Self {
                outcome: OutcomeWord::Closed,
                ..plain
            },
            FlowOutcome::Unanswered { code, reason } => Self {
                outcome: OutcomeWord::Unanswered,
                code: Some(code.clone()),
                message: Some(reason.clone()),
                ..plain
            },
        }
    }
}

impl From<&Lack> for LackDocument {
    fn from(lack: &Lack) -> Self {
        let word = |lack| Self {
            lack,
            by: None,
            code: None,
            message: None,
        };
        match lack {
            Lack::By(more) => Self {
                by: Some(*more),
                ..word(LackWord::By)
            },
            Lack::NoWay => word(LackWord::NoWay),
            Lack::NothingNew => word(LackWord::NothingNew),
            Lack::NotAsked { code, reason } => Self {
                code: Some(code.clone()),
                message: Some(reason.clone()),
                ..word(LackWord::NotAsked)
            },
            Lack::NotWanted => word(LackWord::NotWanted),
        }
    }
}
