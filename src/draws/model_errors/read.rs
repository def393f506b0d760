//! A table of what the model gets wrong: read from CSV, every fault at once.

use super::{ModelError, ModelErrorsError, ModelFigures, Together};
use crate::network::Mode;
use crate::rows::{Columns, Found, MOST_FAULTS, MOST_ROWS, Row, assumed, each, list, name};

const COLUMNS: Columns = Columns {
    known: &[
        "figures", "mode", "together", "low", "high", "rows", "basis", "date", "source", "note",
    ],
    needed: &[
        "figures", "together", "low", "high", "rows", "basis", "date", "source", "note",
    ],
};
const MOST_BYTES: usize = 1 << 20;

/// What is off by more is not computed at all.
const MOST_RATIO: f64 = 100.0;

pub(super) fn rows(text: &str) -> Result<Vec<ModelError>, ModelErrorsError> {
    if text.len() > MOST_BYTES {
        return Err(ModelErrorsError::TooLarge { most: MOST_BYTES });
    }
    let mut found = Found::new(MOST_FAULTS);
    let mut rows: Vec<ModelError> = Vec::new();
    each(text, &COLUMNS, MOST_ROWS, &mut found, |row, found| {
        rows.extend(one(row, found));
    });
    let rows = found
        .sound(rows)
        .map_err(|faults| ModelErrorsError::Faulty { faults })?;
    // There are as many kinds as are compared at most.
    let mut known: Vec<(ModelFigures, Option<Mode>, u64)> = Vec::new();
    for row in &rows {
        let same = known
            .iter()
            .find(|(figures, mode, _)| (*figures, *mode) == (row.figures, row.mode));
        if let Some((.., other_line)) = same {
            return Err(ModelErrorsError::Repeated {
                line: row.line,
                other_line: *other_line,
            });
        }
        known.push((row.figures, row.mode, row.line));
    }
    Ok(rows)
}

/// Every cell is looked at before the row is given up, so that all faults are told.
fn one(row: &Row<'_>, found: &mut Found) -> Option<ModelError> {
    let figures = row.need("figures", figures, found);
    let mode = row.read("mode", str::parse::<Mode>, found);
    let together = row.need("together", together, found);
    let low = row.need("low", |cell| ratio(cell, 1.0 / MOST_RATIO, 1.0), found);
    let high = row.need("high", |cell| ratio(cell, 1.0, MOST_RATIO), found);
    let rows = row.need("rows", count, found);
    let assumed = row.need("basis", assumed, found);
    let date = row.need("date", str::parse::<jiff::civil::Date>, found);
    let sources = row.need("source", |cell| list(cell, name), found);
    let note = row.needed("note", found).map(str::to_owned);
    Some(ModelError {
        figures: figures?,
        mode: mode?,
        together: together?,
        low: low?,
        high: high?,
        rows: rows?,
        assumed: assumed?,
        date: date?,
        sources: sources?,
        note: note?,
        line: row.line,
    })
}

fn figures(cell: &str) -> Result<ModelFigures, String> {
    let words = ModelFigures::ALL.map(ModelFigures::as_str);
    cell.parse()
        .map_err(|()| format!("none of `{}`", words.join("`, `")))
}

fn together(cell: &str) -> Result<Together, String> {
    let found = Together::ALL.into_iter().find(|one| one.as_str() == cell);
    found.ok_or_else(|| "neither `country` nor `mode`".to_owned())
}

fn ratio(cell: &str, least: f64, most: f64) -> Result<f64, String> {
    let number = cell.parse::<f64>().ok();
    let number = number.filter(|ratio| (least..=most).contains(ratio));
    number.ok_or_else(|| format!("no ratio from {least} to {most}"))
}

fn count(cell: &str) -> Result<u32, String> {
    cell.parse::<u32>()
        .map_err(|_| "no number of published figures".to_owned())
}
