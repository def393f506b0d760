//! The tables of the format as data: what columns there are, and what may stand in them.

use serde::Serialize;

/// The tables of the format with their columns, from [`Atlas::schema`](super::Atlas::schema).
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Schema {
    /// The version of the format.
    pub version: u32,
    /// The tables, in the order in which they are read.
    pub tables: Vec<TableSchema>,
}

/// One table of the format.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct TableSchema {
    /// Its name: that of its file, without ending.
    pub name: &'static str,
    /// The column that `overrides.csv` names its rows by.
    pub key: &'static str,
    /// Its columns; a file may have them in any order.
    pub columns: Vec<ColumnSchema>,
}

/// One column of a table.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "facts that have nothing to do with each other"
)]
#[non_exhaustive]
pub struct ColumnSchema {
    /// Its name in the header row.
    pub name: &'static str,
    /// What one cell holds, or one part of a list.
    pub kind: CellKind,
    /// The unit of a number, where it has one.
    pub unit: Option<&'static str>,
    /// The words that are accepted; empty where others are as well.
    pub words: Vec<&'static str>,
    /// Whether a file may lack the column.
    pub optional: bool,
    /// Whether the cell must not be empty.
    pub filled: bool,
    /// Whether the cell is a list whose parts are separated by `;`.
    pub list: bool,
    /// Whether it is a figure: it has sources, and may have a range in `NAME_low` and `NAME_high`.
    pub figure: bool,
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum CellKind {
    /// Any text.
    Text,
    /// The code of a place.
    PlaceCode,
    /// An ISO 3166-1 alpha-2 code.
    Country,
    /// One of the accepted words.
    Word,
    /// A track gauge in millimetres.
    Gauge,
    /// A conveyance such as `wagon-1520`.
    Conveyance,
    /// The id or code of a record.
    Reference {
        /// Of what: `place`, `operator`, ...
        to: &'static str,
    },
    /// A whole number.
    Whole {
        /// The least that is accepted.
        least: i64,
        /// The largest that is accepted.
        most: i64,
    },
    /// A decimal number.
    Number {
        /// The least that is accepted, where there is one.
        least: Option<f64>,
        /// The largest that is accepted, where there is one.
        most: Option<f64>,
    },
    /// A part of a whole: a percentage or a fraction.
    Share,
    /// A day such as `2026-11-22`.
    Date,
    /// Degrees east and north, such as `50.2 40.1`.
    Point,
    /// An encoded polyline of precision 5.
    Polyline,
    /// The currency of the row's amounts, an ISO 4217 code.
    Currency,
    /// The year of the row's prices.
    PriceYear,
    /// The name of a column with figures.
    Column,
    /// The sources of the row, an entry `column=ID` those of one column.
    Sources,
}

impl CellKind {
    /// A number from zero to `most`.
    pub(super) const fn up_to(most: f64) -> Self {
        Self::between(0.0, most)
    }

    pub(super) const fn between(least: f64, most: f64) -> Self {
        Self::Number {
            least: Some(least),
            most: Some(most),
        }
    }
}

impl ColumnSchema {
    /// A column that every file has and whose cells may be empty.
    pub(super) const fn new(name: &'static str, kind: CellKind) -> Self {
        Self {
            name,
            kind,
            unit: None,
            words: Vec::new(),
            optional: false,
            filled: false,
            list: false,
            figure: false,
        }
    }

    pub(super) const fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    pub(super) const fn filled(mut self) -> Self {
        self.filled = true;
        self
    }
}

/// The name of a column, and those of the columns that belong to it where it is a figure.
#[derive(Clone, Copy)]
pub(super) struct Names {
    pub(super) name: &'static str,
    pub(super) low: &'static str,
    pub(super) high: &'static str,
    pub(super) p90: &'static str,
    pub(super) p90_low: &'static str,
    pub(super) p90_high: &'static str,
    /// Whether a file may lack the column.
    pub(super) optional: bool,
}

/// The names of a column: `names!("rate")`, or `names!("rate" or absent)` where a file may lack it.
/// A group of columns knows its own names: `names!()`.
macro_rules! names {
    () => {
        names!("")
    };
    ($name:literal or absent) => {
        $crate::atlas::schema::Names {
            optional: true,
            ..names!($name)
        }
    };
    ($name:literal) => {
        $crate::atlas::schema::Names {
            name: $name,
            low: concat!($name, "_low"),
            high: concat!($name, "_high"),
            p90: concat!($name, "_p90"),
            p90_low: concat!($name, "_p90_low"),
            p90_high: concat!($name, "_p90_high"),
            optional: false,
        }
    };
}

pub(super) use names;
