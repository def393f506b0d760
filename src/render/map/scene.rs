//! What there is to draw on a day: links, services, crossings and routes as lines in degrees.

use std::collections::BTreeSet;

use geo_types::Point;
use jiff::civil::Date;

use crate::network::{
    BorderCrossing, CrossingId, End, Gauge, Link, LinkId, Mode, Network, OperatorId, Service,
    ServiceId, Status, Timeline, Waypoint,
};
use crate::route::{Act, Route, Step};
use crate::scenario::World;

/// A line in degrees, longitude first.
pub(super) type Line = Vec<(f64, f64)>;

/// A network, or one on a day under the changes of a scenario.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ground<'a> {
    Network(&'a Network),
    World(&'a World),
}

/// Whether something can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Openness {
    Closed,
    Planned,
    Open,
}

/// What a line stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Waterway,
    Road,
    Sea,
    /// Railway of standard gauge.
    Standard,
    /// Railway of 1,520 mm.
    Broad,
    /// Railway of both, of another gauge, or of none that is recorded.
    OtherRail,
}

/// A link or service.
pub(super) struct Drawn {
    pub(super) id: String,
    pub(super) kind: Kind,
    pub(super) openness: Openness,
    pub(super) line: Line,
    pub(super) title: String,
    pub(super) highlighted: bool,
    /// Whether it is open on another map and not on this one, or the other way round.
    pub(super) changed: bool,
}

/// A part of a route in one mode.
pub(super) struct Stretch {
    pub(super) mode: Option<Mode>,
    pub(super) line: Line,
}

impl Kind {
    fn of(link: &Link) -> Self {
        match (link.mode, link.gauges.as_slice()) {
            (Mode::Road, _) => Self::Road,
            (Mode::Sea, _) => Self::Sea,
            (Mode::InlandWaterway, _) => Self::Waterway,
            (Mode::Rail, [Gauge::STANDARD]) => Self::Standard,
            (Mode::Rail, [Gauge::RUSSIAN]) => Self::Broad,
            (Mode::Rail, _) => Self::OtherRail,
        }
    }
}

