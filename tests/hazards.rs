//! Where moves are hazardous their 90th percentile rises, worked out by hand.

use crate::by_hand::{ask, network, tonnes};
use jiff::civil::date;
use trade_corridor::costing::{FigureKind, Shipment};
use trade_corridor::prelude::*;
use trade_corridor::quantity::{Duration, TravelTime};
use trade_corridor::route::{Act, Step};
use trade_corridor::verify::verify;

const ENDS: [&str; 2] = ["DE-one", "CZ-one"];

fn today() -> Scenario {
    Scenario::on(date(2026, 11, 22))
}

fn checked(network: &Network) -> Route {
    let route = ask(
        network,
        ENDS[0],
        ENDS[1],
        Shipment::trailer(tonnes(20.0)).unwrap(),
    );
    verify(&route, &Policy::default(), network, &today()).unwrap();
    route
}

fn moves(route: &Route, country: &str) -> Vec<Step> {
    let here = |step: &&Step| {
        matches!(step.act, Act::Move { .. }) && step.countries[0].as_str() == country
    };
    route.steps.iter().filter(here).cloned().collect()
}

/// Median and 90th percentile of the first move in PL in minutes.
fn hours(rows: &[&str]) -> (u64, u64) {
    let rows: Vec<(&str, &str)> = rows.iter().map(|row| ("hazards", *row)).collect();
    let route = checked(&network(&rows));
    let others = [moves(&route, "DE"), moves(&route, "CZ")].concat();
    for step in others {
        assert_eq!(step.time.p90(), Duration::from_minutes(200));
    }
    let time = moves(&route, "PL")[0].time;
    (time.median().as_minutes(), time.p90().as_minutes())
}

#[test]
fn the_ninetieth_percentile_of_moves_there_rises() {
    // 100 km at 30 km/h of the clock.
    assert_eq!(hours(&[]), (200, 200));
    assert_eq!(hours(&["PL,road,armed_conflict,1.5,,,,S"]), (200, 300));
    assert_eq!(hours(&["PL,*,armed_conflict,1.5,,,,S"]), (200, 300));
    assert_eq!(hours(&["PL,rail,armed_conflict,1.5,,,,S"]), (200, 200));
    assert_eq!(
        hours(&["PL,road,armed_conflict,1.5,,2026-11-21,,S"]),
        (200, 200)
    );
    assert_eq!(
        hours(&["PL,road,armed_conflict,1.5,2026-11-22,,,S"]),
        (200, 300)
    );
    // The largest counts; a third of a minute is rounded off once.
    let two = ["PL,road,armed_conflict,1.501,,,,S", "PL,*,flood,2,,,,S"];
    assert_eq!(hours(&two), (200, 400));
    assert_eq!(hours(&two[..1]), (200, 300));
    assert_eq!(hours(&["PL,road,flood,1.503,,,,S"]), (200, 301));
}

#[test]
fn it_multiplies_the_factor_of_the_speed() {
    let speed = ("speeds", "PL,road,*,,60,1.25,12,,,,S");
    let hazard = ("hazards", "PL,road,armed_conflict,1.5,,,,S");
    let route = checked(&network(&[speed, hazard]));
    let step = &moves(&route, "PL")[0];
    let minutes = Duration::from_minutes;
    assert_eq!(step.time, TravelTime::new(minutes(200), minutes(375)));
    // The mean rises with it, and so does what searches minimise.
    assert!(step.expected > minutes(200));
    let kinds: Vec<FigureKind> = step
        .time_evidence
        .figures()
        .iter()
        .map(|it| it.kind)
        .collect();
    assert_eq!(
        kinds,
        [FigureKind::Speed, FigureKind::Spread, FigureKind::Spread]
    );
}

#[test]
fn a_route_that_keeps_quiet_about_it_is_refused() {
    let calm = network(&[]);
    let war = network(&[("hazards", "PL,road,armed_conflict,1.5,,,,S")]);
    let route = checked(&calm);
    verify(&route, &Policy::default(), &war, &today()).unwrap_err();
    let mut route = checked(&war);
    let first = route
        .steps
        .iter()
        .position(|step| step.countries[0].as_str() == "PL");
    let step = &mut route.steps[first.unwrap()];
    step.time = TravelTime::new(step.time.median(), step.time.median());
    verify(&route, &Policy::default(), &war, &today()).unwrap_err();
}

#[test]
fn a_route_warns_of_the_hazards_of_its_moves() {
    let told = |rows: &[&str]| {
        let rows: Vec<(&str, &str)> = rows.iter().map(|row| ("hazards", *row)).collect();
        let network = network(&rows);
        let route = checked(&network);
        if !route.warnings().is_empty() {
            let mut form = serde_json::to_value(&route).unwrap();
            form.as_object_mut().unwrap().remove("warnings");
            form.as_object_mut().unwrap().remove("certificate");
            let quiet: Route = serde_json::from_value(form).unwrap();
            let error = verify(&quiet, &Policy::default(), &network, &today()).unwrap_err();
            assert_eq!(error.code(), "route_other_warnings", "{error}");
        }
        let warnings = route.warnings().iter().map(ToString::to_string);
        warnings.collect::<Vec<String>>()
    };
    let none: [&str; 0] = [];
    assert_eq!(told(&[]), none);
    assert_eq!(told(&["PL,rail,armed_conflict,1.5,,,,S"]), none);
    assert_eq!(told(&["PL,road,armed_conflict,1.5,,2026-11-21,,S"]), none);
    // One that changes no hours is told as well.
    assert_eq!(
        told(&["PL,road,armed_conflict,1,,,,S", "CZ,*,flood,2,,,,S"]),
        [
            "flood in CZ: moves there may take much longer (hazards.csv row 3)",
            "armed conflict in PL: moves by road there may take much longer (hazards.csv row 2)",
        ]
    );
}
