//! Money of a year, summed exactly before it is rounded once.

use std::ops::{Add, AddAssign, Sub};

use crate::quantity::{Money, PerYear, rounded_millionths};

/// Millionths of a cent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Yearly(i128);

impl Yearly {
    pub(super) const ZERO: Self = Self(0);

    /// So much each time.
    pub(super) fn of(volume: PerYear, each: Money) -> Self {
        Self(i128::from(volume.as_millionths()) * i128::from(each.as_cents()))
    }

    /// Rounded to the cent, half away from nothing; what is beyond the range stays at its end.
    pub(super) fn money(self) -> Money {
        Money::from_cents(rounded_millionths(self.0))
    }
}

impl Add for Yearly {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Yearly {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Yearly {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}
