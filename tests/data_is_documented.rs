//! `data/README.md` describes every column of every table.

use std::fs;

/// Columns told once for all tables.
const COMMON: [&str; 2] = ["source", "note"];

/// The table that a file belongs to, as its heading names it.
fn heading(stem: &str) -> &str {
    match stem {
        "sources_geo" => "sources",
        "links_hand" | "links_override" => "links",
        "currencies" | "deflators" => "currencies, deflators",
        stem => stem,
    }
}

/// The text under the heading of a table.
fn section<'a>(text: &'a str, table: &str) -> Option<&'a str> {
    let mut sections = text.split("\n##").skip(1);
    sections.find(|section| {
        let heading = section.lines().next().unwrap_or_default();
        let heading = heading.trim_start_matches('#').trim();
        heading == table
            || heading == format!("{table}.csv")
            || heading.split(" — ").next() == Some(table)
    })
}

#[test]
fn the_readme_tells_every_column() {
    let text = fs::read_to_string("data/README.md").expect("the documentation of the tables");
    let mut missing = Vec::new();
    for entry in fs::read_dir("data").expect("the tables") {
        let path = entry.expect("a file").path();
        if path.extension().is_none_or(|extension| extension != "csv") {
            continue;
        }
        let stem = path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        let Some(section) = section(&text, heading(&stem)) else {
            missing.push(format!("{stem}: no section"));
            continue;
        };
        let mut reader = csv::Reader::from_path(&path).expect("a table");
        for column in reader.headers().expect("a header") {
            if !COMMON.contains(&column) && !section.contains(&format!("`{column}`")) {
                missing.push(format!("{stem}: `{column}`"));
            }
        }
    }
    missing.sort();
    assert!(missing.is_empty(), "{}", missing.join("\n"));
}
