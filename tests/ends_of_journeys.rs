//! A truck is loaded in every place that a road leads to; other conveyances where the place handles them.

use trade_corridor::network::{Conveyance, End, Mode};
use trade_corridor::operations::OperationKind;
use trade_corridor::prelude::*;

use crate::questions::PLANNER;

#[test]
fn every_place_with_a_road_is_an_end() {
    let (world, operations) = (PLANNER.world(), PLANNER.operations());
    let network = world.network();
    let (mut ends, mut more) = (0, 0);
    for (id, place) in network.places().filter(|(_, place)| place.tier == 1) {
        let reached = world.links().any(|(link, record)| {
            let here = [record.from, record.to].contains(&End::Place(id));
            here && record.mode == Mode::Road && world.is_open_link(link)
        });
        if reached {
            assert!(operations.gate(id).is_some(), "{}", place.code);
            ends += 1;
            more += usize::from(!place.handles(Conveyance::Truck));
        }
    }
    assert!(
        ends > 200 && more > 20,
        "{ends} ends, {more} without a road terminal"
    );
}

#[test]
fn without_a_terminal_nothing_changes_conveyance() {
    let network = PLANNER.world().network();
    let mut loaded = 0;
    for operation in PLANNER.operations().arcs() {
        let (lift, changes) = match &operation.kind {
            OperationKind::Tranship(lift) => (lift, true),
            OperationKind::Load(lift) | OperationKind::Unload(lift) => (lift, false),
            _ => continue,
        };
        let place = network.place(lift.place).unwrap();
        let handled = |conveyance: &Conveyance| {
            *conveyance == Conveyance::Terminal || place.handles(*conveyance)
        };
        if lift.conveyances.iter().all(handled) {
            continue;
        }
        assert!(!changes, "{}", place.code);
        assert!(lift.conveyances.contains(&Conveyance::Truck));
        loaded += 1;
    }
    assert!(loaded > 0);
}

/// A border town without a terminal of its own sends a trailer.
#[test]
fn a_trailer_starts_where_nothing_is_lifted() {
    let network = PLANNER.world().network();
    let town = network.places().find(|(id, place)| {
        place.tier == 1
            && place.kinds.len() == 1
            && PLANNER.operations().gate(*id).is_some()
            && !place.handles(Conveyance::Truck)
    });
    let (_, town) = town.expect("a place of one kind");
    let trailer = Shipment::trailer(Mass::from_tonnes(20.0).unwrap()).unwrap();
    let request = Request::new(town.code.as_str(), "TRIST").shipment(trailer);
    let route = PLANNER.cheapest(&request).unwrap();
    assert_eq!(route.from.code, town.code.as_str());
}
