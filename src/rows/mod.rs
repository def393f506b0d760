//! Tables as CSV: columns by name in any order, every fault of a table at once.

mod fault;

use std::collections::BTreeMap;
use std::io::Read;

use csv::StringRecord;

pub(crate) use fault::{Found, named, told};
pub use fault::{RowFault, RowFaultKind, TableFault};

use crate::network::nearest;

/// Bytes, rows and faults of a table that has no limits of its own.
pub(crate) const MOST_BYTES: usize = 16 << 20;
pub(crate) const MOST_ROWS: usize = 100_000;
pub(crate) const MOST_FAULTS: usize = 1_000;

/// Why a text cannot be read to its end.
pub(crate) enum NoText {
    TooLarge,
    Unreadable(String),
}

/// Reads a text to its end, no further than so many bytes.
pub(crate) fn text(reader: impl Read, most: u64) -> Result<String, NoText> {
    let mut bytes = Vec::new();
    let mut reader = reader.take(most.saturating_add(1));
    let read = reader.read_to_end(&mut bytes);
    let read = read.map_err(|error| NoText::Unreadable(error.to_string()))?;
    if read as u64 > most {
        return Err(NoText::TooLarge);
    }
    String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = before.split(|byte| *byte == b'\n').count();
        NoText::Unreadable(format!(
            "line {line} is not in UTF-8; save the table as UTF-8"
        ))
    })
}

/// The columns that a kind of table knows, and those that it must have.
pub(crate) struct Columns {
    pub(crate) known: &'static [&'static str],
    pub(crate) needed: &'static [&'static str],
}

/// Calls `with` for each row that has as many cells as the header, up to `most`; what is wrong with others is told.
pub(crate) fn each(
    text: &str,
    columns: &Columns,
    most: usize,
    found: &mut Found,
    mut with: impl FnMut(&Row<'_>, &mut Found),
) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => {
            let reason = error.to_string();
            found.add(1, None, RowFaultKind::BadCsv { reason });
            StringRecord::new()
        }
    };
    let at = places(&header, columns, found);
    for (index, record) in reader.records().enumerate() {
        if index >= most {
            found.add(1, None, RowFaultKind::TooManyRows { most });
            break;
        }
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                let reason = error.to_string();
                found.add(line, None, RowFaultKind::BadCsv { reason });
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() != header.len() {
            let (cells, columns) = (record.len(), header.len());
            found.add(line, None, RowFaultKind::Cells { cells, columns });
            continue;
        }
        let (at, record) = (&at, &record);
        with(&Row { at, record, line }, found);
    }
}

/// Where each column stands.
fn places(
    header: &StringRecord,
    columns: &Columns,
    found: &mut Found,
) -> BTreeMap<&'static str, usize> {
    let mut at = BTreeMap::new();
    for (place, name) in header.iter().enumerate() {
        let name = name.trim();
        match columns.known.iter().find(|column| **column == name) {
            Some(column) if at.contains_key(column) => {
                found.add(1, Some((name, "")), RowFaultKind::RepeatedColumn);
            }
            Some(column) => {
                at.insert(*column, place);
            }
            None => {
                let nearest = nearest(name, columns.known.iter().copied());
                let unknown = RowFaultKind::UnknownColumn { nearest };
                found.add(1, Some((name, "")), unknown);
            }
        }
    }
    for column in columns.needed {
        if !at.contains_key(column) {
            found.add(1, Some((column, "")), RowFaultKind::MissingColumn);
        }
    }
    at
}

/// One row; what cannot be read is told and gives nothing.
pub(crate) struct Row<'r> {
    at: &'r BTreeMap<&'static str, usize>,
    record: &'r StringRecord,
    pub(crate) line: u64,
}

