//! The engine on real and large networks: all algorithms agree there too.
//!
//! Luxembourg is used when `../shared/graphs/luxembourg` (or `TRADE_CORRIDOR_LUXEMBOURG`) is
//! there. The generated network of 250,000 nodes and the continent take long without optimisation:
//! `cargo test --release -p trade-corridor-router --test search_large -- --ignored`.

mod networks;

use networks::Network;
use trade_corridor_router::{
    Cch, CchLanes, CchQuery, CchReach, Dijkstra, FrontLimits, Metric, Order, Pareto,
};

fn agree(network: &Network, count: usize) {
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
    let (from, to): (Vec<u32>, Vec<u32>) = pairs.iter().copied().unzip();
    let matrix = cch.matrix(&perfect, &from, &to).unwrap();
    let (mut dijkstra, mut query) = (Dijkstra::new(), CchQuery::new());
    let (mut reach, mut lane) = (CchReach::new(), CchLanes::new());
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
        let short = dijkstra.distance(&graph, &length, from, to).unwrap();
        assert_eq!(
            lane.distances(&cch, &lanes, from, to).unwrap(),
            [want, short]
        );
    }
    let from = pairs[0].0;
    reach.run(&cch, &perfect, &[(from, 0)]).unwrap();
    let reached = dijkstra.one_to_all(&graph, &metric, &[(from, 0)]).unwrap();
    for to in 0..graph.nodes() {
        assert_eq!(reach.distance(&cch, to), reached.distance(to));
    }
}

#[test]
fn a_generated_town_and_its_countryside() {
    agree(&Network::towns(4_000, 3), 40);
}

#[test]
fn luxembourg() {
    let Some(network) = Network::luxembourg() else {
        println!("skipped: the graph of Luxembourg is not at hand");
        return;
    };
    agree(&network, 12);
}

#[test]
#[ignore = "310,000 nodes: run it with --release"]
fn the_continent() {
    let Some(network) = Network::continent() else {
        println!("skipped: the extracts of the continent are not at hand");
        return;
    };
    assert!(network.nodes() > 200_000, "{}", network.nodes());
    agree(&network, 40);
}

#[test]
#[ignore = "a network of 250,000 nodes: run it with --release"]
fn a_quarter_of_a_million_nodes() {
    let network = Network::towns(250_000, 1);
    assert!(network.nodes() > 250_000);
    agree(&network, 40);
}

#[test]
fn a_front_on_a_hierarchy_is_the_front() {
    let network = Network::towns(2_000, 5);
    let (graph, time) = network.build();
    let length = Metric::from_weights(&graph, network.length.iter().copied()).unwrap();
    let cch = Cch::new(&graph, &Order::minimum_degree(&graph)).unwrap();
    let customised = [&time, &length].map(|metric| cch.customise_perfect(metric).unwrap());
    let objectives = [(&time, &customised[0]), (&length, &customised[1])];
    let mut pareto = Pareto::new();
    for (from, to) in network.pairs(20) {
        let limits = FrontLimits::default();
        let plain = pareto
            .front(&graph, &[&time, &length], from, to, limits)
            .unwrap();
        let guided = pareto
            .front_on(&graph, &cch, &objectives, from, to, limits)
            .unwrap();
        let costs = |at: usize| (plain.members()[at].costs(), guided.members()[at].costs());
        assert_eq!(plain.members().len(), guided.members().len());
        assert!((0..plain.members().len()).all(|at| costs(at).0 == costs(at).1));
    }
}
