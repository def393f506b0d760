//! Searches in layers agree with all walks written out: walks that use some arcs and come by some nodes in
//! order, the least of them, the least within a limit, the compromises and the next best; and a search through
//! layers that are not made finds what one over those made does.

use std::collections::BTreeSet;

use proptest::prelude::*;
use trade_corridor_router::{
    AlternativeLimits, Alternatives, ArcId, Dijkstra, FrontLimits, Graph, Layered, LayeredError,
    LayeredSearch, LayeredTies, Limit, Limited, Metric, NodeId, Pareto,
};

const NODES: u32 = 4;

/// Longer than any best walk: no node is worth coming to twice in one of six states.
const LONGEST: usize = 3 * 6;

/// Two arcs out of each node at most, so that walks can be written out.
#[derive(Clone, Debug)]
struct Case {
    ends: Vec<(u32, u32)>,
    weights: Vec<u32>,
    others: Vec<u32>,
    /// By arc: which of two subjects it is of.
    marks: Vec<u32>,
    stops: Vec<u32>,
}

/// What a walk weighs, what it has of the other, and its arcs.
type Walk = (u64, u64, Vec<u32>);

impl Case {
    fn wanted(&self) -> u32 {
        self.marks.iter().fold(0, |all, mark| all | mark)
    }

    /// Whether a walk uses everything that is marked and comes by the stops in order: by the walk alone.
    fn is_met_by(&self, arcs: &[u32]) -> bool {
        let used = arcs
            .iter()
            .fold(0, |all, arc| all | self.marks[*arc as usize]);
        let passed = arcs.iter().map(|arc| self.ends[*arc as usize].1);
        let mut passed = std::iter::once(0).chain(passed);
        used == self.wanted()
            && self
                .stops
                .iter()
                .all(|stop| passed.any(|node| node == *stop))
    }

    /// Every walk from the first node to the last one that meets everything and comes to no node twice with as
    /// much of it met.
    fn walks(&self) -> Vec<Walk> {
        let met = |arcs: &[u32]| {
            let used = arcs
                .iter()
                .fold(0, |all, arc| all | self.marks[*arc as usize]);
            let passed: Vec<u32> = std::iter::once(0)
                .chain(arcs.iter().map(|arc| self.ends[*arc as usize].1))
                .collect();
            let mut passed = passed.iter();
            let stops = self.stops.iter();
            let stops = stops.take_while(|stop| passed.any(|node| node == *stop));
            (used, stops.count())
        };
        let (mut found, mut open) = (Vec::new(), vec![Vec::new()]);
        while let Some(walk) = open.pop() {
            let at = walk
                .last()
                .map_or(0, |arc: &u32| self.ends[*arc as usize].1);
            if at == NODES - 1 && self.is_met_by(&walk) {
                let sum = |of: &[u32]| walk.iter().map(|arc| u64::from(of[*arc as usize])).sum();
                found.push((sum(&self.weights), sum(&self.others), walk.clone()));
            }
            for (arc, (tail, head)) in (0_u32..).zip(&self.ends) {
                let mut longer = walk.clone();
                longer.push(arc);
                let now = met(&longer);
                let again = (0..longer.len()).any(|at| {
                    let node = if at == 0 {
                        0
                    } else {
                        self.ends[longer[at - 1] as usize].1
                    };
                    node == *head && met(&longer[..at]) == now
                });
                if *tail == at && !again && longer.len() <= LONGEST {
                    open.push(longer);
                }
            }
        }
        found
    }

    fn layered(&self, graph: &Graph) -> Layered {
        let stop = |node: u32, at: u32| {
            at + u32::from(
                self.stops
                    .get(at as usize)
                    .is_some_and(|stop| *stop == node),
            )
        };
        Layered::new(graph, [(NodeId::new(0), stop(0, 0) << 2)], |arc, state| {
            let used = state & 3 | self.marks[arc.index()];
            Some(used | stop(self.ends[arc.index()].1, state >> 2) << 2)
        })
        .unwrap()
    }
}

fn case() -> impl Strategy<Value = Case> {
    let out = prop::collection::vec((0..NODES, 0_u32..5, 0_u32..5, 0_u32..6), 2 * NODES as usize);
    (out, prop::collection::vec(0..NODES, 0..3)).prop_map(|(out, mut stops)| {
        stops.dedup();
        Case {
            ends: (0..).zip(&out).map(|(at, arc)| (at / 2, arc.0)).collect(),
            weights: out.iter().map(|arc| arc.1).collect(),
            others: out.iter().map(|arc| arc.2).collect(),
            // most arcs are of neither
            marks: out
                .iter()
                .map(|arc| if arc.3 > 2 { 0 } else { arc.3 })
                .collect(),
            stops,
        }
    })
}

