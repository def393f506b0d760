//! Which places and crossings are neighbours on a country's network, and which of those links are
//! worth keeping.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use crate::countries::CountryId;
use crate::geometry::Point;
use crate::graph::Adjacency;
use crate::network::Network;

/// Nodes within this many metres along the network belong to a place.
const ZONE_M: u32 = 4_000;

/// A place or a crossing as a node of the network.
#[derive(Clone, Copy, Debug)]
pub struct Terminal {
    /// Its node.
    pub node: u32,
    /// A place has a zone around it, a crossing has none.
    pub place: bool,
}

/// A way between two terminals that meets no other.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Index of the first terminal (the lower one).
    pub from: usize,
    /// Index of the second terminal.
    pub to: usize,
    /// Length in metres.
    pub metres: u32,
    /// The country it lies in.
    pub country: CountryId,
    /// Its nodes.
    pub path: Vec<u32>,
}

impl Candidate {
    /// Positions along the way.
    pub fn line(&self, network: &Network) -> Vec<Point> {
        self.path
            .iter()
            .map(|n| network.points[*n as usize])
            .collect()
    }
}

/// Searches from every terminal and returns the shortest way of each neighbouring pair, per country.
pub fn candidates(
    network: &Network,
    adjacency: &Adjacency,
    terminals: &[Terminal],
) -> Vec<Candidate> {
    let mut search = Search::new(network, adjacency, terminals);
    let mut found: BTreeMap<(usize, usize, CountryId), Candidate> = BTreeMap::new();
    for (s, terminal) in terminals.iter().enumerate() {
        let mut homes: Vec<CountryId> = adjacency
            .at(terminal.node)
            .iter()
            .map(|e| network.edges[*e as usize].country)
            .collect();
        homes.sort_unstable();
        homes.dedup();
        for home in homes {
            let reached = search.run(s, home);
            for (t, metres) in reached {
                let mut path = search.path(terminals[t].node);
                let key = (s.min(t), s.max(t), home);
                if s > t {
                    path.reverse();
                }
                let c = Candidate {
                    from: key.0,
                    to: key.1,
                    metres,
                    country: home,
                    path,
                };
                let best = found.entry(key).or_insert_with(|| c.clone());
                if c.metres < best.metres {
                    *best = c;
                }
            }
        }
    }
    found.into_values().collect()
}

/// For each node the terminal (a place) whose zone it lies in.
fn zones(network: &Network, adjacency: &Adjacency, terminals: &[Terminal]) -> Vec<u32> {
    let mut zone = vec![u32::MAX; network.points.len()];
    let mut best = vec![u32::MAX; network.points.len()];
    let mut heap = BinaryHeap::new();
    for (i, t) in terminals.iter().enumerate().filter(|(_, t)| t.place) {
        if best[t.node as usize] == u32::MAX {
            best[t.node as usize] = 0;
            zone[t.node as usize] = i as u32;
            heap.push(Reverse((0_u32, t.node)));
        }
    }
    while let Some(Reverse((d, n))) = heap.pop() {
        if d > best[n as usize] || (n as usize) < network.fits.len() {
            continue;
        }
        for &i in adjacency.at(n) {
            let e = network.edges[i as usize];
            let next = if e.a == n { e.b } else { e.a };
            let far = d + e.metres;
            if far <= ZONE_M && far < best[next as usize] && next as usize >= network.fits.len() {
                best[next as usize] = far;
                zone[next as usize] = zone[n as usize];
                heap.push(Reverse((far, next)));
            }
        }
    }
    zone
}

struct Search<'a> {
    network: &'a Network,
    adjacency: &'a Adjacency,
    terminals: &'a [Terminal],
    zone: Vec<u32>,
    at: BTreeMap<u32, Vec<usize>>,
    best: Vec<u32>,
    parent: Vec<u32>,
    touched: Vec<u32>,
}

impl<'a> Search<'a> {
    fn new(network: &'a Network, adjacency: &'a Adjacency, terminals: &'a [Terminal]) -> Self {
        let mut at: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (i, t) in terminals.iter().enumerate() {
            at.entry(t.node).or_default().push(i);
        }
        let nodes = network.points.len();
        Self {
            network,
            adjacency,
            terminals,
            zone: zones(network, adjacency, terminals),
            at,
            best: vec![u32::MAX; nodes],
            parent: vec![u32::MAX; nodes],
            touched: Vec::new(),
        }
    }

    /// Neighbours of a terminal in one country, with the metres to each.
    fn run(&mut self, source: usize, home: CountryId) -> Vec<(usize, u32)> {
        for n in self.touched.drain(..) {
            self.best[n as usize] = u32::MAX;
            self.parent[n as usize] = u32::MAX;
        }
        let start = self.terminals[source].node;
        self.best[start as usize] = 0;
        self.touched.push(start);
        let mut heap = BinaryHeap::from([Reverse((0_u32, start))]);
        let mut reached = Vec::new();
        while let Some(Reverse((d, n))) = heap.pop() {
            if d > self.best[n as usize] {
                continue;
            }
            if let Some(here) = self.at.get(&n) {
                reached.extend(here.iter().filter(|t| **t != source).map(|t| (*t, d)));
                if n != start {
                    continue;
                }
            }
            // Inside another place's zone the way may only lead to that place.
            let inside = self.zone[n as usize];
            let captive = inside != u32::MAX && inside as usize != source;
            for &i in self.adjacency.at(n) {
                let e = self.network.edges[i as usize];
                if e.country != home {
                    continue;
                }
                let next = if e.a == n { e.b } else { e.a };
                if captive && self.zone[next as usize] != inside {
                    continue;
                }
                let far = d.saturating_add(e.metres);
                if far < self.best[next as usize] {
                    if self.best[next as usize] == u32::MAX {
                        self.touched.push(next);
                    }
                    self.best[next as usize] = far;
                    self.parent[next as usize] = n;
                    heap.push(Reverse((far, next)));
                }
            }
        }
        reached
    }

