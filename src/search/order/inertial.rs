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

/// Cells of more nodes are cut along two directions only.
const LARGE: usize = 30_000;

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
    let mut flow = Flow::default();
    let mut todo = vec![whole];
    let mut parts = Vec::new();
    let mut deepest = 0;
    while let Some(cell_now) = todo.pop() {
        if cell_now.nodes.len() <= cell as usize {
            continue;
        }
        let sides = separate(&cell_now, points, &mut flow);
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
    let mut first = Vec::with_capacity(nodes.len() + 1);
    let mut to = Vec::new();
    first.push(0);
    for &node in nodes {
        to.extend(
            row(node)
                .iter()
                .map(|&other| local[other as usize])
                .filter(|&at| at != CUT),
        );
        first.push(to.len() as u32);
    }
    Links { first, to }
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
            for &other in cell.links.of_node(members[at]) {
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
        let links = sub(&members, &local, |member| cell.links.of_node(member));
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
fn separate(cell: &Cell, points: &[(f64, f64)], flow: &mut Flow) -> Vec<Side> {
    let count = cell.nodes.len();
    let mut best: Option<(f64, Vec<Side>)> = None;
    let mut line: Vec<(f64, u32)> = Vec::with_capacity(count);
    let mut ends = vec![End::Neither; count];
    let mut sides = Vec::new();
    let share = (count / 4).max(1);
    // a flow through a large cell costs much, and few directions show where it is thin
    let step = if count > LARGE { 3 } else { 1 };
    for (dx, dy) in DIRECTIONS.into_iter().step_by(step) {
        line.clear();
        line.extend(cell.nodes.iter().enumerate().map(|(at, &node)| {
            let (x, y) = points[node as usize];
            (x * dx + y * dy, at as u32)
        }));
        // finite, so the order is total; equal projections go by number
        line.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        ends.fill(End::Neither);
        for &(_, at) in &line[..share] {
            ends[at as usize] = End::Source;
        }
        for &(_, at) in &line[count - share..] {
            ends[at as usize] = End::Sink;
        }
        let most = best
            .as_ref()
            .map_or(u32::MAX, |(score, _)| (score * count as f64 / 2.0) as u32);
        let Some(size) = flow.run(&cell.links, &ends, most) else {
            continue;
        };
        for near_sources in [true, false] {
            if near_sources {
                flow.source_cut(&cell.links, &ends, &mut sides);
            } else {
                flow.sink_cut(&cell.links, &ends, &mut sides);
            }
            let left = sides.iter().filter(|&&side| side == Side::Source).count();
            let right = count - left - size as usize;
            let score = f64::from(size) / left.min(right).max(1) as f64;
            if best.as_ref().is_none_or(|(known, _)| score < *known) {
                best = Some((score, sides.clone()));
            }
        }
    }
    best.map_or_else(|| vec![Side::Cut; count], |(_, sides)| sides)
}
