use std::collections::HashMap;

use petgraph::graph::{DiGraph, NodeIndex};

use super::{Cited, Direction, End, LinkId, Mode, Network, ServiceId};
use crate::quantity::Distance;

/// An edge of [`NetworkGraph`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GraphEdge {
    /// A link, in one of the directions it can be used.
    Link {
        /// The link.
        link: LinkId,
        /// Its mode.
        mode: Mode,
        /// Its length.
        length: Distance,
    },
    /// A service.
    Service {
        /// The service.
        service: ServiceId,
        /// Length of the voyage.
        length: Distance,
    },
}

impl GraphEdge {
    /// Length of the link or voyage.
    #[must_use]
    pub const fn length(&self) -> Distance {
        match self {
            Self::Link { length, .. } | Self::Service { length, .. } => *length,
        }
    }
}

/// A petgraph view of everything that exists, open or not. Nodes are places and border crossings in
/// the order of their codes.
///
/// It is a graph itself: petgraph's algorithms take a reference to it.
#[derive(Clone, Debug)]
pub struct NetworkGraph {
    graph: DiGraph<End, GraphEdge>,
    nodes: HashMap<End, NodeIndex>,
}

impl NetworkGraph {
    /// The node of a place or crossing.
    #[must_use]
    pub fn node(&self, end: End) -> Option<NodeIndex> {
        self.nodes.get(&end).copied()
    }

    /// What a node is.
    #[must_use]
    pub fn end(&self, node: NodeIndex) -> Option<End> {
        self.graph.node_weight(node).copied()
    }

    /// The graph as petgraph's own type, for what only that can do.
    #[must_use]
    pub const fn as_graph(&self) -> &DiGraph<End, GraphEdge> {
        &self.graph
    }

    /// The graph as petgraph's own type, to be changed.
    #[must_use]
    pub fn into_graph(self) -> DiGraph<End, GraphEdge> {
        self.graph
    }
}

impl Network {
    /// The network as a petgraph graph: an edge per link and usable direction, and one
    /// per service with a length of its own.
    ///
    /// ```
    /// use trade_corridor::network::{End, GraphEdge, Network};
    /// let network = Network::europe_central_asia();
    /// let view = network.graph();
    /// let baku = view.node(End::Place(network.find_place("Baku")?)).unwrap();
    /// let reached = petgraph::algo::dijkstra(&view, baku, None, |edge| {
    ///     edge.weight().length().as_metres()
    /// });
    /// let tbilisi = view.node(End::Place(network.find_place("Tbilisi")?)).unwrap();
    /// assert!(reached[&tbilisi] > 400_000);
    /// # Ok::<(), trade_corridor::network::PlaceError>(())
    /// ```
    #[must_use]
    pub fn graph(&self) -> NetworkGraph {
        let mut graph = DiGraph::new();
        let mut nodes = HashMap::new();
        let ends = self
            .places()
            .map(|(id, _)| End::Place(id))
            .chain(self.crossings().map(|(id, _)| End::Crossing(id)));
        for end in ends {
            nodes.insert(end, graph.add_node(end));
        }
        for (id, link) in self.links() {
            let edge = GraphEdge::Link {
                link: id,
                mode: link.mode,
                length: link.length.value(),
            };
            graph.add_edge(nodes[&link.from], nodes[&link.to], edge);
            if link.direction == Direction::Both {
                graph.add_edge(nodes[&link.to], nodes[&link.from], edge);
            }
        }
        for (id, service) in self.services() {
            let ends = (End::Place(service.from), End::Place(service.to));
            // A train without a length of its own runs over links that are edges already.
            let Some(length) = service.distance.as_ref().map(Cited::value) else {
                continue;
            };
            let edge = GraphEdge::Service {
                service: id,
                length,
            };
            graph.add_edge(nodes[&ends.0], nodes[&ends.1], edge);
        }
        NetworkGraph { graph, nodes }
    }
}
