//! One mode's network cut at the borders: every edge lies in one country, and the networks of two
//! countries meet only in listed crossings.

use std::collections::BTreeMap;

use crate::countries::CountryId;
use crate::geometry::{Point, great_circle_m, project};
use crate::graph::{Edge, EdgeFinder};
use crate::source::RawNetwork;

/// Farthest a listed crossing may lie from the edge that crosses the border, beside half its length.
const GATE_M: f64 = 15_000.0;
/// Parallel tracks and carriageways of one gate lie this much farther away than the nearest one.
const TWIN_M: f64 = 3_000.0;
/// A crossing without an edge over the border is tied to the network this near, on each side.
const TIE_M: f64 = 6_000.0;

/// A crossing as the network sees it.
#[derive(Clone, Copy, Debug)]
pub struct Gate {
    /// Position on the border line.
    pub at: Point,
    /// The two countries.
    pub countries: [CountryId; 2],
}

/// What became of a gate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum GateFit {
    /// Edges of the network cross the border here; metres from the listed point to the nearest.
    Crossed {
        /// Metres from the listed point.
        off_m: f64,
        /// Length of that edge in metres.
        edge_m: u32,
        /// Where it crosses.
        at: Point,
    },
    /// No edge crosses; tied to the network on `sides` of the two sides.
    Tied {
        /// Sides with a network within reach.
        sides: usize,
    },
}

/// Curvature of long straight edges: length above which the factor holds, and the factor.
#[derive(Clone, Copy, Debug)]
pub struct Curvature {
    /// Edges longer than this many metres are chords.
    pub chord_m: u32,
    /// Factor on the length of a chord.
    pub factor: f64,
}

/// The cut network of one mode.
pub struct Network {
    /// Node positions; the first nodes are the gates, in their order.
    pub points: Vec<Point>,
    /// Edges, each in one country.
    pub edges: Vec<Edge>,
    /// What became of each gate.
    pub fits: Vec<GateFit>,
    /// Nodes that ended a line before the cut (candidates for joining).
    pub dead_ends: Vec<u32>,
    /// Edges dropped at borders without a listed crossing, per pair of countries.
    pub dropped: BTreeMap<(CountryId, CountryId), usize>,
}

impl Network {
    /// Cuts the raw network at the borders and joins it again at the gates only.
    pub fn cut(
        raw: &RawNetwork,
        owner: &[Option<CountryId>],
        gates: &[Gate],
        curvature: &dyn Fn(CountryId) -> Curvature,
    ) -> Self {
        let shift = gates.len() as u32;
        let mut points: Vec<Point> = gates.iter().map(|g| g.at).collect();
        points.extend(&raw.nodes);
        let mut degree = vec![0_u32; points.len()];
        for &(a, b, _) in &raw.edges {
            degree[(a + shift) as usize] += 1;
            degree[(b + shift) as usize] += 1;
        }
        let dead_ends = (shift..points.len() as u32)
            .filter(|n| degree[*n as usize] == 1)
            .collect();
        let bend = |metres: u32, country: CountryId| {
            let c = curvature(country);
            if metres > c.chord_m {
                (f64::from(metres) * c.factor).round() as u32
            } else {
                metres
            }
        };
        let mut edges = Vec::new();
        let mut dropped: BTreeMap<(CountryId, CountryId), usize> = BTreeMap::new();
        let mut at_gate: Vec<Vec<(f64, u32, f64, u32)>> = vec![Vec::new(); gates.len()];
        for (i, &(a, b, metres)) in raw.edges.iter().enumerate() {
            let (Some(x), Some(y)) = (owner[a as usize], owner[b as usize]) else {
                continue;
            };
            if x == y {
                edges.push(Edge {
                    a: a + shift,
                    b: b + shift,
                    metres: bend(metres, x),
                    country: x,
                });
                continue;
            }
            let (pa, pb) = (raw.nodes[a as usize], raw.nodes[b as usize]);
            let best = gates
                .iter()
                .enumerate()
                .filter(|(_, g)| g.countries == [x, y] || g.countries == [y, x])
                .map(|(k, g)| (k, project(g.at, pa, pb)))
                .min_by(|p, q| p.1.1.total_cmp(&q.1.1));
            match best {
                Some((k, (t, d))) if d <= GATE_M + f64::from(metres) / 2.0 => {
                    at_gate[k].push((d, i as u32, t.clamp(0.02, 0.98), metres));
                }
                _ => *dropped.entry((x.min(y), x.max(y))).or_default() += 1,
            }
        }
        let mut fits = Vec::new();
        for (k, list) in at_gate.iter().enumerate() {
            let Some(nearest) = list
                .iter()
                .min_by(|p, q| p.0.total_cmp(&q.0).then(p.1.cmp(&q.1)))
            else {
                fits.push(GateFit::Tied { sides: 0 });
                continue;
            };
            for &(d, i, t, metres) in list {
                let (a, b, _) = raw.edges[i as usize];
                let (Some(x), Some(y)) = (owner[a as usize], owner[b as usize]) else {
                    continue;
                };
                if d > nearest.0 + TWIN_M {
                    *dropped.entry((x.min(y), x.max(y))).or_default() += 1;
                    continue;
                }
                for (end, country, share) in [(a, x, t), (b, y, 1.0 - t)] {
                    let part = (f64::from(metres) * share).round() as u32;
                    let straight =
                        great_circle_m(points[k], raw.nodes[end as usize]).round() as u32;
                    edges.push(Edge {
                        a: k as u32,
                        b: end + shift,
                        metres: bend(part.max(straight.min(part + 2_000)), country),
                        country,
                    });
                }
            }
            let (a, b, metres) = raw.edges[nearest.1 as usize];
            fits.push(GateFit::Crossed {
                off_m: nearest.0,
                edge_m: metres,
                at: raw.nodes[a as usize].towards(raw.nodes[b as usize], nearest.2),
            });
        }
        let mut network = Self {
            points,
            edges,
            fits,
            dead_ends,
            dropped,
        };
        network.tie_gates(gates);
        network
    }

