//! Flows of 2024 are held against what was counted at gates.

use std::sync::LazyLock;

use trade_corridor::analysis::flows::base::{self, Group, Held, HeldGate};
use trade_corridor::analysis::flows::{Bottleneck, Flows, Table};
use trade_corridor::planner::Progress;
use trade_corridor::prelude::*;

struct Year {
    groups: Vec<Group>,
    flows: Vec<Flows>,
    held: Held,
}

static YEAR: LazyLock<Year> = LazyLock::new(|| {
    let scenario = Scenario::on(base::DAY);
    let planner = Planner::new(Network::europe_central_asia(), &scenario).expect("a world");
    let (groups, table) = (base::groups().expect("lists"), Table::embedded());
    let flows = base::settle(&planner, &groups, &table, &Progress::none()).expect("it settles");
    let held = base::hold(&groups, &flows, &table, &base::gates());
    Year {
        groups,
        flows,
        held,
    }
});

/// What the median is; the aim of 35 % is not met. A change that worsens it has to say why.
#[test]
fn the_median_error_is_what_it_was() {
    let median = YEAR.held.median_error().expect("gates that judge");
    println!("{}", YEAR.held);
    assert!(median < MEDIAN + 0.02, "{median}: {}", YEAR.held);
    assert!(median > MEDIAN - 0.05, "better, record it: {median}");
    assert!(YEAR.held.gates.iter().filter(|gate| gate.judges()).count() >= 10);
}

const MEDIAN: f64 = 0.58;

#[test]
fn no_gate_judges_whose_count_is_in_the_demand() {
    let named = |name: &str| -> &HeldGate {
        let mut gates = YEAR.held.gates.iter();
        gates.find(|gate| gate.gate.starts_with(name)).expect(name)
    };
    for name in ["Upper Lars", "Norduz"] {
        assert!(!named(name).judges(), "{name}");
    }
    let sources: Vec<&str> = YEAR
        .groups
        .iter()
        .flat_map(|group| group.demand.iter().map(|flow| flow.source.as_str()))
        .collect();
    for gate in base::gates() {
        let held = named(gate.name);
        let is_in = gate.counted.iter().any(|source| sources.contains(source));
        assert_eq!(held.judges(), !is_in, "{}", gate.name);
    }
    // What a gravity model filled in is told apart.
    for (name, part) in [("Kapıkule", 1.0), ("Dostyk", 0.0)] {
        assert!((named(name).by_gravity - part).abs() < 1e-9, "{name}");
    }
    assert!(YEAR.held.to_string().contains("judges nothing"));
}

#[test]
fn every_gate_has_a_count_and_every_miss_a_reason() {
    let gates = base::gates();
    assert_eq!(gates.len(), YEAR.held.gates.len());
    for held in &YEAR.held.gates {
        assert!(
            held.published > 0.0 && (2020..=2025).contains(&held.year),
            "{}",
            held.gate
        );
        assert!(held.reason.len() > 40, "{}", held.gate);
        let error = (held.modelled - held.published) / held.published;
        assert!((held.error() - error).abs() < 1e-12);
        if held.error().abs() > Held::AIM {
            let line = format!("missed: {}: {}", held.gate, held.reason);
            assert!(YEAR.held.to_string().contains(&line), "{line}");
        }
    }
}

/// The part in use of a thing by all groups, and its hours of queue.
fn used(is: impl Fn(&Bottleneck) -> bool) -> (f64, f64) {
    let jams = YEAR.flows.iter().flat_map(|flows| &flows.jams);
    let of = jams.filter(|jam| is(&jam.at));
    of.fold((0.0, 0.0), |(used, hours), jam| {
        (
            f64::max(used, jam.used),
            f64::max(hours, jam.queue.as_hours()),
        )
    })
}

#[test]
fn a_caspian_ferry_jams_and_akhalkalaki_to_kars_does_not() {
    let ferry = |at: &Bottleneck| matches!(at, Bottleneck::Service { id } if id == "ASCO-rail_ferry-KZ-kur-AZ-ala");
    let (part, hours) = used(ferry);
    assert!(part > 0.9 && hours > 5.0, "{part} {hours}");
    // Five million tonnes a year since May 2024, of which a tenth comes.
    let kars = |at: &Bottleneck| matches!(at, Bottleneck::Crossing { code, .. } if code == "x-ge-tr-kartsakhi-rail");
    let (part, hours) = used(kars);
    assert!(part < 0.5 && hours < 1.0, "{part} {hours}");
}

#[test]
fn nothing_of_a_group_is_lost() {
    for (group, flows) in YEAR.groups.iter().zip(&YEAR.flows) {
        assert!(flows.is_settled, "{}", group.name);
        assert_eq!(flows.rows.len(), group.demand.len(), "{}", group.name);
        assert_eq!(
            flows.served() + flows.without(),
            group.demand.total().expect("one list"),
            "{}",
            group.name
        );
    }
}
