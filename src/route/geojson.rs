use geojson::{Feature, FeatureCollection, Geometry, JsonObject};

use super::{Act, Route, Step};
use crate::network::{Link, Network, Waypoint};

impl Route {
    /// The route as GeoJSON: a line per step that moves, with mode, operator, km, hours and USD as
    /// properties. Shapes are those of the network's links; what the network does not know is drawn
    /// straight.
    #[must_use]
    pub fn geojson(&self, network: &Network) -> FeatureCollection {
        let mut features = Vec::new();
        for step in &self.steps {
            for atom in step.atoms() {
                if let Some(line) = line(network, atom) {
                    features.push(feature(line, atom, step));
                }
            }
        }
        FeatureCollection {
            bbox: None,
            features,
            foreign_members: None,
        }
    }
}

/// Longitude and latitude of a step's points.
fn line(network: &Network, step: &Step) -> Option<Vec<Vec<f64>>> {
    let point = |point: geo_types::Point<f64>| vec![point.x(), point.y()];
    let stop = |code: &str| {
        network
            .place_by_code(code)
            .and_then(|id| network.place(id))
            .map(|place| place.location)
            .or_else(|| {
                let id = network.crossing_by_code(code)?;
                network.crossing(id).map(|crossing| crossing.location)
            })
    };
    let straight = || {
        Some(vec![
            point(stop(&step.from.code)?),
            point(stop(&step.to.code)?),
        ])
    };
    match &step.act {
        Act::Move { link, forward } => {
            let record = network.link_by_id(link).and_then(|id| network.link(id));
            let mut shape = record
                .and_then(|link| link.points(network))
                .or_else(straight)?;
            if record.is_some() && !forward {
                shape.reverse();
            }
            Some(shape)
        }
        Act::Run { service } => {
            let record = network
                .service_by_id(service)
                .and_then(|id| network.service(id));
            let mut shape = vec![point(stop(&step.from.code)?)];
            for via in record.into_iter().flat_map(|service| &service.via) {
                if let Waypoint::Point(at) = via {
                    shape.push(point(*at));
                }
            }
            shape.push(point(stop(&step.to.code)?));
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

fn feature(line: Vec<Vec<f64>>, atom: &Step, step: &Step) -> Feature {
    let mut properties = JsonObject::new();
    let mut set = |key: &str, value: geojson::JsonValue| {
        properties.insert(key.to_owned(), value);
    };
    set("from", atom.from.code.as_str().into());
    set("to", atom.to.code.as_str().into());
    set(
        "mode",
        atom.mode.map_or("", crate::network::Mode::as_str).into(),
    );
    set(
        "parties",
        atom.parties
            .iter()
            .map(|party| party.0.as_str())
            .collect::<Vec<_>>()
            .into(),
    );
    set("km", atom.distance.as_km().into());
    set("hours", atom.expected.as_hours().into());
    if step.parts.is_empty() {
        set("usd", step.cost().as_usd().into());
    }
    Feature {
        bbox: None,
        geometry: Some(Geometry::new_line_string(line)),
        id: None,
        properties: Some(properties),
        foreign_members: None,
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
