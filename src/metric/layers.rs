//! The graph that is searched where a route has to use or come by something: operations once for each
//! state of what is collected so far.

use std::sync::Arc;

use super::{Collected, Verdicts};
use crate::operations::{Operations, Stage, Wanted};
use crate::router::{ArcId, Graph, Layered, LayeredError, NodeId};

/// Open operations in layers.
#[derive(Clone, Debug)]
pub(crate) struct Layers {
    layered: Layered,
    wanted: Wanted,
    collected: Arc<Collected>,
}

impl Layers {
    /// The layers that are reached from the gates.
    pub(crate) fn new(
        operations: &Operations,
        verdicts: &Verdicts,
        wanted: &Wanted,
        collected: &Arc<Collected>,
    ) -> Result<Self, LayeredError> {
        let nodes = operations.graph().node_ids();
        let gates = nodes.filter(|node| {
            let position = operations.position(*node);
            position.is_some_and(|position| position.stage == Stage::Gate)
        });
        let starts = gates.map(|gate| (gate, wanted.start(operations, gate)));
        let after = |arc, state| {
            let open = verdicts.is_open(arc);
            open.then(|| collected.after(wanted, arc, state)).flatten()
        };
        let layered = Layered::new(operations.graph(), starts, after)?;
        Ok(Self {
            layered,
            wanted: wanted.clone(),
            collected: collected.clone(),
        })
    }

    /// The graph of all layers.
    pub(crate) fn graph(&self) -> &Graph {
        self.layered.graph()
    }

    /// The operation behind an arc.
    #[inline]
    pub(crate) fn base(&self, arc: ArcId) -> Option<ArcId> {
        self.layered.base_arc(arc)
    }

    /// The operations behind a path.
    pub(crate) fn base_arcs(&self, path: &[ArcId]) -> Vec<ArcId> {
        self.layered.base_arcs(path)
    }

    /// The position behind a node, and the state there.
    pub(crate) fn base_node(&self, node: NodeId) -> Option<(NodeId, u32)> {
        self.layered.base_node(node)
    }

    /// The node of a gate.
    pub(crate) fn start(&self, operations: &Operations, gate: NodeId) -> Option<NodeId> {
        let state = self.wanted.start(operations, gate);
        self.layered.node(gate, state)
    }

    /// The node where a shipment ends with everything collected, if any way leads there.
    pub(crate) fn end(&self, delivered: NodeId) -> Option<NodeId> {
        self.layered.node(delivered, self.wanted.done())
    }

    /// Whether a circle could be left out of a path, and the rest still collects everything.
    pub(crate) fn goes_round(&self, operations: &Operations, path: &[ArcId]) -> bool {
        let ends = path.iter().filter_map(|arc| operations.graph().ends(*arc));
        let ends: Vec<(NodeId, NodeId)> = ends.collect();
        let Some((first, _)) = ends.first() else {
            return false;
        };
        let start = self.wanted.start(operations, *first);
        for (at, (tail, _)) in ends.iter().enumerate() {
            for (back, (_, head)) in ends.iter().enumerate().skip(at) {
                if tail != head {
                    continue;
                }
                let rest = path[..at].iter().chain(&path[back + 1..]);
                let mut left = rest;
                let left = left.try_fold(start, |state, arc| {
                    self.collected.after(&self.wanted, *arc, state)
                });
                if left == Some(self.wanted.done()) {
                    return true;
                }
            }
        }
        false
    }

    /// About how many bytes it takes.
    pub(crate) fn bytes(&self) -> usize {
        self.layered.memory()
    }
}

/// The operation behind an arc of the searched graph, which is in layers or not.
#[inline]
pub(super) fn base(layers: Option<&Layers>, arc: ArcId) -> Option<ArcId> {
    match layers {
        Some(layers) => layers.base(arc),
        None => Some(arc),
    }
}
