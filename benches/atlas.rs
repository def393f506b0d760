//! Reading the embedded atlas, and questions on it: one, prepared ones, many to many, many scenarios.

mod peer;

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::civil::date;
use peer::Peer;
use trade_corridor::atlas::Atlas;
use trade_corridor::costing::Shipment;
use trade_corridor::metric::Objective;
use trade_corridor::network::{Network, PlaceId};
use trade_corridor::operations::Operations;
use trade_corridor::planner::{Ensemble, Planner, Request};
use trade_corridor::policy::{Policy, Rule, Subject};
use trade_corridor::quantity::Mass;
use trade_corridor::scenario::Scenario;

fn scenario() -> Scenario {
    Scenario::on(date(2026, 11, 22))
}

/// From tables to a planner; the aim for tables to operations is 20 ms.
fn load(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("load");
    let (atlas, scenario) = (Atlas::embedded(), scenario());
    let network = atlas.load().expect("the embedded tables");
    group.bench_function("tables to network", |bencher| {
        bencher.iter(|| black_box(&atlas).load().expect("the embedded tables"));
    });
    group.bench_function("network to planner", |bencher| {
        bencher.iter(|| Planner::new(black_box(&network), &scenario).expect("a sound scenario"));
    });
    group.bench_function("tables to operations", |bencher| {
        // Giving the memory back is no part of loading.
        bencher.iter_with_large_drop(|| {
            let network = black_box(&atlas).load().expect("the embedded tables");
            let world = scenario.apply(&network).expect("a sound scenario");
            let operations = Operations::build(&world, &|_| false).expect("within range");
            drop(world);
            (network, operations)
        });
    });
    group.bench_function("tables to planner", |bencher| {
        bencher.iter(|| {
            let network = black_box(&atlas).load().expect("the embedded tables");
            let planner = Planner::new(&network, &scenario).expect("a sound scenario");
            planner.operations().len()
        });
    });
    group.finish();
}

/// Khorgos to Istanbul with metric and full route; the aim is 1 ms.
fn question(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("question");
    let network = Network::europe_central_asia();
    let planner = Planner::new(network, &scenario()).expect("a sound scenario");
    for (name, policy) in [
        ("cheapest", Policy::open()),
        ("cheapest without Russia", Policy::russia_excluded()),
    ] {
        let request = Request::new("CNHGS", "TRIST").policy(policy);
        group.bench_function(name, |bencher| {
            bencher.iter(|| planner.cheapest(black_box(&request)).expect("a route"));
        });
    }

    // The peer finds a number; the planner makes a metric first and tells a route after.
    let peer = Peer::of(&planner, "CNHGS", "TRIST");
    group.bench_function("petgraph dijkstra alone", |bencher| {
        bencher.iter(|| black_box(&peer).distance());
    });
    group.finish();
}

/// The same without anything kept from questions before: rules, prices, weights, search and route; the aim is
/// 350 µs. Where a rule takes links from below hauls, those concerned are led around them; the aim is 2 ms.
fn first_question(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("first question");
    let planner = Planner::new(Network::europe_central_asia(), &scenario());
    let planner = planner.expect("a sound scenario");
    planner.set_memory_limit(0);
    // In the middle of a railway whose tariffs read whole hauls.
    let moves = planner.operations().arcs().filter(|arc| arc.is_part_only());
    let links: Vec<_> = moves
        .filter_map(trade_corridor::operations::Operation::link)
        .collect();
    let link = planner.world().link(links[links.len() / 2]);
    let links = vec![link.expect("a link of this world").id.to_string()];
    let blocked = Policy::new("a link less").with(Rule::Exclude(Subject::Link { links }));
    for (name, policy) in [
        ("open", Policy::open()),
        ("without Russia", Policy::russia_excluded()),
        ("without a link below hauls", blocked),
    ] {
        let request = Request::new("CNHGS", "TRIST").policy(policy);
        group.bench_function(name, |bencher| {
            bencher.iter(|| planner.cheapest(black_box(&request)).expect("a route"));
        });
    }
    group.finish();
}

/// Seeded pairs of places where goods are handled.
fn pairs(planner: &Planner, count: usize) -> Vec<(PlaceId, PlaceId)> {
    let places = places(planner);
    let mut state = 1_u64;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        places[(state >> 33) as usize % places.len()]
    };
    (0..count).map(|_| (next(), next())).collect()
}

fn places(planner: &Planner) -> Vec<PlaceId> {
    let ids = planner.world().network().places().map(|(id, _)| id);
    ids.filter(|id| planner.operations().gate(*id).is_some())
        .collect()
}

/// Questions on a metric made once; the aims are 20 µs for a route, 1 µs for a distance, 2 ms for a
/// matrix of 200 x 200, and 100 ms for 1,000 pairs under 100 scenarios.
fn prepared(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("prepared");
    let network = Network::europe_central_asia();
    let planner = Planner::new(network, &scenario()).expect("a sound scenario");
    let shipment = Shipment::container_40ft(Mass::from_kg(20_000)).expect("fits");
    let (policy, objective) = (Policy::russia_excluded(), Objective::Cost);
    group.bench_function("prepare", |bencher| {
        bencher.iter(|| planner.prepare(&shipment, &policy, &objective).map(drop));
    });
    let prepared = planner.prepare(&shipment, &policy, &objective);
    let prepared = prepared.expect("a policy without limits");
    let pairs = pairs(&planner, 1_000);
    let mut next = pairs.iter().cycle().copied();
    group.bench_function("route", |bencher| {
        bencher.iter(|| {
            let (from, to) = next.next().expect("endless");
            prepared.route(from, to).map(|route| route.steps.len())
        });
    });
    group.bench_function("distance", |bencher| {
        bencher.iter(|| {
            let (from, to) = next.next().expect("endless");
            prepared.least(from, to)
        });
    });
    let some: Vec<PlaceId> = places(&planner).into_iter().take(200).collect();
    group.bench_function("matrix 200x200", |bencher| {
        bencher.iter(|| prepared.matrix(&some, &some).expect("a matrix"));
    });
    group.sample_size(10);
    let days = (0..100).map(|days| {
        let day = date(2026, 11, 22).checked_add(jiff::Span::new().days(7 * days));
        Scenario::on(day.expect("within the calendar"))
    });
    let scenarios: Vec<Scenario> = days.collect();
    let ensemble = Ensemble::new(network, &scenarios, &shipment, &policy, &objective);
    let ensemble = ensemble.expect("sound scenarios");
    group.bench_function("1000 pairs under 100 scenarios", |bencher| {
        bencher.iter(|| ensemble.least_of(&pairs).expect("known places").len());
    });
    group.finish();
}

criterion_group!(benches, load, question, first_question, prepared);
criterion_main!(benches);
