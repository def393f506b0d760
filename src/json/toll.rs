//! What tolls bring.

use serde::{Deserialize, Serialize};

use super::route::StopDocument;
use super::version::Version;
use super::year::{FlowsAsked, UnansweredFlow};
use crate::analysis::demand::Demand;
use crate::analysis::toll::{Choice, Curve, FlowToll, OneToll, SeveralTolls, TakenWay, TollPoint};
use crate::code::Country;
use crate::quantity::{Money, PerYear};

/// What a toll brings, or several at once: one of the two is null.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Toll", deny_unknown_fields))]
#[non_exhaustive]
pub struct TollDocument {
    /// Version of the form, 1.
    pub version: Version,
    /// What was asked, with the defaults.
    pub asked: FlowsAsked,
    /// One toll, from nothing to more than anybody pays.
    pub curve: Option<TollCurveDocument>,
    /// Several tolls that bring most together.
    pub several: Option<SeveralTollsDocument>,
}

/// A toll on something, from nothing to more than anybody pays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "TollCurve", deny_unknown_fields)
)]
#[non_exhaustive]
pub struct TollCurveDocument {
    /// What is tolled, in words.
    pub subject: String,
    /// How flows choose between ways.
    pub choice: ChoiceWord,
    /// The scale of a logit.
    #[serde(
        default,
        rename = "scale_per_usd",
        skip_serializing_if = "Option::is_none"
    )]
    pub scale: Option<f64>,
    /// How many ways around a logit chooses between.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ways: Option<usize>,
    /// The highest toll that is looked at; null for the highest one that could be the best.
    #[serde(rename = "ceiling_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<i64>"))]
    pub ceiling: Option<Money>,
    /// What one more trip costs whoever takes the toll.
    #[serde(rename = "marginal_cost_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub marginal_cost: Money,
    /// Ids of the operators whose joint revenue is looked at.
    pub members: Vec<String>,
    /// By equal steps of the toll, from nothing on.
    pub points: Vec<TollPointDocument>,
    /// The lowest toll of most revenue.
    pub most_revenue: TollPointDocument,
    /// The lowest toll of most joint revenue of the members.
    pub most_joint: TollPointDocument,
    /// A toll of most welfare.
    pub most_welfare: TollPointDocument,
    /// Boxes a year without a way around, in millionths.
    #[serde(rename = "captive_boxes_millionths")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub captive: PerYear,
    /// What is paid in a year at the toll of most revenue, by the country that flows start in.
    pub payers: Vec<PayerDocument>,
    /// Every flow that has a way.
    pub flows: Vec<FlowTollDocument>,
    /// Flows that are not in it.
    pub unanswered: Vec<UnansweredFlow>,
}

/// How flows choose between ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ChoiceWord {
    /// All of a flow goes the cheapest way.
    Steps,
    /// A part of a flow goes each way, by the scale.
    Logit,
}

/// What a toll brings in a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "TollPoint", deny_unknown_fields)
)]
#[non_exhaustive]
pub struct TollPointDocument {
    /// The toll of one trip.
    #[serde(rename = "toll_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub toll: Money,
    /// Boxes a year that pay it, in millionths.
    #[serde(rename = "traffic_boxes_millionths")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub traffic: PerYear,
    /// What they pay.
    #[serde(rename = "revenue_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub revenue: Money,
    /// That and everything else that the members are paid on the ways that are taken.
    #[serde(rename = "joint_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub joint: Money,
    /// What shippers and whoever takes the toll gain together against no way through.
    #[serde(rename = "welfare_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub welfare: Money,
}

/// What flows that start in a country pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Payer", deny_unknown_fields))]
#[non_exhaustive]
pub struct PayerDocument {
    /// The country.
    #[cfg_attr(feature = "schema", schemars(with = "super::forms::CountryCode"))]
    pub country: Country,
    /// How much.
    #[serde(rename = "usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub amount: Money,
}

/// What a flow pays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "FlowToll", deny_unknown_fields))]
#[non_exhaustive]
pub struct FlowTollDocument {
    /// Its position in the list, from 0.
    pub flow: usize,
    /// Where it starts.
    pub from: StopDocument,
    /// Where it ends.
    pub to: StopDocument,
    /// Boxes a year, in millionths.
    #[serde(rename = "boxes_millionths")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub boxes: PerYear,
    /// What the cheapest way around costs more than the cheapest one through, the most that a trip pays; null where
    /// one of the two is missing.
    #[serde(rename = "gap_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<i64>"))]
    pub gap: Option<Money>,
    /// The way through; null where there is none.
    pub through: Option<TakenWayDocument>,
    /// The ways around, from the cheapest on.
    pub around: Vec<TakenWayDocument>,
    /// What it pays in a year at the toll of most revenue.
    #[serde(rename = "pays_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub pays: Money,
}

