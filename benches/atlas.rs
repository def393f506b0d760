//! Reading the embedded atlas, and one question on it.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::civil::date;
use petgraph::graph::{DiGraph, NodeIndex};
use trade_corridor::atlas::Atlas;
use trade_corridor::metric::{Frozen, Objective, Verdicts};
use trade_corridor::network::Network;
use trade_corridor::planner::{Planner, Request};
use trade_corridor::policy::Policy;
use trade_corridor::scenario::Scenario;

fn scenario() -> Scenario {
    Scenario::on(date(2026, 11, 22))
}

/// From tables to a planner; the aim is 20 ms together.
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
    group.bench_function("tables to planner", |bencher| {
        bencher.iter(|| {
            let network = black_box(&atlas).load().expect("the embedded tables");
            let planner = Planner::new(&network, &scenario).expect("a sound scenario");
            planner.operations().arcs().len()
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

    // The peer finds a number; the planner freezes a metric first and tells a route after.
    let operations = planner.operations();
    let request = Request::new("CNHGS", "TRIST");
    let shipment = request.shipment_or_default();
    let policy = request.rules().compile(planner.world()).expect("no rules");
    let verdicts = Verdicts::of(operations, &policy, &shipment);
    let quote = planner.model().quote(operations, shipment);
    let model = planner.model();
    let frozen = Frozen::new(operations, model, &quote, &verdicts, &Objective::Cost);
    let frozen = frozen.expect("weights within range");
    let mut graph: DiGraph<(), u32> = DiGraph::new();
    for _ in 0..operations.graph().nodes() {
        graph.add_node(());
    }
    for (arc, (from, to)) in (0..).zip(operations.graph().all_ends()) {
        if let Some(weight) = frozen.metric().weight(arc) {
            graph.add_edge((*from).into(), (*to).into(), weight);
        }
    }
    let place = |code| network.place_by_code(code).expect("a place of the atlas");
    let from = operations.gate(place("CNHGS")).expect("a terminal");
    let to = operations.delivered(place("TRIST")).expect("a terminal");
    let (from, to) = (NodeIndex::from(from), NodeIndex::from(to));
    group.bench_function("petgraph dijkstra alone", |bencher| {
        bencher.iter(|| {
            petgraph::algo::dijkstra(black_box(&graph), from, Some(to), |edge| *edge.weight())[&to]
        });
    });
    group.finish();
}

criterion_group!(benches, load, question);
criterion_main!(benches);
