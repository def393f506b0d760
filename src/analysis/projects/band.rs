use std::fmt;
use std::iter::Sum;

use serde::{Deserialize, Serialize};

use super::error::ProjectsError;
use crate::quantity::Money;

/// What something costs, once: an estimate and its 5 % and 95 % quantiles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CostBand {
    /// The 5 % quantile.
    #[serde(rename = "low_cents")]
    pub low: Money,
    /// The estimate.
    #[serde(rename = "value_cents")]
    pub value: Money,
    /// The 95 % quantile.
    #[serde(rename = "high_cents")]
    pub high: Money,
}

impl CostBand {
    /// A band.
    ///
    /// # Errors
    /// An estimate outside of it, or an end below nothing.
    ///
    /// ```
    /// use trade_corridor::analysis::projects::CostBand;
    /// use trade_corridor::prelude::Money;
    /// let [low, value, high] = [80, 100, 210].map(Money::from_cents);
    /// assert_eq!(CostBand::new(low, value, high)?.high, high);
    /// assert!(CostBand::new(value, low, high).is_err());
    /// # Ok::<(), trade_corridor::analysis::projects::ProjectsError>(())
    /// ```
    pub fn new(low: Money, value: Money, high: Money) -> Result<Self, ProjectsError> {
        if Money::ZERO <= low && low <= value && value <= high {
            return Ok(Self { low, value, high });
        }
        let [low, value, high] = [low, value, high].map(Money::as_cents);
        Err(ProjectsError::Band { low, value, high })
    }

    /// What is known exactly.
    ///
    /// # Errors
    /// Below nothing.
    pub fn exactly(value: Money) -> Result<Self, ProjectsError> {
        Self::new(value, value, value)
    }
}

impl Sum for CostBand {
    /// End by end: as if all were low, or high, together.
    fn sum<I: Iterator<Item = Self>>(bands: I) -> Self {
        bands.fold(Self::default(), |sum, band| Self {
            low: sum.low + band.low,
            value: sum.value + band.value,
            high: sum.high + band.high,
        })
    }
}

impl fmt::Display for CostBand {
    /// In millions of USD.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [low, value, high] = [self.low, self.value, self.high].map(|it| it.as_usd() / 1e6);
        if self.low == self.high {
            return f.pad(&format!("{value:.1} M USD"));
        }
        f.pad(&format!("{value:.1} ({low:.1} to {high:.1}) M USD"))
    }
}
