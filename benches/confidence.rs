//! How sure an answer is, on the embedded atlas: 1,024 draws of one request.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use jiff::civil::date;
use trade_corridor::planner::Sampling;
use trade_corridor::prelude::*;

/// The aim is 100 ms on two cores for the main job.
fn confidence(c: &mut Criterion) {
    let planner = Planner::embedded(date(2026, 11, 22)).expect("the embedded atlas");
    let policy = Policy::russia_excluded();
    let mut group = c.benchmark_group("confidence of 1,024 draws");
    group.sample_size(10);
    for (from, to) in [("Khorgos", "Istanbul"), ("Tashkent", "Duisburg")] {
        let request = Request::new(from, to).policy(policy.clone());
        group.bench_function(format!("{from} to {to}"), |b| {
            b.iter(|| planner.confidence(black_box(&request)).expect("a route"));
        });
    }
    let request = Request::new("Khorgos", "Istanbul").policy(policy);
    let few = Sampling::default().draws(64);
    group.bench_function("the first 64 alone", |b| {
        b.iter(|| planner.confidence_with(black_box(&request), &few));
    });
    group.finish();
}

criterion_group!(benches, confidence);
criterion_main!(benches);
