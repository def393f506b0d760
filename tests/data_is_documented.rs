//! `data/README.md` describes every column of every table, and no other.

use std::collections::BTreeSet;
use std::fs;

use trade_corridor::atlas::{Atlas, ColumnSchema, TableSchema};

/// Columns told once for all tables.
const COMMON: [&str; 2] = ["source", "note"];

/// The table that heads the section.
fn heading(table: &str) -> &str {
    match table {
        "links_override" => "links",
        "currencies" | "deflators" => "currencies, deflators",
        table => table,
    }
}

/// The text under the heading of a table.
fn section<'a>(text: &'a str, table: &str) -> &'a str {
    let mut sections = text.split("\n##").skip(1);
    let section = sections.find(|section| {
        let heading = section.lines().next().unwrap_or_default();
        let heading = heading.trim_start_matches('#').trim();
        heading == table
            || heading == format!("{table}.csv")
            || heading.split(" — ").next() == Some(table)
    });
    section.unwrap_or_else(|| panic!("no section of {table}"))
}

/// The columns of the range of a figure of the same table, which are told once for all figures.
fn is_end(table: &TableSchema, column: &ColumnSchema) -> bool {
    let mut figures = table.columns.iter().filter(|column| column.figure);
    figures.any(|figure| {
        let ends = ["low", "high"].map(|end| format!("{}_{end}", figure.name));
        ends.iter().any(|end| end == column.name)
    })
}

#[test]
fn the_readme_tells_every_column() {
    let text = fs::read_to_string("data/README.md").expect("the documentation of the tables");
    let mut wrong = Vec::new();
    for table in &Atlas::schema().tables {
        let section = section(&text, heading(table.name));
        for column in &table.columns {
            let name = column.name;
            if COMMON.contains(&name) || is_end(table, column) {
                continue;
            }
            // A figure is marked, and nothing else is.
            let (told, marked) = (format!("`{name}`"), format!("`{name}`†"));
            if !section.contains(&told) || section.contains(&marked) != column.figure {
                wrong.push(format!(
                    "{}: {}",
                    table.name,
                    if column.figure { marked } else { told }
                ));
            }
        }
    }
    for beside in [
        "audit_explained",
        "benchmarks",
        "capacity",
        "demand",
        "factor_groups",
        "links_override",
        "model_errors",
        "project_costs",
    ] {
        let section = section(&text, heading(beside));
        let mut reader = csv::Reader::from_path(format!("data/{beside}.csv")).expect("a table");
        let columns = reader.headers().expect("a header").iter();
        for column in columns.filter(|column| !COMMON.contains(column)) {
            if !section.contains(&format!("`{column}`")) {
                wrong.push(format!("{beside}: `{column}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_readme_tells_no_other_columns() {
    let text = fs::read_to_string("data/README.md").expect("the documentation of the tables");
    let tables = Atlas::schema().tables;
    let columns = tables.iter().flat_map(|table| &table.columns);
    let words = columns.flat_map(|column| column.words.iter().copied());
    // Words for conveyances and countries, and other names of the section.
    let others = [
        "close_transit",
        "wagon",
        "truck",
        "vessel",
        "depot",
        "drop",
        "id",
        "column",
        "value",
        "source",
    ];
    let words: BTreeSet<&str> = words.chain(others).collect();
    let mut wrong = Vec::new();
    for table in &tables {
        let heading = heading(table.name);
        let shared = tables
            .iter()
            .filter(|other| self::heading(other.name) == heading);
        let columns: BTreeSet<&str> = shared
            .flat_map(|table| &table.columns)
            .map(|column| column.name)
            .collect();
        for named in section(&text, heading).split('`').skip(1).step_by(2) {
            let is_name = named
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte == b'_');
            if is_name && !columns.contains(named) && !words.contains(named) {
                wrong.push(format!("{}: `{named}`", table.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
