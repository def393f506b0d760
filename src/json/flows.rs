//! Who fills which way, and what jams.

use serde::{Deserialize, Serialize};

use super::route::BorderDocument;
use super::version::Version;
use super::year::{FlowsAsked, UnansweredFlow};
use crate::analysis::demand::Demand;
use crate::analysis::flows::{
    Assignment, Bottleneck, Choice, FlowWay, FlowWays, Flows, Jam, Unlimited,
};
use crate::code::{Country, Name};
use crate::network::ServiceKind;
use crate::quantity::{Distance, Duration, Money, PerYear};

/// Who fills which way, and what jams.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Flows", deny_unknown_fields))]
#[non_exhaustive]
pub struct FlowsDocument {
    /// Version of the form, 1.
    pub version: Version,
    /// What was asked, with the defaults.
    pub asked: FlowsAsked,
    /// What an hour of a tonne of goods is worth.
    #[serde(rename = "value_of_time_usd_per_tonne_hour")]
    pub value_of_time: f64,
    /// How strongly a USD tells in the choice of ways; null where all take the way of least money and hours.
    pub scale_per_usd: Option<f64>,
    /// Flows that have ways, in their order.
    pub flows: Vec<FlowWaysDocument>,
    /// Flows without a way.
    pub unanswered: Vec<UnansweredFlow>,
    /// What has a capacity and is passed, that with most hours of queue first, then by the part of it in use.
    pub jams: Vec<JamDocument>,
    /// Crossings and services that ways pass and of which no capacity is known, that which most passes first.
    pub unlimited: Vec<UnlimitedDocument>,
    /// Things of the table of which it says only what they take at least; unlimited as well.
    pub at_least: usize,
    /// The largest part of a flow that would change its way at these hours; without a scale the part of all cost that
    /// could be saved.
    pub residual: f64,
    /// How many iterations the last set of ways took.
    pub iterations: usize,
    /// How often ways were added that pay once others are full.
    pub rounds: usize,
    /// Whether one search for each flow at these hours found no way that costs less than those it has.
    pub is_settled: bool,
}

/// A flow and its ways.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "FlowWays", deny_unknown_fields))]
#[non_exhaustive]
pub struct FlowWaysDocument {
    /// Its position in the list, from 0.
    pub flow: usize,
    /// Where it starts, as it was written.
    pub from: String,
    /// Where it ends, as it was written.
    pub to: String,
    /// Boxes a year, in millionths.
    #[serde(rename = "boxes_millionths")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub boxes: PerYear,
    /// Its ways, the best without queues first.
    pub ways: Vec<FlowWayDocument>,
}

/// A way and what goes on it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "FlowWay", deny_unknown_fields))]
#[non_exhaustive]
pub struct FlowWayDocument {
    /// What people call it, told from the other ways of the flow.
    pub name: String,
    /// Countries of its route, in order.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<super::forms::CountryCode>"))]
    pub countries: Vec<Country>,
    /// Borders of its route, in order.
    pub borders: Vec<BorderDocument>,
    /// How far.
    #[serde(rename = "distance_metres")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub distance: Distance,
    /// The mean of how long, without what queues add.
    #[serde(rename = "expected_minutes")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub expected: Duration,
    /// What queues add.
    #[serde(rename = "queue_minutes")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub queue: Duration,
    /// What a shipment pays.
    #[serde(rename = "cost_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub cost: Money,
    /// That and what its hours are worth, those of queues included.
    #[serde(rename = "generalised_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub generalised: Money,
    /// Boxes a year on it, in millionths; those of all ways add up to the flow.
    #[serde(rename = "boxes_millionths")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub boxes: PerYear,
    /// The part of the flow.
    pub share_percent: f64,
}

/// Something that takes so many boxes a year and no more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "Bottleneck", deny_unknown_fields)
)]
#[non_exhaustive]
pub struct BottleneckDocument {
    /// What it is.
    pub kind: BottleneckWord,
    /// Code of a crossing or port, id of a service or link.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub id: Name,
    /// Of a crossing the country entered, unless it is both ways together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<super::forms::CountryCode>")
    )]
    pub into: Option<Country>,
    /// Of a port the kind of services, unless it is all that go by sea.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<String>"))]
    pub by: Option<ServiceKind>,
    /// Of a link whether it is from its first end to its second, unless it is both ways together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub forward: Option<bool>,
}

/// What can jam.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum BottleneckWord {
    /// A border crossing.
    Crossing,
    /// A service, which has its direction.
    Service,
    /// A port.
    Port,
    /// A link.
    Link,
}

