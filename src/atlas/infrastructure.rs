//! Lines, links, and the states of what is not always open.

use super::fields::{At, Field, Remark, Value};
use super::figures::units;
use super::groups::States;
use super::loader::Loader;
use super::reading::{Cell, Layout, Reading};
use super::schema::{CellKind, ColumnSchema, Names};
use super::sheet::Row;
use super::table::{Load, rows, sheets, table};
use super::values::at_most;
use crate::code::{Country, Name};
use crate::network::{
    Cited, CrossingId, Direction, End, Fault, FaultKind, Gauge, Line, LineId, LineToll, Link,
    LinkId, Management, Mode, OperatorId, ProjectId, Provenance, ServiceId, State, Status,
    Validity,
};
use crate::quantity::Distance;

table! {
    /// A part of a country's network, or a further manager of one.
    struct LineRow in "lines" defining "id" {
        id: At<Name> = "id",
        name: Name = "name",
        country: Country = "country",
        mode: Mode = "mode",
        manager: Option<OperatorId> = "manager",
        validity: Validity,
        project: Option<ProjectId> = "project",
        toll: Option<LineToll> = "toll" or absent,
        provenance: Provenance,
        _note: Remark,
    }
}

impl Load for LineRow {
    fn add(self, loader: &mut Loader<'_>, row: Row<'_>) {
        let At { value: id, at } = self.id;
        let mut record = Line::new(id.clone(), self.country, self.mode);
        record.name = self.name;
        record.project = self.project;
        record.toll = self.toll;
        record.provenance = self.provenance.clone();
        // Further rows of a line name its managers at other times.
        let line = match loader.builder.find_line(&id) {
            Err(_) => loader.builder.line(record),
            Ok(line) => {
                if let Some((column, first)) = loader.builder.line_differs(line, &record) {
                    let reason =
                        format!("line `{id}` has another {column} in {first}; make them agree");
                    row.fault_in(column, FaultKind::BadValue { reason });
                } else if self.manager.is_none() {
                    let first = loader.builder.line_origin(line);
                    let (what, code) = ("line", id.to_string());
                    row.fault(at, FaultKind::Duplicate { what, code, first });
                }
                line
            }
        };
        if let Some(operator) = self.manager {
            let management = Management {
                operator,
                validity: self.validity,
                provenance: self.provenance,
            };
            loader.builder.manage(line, management);
        }
    }
}

/// Million tonnes a year that are accepted.
const MOST_TONNES: f64 = 1e6;

fn capacity(text: &str, cell: Cell<'_>) -> Option<u32> {
    at_most(MOST_TONNES, text, cell).map(|number| (number * 1e3).round() as u32)
}

units! {
    /// A capacity, kept in thousands of tonnes a year.
    Capacity(u32), "Mt/year", CellKind::up_to(MOST_TONNES), capacity;
}

impl Value for Direction {
    const KIND: CellKind = CellKind::Word;

    fn words() -> Vec<&'static str> {
        vec!["both", "forward"]
    }

    fn parse(text: &str, cell: Cell<'_>) -> Option<Self> {
        match text {
            "both" => Some(Self::Both),
            "forward" => Some(Self::Forward),
            _ => {
                cell.bad(format!("`{text}` is no direction; use `both` or `forward`"));
                None
            }
        }
    }
}

/// An encoded polyline.
struct Shape(String);

impl Value for Shape {
    const KIND: CellKind = CellKind::Polyline;

    fn parse(text: &str, cell: Cell<'_>) -> Option<Self> {
        if polyline::decode_polyline(text, 5).is_err() {
            let shown: String = text.chars().take(40).collect();
            cell.bad(format!(
                "`{shown}` is no encoded polyline of precision 5; encode the shape anew"
            ));
        }
        Some(Self(text.to_owned()))
    }
}

table! {
    /// A section of infrastructure in one country.
    struct LinkRow in "links" defining "id" {
        id: Name = "id",
        from: End = "from",
        to: End = "to",
        mode: Mode = "mode",
        country: Country = "country",
        length: Cited<Distance> = "length_km",
        gauges: Vec<Gauge> = "gauges",
        line: Option<LineId> = "line",
        direction: Option<Direction> = "direction",
        states: States,
        project: Option<ProjectId> = "project",
        capacity: Option<Cited<Capacity>> = "capacity_mt_year",
        shape: Option<Shape> = "shape",
        provenance: Provenance,
        _note: Remark,
    }
}

