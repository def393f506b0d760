//! What questions about the flows of a year have in common.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::request::least_word;
use crate::analysis::demand::Demand;
use crate::analysis::gains::WorldOf;
use crate::metric::Objective;
use crate::planner::{NoRoute, Request};
use crate::quantity::PerYear;

/// Which flows were asked about, and in which world.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "FlowsAsked", deny_unknown_fields)
)]
#[non_exhaustive]
pub struct FlowsAsked {
    /// Names of the lists that the flows are of; an empty name for a list without one.
    pub lists: Vec<String>,
    /// How many flows.
    pub flows: usize,
    /// Boxes a year of all flows, in millionths.
    #[serde(rename = "boxes_millionths")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub boxes: PerYear,
    /// The day.
    #[cfg_attr(feature = "schema", schemars(with = "super::forms::Day"))]
    pub on: Date,
    /// Name of the scenario; empty where nothing is changed.
    pub scenario: String,
    /// Name of the policy of all flows.
    pub policy: String,
    /// What every flow has least of: `distance`, `direct`, `time`, `cost`, `emissions`, `generalised` or `custom`.
    pub least: String,
}

/// A flow that is not in the answer, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "UnansweredFlow", deny_unknown_fields)
)]
#[non_exhaustive]
pub struct UnansweredFlow {
    /// Its position in the list, from 0.
    pub flow: usize,
    /// Where it should start, as it was written.
    pub from: String,
    /// Where it should end, as it was written.
    pub to: String,
    /// The stable code; see [`Error::code`](crate::planner::Error::code).
    pub code: String,
    /// A sentence.
    pub message: String,
}

/// A world by its scenario and day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "World", deny_unknown_fields))]
#[non_exhaustive]
pub struct WorldDocument {
    /// Name of the scenario; empty where nothing is changed.
    pub scenario: String,
    /// The day.
    #[cfg_attr(feature = "schema", schemars(with = "super::forms::Day"))]
    pub on: Date,
}

impl FlowsAsked {
    /// Flows on a day, with what their scenario and policy are called, each with least of something.
    #[must_use]
    pub fn of(
        demand: &Demand,
        on: Date,
        scenario: &str,
        policy: &str,
        objective: &Objective,
    ) -> Self {
        let lists = demand.lists().into_iter().map(str::to_owned);
        Self {
            lists: lists.collect(),
            flows: demand.len(),
            boxes: demand.iter().map(|flow| flow.volume).sum(),
            on,
            scenario: scenario.to_owned(),
            policy: policy.to_owned(),
            least: least_word(objective).to_owned(),
        }
    }
}

impl UnansweredFlow {
    /// A flow of a list by its position.
    pub(super) fn of(demand: &Demand, flow: usize, code: &str, message: &str) -> Self {
        let request = demand.flows().get(flow).map(|flow| &flow.request);
        let end = |of: fn(&Request) -> &String| {
            request.map_or_else(String::new, |request| of(request).clone())
        };
        Self {
            flow,
            from: end(|request| &request.from),
            to: end(|request| &request.to),
            code: code.to_owned(),
            message: message.to_owned(),
        }
    }

    /// Flows without a route.
    pub(super) fn all(demand: &Demand, none: &[(usize, NoRoute)]) -> Vec<Self> {
        let none = none.iter();
        none.map(|(flow, none)| Self::of(demand, *flow, none.code(), &none.to_string()))
            .collect()
    }
}

impl From<&WorldOf> for WorldDocument {
    fn from(world: &WorldOf) -> Self {
        Self {
            scenario: world.scenario.clone(),
            on: world.day,
        }
    }
}
