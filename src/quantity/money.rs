use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};

use serde::{Deserialize, Serialize};

use super::{QuantityError, Share};

/// An amount of money in whole US cents of the network's price year; differences may be negative.
///
/// ```
/// use trade_corridor::quantity::Money;
/// assert_eq!(Money::from_usd(12.34)?, Money::from_cents(1_234));
/// assert!(Money::from_usd(f64::INFINITY).is_err());
/// # Ok::<(), trade_corridor::quantity::QuantityError>(())
/// ```
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Money(i64);

impl Money {
    /// Nothing to pay.
    pub const ZERO: Self = Self(0);

    /// `cents` US cents.
    #[must_use]
    pub const fn from_cents(cents: i64) -> Self {
        Self(cents)
    }

    /// `usd` US dollars, rounded to the cent.
    ///
    /// # Errors
    /// A number that is not finite or beyond 10^12 dollars.
    pub fn from_usd(usd: f64) -> Result<Self, QuantityError> {
        if !usd.is_finite() {
            return Err(QuantityError::NotFinite {
                quantity: "money",
                value: usd,
            });
        }
        if usd.abs() > 1e12 {
            return Err(QuantityError::TooLarge {
                quantity: "money",
                value: usd,
                unit: "USD",
                max: 1e12,
            });
        }
        Ok(Self((usd * 100.0).round() as i64))
    }

    /// Whole US cents.
    #[must_use]
    pub const fn as_cents(self) -> i64 {
        self.0
    }

    /// US dollars.
    #[must_use]
    pub fn as_usd(self) -> f64 {
        self.0 as f64 / 100.0
    }
}

impl Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Money {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
        items.fold(Self::ZERO, Add::add)
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let cents = self.0.unsigned_abs();
        write!(f, "{sign}{}.{:02} USD", cents / 100, cents % 100)
    }
}

/// A price per unit of something (a kilometre, a tonne-kilometre, a container) in millionths of a
/// US dollar, so that rates of a tenth of a cent keep their digits.
///
/// ```
/// use trade_corridor::quantity::{Money, Rate};
/// let per_km = Rate::from_usd(0.24)?;
/// assert_eq!(per_km.times(1_000_000, 1_000), Money::from_usd(240.0)?); // 1,000 km in metres
/// assert!(Rate::from_usd(-0.24).is_err());
/// # Ok::<(), trade_corridor::quantity::QuantityError>(())
/// ```
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Rate(u64);

impl Rate {
    /// Free of charge.
    pub const ZERO: Self = Self(0);

    /// `usd` US dollars per unit, rounded to the millionth.
    ///
    /// # Errors
    /// A number that is not finite, negative or above 10^9 dollars.
    pub fn from_usd(usd: f64) -> Result<Self, QuantityError> {
        super::whole("rate", "USD", usd, 1e6, 1_000_000_000_000_000).map(Self)
    }

    /// US dollars per unit.
    #[must_use]
    pub fn as_usd(self) -> f64 {
        self.0 as f64 / 1e6
    }

    /// So many millionths of a US dollar per unit, beyond what the constructors take.
    pub(crate) const fn of_millionths(millionths: u64) -> Self {
        Self(millionths)
    }

    /// Millionths of a US dollar per unit.
    pub(crate) const fn as_millionths(self) -> u64 {
        self.0
    }

    /// The money for `count / per` units, rounded half up to the cent.
    ///
    /// A rate per kilometre times a length in metres is `rate.times(metres, 1_000)`. A result
    /// beyond the range of [`Money`] stays at its largest value.
    #[must_use]
    #[inline] // the divisor is mostly a constant
    pub fn times(self, count: u64, per: u64) -> Money {
        let per = per.max(1);
        if let (Some(product), Some(divisor)) = (self.0.checked_mul(count), per.checked_mul(10_000))
            && let Some(rounded) = product.checked_add(divisor / 2)
        {
            // Nearly every price: 128-bit division is an order of magnitude slower.
            return Money(i64::try_from(rounded / divisor).unwrap_or(i64::MAX));
        }
        let divisor = u128::from(per) * 10_000;
        let cents = (u128::from(self.0) * u128::from(count) + divisor / 2) / divisor;
        Money(i64::try_from(cents).unwrap_or(i64::MAX))
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} USD", self.as_usd())
    }
}

/// Splits `amount` in proportion to `weights`, exact to the cent: every part is rounded towards
/// zero and the cents left over go to the largest remainders, ties to the earlier part.
///
/// Empty when every weight is zero.
///
/// ```
/// use trade_corridor::quantity::{Money, apportion};
/// let parts = apportion(Money::from_cents(100), &[1, 1, 1]);
/// assert_eq!(parts, [34, 33, 33].map(Money::from_cents));
/// assert!(apportion(Money::from_cents(100), &[0]).is_empty());
/// ```
#[must_use]
pub fn apportion(amount: Money, weights: &[u64]) -> Vec<Money> {
    let total: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
    if total == 0 {
        return Vec::new();
    }
    let fractions = weights.iter().map(|weight| (u128::from(*weight), total));
    signed(amount, fractions)
}

/// The same by shares that are the whole together, or the whole less what was rounded off them: what that
/// leaves goes cent by cent to the largest remainders, over and over.
pub(crate) fn apportion_by_shares(amount: Money, shares: &[Share]) -> Vec<Money> {
    let fractions = shares.iter();
    let fractions = fractions.map(|it| (it.numerator().into(), it.denominator().into()));
    signed(amount, fractions)
}

fn signed(amount: Money, fractions: impl ExactSizeIterator<Item = (u128, u128)>) -> Vec<Money> {
    let sign = amount.0.signum();
    by_largest_remainder(amount.0.unsigned_abs(), fractions)
        .into_iter()
        .map(|part| Money(sign * i64::try_from(part).unwrap_or(i64::MAX)))
        .collect()
}

/// Splits whole units by fractions, top and bottom, that are the whole together or a little less: all bottoms are the
/// same and all tops below 2⁶⁴, or all bottoms are below 2⁶⁴.
pub(crate) fn by_largest_remainder(
    whole: u64,
    fractions: impl ExactSizeIterator<Item = (u128, u128)>,
) -> Vec<u64> {
    let units = u128::from(whole);
    let mut parts: Vec<u128> = Vec::with_capacity(fractions.len());
    let mut remainders: Vec<(u128, u128, usize)> = Vec::with_capacity(fractions.len());
    for (index, (top, bottom)) in fractions.enumerate() {
        let product = units * top;
        parts.push(product / bottom);
        remainders.push((product % bottom, bottom, index));
    }
    remainders.sort_by(|a, b| {
        let smaller = if a.1 == b.1 {
            a.0.cmp(&b.0)
        } else {
            (a.0 * b.1).cmp(&(b.0 * a.1))
        };
        smaller.reverse().then(a.2.cmp(&b.2))
    });
    let missing = (units - parts.iter().sum::<u128>()) as usize;
    for (_, _, index) in remainders.iter().cycle().take(missing) {
        parts[*index] += 1;
    }
    let narrow = |part| u64::try_from(part).unwrap_or(u64::MAX);
    parts.into_iter().map(narrow).collect()
}
