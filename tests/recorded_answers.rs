//! Two thousand seeded questions have the answers that were recorded: legs, cents, minutes, metres,
//! grams, or the reason why there is no route.
//!
//! Compared line by line with `tests/golden/answers.txt`. When answers change on purpose, write the
//! file again with `UPDATE_GOLDEN=1 cargo test --test claims recorded_answers` and read the difference.

use std::fmt::Write as _;

use crate::questions::{Dice, terminals};
use trade_corridor::costing::{Evidence, FigureKind};
use trade_corridor::metric::GeneralisedCost;
use trade_corridor::network::SourceKind;
use trade_corridor::planner::Reason;
use trade_corridor::policy::Limit;
use trade_corridor::prelude::*;
use trade_corridor::quantity::Rate;
use trade_corridor::route::{Act, Step, Stop};

const GOLDEN: &str = "tests/golden/answers.txt";
const COUNT: usize = 2_000;
/// So many questions are asked of one planner.
const PER_WORLD: usize = 40;
const DAYS: [Date; 5] = [
    date(2026, 11, 22),
    date(2024, 6, 1),
    date(2022, 3, 1),
    date(2029, 12, 31),
    date(2039, 1, 1),
];

fn tonnes(tonnes: f64) -> Mass {
    Mass::from_tonnes(tonnes).expect("test data")
}

fn country(code: &str) -> Country {
    code.parse().expect("test data")
}

fn shipments() -> Vec<(&'static str, Shipment)> {
    let many = |shipment: Shipment, count| shipment.with_count(count).expect("test data");
    let box40 = Shipment::container_40ft(tonnes(20.0)).expect("test data");
    let box20 = Shipment::container_20ft(tonnes(24.5)).expect("test data");
    let wagon = Shipment::wagon(tonnes(60.0)).expect("test data");
    let trailer = Shipment::trailer(tonnes(22.0)).expect("test data");
    let empty = Shipment::container_40ft(Mass::ZERO).expect("test data");
    vec![
        ("40ft", box40),
        ("3x20ft", many(box20, 3)),
        ("wagon", wagon),
        ("trailer-KZ", trailer.with_plate(country("KZ"))),
        ("2x40ft-empty", many(empty, 2)),
        ("trailer-TR", trailer.with_plate(country("TR"))),
        ("500x40ft", many(box40, 500)),
    ]
}

fn policies() -> Vec<(String, Policy)> {
    let presets = Policy::presets().map(|name| {
        let policy = Policy::preset(name).expect("a preset");
        (name.to_owned(), policy)
    });
    let mut policies: Vec<_> = presets.collect();
    let limited = |limit: Limit| Policy::russia_excluded().with(Rule::Limit(limit));
    let hours = Duration::from_hours(600.0).expect("test data");
    policies.push(("limit-borders-4".to_owned(), limited(Limit::Borders(4))));
    policies.push(("limit-hours-600".to_owned(), limited(Limit::Hours(hours))));
    policies
}

fn objectives() -> Vec<(&'static str, Objective)> {
    let worth = GeneralisedCost {
        value_of_time: Rate::from_usd(0.5).expect("test data"),
        reliability_per_mille: 500,
        carbon_price: Rate::from_usd(80.0).expect("test data"),
    };
    vec![
        ("cost", Objective::Cost),
        ("time", Objective::Time),
        ("distance", Objective::Distance),
        ("emissions", Objective::Emissions),
        ("generalised", Objective::Generalised(worth)),
    ]
}

/// A letter for what is done, and the record it is done with.
fn act(step: &Step) -> String {
    match &step.act {
        Act::Move { link, .. } => format!("m {link}"),
        Act::Haul => format!("h {}", step.parts.len()),
        Act::BorderControl { crossing, .. } => format!("b {crossing}"),
        Act::Load => "l".to_owned(),
        Act::Unload => "u".to_owned(),
        Act::Tranship => "t".to_owned(),
        Act::GaugeChange => "g".to_owned(),
        Act::Depart => "d".to_owned(),
        Act::Wait { service } => format!("w {service}"),
        Act::Run { service } => format!("r {service}"),
        Act::Land { service, .. } => format!("a {service}"),
        Act::Through { rate } => format!("x {rate}"),
        other => panic!("no letter for {other:?}"),
    }
}

/// Whether an assumption is among the sources of what answers were computed from.
fn stated_by_nobody(evidence: &Evidence) -> bool {
    let figures = evidence.figures().iter();
    let mut figures = figures.filter(|figure| figure.kind != FigureKind::Spread);
    figures.any(|figure| {
        let mut kinds = figure.sources.iter().map(|source| source.kind);
        figure.sources.is_empty() || kinds.any(|kind| kind == SourceKind::Assumed)
    })
}

/// The same of a step or its parts.
fn assumed(step: &Step, read: &impl Fn(&Step) -> &Evidence) -> bool {
    let own = read(step);
    if own.figures().is_empty() {
        return step.parts.iter().any(|part| assumed(part, read));
    }
    stated_by_nobody(own)
}

