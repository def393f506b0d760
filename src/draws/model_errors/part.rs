//! Of which figures an error is.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::super::groups::{GroupedFigures, about};
use crate::code::Country;
use crate::network::{FigureId, FigurePart, Mode, Network, Part};

/// Kinds of figures that are off together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ModelFigures {
    /// Lengths of links and services.
    Length,
    /// Speeds, and hours of services, waits, lifts and borders.
    Hours,
    /// Tariffs, prices of services and lifts, fees.
    Price,
}

impl ModelFigures {
    pub(crate) const ALL: [Self; 3] = [Self::Length, Self::Hours, Self::Price];

    /// The word that tables use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::Hours => "hours",
            Self::Price => "price",
        }
    }

    const fn of(figures: GroupedFigures) -> Option<Self> {
        match figures {
            GroupedFigures::Rate
            | GroupedFigures::Price
            | GroupedFigures::HandlingPrice
            | GroupedFigures::Fee
            | GroupedFigures::BorderFee => Some(Self::Price),
            GroupedFigures::Wait
            | GroupedFigures::Hours
            | GroupedFigures::HandlingHours
            | GroupedFigures::BorderHours
            | GroupedFigures::Speed => Some(Self::Hours),
            GroupedFigures::Length => Some(Self::Length),
            GroupedFigures::Emission => None,
        }
    }
}

impl FromStr for ModelFigures {
    type Err = ();
    fn from_str(word: &str) -> Result<Self, ()> {
        let mut all = Self::ALL.into_iter();
        all.find(|one| one.as_str() == word).ok_or(())
    }
}

/// What is off alike, by one factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Together {
    /// Figures of a mode in a country, or between two.
    Country,
    /// All figures of a mode: such an error moves all ways by it alike, and seldom changes which is best.
    Mode,
}

impl Together {
    pub(crate) const ALL: [Self; 2] = [Self::Country, Self::Mode];

    /// The word that tables use.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Mode => "mode",
        }
    }
}

/// What is off together by one factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ModelFactor {
    pub(crate) figures: ModelFigures,
    pub(crate) mode: Option<Mode>,
    /// In order; none for what is of no country in particular.
    pub(crate) countries: [Option<Country>; 2],
}

/// What the model itself gets wrong: figures of a kind, a mode and, where it is of one thing, of countries.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[non_exhaustive]
pub struct ModelPart {
    /// Which figures.
    pub figures: ModelFigures,
    /// By which mode; nothing for lifts and what holds for all.
    pub mode: Option<Mode>,
    /// In which country, or between which two; empty where several are told together.
    pub countries: Vec<Country>,
}

impl ModelFactor {
    /// Of all countries together.
    pub(crate) const fn part(self) -> ModelPart {
        ModelPart {
            figures: self.figures,
            mode: self.mode,
            countries: Vec::new(),
        }
    }

    pub(crate) fn part_here(self) -> ModelPart {
        ModelPart {
            countries: self.countries.iter().flatten().copied().collect(),
            ..self.part()
        }
    }
}

/// What a number is off with; nothing for ratios, shares of days and what is of no kind.
///
/// A wait is multiplied once: not again by its month. A speed is so where it holds, not in how many hours of a day.
pub(super) fn factor(network: &Network, which: FigurePart) -> Option<ModelFactor> {
    match (which.figure, which.part) {
        (FigureId::Season(_), _) | (FigureId::Speed(_), Part::Daily | Part::Spread) => return None,
        _ => {}
    }
    let about = about(network, which)?;
    let figures = ModelFigures::of(about.figures)?;
    let mut countries = about.countries;
    countries.sort_unstable();
    countries.dedup();
    let mut countries = countries.into_iter();
    Some(ModelFactor {
        figures,
        mode: about.mode,
        countries: [countries.next(), countries.next()],
    })
}

/// Such as `hours by rail in KZ`.
impl fmt::Display for ModelPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.figures {
            ModelFigures::Length => "lengths",
            ModelFigures::Hours => "hours",
            ModelFigures::Price => "prices",
        })?;
        if let Some(mode) = self.mode {
            write!(f, " by {mode}")?;
        } else {
            f.write_str(" of lifts")?;
        }
        let countries: Vec<String> = self.countries.iter().map(Country::to_string).collect();
        match countries.as_slice() {
            [] => Ok(()),
            [one] => write!(f, " in {one}"),
            several => write!(f, " between {}", several.join(" and ")),
        }
    }
}
