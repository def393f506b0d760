//! Dijkstra, bidirectional, hierarchy (basic, perfect, lanes), one-to-all, matrix and nearest give
//! one answer, and petgraph gives it too; paths are contiguous, add up and have no loop.

use petgraph::algo::dijkstra as peer;
use petgraph::graph::{DiGraph, NodeIndex};
use proptest::prelude::*;
use trade_corridor_router::{
    ArcId, Cch, CchLanes, CchQuery, CchReach, CchTargets, Dijkstra, Graph, Metric, NodeId, Order,
    Path,
};

type Pair = (NodeId, NodeId);
type Ends<'a> = &'a [(NodeId, u32)];

/// A small multigraph: zero weights, blocked and parallel arcs, loops and islands are likely.
#[derive(Clone, Debug)]
struct Case {
    nodes: u32,
    arcs: Vec<(u32, u32, Option<u32>)>,
    order: Vec<NodeId>,
}

fn weight() -> impl Strategy<Value = Option<u32>> {
    prop_oneof![
        2 => Just(Some(0)),
        6 => (0_u32..6).prop_map(Some),
        2 => (0_u32..1_000_000).prop_map(Some),
        1 => Just(None),
    ]
}

fn case(most: u32) -> impl Strategy<Value = Case> {
    (1..most).prop_flat_map(|nodes| {
        let arc = (0..nodes, 0..nodes, weight());
        let order = Just((0..nodes).map(NodeId::new).collect::<Vec<_>>()).prop_shuffle();
        (prop::collection::vec(arc, 0..4 * nodes as usize), order)
            .prop_map(move |(arcs, order)| Case { nodes, arcs, order })
    })
}

impl Case {
    fn nodes(&self) -> impl Iterator<Item = NodeId> {
        (0..self.nodes).map(NodeId::new)
    }

    fn graph(&self) -> Graph {
        Graph::new(
            self.nodes,
            self.arcs.iter().map(|&(tail, head, _)| (tail, head)),
        )
        .unwrap()
    }

    fn metric(&self, graph: &Graph) -> Metric {
        Metric::from_options(graph, self.arcs.iter().map(|arc| arc.2)).unwrap()
    }

    fn orders(&self, graph: &Graph) -> [Order; 4] {
        let points: Vec<_> = (0..self.nodes)
            .map(|node| (f64::from(node % 5), f64::from(node / 5)))
            .collect();
        [
            Order::minimum_degree(graph),
            Order::combined(graph, &points).unwrap(),
            Order::dissection(graph, &points).unwrap(),
            Order::from_nodes(self.order.iter().copied()).unwrap(),
        ]
    }

    /// Distances by another crate.
    fn oracle(&self) -> Vec<Vec<Option<u64>>> {
        let mut graph = DiGraph::<(), u64>::new();
        for _ in 0..self.nodes {
            graph.add_node(());
        }
        for &(tail, head, weight) in &self.arcs {
            if let Some(weight) = weight {
                let (tail, head) = (NodeIndex::new(tail as usize), NodeIndex::new(head as usize));
                graph.add_edge(tail, head, u64::from(weight));
            }
        }
        (0..self.nodes as usize)
            .map(|from| {
                let reached = peer(&graph, NodeIndex::new(from), None, |edge| *edge.weight());
                (0..self.nodes as usize)
                    .map(|to| reached.get(&NodeIndex::new(to)).copied())
                    .collect()
            })
            .collect()
    }
}

/// The path starts and ends where it should, is contiguous, adds up and visits no node twice.
fn check(graph: &Graph, metric: &Metric, path: Option<&Path>, ends: Pair, want: Option<u64>) {
    assert_eq!(path.map(Path::distance), want, "{ends:?}");
    let Some(path) = path else { return };
    assert_eq!((path.source(), path.target()), ends);
    assert_eq!(metric.sum(path.arcs()), want);
    let mut at = ends.0;
    let mut seen = vec![at];
    for &arc in path.arcs() {
        let (tail, head) = graph.ends(arc).unwrap();
        assert_eq!(tail, at);
        assert!(!seen.contains(&head), "a loop at {head}");
        seen.push(head);
        at = head;
    }
    assert_eq!(at, ends.1);
}

