//! Large and hostile graphs, questions and files are refused, or answered, soon and in bounded memory.

use std::io::Read;
use std::time::{Duration, Instant};

use trade_corridor_router::{
    AlternativeLimits, Alternatives, Cch, CchError, Completeness, FrontLimits, Graph, GraphError,
    GraphLimits, Limit, Limited, LimitedError, LoadError, Metric, NodeId, Order, Pareto,
    QueryError,
};

/// Ample for slow machines and builds that are not optimised; what stands here took minutes or memory
/// without end.
const SOON: Duration = Duration::from_secs(20);

fn soon<T>(run: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let found = run();
    let took = started.elapsed();
    assert!(took < SOON, "{took:?}");
    found
}

/// Pairs of arcs in a row, each pair dear or long: two to the power of `count` compromises.
fn diamonds(count: u32) -> (Graph, [Vec<u32>; 4]) {
    let graph = Graph::new(count + 1, (0..2 * count).map(|arc| (arc / 2, arc / 2 + 1))).unwrap();
    let mut weights: [Vec<u32>; 4] = Default::default();
    for pair in 0..count {
        let step = 1 << (pair % 28);
        weights[0].extend([step, 2 * step]);
        weights[1].extend([2 * step, step]);
        // nothing that repeats, so that few partial paths stand for others
        weights[2].extend([1 + pair * pair % 7, 3 + pair % 5]);
        weights[3].extend([4 + pair % 3, 1 + pair * 3 % 4]);
    }
    (graph, weights)
}

fn ends(graph: &Graph) -> [[(NodeId, u32); 1]; 2] {
    [0, graph.nodes() - 1].map(|node| [(NodeId::new(node), 0)])
}

#[test]
fn partial_paths_are_bounded() {
    for count in [18, 40] {
        let (graph, weights) = diamonds(count);
        let metrics = weights.map(|weights| Metric::from_weights(&graph, weights).unwrap());
        let [from, to] = ends(&graph);
        // halfway between all that is cheap and all that is short
        let limit = |uses: &'static str, metric| {
            let sum: u64 = graph
                .arc_ids()
                .filter_map(|arc| Metric::weight(metric, arc))
                .map(u64::from)
                .sum();
            assert!(sum > 0, "{uses}");
            Limit {
                uses: metric,
                most: u32::try_from(sum / 2).unwrap_or(u32::MAX - 1),
            }
        };
        let one = [limit("length", &metrics[1])];
        let three = [
            limit("length", &metrics[1]),
            limit("changes", &metrics[2]),
            limit("borders", &metrics[3]),
        ];
        for limits in [&one[..], &three[..]] {
            let found = soon(|| Limited::new().path(&graph, &metrics[0], limits, &from, &to));
            match found {
                Ok(found) => {
                    let found = found.expect("all that is short keeps the limit");
                    for (used, limit) in found.used().iter().zip(limits) {
                        assert!(*used <= limit.most);
                    }
                }
                Err(LimitedError::TooManyLabels { most }) => {
                    assert_eq!(most, Limited::MOST_LABELS);
                    assert_eq!(count, 40, "eighteen pairs are few");
                }
                Err(other) => panic!("{other}"),
            }
        }
    }
    let (graph, weights) = diamonds(40);
    let metrics = weights.map(|weights| Metric::from_weights(&graph, weights).unwrap());
    let [from, to] = ends(&graph);
    let limits = [Limit {
        uses: &metrics[1],
        most: 1 << 29,
    }];
    let mut limited = Limited::with_most_labels(1_000);
    let refused = limited
        .path(&graph, &metrics[0], &limits, &from, &to)
        .unwrap_err();
    assert_eq!(
        refused.to_string(),
        "more than 1000 partial paths: drop or loosen a limit, count in coarser units, or raise the bound"
    );
    // the same scratch answers what is within its bound
    let free = limited.path(&graph, &metrics[0], &[], &from, &to).unwrap();
    assert!(free.is_some());
}

