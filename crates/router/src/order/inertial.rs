//! Nested dissection by inertial flow (Schild and Sommer): project the nodes on a line, take the
//! outer parts as source and sink, and cut where the flow between them is thinnest.

use super::degree::Elimination;
use super::flow::{End, Flow, Side};
use super::links::Links;

const CUT: u32 = u32::MAX;

/// Half a turn in six steps; written out because sines differ between platforms.
const DIRECTIONS: [(f64, f64); 6] = [
    (1.0, 0.0),
    (0.866_025_403_784_438_6, 0.5),
    (0.5, 0.866_025_403_784_438_6),
    (0.0, 1.0),
    (-0.5, 0.866_025_403_784_438_6),
    (-0.866_025_403_784_438_6, 0.5),
];

/// A part of the graph with own numbers.
struct Cell {
    nodes: Vec<u32>,
    links: Links,
    depth: u32,
}

/// Class by node for [`Elimination::run`]: separators of the first cuts come last, the inside of
/// cells of at most `cell` nodes first. Only nodes that are not eliminated yet are looked at.
pub(super) fn classes(elimination: &Elimination, points: &[(f64, f64)], cell: u32) -> Vec<u32> {
    let mut depth = vec![CUT; points.len()];
    let mut local = vec![CUT; points.len()];
    let nodes: Vec<u32> = (0..points.len() as u32)
        .filter(|&node| !elimination.is_gone(node))
        .collect();
    for (at, &node) in nodes.iter().enumerate() {
        local[node as usize] = at as u32;
    }
    let whole = Cell {
        links: sub(&nodes, &local, |node| elimination.of_node(node)),
        nodes,
        depth: 0,
    };
    let mut band = Band::default();
    let mut todo = vec![whole];
    let mut parts = Vec::new();
    let mut deepest = 0;
    while let Some(cell_now) = todo.pop() {
        if cell_now.nodes.len() <= cell as usize {
            continue;
        }
        let sides = separate(&cell_now, points, &mut band);
        for (at, &node) in cell_now.nodes.iter().enumerate() {
            if sides[at] == Side::Cut {
                depth[node as usize] = cell_now.depth;
                deepest = deepest.max(cell_now.depth);
            }
        }
        components(&cell_now, &sides, &mut parts);
        todo.append(&mut parts);
    }
    depth
        .iter()
        .map(|&depth| if depth == CUT { 0 } else { deepest + 1 - depth })
        .collect()
}

/// Links among some nodes, renumbered by `local`.
fn sub<'a>(nodes: &[u32], local: &[u32], row: impl Fn(u32) -> &'a [u32]) -> Links {
    let mut links = Links::with_capacity(nodes.len(), 0);
    for &node in nodes {
        for &other in row(node) {
            if local[other as usize] != CUT {
                links.push(local[other as usize]);
            }
        }
        links.end_row();
    }
    links
}

/// What remains connected without the cut, as cells one level deeper.
fn components(cell: &Cell, sides: &[Side], parts: &mut Vec<Cell>) {
    let mut local = vec![CUT; cell.nodes.len()];
    let mut members = Vec::new();
    let mut seen = vec![false; cell.nodes.len()];
    for start in 0..cell.nodes.len() {
        if seen[start] || sides[start] == Side::Cut {
            continue;
        }
        members.clear();
        members.push(start as u32);
        seen[start] = true;
        let mut at = 0;
        while at < members.len() {
            for &other in cell.links.row(members[at] as usize) {
                if !seen[other as usize] && sides[other as usize] != Side::Cut {
                    seen[other as usize] = true;
                    members.push(other);
                }
            }
            at += 1;
        }
        for (at, &member) in members.iter().enumerate() {
            local[member as usize] = at as u32;
        }
        let links = sub(&members, &local, |member| cell.links.row(member as usize));
        for &member in &members {
            local[member as usize] = CUT;
        }
        let nodes = members
            .iter()
            .map(|&member| cell.nodes[member as usize])
            .collect();
        parts.push(Cell {
            nodes,
            links,
            depth: cell.depth + 1,
        });
    }
}

