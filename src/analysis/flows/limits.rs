//! What holds of a table of capacities in a world.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::bottleneck::Bottleneck;
use super::capacity::{Basis, Capacity, Measure};
use super::table::Table;
use crate::code::Country;
use crate::network::{Service, ServiceKind};
use crate::scenario::World;

/// Of each thing with a known capacity on a day, one for each direction where that has its own.
#[derive(Debug, Default)]
pub(super) struct Capacities {
    pub(super) limits: Vec<Limit>,
    at: BTreeMap<Bottleneck, usize>,
    /// Things of which it is known only what they take at least.
    pub(super) at_least: usize,
}

/// What something takes in a year, in boxes, and what passed already where that is known.
#[derive(Clone, Debug)]
pub(super) struct Limit {
    pub(super) of: Bottleneck,
    pub(super) boxes: f64,
    pub(super) observed: Option<f64>,
}

impl Capacities {
    /// What the table says of the world's day, and what vessels have room for where it counts them.
    pub(super) fn of(table: &Table, world: &World) -> Self {
        let day = world.day();
        let mut by_thing: BTreeMap<Bottleneck, Vec<&Capacity>> = BTreeMap::new();
        for row in table.rows().iter().filter(|row| row.boxes().is_some()) {
            by_thing.entry(of_kind(row)).or_default().push(row);
        }
        let mut capacities = Self::default();
        for (of, rows) in &by_thing {
            let designs = rows
                .iter()
                .filter(|row| row.basis == Basis::Design && row.holds(day));
            let seen = |design: &&&Capacity| observed(rows, design.measure, day).is_some();
            // What was observed in the same measure tells most, then what says most of boxes, then the newest.
            let design = designs.min_by_key(|row| (!seen(row), row.measure, -row.year));
            let design = design.and_then(|row| Some((row.each_way, row.measure, row.boxes()?)));
            let Some((each_way, measure, boxes)) = design else {
                capacities.at_least += usize::from(!matches!(of, Bottleneck::Service { .. }));
                continue;
            };
            let seen = observed(rows, measure, day);
            let observed = seen.map(|(each, boxes)| match (each, each_way) {
                (true, false) => boxes * 2.0,
                (false, true) => boxes / 2.0,
                (true, true) | (false, false) => boxes,
            });
            for of in directions(of, each_way, world) {
                capacities.add(Limit {
                    of,
                    boxes,
                    observed,
                });
            }
        }
        if !table.counts_vessels() {
            return capacities;
        }
        for (_, service) in world.services() {
            let id = service.id.to_string();
            let of = Bottleneck::Service { id };
            let Some(boxes) = room(service).filter(|_| !capacities.at.contains_key(&of)) else {
                continue;
            };
            let rows = by_thing.get(&of).map_or(&[][..], Vec::as_slice);
            let mut measures = Measure::ALL.into_iter();
            let observed = measures.find_map(|measure| observed(rows, measure, day));
            capacities.add(Limit {
                of,
                boxes,
                observed: observed.map(|(_, boxes)| boxes),
            });
        }
        capacities
    }

    fn add(&mut self, limit: Limit) {
        self.at.insert(limit.of.clone(), self.limits.len());
        self.limits.push(limit);
    }

    fn find(&self, of: &Bottleneck) -> Option<usize> {
        self.at.get(of).copied()
    }

    pub(super) fn crossing(&self, code: &str, into: Country) -> Option<usize> {
        let of = |into| Bottleneck::Crossing {
            code: code.to_owned(),
            into,
        };
        let one_way = self.find(&of(Some(into)));
        one_way.or_else(|| self.find(&of(None)))
    }

    pub(super) fn link(&self, id: &str, forward: bool) -> Option<usize> {
        let of = |forward| Bottleneck::Link {
            id: id.to_owned(),
            forward,
        };
        let one_way = self.find(&of(Some(forward)));
        one_way.or_else(|| self.find(&of(None)))
    }

    pub(super) fn service(&self, id: &str) -> Option<usize> {
        self.find(&Bottleneck::Service { id: id.to_owned() })
    }

    /// A port for what a kind of service lands and embarks, and for all that go by sea.
    pub(super) fn port(&self, code: &str, kind: ServiceKind) -> [Option<usize>; 2] {
        if kind == ServiceKind::BlockTrain {
            return [None, None];
        }
        [Some(kind), None].map(|by| {
            let code = code.to_owned();
            self.find(&Bottleneck::Port { code, by })
        })
    }
}

/// What a row is about: ports by the kind of service that carries what it counts.
fn of_kind(row: &Capacity) -> Bottleneck {
    let Bottleneck::Port { code, .. } = &row.of else {
        return row.of.clone();
    };
    let by = match row.measure {
        Measure::Trucks => Some(ServiceKind::RoRo),
        Measure::Wagons => Some(ServiceKind::RailFerry),
        Measure::Teu | Measure::Containers => Some(ServiceKind::Feeder),
        Measure::Tonnes | Measure::Trains | Measure::Sailings => None,
    };
    Bottleneck::Port {
        code: code.clone(),
        by,
    }
}

/// What was observed in a measure, nearest to the day, of two years as near the later one: whether each way, and boxes.
fn observed(rows: &[&Capacity], measure: Measure, day: Date) -> Option<(bool, f64)> {
    let rows = rows.iter();
    let rows = rows.filter(|row| row.basis == Basis::Observed && row.measure == measure);
    let row = rows.min_by_key(|row| ((row.year - day.year()).abs(), -row.year))?;
    Some((row.each_way, row.boxes()?))
}

/// The thing for each direction that has a capacity of its own; nothing for a crossing that is not there.
fn directions(of: &Bottleneck, each_way: bool, world: &World) -> Vec<Bottleneck> {
    let network = world.network();
    match of {
        Bottleneck::Link { id, .. } if each_way => [false, true]
            .map(|forward| Bottleneck::Link {
                id: id.clone(),
                forward: Some(forward),
            })
            .to_vec(),
        Bottleneck::Crossing { code, .. } if each_way => {
            let crossing = network.crossing_by_code(code);
            let crossing = crossing.and_then(|id| network.crossing(id));
            let into = |country| Bottleneck::Crossing {
                code: code.clone(),
                into: Some(country),
            };
            crossing.map_or_else(Vec::new, |it| it.countries.map(into).to_vec())
        }
        Bottleneck::Link { .. }
        | Bottleneck::Crossing { .. }
        | Bottleneck::Service { .. }
        | Bottleneck::Port { .. } => vec![of.clone()],
    }
}

/// Weeks of a year.
const WEEKS: f64 = 8_766.0 / 168.0;

/// Boxes a year that the vessels of a service have room for, by how often they leave; nothing where either is not
/// known.
fn room(service: &Service) -> Option<f64> {
    let a_year = f64::from(service.departures_per_1000_weeks.as_ref()?.value()) / 1_000.0 * WEEKS;
    let (room, boxes) = match service.kind {
        ServiceKind::RoRo => (service.capacity_trucks.as_ref()?, 1.0),
        ServiceKind::RailFerry => (service.capacity_wagons.as_ref()?, 1.0),
        ServiceKind::Feeder => (service.capacity_teu.as_ref()?, 0.5),
        ServiceKind::BlockTrain => return None,
    };
    let boxes = a_year * f64::from(room.value()) * boxes;
    (boxes > 0.0).then_some(boxes)
}
