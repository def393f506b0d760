use std::fmt;

use serde::{Deserialize, Serialize};

use crate::code::Country;
use crate::network::Mode;

/// Which tariffs a change speaks of: those that fit everything stated.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct TariffScope {
    /// The tariff with this id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tariff: Option<String>,
    /// Tariffs of the operator with this id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
    /// Tariffs in this country.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// Tariffs of this mode.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<Mode>,
}

impl TariffScope {
    /// One tariff.
    pub fn tariff(id: impl Into<String>) -> Self {
        Self {
            tariff: Some(id.into()),
            ..Self::default()
        }
    }

    /// Every tariff of an operator.
    pub fn operator(id: impl Into<String>) -> Self {
        Self {
            operator: Some(id.into()),
            ..Self::default()
        }
    }

    /// Every tariff in a country.
    #[must_use]
    pub fn country(country: Country) -> Self {
        Self {
            country: Some(country),
            ..Self::default()
        }
    }

    /// Only those of this mode.
    #[must_use]
    pub fn by(mut self, mode: Mode) -> Self {
        self.mode = Some(mode);
        self
    }
}

impl fmt::Display for TariffScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.tariff, self.mode) {
            (Some(tariff), _) => write!(f, "tariff {tariff}")?,
            (None, Some(mode)) => write!(f, "{mode} tariffs")?,
            (None, None) => f.write_str("tariffs")?,
        }
        if let Some(operator) = &self.operator {
            write!(f, " of {operator}")?;
        }
        match self.country {
            Some(country) => write!(f, " in {country}"),
            None => Ok(()),
        }
    }
}
