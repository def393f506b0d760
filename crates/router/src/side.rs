//! One direction of a search: labels by node and a queue.

use super::graph::Step;
use super::heap::Heap;
use super::metric::BLOCKED;
use super::{Graph, Metric};

pub(super) const NONE: u32 = u32::MAX;

#[derive(Clone, Copy, Debug)]
pub(super) struct Label {
    pub(super) distance: u64,
    /// Arc by which the node was reached, [`NONE`] at a source.
    pub(super) parent: u32,
    /// The run that wrote this label; others are stale.
    pub(super) run: u32,
}

const STALE: Label = Label {
    distance: u64::MAX,
    parent: NONE,
    run: 0,
};

/// One direction of a search.
#[derive(Clone, Debug, Default)]
pub(super) struct Side {
    pub(super) labels: Vec<Label>,
    pub(super) heap: Heap,
    pub(super) run: u32,
}

impl Side {
    pub(super) fn start(&mut self, nodes: u32, sources: &[(u32, u32)]) {
        if self.labels.len() < nodes as usize {
            self.labels.resize(nodes as usize, STALE);
        }
        self.heap.clear();
        self.run = self.run.wrapping_add(1);
        if self.run == 0 {
            self.labels.fill(STALE);
            self.run = 1;
        }
        for &(node, offset) in sources {
            self.reach(node, u64::from(offset), NONE);
        }
    }

    #[inline]
    pub(super) fn distance(&self, node: u32) -> Option<u64> {
        let label = self.labels.get(node as usize)?;
        (label.run == self.run).then_some(label.distance)
    }

    /// Only a strict improvement counts, so parents form a tree even over zero-weight arcs.
    #[inline]
    fn reach(&mut self, node: u32, distance: u64, parent: u32) {
        let label = &mut self.labels[node as usize];
        if label.run != self.run || distance < label.distance {
            *label = Label {
                distance,
                parent,
                run: self.run,
            };
            self.heap.push(distance, node);
        }
    }

    /// As [`Side::reach`], queued by the distance and a lower bound of the way ahead.
    #[inline]
    pub(super) fn reach_by(&mut self, node: u32, distance: u64, ahead: u64, parent: u32) {
        let label = &mut self.labels[node as usize];
        if label.run != self.run || distance < label.distance {
            *label = Label {
                distance,
                parent,
                run: self.run,
            };
            self.heap.push(distance + ahead, node);
        }
    }

    /// Takes the next node whose distance is final.
    #[inline]
    pub(super) fn settle(&mut self) -> Option<(u64, u32)> {
        loop {
            let (distance, node) = self.heap.pop()?;
            if self.labels[node as usize].distance == distance {
                return Some((distance, node));
            }
        }
    }

    #[inline]
    pub(super) fn relax(&mut self, distance: u64, steps: &[Step], weights: &[u32]) {
        for step in steps {
            let weight = weights[step.arc as usize];
            if weight != BLOCKED {
                self.reach(step.node, distance + u64::from(weight), step.arc);
            }
        }
    }

    /// Runs backward from a set of targets until all nodes that lead there are settled.
    pub(super) fn all_to(&mut self, graph: &Graph, metric: &Metric, targets: &[(u32, u32)]) {
        self.start(graph.nodes(), targets);
        self.back_to(graph, metric, u64::MAX, NONE);
    }

    /// Goes on backward until the next key is above `most` or a node is settled; that node's
    /// distance.
    pub(super) fn back_to(
        &mut self,
        graph: &Graph,
        metric: &Metric,
        most: u64,
        goal: u32,
    ) -> Option<u64> {
        while self.heap.min_key().is_some_and(|key| key <= most) {
            let (distance, node) = self.settle()?;
            self.relax(distance, graph.into(node), metric.raw());
            if node == goal {
                return Some(distance);
            }
        }
        None
    }

    /// What another metric adds up to along the path from a settled node to the target.
    pub(super) fn along(&self, graph: &Graph, metric: &Metric, from: u32) -> u64 {
        let (mut node, mut sum) = (from, 0_u64);
        while let Some((_, head)) = graph.ends(self.labels[node as usize].parent) {
            let arc = self.labels[node as usize].parent;
            sum = sum.saturating_add(u64::from(metric.raw()[arc as usize]));
            node = head;
        }
        sum
    }
}
