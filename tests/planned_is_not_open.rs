//! What is planned is used under a scenario that opens it, and never before.

use std::collections::BTreeSet;

use crate::questions::planner_on;
use jiff::civil::date;
use trade_corridor::costing::Shipment;
use trade_corridor::network::Network;
use trade_corridor::planner::{Planner, Request};
use trade_corridor::policy::{Policy, Rule, Subject};
use trade_corridor::prelude::Mode;
use trade_corridor::quantity::Mass;
use trade_corridor::route::{Act, Route, Step};
use trade_corridor::scenario::{Change, Scenario};

/// Ids of the links and codes of the crossings of the planned projects.
fn planned() -> BTreeSet<String> {
    let network = Network::europe_central_asia();
    let projects = ["TRIPP-rail", "TRIPP-road", "HORADIZ-AGHBAND"]
        .map(|id| network.project_by_id(id).expect("a project of the atlas"));
    let of = |project| projects.iter().any(|known| Some(*known) == project);
    let links = network
        .links()
        .filter(|(_, link)| of(link.project))
        .map(|(_, link)| link.id.to_string());
    let crossings = network
        .crossings()
        .filter(|(_, crossing)| of(crossing.project))
        .map(|(_, crossing)| crossing.code.to_string());
    links.chain(crossings).collect()
}

fn used(route: &Route) -> BTreeSet<String> {
    let atoms = route.steps.iter().flat_map(Step::atoms);
    atoms
        .filter_map(|step| match &step.act {
            Act::Move { link, .. } => Some(link.to_string()),
            Act::BorderControl { crossing, .. } => Some(crossing.to_string()),
            _ => None,
        })
        .collect()
}

fn shipments() -> [Shipment; 3] {
    let tonnes = Mass::from_kg(20_000);
    [
        Shipment::container_40ft(tonnes),
        Shipment::wagon(tonnes),
        Shipment::trailer(tonnes),
    ]
    .map(Result::unwrap)
}

#[test]
fn nothing_planned_is_used_on_any_date_by_itself() {
    let planned = planned();
    assert!(planned.len() >= 10, "{planned:?}");
    let pairs = [
        ("Baku", "Nakhchivan"),
        ("AZ-hor", "Nakhchivan"),
        ("Baku", "AMEVN"),
        ("Baku", "TRKSY"),
        ("Nakhchivan", "Baku"),
    ];
    // Today, after the expected opening, and long after.
    let days = [
        date(2026, 11, 22),
        date(2029, 1, 1),
        date(2035, 6, 1),
        date(2090, 1, 1),
    ];
    let mut routes = 0;
    for day in days {
        let planner = planner_on(day);
        for (from, to) in pairs {
            for shipment in shipments() {
                let request = Request::new(from, to).shipment(shipment);
                for route in [
                    planner.shortest(&request),
                    planner.fastest(&request),
                    planner.cheapest(&request),
                ]
                .into_iter()
                .flatten()
                {
                    routes += 1;
                    let both: Vec<_> = used(&route).intersection(&planned).cloned().collect();
                    assert!(both.is_empty(), "{from} to {to} on {day} uses {both:?}");
                }
            }
        }
    }
    assert!(routes >= 40, "only {routes} routes");
}

fn opened() -> Scenario {
    Scenario::on(date(2029, 7, 1))
        .with(Change::open("project:TRIPP-rail"))
        .with(Change::open("project:HORADIZ-AGHBAND"))
}

