use serde::{Deserialize, Serialize};

use super::{Cited, Provenance};

/// What one unit of a currency was worth in US dollars, on average of a year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ExchangeRate {
    /// ISO 4217 code.
    pub currency: String,
    /// Year.
    pub year: i16,
    /// US dollars per unit.
    pub usd: Cited<f64>,
    /// Sources and row.
    pub provenance: Provenance,
}

impl ExchangeRate {
    /// A rate by currency and year.
    pub fn new(currency: impl Into<String>, year: i16, usd: impl Into<Cited<f64>>) -> Self {
        Self {
            currency: currency.into(),
            year,
            usd: usd.into(),
            provenance: Provenance::default(),
        }
    }
}

/// The US consumer price index of a year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PriceIndex {
    /// Year.
    pub year: i16,
    /// Index points.
    pub index: Cited<f64>,
    /// Sources and row.
    pub provenance: Provenance,
}

impl PriceIndex {
    /// The index of a year.
    pub fn new(year: i16, index: impl Into<Cited<f64>>) -> Self {
        Self {
            year,
            index: index.into(),
            provenance: Provenance::default(),
        }
    }
}
