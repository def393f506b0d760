//! On large networks all algorithms agree, too.
//!
//! The network of 250,000 nodes takes long without optimisation:
//! `cargo test --release -p trade-corridor-router -- --ignored`.

use trade_corridor_router::{Cch, FrontLimits, Metric, Order, Pareto};

use crate::agreement::agree;
use crate::networks::Network;

#[test]
fn a_generated_town_and_its_countryside() {
    agree(&Network::towns(4_000, 3), 40);
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
