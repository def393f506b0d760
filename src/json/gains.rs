//! Who gains and who loses where one world becomes another.

use serde::{Deserialize, Serialize};

use super::money::TrailDocument;
use super::version::Version;
use super::year::{FlowsAsked, PayeeDocument, WorldDocument};
use crate::analysis::demand::{Demand, Flow};
use crate::analysis::gains::{
    BorderChange, CountryGains, FlowOutcome, Gains, HoursChange, Lack, MoneyChange, PayeeChange,
};
use crate::code::{Country, Name};
use crate::metric::ObjectiveDifference;
use crate::quantity::{Difference, Duration, Money, PerYear};

/// Who gains and who loses where one world becomes another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Gains", deny_unknown_fields))]
#[non_exhaustive]
pub struct GainsDocument {
    /// Version of the form, 1.
    pub version: Version,
    /// What was asked, with the defaults.
    pub asked: FlowsAsked,
    /// The first world.
    pub before: WorldDocument,
    /// The second one, that of `asked`.
    pub after: WorldDocument,
    /// Which part of what a shipment costs shippers bear in the country where it ends, in percent.
    #[serde(rename = "importers_percent")]
    pub importers: f64,
    /// What all shippers pay, of flows that have a way in both worlds.
    pub paid: MoneyChangeDocument,
    /// Every country, those without a change as well; what is of no country on record first. By shippers against operators and treasury,
    /// and by shippers against owners and treasury, they balance to the cent.
    pub countries: Vec<CountryGainsDocument>,
    /// Borders that more or fewer boxes cross.
    pub borders: Vec<BorderChangeDocument>,
    /// Payees that are paid more or less.
    pub payees: Vec<PayeeChangeDocument>,
    /// What becomes of each flow, in their order.
    pub flows: Vec<FlowChangeDocument>,
    /// What is paid for flows that have a way in the second world alone.
    pub opened: TrailDocument,
    /// What was paid for flows that have a way in the first world alone.
    pub closed: TrailDocument,
}

/// Money of a year in two worlds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "MoneyChange", deny_unknown_fields)
)]
#[non_exhaustive]
pub struct MoneyChangeDocument {
    /// In the first world.
    #[serde(rename = "before_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub before: Money,
    /// In the second one.
    #[serde(rename = "after_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub after: Money,
}

/// Box hours of a year in two worlds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "HoursChange", deny_unknown_fields)
)]
#[non_exhaustive]
pub struct HoursChangeDocument {
    /// In the first world.
    #[serde(rename = "before_minutes")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub before: Duration,
    /// In the second one.
    #[serde(rename = "after_minutes")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub after: Duration,
}

/// What a year is for a country in two worlds, of flows that have a way in both. What its shippers pay less they
/// gain; operators and owners are the same money seen twice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "CountryGains", deny_unknown_fields)
)]
#[non_exhaustive]
pub struct CountryGainsDocument {
    /// The country; null for what no country is on record of.
    #[cfg_attr(
        feature = "schema",
        schemars(with = "Option<super::forms::CountryCode>")
    )]
    pub country: Option<Country>,
    /// What its shippers pay.
    pub shippers: MoneyChangeDocument,
    /// What operators and carriers registered in it are paid.
    pub operators: MoneyChangeDocument,
    /// What owners from it receive in the end.
    pub owners: MoneyChangeDocument,
    /// What is the income of the state.
    pub treasury: MoneyChangeDocument,
    /// How long goods of its shippers are on their way.
    pub hours: HoursChangeDocument,
}

/// How many boxes cross a border in a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "BorderChange", deny_unknown_fields)
)]
#[non_exhaustive]
pub struct BorderChangeDocument {
    /// Code of the crossing, or of the place where a vessel lands.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub at: Name,
    /// The country left.
    #[cfg_attr(feature = "schema", schemars(with = "super::forms::CountryCode"))]
    pub from: Country,
    /// The country entered.
    #[cfg_attr(feature = "schema", schemars(with = "super::forms::CountryCode"))]
    pub to: Country,
    /// In the first world, in millionths.
    #[serde(rename = "before_boxes_millionths")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub before: PerYear,
    /// In the second one.
    #[serde(rename = "after_boxes_millionths")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub after: PerYear,
}

/// What somebody is paid in a year, of all flows that have a way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "PayeeChange", deny_unknown_fields)
)]
#[non_exhaustive]
pub struct PayeeChangeDocument {
    /// Who is paid.
    pub payee: PayeeDocument,
    /// In both worlds.
    pub paid: MoneyChangeDocument,
}

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

impl GainsDocument {
    /// What two worlds are for a list of flows.
    #[must_use]
    pub fn of(asked: FlowsAsked, demand: &Demand, gains: &Gains) -> Self {
        let flows = demand.iter().zip(&gains.flows);
        Self {
            version: Version,
            asked,
            before: (&gains.before).into(),
            after: (&gains.after).into(),
            importers: gains.importers.as_percent(),
            paid: gains.paid().into(),
            countries: gains.countries.iter().map(Into::into).collect(),
            borders: gains.borders.iter().map(Into::into).collect(),
            payees: gains.payees.iter().map(Into::into).collect(),
            flows: flows
                .map(|(flow, outcome)| FlowChangeDocument::of(flow, outcome))
                .collect(),
            opened: (&gains.opened).into(),
            closed: (&gains.closed).into(),
        }
    }
}

impl From<MoneyChange> for MoneyChangeDocument {
    fn from(change: MoneyChange) -> Self {
        Self {
            before: change.before,
            after: change.after,
        }
    }
}

impl From<HoursChange> for HoursChangeDocument {
    fn from(change: HoursChange) -> Self {
        Self {
            before: change.before,
            after: change.after,
        }
    }
}

impl From<&CountryGains> for CountryGainsDocument {
    fn from(row: &CountryGains) -> Self {
        Self {
            country: row.country,
            shippers: row.shippers.into(),
            operators: row.operators.into(),
            owners: row.owners.into(),
            treasury: row.treasury.into(),
            hours: row.hours.into(),
        }
    }
}

impl From<&BorderChange> for BorderChangeDocument {
    fn from(row: &BorderChange) -> Self {
        Self {
            at: row.at.clone(),
            from: row.from,
            to: row.to,
            before: row.before,
            after: row.after,
        }
    }
}

impl From<&PayeeChange> for PayeeChangeDocument {
    fn from(row: &PayeeChange) -> Self {
        Self {
            payee: (&row.payee).into(),
            paid: row.paid.into(),
        }
    }
}

impl FlowChangeDocument {
    fn of(flow: &Flow, outcome: &FlowOutcome) -> Self {
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
