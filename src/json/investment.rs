//! What is paid once.

use serde::{Deserialize, Serialize};

use crate::analysis::projects::CostBand;
use crate::quantity::Money;

/// What something costs, once: an estimate and its 5 % and 95 % quantiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(
    feature = "schema",
    schemars(rename = "Investment", deny_unknown_fields)
)]
#[non_exhaustive]
pub struct InvestmentDocument {
    /// The 5 % quantile.
    #[serde(rename = "low_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub low: Money,
    /// The estimate.
    #[serde(rename = "value_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub value: Money,
    /// The 95 % quantile.
    #[serde(rename = "high_usd_cents")]
    #[cfg_attr(feature = "schema", schemars(with = "i64"))]
    pub high: Money,
}

impl From<CostBand> for InvestmentDocument {
    fn from(band: CostBand) -> Self {
        Self {
            low: band.low,
            value: band.value,
            high: band.high,
        }
    }
}
