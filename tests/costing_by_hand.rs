//! Prices of rail, handling and through rates on a small map, each worked out by hand, and of whole
//! hauls in the atlas by their formulas.

use crate::by_hand::{CONTAINERS, ask, large, network, rail, small, tonnes, usd};
use trade_corridor::costing::{LoadUnit, Shipment};
use trade_corridor::network::{Cited, Component};
use trade_corridor::prelude::*;
use trade_corridor::route::Act;

#[test]
fn a_band_prices_the_whole_haul() {
    let network = rail(&[
        "any,any,per_km,1.00,USD,2025,,,,,150,whole",
        "any,any,per_km,0.80,USD,2025,,,,150,,whole",
    ]);
    let cost = |to: &str| ask(&network, "DE-one", to, small(10.0)).cost();
    assert_eq!(cost("DE-two"), usd(100.0));
    // 300 km at the far band's rate: not 100 at 1.00 and 200 at 0.80.
    assert_eq!(cost("DE-thr"), usd(240.0));
}

#[test]
fn a_haul_costs_no_more_than_a_longer_one() {
    let cost = |tariffs: &[&str], to: &str| ask(&rail(tariffs), "DE-one", to, small(10.0)).cost();
    // 100 km at 1.00 are dearer than 150.001 km at 0.50.
    let near = "any,any,per_km,1.00,USD,2025,,,,,150,whole";
    let far = "any,any,per_km,0.50,USD,2025,,,,150,,whole";
    assert_eq!(cost(&[near, far], "DE-two"), usd(75.0));
    assert_eq!(cost(&[near, far], "DE-thr"), usd(150.0));
    // All tariffs of the offer are read over the kilometres that are paid for: 150.001 at 0.50 and at
    // 0.10 are less than 100 at 1.10; at 0.40 more, they are not.
    for (access, paid) in [(0.10, 90.0), (0.40, 135.0), (1.10, 210.0)] {
        let tariff = |middle: &str, component: &str| {
            format!("R,DE,*,rail,container_train,{middle},{component},,,,,S")
        };
        let access = format!("any,any,per_km,{access},USD,2025,,,,,,whole");
        let rows = [(near, "haulage"), (far, "haulage"), (&access, "access")];
        let rows = rows.map(|(middle, component)| tariff(middle, component));
        let rows = [0, 1, 2].map(|row| ("tariffs", rows[row].as_str()));
        let route = ask(&network(&rows), "DE-one", "DE-two", small(10.0));
        assert_eq!(route.cost(), usd(paid));
    }
    // A minimum of the far band counts, and so does one of the near band.
    let least = "any,any,per_km,0.50,USD,2025,90,,,150,,whole";
    assert_eq!(cost(&[near, least], "DE-two"), usd(90.0));
    let dear = "any,any,per_km,0.50,USD,2025,110,,,150,,whole";
    assert_eq!(cost(&[near, dear], "DE-two"), usd(100.0));
    // What is sold from 150 km on only is sold for that length.
    assert_eq!(cost(&[far], "DE-two"), usd(75.0));
    // Slices add up: no longer haul costs less.
    let slices = [near, far].map(|tariff| tariff.replace("whole", "slice"));
    let slices = [&*slices[0], &slices[1]];
    assert_eq!(cost(&slices, "DE-two"), usd(100.0));
    assert_eq!(cost(&slices, "DE-thr"), usd(225.0));
}

#[test]
fn a_slice_prices_its_own_kilometres() {
    let network = rail(&[
        "any,any,per_km,1.00,USD,2025,,,,,150,slice",
        "any,any,per_km,0.50,USD,2025,,,,150,,slice",
    ]);
    // 150 km at 1.00 and 150 km at 0.50, though the links are 100 and 200 km long.
    let route = ask(&network, "DE-one", "DE-thr", small(10.0));
    assert_eq!(route.cost(), usd(225.0));
    assert!(route.steps.iter().any(|step| step.act == Act::Haul));
}

#[test]
fn a_minimum_is_asked_once_per_haul_and_unit() {
    let network = rail(&["any,any,per_km,0.10,USD,2025,50,,,,,"]);
    let cost = |to: &str, count| {
        ask(
            &network,
            "DE-one",
            to,
            small(10.0).with_count(count).unwrap(),
        )
        .cost()
    };
    assert_eq!(cost("DE-two", 1), usd(50.0));
    assert_eq!(cost("DE-thr", 1), usd(50.0));
    assert_eq!(cost("DE-two", 3), usd(150.0));
}

