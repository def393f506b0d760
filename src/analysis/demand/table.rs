//! Flows as CSV: every fault of a table at once.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::io::Read;

use super::error::DemandError;
use super::flow::Flow;
use super::limits::DemandLimits;
use crate::costing::{LoadUnit, Shipment};
use crate::planner::Request;
use crate::quantity::{Mass, PerYear};
use crate::rows::{self, Columns, Found, NoText, Row, RowFaultKind, each};

const COLUMNS: Columns = Columns {
    known: &[
        "list", "from", "to", "unit", "tonnes", BOXES, LOW, HIGH, "year", "source", "note",
    ],
    needed: &["from", "to", BOXES],
};

const BOXES: &str = "boxes_a_year";
const LOW: &str = "boxes_a_year_low";
const HIGH: &str = "boxes_a_year_high";

/// Reads a text to its end, no further than is allowed.
///
/// # Errors
/// More bytes than are read, bytes that are no UTF-8, or a reader that fails.
pub(super) fn text(reader: impl Read, limits: &DemandLimits) -> Result<String, DemandError> {
    rows::text(reader, limits.bytes).map_err(|error| match error {
        NoText::TooLarge => DemandError::TooLarge { most: limits.bytes },
        NoText::Unreadable(reason) => DemandError::Unreadable { reason },
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
    let mut found = Found::new(limits.faults);
    let mut flows = Vec::new();
    let mut known: BTreeMap<_, u64> = BTreeMap::new();
    each(text, &COLUMNS, limits.rows, &mut found, |row, found| {
        let Some(flow) = flow(row, found) else {
            return;
        };
        let (from, to) = (&flow.request.from, &flow.request.to);
        let ends = (from.to_lowercase(), to.to_lowercase());
        let shipment = &flow.request.shipment;
        let what = (shipment.unit(), shipment.mass_per_unit());
        match known.entry((flow.list.clone(), ends, what, flow.year)) {
            Entry::Occupied(first) => {
                let first = *first.get();
                found.add(row.line, None, RowFaultKind::Twice { first });
            }
            Entry::Vacant(place) => {
                place.insert(row.line);
                flows.push(flow);
            }
        }
    });
    match found.into_parts() {
        (faults, _) if faults.is_empty() => Ok(flows),
        (faults, more) => Err(DemandError::Faulty { faults, more }),
    }
}

/// Every cell is looked at before the row is given up, so that all faults are told.
fn flow(row: &Row<'_>, found: &mut Found) -> Option<Flow> {
    let (from, to) = (row.needed("from", found), row.needed("to", found));
    let shipment = shipment(row, found);
    let volume = row.need(BOXES, str::parse::<PerYear>, found);
    let low = row.read(LOW, str::parse::<PerYear>, found);
    let high = row.read(HIGH, str::parse::<PerYear>, found);
    let year = row.year("year", found);
    let volume = volume?;
    let mut flow = Flow::new(Request::new(from?, to?).shipment(shipment?), volume)
        .of_list(row.text("list"))
        .source(row.text("source"))
        .note(row.text("note"));
    flow.year = year?;
    let Some((low, high)) = row.both((low?, high?), [LOW, HIGH], found)? else {
        return Some(flow);
    };
    let within = flow.within(low, high).ok();
    if within.is_none() {
        let outside = RowFaultKind::OutsideRange { low, volume, high };
        row.fault(BOXES, outside, found);
    }
    within
}

fn shipment(row: &Row<'_>, found: &mut Found) -> Option<Shipment> {
    let usual = Request::new("", "").shipment;
    let unit = row.read("unit", str::parse::<LoadUnit>, found);
    let tonnes = |text: &str| {
        let tonnes = text.parse::<f64>();
        let tonnes = tonnes.map_err(|_| "no number of tonnes such as `20`".to_owned())?;
        Mass::from_tonnes(tonnes).map_err(|error| error.to_string())
    };
    let mass = row.read("tonnes", tonnes, found);
    let (unit, mass) = (
        unit?.unwrap_or(usual.unit()),
        mass?.unwrap_or(usual.goods()),
    );
    match Shipment::new(unit, mass) {
        Ok(shipment) => Some(shipment),
        Err(error) => {
            row.bad("tonnes", &error, found);
            None
        }
    }
}
