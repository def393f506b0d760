//! An answer says when it leaves the records, and what nobody knows or promises.

use crate::by_hand::{network, small};
use jiff::civil::{Date, date};
use trade_corridor::network::FigureKind;
use trade_corridor::prelude::*;
use trade_corridor::quantity::{Duration, TravelTime};
use trade_corridor::route::Warning;
use trade_corridor::scenario::ServiceChange;
use trade_corridor::verify::verify;

fn on(network: &Network, day: Date, (from, to): (&str, &str), shipment: Shipment) -> Route {
    let planner = Planner::new(network, &Scenario::on(day)).unwrap();
    let request = Request::new(from, to).shipment(shipment);
    planner.cheapest(&request).unwrap()
}

fn codes(route: &Route) -> Vec<&str> {
    route.warnings().iter().map(Warning::code).collect()
}

#[test]
fn a_day_outside_of_the_records_is_told_first_and_loud() {
    let network = Network::europe_central_asia();
    let trailer = Shipment::trailer(Mass::from_kg(20_000)).unwrap();
    for day in [date(1990, 1, 1), date(2040, 1, 1)] {
        let route = on(network, day, ("Istanbul", "Ankara"), trailer);
        let Warning::DayOutsideRecords {
            day: told, last, ..
        } = &route.warnings()[0]
        else {
            panic!("{day}: {:?}", codes(&route));
        };
        assert_eq!((*told, *last), (day, network.as_of()));
        let text = route.to_string();
        assert!(
            text.starts_with(&format!("WARNING: {day} lies outside of the records")),
            "{text}"
        );
        assert!(!codes(&route).contains(&"old_figure"));
        // Who keeps quiet about it is found out.
        let mut form = serde_json::to_value(&route).unwrap();
        form["warnings"].as_array_mut().unwrap().remove(0);
        let quiet: Route = serde_json::from_value(form).unwrap();
        let error = verify(&quiet, &Policy::open(), network, &Scenario::on(day)).unwrap_err();
        assert_eq!(error.code(), "route_other_warnings");
    }
    let today = on(
        network,
        network.as_of().unwrap(),
        ("Istanbul", "Ankara"),
        trailer,
    );
    assert!(!codes(&today).contains(&"day_outside_records"));
}

#[test]
fn figures_of_another_decade_are_told() {
    let network = network(&[]);
    let way = ("DE-one", "PL-one");
    // Prices of 2025.
    assert_eq!(
        codes(&on(&network, date(2035, 12, 31), way, small(1.0))),
        [""; 0]
    );
    let later = on(&network, date(2036, 1, 1), way, small(1.0));
    assert!(later.warnings().iter().all(|warning| matches!(
        warning,
        Warning::OldFigure {
            kind: FigureKind::Price,
            year: 2025,
            ..
        }
    )));
    assert!(!later.warnings().is_empty());
    let text = later.warnings()[0].to_string();
    assert!(
        text.starts_with("a price of 2025 stands for 2036-01-01"),
        "{text}"
    );
    verify(
        &later,
        &Policy::open(),
        &network,
        &Scenario::on(date(2036, 1, 1)),
    )
    .unwrap();
    // Before everything: ten years and more.
    let early = on(&network, date(2014, 12, 31), way, small(1.0));
    assert_eq!(codes(&early), ["day_outside_records"]);
}

const SHIP: (&str, &str) = (
    "services",
    "v,F,feeder,DE-thr,DE-isl,vessel,80,8,8,,when_full,24,24,DE,,,,100,180,,,USD,2025,open,,,,,,,S",
);

#[test]
fn sailings_when_full_are_told_unless_a_wait_is_promised() {
    let network = network(&[SHIP]);
    let (day, way) = (date(2026, 11, 22), ("DE-thr", "DE-isl"));
    let route = on(&network, day, way, small(1.0));
    assert_eq!(codes(&route), ["sails_when_full"]);
    let text = route.warnings()[0].to_string();
    assert!(text.starts_with("v leaves when it is full"), "{text}");
    let wait = TravelTime::certain(Duration::from_hours(10.0).unwrap());
    let promised = Change::from(ServiceChange::of("v").waiting(wait));
    let planner = Planner::new(&network, &Scenario::on(day).with(promised)).unwrap();
    let request = Request::new(way.0, way.1).shipment(small(1.0));
    assert_eq!(codes(&planner.cheapest(&request).unwrap()), [""; 0]);
}

#[test]
fn ports_under_attack_are_told() {
    let network = network(&[SHIP, ("hazards", "DE,sea,armed_conflict,1,,,,S")]);
    let (day, way) = (date(2026, 11, 22), ("DE-thr", "DE-isl"));
    let route = on(&network, day, way, small(1.0));
    assert_eq!(codes(&route), ["sails_when_full", "hazard"]);
    // By road it is far away.
    let route = on(&network, day, ("DE-one", "PL-one"), small(1.0));
    assert_eq!(codes(&route), [""; 0]);
}