#[test]
fn compromises_are_bounded() {
    let (graph, weights) = diamonds(40);
    let metrics = weights.map(|weights| Metric::from_weights(&graph, weights).unwrap());
    let [[(from, _)], [(to, _)]] = ends(&graph);
    for objectives in [
        &[&metrics[0], &metrics[1]][..],
        &[&metrics[0], &metrics[1], &metrics[2]],
    ] {
        for epsilon_permille in [0, 1] {
            let limits = FrontLimits {
                epsilon_permille,
                ..FrontLimits::default()
            };
            let front = soon(|| Pareto::new().front(&graph, objectives, from, to, limits)).unwrap();
            assert_eq!(front.completeness(), Completeness::Capped);
        }
    }
}

/// A grid of one-way streets.
fn grid(side: u32) -> Graph {
    let arcs = (0..side * side).flat_map(|at| {
        let right = (at % side + 1 < side).then_some((at, at + 1));
        let down = (at / side + 1 < side).then_some((at, at + side));
        right.into_iter().chain(down)
    });
    Graph::new(side * side, arcs.collect::<Vec<_>>()).unwrap()
}

#[test]
fn alternatives_are_bounded() {
    let graph = grid(30);
    let metric = Metric::new(&graph, |arc| Some(1 + arc.get() * 7 % 5)).unwrap();
    let [[(from, _)], [(to, _)]] = ends(&graph);
    let limits = AlternativeLimits {
        count: usize::MAX,
        overlap_percent: 100,
        considered: usize::MAX,
        ..AlternativeLimits::default()
    };
    let found = soon(|| Alternatives::new().paths(&graph, &metric, from, to, limits)).unwrap();
    assert!(!found.is_complete());
    assert!(found.paths().len() > 100, "{}", found.paths().len());
    assert!(
        found
            .paths()
            .is_sorted_by_key(trade_corridor_router::Path::distance)
    );
    let few = AlternativeLimits {
        labels: 1,
        ..limits
    };
    let few = Alternatives::new()
        .paths(&graph, &metric, from, to, few)
        .unwrap();
    assert_eq!((few.paths().len(), few.is_complete()), (1, false));
    // overlap asks for comparisons of all pairs
    let apart = AlternativeLimits {
        overlap_percent: 99,
        ..limits
    };
    let found = soon(|| Alternatives::new().paths(&graph, &metric, from, to, apart)).unwrap();
    assert!(!found.is_complete());
}

#[test]
fn graphs_are_refused_before_memory_is_taken() {
    let refused = soon(|| Graph::new(u32::MAX, [])).unwrap_err();
    assert!(matches!(
        refused,
        GraphError::TooManyNodes {
            nodes: u32::MAX,
            ..
        }
    ));
    let most = GraphLimits::default();
    let refused = soon(|| Graph::new(1, vec![(0, 0); 10].into_iter().cycle().take(1 << 40)));
    assert_eq!(
        refused.unwrap_err(),
        GraphError::TooManyArcs { limit: most.arcs }
    );
    let mut limits = most;
    (limits.nodes, limits.arcs) = (u32::MAX, 1_000);
    let refused = Graph::within(limits, 1, std::iter::repeat((0, 0))).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "more than 1000 arcs: raise `GraphLimits::arcs` or split the graph"
    );
    let refused = Graph::within(limits, u32::MAX, []).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "4294967295 nodes, above 2147483647: more cannot be numbered, split the graph"
    );
}

/// Every node leads to three others, drawn at random: what no order keeps from filling in.
fn tangle(nodes: u32) -> Graph {
    let mut state = 7_u64;
    let mut draw = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as u32 % nodes
    };
    let arcs: Vec<_> = (0..3 * nodes).map(|arc| (arc / 3, draw())).collect();
    Graph::new(nodes, arcs).unwrap()
}

