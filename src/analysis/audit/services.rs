use std::collections::BTreeSet;

use super::{Finding, label};
use crate::network::{Conveyance, End, Mode, PlaceId, PlaceKind, Prices, Product};
use crate::scenario::World;

pub(super) fn find(world: &World, findings: &mut Vec<Finding>) {
    let network = world.network();
    // Where a conveyance goes on over open links.
    let mut onward: BTreeSet<(PlaceId, Conveyance)> = BTreeSet::new();
    let mut railways: BTreeSet<PlaceId> = BTreeSet::new();
    for (id, link) in network.links().filter(|(id, _)| world.is_open_link(*id)) {
        let _ = id;
        for end in [link.from, link.to] {
            if let End::Place(place) = end {
                onward.extend(link.conveyances().map(|conveyance| (place, conveyance)));
                if link.mode == Mode::Rail {
                    railways.insert(place);
                }
            }
        }
    }
    for (id, service) in network.services() {
        let open = world.is_open_service(id);
        for end in [service.from, service.to] {
            let Some(place) = network.place(end) else {
                continue;
            };
            // Wagons of the other gauge go on where gauges are changed.
            let changed = matches!(service.conveyance, Conveyance::Wagon(_))
                && place.is(PlaceKind::GaugeChange)
                && railways.contains(&end);
            let fits = onward.contains(&(end, service.conveyance))
                || place.handles(service.conveyance)
                || changed;
            if !fits {
                findings.push(Finding::ServiceEnd {
                    service: service.id.to_string(),
                    place: label(network, end),
                    conveyance: service.conveyance,
                    open,
                });
            }
        }
        if !open {
            continue;
        }
        let back = network.services().any(|(other_id, other)| {
            world.is_open_service(other_id)
                && other.kind == service.kind
                && (other.from, other.to) == (service.to, service.from)
        });
        if !back {
            findings.push(Finding::ServiceOneWay {
                service: service.id.to_string(),
            });
        }
        // A block train runs over links at their tariffs.
        if service.is_by_sea() && service.prices == Prices::default() {
            findings.push(Finding::ServiceUnpriced {
                service: service.id.to_string(),
            });
        }
    }
    unsold(world, findings);
}

fn unsold(world: &World, findings: &mut Vec<Finding>) {
    let network = world.network();
    let networks: BTreeSet<_> = network
        .links()
        .filter(|(id, _)| world.is_open_link(*id))
        .map(|(_, link)| (link.country, link.mode))
        .collect();
    let sold: BTreeSet<_> = network
        .tariffs()
        .filter(|(_, tariff)| tariff.validity.contains(world.day()))
        .map(|(_, tariff)| (tariff.country, tariff.mode, tariff.product))
        .collect();
    for (country, mode) in networks {
        let products: &[Product] = match mode {
            Mode::Rail => &[Product::ContainerTrain, Product::Wagon],
            Mode::Road => &[Product::Truck],
            _ => &[],
        };
        for product in products {
            if !sold.contains(&(country, mode, *product)) {
                findings.push(Finding::Unsold {
                    country,
                    mode,
                    product: *product,
                });
            }
        }
    }
}
