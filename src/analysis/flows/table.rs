//! A table of capacities: read from CSV, every fault at once.

use std::collections::BTreeMap;

use csv::StringRecord;
use jiff::civil::Date;

use super::bottleneck::Bottleneck;
use super::capacity::{Basis, Capacity, Measure};
use super::error::{CapacityFault, FlowsError};
use crate::network::nearest;
use crate::quantity::PerYear;

const TABLE: &str = include_str!("../../../data/capacity.csv");

const COLUMNS: [&str; 12] = [
    "subject", "ways", "measure", "a_year", "low", "high", "basis", "year", "from", "until",
    "source", "note",
];
/// Those that a table must have.
const NEEDED: [&str; 5] = ["subject", "measure", "a_year", "basis", "year"];
const MOST_BYTES: usize = 16 << 20;
const MOST_FAULTS: usize = 1_000;

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
    let mut known: BTreeMap<_, u64> = BTreeMap::new();
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
        let Some(capacity) = row.capacity(&mut found) else {
            continue;
        };
        let key = (
            capacity.of.clone(),
            capacity.measure,
            capacity.basis,
            capacity.year,
            (capacity.from, capacity.until),
        );
        if let Some(first) = known.get(&key) {
            let reason = format!("the same figure stands already in line {first}; make it one row");
            found.add(line, None, reason);
        } else {
            known.insert(key, line);
            rows.push(capacity);
        }
    }
    if found.0.is_empty() {
        return Ok(rows);
    }
    Err(FlowsError::Faulty { faults: found.0 })
}

/// Faults as they are found, as many as are told.
#[derive(Default)]
struct Found(Vec<CapacityFault>);

impl Found {
    fn add(&mut self, line: u64, column: Option<&str>, reason: String) {
        if self.0.len() < MOST_FAULTS {
            self.0.push(CapacityFault {
                line,
                column: column.map(|name| name.chars().take(100).collect()),
                reason,
            });
        }
    }

    fn header(&mut self, header: &StringRecord) {
        for (at, name) in header.iter().enumerate() {
            if !COLUMNS.contains(&name.trim()) {
                let hint = nearest(name, COLUMNS)
                    .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
                self.add(1, Some(name), format!("the column is unknown{hint}"));
            } else if header
                .iter()
                .take(at)
                .any(|other| other.trim() == name.trim())
            {
                let reason = "the column stands twice in the header; remove one";
                self.add(1, Some(name), reason.to_owned());
            }
        }
        for name in NEEDED {
            if !header.iter().any(|column| column.trim() == name) {
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
    /// The cell, where there is one that is not empty.
    fn cell(&self, column: &str) -> Option<&'r str> {
        let at = self.header.iter().position(|name| name.trim() == column)?;
        let cell = self.record.get(at).map(str::trim);
        cell.filter(|cell| !cell.is_empty())
    }

    /// A cell of a kind; the outer option is nothing where it was told to be unreadable.
    fn read<T>(
        &self,
        column: &str,
        read: impl FnOnce(&str) -> Result<T, String>,
        found: &mut Found,
    ) -> Option<Option<T>> {
        match self
            .cell(column)
            .map(|cell| read(cell).map_err(|e| (cell, e)))
        {
            None => Some(None),
            Some(Ok(value)) => Some(Some(value)),
            Some(Err((cell, reason))) => {
                let cell: String = cell.chars().take(100).collect();
                found.add(self.line, Some(column), format!("`{cell}`: {reason}"));
                None
            }
        }
    }

    fn needed<T>(
        &self,
        column: &str,
        read: impl FnOnce(&str) -> Result<T, String>,
        found: &mut Found,
    ) -> Option<T> {
        let value = self.read(column, read, found)?;
        // A column that is missing was told once.
        if value.is_none() && self.header.iter().any(|name| name.trim() == column) {
            let reason = "the cell is empty; fill it".to_owned();
            found.add(self.line, Some(column), reason);
        }
        value
    }

    /// Every cell is looked at before the row is given up, so that all faults are told.
    fn capacity(&self, found: &mut Found) -> Option<Capacity> {
        let of = self.needed("subject", thing, found);
        let each_way = self.read("ways", ways, found);
        let measure = self.needed(
            "measure",
            |word| one_of(word, &Measure::ALL, Measure::as_str),
            found,
        );
        let a_year = self.needed("a_year", number, found);
        let (low, high) = (
            self.read("low", number, found),
            self.read("high", number, found),
        );
        let basis = self.needed(
            "basis",
            |word| one_of(word, &Basis::ALL, Basis::as_str),
            found,
        );
        let year = self.needed("year", year, found);
        let (from, until) = (
            self.read("from", day, found),
            self.read("until", day, found),
        );
        let (a_year, measure) = (a_year?, measure?);
        if a_year == PerYear::ZERO && basis == Some(Basis::Design) {
            let reason = "a capacity of nothing; close it by a rule or a scenario instead";
            found.add(self.line, Some("a_year"), reason.to_owned());
            return None;
        }
        let range = match (low?, high?) {
            (None, None) => None,
            (Some(low), Some(high)) if low <= a_year && a_year <= high => Some((low, high)),
            (Some(_), Some(_)) => {
                let reason = "it lies outside of its range; correct one of them";
                found.add(self.line, Some("a_year"), reason.to_owned());
                return None;
            }
            (Some(_), None) | (None, Some(_)) => {
                let reason = "one end of a range without the other; give both or none";
                found.add(self.line, Some("low"), reason.to_owned());
                return None;
            }
        };
        let text = |column| self.cell(column).unwrap_or_default().to_owned();
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
            source: text("source"),
            note: text("note"),
        })
    }
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

fn number(text: &str) -> Result<PerYear, String> {
    text.parse::<PerYear>().map_err(|error| error.to_string())
}

fn year(text: &str) -> Result<i16, String> {
    let whole = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let year = text.parse::<i16>().ok();
    let year = year.filter(|year| whole && (1900..=2200).contains(year));
    year.ok_or_else(|| "no year such as `2024`".to_owned())
}

fn day(text: &str) -> Result<Date, String> {
    let day = text.parse::<Date>();
    day.map_err(|_| "no day such as `2024-06-01`".to_owned())
}
