//! From the raw network of a mode to its rows of `links.csv`.

use std::collections::{BTreeMap, BTreeSet};

use crate::anchor::{End, anchor};
use crate::border::{classify, drop_foreign_chords};
use crate::countries::{Countries, CountryId};
use crate::geometry::great_circle_m;
use crate::graph::Adjacency;
use crate::neighbours::{Candidate, Stretch, Terminal, candidates, distance, spanner};
use crate::network::{Gate, GateFit, Network};
use crate::rows::{Rows, ids_of};
use crate::source::RawNetwork;
use crate::steering::{HandPairs, Steering};
use crate::tables::{Crossing, Place};
use crate::{BuildError, stitch};

/// Longer ways may be replaced with a little more detour.
const LONG_M: u32 = 150_000;
/// What a derivation gives: rows of `links.csv` and lines of a report.
pub struct Derived {
    /// Rows in the order of the table's columns.
    pub rows: Vec<[String; 16]>,
    /// What to look at.
    pub report: Vec<String>,
}

/// Derives the links of one mode.
pub fn derive(
    mode: &str,
    raw: &mut RawNetwork,
    countries: &Countries,
    places: &[Place],
    crossings: &[Crossing],
    steering: &Steering,
) -> Result<Derived, BuildError> {
    let mut report = vec![format!(
        "## {mode}: {} nodes, {} edges",
        raw.nodes.len(),
        raw.edges.len()
    )];
    let owner = classify(raw, countries);
    for (a, b, home) in drop_foreign_chords(raw, &owner, countries) {
        report.push(format!(
            "chord of {} through another country: {:.2},{:.2} - {:.2},{:.2}",
            countries.code(home),
            a.lon,
            a.lat,
            b.lon,
            b.lat
        ));
    }
    let listed: Vec<&Crossing> = crossings.iter().filter(|c| c.mode == mode).collect();
    let gates = gates(&listed, countries)?;
    let mut network = Network::cut(raw, &owner, &gates, &|c| {
        steering.curvature(countries.code(c), mode)
    });
    report_gates(&network, &listed, countries, &mut report);
    let mut joins = 0;
    if mode == "rail" {
        joins += stitch::dead_ends(&mut network) + stitch::ends_on_chords(&mut network);
    }
    joins += stitch::pieces(&mut network);
    report.push(format!("gaps joined: {joins}"));

    let mut ends: Vec<End> = listed
        .iter()
        .zip(0..)
        .map(|(c, node)| End {
            code: c.code.clone(),
            at: c.at,
            terminal: Terminal { node, place: false },
        })
        .collect();
    ends.extend(anchor(&mut network, mode, places, countries, &mut report));
    ends.sort_by(|a, b| a.code.cmp(&b.code));
    let terminals: Vec<Terminal> = ends.iter().map(|e| e.terminal).collect();
    let adjacency = Adjacency::new(network.points.len(), &network.edges);
    let mut all = candidates(&network, &adjacency, &terminals);
    report.push(format!("neighbouring pairs: {}", all.len()));

    let index: BTreeMap<&str, usize> = ends
        .iter()
        .enumerate()
        .map(|(i, e)| (e.code.as_str(), i))
        .collect();
    let by_hand = steering.hand_pairs(mode, &index);
    let ids = ids_of(&all, &ends, mode);
    let lengths: Vec<u32> = all.iter().map(|c| c.metres).collect();
    for (c, id) in all.iter_mut().zip(&ids) {
        let straight = great_circle_m(ends[c.from].at, ends[c.to].at).ceil() as u32;
        c.metres = steering.published(id).unwrap_or(c.metres.max(straight));
    }
    let mut homes: BTreeMap<CountryId, Vec<usize>> = BTreeMap::new();
    for (i, c) in all.iter().enumerate() {
        let key = (c.from, c.to, countries.code(c.country).to_owned());
        if !steering.is_unwanted(&ids[i]) && !by_hand.contains_key(&key) {
            homes.entry(c.country).or_default().push(i);
        }
    }
    let maker = Rows {
        mode,
        ends: &ends,
        listed: &listed,
        network: &network,
    };
    let (mut rows, mut stretches) = (Vec::new(), Vec::new());
    for (home, list) in homes {
        let code = countries.code(home);
        let local: Vec<Candidate> = list.iter().map(|i| all[*i].clone()).collect();
        for k in select(&local, &by_hand, code, &terminals, mode, &mut stretches) {
            let i = list[k];
            rows.push(maker.row(&all[i], &ids[i], lengths[i], code));
        }
    }
    report_links(&rows, &stretches, &ends, &by_hand, &mut report);
    Ok(Derived { rows, report })
}

