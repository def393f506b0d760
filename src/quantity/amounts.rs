use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Sub};

use serde::{Deserialize, Serialize};

use super::{Difference, QuantityError, whole};

macro_rules! amount {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize,
            Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(u64);

        impl $name {
            /// Nothing of it.
            pub const ZERO: Self = Self(0);

            /// What is left after `other` is taken away, at least zero.
            #[must_use]
            pub const fn saturating_sub(self, other: Self) -> Self {
                Self(self.0.saturating_sub(other.0))
            }
        }

        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0.saturating_add(other.0))
            }
        }

        /// How much more it is than the other.
        impl Sub for $name {
            type Output = Difference<Self>;
            fn sub(self, other: Self) -> Difference<Self> {
                Difference::between(self.0, other.0)
            }
        }

        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                *self = *self + other;
            }
        }

        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(items: I) -> Self {
                items.fold(Self::ZERO, Add::add)
            }
        }
    };
}

amount! {
    /// A length in whole metres.
    ///
    /// ```
    /// use trade_corridor::quantity::Distance;
    /// assert_eq!(Distance::from_km(1.5)?, Distance::from_metres(1_500));
    /// assert!(Distance::from_km(-1.0).is_err());
    /// # Ok::<(), trade_corridor::quantity::QuantityError>(())
    /// ```
    Distance
}
amount! {
    /// A span of time in whole minutes.
    ///
    /// ```
    /// use trade_corridor::quantity::Duration;
    /// assert_eq!(Duration::from_hours(1.5)?, Duration::from_minutes(90));
    /// assert!(Duration::from_hours(f64::NAN).is_err());
    /// # Ok::<(), trade_corridor::quantity::QuantityError>(())
    /// ```
    Duration
}
amount! {
    /// A mass in whole kilograms.
    ///
    /// ```
    /// use trade_corridor::quantity::Mass;
    /// assert_eq!(Mass::from_tonnes(20.0)?, Mass::from_kg(20_000));
    /// assert!(Mass::from_tonnes(1e12).is_err());
    /// # Ok::<(), trade_corridor::quantity::QuantityError>(())
    /// ```
    Mass
}
amount! {
    /// Greenhouse gas emissions in whole grams of CO2 equivalent.
    ///
    /// ```
    /// use trade_corridor::quantity::Emissions;
    /// assert_eq!(Emissions::from_kg(0.5)?, Emissions::from_grams(500));
    /// assert!(Emissions::from_kg(-0.5).is_err());
    /// # Ok::<(), trade_corridor::quantity::QuantityError>(())
    /// ```
    Emissions
}

amount! {
    /// Goods times distance in whole kilogram-metres.
    ///
    /// ```
    /// use trade_corridor::quantity::{Distance, Mass, TransportActivity};
    /// let moved = TransportActivity::of(Mass::from_tonnes(20.0)?, Distance::from_km(300.0)?);
    /// assert_eq!(moved.as_tonne_km(), 6_000.0);
    /// # Ok::<(), trade_corridor::quantity::QuantityError>(())
    /// ```
    TransportActivity
}

macro_rules! readings {
    ($quantity:ty, $small:ident $small_doc:literal, $large:ident $large_doc:literal, $per:literal, $format:literal) => {
        impl Difference<$quantity> {
            #[doc = $small_doc]
            #[must_use]
            pub const fn $small(self) -> i64 {
                self.units()
            }

            #[doc = $large_doc]
            #[must_use]
            pub fn $large(self) -> f64 {
                self.units() as f64 / $per
            }
        }

        impl fmt::Display for Difference<$quantity> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, $format, self.$large())
            }
        }
    };
}

readings!(Distance, as_metres "Whole metres more.", as_km "Kilometres more.", 1e3, "{:+.1} km");
readings!(Duration, as_minutes "Whole minutes more.", as_hours "Hours more.", 60.0, "{:+.1} h");
readings!(Mass, as_kg "Whole kilograms more.", as_tonnes "Metric tonnes more.", 1e3, "{:+} t");
readings!(
    Emissions,
    as_grams "Whole grams of CO2e more.",
    as_kg "Kilograms of CO2e more.",
    1e3,
    "{:+.0} kg CO2e"
);

readings!(
    TransportActivity,
    as_kilogram_metres "Whole kilogram-metres more.",
    as_tonne_km "Tonne-kilometres more.",
    1e6,
    "{:+.0} t-km"
);

const LARGEST: u64 = u32::MAX as u64;

impl Distance {
    /// So many metres, beyond what the constructors take.
    pub(crate) const fn of_units(metres: u64) -> Self {
        Self(metres)
    }

