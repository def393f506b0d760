use std::collections::{BTreeMap, BTreeSet};

use super::links::km;
use super::{Finding, label};
use crate::network::{End, Mode, Place, PlaceId, PlaceKind};
use crate::quantity::great_circle_metres;
use crate::scenario::World;

const TWINS_KM: f64 = 0.3;

/// What reaches a place.
#[derive(Default)]
struct Served {
    modes: BTreeSet<Mode>,
    open: bool,
}

pub(super) fn find(world: &World, findings: &mut Vec<Finding>) {
    let network = world.network();
    let mut served: BTreeMap<PlaceId, Served> = BTreeMap::new();
    for (id, link) in network.links() {
        let open = world.is_open_link(id);
        for end in [link.from, link.to] {
            if let End::Place(place) = end {
                let place = served.entry(place).or_default();
                place.open |= open;
                place.modes.insert(link.mode);
            }
        }
    }
    let at_sea = network.services();
    for (id, service) in at_sea.filter(|(_, service)| service.is_by_sea()) {
        for place in [service.from, service.to] {
            let place = served.entry(place).or_default();
            place.open |= world.is_open_service(id);
            place.modes.insert(Mode::Sea);
        }
    }
    for (id, place) in network.places() {
        let served = served.remove(&id).unwrap_or_default();
        let name = label(network, id);
        if served.modes.is_empty() {
            findings.push(Finding::PlaceWithoutLink { place: name });
            continue;
        }
        if !served.open {
            findings.push(Finding::PlaceCutOff {
                place: name.clone(),
            });
        }
        for kind in unserved(place, &served) {
            let place = name.clone();
            findings.push(Finding::PlaceUnserved { place, kind });
        }
    }
    twins(world, findings);
}

/// The kinds of a place that nothing of their mode reaches.
fn unserved(place: &Place, served: &Served) -> Vec<PlaceKind> {
    let mode = |kind: PlaceKind| match kind {
        PlaceKind::RailTerminal | PlaceKind::RailBorder | PlaceKind::GaugeChange => {
            Some(Mode::Rail)
        }
        PlaceKind::RoadTerminal | PlaceKind::RoadBorder => Some(Mode::Road),
        PlaceKind::Seaport | PlaceKind::FerryTerminal => Some(Mode::Sea),
        _ => None,
    };
    let missing = |kind: &PlaceKind| mode(*kind).is_some_and(|mode| !served.modes.contains(&mode));
    place.kinds.iter().copied().filter(missing).collect()
}

fn twins(world: &World, findings: &mut Vec<Finding>) {
    let network = world.network();
    let places: Vec<(PlaceId, &Place)> = network.places().collect();
    let names = |place: &Place| -> BTreeSet<String> {
        let aliases = place.aliases.iter().map(String::as_str);
        let all = std::iter::once(place.name.as_str()).chain(aliases);
        all.map(str::to_lowercase).collect()
    };
    let known: Vec<BTreeSet<String>> = places.iter().map(|(_, place)| names(place)).collect();
    for (at, (id, place)) in places.iter().enumerate() {
        for (other_at, (other_id, other)) in places.iter().enumerate().skip(at + 1) {
            if place.country != other.country {
                continue;
            }
            let apart = great_circle_metres(place.location, other.location) / 1e3;
            if apart < TWINS_KM || !known[at].is_disjoint(&known[other_at]) {
                findings.push(Finding::Twins {
                    first: label(network, *id),
                    second: label(network, *other_id),
                    apart: km(apart),
                });
            }
        }
    }
}
