use std::collections::BTreeSet;

use geojson::{Feature, FeatureCollection, Geometry, GeometryValue, JsonObject, JsonValue};
use serde_json::json;

use super::{Act, Leg, Route, Step, Stop};
use crate::network::{Link, Mode, Network, Service, Waypoint, cut_at_antimeridian};

/// Points in degrees, longitude first.
type Line = Vec<(f64, f64)>;

impl Route {
    /// The route as GeoJSON (RFC 7946): one feature of the whole, one per leg that moves, one per stop.
    ///
    /// `kind` says what a feature is. The first one is the `route`, all of its line with the totals. A
    /// `leg` is a line with mode, operator, parties and figures of its own. A `stop` is a point where the
    /// route starts, ends, or something is done to the goods, with what that is. Names of properties have
    /// their units; money is in US dollars, nothing where a step has no price. Lines are cut at the meridian of
    /// 180 degrees. Shapes are those of the network's links; what the network does not know is drawn
    /// straight, and has no geometry where it knows no end of it.
    ///
    /// ```
    /// use trade_corridor::prelude::*;
    /// let network = Network::europe_central_asia();
    /// let planner = Planner::new(network, &Scenario::preset("status-quo")?)?;
    /// let route = planner.cheapest(&Request::new("Khorgos", "Istanbul"))?;
    /// let features = route.geojson(network).features;
    /// let whole = &features[0];
    /// assert_eq!(whole.property("kind").and_then(|kind| kind.as_str()), Some("route"));
    /// assert_eq!(whole.property("km").and_then(|km| km.as_f64()), Some(route.distance().as_km()));
    /// # Ok::<(), trade_corridor::Error>(())
    /// ```
    #[must_use]
    pub fn geojson(&self, network: &Network) -> FeatureCollection {
        let legs = self.legs();
        let mut all = Vec::new();
        let mut lines = Vec::new();
        for (index, leg) in legs.iter().enumerate() {
            let steps = self.steps.get(leg.first_step..).unwrap_or_default();
            let steps = steps.get(..leg.steps).unwrap_or_default();
            if !steps.iter().flat_map(atoms).any(is_moving) {
                continue;
            }
            let pieces = pieces(network, steps);
            lines.push(feature(multi_line(&pieces), told(index, leg, steps)));
            all.extend(pieces);
        }
        let mut features = vec![feature(multi_line(&joined(all)), self.whole())];
        features.extend(lines);
        features.extend(self.stops(network, &legs));
        FeatureCollection::new(features)
    }

    fn whole(&self) -> JsonValue {
        let codes: BTreeSet<&str> = self.warnings().iter().map(super::Warning::code).collect();
        json!({
            "kind": "route",
            "from": self.from.code,
            "from_name": self.from.name,
            "to": self.to.code,
            "to_name": self.to.name,
            "objective": self.objective.to_string(),
            "day": self.day.to_string(),
            "scenario": self.scenario,
            "policy": self.certificate.as_ref().map(|found| &found.policy),
            "km": self.distance().as_km(),
            "hours": self.duration().as_hours(),
            "p90_hours": self.time().p90().as_hours(),
            "usd": self.is_priced().then(|| self.cost().as_usd()),
            "kg_co2e": self.emissions().as_kg(),
            "transhipments": self.transhipments(),
            "gauge_changes": self.gauge_changes(),
            "borders": self.borders().len(),
            "countries": self.countries(),
            "warnings": codes,
        })
    }

    /// Where the route starts and ends, and where something is done that does not move the goods.
    fn stops(&self, network: &Network, legs: &[Leg]) -> Vec<Feature> {
        let mut stops: Vec<(&Stop, Vec<&Leg>)> = vec![(&self.from, Vec::new())];
        for leg in legs {
            let steps = self.steps.get(leg.first_step..).unwrap_or_default();
            let mut steps = steps.iter().take(leg.steps).flat_map(atoms);
            if steps.any(is_moving) {
                continue;
            }
            match stops.last_mut() {
                Some((stop, done)) if stop.code == leg.from.code => done.push(leg),
                _ => stops.push((&leg.from, vec![leg])),
            }
        }
        if stops
            .last()
            .is_none_or(|(stop, _)| stop.code != self.to.code)
        {
            stops.push((&self.to, Vec::new()));
        }
        let features = stops.into_iter().enumerate().map(|(index, (stop, done))| {
            let hours = done
                .iter()
                .map(|leg| leg.expected)
                .sum::<crate::quantity::Duration>();
            let cost = done
                .iter()
                .map(|leg| leg.cost)
                .sum::<crate::quantity::Money>();
            let done: Vec<&str> = done.iter().map(|leg| leg.what.as_str()).collect();
            let point = location(network, &stop.code).map(|(x, y)| Geometry::new_point([x, y]));
            feature(
                point,
                json!({
                    "kind": "stop",
                    "stop": index + 1,
                    "code": stop.code,
                    "name": stop.name,
                    "country": stop.country,
                    "done": done,
                    "hours": hours.as_hours(),
                    "usd": cost.as_usd(),
                }),
            )
        });
        features.collect()
    }
}