proptest! {
    #[test]
    fn searches_in_layers_find_the_best_walks(case in case(), most in 0_u32..12) {
        let graph = Graph::new(NODES, case.ends.iter().copied()).unwrap();
        let layered = case.layered(&graph);
        let walks = case.walks();
        let first = u32::from(case.stops.first() == Some(&0)) << 2;
        let from = layered.node(NodeId::new(0), first).unwrap();
        let done = case.wanted() | (case.stops.len() as u32) << 2;
        let Some(to) = layered.node(NodeId::new(NODES - 1), done) else {
            prop_assert!(walks.is_empty());
            return Ok(());
        };
        let over = |of: &[u32]| {
            let weight = |arc| Some(of[layered.base_arc(arc)?.index()]);
            Metric::new(layered.graph(), weight).unwrap()
        };
        let (weights, others) = (over(&case.weights), over(&case.others));
        let graph = layered.graph();
        let base = |arcs: &[ArcId]| -> Vec<u32> {
            layered.base_arcs(arcs).into_iter().map(ArcId::get).collect()
        };

        let best = Dijkstra::new().path(graph, &weights, from, to).unwrap();
        let least = walks.iter().map(|walk| walk.0).min();
        prop_assert_eq!(best.as_ref().map(trade_corridor_router::Path::distance), least);
        if let Some(best) = &best {
            prop_assert!(case.is_met_by(&base(best.arcs())));
        }

        let limits = [Limit { uses: &others, most }];
        let within = Limited::new().path(graph, &weights, &limits, &[(from, 0)], &[(to, 0)]).unwrap();
        let kept = walks.iter().filter(|walk| walk.1 <= u64::from(most));
        prop_assert_eq!(within.map(|found| found.path().distance()), kept.map(|walk| walk.0).min());

        let both = [&weights, &others];
        let front = Pareto::new().front(graph, &both, from, to, FrontLimits::default()).unwrap();
        let better = |one: &Walk, than: &Walk| {
            one.0 <= than.0 && one.1 <= than.1 && (one.0, one.1) != (than.0, than.1)
        };
        let best_of = walks.iter().filter(|walk| !walks.iter().any(|other| better(other, walk)));
        let expected: BTreeSet<Vec<u64>> = best_of.map(|walk| vec![walk.0, walk.1]).collect();
        let found: BTreeSet<Vec<u64>> =
            front.members().iter().map(|member| member.costs().to_vec()).collect();
        prop_assert_eq!(found, expected);

        let all = AlternativeLimits { count: usize::MAX, overlap_percent: 100, considered: 5_000, ..AlternativeLimits::default() };
        let found = Alternatives::new().paths(graph, &weights, from, to, all).unwrap();
        let told: BTreeSet<Vec<u32>> = found.paths().iter().map(|path| base(path.arcs())).collect();
        let expected: BTreeSet<Vec<u32>> =
            walks.iter().map(|walk| walk.2.clone()).filter(|walk| !walk.is_empty()).collect();
        if found.is_complete() && from != to {
            prop_assert_eq!(told, expected);
        }
    }
}

/// Any multigraph: arcs with ends, weight, mark and whether they may be taken once something is collected, and
/// nodes to come by in order.
#[derive(Clone, Debug)]
struct Product {
    nodes: u32,
    arcs: Vec<(u32, u32, Option<u32>, u32, bool)>,
    stops: Vec<u32>,
}

impl Product {
    /// The state after an arc: marks in the lower two bits, above them how many stops are come by.
    fn next(&self, arc: ArcId, state: u32) -> Option<u32> {
        let (_, head, _, mark, always) = self.arcs[arc.index()];
        let count = state >> 2;
        let comes_by = self.stops.get(count as usize) == Some(&head);
        let after = state & 3 | mark | (count + u32::from(comes_by)) << 2;
        (always || state == 0).then_some(after)
    }
}

