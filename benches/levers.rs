//! Who could spoil it, what may it charge, what does each one bring, what is built first: on the embedded atlas.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use trade_corridor::analysis::demand::{Demand, Flow};
use trade_corridor::analysis::game::{Game, Player, play};
use trade_corridor::analysis::interdiction::{Interdiction, LeverKind, worst};
use trade_corridor::analysis::projects::{CostBand, CostTable, Project, ProjectsQuestion};
use trade_corridor::analysis::toll::{Toll, curve};
use trade_corridor::planner::Progress;
use trade_corridor::prelude::*;
use trade_corridor::quantity::PerYear;

const FROM: [&str; 10] = [
    "Khorgos", "Almaty", "Tashkent", "Astana", "Bishkek", "Ashgabat", "Aktau", "Baku", "Tbilisi",
    "Yerevan",
];
const TO: [&str; 10] = [
    "Istanbul",
    "Mersin",
    "Poti",
    "Vienna",
    "Budapest",
    "Bucharest",
    "Sofia",
    "Warsaw",
    "Duisburg",
    "Hamburg",
];

fn planner() -> Planner {
    let scenario = Scenario::preset("tripp-with-kars-dilucu").expect("a preset");
    Planner::new(Network::europe_central_asia(), &scenario).expect("the embedded atlas")
}

/// So many flows, each from another place or to another one.
fn demand(flows: usize) -> Demand {
    let policy = Policy::russia_excluded();
    let flow = |at: usize| {
        let to = TO[(at + at / FROM.len()) % TO.len()];
        let request = Request::new(FROM[at % FROM.len()], to).policy(policy.clone());
        Flow::new(request, PerYear::from_count(100 + at as u32))
    };
    (0..flows).map(flow).collect()
}

/// The aim is a second.
fn interdiction(c: &mut Criterion) {
    let (planner, demand) = (planner(), demand(20));
    let mut group = c.benchmark_group("the worst closures of 20 flows");
    group.sample_size(10);
    for budget in 1..=3 {
        let asked = Interdiction::new(budget).among([LeverKind::Crossing, LeverKind::Service]);
        group.bench_function(format!("{budget} crossings or services"), |b| {
            b.iter(|| worst(&planner, black_box(&demand), &asked).expect("within bounds"));
        });
    }
    group.finish();
}

/// The aim is 200 ms.
fn tolls(c: &mut Criterion) {
    let (planner, demand) = (planner(), demand(100));
    let mut group = c.benchmark_group("a toll curve of 200 points, 100 flows");
    group.sample_size(10);
    for (name, asked) in [
        ("in steps", Toll::on("operator:TDC")),
        ("by logit", Toll::on("operator:TDC").logit(0.005, 1)),
    ] {
        group.bench_function(name, |b| {
            b.iter(|| curve(&planner, black_box(&demand), &asked).expect("a curve"));
        });
    }
    group.finish();
}

/// The aim is two seconds.
fn games(c: &mut Criterion) {
    let (planner, demand) = (planner(), demand(20));
    let codes = [
        "KZ", "UZ", "TM", "AZ", "GE", "AM", "TR", "IR", "KG", "BG", "RO", "UA",
    ];
    let players = codes.map(|code| {
        let country: Country = code.parse().expect("a country");
        Player::new(code).with(Rule::exclude_territory(country))
    });
    let game = Game::of(players);
    let mut group = c.benchmark_group("a game of 12 players, 20 flows");
    group.sample_size(10);
    group.bench_function("countries", |b| {
        b.iter(|| play(&planner, black_box(&demand), &game).expect("within bounds"));
    });
    group.finish();
}

/// The aim is ten seconds.
fn projects(c: &mut Criterion) {
    let network = Network::europe_central_asia();
    let planner = Planner::embedded(date(2029, 6, 1)).expect("the embedded atlas");
    let demand = demand(50);
    let mut projects = Project::on_record(network, &CostTable::embedded()).expect("rates");
    for project in &mut projects {
        // One without a cost is never chosen.
        let usd = Money::from_usd(200e6).expect("an amount");
        project.cost = project.cost.or(CostBand::exactly(usd).ok());
    }
    let budget = Money::from_usd(5e9).expect("an amount");
    let mut group = c.benchmark_group("14 projects, 50 flows");
    group.sample_size(10);
    for (name, draws) in [("without draws", 0), ("1,000 draws of costs", 1_000)] {
        let question = ProjectsQuestion::of(projects.clone(), budget).draws(draws, 1);
        group.bench_function(name, |b| {
            let none = Progress::none();
            b.iter(|| {
                let found = question.answer(&planner, black_box(&demand), &none);
                found.expect("within bounds")
            });
        });
    }
    group.finish();
}

criterion_group!(benches, interdiction, tolls, games, projects);
criterion_main!(benches);
