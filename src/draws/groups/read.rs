//! A table of factor groups: read from CSV, every fault at once.

use csv::StringRecord;

use super::{FactorGroup, FactorGroupFault, FactorGroupsError, GroupedFigures};
use crate::code::{Country, Name};
use crate::network::{Mode, nearest};

const COLUMNS: [&str; 10] = [
    "group", "figures", "mode", "country", "places", "cites", "share", "basis", "source", "note",
];
/// Those that a table must have.
const NEEDED: [&str; 6] = ["group", "figures", "share", "basis", "source", "note"];
const MOST_BYTES: usize = 1 << 20;
const MOST_FAULTS: usize = 1_000;

pub(super) fn rows(text: &str) -> Result<Vec<FactorGroup>, FactorGroupsError> {
    if text.len() > MOST_BYTES {
        return Err(FactorGroupsError::TooLarge { most: MOST_BYTES });
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut found = Found::default();
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => {
            found.add(1, None, error.to_string());
            StringRecord::new()
        }
    };
    found.header(&header);
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                found.add(line, None, error.to_string());
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() != header.len() {
            let (cells, columns) = (record.len(), header.len());
            let reason =
                format!("{cells} cells where the header has {columns}; check commas and quotes");
            found.add(line, None, reason);
            continue;
        }
        let row = Row {
            header: &header,
            record: &record,
            line,
        };
        rows.extend(row.group(&mut found));
    }
    if found.0.is_empty() {
        return Ok(rows);
    }
    found.0.sort_by_key(|fault| fault.line);
    Err(FactorGroupsError::Faulty { faults: found.0 })
}

/// Faults as they are found, as many as are told.
#[derive(Default)]
struct Found(Vec<FactorGroupFault>);

impl Found {
    fn add(&mut self, line: u64, column: Option<&str>, reason: String) {
        if self.0.len() < MOST_FAULTS {
            self.0.push(FactorGroupFault {
                line,
                column: column.map(|name| name.chars().take(100).collect()),
                reason,
            });
        }
    }

    fn header(&mut self, header: &StringRecord) {
        let mut before: Vec<&str> = Vec::new();
        for name in header.iter().map(str::trim) {
            if !COLUMNS.contains(&name) {
                let hint = nearest(name, COLUMNS)
                    .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
                self.add(1, Some(name), format!("the column is unknown{hint}"));
            } else if before.contains(&name) {
                let reason = "the column stands twice in the header; remove one";
                self.add(1, Some(name), reason.to_owned());
            }
            before.push(name);
        }
        for name in NEEDED {
            if !before.contains(&name) {
                self.add(1, Some(name), "the column is missing; add it".to_owned());
            }
        }
    }
}

struct Row<'r> {
    header: &'r StringRecord,
    record: &'r StringRecord,
    line: u64,
}

impl<'r> Row<'r> {
    /// The cell; empty where there is no such column.
    fn cell(&self, column: &str) -> &'r str {
        let at = self.header.iter().position(|name| name.trim() == column);
        let cell = at.and_then(|at| self.record.get(at));
        cell.map_or("", str::trim)
    }

    /// What a cell says; told where it cannot be read.
    fn read<T>(
        &self,
        column: &str,
        read: impl FnOnce(&str) -> Result<T, String>,
        found: &mut Found,
    ) -> Option<T> {
        // A column that is missing was told once.
        if !self.header.iter().any(|name| name.trim() == column) && NEEDED.contains(&column) {
            return None;
        }
        let cell = self.cell(column);
        match read(cell) {
            Ok(value) => Some(value),
            Err(reason) => {
                let cell: String = cell.chars().take(100).collect();
                found.add(self.line, Some(column), format!("`{cell}`: {reason}"));
                None
            }
        }
    }

    /// Every cell is looked at before the row is given up, so that all faults are told.
    fn group(&self, found: &mut Found) -> Option<FactorGroup> {
        let group = self.read("group", |cell| filled(cell).map(Name::from), found);
        let figures = self.read("figures", figures, found);
        let mode = self.read("mode", mode, found);
        let countries = self.read("country", |cell| list(cell, country), found);
        let places = self.read("places", |cell| list(cell, name), found);
        let cites = self.read("cites", |cell| list(cell, name), found);
        let share = self.read("share", share, found);
        let assumed = self.read("basis", basis, found);
        let sources = self.read(
            "source",
            |cell| filled(cell).and_then(|cell| list(cell, name)),
            found,
        );
        let note = self.read("note", |cell| filled(cell).map(str::to_owned), found);
        Some(FactorGroup {
            group: group?,
            figures: figures?,
            mode: mode?,
            countries: countries?,
            places: places?,
            cites: cites?,
            share_per_mille: share?,
            assumed: assumed?,
            sources: sources?,
            note: note?,
            line: self.line,
        })
    }
}

fn filled(cell: &str) -> Result<&str, String> {
    if cell.is_empty() {
        return Err("the cell is empty; fill it".to_owned());
    }
    Ok(cell)
}

fn figures(cell: &str) -> Result<GroupedFigures, String> {
    let words = GroupedFigures::WORDS;
    cell.parse()
        .map_err(|()| format!("none of `{}`", words.join("`, `")))
}

fn mode(cell: &str) -> Result<Option<Mode>, String> {
    if cell.is_empty() {
        return Ok(None);
    }
    let mode = cell.parse::<Mode>().map_err(|error| error.to_string());
    mode.map(Some)
}

/// What is between semicolons; nothing in an empty cell.
fn list<T>(cell: &str, read: impl Fn(&str) -> Result<T, String>) -> Result<Vec<T>, String> {
    if cell.is_empty() {
        return Ok(Vec::new());
    }
    cell.split(';').map(|part| read(part.trim())).collect()
}

fn country(part: &str) -> Result<Country, String> {
    part.parse::<Country>().map_err(|error| error.to_string())
}

fn name(part: &str) -> Result<Name, String> {
    filled(part)
        .map(Name::from)
        .map_err(|_| "an empty entry between semicolons; remove it".to_owned())
}

/// In thousandths.
fn share(cell: &str) -> Result<u16, String> {
    let number = cell.parse::<f64>().ok();
    let number = number.filter(|share| *share > 0.0 && *share <= 1.0);
    let per_mille = number.map(|share| share * 1_000.0);
    let whole = per_mille.filter(|share| (share - share.round()).abs() < 1e-6);
    let whole = whole.filter(|share| *share > 0.5);
    whole
        .map(|share| share.round() as u16)
        .ok_or_else(|| "no share above 0 and at most 1 with three decimals at most".to_owned())
}

fn basis(cell: &str) -> Result<bool, String> {
    match cell {
        "assumed" => Ok(true),
        "derived" => Ok(false),
        _ => Err("neither `derived` nor `assumed`".to_owned()),
    }
}
