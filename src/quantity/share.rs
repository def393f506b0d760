use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::QuantityError;

/// The largest denominator of a share: percentages of 16 decimals.
const FINEST: u64 = 1_000_000_000_000_000_000;

/// A part of a whole, from nothing to everything: an exact fraction in lowest terms.
///
/// It is what was written and nothing near it: `1/6` three times is half, `16.6667` three times is
/// 50.0001 %. Written as a percentage (`33.3`, `16 2/3 %`) or as a fraction of the whole (`1/3`); shown
/// as a percentage, serialised as a fraction in a text (`"1/3"`).
///
/// ```
/// use trade_corridor::quantity::Share;
/// let sixth: Share = "1/6".parse()?;
/// assert_eq!(sixth, "16 2/3 %".parse()?);
/// assert_ne!(sixth, "16.6667".parse()?);
/// assert_eq!(sixth.to_string(), "16 2/3 %");
/// assert!("120".parse::<Share>().is_err());
/// # Ok::<(), trade_corridor::quantity::QuantityError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Share {
    numerator: u64,
    denominator: u64,
}

impl Share {
    /// Nothing.
    pub const ZERO: Self = Self {
        numerator: 0,
        denominator: 1,
    };
    /// Half of it.
    pub const HALF: Self = Self {
        numerator: 1,
        denominator: 2,
    };
    /// All of it.
    pub const WHOLE: Self = Self {
        numerator: 1,
        denominator: 1,
    };

    /// `numerator` parts of `denominator`.
    ///
    /// # Errors
    /// A denominator of zero, more than everything, or a fraction whose denominator in lowest terms is
    /// above 10¹⁸.
    pub fn from_fraction(numerator: u64, denominator: u64) -> Result<Self, QuantityError> {
        let text = || format!("{numerator}/{denominator}");
        if denominator == 0 || numerator > denominator {
            return Err(QuantityError::BadShare { text: text() });
        }
        Self::reduced(numerator.into(), denominator.into())
            .ok_or_else(|| QuantityError::FineShare { text: text() })
    }

    /// `percent` per cent: the shortest decimal that stands for the number.
    ///
    /// # Errors
    /// A number that is not finite or outside 0–100, or one of more than 16 decimals.
    pub fn from_percent(percent: f64) -> Result<Self, QuantityError> {
        Self::decimal(&percent.to_string())
    }

    /// `millionths` of the whole.
    ///
    /// # Errors
    /// More than a million.
    pub fn from_millionths(millionths: u32) -> Result<Self, QuantityError> {
        let share = Self::reduced(millionths.into(), 1_000_000);
        share.ok_or_else(|| QuantityError::TooLarge {
            quantity: "share",
            value: f64::from(millionths),
            unit: "millionths",
            max: 1e6,
        })
    }

    /// Nothing for more than everything and for fractions that are too fine.
    pub(super) fn reduced(numerator: u128, denominator: u128) -> Option<Self> {
        let divisor = gcd(numerator, denominator).max(1);
        let [numerator, denominator] = [numerator, denominator].map(|part| part / divisor);
        if numerator > denominator || denominator > u128::from(FINEST) {
            return None;
        }
        Some(Self {
            numerator: u64::try_from(numerator).ok()?,
            denominator: u64::try_from(denominator).ok()?,
        })
    }

    /// The fraction's numerator in lowest terms.
    #[must_use]
    pub const fn numerator(self) -> u64 {
        self.numerator
    }

    /// The fraction's denominator in lowest terms.
    #[must_use]
    pub const fn denominator(self) -> u64 {
        self.denominator
    }

    /// Millionths of the whole, rounded down.
    #[must_use]
    pub const fn as_millionths(self) -> u32 {
        (self.numerator as u128 * 1_000_000 / self.denominator as u128) as u32
    }

    /// Per cent, the nearest number.
    #[must_use]
    pub fn as_percent(self) -> f64 {
        (u128::from(self.numerator) * 100) as f64 / self.denominator as f64
    }

    /// Reads a percentage of any number of digits.
    fn decimal(text: &str) -> Result<Self, QuantityError> {
        let bad = || QuantityError::BadShare {
            text: text.to_owned(),
        };
        let percent: f64 = text.parse().map_err(|_| bad())?;
        super::whole("share", "%", percent, 1.0, 100)?;
        let fine = || QuantityError::FineShare {
            text: text.to_owned(),
        };
        let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let mantissa = mantissa.trim_start_matches(['+', '-']);
        let (whole, decimals) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let decimals = decimals.trim_end_matches('0');
        let digits = format!("{whole}{decimals}");
        let digits = digits.trim_start_matches('0');
        if digits.is_empty() {
            return Ok(Self::ZERO);
        }
        // The percentage is a whole number of 10^-places; a number that is no f64 is none here.
        let exponent: i32 = exponent.parse().map_err(|_| fine())?;
        let places = i64::try_from(decimals.len()).unwrap_or(i64::MAX / 2) - i64::from(exponent);
        let number: u128 = digits.parse().map_err(|_| fine())?;
        let power = |places: i64| 10_u128.checked_pow(u32::try_from(places).ok()?);
        let (number, hundred) = if places >= 0 {
            (Some(number), power(places + 2))
        } else {
            let scale = power(-places);
            (scale.and_then(|by| number.checked_mul(by)), Some(100))
        };
        let (number, hundred) = number.zip(hundred).ok_or_else(fine)?;
        if number > hundred {
            return Err(QuantityError::TooLarge {
                quantity: "share",
                value: percent,
                unit: "%",
                max: 100.0,
            });
        }
        Self::reduced(number, hundred).ok_or_else(fine)
    }
}

