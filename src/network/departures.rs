use serde::{Deserialize, Serialize};

use super::{CitedTime, Consist, PlaceId, Product, Provenance, Validity};
use crate::code::Country;

/// How long goods that are loaded on wagons wait for their train to leave; the most specific record
/// wins: place, then country, then any, and among those the one that names product and consist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Departure {
    /// At this place only.
    pub place: Option<PlaceId>,
    /// In this country only.
    pub country: Option<Country>,
    /// For this product; any when missing.
    pub product: Option<Product>,
    /// For shipments that go like this; any when missing.
    pub consist: Option<Consist>,
    /// From loaded to departed.
    pub time: CitedTime,
    /// When it applies.
    pub validity: Validity,
    /// Remark.
    pub note: String,
    /// Sources and row.
    pub provenance: Provenance,
}

impl Departure {
    /// The wait of every shipment anywhere.
    #[must_use]
    pub fn new(time: impl Into<CitedTime>) -> Self {
        Self {
            place: None,
            country: None,
            product: None,
            consist: None,
            time: time.into(),
            validity: Validity::ALWAYS,
            note: String::new(),
            provenance: Provenance::default(),
        }
    }
}
