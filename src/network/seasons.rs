use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Cited, Provenance, ServiceId};

/// How the wait for services differs in some months of the year: storms, ice, closed ports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Season {
    /// The services; a service has one season a month at most.
    pub services: Vec<ServiceId>,
    /// First month, 1 to 12.
    pub month_from: u8,
    /// Last month, 1 to 12; before the first, it is one of the next year.
    pub month_to: u8,
    /// What the median of the wait is multiplied with, in thousandths.
    pub median_per_mille: Cited<u32>,
    /// What the 90th percentile of the wait is multiplied with, in thousandths.
    pub p90_per_mille: Cited<u32>,
    /// Remark.
    pub note: String,
    /// Sources and row.
    pub provenance: Provenance,
}

impl Season {
    /// A season of no services that changes nothing.
    #[must_use]
    pub fn new(month_from: u8, month_to: u8) -> Self {
        Self {
            services: Vec::new(),
            month_from,
            month_to,
            median_per_mille: 1_000.into(),
            p90_per_mille: 1_000.into(),
            note: String::new(),
            provenance: Provenance::default(),
        }
    }

    /// Whether `day` lies in it.
    #[must_use]
    pub fn contains(&self, day: Date) -> bool {
        self.has(u8::try_from(day.month()).unwrap_or_default())
    }

    fn has(&self, month: u8) -> bool {
        if self.month_from <= self.month_to {
            (self.month_from..=self.month_to).contains(&month)
        } else {
            month >= self.month_from || month <= self.month_to
        }
    }

    /// A month that belongs to both.
    pub(super) fn meets(&self, other: &Self) -> bool {
        (1..=12).any(|month| self.has(month) && other.has(month))
    }
}