impl<'a> Ground<'a> {
    pub(super) fn network(self) -> &'a Network {
        match self {
            Self::Network(network) => network,
            Self::World(world) => world.network(),
        }
    }

    fn links(self) -> Vec<(LinkId, &'a Link)> {
        match self {
            Self::Network(network) => network.links().collect(),
            Self::World(world) => world.links().collect(),
        }
    }

    fn services(self) -> Vec<(ServiceId, &'a Service)> {
        match self {
            Self::Network(network) => network.services().collect(),
            Self::World(world) => world.services().collect(),
        }
    }

    fn link_named(self, id: &str) -> Option<&'a Link> {
        match self {
            Self::Network(network) => network.link(network.link_by_id(id)?),
            Self::World(world) => world.link(world.link_by_id(id)?),
        }
    }

    fn service_named(self, id: &str) -> Option<&'a Service> {
        match self {
            Self::Network(network) => network.service(network.service_by_id(id)?),
            Self::World(world) => world.service(world.service_by_id(id)?),
        }
    }

    fn place_or_crossing(self, code: &str) -> Option<Point<f64>> {
        let network = self.network();
        let end = network
            .place_by_code(code)
            .map(End::Place)
            .or_else(|| network.crossing_by_code(code).map(End::Crossing))?;
        network.end_location(end)
    }

    /// Where something is by its code or id: a service where it starts, a link in the middle of its line.
    pub(super) fn located(self, name: &str) -> Option<(f64, f64)> {
        if let Some(point) = self.place_or_crossing(name) {
            return Some(point.x_y());
        }
        if let Some(service) = self.service_named(name) {
            return Some(self.network().place(service.from)?.location.x_y());
        }
        let line = link_line(self.network(), self.link_named(name)?)?;
        line.get(line.len() / 2).copied()
    }

    /// Every crossing that a link ends at.
    pub(super) fn crossings(self, day: Option<Date>) -> Vec<(&'a BorderCrossing, Openness)> {
        let mut used = BTreeSet::new();
        for (_, link) in self.links() {
            for end in [link.from, link.to] {
                if let End::Crossing(id) = end {
                    used.insert(id);
                }
            }
        }
        let network = self.network();
        let all = network.crossings().filter(|(id, _)| used.contains(id));
        all.map(|(id, crossing)| (crossing, self.crossing_openness(id, crossing, day)))
            .collect()
    }

    fn crossing_openness(
        self,
        id: CrossingId,
        crossing: &BorderCrossing,
        day: Option<Date>,
    ) -> Openness {
        match self {
            Self::World(world) if world.is_open_crossing(id) => Openness::Open,
            Self::World(world) => closed(world.crossing_status(id).and_then(|now| now.status)),
            Self::Network(_) => on(&crossing.states, day),
        }
    }

    /// Links, and services over the sea; both directions of a service on one way are one line.
    pub(super) fn drawn(self, day: Option<Date>, highlighted: &BTreeSet<OperatorId>) -> Vec<Drawn> {
        let network = self.network();
        let mut out = Vec::new();
        for (id, link) in self.links() {
            let Some(line) = link_line(network, link) else {
                continue;
            };
            let openness = match self {
                Self::World(world) if world.is_open_link(id) => Openness::Open,
                Self::World(world) => closed(world.link_status(id).and_then(|now| now.status)),
                Self::Network(_) => on(&link.states, day),
            };
            let manager = match (self, day) {
                (Self::World(world), _) => world.manager(link.line),
                (Self::Network(_), Some(day)) => {
                    network.line(link.line).and_then(|line| line.manager(day))
                }
                (Self::Network(_), None) => None,
            };
            out.push(Drawn {
                id: link.id.to_string(),
                changed: false,
                kind: Kind::of(link),
                openness,
                title: format!("{}: {}", link.id, link.length.value()),
                highlighted: manager.is_some_and(|manager| highlighted.contains(&manager)),
                line,
            });
        }
        let mut seen = BTreeSet::new();
        for (id, service) in self.services() {
            if !service.is_by_sea() {
                continue;
            }
            let Some(line) = service_line(network, service) else {
                continue;
            };
            let openness = match self {
                Self::World(world) if world.is_open_service(id) => Openness::Open,
                Self::World(world) => closed(world.service_status(id).and_then(|now| now.status)),
                Self::Network(_) => on(&service.states, day),
            };
            let mut way: Vec<(i64, i64)> = line
                .iter()
                .map(|(x, y)| ((x * 1e4).round() as i64, (y * 1e4).round() as i64))
                .collect();
            if way.first() > way.last() {
                way.reverse();
            }
            if seen.insert((way, openness)) {
                out.push(Drawn {
                    id: service.id.to_string(),
                    changed: false,
                    kind: Kind::Sea,
                    openness,
                    title: format!("{}: {}", service.id, service.kind),
                    highlighted: highlighted.contains(&service.operator),
                    line,
                });
            }
        }
        out
    }

    /// The lines of a route, neighbouring steps of one mode joined, and how many moving steps
    /// cannot be drawn because the network knows neither their record nor their ends.
    pub(super) fn stretches(self, route: &Route) -> (Vec<Stretch>, usize) {
        let mut stretches: Vec<Stretch> = Vec::new();
        let mut unknown = 0;
        let steps = route.steps.iter().flat_map(Step::atoms);
        for step in steps.flat_map(Step::atoms) {
            if !matches!(step.act, Act::Move { .. } | Act::Haul | Act::Run { .. }) {
                continue;
            }
            let Some(line) = self.step_line(step) else {
                unknown += 1;
                continue;
            };
            match stretches.last_mut() {
                Some(last) if last.mode == step.mode && last.line.last() == line.first() => {
                    last.line.extend_from_slice(&line[1..]);
                }
                _ => stretches.push(Stretch {
                    mode: step.mode,
                    line,
                }),
            }
        }
        (stretches, unknown)
    }

    pub(super) fn step_line(self, step: &Step) -> Option<Line> {
        let network = self.network();
        let recorded = match &step.act {
            Act::Move { link, forward } => self.link_named(link).and_then(|link| {
                let mut line = link_line(network, link)?;
                if !forward {
                    line.reverse();
                }
                Some(line)
            }),
            Act::Run { service } => {
                let service = self.service_named(service);
                service.and_then(|service| service_line(network, service))
            }
            _ => None,
        };
        recorded.or_else(|| {
            let from = self.place_or_crossing(&step.from.code)?;
            let to = self.place_or_crossing(&step.to.code)?;
            Some(vec![from.x_y(), to.x_y()])
        })
    }
}

/// What stands for something that cannot be used.
fn closed(status: Option<Status>) -> Openness {
    match status {
        Some(Status::Planned | Status::UnderConstruction) => Openness::Planned,
        _ => Openness::Closed,
    }
}

/// The openness on a day; without a day, that of the last state.
fn on(states: &Timeline, day: Option<Date>) -> Openness {
    let status = match day {
        Some(day) => states.on(day),
        None => states.states().last().map(|state| state.status),
    };
    if status == Some(Status::Open) {
        return Openness::Open;
    }
    let later = |state: &crate::network::State| {
        let starts = state.validity.from();
        state.status == Status::Open && starts.zip(day).is_some_and(|(from, day)| from > day)
    };
    if status.is_none() && states.states().iter().any(later) {
        return Openness::Planned;
    }
    closed(status)
}

fn link_line(network: &Network, link: &Link) -> Option<Line> {
    let from = network.end_location(link.from)?.x_y();
    let to = network.end_location(link.to)?.x_y();
    let mut line = vec![from];
    if let Ok(shape) = polyline::decode_polyline(&link.shape, 5) {
        line.extend(shape.coords().map(|coord| (coord.x, coord.y)));
    }
    line.push(to);
    line.dedup();
    Some(line)
}

fn service_line(network: &Network, service: &Service) -> Option<Line> {
    let mut line = vec![network.place(service.from)?.location.x_y()];
    for via in &service.via {
        let end = match via {
            Waypoint::Point(point) => {
                line.push(point.x_y());
                continue;
            }
            Waypoint::Place(id) => End::Place(*id),
            Waypoint::Crossing(id) => End::Crossing(*id),
            Waypoint::Service(_) => continue,
        };
        line.push(network.end_location(end)?.x_y());
    }
    line.push(network.place(service.to)?.location.x_y());
    line.dedup();
    Some(line)
}
