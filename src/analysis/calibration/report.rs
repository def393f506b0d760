use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Confidence, Finding, Measure};

/// Every finding, and what they add up to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    findings: Vec<Finding>,
}

/// What a published figure has to do with the network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Group {
    /// Its publication was drawn to judge; nothing of the network comes from it.
    Judged,
    /// No input of a table; it was known while the network was made.
    Known,
    /// A table takes its value from it.
    Fitted,
}

impl Finding {
    /// What the published figure has to do with the network.
    #[must_use]
    pub const fn group(&self) -> Group {
        match (self.fitted, self.judged) {
            (true, _) => Group::Fitted,
            (false, true) => Group::Judged,
            (false, false) => Group::Known,
        }
    }
}

impl fmt::Display for Group {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Judged => "judged",
            Self::Known => "known",
            Self::Fitted => "fitted",
        })
    }
}

/// How well one measure is met.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Summary {
    /// The measure.
    pub measure: Measure,
    /// Which figures it counts.
    pub group: Group,
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

    /// One summary per group and measure, those that judge first.
    #[must_use]
    pub fn summaries(&self) -> Vec<Summary> {
        let keys = self.findings.iter();
        let mut keys: Vec<_> = keys.map(|it| (it.group(), it.measure)).collect();
        keys.sort_unstable();
        keys.dedup();
        let summaries = keys.into_iter().filter_map(|(group, measure)| {
            let picked = |it: &&Finding| (it.group(), it.measure) == (group, measure);
            self.summary(measure, group, picked)
        });
        summaries.collect()
    }

    /// How well the picked findings are met; nothing when there are none.
    pub fn summary(
        &self,
        measure: Measure,
        group: Group,
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
        let median = median(&mut errors).unwrap_or(f64::NAN);
        let met = findings.iter().filter(|finding| finding.is_met()).count();
        Some(Summary {
            measure,
            group,
            count: findings.len(),
            median_error: median,
            met: met as f64 / findings.len() as f64,
        })
    }
}

/// The middle one, or the mean of the two in the middle; nothing of nothing.
pub(in crate::analysis) fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    match values.len() {
        0 => None,
        count if count % 2 == 1 => Some(values[middle]),
        _ => Some(f64::midpoint(values[middle - 1], values[middle])),
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
        let met = if self.is_met() { "met" } else { "MISSED" };
        write!(f, "{:<6} {met}", self.group())
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:<7} {:<20} {:>7} {:>10.1} % {:>6.0} %",
            self.group,
            self.measure.as_str(),
            self.count,
            self.median_error * 100.0,
            self.met * 100.0
        )
    }
}

impl fmt::Display for Report {
    /// One line per figure, then the misses with what is known of them, then one line per group and
    /// measure.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{:<13} {:<18} {:<58} {:>10} [band] {:>10} {:<7} {:>9} {:<6} {:<6} met",
            "id", "measure", "what", "published", "computed", "unit", "error", "trust", "group"
        )?;
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
                "  {:<13} {:<6} {:<18} {} {error}: {}",
                finding.id,
                finding.group(),
                finding.measure.as_str(),
                finding.what,
                finding.note
            )?;
        }
        writeln!(
            f,
            "\n{:<7} {:<20} {:>7} {:>12} {:>8}",
            "group", "measure", "figures", "median error", "met"
        )?;
        for summary in self.summaries() {
            writeln!(f, "{summary}")?;
        }
        writeln!(f, "\n{}", self.judgement())?;
        let hard = |finding: &&Finding| {
            finding.confidence == Confidence::High
                && !finding.fitted
                && finding.measure.tolerance() > 0.1
        };
        if let Some(summary) = self.summary(Measure::RouteHours, Group::Known, hard) {
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
