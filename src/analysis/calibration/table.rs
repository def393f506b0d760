use super::{Benchmark, Confidence, Measure};
use crate::planner::Error;

/// Why a table of benchmarks cannot be read.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BenchmarkError {
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
    /// A cell that cannot be read.
    #[error("row {row}, column `{column}`: `{value}` is unreadable; give {expected}")]
    BadValue {
        /// The row; the header is row 1.
        row: u64,
        /// The column.
        column: &'static str,
        /// The cell.
        value: String,
        /// What would be readable.
        expected: &'static str,
    },
}

coded!(BenchmarkError {
    BadCsv { row, reason } = "benchmark_bad_csv",
    MissingColumn { column } = "benchmark_missing_column",
    BadValue { row, column, value, expected } = "benchmark_bad_value",
});

impl From<BenchmarkError> for Error {
    fn from(error: BenchmarkError) -> Self {
        Self::other(error.code(), &error)
    }
}

const TABLE: &str = include_str!("../../../data/benchmarks.csv");

impl Benchmark {
    /// The published figures that come with the embedded network.
    ///
    /// # Panics
    /// Never: the table is tested to be readable.
    #[must_use]
    pub fn europe_central_asia() -> Vec<Self> {
        Self::table(TABLE).expect("the embedded table is tested to be readable")
    }

    /// Reads a table with the columns of `data/benchmarks.csv`; `judged` may be missing.
    ///
    /// # Errors
    /// Text that is no CSV, a missing column, an unreadable cell with its row.
    pub fn table(text: &str) -> Result<Vec<Self>, BenchmarkError> {
        let mut reader = csv::ReaderBuilder::new().from_reader(text.as_bytes());
        let header = reader.headers().map_err(bad_csv)?.clone();
        let find = |column: &'static str| {
            header
                .iter()
                .position(|name| name == column)
                .ok_or(BenchmarkError::MissingColumn { column })
        };
        let mut columns = [0; COLUMNS.len()];
        for (index, column) in columns.iter_mut().zip(COLUMNS) {
            *index = find(column)?;
        }
        // Tables without it judge with nothing apart.
        let judged = header.iter().position(|name| name == JUDGED);
        let mut benchmarks = Vec::new();
        for record in reader.records() {
            let record = record.map_err(bad_csv)?;
            let row = record.position().map_or(0, csv::Position::line);
            benchmarks.push(read(&record, &columns, judged, row)?);
        }
        Ok(benchmarks)
    }
}

const JUDGED: &str = "judged";

const COLUMNS: [&str; 15] = [
    "id",
    "origin",
    "destination",
    "via",
    "mode",
    "value",
    "low",
    "high",
    "unit",
    "year",
    "confidence",
    "use",
    "fitted",
    "note",
    "source",
];

#[allow(clippy::needless_pass_by_value, reason = "an adapter of errors")]
fn bad_csv(error: csv::Error) -> BenchmarkError {
    BenchmarkError::BadCsv {
        row: error.position().map_or(0, csv::Position::line),
        reason: error.to_string(),
    }
}

fn read(
    record: &csv::StringRecord,
    columns: &[usize; COLUMNS.len()],
    judged: Option<usize>,
    row: u64,
) -> Result<Benchmark, BenchmarkError> {
    let cell = |at: usize| record.get(columns[at]).unwrap_or("").trim();
    let text = |at: usize| cell(at).to_owned();
    let bad = |at: usize, expected: &'static str| BenchmarkError::BadValue {
        row,
        column: COLUMNS[at],
        value: text(at),
        expected,
    };
    let number = |at: usize| match cell(at) {
        "" => Ok(None),
        word => word
            .parse::<f64>()
            .ok()
            .filter(|value| value.is_finite())
            .map(Some)
            .ok_or_else(|| bad(at, "a number such as `12.5`")),
    };
    let list = |at: usize| {
        cell(at)
            .split(';')
            .filter(|part| !part.is_empty())
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let confidence = match cell(10) {
        "high" => Confidence::High,
        "medium" => Confidence::Medium,
        "low" => Confidence::Low,
        _ => return Err(bad(10, "`high`, `medium` or `low`")),
    };
    let usage = match (
        Measure::parse(cell(11)),
        cell(11).strip_prefix("not usable"),
    ) {
        (Some(measure), _) => Ok(measure),
        (None, Some(reason)) => Err(reason.trim_start_matches(':').trim().to_owned()),
        (None, None) => return Err(bad(11, "a measure, or `not usable: ` and the reason")),
    };
    let year = match cell(9) {
        "" => None,
        word => Some(word.parse().map_err(|_| bad(9, "a year such as `2024`"))?),
    };
    let judged = match judged.and_then(|at| record.get(at)).unwrap_or("").trim() {
        "" | "no" => false,
        "yes" => true,
        word => {
            return Err(BenchmarkError::BadValue {
                row,
                column: JUDGED,
                value: word.to_owned(),
                expected: "`yes`, or nothing",
            });
        }
    };
    Ok(Benchmark {
        id: text(0),
        origin: text(1),
        destination: text(2),
        via: list(3),
        mode: text(4),
        value: number(5)?.ok_or_else(|| bad(5, "a number such as `12.5`"))?,
        low: number(6)?,
        high: number(7)?,
        unit: text(8),
        year,
        confidence,
        usage,
        fitted: match cell(12) {
            "" | "no" => false,
            "yes" => true,
            _ => return Err(bad(12, "`yes`, or nothing")),
        },
        judged,
        note: text(13),
        sources: list(14),
    })
}
