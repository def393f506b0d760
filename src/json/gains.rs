//! Who gains and who loses where one world becomes another.

use serde::{Deserialize, Serialize};

use super::flow_change::FlowChangeDocument;
use super::money::TrailDocument;
use super::paid::PayeeDocument;
use super::version::Version;
use super::year::{FlowsAsked, WorldDocument};
use crate::analysis::demand::Demand;
use crate::analysis::gains::{
    BorderChange, CountryGains, Gains, HoursChange, MoneyChange, PayeeChange,
};
use crate::code::{Country, Name};
use crate::quantity::{Duration, Money, PerYear};

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
