//! The consistency report finds each fault that it speaks of, and none in the embedded tables that
//! must not be there.

use std::collections::BTreeSet;

use crate::flaws::{CASES, Edit, WHOLE};
use crate::questions::PLANNER;
use crate::tables::{MANIFEST, edited};
use jiff::civil::date;
use trade_corridor::analysis::audit::{Audit, Finding, audit};
use trade_corridor::atlas::Atlas;
use trade_corridor::network::{Line, Management, Mode, Network, Operator, Provenance, Validity};
use trade_corridor::planner::Planner;
use trade_corridor::scenario::Scenario;

fn of(tables: Vec<(String, String)>) -> Audit {
    let atlas = Atlas::texts(MANIFEST, tables).unwrap();
    let network = atlas.load().unwrap_or_else(|error| panic!("{error}"));
    let planner = Planner::new(&network, &Scenario::on(date(2026, 11, 22))).unwrap();
    audit(&planner, Some(&atlas)).unwrap()
}

/// What the edited tables give under a heading.
fn found(heading: &str, edits: &[Edit]) -> Vec<String> {
    let findings = of(edited(edits)).findings;
    let under = findings
        .iter()
        .filter(|found| found.heading() == heading)
        .map(ToString::to_string);
    under.collect()
}

fn with(edits: &[Edit]) -> Vec<Edit> {
    WHOLE.iter().chain(edits).copied().collect()
}

#[test]
fn tables_made_whole_have_no_findings() {
    let audit = of(edited(WHOLE));
    assert!(audit.findings.is_empty(), "{audit}");
    assert!(audit.is_sound());
    assert_eq!(audit.to_string(), "0 faults, 0 notices");
}

#[test]
fn each_fault_is_found_and_named() {
    let (mut wrong, mut seen) = (Vec::new(), BTreeSet::new());
    for (heading, edits, expected) in CASES {
        let found = found(heading, &with(edits));
        if found != *expected {
            wrong.push(format!("{heading}: {found:#?}"));
        }
        seen.insert(*heading);
    }
    assert!(wrong.is_empty(), "now says:\n{}", wrong.join("\n"));
    // Beside these: records made in code, below.
    assert_eq!(seen.len(), 28);
}

#[test]
fn what_is_closed_since_a_day_or_in_a_project_is_not_undated() {
    for state in [
        "closed,2024-03-01,,,,",
        "closed,,2030-03-01,,,",
        "closed,,,P-new,,",
    ] {
        let crossing = format!("controlled,{state}");
        let edits = with(&[("crossings.csv", "controlled,open,,,,,", crossing.leak())]);
        let undated = found("closed or planned, undated", &edits);
        assert_eq!(undated, Vec::<String>::new(), "{state}");
    }
}

#[test]
fn records_made_in_code_without_a_source_are_found() {
    let mut builder = Network::builder();
    let georgia = "GE".parse().unwrap();
    let mut line = Line::new("GE-rail", georgia, Mode::Rail);
    let operator = builder.operator(Operator::new("GR", "Georgian Railway", georgia));
    line.managers.push(Management {
        operator,
        validity: Validity::ALWAYS,
        provenance: Provenance::default(),
    });
    builder.line(line);
    let network = builder.build().unwrap();
    let planner = Planner::new(&network, &Scenario::on(date(2026, 11, 22))).unwrap();
    let audit = audit(&planner, None).unwrap();
    let faults: Vec<String> = audit.faults().map(ToString::to_string).collect();
    assert_eq!(faults, ["line GE-rail", "operator GR"]);
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let tables = edited(&with(CASES[0].1));
    let mut turned = tables.clone();
    for (name, text) in &mut turned {
        let mut lines: Vec<&str> = text.lines().collect();
        lines[1..].reverse();
        if name != "sources.csv" {
            *text = lines.join("\n") + "\n";
        }
    }
    assert_eq!(of(tables).findings, of(turned).findings);
}

#[test]
fn the_embedded_atlas_has_no_faults() {
    let audit = audit(&PLANNER, Some(&Atlas::embedded())).unwrap();
    assert!(
        audit.is_sound(),
        "{:#?}",
        audit.faults().collect::<Vec<_>>()
    );
    let none = [
        "places listed twice",
        "gauges that meet but are not changed",
        "links listed twice",
        "assumptions without a range",
        "links without a way back",
        "closed crossings with one side",
        "crossings without a station on a side",
        "services without a way back",
        "networks where nobody sells",
    ];
    let odd: Vec<String> = audit
        .findings
        .iter()
        .filter(|found| none.contains(&found.heading()))
        .map(|found| format!("{}: {found}", found.heading()))
        .collect();
    assert!(odd.is_empty(), "{odd:#?}");

    // Nothing but planned railways and what is cut off is out of reach.
    let others = audit.findings.iter().filter_map(|found| match found {
        Finding::Unreachable { reason, places, .. } => Some((reason, places)),
        _ => None,
    });
    for (reason, places) in others {
        assert_eq!(reason.code(), "not_open", "{places:?}: {reason}");
        assert!(
            reason.to_string().contains("what is not open"),
            "{places:?}: {reason}"
        );
    }
}
