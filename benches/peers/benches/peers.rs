//! The peers from crates.io and this engine in the same groups, on the same pairs.

#[path = "../../networks/mod.rs"]
mod networks;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use networks::Network;
use petgraph::graph::{DiGraph, NodeIndex};
use routingkit_cch as rk;
use trade_corridor_router::{Cch, CchQuery, Dijkstra, NodeId, Order};

fn distances(criterion: &mut Criterion) {
    let quick = std::env::args().any(|argument| argument == "--test");
    let generated = [1_000, 76_000].into_iter().take(if quick { 1 } else { 2 });
    let real = (!quick).then(Network::luxembourg).flatten();
    for network in generated.map(|size| Network::towns(size, 1)).chain(real) {
        let mut group = criterion.benchmark_group(format!("distance/{}", network.name));
        group.sample_size(10);
        let (graph, metric) = network.build();
        let pairs = network.pairs(1_000);
        let mut next = pairs.iter().cycle().copied();
        let mut pair = move || next.next().expect("endless");
        let id = |name: &str| BenchmarkId::from_parameter(name);

        let order = Order::combined(&graph, &network.points).expect("one point per node");
        let cch = Cch::new(&graph, &order).expect("the order is of this graph");
        let perfect = cch.customise_perfect(&metric).expect("a path fits");
        let (mut query, mut dijkstra) = (CchQuery::new(), Dijkstra::new());
        group.bench_function(id("trade-corridor-cch"), |bencher| {
            bencher.iter(|| {
                let (from, to) = pair();
                query.distance(&cch, &perfect, from, to)
            });
        });
        group.bench_function(id("trade-corridor-cch-path"), |bencher| {
            bencher.iter(|| {
                let (from, to) = pair();
                query.path(&cch, &perfect, from, to)
            });
        });
        group.bench_function(id("trade-corridor-dijkstra"), |bencher| {
            bencher.iter(|| {
                let (from, to) = pair();
                dijkstra.distance(&graph, &metric, from, to)
            });
        });

        let tail: Vec<u32> = network.arcs.iter().map(|arc| arc.0).collect();
        let head: Vec<u32> = network.arcs.iter().map(|arc| arc.1).collect();
        let lat: Vec<f32> = network.points.iter().map(|point| point.1 as f32).collect();
        let lon: Vec<f32> = network.points.iter().map(|point| point.0 as f32).collect();
        let order = rk::compute_order_inertial(graph.nodes(), &tail, &head, &lat, &lon);
        let peer = rk::CCH::new(&order, &tail, &head, |_| {}, false);
        let peer_metric = rk::CCHMetric::new(&peer, network.time.clone());
        let mut peer_query = rk::CCHQuery::new(&peer_metric);
        for (name, path) in [("routingkit-cch", false), ("routingkit-cch-path", true)] {
            group.bench_function(id(name), |bencher| {
                bencher.iter(|| {
                    let (from, to) = pair();
                    peer_query.add_source(from.get(), 0);
                    peer_query.add_target(to.get(), 0);
                    let result = peer_query.run();
                    let arcs = if path { result.arc_path() } else { Vec::new() };
                    (result.distance(), arcs)
                });
            });
        }

        // the other crate takes rows: arcs sorted by their tails
        let mut sorted: Vec<usize> = (0..network.arcs.len()).collect();
        sorted.sort_by_key(|&arc| tail[arc]);
        let mut first_out = vec![0_u32; graph.nodes() as usize + 1];
        for &from in &tail {
            first_out[from as usize + 1] += 1;
        }
        for node in 0..graph.nodes() as usize {
            first_out[node + 1] += first_out[node];
        }
        let rows = cch::graph::Graph {
            first_out,
            head: sorted.iter().map(|&arc| head[arc]).collect(),
            weight: sorted.iter().map(|&arc| network.time[arc]).collect(),
        };
        let other = cch::Cch::build(&rows, &order);
        let other_metric = other.customize(&rows.weight);
        let (view, metric_view) = (other.view(), other_metric.view());
        group.bench_function(id("cch"), |bencher| {
            bencher.iter(|| {
                let (from, to) = pair();
                cch::distance(&view, &metric_view, from.get(), to.get())
            });
        });

        let mut input = fast_paths::InputGraph::new();
        for (&(from, to), &time) in network.arcs.iter().zip(&network.time) {
            // it drops zero weights in silence
            input.add_edge(from as usize, to as usize, time.max(1) as usize);
        }
        input.freeze();
        let fast = fast_paths::prepare(&input);
        let mut calculator = fast_paths::create_calculator(&fast);
        group.bench_function(id("fast_paths"), |bencher| {
            bencher.iter(|| {
                let (from, to) = pair();
                calculator.calc_path(&fast, from.index(), to.index())
            });
        });

        let mut peer = DiGraph::<(), u32>::new();
        for _ in 0..graph.nodes() {
            peer.add_node(());
        }
        for (&(from, to), &time) in network.arcs.iter().zip(&network.time) {
            peer.add_edge(
                NodeIndex::new(from as usize),
                NodeIndex::new(to as usize),
                time,
            );
        }
        group.bench_function(id("petgraph"), |bencher| {
            bencher.iter(|| {
                let (from, to) = pair();
                let goal = NodeIndex::new(to.index());
                let from = NodeIndex::new(from.index());
                petgraph::algo::dijkstra(&peer, from, Some(goal), |arc| *arc.weight()).len()
            });
        });
        group.bench_function(id("pathfinding"), |bencher| {
            bencher.iter(|| {
                let (from, to) = pair();
                let ahead = |&node: &NodeId| {
                    let arcs = graph.out_arcs(node).map(|arc| {
                        let head = NodeId::new(network.arcs[arc.index()].1);
                        (head, u64::from(network.time[arc.index()]))
                    });
                    arcs.collect::<Vec<_>>()
                };
                black_box(pathfinding::directed::dijkstra::dijkstra(
                    &from,
                    ahead,
                    |&node| node == to,
                ))
            });
        });
        group.finish();
    }
}

criterion_group!(peers, distances);
criterion_main!(peers);
