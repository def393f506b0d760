//! A graph in layers: the same graph once for each state of what a path has collected so far.

use rustc_hash::FxHashMap;
use thiserror::Error;

use crate::graph::{Graph, GraphError, NONE};
use crate::ids::{ArcId, NodeId};

/// Why a graph has no layers.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LayeredError {
    /// The layers grew beyond their bound.
    #[error("more than {most} arcs in layers: collect less at once")]
    TooManyArcs {
        /// The largest number of arcs of all layers together.
        most: usize,
    },
    /// A start that the graph does not have.
    #[error("no node {node}: nodes are 0..{nodes}")]
    UnknownNode {
        /// The node.
        node: NodeId,
        /// Number of nodes of the graph.
        nodes: u32,
    },
    /// More nodes or arcs than can be numbered.
    #[error(transparent)]
    Graph(#[from] GraphError),
}

/// The product of a graph and a finite automaton: paths that come by this, then by that, or that use at
/// least one of some arcs.
///
/// A node of it is a node of the graph in a state, and an arc leads from the state before to the state
/// after. States are numbers of the caller's; only those that can be reached from a start are made. A path
/// of it is a walk of the graph: it may come to a node again, though not in the same state. Every search
/// runs on [`Layered::graph`] as on any other graph, with the weight of the arc behind each of its arcs.
///
/// # Complexity
///
/// Time and memory by the arcs of all layers together, of which there are [`Layered::MOST_ARCS`] at most.
///
/// # Examples
///
/// ```
/// use trade_corridor_router::{ArcId, Dijkstra, Graph, Layered, LayeredError, Metric, NodeId};
///
/// // A-1-B, A-1-C, C-1-A: the way to B that uses an arc to C first goes there and back
/// let graph = Graph::new(3, [(0, 1), (0, 2), (2, 0)])?;
/// let metric = Metric::from_weights(&graph, [1, 1, 1])?;
/// let [a, b, unknown] = [0, 1, 9].map(NodeId::new);
/// let uses = |arc: ArcId, state: u32| Some(state | u32::from(arc == 1));
/// let layered = Layered::new(&graph, [(a, 0)], uses)?;
///
/// let weights = Metric::new(layered.graph(), |arc| metric.weight(layered.base_arc(arc)?))?;
/// let ends = (layered.node(a, 0), layered.node(b, 1));
/// let (Some(from), Some(to)) = ends else { panic!("both are reached") };
/// let path = Dijkstra::new().path(layered.graph(), &weights, from, to)?.expect("a way");
/// assert_eq!(path.distance(), 3);
/// assert_eq!(layered.base_arcs(path.arcs()), [1, 2, 0].map(ArcId::new));
///
/// let refused = Layered::new(&graph, [(unknown, 0)], uses);
/// assert!(matches!(refused, Err(LayeredError::UnknownNode { node, nodes: 3 }) if node == unknown));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Layered {
    graph: Graph,
    /// By arc: the arc of the graph behind it.
    arcs: Vec<ArcId>,
    /// By node: the node of the graph behind it, and the state.
    nodes: Vec<(NodeId, u32)>,
    /// By state: the place of its layer.
    layers: FxHashMap<u32, u32>,
    /// By layer and node of the graph.
    index: Vec<Vec<u32>>,
}

impl Layered {
    /// The largest number of arcs of all layers together.
    pub const MOST_ARCS: usize = 4_000_000;

    /// The layers of a graph that are reached from some nodes in some states.
    ///
    /// `next` says in which state a path is that takes an arc in a state; `None` where it may not take it.
    ///
    /// # Errors
    ///
    /// [`LayeredError`].
    pub fn new(
        graph: &Graph,
        starts: impl IntoIterator<Item = (NodeId, u32)>,
        mut next: impl FnMut(ArcId, u32) -> Option<u32>,
    ) -> Result<Self, LayeredError> {
        let mut known = Known {
            width: graph.nodes() as usize,
            nodes: Vec::new(),
            layers: FxHashMap::default(),
            index: Vec::new(),
        };
        for (node, state) in starts {
            let nodes = graph.nodes();
            if node.0 >= nodes {
                return Err(LayeredError::UnknownNode { node, nodes });
            }
            known.number(node.0, state);
        }
        let (mut ends, mut arcs) = (Vec::new(), Vec::new());
        let mut at = 0;
        while let Some(&(node, state)) = known.nodes.get(at) {
            for step in graph.out(node.0) {
                let arc = ArcId(step.arc);
                if let Some(after) = next(arc, state) {
                    ends.push((at as u32, known.number(step.node, after)));
                    arcs.push(arc);
                }
            }
            if arcs.len() > Self::MOST_ARCS {
                let most = Self::MOST_ARCS;
                return Err(LayeredError::TooManyArcs { most });
            }
            at += 1;
        }
        Ok(Self {
            graph: Graph::new(known.nodes.len() as u32, ends)?,
            arcs,
            nodes: known.nodes,
            layers: known.layers,
            index: known.index,
        })
    }

