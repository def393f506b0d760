//! Fronts of two objectives, with a hierarchy and without, against the plain search.

use trade_corridor_router::{Cch, CchMetric, FrontLimits, Graph, Metric, NodeId, Pareto};

use crate::measure::{duel, row};
use crate::networks::Network;
use crate::trial::Trial;

/// Prints what fronts take for the first hundred pairs, each in turns with the plain search.
pub(crate) fn compare(
    network: &Network,
    (graph, metric): (&Graph, &Metric),
    (cch, perfect): (&Cch, &CchMetric),
    pairs: &[(NodeId, NodeId)],
) {
    let length = Metric::from_weights(graph, network.length.iter().copied()).unwrap();
    let by_length = cch.customise_perfect(&length).unwrap();
    let objectives = [(metric, perfect), (&length, &by_length)];
    let mut pareto = Pareto::new();
    let mut trial = Trial::new(graph, [metric, &length]);
    let (mut with, mut without, mut sizes) = (Vec::new(), Vec::new(), Vec::new());
    let mut trials = Vec::new();
    for &(from, to) in &pairs[..100] {
        let limits = FrontLimits::default();
        let mut front = None;
        let mut peer = Vec::new();
        let (ours, plain) = duel(
            3,
            || {
                let found = pareto.front_on(graph, cch, &objectives, from, to, limits);
                front = Some(found.unwrap());
            },
            || peer = trial.front(from, to),
        );
        let front = front.unwrap();
        let costs: Vec<_> = front
            .members()
            .iter()
            .map(|member| member.costs())
            .collect();
        assert_eq!(costs, peer);
        let (other, _) = duel(
            1,
            || {
                let front = pareto.front(graph, &[metric, &length], from, to, limits);
                sizes.push(front.unwrap().members().len());
            },
            || (),
        );
        with.push(ours);
        trials.push(plain);
        without.push(other);
    }
    with.sort_by(f64::total_cmp);
    trials.sort_by(f64::total_cmp);
    without.sort_by(f64::total_cmp);
    sizes.sort_unstable();
    let both = (with[50], trials[50]);
    row(
        "front of two objectives / LTMOA* trial, median",
        both,
        1e3,
        "ms",
        0.5,
    );
    let both = (with[99], trials[99]);
    row(
        "front of two objectives, the worst of 100",
        both,
        1e3,
        "ms",
        f64::INFINITY,
    );
    let both = (without[50], trials[50]);
    row(
        "front without a hierarchy, median",
        both,
        1e3,
        "ms",
        f64::INFINITY,
    );
    println!(
        "| sizes of fronts, median (max) | {} ({}) | | | | |",
        sizes[50], sizes[99]
    );
}
