use std::fmt::Display;
use std::sync::Arc;

use csv::StringRecord;
use rustc_hash::FxHashMap;

use super::findings::Findings;
use super::limits::FAULTS_OF_A_FILE;
use super::schema::{CellKind, ColumnSchema};
use crate::network::{Fault, FaultKind, Origin, nearest};

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
    schema: Arc<[ColumnSchema]>,
    /// Where in a row each column of the schema stands; beyond its end where the file lacks it.
    at: Vec<usize>,
    pub(super) rows: Vec<(u32, StringRecord)>,
    findings: &'a Findings,
}

impl<'a> Sheet<'a> {
    /// Reads the header and splits the rows; a bad header is reported and leaves no rows.
    ///
    /// `key` is the column that other tables refer to, empty where none does.
    pub(super) fn read(
        file: &File,
        key: &'static str,
        schema: &Arc<[ColumnSchema]>,
        most_rows: usize,
        findings: &'a Findings,
    ) -> Self {
        let mut sheet = Self {
            file: file.name.clone(),
            key,
            columns: FxHashMap::default(),
            schema: Arc::clone(schema),
            at: Vec::new(),
            rows: Vec::new(),
            findings,
        };
        let fault = |row: u32, kind: FaultKind| {
            findings.add(Fault::new(Origin::new(file.name.clone(), row), None, kind));
        };
        let text = file.text.strip_prefix('\u{feff}').unwrap_or(&file.text);
        let expected: Vec<&'static str> = schema.iter().map(|column| column.name).collect();
        if let Some((row, reason)) = super::dialect::fault(text, &expected) {
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
            if findings.of_file(&file.name) > FAULTS_OF_A_FILE {
                break;
            }
            match expected.iter().copied().find(|column| *column == name) {
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
                    let suggested = findings.may_suggest();
                    let nearest = suggested.then(|| nearest(name, expected.iter().copied()));
                    let nearest = nearest.flatten();
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
        for column in schema.iter() {
            let at = sheet.columns.get(column.name).copied();
            if at.is_none() && !column.optional {
                sound = false;
                let column = column.name.to_owned();
                fault(1, FaultKind::MissingColumn { column });
            }
            sheet.at.push(at.unwrap_or(usize::MAX));
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

    /// The first column of a kind, in the order of the schema.
    pub(super) fn column_of(&self, kind: CellKind) -> Option<usize> {
        self.schema.iter().position(|column| column.kind == kind)
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

    /// Reports a fault in a column of the schema.
    pub(super) fn fault(&self, at: usize, kind: FaultKind) {
        self.fault_in(self.name(at), kind);
    }

    /// Reports a fault in the column of this name.
    pub(super) fn fault_in(&self, column: &str, kind: FaultKind) {
        self.refuse();
        let fault = Fault::new(self.origin(), Some(column), kind);
        self.sheet.findings.add(fault);
    }

    pub(super) fn bad(&self, at: usize, reason: impl Display) {
        let reason = reason.to_string();
        self.fault(at, FaultKind::BadValue { reason });
    }

    /// Lets references to this row pass, which is not read.
    pub(super) fn refuse(&self) {
        if !self.sheet.key.is_empty() {
            let at = self.sheet.columns.get(self.sheet.key).copied();
            let code = at.and_then(|at| self.record.get(at)).map_or("", trim);
            self.sheet.findings.refuse(code.to_owned());
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

    /// The name of a column of the schema.
    pub(super) fn name(&self, at: usize) -> &'static str {
        self.sheet.schema.get(at).map_or("", |column| column.name)
    }

    /// The cell in a column of the schema, empty when the file lacks it.
    pub(super) fn text(&self, at: usize) -> &'a str {
        let at = self.sheet.at.get(at);
        at.and_then(|at| self.record.get(*at)).map_or("", trim)
    }

    pub(super) fn has(&self, at: usize) -> bool {
        !self.text(at).is_empty()
    }

    /// The cell, which must not be empty.
    pub(super) fn required(&self, at: usize) -> Option<&'a str> {
        let text = self.text(at);
        if text.is_empty() {
            self.fault(at, FaultKind::MissingValue);
            return None;
        }
        Some(text)
    }

    /// The parts of a list cell.
    pub(super) fn parts(&self, at: usize) -> impl Iterator<Item = &'a str> + use<'a> {
        let parts = self.text(at).split(';').map(str::trim);
        parts.filter(|part| !part.is_empty())
    }

    /// The column of this name, if the file has it.
    pub(super) fn column(&self, name: &str) -> Option<&'static str> {
        let found = self.sheet.columns.get_key_value(name);
        found.map(|(column, _)| *column)
    }
}
