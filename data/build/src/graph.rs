//! Edges, adjacency, connected pieces and a finder of edges near a point.

use std::collections::HashMap;

use crate::countries::CountryId;
use crate::geometry::{Point, project};

/// An edge inside one country.
#[derive(Clone, Copy, Debug)]
pub struct Edge {
    /// First end.
    pub a: u32,
    /// Second end.
    pub b: u32,
    /// Length in metres, corrected for straight chords.
    pub metres: u32,
    /// The country it lies in.
    pub country: CountryId,
}

/// Adjacency of a network: for each node the edges that touch it.
pub struct Adjacency {
    start: Vec<u32>,
    list: Vec<u32>,
}

impl Adjacency {
    /// Builds the index.
    pub fn new(nodes: usize, edges: &[Edge]) -> Self {
        let mut start = vec![0_u32; nodes + 1];
        for e in edges {
            start[e.a as usize + 1] += 1;
            start[e.b as usize + 1] += 1;
        }
        for i in 0..nodes {
            start[i + 1] += start[i];
        }
        let mut next = start.clone();
        let mut list = vec![0; edges.len() * 2];
        for (i, e) in edges.iter().enumerate() {
            for n in [e.a, e.b] {
                list[next[n as usize] as usize] = i as u32;
                next[n as usize] += 1;
            }
        }
        Self { start, list }
    }

    /// Edges at a node.
    pub fn at(&self, node: u32) -> &[u32] {
        &self.list[self.start[node as usize] as usize..self.start[node as usize + 1] as usize]
    }
}

/// Disjoint sets.
pub struct Union(Vec<u32>);

impl Union {
    /// `n` sets of one.
    pub fn new(n: usize) -> Self {
        Self((0..n as u32).collect())
    }

    /// The set a member belongs to.
    pub fn find(&mut self, mut i: u32) -> u32 {
        while self.0[i as usize] != i {
            self.0[i as usize] = self.0[self.0[i as usize] as usize];
            i = self.0[i as usize];
        }
        i
    }

    /// Joins two sets; false when they were one already.
    pub fn join(&mut self, a: u32, b: u32) -> bool {
        let (a, b) = (self.find(a), self.find(b));
        self.0[a.max(b) as usize] = a.min(b);
        a != b
    }
}

/// An edge near a point: metres to it, its index, the share along it.
pub type NearEdge = (f64, u32, f64);

/// Finds edges near a point.
pub struct EdgeFinder(HashMap<(i32, i32), Vec<u32>>);

const CELL: f64 = 0.25;

impl EdgeFinder {
    /// Indexes the edges by the cells they run through.
    pub fn new(points: &[Point], edges: &[Edge]) -> Self {
        let mut grid: HashMap<(i32, i32), Vec<u32>> = HashMap::new();
        for (i, e) in edges.iter().enumerate() {
            let (a, b) = (points[e.a as usize], points[e.b as usize]);
            let steps =
                1 + ((a.lon - b.lon).abs().max((a.lat - b.lat).abs()) / (CELL / 2.0)) as usize;
            let mut last = None;
            for s in 0..=steps {
                let cell = Self::cell(a.towards(b, s as f64 / steps as f64));
                if last != Some(cell) {
                    grid.entry(cell).or_default().push(i as u32);
                    last = Some(cell);
                }
            }
        }
        Self(grid)
    }

    fn cell(p: Point) -> (i32, i32) {
        ((p.lon / CELL).floor() as i32, (p.lat / CELL).floor() as i32)
    }

    /// Edges of the country within about 25 km: metres, edge, share along it.
    pub fn near(
        &self,
        points: &[Point],
        edges: &[Edge],
        p: Point,
        country: CountryId,
    ) -> Vec<NearEdge> {
        let (cx, cy) = Self::cell(p);
        let mut out = Vec::new();
        for x in cx - 1..=cx + 1 {
            for y in cy - 1..=cy + 1 {
                for &i in self.0.get(&(x, y)).map(Vec::as_slice).unwrap_or_default() {
                    let e = edges[i as usize];
                    if e.country == country {
                        let (t, d) = project(p, points[e.a as usize], points[e.b as usize]);
                        out.push((d, i, t));
                    }
                }
            }
        }
        out
    }
}
