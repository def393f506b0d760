use serde::{Deserialize, Serialize};

use super::{Cited, Plate, Provenance, Validity};
use crate::code::Country;
use crate::quantity::Distance;

/// What a country does not let trucks of a plate do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PlateRule {
    /// They do not enter: goods change trucks at the border.
    NoEntry,
    /// They enter a zone behind the border only. Goods change trucks at the border as well, as though
    /// they did not enter.
    BorderZone,
    /// They enter, whatever less specific records say.
    Allowed,
    /// They do not carry goods that are loaded in the country to a place in the country.
    NoCabotage,
    /// They may carry them, whatever less specific records say.
    Cabotage,
}

/// What a country lets trucks of a plate do; the most specific record wins: plate, then the European
/// Union's, then any. A country's own trucks may do everything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct PlateTerms {
    /// The country.
    pub country: Country,
    /// Whose trucks.
    pub plate: Plate,
    /// What they may not do.
    pub rule: PlateRule,
    /// How far behind the border the zone reaches; for readers.
    pub limit: Option<Cited<Distance>>,
    /// When it holds.
    pub validity: Validity,
    /// Remark.
    pub note: String,
    /// Sources and row.
    pub provenance: Provenance,
}

impl PlateTerms {
    /// A rule for every foreign plate.
    #[must_use]
    pub fn new(country: Country, rule: PlateRule) -> Self {
        Self {
            country,
            plate: Plate::Other,
            rule,
            limit: None,
            validity: Validity::ALWAYS,
            note: String::new(),
            provenance: Provenance::default(),
        }
    }
}
