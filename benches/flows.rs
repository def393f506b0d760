//! Who fills which way: many pairs on the embedded atlas and its capacities.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use trade_corridor::analysis::demand::{Demand, Flow};
use trade_corridor::analysis::flows::{Assignment, Background, Table, assign, base};
use trade_corridor::network::PlaceKind;
use trade_corridor::planner::Progress;
use trade_corridor::prelude::*;
use trade_corridor::quantity::PerYear;

/// Cities of some countries, in the order of their codes.
fn cities(network: &Network, countries: &[&str]) -> Vec<String> {
    let places = network.places().map(|(_, place)| place);
    let mut codes: Vec<String> = places
        .filter(|place| place.kinds.contains(&PlaceKind::City))
        .filter(|place| countries.contains(&place.country.to_string().as_str()))
        .map(|place| place.code.to_string())
        .collect();
    codes.sort();
    codes
}

/// So many flows from the east to the west, no two between the same places.
fn demand(network: &Network, pairs: usize) -> Demand {
    let east = cities(
        network,
        &["CN", "KZ", "KG", "UZ", "TM", "TJ", "AZ", "GE", "AM"],
    );
    let west = cities(network, &["TR", "BG", "RO", "HU", "AT", "PL", "CZ", "DE"]);
    let policy = Policy::open();
    let each = east
        .iter()
        .flat_map(|from| west.iter().map(move |to| (from, to)));
    // Spread over all, and the same for every number of pairs.
    let step = (east.len() * west.len() / pairs).max(1);
    let flows = each.step_by(step).take(pairs).map(|(from, to)| {
        let request = Request::new(from, to).policy(policy.clone());
        Flow::new(request, PerYear::from_count(300))
    });
    let demand: Demand = flows.collect();
    assert_eq!(
        demand.len(),
        pairs,
        "{} and {} cities",
        east.len(),
        west.len()
    );
    demand
}

/// The aims are 2 s for 500 pairs and 10 s for 2,000.
fn spread(c: &mut Criterion) {
    let network = Network::europe_central_asia();
    let planner = Planner::embedded(date(2026, 11, 22)).expect("the embedded atlas");
    let (table, nothing, none) = (Table::embedded(), Background::none(), Progress::none());
    let mut settings: Assignment = base::settings(0.1, 0.003).expect("within bounds");
    settings.residual = 1e-4;
    let mut group = c.benchmark_group("flows at equilibrium, residual 1e-4");
    group.sample_size(10);
    for pairs in [500, 2_000] {
        let demand = demand(network, pairs);
        group.bench_function(format!("{pairs} pairs"), |b| {
            b.iter(|| {
                let demand = black_box(&demand);
                let flows = assign(&planner, demand, &table, &nothing, &settings, &none);
                let flows = flows.expect("it settles");
                assert!(flows.residual <= 1e-4, "{}", flows.residual);
                flows
            });
        });
    }
    group.finish();
}

criterion_group!(benches, spread);
criterion_main!(benches);
