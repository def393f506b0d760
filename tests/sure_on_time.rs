//! When something arrives is what drawing trips says, over draws of what is not known.

use jiff::ToSpan as _;
use jiff::civil::{DateTime, datetime};
use trade_corridor::planner::{ModelErrors, OnTime, Sampling};
use trade_corridor::prelude::*;

use crate::by_hand::{network, small};
use crate::questions::{DAY, Dice, PLANNER};

fn normal(dice: &mut Dice) -> f64 {
    let even = |dice: &mut Dice| ((dice.roll() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64;
    let (one, two) = (even(dice), even(dice));
    (-2.0 * one.ln()).sqrt() * (std::f64::consts::TAU * two).cos()
}

/// Hours of so many trips, each of a draw in turn, by a lognormal with the stated quantiles.
fn trips(trips: &OnTime, count: usize) -> Vec<f64> {
    let mut dice = Dice::new(17);
    let laws: Vec<(f64, f64)> = trips
        .hours()
        .iter()
        .map(|hours| {
            let [median, p90] = [hours.median(), hours.p90()].map(Duration::as_hours);
            (median, (p90 / median).ln() / 1.281_551_565_544_6)
        })
        .collect();
    let trip = |at: usize| {
        let (median, sigma) = laws[at % laws.len()];
        median * (sigma * normal(&mut dice)).exp()
    };
    let mut hours: Vec<f64> = (0..count).map(trip).collect();
    hours.sort_by(f64::total_cmp);
    hours
}

fn hours(hours: f64) -> Duration {
    Duration::from_hours(hours).unwrap()
}

#[test]
fn shares_and_hours_are_those_of_drawn_trips() {
    let request = Request::new("Khorgos", "Istanbul").policy(Policy::russia_excluded());
    // Of the figures alone, whose spread these draws are enough for.
    let sampling = Sampling::default()
        .draws(256)
        .model_errors(ModelErrors::none());
    let found = PLANNER.on_time(&request, &sampling).unwrap();
    assert_eq!(found.route, PLANNER.cheapest(&request).unwrap());
    assert_eq!(found.hours().len(), 256);
    let count = 200_000;
    let drawn = trips(&found, count);
    for share in [0.05, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99] {
        let at = drawn[(count as f64 * share) as usize];
        let stated = found.within(hours(at));
        // Four standard errors of the drawn share.
        let error = 4.0 * (share * (1.0 - share) / count as f64).sqrt() + 1e-3;
        assert!((stated - share).abs() < error, "{share}: {stated}");
        let enough = found.hours_of((share * 1_000.0) as u16).unwrap();
        assert!(
            (enough.as_hours() / at - 1.0).abs() < 0.01,
            "{share}: {enough} {at}"
        );
        let [low, high] = found.within_between(enough);
        assert!(low < share && share < high, "{low} {share} {high}");
    }
    // What is not known makes the whole wider than what varies at the stated figures.
    let stated = found.route.time();
    let wide = found.hours_of(900).unwrap().as_hours() / found.hours_of(500).unwrap().as_hours();
    assert!(wide > stated.p90().as_hours() / stated.median().as_hours());
}

/// Two borders of 8 hours, 30 in one of ten trips, and three hauls by truck; no figure with a range.
fn exact() -> OnTime {
    let network = network(&[
        ("borders", ",DE,PL,road,controlled,8,30,0,USD,2025,,,,,S"),
        ("borders", ",PL,CZ,road,controlled,8,30,0,USD,2025,,,,,S"),
        ("speeds", "DE,road,*,,60,1.5,12,,,,S"),
    ]);
    let planner = Planner::new(&network, &Scenario::on(DAY)).unwrap();
    let request = Request::new("DE-one", "CZ-one").shipment(small(10.0));
    planner
        .on_time(&request, &Sampling::default().draws(8))
        .unwrap()
}

#[test]
fn without_ranges_it_is_the_law_of_the_route() {
    let found = exact();
    let time = found.route.time();
    assert!(found.hours().iter().all(|hours| *hours == time));
    assert!((found.within(time.median()) - 0.5).abs() < 1e-9);
    assert!((found.within(time.p90()) - 0.9).abs() < 1e-9);
    assert_eq!(found.hours_of(500).unwrap(), time.median());
    let [low, high] = found.within_between(time.p90());
    assert!((high - low).abs() < 1e-12);
    assert!(found.within(Duration::ZERO) < 1e-12);
}

fn noon(days: i64) -> DateTime {
    DAY.at(12, 0, 0, 0) + days.days()
}

#[test]
fn the_latest_departure_arrives_as_often_as_was_asked() {
    let request = Request::new("Baku", "Istanbul");
    let found = PLANNER
        .on_time(&request, &Sampling::default().draws(64))
        .unwrap();
    let deadline = noon(60);
    let mut last = deadline;
    for per_mille in [500, 900, 950, 990] {
        let latest = found.latest_departure(deadline, per_mille).unwrap();
        let share = f64::from(per_mille) / 1_000.0;
        assert!(found.arrives(latest, deadline).unwrap() >= share);
        assert!(found.arrives(latest + 1.minute(), deadline).unwrap() < share);
        assert!(latest < last, "who wants to be surer leaves earlier");
        last = latest;
    }
}

#[test]
fn what_cannot_be_is_refused_in_words() {
    let found = exact();
    let error = found.arrives(noon(4), noon(3)).unwrap_err();
    assert_eq!(error.code(), "deadline_before_departure");
    assert_eq!(
        error.to_string(),
        "it leaves on 2026-11-26T12:00:00 and cannot arrive by 2026-11-25T12:00:00; give a deadline after the departure"
    );
    assert_eq!(
        found.arrives(noon(3), noon(3)).unwrap_err().code(),
        "deadline_before_departure"
    );
    for (departure, deadline) in [(noon(-1), noon(3)), (noon(1), noon(-3))] {
        let error = found.arrives(departure, deadline).unwrap_err();
        assert_eq!(error.code(), "in_the_past");
        assert!(
            error
                .to_string()
                .contains("lies before 2026-11-22, the day that routes are found on")
        );
    }
    let past = datetime(2020, 1, 1, 0, 0, 0, 0);
    assert_eq!(
        found.latest_departure(past, 950).unwrap_err().code(),
        "in_the_past"
    );
    let error = found.latest_departure(noon(0), 950).unwrap_err();
    assert_eq!(error.code(), "too_late");
    assert!(
        error.to_string().starts_with(
            "to arrive by 2026-11-22T12:00:00 in 950 of 1000 trips it would have to leave on"
        ),
        "{error}"
    );
    for per_mille in [0, 1_000, 2_000] {
        let error = found.hours_of(per_mille).unwrap_err();
        assert_eq!(error.code(), "trips_out_of_range");
        assert!(error.to_string().contains("give from 1 to 999"), "{error}");
        assert_eq!(
            trade_corridor::Error::from(error).code(),
            "trips_out_of_range"
        );
    }
}

#[test]
fn hours_of_a_draw_are_those_that_confidence_has() {
    let request = Request::new("Khorgos", "Istanbul").policy(Policy::russia_excluded());
    // Of the figures alone, whose spread these draws are enough for.
    let sampling = Sampling::default()
        .draws(1_024)
        .model_errors(ModelErrors::none());
    let found = PLANNER.on_time(&request, &sampling).unwrap();
    let sure = PLANNER.confidence_with(&request, &sampling).unwrap();
    let mut means: Vec<f64> = found
        .hours()
        .iter()
        .map(|it| it.expected().as_hours())
        .collect();
    means.sort_by(f64::total_cmp);
    // The same law, each by points of its own, so that ends differ by about 1.5 %; means of trips are rounded step
    // by step in the one.
    for (per_mille, at) in [(50, 51), (500, 511), (950, 972)] {
        let stated = sure.time().at_per_mille(per_mille).as_hours();
        assert!(
            (means[at] / stated - 1.0).abs() < 0.03,
            "{per_mille}: {} {stated}",
            means[at]
        );
    }
    let mean = means.iter().sum::<f64>() / 1_024.0;
    assert!(
        (mean / sure.time().mean().as_hours() - 1.0).abs() < 0.01,
        "{mean}"
    );
}
