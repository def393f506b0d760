use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::QuantityError;

/// A part of a whole in millionths, from nothing to everything.
///
/// ```
/// use trade_corridor::quantity::Share;
/// let third: Share = "1/3".parse()?;
/// assert_eq!(third.as_millionths(), 333_333); // rounded down: three thirds never exceed one
/// assert!("120".parse::<Share>().is_err());
/// # Ok::<(), trade_corridor::quantity::QuantityError>(())
/// ```
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(try_from = "u32", into = "u32")]
pub struct Share(u32);

impl Share {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// Half of it.
    pub const HALF: Self = Self(500_000);
    /// All of it.
    pub const WHOLE: Self = Self(1_000_000);

    /// `percent` per cent, rounded to the millionth.
    ///
    /// # Errors
    /// A number that is not finite or outside 0–100.
    pub fn from_percent(percent: f64) -> Result<Self, QuantityError> {
        super::whole("share", "%", percent, 1e4, 1_000_000).map(|parts| Self(parts as u32))
    }

    /// `millionths` of the whole.
    ///
    /// # Errors
    /// More than a million.
    pub fn from_millionths(millionths: u32) -> Result<Self, QuantityError> {
        if millionths > 1_000_000 {
            return Err(QuantityError::TooLarge {
                quantity: "share",
                value: f64::from(millionths),
                unit: "millionths",
                max: 1e6,
            });
        }
        Ok(Self(millionths))
    }

    /// Millionths of the whole.
    #[must_use]
    pub const fn as_millionths(self) -> u32 {
        self.0
    }

    /// Per cent.
    #[must_use]
    pub fn as_percent(self) -> f64 {
        f64::from(self.0) / 1e4
    }

    /// This share of another share, rounded down.
    #[must_use]
    pub fn of(self, other: Self) -> Self {
        Self((u64::from(self.0) * u64::from(other.0) / 1_000_000) as u32)
    }
}

impl TryFrom<u32> for Share {
    type Error = QuantityError;
    fn try_from(millionths: u32) -> Result<Self, QuantityError> {
        Self::from_millionths(millionths)
    }
}

impl From<Share> for u32 {
    fn from(share: Share) -> u32 {
        share.0
    }
}

impl FromStr for Share {
    type Err = QuantityError;

    /// Reads a percentage (`33.3`) or a fraction (`1/3`, rounded down to the millionth).
    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let bad = || QuantityError::BadShare {
            text: text.to_owned(),
        };
        if let Some((top, bottom)) = text.split_once('/') {
            let top: u32 = top.trim().parse().map_err(|_| bad())?;
            let bottom: u32 = bottom.trim().parse().map_err(|_| bad())?;
            if bottom == 0 || top > bottom {
                return Err(bad());
            }
            return Ok(Self(
                (u64::from(top) * 1_000_000 / u64::from(bottom)) as u32,
            ));
        }
        Self::from_percent(text.trim().parse().map_err(|_| bad())?)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, parts) = (self.0 / 10_000, self.0 % 10_000);
        if parts == 0 {
            write!(f, "{whole} %")
        } else {
            write!(
                f,
                "{whole}.{} %",
                format!("{parts:04}").trim_end_matches('0')
            )
        }
    }
}
