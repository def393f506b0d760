//! The engine on generated and real networks, with petgraph in the same groups.
//!
//! `TRADE_CORRIDOR_BENCH_LARGE=1` adds a network of a million nodes; Luxembourg is measured when
//! `../shared/graphs/luxembourg` (or `TRADE_CORRIDOR_LUXEMBOURG`) is there, the railways, roads and
//! sea lanes of the continent when `../shared/geo` (or `TRADE_CORRIDOR_GEO`) is. The other peers are
//! in the package `benches/peers`.

mod networks;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use networks::Network;
use petgraph::graph::{DiGraph, NodeIndex};
use trade_corridor_router::{
    AlternativeLimits, Alternatives, ArcId, Cch, CchLanes, CchMetric, CchQuery, CchReach,
    CchTargets, Dijkstra, FrontLimits, Graph, Limit, Limited, Metric, NodeId, Order, Pareto,
};

/// A network with everything that a question needs.
struct Ready {
    network: Network,
    graph: Graph,
    metric: Metric,
    cch: Cch,
    basic: CchMetric,
    perfect: CchMetric,
    pairs: Vec<(NodeId, NodeId)>,
}

/// The networks of a run; with `--test` only the smallest.
fn networks() -> Vec<Ready> {
    let quick = std::env::args().any(|argument| argument == "--test");
    let large = std::env::var_os("TRADE_CORRIDOR_BENCH_LARGE").is_some();
    let sizes: &[u32] = match (quick, large) {
        (true, _) => &[1_000],
        (false, false) => &[1_000, 76_000, 250_000],
        (false, true) => &[1_000, 76_000, 250_000, 1_000_000],
    };
    let generated = sizes.iter().map(|&size| Network::towns(size, 1));
    let mut networks: Vec<Ready> = generated.map(ready).collect();
    if !quick {
        for (name, real) in [
            ("Luxembourg", Network::luxembourg()),
            ("the continent", Network::continent()),
        ] {
            match real {
                Some(network) => networks.push(ready(network)),
                None => println!("skipped: the network of {name} is not at hand"),
            }
        }
    }
    networks
}

fn ready(network: Network) -> Ready {
    let (graph, metric) = network.build();
    let order = Order::combined(&graph, &network.points).expect("one finite point per node");
    let cch = Cch::new(&graph, &order).expect("the order is of this graph");
    let basic = cch.customise(&metric).expect("a path fits");
    let perfect = cch.customise_perfect(&metric).expect("a path fits");
    let pairs = network.pairs(1_000);
    Ready {
        network,
        graph,
        metric,
        cch,
        basic,
        perfect,
        pairs,
    }
}

fn preparation(criterion: &mut Criterion) {
    let networks = networks();
    let mut group = criterion.benchmark_group("preparation");
    group.sample_size(10);
    for ready in &networks {
        let Ready {
            network,
            graph,
            metric,
            cch,
            basic,
            ..
        } = ready;
        let name = |work: &str| BenchmarkId::new(work, &network.name);
        group.bench_function(name("order-minimum-degree"), |bencher| {
            bencher.iter(|| Order::minimum_degree(graph));
        });
        group.bench_function(name("order-combined"), |bencher| {
            bencher.iter(|| Order::combined(graph, &network.points));
        });
        let order = Order::minimum_degree(graph);
        group.bench_function(name("build"), |bencher| {
            bencher.iter(|| Cch::new(graph, &order));
        });
        let mut into = basic.clone();
        group.bench_function(name("customise"), |bencher| {
            bencher.iter(|| cch.customise_into(metric, &mut into));
        });
        let mut many = cch.customise_many(&[metric; 8]).expect("a path fits");
        group.bench_function(name("customise-8"), |bencher| {
            bencher.iter(|| cch.customise_many_into(&[metric; 8], &mut many));
        });
        group.bench_function(name("customise-perfect"), |bencher| {
            bencher.iter(|| cch.customise_perfect(metric));
        });
        let changed = (0..100).map(|at| ArcId::new(at * graph.arcs() / 100));
        let changed: Vec<_> = changed.collect();
        let mut dearer = metric.clone();
        for &arc in &changed {
            let weight = metric.weight(arc).expect("no arc is blocked");
            dearer.set(arc, Some(weight * 2)).expect("the arc exists");
        }
        group.bench_function(name("recustomise-100-there-and-back"), |bencher| {
            bencher.iter(|| {
                cch.recustomise(&mut into, &dearer, &changed)?;
                cch.recustomise(&mut into, metric, &changed)
            });
        });
    }
}

