//! Every answer is written down and read back the same, with units in the names of its fields.

use std::fmt::Debug;

use crate::questions::{DAY, PLANNER};
use serde::Serialize;
use serde::de::DeserializeOwned;
use trade_corridor::analysis::audit::audit;
use trade_corridor::analysis::break_even::break_even_toll;
use trade_corridor::analysis::calibration::{Benchmark, calibrate};
use trade_corridor::analysis::criticality::criticality;
use trade_corridor::analysis::settlement::{Division, Ledger, divide};
use trade_corridor::policy::Subject;
use trade_corridor::prelude::*;
use trade_corridor::route::ROUTE_VERSION;
use trade_corridor::router::{AlternativeLimits, FrontLimits};

/// Writes it down, reads it back, and gives what was written.
#[track_caller]
fn twice<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) -> String {
    let text = serde_json::to_string(value).unwrap();
    let read: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(read, *value);
    text
}

#[track_caller]
fn has(text: &str, names: &[&str]) {
    for name in names {
        let start: String = text.chars().take(500).collect();
        let field = format!("\"{name}\":");
        assert!(text.contains(&field), "`{name}` is missing in {start} ...");
    }
}

fn request() -> Request {
    Request::new("Almaty", "Istanbul").policy(Policy::russia_excluded())
}

#[test]
fn routes_and_what_is_read_off_them() {
    let route = PLANNER.cheapest(&request()).unwrap();
    let other = PLANNER.fastest(&request()).unwrap();
    let text = twice(&route);
    has(
        &text,
        &["certificate", "operators", "owners", "stated", "share"],
    );
    let certificate = route.certificate.as_ref().unwrap();
    assert_eq!(certificate.rules[0].rule.index.unwrap().index(), 0);
    has(
        &twice(&route.legs()),
        &["distance_metres", "expected_minutes", "cost_cents"],
    );
    has(
        &twice(&compare(&route, &other)),
        &[
            "distance_metres",
            "duration_minutes",
            "cost_cents",
            "emissions_grams",
        ],
    );
    has(&twice(&route.assumed()), &["distance", "cost"]);
    has(
        &twice(&route.cpmm()),
        &["tfi1_hours_per_border", "tfi4_kmh_with_delay"],
    );
}

#[test]
fn choices_and_matrices() {
    let limits = AlternativeLimits::default();
    let found = PLANNER
        .alternatives(&request(), &Objective::Cost, limits)
        .unwrap();
    assert!(found.routes().len() > 1);
    twice(&found);
    let both = [Objective::Cost, Objective::Time];
    twice(
        &PLANNER
            .compromises(&request(), &both, FrontLimits::default())
            .unwrap(),
    );
    let network = Network::europe_central_asia();
    let places = ["Baku", "Istanbul", "Moscow"].map(|name| network.find_place(name).unwrap());
    let Request {
        shipment, policy, ..
    } = request();
    let matrix = PLANNER
        .matrix(&places, &places, &shipment, &policy, &Objective::Cost)
        .unwrap();
    let text = twice(&matrix);
    assert!(text.contains("\"code\":\"same_place\"") && text.contains("\"endpoint_excluded\""));
    assert!(text.contains("\"cost_cents\":"), "{text}");
    assert_eq!(matrix.to()[1].name, "Istanbul");
}

