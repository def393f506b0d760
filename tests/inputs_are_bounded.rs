//! Large and hostile inputs are refused, or answered, soon and in bounded memory.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use crate::folders_add_and_correct::{Folder, OVERRIDE};
use crate::questions::PLANNER;
use crate::tables::{MANIFEST, edited};
use trade_corridor::atlas::{Atlas, AtlasError, TableLimits};
use trade_corridor::code::Country;
use trade_corridor::network::{Faults, Network};
use trade_corridor::planner::Request;
use trade_corridor::policy::{Limit, Policy, PolicyError, Rule};
use trade_corridor::quantity::Rate;
use trade_corridor::scenario::Scenario;
use trade_corridor::verify::{VerifyError, verify_in};

/// Ample for slow machines; the inputs below took minutes or did not end.
const SOON: Duration = Duration::from_secs(5);

fn loaded(tables: Vec<(String, String)>) -> Result<Network, AtlasError> {
    let started = Instant::now();
    let loaded = Atlas::texts(MANIFEST, tables).unwrap().load();
    assert!(started.elapsed() < SOON, "{:?}", started.elapsed());
    loaded
}

fn faults(tables: Vec<(String, String)>) -> Faults {
    match loaded(tables) {
        Err(AtlasError::Faults(faults)) => faults,
        other => panic!("{other:?}"),
    }
}

#[test]
fn unknown_names_take_no_quadratic_time() {
    let (mut sources, mut places) = (String::new(), String::new());
    for index in 0..10_000 {
        writeln!(sources, "SRC-{index},published,Book,,2025,,").unwrap();
        writeln!(
            places,
            "GE-a{index:04},Place {index},,GE,43,42,city,2,SOURCE-{index}"
        )
        .unwrap();
    }
    let edits = [
        (
            "sources.csv",
            "S1,published",
            &*format!("{sources}S1,published"),
        ),
        ("places.csv", "GETBS,", &*format!("{places}GETBS,")),
    ];
    let found = faults(edited(&edits));
    assert_eq!((found.len(), found.more()), (Faults::MOST, 9_000));
    let first = found.iter().next().unwrap().to_string();
    assert!(
        first.starts_with("places.csv row 2, column `source`: `SOURCE-0` is no known source"),
        "{first}"
    );
    let text = found.to_string();
    assert!(text.starts_with("at least 10000 fault(s)"));
    assert!(text.ends_with("\n  and 9000 more; mend these first"));
}

#[test]
fn very_many_faults_are_counted_and_not_kept() {
    let mut links = String::new();
    for index in 0..300_000 {
        writeln!(
            links,
            "M{index},GETBS,GE-gor,rail,GE,far,1520,,both,open,,,,10,,S1"
        )
        .unwrap();
    }
    let found = faults(edited(&[("links.csv", "L1,", &format!("{links}L1,"))]));
    assert_eq!(found.len(), Faults::MOST);
    assert!(found.more() >= 9_000);
    // Nothing is said of other tables that refer to rows that were not reached.
    assert!(
        found
            .iter()
            .all(|fault| fault.origin.file() == Some("links.csv"))
    );
}

#[test]
fn very_many_unknown_columns_are_counted_and_not_kept() {
    let columns: Vec<String> = (0..300_000).map(|at| format!("column_{at},")).collect();
    let columns = columns.concat();
    let found = faults(edited(&[(
        "links.csv",
        "id,from",
        &format!("{columns}id,from"),
    )]));
    assert_eq!(found.len(), Faults::MOST);
}

#[test]
fn very_many_corrections_by_columns_take_no_quadratic_time() {
    let letters = || 'A'..='Z';
    let codes = letters().flat_map(|a| letters().map(move |b| format!("{a}{b}")));
    let codes: Vec<String> = codes
        .filter(|code| code.parse::<Country>().is_ok())
        .collect();
    let (mut fees, mut overrides) = (String::new(), OVERRIDE.to_owned());
    for country in &codes {
        for plate in &codes {
            writeln!(fees, "{country},road,{plate},exit,,,10,USD,2025,,,,,S1").unwrap();
            let id = format!("country={country};plate={plate}");
            writeln!(overrides, "fees,{id},amount,20,S1").unwrap();
        }
    }
    let edits = [
        (
            "fees.csv",
            "GE,road,*,entry,,10",
            &*format!("{fees}GE,road,*,entry,,10"),
        ),
        ("overrides.csv", "", &*overrides),
    ];
    let network = loaded(edited(&edits)).unwrap();
    let corrected = network
        .fees()
        .iter()
        .filter(|fee| fee.amount.value() == Rate::from_usd(20.0).unwrap());
    assert_eq!(corrected.count(), codes.len() * codes.len());
}

