//! Generated networks: towns and countryside.

use trade_corridor_router::{Dijkstra, Graph, Metric, NodeId};

/// Nodes, arcs and what they weigh.
#[derive(Debug)]
pub(crate) struct Network {
    /// Name in the tables.
    pub(crate) name: String,
    /// Planar coordinates by node.
    pub(crate) points: Vec<(f64, f64)>,
    /// Tail and head by arc.
    pub(crate) arcs: Vec<(u32, u32)>,
    /// Travel time by arc, in ms or a coarser unit.
    pub(crate) time: Vec<u32>,
    /// Length by arc, in m.
    pub(crate) length: Vec<u32>,
}

/// A small linear congruential generator: the same numbers on every platform.
#[derive(Debug)]
pub(crate) struct Random(u64);

impl Random {
    /// Starts at a seed.
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number in `0..below`.
    pub(crate) fn below(&mut self, below: u32) -> u32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (((self.0 >> 32) * u64::from(below)) >> 32) as u32
    }
}

impl Network {
    /// Towns as dense jittered grids in a rural lattice of 16-cell spacing: 24 % of the street
    /// segments missing, 12 % one-way, three road classes, the largest strongly connected part.
    pub(crate) fn towns(wanted: u32, seed: u64) -> Self {
        let mut random = Random::new(seed);
        // about two cells in seven end up as nodes of the largest part
        let side = (f64::from(wanted) * 3.5).sqrt() as u32 / 16 * 16 + 17;
        let blocks = side.div_ceil(16);
        let town: Vec<bool> = (0..blocks * blocks)
            .map(|_| random.below(100) < 20)
            .collect();
        let in_town = |x: u32, y: u32| town[(y / 16 * blocks + x / 16) as usize];
        let exists = |x: u32, y: u32| in_town(x, y) || x.is_multiple_of(16) || y.is_multiple_of(16);
        let mut points = Vec::new();
        for y in 0..side {
            for x in 0..side {
                let jitter = |random: &mut Random| f64::from(random.below(600)) - 300.0;
                let (dx, dy) = (jitter(&mut random), jitter(&mut random));
                points.push((f64::from(x) * 1000.0 + dx, f64::from(y) * 1000.0 + dy));
            }
        }
        let mut network = Self {
            name: format!("towns-{wanted}"),
            points,
            arcs: Vec::new(),
            time: Vec::new(),
            length: Vec::new(),
        };
        for y in 0..side {
            for x in 0..side {
                for (ox, oy) in [(1, 0), (0, 1)] {
                    let (u, v) = (x + ox, y + oy);
                    if u >= side || v >= side || !exists(x, y) || !exists(u, v) {
                        continue;
                    }
                    let main = if ox == 1 { y % 16 == 0 } else { x % 16 == 0 };
                    if !main && (!in_town(x, y) || !in_town(u, v) || random.below(100) < 24) {
                        continue;
                    }
                    let speed = match (main, if ox == 1 { y % 64 } else { x % 64 }) {
                        (true, 0) => 30,
                        (true, _) => 20,
                        (false, _) => 10,
                    };
                    network.road(
                        y * side + x,
                        v * side + u,
                        speed,
                        !main && random.below(100) < 12,
                        &mut random,
                    );
                }
            }
        }
        network.largest_part()
    }

    fn road(&mut self, a: u32, b: u32, speed: u32, one_way: bool, random: &mut Random) {
        let ((ax, ay), (bx, by)) = (self.points[a as usize], self.points[b as usize]);
        let metres = ((ax - bx).powi(2) + (ay - by).powi(2)).sqrt() as u32 / 10 + 1;
        let arcs = [(a, b), (b, a)];
        let skip = random.below(2) as usize;
        for (at, arc) in arcs.into_iter().enumerate() {
            if !(one_way && at == skip) {
                self.arcs.push(arc);
                self.length.push(metres);
                self.time.push(metres * 1000 / speed);
            }
        }
    }

    /// Keeps the nodes of the largest strongly connected part.
    pub(crate) fn largest_part(self) -> Self {
        let graph = Graph::new(self.points.len() as u32, self.arcs.iter().copied()).unwrap();
        let back = Graph::new(graph.nodes(), self.arcs.iter().map(|&(a, b)| (b, a))).unwrap();
        let [metric, against] =
            [&graph, &back].map(|graph| Metric::new(graph, |_| Some(1)).unwrap());
        let mut tried = vec![false; self.points.len()];
        let mut best: Vec<NodeId> = Vec::new();
        let (mut ahead, mut behind) = (Dijkstra::new(), Dijkstra::new());
        let nodes = (0..graph.nodes()).map(NodeId::new);
        for node in nodes.clone() {
            if tried[node.index()] || graph.out_arcs(node).next().is_none() {
                continue;
            }
            let to = ahead.one_to_all(&graph, &metric, &[(node, 0)]).unwrap();
            let from = behind.one_to_all(&back, &against, &[(node, 0)]).unwrap();
            let part: Vec<_> = nodes
                .clone()
                .filter(|&other| to.distance(other).is_some() && from.distance(other).is_some())
                .collect();
            for &other in &part {
                tried[other.index()] = true;
            }
            if part.len() > best.len() {
                best = part;
            }
            if best.len() > self.points.len() / 8 {
                break;
            }
        }
        let mut renamed = vec![u32::MAX; self.points.len()];
        for (at, &node) in best.iter().enumerate() {
            renamed[node.index()] = at as u32;
        }
        let mut part = Self {
            name: self.name,
            points: best.iter().map(|&node| self.points[node.index()]).collect(),
            arcs: Vec::new(),
            time: Vec::new(),
            length: Vec::new(),
        };
        for (arc, &(tail, head)) in self.arcs.iter().enumerate() {
            let ends = (renamed[tail as usize], renamed[head as usize]);
            if ends.0 != u32::MAX && ends.1 != u32::MAX {
                part.arcs.push(ends);
                part.time.push(self.time[arc]);
                part.length.push(self.length[arc]);
            }
        }
        part
    }

    /// Number of nodes.
    pub(crate) fn nodes(&self) -> u32 {
        self.points.len() as u32
    }

    /// Seeded pairs of nodes.
    pub(crate) fn pairs(&self, count: usize) -> Vec<(NodeId, NodeId)> {
        let mut random = Random::new(42);
        let mut node = || NodeId::new(random.below(self.nodes()));
        (0..count).map(|_| (node(), node())).collect()
    }

    /// The graph and its travel times.
    pub(crate) fn build(&self) -> (Graph, Metric) {
        let graph = Graph::new(self.nodes(), self.arcs.iter().copied()).unwrap();
        let metric = Metric::from_weights(&graph, self.time.iter().copied()).unwrap();
        (graph, metric)
    }
}
