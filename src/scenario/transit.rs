//! Goods that may not pass a country, by where they start and end.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::code::Country;
use crate::network::Closure;

/// Whose goods may not pass a country.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransitClosure {
    /// The country that may not be passed.
    pub country: Country,
    /// Only goods that start here; all when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Country>,
    /// Only goods that end here; all when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Country>,
    /// Whether goods that start or end in the country itself are meant too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub trade: bool,
}

impl TransitClosure {
    /// A country that nobody's goods may pass.
    #[must_use]
    pub const fn new(country: Country) -> Self {
        Self {
            country,
            from: None,
            to: None,
            trade: false,
        }
    }

    /// Whether it stops goods that start in `origin` and end in `destination`.
    #[must_use]
    pub fn stops(&self, origin: Country, destination: Country) -> bool {
        (self.trade || origin != self.country && destination != self.country)
            && self.from.is_none_or(|from| from == origin)
            && self.to.is_none_or(|to| to == destination)
    }

    /// Whether it speaks of everything that `other` does.
    pub(super) fn covers(self, other: Self) -> bool {
        self.country == other.country
            && (self.from.is_none() || self.from == other.from)
            && (self.to.is_none() || self.to == other.to)
            && (self.trade || !other.trade)
    }

    pub(super) fn write(self, f: &mut fmt::Formatter<'_>, open: &str) -> fmt::Result {
        let what = if self.trade { "goods" } else { "transit" };
        write!(f, "{} is {open} to {what}", self.country)?;
        if let Some(from) = self.from {
            write!(f, " from {from}")?;
        }
        match self.to {
            Some(to) => write!(f, " to {to}"),
            None => Ok(()),
        }
    }
}

impl From<&Closure> for TransitClosure {
    fn from(row: &Closure) -> Self {
        Self {
            country: row.country,
            from: row.from,
            to: row.to,
            trade: row.trade,
        }
    }
}

impl fmt::Display for TransitClosure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, "closed")
    }
}
