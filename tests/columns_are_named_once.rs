//! A column's name stands in the schema of its table and nowhere else, so that it can be changed there.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use trade_corridor::atlas::Atlas;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[test]
fn figures_are_read_by_field_and_never_by_column() {
    let schema = Atlas::schema();
    let columns = schema.tables.iter().flat_map(|table| &table.columns);
    let figures: BTreeSet<String> = columns
        // `fee` and `hours` are words as well.
        .filter(|column| column.figure && column.name.contains('_'))
        .map(|column| format!("\"{}\"", column.name))
        .collect();
    assert!(figures.len() > 15, "only {}", figures.len());
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    for module in [
        "network",
        "operations",
        "costing",
        "metric",
        "route",
        "verify",
        "planner",
        "analysis",
    ] {
        sources(&src.join(module), &mut files);
    }
    let mut named = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        // What comes after is tests.
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let code = code
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"));
        for line in code {
            let column = figures.iter().find(|column| line.contains(column.as_str()));
            named.extend(column.map(|column| format!("{}: {column}", file.display())));
        }
    }
    assert!(named.is_empty(), "{}", named.join("\n"));
}
