//! Joins gaps in the network of one country: rail dead ends, separate pieces of the road network.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap};

use crate::countries::CountryId;
use crate::geometry::{Point, great_circle_m};
use crate::graph::{Adjacency, Edge, EdgeFinder, Union};
use crate::network::{Network, Split};

/// Gaps up to this many metres are joined.
const GAP_M: f64 = 3_000.0;
/// A dead end is joined to the middle of a straight edge this near (a station on a chord).
const EDGE_GAP_M: f64 = 1_500.0;
/// A dead end is joined when the way round is longer than this many times the gap.
const DETOUR: f64 = 6.0;

const CELL: f64 = 0.05;

fn cell(p: Point) -> (i32, i32) {
    ((p.lon / CELL).floor() as i32, (p.lat / CELL).floor() as i32)
}

struct Nearby(HashMap<(i32, i32), Vec<u32>>);

impl Nearby {
    fn new(points: &[Point], wanted: impl Iterator<Item = u32>) -> Self {
        let mut grid: HashMap<_, Vec<u32>> = HashMap::new();
        for n in wanted {
            grid.entry(cell(points[n as usize])).or_default().push(n);
        }
        Self(grid)
    }

    /// Nodes within the gap, nearest first.
    fn of(&self, points: &[Point], p: Point) -> Vec<(f64, u32)> {
        let (cx, cy) = cell(p);
        let mut out = Vec::new();
        for x in cx - 2..=cx + 2 {
            for y in cy - 1..=cy + 1 {
                for &n in self.0.get(&(x, y)).map(Vec::as_slice).unwrap_or_default() {
                    let d = great_circle_m(p, points[n as usize]);
                    if d <= GAP_M {
                        out.push((d, n));
                    }
                }
            }
        }
        out.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        out
    }
}

/// The country of each node, `None` for gates and nodes without edges.
fn node_country(network: &Network) -> Vec<Option<CountryId>> {
    let mut out = vec![None; network.points.len()];
    for e in &network.edges {
        for n in [e.a, e.b] {
            if n as usize >= network.fits.len() {
                out[n as usize] = Some(e.country);
            }
        }
    }
    out
}

/// Joins rail dead ends to the nearest track whose way round is far longer; returns the joins.
pub fn dead_ends(network: &mut Network) -> usize {
    let country = node_country(network);
    let all = (0..network.points.len() as u32).filter(|n| country[*n as usize].is_some());
    let nearby = Nearby::new(&network.points, all);
    let mut joins = 0;
    let ends = network.dead_ends.clone();
    let mut adjacency = Adjacency::new(network.points.len(), &network.edges);
    let mut pending = 0;
    for end in ends {
        let Some(home) = country[end as usize] else {
            continue;
        };
        for (gap, n) in nearby.of(&network.points, network.points[end as usize]) {
            if n == end || country[n as usize] != Some(home) {
                continue;
            }
            let limit = (gap * DETOUR).max(500.0) as u32;
            if reaches(network, &adjacency, end, n, limit) {
                continue;
            }
            network.edges.push(Edge {
                a: end,
                b: n,
                metres: gap.round() as u32,
                country: home,
            });
            joins += 1;
            pending += 1;
            break;
        }
        // A stale index only misses joins made since, each a dead end of its own.
        if pending > 50 {
            adjacency = Adjacency::new(network.points.len(), &network.edges);
            pending = 0;
        }
    }
    joins
}

/// Joins dead ends that lie on a straight edge without a node there; returns the joins.
pub fn ends_on_chords(network: &mut Network) -> usize {
    let country = node_country(network);
    let adjacency = Adjacency::new(network.points.len(), &network.edges);
    let finder = EdgeFinder::new(&network.points, &network.edges);
    let mut splits = Vec::new();
    for &end in &network.dead_ends {
        let Some(home) = country[end as usize] else {
            continue;
        };
        let at = network.points[end as usize];
        let mut near = finder.near(&network.points, &network.edges, at, home);
        near.retain(|(d, i, t)| {
            let e = network.edges[*i as usize];
            *d <= EDGE_GAP_M && (0.02..=0.98).contains(t) && e.a != end && e.b != end
        });
        near.sort_by(|p, q| p.0.total_cmp(&q.0).then(p.1.cmp(&q.1)));
        let far = near.into_iter().find(|(d, i, t)| {
            let e = network.edges[*i as usize];
            let part = f64::from(e.metres) * t.min(1.0 - t);
            let limit = (d * DETOUR + part).max(3_000.0) as u32;
            !reaches(network, &adjacency, end, e.a, limit)
                && !reaches(network, &adjacency, end, e.b, limit)
        });
        if let Some((d, edge, t)) = far {
            splits.push(Split {
                edge,
                t,
                tie: Some((end, d)),
            });
        }
    }
    network.split(&splits);
    splits.len()
}

