//! Questions where the route has to use a subject or to come by places, beside the plain one: the first under its rules, at
//! most 2.5 times as long with one subject and four times with three places, and again.

mod peer;

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use jiff::civil::date;
use peer::Peer;
use trade_corridor::planner::{Planner, Request};
use trade_corridor::policy::{Policy, Subject};

fn planner() -> Planner {
    Planner::embedded(date(2026, 11, 22)).expect("the embedded tables")
}

fn operator(id: &str) -> Subject {
    Subject::Operator {
        operators: vec![id.to_owned()],
        roles: Vec::new(),
    }
}

fn place(name: &str) -> Subject {
    Subject::Call {
        countries: Vec::new(),
        places: vec![name.to_owned()],
    }
}

/// Khorgos to Istanbul without Russia.
fn requests() -> Vec<(&'static str, Request)> {
    let plain = Policy::russia_excluded;
    let line = Subject::Line {
        lines: vec!["TR-rail".to_owned()],
    };
    let policies = [
        ("plain", plain()),
        ("must use, on the way", plain().must_use(operator("ASCO"))),
        ("must use, off the way", plain().must_use(place("Tashkent"))),
        ("must use a line below hauls", plain().must_use(line)),
        ("via three", plain().via(["Tashkent", "Baku", "Tbilisi"])),
        (
            "via three, two below hauls",
            plain().via(["Baku", "Kars", "Ankara"]),
        ),
    ];
    let request = |policy| Request::new("CNHGS", "TRIST").policy(policy);
    let requests = policies.into_iter();
    requests
        .map(|(name, policy)| (name, request(policy)))
        .collect()
}

fn whole_route(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("whole route");
    let planner = planner();
    let peer = Peer::of(&planner, "CNHGS", "TRIST");
    group.bench_function("petgraph dijkstra alone", |bencher| {
        bencher.iter(|| black_box(&peer).distance());
    });
    for (kept, limit) in [("first", 0), ("again", 64 << 20)] {
        planner.set_memory_limit(limit);
        for (name, request) in requests() {
            group.bench_function(format!("{name}, {kept}"), |bencher| {
                bencher.iter(|| planner.cheapest(black_box(&request)).expect("a route"));
            });
        }
    }
    group.finish();
}

/// The first question of a planner: nothing is known of hauls by way of what is asked for either.
fn fresh(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("whole route of a new planner");
    group.sample_size(20);
    let other = Request::new("Baku", "Tbilisi");
    for (name, request) in requests() {
        group.bench_function(name, |bencher| {
            let new = || {
                // places are found by name in an index that the first question makes
                let planner = planner();
                planner.cheapest(&other).expect("a route");
                planner
            };
            let ask = |planner: Planner| {
                let route = planner.cheapest(black_box(&request)).expect("a route");
                (route, planner)
            };
            bencher.iter_batched(new, ask, BatchSize::PerIteration);
        });
    }
    group.finish();
}

criterion_group!(benches, whole_route, fresh);
criterion_main!(benches);
