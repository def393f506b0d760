//! A part of a whole: exact while it fits, between two bounds from there on.

use crate::quantity::{Share, gcd};

/// One whole in bounds: wide enough for products of two in 128 bits.
const WHOLE: u128 = 1 << 62;
/// How many of the finest shares make a whole.
const ATTO: u128 = 1_000_000_000_000_000_000;

/// A number from 0 to 1.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part {
    /// A fraction in lowest terms.
    Exact { top: u128, bottom: u128 },
    /// At least and at most, in units of 2⁻⁶². Every operation rounds the one down and the other up.
    Between { low: u128, high: u128 },
}

/// The product of two fractions in lowest terms, where it fits.
fn product((top, bottom): (u128, u128), (by, under): (u128, u128)) -> Option<Part> {
    let (one, two) = (gcd(top, under).max(1), gcd(by, bottom).max(1));
    Some(Part::Exact {
        top: (top / one).checked_mul(by / two)?,
        bottom: (bottom / two).checked_mul(under / one)?,
    })
}

/// `a * b` as a pair that compares like the product.
fn wide(a: u128, b: u64) -> (u128, u64) {
    let low = (a & u128::from(u64::MAX)) * u128::from(b);
    ((a >> 64) * u128::from(b) + (low >> 64), low as u64)
}

impl From<Share> for Part {
    fn from(share: Share) -> Self {
        Self::Exact {
            top: share.numerator().into(),
            bottom: share.denominator().into(),
        }
    }
}

impl Part {
    pub(super) const ZERO: Self = Self::Exact { top: 0, bottom: 1 };

    pub(super) const fn is_zero(self) -> bool {
        matches!(
            self,
            Self::Exact { top: 0, .. } | Self::Between { high: 0, .. }
        )
    }

    const fn fraction(self) -> Option<(u128, u128)> {
        match self {
            Self::Exact { top, bottom } => Some((top, bottom)),
            Self::Between { .. } => None,
        }
    }

    fn bounds(self) -> (u128, u128) {
        match self {
            Self::Between { low, high } => (low, high),
            Self::Exact { top, bottom } => {
                let excess = (128 - bottom.leading_zeros()).saturating_sub(65);
                let (top_low, bottom_low) = (top >> excess, bottom >> excess);
                if excess == 0 {
                    return (top * WHOLE / bottom, (top * WHOLE).div_ceil(bottom));
                }
                let low = top_low * WHOLE / (bottom_low + 1);
                let high = ((top_low + 1) * WHOLE).div_ceil(bottom_low);
                (low, high.min(WHOLE))
            }
        }
    }

    /// From the lower bound of this one to the upper of another that is no less.
    pub(super) fn up_to(self, most: Self) -> Self {
        Self::Between {
            low: self.bounds().0,
            high: most.bounds().1,
        }
    }

    /// The sum, which must be 1 at most.
    pub(super) fn plus(self, other: Self) -> Self {
        self.exact_sum(other).unwrap_or_else(|| {
            let ((low, high), (low_too, high_too)) = (self.bounds(), other.bounds());
            Self::Between {
                low: (low + low_too).min(WHOLE),
                high: (high + high_too).min(WHOLE),
            }
        })
    }

    fn exact_sum(self, other: Self) -> Option<Self> {
        let (top, bottom) = self.fraction()?;
        let (more, under) = other.fraction()?;
        let divisor = gcd(bottom, under);
        let (left, right) = (under / divisor, bottom / divisor);
        let more = more.checked_mul(right)?;
        let top = top.checked_mul(left)?.checked_add(more)?;
        let bottom = bottom.checked_mul(left)?;
        let divisor = gcd(top, bottom);
        Some(Self::Exact {
            top: top / divisor,
            bottom: bottom / divisor,
        })
    }

    pub(super) fn times(self, other: Self) -> Self {
        let exact = || product(self.fraction()?, other.fraction()?);
        exact().unwrap_or_else(|| {
            let ((low, high), (low_too, high_too)) = (self.bounds(), other.bounds());
            Self::Between {
                low: low * low_too / WHOLE,
                high: (high * high_too).div_ceil(WHOLE),
            }
        })
    }

    /// What is missing to 1.
    pub(super) fn rest(self) -> Self {
        match self {
            Self::Exact { top, bottom } => Self::Exact {
                top: bottom.saturating_sub(top),
                bottom,
            },
            Self::Between { low, high } => Self::Between {
                low: WHOLE.saturating_sub(high),
                high: WHOLE.saturating_sub(low),
            },
        }
    }