/// Something with a capacity, and what passes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Jam", deny_unknown_fields))]
#[non_exhaustive]
pub struct JamDocument {
    /// What it is.
    pub at: BottleneckDocument,
    /// Boxes of 40 ft a year that it takes, in millionths.
    #[serde(rename = "capacity_boxes_millionths")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub capacity: PerYear,
    /// Boxes a year of the flows asked about, in millionths.
    #[serde(rename = "load_boxes_millionths")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub load: PerYear,
    /// Boxes a year of others, in millionths.
    #[serde(rename = "others_boxes_millionths")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub others: PerYear,
    /// The part of the capacity that both use; above 100 more comes than it takes.
    pub used_percent: f64,
    /// Hours that its queue adds to those of the tables.
    #[serde(rename = "queue_minutes")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub queue: Duration,
    /// What all that pass would save in a year with one box a year more of capacity, at these flows.
    #[serde(rename = "one_more_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub one_more: Money,
    /// Boxes a year that come and that it does not take, in millionths.
    #[serde(rename = "turned_away_boxes_millionths")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub turned_away: PerYear,
}

/// A crossing or service of which no capacity is known, and what passes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "Unlimited", deny_unknown_fields)
)]
#[non_exhaustive]
pub struct UnlimitedDocument {
    /// What it is.
    pub at: BottleneckDocument,
    /// Boxes of 40 ft a year of the flows asked about, in millionths.
    #[serde(rename = "load_boxes_millionths")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub load: PerYear,
}

impl FlowsDocument {
    /// What a list of flows fills by these settings.
    #[must_use]
    pub fn of(asked: FlowsAsked, demand: &Demand, settings: &Assignment, found: &Flows) -> Self {
        let rows = found.rows.iter().enumerate();
        let unanswered = rows.clone().filter_map(|(at, row)| {
            let error = row.ways.as_ref().err()?;
            let message = error.to_string();
            Some(UnansweredFlow::of(demand, at, error.code(), &message))
        });
        Self {
            version: Version,
            asked,
            value_of_time: settings.cost.value_of_time.as_usd(),
            scale_per_usd: match settings.choice {
                Choice::Least => None,
                Choice::Logit { scale_per_usd } => Some(scale_per_usd),
            },
            unanswered: unanswered.collect(),
            flows: rows
                .filter_map(|(at, row)| FlowWaysDocument::of(at, row))
                .collect(),
            jams: found.jams.iter().map(Into::into).collect(),
            unlimited: found.without_capacity.iter().map(Into::into).collect(),
            at_least: found.at_least,
            residual: found.residual,
            iterations: found.iterations,
            rounds: found.rounds,
            is_settled: found.is_settled,
        }
    }
}

impl FlowWaysDocument {
    fn of(flow: usize, row: &FlowWays) -> Option<Self> {
        let ways = row.ways.as_ref().ok()?;
        Some(Self {
            flow,
            from: row.from.clone(),
            to: row.to.clone(),
            boxes: row.volume,
            ways: ways.iter().map(Into::into).collect(),
        })
    }
}

impl From<&FlowWay> for FlowWayDocument {
    fn from(way: &FlowWay) -> Self {
        Self {
            name: way.name.clone(),
            countries: way.route.countries(),
            borders: BorderDocument::all(&way.route),
            distance: way.route.distance(),
            expected: way.route.duration(),
            queue: way.queue,
            cost: way.route.cost(),
            generalised: way.generalised,
            boxes: way.volume,
            share_percent: 100.0 * way.share,
        }
    }
}

impl From<&Bottleneck> for BottleneckDocument {
    fn from(of: &Bottleneck) -> Self {
        let plain = |kind, id: &str| Self {
            kind,
            id: id.into(),
            into: None,
            by: None,
            forward: None,
        };
        match of {
            Bottleneck::Crossing { code, into } => Self {
                into: *into,
                ..plain(BottleneckWord::Crossing, code)
            },
            Bottleneck::Service { id } => plain(BottleneckWord::Service, id),
            Bottleneck::Port { code, by } => Self {
                by: *by,
                ..plain(BottleneckWord::Port, code)
            },
            Bottleneck::Link { id, forward } => Self {
                forward: *forward,
                ..plain(BottleneckWord::Link, id)
            },
        }
    }
}

impl From<&Jam> for JamDocument {
    fn from(jam: &Jam) -> Self {
        Self {
            at: (&jam.at).into(),
            capacity: jam.capacity,
            load: jam.load,
            others: jam.others,
            used_percent: 100.0 * jam.used,
            queue: jam.queue,
            one_more: jam.one_more,
            turned_away: jam.turned_away,
        }
    }
}

impl From<&Unlimited> for UnlimitedDocument {
    fn from(of: &Unlimited) -> Self {
        Self {
            at: (&of.at).into(),
            load: of.load,
        }
    }
}
