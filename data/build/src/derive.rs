//! From the raw network of a mode to its rows of `links.csv`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::countries::{Countries, CountryId};
use crate::geometry::{encode, great_circle_m, simplify};
use crate::neighbours::{Candidate, Stretch, Terminal, candidates, distance, spanner};
use crate::network::{
    Adjacency, Curvature, EdgeFinder, Gate, GateFit, Network, Split, Union, classify,
    drop_foreign_chords,
};
use crate::source::RawNetwork;
use crate::tables::{Crossing, Place, Row, number, read, text};
use crate::{BuildError, stitch};

/// Farthest a place may lie from the edge it is anchored on, and from a long straight edge.
const ANCHOR_M: f64 = 12_000.0;
const ANCHOR_CHORD_M: f64 = 20_000.0;
/// Edges longer than this are drawn as straight chords in the source.
const CHORD_M: u32 = 30_000;
/// A piece of network shorter than this attracts places only when nothing else is near.
const SMALL_PIECE_M: u64 = 100_000;
const SMALL_PIECE_PENALTY_M: f64 = 4_000.0;
/// Longer ways may be replaced with a little more detour.
const LONG_M: u32 = 150_000;
/// Tolerance of the simplified shapes in degrees.
const SHAPE_TOLERANCE: f64 = 0.01;
/// A border section of a break of gauge longer than this is not taken to carry both tracks.
const DUAL_SECTION_M: u32 = 60_000;

/// Countries whose railways have 1520 mm tracks; the others have 1435 mm.
const BROAD: &[&str] = &[
    "AF", "AM", "AZ", "BY", "EE", "GE", "KG", "KZ", "LT", "LV", "MD", "RU", "TJ", "TM", "UA", "UZ",
];

/// The tables that steer the derivation.
pub struct Steering {
    curvature: BTreeMap<(String, String), Curvature>,
    unwanted: BTreeSet<String>,
    lengths: BTreeMap<String, u32>,
    hand: Vec<Row>,
}

impl Steering {
    /// Reads `build/curvature.csv`, `build/unwanted.csv`, `links_hand.csv`, `links_override.csv`.
    pub fn read(data: &Path) -> Result<Self, BuildError> {
        let mut curvature = BTreeMap::new();
        for r in read(&data.join("build/curvature.csv"), false)? {
            let c = Curvature {
                chord_m: (number("curvature.csv", &r, "chord_km")? * 1000.0) as u32,
                factor: number("curvature.csv", &r, "factor")?,
            };
            curvature.insert((text(&r, "country").into(), text(&r, "mode").into()), c);
        }
        let unwanted = read(&data.join("build/unwanted.csv"), true)?
            .iter()
            .map(|r| text(r, "id").to_owned())
            .collect();
        let mut lengths = BTreeMap::new();
        for r in read(&data.join("links_override.csv"), true)? {
            if text(&r, "column") == "length_km" {
                let km = number("links_override.csv", &r, "value")?;
                lengths.insert(text(&r, "id").to_owned(), (km * 1000.0).round() as u32);
            }
        }
        Ok(Self {
            curvature,
            unwanted,
            lengths,
            hand: read(&data.join("links_hand.csv"), true)?,
        })
    }

