//! What a change makes of prices, frequencies and speeds.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::settings::{self, Factor};
use crate::network::PriceFor;
use crate::quantity::Rate;

/// Prices in USD by what the goods are packed in; those that are missing stay as they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UnitPrices {
    /// Per 20 ft container.
    #[serde(
        rename = "20ft",
        default,
        with = "settings::usd_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub container_20: Option<Rate>,
    /// Per 40 ft container.
    #[serde(
        rename = "40ft",
        default,
        with = "settings::usd_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub container_40: Option<Rate>,
    /// Per truck.
    #[serde(
        default,
        with = "settings::usd_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub truck: Option<Rate>,
    /// Per wagon.
    #[serde(
        default,
        with = "settings::usd_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub wagon: Option<Rate>,
}

impl UnitPrices {
    /// The price for one of them.
    #[must_use]
    pub const fn of(&self, unit: PriceFor) -> Option<Rate> {
        match unit {
            PriceFor::Container20 => self.container_20,
            PriceFor::Container40 => self.container_40,
            PriceFor::Truck => self.truck,
            PriceFor::Wagon => self.wagon,
        }
    }
}

/// What a price becomes.
///
/// ```
/// use trade_corridor::network::PriceFor;
/// use trade_corridor::quantity::Rate;
/// use trade_corridor::scenario::{Factor, PriceChange};
/// let usd = |usd| Rate::from_usd(usd);
/// let dearer = PriceChange::Percent(Factor::from_percent(150.0)?);
/// assert_eq!(dearer.of(PriceFor::Truck, Some(usd(20.0)?)), Some(usd(30.0)?));
/// assert_eq!(dearer.of(PriceFor::Truck, None), None);
/// # Ok::<(), trade_corridor::quantity::QuantityError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PriceChange {
    /// So many USD for any unit.
    Usd(#[serde(with = "settings::usd")] Rate),
    /// So much of what it was.
    Percent(Factor),
    /// So many USD by unit.
    PerUnit(UnitPrices),
}

impl PriceChange {
    /// The price for a unit where `recorded` is on record.
    #[must_use]
    pub fn of(&self, unit: PriceFor, recorded: Option<Rate>) -> Option<Rate> {
        match self {
            Self::Usd(rate) => Some(*rate),
            Self::Percent(factor) => recorded.map(|rate| factor.of(rate)),
            Self::PerUnit(prices) => prices.of(unit).or(recorded),
        }
    }

    /// Whether the price for a unit is another one because of it.
    #[must_use]
    pub const fn names(&self, unit: PriceFor) -> bool {
        match self {
            Self::Usd(_) | Self::Percent(_) => true,
            Self::PerUnit(prices) => prices.of(unit).is_some(),
        }
    }

    /// Whether it names no price at all.
    pub(super) fn is_empty(&self) -> bool {
        *self == Self::PerUnit(UnitPrices::default())
    }
}

impl fmt::Display for PriceChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usd(rate) => write!(f, "costs {} USD a unit", rate.as_usd()),
            Self::Percent(factor) => write!(f, "costs {factor} of what it did"),
            Self::PerUnit(prices) => {
                f.write_str("costs")?;
                let units = [
                    ("20 ft container", prices.container_20),
                    ("40 ft container", prices.container_40),
                    ("truck", prices.truck),
                    ("wagon", prices.wagon),
                ];
                let named = units
                    .iter()
                    .filter_map(|(unit, rate)| Some((unit, (*rate)?)));
                for (at, (unit, rate)) in named.enumerate() {
                    let comma = if at > 0 { "," } else { "" };
                    write!(f, "{comma} {} USD a {unit}", rate.as_usd())?;
                }
                Ok(())
            }
        }
    }
}

/// How often a service leaves.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Frequency {
    /// So many departures a week.
    PerWeek(f64),
    /// So much of what it was.
    Percent(Factor),
}

impl fmt::Display for Frequency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::PerWeek(count) => write!(f, "leaves {count} times a week"),
            Self::Percent(factor) => write!(f, "leaves at {factor} of its frequency"),
        }
    }
}

/// How fast things move, rest included.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Pace {
    /// Kilometres an hour of the clock, by median.
    Kmh(f64),
    /// So much of what it was.
    Percent(Factor),
}

impl fmt::Display for Pace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Kmh(kmh) => write!(f, "{kmh} km/h"),
            Self::Percent(factor) => write!(f, "{factor} of the recorded speed"),
        }
    }
}
