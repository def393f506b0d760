//! Colours and line styles, in one place so that the legend and the map cannot differ.

use super::scene::{Kind, Openness};

pub(super) const PAPER: &str = "#ffffff";
pub(super) const WATER: &str = "#dfedf5";
pub(super) const LAND: &str = "#f8f5ee";
pub(super) const COAST: &str = "#93b0c4";
pub(super) const BORDER: &str = "#b7a3ad";
pub(super) const INK: &str = "#20262e";
pub(super) const PALE_INK: &str = "#66707c";
pub(super) const SEA_INK: &str = "#35627f";
pub(super) const COUNTRY_INK: &str = "#786a75";
pub(super) const EXCLUDED_INK: &str = "#a0522d";
pub(super) const HIGHLIGHT: &str = "#f6c945";
pub(super) const CHANGED: &str = "#ff9ecb";
pub(super) const FLOW: &str = "#8c2d04";
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
            Self::Broad => "#8a4bc2",
            Self::OtherRail => "#1b7f6b",
        }
    }

    /// Pixels across on a map of a country; overviews have thinner lines.
    const fn width(self) -> f64 {
        match self {
            Self::Road | Self::Waterway => 1.1,
            Self::Sea => 2.0,
            Self::Standard | Self::OtherRail => 1.7,
            Self::Broad => 2.1,
        }
    }

    /// Attributes of its lines on a map of so many pixels per degree.
    pub(super) fn stroke(self, openness: Openness, density: f64) -> String {
        let dashes = match (openness, self) {
            (Openness::Planned, _) => format!(" stroke-dasharray=\"{PLANNED}\""),
            (_, Self::Sea) => " stroke-dasharray=\"0.1 5\" stroke-linecap=\"round\"".to_owned(),
            (_, Self::OtherRail) => " stroke-dasharray=\"9 1.8 2 1.8\"".to_owned(),
            (_, Self::Waterway) => " stroke-dasharray=\"3 2\"".to_owned(),
            (_, Self::Road | Self::Standard | Self::Broad) => String::new(),
        };
        let faint = match openness {
            Openness::Closed => " stroke-opacity=\"0.4\"",
            Openness::Planned | Openness::Open => "",
        };
        let width = self.width() * scaled(density);
        format!(
            "stroke=\"{}\" stroke-width=\"{}\"{dashes}{faint}",
            self.colour(),
            (width * 100.0).round() / 100.0
        )
    }

    /// Attributes of a pale core that its lines have where they are wide enough to show one.
    pub(super) fn core(self, openness: Openness, density: f64) -> Option<String> {
        let width = self.width() * scaled(density);
        let has_core = self == Self::Broad && openness != Openness::Planned && width > 1.6;
        has_core.then(|| {
            let width = (width * 40.0).round() / 100.0;
            format!("stroke=\"{PAPER}\" stroke-width=\"{width}\"")
        })
    }

    /// The same for the legend, wide enough to be seen.
    pub(super) fn sample(self, openness: Openness) -> (String, Option<String>) {
        (self.stroke(openness, 90.0), self.core(openness, 90.0))
    }
}

/// How much wider lines are than on a map of 60 pixels per degree.
fn scaled(density: f64) -> f64 {
    (density / 60.0).clamp(0.45, 1.5)
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