    /// The graph of all layers.
    #[must_use]
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// A node of the graph in a state; `None` where no path from a start is there in that state.
    #[must_use]
    pub fn node(&self, base: NodeId, state: u32) -> Option<NodeId> {
        let layer = self.index.get(*self.layers.get(&state)? as usize)?;
        let node = *layer.get(base.index())?;
        (node != NONE).then_some(NodeId(node))
    }

    /// The node of the graph behind a node of the layers, and the state; `None` for an unknown one.
    #[must_use]
    pub fn base_node(&self, node: NodeId) -> Option<(NodeId, u32)> {
        self.nodes.get(node.index()).copied()
    }

    /// The arc of the graph behind an arc of the layers; `None` for an unknown one.
    #[inline]
    #[must_use]
    pub fn base_arc(&self, arc: ArcId) -> Option<ArcId> {
        self.arcs.get(arc.index()).copied()
    }

    /// The arcs of the graph behind those of a path; unknown ones are left out.
    #[must_use]
    pub fn base_arcs(&self, path: &[ArcId]) -> Vec<ArcId> {
        let arcs = path.iter().filter_map(|arc| self.base_arc(*arc));
        arcs.collect()
    }

    /// About how many bytes it takes.
    #[must_use]
    pub fn memory(&self) -> usize {
        let index = self.index.iter().map(|layer| 4 * layer.len());
        index.sum::<usize>() + 28 * self.arcs.len() + 16 * self.nodes.len()
    }
}

/// What is numbered so far.
struct Known {
    width: usize,
    nodes: Vec<(NodeId, u32)>,
    layers: FxHashMap<u32, u32>,
    index: Vec<Vec<u32>>,
}

impl Known {
    /// The number of a node in a state, the next one where it has none yet.
    fn number(&mut self, node: u32, state: u32) -> u32 {
        let fresh = self.index.len() as u32;
        let layer = *self.layers.entry(state).or_insert(fresh);
        if layer == fresh {
            self.index.push(vec![NONE; self.width]);
        }
        let slot = &mut self.index[layer as usize][node as usize];
        if *slot == NONE {
            *slot = self.nodes.len() as u32;
            self.nodes.push((NodeId(node), state));
        }
        *slot
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_that_nothing_leads_to_are_not_made() {
        let graph = Graph::new(3, [(0, 1), (1, 2), (1, 2)]).unwrap();
        let arc = |arc: ArcId, state| (arc.0 != 2).then_some(state + u32::from(arc.0 == 1));
        let layered = Layered::new(&graph, [(NodeId(0), 5)], arc).unwrap();
        assert_eq!((layered.graph().nodes(), layered.graph().arcs()), (3, 2));
        assert_eq!(layered.node(NodeId(2), 5), None);
        assert_eq!(layered.node(NodeId(2), 7), None);
        let end = layered.node(NodeId(2), 6).unwrap();
        assert_eq!(layered.base_node(end), Some((NodeId(2), 6)));
        assert_eq!(layered.base_arc(ArcId(2)), None);
        assert!(layered.memory() > 0);
    }

    #[test]
    fn growth_beyond_the_bound_is_refused() {
        let arcs = (0..4_000).map(|_| (0, 0));
        let graph = Graph::new(1, arcs).unwrap();
        let refused = Layered::new(&graph, [(NodeId(0), 0)], |_, state| Some(state + 1));
        let most = Layered::MOST_ARCS;
        assert_eq!(refused.unwrap_err(), LayeredError::TooManyArcs { most });
    }
}
