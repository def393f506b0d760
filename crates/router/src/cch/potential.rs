//! Exact distances to one target, computed only for the nodes that are asked for.

use super::hierarchy::Cch;
use super::metric::{CchMetric, FAR};
use crate::graph::NONE;

/// Lazily evaluated distances to a target (after Strasser and Zeitz): a node needs those of its
/// ancestors only, and those are remembered.
#[derive(Clone, Debug, Default)]
pub(crate) struct Potential {
    /// Distance and the run that computed it, by rank.
    known: Vec<(u32, u32)>,
    run: u32,
    back: Vec<u32>,
    chain: Vec<u32>,
}

impl Potential {
    /// Takes a target (by node, which exists).
    pub(crate) fn start(&mut self, cch: &Cch, metric: &CchMetric, target: u32) {
        self.run = self.run.wrapping_add(1);
        if self.known.len() != cch.node.len() || self.run == 0 {
            self.known.clear();
            self.known.resize(cch.node.len(), (FAR, 0));
            self.run = 1;
        }
        self.back.clear();
        self.back.resize(cch.height as usize, FAR);
        self.chain.clear();
        let mut rank = cch.rank[target as usize];
        self.back[cch.depth[rank as usize] as usize] = 0;
        while rank != NONE {
            self.chain.push(rank);
            let here = self.back[cch.depth[rank as usize] as usize];
            if here < FAR {
                cch.each_arc(metric, rank, 1, |arc, weight| {
                    let there = &mut self.back[cch.head_depth[arc as usize] as usize];
                    *there = (*there).min(here + weight);
                });
            }
            rank = cch.parent[rank as usize];
        }
        while let Some(rank) = self.chain.pop() {
            let back = self.back[cch.depth[rank as usize] as usize];
            self.compute(cch, metric, rank, back);
        }
    }

    /// Distance from a node to the target; `None` when there is no path.
    #[inline]
    pub(crate) fn get(&mut self, cch: &Cch, metric: &CchMetric, node: u32) -> Option<u32> {
        let mut rank = cch.rank[node as usize];
        let asked = rank as usize;
        while rank != NONE && self.known[rank as usize].1 != self.run {
            self.chain.push(rank);
            rank = cch.parent[rank as usize];
        }
        while let Some(rank) = self.chain.pop() {
            self.compute(cch, metric, rank, FAR);
        }
        let distance = self.known[asked].0;
        (distance < FAR).then_some(distance)
    }

    fn compute(&mut self, cch: &Cch, metric: &CchMetric, rank: u32, back: u32) {
        let mut best = back;
        cch.each_arc(metric, rank, 0, |arc, weight| {
            let above = self.known[cch.heads()[arc as usize] as usize].0;
            best = best.min(above + weight);
        });
        self.known[rank as usize] = (best, self.run);
    }
}