/// What makes a tariff dearer makes the least that it asks dearer as well.
#[test]
fn a_scenario_scales_the_minimum_with_the_rate() {
    use trade_corridor::scenario::{Change, Factor, TariffScope};
    let network = rail(&["any,any,per_km,0.10,USD,2025,50,,,,,"]);
    let scope = TariffScope::operator("R").by(Mode::Rail);
    let percent = Factor::from_percent(130.0).unwrap();
    let dearer = Scenario::on(date(2026, 11, 22)).with(Change::ScaleTariffs { scope, percent });
    let planner = Planner::new(&network, &dearer).unwrap();
    let cost = |to: &str| {
        let request = Request::new("DE-one", to).shipment(small(10.0));
        planner.cheapest(&request).unwrap().cost()
    };
    assert_eq!(cost("DE-two"), usd(65.0));
    // 300 km at 0.13 USD are 39 USD.
    assert_eq!(cost("DE-thr"), usd(65.0));
}

#[test]
fn mass_steps_count_the_gross_mass() {
    let network = rail(&[
        "20ft,any,per_km,0.15,USD,2025,,,24,,,",
        "20ft,any,per_km,0.18,USD,2025,,24,,,,",
    ]);
    let cost = |mass| ask(&network, "DE-one", "DE-two", small(mass)).cost();
    // A 20 ft box weighs 2.3 t: 21.6 t of goods are 23.9 t, 21.7 t are 24.0 t.
    assert_eq!(cost(21.6), usd(15.0));
    assert_eq!(cost(21.7), usd(18.0));
}

#[test]
fn a_consignment_pays_once_and_units_each() {
    let network = rail(&[
        "any,any,per_km,1,USD,2025,,,,,,",
        "any,any,per_consignment,40,USD,2025,,,,,,",
        "any,any,per_unit,7,USD,2025,,,,,,",
    ]);
    let three = small(10.0).with_count(3).unwrap();
    assert_eq!(ask(&network, "DE-one", "DE-thr", three).cost(), usd(961.0));
}

#[test]
fn an_empty_box_has_its_own_rate() {
    let network = rail(&[
        "40ft,loaded,per_km,1,USD,2025,,,,,,",
        "40ft,empty,per_km,0.4,USD,2025,,,,,,",
    ]);
    let cost = |mass| ask(&network, "DE-one", "DE-two", large(mass)).cost();
    assert_eq!(cost(20.0), usd(100.0));
    assert_eq!(cost(0.0), usd(40.0));
}

#[test]
fn tonne_kilometres_of_a_box_count_its_tare() {
    let network = rail(&["any,any,per_tonne_km,0.05,USD,2025,,,,,,"]);
    // 23.8 t of box and goods over 100 km.
    let route = ask(&network, "DE-one", "DE-two", large(20.0));
    assert_eq!(route.cost(), usd(119.0));
}

#[test]
fn other_money_is_converted_by_its_year() {
    let network = network(&[
        ("currencies", "EUR,1.2,2020,S"),
        ("deflators", "2020,100,S"),
        ("deflators", "2025,125,S"),
        (
            "tariffs",
            "R,DE,*,rail,container_train,any,any,per_km,1,EUR,2020,,,,,,,haulage,,,,,S",
        ),
    ]);
    // 1 EUR of 2020 = 1.20 USD of 2020 = 1.50 USD of 2025.
    let route = ask(&network, "DE-one", "DE-two", small(10.0));
    assert_eq!(route.cost(), usd(150.0));
    assert_eq!(network.usd_of("EUR", 2020), Some(1.5));
}

#[test]
fn access_adds_to_haulage_and_goes_to_its_payee() {
    let network = network(&[
        ("operators", "T,Tracks,,DE,infrastructure_manager,,,,S"),
        (
            "tariffs",
            "R,DE,*,rail,container_train,any,any,per_km,1,USD,2025,,,,,,,haulage,,,,,S",
        ),
        (
            "tariffs",
            "R,DE,*,rail,container_train,any,any,per_km,0.25,USD,2025,,,,,,,access,T,,,,S",
        ),
    ]);
    let route = ask(&network, "DE-one", "DE-two", small(10.0));
    assert_eq!(route.by_component()[&Component::Haulage], usd(100.0));
    assert_eq!(route.by_component()[&Component::Access], usd(25.0));
    assert_eq!(route.by_operator()[&Some("T".into())], usd(25.0));
}

