//! Parses the Python modules of `scgraph_data`: a list of `{neighbour: km}` and a list of
//! `[latitude, longitude]`.

use crate::BuildError;
use crate::geometry::Point;

/// Window of the atlas: west, east, south, north in degrees.
pub const WINDOW: (f64, f64, f64, f64) = (-10.0, 90.0, 27.0, 60.0);

/// Nodes and undirected edges (metres) inside the window.
#[derive(Debug, Default, PartialEq)]
pub struct RawNetwork {
    /// Node positions.
    pub nodes: Vec<Point>,
    /// Edges as node, node, metres; the first node has the lower index; sorted.
    pub edges: Vec<(u32, u32, u32)>,
}

/// Reads one module's text.
pub fn parse(file: &str, text: &str) -> Result<RawNetwork, BuildError> {
    let bad = |reason: &str| BuildError::Format {
        file: file.into(),
        reason: reason.into(),
    };
    let line = |key: &str| {
        text.lines()
            .find_map(|l| l.strip_prefix(key))
            .ok_or_else(|| bad(&format!("no line starts with `{key}`")))
    };
    let nodes: Vec<Point> = line("nodes=[")?
        .split("],")
        .map(|pair| {
            let pair = pair.trim_matches(|c: char| c == '[' || c == ']' || c == ' ');
            let (lat, lon) = pair
                .split_once(',')
                .ok_or_else(|| bad(&format!("node `{pair}`")))?;
            let number = |s: &str| {
                s.trim()
                    .parse::<f64>()
                    .map_err(|_| bad(&format!("number `{s}`")))
            };
            Ok(Point::new(number(lon)?, number(lat)?))
        })
        .collect::<Result<_, BuildError>>()?;
    let (west, east, south, north) = WINDOW;
    let mut index = vec![u32::MAX; nodes.len()];
    let mut kept = Vec::new();
    for (i, p) in nodes.iter().enumerate() {
        if p.lon >= west && p.lon <= east && p.lat >= south && p.lat <= north {
            index[i] = kept.len() as u32;
            kept.push(*p);
        }
    }
    let mut edges = Vec::new();
    for (from, map) in line("graph=[")?.split("},").enumerate() {
        let map = map.trim_matches(|c: char| "{}[] ".contains(c));
        for entry in map.split(',').filter(|e| !e.trim().is_empty()) {
            let (to, km) = entry
                .split_once(':')
                .ok_or_else(|| bad(&format!("edge `{entry}`")))?;
            let to: usize = to
                .trim()
                .parse()
                .map_err(|_| bad(&format!("node `{to}`")))?;
            let km: f64 = km
                .trim()
                .parse()
                .map_err(|_| bad(&format!("length `{}`", km.trim())))?;
            let ends = (index.get(from).copied(), index.get(to).copied());
            let (Some(a), Some(b)) = ends else {
                return Err(bad(&format!("edge to node {to}")));
            };
            if a != u32::MAX && b != u32::MAX && a != b {
                edges.push((a.min(b), a.max(b), (km * 1000.0).round() as u32));
            }
        }
    }
    edges.sort_unstable();
    edges.dedup_by_key(|e| (e.0, e.1));
    Ok(RawNetwork { nodes: kept, edges })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_window_and_the_shorter_of_two_directions() {
        let text = "x\ngraph=[{1: 2.5, 0: 0.0}, {0: 2.4, 2: 9.0}, {1: 9.0}]\nnodes=[[50.0, 10.0], [50.1, 10.1], [-30.0, 10.0]]\n";
        let n = parse("t", text).expect("valid");
        assert_eq!(
            n.nodes,
            vec![Point::new(10.0, 50.0), Point::new(10.1, 50.1)]
        );
        assert_eq!(n.edges, vec![(0, 1, 2400)]);
    }

    #[test]
    fn a_broken_number_is_named() {
        let e = parse("t", "graph=[{0: x}]\nnodes=[[50.0, 10.0]]").expect_err("broken");
        assert_eq!(e.to_string(), "t: length `x`");
    }
}
