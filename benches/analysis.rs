//! Money and gains of a thousand flows on the embedded atlas.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jiff::civil::date;
use trade_corridor::analysis::demand::{Demand, Flow};
use trade_corridor::analysis::gains::GainsQuestion;
use trade_corridor::analysis::money::Trail;
use trade_corridor::planner::Progress;
use trade_corridor::prelude::*;

const FLOWS: usize = 1_000;

/// Flows between seeded places that have a way, each of some boxes a year.
fn demand(planner: &Planner) -> Demand {
    let network = planner.world().network();
    let codes: Vec<String> = network
        .places()
        .filter(|(id, _)| planner.operations().gate(*id).is_some())
        .map(|(_, place)| place.code.to_string())
        .collect();
    let mut state = 1_u64;
    let mut below = |sides: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % sides
    };
    let mut flows = Vec::with_capacity(FLOWS);
    while flows.len() < FLOWS {
        let (from, to) = (below(codes.len()), below(codes.len()));
        let request = Request::new(codes[from].clone(), codes[to].clone());
        let volume = PerYear::from_boxes(below(100_000) as f64 / 8.0).expect("a volume");
        if planner.cheapest(&request).is_ok() {
            flows.push(Flow::new(request, volume));
        }
    }
    flows.into_iter().collect()
}

/// The aims are 5 ms for the money of 1,000 routes and 200 ms for the gains of 1,000 flows in two worlds, on two
/// cores.
fn analysis(criterion: &mut Criterion) {
    let network = Network::europe_central_asia();
    let opened = Scenario::preset("tripp-opens").expect("embedded");
    let today = Scenario::on(opened.day());
    let [before, after] =
        [&today, &opened].map(|scenario| Planner::new(network, scenario).expect("a world"));
    let planner = Planner::embedded(date(2026, 11, 22)).expect("the embedded tables");
    let demand = demand(&planner);
    let questions = demand.questions(&Objective::Cost);
    let routes = planner
        .answer_all(&questions, &Progress::none())
        .into_rows();
    let routes: Vec<Route> = routes.into_iter().flatten().collect();
    let mut group = criterion.benchmark_group("analysis");
    group.sample_size(10);
    group.throughput(Throughput::Elements(FLOWS as u64));
    group.bench_function("money of 1,000 routes", |bencher| {
        let volumes = || demand.iter().map(|flow| flow.volume);
        bencher.iter(|| {
            let routes = black_box(&routes).iter().zip(volumes());
            Trail::of_year(planner.world(), routes).total()
        });
    });
    for (name, lacks) in [("gains", false), ("gains and what flows lack", true)] {
        let question = GainsQuestion::new().lacks(lacks);
        group.bench_function(format!("{name} of 1,000 flows in two worlds"), |bencher| {
            bencher.iter(|| {
                let asked = question.answer(&before, &after, black_box(&demand), &Progress::none());
                asked.map(|gains| gains.paid())
            });
        });
    }
    group.finish();
}

criterion_group!(benches, analysis);
criterion_main!(benches);