#[test]
fn products_have_prices_of_their_own() {
    let network = network(&[
        (
            "tariffs",
            "R,DE,*,rail,container_train,any,any,per_km,1,USD,2025,,,,,,,haulage,,,,,S",
        ),
        (
            "tariffs",
            "R,DE,*,rail,wagon,any,any,per_km,2,USD,2025,,,,,,,haulage,,,,,S",
        ),
    ]);
    let wagon = Shipment::wagon(tonnes(40.0)).unwrap();
    let trailer = Shipment::trailer(tonnes(20.0)).unwrap();
    assert_eq!(
        ask(&network, "DE-one", "DE-two", large(20.0)).cost(),
        usd(100.0)
    );
    assert_eq!(ask(&network, "DE-one", "DE-two", wagon).cost(), usd(200.0));
    assert_eq!(
        ask(&network, "DE-one", "PL-one", trailer).cost(),
        usd(200.0)
    );
}

#[test]
fn a_through_rate_is_not_the_sum_of_its_parts() {
    let rate = (
        "through_rates",
        "t,R,DE-one,DE-thr,DE-two,150,,USD,2025,,,,S",
    );
    let with = network(&[CONTAINERS, rate]);
    let route = ask(&with, "DE-one", "DE-thr", small(10.0));
    assert_eq!(route.cost(), usd(150.0));
    assert_eq!(route.by_component()[&Component::ThroughRate], usd(150.0));
    // Nobody quoted 40 ft: the parts are paid.
    assert_eq!(
        ask(&with, "DE-one", "DE-thr", large(10.0)).cost(),
        usd(300.0)
    );
    let without = ask(&network(&[CONTAINERS]), "DE-one", "DE-thr", small(10.0));
    assert_eq!(without.distance(), route.distance());
}

#[test]
fn gauge_change_costs_and_takes_its_own() {
    let network = network(&[
        (
            "places",
            "DE-gau,Break,,DE,10.3,50.0,rail_terminal;gauge_change,1,S",
        ),
        ("places", "DE-bro,Broad,,DE,10.4,50.0,rail_terminal,1,S"),
        (
            "links",
            "l3,DE-thr,DE-gau,rail,DE,50,1435,,both,open,,,,,,S",
        ),
        (
            "links",
            "l4,DE-gau,DE-bro,rail,DE,50,1520,,both,open,,,,,,S",
        ),
        CONTAINERS,
        (
            "handling",
            ",*,gauge_change,wagon,wagon,,9,9,225,225,,225,USD,2025,,,,S",
        ),
    ]);
    let route = ask(&network, "DE-thr", "DE-bro", small(10.0));
    assert_eq!(route.cost(), usd(325.0));
    assert_eq!(route.by_component()[&Component::GaugeChange], usd(225.0));
    assert_eq!(route.gauge_changes(), 1);
    assert!((route.duration().as_hours() - (2.0 + 2.0 + 9.0)).abs() < 0.1);
}

/// A place where a railway of either gauge and a road to nowhere else end.
fn broken_gauge(kinds: &str) -> Network {
    let place = format!("DE-gau,Break,,DE,10.3,50.0,{kinds},1,S");
    network(&[
        ("places", place.as_str()),
        ("places", "DE-bro,Broad,,DE,10.4,50.0,rail_terminal,1,S"),
        (
            "links",
            "l3,DE-thr,DE-gau,rail,DE,50,1435,,both,open,,,,,,S",
        ),
        (
            "links",
            "l4,DE-gau,DE-bro,rail,DE,50,1520,,both,open,,,,,,S",
        ),
        ("links", "l5,DE-gau,DE-off,road,DE,50,,,both,open,,,,,,S"),
        ("places", "DE-off,Off,,DE,10.3,50.1,road_terminal,1,S"),
        CONTAINERS,
        (
            "handling",
            ",*,gauge_change,wagon,wagon,,9,9,225,225,,225,USD,2025,,,,S",
        ),
    ])
}

