//! Graphs and files from nonsense: an error or a right answer, never a panic or a lot of memory.

use proptest::prelude::*;
use trade_corridor_router::{
    Cch, CchQuery, Dijkstra, FileKind, Graph, GraphError, LoadError, Metric, NodeId, Order,
    OrderError,
};

fn order(nodes: &[u32]) -> Result<Order, OrderError> {
    Order::from_nodes(nodes.iter().copied().map(NodeId::new))
}

fn saved() -> (Graph, Cch, Vec<u8>, Vec<u8>) {
    let arcs = [
        (0, 1),
        (1, 2),
        (2, 3),
        (3, 0),
        (2, 2),
        (4, 1),
        (1, 4),
        (0, 1),
    ];
    let graph = Graph::new(6, arcs).unwrap();
    let order = Order::minimum_degree(&graph);
    let cch = Cch::new(&graph, &order).unwrap();
    let (mut hierarchy, mut bare) = (Vec::new(), Vec::new());
    cch.save(&mut hierarchy).unwrap();
    order.save(&mut bare).unwrap();
    (graph, cch, hierarchy, bare)
}

#[test]
fn what_is_loaded_is_what_was_saved() {
    let (graph, cch, hierarchy, bare) = saved();
    let loaded = Cch::load(&hierarchy[..]).unwrap();
    let metric = Metric::from_weights(&graph, [1, 2, 3, 4, 5, 6, 7, 0]).unwrap();
    // a metric of the one is a metric of the other
    let customised = cch.customise(&metric).unwrap();
    let (mut query, mut dijkstra) = (CchQuery::new(), Dijkstra::new());
    for from in (0..6).map(NodeId::new) {
        for to in (0..6).map(NodeId::new) {
            let want = dijkstra.distance(&graph, &metric, from, to).unwrap();
            assert_eq!(query.distance(&loaded, &customised, from, to), Ok(want));
        }
    }
    assert_eq!(
        Order::load(&bare[..]).unwrap(),
        Order::minimum_degree(&graph)
    );
    assert!(matches!(
        Order::load(&hierarchy[..]),
        Err(LoadError::Kind {
            found: FileKind::Hierarchy,
            wanted: FileKind::Order
        })
    ));
}

#[test]
fn a_metric_of_another_hierarchy_is_refused() {
    let (graph, cch, ..) = saved();
    let other = Cch::new(&graph, &order(&[5, 4, 3, 2, 1, 0]).unwrap()).unwrap();
    let metric = Metric::from_weights(&graph, [1; 8]).unwrap();
    let customised = other.customise(&metric).unwrap();
    let error = CchQuery::new()
        .distance(&cch, &customised, NodeId::new(0), NodeId::new(1))
        .unwrap_err();
    assert_eq!(
        error.to_string(),
        "the metric was customised on another hierarchy: customise it on this one"
    );
}

#[test]
fn files_of_other_releases_are_refused_by_version() {
    let (_, _, hierarchy, bare) = saved();
    for mut file in [hierarchy, bare] {
        // whatever stands behind the version: it is not looked at
        file.truncate(40);
        file[16..].fill(0xff);
        file[12] = 1;
        let (found, known) = (1, 2);
        let error = LoadError::Older { found, known };
        assert_eq!(Cch::load(&file[..]).err(), Some(error.clone()));
        assert_eq!(Order::load(&file[..]).err(), Some(error.clone()));
        assert_eq!(
            error.to_string(),
            "the file has version 1, this release reads 2: make it anew from the graph and save it again"
        );
        file[12] = 3;
        let error = LoadError::Newer { found: 3, known };
        assert_eq!(Cch::load(&file[..]).err(), Some(error));
    }
}

#[test]
fn bad_orders_are_refused_with_position_and_node() {
    let text = |error: OrderError| error.to_string();
    assert_eq!(
        text(order(&[0, 3]).unwrap_err()),
        "position 1 names node 3, but nodes are 0..2"
    );
    assert_eq!(
        text(order(&[1, 0, 1]).unwrap_err()),
        "position 2 names node 1 again: name every node once"
    );
    let graph = Graph::new(2, [(0, 1)]).unwrap();
    assert_eq!(
        text(Order::combined(&graph, &[(0.0, 0.0)]).unwrap_err()),
        "1 points for 2 nodes: give one per node"
    );
    assert_eq!(
        text(Order::dissection(&graph, &[(0.0, 0.0), (f64::NAN, 1.0)]).unwrap_err()),
        "node 1 is at (NaN, 1): give finite coordinates"
    );
    let error = Cch::new(&graph, &order(&[0]).unwrap()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "1 nodes in the order of 2 nodes: name every node once"
    );
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_arcs_make_a_graph_or_an_error(
        nodes in 0_u32..12,
        arcs in prop::collection::vec((prop_oneof![0_u32..14, any::<u32>()], 0_u32..14), 0..20),
    ) {
        let bad = arcs.iter().position(|&(tail, head)| tail >= nodes || head >= nodes);
        match (Graph::new(nodes, arcs.iter().copied()), bad) {
            (Ok(graph), None) => {
                let ends = graph.all_ends().map(|(tail, head)| (tail.get(), head.get()));
                prop_assert_eq!(ends.collect::<Vec<_>>(), &arcs[..]);
                let all = || (0..nodes).map(NodeId::new);
                let out: usize = all().map(|node| graph.out_arcs(node).count()).sum();
                let into: usize = all().map(|node| graph.in_arcs(node).count()).sum();
                prop_assert_eq!((out, into), (arcs.len(), arcs.len()));
                let cch = Cch::new(&graph, &Order::minimum_degree(&graph)).unwrap();
                prop_assert_eq!(cch.nodes(), nodes);
            }
            (Err(GraphError::NodeOutOfRange { arc, .. }), Some(bad)) => prop_assert_eq!(arc, bad),
            (result, _) => prop_assert!(false, "{result:?}"),
        }
    }

    #[test]
    fn a_damaged_file_is_an_error(
        at in any::<prop::sample::Index>(),
        bit in 0_u8..8,
        length in any::<prop::sample::Index>(),
    ) {
        let (_, _, hierarchy, bare) = saved();
        for file in [hierarchy, bare] {
            let mut damaged = file.clone();
            damaged[at.index(file.len())] ^= 1 << bit;
            prop_assert!(Cch::load(&damaged[..]).is_err());
            prop_assert!(Order::load(&damaged[..]).is_err());
            let short = &file[..length.index(file.len())];
            prop_assert!(Cch::load(short).is_err());
            prop_assert!(Order::load(short).is_err());
        }
    }

    #[test]
    fn noise_is_an_error(noise in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(Cch::load(&noise[..]).is_err());
        let mut dressed = b"tc-srch\n\x02\0\0\0\x02\0\0\0".to_vec();
        dressed.extend(&noise);
        prop_assert!(Cch::load(&dressed[..]).is_err());
    }
}
