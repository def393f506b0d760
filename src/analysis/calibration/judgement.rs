use std::fmt;

use serde::{Deserialize, Serialize};

use super::report::median;
use super::{Finding, Group, Report};

/// How the figures that were drawn to judge are met: counts and parts of those that are met by the
/// band that was published or by a stated error.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Judgement {
    /// How many distances.
    pub distances: usize,
    /// Median of their absolute errors; nothing without distances.
    pub distance_error: Option<f64>,
    /// How many hours of routes, services, borders and terminals.
    pub hours: usize,
    /// Part of them within the published band or 30 %.
    pub hours_met: Option<f64>,
    /// How many prices and rates.
    pub prices: usize,
    /// Part of them within the published band or a factor of 1.5.
    pub prices_met: Option<f64>,
}

impl Report {
    /// How the judged figures are met. One that cannot be computed is a miss; of distances, it is left
    /// out of the median.
    #[must_use]
    pub fn judgement(&self) -> Judgement {
        let judged = |units: &'static [&'static str]| {
            let judged = self.findings().iter();
            judged
                .filter(move |it| it.group() == Group::Judged && units.contains(&it.measure.unit()))
        };
        let in_band = |it: &&Finding| {
            let computed = it.computed.as_ref();
            computed.is_ok_and(|value| (it.band.0..=it.band.1).contains(value))
        };
        let part = |met: usize, all: usize| (all > 0).then(|| met as f64 / all as f64);
        let (distances, hours, prices) = (&["km"], &["h"], &["USD", "USD/km"]);

        let mut errors: Vec<f64> = judged(distances)
            .filter_map(|it| it.error().map(f64::abs))
            .collect();
        let near = |it: &&Finding| in_band(it) || it.error().is_some_and(|by| by.abs() <= 0.3);
        let factor = |it: &&Finding| {
            let factor = it.error().map(|error| 1.0 + error);
            in_band(it) || factor.is_some_and(|by| (1.0 / 1.5..=1.5).contains(&by))
        };
        let [hours_count, prices_count] = [judged(hours).count(), judged(prices).count()];
        Judgement {
            distances: judged(distances).count(),
            distance_error: median(&mut errors),
            hours: hours_count,
            hours_met: part(judged(hours).filter(near).count(), hours_count),
            prices: prices_count,
            prices_met: part(judged(prices).filter(factor).count(), prices_count),
        }
    }
}

impl fmt::Display for Judgement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let percent = |part: Option<f64>| {
            part.map_or("–".to_owned(), |part| format!("{:.1} %", part * 100.0))
        };
        writeln!(f, "judged     figures  measured")?;
        let rows = [
            (
                "distances",
                self.distances,
                percent(self.distance_error),
                "median error",
            ),
            (
                "hours",
                self.hours,
                percent(self.hours_met),
                "within the band or 30 %",
            ),
            (
                "prices",
                self.prices,
                percent(self.prices_met),
                "within the band or a factor of 1.5",
            ),
        ];
        for (what, count, measured, how) in rows {
            writeln!(f, "{what:<10} {count:>7}  {measured:>7} {how}")?;
        }
        Ok(())
    }
}
