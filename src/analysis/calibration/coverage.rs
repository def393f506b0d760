//! How often published figures lie where what is known says that they do.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::report::median;
use super::{Benchmark, Measure, calibrate};
use crate::planner::{Error, Planner, Sampling};

/// A published figure beside the computed one over draws of everything that is not known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Covered {
    /// Id of the benchmark.
    pub id: String,
    /// From where to where and by what.
    pub what: String,
    /// What is measured.
    pub measure: Measure,
    /// The published figure in the measure's own unit.
    pub published: f64,
    /// What 5 %, half and 95 % of the draws do not exceed; nothing where no draw can be computed.
    pub computed: Option<[f64; 3]>,
}

impl Covered {
    /// Whether the published figure lies where nine in ten draws do.
    #[must_use]
    pub fn is_inside(&self) -> bool {
        let ends = self.computed.map(|[low, _, high]| low..=high);
        ends.is_some_and(|ends| ends.contains(&self.published))
    }

    /// Half of the way from the 5 % to the 95 % quantile over the median: the ± of the computed figure.
    #[must_use]
    pub fn half_width(&self) -> Option<f64> {
        let [low, median, high] = self.computed?;
        (median > 0.0).then(|| 0.5 * (high - low) / median)
    }
}

/// Published figures beside computed ones over draws of everything that is not known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Coverage {
    figures: Vec<Covered>,
    draws: u32,
}

impl Coverage {
    /// Every figure, in the order of the benchmarks.
    #[must_use]
    pub fn figures(&self) -> &[Covered] {
        &self.figures
    }

    /// How many draws there are.
    #[must_use]
    pub const fn draws(&self) -> u32 {
        self.draws
    }

    /// The figures of some units, all without any.
    fn of<'a>(&'a self, units: &'a [&str]) -> impl Iterator<Item = &'a Covered> + Clone {
        let figures = self.figures.iter();
        figures.filter(move |it| units.is_empty() || units.contains(&it.measure.unit()))
    }

    /// Of the figures in some units (all without any) the part that lies inside nine in ten draws, one that
    /// cannot be computed outside; nothing without figures.
    #[must_use]
    pub fn share(&self, units: &[&str]) -> Option<f64> {
        let all = self.of(units).count();
        let inside = self.of(units).filter(|it| it.is_inside()).count();
        (all > 0).then(|| inside as f64 / all as f64)
    }

    /// The median of half the widths, over the medians: what the shares are bought with.
    #[must_use]
    pub fn half_width(&self, units: &[&str]) -> Option<f64> {
        let mut widths: Vec<f64> = self.of(units).filter_map(Covered::half_width).collect();
        median(&mut widths)
    }
}

/// Computes every usable benchmark with planners of drawn networks.
///
/// Half the planner's time for a network goes into each draw; 64 take some seconds on two cores.
///
/// # Errors
/// As [`Planner::confidence_with`](crate::planner::Planner::confidence_with), the objective of the draws not
/// being used; a network that no planner can be made of.
pub fn coverage(
    planner: &Planner,
    benchmarks: &[Benchmark],
    sampling: &Sampling,
) -> Result<Coverage, Error> {
    let stated = calibrate(planner, benchmarks);
    let drawn = planner.of_each_draw(sampling, |drawn| computed(drawn, benchmarks))?;
    let figures = stated.findings().iter().enumerate().map(|(at, finding)| {
        let values = drawn.iter().filter_map(|draw| *draw.get(at)?);
        Covered {
            id: finding.id.clone(),
            what: finding.what.clone(),
            measure: finding.measure,
            published: finding.published,
            computed: quantiles(values.collect()),
        }
    });
    Ok(Coverage {
        figures: figures.collect(),
        draws: drawn.len() as u32,
    })
}

/// What a planner computes for each benchmark, where it can.
pub(super) fn computed(planner: &Planner, benchmarks: &[Benchmark]) -> Vec<Option<f64>> {
    let report = calibrate(planner, benchmarks);
    let findings = report.findings().iter();
    findings
        .map(|finding| finding.computed.as_ref().ok().copied())
        .collect()
}

/// The 5 %, 50 % and 95 % quantiles; nothing of no values.
pub(super) fn quantiles(mut values: Vec<f64>) -> Option<[f64; 3]> {
    values.sort_by(f64::total_cmp);
    let quantile = |per_mille: usize| {
        let rank = (values.len() * per_mille).div_ceil(1_000);
        values.get(rank.saturating_sub(1)).copied()
    };
    Some([quantile(50)?, quantile(500)?, quantile(950)?])
}

/// By unit: how many figures, which part lies inside, and the median half width.
impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |part: Option<f64>| {
            part.map_or("–".to_owned(), |part| format!("{:.1} %", part * 100.0))
        };
        writeln!(f, "figures      count  inside 90 %  median half width")?;
        let rows: [(&str, &[&str]); 4] = [
            ("all", &[]),
            ("distances", &["km"]),
            ("hours", &["h"]),
            ("prices", &["USD", "USD/km"]),
        ];
        for (name, units) in rows {
            let count = self.of(units).count();
            let (share, width) = (percent(self.share(units)), percent(self.half_width(units)));
            writeln!(f, "{name:<10} {count:>7}  {share:>11}  {width:>17}")?;
        }
        Ok(())
    }
}