fn gates(listed: &[&Crossing], countries: &Countries) -> Result<Vec<Gate>, BuildError> {
    let find = |c: &Crossing, side: usize| {
        countries
            .by_code(&c.countries[side])
            .ok_or_else(|| BuildError::Format {
                file: "crossings.csv".into(),
                reason: format!(
                    "`{}` names the unknown country `{}`",
                    c.code, c.countries[side]
                ),
            })
    };
    listed
        .iter()
        .map(|c| {
            Ok(Gate {
                at: c.at,
                countries: [find(c, 0)?, find(c, 1)?],
            })
        })
        .collect()
}

/// Detour up to which kept links stand for a direct one.
fn stretch(mode: &str, metres: u32) -> Stretch {
    let (factor, metres) = match (mode, metres > LONG_M) {
        ("rail", false) => (1.05, 2_000.0),
        ("rail", true) => (1.06, 2_000.0),
        (_, false) => (1.05, 5_000.0),
        (_, true) => (1.07, 5_000.0),
    };
    Stretch { factor, metres }
}

/// The candidates of one country worth keeping; adds how far the kept links stretch every pair.
fn select(
    local: &[Candidate],
    by_hand: &HandPairs,
    country: &str,
    terminals: &[Terminal],
    mode: &str,
    stretches: &mut Vec<f64>,
) -> Vec<usize> {
    let seeds: Vec<(usize, usize, u32)> = by_hand
        .iter()
        .filter(|((_, _, c), _)| c == country)
        .filter_map(|((a, b, _), metres)| metres.map(|m| (*a, *b, m)))
        .collect();
    let kept = spanner(local, &seeds, terminals, &|c| stretch(mode, c.metres));
    let mut links: Vec<Vec<(usize, u32)>> = vec![Vec::new(); terminals.len()];
    let direct = kept
        .iter()
        .map(|k| (local[*k].from, local[*k].to, local[*k].metres));
    for (a, b, m) in direct.chain(seeds) {
        links[a].push((b, m));
        links[b].push((a, m));
    }
    for c in local {
        let found = distance(&links, terminals, c.from, c.to, c.metres * 2 + 10_000);
        stretches.extend(found.map(|d| f64::from(d) / f64::from(c.metres.max(1))));
    }
    kept
}

fn report_links(
    rows: &[[String; 16]],
    stretches: &[f64],
    ends: &[End],
    by_hand: &HandPairs,
    report: &mut Vec<String>,
) {
    let share = |limit: f64| {
        let within = stretches.iter().filter(|s| **s <= limit).count();
        100.0 * within as f64 / stretches.len().max(1) as f64
    };
    report.push(format!(
        "links kept: {}; of {} pairs {:.1} % within 5 %, {:.1} % within 10 % of the full network",
        rows.len(),
        stretches.len(),
        share(1.05),
        share(1.10)
    ));
    let mut linked: BTreeSet<&str> = rows
        .iter()
        .flat_map(|r| [r[1].as_str(), r[2].as_str()])
        .collect();
    linked.extend(
        by_hand
            .keys()
            .flat_map(|(a, b, _)| [ends[*a].code.as_str(), ends[*b].code.as_str()]),
    );
    let lonely: Vec<&str> = ends
        .iter()
        .map(|e| e.code.as_str())
        .filter(|c| !linked.contains(c))
        .collect();
    report.push(format!("without a link: {}", lonely.join(" ")));
}

fn report_gates(
    network: &Network,
    listed: &[&Crossing],
    countries: &Countries,
    report: &mut Vec<String>,
) {
    for (fit, c) in network.fits.iter().zip(listed) {
        match fit {
            GateFit::Crossed { off_m, edge_m, at } => report.push(format!(
                "crossed {} off_km={:.1} edge_km={:.1} at={:.3},{:.3}",
                c.code,
                off_m / 1000.0,
                f64::from(*edge_m) / 1000.0,
                at.lon,
                at.lat
            )),
            GateFit::Tied { sides } => report.push(format!("tied {} sides={sides}", c.code)),
        }
    }
    for (&(a, b), n) in &network.dropped {
        report.push(format!(
            "cut {}-{}: {n} edges",
            countries.code(a),
            countries.code(b)
        ));
    }
}
