//! Charts of amounts that flow, and of lines.

use std::collections::BTreeMap;

/// Amounts that flow through stages from left to right: bands as wide as what flows.
///
/// ```
/// use trade_corridor::render::report::Sankey;
/// let chart = Sankey::new("Freight", "USD", ["paid to", "received in"])
///     .flow(0, "Georgian Railway", "GE", 250.0)
///     .flow(0, "Pacific Intermodal", "KZ", 125.0);
/// let picture = chart.picture();
/// assert!(picture.starts_with("<svg ") && picture.contains("Georgian Railway"));
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct Sankey {
    pub(super) title: String,
    pub(super) unit: String,
    pub(super) stages: Vec<String>,
    /// By stage, from and to.
    pub(super) flows: BTreeMap<(usize, String, String), f64>,
}

impl Sankey {
    /// Most things that a stage shows; the smaller ones of more are shown as one.
    pub const MOST: usize = 14;

    /// A chart without flows, between stages of these names.
    pub fn new<S: Into<String>>(
        title: impl Into<String>,
        unit: impl Into<String>,
        stages: impl IntoIterator<Item = S>,
    ) -> Self {
        Self {
            title: title.into(),
            unit: unit.into(),
            stages: stages.into_iter().map(Into::into).collect(),
            flows: BTreeMap::new(),
        }
    }

    /// Adds what flows from something of a stage, counted from 0, to something of the next one. What is not above
    /// zero or no number, or of a stage without a next one, is left out; the same twice is added up.
    pub fn flow(
        mut self,
        stage: usize,
        from: impl Into<String>,
        to: impl Into<String>,
        amount: f64,
    ) -> Self {
        if amount.is_finite() && amount > 0.0 && stage + 1 < self.stages.len() {
            let key = (stage, from.into(), to.into());
            *self.flows.entry(key).or_default() += amount;
        }
        self
    }
}

/// Lines over one axis, each with a name.
///
/// ```
/// use trade_corridor::render::report::Lines;
/// let points = [(0.0, 0.0), (50.0, 4_000.0), (100.0, 0.0)];
/// let chart = Lines::new("Revenue", "USD a year", "toll, USD a trip")
///     .line("revenue", points)
///     .mark("most", 50.0);
/// assert!(chart.picture()?.contains("most"));
/// # Ok::<(), trade_corridor::render::report::ReportError>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[must_use]
pub struct Lines {
    pub(super) title: String,
    pub(super) unit: String,
    pub(super) axis: String,
    pub(super) series: Vec<(String, Vec<(f64, f64)>)>,
    pub(super) marks: Vec<(String, f64)>,
    pub(super) dots: bool,
}

impl Lines {
    /// Most lines and most marks that are drawn.
    pub const MOST: usize = 5;

    /// A chart without lines; its values are of one unit, and so is what they are drawn over.
    pub fn new(title: impl Into<String>, unit: impl Into<String>, axis: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            unit: unit.into(),
            axis: axis.into(),
            series: Vec::new(),
            marks: Vec::new(),
            dots: false,
        }
    }

    /// Adds a line through points from left to right; what is no number is left out.
    pub fn line(
        mut self,
        name: impl Into<String>,
        points: impl IntoIterator<Item = (f64, f64)>,
    ) -> Self {
        let points = points.into_iter();
        let mut points: Vec<(f64, f64)> = points
            .filter(|(x, y)| x.is_finite() && y.is_finite())
            .collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0));
        if self.series.len() < Self::MOST {
            self.series.push((name.into(), points));
        }
        self
    }

    /// Marks a place on the axis.
    pub fn mark(mut self, name: impl Into<String>, at: f64) -> Self {
        if at.is_finite() && self.marks.len() < Self::MOST {
            self.marks.push((name.into(), at));
        }
        self
    }

    /// Shows the points as dots, for lines through a few of them.
    pub const fn dots(mut self) -> Self {
        self.dots = true;
        self
    }
}
