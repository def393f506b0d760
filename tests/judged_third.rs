//! A third of the publications is drawn by a hash of their address, and no figure of the tables is theirs.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use sha2::{Digest, Sha256};

type Row = BTreeMap<String, String>;

fn rows(path: &str) -> Vec<Row> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path);
    let mut reader = csv::Reader::from_path(path).expect("a table");
    reader
        .deserialize()
        .map(|row| row.expect("a row"))
        .collect()
}

/// An address without what does not change what it leads to.
fn address(url: &str) -> String {
    let url = url.split('#').next().unwrap_or_default().trim();
    let (url, query) = url.split_at(url.find('?').unwrap_or(url.len()));
    let url = url.trim_end_matches('/');
    let Some((scheme, rest)) = url.split_once("://") else {
        return format!("{url}{query}");
    };
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let (scheme, host) = (scheme.to_lowercase(), host.to_lowercase());
    format!("{scheme}://{host}{path}{query}")
}

fn is_drawn(address: &str) -> bool {
    Sha256::digest(address.as_bytes())[0].is_multiple_of(3)
}

/// The address of every source that has one.
fn addresses() -> BTreeMap<String, String> {
    let files = [
        "data/sources.csv",
        "data/sources_geo.csv",
        "data/sources_ranges.csv",
    ];
    let sources = files.into_iter().flat_map(rows);
    let known = sources.filter(|row| !row["url"].is_empty());
    known
        .map(|row| (row["id"].clone(), address(&row["url"])))
        .collect()
}

fn cited(cell: &str) -> impl Iterator<Item = &str> {
    let entries = cell.split(';').map(str::trim).filter(|it| !it.is_empty());
    entries.map(|entry| entry.split_once('=').map_or(entry, |(_, id)| id))
}

#[test]
fn the_list_is_what_the_hash_draws() {
    let addresses = addresses();
    let listed = rows("docs/judged-third.csv");
    for row in &listed {
        let stated = &row["address"];
        if stated.is_empty() {
            assert_eq!((row["byte"].as_str(), row["judged"].as_str()), ("", "no"));
            assert!(!addresses.contains_key(&row["source"]), "{row:?}");
            continue;
        }
        assert_eq!(addresses.get(&row["source"]), Some(stated), "{row:?}");
        let byte = Sha256::digest(stated.as_bytes())[0];
        assert_eq!(row["byte"], byte.to_string(), "{stated}");
        let drawn = if is_drawn(stated) { "yes" } else { "no" };
        assert_eq!(row["judged"], drawn, "{stated}");
    }
    assert!(listed.len() > 300);
}

#[test]
fn figures_judge_as_drawn() {
    let addresses = addresses();
    let exceptions = rows("docs/judged-exceptions.csv");
    let excluded: BTreeSet<&str> = exceptions
        .iter()
        .filter(|row| row["treatment"] == "excluded")
        .map(|row| row["row"].as_str())
        .collect();
    let mut judged = 0;
    for row in rows("data/benchmarks.csv") {
        let mut sources = cited(&row["source"]).peekable();
        let drawn = sources.peek().is_some()
            && sources.all(|id| addresses.get(id).is_some_and(|it| is_drawn(it)));
        let usable = row["fitted"] != "yes" && !row["use"].starts_with("not usable");
        let expected = drawn && usable && !excluded.contains(row["id"].as_str());
        assert_eq!(row["judged"] == "yes", expected, "{}", row["id"]);
        judged += usize::from(expected);
    }
    assert!(judged >= 30, "{judged}");
}

/// Tables whose figures are computed with, and what is computed from them.
#[test]
fn no_figure_of_the_tables_is_of_a_drawn_publication() {
    const BESIDE: [&str; 8] = [
        "audit_explained.csv",
        "benchmarks.csv",
        "capacity.csv",
        "demand.csv",
        "factor_groups.csv",
        "model_errors.csv",
        "project_costs.csv",
        "ranges.csv",
    ];
    let addresses = addresses();
    let mut from: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut supplies: BTreeSet<String> = BTreeSet::new();
    let data = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("data");
    for entry in std::fs::read_dir(data).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if name.strip_suffix(".csv").is_none() || BESIDE.contains(&name.as_str()) {
            continue;
        }
        for row in rows(&format!("data/{name}")) {
            if name.starts_with("sources") {
                let of = cited(row.get("derived_from").map_or("", String::as_str));
                from.insert(row["id"].clone(), of.map(str::to_owned).collect());
            } else if let Some(cell) = row.get("source") {
                supplies.extend(cited(cell).map(str::to_owned));
            }
        }
    }
    let mut queue: Vec<String> = supplies.iter().cloned().collect();
    while let Some(id) = queue.pop() {
        for of in from.get(&id).into_iter().flatten() {
            if supplies.insert(of.clone()) {
                queue.push(of.clone());
            }
        }
    }
    let supplies: BTreeSet<&String> = supplies.iter().filter_map(|id| addresses.get(id)).collect();
    let exceptions = rows("docs/judged-exceptions.csv");
    let kept: BTreeSet<&str> = exceptions.iter().map(|row| row["row"].as_str()).collect();
    for row in rows("data/benchmarks.csv") {
        if row["judged"] != "yes" || kept.contains(row["id"].as_str()) {
            continue;
        }
        for id in cited(&row["source"]) {
            let address = &addresses[id];
            assert!(
                !supplies.contains(address),
                "{} judges by {address}, which supplies a figure: add it to docs/judged-exceptions.csv with the reason",
                row["id"]
            );
        }
    }
}
