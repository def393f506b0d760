//! Reads and writes the CSV tables of the atlas that the derivation needs.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::BuildError;
use crate::geometry::Point;

/// One row as column name to text.
pub type Row = BTreeMap<String, String>;

/// All rows of a table; a missing file gives none when `optional`.
pub fn read(path: &Path, optional: bool) -> Result<Vec<Row>, BuildError> {
    if optional && !path.exists() {
        return Ok(Vec::new());
    }
    let name = path.display().to_string();
    let fail = |e: csv::Error| BuildError::Read {
        path: name.clone(),
        reason: e.to_string(),
    };
    let mut reader = csv::Reader::from_path(path).map_err(fail)?;
    let head = reader.headers().map_err(fail)?.clone();
    reader
        .records()
        .map(|r| {
            let r = r.map_err(fail)?;
            Ok(head
                .iter()
                .map(str::to_owned)
                .zip(r.iter().map(str::to_owned))
                .collect())
        })
        .collect()
}

/// Text of a column.
pub fn text<'a>(row: &'a Row, column: &str) -> &'a str {
    row.get(column).map_or("", String::as_str)
}

/// Number in a column.
pub fn number(file: &str, row: &Row, column: &str) -> Result<f64, BuildError> {
    let value = text(row, column);
    value
        .parse::<f64>()
        .ok()
        .filter(|v| v.is_finite())
        .ok_or_else(|| BuildError::Format {
            file: file.into(),
            reason: format!("column `{column}` holds `{value}`, not a number (row {row:?})"),
        })
}

/// A place as the derivation sees it.
#[derive(Clone, Debug)]
pub struct Place {
    /// Its code.
    pub code: String,
    /// ISO code of its country.
    pub country: String,
    /// Its position.
    pub at: Point,
    /// What it is.
    pub kinds: Vec<String>,
}

impl Place {
    /// Whether the place belongs on the network of the mode.
    pub fn is_on(&self, mode: &str) -> bool {
        let has = |k: &str| self.kinds.iter().any(|x| x == k);
        if mode == "rail" {
            has("rail_terminal") || has("rail_border") || has("gauge_change") || has("junction")
        } else {
            has("road_terminal") || has("road_border") || has("city")
        }
    }
}

/// Reads `places.csv`.
pub fn places(dir: &Path) -> Result<Vec<Place>, BuildError> {
    read(&dir.join("places.csv"), false)?
        .iter()
        .map(|r| {
            Ok(Place {
                code: text(r, "code").into(),
                country: text(r, "country").into(),
                at: Point::new(
                    number("places.csv", r, "lon")?,
                    number("places.csv", r, "lat")?,
                ),
                kinds: text(r, "kinds").split(';').map(str::to_owned).collect(),
            })
        })
        .collect()
}

/// A crossing as the derivation sees it.
#[derive(Clone, Debug)]
pub struct Crossing {
    /// Its code.
    pub code: String,
    /// The two countries.
    pub countries: [String; 2],
    /// `rail` or `road`.
    pub mode: String,
    /// The point on the border.
    pub at: Point,
    /// Inline status; empty when `status.csv` holds dated states.
    pub status: String,
}

/// Reads `crossings.csv`.
pub fn crossings(dir: &Path) -> Result<Vec<Crossing>, BuildError> {
    read(&dir.join("crossings.csv"), false)?
        .iter()
        .map(|r| {
            Ok(Crossing {
                code: text(r, "code").into(),
                countries: [text(r, "country_a").into(), text(r, "country_b").into()],
                mode: text(r, "mode").into(),
                at: Point::new(
                    number("crossings.csv", r, "lon")?,
                    number("crossings.csv", r, "lat")?,
                ),
                status: text(r, "status").into(),
            })
        })
        .collect()
}

/// Columns of `links.csv`, in order.
pub const LINK_COLUMNS: [&str; 16] = [
    "id",
    "from",
    "to",
    "mode",
    "country",
    "length_km",
    "gauges",
    "line",
    "direction",
    "status",
    "valid_from",
    "valid_to",
    "project",
    "capacity_mt_year",
    "shape",
    "source",
];

/// Writes rows with the columns of `links.csv`, sorted by their key.
pub fn write_links(path: &Path, mut rows: Vec<[String; 16]>) -> Result<(), BuildError> {
    rows.sort();
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::Any(b'\n'))
        .from_writer(Vec::new());
    let fail = |reason: String| BuildError::Write {
        path: path.display().to_string(),
        reason,
    };
    writer
        .write_record(LINK_COLUMNS)
        .map_err(|e| fail(e.to_string()))?;
    for row in rows {
        writer.write_record(&row).map_err(|e| fail(e.to_string()))?;
    }
    let bytes = writer.into_inner().map_err(|e| fail(e.to_string()))?;
    fs::write(path, bytes).map_err(|e| fail(e.to_string()))
}