    fn curvature(&self, country: &str, mode: &str) -> Curvature {
        let key = |c: &str| {
            self.curvature
                .get(&(c.to_owned(), mode.to_owned()))
                .copied()
        };
        key(country).or_else(|| key("*")).unwrap_or(Curvature {
            chord_m: u32::MAX,
            factor: 1.0,
        })
    }
}

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
            "chord of {} through another country: {:.2},{:.2} - {:.2},{:.2}, {:.0} km",
            countries.code(home),
            a.lon,
            a.lat,
            b.lon,
            b.lat,
            great_circle_m(a, b) / 1000.0
        ));
    }
    let listed: Vec<&Crossing> = crossings.iter().filter(|c| c.mode == mode).collect();
    let mut gates = Vec::new();
    for c in &listed {
        let id = |code: &String| {
            countries.by_code(code).ok_or_else(|| BuildError::Format {
                file: "crossings.csv".into(),
                reason: format!("`{}` names the unknown country `{code}`", c.code),
            })
        };
        gates.push(Gate {
            at: c.at,
            countries: [id(&c.countries[0])?, id(&c.countries[1])?],
        });
    }
    let mut network = Network::cut(raw, &owner, &gates, &|c| {
        steering.curvature(countries.code(c), mode)
    });
    report_gates(&network, &listed, countries, &mut report);
    let joins = if mode == "rail" {
        stitch::dead_ends(&mut network)
            + stitch::ends_on_chords(&mut network)
            + stitch::pieces(&mut network)
    } else {
        stitch::pieces(&mut network)
    };
    report.push(format!("gaps joined: {joins}"));

    let mut ends: Vec<(String, crate::geometry::Point, Terminal)> = listed
        .iter()
        .enumerate()
        .map(|(k, c)| {
            (
                c.code.clone(),
                c.at,
                Terminal {
                    node: k as u32,
                    place: false,
                },
            )
        })
        .collect();
    ends.extend(anchor(&mut network, mode, places, countries, &mut report));
    ends.sort_by(|a, b| a.0.cmp(&b.0));
    let terminals: Vec<Terminal> = ends.iter().map(|e| e.2).collect();
    let adjacency = Adjacency::new(network.points.len(), &network.edges);
    let mut all = candidates(&network, &adjacency, &terminals);

    let index: BTreeMap<&str, usize> = ends
        .iter()
        .enumerate()
        .map(|(i, e)| (e.0.as_str(), i))
        .collect();
    let by_hand = hand_pairs(steering, mode, &index);
    let ids = ids_of(&all, &ends, mode);
    let lengths: Vec<u32> = all.iter().map(|c| c.metres).collect();
    for (c, id) in all.iter_mut().zip(&ids) {
        let straight = great_circle_m(ends[c.from].1, ends[c.to].1).ceil() as u32;
        c.metres = steering
            .lengths
            .get(id)
            .copied()
            .unwrap_or(c.metres.max(straight));
    }
    report.push(format!("neighbouring pairs: {}", all.len()));
    let wanted: Vec<usize> = (0..all.len())
        .filter(|i| {
            let c = &all[*i];
            !steering.unwanted.contains(&ids[*i])
                && !by_hand.contains_key(&(c.from, c.to, c.country_code(countries)))
        })
        .collect();
    let stretch = |c: &Candidate| {
        let long = c.metres > LONG_M;
        let (factor, metres) = match (mode, long) {
            ("rail", false) => (1.05, 2_000.0),
            ("rail", true) => (1.06, 2_000.0),
            (_, false) => (1.05, 5_000.0),
            (_, true) => (1.07, 5_000.0),
        };
        Stretch { factor, metres }
    };
    let mut homes: BTreeMap<CountryId, Vec<usize>> = BTreeMap::new();
    for i in wanted {
        homes.entry(all[i].country).or_default().push(i);
    }
    let mut rows = Vec::new();
    let mut stretches = Vec::new();
    for (home, list) in homes {
        let code = countries.code(home);
        let local: Vec<Candidate> = list.iter().map(|i| all[*i].clone()).collect();
        let seeds: Vec<(usize, usize, u32)> = by_hand
            .iter()
            .filter(|((_, _, c), open)| c == code && open.is_some())
            .filter_map(|((a, b, _), m)| m.map(|m| (*a, *b, m)))
            .collect();
        let kept = spanner(&local, &seeds, &terminals, &stretch);
        let mut links: Vec<Vec<(usize, u32)>> = vec![Vec::new(); terminals.len()];
        for &(a, b, m) in kept
            .iter()
            .map(|k| (local[*k].from, local[*k].to, local[*k].metres))
            .collect::<Vec<_>>()
            .iter()
            .chain(&seeds)
        {
            links[a].push((b, m));
            links[b].push((a, m));
        }
        for c in &local {
            if let Some(d) = distance(&links, &terminals, c.from, c.to, c.metres * 2 + 10_000) {
                stretches.push(f64::from(d) / f64::from(c.metres.max(1)));
            }
        }
        for k in kept {
            let i = list[k];
            rows.push(row(
                &all[i], &ids[i], lengths[i], mode, code, &ends, &listed, &network,
            ));
        }
    }
    stretches.sort_by(f64::total_cmp);
    let share = |limit: f64| {
        stretches.iter().filter(|s| **s <= limit).count() as f64 / stretches.len().max(1) as f64
    };
    report.push(format!(
        "links kept: {}; of {} pairs {:.1} % within 5 %, {:.1} % within 10 % of the full network",
        rows.len(),
        stretches.len(),
        share(1.05) * 100.0,
        share(1.10) * 100.0
    ));
    let mut lonely = vec![true; ends.len()];
    for r in &rows {
        for end in [&r[1], &r[2]] {
            lonely[index[end.as_str()]] = false;
        }
    }
    for (a, b, _) in by_hand.keys() {
        lonely[*a] = false;
        lonely[*b] = false;
    }
    let names: Vec<&str> = ends
        .iter()
        .zip(&lonely)
        .filter(|(_, l)| **l)
        .map(|(e, _)| e.0.as_str())
        .collect();
    report.push(format!("without a link: {}", names.join(" ")));
    Ok(Derived { rows, report })
}