#[test]
fn a_cell_cites_so_many_sources_and_no_more() {
    let cell = vec!["S9"; 10_000].join(";");
    let cell = format!("terminal,1,{cell}");
    let found = faults(edited(&[("places.csv", "terminal,1,S1", &cell)]));
    assert_eq!(found.len(), 1);
    assert_eq!(
        found.iter().next().unwrap().to_string(),
        "places.csv row 2, column `source`: the cell cites 10000 sources; cite at most 100, or raise `TableLimits::sources`"
    );
}

#[test]
fn rows_and_bytes_are_limited_as_the_caller_says() {
    let mut limits = TableLimits::default();
    let cited = edited(&[("places.csv", "terminal,1,S1", "terminal,1,S1;A1")]);
    limits.sources = 1;
    let error = Atlas::texts(MANIFEST, cited.clone())
        .unwrap()
        .within(limits);
    let error = error.load().unwrap_err().to_string();
    assert!(error.contains("cites 2 sources; cite at most 1"), "{error}");
    limits.sources = 2;
    assert!(
        Atlas::texts(MANIFEST, cited)
            .unwrap()
            .within(limits)
            .load()
            .is_ok()
    );
    limits.rows = 3;
    let atlas = Atlas::texts(MANIFEST, edited(&[])).unwrap();
    let error = atlas.within(limits).load().unwrap_err().to_string();
    assert!(
        error.contains(
            "links.csv row 1: the table cannot be read: more than 3 rows; split the table, or \
             raise `TableLimits::rows`"
        ),
        "{error}"
    );

    let folder = Folder::new(
        "bytes",
        &[("atlas.toml", MANIFEST), ("places.csv", "code\n")],
    );
    limits.bytes = MANIFEST.len() as u64;
    assert!(Atlas::folder_within(&folder.0, limits).is_ok());
    std::fs::write(folder.0.join("places.csv"), "c".repeat(1_000)).unwrap();
    let error = Atlas::folder_within(&folder.0, limits).unwrap_err();
    assert!(matches!(error, AtlasError::TooLarge { .. }), "{error}");
    limits.bytes = u64::MAX;
    assert!(Atlas::folder_within(&folder.0, limits).is_ok());
}

#[test]
fn as_many_faults_are_kept_as_the_caller_says() {
    let twice = "M,GETBS,GE-gor,rail,GE,77,1520,,both,open,,,,,,S1\n";
    // Rows that are short, and rows that stand twice: faults of reading and of the network.
    for (row, all) in [("M,GETBS\n", 2_001), (twice, 2_000)] {
        let links = row.repeat(2_001) + "L1,";
        let atlas = Atlas::texts(MANIFEST, edited(&[("links.csv", "L1,", &links)])).unwrap();
        for (most, kept) in [(0, 1), (3, 3), (1_500, 1_500), (usize::MAX, all)] {
            let mut limits = TableLimits::default();
            limits.faults = most;
            let error = atlas.clone().within(limits).load().unwrap_err();
            let AtlasError::Faults(faults) = error else {
                panic!("{error}");
            };
            assert_eq!((faults.len(), faults.more()), (kept, all - kept), "{row}");
        }
    }
}

#[test]
fn only_regular_files_are_read() {
    let folder = Folder::new("irregular", &[("atlas.toml", MANIFEST)]);
    std::fs::create_dir(folder.0.join("links.csv")).unwrap();
    let error = Atlas::folder(&folder.0).unwrap_err();
    assert!(matches!(error, AtlasError::NoFile { .. }), "{error}");
    assert!(error.to_string().contains("links.csv` is no regular file"));
}

