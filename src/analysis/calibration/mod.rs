//! Published figures against computed ones.
//!
//! A [`Benchmark`] is a figure that somebody published: a distance, a transit time, a price, the
//! hours at a border. [`calibrate`] computes each of them from the network and says how far off it
//! is. Figures that are themselves an input of a table are marked *fitted* and counted apart: they
//! test the arithmetic, not the model. A third of the publications, drawn by a hash of their address before
//! anything was fitted, is kept to *judge*: the network takes no figure from them.
//!
//! What is compared: times and prices are terminal to terminal, without the lifts at the ends and
//! without the wait for the first train; ships are waited for. Railways are trains alone, roads trucks
//! alone. Prices are sums of the parts, never through rates. Money is in US dollars of the network's price year.

mod chart;
mod coverage;
mod judgement;
mod measure;
mod model_error;
mod report;
mod table;
mod terms;
mod uncomputed;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::planner::Planner;

pub use coverage::{Coverage, Covered, coverage};
pub use judgement::Judgement;
pub use measure::Measure;
pub use model_error::{ModelErrorEstimate, model_error};
pub(super) use report::median;
pub use report::{Group, Report, Summary};
pub use table::BenchmarkError;
pub use uncomputed::Uncomputed;

/// How much a published figure can be relied on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    /// A hint.
    Low,
    /// One good source.
    Medium,
    /// A primary source, or two that agree.
    High,
}

impl fmt::Display for Confidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        })
    }
}

/// A published figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Benchmark {
    /// Id, unique in its table.
    pub id: String,
    /// Place, crossing or country where it starts; `*` for any.
    pub origin: String,
    /// Where it ends.
    pub destination: String,
    /// Places and crossings passed, in order; for figures of a country the product or the plate.
    pub via: Vec<String>,
    /// The mode as published: `rail`, `road`, `sea`, `multimodal`, ...
    pub mode: String,
    /// The figure.
    pub value: f64,
    /// Where sources disagree, the lowest of them.
    pub low: Option<f64>,
    /// Where sources disagree, the highest of them.
    pub high: Option<f64>,
    /// Unit as published.
    pub unit: String,
    /// The year it speaks of.
    pub year: Option<i16>,
    /// How much it can be relied on.
    pub confidence: Confidence,
    /// How it is computed; the reason in words where it cannot be.
    pub usage: Result<Measure, String>,
    /// Whether a table of the network takes its value from this figure.
    pub fitted: bool,
    /// Whether it was drawn to judge: no figure of the network comes from its source, but for those that
    /// are `fitted`.
    pub judged: bool,
    /// Remark, above all why a figure is missed.
    pub note: String,
    /// Ids of its sources.
    pub sources: Vec<String>,
}

/// A published figure beside the computed one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Finding {
    /// Id of the benchmark.
    pub id: String,
    /// From where to where and by what.
    pub what: String,
    /// What is measured.
    pub measure: Measure,
    /// The published figure in the measure's own unit.
    pub published: f64,
    /// The published band; both ends are the figure itself where none was published.
    pub band: (f64, f64),
    /// The computed figure, or why there is none.
    pub computed: Result<f64, Uncomputed>,
    /// How much the published figure can be relied on.
    pub confidence: Confidence,
    /// Whether a table of the network takes its value from it.
    pub fitted: bool,
    /// Whether it was drawn to judge.
    pub judged: bool,
    /// Remark on the figure.
    pub note: String,
}

impl Finding {
    /// The computed figure over the published one, minus one.
    #[must_use]
    pub fn error(&self) -> Option<f64> {
        let computed = *self.computed.as_ref().ok()?;
        (self.published != 0.0).then(|| computed / self.published - 1.0)
    }

    /// Whether the computed figure lies in the published band, or no further from the figure than
    /// the measure allows (5 % for distances, 25 % for the rest).
    #[must_use]
    pub fn is_met(&self) -> bool {
        let in_band = self
            .computed
            .as_ref()
            .is_ok_and(|value| (self.band.0..=self.band.1).contains(value));
        in_band
            || self
                .error()
                .is_some_and(|error| error.abs() <= self.measure.tolerance())
    }
}

/// Computes every usable benchmark with a planner.
///
/// Benchmarks that cannot be used are left out; those that cannot be computed are findings with the
/// reason in [`Finding::computed`].
///
/// ```
/// use jiff::civil::date;
/// use trade_corridor::analysis::calibration::{Benchmark, calibrate};
/// use trade_corridor::prelude::*;
///
/// let network = Network::europe_central_asia();
/// let planner = Planner::new(network, &Scenario::on(date(2026, 11, 22)))?;
/// let header = "id,origin,destination,via,mode,value,low,high,unit,year,confidence,use,fitted,note,source";
/// let mine = Benchmark::table(&format!("{header}\nmine,Baku,Tbilisi,,rail,550,,,km,2020,high,rail_distance,,,\n"))?;
/// let report = calibrate(&planner, &mine);
/// assert!(report.findings()[0].error().is_some_and(|error| error.abs() < 0.05));
///
/// assert!(Benchmark::table("id\nmine\n").is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn calibrate(planner: &Planner, benchmarks: &[Benchmark]) -> Report {
    let bench = measure::Bench::new(planner);
    Report::new(
        benchmarks
            .iter()
            .filter_map(|benchmark| bench.find(benchmark))
            .collect(),
    )
}
