use std::fmt;

use serde::{Deserialize, Serialize};

use crate::quantity::{Duration, QuantityError, Rate, Share, TravelTime};

/// What a price is multiplied with, in millionths.
///
/// ```
/// use trade_corridor::quantity::Rate;
/// use trade_corridor::scenario::Factor;
/// let dearer = Factor::from_percent(120.0)?;
/// assert_eq!(dearer.of(Rate::from_usd(0.5)?), Rate::from_usd(0.6)?);
/// assert!(Factor::from_percent(-20.0).is_err());
/// # Ok::<(), trade_corridor::quantity::QuantityError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "f64", into = "f64")]
pub struct Factor(u32);

impl Factor {
    /// Unchanged.
    pub const ONE: Self = Self(1_000_000);

    /// `percent` per cent of what it was: 120 makes it dearer by a fifth.
    ///
    /// # Errors
    /// A number that is not finite, negative or above 100,000.
    pub fn from_percent(percent: f64) -> Result<Self, QuantityError> {
        // A rate has the same resolution and refuses the same numbers.
        let factor = Rate::from_usd(percent / 100.0)
            .ok()
            .filter(|factor| factor.as_usd() <= 1_000.0);
        match factor {
            Some(factor) => Ok(Self((factor.as_usd() * 1e6).round() as u32)),
            None if !percent.is_finite() => Err(QuantityError::NotFinite {
                quantity: "factor",
                value: percent,
            }),
            None if percent < 0.0 => Err(QuantityError::Negative {
                quantity: "factor",
                value: percent,
                unit: "%",
            }),
            None => Err(QuantityError::TooLarge {
                quantity: "factor",
                value: percent,
                unit: "%",
                max: 100_000.0,
            }),
        }
    }

    /// Per cent.
    #[must_use]
    pub fn as_percent(self) -> f64 {
        f64::from(self.0) / 1e4
    }

    /// The rate multiplied, rounded to the millionth of a dollar.
    #[must_use]
    pub fn of(self, rate: Rate) -> Rate {
        Rate::from_usd(rate.as_usd() * f64::from(self.0) / 1e6).unwrap_or(rate)
    }
}

impl TryFrom<f64> for Factor {
    type Error = QuantityError;
    fn try_from(percent: f64) -> Result<Self, QuantityError> {
        Self::from_percent(percent)
    }
}

impl From<Factor> for f64 {
    fn from(factor: Factor) -> f64 {
        factor.as_percent()
    }
}

impl fmt::Display for Factor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", self.as_percent())
    }
}

/// A share written as per cent (`74`, `33.3333`) or as a text (`"1/3"`).
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Percent {
    Number(f64),
    Text(String),
}

pub(crate) mod percent {
    use super::{Percent, Share};
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    pub(crate) fn serialize<S: Serializer>(share: &Share, to: S) -> Result<S::Ok, S::Error> {
        let percent = share.as_percent();
        let number = Share::from_percent(percent).is_ok_and(|read| read == *share);
        let written = if number {
            Percent::Number(percent)
        } else {
            Percent::Text((*share).into())
        };
        written.serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Share, D::Error> {
        match Percent::deserialize(from)? {
            Percent::Number(percent) => Share::from_percent(percent),
            Percent::Text(text) => text.parse(),
        }
        .map_err(D::Error::custom)
    }
}

pub(crate) mod usd {
    use super::Rate;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    #[allow(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
    pub(crate) fn serialize<S: Serializer>(rate: &Rate, to: S) -> Result<S::Ok, S::Error> {
        rate.as_usd().serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Rate, D::Error> {
        Rate::from_usd(f64::deserialize(from)?).map_err(D::Error::custom)
    }
}

pub(crate) mod usd_option {
    use super::Rate;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    #[allow(clippy::ref_option, reason = "serde's signature")]
    pub(crate) fn serialize<S: Serializer>(rate: &Option<Rate>, to: S) -> Result<S::Ok, S::Error> {
        rate.map(Rate::as_usd).serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<Rate>, D::Error> {
        Option::<f64>::deserialize(from)?
            .map(Rate::from_usd)
            .transpose()
            .map_err(D::Error::custom)
    }
}

impl Factor {
    /// A count multiplied, rounded half up.
    pub(crate) fn count(self, whole: u64) -> u64 {
        let scaled = (u128::from(whole) * u128::from(self.0) + 500_000) / 1_000_000;
        u64::try_from(scaled).unwrap_or(u64::MAX)
    }
}

/// Shares by id, each written as per cent.
pub(crate) mod percents {
    use std::collections::BTreeMap;

    use super::Share;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    #[serde(transparent)]
    struct Percent(#[serde(with = "super::percent")] Share);

    pub(crate) fn serialize<S: Serializer>(
        shares: &BTreeMap<String, Share>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        to.collect_map(shares.iter().map(|(who, share)| (who, Percent(*share))))
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<BTreeMap<String, Share>, D::Error> {
        let read = BTreeMap::<String, Percent>::deserialize(from)?.into_iter();
        Ok(read.map(|(who, share)| (who, share.0)).collect())
    }
}

/// A span of time that may be missing, as `{ hours = 5, hours_p90 = 9 }`.
pub(crate) mod span {
    use super::TravelTime;
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

    #[derive(Serialize, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Span {
        hours: f64,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        hours_p90: Option<f64>,
    }

    #[allow(clippy::ref_option, reason = "serde's signature")]
    pub(crate) fn serialize<S: Serializer>(
        time: &Option<TravelTime>,
        to: S,
    ) -> Result<S::Ok, S::Error> {
        let span = time.map(|time| Span {
            hours: time.median().as_hours(),
            hours_p90: Some(time.p90().as_hours()),
        });
        span.serialize(to)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Option<TravelTime>, D::Error> {
        let span = Option::<Span>::deserialize(from)?;
        let read = span.map(|span| super::time(span.hours, span.hours_p90));
        read.transpose().map_err(D::Error::custom)
    }
}

/// A spread from hours; without a 90th percentile there is no spread.
pub(super) fn time(hours: f64, hours_p90: Option<f64>) -> Result<TravelTime, QuantityError> {
    let median = Duration::from_hours(hours)?;
    let p90 = hours_p90.map_or(Ok(median), Duration::from_hours)?;
    if p90 < median {
        return Err(QuantityError::ReversedSpread { median, p90 });
    }
    Ok(TravelTime::new(median, p90))
}