/// Lifts that cost nothing must not stand in for a gauge change at 225 USD, over a truck that goes
/// nowhere neither.
#[test]
fn lifts_do_not_pass_for_a_gauge_change() {
    let here = "rail_terminal;road_terminal;gauge_change";
    let route = ask(&broken_gauge(here), "DE-thr", "DE-bro", small(10.0));
    assert_eq!(route.by_component()[&Component::GaugeChange], usd(225.0));
    assert_eq!((route.gauge_changes(), route.transhipments()), (1, 0));

    // Both gauges end at a terminal that is not said to change them.
    let network = broken_gauge("rail_terminal;road_terminal");
    let planner = Planner::new(&network, &Scenario::on(date(2025, 6, 1))).unwrap();
    let request = Request::new("DE-thr", "DE-bro").shipment(small(10.0));
    let error = planner.cheapest(&request).unwrap_err().to_string();
    assert!(error.contains("not connected"), "{error}");
}

#[test]
fn assumed_values_are_told_by_share() {
    let network = network(&[
        ("sources", "G,assumed,Guess,,,,a guess"),
        (
            "tariffs",
            "R,DE,*,rail,container_train,any,any,per_km,1,USD,2025,,,,,,,haulage,,,,,S",
        ),
        (
            "handling",
            "DE-two,DE,unload,wagon,*,,3,3,100,100,100,100,USD,2025,,,,G;hours=S",
        ),
    ]);
    let route = ask(&network, "DE-one", "DE-two", large(10.0));
    // 100 km at 1 USD, an assumed price of 100 USD at the end; no hours and no kilometres assumed, but
    // the speed is that of any country.
    assert_eq!(route.cost(), usd(200.0));
    let assumed = route.assumed();
    assert_eq!(assumed.cost.assumed.as_millionths(), 500_000);
    assert_eq!(assumed.time.assumed.as_millionths(), 0);
    assert_eq!(assumed.time.derived.as_millionths(), 0);
    assert!(assumed.time.borrowed.as_millionths() > 0);
    assert_eq!(assumed.distance.total().as_millionths(), 0);
}

/// The railways of the atlas whose prices read whole hauls: one haul between two of their places
/// costs what the formula gives on its whole length.
#[test]
fn whole_hauls_of_the_atlas_follow_their_tariffs() {
    let network = Network::europe_central_asia();
    let planner = Planner::new(network, &Scenario::on(date(2026, 11, 22))).unwrap();
    let box40 = large(20.0);
    let rate = |operator: &str, basis: &str| {
        let wanted = network.operator_by_id(operator).unwrap();
        let (_, tariff) = network
            .tariffs()
            .find(|(_, tariff)| {
                tariff.operator == Some(wanted)
                    && tariff.product == trade_corridor::network::Product::ContainerTrain
                    && tariff.unit == Some(LoadUnit::Container40.kind())
                    && tariff.loaded != Some(false)
                    && tariff.id.contains(basis)
            })
            .unwrap();
        let minimum = tariff.minimum.as_ref();
        (tariff.rate.value(), minimum.map(Cited::value))
    };
    let haul = |from: &str, to: &str| {
        let rail_only = Policy::open().with(Rule::exclude_mode(Mode::Road));
        let request = Request::new(from, to).shipment(box40).policy(rail_only);
        let route = planner.cheapest(&request).unwrap();
        let metres = route.distance().as_metres();
        (route.by_component()[&Component::Haulage], metres)
    };

    let (per_km, _) = rate("CR", "/per_km/");
    let (per_unit, _) = rate("CR", "/per_unit/");
    let (paid, metres) = haul("CNSIA", "CNHGS");
    assert_eq!(paid, per_km.times(metres, 1_000) + per_unit.times(1, 1));

    let (per_tonne_km, minimum) = rate("TCDDT", "/per_tonne_km/");
    let (paid, metres) = haul("TRANK", "TRKSY");
    let mass = box40.charged_mass().as_kg();
    let least = minimum.unwrap().times(1, 1);
    assert_eq!(
        paid,
        per_tonne_km.times(metres * mass, 1_000_000).max(least)
    );
    let (short, _) = haul("TR-hal", "TRCKY");
    assert_eq!(short, least);
}