#[cfg(unix)]
#[test]
fn endless_devices_and_pipes_are_refused() {
    for name in ["links.csv", "atlas.toml"] {
        let folder = Folder::new("device", &[("atlas.toml", MANIFEST)]);
        let _ = std::fs::remove_file(folder.0.join(name));
        std::os::unix::fs::symlink("/dev/zero", folder.0.join(name)).unwrap();
        let error = Atlas::folder(&folder.0).unwrap_err();
        assert!(matches!(error, AtlasError::NoFile { .. }), "{error}");
    }
    let folder = Folder::new("pipe", &[("atlas.toml", MANIFEST)]);
    let pipe = folder.0.join("links.csv");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    if made.is_ok_and(|status| status.success()) {
        let error = Atlas::folder(&folder.0).unwrap_err();
        assert!(matches!(error, AtlasError::NoFile { .. }), "{error}");
    }
}

#[test]
fn long_names_are_refused_at_once() {
    let network = Network::europe_central_asia();
    let started = Instant::now();
    for length in [101, 1_001, 100_000, 10_000_000] {
        let error = network.find_place(&"é".repeat(length)).unwrap_err();
        assert!(error.to_string().len() < 3_000, "all of it is repeated");
    }
    assert!(started.elapsed() < SOON, "{:?}", started.elapsed());
    assert!(
        network
            .find_place("Istambul")
            .unwrap_err()
            .to_string()
            .contains("TRIST")
    );
}

/// A rule within so many others.
fn nested(depth: usize) -> Rule {
    let innermost = Rule::exclude_operator("RZD");
    (0..depth).fold(innermost, |rule, _| Rule::all([rule]))
}

#[test]
fn rules_are_nested_so_deep_and_no_deeper() {
    let world = Scenario::on(jiff::civil::date(2026, 11, 22))
        .apply(Network::europe_central_asia())
        .unwrap();
    let accepted = Policy::new("deep").with(nested(Rule::MOST_DEPTH - 1));
    assert!(accepted.compile(&world).is_ok());
    assert!(accepted.to_toml().is_ok());
    for depth in [Rule::MOST_DEPTH, 20_000] {
        let policy = Policy::new("too deep").with(nested(depth));
        let error = policy.compile(&world).unwrap_err();
        assert!(matches!(error, PolicyError::TooDeep { .. }));
        assert!(
            error
                .to_string()
                .ends_with("nested deeper than 100 levels; write it flatter")
        );
        assert_eq!(policy.to_toml().unwrap_err(), error);
        assert!(serde_json::to_string(&policy).is_err());
        let route = PLANNER.cheapest(&Request::new("Baku", "Tbilisi")).unwrap();
        let error = verify_in(&route, &policy, PLANNER.world()).unwrap_err();
        assert!(matches!(error, VerifyError::TooDeep { .. }), "{error}");
    }
}

#[test]
fn a_rule_of_any_depth_is_used_in_little_stack() {
    const DEPTH: usize = 200_000;
    let deep = |innermost: Rule| {
        (0..DEPTH).fold(innermost, |rule, level| match level % 3 {
            0 => Rule::Not(Box::new(rule)),
            1 => Rule::any([Rule::exclude_operator("GR"), rule]),
            _ => Rule::all([rule, Rule::exclude_operator("KTZ")]),
        })
    };
    let used = move || {
        let rule = deep(Rule::exclude_operator("RZD"));
        let copy = rule.clone();
        assert!(rule == copy);
        assert!(rule != deep(Rule::exclude_operator("ADY")));
        for text in [format!("{rule}"), format!("{rule:?}"), format!("{rule:#?}")] {
            assert!(text.contains('…') && !text.contains("RZD"), "{text}");
        }
        assert!(serde_json::to_string(&rule).is_err());
        let denied = !rule;
        assert!(!denied.clone() == copy);
        Policy::new("deep").with(denied)
    };
    let thread = std::thread::Builder::new().stack_size(256 << 10);
    let policy = thread.spawn(used).unwrap().join().unwrap();
    assert_eq!(policy.clone(), policy);
}

#[test]
fn a_rule_prints_as_it_is_made() {
    let rule = Rule::all([
        !Rule::exclude_operator("RZD"),
        Rule::any([]),
        Rule::Limit(Limit::Borders(2)),
    ]);
    assert_eq!(
        format!("{rule:?}"),
        "All([Not(Exclude(Operator { operators: [\"RZD\"], roles: [] })), Any([]), Limit(Borders(2))])"
    );
    let lines = format!("{rule:#?}");
    assert!(lines.starts_with("All(\n    [\n        Not(\n            Exclude("));
    assert!(lines.ends_with("\n        Any(\n            [],\n        ),\n        Limit(\n            Borders(\n                2,\n            ),\n        ),\n    ],\n)"));
}