    /// Ties gates that no edge crosses to the nearest edge on each side.
    fn tie_gates(&mut self, gates: &[Gate]) {
        let finder = EdgeFinder::new(&self.points, &self.edges);
        let mut splits = Vec::new();
        for (k, gate) in gates.iter().enumerate() {
            if !matches!(self.fits[k], GateFit::Tied { .. }) {
                continue;
            }
            let mut sides = 0;
            for country in gate.countries {
                let near = finder.near(&self.points, &self.edges, gate.at, country);
                if let Some(&(d, edge, t)) = near
                    .iter()
                    .min_by(|p, q| p.0.total_cmp(&q.0).then(p.1.cmp(&q.1)))
                    && d <= TIE_M
                {
                    sides += 1;
                    splits.push(Split {
                        edge,
                        t,
                        tie: Some((k as u32, d)),
                    });
                }
            }
            self.fits[k] = GateFit::Tied { sides };
        }
        self.split(&splits);
    }

    /// Splits edges; returns the new node of each split.
    pub fn split(&mut self, splits: &[Split]) -> Vec<u32> {
        let mut order: Vec<usize> = (0..splits.len()).collect();
        order.sort_by(|i, j| {
            let (a, b) = (splits[*i], splits[*j]);
            a.edge.cmp(&b.edge).then(a.t.total_cmp(&b.t)).then(i.cmp(j))
        });
        let mut nodes = vec![0; splits.len()];
        let mut i = 0;
        while i < order.len() {
            let edge = self.edges[splits[order[i]].edge as usize];
            let (pa, pb) = (self.points[edge.a as usize], self.points[edge.b as usize]);
            let (mut from, mut done) = (edge.a, 0.0);
            let index = splits[order[i]].edge;
            while i < order.len() && splits[order[i]].edge == index {
                let split = splits[order[i]];
                let node = self.points.len() as u32;
                self.points.push(pa.towards(pb, split.t));
                let metres = (f64::from(edge.metres) * (split.t - done)).round() as u32;
                self.edges.push(Edge {
                    a: from,
                    b: node,
                    metres,
                    country: edge.country,
                });
                if let Some((gate, d)) = split.tie {
                    self.edges.push(Edge {
                        a: gate,
                        b: node,
                        metres: d.round() as u32,
                        country: edge.country,
                    });
                }
                nodes[order[i]] = node;
                (from, done) = (node, split.t);
                i += 1;
            }
            let metres = (f64::from(edge.metres) * (1.0 - done)).round() as u32;
            self.edges[index as usize] = Edge {
                a: from,
                b: edge.b,
                metres,
                country: edge.country,
            };
        }
        nodes
    }
}

/// A point where an edge is to be split.
#[derive(Clone, Copy, Debug)]
pub struct Split {
    /// Index of the edge.
    pub edge: u32,
    /// Share along it.
    pub t: f64,
    /// A node to tie to the new one, with the metres between.
    pub tie: Option<(u32, f64)>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::border::classify;
    use crate::countries::Countries;

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

    fn line() -> RawNetwork {
        RawNetwork {
            nodes: [(10.5, 41.0), (10.9, 41.0), (11.1, 41.0), (11.5, 41.0)]
                .map(|(x, y)| Point::new(x, y))
                .to_vec(),
            edges: vec![(0, 1, 34_000), (1, 2, 17_000), (2, 3, 34_000)],
        }
    }

    const STRAIGHT: Curvature = Curvature {
        chord_m: u32::MAX,
        factor: 1.0,
    };

    #[test]
    fn without_a_listed_crossing_nothing_passes_the_border() {
        let c = two_countries();
        let raw = line();
        let owner = classify(&raw, &c);
        let n = Network::cut(&raw, &owner, &[], &|_| STRAIGHT);
        assert_eq!(n.edges.len(), 2);
        assert_eq!(n.dropped[&(0, 1)], 1);
    }

    #[test]
    fn a_listed_crossing_splits_the_edge_between_the_countries() {
        let c = two_countries();
        let raw = line();
        let owner = classify(&raw, &c);
        let gate = Gate {
            at: Point::new(11.0, 41.0),
            countries: [0, 1],
        };
        let n = Network::cut(&raw, &owner, &[gate], &|_| STRAIGHT);
        let at_gate: Vec<_> = n
            .edges
            .iter()
            .filter(|e| e.a == 0)
            .map(|e| (e.country, e.metres))
            .collect();
        assert_eq!(at_gate, vec![(0, 8_500), (1, 8_500)]);
        assert!(matches!(n.fits[0], GateFit::Crossed { off_m, .. } if off_m < 1.0));
    }

    #[test]
    fn splits_of_one_edge_keep_its_length() {
        let mut n = Network {
            points: vec![Point::new(10.0, 40.0), Point::new(11.0, 40.0)],
            edges: vec![Edge {
                a: 0,
                b: 1,
                metres: 1000,
                country: 0,
            }],
            fits: vec![],
            dead_ends: vec![],
            dropped: BTreeMap::new(),
        };
        let s = |t| Split {
            edge: 0,
            t,
            tie: None,
        };
        let nodes = n.split(&[s(0.75), s(0.25)]);
        assert!((n.points[nodes[0] as usize].lon - 10.75).abs() < 1e-9);
        assert_eq!(n.edges.iter().map(|e| e.metres).sum::<u32>(), 1000);
        assert_eq!(n.edges.len(), 3);
    }
}
