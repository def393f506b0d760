//! Checks of the finished tables: connectivity, published distances, lengths.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::path::Path;

use crate::BuildError;
use crate::geometry::{Point, great_circle_m};
use crate::tables::{self, Row, number, read, text};

/// Marks a line of the report as a fault.
const FAULT: &str = "fault: ";

struct Link {
    id: String,
    from: usize,
    to: usize,
    metres: u32,
    mode: String,
    open: bool,
}

/// Reads the tables and returns the report, or the faults when there are any.
pub fn check(data: &Path) -> Result<Vec<String>, BuildError> {
    let mut out = Vec::new();
    let mut codes: BTreeMap<String, usize> = BTreeMap::new();
    let mut at: Vec<Point> = Vec::new();
    let mut shut: BTreeSet<usize> = BTreeSet::new();
    for p in tables::places(data)? {
        codes.insert(p.code, at.len());
        at.push(p.at);
    }
    let places = at.len();
    for x in tables::crossings(data)? {
        if !matches!(x.status.as_str(), "" | "open") {
            shut.insert(at.len());
        }
        codes.insert(x.code, at.len());
        at.push(x.at);
    }
    let links = links(data, &codes, &mut out)?;
    out.push(format!(
        "{places} places, {} crossings, {} links",
        at.len() - places,
        links.len()
    ));
    let mut short = 0;
    for l in &links {
        let straight = great_circle_m(at[l.from], at[l.to]);
        if f64::from(l.metres) + 1.0 < straight {
            short += 1;
            out.push(format!(
                "{FAULT}shorter than the great circle: {} {} m < {straight:.0} m",
                l.id, l.metres
            ));
        }
    }
    out.push(format!("links shorter than the great circle: {short}"));
    components(&links, &codes, &shut, "road", &mut out);
    components(&links, &codes, &shut, "rail", &mut out);
    components(&links, &codes, &shut, "", &mut out);
    distances(data, &codes, &links, at.len(), &shut, &mut out)?;
    let faults: Vec<&str> = out.iter().filter_map(|l| l.strip_prefix(FAULT)).collect();
    if faults.is_empty() {
        Ok(out)
    } else {
        Err(BuildError::Faults(faults.join("\n")))
    }
}

fn links(
    data: &Path,
    codes: &BTreeMap<String, usize>,
    out: &mut Vec<String>,
) -> Result<Vec<Link>, BuildError> {
    let mut rows: Vec<Row> = read(&data.join("links.csv"), false)?;
    rows.extend(read(&data.join("links_hand.csv"), true)?);
    let mut index: BTreeMap<String, usize> = BTreeMap::new();
    for (i, r) in rows.iter().enumerate() {
        if index.insert(text(r, "id").to_owned(), i).is_some() {
            out.push(format!("{FAULT}link id twice: {}", text(r, "id")));
        }
    }
    for o in read(&data.join("links_override.csv"), true)? {
        match index.get(text(&o, "id")) {
            Some(&i) => {
                rows[i].insert(text(&o, "column").to_owned(), text(&o, "value").to_owned());
            }
            None => out.push(format!(
                "{FAULT}override of an unknown link: {}",
                text(&o, "id")
            )),
        }
    }
    let mut links = Vec::new();
    for r in rows.iter().filter(|r| text(r, "drop") != "true") {
        let (Some(&from), Some(&to)) = (codes.get(text(r, "from")), codes.get(text(r, "to")))
        else {
            out.push(format!("{FAULT}unknown end: {}", text(r, "id")));
            continue;
        };
        links.push(Link {
            id: text(r, "id").into(),
            from,
            to,
            metres: (number("links.csv", r, "length_km")? * 1000.0).round() as u32,
            mode: text(r, "mode").into(),
            open: matches!(text(r, "status"), "" | "open") && text(r, "valid_to").is_empty(),
        });
    }
    Ok(links)
}

