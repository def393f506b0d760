//! The undirected simple graph under a [`Graph`]: what an elimination order looks at.

use super::super::Graph;

/// Neighbours of every node, without loops and parallels, ascending.
#[derive(Clone, Debug, Default)]
pub(super) struct Links {
    pub(super) first: Vec<u32>,
    pub(super) to: Vec<u32>,
}

impl Links {
    pub(super) fn of(graph: &Graph) -> Self {
        let nodes = graph.nodes() as usize;
        let mut first = vec![0_u32; nodes + 1];
        for &(tail, head) in graph.all_ends() {
            first[tail as usize + 1] += 1;
            first[head as usize + 1] += 1;
        }
        for node in 0..nodes {
            first[node + 1] += first[node];
        }
        let mut to = vec![0_u32; first[nodes] as usize];
        let mut next = first.clone();
        for &(tail, head) in graph.all_ends() {
            for (from, node) in [(tail, head), (head, tail)] {
                let slot = &mut next[from as usize];
                to[*slot as usize] = node;
                *slot += 1;
            }
        }
        let mut kept = 0;
        for node in 0..nodes {
            let row = first[node] as usize..first[node + 1] as usize;
            first[node] = kept as u32;
            to[row.clone()].sort_unstable();
            let mut last = node as u32;
            let mut seen = false;
            for at in row {
                let other = to[at];
                if other as usize != node && !(seen && other == last) {
                    to[kept] = other;
                    kept += 1;
                    (last, seen) = (other, true);
                }
            }
        }
        first[nodes] = kept as u32;
        to.truncate(kept);
        Self { first, to }
    }

    pub(super) fn nodes(&self) -> usize {
        self.first.len() - 1
    }

    #[inline]
    pub(super) fn of_node(&self, node: u32) -> &[u32] {
        let node = node as usize;
        &self.to[self.first[node] as usize..self.first[node + 1] as usize]
    }
}