    /// This one over one that is no less and above nothing.
    pub(super) fn over(self, whole: Self) -> Self {
        let exact = || {
            let (top, bottom) = whole.fraction().filter(|(top, _)| *top > 0)?;
            product(self.fraction()?, (bottom, top))
        };
        if let Some(exact) = exact() {
            return exact;
        }
        let ((low, high), (least, most)) = (self.bounds(), whole.bounds());
        Self::Between {
            low: (low * WHOLE).checked_div(most).unwrap_or(0).min(WHOLE),
            high: if least == 0 {
                WHOLE
            } else {
                (high * WHOLE).div_ceil(least).min(WHOLE)
            },
        }
    }

    /// Whether it is the share or more; nothing where the bounds lie on both sides of it.
    pub(super) fn reaches(self, share: Share) -> Option<bool> {
        match self {
            Self::Exact { top, bottom } => {
                Some(wide(top, share.denominator()) >= wide(bottom, share.numerator()))
            }
            Self::Between { low, high } => {
                let least = u128::from(share.numerator()) * WHOLE;
                let scaled = |bound: u128| bound * u128::from(share.denominator());
                if scaled(low) >= least {
                    Some(true)
                } else if scaled(high) < least {
                    Some(false)
                } else {
                    None
                }
            }
        }
    }

    /// The part as a share where it is exactly one, else rounded down to the millionth.
    pub(super) fn stated(self) -> Share {
        if let Self::Exact { top, bottom } = self
            && let (Ok(top), Ok(bottom)) = (u64::try_from(top), u64::try_from(bottom))
            && let Ok(share) = Share::from_fraction(top, bottom)
        {
            return share;
        }
        let millionths = self.bounds().0 * 1_000_000 / WHOLE;
        Share::from_millionths(millionths as u32).unwrap_or(Share::WHOLE)
    }

    /// At least and at most, to 18 decimals of the whole.
    pub(super) fn between(self) -> [Share; 2] {
        let (low, high) = self.bounds();
        let atto = |units: u128| {
            let parts = u64::try_from(units.min(ATTO)).unwrap_or(u64::MAX);
            Share::from_fraction(parts, ATTO as u64).unwrap_or(Share::WHOLE)
        };
        [
            atto(low / WHOLE * ATTO + low % WHOLE * ATTO / WHOLE),
            atto(high / WHOLE * ATTO + (high % WHOLE * ATTO).div_ceil(WHOLE)),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(top: u128, bottom: u128) -> Part {
        product((top, bottom), (1, 1)).unwrap()
    }

    /// That the bounds lie around the fraction.
    #[track_caller]
    fn encloses(bounds: Part, exact: Part) {
        let ((low, high), (top, bottom)) = (bounds.bounds(), exact.fraction().unwrap());
        assert!(low * bottom <= top * WHOLE && top * WHOLE <= high * bottom);
        assert!(high - low < 1_000, "{bounds:?} around {exact:?}");
    }

    #[test]
    fn bounds_lie_around_the_exact_result() {
        let parts = (1..=12).flat_map(|bottom| (0..=bottom).map(move |top| part(top, bottom)));
        let parts: Vec<Part> = parts.collect();
        for &one in &parts {
            let rounded = one.up_to(one);
            encloses(rounded, one);
            encloses(rounded.rest(), one.rest());
            for &other in &parts {
                let bound = other.up_to(other);
                encloses(rounded.times(bound), one.times(other));
                encloses(rounded.times(other), one.times(other));
                let least = one.fraction().zip(other.fraction());
                let ((top, bottom), (by, under)) = least.unwrap();
                if top * under <= by * bottom && by > 0 {
                    encloses(rounded.over(bound), one.over(other));
                    let half = part(1, 2);
                    let sum = one.times(half).plus(other.times(half));
                    encloses(rounded.times(half).plus(bound.times(half)), sum);
                }
            }
        }
    }

    #[test]
    fn long_fractions_become_bounds_and_compare_exactly_before() {
        let long = part((1 << 126) - 1, 1 << 126);
        assert_eq!(long.reaches(Share::WHOLE), Some(false));
        let (low, high) = long.bounds();
        assert!(low < WHOLE && high == WHOLE);
        let product = long.times(part((1 << 126) - 3, 1 << 126));
        assert!(matches!(product, Part::Between { .. }));
        assert_eq!(product.reaches(Share::WHOLE), None);
        assert_eq!(product.reaches(Share::HALF), Some(true));
        assert_eq!(product.times(part(1, 3)).reaches(Share::HALF), Some(false));
        assert!(product.stated() <= Share::WHOLE);
        assert_eq!(product.rest().stated(), Share::ZERO);
    }
}
