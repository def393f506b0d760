//! A search that asks for weights finds the path of one that has them all, ties included.

use proptest::prelude::*;
use trade_corridor_router::{Dijkstra, Graph, Metric, NodeId};

proptest! {
    #[test]
    fn the_path_is_the_same_and_no_arc_is_asked_twice(
        arcs in prop::collection::vec((0_u32..12, 0_u32..12, prop::option::of(0_u32..4)), 0..60),
        ends in (0_u32..12, 0_u32..12),
    ) {
        let (from, to) = (NodeId::new(ends.0), NodeId::new(ends.1));
        let graph = Graph::new(12, arcs.iter().map(|(from, to, _)| (*from, *to))).unwrap();
        let metric = Metric::from_options(&graph, arcs.iter().map(|arc| arc.2)).unwrap();
        let mut dijkstra = Dijkstra::new();
        let known = dijkstra.path(&graph, &metric, from, to).unwrap();
        let mut asked = vec![false; arcs.len()];
        let path = dijkstra.path_by(&graph, from, to, |arc| {
            assert!(!std::mem::replace(&mut asked[arc.index()], true));
            arcs[arc.index()].2
        });
        prop_assert_eq!(path.unwrap(), known);
    }
}

#[test]
fn weights_above_the_largest_block() {
    let graph = Graph::new(2, [(0, 1)]).unwrap();
    let [from, to] = [0, 1].map(NodeId::new);
    let mut dijkstra = Dijkstra::new();
    let mut found = |weight| {
        let path = dijkstra
            .path_by(&graph, from, to, |_| Some(weight))
            .unwrap();
        path.map(|path| path.distance())
    };
    assert_eq!(
        found(Metric::MAX_WEIGHT),
        Some(u64::from(Metric::MAX_WEIGHT))
    );
    assert_eq!(found(u32::MAX), None);
    let unknown = dijkstra.path_by(&graph, from, NodeId::new(2), |_| None);
    assert!(unknown.is_err());
}
