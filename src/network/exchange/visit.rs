//! What petgraph's algorithms ask of a graph, answered by the graph behind the view.

use petgraph::Directed;
use petgraph::graph::{DiGraph, EdgeIndex, NodeIndex};
use petgraph::visit::{
    Data, EdgeCount, EdgeIndexable, GraphBase, GraphProp, IntoEdgeReferences, IntoEdges,
    IntoEdgesDirected, IntoNeighbors, IntoNeighborsDirected, IntoNodeIdentifiers,
    IntoNodeReferences, NodeCompactIndexable, NodeCount, NodeIndexable, Visitable,
};

use super::super::{End, GraphEdge, NetworkGraph};

type Graph = DiGraph<End, GraphEdge>;

impl GraphBase for NetworkGraph {
    type EdgeId = EdgeIndex;
    type NodeId = NodeIndex;
}

impl Data for NetworkGraph {
    type NodeWeight = End;
    type EdgeWeight = GraphEdge;
}

impl GraphProp for NetworkGraph {
    type EdgeType = Directed;
}

impl NodeCount for NetworkGraph {
    fn node_count(&self) -> usize {
        self.as_graph().node_count()
    }
}

impl EdgeCount for NetworkGraph {
    fn edge_count(&self) -> usize {
        self.as_graph().edge_count()
    }
}

impl NodeIndexable for NetworkGraph {
    fn node_bound(&self) -> usize {
        self.as_graph().node_bound()
    }

    fn to_index(&self, node: NodeIndex) -> usize {
        NodeIndexable::to_index(self.as_graph(), node)
    }

    fn from_index(&self, index: usize) -> NodeIndex {
        NodeIndexable::from_index(self.as_graph(), index)
    }
}

impl NodeCompactIndexable for NetworkGraph {}

impl EdgeIndexable for NetworkGraph {
    fn edge_bound(&self) -> usize {
        self.as_graph().edge_bound()
    }

    fn to_index(&self, edge: EdgeIndex) -> usize {
        EdgeIndexable::to_index(self.as_graph(), edge)
    }

    fn from_index(&self, index: usize) -> EdgeIndex {
        EdgeIndexable::from_index(self.as_graph(), index)
    }
}

impl Visitable for NetworkGraph {
    type Map = <Graph as Visitable>::Map;

    fn visit_map(&self) -> Self::Map {
        self.as_graph().visit_map()
    }

    fn reset_map(&self, map: &mut Self::Map) {
        self.as_graph().reset_map(map);
    }
}

impl<'g> IntoNodeIdentifiers for &'g NetworkGraph {
    type NodeIdentifiers = <&'g Graph as IntoNodeIdentifiers>::NodeIdentifiers;

    fn node_identifiers(self) -> Self::NodeIdentifiers {
        self.as_graph().node_identifiers()
    }
}

impl<'g> IntoNodeReferences for &'g NetworkGraph {
    type NodeRef = <&'g Graph as IntoNodeReferences>::NodeRef;
    type NodeReferences = <&'g Graph as IntoNodeReferences>::NodeReferences;

    fn node_references(self) -> Self::NodeReferences {
        self.as_graph().node_references()
    }
}

impl<'g> IntoEdgeReferences for &'g NetworkGraph {
    type EdgeRef = <&'g Graph as IntoEdgeReferences>::EdgeRef;
    type EdgeReferences = <&'g Graph as IntoEdgeReferences>::EdgeReferences;

    fn edge_references(self) -> Self::EdgeReferences {
        self.as_graph().edge_references()
    }
}

impl<'g> IntoNeighbors for &'g NetworkGraph {
    type Neighbors = <&'g Graph as IntoNeighbors>::Neighbors;

    fn neighbors(self, node: NodeIndex) -> Self::Neighbors {
        self.as_graph().neighbors(node)
    }
}

impl<'g> IntoNeighborsDirected for &'g NetworkGraph {
    type NeighborsDirected = <&'g Graph as IntoNeighborsDirected>::NeighborsDirected;

    fn neighbors_directed(
        self,
        node: NodeIndex,
        direction: petgraph::Direction,
    ) -> Self::NeighborsDirected {
        self.as_graph().neighbors_directed(node, direction)
    }
}

impl<'g> IntoEdges for &'g NetworkGraph {
    type Edges = <&'g Graph as IntoEdges>::Edges;

    fn edges(self, node: NodeIndex) -> Self::Edges {
        self.as_graph().edges(node)
    }
}

impl<'g> IntoEdgesDirected for &'g NetworkGraph {
    type EdgesDirected = <&'g Graph as IntoEdgesDirected>::EdgesDirected;

    fn edges_directed(
        self,
        node: NodeIndex,
        direction: petgraph::Direction,
    ) -> Self::EdgesDirected {
        self.as_graph().edges_directed(node, direction)
    }
}
