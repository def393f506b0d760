//! Many questions at once on the embedded atlas.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jiff::civil::date;
use trade_corridor::planner::{Progress, Question};
use trade_corridor::prelude::*;

const ROWS: usize = 100_000;

/// All of them where they are timed; where it is only shown that they run, some are enough.
fn rows() -> usize {
    let given = |word: &str| std::env::args().any(|argument| argument == word);
    if given("--bench") && !given("--test") {
        ROWS
    } else {
        ROWS / 50
    }
}

/// Shipments between seeded places: ten policies, five objectives, two load units, twenty masses.
fn questions(planner: &Planner) -> Vec<Question> {
    let network = planner.world().network();
    let codes: Vec<String> = network
        .places()
        .filter(|(id, _)| planner.operations().gate(*id).is_some())
        .map(|(_, place)| place.code.to_string())
        .collect();
    let mut policies: Vec<Policy> = ["BY", "IR", "GE", "TM", "CN", "UA"]
        .iter()
        .map(|code| Policy::country_excluded(code.parse().expect("a code")))
        .collect();
    policies.extend([
        Policy::open(),
        Policy::russia_excluded(),
        Policy::iran_excluded(),
        Policy::russia_belarus_excluded(),
    ]);
    let objectives = [
        Objective::Distance,
        Objective::DIRECT,
        Objective::Time,
        Objective::Cost,
        Objective::Emissions,
    ];
    let mut state = 1_u64;
    let mut below = |sides: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as usize % sides
    };
    let one = |_| {
        let (from, to) = (below(codes.len()), below(codes.len()));
        let mass = Mass::from_kg(1_000 * (1 + below(20) as u32));
        let shipment = if below(2) == 0 {
            Shipment::container_40ft(mass)
        } else {
            Shipment::new(LoadUnit::Trailer, mass)
        };
        let request = Request::new(codes[from].clone(), codes[to].clone())
            .shipment(shipment.expect("20 t fit"))
            .policy(policies[below(policies.len())].clone());
        Question::new(request, objectives[below(objectives.len())].clone())
    };
    (0..rows()).map(one).collect()
}

/// The aims are 15 s for verified routes and 2 s for values, on two cores.
fn batch(criterion: &mut Criterion) {
    let planner = Planner::embedded(date(2026, 11, 22)).expect("the embedded tables");
    let questions = questions(&planner);
    let mut group = criterion.benchmark_group("batch");
    group.sample_size(10);
    group.throughput(Throughput::Elements(questions.len() as u64));
    group.bench_function("100,000 routes", |bencher| {
        bencher.iter(|| {
            let found =
                planner.answer_each(black_box(&questions), &Progress::none(), |_, route| {
                    route.map(|route| route.cost()).ok()
                });
            (found.groups(), found.rows().iter().flatten().count())
        });
    });
    group.bench_function("100,000 values", |bencher| {
        bencher.iter(|| {
            let found = planner.least_of_all(black_box(&questions), &Progress::none());
            found.rows().iter().flatten().count()
        });
    });
    group.finish();
}

criterion_group!(benches, batch);
criterion_main!(benches);
