//! Puts each place on the network of its own country.

use std::collections::BTreeMap;

use crate::countries::Countries;
use crate::geometry::Point;
use crate::graph::{EdgeFinder, Union};
use crate::neighbours::Terminal;
use crate::network::{Network, Split};
use crate::tables::Place;

/// Farthest a place may lie from the edge it is anchored on, and from a long straight edge.
const ANCHOR_M: f64 = 12_000.0;
const ANCHOR_CHORD_M: f64 = 20_000.0;
/// Edges longer than this are drawn as straight chords in the source.
const CHORD_M: u32 = 30_000;
/// A piece of network shorter than this attracts places only when nothing else is near.
const SMALL_PIECE_M: u64 = 100_000;
const SMALL_PIECE_PENALTY_M: f64 = 4_000.0;

/// A place or crossing that a link may begin or end at.
#[derive(Clone, Debug)]
pub struct End {
    /// Its code.
    pub code: String,
    /// Its position in the tables.
    pub at: Point,
    /// Its node.
    pub terminal: Terminal,
}

/// Anchors each place on the nearest edge of its own country.
pub fn anchor(
    network: &mut Network,
    mode: &str,
    places: &[Place],
    countries: &Countries,
    report: &mut Vec<String>,
) -> Vec<End> {
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
        .map(|(p, node)| End {
            code: p.code.clone(),
            at: p.at,
            terminal: Terminal { node, place: true },
        })
        .collect()
}
