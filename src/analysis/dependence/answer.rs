use serde::{Deserialize, Serialize};

use crate::analysis::criticality::Dependence;
use crate::analysis::gains::WorldOf;
use crate::quantity::{Difference, Duration, Mass, Money, PerYear, Share};

/// Of what the part is that depends.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Basis {
    /// Of what is paid.
    #[default]
    Usd,
    /// Of the mass of goods.
    Tonnes,
    /// Of the hours that boxes are on their way.
    Hours,
    /// Of the boxes.
    Boxes,
}

impl std::fmt::Display for Basis {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::Usd => "USD",
            Self::Tonnes => "tonnes",
            Self::Hours => "box hours",
            Self::Boxes => "boxes",
        })
    }
}

/// Whose flows are looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Whose {
    /// All of the list.
    #[default]
    List,
    /// Those that start or end in a country.
    Country(crate::code::Country),
    /// Those that start or end at a place, by code or name.
    Place(String),
}

impl std::fmt::Display for Whose {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::List => f.write_str("the list"),
            Self::Country(country) => write!(f, "{country}"),
            Self::Place(place) => f.write_str(place),
        }
    }
}

/// What flows are in a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Amounts {
    /// How many flows.
    pub flows: usize,
    /// How many boxes.
    #[serde(rename = "boxes_millionths")]
    pub boxes: PerYear,
    /// What is paid.
    #[serde(rename = "usd_cents")]
    pub usd: Money,
    /// Mass of their goods.
    #[serde(rename = "goods_kg")]
    pub goods: Mass,
    /// Hours that boxes are on their way.
    #[serde(rename = "hours_minutes")]
    pub hours: Duration,
}

impl Amounts {
    pub(super) fn of(self, basis: Basis) -> u64 {
        match basis {
            Basis::Usd => u64::try_from(self.usd.as_cents()).unwrap_or(0),
            Basis::Tonnes => self.goods.as_kg(),
            Basis::Hours => self.hours.as_minutes(),
            Basis::Boxes => self.boxes.as_millionths(),
        }
    }
}

/// An index of concentration (Herfindahl, Hirschman): the sum of the squares of all shares in per cent, from
/// nearly nothing to 10,000 where one has everything.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Concentration(u32);

impl Concentration {
    /// Of amounts, rounded; what is nobody's on record counts in the whole and not as one.
    pub(super) fn of(amounts: impl IntoIterator<Item = (bool, Money)>) -> Self {
        let amounts = amounts.into_iter().map(|(known, amount)| {
            let cents = u128::try_from(amount.as_cents()).unwrap_or(0);
            (known, cents)
        });
        let amounts: Vec<(bool, u128)> = amounts.collect();
        let whole: u128 = amounts.iter().map(|(_, cents)| cents).sum();
        // Squares of ten thousand times as much fit 128 bits.
        let shift = (128 - whole.leading_zeros()).saturating_sub(54);
        let whole = (whole >> shift).max(1);
        let known = amounts.iter().filter(|(known, _)| *known);
        let squares: u128 = known.map(|(_, cents)| (cents >> shift).pow(2)).sum();
        let index = (squares * 10_000 + whole * whole / 2) / (whole * whole);
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// From nothing to 10,000.
    #[must_use]
    pub const fn index(self) -> u32 {
        self.0
    }
}

impl std::fmt::Display for Concentration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0.to_string())
    }
}

/// What it would cost a year to do without, of flows that touch it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Independence {
    /// Flows that have a way without it.
    pub freed: Amounts,
    /// How much more their ways cost without it.
    #[serde(rename = "more_cents")]
    pub more: Money,
    /// How much longer their boxes are on their way.
    #[serde(rename = "longer_minutes")]
    pub longer: Difference<Duration>,
    /// Flows that have no way without it, as they are with it; those that start or end in it are among them.
    pub cut_off: Amounts,
    /// Flows that cannot be asked without it, or whose way without it has no known price.
    pub unknown: Amounts,
}

/// How far flows depend on something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Reliance {
    /// In which world.
    pub world: WorldOf,
    /// Whose flows.
    pub whose: Whose,
    /// On what.
    pub on: Dependence,
    /// All flows that have a way.
    pub all: Amounts,
    /// Those whose best way touches it.
    pub touching: Amounts,
    /// Those of them that start or end in the country, and cannot but touch it.
    pub ending_there: Amounts,
    /// What of all money is paid in its territory, to it, or received in the end by owners and the treasury
    /// of the country; nothing for crossings and services, which are not paid.
    #[serde(
        default,
        rename = "paid_cents",
        skip_serializing_if = "Option::is_none"
    )]
    pub paid: Option<Money>,
    /// How concentrated payees are.
    pub payees: Concentration,
    /// How concentrated the countries of those are who receive the money in the end; money of owners who are
    /// not on record counts in the whole alone, so that it is at least so much.
    pub owners: Concentration,
    /// How concentrated the countries are in which it is paid.
    pub territories: Concentration,
    /// What it would cost to do without.
    pub independence: Independence,
    /// Flows without a way, or that cannot be asked: position in the list, stable code and reason.
    pub unanswered: Vec<(usize, String, String)>,
}

impl Reliance {
    /// Which part touches it; nothing of nothing.
    #[must_use]
    pub fn share(&self, basis: Basis) -> Share {
        part(self.touching.of(basis), self.all.of(basis))
    }
}

/// A fraction; where it is finer than a share may be, the nearest of fewer digits.
pub(super) fn part(some: u64, whole: u64) -> Share {
    let (mut some, mut whole) = (some.min(whole), whole);
    loop {
        match Share::from_fraction(some, whole.max(1)) {
            Ok(share) => return share,
            Err(_) => (some, whole) = (some >> 1, whole >> 1),
        }
    }
}
