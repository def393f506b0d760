//! Corrections of single cells.

use std::collections::BTreeMap;
use std::sync::Arc;

use csv::StringRecord;
use rustc_hash::FxHashMap;

use super::findings::Findings;
use super::schema::{CellKind, ColumnSchema};
use super::sheet::{File, Sheet};
use crate::network::{Fault, FaultKind, Origin, nearest};

/// A cell of another table, corrected.
pub(super) struct Override {
    pub(super) table: String,
    pub(super) id: String,
    pub(super) column: String,
    pub(super) value: String,
    pub(super) source: String,
    origin: Origin,
    /// How many folders lie below its own; it wins over overrides of those.
    layer: u32,
    /// How many rows it corrected.
    pub(super) hits: usize,
    /// Set when its table has no such column: the nearest one.
    pub(super) bad_column: Option<Option<String>>,
    /// Set when a file of its table lacks a column of its id: that column and the nearest one.
    bad_selector: Option<(String, Option<String>)>,
}

impl Override {
    /// The columns and values that a row must have, where it is not named by its own id.
    fn selector(&self) -> Option<Vec<(&str, &str)>> {
        let parts = self.id.split(';').map(|part| {
            let (column, value) = part.split_once('=')?;
            Some((column.trim(), value.trim()))
        });
        self.id.contains('=').then(|| parts.collect()).flatten()
    }

    fn cell(&self) -> String {
        format!("{} {} {}", self.table, self.id, self.column)
    }
}

/// What a correction names, in the order in which [`read`] asks for it.
const COLUMNS: [&str; 4] = ["id", "column", "value", "source"];

/// Reads `links_override.csv` (table `links`) and `overrides.csv` (any table).
pub(super) fn read(files: &[File], most_rows: usize, findings: &Findings) -> Vec<Override> {
    let mut overrides = Vec::new();
    for file in files {
        let table = match super::folder::base(&file.name).as_str() {
            "links_override.csv" => Some("links"),
            "overrides.csv" => None,
            _ => continue,
        };
        let text = |name| ColumnSchema::new(name, CellKind::Text);
        let mut columns: Vec<ColumnSchema> = COLUMNS.map(text).into();
        columns.push(text("note").optional());
        let at = columns.len();
        if table.is_none() {
            columns.push(text("table"));
        }
        let columns: Arc<[ColumnSchema]> = columns.into();
        for row in Sheet::read(file, "", &columns, most_rows, findings).rows() {
            let table = table.map_or_else(|| row.required(at), Some);
            let cells = (table, row.required(0), row.required(1), row.required(3));
            if let (Some(table), Some(id), Some(column), Some(source)) = cells {
                overrides.push(Override {
                    table: table.to_owned(),
                    id: id.to_owned(),
                    column: column.to_owned(),
                    value: row.text(2).to_owned(),
                    source: source.to_owned(),
                    origin: row.origin(),
                    layer: file.layer,
                    hits: 0,
                    bad_column: None,
                    bad_selector: None,
                });
            }
        }
    }
    overrides
}

/// Corrects cells of a table whose rows are named by the column `key`; `drop` removes a row. A
/// folder on top wins over those below it; two corrections of one cell in one folder are a fault.
pub(super) fn apply(
    sheet: &mut Sheet<'_>,
    key: &'static str,
    overrides: &mut [Override],
    findings: &Findings,
) {
    let Sheet { rows, columns, .. } = sheet;
    let key = columns.get(key).copied();
    let (by_id, mut by_columns) = wanted(columns, overrides);
    if by_id.is_empty() && by_columns.is_empty() {
        return;
    }
    rows.retain_mut(|(_, record)| {
        let cell = |at: usize| record.get(at).map(str::trim);
        let id = key.and_then(cell).and_then(|id| by_id.get(id));
        let mut changes: Vec<usize> = id.into_iter().flatten().copied().collect();
        for named in &mut by_columns {
            changes.extend(named.fitting(cell));
        }
        changes.sort_by_key(|index| (overrides[*index].layer, *index));
        let (mut keep, mut changed) = (true, BTreeMap::new());
        for index in changes {
            let change = &mut overrides[index];
            change.hits += 1;
            let column = if change.column == "drop" {
                keep = false;
                None
            } else if let Some(column) = columns.get(change.column.as_str()) {
                Some(*column)
            } else {
                let known = columns.keys().copied();
                change.bad_column = Some(nearest(&change.column, known));
                continue;
            };
            if let Some(column) = column {
                *record = corrected(record, column, columns.get("source").copied(), change);
            }
            let change = &overrides[index];
            let below: Option<usize> = changed.insert(column, index);
            if let Some(first) = below.map(|index| &overrides[index])
                && first.layer == change.layer
            {
                let kind = FaultKind::Duplicate {
                    what: "override",
                    code: change.cell(),
                    first: first.origin.clone(),
                };
                findings.add(Fault::new(change.origin.clone(), Some("id"), kind));
            }
        }
        keep
    });
}