#[test]
fn reasons_and_remedies() {
    let policy = Policy::russia_excluded()
        .and(&Policy::iran_excluded())
        .with(Rule::exclude_mode(Mode::Sea).labelled("not the Caspian"))
        .with(Rule::exclude_domicile("CN".parse().unwrap()));
    let blocked = Request::new("Almaty", "Istanbul").policy(policy);
    let why = PLANNER.why_not(&blocked).unwrap();
    assert!(!why.relaxations().is_empty(), "{why}");
    let text = twice(&why);
    has(
        &text,
        &["violation", "operations", "relaxations", "certificate"],
    );
    twice(&PLANNER.kept_out(&blocked).unwrap());
    let wagon = Shipment::wagon(Mass::from_kg(60_000)).unwrap();
    let owned = Request::new("GETBS", "AMEVN")
        .shipment(wagon)
        .policy(Policy::preset("russia-owner").unwrap());
    let none = PLANNER.cheapest(&owned).unwrap_err().into_no_route();
    let text = twice(&none.unwrap());
    has(
        &text,
        &["evidence", "validity", "origin", "sources", "chain"],
    );
    let text = twice(&PLANNER.price_of_rules(&request()).unwrap());
    has(&text, &["groups", "more", "shares", "total", "together"]);
    let text = twice(&PLANNER.price_of_rules(&blocked).unwrap());
    has(&text, &["decides", "unshared", "is_complete"]);

    let only = Policy::new("by rail over Akhurik")
        .with(Rule::Require(Subject::Crossing {
            crossings: vec!["x-am-tr-akhurik-rail".to_owned()],
        }))
        .with(Rule::Require(Subject::Mode {
            modes: vec![Mode::Rail],
        }));
    let closed = Request::new("Gyumri", "Kars").policy(only);
    let why = PLANNER.why_not(&closed).unwrap();
    assert!(!why.openings().is_empty(), "{why}");
    has(
        &twice(&why),
        &["openings", "opens_on", "closed_by", "expected"],
    );
}

#[test]
fn analyses() {
    let network = Network::europe_central_asia();
    let tripp = Planner::new(network, &Scenario::preset("tripp-opens").unwrap()).unwrap();
    let request = Request::new("Baku", "Nakhchivan").policy(Policy::iran_excluded());
    let toll = break_even_toll(&tripp, &request, Rule::exclude_operator("TDC")).unwrap();
    twice(&toll);
    let requests = [
        request,
        Request::new("Baku", "Poti"),
        Request::new("Baku", "Baku"),
    ];
    let found = criticality(&tripp, &requests, &Objective::Cost).unwrap();
    assert_eq!((found.answered, found.unanswered.len()), (2, 1));
    has(
        &twice(&found),
        &[
            "worse",
            "cost_cents",
            "duration_minutes",
            "distance_metres",
            "emissions_grams",
            "unanswered",
        ],
    );

    let routes = [PLANNER.cheapest(&Request::new("PL-mal", "KZ-dst")).unwrap()];
    let ledger = Ledger::of(&routes);
    has(&twice(&ledger), &["payee", "earned_cents"]);
    let settled = divide(network, "UTLC", DAY, &routes, Division::Equity).unwrap();
    assert_eq!(settled.consortium.id, "UTLC");
    has(
        &twice(&settled),
        &["member", "amount_cents", "earned_cents"],
    );

    twice(&audit(&PLANNER, None).unwrap());
    let report = calibrate(&PLANNER, &Benchmark::europe_central_asia());
    twice(&report);
    twice(&report.summaries());
}

#[test]
fn routes_of_another_version_are_refused_by_version() {
    let route = PLANNER.cheapest(&request()).unwrap();
    let text = serde_json::to_string(&route).unwrap();
    assert!(text.starts_with(&format!("{{\"version\":{ROUTE_VERSION},")));
    let refused = |change: fn(&mut serde_json::Map<String, serde_json::Value>)| {
        let mut saved: serde_json::Value = serde_json::from_str(&text).unwrap();
        change(saved.as_object_mut().unwrap());
        // What else has changed since does not matter.
        saved["certificate"] = 7.into();
        let refused = serde_json::from_value::<Route>(saved).unwrap_err();
        refused.to_string()
    };
    assert_eq!(
        refused(|saved| {
            saved.remove("version");
        }),
        "a route without `version`, as before 0.2; this crate reads version 2: ask for the route again"
    );
    assert_eq!(
        refused(|saved| {
            saved["version"] = 3.into();
        }),
        "a route of version 3, this crate reads version 2: read it with the crate that wrote it, or ask for the route \
         again"
    );
}
