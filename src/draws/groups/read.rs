//! A table of factor groups: read from CSV, every fault at once.

use super::{FactorGroup, FactorGroupsError, GroupedFigures};
use crate::code::{Country, Name};
use crate::network::Mode;
use crate::rows::{Columns, Found, MOST_FAULTS, MOST_ROWS, Row, assumed, each, list, name};

const COLUMNS: Columns = Columns {
    known: &[
        "group", "figures", "mode", "country", "places", "cites", "share", "basis", "source",
        "note",
    ],
    needed: &["group", "figures", "share", "basis", "source", "note"],
};
const MOST_BYTES: usize = 1 << 20;

pub(super) fn rows(text: &str) -> Result<Vec<FactorGroup>, FactorGroupsError> {
    if text.len() > MOST_BYTES {
        return Err(FactorGroupsError::TooLarge { most: MOST_BYTES });
    }
    let mut found = Found::new(MOST_FAULTS);
    let mut rows = Vec::new();
    each(text, &COLUMNS, MOST_ROWS, &mut found, |row, found| {
        rows.extend(group(row, found));
    });
    found
        .sound(rows)
        .map_err(|faults| FactorGroupsError::Faulty { faults })
}

/// Every cell is looked at before the row is given up, so that all faults are told.
fn group(row: &Row<'_>, found: &mut Found) -> Option<FactorGroup> {
    let group = row.needed("group", found).map(Name::from);
    let figures = row.need("figures", figures, found);
    let mode = row.read("mode", str::parse::<Mode>, found);
    let countries = row.read("country", |cell| list(cell, country), found);
    let places = row.read("places", |cell| list(cell, name), found);
    let cites = row.read("cites", |cell| list(cell, name), found);
    let share = row.need("share", share, found);
    let assumed = row.need("basis", assumed, found);
    let sources = row.need("source", |cell| list(cell, name), found);
    let note = row.needed("note", found).map(str::to_owned);
    Some(FactorGroup {
        group: group?,
        figures: figures?,
        mode: mode?,
        countries: countries?.unwrap_or_default(),
        places: places?.unwrap_or_default(),
        cites: cites?.unwrap_or_default(),
        share_per_mille: share?,
        assumed: assumed?,
        sources: sources?,
        note: note?,
        line: row.line,
    })
}

fn figures(cell: &str) -> Result<GroupedFigures, String> {
    let words = GroupedFigures::WORDS;
    cell.parse()
        .map_err(|()| format!("none of `{}`", words.join("`, `")))
}

fn country(part: &str) -> Result<Country, String> {
    part.parse::<Country>().map_err(|error| error.to_string())
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