/// What is said of a leg.
fn told(index: usize, leg: &Leg, steps: &[Step]) -> JsonValue {
    let all = steps
        .iter()
        .chain(steps.iter().flat_map(|step| &step.parts));
    let parties = all.flat_map(|step| &step.parties);
    let mut seen = BTreeSet::new();
    let parties = parties.filter(|(id, _, role)| seen.insert((id, *role)));
    let parties: Vec<JsonValue> = parties
        .map(|(id, name, role)| json!({"id": id, "name": name, "role": role.to_string()}))
        .collect();
    let kg: crate::quantity::Emissions = steps.iter().map(|step| step.emissions).sum();
    let priced = steps.iter().all(|step| step.priced);
    json!({
        "kind": "leg",
        "leg": index + 1,
        "what": leg.what,
        "mode": leg.mode.map_or("", Mode::as_str),
        "from": leg.from.code,
        "from_name": leg.from.name,
        "to": leg.to.code,
        "to_name": leg.to.name,
        "operator": leg.operator,
        "parties": parties,
        "km": leg.distance.as_km(),
        "hours": leg.expected.as_hours(),
        "p90_hours": leg.time.p90().as_hours(),
        "usd": priced.then(|| leg.cost.as_usd()),
        "kg_co2e": kg.as_kg(),
    })
}

fn feature(geometry: Option<Geometry>, properties: JsonValue) -> Feature {
    let properties: JsonObject = serde_json::from_value(properties).unwrap_or_default();
    Feature {
        bbox: None,
        geometry,
        id: None,
        properties: Some(properties),
        foreign_members: None,
    }
}

/// Parts of parts too: what a train or haul in a through rate runs over.
fn atoms(step: &Step) -> impl Iterator<Item = &Step> {
    step.atoms().iter().flat_map(Step::atoms)
}

const fn is_moving(step: &Step) -> bool {
    matches!(step.act, Act::Move { .. } | Act::Haul | Act::Run { .. })
}

/// The lines of some steps, joined where one begins as the last one ends, cut at the antimeridian.
fn pieces(network: &Network, steps: &[Step]) -> Vec<Line> {
    let lines = steps
        .iter()
        .flat_map(atoms)
        .filter_map(|step| line(network, step));
    let lines = joined(lines.collect()).into_iter();
    lines.flat_map(|line| cut_at_antimeridian(&line)).collect()
}

fn joined(lines: Vec<Line>) -> Vec<Line> {
    let mut joined: Vec<Line> = Vec::new();
    for line in lines {
        match joined.last_mut() {
            Some(last) if last.last() == line.first() => last.extend_from_slice(&line[1..]),
            _ => joined.push(line),
        }
    }
    joined
}

/// A line, or several; nothing without one.
fn multi_line(pieces: &[Line]) -> Option<Geometry> {
    let positions = |line: &Line| line.iter().map(|(x, y)| [*x, *y]).collect::<Vec<_>>();
    match pieces {
        [] => None,
        [line] => Some(Geometry::new_line_string(positions(line))),
        pieces => Some(Geometry::new(GeometryValue::new_multi_line_string(
            pieces.iter().map(positions),
        ))),
    }
}

fn location(network: &Network, code: &str) -> Option<(f64, f64)> {
    let place = network.place_by_code(code).and_then(|id| network.place(id));
    let point = place.map(|place| place.location).or_else(|| {
        let id = network.crossing_by_code(code)?;
        network.crossing(id).map(|crossing| crossing.location)
    })?;
    Some(point.x_y())
}

/// Longitude and latitude of a step's points.
fn line(network: &Network, step: &Step) -> Option<Line> {
    let straight = || {
        Some(vec![
            location(network, &step.from.code)?,
            location(network, &step.to.code)?,
        ])
    };
    match &step.act {
        Act::Move { link, forward } => {
            let record = network.link_by_id(link).and_then(|id| network.link(id));
            let points = record.and_then(|link| link.points(network));
            let Some(points) = points else {
                return straight();
            };
            let points = points.iter().filter_map(|point| match point.as_slice() {
                [x, y] => Some((*x, *y)),
                _ => None,
            });
            let mut shape: Line = points.collect();
            if !forward {
                shape.reverse();
            }
            Some(shape)
        }
        Act::Run { service } => {
            let record = network
                .service_by_id(service)
                .and_then(|id| network.service(id));
            let ways = record.map_or(&[][..], |service: &Service| &service.via);
            let mut shape = vec![location(network, &step.from.code)?];
            shape.extend(ways.iter().filter_map(|via| match via {
                Waypoint::Point(at) => Some(at.x_y()),
                Waypoint::Place(_) | Waypoint::Crossing(_) | Waypoint::Service(_) => None,
            }));
            shape.push(location(network, &step.to.code)?);
            Some(shape)
        }
        Act::Haul => straight(),
        Act::BorderControl { .. }
        | Act::Load
        | Act::Unload
        | Act::Tranship
        | Act::Depart
        | Act::GaugeChange
        | Act::Wait { .. }
        | Act::Land { .. }
        | Act::Through { .. } => None,
    }
}

impl Link {
    /// Longitude and latitude of its points from the first to the second end, its ends included;
    /// nothing when the network does not know its ends.
    #[must_use]
    pub fn points(&self, network: &Network) -> Option<Vec<Vec<f64>>> {
        let from = network.end_location(self.from)?;
        let to = network.end_location(self.to)?;
        let mut points = vec![vec![from.x(), from.y()]];
        if let Ok(shape) = polyline::decode_polyline(&self.shape, 5) {
            points.extend(shape.coords().map(|coord| vec![coord.x, coord.y]));
        }
        points.push(vec![to.x(), to.y()]);
        points.dedup();
        Some(points)
    }
}
