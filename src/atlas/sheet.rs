use rustc_hash::FxHashMap;
use std::fmt::Display;
use std::str::FromStr;
use std::sync::Arc;

use csv::StringRecord;

use super::findings::Findings;
use super::limits::FAULTS_OF_A_FILE;
use crate::network::{Fault, FaultKind, Origin, Provenance, nearest};

/// A file of the format: its name and its text.
#[derive(Clone, Debug)]
pub(super) struct File {
    pub(super) name: Arc<str>,
    pub(super) text: Arc<str>,
    /// How many folders lie below its own.
    pub(super) layer: u32,
}

/// The rows of one table, header resolved.
pub(super) struct Sheet<'a> {
    file: Arc<str>,
    key: &'static str,
    pub(super) columns: FxHashMap<&'static str, usize>,
    pub(super) rows: Vec<(u32, StringRecord)>,
    findings: &'a Findings,
}

/// A column's name; a leading `?` means that the file may lack it.
pub(super) type Column = &'static str;

impl<'a> Sheet<'a> {
    /// Reads the header and splits the rows; a bad header is reported and leaves no rows.
    ///
    /// `key` is the column that other tables refer to, empty where none does.
    pub(super) fn read(
        file: &File,
        key: &'static str,
        expected: &[Column],
        most_rows: usize,
        findings: &'a Findings,
    ) -> Self {
        let mut sheet = Self {
            file: file.name.clone(),
            key,
            columns: FxHashMap::default(),
            rows: Vec::new(),
            findings,
        };
        let fault = |row: u32, kind: FaultKind| {
            findings.add(Fault::new(Origin::new(file.name.clone(), row), None, kind));
        };
        let text = file.text.strip_prefix('\u{feff}').unwrap_or(&file.text);
        if let Some((row, reason)) = super::dialect::fault(text, expected) {
            fault(row, FaultKind::UnreadableTable { reason });
            findings.refuse_table(key);
            return sheet;
        }
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(text.as_bytes());
        let mut records = reader.records();
        let header = match records.next() {
            Some(Ok(header)) => header,
            Some(Err(error)) => {
                fault(
                    1,
                    FaultKind::BadCsv {
                        reason: error.to_string(),
                    },
                );
                return sheet;
            }
            None => StringRecord::new(),
        };
        let mut sound = true;
        for (index, name) in header.iter().map(str::trim).enumerate() {
            match expected
                .iter()
                .map(|column| column.trim_start_matches('?'))
                .find(|c| *c == name)
            {
                Some(column) => {
                    if sheet.columns.insert(column, index).is_some() {
                        sound = false;
                        fault(
                            1,
                            FaultKind::RepeatedColumn {
                                column: name.to_owned(),
                            },
                        );
                    }
                }
                None => {
                    sound = false;
                    let known = expected.iter().map(|column| column.trim_start_matches('?'));
                    let nearest = nearest(name, known);
                    fault(
                        1,
                        FaultKind::UnknownColumn {
                            column: name.to_owned(),
                            nearest,
                        },
                    );
                }
            }
        }
        for column in expected {
            if !column.starts_with('?') && !sheet.columns.contains_key(column) {
                sound = false;
                fault(
                    1,
                    FaultKind::MissingColumn {
                        column: (*column).to_owned(),
                    },
                );
            }
        }
        for record in records {
            if sheet.rows.len() >= most_rows {
                let reason = format!(
                    "more than {most_rows} rows; split the table, or raise `TableLimits::rows`"
                );
                fault(1, FaultKind::UnreadableTable { reason });
                sheet.rows.clear();
                findings.refuse_table(key);
                break;
            }
            if findings.of_file(&file.name) > FAULTS_OF_A_FILE {
                findings.refuse_table(key);
                break;
            }
            match record {
                Ok(record) => {
                    let row = record
                        .position()
                        .map_or(0, |position| position.line() as u32);
                    if record.len() == header.len() {
                        if sound {
                            sheet.rows.push((row, record));
                        } else {
                            findings.refuse_table(key);
                        }
                    } else {
                        let comment = record.get(0).is_some_and(|cell| cell.starts_with('#'));
                        let reason = if comment {
                            "comments are no rows; remove the line".to_owned()
                        } else {
                            let (cells, columns) = (record.len(), header.len());
                            format!(
                                "{cells} cells where the header has {columns}; check commas and quotes"
                            )
                        };
                        fault(row, FaultKind::BadCsv { reason });
                        if let Some(code) = sheet.columns.get(key).and_then(|at| record.get(*at)) {
                            let code = code.trim().to_owned();
                            findings.refuse(code);
                        }
                    }
                }
                Err(error) => fault(
                    0,
                    FaultKind::BadCsv {
                        reason: error.to_string(),
                    },
                ),
            }
        }
        sheet
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = Row<'_>> + '_ {
        let rows = self.rows.iter().map(|(number, record)| Row {
            sheet: self,
            number: *number,
            record,
        });
        rows.take_while(|_| {
            let going = self.findings.of_file(&self.file) <= FAULTS_OF_A_FILE;
            if !going {
                self.findings.refuse_table(self.key);
            }
            going
        })
    }
}

/// As [`str::trim`], which is slow to find that there is nothing to trim.
fn trim(cell: &str) -> &str {
    let plain = |end: Option<&u8>| end.is_none_or(u8::is_ascii_graphic);
    let bytes = cell.as_bytes();
    if plain(bytes.first()) && plain(bytes.last()) {
        return cell;
    }
    cell.trim()
}

/// One row of a table; reading a bad cell reports it and gives nothing.
#[derive(Clone, Copy)]
pub(super) struct Row<'a> {
    sheet: &'a Sheet<'a>,
    number: u32,
    record: &'a StringRecord,
}