#[test]
fn hierarchies_of_tangled_graphs_are_bounded() {
    let graph = tangle(40_000);
    let order = soon(|| Order::minimum_degree(&graph));
    assert_eq!(order.nodes().len(), 40_000);
    let refused = soon(|| Cch::new(&graph, &order)).unwrap_err();
    assert_eq!(refused, CchError::TooManyArcs { limit: 1 << 22 });
    assert!(refused.to_string().contains("allow more by `Cch::within`"));
    let points: Vec<_> = graph
        .node_ids()
        .map(|node| (f64::from(node.get() % 200), f64::from(node.get() / 200)))
        .collect();
    let order = soon(|| Order::combined(&graph, &points)).unwrap();
    assert_eq!(order.nodes().len(), 40_000);
}

#[test]
fn matrices_are_bounded() {
    let graph = Graph::new(3, [(0, 1), (1, 2)]).unwrap();
    let cch = Cch::new(&graph, &Order::minimum_degree(&graph)).unwrap();
    let metric = cch
        .customise(&Metric::from_weights(&graph, [4, 3]).unwrap())
        .unwrap();
    let many = vec![NodeId::new(0); 100_000];
    let refused = soon(|| cch.matrix(&metric, &many, &many)).unwrap_err();
    assert!(matches!(
        refused,
        QueryError::TooManyCells { rows: 100_000, .. }
    ));
    assert_eq!(
        refused.to_string(),
        "100000 rows of 100000 columns are above 134217728 cells: ask for fewer rows at a time"
    );
    let one = soon(|| cch.matrix(&metric, &many, &[NodeId::new(2)])).unwrap();
    assert!((0..many.len()).all(|row| one.get(row, 0) == Some(7)));
}

/// A hierarchy as high as a path is long, and labels of more targets than are kept at once.
#[test]
fn matrices_of_high_hierarchies_are_made_in_parts() {
    let graph = Graph::new(3_000, (0..2_999).map(|node| (node, node + 1))).unwrap();
    let order = Order::from_nodes(graph.node_ids()).unwrap();
    let cch = Cch::new(&graph, &order).unwrap();
    assert_eq!(cch.height(), 3_000);
    let metric = cch
        .customise(&Metric::new(&graph, |_| Some(1)).unwrap())
        .unwrap();
    let targets: Vec<_> = (0..12_000).map(|at| NodeId::new(at % 3_000)).collect();
    let from = [0, 2_000].map(NodeId::new);
    let matrix = soon(|| cch.matrix(&metric, &from, &targets)).unwrap();
    for (column, target) in targets.iter().enumerate() {
        let target = u64::from(target.get());
        assert_eq!(matrix.get(0, column), Some(target));
        assert_eq!(matrix.get(1, column), target.checked_sub(2_000));
    }
}

#[test]
fn files_are_read_no_further_than_asked() {
    let graph = Graph::new(3, [(0, 1), (1, 2)]).unwrap();
    let order = Order::minimum_degree(&graph);
    let cch = Cch::new(&graph, &order).unwrap();
    let (mut hierarchy, mut bare) = (Vec::new(), Vec::new());
    cch.save(&mut hierarchy).unwrap();
    order.save(&mut bare).unwrap();
    assert!(Order::load_within(&bare[..], bare.len() as u64 - 32).is_ok());
    let error = Order::load_within(&bare[..], bare.len() as u64 - 33).unwrap_err();
    assert!(matches!(error, LoadError::TooLong { .. }));
    let error = Cch::load_within(&hierarchy[..], 1).unwrap_err();
    assert!(
        error
            .to_string()
            .ends_with("above 1: load it with `load_within`"),
        "{error}"
    );
    for file in [&mut hierarchy, &mut bare] {
        file[16..24].copy_from_slice(&u64::MAX.to_le_bytes());
        let endless = || (&file[..]).chain(std::io::repeat(1));
        assert!(matches!(
            soon(|| Cch::load(endless())),
            Err(LoadError::TooLong { .. } | LoadError::Kind { .. })
        ));
        assert!(matches!(
            soon(|| Order::load(endless())),
            Err(LoadError::TooLong { .. } | LoadError::Kind { .. })
        ));
    }
    assert_eq!(
        soon(|| Order::load(std::io::repeat(0))).unwrap_err(),
        LoadError::Foreign
    );
}
