//! How much of the hours and USD of twenty requests rests on assumptions, and that it does not rise.

use trade_corridor::analysis::assumptions::Assumptions;
use trade_corridor::prelude::*;

const REQUESTS: &str = include_str!("../examples/requests.csv");

/// The fastest and the cheapest route of every request, without rules and without Russia.
fn routes() -> Vec<Route> {
    let network = Network::europe_central_asia();
    let planner = Planner::new(network, &Scenario::on(date(2026, 11, 22))).expect("a day");
    let mut routes = Vec::new();
    for row in csv::Reader::from_reader(REQUESTS.as_bytes()).records() {
        let row = row.expect("a row");
        for policy in [Policy::open(), Policy::russia_excluded()] {
            let request = Request::new(&row[0], &row[1]).policy(policy);
            for objective in [Objective::Time, Objective::Cost] {
                routes.push(planner.best(&request, &objective).expect("a route"));
            }
        }
    }
    routes
}

#[test]
fn no_more_rests_on_assumptions_than_it_did() {
    let routes = routes();
    assert_eq!(routes.len(), 80);
    let found = Assumptions::of(&routes);
    println!("{found}");
    let (hours, usd) = (found.assumed_time(), found.assumed_cost());
    assert!(hours.as_percent() < 38.5, "hours: {}", hours.as_percent());
    assert!(usd.as_percent() < 64.3, "USD: {}", usd.as_percent());
}

#[test]
fn shares_are_means_of_those_of_routes() {
    let routes = routes();
    let found = Assumptions::of(&routes);
    let mean = |read: fn(&Route) -> Share| {
        let sum: f64 = routes.iter().map(|route| read(route).as_percent()).sum();
        sum / routes.len() as f64
    };
    let close = |found: Share, mean: f64| (found.as_percent() - mean).abs() < 0.05;
    let time = mean(|route| route.assumed().time.total());
    let cost = mean(|route| route.assumed().cost.total());
    assert!(close(found.assumed_time(), time), "{time}");
    assert!(close(found.assumed_cost(), cost), "{cost}");

    let whole: u32 = found.time.values().map(|share| share.as_millionths()).sum();
    assert!((999_000..=1_000_000).contains(&whole), "{whole}");
    let listed: u32 = found.sources.iter().map(|it| it.time.as_millionths()).sum();
    let assumed = found.assumed_time().as_millionths();
    assert!(listed.abs_diff(assumed) < 1_000, "{listed} and {assumed}");
    for pair in found.sources.windows(2) {
        let weight = |it: &trade_corridor::analysis::assumptions::SourceWeight| {
            it.time.as_millionths() + it.cost.as_millionths()
        };
        assert!(weight(&pair[0]) >= weight(&pair[1]));
    }
}

#[test]
fn no_route_rests_on_nothing() {
    let found = Assumptions::of([]);
    assert_eq!(found.routes, 0);
    assert!(found.sources.is_empty() && found.time.is_empty());
    assert_eq!(found.assumed_cost(), Share::ZERO);
}

#[test]
fn what_would_replace_an_assumption_names_rows() {
    let routes = routes();
    let found = Assumptions::of(&routes);
    let network = Network::europe_central_asia();
    let printed = found.heaviest(3, network).to_string();
    for weight in &found.sources[..3] {
        let id = weight.source.as_deref().expect("a source");
        assert!(printed.contains(id), "{id} in\n{printed}");
        let (_, origin) = weight.figures.first().expect("a figure");
        assert!(
            printed.contains(origin.file().expect("a file")),
            "{printed}"
        );
    }
}
