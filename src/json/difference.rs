use serde::{Deserialize, Serialize};

use crate::code::Country;
use crate::quantity::{Difference, Distance, Duration, Emissions, Money};
use crate::route::Comparison;

/// How a route differs from another one; negative figures are less.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "Difference", deny_unknown_fields)
)]
#[non_exhaustive]
pub struct DifferenceDocument {
    /// Length more.
    #[serde(rename = "distance_metres")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub distance: Difference<Distance>,
    /// Expected time more.
    #[serde(rename = "expected_minutes")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub expected: Difference<Duration>,
    /// Money more.
    #[serde(rename = "cost_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub cost: Money,
    /// CO2e more, well to wheel.
    #[serde(rename = "co2e_wtw_grams")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub emissions: Difference<Emissions>,
    /// Countries that only it enters.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<super::forms::CountryCode>"))]
    pub gained: Vec<Country>,
    /// Countries that only the other one enters.
    #[cfg_attr(feature = "schema", schemars(with = "Vec<super::forms::CountryCode>"))]
    pub lost: Vec<Country>,
}

impl From<&Comparison> for DifferenceDocument {
    fn from(more: &Comparison) -> Self {
        Self {
            distance: more.distance,
            expected: more.duration,
            cost: more.cost,
            emissions: more.emissions,
            gained: more.gained.clone(),
            lost: more.lost.clone(),
        }
    }
}
