//! Elimination tree, post-order and fill-in.

use crate::graph::NONE;
use crate::rows::Rows;

/// What contraction in a given order leaves behind, in ranks.
#[derive(Debug)]
pub(super) struct Shape {
    /// Rank by node.
    pub(super) rank: Vec<u32>,
    /// Next node up the elimination tree by rank, [`NONE`] at a root.
    pub(super) parent: Vec<u32>,
    /// Upper ends of the arcs by lower end, ascending within a row.
    pub(super) up: Rows<u32>,
}

/// Neighbours above (or below) in the input, by rank; parallels are kept, loops are not.
fn neighbours(rank: &[u32], ends: &[(u32, u32)], upward: bool) -> Rows<u32> {
    let ranked = ends.iter().filter_map(|&(tail, head)| {
        let (a, b) = (rank[tail as usize], rank[head as usize]);
        let (low, high) = (a.min(b), a.max(b));
        (low != high).then_some(if upward { (low, high) } else { (high, low) })
    });
    Rows::group(rank.len(), ranked)
}

/// Contracts the nodes of a graph in an order; `None` when more than `limit` arcs would arise.
pub(super) fn contract(order: &[u32], ends: &[(u32, u32)], limit: u32) -> Option<Shape> {
    let nodes = order.len();
    let mut rank = vec![0_u32; nodes];
    for (at, &node) in order.iter().enumerate() {
        rank[node as usize] = at as u32;
    }
    let parent = tree(&neighbours(&rank, ends, false));
    let post = post_order(&parent);
    for rank in &mut rank {
        *rank = post[*rank as usize];
    }
    let mut moved = vec![NONE; nodes];
    for (at, &up) in parent.iter().enumerate() {
        if up != NONE {
            moved[post[at] as usize] = post[up as usize];
        }
    }
    let parent = moved;
    let up = fill(&parent, &neighbours(&rank, ends, true), limit)?;
    Some(Shape { rank, parent, up })
}

/// Liu's elimination tree, with path compression.
fn tree(down: &Rows<u32>) -> Vec<u32> {
    let nodes = down.len();
    let mut parent = vec![NONE; nodes];
    let mut ancestor = vec![NONE; nodes];
    for node in 0..nodes as u32 {
        for &low in down.row(node as usize) {
            let mut at = low;
            while at != node {
                let up = std::mem::replace(&mut ancestor[at as usize], node);
                if up == NONE {
                    parent[at as usize] = node;
                    break;
                }
                at = up;
            }
        }
    }
    parent
}

/// New rank by old rank such that every subtree is contiguous and ends with its root.
fn post_order(parent: &[u32]) -> Vec<u32> {
    let nodes = parent.len();
    let mut size = vec![1_u32; nodes];
    for at in 0..nodes {
        if parent[at] != NONE {
            size[parent[at] as usize] += size[at];
        }
    }
    // each subtree takes the seats below its parent's, the last child next to it
    let mut end = vec![0_u32; nodes];
    let mut roots = nodes as u32;
    let mut post = vec![0_u32; nodes];
    for at in (0..nodes).rev() {
        let seat = match parent[at] {
            NONE => &mut roots,
            up => &mut end[up as usize],
        };
        post[at] = *seat - 1;
        let last = *seat;
        *seat -= size[at];
        end[at] = last - 1;
    }
    post
}

/// Up-neighbours with fill-in: the input's and those of the children, less the node itself.
fn fill(parent: &[u32], up: &Rows<u32>, limit: u32) -> Option<Rows<u32>> {
    let nodes = parent.len();
    let mut filled: Rows<u32> = Rows::with_capacity(nodes, up.items().len() * 3 / 2);
    let mut stamp = vec![NONE; nodes];
    // children of a node in post-order: a list threaded through the nodes
    let mut child = vec![NONE; nodes];
    let mut sibling = vec![NONE; nodes];
    for node in 0..nodes as u32 {
        let at = node as usize;
        stamp[at] = node;
        let mut low = child[at];
        while low != NONE {
            let row = filled.range(low as usize);
            if filled.open_row().is_empty() {
                // the first child's row is sorted and contains the node at its beginning
                for index in row.start + 1..row.end {
                    let other = filled.items()[index];
                    stamp[other as usize] = node;
                    filled.push(other);
                }
            } else {
                for index in row {
                    let other = filled.items()[index];
                    if stamp[other as usize] != node {
                        stamp[other as usize] = node;
                        filled.push(other);
                    }
                }
            }
            low = sibling[low as usize];
        }
        for &other in up.row(at) {
            if stamp[other as usize] != node {
                stamp[other as usize] = node;
                filled.push(other);
            }
        }
        if filled.items().len() > limit as usize {
            return None;
        }
        filled.open_row().sort_unstable();
        filled.end_row();
        if parent[at] != NONE {
            let up = parent[at] as usize;
            sibling[at] = child[up];
            child[up] = node;
        }
    }
    filled.shrink_to_fit();
    Some(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_contracted_from_the_ends_has_no_fill() {
        // 0-1-2-3-4 with the middle last
        let ends = [(0, 1), (1, 2), (2, 3), (3, 4), (2, 2), (4, 3)];
        let shape = contract(&[0, 4, 1, 3, 2], &ends, 100).unwrap();
        assert_eq!(shape.up.items().len(), 4);
        let of = |node: usize| shape.parent[shape.rank[node] as usize];
        assert_eq!(of(0), shape.rank[1]);
        assert_eq!(of(4), shape.rank[3]);
        assert_eq!(of(1), shape.rank[2]);
        assert_eq!(of(2), NONE);
    }

    #[test]
    fn a_star_contracted_from_its_middle_becomes_a_clique() {
        let ends = [(0, 1), (0, 2), (0, 3)];
        assert!(contract(&[0, 1, 2, 3], &ends, 5).is_none());
        let shape = contract(&[0, 1, 2, 3], &ends, 6).unwrap();
        assert_eq!(shape.up.items(), [1, 2, 3, 2, 3, 3]);
    }

    #[test]
    fn subtrees_are_contiguous() {
        let ends = [(0, 4), (1, 5), (2, 4), (3, 5), (4, 6), (5, 6)];
        let shape = contract(&[0, 1, 2, 3, 4, 5, 6], &ends, 100).unwrap();
        let mut size = [1_usize; 7];
        for at in 0..7 {
            let up = shape.parent[at] as usize;
            if up < 7 {
                assert!(up > at);
                size[up] += size[at];
            }
        }
        for at in 0..6 {
            let up = shape.parent[at] as usize;
            assert!(
                up + 1 - size[up] <= at,
                "{at} lies outside its parent's range"
            );
        }
        // contracting in the new order changes nothing
        let order: Vec<u32> = (0..7)
            .map(|rank| shape.rank.iter().position(|&other| other == rank).unwrap() as u32)
            .collect();
        let again = contract(&order, &ends, 100).unwrap();
        assert_eq!((again.rank, again.up), (shape.rank, shape.up));
    }
}