#[test]
fn a_scenario_that_opens_the_railway_has_trains_from_baku_to_nakhchivan() {
    let network = Network::europe_central_asia();
    let planner = Planner::new(network, &opened()).unwrap();
    let by_rail = Policy::new("by rail").with(Rule::Require(Subject::Mode {
        modes: vec![Mode::Rail],
    }));
    let [container, wagon, _] = shipments();
    for shipment in [container, wagon] {
        let request = Request::new("Baku", "Nakhchivan")
            .shipment(shipment)
            .policy(by_rail.clone());
        let route = planner
            .shortest(&request)
            .unwrap_or_else(|error| panic!("{error}"));
        let used = used(&route);
        for link in ["AM-meg~AM-nrn~rail", "AZ-hor~AZ-min~rail"] {
            assert!(used.contains(link), "{used:?}");
        }
        let steps = route.steps.iter().flat_map(Step::atoms);
        let names: BTreeSet<&str> = steps
            .flat_map(|step| step.parties.iter().map(|(_, name, _)| name.as_str()))
            .collect();
        assert!(names.contains("TRIPP Development Company"), "{names:?}");
        let countries: Vec<String> = route.countries().iter().map(ToString::to_string).collect();
        assert_eq!(countries, ["AZ", "AM"]);

        // Without the project trains run around the Caspian.
        let around = planner_on(date(2029, 7, 1)).shortest(&request).unwrap();
        assert!(around.distance().as_km() > 3.0 * route.distance().as_km());
    }
}

#[test]
fn an_opening_on_a_day_holds_from_that_day() {
    let network = Network::europe_central_asia();
    let by_rail = Policy::new("by rail").with(Rule::Require(Subject::Mode {
        modes: vec![Mode::Rail],
    }));
    let [_, wagon, _] = shipments();
    let request = Request::new("Baku", "Nakhchivan")
        .shipment(wagon)
        .policy(by_rail);
    let opens = date(2028, 12, 31);
    let scenario = |day| {
        Scenario::on(day)
            .with(Change::opens_on("project:TRIPP-rail", opens))
            .with(Change::opens_on("project:HORADIZ-AGHBAND", opens))
    };
    let planned = planned();
    for (day, opened) in [(date(2028, 12, 30), false), (opens, true)] {
        let planner = Planner::new(network, &scenario(day)).unwrap();
        let route = planner.shortest(&request).unwrap();
        assert_eq!(!used(&route).is_disjoint(&planned), opened, "on {day}");
    }
}

#[test]
fn several_openings_are_told_as_one_way() {
    let interrupted = Scenario::preset("georgia-transit-interrupted").unwrap();
    let network = Network::europe_central_asia();
    let rules = Policy::russia_excluded().and(&Policy::iran_excluded());
    let request = Request::new("Khorgos", "Istanbul").policy(rules);
    let why = Planner::new(network, &interrupted)
        .unwrap()
        .why_not(&request)
        .unwrap();
    let needed: Vec<Change> = why
        .openings()
        .iter()
        .map(|opening| Change::Open(opening.what.clone()))
        .collect();
    assert!(needed.len() > 1, "{why}");
    let opened = |changes: &[Change]| {
        let changes = changes.iter().cloned();
        let scenario = changes.fold(interrupted.clone(), Scenario::with);
        Planner::new(network, &scenario).unwrap().shortest(&request)
    };
    opened(&needed).unwrap();
    for left_out in 0..needed.len() {
        let mut fewer = needed.clone();
        fewer.remove(left_out);
        assert!(opened(&fewer).is_err(), "{why}");
    }
    let told = why.to_string();
    let lines = |start: &str| told.lines().filter(|line| line.starts_with(start)).count();
    assert_eq!(
        (lines("  open "), lines("  and ")),
        (1, needed.len() - 1),
        "{told}"
    );
}

#[test]
fn a_route_tells_when_its_day_lies_after_the_records() {
    let as_of = Network::europe_central_asia().as_of().unwrap();
    let told = |day| {
        let route = planner_on(day).fastest(&Request::new("Baku", "Tbilisi"));
        let route = route.unwrap();
        assert_eq!(route.records_as_of, Some(as_of));
        route
            .to_string()
            .contains(&format!("records as of {as_of}"))
    };
    assert!(!told(as_of));
    assert!(told(as_of.tomorrow().unwrap()));
    assert!(told(date(9999, 1, 1)));
}
