use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Network, Provenance, Validity};
use crate::code::{Country, Name};

/// A country that belongs to a union of countries, and when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct UnionMember {
    /// The union; `EU` is the European Union.
    pub union: Name,
    /// The country.
    pub country: Country,
    /// From when to when it belongs to it.
    pub validity: Validity,
    /// Sources and row.
    pub provenance: Provenance,
}

impl UnionMember {
    /// A country that always belongs.
    pub fn new(union: impl Into<Name>, country: Country) -> Self {
        Self {
            union: union.into(),
            country,
            validity: Validity::ALWAYS,
            provenance: Provenance::default(),
        }
    }
}

impl Network {
    /// Whether a country belongs to a union on `day`.
    ///
    /// ```
    /// use trade_corridor::network::Network;
    /// use trade_corridor::prelude::*;
    /// let network = Network::europe_central_asia();
    /// let croatia = "HR".parse()?;
    /// assert!(network.is_in_union(croatia, "EU", date(2026, 11, 22)));
    /// assert!(!network.is_in_union(croatia, "EU", date(2013, 6, 30)));
    /// # Ok::<(), trade_corridor::code::CodeError>(())
    /// ```
    #[must_use]
    pub fn is_in_union(&self, country: Country, union: &str, day: Date) -> bool {
        self.unions().iter().any(|member| {
            member.union == union && member.country == country && member.validity.contains(day)
        })
    }
}
