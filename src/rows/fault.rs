use std::fmt;

use serde::Serialize;

use crate::network::did_you_mean;
use crate::quantity::PerYear;

/// One thing that is wrong with a table of flows.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct RowFault {
    /// The line of the row; the header is line 1.
    pub line: u64,
    /// The column, where one is at fault.
    pub column: Option<String>,
    /// The cell as it was given, its first 100 characters; empty where no cell is at fault.
    pub value: String,
    /// What is wrong with it and the remedy.
    pub kind: RowFaultKind,
}

impl fmt::Display for RowFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some(column) = &self.column {
            write!(f, ", column `{column}`")?;
        }
        match self.value.as_str() {
            "" => write!(f, ": {}", self.kind),
            value => write!(f, ", `{value}`: {}", self.kind),
        }
    }
}

impl fmt::Debug for RowFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// What is wrong in a table of flows.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RowFaultKind {
    /// A row that is no CSV.
    #[error("not readable as CSV: {reason}")]
    BadCsv {
        /// The reader's reason.
        reason: String,
    },
    /// A row of more or fewer cells than the header.
    #[error("{cells} cells where the header has {columns}; check commas and quotes")]
    Cells {
        /// How many there are.
        cells: usize,
        /// How many there should be.
        columns: usize,
    },
    /// A column that is needed and not there.
    #[error("the column is missing; add it to the header row")]
    MissingColumn,
    /// A column that no table of flows has.
    #[error("the column is unknown{}; remove or rename it", did_you_mean(nearest.as_ref()))]
    UnknownColumn {
        /// The nearest known one.
        nearest: Option<String>,
    },
    /// A column that stands twice in the header.
    #[error("the column stands twice in the header; remove one")]
    RepeatedColumn,
    /// A cell that must not be empty.
    #[error("the cell is empty; fill it")]
    Missing,
    /// A cell that cannot be read.
    #[error("{reason}")]
    BadValue {
        /// What is wrong with it and the remedy.
        reason: String,
    },
    /// A year that is none, or a part of one.
    #[error(
        "no year such as `2024`; what was counted in a part of a year is not added to years: leave the row \
         out, or state a whole year and how it was come by in the note"
    )]
    NoYear,
    /// One end of a range without the other.
    #[error("the other end of the range is missing; give both or none")]
    HalfRange,
    /// A range that its figure lies outside of.
    #[error("{volume} lies outside of its range from {low} to {high}; correct one of them")]
    OutsideRange {
        /// The low end.
        low: PerYear,
        /// The figure.
        volume: PerYear,
        /// The high end.
        high: PerYear,
    },
    /// The same flow of the same list and year once more.
    #[error("the same flow of this list and year stands already in line {first}; make it one row")]
    Twice {
        /// The line of the other.
        first: u64,
    },
    /// More rows than are read.
    #[error("more than {most} rows; split the table, or raise `DemandLimits::rows`")]
    TooManyRows {
        /// How many are read.
        most: usize,
    },
}

coded!(RowFaultKind {
    BadCsv { reason } = "demand_bad_csv",
    Cells { cells, columns } = "demand_cells",
    MissingColumn {} = "demand_missing_column",
    UnknownColumn { nearest } = "demand_unknown_column",
    RepeatedColumn {} = "demand_repeated_column",
    Missing {} = "demand_missing_value",
    BadValue { reason } = "demand_bad_value",
    NoYear {} = "demand_no_year",
    HalfRange {} = "demand_half_range",
    OutsideRange { low, volume, high } = "demand_row_outside_range",
    Twice { first } = "demand_twice",
    TooManyRows { most } = "demand_too_many_rows",
});

/// Faults as they are found; those beyond the limit are counted.
pub(crate) struct Found {
    faults: Vec<RowFault>,
    more: usize,
    most: usize,
}

impl Found {
    pub(crate) fn new(most: usize) -> Self {
        Self {
            faults: Vec::new(),
            more: 0,
            most: most.max(1),
        }
    }

    pub(crate) fn add(&mut self, line: u64, cell: Option<(&str, &str)>, kind: RowFaultKind) {
        if self.faults.len() >= self.most {
            self.more += 1;
            return;
        }
        self.faults.push(RowFault {
            line,
            column: cell.map(|(column, _)| column.chars().take(100).collect()),
            value: cell.map_or_else(String::new, |(_, value)| value.chars().take(100).collect()),
            kind,
        });
    }

    /// Rows where nothing is wrong with their table; else all faults in words.
    pub(crate) fn sound<T>(self, rows: T) -> Result<T, Vec<TableFault>> {
        if self.faults.is_empty() {
            return Ok(rows);
        }
        Err(self.faults.into_iter().map(TableFault::from).collect())
    }

    /// Those that are told, and how many more there are at least.
    pub(crate) fn into_parts(self) -> (Vec<RowFault>, usize) {
        (self.faults, self.more)
    }
}

/// One thing that is wrong with a table, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct TableFault {
    /// The line of the row; the header is line 1.
    pub line: u64,
    /// The column, where one is at fault.
    pub column: Option<String>,
    /// What is wrong and the remedy.
    pub reason: String,
}

impl From<RowFault> for TableFault {
    fn from(fault: RowFault) -> Self {
        let reason = match fault.value.as_str() {
            "" => fault.kind.to_string(),
            value => format!("`{value}`: {}", fault.kind),
        };
        Self {
            line: fault.line,
            column: fault.column,
            reason,
        }
    }
}

impl fmt::Display for TableFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}", self.line)?;
        if let Some(column) = &self.column {
            write!(f, ", column `{column}`")?;
        }
        write!(f, ": {}", self.reason)
    }
}

/// All faults, each on a line that names the table.
pub(crate) fn named(table: &str, faults: &[TableFault]) -> String {
    let said = faults.iter().map(|fault| format!("{table}, {fault}"));
    said.collect::<Vec<_>>().join("\n")
}

/// All faults of a table, a line each.
pub(crate) fn told(table: &str, faults: &[impl fmt::Display], more: usize) -> String {
    let least = if more > 0 { "at least " } else { "" };
    let count = faults.len().saturating_add(more);
    let head = format!("{least}{count} fault(s) in the table of {table}");
    let rest = (more > 0).then(|| format!("and {more} more; mend these first"));
    let faults = faults.iter().map(ToString::to_string);
    let lines: Vec<String> = std::iter::once(head).chain(faults).chain(rest).collect();
    lines.join("\n  ")
}
