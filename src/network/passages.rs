//! Straits and canals, and what passes them.

use serde::{Deserialize, Serialize};

use super::{LinkId, Provenance, ServiceId};
use crate::code::{Country, Name};

/// What passes a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Passing {
    /// A service.
    Service(ServiceId),
    /// A link.
    Link(LinkId),
}

/// A strait or canal and something that passes it; one record for each.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Passage {
    /// Its name, such as `Bosphorus`.
    pub name: Name,
    /// Whose coasts it lies between.
    pub countries: Vec<Country>,
    /// What passes it; nothing where the passage is known and nothing of the network passes it.
    pub passing: Option<Passing>,
    /// Remark.
    pub note: String,
    /// Sources and row.
    pub provenance: Provenance,
}

impl Passage {
    /// A passage that something passes, or nothing.
    pub fn new(name: impl Into<Name>, passing: Option<Passing>) -> Self {
        Self {
            name: name.into(),
            countries: Vec::new(),
            passing,
            note: String::new(),
            provenance: Provenance::default(),
        }
    }
}