/// As [`check`], between sets of ends with offsets.
fn check_sets(
    graph: &Graph,
    metric: &Metric,
    path: Option<&Path>,
    (sources, targets): (Ends<'_>, Ends<'_>),
    want: Option<u64>,
) {
    assert_eq!(path.map(Path::distance), want);
    let Some(path) = path else { return };
    let offset = |ends: Ends<'_>, node| {
        u64::from(
            ends.iter()
                .filter(|end| end.0 == node)
                .map(|end| end.1)
                .min()
                .unwrap(),
        )
    };
    let offsets = offset(sources, path.source()) + offset(targets, path.target());
    let want = want.map(|want| want - offsets);
    let inner = metric.sum(path.arcs());
    assert_eq!(inner, want);
    let inner = Path::clone(path);
    let mut at = inner.source();
    let mut seen = vec![at];
    for &arc in inner.arcs() {
        let (tail, head) = graph.ends(arc).unwrap();
        assert_eq!(tail, at);
        assert!(!seen.contains(&head), "a loop at {head}");
        seen.push(head);
        at = head;
    }
    assert_eq!(at, inner.target());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn all_pairs_of_random_multigraphs(case in case(14)) {
        let graph = case.graph();
        let metric = case.metric(&graph);
        let oracle = case.oracle();
        let mut dijkstra = Dijkstra::new();
        let nodes: Vec<_> = case.nodes().collect();
        for from in case.nodes() {
            let reached = dijkstra.one_to_all(&graph, &metric, &[(from, 0)]).unwrap();
            for to in case.nodes() {
                let want = oracle[from.index()][to.index()];
                prop_assert_eq!(reached.distance(to), want);
                check(&graph, &metric, reached.path(to).as_ref(), (from, to), want);
            }
            for to in case.nodes() {
                let want = oracle[from.index()][to.index()];
                let path = dijkstra.path(&graph, &metric, from, to).unwrap();
                check(&graph, &metric, path.as_ref(), (from, to), want);
                let path = dijkstra.path_bidirectional(&graph, &metric, from, to).unwrap();
                check(&graph, &metric, path.as_ref(), (from, to), want);
            }
        }
        for order in case.orders(&graph) {
            let cch = Cch::new(&graph, &order).unwrap();
            let mut file = Vec::new();
            cch.save(&mut file).unwrap();
            let loaded = Cch::load(&file[..]).unwrap();
            let lanes = cch.customise_many(&[&metric; 9]).unwrap();
            let basic = cch.customise(&metric).unwrap();
            let perfect = loaded.customise_perfect(&metric).unwrap();
            let extracted = cch.extract(&lanes, 8, &metric).unwrap();
            let (mut query, mut reach, mut lane) =
                (CchQuery::new(), CchReach::new(), CchLanes::new());
            for customised in [&basic, &perfect, &extracted] {
                let matrix = cch.matrix(customised, &nodes, &nodes).unwrap();
                let mut targets = CchTargets::new(&cch, customised, &nodes).unwrap();
                for from in case.nodes() {
                    reach.run(&cch, customised, &[(from, 0)]).unwrap();
                    for to in case.nodes() {
                        let want = oracle[from.index()][to.index()];
                        prop_assert_eq!(query.distance(&cch, customised, from, to).unwrap(), want);
                        let path = query.path(&cch, customised, from, to).unwrap();
                        check(&graph, &metric, path.as_ref(), (from, to), want);
                        prop_assert_eq!(reach.distance(&cch, to), Ok(want));
                        prop_assert_eq!(matrix.get(from.index(), to.index()), want);
                    }
                    let mut near: Vec<_> = (0..case.nodes as usize)
                        .filter_map(|to| Some((oracle[from.index()][to]?, to)))
                        .collect();
                    near.sort_unstable();
                    for count in [1, 3, case.nodes as usize + 1] {
                        let want: Vec<_> =
                            near.iter().take(count).map(|&(distance, to)| (to, distance)).collect();
                        prop_assert_eq!(targets.nearest(&cch, customised, from, count).unwrap(), want);
                    }
                }
            }
            let pairs: Vec<_> =
                case.nodes().flat_map(|from| case.nodes().map(move |to| (from, to))).collect();
            let together = lane.distances_of(&cch, &lanes, &pairs).unwrap();
            for (&(from, to), together) in pairs.iter().zip(together) {
                let want = vec![oracle[from.index()][to.index()]; 9];
                prop_assert_eq!(&lane.distances(&cch, &lanes, from, to).unwrap(), &want);
                prop_assert_eq!(together, want);
            }
        }
    }

    #[test]
    fn sets_with_offsets(
        case in case(14),
        sources in prop::collection::vec((0_u32..14, prop_oneof![0_u32..9, Just(u32::MAX)]), 0..5),
        targets in prop::collection::vec((0_u32..14, prop_oneof![0_u32..9, Just(u32::MAX)]), 0..5),
    ) {
        let graph = case.graph();
        let metric = case.metric(&graph);
        let oracle = case.oracle();
        let inside = |ends: Vec<(u32, u32)>| -> Vec<(NodeId, u32)> {
            let node = |number| NodeId::new(number % case.nodes);
            ends.into_iter().map(|(number, offset)| (node(number), offset)).collect()
        };
        let (sources, targets) = (inside(sources), inside(targets));
        let offset = |end: &(NodeId, u32)| u64::from(end.1);
        let mut want = None::<u64>;
        for source in &sources {
            for target in &targets {
                if let Some(distance) = oracle[source.0.index()][target.0.index()] {
                    let total = offset(source) + distance + offset(target);
                    want = Some(want.map_or(total, |want| want.min(total)));
                }
            }
        }
        let mut dijkstra = Dijkstra::new();
        let ends = (&sources[..], &targets[..]);
        let path = dijkstra.path_between(&graph, &metric, ends.0, ends.1).unwrap();
        check_sets(&graph, &metric, path.as_ref(), ends, want);
        let cch = Cch::new(&graph, &Order::minimum_degree(&graph)).unwrap();
        let mut query = CchQuery::new();
        let mut reach = CchReach::new();
        for customised in
            [cch.customise(&metric).unwrap(), cch.customise_perfect(&metric).unwrap()]
        {
            let distance = query.distance_between(&cch, &customised, ends.0, ends.1).unwrap();
            prop_assert_eq!(distance, want);
            let path = query.path_between(&cch, &customised, ends.0, ends.1).unwrap();
            check_sets(&graph, &metric, path.as_ref(), ends, want);
            reach.run(&cch, &customised, &sources).unwrap();
            for to in case.nodes() {
                let want = sources
                    .iter()
                    .filter_map(|source| {
                        Some(offset(source) + oracle[source.0.index()][to.index()]?)
                    })
                    .min();
                prop_assert_eq!(reach.distance(&cch, to), Ok(want));
            }
        }
    }

    /// The order in which arcs come in changes their ids and nothing else.
    #[test]
    fn order_of_arcs_changes_no_distance(case in case(12), seed in any::<u64>()) {
        let mut moved = case.clone();
        let mut state = seed;
        for at in (1..moved.arcs.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            moved.arcs.swap(at, (state >> 33) as usize % (at + 1));
        }
        let nodes: Vec<_> = case.nodes().collect();
        let answers = |case: &Case| {
            let graph = case.graph();
            let metric = case.metric(&graph);
            let order = Order::minimum_degree(&graph);
            let cch = Cch::new(&graph, &order).unwrap();
            let customised = cch.customise_perfect(&metric).unwrap();
            let mut query = CchQuery::new();
            for &from in &nodes {
                for &to in &nodes {
                    let path = query.path(&cch, &customised, from, to).unwrap();
                    let want = path.as_ref().map(Path::distance);
                    check(&graph, &metric, path.as_ref(), (from, to), want);
                }
            }
            (order, cch.matrix(&customised, &nodes, &nodes).unwrap())
        };
        prop_assert_eq!(answers(&case), answers(&moved));
    }

    /// What an optimum takes of another metric, and how many of its arcs have a property.
    #[test]
    fn second_metrics_and_counts_follow_the_path(case in case(12)) {
        let graph = case.graph();
        let metric = case.metric(&graph);
        let weight = |arc: ArcId| (!arc.get().is_multiple_of(5)).then_some(arc.get() * 3);
        let second = Metric::new(&graph, weight).unwrap();
        let cch = Cch::new(&graph, &Order::minimum_degree(&graph)).unwrap();
        let customised = cch.customise_perfect(&metric).unwrap();
        let mut query = CchQuery::new();
        for from in case.nodes() {
            for to in case.nodes() {
                let Some(path) = query.path(&cch, &customised, from, to).unwrap() else {
                    continue;
                };
                let (mut sum, mut even) = (Some(0_u64), 0);
                for &arc in path.arcs() {
                    sum = sum.zip(weight(arc)).map(|(sum, more)| sum + u64::from(more));
                    even += usize::from(arc.get() % 2 == 0);
                }
                prop_assert_eq!(second.sum(path.arcs()), sum);
                prop_assert_eq!(path.count(|arc| arc.get() % 2 == 0), even);
            }
        }
    }

    #[test]
    fn what_changed_is_as_if_customised_anew(
        case in case(16),
        rounds in prop::collection::vec(prop::collection::vec((0_usize..64, weight()), 0..8), 1..5),
    ) {
        let graph = case.graph();
        let mut metric = case.metric(&graph);
        for order in case.orders(&graph) {
            let cch = Cch::new(&graph, &order).unwrap();
            let mut customised = cch.customise_perfect(&metric).unwrap();
            let mut query = CchQuery::new();
            for round in &rounds {
                let mut changed = Vec::new();
                for &(arc, weight) in round {
                    if let Some(arc) = arc.checked_rem(case.arcs.len()) {
                        let arc = ArcId::new(arc as u32);
                        metric.set(arc, weight).unwrap();
                        changed.push(arc);
                    }
                }
                cch.recustomise(&mut customised, &metric, &changed).unwrap();
                let anew = cch.customise(&metric).unwrap();
                for from in case.nodes() {
                    for to in case.nodes() {
                        let distance = query.distance(&cch, &customised, from, to).unwrap();
                        prop_assert_eq!(distance, query.distance(&cch, &anew, from, to).unwrap());
                        let path = query.path(&cch, &customised, from, to).unwrap();
                        check(&graph, &metric, path.as_ref(), (from, to), distance);
                    }
                }
            }
        }
    }
}

