//! What crossings, services, ports and links take in a year.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::bottleneck::Bottleneck;
use crate::quantity::PerYear;

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Measure {
    /// Trucks; one box each.
    Trucks,
    /// Twenty-foot equivalents; half a box of 40 ft each.
    Teu,
    /// Containers as news count them, most of which mean TEU: half a box each.
    Containers,
    /// Railway wagons; one box each.
    Wagons,
    /// Tonnes of goods; [`Measure::TONNES_OF_A_BOX`] to a box.
    Tonnes,
    /// Trains; [`Measure::BOXES_OF_A_TRAIN`] boxes each.
    Trains,
    /// Sailings, of vessels whose room the figure does not say: no boxes.
    Sailings,
}

impl Measure {
    /// Boxes of 40 ft on a train where only trains are counted: an assumption of this crate, in the order of the
    /// block trains between China and Europe.
    pub const BOXES_OF_A_TRAIN: f64 = 41.0;
    /// Tonnes of goods in a box where only tonnes are known, as in a request that says nothing.
    pub const TONNES_OF_A_BOX: f64 = 20.0;

    /// All, those first that say most of boxes.
    pub const ALL: [Self; 7] = [
        Self::Trucks,
        Self::Teu,
        Self::Containers,
        Self::Wagons,
        Self::Tonnes,
        Self::Trains,
        Self::Sailings,
    ];

    /// The word in tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Trucks => "trucks",
            Self::Teu => "teu",
            Self::Containers => "containers",
            Self::Wagons => "wagons",
            Self::Trains => "trains",
            Self::Tonnes => "tonnes",
            Self::Sailings => "sailings",
        }
    }

    /// Boxes of 40 ft that one of it is; nothing where that is not known.
    #[must_use]
    pub const fn boxes(self) -> Option<f64> {
        match self {
            Self::Trucks | Self::Wagons => Some(1.0),
            Self::Teu | Self::Containers => Some(0.5),
            Self::Trains => Some(Self::BOXES_OF_A_TRAIN),
            Self::Tonnes => Some(1.0 / Self::TONNES_OF_A_BOX),
            Self::Sailings => None,
        }
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

/// What a figure says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Basis {
    /// What it was built or is planned for: what it takes.
    Design,
    /// What passed in the year: it takes that at least.
    Observed,
    /// The most that was seen, as if it went on for a year: it takes that at least.
    Record,
}

impl Basis {
    /// All.
    pub const ALL: [Self; 3] = [Self::Design, Self::Observed, Self::Record];

    /// The word in tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Design => "design",
            Self::Observed => "observed",
            Self::Record => "record",
        }
    }
}

/// One figure: a row of the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Capacity {
    /// Of what, without a direction.
    pub of: Bottleneck,
    /// Whether it holds for each direction by itself.
    pub each_way: bool,
    /// What it counts.
    pub measure: Measure,
    /// How many a year.
    #[serde(rename = "a_year_millionths")]
    pub a_year: PerYear,
    /// The 5 % and 95 % quantiles of what is not known of it, where it has a range.
    #[serde(rename = "range_millionths")]
    pub range: Option<(PerYear, PerYear)>,
    /// What it says.
    pub basis: Basis,
    /// Its year.
    pub year: i16,
    /// The first day on which it holds, where it is not from ever.
    pub from: Option<Date>,
    /// The first day on which it holds no more.
    pub until: Option<Date>,
    /// The source it cites.
    pub source: String,
    /// What the source says, and how the figure was come by.
    pub note: String,
}

impl Capacity {
    /// Boxes of 40 ft a year.
    #[must_use]
    pub fn boxes(&self) -> Option<f64> {
        Some(self.a_year.as_boxes() * self.measure.boxes()?)
    }

    pub(super) fn holds(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day < until)
    }
}
