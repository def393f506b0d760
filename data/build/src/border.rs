//! Which country each node of the raw network lies in, and what must not pass for domestic.

use std::collections::BTreeMap;

use crate::countries::{Countries, CountryId};
use crate::geometry::Point;
use crate::graph::Union;
use crate::source::RawNetwork;

/// A stretch that flickers over the border stays this close to it.
const FLICKER_M: f64 = 4_000.0;
/// Edges longer than this are looked at for running through another country, this deep.
const FOREIGN_CHORD_M: u32 = 20_000;
const FOREIGN_M: f64 = 5_000.0;

/// Gives each node its country and takes back short stretches that flicker over a border.
pub fn classify(raw: &RawNetwork, countries: &Countries) -> Vec<Option<CountryId>> {
    let mut owner: Vec<Option<CountryId>> =
        raw.nodes.iter().map(|p| countries.locate(*p)).collect();
    for _ in 0..2 {
        let mut union = Union::new(raw.nodes.len());
        for &(a, b, _) in &raw.edges {
            if owner[a as usize] == owner[b as usize] {
                union.join(a, b);
            }
        }
        let mut touch: BTreeMap<u32, BTreeMap<CountryId, usize>> = BTreeMap::new();
        for &(a, b, _) in &raw.edges {
            let (Some(x), Some(y)) = (owner[a as usize], owner[b as usize]) else {
                continue;
            };
            if x != y {
                *touch
                    .entry(union.find(a))
                    .or_default()
                    .entry(y)
                    .or_default() += 1;
                *touch
                    .entry(union.find(b))
                    .or_default()
                    .entry(x)
                    .or_default() += 1;
            }
        }
        let mut members: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for n in 0..raw.nodes.len() as u32 {
            let root = union.find(n);
            if touch.contains_key(&root) {
                members.entry(root).or_default().push(n);
            }
        }
        for (root, neighbours) in &touch {
            let (Some((&other, &edges)), 1) = (neighbours.iter().next(), neighbours.len()) else {
                continue;
            };
            let nodes = &members[root];
            if edges < 2 || nodes.len() > 200 {
                continue;
            }
            let close = |n: &u32| {
                countries
                    .distance_m(other, raw.nodes[*n as usize])
                    .is_some_and(|d| d <= FLICKER_M)
            };
            if nodes.iter().all(close) {
                for n in nodes {
                    owner[*n as usize] = Some(other);
                }
            }
        }
    }
    owner
}

/// Takes out long straight edges that leave their country: three of nine points along them lie
/// deeper than [`FOREIGN_M`] in another one. Returns what was taken out.
pub fn drop_foreign_chords(
    raw: &mut RawNetwork,
    owner: &[Option<CountryId>],
    countries: &Countries,
) -> Vec<(Point, Point, CountryId)> {
    let mut gone = Vec::new();
    let nodes = &raw.nodes;
    raw.edges.retain(|&(a, b, metres)| {
        let (pa, pb) = (nodes[a as usize], nodes[b as usize]);
        let home = match (owner[a as usize], owner[b as usize]) {
            (Some(x), Some(y)) if x == y && metres > FOREIGN_CHORD_M => x,
            _ => return true,
        };
        let abroad = (1..10)
            .filter(|i| {
                let p = pa.towards(pb, f64::from(*i) / 10.0);
                countries.distance_m(home, p).is_none_or(|d| d > FOREIGN_M)
                    && countries
                        .locate(p)
                        .is_some_and(|c| c != home && countries.contains(c, p))
            })
            .count();
        if abroad >= 3 {
            gone.push((pa, pb, home));
        }
        abroad < 3
    });
    gone
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two_countries() -> Countries {
        let square = |w: f64, e: f64| {
            vec![
                [(w, 40.0), (e, 40.0), (e, 42.0), (w, 42.0)]
                    .map(|(x, y)| Point::new(x, y))
                    .to_vec(),
            ]
        };
        Countries::from_rings([
            ("AA".into(), square(10.0, 11.0)),
            ("BB".into(), square(11.0, 12.0)),
        ])
    }

    #[test]
    fn a_stretch_that_flickers_over_the_border_is_taken_back() {
        let c = two_countries();
        let raw = RawNetwork {
            nodes: [(10.9, 40.5), (11.01, 40.6), (11.02, 40.7), (10.9, 40.8)]
                .map(|(x, y)| Point::new(x, y))
                .to_vec(),
            edges: vec![(0, 1, 15_000), (1, 2, 11_000), (2, 3, 15_000)],
        };
        assert_eq!(classify(&raw, &c), vec![Some(0); 4]);
    }

    #[test]
    fn a_chord_deep_through_another_country_is_taken_out() {
        let square = |w: f64, e: f64, n: f64| {
            vec![
                [(w, 40.0), (e, 40.0), (e, n), (w, n)]
                    .map(|(x, y)| Point::new(x, y))
                    .to_vec(),
            ]
        };
        let mut home = square(10.0, 11.0, 42.0);
        home.extend(square(12.0, 13.0, 42.0));
        let c =
            Countries::from_rings([("AA".into(), home), ("BB".into(), square(11.0, 12.0, 42.0))]);
        let mut raw = RawNetwork {
            nodes: vec![
                Point::new(10.9, 41.0),
                Point::new(12.1, 41.0),
                Point::new(10.5, 41.0),
            ],
            edges: vec![(0, 1, 100_000), (0, 2, 34_000)],
        };
        let owner = classify(&raw, &c);
        assert_eq!(drop_foreign_chords(&mut raw, &owner, &c).len(), 1);
        assert_eq!(raw.edges, vec![(0, 2, 34_000)]);
    }
}