/// The greatest number that divides both; the other one where one is nothing.
pub(crate) fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        // Nearly all fit, and divide several times as fast.
        if let (Ok(a), Ok(b)) = (u64::try_from(a), u64::try_from(b)) {
            return narrow_gcd(a, b).into();
        }
        (a, b) = (b, a % b);
    }
    a
}

fn narrow_gcd(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl Default for Share {
    fn default() -> Self {
        Self::ZERO
    }
}

impl Ord for Share {
    fn cmp(&self, other: &Self) -> Ordering {
        let product = |a, b| u128::from(a) * u128::from(b);
        product(self.numerator, other.denominator).cmp(&product(other.numerator, self.denominator))
    }
}

impl PartialOrd for Share {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl TryFrom<String> for Share {
    type Error = QuantityError;
    fn try_from(text: String) -> Result<Self, QuantityError> {
        text.parse()
    }
}

impl From<Share> for String {
    fn from(share: Share) -> String {
        format!("{}/{}", share.numerator, share.denominator)
    }
}

impl FromStr for Share {
    type Err = QuantityError;

    /// Reads a percentage (`33.3`, `33.3 %`, `16 2/3 %`) or a fraction of the whole (`1/3`). A bare
    /// fraction of a per cent (`2/3 %`) is refused, for it is easily mistaken; write `0 2/3 %`.
    fn from_str(text: &str) -> Result<Self, QuantityError> {
        let bad = || QuantityError::BadShare {
            text: text.to_owned(),
        };
        let number = text.trim();
        let (number, marked) = match number.strip_suffix('%') {
            Some(number) => (number.trim_end(), true),
            None => (number, false),
        };
        let Some((top, bottom)) = number.split_once('/') else {
            return Self::decimal(number);
        };
        let read = |digits: &str| digits.trim().parse::<u64>().map_err(|_| bad());
        let bottom = read(bottom)?;
        let Some((percent, top)) = top.trim().split_once(char::is_whitespace) else {
            let top = read(top)?;
            return if marked || bottom == 0 || top > bottom {
                Err(bad())
            } else {
                Self::from_fraction(top, bottom)
            };
        };
        let (percent, top) = (read(percent)?, read(top)?);
        if bottom == 0 || top >= bottom || percent >= 100 {
            return Err(bad());
        }
        let bottom = u128::from(bottom);
        let parts = u128::from(percent) * bottom + u128::from(top);
        Self::reduced(parts, bottom * 100).ok_or_else(|| QuantityError::FineShare {
            text: text.to_owned(),
        })
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_percent(f, self.numerator.into(), self.denominator.into())?;
        f.write_str(" %")
    }
}

/// A fraction as a percentage: a decimal where it ends after 16 digits, else a mixed number.
fn write_percent(f: &mut fmt::Formatter<'_>, numerator: u128, denominator: u128) -> fmt::Result {
    let hundredfold = numerator * 100;
    let (whole, parts) = (hundredfold / denominator, hundredfold % denominator);
    if parts == 0 {
        return write!(f, "{whole}");
    }
    let divisor = gcd(parts, denominator);
    let (parts, bottom) = (parts / divisor, denominator / divisor);
    let (mut digits, mut power) = (0, 1);
    while digits < 16 && power % bottom != 0 {
        (digits, power) = (digits + 1, power * 10);
    }
    if power % bottom == 0 {
        let decimals = parts * (power / bottom);
        write!(f, "{whole}.{decimals:0digits$}")
    } else {
        write!(f, "{whole} {parts}/{bottom}")
    }
}

/// An exact sum of shares, over their least common denominator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ShareSum {
    numerator: u128,
    denominator: u64,
}

impl Default for ShareSum {
    fn default() -> Self {
        Self {
            numerator: 0,
            denominator: 1,
        }
    }
}

impl ShareSum {
    /// Nothing where the common denominator would be above the largest of a share. The order does
    /// not matter, for the denominator is not reduced.
    pub(crate) fn plus(self, share: Share) -> Option<Self> {
        let divisor = narrow_gcd(self.denominator, share.denominator);
        let factor = share.denominator / divisor;
        let denominator = self.denominator.checked_mul(factor)?;
        if denominator > FINEST {
            return None;
        }
        let added = u128::from(share.numerator) * u128::from(denominator / share.denominator);
        let numerator = self.numerator.checked_mul(factor.into())?;
        Some(Self {
            numerator: numerator.checked_add(added)?,
            denominator,
        })
    }

    pub(crate) fn of(shares: impl IntoIterator<Item = Share>) -> Option<Self> {
        shares.into_iter().try_fold(Self::default(), Self::plus)
    }

    /// How many parts of the common denominator a share of the sum has.
    pub(crate) const fn parts(self, share: Share) -> u64 {
        share.numerator * (self.denominator / share.denominator)
    }

    pub(crate) fn whole(self) -> Ordering {
        self.numerator.cmp(&self.denominator.into())
    }

    /// Whether it is above nothing, and a share or more.
    pub(crate) fn reaches(self, threshold: Share) -> bool {
        let denominator = u128::from(self.denominator);
        if self.numerator == 0 || self.numerator >= denominator {
            return self.numerator != 0;
        }
        // Both are below 2^64.
        let needed = u128::from(threshold.numerator) * denominator;
        self.numerator * u128::from(threshold.denominator) >= needed
    }

    /// As one share; nothing for more than everything.
    pub(crate) fn share(self) -> Option<Share> {
        Share::reduced(self.numerator, self.denominator.into())
    }
}

impl fmt::Display for ShareSum {
    /// A percentage without its sign.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_percent(f, self.numerator, self.denominator.into())
    }
}
