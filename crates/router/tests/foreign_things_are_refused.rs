//! What was made for another graph, hierarchy or metric is refused, also where all counts agree.

use trade_corridor_router::{
    AlternativeLimits, Alternatives, ArcId, Cch, CchError, CchLabels, CchLanes, CchMetric,
    CchQuery, CchReach, CchTargets, CchTies, Dijkstra, FrontLimits, Graph, Limit, Limited,
    LimitedError, Metric, NodeId, Order, Pareto, ParetoError, QueryError,
};

/// The ends of all questions.
const FROM: NodeId = NodeId::new(0);
const TO: NodeId = NodeId::new(2);

/// Two graphs of as many nodes and arcs.
fn graphs() -> [Graph; 2] {
    [[(0, 1), (1, 2), (0, 2)], [(0, 1), (2, 1), (0, 2)]].map(|arcs| Graph::new(3, arcs).unwrap())
}

fn metrics() -> [Metric; 2] {
    graphs().map(|graph| Metric::from_weights(&graph, [4, 3, 8]).unwrap())
}

fn cch(graph: &Graph) -> Cch {
    Cch::new(graph, &Order::minimum_degree(graph)).unwrap()
}

#[test]
fn metrics_by_every_search() {
    let ([graph, _], [own, foreign]) = (graphs(), metrics());
    let error = || QueryError::ForeignMetric {
        metric: foreign.graph(),
        graph: graph.id(),
    };
    let text = error().to_string();
    assert!(text.starts_with("the metric is of another graph (3 nodes, 3 arcs, hash "));
    assert!(text.ends_with("): make it for this graph"), "{text}");

    let mut dijkstra = Dijkstra::new();
    assert_eq!(dijkstra.distance(&graph, &foreign, FROM, TO), Err(error()));
    assert_eq!(dijkstra.path(&graph, &foreign, FROM, TO), Err(error()));
    let both = dijkstra.distance_bidirectional(&graph, &foreign, FROM, TO);
    assert_eq!(both, Err(error()));
    let all = dijkstra.one_to_all(&graph, &foreign, &[(FROM, 0)]);
    assert_eq!(all.err(), Some(error()));
    let found = Alternatives::new().paths(&graph, &foreign, FROM, TO, AlternativeLimits::default());
    assert_eq!(found, Err(error()));
    let limits = FrontLimits::default();
    let front = Pareto::new().front(&graph, &[&own, &foreign], FROM, TO, limits);
    assert_eq!(front, Err(ParetoError::Query(error())));
    let limit = Limit {
        uses: &foreign,
        most: 9,
    };
    let found = Limited::new().path(&graph, &own, &[limit], &[(FROM, 0)], &[(TO, 0)]);
    assert_eq!(found, Err(LimitedError::Query(error())));

    // the same arcs again are the same graph
    let again = Graph::new(
        3,
        graph
            .all_ends()
            .map(|(tail, head)| (tail.get(), head.get())),
    )
    .unwrap();
    assert_eq!(dijkstra.distance(&again, &own, FROM, TO), Ok(Some(7)));
}

#[test]
fn metrics_by_every_customisation() {
    let ([graph, _], [own, foreign]) = (graphs(), metrics());
    let cch = cch(&graph);
    let error = CchError::ForeignMetric {
        metric: foreign.graph(),
        hierarchy: cch.graph(),
    };
    assert_eq!(cch.customise(&foreign).err(), Some(error.clone()));
    assert_eq!(cch.customise_perfect(&foreign).err(), Some(error.clone()));
    let many = cch.customise_many(&[&own, &foreign]);
    assert_eq!(many.err(), Some(error.clone()));
    let mut customised = cch.customise(&own).unwrap();
    let again = cch.recustomise(&mut customised, &foreign, &[ArcId::new(0)]);
    assert_eq!(again, Err(error.clone()));
    let query = CchQuery::new().distance(&cch, &customised, FROM, TO);
    assert_eq!(query, Ok(Some(7)), "nothing was changed");
    let many = cch.customise_many(&[&own]).unwrap();
    assert_eq!(cch.extract(&many, 0, &foreign).err(), Some(error.clone()));
    // blocked, not half of the one and half of the other
    assert_eq!(cch.customise_into(&foreign, &mut customised), Err(error));
    let query = CchQuery::new().distance(&cch, &customised, FROM, TO);
    assert_eq!(query, Ok(None));
}