/// Groups that open links of a mode (all modes when empty) join, closed crossings left out.
fn components(
    links: &[Link],
    codes: &BTreeMap<String, usize>,
    shut: &BTreeSet<usize>,
    mode: &str,
    out: &mut Vec<String>,
) {
    let mut union = crate::graph::Union::new(codes.len());
    let mut used = BTreeSet::new();
    for l in links
        .iter()
        .filter(|l| l.open && (mode.is_empty() || l.mode == mode))
    {
        if shut.contains(&l.from) || shut.contains(&l.to) {
            continue;
        }
        used.extend([l.from, l.to]);
        union.join(l.from as u32, l.to as u32);
    }
    let mut groups: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
    for (code, &i) in codes.iter().filter(|(_, i)| used.contains(i)) {
        groups.entry(union.find(i as u32)).or_default().push(code);
    }
    let mut groups: Vec<Vec<&str>> = groups.into_values().collect();
    groups.sort_by_key(|g| Reverse(g.len()));
    let name = if mode.is_empty() { "all modes" } else { mode };
    out.push(format!(
        "{name}: {} components, sizes {:?}",
        groups.len(),
        groups.iter().map(Vec::len).collect::<Vec<_>>()
    ));
    for g in groups.iter().skip(1) {
        out.push(format!("  apart: {}", g.join(" ")));
    }
    if mode.is_empty() {
        let alone: Vec<&str> = codes
            .iter()
            .filter(|(c, i)| !used.contains(i) && !c.starts_with("x-"))
            .map(|(c, _)| c.as_str())
            .collect();
        out.push(format!("places without an open link: {}", alone.join(" ")));
        let idle: Vec<&str> = codes
            .iter()
            .filter(|(c, i)| {
                c.starts_with("x-")
                    && !shut.contains(i)
                    && !links.iter().any(|l| l.from == **i || l.to == **i)
            })
            .map(|(c, _)| c.as_str())
            .collect();
        out.push(format!("open crossings without a link: {}", idle.join(" ")));
    }
}

/// Published distances against the shortest way over all links of the mode.
fn distances(
    data: &Path,
    codes: &BTreeMap<String, usize>,
    links: &[Link],
    nodes: usize,
    shut: &BTreeSet<usize>,
    out: &mut Vec<String>,
) -> Result<(), BuildError> {
    let mut errors = Vec::new();
    for r in read(&data.join("build/distances.csv"), true)? {
        let km = number("distances.csv", &r, "km")?;
        let mode = text(&r, "mode");
        let stops: Vec<&str> = text(&r, "stops").split(';').collect();
        let mut total = Some(0_u64);
        for pair in stops.windows(2) {
            let ends = (codes.get(pair[0]), codes.get(pair[1]));
            let leg = match ends {
                (Some(&a), Some(&b)) => {
                    way(links, nodes, shut, mode, a, b, text(&r, "over") == "open")
                }
                _ => None,
            };
            total = total.zip(leg).map(|(t, l)| t + u64::from(l));
        }
        let found = total.map_or(f64::NAN, |t| t as f64 / 1000.0);
        let error = (found / km - 1.0) * 100.0;
        if error.is_finite() {
            errors.push((error.abs(), text(&r, "confidence") == "high"));
        }
        out.push(format!(
            "{:<6} {mode} {:<60} published {km:>7.1} found {found:>7.1} {error:>+6.1} %{}",
            text(&r, "confidence"),
            text(&r, "stops"),
            if error.abs() <= 5.0 { "" } else { "  <--" }
        ));
    }
    errors.sort_by(|a, b| a.0.total_cmp(&b.0));
    if let Some(m) = errors.get(errors.len() / 2) {
        let within = errors.iter().filter(|e| e.0 <= 5.0).count();
        out.push(format!(
            "{} distances, median error {:.2} %, {within} within 5 %",
            errors.len(),
            m.0
        ));
    }
    Ok(())
}

/// Shortest way of one mode; over open links and crossings only when `open`.
fn way(
    links: &[Link],
    nodes: usize,
    shut: &BTreeSet<usize>,
    mode: &str,
    from: usize,
    to: usize,
    open: bool,
) -> Option<u32> {
    let mut adjacency: Vec<Vec<(usize, u32)>> = vec![Vec::new(); nodes];
    for l in links.iter().filter(|l| l.mode == mode && (l.open || !open)) {
        if open && (shut.contains(&l.from) || shut.contains(&l.to)) {
            continue;
        }
        adjacency[l.from].push((l.to, l.metres));
        adjacency[l.to].push((l.from, l.metres));
    }
    let mut best = vec![u32::MAX; nodes];
    best[from] = 0;
    let mut heap = BinaryHeap::from([Reverse((0_u32, from))]);
    while let Some(Reverse((d, n))) = heap.pop() {
        if n == to {
            return Some(d);
        }
        if d > best[n] {
            continue;
        }
        for &(next, m) in &adjacency[n] {
            if d + m < best[next] {
                best[next] = d + m;
                heap.push(Reverse((d + m, next)));
            }
        }
    }
    None
}
