//! The undirected simple graph under a [`Graph`]: what an elimination order looks at.

use crate::graph::Graph;
use crate::rows::Rows;

/// Neighbours of every node, without loops and parallels.
pub(super) type Links = Rows<u32>;

/// The links of a graph; neighbours ascend.
pub(super) fn links(graph: &Graph) -> Links {
    let ends = graph.all_raw_ends().iter();
    let both = ends.flat_map(|&(tail, head)| [(tail, head), (head, tail)]);
    let mut links = Rows::group(graph.nodes() as usize, both);
    links.retain(|node, row| {
        row.sort_unstable();
        let mut kept = 0;
        for at in 0..row.len() {
            let other = row[at];
            if other as usize != node && (kept == 0 || row[kept - 1] != other) {
                row[kept] = other;
                kept += 1;
            }
        }
        kept
    });
    links
}
