//! A bare petgraph Dijkstra over the arcs that a question without rules searches.

use petgraph::graph::{DiGraph, NodeIndex};
use trade_corridor::metric::{Objective, ObjectiveWeights, Verdicts};
use trade_corridor::planner::{Planner, Request};

/// The cheapest way of a 40 ft container between two places, as petgraph searches it: a number and no route.
pub(crate) struct Peer {
    graph: DiGraph<(), u32>,
    ends: (NodeIndex, NodeIndex),
}

impl Peer {
    /// Between two places by their codes.
    pub(crate) fn of(planner: &Planner, from: &str, to: &str) -> Self {
        let operations = planner.operations();
        let request = Request::new(from, to);
        let shipment = request.shipment;
        let policy = request.policy.compile(planner.world()).expect("no rules");
        let verdicts = Verdicts::of(operations, &policy, &shipment);
        let quote = planner.model().quote(shipment);
        let model = planner.model();
        let weights = ObjectiveWeights::new(model, &quote, &verdicts, &Objective::Cost);
        let weights = weights.expect("weights within range");
        let mut graph: DiGraph<(), u32> = DiGraph::new();
        for _ in 0..operations.graph().nodes() {
            graph.add_node(());
        }
        for (arc, operation) in operations.iter() {
            if let Some(weight) = weights.metric().weight(arc) {
                let (from, to) = (operation.from.get(), operation.to.get());
                graph.add_edge(from.into(), to.into(), weight);
            }
        }
        let network = planner.world().network();
        let place = |code| network.place_by_code(code).expect("a place of the atlas");
        let from = operations.gate(place(from)).expect("a terminal");
        let to = operations.delivered(place(to)).expect("a terminal");
        let ends = (NodeIndex::from(from.get()), NodeIndex::from(to.get()));
        Self { graph, ends }
    }

    /// What the cheapest way costs, in cents.
    pub(crate) fn distance(&self) -> u32 {
        let (from, to) = self.ends;
        petgraph::algo::dijkstra(&self.graph, from, Some(to), |edge| *edge.weight())[&to]
    }
}