/// Overrides that name the same columns, by the values that these must have.
struct ByColumns {
    columns: Vec<usize>,
    by_values: FxHashMap<Vec<String>, Vec<usize>>,
    /// The values of the row that is looked at.
    values: Vec<String>,
}

impl ByColumns {
    fn new(columns: Vec<usize>) -> Self {
        Self {
            values: vec![String::new(); columns.len()],
            by_values: FxHashMap::default(),
            columns,
        }
    }

    /// The overrides of a row with these cells.
    fn fitting<'r>(&mut self, cell: impl Fn(usize) -> Option<&'r str>) -> &[usize] {
        for (at, value) in self.columns.iter().zip(&mut self.values) {
            let Some(cell) = cell(*at) else {
                return &[];
            };
            value.clear();
            value.push_str(cell);
        }
        self.by_values.get(&self.values).map_or(&[], Vec::as_slice)
    }
}

type ById = FxHashMap<String, Vec<usize>>;

/// Overrides by the id of their row, and those that name columns.
fn wanted(
    columns: &FxHashMap<&'static str, usize>,
    overrides: &mut [Override],
) -> (ById, Vec<ByColumns>) {
    let mut by_id = ById::default();
    let mut by_columns: FxHashMap<Vec<usize>, ByColumns> = FxHashMap::default();
    for (index, change) in overrides.iter_mut().enumerate() {
        let Some(selector) = change.selector() else {
            by_id.entry(change.id.clone()).or_default().push(index);
            continue;
        };
        let cells = selector.iter().map(|(column, value)| {
            let at = columns.get(column).copied();
            at.map(|at| (at, (*value).to_owned())).ok_or(*column)
        });
        match cells.collect::<Result<Vec<_>, _>>() {
            Ok(mut cells) => {
                cells.sort_unstable();
                cells.dedup();
                // One column with two values is in no row.
                if cells.windows(2).any(|pair| pair[0].0 == pair[1].0) {
                    continue;
                }
                let (named, values): (Vec<usize>, Vec<String>) = cells.into_iter().unzip();
                let alike = by_columns.entry(named);
                let alike = alike.or_insert_with_key(|named| ByColumns::new(named.clone()));
                alike.by_values.entry(values).or_default().push(index);
            }
            Err(column) => {
                let nearest = nearest(column, columns.keys().copied());
                change.bad_selector = Some((column.to_owned(), nearest));
            }
        }
    }
    (by_id, by_columns.into_values().collect())
}

/// The row with one cell replaced, and the source of that cell with it.
fn corrected(
    record: &StringRecord,
    column: usize,
    source: Option<usize>,
    change: &Override,
) -> StringRecord {
    let prefix = format!("{}=", change.column);
    let cells = record.iter().enumerate().map(|(at, cell)| {
        if at == column {
            change.value.clone()
        } else if Some(at) == source {
            let others = cell
                .split(';')
                .filter(|entry| !entry.trim().starts_with(&prefix));
            let mut entries: Vec<String> = others.map(str::to_owned).collect();
            entries.push(format!("{prefix}{}", change.source));
            entries.join(";")
        } else {
            cell.to_owned()
        }
    });
    cells.collect()
}

/// Reports overrides that hit nothing, or what they cannot correct.
pub(super) fn report(overrides: &[Override], findings: &Findings) {
    for change in overrides {
        if !super::TABLES.contains(&change.table.as_str()) {
            let kind = FaultKind::Unknown {
                what: "table",
                code: change.table.clone(),
                nearest: nearest(&change.table, super::TABLES.iter().copied()),
            };
            findings.add(Fault::new(change.origin.clone(), Some("table"), kind));
            continue;
        }
        if change.hits > 1 && change.selector().is_none() {
            let reason = format!(
                "`{}` stands in {} rows of {}; name the row by its columns, such as `country=KZ;unit=40ft`",
                change.id, change.hits, change.table
            );
            let kind = FaultKind::BadValue { reason };
            findings.add(Fault::new(change.origin.clone(), Some("id"), kind));
        }
        if change.hits == 0 {
            let kind = match &change.bad_selector {
                Some((column, nearest)) => FaultKind::UnknownColumn {
                    column: column.clone(),
                    nearest: nearest.clone(),
                },
                None => FaultKind::Unknown {
                    what: "row to override",
                    code: format!("{} {}", change.table, change.id),
                    nearest: None,
                },
            };
            findings.add(Fault::new(change.origin.clone(), Some("id"), kind));
        }
        if let Some(nearest) = &change.bad_column {
            let kind = FaultKind::UnknownColumn {
                column: change.column.clone(),
                nearest: nearest.clone(),
            };
            findings.add(Fault::new(change.origin.clone(), Some("column"), kind));
        }
    }
}
