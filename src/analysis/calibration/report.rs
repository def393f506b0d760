use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Confidence, Finding, Measure};

/// Every finding, and what they add up to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    findings: Vec<Finding>,
}

/// How well one measure is met.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Summary {
    /// The measure.
    pub measure: Measure,
    /// Whether it counts the fitted figures instead of the others.
    pub fitted: bool,
    /// How many figures.
    pub count: usize,
    /// Median of the absolute errors of those that were computed.
    pub median_error: f64,
    /// Part of all figures that is met.
    pub met: f64,
}

impl Report {
    pub(super) const fn new(findings: Vec<Finding>) -> Self {
        Self { findings }
    }

    /// Every finding, in the order of the benchmarks.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// One summary per measure, figures that are no input of the network first.
    #[must_use]
    pub fn summaries(&self) -> Vec<Summary> {
        let mut keys: Vec<(bool, Measure)> = self
            .findings
            .iter()
            .map(|finding| (finding.fitted, finding.measure))
            .collect();
        keys.sort_unstable();
        keys.dedup();
        keys.into_iter()
            .filter_map(|(fitted, measure)| {
                let picked =
                    |finding: &&Finding| (finding.fitted, finding.measure) == (fitted, measure);
                self.summary(measure, fitted, picked)
            })
            .collect()
    }

    /// How well the picked findings are met; nothing when there are none.
    pub fn summary(
        &self,
        measure: Measure,
        fitted: bool,
        picked: impl Fn(&&Finding) -> bool,
    ) -> Option<Summary> {
        let findings: Vec<&Finding> = self.findings.iter().filter(picked).collect();
        if findings.is_empty() {
            return None;
        }
        let mut errors: Vec<f64> = findings
            .iter()
            .filter_map(|finding| finding.error().map(f64::abs))
            .collect();
        errors.sort_by(f64::total_cmp);
        let middle = errors.len() / 2;
        let median = match errors.len() {
            0 => f64::NAN,
            count if count % 2 == 1 => errors[middle],
            _ => f64::midpoint(errors[middle - 1], errors[middle]),
        };
        let met = findings.iter().filter(|finding| finding.is_met()).count();
        Some(Summary {
            measure,
            fitted,
            count: findings.len(),
            median_error: median,
            met: met as f64 / findings.len() as f64,
        })
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = self.measure.unit();
        write!(
            f,
            "{:<13} {:<18} {:<58} {:>10.2} [{:.2}-{:.2}] ",
            self.id,
            self.measure.as_str(),
            self.what,
            self.published,
            self.band.0,
            self.band.1
        )?;
        match &self.computed {
            Ok(computed) => write!(
                f,
                "{computed:>10.2} {unit:<7} {:>+7.1} % ",
                self.error().unwrap_or_default() * 100.0
            )?,
            Err(reason) => write!(f, "{reason} ")?,
        }
        write!(f, "{:<6} ", self.confidence)?;
        f.write_str(if self.is_met() { "met" } else { "MISSED" })?;
        if self.fitted {
            f.write_str(" (fitted)")?;
        }
        Ok(())
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:<20} {:<7} {:>3} figures, median error {:>5.1} %, {:>3.0} % within the bound",
            self.measure.as_str(),
            if self.fitted { "fitted" } else { "" },
            self.count,
            self.median_error * 100.0,
            self.met * 100.0
        )
    }
}

impl fmt::Display for Report {
    /// One line per figure, then the misses with what is known of them, then one line per measure.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in &self.findings {
            writeln!(f, "{finding}")?;
        }
        writeln!(f, "\nmissed:")?;
        for finding in self.findings.iter().filter(|finding| !finding.is_met()) {
            let error = match finding.error() {
                Some(error) => format!("{:+.1} %", error * 100.0),
                None => "not computed".to_owned(),
            };
            writeln!(
                f,
                "  {:<13} {:<18} {} {error}: {}",
                finding.id,
                finding.measure.as_str(),
                finding.what,
                finding.note
            )?;
        }
        writeln!(f)?;
        for summary in self.summaries() {
            writeln!(f, "{summary}")?;
        }
        let hard = |finding: &&Finding| {
            finding.confidence == Confidence::High
                && !finding.fitted
                && finding.measure.tolerance() > 0.1
        };
        if let Some(summary) = self.summary(Measure::RouteHours, false, hard) {
            write!(
                f,
                "hours, costs, speeds of confidence high: {} figures, median error {:.1} %, {:.0} % within the band or 25 %",
                summary.count,
                summary.median_error * 100.0,
                summary.met * 100.0
            )?;
        }
        Ok(())
    }
}
