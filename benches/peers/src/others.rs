//! Distances by the other crates, on the same pairs.

use petgraph::graph::{DiGraph, NodeIndex};
use trade_corridor_router::{Cch, CchMetric, CchQuery, Dijkstra, Graph, Metric, NodeId};

use crate::measure::{duel, row};
use crate::networks::Network;

/// Prints what the others take for the pairs, each in turns with ours.
pub(crate) fn compare(
    network: &Network,
    (graph, metric): (&Graph, &Metric),
    (cch, perfect): (&Cch, &CchMetric),
    order: &[u32],
    rounds: usize,
) {
    let pairs = network.pairs(100);
    let raw = pairs.iter().map(|(from, to)| (from.get(), to.get()));
    let raw: Vec<(u32, u32)> = raw.collect();
    let per = 1e6 / pairs.len() as f64;
    let mut query = CchQuery::new();
    let mut ours = |path: bool| -> u64 {
        let ask = |&(from, to): &(NodeId, NodeId)| {
            if path {
                let path = query.path(cch, perfect, from, to).unwrap();
                return path.map_or(0, |path| path.distance());
            }
            query.distance(cch, perfect, from, to).unwrap().unwrap_or(0)
        };
        pairs.iter().map(ask).sum()
    };
    let want = ours(false);
    let mut line = |name: &str, path: bool, theirs: &mut dyn FnMut() -> u64| {
        assert_eq!(theirs(), want, "{name}");
        let both = duel(rounds, || ours(path), theirs);
        row(name, both, per, "µs", f64::INFINITY);
    };

    // this crate takes rows: arcs sorted by their tails
    let mut sorted: Vec<usize> = (0..network.arcs.len()).collect();
    sorted.sort_by_key(|&arc| network.arcs[arc].0);
    let mut first_out = vec![0_u32; graph.nodes() as usize + 1];
    for &(from, _) in &network.arcs {
        first_out[from as usize + 1] += 1;
    }
    for node in 0..graph.nodes() as usize {
        first_out[node + 1] += first_out[node];
    }
    let rows = cch::graph::Graph {
        first_out,
        head: sorted.iter().map(|&arc| network.arcs[arc].1).collect(),
        weight: sorted.iter().map(|&arc| network.time[arc]).collect(),
    };
    let other = cch::Cch::build(&rows, order);
    let other_metric = other.customize(&rows.weight);
    let (view, metric_view) = (other.view(), other_metric.view());
    line("distance, `cch`", false, &mut || {
        let ask = |&(from, to): &(u32, u32)| {
            let distance = cch::distance(&view, &metric_view, from, to);
            // its infinity reads as a distance
            u64::from(if distance < cch::INF_WEIGHT {
                distance
            } else {
                0
            })
        };
        raw.iter().map(ask).sum()
    });

    if network.time.iter().all(|&time| time > 0) {
        let mut input = fast_paths::InputGraph::new();
        for (&(from, to), &time) in network.arcs.iter().zip(&network.time) {
            input.add_edge(from as usize, to as usize, time as usize);
        }
        input.freeze();
        let fast = fast_paths::prepare(&input);
        let mut calculator = fast_paths::create_calculator(&fast);
        line("path, `fast_paths`", true, &mut || {
            let mut ask = |&(from, to): &(u32, u32)| {
                let path = calculator.calc_path(&fast, from as usize, to as usize);
                path.map_or(0, |path| path.get_weight() as u64)
            };
            raw.iter().map(&mut ask).sum()
        });
    } else {
        println!("| path, `fast_paths` | | | | | it drops zero weights |");
    }

    let mut peer = DiGraph::<(), u64>::new();
    for _ in 0..graph.nodes() {
        peer.add_node(());
    }
    for (&(from, to), &time) in network.arcs.iter().zip(&network.time) {
        peer.add_edge(from.into(), to.into(), time.into());
    }
    line("distance, `petgraph`", false, &mut || {
        let ask = |&(from, to): &(u32, u32)| {
            let goal = NodeIndex::from(to);
            let found =
                petgraph::algo::dijkstra(&peer, from.into(), Some(goal), |arc| *arc.weight());
            found.get(&goal).copied().unwrap_or(0)
        };
        raw.iter().map(ask).sum()
    });
    line("path, `pathfinding`", true, &mut || {
        let ask = |&(from, to): &(u32, u32)| {
            let ahead = |&node: &u32| {
                let arcs = graph.out_arcs(NodeId::new(node));
                let arcs = arcs.map(|arc| {
                    let arc = arc.index();
                    (network.arcs[arc].1, u64::from(network.time[arc]))
                });
                arcs.collect::<Vec<_>>()
            };
            pathfinding::directed::dijkstra::dijkstra(&from, ahead, |&node| node == to)
                .map_or(0, |(_, distance)| distance)
        };
        raw.iter().map(ask).sum()
    });
    let mut dijkstra = Dijkstra::new();
    line("distance, own `Dijkstra`", false, &mut || {
        let ask = |&(from, to): &(NodeId, NodeId)| {
            dijkstra
                .distance(graph, metric, from, to)
                .unwrap()
                .unwrap_or(0)
        };
        pairs.iter().map(ask).sum()
    });
}
