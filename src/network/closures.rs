use serde::{Deserialize, Serialize};

use super::{Provenance, Validity};
use crate::code::Country;

/// A country's ban on goods by where they start and end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Closure {
    /// The country that may not be passed.
    pub country: Country,
    /// Only goods that start here; all when missing.
    pub from: Option<Country>,
    /// Only goods that end here; all when missing.
    pub to: Option<Country>,
    /// Whether goods that start or end in the country itself are meant too.
    pub trade: bool,
    /// When it holds.
    pub validity: Validity,
    /// Remark.
    pub note: String,
    /// Sources and row.
    pub provenance: Provenance,
}

impl Closure {
    /// A country that nobody's goods ever pass.
    #[must_use]
    pub fn new(country: Country) -> Self {
        Self {
            country,
            from: None,
            to: None,
            trade: false,
            validity: Validity::ALWAYS,
            note: String::new(),
            provenance: Provenance::default(),
        }
    }
}
