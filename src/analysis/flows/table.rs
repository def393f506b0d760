//! A table of capacities: read from CSV, every fault at once.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io::Read;

use jiff::civil::Date;

use super::bottleneck::Bottleneck;
use super::capacity::{Basis, Capacity, Measure};
use super::error::FlowsError;
use crate::quantity::PerYear;
use crate::rows::{
    self, Columns, Found, MOST_BYTES, MOST_FAULTS, MOST_ROWS, NoText, Row, RowFaultKind,
    TableFault, each,
};

const TABLE: &str = include_str!("../../../data/capacity.csv");

const COLUMNS: Columns = Columns {
    known: &[
        "subject", "ways", "measure", "a_year", "low", "high", "basis", "year", "from", "until",
        "source", "note",
    ],
    needed: &["subject", "measure", "a_year", "basis", "year"],
};

/// A table of what things take.
#[derive(Clone, Debug, Default, PartialEq)]
#[must_use]
pub struct Table {
    rows: Vec<Capacity>,
    vessels: bool,
}

impl Table {
    /// Nothing is known to be limited.
    pub const fn new() -> Self {
        Self {
            rows: Vec::new(),
            vessels: false,
        }
    }

    /// The embedded table (`data/capacity.csv`), and the room of vessels.
    pub fn embedded() -> Self {
        let table = Self::from_csv(TABLE).expect("the embedded table is tested to be readable");
        table.with_vessels()
    }

    /// The same, where services by sea that it has no design of take what their vessels have room for, as often as
    /// they leave.
    pub fn with_vessels(mut self) -> Self {
        self.vessels = true;
        self
    }

    pub(super) const fn counts_vessels(&self) -> bool {
        self.vessels
    }

    /// Reads a table with the columns of the embedded one, in any order.
    ///
    /// # Errors
    /// All faults, by line and column; more than 16 MiB.
    ///
    /// ```
    /// use trade_corridor::analysis::flows::Table;
    /// let bad = Table::from_csv("subject,measure,a_year,basis,year\ncrossing:x,carts,5,design,2024\n");
    /// assert!(bad.unwrap_err().to_string().contains("line 2, column `measure`"));
    /// ```
    pub fn from_csv(text: &str) -> Result<Self, FlowsError> {
        Ok(Self {
            rows: capacities(text)?,
            vessels: false,
        })
    }

    /// The same from a file or another reader, of which no more is read than a table may have.
    ///
    /// # Errors
    /// As [`Table::from_csv`]; bytes that are no UTF-8; a reader that fails.
    pub fn read(reader: impl Read) -> Result<Self, FlowsError> {
        let text = rows::text(reader, MOST_BYTES as u64).map_err(|error| match error {
            NoText::TooLarge => FlowsError::TooLarge { most: MOST_BYTES },
            NoText::Unreadable(reason) => FlowsError::Unreadable { reason },
        })?;
        Self::from_csv(&text)
    }

    /// The rows in their order.
    #[must_use]
    pub fn rows(&self) -> &[Capacity] {
        &self.rows
    }
}

/// Reads a table of capacities.
///
/// # Errors
/// All faults of the table, in the order of lines; a table that is too long.
fn capacities(text: &str) -> Result<Vec<Capacity>, FlowsError> {
    if text.len() > MOST_BYTES {
        return Err(FlowsError::TooLarge { most: MOST_BYTES });
    }
    let mut found = Found::new(MOST_FAULTS);
    let mut rows = Vec::new();
    let mut known: BTreeMap<_, u64> = BTreeMap::new();
    each(text, &COLUMNS, MOST_ROWS, &mut found, |row, found| {
        let Some(capacity) = capacity(row, found) else {
            return;
        };
        let key = (
            capacity.of.clone(),
            capacity.measure,
            capacity.basis,
            capacity.year,
            (capacity.from, capacity.until),
        );
        match known.entry(key) {
            Entry::Occupied(first) => {
                let first = first.get();
                let reason =
                    format!("the same figure stands already in line {first}; make it one row");
                found.add(row.line, None, RowFaultKind::BadValue { reason });
            }
            Entry::Vacant(place) => {
                place.insert(row.line);
                rows.push(capacity);
            }
        }
    });
    match found.into_parts() {
        (faults, _) if faults.is_empty() => Ok(rows),
        (faults, more) => Err(FlowsError::Faulty {
            faults: faults.into_iter().map(TableFault::from).collect(),
            more,
        }),
    }
}

/// Every cell is looked at before the row is given up, so that all faults are told.
fn capacity(row: &Row<'_>, found: &mut Found) -> Option<Capacity> {
    let of = row.need("subject", thing, found);
    let each_way = row.read("ways", ways, found);
    let measure = |word: &str| one_of(word, &Measure::ALL, Measure::as_str);
    let measure = row.need("measure", measure, found);
    let a_year = row.need("a_year", str::parse::<PerYear>, found);
    let low = row.read("low", str::parse::<PerYear>, found);
    let high = row.read("high", str::parse::<PerYear>, found);
    let basis = |word: &str| one_of(word, &Basis::ALL, Basis::as_str);
    let basis = row.need("basis", basis, found);
    let year = row
        .needed("year", found)
        .and_then(|_| row.year("year", found)?);
    let (from, until) = (row.read("from", day, found), row.read("until", day, found));
    let (a_year, measure) = (a_year?, measure?);
    if a_year == PerYear::ZERO && basis == Some(Basis::Design) {
        let reason = "a capacity of nothing; close it by a rule or a scenario instead";
        row.bad("a_year", &reason, found);
        return None;
    }
    let range = row.both((low?, high?), ["low", "high"], found)?;
    if let Some((low, high)) = range
        && !(low..=high).contains(&a_year)
    {
        let volume = a_year;
        let outside = RowFaultKind::OutsideRange { low, volume, high };
        row.fault("a_year", outside, found);
        return None;
    }
    Some(Capacity {
        of: of?,
        each_way: each_way?.unwrap_or(false),
        measure,
        a_year,
        range,
        basis: basis?,
        year: year?,
        from: from?,
        until: until?,
        source: row.text("source"),
        note: row.text("note"),
    })
}

fn thing(text: &str) -> Result<Bottleneck, String> {
    let (kind, id) = text.split_once(':').unwrap_or(("", text));
    let id = id.trim().to_owned();
    match kind.trim() {
        "crossing" => Ok(Bottleneck::Crossing {
            code: id,
            into: None,
        }),
        "service" => Ok(Bottleneck::Service { id }),
        "place" => Ok(Bottleneck::Port { code: id, by: None }),
        "link" => Ok(Bottleneck::Link { id, forward: None }),
        _ => Err("no `crossing:`, `service:`, `place:` or `link:` and an id".to_owned()),
    }
}

fn ways(text: &str) -> Result<bool, String> {
    match text {
        "both" => Ok(false),
        "each" => Ok(true),
        _ => Err("neither `both` nor `each`".to_owned()),
    }
}

fn one_of<T: Copy>(word: &str, all: &[T], name: impl Fn(T) -> &'static str) -> Result<T, String> {
    let known = all.iter().find(|value| name(**value) == word);
    known.copied().ok_or_else(|| {
        let words: Vec<&str> = all.iter().map(|value| name(*value)).collect();
        format!("none of `{}`", words.join("`, `"))
    })
}

fn day(text: &str) -> Result<Date, String> {
    let day = text.parse::<Date>();
    day.map_err(|_| "no day such as `2024-06-01`".to_owned())
}
