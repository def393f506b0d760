//! Flows as CSV: every fault of a table at once.

use std::collections::BTreeMap;
use std::io::Read;

use csv::StringRecord;

use super::error::{DemandError, DemandFaultKind, Found};
use super::flow::Flow;
use super::limits::DemandLimits;
use crate::costing::{LoadUnit, Shipment};
use crate::network::nearest;
use crate::planner::Request;
use crate::quantity::{Mass, PerYear};

const COLUMNS: [&str; 11] = [
    "list",
    "from",
    "to",
    "unit",
    "tonnes",
    "boxes_a_year",
    "boxes_a_year_low",
    "boxes_a_year_high",
    "year",
    "source",
    "note",
];

const LIST: usize = 0;
const FROM: usize = 1;
const TO: usize = 2;
const UNIT: usize = 3;
const TONNES: usize = 4;
const BOXES: usize = 5;
const LOW: usize = 6;
const HIGH: usize = 7;
const YEAR: usize = 8;
const SOURCE: usize = 9;
const NOTE: usize = 10;

/// Those that a table must have.
const NEEDED: [usize; 3] = [FROM, TO, BOXES];

/// Reads a text to its end, no further than is allowed.
///
/// # Errors
/// More bytes than are read, bytes that are no UTF-8, or a reader that fails.
pub(super) fn text(reader: impl Read, limits: &DemandLimits) -> Result<String, DemandError> {
    let unreadable = |reason: String| DemandError::Unreadable { reason };
    let mut bytes = Vec::new();
    let mut reader = reader.take(limits.bytes.saturating_add(1));
    let read = reader.read_to_end(&mut bytes);
    let read = read.map_err(|error| unreadable(error.to_string()))?;
    if read as u64 > limits.bytes {
        let most = limits.bytes;
        return Err(DemandError::TooLarge { most });
    }
    String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = before.split(|byte| *byte == b'\n').count();
        unreadable(format!(
            "line {line} is not in UTF-8; save the table as UTF-8"
        ))
    })
}

/// Reads a table of flows.
///
/// # Errors
/// All faults of the table, in the order of lines.
pub(super) fn flows(text: &str, limits: &DemandLimits) -> Result<Vec<Flow>, DemandError> {
    if text.len() as u64 > limits.bytes {
        let most = limits.bytes;
        return Err(DemandError::TooLarge { most });
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut found = Found::new(limits);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .from_reader(text.as_bytes());
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(error) => {
            let reason = error.to_string();
            found.add(1, None, DemandFaultKind::BadCsv { reason });
            StringRecord::new()
        }
    };
    let at = columns(&header, &mut found);
    let mut flows = Vec::new();
    let mut known: BTreeMap<_, u64> = BTreeMap::new();
    for (index, record) in reader.records().enumerate() {
        if index >= limits.rows {
            let most = limits.rows;
            found.add(1, None, DemandFaultKind::TooManyRows { most });
            break;
        }
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                let reason = error.to_string();
                found.add(line, None, DemandFaultKind::BadCsv { reason });
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        if record.len() != header.len() {
            let (cells, columns) = (record.len(), header.len());
            found.add(line, None, DemandFaultKind::Cells { cells, columns });
            continue;
        }
        let row = Row {
            at: &at,
            record: &record,
            line,
        };
        let Some(flow) = row.flow(&mut found) else {
            continue;
        };
        let (from, to) = (&flow.request.from, &flow.request.to);
        let ends = (from.to_lowercase(), to.to_lowercase());
        let shipment = &flow.request.shipment;
        let what = (shipment.unit(), shipment.mass_per_unit());
        match known.get(&(flow.list.clone(), ends.clone(), what, flow.year)) {
            Some(first) => {
                let first = *first;
                found.add(line, None, DemandFaultKind::Twice { first });
            }
            None => {
                known.insert((flow.list.clone(), ends, what, flow.year), line);
                flows.push(flow);
            }
        }
    }
    found.none()?;
    Ok(flows)
}

/// Where each column stands.
fn columns(header: &StringRecord, found: &mut Found) -> [Option<usize>; COLUMNS.len()] {
    let mut at = [None; COLUMNS.len()];
    for (place, name) in header.iter().enumerate() {
        let name = name.trim();
        match COLUMNS.iter().position(|column| *column == name) {
            Some(column) if at[column].is_some() => {
                found.add(1, Some((name, "")), DemandFaultKind::RepeatedColumn);
            }
            Some(column) => at[column] = Some(place),
            None => {
                let nearest = nearest(name, COLUMNS);
                found.add(
                    1,
                    Some((name, "")),
                    DemandFaultKind::UnknownColumn { nearest },
                );
            }
        }
    }
    for column in NEEDED {
        if at[column].is_none() {
            found.add(
                1,
                Some((COLUMNS[column], "")),
                DemandFaultKind::MissingColumn,
            );
        }
    }
    at
}

