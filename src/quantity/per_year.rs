use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign};
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Duration, Mass, Money, QuantityError};

const MILLION: u64 = 1_000_000;

/// How often something goes in a year, exact to the millionth: boxes a year where one box goes each time.
///
/// What was written is what is kept: ten times `0.1` is one.
///
/// ```
/// use trade_corridor::quantity::{Money, PerYear};
/// let boxes: PerYear = "1234.5".parse()?;
/// assert_eq!(boxes, PerYear::from_boxes(1_234.5)?);
/// assert_eq!(boxes.times(Money::from_cents(101)), Money::from_cents(124_685)); // 124,684.5 rounded
/// assert_eq!(boxes.to_string(), "1234.5");
/// assert!("-1".parse::<PerYear>().is_err() && "NaN".parse::<PerYear>().is_err());
/// # Ok::<(), trade_corridor::quantity::QuantityError>(())
/// ```
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct PerYear(u64);

impl PerYear {
    /// Never.
    pub const ZERO: Self = Self(0);
    /// Once a year.
    pub const ONCE: Self = Self(MILLION);
    /// The most that is read: 10⁹ a year, more than all boxes that all ports handle.
    pub const MOST: Self = Self(1_000_000_000 * MILLION);

    /// So many times a year.
    #[must_use]
    pub const fn from_count(count: u32) -> Self {
        Self(count as u64 * MILLION)
    }

    /// So many boxes a year, rounded to the millionth.
    ///
    /// # Errors
    /// A number that is not finite, negative or above [`PerYear::MOST`].
    pub fn from_boxes(boxes: f64) -> Result<Self, QuantityError> {
        super::whole(VOLUME, UNIT, boxes, MILLION as f64, Self::MOST.0).map(Self)
    }

    /// So many a year, the nearest number.
    #[must_use]
    pub fn as_boxes(self) -> f64 {
        self.0 as f64 / MILLION as f64
    }

    pub(crate) const fn of_units(millionths: u64) -> Self {
        Self(millionths)
    }

    /// Millionths of once a year.
    #[must_use]
    pub const fn as_millionths(self) -> u64 {
        self.0
    }

    /// What so much each time comes to in a year, rounded to the cent, half away from nothing. A result
    /// beyond the range stays at its end.
    #[must_use]
    pub fn times(self, each: Money) -> Money {
        let cents = self.rounded(each.as_cents().unsigned_abs());
        let cents = i64::try_from(cents).unwrap_or(i64::MAX);
        Money::from_cents(cents * each.as_cents().signum())
    }

    /// What so long each time comes to in a year, rounded to the minute.
    #[must_use]
    pub fn hours_of(self, each: Duration) -> Duration {
        Duration::of_units(self.rounded(each.as_minutes()))
    }

    /// What so much each time weighs in a year, rounded to the kilogram.
    #[must_use]
    pub fn mass_of(self, each: Mass) -> Mass {
        Mass::of_units(self.rounded(each.as_kg()))
    }

    /// Rounded half up; what is beyond the range stays at its end.
    fn rounded(self, units: u64) -> u64 {
        let million = u128::from(MILLION);
        let rounded = (u128::from(self.0) * u128::from(units) + million / 2) / million;
        u64::try_from(rounded).unwrap_or(u64::MAX)
    }
}

/// Millionths rounded to whole units, half away from nothing; what is beyond the range stays at its end.
pub(crate) fn rounded_millionths(millionths: i128) -> i64 {
    narrow(whole_units(millionths))
}

fn whole_units(millionths: i128) -> i128 {
    let million = i128::from(MILLION);
    millionths.saturating_add(million / 2 * millionths.signum()) / million
}

fn narrow(units: i128) -> i64 {
    let end = if units < 0 { i64::MIN } else { i64::MAX };
    i64::try_from(units).unwrap_or(end)
}

/// Rounds sums of millionths to whole units, so that the parts add up to the rounded sum of all: what rounding
/// down leaves goes to the largest remainders, of equal ones to the first.
pub(crate) fn rounded_together(millionths: &[i128]) -> Vec<i64> {
    let million = i128::from(MILLION);
    let total = whole_units(millionths.iter().sum());
    let mut parts: Vec<i128> = millionths.iter().map(|it| it.div_euclid(million)).collect();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|at| std::cmp::Reverse(millionths[*at].rem_euclid(million)));
    let missing = total - parts.iter().sum::<i128>();
    for at in order
        .into_iter()
        .take(usize::try_from(missing).unwrap_or(0))
    {
        parts[at] += 1;
    }
    parts.into_iter().map(narrow).collect()
}

const VOLUME: &str = "volume";
const UNIT: &str = "a year";

impl FromStr for PerYear {
    type Err = QuantityError;

    /// Reads a decimal of at most six places after the point, exactly.
    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let bad = || QuantityError::BadNumber {
            quantity: VOLUME,
            text: text.chars().take(100).collect(),
        };
        let number: f64 = text.parse().map_err(|_| bad())?;
        // What is no possible volume is told as such, before its digits are looked at.
        Self::from_boxes(number)?;
        let plain = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
        let (whole, places) = text.split_once('.').unwrap_or((text, ""));
        let whole = whole.strip_prefix('+').unwrap_or(whole);
        if !plain(whole) || !plain(places) {
            return Err(bad());
        }
        let places = places.trim_end_matches('0');
        if places.len() > 6 {
            return Err(QuantityError::FineNumber {
                quantity: VOLUME,
                text: text.chars().take(100).collect(),
                places: 6,
            });
        }
        let read = |digits: &str| match digits {
            "" => Ok(0),
            digits => digits.parse::<u64>().map_err(|_| bad()),
        };
        let places = read(&format!("{places:0<6}"))?;
        Ok(Self(read(whole)? * MILLION + places))
    }
}

impl Add for PerYear {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for PerYear {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for PerYear {
    fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
        items.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for PerYear {
    /// The decimal that is read back.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, places) = (self.0 / MILLION, self.0 % MILLION);
        if places == 0 {
            return f.pad(&whole.to_string());
        }
        let places = format!("{places:06}");
        f.pad(&format!("{whole}.{}", places.trim_end_matches('0')))
    }
}
