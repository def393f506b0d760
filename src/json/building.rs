//! In which order projects are built, how sure that is, and what queues make of it.

use serde::{Deserialize, Serialize};

use super::flows::JamDocument;
use crate::analysis::projects::{BuiltInOrder, Checked, OrderBy, Spread};
use crate::quantity::{Money, PerYear};

/// The best set in an order of building.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "ProjectOrder", deny_unknown_fields)
)]
#[non_exhaustive]
pub struct ProjectOrderDocument {
    /// By what it goes.
    pub by: OrderWord,
    /// The projects, the first one first.
    pub projects: Vec<String>,
    /// After how many years each opens.
    pub opens_years: Vec<f64>,
    /// What is saved from today on to the end of the years, as of today; null where a part of the order cannot stand
    /// together.
    #[serde(rename = "value_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<i64>"))]
    pub value: Option<Money>,
    /// How much less than the best order it is worth.
    #[serde(rename = "regret_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<i64>"))]
    pub regret: Option<Money>,
    /// The 95 % quantile of that over draws of the costs.
    #[serde(rename = "regret_high_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<i64>"))]
    pub regret_high: Option<Money>,
}

/// By what an order goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum OrderWord {
    /// It is the best of all.
    Best,
    /// Next the one that adds most savings for each year that it takes.
    Greedy,
    /// The cheapest first.
    Cheapest,
    /// As they are expected to open; those without a date last.
    Expected,
}

/// What is not known because costs are not: over draws of them, each by itself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "ProjectDraws", deny_unknown_fields)
)]
#[non_exhaustive]
pub struct ProjectDrawsDocument {
    /// How many draws.
    pub draws: u32,
    /// Of which number.
    pub seed: u32,
    /// In how many the set stays within the budget.
    pub within_budget_percent: f64,
    /// In how many no other set is better under the budget.
    pub still_best_percent: f64,
    /// In how many each project is in the best set, in the order given.
    pub chosen_percent: Vec<f64>,
    /// The 5 % quantile of what the set costs.
    #[serde(rename = "cost_low_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub cost_low: Money,
    /// The 95 % quantile.
    #[serde(rename = "cost_high_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub cost_high: Money,
    /// The 5 % quantile of its savings less its cost.
    #[serde(rename = "net_low_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub net_low: Money,
    /// The 95 % quantile.
    #[serde(rename = "net_high_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub net_high: Money,
    /// The 95 % quantile of what it is worth less than the best set, where it stays within the budget.
    #[serde(rename = "regret_high_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub regret_high: Money,
}

/// A set of projects with queues.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "ProjectQueues", deny_unknown_fields)
)]
#[non_exhaustive]
pub struct ProjectQueuesDocument {
    /// What all flows with a way in both worlds cost in a year with nothing built, hours and queues included.
    #[serde(rename = "before_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub before: Money,
    /// The same with the set built.
    #[serde(rename = "after_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub after: Money,
    /// Boxes a year, in millionths, of flows that have a way in one world alone, or in none: they are in neither sum.
    #[serde(rename = "left_out_boxes_millionths")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub left_out: PerYear,
    /// What jams with nothing built.
    pub jams_before: Vec<JamDocument>,
    /// What jams with the set built.
    pub jams_after: Vec<JamDocument>,
    /// Whether no flow has a cheaper way left in either world.
    pub is_settled: bool,
}

impl From<OrderBy> for OrderWord {
    fn from(by: OrderBy) -> Self {
        match by {
            OrderBy::Best => Self::Best,
            OrderBy::Greedy => Self::Greedy,
            OrderBy::Cheapest => Self::Cheapest,
            OrderBy::Expected => Self::Expected,
        }
    }
}

impl From<&BuiltInOrder> for ProjectOrderDocument {
    fn from(order: &BuiltInOrder) -> Self {
        Self {
            by: order.by.into(),
            projects: order.projects.clone(),
            opens_years: order.opens.clone(),
            value: order.value,
            regret: order.regret,
            regret_high: order.regret_high,
        }
    }
}

impl From<&Spread> for ProjectDrawsDocument {
    fn from(spread: &Spread) -> Self {
        Self {
            draws: spread.draws,
            seed: spread.seed,
            within_budget_percent: 100.0 * spread.within_budget,
            still_best_percent: 100.0 * spread.still_best,
            chosen_percent: spread.chosen.iter().map(|part| 100.0 * part).collect(),
            cost_low: spread.cost.0,
            cost_high: spread.cost.1,
            net_low: spread.net.0,
            net_high: spread.net.1,
            regret_high: spread.regret_high,
        }
    }
}

impl From<&Checked> for ProjectQueuesDocument {
    fn from(checked: &Checked) -> Self {
        Self {
            before: checked.before,
            after: checked.after,
            left_out: checked.left_out,
            jams_before: checked.jams_before.iter().map(Into::into).collect(),
            jams_after: checked.jams_after.iter().map(Into::into).collect(),
            is_settled: checked.is_settled,
        }
    }
}