    fn path(&self, to: u32) -> Vec<u32> {
        let mut path = vec![to];
        while let Some(&n) = path.last()
            && self.parent[n as usize] != u32::MAX
        {
            path.push(self.parent[n as usize]);
        }
        path.reverse();
        path
    }
}

/// Stretch up to which a way over kept links replaces a direct one: factor and metres.
#[derive(Clone, Copy, Debug)]
pub struct Stretch {
    /// Factor on the length.
    pub factor: f64,
    /// Metres on top.
    pub metres: f64,
}

/// Keeps, shortest first, every candidate that the links kept before do not already give within the
/// stretch. `seeds` are links that exist anyway; a way never leads through a crossing.
pub fn spanner(
    candidates: &[Candidate],
    seeds: &[(usize, usize, u32)],
    terminals: &[Terminal],
    stretch: &dyn Fn(&Candidate) -> Stretch,
) -> Vec<usize> {
    let mut links: Vec<Vec<(usize, u32)>> = vec![Vec::new(); terminals.len()];
    for &(a, b, m) in seeds {
        links[a].push((b, m));
        links[b].push((a, m));
    }
    let mut order: Vec<usize> = (0..candidates.len()).collect();
    order.sort_by_key(|i| {
        (
            candidates[*i].metres,
            candidates[*i].from,
            candidates[*i].to,
        )
    });
    let mut kept = Vec::new();
    for i in order {
        let c = &candidates[i];
        let Stretch { factor, metres } = stretch(c);
        let limit = (f64::from(c.metres) * factor + metres) as u32;
        if distance(&links, terminals, c.from, c.to, limit).is_none() {
            links[c.from].push((c.to, c.metres));
            links[c.to].push((c.from, c.metres));
            kept.push(i);
        }
    }
    kept.sort_unstable();
    kept
}

/// Distance over links up to a limit, never through a crossing.
pub fn distance(
    links: &[Vec<(usize, u32)>],
    terminals: &[Terminal],
    from: usize,
    to: usize,
    limit: u32,
) -> Option<u32> {
    let mut best: BTreeMap<usize, u32> = BTreeMap::from([(from, 0)]);
    let mut heap = BinaryHeap::from([Reverse((0_u32, from))]);
    while let Some(Reverse((d, n))) = heap.pop() {
        if n == to {
            return Some(d);
        }
        if d > best[&n] || (n != from && !terminals[n].place) {
            continue;
        }
        for &(next, m) in &links[n] {
            let far = d.saturating_add(m);
            if far <= limit && best.get(&next).is_none_or(|b| far < *b) {
                best.insert(next, far);
                heap.push(Reverse((far, next)));
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::Edge;

    fn near(_: &Candidate) -> Stretch {
        Stretch {
            factor: 1.05,
            metres: 2_000.0,
        }
    }

    fn chain(edges: &[(u32, u32, u32)], nodes: usize) -> Network {
        Network {
            points: vec![Point::new(10.0, 40.0); nodes],
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
            dead_ends: vec![],
            dropped: BTreeMap::new(),
        }
    }

    #[test]
    fn a_place_hides_what_lies_behind_it() {
        let n = chain(&[(0, 1, 10_000), (1, 2, 10_000)], 3);
        let adjacency = Adjacency::new(3, &n.edges);
        let t: Vec<Terminal> = (0..3).map(|node| Terminal { node, place: true }).collect();
        let pairs: Vec<_> = candidates(&n, &adjacency, &t)
            .into_iter()
            .map(|c| (c.from, c.to, c.metres))
            .collect();
        assert_eq!(pairs, vec![(0, 1, 10_000), (1, 2, 10_000)]);
    }

    #[test]
    fn a_bypass_through_the_zone_does_not_make_a_neighbour() {
        // 1 hangs 1 km off the line 0-3-2 at node 3.
        let n = chain(&[(0, 3, 10_000), (3, 2, 10_000), (3, 1, 1_000)], 4);
        let adjacency = Adjacency::new(4, &n.edges);
        let t: Vec<Terminal> = (0..3).map(|node| Terminal { node, place: true }).collect();
        let pairs: Vec<_> = candidates(&n, &adjacency, &t)
            .into_iter()
            .map(|c| (c.from, c.to, c.metres))
            .collect();
        assert_eq!(pairs, vec![(0, 1, 11_000), (1, 2, 11_000)]);
    }

    #[test]
    fn the_spanner_drops_what_kept_links_already_give() {
        let t = vec![
            Terminal {
                node: 0,
                place: true
            };
            3
        ];
        let c = |from, to, metres| Candidate {
            from,
            to,
            metres,
            country: 0,
            path: vec![],
        };
        let all = [c(0, 1, 10_000), c(1, 2, 10_000), c(0, 2, 19_500)];
        let kept = spanner(&all, &[], &t, &near);
        assert_eq!(kept, vec![0, 1]);
        let all = [c(0, 1, 10_000), c(1, 2, 10_000), c(0, 2, 12_000)];
        assert_eq!(spanner(&all, &[], &t, &near).len(), 3);
    }

    #[test]
    fn no_way_leads_through_a_crossing() {
        let t = [true, false, true].map(|place| Terminal { node: 0, place });
        let c = |from, to, metres| Candidate {
            from,
            to,
            metres,
            country: 0,
            path: vec![],
        };
        let all = [c(0, 1, 10_000), c(1, 2, 10_000), c(0, 2, 19_500)];
        assert_eq!(spanner(&all, &[], &t, &near).len(), 3);
    }
}
