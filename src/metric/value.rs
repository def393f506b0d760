use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::quantity::{Difference, Distance, Duration, Emissions, Money};

/// How much of an objective something has, in the quantity that the objective measures.
///
/// Values of two kinds have no order. The serialised form has the unit in its name.
///
/// ```
/// use trade_corridor::metric::{Objective, ObjectiveValue};
/// use trade_corridor::quantity::{Duration, Money};
/// let (cheap, dear) = (Objective::Cost.value(1_250), Objective::Cost.value(2_000));
/// assert!(cheap < dear);
/// assert_eq!(cheap, ObjectiveValue::Money(Money::from_cents(1_250)));
/// assert_eq!(dear.difference(cheap).unwrap().to_string(), "+7.50 USD");
/// assert_eq!(serde_json::to_string(&cheap)?, r#"{"cost_cents":1250}"#);
///
/// let quick = Objective::Time.value(90);
/// assert_eq!(quick.duration(), Some(Duration::from_minutes(90)));
/// assert_eq!(quick.partial_cmp(&cheap), None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum ObjectiveValue {
    /// Of [`Objective::Distance`](super::Objective::Distance), and of
    /// [`Objective::Direct`](super::Objective::Direct) with its detours.
    #[serde(rename = "distance_metres")]
    Distance(Distance),
    /// Of [`Objective::Time`](super::Objective::Time): the expected time.
    #[serde(rename = "duration_minutes")]
    Duration(Duration),
    /// Of [`Objective::Cost`](super::Objective::Cost) and [`Objective::Generalised`](super::Objective::Generalised).
    #[serde(rename = "cost_cents")]
    Money(Money),
    /// Of [`Objective::Emissions`](super::Objective::Emissions).
    #[serde(rename = "emissions_grams")]
    Emissions(Emissions),
    /// Of an objective of the caller's own, in the units of its function.
    #[serde(rename = "units")]
    Units(u64),
}

/// How much more of an objective something has than something else, negative for less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum ObjectiveDifference {
    /// Of [`ObjectiveValue::Distance`].
    #[serde(rename = "distance_metres")]
    Distance(Difference<Distance>),
    /// Of [`ObjectiveValue::Duration`].
    #[serde(rename = "duration_minutes")]
    Duration(Difference<Duration>),
    /// Of [`ObjectiveValue::Money`].
    #[serde(rename = "cost_cents")]
    Money(Money),
    /// Of [`ObjectiveValue::Emissions`].
    #[serde(rename = "emissions_grams")]
    Emissions(Difference<Emissions>),
    /// Of [`ObjectiveValue::Units`].
    #[serde(rename = "units")]
    Units(i64),
}

impl ObjectiveValue {
    /// The number of metres, minutes, cents, grams or units of the caller's own.
    #[must_use]
    pub const fn units(self) -> u64 {
        match self {
            Self::Distance(distance) => distance.as_metres(),
            Self::Duration(duration) => duration.as_minutes(),
            Self::Money(money) if money.as_cents() < 0 => 0,
            Self::Money(money) => money.as_cents().unsigned_abs(),
            Self::Emissions(emissions) => emissions.as_grams(),
            Self::Units(units) => units,
        }
    }

    /// So many of the same.
    pub(crate) fn of_units(self, units: u64) -> Self {
        match self {
            Self::Distance(_) => Self::Distance(Distance::of_units(units)),
            Self::Duration(_) => Self::Duration(Duration::of_units(units)),
            Self::Money(_) => {
                Self::Money(Money::from_cents(i64::try_from(units).unwrap_or(i64::MAX)))
            }
            Self::Emissions(_) => Self::Emissions(Emissions::from_grams(units)),
            Self::Units(_) => Self::Units(units),
        }
    }

    /// The length, where it is one.
    #[must_use]
    pub const fn distance(self) -> Option<Distance> {
        match self {
            Self::Distance(distance) => Some(distance),
            Self::Duration(_) | Self::Money(_) | Self::Emissions(_) | Self::Units(_) => None,
        }
    }

