//! The consistency report finds each fault that it speaks of, and none in the embedded tables that
//! must not be there.

use std::collections::BTreeSet;

use crate::flaws::{CASES, Edit, WHOLE};
use crate::questions::PLANNER;
use crate::tables::{MANIFEST, edited};
use jiff::civil::date;
use trade_corridor::analysis::audit::{Audit, Explanation, Finding, audit};
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
    assert_eq!(seen.len(), 35);
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

/// A line and an operator made in code.
fn without_source() -> Audit {
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
    audit(&planner, None).unwrap()
}

#[test]
fn records_made_in_code_without_a_source_are_found() {
    let audit = without_source();
    let faults: Vec<String> = audit.faults().map(ToString::to_string).collect();
    assert_eq!(faults, ["line GE-rail", "operator GR"]);
}

#[test]
fn a_country_with_many_links_on_the_figures_of_any_country_is_found() {
    let many = |links: usize| {
        let row = |n: usize| {
            format!(
                "M{n},GETBS,GE-gor,road,GE,{},,,both,open,,,,,,S1\n",
                91 + 9 * n
            )
        };
        let rows: String = (0..links).map(row).collect();
        let rows = format!("{rows}L5,").leak();
        found(
            "countries on a default of the world",
            &with(&[("links.csv", "L5,", rows)]),
        )
    };
    assert_eq!(many(17), Vec::<String>::new(), "19 roads");
    let both = [
        "GE road: emission factor of 20 links",
        "GE road: speed of 20 links",
    ];
    assert_eq!(many(18), both);
}

#[test]
fn what_is_explained_is_told_apart_and_what_is_found_no_more_is_stale() {
    let edits = with(&[("links.csv", "rail,GE,76", "rail,GE,67")]);
    let table = "kind,subject,reason,source\n\
                 off_great_circle,L1;L9,straight,S1\n\
                 rail_against_road,L2,valley,S1\n";
    let explanations = Explanation::table(table).unwrap();
    let reviewed = of(edited(&edits)).reviewed(&explanations);
    let open: Vec<&str> = reviewed.open.findings.iter().map(Finding::kind).collect();
    assert_eq!(open, ["rail_against_road"]);
    let [(finding, why)] = &reviewed.explained[..] else {
        panic!("{:?}", reviewed.explained);
    };
    assert_eq!(
        (finding.kind(), finding.subject().as_str()),
        ("off_great_circle", "L1")
    );
    assert_eq!(
        (why.reason.as_str(), why.source.as_str()),
        ("straight", "S1")
    );
    let stale: Vec<&str> = reviewed
        .stale
        .iter()
        .map(|one| one.subject.as_str())
        .collect();
    assert_eq!(stale, ["L9", "L2"]);
}

#[test]
fn a_fault_cannot_be_explained_away() {
    let audit = without_source();
    let faults = audit.faults().count();
    assert!(faults > 0);
    let explain = |finding: &Finding| format!("{},{},fine,S1\n", finding.kind(), finding.subject());
    let rows: String = audit.findings.iter().map(explain).collect();
    let explanations = Explanation::table(&format!("kind,subject,reason,source\n{rows}")).unwrap();
    let reviewed = audit.reviewed(&explanations);
    assert_eq!(reviewed.open.faults().count(), faults);
}

#[test]
fn a_table_of_explanations_is_read_or_refused_with_the_row() {
    let refused = |table: &str| Explanation::table(table).unwrap_err().to_string();
    assert_eq!(
        refused("kind,subject,reason\n"),
        "column `source` is missing; add it to the header row"
    );
    assert_eq!(
        refused("kind,subject,reason,source\ntwins,A B,,S1\n"),
        "row 2, column `reason` is empty; fill it"
    );
    assert_eq!(
        refused("kind,subject,reason,source\ntwins,A;B,so,S1\ntwins,B,so,S1\n"),
        "row 3: `twins` of `B` is explained before; remove one"
    );
}

/// Open findings of the embedded tables by kind: neither mended from a second measurement nor
/// explained. A number may fall; where one rises, look at what is new.
const OPEN: &[(&str, usize)] = &[
    ("far_station", 14),
    ("off_geometry", 2),
    ("place_cut_off", 4),
    ("place_unserved", 72),
    ("stakes_below_whole", 16),
    ("undated", 32),
    ("unreachable", 5),
    ("unused", 1),
];

#[test]
fn what_is_open_in_the_embedded_tables_is_counted() {
    let audit = audit(&PLANNER, Some(&Atlas::embedded())).unwrap();
    let explanations = Explanation::europe_central_asia();
    for one in &explanations {
        let mut sources = one.source.split(';');
        let known = |id: &str| {
            PLANNER
                .world()
                .network()
                .sources()
                .any(|(_, source)| *source.id == *id)
        };
        assert!(sources.all(known), "{}", one.source);
    }
    let reviewed = audit.reviewed(&explanations);
    assert_eq!(reviewed.stale, [], "explained, but not found any more");
    let mut open = std::collections::BTreeMap::<&str, usize>::new();
    for finding in &reviewed.open.findings {
        *open.entry(finding.kind()).or_default() += 1;
    }
    let open: Vec<(&str, usize)> = open.into_iter().collect();
    assert_eq!(open, OPEN);
    assert_eq!(reviewed.explained.len(), explanations.len());
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