impl<'r> Row<'r> {
    /// The cell, where there is one that is not empty.
    pub(crate) fn cell(&self, column: &str) -> Option<&'r str> {
        let cell = self.at.get(column).and_then(|at| self.record.get(*at));
        cell.map(str::trim).filter(|cell| !cell.is_empty())
    }

    pub(crate) fn text(&self, column: &str) -> String {
        self.cell(column).unwrap_or_default().to_owned()
    }

    pub(crate) fn fault(&self, column: &str, kind: RowFaultKind, found: &mut Found) {
        let value = self.cell(column).unwrap_or_default();
        found.add(self.line, Some((column, value)), kind);
    }

    pub(crate) fn bad(&self, column: &str, error: &dyn std::fmt::Display, found: &mut Found) {
        let reason = error.to_string();
        self.fault(column, RowFaultKind::BadValue { reason }, found);
    }

    /// A cell of a kind; the outer option is nothing where it was told to be unreadable.
    pub(crate) fn read<T, E: std::fmt::Display>(
        &self,
        column: &str,
        read: impl FnOnce(&str) -> Result<T, E>,
        found: &mut Found,
    ) -> Option<Option<T>> {
        match self.cell(column).map(read) {
            None => Some(None),
            Some(Ok(value)) => Some(Some(value)),
            Some(Err(error)) => {
                self.bad(column, &error, found);
                None
            }
        }
    }

    /// A cell that must not be empty.
    pub(crate) fn needed(&self, column: &str, found: &mut Found) -> Option<&'r str> {
        let cell = self.cell(column);
        // A column that is missing was told once.
        if cell.is_none() && self.at.contains_key(column) {
            self.fault(column, RowFaultKind::Missing, found);
        }
        cell
    }

    /// A cell of a kind that must not be empty.
    pub(crate) fn need<T, E: std::fmt::Display>(
        &self,
        column: &str,
        read: impl FnOnce(&str) -> Result<T, E>,
        found: &mut Found,
    ) -> Option<T> {
        self.needed(column, found)?;
        self.read(column, read, found)?
    }

    /// Both ends of a range, or none; one without the other is told, and gives nothing.
    pub(crate) fn both<T>(
        &self,
        ends: (Option<T>, Option<T>),
        [low, high]: [&str; 2],
        found: &mut Found,
    ) -> Option<Option<(T, T)>> {
        let missing = match ends {
            (None, None) => return Some(None),
            (Some(low), Some(high)) => return Some(Some((low, high))),
            (Some(_), None) => high,
            (None, Some(_)) => low,
        };
        self.fault(missing, RowFaultKind::HalfRange, found);
        None
    }

    /// A whole year of four digits; the outer option is nothing where it was told to be none.
    pub(crate) fn year(&self, column: &str, found: &mut Found) -> Option<Option<i16>> {
        let Some(cell) = self.cell(column) else {
            return Some(None);
        };
        let year = whole_year(cell);
        if year.is_none() {
            self.fault(column, RowFaultKind::NoYear, found);
        }
        year.map(Some)
    }
}

/// What is between semicolons.
pub(crate) fn list<T>(
    cell: &str,
    read: impl Fn(&str) -> Result<T, String>,
) -> Result<Vec<T>, String> {
    cell.split(';').map(|part| read(part.trim())).collect()
}

/// An id between semicolons.
pub(crate) fn name<T: for<'p> From<&'p str>>(part: &str) -> Result<T, String> {
    if part.is_empty() {
        return Err("an empty entry between semicolons; remove it".to_owned());
    }
    Ok(T::from(part))
}

/// Whether a row is assumed, and not derived.
pub(crate) fn assumed(cell: &str) -> Result<bool, String> {
    match cell {
        "assumed" => Ok(true),
        "derived" => Ok(false),
        _ => Err("neither `derived` nor `assumed`".to_owned()),
    }
}

/// A whole year of four digits, from 1900 to 2200.
pub(crate) fn whole_year(text: &str) -> Option<i16> {
    let whole = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let year = text.parse::<i16>().ok();
    year.filter(|year| whole && (1900..=2200).contains(year))
}