#[test]
fn customised_metrics_by_every_question() {
    let [graph, _] = graphs();
    let [own, _] = metrics();
    let cch = cch(&graph);
    let other = Cch::new(
        &graph,
        &Order::from_nodes([0, 2, 1].map(NodeId::new)).unwrap(),
    )
    .unwrap();
    let error = QueryError::ForeignCustomisation;
    for customised in [
        other.customise(&own).unwrap(),
        other.customise_perfect(&own).unwrap(),
        CchMetric::default(),
    ] {
        let mut query = CchQuery::new();
        assert_eq!(
            query.distance(&cch, &customised, FROM, TO),
            Err(error.clone())
        );
        assert_eq!(query.path(&cch, &customised, FROM, TO), Err(error.clone()));
        let sets = query.distance_between(&cch, &customised, &[(FROM, 0)], &[(TO, 0)]);
        assert_eq!(sets, Err(error.clone()));
        let labels = CchLabels::new().distance(&cch, &customised, FROM, TO);
        assert_eq!(labels, Err(error.clone()));
        let mut ties = CchTies::new();
        assert_eq!(ties.path(&cch, &customised, FROM, TO), Err(error.clone()));
        assert_eq!(ties.arcs(&cch, &customised, FROM, TO), Err(error.clone()));
        let mut reach = CchReach::new();
        let run = reach.run(&cch, &customised, &[(FROM, 0)]);
        assert_eq!(run, Err(error.clone()));
        let targets = CchTargets::new(&cch, &customised, &[TO]);
        assert_eq!(targets.err(), Some(error.clone()));
        let matrix = cch.matrix(&customised, &[FROM], &[TO]);
        assert_eq!(matrix, Err(error.clone()));
        let mut customised = customised;
        assert_eq!(
            cch.recustomise(&mut customised, &own, &[ArcId::new(0)]),
            Err(CchError::ForeignCustomisation)
        );
    }
    let many = other.customise_many(&[&own]).unwrap();
    let lanes = CchLanes::new().distances(&cch, &many, FROM, TO);
    assert_eq!(lanes, Err(error));
    let one = cch.extract(&many, 0, &own);
    assert_eq!(one.err(), Some(CchError::ForeignCustomisation));
}

#[test]
fn a_hierarchy_of_another_graph_by_fronts() {
    let ([graph, foreign], [own, _]) = (graphs(), metrics());
    let (cch, other) = (cch(&graph), cch(&foreign));
    let second = Metric::from_weights(&graph, [1, 9, 2]).unwrap();
    let [one, two] = [&own, &second].map(|metric| cch.customise(metric).unwrap());
    let mut pareto = Pareto::new();
    let mut front = |cch, objectives: &[_]| {
        pareto.front_on(&graph, cch, objectives, FROM, TO, FrontLimits::default())
    };
    assert!(front(&cch, &[(&own, &one), (&second, &two)]).is_ok());
    let error = QueryError::ForeignHierarchy {
        hierarchy: foreign.id(),
        graph: graph.id(),
    };
    let refused = front(&other, &[(&own, &one), (&second, &two)]);
    assert_eq!(refused, Err(ParetoError::Query(error)));
    let refused = front(&cch, &[(&own, &one), (&second, &one)]);
    let error = QueryError::OtherWeights { objective: 1 };
    assert_eq!(refused, Err(ParetoError::Query(error)));
    // the same weights made again are the same weights
    let again = Metric::from_weights(&graph, [1, 9, 2]).unwrap();
    assert!(front(&cch, &[(&own, &one), (&again, &two)]).is_ok());
}

