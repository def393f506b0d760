//! Takes lines out of the raw network that carry no freight (high-speed passenger lines).

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use crate::geometry::{Point, great_circle_m};
use crate::source::RawNetwork;

/// Removes the edges of the shortest way over the waypoints, except those within `spare_m` of the
/// first and the last one (shared station tracks). Returns the metres removed.
pub fn remove_line(raw: &mut RawNetwork, waypoints: &[Point], spare_m: f64) -> u64 {
    let nearest = |p: Point| {
        (0..raw.nodes.len()).min_by(|a, b| {
            great_circle_m(p, raw.nodes[*a])
                .total_cmp(&great_circle_m(p, raw.nodes[*b]))
                .then(a.cmp(b))
        })
    };
    let stops: Vec<usize> = waypoints.iter().filter_map(|p| nearest(*p)).collect();
    let mut adjacency: Vec<Vec<(u32, u32)>> = vec![Vec::new(); raw.nodes.len()];
    for &(a, b, m) in &raw.edges {
        adjacency[a as usize].push((b, m));
        adjacency[b as usize].push((a, m));
    }
    let mut gone = BTreeSet::new();
    for pair in stops.windows(2) {
        for step in shortest(&adjacency, pair[0], pair[1]).windows(2) {
            let spared = [stops.first(), stops.last()]
                .into_iter()
                .flatten()
                .any(|s| {
                    step.iter()
                        .any(|n| great_circle_m(raw.nodes[*n], raw.nodes[*s]) < spare_m)
                });
            if !spared {
                gone.insert((step[0].min(step[1]) as u32, step[0].max(step[1]) as u32));
            }
        }
    }
    let mut metres = 0;
    raw.edges.retain(|&(a, b, m)| {
        let keep = !gone.contains(&(a, b));
        if !keep {
            metres += u64::from(m);
        }
        keep
    });
    metres
}

fn shortest(adjacency: &[Vec<(u32, u32)>], from: usize, to: usize) -> Vec<usize> {
    let mut best = vec![u64::MAX; adjacency.len()];
    let mut parent = vec![usize::MAX; adjacency.len()];
    best[from] = 0;
    let mut heap = BinaryHeap::from([Reverse((0_u64, from))]);
    while let Some(Reverse((d, n))) = heap.pop() {
        if n == to {
            break;
        }
        if d > best[n] {
            continue;
        }
        for &(next, m) in &adjacency[n] {
            let far = d + u64::from(m);
            if far < best[next as usize] {
                best[next as usize] = far;
                parent[next as usize] = n;
                heap.push(Reverse((far, next as usize)));
            }
        }
    }
    let mut path = vec![to];
    while let Some(&n) = path.last()
        && parent[n] != usize::MAX
    {
        path.push(parent[n]);
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fast_line_goes_and_the_old_one_stays() {
        let mut raw = RawNetwork {
            nodes: [(10.0, 40.0), (10.5, 40.0), (11.0, 40.0), (10.5, 40.5)]
                .map(|(x, y)| Point::new(x, y))
                .to_vec(),
            edges: vec![
                (0, 1, 42_000),
                (0, 3, 70_000),
                (1, 2, 42_000),
                (2, 3, 70_000),
            ],
        };
        let gone = remove_line(
            &mut raw,
            &[Point::new(10.0, 40.0), Point::new(11.0, 40.0)],
            1.0e-3,
        );
        // Both edges touch an end of the line, so they count as station tracks.
        assert_eq!(gone, 0);
        let ends = [Point::new(9.9, 40.0), Point::new(11.1, 40.0)];
        assert_eq!(remove_line(&mut raw, &ends, 0.0), 84_000);
        assert_eq!(raw.edges.len(), 2);
    }
}
