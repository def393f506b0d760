use std::fmt;
use std::iter::Sum;
use std::marker::PhantomData;
use std::ops::{Add, AddAssign, Neg};

use serde::{Deserialize, Serialize};

/// How much more one quantity is than another, negative where it is less, in whole small units of the
/// quantity. [`Money`](super::Money) needs none: it is signed itself.
///
/// Serialised as the number of small units. Sums saturate.
///
/// ```
/// use trade_corridor::quantity::{Difference, Distance};
/// let (short, long) = (Distance::from_km(1.5)?, Distance::from_km(4.0)?);
/// assert_eq!((short - long).as_metres(), -2_500);
/// assert_eq!((long - short) + (short - long), Difference::ZERO);
/// assert_eq!((long - short).to_string(), "+2.5 km");
/// # Ok::<(), trade_corridor::quantity::QuantityError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Difference<Q> {
    units: i64,
    of: PhantomData<Q>,
}

impl<Q> Difference<Q> {
    /// As much as the other.
    pub const ZERO: Self = Self::of_units(0);

    /// So many small units more.
    pub(crate) const fn of_units(units: i64) -> Self {
        Self {
            units,
            of: PhantomData,
        }
    }

    pub(crate) const fn units(self) -> i64 {
        self.units
    }

    /// `more` minus `less`, as far as the range goes.
    pub(crate) fn between(more: u64, less: u64) -> Self {
        let apart = i64::try_from(more.abs_diff(less)).unwrap_or(i64::MAX);
        Self::of_units(if more >= less { apart } else { -apart })
    }
}

impl<Q> Default for Difference<Q> {
    fn default() -> Self {
        Self::ZERO
    }
}

impl<Q> fmt::Debug for Difference<Q> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Difference").field(&self.units).finish()
    }
}

impl<Q> Add for Difference<Q> {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::of_units(self.units.saturating_add(other.units))
    }
}

impl<Q> AddAssign for Difference<Q> {
    fn add_assign(&mut self, other: Self) {
        self.units = self.units.saturating_add(other.units);
    }
}

impl<Q> Neg for Difference<Q> {
    type Output = Self;
    fn neg(self) -> Self {
        Self::of_units(self.units.saturating_neg())
    }
}

impl<Q> Sum for Difference<Q> {
    fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
        items.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_of_the_range_do_not_wrap() {
        let most = Difference::<()>::between(u64::MAX, 0);
        let least = Difference::<()>::between(0, u64::MAX);
        assert_eq!((most.units(), least.units()), (i64::MAX, -i64::MAX));
        assert_eq!(most + most, most);
        assert_eq!(-least, most);
        assert_eq!(most + least, Difference::ZERO);
        assert!(least < most);
    }
}
