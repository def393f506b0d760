use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Origin, SourceKind};
use crate::code::Name;
use crate::quantity::Duration;

/// How far a figure can be relied on, the most reliable first.
///
/// ```
/// use trade_corridor::network::EvidenceGrade;
/// assert!(EvidenceGrade::Published < EvidenceGrade::Assumed);
/// assert!(!EvidenceGrade::Derived.is_assumption());
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EvidenceGrade {
    /// Stands in a publication about just this.
    Published,
    /// Computed from publications alone.
    Derived,
    /// Computed from an assumption among others.
    FromAssumption,
    /// Of another country, operator or product, or of a year more than five years from the day.
    Borrowed,
    /// Nobody published it.
    Assumed,
}

impl EvidenceGrade {
    /// Every grade, the most reliable first.
    pub const ALL: [Self; 5] = [
        Self::Published,
        Self::Derived,
        Self::FromAssumption,
        Self::Borrowed,
        Self::Assumed,
    ];

    /// Whether it rests on something that nobody published about just this.
    #[must_use]
    pub const fn is_assumption(self) -> bool {
        matches!(self, Self::FromAssumption | Self::Borrowed | Self::Assumed)
    }

    /// The word for it in tables.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Derived => "derived",
            Self::FromAssumption => "derived from an assumption",
            Self::Borrowed => "borrowed",
            Self::Assumed => "assumed",
        }
    }
}

impl std::fmt::Display for EvidenceGrade {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

/// What a figure says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum FigureKind {
    /// How long a link or run is.
    Length,
    /// How long something takes.
    Time,
    /// How long something is waited for.
    Wait,
    /// How often a service leaves.
    Frequency,
    /// How a wait differs in some months.
    Season,
    /// How fast things move.
    Speed,
    /// What varies from trip to trip, as a 90th percentile; no part of the hours rests on it alone.
    Spread,
    /// A price of the whole.
    Price,
    /// A price that is multiplied with a length.
    RatePerDistance,
    /// A price that is multiplied with hours.
    RatePerHour,
    /// The least that is charged.
    Minimum,
    /// CO2e by the tonne-kilometre or by the unit lifted.
    EmissionFactor,
    /// The tank-to-wheel part of an emission factor; the whole does not rest on it.
    TankToWheelShare,
    /// What a change of the scenario sets.
    Scenario,
}

impl FigureKind {
    /// The words for it in sentences.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Length => "length",
            Self::Time => "time",
            Self::Wait => "wait",
            Self::Frequency => "frequency",
            Self::Season => "season",
            Self::Speed => "speed",
            Self::Spread => "spread",
            Self::Price => "price",
            Self::RatePerDistance => "rate per distance",
            Self::RatePerHour => "rate per hour",
            Self::Minimum => "minimum",
            Self::EmissionFactor => "emission factor",
            Self::TankToWheelShare => "tank-to-wheel share",
            Self::Scenario => "figure of the scenario",
        }
    }
}

/// A source of a figure.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CitedSource {
    /// Id of the source.
    pub id: Name,
    /// Published, derived or assumed.
    pub kind: SourceKind,
    /// How far the figure can be relied on as far as this source goes.
    pub grade: EvidenceGrade,
}

/// A figure of a record that a charge, a span of time or a length comes from.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub struct CitedFigure {
    /// What it says.
    pub kind: FigureKind,
    /// File and row of the record.
    pub origin: Origin,
    /// Who states it; nobody for what was made in code or in a scenario, which counts as assumed.
    pub sources: Vec<CitedSource>,
    /// How far it can be relied on: the least reliable of its sources decides.
    pub grade: EvidenceGrade,
    /// The part of a span of time that it gives, where several figures add up.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<Duration>,
}

impl CitedFigure {
    /// The sources that decide the grade.
    pub fn deciding(&self) -> impl Iterator<Item = &CitedSource> {
        self.sources
            .iter()
            .filter(|source| source.grade == self.grade)
    }
}

/// The figures that a charge, a span of time or a length comes from; clones share them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Vec<CitedFigure>", into = "Vec<CitedFigure>")]
pub struct Evidence(Option<Arc<[CitedFigure]>>);

impl Evidence {
    /// The figures, the one that answers are computed from first.
    #[must_use]
    pub fn figures(&self) -> &[CitedFigure] {
        self.0.as_deref().unwrap_or_default()
    }

    /// How far they can be relied on together, spreads and tank-to-wheel shares not counted; nothing
    /// where there are none.
    #[must_use]
    pub fn grade(&self) -> Option<EvidenceGrade> {
        let figures = self.figures().iter();
        let aside = [FigureKind::Spread, FigureKind::TankToWheelShare];
        let counted = figures.filter(|figure| !aside.contains(&figure.kind));
        counted.map(|figure| figure.grade).max()
    }
}

impl From<Vec<CitedFigure>> for Evidence {
    fn from(figures: Vec<CitedFigure>) -> Self {
        Self((!figures.is_empty()).then(|| figures.into()))
    }
}

impl From<Evidence> for Vec<CitedFigure> {
    fn from(evidence: Evidence) -> Self {
        evidence.figures().to_vec()
    }
}
