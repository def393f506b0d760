//! A route in figures.

use serde::{Deserialize, Serialize};

use super::paid::{PaidByComponent, PaidIn, PaidToWhom};
use crate::code::{Country, Name};
use crate::costing::{LoadUnit, Shipment};
use crate::network::Mode;
use crate::quantity::{Distance, Duration, Emissions, Mass, Money};
use crate::route::{AssumedPart, Leg, Route, Stop, Warning};

/// A place or a border crossing on the way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Stop", deny_unknown_fields))]
#[non_exhaustive]
pub struct StopDocument {
    /// Code of the place or crossing.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub code: Name,
    /// Its name.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub name: Name,
    /// The country, at a crossing that of the side.
    #[cfg_attr(feature = "schema", schemars(with = "super::forms::CountryCode"))]
    pub country: Country,
}

/// What is shipped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Goods", deny_unknown_fields))]
#[non_exhaustive]
pub struct GoodsDocument {
    /// What the goods are packed in.
    #[cfg_attr(feature = "schema", schemars(with = "super::forms::Unit"))]
    pub unit: LoadUnit,
    /// How many units.
    pub count: u32,
    /// Kilograms of goods in one unit.
    #[serde(rename = "mass_kg")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub mass: Mass,
    /// Where trucks are registered.
    #[cfg_attr(feature = "schema", schemars(with = "super::forms::CountryCode"))]
    pub plate: Country,
}

/// A route in figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Route", deny_unknown_fields))]
#[non_exhaustive]
pub struct RouteDocument {
    /// Where it starts.
    pub from: StopDocument,
    /// Where it ends.
    pub to: StopDocument,
    /// What it takes, for the whole shipment.
    pub totals: TotalsDocument,
    /// How much of the totals rests on assumptions.
    pub assumed: AssumedPercent,
    /// Countries entered, the first one included, in order.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<super::forms::CountryCode>"))]
    pub countries: Vec<Country>,
    /// Borders crossed, in order.
    pub borders: Vec<BorderDocument>,
    /// Its legs, in order; their figures add up to the totals.
    pub legs: Vec<LegDocument>,
    /// What is paid, by who is paid; adds up to the cost.
    pub paid_to: Vec<PaidToWhom>,
    /// What is paid, by what is charged; adds up to the cost.
    pub paid_for: Vec<PaidByComponent>,
    /// What is paid, by where it arises; adds up to the cost.
    pub paid_in: Vec<PaidIn>,
    /// The rules that it was checked against; missing where it was not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checked: Option<CheckedRules>,
    /// What whoever uses it should know.
    pub warnings: Vec<WarningDocument>,
}

/// What a route takes, for the whole shipment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Totals", deny_unknown_fields))]
#[non_exhaustive]
pub struct TotalsDocument {
    /// How far.
    #[serde(rename = "distance_metres")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub distance: Distance,
    /// The mean of how long.
    #[serde(rename = "expected_minutes")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub expected: Duration,
    /// The median of how long.
    #[serde(rename = "median_minutes")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub median: Duration,
    /// Nine trips in ten take no longer.
    #[serde(rename = "p90_minutes")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub p90: Duration,
    /// What it costs, in cents of a US dollar of `price_year`.
    #[serde(rename = "cost_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub cost: Money,
    /// The year whose dollars these are.
    pub price_year: i16,
    /// Whether the price of every step is known; else the cost is a lower bound.
    pub is_priced: bool,
    /// Grams of CO2e, well to wheel: the sum of the next three.
    #[serde(rename = "co2e_wtw_grams")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub emissions: Emissions,
    /// What vehicles and machines emit themselves, tank to wheel.
    #[serde(rename = "co2e_ttw_grams")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub tank_to_wheel: Emissions,
    /// What the making of fuel and electricity emits, well to tank.
    #[serde(rename = "co2e_wtt_grams")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub well_to_tank: Emissions,
    /// What nobody has divided into the two.
    #[serde(rename = "co2e_undivided_grams")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub undivided: Emissions,
    /// How often the goods change conveyance.
    pub transhipments: usize,
    /// How often the gauge changes.
    pub gauge_changes: usize,
}

/// How much rests on assumptions, what was computed from them or borrowed included.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Assumed", deny_unknown_fields))]
#[non_exhaustive]
pub struct AssumedPercent {
    /// Per cent of the distance.
    #[serde(rename = "distance_percent")]
    pub distance: f64,
    /// Per cent of the expected time.
    #[serde(rename = "time_percent")]
    pub time: f64,
    /// Per cent of the cost.
    #[serde(rename = "cost_percent")]
    pub cost: f64,
    /// Per cent of the CO2e.
    #[serde(rename = "co2e_percent")]
    pub emissions: f64,
}

/// A border that is crossed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Border", deny_unknown_fields))]
#[non_exhaustive]
pub struct BorderDocument {
    /// Code of the crossing, or of the port.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub at: Name,
    /// The country left.
    #[cfg_attr(feature = "schema", schemars(with = "super::forms::CountryCode"))]
    pub from: Country,
    /// The country entered.
    #[cfg_attr(feature = "schema", schemars(with = "super::forms::CountryCode"))]
    pub to: Country,
}