impl Candidate {
    fn country_code(&self, countries: &Countries) -> String {
        countries.code(self.country).to_owned()
    }
}

/// Hand-made links between known ends: the metres when open, `None` when not.
fn hand_pairs(
    steering: &Steering,
    mode: &str,
    index: &BTreeMap<&str, usize>,
) -> BTreeMap<(usize, usize, String), Option<u32>> {
    let mut out = BTreeMap::new();
    for r in &steering.hand {
        let (Some(&a), Some(&b)) = (index.get(text(r, "from")), index.get(text(r, "to"))) else {
            continue;
        };
        if text(r, "mode") == mode {
            let open = matches!(text(r, "status"), "" | "open");
            let metres = text(r, "length_km")
                .parse::<f64>()
                .ok()
                .map(|km| (km * 1000.0).round() as u32);
            out.insert(
                (a.min(b), a.max(b), text(r, "country").to_owned()),
                metres.filter(|_| open),
            );
        }
    }
    out
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

/// Anchors each place on the nearest edge of its own country.
fn anchor(
    network: &mut Network,
    mode: &str,
    places: &[Place],
    countries: &Countries,
    report: &mut Vec<String>,
) -> Vec<(String, crate::geometry::Point, Terminal)> {
    let gates = network.fits.len() as u32;
    let mut union = Union::new(network.points.len());
    for e in network
        .edges
        .iter()
        .filter(|e| e.a >= gates && e.b >= gates)
    {
        union.join(e.a, e.b);
    }
    let mut size: BTreeMap<u32, u64> = BTreeMap::new();
    for e in &network.edges {
        *size.entry(union.find(e.b)).or_default() += u64::from(e.metres);
    }
    let finder = EdgeFinder::new(&network.points, &network.edges);
    let (mut splits, mut who) = (Vec::new(), Vec::new());
    for place in places.iter().filter(|p| p.is_on(mode)) {
        let Some(home) = countries.by_code(&place.country) else {
            continue;
        };
        let best = finder
            .near(&network.points, &network.edges, place.at, home)
            .into_iter()
            .filter(|(d, e, _)| {
                let long = network.edges[*e as usize].metres > CHORD_M;
                *d <= if long { ANCHOR_CHORD_M } else { ANCHOR_M }
            })
            .map(|(d, e, t)| {
                let piece = size
                    .get(&union.find(network.edges[e as usize].b))
                    .copied()
                    .unwrap_or(0);
                (
                    if piece < SMALL_PIECE_M {
                        d + SMALL_PIECE_PENALTY_M
                    } else {
                        d
                    },
                    d,
                    e,
                    t,
                )
            })
            .min_by(|p, q| p.0.total_cmp(&q.0).then(p.2.cmp(&q.2)));
        match best {
            Some((_, d, edge, t)) => {
                if d > 6_000.0 {
                    report.push(format!("far anchor {} {:.1} km", place.code, d / 1000.0));
                }
                splits.push(Split {
                    edge,
                    t: t.clamp(0.001, 0.999),
                    tie: None,
                });
                who.push(place);
            }
            None => report.push(format!("no anchor {}", place.code)),
        }
    }
    let nodes = network.split(&splits);
    who.into_iter()
        .zip(nodes)
        .map(|(p, node)| (p.code.clone(), p.at, Terminal { node, place: true }))
        .collect()
}

fn ids_of(
    all: &[Candidate],
    ends: &[(String, crate::geometry::Point, Terminal)],
    mode: &str,
) -> Vec<String> {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    all.iter()
        .map(|c| {
            let id = format!("{}~{}~{mode}", ends[c.from].0, ends[c.to].0);
            let n = seen.entry(id.clone()).or_default();
            *n += 1;
            if *n == 1 { id } else { format!("{id}~{n}") }
        })
        .collect()
}

fn row(
    c: &Candidate,
    id: &str,
    metres: u32,
    mode: &str,
    country: &str,
    ends: &[(String, crate::geometry::Point, Terminal)],
    listed: &[&Crossing],
    network: &Network,
) -> [String; 16] {
    let (a, b) = (&ends[c.from], &ends[c.to]);
    let mut line = c.line(network);
    if let Some(first) = line.first_mut() {
        *first = a.1;
    }
    if let Some(last) = line.last_mut() {
        *last = b.1;
    }
    let straight = great_circle_m(a.1, b.1).ceil() as u32;
    let metres = metres.max(straight).max(100);
    let mut shape = simplify(&line, SHAPE_TOLERANCE);
    if shape.len() < 3 {
        shape.clear();
    }
    let gauges = if mode == "rail" {
        gauges(country, metres, [&a.0, &b.0], listed)
    } else {
        ""
    };
    [
        id.to_owned(),
        a.0.clone(),
        b.0.clone(),
        mode.to_owned(),
        country.to_owned(),
        format!("{:.3}", f64::from(metres) / 1000.0),
        gauges.to_owned(),
        String::new(),
        "both".to_owned(),
        "open".to_owned(),
        String::new(),
        String::new(),
        String::new(),
        String::new(),
        encode(&shape),
        if mode == "rail" {
            "GLINK;gauges=GGAUGE".to_owned()
        } else {
            "GLINK".to_owned()
        },
    ]
}

/// The country's gauge; both on a border section between two gauges.
fn gauges(country: &str, metres: u32, ends: [&str; 2], listed: &[&Crossing]) -> &'static str {
    let broad = |c: &str| BROAD.contains(&c);
    let break_of_gauge = listed.iter().any(|x| {
        ends.contains(&x.code.as_str()) && broad(&x.countries[0]) != broad(&x.countries[1])
    });
    if break_of_gauge && metres <= DUAL_SECTION_M {
        "1435;1520"
    } else if broad(country) {
        "1520"
    } else {
        "1435"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::geometry::Point;

    fn crossing(code: &str, a: &str, b: &str) -> Crossing {
        Crossing {
            code: code.into(),
            countries: [a.into(), b.into()],
            mode: "rail".into(),
            at: Point::new(0.0, 0.0),
            status: "open".into(),
        }
    }

    #[test]
    fn a_short_border_section_carries_both_gauges() {
        let x = crossing("x-cn-kz-dostyk-rail", "CN", "KZ");
        let y = crossing("x-kz-uz-saryagash-rail", "KZ", "UZ");
        let ends = ["KZ-dst", "x-cn-kz-dostyk-rail"];
        assert_eq!(gauges("KZ", 9_000, ends, &[&x]), "1435;1520");
        assert_eq!(gauges("KZ", 90_000, ends, &[&x]), "1520");
        assert_eq!(
            gauges("KZ", 9_000, ["KZ-say", "x-kz-uz-saryagash-rail"], &[&x, &y]),
            "1520"
        );
        assert_eq!(gauges("TR", 9_000, ["TRIST", "TRKSY"], &[&x]), "1435");
    }
}
