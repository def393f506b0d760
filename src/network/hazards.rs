use serde::{Deserialize, Serialize};

use super::{Cited, Mode, Provenance, Validity};
use crate::code::{Country, Name};

/// What makes the hours of moves in a country less certain than its speeds say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Hazard {
    /// The country.
    pub country: Country,
    /// For this mode; any when missing.
    pub mode: Option<Mode>,
    /// One word for it, such as `armed_conflict`.
    pub kind: Name,
    /// What the 90th percentile of the hours of a move is multiplied with, in thousandths.
    pub p90_per_mille: Cited<u32>,
    /// When it holds.
    pub validity: Validity,
    /// Remark.
    pub note: String,
    /// Sources and row.
    pub provenance: Provenance,
}

impl Hazard {
    /// A hazard to every mode that changes no hours.
    #[must_use]
    pub fn new(country: Country, kind: impl Into<Name>) -> Self {
        Self {
            country,
            mode: None,
            kind: kind.into(),
            p90_per_mille: 1_000.into(),
            validity: Validity::ALWAYS,
            note: String::new(),
            provenance: Provenance::default(),
        }
    }
}
