//! One thread, two or seven: customisations, matrices and saved hierarchies are the same to the byte.

use proptest::prelude::*;
use trade_corridor_router::{
    Cch, CchMetric, CchMetrics, CchQuery, Graph, Matrix, Metric, NodeId, Order,
};

use crate::networks::{Network, Random};

/// Everything that threads can have a part in, of one network.
#[derive(Debug, PartialEq)]
struct Work {
    hierarchy: Vec<u8>,
    cells: Vec<Option<u64>>,
    lanes: Vec<Vec<Option<u64>>>,
    paths: Vec<Option<(u64, Vec<u32>)>>,
}

type Calls = (
    fn(&Cch, &Metric) -> CchMetric,
    fn(&Cch, &CchMetric, &[NodeId]) -> Matrix,
    fn(&Cch, &[&Metric]) -> CchMetrics,
);

const ALONE: Calls = (
    |cch, metric| cch.customise(metric).unwrap(),
    |cch, metric, nodes| cch.matrix(metric, nodes, nodes).unwrap(),
    |cch, metrics| cch.customise_many(metrics).unwrap(),
);

#[cfg(feature = "rayon")]
const TOGETHER: Calls = (
    |cch, metric| cch.customise_parallel(metric).unwrap(),
    |cch, metric, nodes| cch.matrix_parallel(metric, nodes, nodes).unwrap(),
    |cch, metrics| cch.customise_many_parallel(metrics).unwrap(),
);

fn work(graph: &Graph, metrics: &[Metric], (customise, matrix, many): Calls) -> Work {
    let cch = Cch::new(graph, &Order::minimum_degree(graph)).unwrap();
    let mut hierarchy = Vec::new();
    cch.save(&mut hierarchy).unwrap();
    let step = (graph.nodes() as usize / 40).max(1);
    let nodes: Vec<NodeId> = (0..graph.nodes()).step_by(step).map(NodeId::new).collect();
    let one = customise(&cch, &metrics[0]);
    let found = matrix(&cch, &one, &nodes);
    let cells =
        (0..found.rows()).flat_map(|row| (0..found.columns()).map(move |column| (row, column)));
    let cells = cells.map(|(row, column)| found.get(row, column)).collect();
    let lanes = many(&cch, &metrics.iter().collect::<Vec<_>>());
    let mut query = CchQuery::new();
    let (first, last) = (nodes[0], nodes[nodes.len() - 1]);
    let lanes = (0..metrics.len()).map(|lane| {
        let metric = cch.extract(&lanes, lane, &metrics[lane]).unwrap();
        nodes
            .iter()
            .map(|node| query.distance(&cch, &metric, first, *node).unwrap())
            .collect()
    });
    let lanes = lanes.collect();
    let mut query = CchQuery::new();
    let paths = nodes.iter().map(|node| {
        let path = query.path(&cch, &one, *node, last).unwrap();
        path.map(|path| {
            (
                path.distance(),
                path.arcs().iter().map(|arc| arc.get()).collect(),
            )
        })
    });
    Work {
        hierarchy,
        cells,
        lanes,
        paths: paths.collect(),
    }
}

/// What one thread makes of it, and all pools alike.
fn all_agree(graph: &Graph, metrics: &[Metric]) {
    let alone = work(graph, metrics, ALONE);
    assert_eq!(work(graph, metrics, ALONE), alone, "twice by one thread");
    #[cfg(feature = "rayon")]
    for threads in [1, 2, 7] {
        let pool = rayon::ThreadPoolBuilder::new()
            .num_threads(threads)
            .build()
            .unwrap();
        let together = pool.install(|| work(graph, metrics, TOGETHER));
        assert_eq!(together, alone, "{threads} threads");
    }
}

#[test]
fn a_countryside_is_the_same_on_any_number_of_threads() {
    let network = Network::towns(9_000, 5);
    let nodes = u32::try_from(network.points.len()).unwrap();
    let graph = Graph::new(nodes, network.arcs.iter().copied()).unwrap();
    let mut random = Random::new(9);
    let weights = [&network.time, &network.length]
        .into_iter()
        .cycle()
        .take(11);
    let metrics = weights.map(|weights| {
        let some = weights
            .iter()
            .map(|weight| (random.below(50) > 0).then_some(*weight + random.below(3)));
        Metric::from_options(&graph, some).unwrap()
    });
    let metrics: Vec<Metric> = metrics.collect();
    all_agree(&graph, &metrics);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn multigraphs_are_the_same_on_any_number_of_threads(
        (nodes, arcs) in (1_u32..300).prop_flat_map(|nodes| {
            let arc = (0..nodes, 0..nodes, prop::option::weighted(0.9, 0_u32..50));
            (Just(nodes), prop::collection::vec(arc, 0..4 * nodes as usize))
        }),
    ) {
        let graph = Graph::new(nodes, arcs.iter().map(|(tail, head, _)| (*tail, *head))).unwrap();
        let metric = |more: u32| {
            let weights = arcs.iter().map(|(_, _, weight)| weight.map(|weight| weight + more));
            Metric::from_options(&graph, weights).unwrap()
        };
        all_agree(&graph, &[metric(0), metric(1), metric(7)]);
    }
}
