//! How time and memory grow with the size of a network.

use trade_corridor_router::{Cch, CchQuery, Order};

use crate::measure::{duel, resident};
use crate::networks::Network;

/// One line of how cost grows with size.
pub(crate) fn growth(network: &Network) {
    let (graph, metric) = network.build();
    let nodes = f64::from(graph.nodes());
    let rounds = (2_000_000 / graph.nodes()).clamp(3, 99) as usize;
    let copies = (100_000 / graph.nodes()).max(1);
    let mut order = Order::minimum_degree(&graph);
    let (fast, _) = duel(rounds, || Order::minimum_degree(&graph), || ());
    let (best, _) = duel(
        rounds.min(9),
        || order = Order::combined(&graph, &network.points).unwrap(),
        || (),
    );
    let (build, _) = duel(rounds, || Cch::new(&graph, &order).unwrap(), || ());
    let before = resident();
    let many: Vec<_> = (0..copies)
        .map(|_| {
            let cch = Cch::new(&graph, &order).unwrap();
            let customised = cch.customise(&metric).unwrap();
            (cch, customised)
        })
        .collect();
    let bytes = (resident() - before) * 1e6 / f64::from(copies);
    let cch = &many[0].0;
    let mut into = cch.customise(&metric).unwrap();
    let (one, _) = duel(rounds, || cch.customise_into(&metric, &mut into), || ());
    let (exact, _) = duel(rounds, || cch.customise_perfect(&metric).unwrap(), || ());
    let perfect = cch.customise_perfect(&metric).unwrap();
    let pairs = network.pairs(2_000);
    let mut query = CchQuery::new();
    let (ask, _) = duel(
        rounds,
        || -> u64 {
            let ask = |&(from, to)| {
                query
                    .distance(cch, &perfect, from, to)
                    .unwrap()
                    .unwrap_or(0)
            };
            pairs.iter().map(ask).sum()
        },
        || (),
    );
    let per = |seconds: f64| seconds * 1e9 / nodes;
    println!(
        "| {} | {:.2} | {:.0} | {:.0} | {:.0} | {:.0} | {:.0} | {:.0} | {} | {:.2} |",
        graph.nodes(),
        f64::from(graph.arcs()) / nodes,
        per(fast),
        per(best),
        per(build),
        per(one),
        per(exact),
        bytes / nodes,
        cch.height(),
        ask * 1e6 / pairs.len() as f64
    );
}