    /// `metres` of length.
    #[must_use]
    pub const fn from_metres(metres: u32) -> Self {
        Self(metres as u64)
    }

    /// `km` kilometres, rounded to the metre.
    ///
    /// # Errors
    /// A number that is not finite, negative or above 4,294,967 km.
    pub fn from_km(km: f64) -> Result<Self, QuantityError> {
        whole("distance", "km", km, 1e3, LARGEST).map(Self)
    }

    /// Whole metres.
    #[must_use]
    pub const fn as_metres(self) -> u64 {
        self.0
    }

    /// Kilometres.
    #[must_use]
    pub fn as_km(self) -> f64 {
        self.0 as f64 / 1e3
    }
}

impl fmt::Display for Distance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1} km", self.as_km())
    }
}

impl Duration {
    /// So many minutes, beyond what the constructors take.
    pub(crate) const fn of_units(minutes: u64) -> Self {
        Self(minutes)
    }

    /// `minutes` of time.
    #[must_use]
    pub const fn from_minutes(minutes: u32) -> Self {
        Self(minutes as u64)
    }

    /// `hours` hours, rounded to the minute.
    ///
    /// # Errors
    /// A number that is not finite, negative or above 71 million hours.
    pub fn from_hours(hours: f64) -> Result<Self, QuantityError> {
        whole("duration", "h", hours, 60.0, LARGEST).map(Self)
    }

    /// Whole minutes.
    #[must_use]
    pub const fn as_minutes(self) -> u64 {
        self.0
    }

    /// Hours.
    #[must_use]
    pub fn as_hours(self) -> f64 {
        self.0 as f64 / 60.0
    }

    /// Days of 24 hours.
    #[must_use]
    pub fn as_days(self) -> f64 {
        self.as_hours() / 24.0
    }
}

impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.1} h", self.as_hours())
    }
}

impl Mass {
    /// So many kilograms, beyond what the constructors take.
    pub(crate) const fn of_units(kg: u64) -> Self {
        Self(kg)
    }

    /// `kg` kilograms.
    #[must_use]
    pub const fn from_kg(kg: u32) -> Self {
        Self(kg as u64)
    }

    /// `tonnes` metric tonnes, rounded to the kilogram.
    ///
    /// # Errors
    /// A number that is not finite, negative or above 4,294,967 t.
    pub fn from_tonnes(tonnes: f64) -> Result<Self, QuantityError> {
        whole("mass", "t", tonnes, 1e3, LARGEST).map(Self)
    }

    /// The mass of `count` such masses.
    #[must_use]
    pub const fn times(self, count: u32) -> Self {
        Self(self.0.saturating_mul(count as u64))
    }

    /// Whole kilograms.
    #[must_use]
    pub const fn as_kg(self) -> u64 {
        self.0
    }

    /// Metric tonnes.
    #[must_use]
    pub fn as_tonnes(self) -> f64 {
        self.0 as f64 / 1e3
    }
}

impl fmt::Display for Mass {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} t", self.as_tonnes())
    }
}

impl Emissions {
    /// `grams` of CO2e.
    #[must_use]
    pub const fn from_grams(grams: u64) -> Self {
        Self(grams)
    }

    /// `kg` kilograms of CO2e, rounded to the gram.
    ///
    /// # Errors
    /// A number that is not finite, negative or above 10^12 kg.
    pub fn from_kg(kg: f64) -> Result<Self, QuantityError> {
        whole("emissions", "kg", kg, 1e3, 1_000_000_000_000_000).map(Self)
    }

    /// Whole grams of CO2e.
    #[must_use]
    pub const fn as_grams(self) -> u64 {
        self.0
    }

    /// Kilograms of CO2e.
    #[must_use]
    pub fn as_kg(self) -> f64 {
        self.0 as f64 / 1e3
    }
}

impl fmt::Display for Emissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.0} kg CO2e", self.as_kg())
    }
}

impl TransportActivity {
    /// `goods` over `distance`.
    #[must_use]
    pub const fn of(goods: Mass, distance: Distance) -> Self {
        Self(goods.0.saturating_mul(distance.0))
    }

    /// Whole kilogram-metres.
    #[must_use]
    pub const fn as_kilogram_metres(self) -> u64 {
        self.0
    }

    /// Tonne-kilometres.
    #[must_use]
    pub fn as_tonne_km(self) -> f64 {
        self.0 as f64 / 1e6
    }
}

impl fmt::Display for TransportActivity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:.0} t-km", self.as_tonne_km())
    }
}
