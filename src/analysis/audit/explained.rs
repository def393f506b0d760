//! What has been looked at and is right as it is: explanations of findings, kept as a table.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Audit, Finding};
use crate::planner::Error;

/// Why one finding is right as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Explanation {
    /// The kind of the finding ([`Finding::kind`]).
    pub kind: String,
    /// What it speaks of ([`Finding::subject`]).
    pub subject: String,
    /// Why it is right.
    pub reason: String,
    /// Who says so: ids of sources, or a publication.
    pub source: String,
}

/// Why a table of explanations cannot be read.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExplanationError {
    /// The text is no CSV.
    #[error("row {row}: not readable as CSV: {reason}")]
    BadCsv {
        /// The row; the header is row 1.
        row: u64,
        /// The reader's reason.
        reason: String,
    },
    /// A column is missing.
    #[error("column `{column}` is missing; add it to the header row")]
    MissingColumn {
        /// The column.
        column: &'static str,
    },
    /// An empty cell.
    #[error("row {row}, column `{column}` is empty; fill it")]
    EmptyCell {
        /// The row; the header is row 1.
        row: u64,
        /// The column.
        column: &'static str,
    },
    /// Two explanations of one finding.
    #[error("row {row}: `{kind}` of `{subject}` is explained before; remove one")]
    ExplainedTwice {
        /// The row; the header is row 1.
        row: u64,
        /// The kind of the finding.
        kind: String,
        /// What it speaks of.
        subject: String,
    },
}

coded!(ExplanationError {
    BadCsv { row, reason } = "explanation_bad_csv",
    MissingColumn { column } = "explanation_missing_column",
    EmptyCell { row, column } = "explanation_empty_cell",
    ExplainedTwice { row, kind, subject } = "explanation_twice",
});

impl From<ExplanationError> for Error {
    fn from(error: ExplanationError) -> Self {
        Self::other(error.code(), &error)
    }
}

const TABLE: &str = include_str!("../../../data/audit_explained.csv");
const COLUMNS: [&str; 4] = ["kind", "subject", "reason", "source"];

impl Explanation {
    /// Those of the embedded tables.
    ///
    /// # Panics
    /// Never: the table is tested to be readable.
    #[must_use]
    pub fn europe_central_asia() -> Vec<Self> {
        Self::table(TABLE).expect("the embedded table is tested to be readable")
    }

    /// Reads a table with the columns of `data/audit_explained.csv`: `kind`, `subject` (a `;`-list of
    /// what one reason covers), `reason`, `source`. None may be empty.
    ///
    /// # Errors
    /// Text that is no CSV, a missing column, an empty cell, two explanations of one finding.
    pub fn table(text: &str) -> Result<Vec<Self>, ExplanationError> {
        let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
        let header = reader.headers().map_err(|error| bad_csv(&error))?.clone();
        let mut columns = [0; COLUMNS.len()];
        for (at, column) in columns.iter_mut().zip(COLUMNS) {
            let found = header.iter().position(|name| name == column);
            *at = found.ok_or(ExplanationError::MissingColumn { column })?;
        }
        let mut all: Vec<Self> = Vec::new();
        let mut known = std::collections::BTreeSet::new();
        for record in reader.records() {
            let record = record.map_err(|error| bad_csv(&error))?;
            let row = record.position().map_or(0, csv::Position::line);
            let mut cells = [""; COLUMNS.len()];
            for ((cell, at), column) in cells.iter_mut().zip(columns).zip(COLUMNS) {
                *cell = record.get(at).unwrap_or("").trim();
                if cell.is_empty() {
                    return Err(ExplanationError::EmptyCell { row, column });
                }
            }
            let [kind, subjects, reason, source] = cells;
            for subject in subjects.split(';').map(str::trim) {
                let [kind, subject] = [kind, subject].map(str::to_owned);
                if !known.insert((kind.clone(), subject.clone())) {
                    return Err(ExplanationError::ExplainedTwice { row, kind, subject });
                }
                all.push(Self {
                    kind,
                    subject,
                    reason: reason.to_owned(),
                    source: source.to_owned(),
                });
            }
        }
        Ok(all)
    }
}

fn bad_csv(error: &csv::Error) -> ExplanationError {
    ExplanationError::BadCsv {
        row: error.position().map_or(0, csv::Position::line),
        reason: error.to_string(),
    }
}

/// Findings with their explanations.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Reviewed {
    /// What nobody has explained, in the order of the audit.
    pub open: Audit,
    /// What is right as it is, and why.
    pub explained: Vec<(Finding, Explanation)>,
    /// Explanations of what is not found any more.
    pub stale: Vec<Explanation>,
}

impl Audit {
    /// Tells what has been explained from what has not. A fault is never right as it is and stays
    /// open.
    #[must_use]
    pub fn reviewed(self, explanations: &[Explanation]) -> Reviewed {
        let keyed = explanations.iter().map(|one| {
            let key = (one.kind.clone(), one.subject.clone());
            (key, (one, false))
        });
        let mut by_finding: BTreeMap<(String, String), (&Explanation, bool)> = keyed.collect();
        let mut reviewed = Reviewed::default();
        for finding in self.findings {
            let known = by_finding.get_mut(&(finding.kind().to_owned(), finding.subject()));
            match known.filter(|_| finding.severity() != super::Severity::Fault) {
                Some((explanation, used)) => {
                    *used = true;
                    let explanation = (*explanation).clone();
                    reviewed.explained.push((finding, explanation));
                }
                None => reviewed.open.findings.push(finding),
            }
        }
        let unused = by_finding.into_values().filter(|(_, used)| !used);
        reviewed.stale = unused.map(|(one, _)| one.clone()).collect();
        reviewed
    }
}