    /// The time, where it is one.
    #[must_use]
    pub const fn duration(self) -> Option<Duration> {
        match self {
            Self::Duration(duration) => Some(duration),
            Self::Distance(_) | Self::Money(_) | Self::Emissions(_) | Self::Units(_) => None,
        }
    }

    /// The money, where it is some.
    #[must_use]
    pub const fn money(self) -> Option<Money> {
        match self {
            Self::Money(money) => Some(money),
            Self::Distance(_) | Self::Duration(_) | Self::Emissions(_) | Self::Units(_) => None,
        }
    }

    /// The greenhouse gases, where it is some.
    #[must_use]
    pub const fn emissions(self) -> Option<Emissions> {
        match self {
            Self::Emissions(emissions) => Some(emissions),
            Self::Distance(_) | Self::Duration(_) | Self::Money(_) | Self::Units(_) => None,
        }
    }

    /// How much more it is than another; nothing where they are of two kinds.
    #[must_use]
    pub fn difference(self, other: Self) -> Option<ObjectiveDifference> {
        Some(match (self, other) {
            (Self::Distance(more), Self::Distance(less)) => {
                ObjectiveDifference::Distance(more - less)
            }
            (Self::Duration(more), Self::Duration(less)) => {
                ObjectiveDifference::Duration(more - less)
            }
            (Self::Money(more), Self::Money(less)) => ObjectiveDifference::Money(more - less),
            (Self::Emissions(more), Self::Emissions(less)) => {
                ObjectiveDifference::Emissions(more - less)
            }
            (Self::Units(more), Self::Units(less)) => {
                let units = Difference::<()>::between(more, less);
                ObjectiveDifference::Units(units.units())
            }
            _ => return None,
        })
    }
}

impl ObjectiveDifference {
    /// Both together; nothing where they are of two kinds. Sums saturate.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        Some(match (self, other) {
            (Self::Distance(a), Self::Distance(b)) => Self::Distance(a + b),
            (Self::Duration(a), Self::Duration(b)) => Self::Duration(a + b),
            (Self::Money(a), Self::Money(b)) => Self::Money(a + b),
            (Self::Emissions(a), Self::Emissions(b)) => Self::Emissions(a + b),
            (Self::Units(a), Self::Units(b)) => Self::Units(a.saturating_add(b)),
            _ => return None,
        })
    }
}

/// The order of two of one kind.
impl PartialOrd for ObjectiveValue {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Distance(a), Self::Distance(b)) => Some(a.cmp(b)),
            (Self::Duration(a), Self::Duration(b)) => Some(a.cmp(b)),
            (Self::Money(a), Self::Money(b)) => Some(a.cmp(b)),
            (Self::Emissions(a), Self::Emissions(b)) => Some(a.cmp(b)),
            (Self::Units(a), Self::Units(b)) => Some(a.cmp(b)),
            _ => None,
        }
    }
}

/// The order of two of one kind.
impl PartialOrd for ObjectiveDifference {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        match (self, other) {
            (Self::Distance(a), Self::Distance(b)) => Some(a.cmp(b)),
            (Self::Duration(a), Self::Duration(b)) => Some(a.cmp(b)),
            (Self::Money(a), Self::Money(b)) => Some(a.cmp(b)),
            (Self::Emissions(a), Self::Emissions(b)) => Some(a.cmp(b)),
            (Self::Units(a), Self::Units(b)) => Some(a.cmp(b)),
            _ => None,
        }
    }
}

impl fmt::Display for ObjectiveValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Distance(distance) => distance.fmt(f),
            Self::Duration(duration) => duration.fmt(f),
            Self::Money(money) => money.fmt(f),
            Self::Emissions(emissions) => emissions.fmt(f),
            Self::Units(units) => write!(f, "{units} units"),
        }
    }
}

impl fmt::Display for ObjectiveDifference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Distance(more) => more.fmt(f),
            Self::Duration(more) => more.fmt(f),
            Self::Money(more) if more.as_cents() >= 0 => write!(f, "+{more}"),
            Self::Money(more) => more.fmt(f),
            Self::Emissions(more) => more.fmt(f),
            Self::Units(more) => write!(f, "{more:+} units"),
        }
    }
}
