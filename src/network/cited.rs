use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::SourceId;
use crate::quantity::{Duration, TravelTime};

/// A figure of a record: its value, how far it may be off, of which year it is, and who states it.
///
/// The range speaks of what is *not known* about the figure: its ends are the 5 % and 95 %
/// quantiles of the true value. What varies from trip to trip is no part of it; that is the 90th
/// percentile of a [`TravelTime`]. A figure without a range is exact as stated.
///
/// ```
/// use trade_corridor::network::Cited;
/// use trade_corridor::quantity::Distance;
/// let stated = Cited::from(Distance::from_km(100.0)?);
/// assert!(stated.is_exact());
/// let measured = stated.within(Distance::from_km(97.0)?, Distance::from_km(104.0)?)?;
/// assert_eq!(measured.value(), Distance::from_km(100.0)?);
/// assert_eq!(measured.high(), Distance::from_km(104.0)?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Cited<T> {
    value: T,
    range: Option<[T; 2]>,
    year: Option<i16>,
    pub(super) sources: SourceList,
}

/// A value outside its own range.
#[derive(Clone, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("the range from {low} to {high} does not hold the value {value}; correct one of the three")]
pub struct OutOfRange {
    /// The value.
    pub value: String,
    /// The 5 % quantile.
    pub low: String,
    /// The 95 % quantile.
    pub high: String,
}

debug_as_display!(OutOfRange);

impl<T> From<T> for Cited<T> {
    /// An exact figure that nobody is named for.
    fn from(value: T) -> Self {
        Self {
            value,
            range: None,
            year: None,
            sources: SourceList::default(),
        }
    }
}

impl<T> Cited<T> {
    /// The same stated by `sources`, in place of those that were named before.
    #[must_use]
    pub fn by(mut self, sources: impl IntoIterator<Item = SourceId>) -> Self {
        self.sources = sources.into_iter().collect();
        self
    }

    pub(crate) fn by_list(mut self, sources: SourceList) -> Self {
        self.sources = sources;
        self
    }

    /// The same as a figure of `year`: of prices that year's, of statistics the year counted.
    #[must_use]
    pub fn of_year(mut self, year: i16) -> Self {
        self.year = Some(year);
        self
    }

    /// The year that the record names for it; without one that of its sources counts.
    #[must_use]
    pub const fn year(&self) -> Option<i16> {
        self.year
    }

    /// Who states it.
    pub fn sources(&self) -> impl ExactSizeIterator<Item = SourceId> + '_ {
        self.sources.as_slice().iter().copied()
    }

    pub(crate) fn source_ids(&self) -> &[SourceId] {
        self.sources.as_slice()
    }

    /// Another value in place of the stated one, within its range or not.
    pub(super) fn set_value(&mut self, value: T) {
        self.value = value;
    }

    /// Whether the value has no range.
    #[must_use]
    pub const fn is_exact(&self) -> bool {
        self.range.is_none()
    }

    /// The same figure in another form; `change` must keep the order of values.
    #[must_use]
    pub fn map<U>(self, change: impl Fn(T) -> U) -> Cited<U> {
        Cited {
            value: change(self.value),
            range: self.range.map(|ends| ends.map(&change)),
            year: self.year,
            sources: self.sources,
        }
    }
}

impl<T: Copy> Cited<T> {
    /// The value that answers are computed from.
    #[must_use]
    pub const fn value(&self) -> T {
        self.value
    }

    /// The 5 % quantile of what it may be; the value where it is exact.
    #[must_use]
    pub fn low(&self) -> T {
        self.range.map_or(self.value, |[low, _]| low)
    }

    /// The 95 % quantile of what it may be; the value where it is exact.
    #[must_use]
    pub fn high(&self) -> T {
        self.range.map_or(self.value, |[_, high]| high)
    }
}

impl<T: Copy + PartialOrd + fmt::Display> Cited<T> {
    /// The same with 5 % and 95 % quantiles; exact where both are the value.
    ///
    /// # Errors
    /// When the value does not lie between them.
    pub fn within(mut self, low: T, high: T) -> Result<Self, OutOfRange> {
        if low <= self.value && self.value <= high {
            self.range = (low < high).then_some([low, high]);
            Ok(self)
        } else {
            Err(OutOfRange {
                value: self.value.to_string(),
                low: low.to_string(),
                high: high.to_string(),
            })
        }
    }
}

/// A span of time of a record: what the median and the 90th percentile are, each with its sources.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CitedTime {
    /// The median.
    pub median: Cited<Duration>,
    /// The 90th percentile; below the median it counts as equal to it.
    pub p90: Cited<Duration>,
}

impl CitedTime {
    /// A span from its two figures.
    #[must_use]
    pub const fn new(median: Cited<Duration>, p90: Cited<Duration>) -> Self {
        Self { median, p90 }
    }

    /// The span that answers are computed from.
    #[must_use]
    pub fn value(&self) -> TravelTime {
        let median = self.median.value();
        TravelTime::new(median, self.p90.value().max(median))
    }
}

impl From<TravelTime> for CitedTime {
    /// An exact span that nobody is named for.
    fn from(time: TravelTime) -> Self {
        Self::new(time.median().into(), time.p90().into())
    }
}

/// Sources of a figure; records that cite the same share one list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Vec<SourceId>", into = "Vec<SourceId>")]
pub(crate) struct SourceList(Option<Arc<[SourceId]>>);

impl SourceList {
    pub(crate) fn as_slice(&self) -> &[SourceId] {
        self.0.as_deref().unwrap_or_default()
    }
}

impl FromIterator<SourceId> for SourceList {
    fn from_iter<I: IntoIterator<Item = SourceId>>(sources: I) -> Self {
        let sources: Arc<[SourceId]> = sources.into_iter().collect();
        Self((!sources.is_empty()).then_some(sources))
    }
}

impl From<Vec<SourceId>> for SourceList {
    fn from(sources: Vec<SourceId>) -> Self {
        sources.into_iter().collect()
    }
}

impl From<SourceList> for Vec<SourceId> {
    fn from(list: SourceList) -> Self {
        list.as_slice().to_vec()
    }
}
