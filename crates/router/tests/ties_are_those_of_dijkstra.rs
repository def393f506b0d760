//! Among paths that weigh the same a hierarchy finds the one that Dijkstra finds, and every arc that
//! lies on one of them.

use proptest::prelude::*;
use trade_corridor_router::{
    ArcId, Cch, CchTies, Dijkstra, Graph, Metric, NodeId, Order, QueryError,
};

type Arc = (u32, u32, Option<u32>);

/// Few weights, so that most pairs have several shortest paths.
fn arcs(nodes: u32) -> impl Strategy<Value = Vec<Arc>> {
    let weight = prop_oneof![3 => Just(Some(0)), 8 => (1_u32..4).prop_map(Some), 1 => Just(None)];
    prop::collection::vec((0..nodes, 0..nodes, weight), 0..5 * nodes as usize)
}

fn case() -> impl Strategy<Value = (u32, Vec<Arc>, Vec<NodeId>)> {
    (1_u32..14).prop_flat_map(|nodes| {
        let order = Just((0..nodes).map(NodeId::new).collect::<Vec<_>>()).prop_shuffle();
        (Just(nodes), arcs(nodes), order)
    })
}

/// The arcs `(u, v)` with `d(s, u) + w + d(v, t) = d(s, t)`.
fn tight(graph: &Graph, metric: &Metric, from: NodeId, to: NodeId) -> Vec<ArcId> {
    let mut dijkstra = Dijkstra::new();
    let mut distance = |from, to| dijkstra.distance(graph, metric, from, to).unwrap();
    let Some(best) = distance(from, to) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for arc in (0..graph.arcs()).map(ArcId::new) {
        let (tail, head) = graph.ends(arc).unwrap();
        let (before, after) = (distance(from, tail), distance(head, to));
        if let (Some(before), Some(weight), Some(after)) = (before, metric.weight(arc), after)
            && before + u64::from(weight) + after == best
        {
            found.push(arc);
        }
    }
    found
}

proptest! {
    #[test]
    fn paths_are_those_of_dijkstra((nodes, arcs, order) in case()) {
        let graph = Graph::new(nodes, arcs.iter().map(|&(tail, head, _)| (tail, head))).unwrap();
        let metric = Metric::from_options(&graph, arcs.iter().map(|arc| arc.2)).unwrap();
        let zero = arcs.iter().any(|arc| arc.2 == Some(0));
        for order in [Order::minimum_degree(&graph), Order::from_nodes(order).unwrap()] {
            let cch = Cch::new(&graph, &order).unwrap();
            for customised in [cch.customise(&metric).unwrap(), cch.customise_perfect(&metric).unwrap()] {
                let (mut ties, mut dijkstra) = (CchTies::new(), Dijkstra::new());
                for from in (0..nodes).map(NodeId::new) {
                    for to in (0..nodes).map(NodeId::new) {
                        let found = ties.path(&cch, &customised, from, to).unwrap();
                        prop_assert_eq!(&found, &dijkstra.path(&graph, &metric, from, to).unwrap());
                        let arcs = ties.arcs(&cch, &customised, from, to).unwrap();
                        let want = tight(&graph, &metric, from, to);
                        // circles of zero weight touch a shortest path without being part of one
                        prop_assert!(arcs.iter().all(|arc| want.contains(arc)));
                        prop_assert!(zero || arcs == want);
                        let (weigh, mut tied) = (|arc| metric.weight(arc), Vec::new());
                        let least = dijkstra.ties_by(&graph, from, to, weigh, &mut tied).unwrap();
                        prop_assert_eq!(least, found.as_ref().map(trade_corridor_router::Path::distance));
                        prop_assert!(tied.iter().all(|arc| want.contains(arc)));
                        prop_assert!(zero || tied == want);
                        let mut path = found.iter().flat_map(trade_corridor_router::Path::arcs);
                        prop_assert!(path.all(|arc| tied.contains(arc)));
                    }
                }
            }
        }
    }
}

#[test]
fn unknown_nodes_are_refused() {
    let graph = Graph::new(2, [(0, 1)]).unwrap();
    let metric = Metric::from_weights(&graph, [1]).unwrap();
    let cch = Cch::new(&graph, &Order::minimum_degree(&graph)).unwrap();
    let customised = cch.customise(&metric).unwrap();
    let [from, node] = [0, 2].map(NodeId::new);
    let refused = CchTies::new().path(&cch, &customised, from, node);
    assert_eq!(refused, Err(QueryError::UnknownNode { node, nodes: 2 }));
}