fn questions(criterion: &mut Criterion) {
    let networks = networks();
    let mut group = criterion.benchmark_group("question");
    group.sample_size(20);
    for ready in &networks {
        let Ready {
            network,
            graph,
            metric,
            cch,
            basic,
            perfect,
            pairs,
        } = ready;
        let name = |work: &str| BenchmarkId::new(work, &network.name);
        let (mut dijkstra, mut query) = (Dijkstra::new(), CchQuery::new());
        let mut next = pairs.iter().cycle().copied();
        let mut pair = move || next.next().expect("endless");
        group.bench_function(name("dijkstra"), |bencher| {
            bencher.iter(|| {
                let (from, to) = pair();
                dijkstra.distance(graph, metric, from, to)
            });
        });
        group.bench_function(name("dijkstra-bidirectional"), |bencher| {
            bencher.iter(|| {
                let (from, to) = pair();
                dijkstra.distance_bidirectional(graph, metric, from, to)
            });
        });
        let mut peer = DiGraph::<(), u32>::new();
        for _ in 0..graph.nodes() {
            peer.add_node(());
        }
        for (&(tail, head), &time) in network.arcs.iter().zip(&network.time) {
            peer.add_edge(
                NodeIndex::new(tail as usize),
                NodeIndex::new(head as usize),
                time,
            );
        }
        group.bench_function(name("petgraph-dijkstra"), |bencher| {
            bencher.iter(|| {
                let (from, to) = pair();
                let goal = NodeIndex::new(to.index());
                let from = NodeIndex::new(from.index());
                let found = petgraph::algo::dijkstra(&peer, from, Some(goal), |arc| *arc.weight());
                found.get(&goal).copied()
            });
        });
        for (kind, customised) in [("basic", basic), ("perfect", perfect)] {
            group.bench_function(name(&format!("distance-{kind}")), |bencher| {
                bencher.iter(|| {
                    let (from, to) = pair();
                    query.distance(cch, customised, from, to)
                });
            });
            group.bench_function(name(&format!("path-{kind}")), |bencher| {
                bencher.iter(|| {
                    let (from, to) = pair();
                    query.path(cch, customised, from, to)
                });
            });
        }
        group.bench_function(name("distance-between-sets-of-4"), |bencher| {
            bencher.iter(|| {
                // any small numbers will do as offsets
                let ends = (0..8).map(|_| pair());
                let ends: Vec<_> = ends.map(|(node, other)| (node, other.get())).collect();
                query.distance_between(cch, perfect, &ends[..4], &ends[4..])
            });
        });
        let metrics = cch.customise_many(&[metric; 8]).expect("a path fits");
        let mut lanes = CchLanes::new();
        group.bench_function(name("distance-under-8-metrics"), |bencher| {
            bencher.iter(|| {
                let (from, to) = pair();
                lanes.distances(cch, &metrics, from, to)
            });
        });
        let nodes: Vec<_> = pairs.iter().map(|pair| pair.0).collect();
        let mut targets = CchTargets::new(cch, perfect, &nodes).expect("the nodes exist");
        group.bench_function(name("nearest-5-of-1000"), |bencher| {
            bencher.iter(|| targets.nearest(cch, perfect, pair().1, 5));
        });
    }
}

fn batches(criterion: &mut Criterion) {
    let networks = networks();
    let mut group = criterion.benchmark_group("batch");
    group.sample_size(10);
    for Ready {
        network,
        graph,
        metric,
        cch,
        perfect,
        pairs,
        ..
    } in &networks
    {
        let name = |work: &str| BenchmarkId::new(work, &network.name);
        let (from, to): (Vec<_>, Vec<_>) = pairs.iter().copied().unzip();
        group.bench_function(name("matrix-1000x1000"), |bencher| {
            bencher.iter(|| cch.matrix(perfect, &from, &to));
        });
        let mut reach = CchReach::new();
        group.bench_function(name("one-to-all"), |bencher| {
            bencher.iter(|| reach.run(cch, perfect, &[(from[0], 0)]));
        });
        let mut dijkstra = Dijkstra::new();
        group.bench_function(name("one-to-all-dijkstra"), |bencher| {
            bencher.iter(|| {
                let reached = dijkstra.one_to_all(graph, metric, &[(from[0], 0)]);
                black_box(reached.map(|reached| reached.distance(to[0])))
            });
        });
    }
}

fn compromises(criterion: &mut Criterion) {
    let networks = networks();
    let mut group = criterion.benchmark_group("compromise");
    group.sample_size(10);
    for Ready {
        network,
        graph,
        metric,
        cch,
        perfect,
        pairs,
        ..
    } in &networks
    {
        if graph.nodes() > 100_000 {
            continue;
        }
        let name = |work: &str| BenchmarkId::new(work, &network.name);
        let length = Metric::from_weights(graph, network.length.iter().copied())
            .expect("one length per arc");
        let mut next = pairs.iter().cycle().copied();
        let mut pair = move || next.next().expect("endless");
        let mut pareto = Pareto::new();
        group.bench_function(name("front-of-2"), |bencher| {
            bencher.iter(|| {
                let (from, to) = pair();
                pareto.front(graph, &[metric, &length], from, to, FrontLimits::default())
            });
        });
        let customised = cch.customise_perfect(&length).expect("a path fits");
        let objectives = [(metric, perfect), (&length, &customised)];
        group.bench_function(name("front-of-2-on-hierarchy"), |bencher| {
            bencher.iter(|| {
                let (from, to) = pair();
                pareto.front_on(graph, cch, &objectives, from, to, FrontLimits::default())
            });
        });
        let mut limited = Limited::new();
        group.bench_function(name("limited-by-length"), |bencher| {
            bencher.iter(|| {
                let (from, to) = pair();
                let limits = [Limit {
                    uses: &length,
                    most: 100_000,
                }];
                limited.path(graph, metric, &limits, &[(from, 0)], &[(to, 0)])
            });
        });
        let mut alternatives = Alternatives::new();
        let limits = AlternativeLimits {
            considered: 20,
            ..AlternativeLimits::default()
        };
        group.bench_function(name("alternatives-20-considered"), |bencher| {
            bencher.iter(|| {
                let (from, to) = pair();
                alternatives.paths(graph, metric, from, to, limits)
            });
        });
    }
}

criterion_group!(engine, preparation, questions, batches, compromises);
criterion_main!(engine);
