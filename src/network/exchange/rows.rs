//! Nodes and edges with everything that is said of them.

use super::super::{Cited, Direction, End, Line, Link, Mode, Network, Service, Status, Timeline};
use super::NetworkExport;
use crate::quantity::Distance;

pub(super) struct Node {
    pub(super) id: String,
    label: String,
    code: String,
    kind: &'static str,
    country: String,
    at: (f64, f64),
}

impl Node {
    /// Columns, and their types in `GraphML`.
    pub(super) const COLUMNS: [(&'static str, &'static str); 7] = [
        ("id", "string"),
        ("label", "string"),
        ("code", "string"),
        ("kind", "string"),
        ("country", "string"),
        ("longitude_deg", "double"),
        ("latitude_deg", "double"),
    ];

    pub(super) fn cells(self) -> [String; 7] {
        let (longitude, latitude) = self.at;
        [
            self.id,
            self.label,
            self.code,
            self.kind.to_owned(),
            self.country,
            longitude.to_string(),
            latitude.to_string(),
        ]
    }
}

#[derive(Default)]
pub(super) struct Edge {
    pub(super) source: String,
    pub(super) target: String,
    pub(super) is_directed: bool,
    id: String,
    kind: String,
    mode: &'static str,
    country: String,
    length: Option<Distance>,
    gauges: String,
    line: String,
    operator: String,
    status: String,
}

impl Edge {
    /// Columns of a table that `GraphML` has attributes for.
    pub(super) const ENDS: [&'static str; 3] = ["source", "target", "type"];
    /// All other columns, and their types in `GraphML`.
    pub(super) const COLUMNS: [(&'static str, &'static str); 9] = [
        ("id", "string"),
        ("kind", "string"),
        ("mode", "string"),
        ("country", "string"),
        ("km", "double"),
        ("gauges_mm", "string"),
        ("line", "string"),
        ("operator", "string"),
        ("status", "string"),
    ];

    pub(super) fn cells(self) -> [String; 9] {
        let length = self.length.map(|length| length.as_km().to_string());
        [
            self.id,
            self.kind,
            self.mode.to_owned(),
            self.country,
            length.unwrap_or_default(),
            self.gauges,
            self.line,
            self.operator,
            self.status,
        ]
    }
}

/// The id of a node. No code of a place has a colon.
fn id(network: &Network, end: End) -> String {
    match end {
        End::Place(id) => network
            .place(id)
            .map_or_else(String::new, |place| place.code.as_str().to_owned()),
        End::Crossing(id) => network
            .crossing(id)
            .map_or_else(String::new, |crossing| format!("border:{}", crossing.code)),
    }
}

impl NetworkExport<'_> {
    pub(super) fn nodes(&self) -> impl Iterator<Item = Node> {
        let network = self.network;
        let places = network.places().map(move |(at, place)| Node {
            id: id(network, End::Place(at)),
            label: place.name.to_string(),
            code: place.code.as_str().to_owned(),
            kind: "place",
            country: place.country.to_string(),
            at: place.location.x_y(),
        });
        let crossings = network.crossings().map(move |(at, crossing)| Node {
            id: id(network, End::Crossing(at)),
            label: crossing.name.to_string(),
            code: crossing.code.to_string(),
            kind: "border crossing",
            country: crossing
                .countries
                .map(|country| country.to_string())
                .join(";"),
            at: crossing.location.x_y(),
        });
        places.chain(crossings)
    }

    pub(super) fn edges(&self) -> impl Iterator<Item = Edge> {
        let links = self.network.links().map(|(_, link)| self.link(link));
        let services = self
            .network
            .services()
            .map(|(_, service)| self.service(service));
        links.chain(services)
    }

    fn link(&self, link: &Link) -> Edge {
        let network = self.network;
        let line = network.line(link.line);
        let manager = |line: &Line| network.operator(line.manager(self.day?)?);
        let gauges = link.gauges.iter().map(|gauge| gauge.as_mm().to_string());
        Edge {
            source: id(network, link.from),
            target: id(network, link.to),
            is_directed: link.direction != Direction::Both,
            id: link.id.to_string(),
            kind: "link".to_owned(),
            mode: link.mode.as_str(),
            country: link.country.to_string(),
            length: Some(link.length.value()),
            gauges: gauges.collect::<Vec<_>>().join(";"),
            line: line.map_or_else(String::new, |line| line.id.to_string()),
            operator: line
                .and_then(manager)
                .map_or_else(String::new, |operator| operator.id.to_string()),
            status: self.status(&link.states),
        }
    }

    fn service(&self, service: &Service) -> Edge {
        let network = self.network;
        let operator = network.operator(service.operator);
        let mode = if service.is_by_sea() {
            Mode::Sea
        } else {
            Mode::Rail
        };
        Edge {
            source: id(network, End::Place(service.from)),
            target: id(network, End::Place(service.to)),
            is_directed: true,
            id: service.id.to_string(),
            kind: service.kind.to_string(),
            mode: mode.as_str(),
            length: service.distance.as_ref().map(Cited::value),
            operator: operator.map_or_else(String::new, |operator| operator.id.to_string()),
            status: self.status(&service.states),
            ..Edge::default()
        }
    }

    fn status(&self, states: &Timeline) -> String {
        let status = self.day.and_then(|day| states.on(day));
        status.map_or_else(String::new, |status: Status| status.to_string())
    }
}
