//! All searches give one answer on a network, and their paths are paths.

use trade_corridor_router::{
    Cch, CchLabels, CchLanes, CchQuery, CchReach, Dijkstra, Metric, NodeId, Order,
};

use crate::networks::Network;

/// Compares them on so many seeded pairs of nodes, and from one node to all.
pub(crate) fn agree(network: &Network, count: usize) {
    let (graph, metric) = network.build();
    let order = Order::combined(&graph, &network.points).unwrap();
    let cch = Cch::new(&graph, &order).unwrap();
    let fast = Cch::new(&graph, &Order::minimum_degree(&graph)).unwrap();
    let length = Metric::from_weights(&graph, network.length.iter().copied()).unwrap();
    let (basic, perfect) = (
        cch.customise(&metric).unwrap(),
        cch.customise_perfect(&metric).unwrap(),
    );
    let fast_perfect = fast.customise_perfect(&metric).unwrap();
    let lanes = cch.customise_many(&[&metric, &length]).unwrap();
    let pairs = network.pairs(count);
    let (from, to): (Vec<_>, Vec<_>) = pairs.iter().copied().unzip();
    let matrix = cch.matrix(&perfect, &from, &to).unwrap();
    let (mut dijkstra, mut query) = (Dijkstra::new(), CchQuery::new());
    let (mut reach, mut lane) = (CchReach::new(), CchLanes::new());
    let mut labels = CchLabels::with_memory(100_000);
    for (row, &(from, to)) in pairs.iter().enumerate() {
        let want = dijkstra.distance(&graph, &metric, from, to).unwrap();
        assert!(want.is_some(), "the network is strongly connected");
        let both = dijkstra
            .distance_bidirectional(&graph, &metric, from, to)
            .unwrap();
        assert_eq!(both, want);
        for (cch, customised) in [(&cch, &basic), (&cch, &perfect), (&fast, &fast_perfect)] {
            let path = query.path(cch, customised, from, to).unwrap().unwrap();
            assert_eq!(Some(path.distance()), want);
            assert_eq!(metric.sum(path.arcs()), want);
            let mut at = from;
            for &arc in path.arcs() {
                let (tail, head) = graph.ends(arc).unwrap();
                assert_eq!(tail, at);
                at = head;
            }
            assert_eq!(at, to);
        }
        assert_eq!(matrix.get(row, row), want);
        assert_eq!(labels.distance(&cch, &perfect, from, to), Ok(want));
        let short = dijkstra.distance(&graph, &length, from, to).unwrap();
        assert_eq!(
            lane.distances(&cch, &lanes, from, to).unwrap(),
            [want, short]
        );
    }
    let from = pairs[0].0;
    reach.run(&cch, &perfect, &[(from, 0)]).unwrap();
    let reached = dijkstra.one_to_all(&graph, &metric, &[(from, 0)]).unwrap();
    for to in (0..graph.nodes()).map(NodeId::new) {
        assert_eq!(reach.distance(&cch, to), Ok(reached.distance(to)));
    }
}