#[test]
fn one_of_several_metrics_with_other_weights() {
    let [graph, _] = graphs();
    let [mut own, _] = metrics();
    let cch = cch(&graph);
    let many = cch.customise_many(&[&own, &own.clone()]).unwrap();
    assert!(cch.extract(&many, 1, &own).is_ok());
    let error = CchError::UnknownMetric {
        place: 2,
        metrics: 2,
    };
    assert_eq!(cch.extract(&many, 2, &own).err(), Some(error));
    own.set(ArcId::new(0), Some(0)).unwrap();
    let error = CchError::OtherWeights { place: 1 };
    assert_eq!(cch.extract(&many, 1, &own).err(), Some(error));
}

#[test]
fn what_is_kept_follows_the_weights() {
    let [graph, _] = graphs();
    let [mut own, _] = metrics();
    let cch = cch(&graph);
    let (around, direct) = ([0, 1].map(ArcId::new), ArcId::new(2));
    let mut customised = cch.customise(&own).unwrap();
    let (mut labels, mut ties) = (CchLabels::new(), CchTies::new());
    let mut targets = CchTargets::new(&cch, &customised, &[TO]).unwrap();
    assert_eq!(labels.distance(&cch, &customised, FROM, TO), Ok(Some(7)));
    assert_eq!(
        targets.nearest(&cch, &customised, FROM, 1),
        Ok(vec![(0, 7)])
    );
    assert_eq!(ties.arcs(&cch, &customised, FROM, TO), Ok(&around[..]));
    let former = customised.clone();
    own.set(direct, Some(5)).unwrap();
    cch.recustomise(&mut customised, &own, &[direct]).unwrap();
    assert_eq!(labels.distance(&cch, &customised, FROM, TO), Ok(Some(5)));
    assert_eq!(labels.distance(&cch, &former, FROM, TO), Ok(Some(7)));
    assert_eq!(ties.arcs(&cch, &customised, FROM, TO), Ok(&[direct][..]));
    assert_eq!(ties.arcs(&cch, &former, FROM, TO), Ok(&around[..]));
    let stale = targets.nearest(&cch, &customised, FROM, 1);
    assert_eq!(stale, Err(QueryError::OtherTargets));
    assert_eq!(targets.nearest(&cch, &former, FROM, 1), Ok(vec![(0, 7)]));
}

#[test]
fn what_was_reached_on_another_hierarchy() {
    let [graph, foreign] = graphs();
    let (cch, other) = (cch(&graph), cch(&foreign));
    let mut reach = CchReach::new();
    assert_eq!(reach.distance(&cch, FROM), Err(QueryError::NotSearched));
    let customised = cch.customise(&metrics()[0]).unwrap();
    reach.run(&cch, &customised, &[(FROM, 0)]).unwrap();
    assert_eq!(reach.distance(&cch, TO), Ok(Some(7)));
    assert_eq!(reach.distance(&other, TO), Err(QueryError::NotSearched));
    let node = NodeId::new(3);
    let unknown = QueryError::UnknownNode { node, nodes: 3 };
    assert_eq!(reach.distance(&cch, node), Err(unknown));
}

/// Loops shorten no path, but they are arcs of the graph.
#[test]
fn a_saved_hierarchy_knows_its_graph() {
    let arcs = [(0, 0), (0, 1), (2, 2), (1, 2), (1, 1)];
    let graph = Graph::new(3, arcs).unwrap();
    let mut file = Vec::new();
    cch(&graph).save(&mut file).unwrap();
    let loaded = Cch::load(&file[..]).unwrap();
    assert_eq!(loaded.graph(), graph.id());
    let mut moved = arcs;
    moved[0] = (1, 1);
    let other = Graph::new(3, moved).unwrap();
    let metric = Metric::from_weights(&other, [1; 5]).unwrap();
    assert!(loaded.customise(&metric).is_err());
}