/// Steps in a row that a reader takes for one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Leg", deny_unknown_fields))]
#[non_exhaustive]
pub struct LegDocument {
    /// What is done: a mode, or a handling word.
    pub what: String,
    /// Mode, for what moves.
    #[cfg_attr(feature = "schema", schemars(with = "Option<super::forms::ModeWord>"))]
    pub mode: Option<Mode>,
    /// Before.
    pub from: StopDocument,
    /// After.
    pub to: StopDocument,
    /// Who performs it; may be empty.
    pub operator: String,
    /// How far.
    #[serde(rename = "distance_metres")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub distance: Distance,
    /// The mean of how long.
    #[serde(rename = "expected_minutes")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub expected: Duration,
    /// The median of how long.
    #[serde(rename = "median_minutes")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub median: Duration,
    /// Nine trips in ten take no longer.
    #[serde(rename = "p90_minutes")]
    #[cfg_attr(feature = "schema", schemars(with = "u64"))]
    pub p90: Duration,
    /// What it costs.
    #[serde(rename = "cost_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub cost: Money,
}

/// The rules that a route was checked against, from the records alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Checked", deny_unknown_fields))]
#[non_exhaustive]
pub struct CheckedRules {
    /// How many steps were checked.
    pub steps: usize,
    /// Each rule that held on the day.
    pub rules: Vec<RuleOperations>,
}

/// A rule, and what it was held against.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "CheckedRule", deny_unknown_fields)
)]
#[non_exhaustive]
pub struct RuleOperations {
    /// What the rule is called.
    pub rule: String,
    /// How many operations it concerned.
    pub operations: usize,
}

/// What whoever uses an answer should know of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Warning", deny_unknown_fields))]
#[non_exhaustive]
pub struct WarningDocument {
    /// The stable code; see [`Warning::CODES`].
    pub code: String,
    /// A sentence.
    pub message: String,
}

impl RouteDocument {
    /// The figures of a route; prices are those of a year.
    #[must_use]
    pub fn of(route: &Route, price_year: i16) -> Self {
        let checked = route.certificate.as_ref().map(|found| CheckedRules {
            steps: found.steps,
            rules: found
                .rules
                .iter()
                .map(|check| RuleOperations {
                    rule: check.rule.to_string(),
                    operations: check.operations,
                })
                .collect(),
        });
        let paid_for = route.by_component().into_iter();
        let paid_in = route.by_country().into_iter();
        Self {
            from: (&route.from).into(),
            to: (&route.to).into(),
            totals: TotalsDocument::of(route, price_year),
            assumed: AssumedPercent::of(route),
            countries: route.countries(),
            borders: BorderDocument::all(route),
            legs: route.legs().into_iter().map(Into::into).collect(),
            paid_to: route.by_payee().into_iter().map(PaidToWhom::of).collect(),
            paid_for: paid_for
                .map(|(component, amount)| PaidByComponent {
                    component: component.as_str().to_owned(),
                    amount,
                })
                .collect(),
            paid_in: paid_in
                .map(|(country, amount)| PaidIn { country, amount })
                .collect(),
            checked,
            warnings: route.warnings().iter().map(Into::into).collect(),
        }
    }
}

impl BorderDocument {
    /// Those that a route crosses, in order.
    pub(super) fn all(route: &Route) -> Vec<Self> {
        let borders = route.borders().into_iter();
        borders
            .map(|(at, from, to)| Self { at, from, to })
            .collect()
    }
}

impl TotalsDocument {
    fn of(route: &Route, price_year: i16) -> Self {
        let time = route.time();
        Self {
            distance: route.distance(),
            expected: route.duration(),
            median: time.median(),
            p90: time.p90(),
            cost: route.cost(),
            price_year,
            is_priced: route.is_priced(),
            emissions: route.emissions(),
            tank_to_wheel: route.tank_to_wheel(),
            well_to_tank: route.well_to_tank(),
            undivided: route.undivided_emissions(),
            transhipments: route.transhipments(),
            gauge_changes: route.gauge_changes(),
        }
    }
}

impl AssumedPercent {
    fn of(route: &Route) -> Self {
        let assumed = route.assumed();
        let percent = |part: AssumedPart| part.total().as_percent();
        Self {
            distance: percent(assumed.distance),
            time: percent(assumed.time),
            cost: percent(assumed.cost),
            emissions: percent(assumed.emissions),
        }
    }
}

impl From<&Stop> for StopDocument {
    fn from(stop: &Stop) -> Self {
        Self {
            code: stop.code.clone(),
            name: stop.name.clone(),
            country: stop.country,
        }
    }
}

impl From<Leg> for LegDocument {
    fn from(leg: Leg) -> Self {
        Self {
            what: leg.what,
            mode: leg.mode,
            from: (&leg.from).into(),
            to: (&leg.to).into(),
            operator: leg.operator,
            distance: leg.distance,
            expected: leg.expected,
            median: leg.time.median(),
            p90: leg.time.p90(),
            cost: leg.cost,
        }
    }
}

impl From<&Warning> for WarningDocument {
    fn from(warning: &Warning) -> Self {
        Self {
            code: warning.code().to_owned(),
            message: warning.to_string(),
        }
    }
}

impl From<Shipment> for GoodsDocument {
    fn from(shipment: Shipment) -> Self {
        Self {
            unit: shipment.unit(),
            count: shipment.count(),
            mass: shipment.mass_per_unit(),
            plate: shipment.plate(),
        }
    }
}
