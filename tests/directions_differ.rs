//! Rates and speeds that hold one way only, on a small map by hand.

use crate::by_hand::{network, small, usd};
use trade_corridor::network::Network;
use trade_corridor::prelude::*;
use trade_corridor::verify;

const TARIFF: &str = "R,DE,*,rail,container_train,any,any,,";
const REST: &str = "USD,2025,,,,,,,haulage,,,,,S";

fn cheapest(network: &Network, from: &str, to: &str) -> Route {
    let planner = Planner::new(network, &Scenario::on(date(2026, 11, 22))).unwrap();
    let request = Request::new(from, to).shipment(small(10.0));
    let route = planner.cheapest(&request).unwrap();
    verify::verify_in(&route, &Policy::open(), planner.world()).unwrap();
    let ends = [from, to].map(|code| network.place_by_code(code).unwrap());
    let prepared = planner.prepare(&small(10.0), &Policy::open(), &Objective::Cost);
    let prepared = prepared.unwrap().route(ends[0], ends[1]).unwrap();
    assert_eq!(prepared.cost(), route.cost());
    route
}

#[test]
fn head_haul_and_back_haul_have_their_own_rates() {
    let east = format!("{TARIFF}eastbound,per_km,1.2,{REST}");
    let west = format!("{TARIFF}westbound,per_km,0.7,{REST}");
    let map = network(&[("tariffs_bound", &east), ("tariffs_bound", &west)]);
    assert_eq!(cheapest(&map, "DE-one", "DE-thr").cost(), usd(360.0));
    assert_eq!(cheapest(&map, "DE-thr", "DE-one").cost(), usd(210.0));
}

/// A haul that is priced as a whole goes the way from its start to its end.
#[test]
fn whole_hauls_have_a_direction() {
    let east = format!("{TARIFF}eastbound,per_unit,500,{REST}");
    let west = format!("{TARIFF}westbound,per_unit,300,{REST}");
    let map = network(&[("tariffs_bound", &east), ("tariffs_bound", &west)]);
    assert_eq!(cheapest(&map, "DE-one", "DE-thr").cost(), usd(500.0));
    assert_eq!(cheapest(&map, "DE-thr", "DE-one").cost(), usd(300.0));
}

#[test]
fn what_is_sold_one_way_is_not_sold_back() {
    let east = format!("{TARIFF}eastbound,per_km,1,{REST}");
    let map = network(&[("tariffs_bound", &east)]);
    assert_eq!(cheapest(&map, "DE-one", "DE-thr").cost(), usd(300.0));
    let planner = Planner::new(&map, &Scenario::on(date(2026, 11, 22))).unwrap();
    let back = Request::new("DE-thr", "DE-one").shipment(small(10.0));
    assert!(
        planner
            .cheapest(&back)
            .is_ok_and(|route| !route.is_priced())
    );
}

#[test]
fn speeds_differ_by_direction() {
    let tariff = format!("{TARIFF},per_km,1,{REST}");
    let rows = [
        ("tariffs_bound", tariff.as_str()),
        ("speeds_bound", "DE,rail,*,,westbound,25,1,,,,,S"),
    ];
    let map = network(&rows);
    let hours = |from, to| cheapest(&map, from, to).time().median().as_minutes();
    // An hour to load and one to unload; 300 km at 50 and at 25 km/h.
    assert_eq!(hours("DE-one", "DE-thr"), 8 * 60);
    assert_eq!(hours("DE-thr", "DE-one"), 14 * 60);
}
