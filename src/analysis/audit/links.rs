use std::collections::{BTreeMap, BTreeSet};

use geo_types::Point;

use super::{Finding, source_ids};
use crate::network::{Conveyance, Direction, End, Link, Network, PlaceKind, SourceKind};
use crate::quantity::{Distance, great_circle_metres};
use crate::scenario::World;

/// What a length may differ from its shape by, which is simplified.
const OFF_GEOMETRY: f64 = 0.1;
/// Without a shape a railway or road may be this much longer than the great circle.
const OFF_GREAT_CIRCLE: f64 = 0.5;
/// Lengths below are too small for a percentage.
const SMALL_KM: f64 = 5.0;
/// A shape may lead from the centre of a place to its railway or road, a length does not.
const SPURS_KM: f64 = 10.0;

pub(super) fn point(lon_lat: &[f64]) -> Point<f64> {
    let at = |index| lon_lat.get(index).copied().unwrap_or_default();
    Point::new(at(0), at(1))
}

pub(super) fn km(km: f64) -> Distance {
    Distance::from_metres((km * 1e3).round() as u32)
}

pub(super) fn find(world: &World, findings: &mut Vec<Finding>) {
    let network = world.network();
    for (_, link) in network.links() {
        lengths(network, link, findings);
    }
    doubled(world, findings);
    one_way(world, findings);
    gauges(world, findings);
}

fn lengths(network: &Network, link: &Link, findings: &mut Vec<Finding>) {
    let Some(points) = link.points(network) else {
        return;
    };
    let length = link.length.value().as_km();
    let drawn = points.len() > 2;
    let geometry: f64 = points
        .windows(2)
        .map(|pair| great_circle_metres(point(&pair[0]), point(&pair[1])) / 1e3)
        .sum();
    let name = || link.id.to_string();
    if drawn && length < geometry * (1.0 - OFF_GEOMETRY) - SPURS_KM {
        findings.push(Finding::ShorterThanShape {
            link: name(),
            length: link.length.value(),
            shape: km(geometry),
        });
    }
    let most = if drawn {
        OFF_GEOMETRY
    } else {
        OFF_GREAT_CIRCLE
    };
    if length > SMALL_KM.max(geometry * (1.0 + most)) && length - geometry > SMALL_KM {
        let kinds = link.length.sources();
        let mut kinds = kinds.filter_map(|id| network.source(id).map(|source| source.kind));
        findings.push(Finding::OffGeometry {
            link: name(),
            length: link.length.value(),
            geometry: km(geometry),
            drawn,
            derived: drawn && kinds.all(|kind| kind == SourceKind::Derived),
            sources: source_ids(network, &link.length),
        });
    }
}

pub(super) fn ends(link: &Link) -> [End; 2] {
    let mut ends = [link.from, link.to];
    ends.sort_unstable();
    ends
}

fn doubled(world: &World, findings: &mut Vec<Finding>) {
    let network = world.network();
    let mut seen: BTreeMap<_, Vec<&Link>> = BTreeMap::new();
    for (id, link) in network.links() {
        if !world.is_open_link(id) {
            continue;
        }
        let key = (ends(link), link.mode, link.country, &link.gauges);
        let same = seen.entry(key).or_default();
        let near = |other: &&&Link| {
            let ratio = other.length.value().as_km() / link.length.value().as_km().max(0.001);
            (0.95..=1.05).contains(&ratio) && other.direction == link.direction
        };
        if let Some(first) = same.iter().find(near) {
            findings.push(Finding::DoubledLink {
                first: first.id.to_string(),
                second: link.id.to_string(),
            });
        }
        same.push(link);
    }
}

fn one_way(world: &World, findings: &mut Vec<Finding>) {
    let network = world.network();
    let open: Vec<&Link> = network
        .links()
        .filter(|(id, _)| world.is_open_link(*id))
        .map(|(_, link)| link)
        .collect();
    for link in &open {
        let back = |other: &&&Link| {
            other.mode == link.mode && other.from == link.to && other.to == link.from
        };
        if link.direction == Direction::Forward && !open.iter().any(|other| back(&other)) {
            findings.push(Finding::OneWayLink {
                link: link.id.to_string(),
            });
        }
    }
}

/// Places where open railways meet that have no gauge in common.
fn gauges(world: &World, findings: &mut Vec<Finding>) {
    let network = world.network();
    let mut meeting: BTreeMap<End, Vec<BTreeSet<Conveyance>>> = BTreeMap::new();
    for (id, link) in network.links() {
        let conveyances: BTreeSet<Conveyance> = link
            .conveyances()
            .filter(|conveyance| matches!(conveyance, Conveyance::Wagon(_)))
            .collect();
        if world.is_open_link(id) && !conveyances.is_empty() {
            for end in ends(link) {
                meeting.entry(end).or_default().push(conveyances.clone());
            }
        }
    }
    for (id, place) in network.places() {
        let sets = meeting.get(&End::Place(id)).map_or(&[][..], Vec::as_slice);
        // A dual-gauge track beside one of either gauge lets trains through.
        let broken = sets
            .iter()
            .any(|set| sets.iter().any(|other| set.is_disjoint(other)));
        if broken && !place.is(PlaceKind::GaugeChange) {
            findings.push(Finding::GaugeBreak {
                place: super::label(network, id),
            });
        }
    }
}