/// A way of a flow at the toll of most revenue.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "TakenWay", deny_unknown_fields))]
#[non_exhaustive]
pub struct TakenWayDocument {
    /// By what it passes.
    pub name: String,
    /// What a trip costs without the toll.
    #[serde(rename = "cost_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub cost: Money,
    /// Boxes a year that take it, in millionths.
    #[serde(rename = "traffic_boxes_millionths")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub traffic: PerYear,
}

/// Tolls that bring most revenue together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "SeveralTolls", deny_unknown_fields)
)]
#[non_exhaustive]
pub struct SeveralTollsDocument {
    /// Each toll.
    pub tolls: Vec<OneTollDocument>,
    /// What they bring in a year.
    #[serde(rename = "revenue_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub revenue: Money,
    /// Which tolls each flow pays.
    pub flows: Vec<PaysDocument>,
    /// How many combinations of tolls were looked at.
    pub combinations: u64,
}

/// One of several tolls.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "OneToll", deny_unknown_fields))]
#[non_exhaustive]
pub struct OneTollDocument {
    /// What is tolled, in words.
    pub subject: String,
    /// The toll of one trip, to the cent nearest to the best.
    #[serde(rename = "toll_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub toll: Money,
    /// Boxes a year that pay it, in millionths.
    #[serde(rename = "traffic_boxes_millionths")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub traffic: PerYear,
    /// What they pay.
    #[serde(rename = "revenue_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub revenue: Money,
}

/// Which of several tolls a flow pays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Pays", deny_unknown_fields))]
#[non_exhaustive]
pub struct PaysDocument {
    /// Its position in the list, from 0.
    pub flow: usize,
    /// The tolls by their positions, from 0; null for a flow without a way.
    pub tolls: Option<Vec<usize>>,
}

impl TollDocument {
    /// One toll on a list of flows.
    #[must_use]
    pub fn one(asked: FlowsAsked, demand: &Demand, curve: &Curve) -> Self {
        Self {
            version: Version,
            asked,
            curve: Some(TollCurveDocument::of(demand, curve)),
            several: None,
        }
    }

    /// Several tolls on a list of flows.
    #[must_use]
    pub fn several(asked: FlowsAsked, tolls: &SeveralTolls) -> Self {
        Self {
            version: Version,
            asked,
            curve: None,
            several: Some(tolls.into()),
        }
    }
}

impl TollCurveDocument {
    fn of(demand: &Demand, curve: &Curve) -> Self {
        let (choice, scale, ways) = match curve.question.choice {
            Choice::Steps => (ChoiceWord::Steps, None, None),
            Choice::Logit { per_usd, ways } => (ChoiceWord::Logit, Some(per_usd), Some(ways)),
        };
        let payers = curve.payers().into_iter();
        Self {
            subject: curve.subject.to_string(),
            choice,
            scale,
            ways,
            ceiling: curve.question.ceiling,
            marginal_cost: curve.question.marginal_cost,
            members: curve.members.clone(),
            points: curve.points.iter().map(Into::into).collect(),
            most_revenue: (&curve.most_revenue).into(),
            most_joint: (&curve.most_joint).into(),
            most_welfare: (&curve.most_welfare).into(),
            captive: curve.captive,
            payers: payers
                .map(|(country, amount)| PayerDocument { country, amount })
                .collect(),
            flows: curve.flows.iter().map(Into::into).collect(),
            unanswered: UnansweredFlow::all(demand, &curve.unanswered),
        }
    }
}

impl From<&TollPoint> for TollPointDocument {
    fn from(point: &TollPoint) -> Self {
        Self {
            toll: point.toll,
            traffic: point.traffic,
            revenue: point.revenue,
            joint: point.joint,
            welfare: point.welfare,
        }
    }
}

impl From<&FlowToll> for FlowTollDocument {
    fn from(flow: &FlowToll) -> Self {
        Self {
            flow: flow.flow,
            from: (&flow.from).into(),
            to: (&flow.to).into(),
            boxes: flow.volume,
            gap: flow.gap,
            through: flow.through.as_ref().map(Into::into),
            around: flow.around.iter().map(Into::into).collect(),
            pays: flow.pays,
        }
    }
}

impl From<&TakenWay> for TakenWayDocument {
    fn from(way: &TakenWay) -> Self {
        Self {
            name: way.name.clone(),
            cost: way.cost,
            traffic: way.traffic,
        }
    }
}

impl From<&SeveralTolls> for SeveralTollsDocument {
    fn from(found: &SeveralTolls) -> Self {
        let flows = found.pays.iter().enumerate();
        Self {
            tolls: found.tolls.iter().map(Into::into).collect(),
            revenue: found.revenue,
            flows: flows
                .map(|(flow, tolls)| PaysDocument {
                    flow,
                    tolls: tolls.clone(),
                })
                .collect(),
            combinations: found.vertices,
        }
    }
}

impl From<&OneToll> for OneTollDocument {
    fn from(toll: &OneToll) -> Self {
        Self {
            subject: toll.subject.to_string(),
            toll: toll.toll,
            traffic: toll.traffic,
            revenue: toll.revenue,
        }
    }
}