/// One row; what cannot be read is told and gives nothing.
struct Row<'r> {
    at: &'r [Option<usize>; COLUMNS.len()],
    record: &'r StringRecord,
    line: u64,
}

impl<'r> Row<'r> {
    /// The cell, where there is one that is not empty.
    fn cell(&self, column: usize) -> Option<&'r str> {
        let cell = self.at[column].and_then(|at| self.record.get(at));
        cell.map(str::trim).filter(|cell| !cell.is_empty())
    }

    fn text(&self, column: usize) -> String {
        self.cell(column).unwrap_or_default().to_owned()
    }

    fn fault(&self, column: usize, kind: DemandFaultKind, found: &mut Found) {
        let value = self.cell(column).unwrap_or_default();
        found.add(self.line, Some((COLUMNS[column], value)), kind);
    }

    fn bad(&self, column: usize, error: &dyn std::fmt::Display, found: &mut Found) {
        let reason = error.to_string();
        self.fault(column, DemandFaultKind::BadValue { reason }, found);
    }

    /// A cell of a kind; the outer option is nothing where it was told to be unreadable.
    fn read<T, E: std::fmt::Display>(
        &self,
        column: usize,
        read: impl FnOnce(&str) -> Result<T, E>,
        found: &mut Found,
    ) -> Option<Option<T>> {
        match self.cell(column).map(read) {
            None => Some(None),
            Some(Ok(value)) => Some(Some(value)),
            Some(Err(error)) => {
                self.bad(column, &error, found);
                None
            }
        }
    }

    fn needed(&self, column: usize, found: &mut Found) -> Option<&'r str> {
        let cell = self.cell(column);
        // A column that is missing was told once.
        if cell.is_none() && self.at[column].is_some() {
            self.fault(column, DemandFaultKind::Missing, found);
        }
        cell
    }

    /// Every cell is looked at before the row is given up, so that all faults are told.
    fn flow(&self, found: &mut Found) -> Option<Flow> {
        let (from, to) = (self.needed(FROM, found), self.needed(TO, found));
        let shipment = self.shipment(found);
        let volume = self.needed(BOXES, found);
        let volume = volume.and_then(|_| self.read(BOXES, str::parse::<PerYear>, found)?);
        let low = self.read(LOW, str::parse::<PerYear>, found);
        let high = self.read(HIGH, str::parse::<PerYear>, found);
        let year = self.year(found);
        let mut flow = Flow::new(Request::new(from?, to?).shipment(shipment?), volume?)
            .of_list(self.text(LIST))
            .source(self.text(SOURCE))
            .note(self.text(NOTE));
        flow.year = year?;
        match (low?, high?) {
            (None, None) => Some(flow),
            (Some(low), Some(high)) => match flow.within(low, high) {
                Ok(flow) => Some(flow),
                Err(_) => {
                    let volume = volume?;
                    let outside = DemandFaultKind::OutsideRange { low, volume, high };
                    self.fault(BOXES, outside, found);
                    None
                }
            },
            (Some(_), None) => {
                self.fault(HIGH, DemandFaultKind::HalfRange, found);
                None
            }
            (None, Some(_)) => {
                self.fault(LOW, DemandFaultKind::HalfRange, found);
                None
            }
        }
    }

    fn shipment(&self, found: &mut Found) -> Option<Shipment> {
        let usual = Request::new("", "").shipment;
        let unit = self.read(UNIT, str::parse::<LoadUnit>, found);
        let tonnes = |text: &str| {
            let tonnes = text.parse::<f64>();
            let tonnes = tonnes.map_err(|_| "no number of tonnes such as `20`".to_owned())?;
            Mass::from_tonnes(tonnes).map_err(|error| error.to_string())
        };
        let mass = self.read(TONNES, tonnes, found);
        let (unit, mass) = (
            unit?.unwrap_or(usual.unit()),
            mass?.unwrap_or(usual.goods()),
        );
        match Shipment::new(unit, mass) {
            Ok(shipment) => Some(shipment),
            Err(error) => {
                self.bad(TONNES, &error, found);
                None
            }
        }
    }

    /// A whole year of four digits.
    fn year(&self, found: &mut Found) -> Option<Option<i16>> {
        let Some(cell) = self.cell(YEAR) else {
            return Some(None);
        };
        let whole = cell.len() == 4 && cell.bytes().all(|byte| byte.is_ascii_digit());
        match cell.parse::<i16>() {
            Ok(year) if whole && (1900..=2200).contains(&year) => Some(Some(year)),
            Ok(_) | Err(_) => {
                self.fault(YEAR, DemandFaultKind::NoYear, found);
                None
            }
        }
    }
}
