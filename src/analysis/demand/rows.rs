//! Tables as CSV: columns by name in any order, every fault of a table at once.

use std::collections::BTreeMap;

use csv::StringRecord;

use super::error::{DemandFaultKind, Found};
use crate::network::nearest;

/// The columns that a kind of table knows, and those that it must have.
pub(in crate::analysis) struct Columns {
    pub(in crate::analysis) known: &'static [&'static str],
    pub(in crate::analysis) needed: &'static [&'static str],
}

/// Calls `with` for each row that has as many cells as the header, up to `most`; what is wrong with others is told.
pub(in crate::analysis) fn each(
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
            found.add(1, None, DemandFaultKind::BadCsv { reason });
            StringRecord::new()
        }
    };
    let at = places(&header, columns, found);
    for (index, record) in reader.records().enumerate() {
        if index >= most {
            found.add(1, None, DemandFaultKind::TooManyRows { most });
            break;
        }
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                let reason = error.to_string();
                found.add(line, None, DemandFaultKind::BadCsv { reason });
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() != header.len() {
            let (cells, columns) = (record.len(), header.len());
            found.add(line, None, DemandFaultKind::Cells { cells, columns });
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
                found.add(1, Some((name, "")), DemandFaultKind::RepeatedColumn);
            }
            Some(column) => {
                at.insert(*column, place);
            }
            None => {
                let nearest = nearest(name, columns.known.iter().copied());
                let unknown = DemandFaultKind::UnknownColumn { nearest };
                found.add(1, Some((name, "")), unknown);
            }
        }
    }
    for column in columns.needed {
        if !at.contains_key(column) {
            found.add(1, Some((column, "")), DemandFaultKind::MissingColumn);
        }
    }
    at
}

/// One row; what cannot be read is told and gives nothing.
pub(in crate::analysis) struct Row<'r> {
    at: &'r BTreeMap<&'static str, usize>,
    record: &'r StringRecord,
    pub(in crate::analysis) line: u64,
}

impl<'r> Row<'r> {
    /// The cell, where there is one that is not empty.
    pub(in crate::analysis) fn cell(&self, column: &str) -> Option<&'r str> {
        let cell = self.at.get(column).and_then(|at| self.record.get(*at));
        cell.map(str::trim).filter(|cell| !cell.is_empty())
    }

    pub(in crate::analysis) fn text(&self, column: &str) -> String {
        self.cell(column).unwrap_or_default().to_owned()
    }

    pub(in crate::analysis) fn fault(
        &self,
        column: &str,
        kind: DemandFaultKind,
        found: &mut Found,
    ) {
        let value = self.cell(column).unwrap_or_default();
        found.add(self.line, Some((column, value)), kind);
    }

    pub(in crate::analysis) fn bad(
        &self,
        column: &str,
        error: &dyn std::fmt::Display,
        found: &mut Found,
    ) {
        let reason = error.to_string();
        self.fault(column, DemandFaultKind::BadValue { reason }, found);
    }

    /// A cell of a kind; the outer option is nothing where it was told to be unreadable.
    pub(in crate::analysis) fn read<T, E: std::fmt::Display>(
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
    pub(in crate::analysis) fn needed(&self, column: &str, found: &mut Found) -> Option<&'r str> {
        let cell = self.cell(column);
        // A column that is missing was told once.
        if cell.is_none() && self.at.contains_key(column) {
            self.fault(column, DemandFaultKind::Missing, found);
        }
        cell
    }

    /// A cell of a kind that must not be empty.
    pub(in crate::analysis) fn need<T, E: std::fmt::Display>(
        &self,
        column: &str,
        read: impl FnOnce(&str) -> Result<T, E>,
        found: &mut Found,
    ) -> Option<T> {
        self.needed(column, found)?;
        self.read(column, read, found)?
    }

    /// A whole year of four digits; the outer option is nothing where it was told to be none.
    pub(in crate::analysis) fn year(&self, column: &str, found: &mut Found) -> Option<Option<i16>> {
        let Some(cell) = self.cell(column) else {
            return Some(None);
        };
        let whole = cell.len() == 4 && cell.bytes().all(|byte| byte.is_ascii_digit());
        match cell.parse::<i16>() {
            Ok(year) if whole && (1900..=2200).contains(&year) => Some(Some(year)),
            Ok(_) | Err(_) => {
                self.fault(column, DemandFaultKind::NoYear, found);
                None
            }
        }
    }
}
