//! One direction of a search: labels by node and a queue.

use crate::graph::{Graph, NONE, Step};
use crate::heap::Heap;
use crate::ids::{ArcId, NodeId};
use crate::metric::{BLOCKED, Metric};
use crate::path::{Path, walk_back};

#[derive(Clone, Copy, Debug)]
pub(crate) struct Label {
    pub(crate) distance: u64,
    /// Arc by which the node was reached, [`NONE`] at a source.
    pub(crate) parent: u32,
    /// The run that wrote this label; others are stale.
    pub(crate) run: u32,
}

/// An arc by which a node was reached as well as before.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Equal {
    pub(crate) distance: u64,
    pub(crate) node: u32,
    pub(crate) arc: u32,
}

const STALE: Label = Label {
    distance: u64::MAX,
    parent: NONE,
    run: 0,
};

/// One direction of a search.
#[derive(Clone, Debug, Default)]
pub(crate) struct Side {
    pub(crate) labels: Vec<Label>,
    pub(crate) heap: Heap,
    pub(crate) run: u32,
}

impl Side {
    pub(crate) fn start(&mut self, nodes: u32, sources: &[(NodeId, u32)]) {
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
            self.reach(node.0, u64::from(offset), NONE);
        }
    }

    #[inline]
    pub(crate) fn distance(&self, node: u32) -> Option<u64> {
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

    /// Relaxes as [`Side::relax_by`] does, and notes the arcs by which a node is reached as well as before.
    #[inline]
    pub(crate) fn relax_noting(
        &mut self,
        distance: u64,
        steps: &[Step],
        weigh: &mut impl FnMut(u32) -> u32,
        equals: &mut Vec<Equal>,
    ) {
        for step in steps {
            let weight = weigh(step.arc);
            if weight == BLOCKED {
                continue;
            }
            let reached = distance + u64::from(weight);
            let label = &mut self.labels[step.node as usize];
            if label.run != self.run || reached < label.distance {
                *label = Label {
                    distance: reached,
                    parent: step.arc,
                    run: self.run,
                };
                self.heap.push(reached, step.node);
            } else if reached == label.distance {
                equals.push(Equal {
                    distance: reached,
                    node: step.node,
                    arc: step.arc,
                });
            }
        }
    }

    /// Marks a node as reached; whether it was not before.
    pub(crate) fn mark(&mut self, node: u32) -> bool {
        let label = &mut self.labels[node as usize];
        let is_new = label.run != self.run;
        label.run = self.run;
        is_new
    }

    /// Whether a node was reached.
    pub(crate) fn is_marked(&self, node: u32) -> bool {
        self.labels[node as usize].run == self.run
    }

    /// Takes the next node whose distance is final.
    #[inline]
    pub(crate) fn settle(&mut self) -> Option<(u64, u32)> {
        loop {
            let (distance, node) = self.heap.pop()?;
            if self.labels[node as usize].distance == distance {
                return Some((distance, node));
            }
        }
    }

    #[inline]
    pub(crate) fn relax(&mut self, distance: u64, steps: &[Step], weights: &[u32]) {
        self.relax_by(distance, steps, |arc| weights[arc as usize]);
    }

    /// As [`Side::relax`] with weights that are asked for.
    #[inline]
    pub(crate) fn relax_by(
        &mut self,
        distance: u64,
        steps: &[Step],
        mut weigh: impl FnMut(u32) -> u32,
    ) {
        for step in steps {
            let weight = weigh(step.arc);
            if weight != BLOCKED {
                self.reach(step.node, distance + u64::from(weight), step.arc);
            }
        }
    }

    /// Runs backward from a set of targets until all nodes that lead there are settled.
    pub(crate) fn all_to(&mut self, graph: &Graph, metric: &Metric, targets: &[(NodeId, u32)]) {
        self.start(graph.nodes(), targets);
        self.back_to(graph, metric, u64::MAX, NONE);
    }

    /// Goes on backward until the next key is above `most` or a node is settled; that node's
    /// distance.
    pub(crate) fn back_to(
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

    /// After a search forward: the arc by which a node was reached, and the node before.
    #[inline]
    pub(crate) fn before(&self, graph: &Graph, node: u32) -> Option<(ArcId, u32)> {
        let arc = self.labels[node as usize].parent;
        Some((ArcId(arc), graph.raw_ends(arc)?.0))
    }

    /// After a search backward: the arc by which the path goes on from a node, and the next node.
    #[inline]
    pub(crate) fn after(&self, graph: &Graph, node: u32) -> Option<(ArcId, u32)> {
        let arc = self.labels[node as usize].parent;
        Some((ArcId(arc), graph.raw_ends(arc)?.1))
    }

    /// After a search forward: the path to a node that was reached.
    pub(crate) fn path_to(&self, graph: &Graph, target: u32, distance: u64) -> Path {
        let mut arcs = Vec::new();
        let source = walk_back(target, &mut arcs, |node| self.before(graph, node));
        arcs.reverse();
        Path {
            source: NodeId(source),
            target: NodeId(target),
            distance,
            arcs,
        }
    }

    /// What another metric adds up to along the path from a settled node to the target.
    pub(crate) fn along(&self, graph: &Graph, metric: &Metric, from: u32) -> u64 {
        let mut arcs = Vec::new();
        walk_back(from, &mut arcs, |node| self.after(graph, node));
        let weights = arcs.iter().map(|&arc| metric.raw()[arc.index()]);
        weights.fold(0, |sum, weight| sum.saturating_add(u64::from(weight)))
    }
}