impl<'a> Row<'a> {
    pub(super) fn origin(&self) -> Origin {
        Origin::new(self.sheet.file.clone(), self.number)
    }

    pub(super) fn fault(&self, column: &str, kind: FaultKind) {
        self.refuse();
        self.sheet
            .findings
            .add(Fault::new(self.origin(), Some(column), kind));
    }

    /// Lets references to this row pass, which is not read.
    pub(super) fn refuse(&self) {
        if !self.sheet.key.is_empty() {
            let code = self.text(self.sheet.key).to_owned();
            self.sheet.findings.refuse(code);
        }
    }

    /// Whether the nearest known name is still looked for.
    pub(super) fn may_suggest(&self) -> bool {
        self.sheet.findings.may_suggest()
    }

    /// Whether a record of this code stands in a row that was refused.
    pub(super) fn may_be_refused(&self, code: &str) -> bool {
        self.sheet.findings.refused(code)
    }

    pub(super) fn bad(&self, column: &str, reason: impl Display) {
        self.fault(
            column,
            FaultKind::BadValue {
                reason: reason.to_string(),
            },
        );
    }

    /// The cell, empty when the column is left out.
    pub(super) fn text(&self, column: &str) -> &'a str {
        self.sheet
            .columns
            .get(column)
            .and_then(|index| self.record.get(*index))
            .map_or("", trim)
    }

    /// The column of this name, if the table has it.
    pub(super) fn column(&self, name: &str) -> Option<&'static str> {
        self.sheet
            .columns
            .get_key_value(name)
            .map(|(column, _)| *column)
    }

    pub(super) fn has(&self, column: &str) -> bool {
        !self.text(column).is_empty()
    }

    /// The cell, which must not be empty.
    pub(super) fn required(&self, column: &str) -> Option<&'a str> {
        let text = self.text(column);
        if text.is_empty() {
            self.fault(column, FaultKind::MissingValue);
            return None;
        }
        Some(text)
    }

    /// The cell as a `T`; it must not be empty.
    pub(super) fn parse<T: FromStr<Err: Display>>(&self, column: &str) -> Option<T> {
        self.required(column)?
            .parse()
            .map_err(|error| self.bad(column, error))
            .ok()
    }

    /// The cell as a `T`, or `default` when it is empty.
    pub(super) fn parse_or<T: FromStr<Err: Display>>(&self, column: &str, default: T) -> Option<T> {
        if self.has(column) {
            self.parse(column)
        } else {
            Some(default)
        }
    }

    /// The cell as a `T` when it is not empty; the outer option is empty when it is bad.
    pub(super) fn optional<T: FromStr<Err: Display>>(&self, column: &str) -> Option<Option<T>> {
        if self.has(column) {
            self.parse(column).map(Some)
        } else {
            Some(None)
        }
    }

    /// The parts of a list cell as `T`s.
    pub(super) fn list<T: FromStr<Err: Display>>(&self, column: &str) -> Option<Vec<T>> {
        let parts = self.parts(column).map(|part| {
            part.parse::<T>()
                .map_err(|error| self.bad(column, error))
                .ok()
        });
        // Every bad part is reported before the list is given up.
        let parts: Vec<Option<T>> = parts.collect();
        parts.into_iter().collect()
    }

    /// The parts of a list cell.
    pub(super) fn parts(&self, column: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        self.text(column)
            .split(';')
            .map(str::trim)
            .filter(|part| !part.is_empty())
    }

    /// The cell as a whole number from `low` to `high`; it must not be empty.
    pub(super) fn whole<T: TryFrom<i64>>(&self, column: &str, low: i64, high: i64) -> Option<T> {
        let text = self.required(column)?;
        let number = text.parse::<i64>().ok();
        let number = number.filter(|number| (low..=high).contains(number));
        let found = number.and_then(|number| T::try_from(number).ok());
        if found.is_none() {
            self.bad(
                column,
                format!("`{text}` is not a whole number from {low} to {high}; give one"),
            );
        }
        found
    }

    /// The cell as a whole number of things when it is not empty.
    pub(super) fn optional_count(&self, column: &str) -> Option<Option<u32>> {
        if self.has(column) {
            self.whole(column, 0, i64::from(u32::MAX)).map(Some)
        } else {
            Some(None)
        }
    }

    /// The cell in thousandths when it is not empty; it must be no more than `most`.
    pub(super) fn optional_thousandths(&self, column: &str, most: f64) -> Option<Option<u32>> {
        if !self.has(column) {
            return Some(None);
        }
        let number = self.positive(column)?;
        if number > most {
            let text = self.text(column);
            self.bad(column, format!("`{text}` is above {most}; check the unit"));
            return None;
        }
        Some(Some((number * 1e3).round() as u32))
    }

    /// The cell as a decimal number that is not negative.
    pub(super) fn positive(&self, column: &str) -> Option<f64> {
        let number = self.number(column)?;
        if number < 0.0 {
            let text = self.text(column);
            self.bad(column, format!("`{text}` is negative; give zero or more"));
            return None;
        }
        Some(number)
    }

    /// Two cells that bound a range; the second must lie above the first.
    pub(super) fn bounds<T: PartialOrd>(
        &self,
        columns: [&str; 2],
        bounds: [Option<Option<T>>; 2],
    ) -> Option<[Option<T>; 2]> {
        let [from, to] = bounds;
        let (from, to) = (from?, to?);
        if let (Some(low), Some(high)) = (&from, &to)
            && high <= low
        {
            let [low, high] = columns.map(|column| self.text(column));
            let reason = format!("`{high}` does not lie above `{low}`; swap or correct them");
            self.bad(columns[1], reason);
            return None;
        }
        Some([from, to])
    }

    /// A provenance without sources at this row.
    pub(super) fn provenance(&self) -> Provenance {
        Provenance::at(self.origin())
    }
}