fn reaches(network: &Network, adjacency: &Adjacency, from: u32, to: u32, limit: u32) -> bool {
    let mut best: HashMap<u32, u32> = HashMap::from([(from, 0)]);
    let mut heap = BinaryHeap::from([Reverse((0_u32, from))]);
    while let Some(Reverse((d, n))) = heap.pop() {
        if n == to {
            return true;
        }
        if best[&n] < d {
            continue;
        }
        for &i in adjacency.at(n) {
            let e = network.edges[i as usize];
            let next = if e.a == n { e.b } else { e.a };
            let far = d.saturating_add(e.metres);
            if far <= limit && best.get(&next).is_none_or(|b| far < *b) {
                best.insert(next, far);
                heap.push(Reverse((far, next)));
            }
        }
    }
    false
}

/// Joins separate pieces of each country's network where they come within the gap of each other.
pub fn pieces(network: &mut Network) -> usize {
    let country = node_country(network);
    let gates = network.fits.len() as u32;
    let mut union = Union::new(network.points.len());
    for e in &network.edges {
        if e.a >= gates && e.b >= gates {
            union.join(e.a, e.b);
        }
    }
    let mut size: BTreeMap<u32, usize> = BTreeMap::new();
    for n in 0..network.points.len() as u32 {
        *size.entry(union.find(n)).or_default() += 1;
    }
    let mut biggest: BTreeMap<CountryId, (usize, u32)> = BTreeMap::new();
    for (&root, &n) in &size {
        if let Some(c) = country[root as usize] {
            let best = biggest.entry(c).or_insert((0, 0));
            if n > best.0 {
                *best = (n, root);
            }
        }
    }
    let all = (0..network.points.len() as u32).filter(|n| country[*n as usize].is_some());
    let nearby = Nearby::new(&network.points, all);
    let mut gaps = Vec::new();
    for n in gates..network.points.len() as u32 {
        let Some(home) = country[n as usize] else {
            continue;
        };
        let root = union.find(n);
        if biggest.get(&home).is_some_and(|(_, r)| *r == root) {
            continue;
        }
        for (gap, other) in nearby.of(&network.points, network.points[n as usize]) {
            if country[other as usize] == Some(home) && union.find(other) != root {
                gaps.push((gap.round() as u32, n, other, home));
                break;
            }
        }
    }
    gaps.sort_unstable();
    let mut joins = 0;
    for (metres, a, b, country) in gaps {
        if union.join(a, b) {
            network.edges.push(Edge {
                a,
                b,
                metres,
                country,
            });
            joins += 1;
        }
    }
    joins
}

#[cfg(test)]
mod tests {
    use super::*;

    fn network(points: &[(f64, f64)], edges: &[(u32, u32, u32)]) -> Network {
        Network {
            points: points.iter().map(|(x, y)| Point::new(*x, *y)).collect(),
            edges: edges
                .iter()
                .map(|&(a, b, metres)| Edge {
                    a,
                    b,
                    metres,
                    country: 0,
                })
                .collect(),
            fits: vec![],
            dead_ends: (0..points.len() as u32)
                .filter(|n| edges.iter().filter(|e| e.0 == *n || e.1 == *n).count() == 1)
                .collect(),
            dropped: BTreeMap::new(),
        }
    }

    #[test]
    fn a_station_gap_is_closed_and_a_siding_is_not() {
        let mut n = network(
            &[
                (10.0, 40.0),
                (10.1, 40.0),
                (10.11, 40.0),
                (10.2, 40.0),
                (10.1, 40.005),
            ],
            &[(0, 1, 8500), (2, 3, 7600), (1, 4, 560)],
        );
        assert_eq!(dead_ends(&mut n), 2);
        assert!(
            n.edges.iter().skip(3).all(|e| e.metres < 1_200),
            "{:?}",
            n.edges
        );
    }

    #[test]
    fn a_station_on_a_chord_is_joined_to_it() {
        let mut n = network(
            &[(10.0, 40.0), (10.5, 40.0), (10.25, 40.005), (10.25, 40.2)],
            &[(0, 1, 42_600), (2, 3, 21_700)],
        );
        n.dead_ends = vec![2];
        assert_eq!(ends_on_chords(&mut n), 1);
        assert_eq!(n.edges.len(), 4);
        assert_eq!(ends_on_chords(&mut n), 0);
    }

    #[test]
    fn only_separate_pieces_of_road_are_joined() {
        let mut n = network(
            &[(10.0, 40.0), (10.1, 40.0), (10.12, 40.0), (10.2, 40.0)],
            &[(0, 1, 8500), (2, 3, 6800)],
        );
        assert_eq!(pieces(&mut n), 1);
        assert_eq!(pieces(&mut n), 0);
    }
}
