use super::sheet::{File, Findings, Sheet};
use crate::network::{Fault, FaultKind, Origin, nearest};

/// A cell of another table, corrected.
pub(super) struct Override {
    pub(super) table: String,
    pub(super) id: String,
    pub(super) column: String,
    pub(super) value: String,
    pub(super) source: String,
    origin: Origin,
    /// How many rows it corrected.
    pub(super) hits: usize,
    /// Set when its table has no such column: the nearest one.
    pub(super) bad_column: Option<Option<String>>,
}

/// Reads `links_override.csv` (table `links`) and `overrides.csv` (any table).
pub(super) fn read(files: &[File], findings: &Findings) -> Vec<Override> {
    let mut overrides = Vec::new();
    for file in files {
        let table = match file.name.rsplit('/').next() {
            Some("links_override.csv") => Some("links"),
            Some("overrides.csv") => None,
            _ => continue,
        };
        let mut columns = vec!["id", "column", "value", "source", "?note"];
        if table.is_none() {
            columns.push("table");
        }
        for row in Sheet::read(file, "", &columns, findings).rows() {
            let table = table.map_or_else(|| row.required("table"), Some);
            let cells = (
                table,
                row.required("id"),
                row.required("column"),
                row.required("source"),
            );
            if let (Some(table), Some(id), Some(column), Some(source)) = cells {
                overrides.push(Override {
                    table: table.to_owned(),
                    id: id.to_owned(),
                    column: column.to_owned(),
                    value: row.text("value").to_owned(),
                    source: source.to_owned(),
                    origin: row.origin(),
                    hits: 0,
                    bad_column: None,
                });
            }
        }
    }
    overrides
}

/// Reports overrides that hit nothing, and two that correct the same cell.
pub(super) fn report(overrides: &[Override], findings: &Findings) {
    for (index, change) in overrides.iter().enumerate() {
        if !super::TABLES.contains(&change.table.as_str()) {
            let kind = FaultKind::Unknown {
                what: "table",
                code: change.table.clone(),
                nearest: nearest(&change.table, super::TABLES.iter().copied()),
            };
            findings.add(Fault::new(change.origin.clone(), Some("table"), kind));
            continue;
        }
        if change.hits > 1 {
            let reason = format!(
                "`{}` stands in {} rows of {}; only a row of its own can be corrected",
                change.id, change.hits, change.table
            );
            let kind = FaultKind::BadValue { reason };
            findings.add(Fault::new(change.origin.clone(), Some("id"), kind));
        }
        if change.hits == 0 {
            let kind = FaultKind::Unknown {
                what: "row to override",
                code: format!("{} {}", change.table, change.id),
                nearest: None,
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
        let first = overrides[..index].iter().find(|other| {
            (&other.table, &other.id, &other.column) == (&change.table, &change.id, &change.column)
        });
        if let Some(first) = first {
            let kind = FaultKind::Duplicate {
                what: "override",
                code: format!("{} {} {}", change.table, change.id, change.column),
                first: first.origin.clone(),
            };
            findings.add(Fault::new(change.origin.clone(), Some("id"), kind));
        }
    }
}
