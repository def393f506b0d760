//! Colours and line styles, in one place so that the legend and the map cannot differ.

use super::scene::{Kind, Openness};

pub(super) const PAPER: &str = "#ffffff";
pub(super) const WATER: &str = "#dfedf5";
pub(super) const LAND: &str = "#f8f5ee";
pub(super) const COAST: &str = "#93b0c4";
pub(super) const BORDER: &str = "#b7a3ad";
pub(super) const INK: &str = "#20262e";
pub(super) const PALE_INK: &str = "#66707c";
pub(super) const HIGHLIGHT: &str = "#f6c945";
pub(super) const SHUT: &str = "#c0392b";
pub(super) const FONT: &str = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif";

/// Colours of routes, by Okabe and Ito, told apart with any kind of sight.
pub(super) const ROUTES: &[&str] = &[
    "#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000",
];

/// Dashes of what is planned or being built, in pixels.
pub(super) const PLANNED: &str = "7 5";

impl Kind {
    /// From the lowest layer to the highest.
    pub(super) const ALL: [Self; 6] = [
        Self::Waterway,
        Self::Road,
        Self::Sea,
        Self::OtherRail,
        Self::Standard,
        Self::Broad,
    ];

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Waterway => "inland waterway",
            Self::Road => "road",
            Self::Sea => "sea",
            Self::Standard => "rail 1435 mm",
            Self::Broad => "rail 1520 mm",
            Self::OtherRail => "rail, both or other gauges",
        }
    }

    pub(super) const fn class(self) -> &'static str {
        match self {
            Self::Waterway => "waterway",
            Self::Road => "road",
            Self::Sea => "sea",
            Self::Standard => "rail gauge-1435",
            Self::Broad => "rail gauge-1520",
            Self::OtherRail => "rail gauge-other",
        }
    }

    pub(super) const fn colour(self) -> &'static str {
        match self {
            Self::Waterway => "#58a4b0",
            Self::Road => "#c39b62",
            Self::Sea => "#2f7fb8",
            Self::Standard => "#2f3e50",
            Self::Broad => "#74409b",
            Self::OtherRail => "#1b7f6b",
        }
    }

    /// Pixels across on a map of a country; overviews have thinner lines.
    const fn width(self) -> f64 {
        match self {
            Self::Road | Self::Waterway => 1.1,
            Self::Sea => 2.0,
            Self::Standard | Self::Broad | Self::OtherRail => 1.7,
        }
    }

    /// Attributes of its lines on a map of so many pixels per degree.
    pub(super) fn stroke(self, openness: Openness, density: f64) -> String {
        let dashes = match (openness, self) {
            (Openness::Planned, _) => format!(" stroke-dasharray=\"{PLANNED}\""),
            (_, Self::Sea) => " stroke-dasharray=\"0.1 5\" stroke-linecap=\"round\"".to_owned(),
            _ => String::new(),
        };
        let faint = match openness {
            Openness::Closed => " stroke-opacity=\"0.28\"",
            Openness::Planned | Openness::Open => "",
        };
        format!(
            "stroke=\"{}\" stroke-width=\"{}\"{dashes}{faint}",
            self.colour(),
            (self.width() * (density / 60.0).clamp(0.45, 1.0) * 100.0).round() / 100.0
        )
    }
}

impl Openness {
    /// From the lowest layer to the highest.
    pub(super) const ALL: [Self; 3] = [Self::Closed, Self::Open, Self::Planned];

    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Closed => "closed",
            Self::Planned => "planned",
            Self::Open => "open",
        }
    }
}