fn product() -> impl Strategy<Value = Product> {
    (2_u32..12).prop_flat_map(|nodes| {
        let weight = prop_oneof![
            3 => Just(Some(0)),
            8 => (0_u32..5).prop_map(Some),
            1 => Just(None),
            1 => Just(Some(Metric::MAX_WEIGHT)),
        ];
        let mark = prop_oneof![6 => Just(0), 1 => Just(1), 1 => Just(2)];
        let arc = (0..nodes, 0..nodes, weight, mark, prop::bool::weighted(0.9));
        let arcs = prop::collection::vec(arc, 0..5 * nodes as usize);
        let stops = prop::collection::vec(0..nodes, 0..3);
        (arcs, stops).prop_map(move |(arcs, stops)| Product { nodes, arcs, stops })
    })
}

/// The arcs of shortest walks, each with the state in which it is taken; each is once.
fn told(case: &Product, ties: &LayeredTies, start: u32) -> BTreeSet<(ArcId, u32)> {
    let graph = ties.graph();
    let mut states: Vec<Option<u32>> = vec![None; graph.nodes() as usize];
    states[ties.ends().0.index()] = Some(start);
    let mut open = vec![ties.ends().0];
    let mut told = BTreeSet::new();
    while let Some(node) = open.pop() {
        let state = states[node.index()].unwrap();
        for arc in graph.out_arcs(node) {
            let base = ties.base_arc(arc).unwrap();
            assert!(told.insert((base, state)), "told twice");
            let after = case.next(base, state).unwrap();
            let head = graph.ends(arc).unwrap().1;
            if states[head.index()].replace(after).is_none() {
                open.push(head);
            }
        }
    }
    assert_eq!(
        told.len(),
        graph.arcs() as usize,
        "all begin where walks do"
    );
    told
}

proptest! {
    #[test]
    fn layers_not_made_are_searched_as_those_made(
        cases in prop::collection::vec((product(), 0_u32..12, 0_u32..12), 1..4),
    ) {
        // scratch is used again
        let mut search = LayeredSearch::new();
        for (case, from, to) in cases {
            let graph = Graph::new(case.nodes, case.arcs.iter().map(|arc| (arc.0, arc.1))).unwrap();
            let weigh = |arc: ArcId| case.arcs[arc.index()].2;
            let next = |arc, state| case.next(arc, state);
            let [from, to] = [from, to].map(|node| NodeId::new(node % case.nodes));
            let done = 3 | (case.stops.len() as u32) << 2;
            for (start, end) in [(0, done), (0, 0), (1, 3)] {
                let layered = Layered::new(&graph, [(from, start)], next).unwrap();
                let found = search.ties_by(&graph, (from, start), (to, end), weigh, next).unwrap();
                let over = |arc| weigh(layered.base_arc(arc)?);
                let mut arcs = Vec::new();
                let ends = layered.node(from, start).zip(layered.node(to, end));
                let least = ends.and_then(|(from, to)| {
                    Dijkstra::new().ties_by(layered.graph(), from, to, over, &mut arcs).unwrap()
                });
                prop_assert_eq!(found.as_ref().map(LayeredTies::distance), least);
                let expected: BTreeSet<(ArcId, u32)> = arcs
                    .iter()
                    .map(|arc| {
                        let (tail, _) = layered.graph().ends(*arc).unwrap();
                        (layered.base_arc(*arc).unwrap(), layered.base_node(tail).unwrap().1)
                    })
                    .collect();
                let told = found.map(|ties| told(&case, &ties, start)).unwrap_or_default();
                prop_assert_eq!(told, expected);
            }
        }
    }
}

#[test]
fn weights_are_asked_for_once_and_growth_is_bounded() {
    let graph = Graph::new(3, [(0, 0), (0, 1), (1, 0), (1, 2)]).unwrap();
    let [start, end] = [0, 2].map(NodeId::new);
    let mut asked = [0; 4];
    let weigh = |arc: ArcId| {
        asked[arc.index()] += 1;
        Some(1)
    };
    let counted = |_, state: u32| Some((state + 1).min(9));
    let mut search = LayeredSearch::new();
    let ties = search.ties_by(&graph, (start, 0), (end, 9), weigh, counted);
    assert_eq!(ties.unwrap().unwrap().distance(), 9);
    assert_eq!(asked, [1; 4]);

    let endless = |_, state: u32| Some(state + 1);
    let refused = search.ties_by(&graph, (start, 0), (end, u32::MAX), |_| Some(1), endless);
    let most = Layered::MOST_ARCS;
    assert_eq!(refused.unwrap_err(), LayeredError::TooManyArcs { most });
}