/// Computed by hand: A-4-B, B-3-C, A-8-C, C-1-D one way, D-0-A, an island E.
#[test]
fn an_anchor_that_does_not_depend_on_any_oracle() {
    let arcs = [
        (0, 1),
        (1, 0),
        (1, 2),
        (2, 1),
        (0, 2),
        (2, 0),
        (2, 3),
        (3, 0),
    ];
    let graph = Graph::new(5, arcs).unwrap();
    let metric = Metric::from_weights(&graph, [4, 4, 3, 3, 8, 8, 1, 0]).unwrap();
    let expected = [
        [Some(0), Some(4), Some(7), Some(8), None],
        [Some(4), Some(0), Some(3), Some(4), None],
        [Some(1), Some(3), Some(0), Some(1), None],
        [Some(0), Some(4), Some(7), Some(0), None],
        [None, None, None, None, Some(0)],
    ];
    let cch = Cch::new(&graph, &Order::minimum_degree(&graph)).unwrap();
    let customised = cch.customise_perfect(&metric).unwrap();
    let nodes = [0, 1, 2, 3, 4].map(NodeId::new);
    let matrix = cch.matrix(&customised, &nodes, &nodes).unwrap();
    let (mut dijkstra, mut query) = (Dijkstra::new(), CchQuery::new());
    for from in nodes {
        for to in nodes {
            let want = expected[from.index()][to.index()];
            assert_eq!(dijkstra.distance(&graph, &metric, from, to), Ok(want));
            assert_eq!(query.distance(&cch, &customised, from, to), Ok(want));
            assert_eq!(matrix.get(from.index(), to.index()), want);
        }
    }
    let [from, _, _, to, _] = nodes;
    let path = query.path(&cch, &customised, from, to).unwrap().unwrap();
    assert_eq!(path.arcs(), [0, 2, 6]);
}