/// FNV-1a over everything that a step states.
fn mark(steps: &[Step]) -> u64 {
    fn write(text: &mut String, steps: &[Step]) {
        for step in steps {
            let time = step.time;
            let _ = write!(
                text,
                "{} {}>{} {} {} {} {} {} {} {}",
                act(step),
                step.from.code,
                step.to.code,
                step.distance.as_metres(),
                time.median().as_minutes(),
                time.p90().as_minutes(),
                step.expected.as_minutes(),
                step.emissions.as_grams(),
                step.priced,
                u8::from(assumed(step, &|step| &step.distance_evidence))
                    + u8::from(assumed(step, &|step| &step.time_evidence)),
            );
            for (id, _, role) in &step.parties {
                let _ = write!(text, " {id}/{role}");
            }
            for charge in &step.charges {
                let place = charge.country.map(|country| country.to_string());
                let _ = write!(
                    text,
                    " {}:{}:{}:{}:{}",
                    charge.component,
                    charge.amount.as_cents(),
                    charge.payee,
                    place.unwrap_or_default(),
                    stated_by_nobody(&charge.evidence)
                );
            }
            write(text, &step.parts);
        }
    }
    let mut text = String::new();
    write(&mut text, steps);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |sum, byte| {
        (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}

fn reason(error: &Error) -> String {
    let Error::NoRoute(no_route) = error else {
        panic!("no answer at all: {error}")
    };
    let label = |stop: &Stop| format!("{} ({}, {})", stop.code, stop.name, stop.country);
    match no_route.reason() {
        Reason::NoTerminal { place } => format!("no terminal at {}", label(place)),
        Reason::EndpointExcluded { place, violation } => {
            format!("{} excluded by {}", label(place), violation.rule)
        }
        Reason::BlockedByRules { obstacles } => format!("blocked by rules: {}", obstacles.len()),
        Reason::LimitsTooTight { limits, .. } => format!("limits too tight: {}", limits.len()),
        Reason::RulesUnmet { rules } => format!("rules unmet: {}", rules.len()),
        Reason::NotSold => "not sold".to_owned(),
        Reason::NotOpen { openings } => format!("not open: {}", openings.len()),
        Reason::Unconnected => "unconnected".to_owned(),
        other => panic!("no word for {other:?}"),
    }
}

fn told(route: &Route) -> String {
    let mut text = format!(
        "{} cents, {} min (median {}, p90 {}), {} m, {} g, {:016x}:",
        route.cost().as_cents(),
        route.duration().as_minutes(),
        route.time().median().as_minutes(),
        route.time().p90().as_minutes(),
        route.distance().as_metres(),
        route.emissions().as_grams(),
        mark(&route.steps),
    );
    for step in &route.steps {
        let here = if step.from.code == step.to.code {
            ""
        } else {
            &*step.to.code
        };
        match &step.act {
            // one letter and the next stop are enough where the mark has the rest
            Act::Move { .. } => {
                let _ = write!(text, " m>{here}");
            }
            _ => {
                let _ = write!(text, " {}", act(step).replace(' ', ":"));
                if !here.is_empty() {
                    let _ = write!(text, ">{here}");
                }
            }
        }
    }
    text
}

fn answers() -> Vec<String> {
    let (places, policies, shipments, objectives) =
        (terminals(), policies(), shipments(), objectives());
    let mut worlds: Vec<(String, Scenario)> = DAYS
        .iter()
        .map(|day| (day.to_string(), Scenario::on(*day)))
        .collect();
    for name in Scenario::presets() {
        worlds.push((name.to_owned(), Scenario::preset(name).expect("a preset")));
    }
    let mut dice = Dice::new(20_261_129);
    let mut lines = Vec::with_capacity(COUNT);
    for round in 0.. {
        let (world, scenario) = &worlds[round % worlds.len()];
        let network = Network::europe_central_asia();
        let planner = Planner::new(network, scenario).expect("a scenario of the atlas");
        for _ in 0..PER_WORLD {
            let [from, to] = [(); 2].map(|()| &places[dice.below(places.len())]);
            let (policy, rules) = &policies[dice.below(policies.len())];
            let (unit, shipment) = shipments[dice.below(shipments.len())];
            let (least, objective) = &objectives[dice.below(objectives.len())];
            if from == to {
                continue;
            }
            let request = Request::new(from, to)
                .shipment(shipment)
                .policy(rules.clone());
            let answer = match planner.best(&request, objective) {
                Ok(route) => told(&route),
                Err(error) => reason(&error),
            };
            lines.push(format!(
                "{from} {to} {unit} {least} {policy} {world} = {answer}"
            ));
            if lines.len() == COUNT {
                return lines;
            }
        }
    }
    lines
}

#[test]
fn answers_are_the_recorded_ones() {
    let found = answers();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(GOLDEN, found.join("\n") + "\n").expect("writable");
    }
    let recorded = std::fs::read_to_string(GOLDEN).expect("the recorded answers");
    let recorded: Vec<&str> = recorded.lines().collect();
    let different: Vec<String> = recorded
        .iter()
        .zip(&found)
        .filter(|(was, is)| *was != *is)
        .map(|(was, is)| format!("was {was}\nis  {is}"))
        .collect();
    assert_eq!(recorded.len(), found.len());
    assert!(
        different.is_empty(),
        "{} answers differ; write them again with UPDATE_GOLDEN=1 if the change is meant:\n{}",
        different.len(),
        different[..different.len().min(5)].join("\n")
    );
}