impl Load for LinkRow {
    fn add(self, loader: &mut Loader<'_>, _: Row<'_>) {
        let line = self
            .line
            .unwrap_or_else(|| default_line(loader, self.country, self.mode));
        let (ends, length) = ([self.from, self.to], self.length);
        let [from, to] = ends;
        let mut link = Link::new(self.id, from, to, self.mode, self.country, line, length);
        link.gauges = self.gauges;
        link.direction = self.direction.unwrap_or(Direction::Both);
        link.states = self.states.0;
        link.project = self.project;
        link.capacity_kt_year = self
            .capacity
            .map(|capacity| capacity.map(|capacity| capacity.0));
        link.shape = self.shape.map(|shape| shape.0).unwrap_or_default();
        link.provenance = self.provenance;
        loader.builder.link(link);
    }
}

/// The line of links that name none.
fn default_line(loader: &mut Loader<'_>, country: Country, mode: Mode) -> LineId {
    let builder = &mut loader.builder;
    let known = loader.default_lines.entry((country, mode));
    *known.or_insert_with(|| {
        let id = format!("{country}-{mode}");
        // Public roads need no row of their own.
        let found = builder.find_line(&id).ok();
        found.unwrap_or_else(|| builder.line(Line::new(id, country, mode)))
    })
}

/// What has dated states.
enum Stated {
    Link(LinkId),
    Crossing(CrossingId),
    Service(ServiceId),
}

impl Field for Stated {
    const WIDTH: usize = 2;

    fn describe(_: Names, columns: &mut Vec<ColumnSchema>) {
        let mut kind = ColumnSchema::new("kind", CellKind::Word).filled();
        kind.words = vec!["link", "crossing", "service"];
        columns.push(kind);
        let kind = CellKind::Reference {
            to: "link, crossing or service",
        };
        columns.push(ColumnSchema::new("id", kind).filled());
    }

    fn read(reading: &Reading<'_>, at: usize) -> Option<Self> {
        let (row, builder) = (reading.row, &reading.loader.builder);
        let (kind, id) = (row.required(at), row.required(at + 1));
        let (kind, cell) = (kind?, reading.cell(at + 1));
        let known = ["link", "crossing", "service"].contains(&kind);
        if !known {
            let reason = format!("`{kind}` has no states; use `link`, `crossing` or `service`");
            row.bad(at, reason);
            return None;
        }
        let id = id?;
        match kind {
            "link" => {
                let found = builder.find_link(id).map(Self::Link);
                cell.found("link", id, found)
            }
            "crossing" => {
                let found = builder.find_crossing(id).map(Self::Crossing);
                cell.found("crossing", id, found)
            }
            _ => {
                let found = builder.find_service(id).map(Self::Service);
                cell.found("service", id, found)
            }
        }
    }
}

table! {
    /// A dated state of a thing whose own status cell is empty.
    struct StatusRow in "status" keyed "id" {
        thing: Stated,
        status: Status = "status",
        validity: Validity,
        provenance: Provenance,
        _note: Remark,
    }
}

impl Load for StatusRow {
    fn add(self, loader: &mut Loader<'_>, _: Row<'_>) {
        let state = State {
            status: self.status,
            validity: self.validity,
            provenance: self.provenance,
        };
        match self.thing {
            Stated::Link(link) => loader.builder.set_link_states(link, state),
            Stated::Crossing(crossing) => loader.builder.set_crossing_states(crossing, state),
            Stated::Service(service) => loader.builder.set_service_states(service, state),
        }
    }

    fn load(loader: &mut Loader<'_>) {
        let before = loader.findings.count();
        for sheet in sheets::<Self>(loader) {
            rows(loader, &sheet, Layout::of(&sheet), Self::add);
        }
        // A row that is at fault may be the one that is missed.
        if loader.findings.count() == before {
            for origin in loader.builder.unsettled() {
                let reason =
                    "no status here and none in status.csv; fill the cell or add a row there";
                let reason = reason.to_owned();
                let kind = FaultKind::BadValue { reason };
                let fault = Fault::new(origin, Some(States::STATUS), kind);
                loader.findings.add(fault);
            }
        }
    }
}
