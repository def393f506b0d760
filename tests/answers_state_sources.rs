//! A route states where its money and hours come from, and the sums are those of the route.

use std::collections::BTreeMap;

use trade_corridor::costing::{Evidence, EvidenceGrade, FigureKind};
use trade_corridor::prelude::*;
use trade_corridor::quantity::{Duration, Money};
use trade_corridor::route::Step;

use crate::by_hand::{ask, large, network};
use crate::questions::{Dice, PLANNER, terminals};

fn routes(seed: u64, count: usize) -> Vec<Route> {
    let (places, mut dice) = (terminals(), Dice::new(seed));
    let tonnes = Mass::from_tonnes(18.0).unwrap();
    let shipments = [
        Shipment::container_40ft(tonnes).unwrap(),
        Shipment::container_20ft(Mass::ZERO).unwrap(),
        Shipment::trailer(tonnes).unwrap().with_count(3).unwrap(),
        Shipment::wagon(tonnes).unwrap(),
    ];
    let objectives = [Objective::Cost, Objective::Time, Objective::Distance];
    let mut found = Vec::new();
    while found.len() < count {
        let mut place = || places[dice.below(places.len())].clone();
        let request = Request::new(place(), place()).shipment(shipments[found.len() % 4]);
        if let Ok(route) = PLANNER.best(&request, &objectives[found.len() % 3]) {
            found.push(route);
        }
    }
    found
}

/// Hours without evidence are those of parts, or there are none.
fn is_explained(step: &Step) -> bool {
    let own = !step.time_evidence.figures().is_empty() || step.expected == Duration::ZERO;
    let parts = !step.parts.is_empty() && step.parts.iter().all(is_explained);
    let length = !step.distance_evidence.figures().is_empty()
        || step.distance.as_metres() == 0
        || !step.parts.is_empty();
    (own || parts) && length
}

#[test]
fn sums_by_source_are_those_of_the_route() {
    for route in routes(11, 300) {
        let sources = route.sources();
        let cost: Money = sources.iter().map(|sum| sum.cost).sum();
        let time: Duration = sources.iter().map(|sum| sum.time).sum();
        assert_eq!((cost, time), (route.cost(), route.duration()), "{route}");
        let by_evidence = route.by_evidence();
        let cost: Money = by_evidence.values().map(|sum| sum.0).sum();
        assert_eq!(cost, route.cost());

        let mut named: BTreeMap<_, usize> = BTreeMap::new();
        for sum in &sources {
            *named.entry((&sum.source, sum.grade)).or_default() += 1;
        }
        assert!(named.values().all(|times| *times == 1));
        let told = sources.windows(2).all(|pair| pair[0].cost >= pair[1].cost);
        assert!(told, "the most money first");
    }
}

#[test]
fn every_charge_and_span_states_its_records() {
    for route in routes(12, 300) {
        for charge in route.charges() {
            let figure = &charge.evidence.figures()[0];
            assert!(figure.origin.file().is_some() && !figure.sources.is_empty());
        }
        assert!(route.steps.iter().all(is_explained), "{route}");
    }
}

/// An amount of a prepared route is not told twice: the same record gives the same evidence.
#[test]
fn evidence_is_shared() {
    let routes = routes(13, 12);
    let mut seen: BTreeMap<(FigureKind, String), Vec<&Evidence>> = BTreeMap::new();
    for charge in routes.iter().flat_map(Route::charges) {
        let figure = &charge.evidence.figures()[0];
        let key = (figure.kind, figure.origin.to_string());
        seen.entry(key).or_default().push(&charge.evidence);
    }
    let first = |evidence: &Evidence| evidence.figures().as_ptr();
    let mut shared = 0;
    for same in seen.values().filter(|same| same.len() > 1) {
        let distinct: std::collections::BTreeSet<_> = same.iter().map(|one| first(one)).collect();
        // Units have prices of their own in one row.
        assert!(distinct.len() <= 4, "{} copies", distinct.len());
        shared += same.len() - distinct.len();
    }
    assert!(shared > 100, "only {shared} shared");
}

const SOLD: (&str, &str) = (
    "tariffs",
    "R,DE,*,rail,container_train,any,any,per_km,1,USD,2025,,,,,,,haulage,,,,,S",
);

/// A third of the way has an assumed length: a third of a price per kilometre follows from it.
#[test]
fn a_rate_over_an_assumed_length_is_derived_from_it() {
    let guess = ("sources", "G,assumed,Guess,,,,a guess");
    let more = (
        "links",
        "l3,DE-thr,DE-isl,rail,DE,100,1435,,both,open,,,,,,S;length_km=G",
    );
    let network = network(&[guess, SOLD, more]);
    let route = ask(&network, "DE-two", "DE-isl", large(10.0));
    let assumed = route.assumed();
    assert_eq!(assumed.distance.assumed.as_millionths(), 333_333);
    assert_eq!(assumed.cost.derived.as_millionths(), 333_333);
    assert_eq!(assumed.cost.assumed.as_millionths(), 0);
    assert_eq!(assumed.cost.total(), assumed.cost.derived);
    let by_evidence = route.by_evidence();
    let usd = |usd: i64| Money::from_cents(100 * usd);
    assert_eq!(by_evidence[&EvidenceGrade::Published].0, usd(200));
    assert_eq!(by_evidence[&EvidenceGrade::FromAssumption].0, usd(100));
    // The money stays with whoever stated the price.
    let stated = route
        .sources()
        .into_iter()
        .filter(|sum| sum.cost > Money::ZERO);
    assert!(
        stated
            .into_iter()
            .all(|sum| sum.source.as_deref() == Some("S"))
    );
}

/// What was so in 2015 need not be so in 2026; a row's own year of prices counts before its source's.
#[test]
fn figures_of_long_ago_are_borrowed() {
    let indexes = [("deflators", "2015,100,S"), ("deflators", "2025,100,S")];
    let asked = |source_year: &str, price_year: &str| {
        let source = format!("O,published,Old,,,,,{source_year}");
        let price = format!(
            "R,DE,*,rail,container_train,any,any,per_km,1,USD,{price_year},,,,,,,haulage,,,,,O"
        );
        let hours = "DE-two,DE,unload,*,*,,40,40,0,0,0,0,USD,2025,,,,O";
        let rows = [
            ("sources_dated", source.as_str()),
            ("tariffs", price.as_str()),
            ("handling", hours),
        ];
        let network = network(&[&indexes[..], &rows[..]].concat());
        ask(&network, "DE-one", "DE-two", large(10.0)).assumed()
    };
    assert_eq!(
        asked("2025", "2015").cost.borrowed.as_millionths(),
        1_000_000
    );
    assert_eq!(asked("2015", "2025").cost.total().as_millionths(), 0);
    // One hour of loading and two on the way are those of any place and country.
    assert_eq!(asked("2025", "2025").time.borrowed.as_millionths(), 69_767);
    assert_eq!(
        asked("2015", "2025").time.borrowed.as_millionths(),
        1_000_000
    );
}