/// The best of the cuts along the directions.
fn separate(cell: &Cell, points: &[(f64, f64)], band: &mut Band) -> Vec<Side> {
    let count = cell.nodes.len();
    let mut best: Option<(f64, Vec<Side>)> = None;
    let mut line: Vec<(f64, u32)> = Vec::with_capacity(count);
    let share = (count / 4).max(1);
    for (dx, dy) in DIRECTIONS {
        line.clear();
        line.extend(cell.nodes.iter().enumerate().map(|(at, &node)| {
            let (x, y) = points[node as usize];
            (x * dx + y * dy, at as u32)
        }));
        // finite, so the order is total; equal projections go by number
        line.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        band.take(cell, &line, share);
        let most = best
            .as_ref()
            .map_or(u32::MAX, |(score, _)| (score * count as f64 / 2.0) as u32);
        let Some(size) = band.flow.run(&band.links, &band.ends, most) else {
            continue;
        };
        for near_sources in [true, false] {
            if near_sources {
                band.flow
                    .source_cut(&band.links, &band.ends, &mut band.sides);
            } else {
                band.flow.sink_cut(&band.links, &band.ends, &mut band.sides);
            }
            let inside = band.ends.iter().filter(|&&end| end == End::Source).count();
            let left = band
                .sides
                .iter()
                .filter(|&&side| side == Side::Source)
                .count();
            let left = left + share - inside;
            let right = count - left - size as usize;
            let score = f64::from(size) / left.min(right).max(1) as f64;
            if best.as_ref().is_none_or(|(known, _)| score < *known) {
                best = Some((score, band.spread(&line, share)));
            }
        }
    }
    best.map_or_else(|| vec![Side::Cut; count], |(_, sides)| sides)
}

/// What a flow has to look at of a cell: the nodes between the outer parts and those that border
/// on them, numbered along the line.
#[derive(Default)]
struct Band {
    /// Number in the band by node of the cell, [`CUT`] for others.
    local: Vec<u32>,
    place: Vec<u32>,
    links: Links,
    ends: Vec<End>,
    flow: Flow,
    sides: Vec<Side>,
}

impl Band {
    fn take(&mut self, cell: &Cell, line: &[(f64, u32)], share: usize) {
        let count = line.len();
        let end = |place: u32| match place as usize {
            place if place < share => End::Source,
            place if place >= count - share => End::Sink,
            _ => End::Neither,
        };
        self.place.resize(count.max(self.place.len()), 0);
        for (place, &(_, at)) in line.iter().enumerate() {
            self.place[at as usize] = place as u32;
        }
        self.local.clear();
        self.local.resize(count, CUT);
        self.ends.clear();
        for (place, &(_, at)) in line.iter().enumerate() {
            let own = end(place as u32);
            let row = cell.links.row(at as usize);
            if own == End::Neither
                || row
                    .iter()
                    .any(|&other| end(self.place[other as usize]) != own)
            {
                self.local[at as usize] = self.ends.len() as u32;
                self.ends.push(own);
            }
        }
        self.links.clear();
        for &(_, at) in line {
            let local = self.local[at as usize];
            if local == CUT {
                continue;
            }
            let own = self.ends[local as usize];
            for &other in cell.links.row(at as usize) {
                let other = self.local[other as usize];
                // links within an outer part carry nothing
                if other != CUT && (own == End::Neither || self.ends[other as usize] != own) {
                    self.links.push(other);
                }
            }
            self.links.end_row();
        }
    }

    /// The sides of all nodes of the cell.
    fn spread(&self, line: &[(f64, u32)], share: usize) -> Vec<Side> {
        let mut sides = vec![Side::Source; line.len()];
        for (place, &(_, at)) in line.iter().enumerate() {
            sides[at as usize] = match self.local[at as usize] {
                CUT if place < share => Side::Source,
                CUT => Side::Sink,
                local => self.sides[local as usize],
            };
        }
        sides
    }
}
