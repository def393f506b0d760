//! The main job gives the same legs and totals as recorded, whatever the order of the tables' rows.
//!
//! Compared column by column against `tests/golden/plan_CNHGS_TRIST.csv`. When the tables change on
//! purpose, write it again with `UPDATE_GOLDEN=1 cargo test --test claims main_job` and read the difference.

use std::collections::BTreeMap;
use std::path::Path;

use trade_corridor::atlas::Atlas;
use trade_corridor::prelude::*;

const GOLDEN: &str = "tests/golden/plan_CNHGS_TRIST.csv";
const COLUMNS: [&str; 12] = [
    "policy",
    "objective",
    "leg",
    "from",
    "to",
    "what",
    "operator",
    "km",
    "hours",
    "usd",
    "kg_co2e",
    "through",
];
const OBJECTIVES: [(&str, Objective); 4] = [
    ("shortest", Objective::Distance),
    ("most direct", Objective::DIRECT),
    ("fastest", Objective::Time),
    ("cheapest", Objective::Cost),
];

type Record = Vec<String>;

/// A row per leg and one for the totals of each of the eight answers.
fn answers(network: &Network) -> Vec<Record> {
    let planner = Planner::new(network, &Scenario::on(date(2026, 11, 22))).expect("a day");
    let mut rows = Vec::new();
    for policy in ["open", "russia-excluded"] {
        let rules = Policy::preset(policy).expect("a preset");
        let request = Request::new("CNHGS", "TRIST").policy(rules);
        for (name, objective) in &OBJECTIVES {
            let route = planner.best(&request, objective).expect("a route");
            let mut push = |leg: &str, words: [&str; 4], numbers: [String; 4], through: &str| {
                let mut row = vec![policy.to_owned(), (*name).to_owned(), leg.to_owned()];
                row.extend(words.map(str::to_owned));
                row.extend(numbers);
                row.push(through.to_owned());
                rows.push(row);
            };
            for (index, leg) in route.legs().iter().enumerate() {
                let numbers = [
                    format!("{:.3}", leg.distance.as_km()),
                    format!("{:.2}", leg.expected.as_hours()),
                    format!("{:.2}", leg.cost.as_usd()),
                    String::new(),
                ];
                let words = [&*leg.from.code, &*leg.to.code, &*leg.what, &*leg.operator];
                push(&(index + 1).to_string(), words, numbers, "");
            }
            let countries: Vec<String> = route.countries().iter().map(Country::to_string).collect();
            let time = route.time();
            let spread = format!(
                "median {:.1} h, p90 {:.1} h",
                time.median().as_hours(),
                time.p90().as_hours()
            );
            let numbers = [
                format!("{:.3}", route.distance().as_km()),
                format!("{:.2}", route.duration().as_hours()),
                format!("{:.2}", route.cost().as_usd()),
                format!("{:.1}", route.emissions().as_kg()),
            ];
            let words = [&*route.from.code, &*route.to.code, &*spread, ""];
            push("total", words, numbers, &countries.join(" "));
        }
    }
    rows
}

/// The table of totals in the README, written from the rows.
fn totals(rows: &[Record]) -> String {
    let mut text =
        String::from("\n| policy | | km | hours | USD | through |\n|---|---|---:|---:|---:|---|\n");
    let rounded = |number: &String| number.parse::<f64>().expect("a number").round();
    for row in rows.iter().filter(|row| row[2] == "total") {
        let [km, hours, usd] = [&row[7], &row[8], &row[9]].map(rounded);
        let (policy, objective, through) = (&row[0], &row[1], &row[11]);
        let cells = format!("| {policy} | {objective} | {km} | {hours} | {usd} | {through} |\n");
        text.push_str(&cells);
    }
    text.push('\n');
    text
}

/// The README before, between and after the marks of its table of totals.
fn readme() -> [String; 3] {
    let text = std::fs::read_to_string("README.md").expect("the README");
    let (before, rest) = text.split_once("<!-- totals -->\n").expect("a mark");
    let (inside, after) = rest.split_once("<!-- end of totals -->\n").expect("a mark");
    [before, inside, after].map(str::to_owned)
}

fn recorded() -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(GOLDEN).expect("the recorded answers are readable");
    reader
        .deserialize()
        .map(|row| row.expect("the recorded answers are a table"))
        .collect()
}

#[test]
fn gives_the_recorded_legs_and_totals() {
    let found = answers(Network::europe_central_asia());
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(Path::new(GOLDEN).parent().expect("a folder")).expect("writable");
        let mut writer = csv::Writer::from_path(GOLDEN).expect("writable");
        writer.write_record(COLUMNS).expect("writable");
        for row in &found {
            writer.write_record(row).expect("writable");
        }
        writer.flush().expect("writable");
        let [before, _, after] = readme();
        let marks = ["<!-- totals -->\n", "<!-- end of totals -->\n"];
        let text = [before.as_str(), marks[0], &totals(&found), marks[1], &after].concat();
        std::fs::write("README.md", text).expect("writable");
    }
    let recorded = recorded();
    let mut differences = Vec::new();
    for (index, row) in found.iter().enumerate() {
        for (column, value) in COLUMNS.iter().zip(row) {
            let was = recorded.get(index).and_then(|row| row.get(*column));
            if was != Some(value) {
                differences.push(format!(
                    "{} {}, leg {}: {column} was {was:?}, is `{value}`",
                    row[0], row[1], row[2]
                ));
            }
        }
    }
    assert!(
        differences.is_empty() && found.len() == recorded.len(),
        "{} rows were {}; write them again with UPDATE_GOLDEN=1 if the change is meant:\n{}",
        found.len(),
        recorded.len(),
        differences.join("\n")
    );
}

#[test]
fn the_readme_shows_the_recorded_totals() {
    let found = answers(Network::europe_central_asia());
    if std::env::var_os("UPDATE_GOLDEN").is_none() {
        assert_eq!(readme()[1], totals(&found));
    }
}

#[test]
fn the_order_of_rows_changes_nothing() {
    let mut tables = Vec::new();
    for entry in std::fs::read_dir("data").expect("the tables") {
        let path = entry.expect("a file").path();
        let is_table = path.extension().is_some_and(|extension| extension == "csv");
        let name = path.file_name().expect("a name");
        if !is_table || name == "benchmarks.csv" {
            continue;
        }
        let name = name.to_string_lossy().into_owned();
        let mut reader = csv::Reader::from_path(&path).expect("a table");
        let mut rows: Vec<csv::StringRecord> =
            reader.records().map(|row| row.expect("a row")).collect();
        rows.reverse();
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer
            .write_record(reader.headers().expect("a header"))
            .expect("writable");
        for row in &rows {
            writer.write_record(row).expect("writable");
        }
        let text = String::from_utf8(writer.into_inner().expect("written")).expect("text");
        tables.push((name, text));
    }
    tables.reverse();
    let manifest = std::fs::read_to_string("data/atlas.toml").expect("the manifest");
    let turned = Atlas::texts(&manifest, tables)
        .expect("tables")
        .load()
        .expect("a network");
    assert_eq!(answers(&turned), answers(Network::europe_central_asia()));
}
