//! On the operations of the atlas all algorithms of the engine agree, and petgraph agrees with them.

use petgraph::graph::{DiGraph, NodeIndex};
use trade_corridor::metric::{Frozen, Verdicts};
use trade_corridor::prelude::*;
use trade_corridor::router::{
    Cch, CchLanes, CchQuery, CchReach, CchTargets, Dijkstra, NodeId, Order, Path,
};

#[test]
fn distances_paths_matrices_and_sweeps_agree() {
    let network = Network::europe_central_asia();
    let planner = Planner::new(network, &Scenario::on(date(2026, 11, 25))).expect("the atlas");
    let operations = planner.operations();
    let graph = operations.graph();
    let shipment = Shipment::container_40ft(Mass::from_kg(20_000)).expect("fits");
    let policy = Policy::russia_excluded();
    let compiled = policy.compile(planner.world()).expect("fits the atlas");
    let verdicts = Verdicts::of(operations, &compiled, &shipment);
    let quote = planner.model().quote(shipment);
    let ends: Vec<(NodeId, NodeId)> = network
        .places()
        .filter_map(|(id, _)| operations.gate(id).zip(operations.delivered(id)))
        .step_by(9)
        .collect();
    assert!(ends.len() > 40);
    let (gates, delivered): (Vec<NodeId>, Vec<NodeId>) = ends.iter().copied().unzip();
    let points: Vec<(f64, f64)> = graph
        .node_ids()
        .map(|node| {
            let position = operations.position(node).expect("a node of the graph");
            let at = network
                .end_location(position.at)
                .expect("places lie somewhere");
            (at.x() * 0.755, at.y())
        })
        .collect();
    let orders = [
        Order::minimum_degree(graph),
        Order::combined(graph, &points).expect("one finite point per node"),
    ];
    let hierarchies = orders.map(|order| Cch::new(graph, &order).expect("an order of the graph"));
    let (mut reached, mut closed) = (0, 0);
    for objective in [Objective::Cost, Objective::Time, Objective::Distance] {
        let frozen = Frozen::new(planner.model(), &quote, &verdicts, &objective);
        let frozen = frozen.expect("weights within range");
        let metric = frozen.metric();
        let mut peer = DiGraph::<(), u64>::new();
        for _ in 0..graph.nodes() {
            peer.add_node(());
        }
        for (arc, (from, to)) in graph.arc_ids().zip(graph.all_ends()) {
            if let Some(weight) = metric.weight(arc) {
                peer.add_edge(from.get().into(), to.get().into(), weight.into());
            }
        }
        let oracle: Vec<_> = gates
            .iter()
            .map(|&from| {
                petgraph::algo::dijkstra(&peer, from.get().into(), None, |edge| *edge.weight())
            })
            .collect();
        let (mut dijkstra, mut query) = (Dijkstra::new(), CchQuery::new());
        let (mut reach, mut lanes) = (CchReach::new(), CchLanes::new());
        for cch in &hierarchies {
            let basic = cch.customise(metric).expect("sums fit");
            let perfect = cch.customise_perfect(metric).expect("sums fit");
            let many = cch.customise_many(&[metric; 2]).expect("sums fit");
            for customised in [&basic, &perfect] {
                let matrix = cch
                    .matrix(customised, &gates, &delivered)
                    .expect("known nodes");
                let mut targets = CchTargets::new(cch, customised, &delivered).expect("known");
                for (row, &from) in gates.iter().enumerate() {
                    reach
                        .run(cch, customised, &[(from, 0)])
                        .expect("a known node");
                    let mut near: Vec<(usize, u64)> = Vec::new();
                    for (column, &to) in delivered.iter().enumerate() {
                        let want = oracle[row].get(&NodeIndex::from(to.get())).copied();
                        near.extend(want.map(|want| (column, want)));
                        if want.is_some() {
                            reached += 1;
                        } else {
                            closed += 1;
                        }
                        assert_eq!(matrix.get(row, column), want);
                        assert_eq!(reach.distance(cch, to), Ok(want));
                        assert_eq!(query.distance(cch, customised, from, to), Ok(want));
                        let path = query.path(cch, customised, from, to).expect("known nodes");
                        assert_eq!(path.as_ref().and_then(|path| metric.sum(path.arcs())), want);
                        let mut at = from;
                        let mut seen = vec![from];
                        for &arc in path.iter().flat_map(Path::arcs) {
                            let (tail, head) = graph.ends(arc).expect("an arc of the graph");
                            assert!(tail == at && !seen.contains(&head));
                            seen.push(head);
                            at = head;
                        }
                        assert!(path.is_none() || at == to);
                    }
                    near.sort_by_key(|&(column, distance)| (distance, column));
                    near.truncate(5);
                    assert_eq!(targets.nearest(cch, customised, from, 5), Ok(near));
                }
            }
            for (row, column) in (0..gates.len()).zip((0..gates.len()).rev()) {
                let (from, to) = (gates[row], delivered[column]);
                let want = oracle[row].get(&NodeIndex::from(to.get())).copied();
                assert_eq!(lanes.distances(cch, &many, from, to), Ok(vec![want; 2]));
                assert_eq!(dijkstra.distance(graph, metric, from, to), Ok(want));
                let both = dijkstra.distance_bidirectional(graph, metric, from, to);
                assert_eq!(both, Ok(want));
            }
        }
    }
    assert!(
        reached > 5_000 && closed > 0,
        "{reached} reached, {closed} closed"
    );
}
