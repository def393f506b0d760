//! Pareto fronts, limited paths and alternatives against all paths without a loop, written out.

use proptest::prelude::*;
use trade_corridor_router::{
    AlternativeLimits, Alternatives, ArcId, Cch, CchMetric, CchQuery, Completeness, Dijkstra,
    Front, FrontLimits, Graph, Limit, Limited, Metric, NodeId, Order, Pareto, Path,
};

type Arc = (u32, u32, [Option<u32>; 3]);

const START: NodeId = NodeId::new(0);

fn arcs() -> impl Strategy<Value = (u32, Vec<Arc>)> {
    (2_u32..8).prop_flat_map(|nodes| {
        let weight = prop_oneof![5 => (0_u32..7).prop_map(Some), 1 => Just(None)];
        let weights = [weight.clone(), weight.clone(), weight];
        let arc = (0..nodes, 0..nodes, weights);
        (Just(nodes), prop::collection::vec(arc, 0..18))
    })
}

/// All paths without a loop whose arcs all metrics leave open.
fn all_paths(arcs: &[Arc], from: NodeId, to: NodeId) -> Vec<(Vec<u64>, Vec<ArcId>)> {
    fn extend(
        arcs: &[Arc],
        to: NodeId,
        seen: &mut Vec<NodeId>,
        path: &mut Vec<ArcId>,
        all: &mut Vec<Vec<ArcId>>,
    ) {
        let at = seen[seen.len() - 1];
        if at == to {
            all.push(path.clone());
            return;
        }
        for (arc, &(tail, head, weights)) in arcs.iter().enumerate() {
            let head = NodeId::new(head);
            if at == tail && !seen.contains(&head) && weights.iter().all(Option::is_some) {
                seen.push(head);
                path.push(ArcId::new(arc as u32));
                extend(arcs, to, seen, path, all);
                path.pop();
                seen.pop();
            }
        }
    }
    let mut all = Vec::new();
    extend(arcs, to, &mut vec![from], &mut Vec::new(), &mut all);
    let cost = |path: &Vec<ArcId>, place: usize| {
        path.iter()
            .map(|&arc| u64::from(arcs[arc.index()].2[place].unwrap()))
            .sum()
    };
    all.into_iter()
        .map(|path| ((0..3).map(|place| cost(&path, place)).collect(), path))
        .collect()
}

/// Costs that no other costs dominate, ascending.
fn best(mut costs: Vec<Vec<u64>>) -> Vec<Vec<u64>> {
    costs.sort();
    costs.dedup();
    let dominates = |a: &Vec<u64>, b: &Vec<u64>| a != b && a.iter().zip(b).all(|(a, b)| a <= b);
    costs
        .iter()
        .filter(|own| !costs.iter().any(|other| dominates(other, own)))
        .cloned()
        .collect()
}

fn build(nodes: u32, arcs: &[Arc]) -> (Graph, [Metric; 3]) {
    let graph = Graph::new(nodes, arcs.iter().map(|arc| (arc.0, arc.1))).unwrap();
    let metrics =
        [0, 1, 2].map(|at| Metric::from_options(&graph, arcs.iter().map(|arc| arc.2[at])).unwrap());
    (graph, metrics)
}

/// Arcs open in all metrics only, so that the three agree on what is blocked.
fn agreed(arcs: Vec<Arc>) -> Vec<Arc> {
    arcs.into_iter()
        .map(|(tail, head, weights)| {
            let open = weights.iter().all(Option::is_some);
            (tail, head, if open { weights } else { [None; 3] })
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_front_is_all_compromises((nodes, arcs) in arcs(), same in any::<bool>()) {
        let arcs = if same { agreed(arcs) } else { arcs };
        let (graph, [a, b, c]) = build(nodes, &arcs);
        let mut pareto = Pareto::new();
        for objectives in [&[&a, &b][..], &[&a, &b, &c]] {
            // the third metric may block for two objectives too, to use one list of paths
            if objectives.len() == 2 && !same {
                continue;
            }
            for to in (0..nodes).map(NodeId::new) {
                let paths = all_paths(&arcs, START, to);
                let cut = |costs: &Vec<u64>| costs[..objectives.len()].to_vec();
                let want = best(paths.iter().map(|(costs, _)| cut(costs)).collect());
                let front =
                    pareto.front(&graph, objectives, START, to, FrontLimits::default()).unwrap();
                prop_assert_eq!(front.completeness(), Completeness::Exact);
                let found: Vec<_> =
                    front.members().iter().map(|member| member.costs().to_vec()).collect();
                prop_assert_eq!(found, want.clone());
                for member in front.members() {
                    let path = paths.iter().find(|(_, path)| path == member.arcs());
                    prop_assert_eq!(cut(&path.expect("a path without a loop").0), member.costs());
                }
                let cch = Cch::new(&graph, &Order::minimum_degree(&graph)).unwrap();
                let customised: Vec<_> =
                    objectives.iter().map(|metric| cch.customise_perfect(metric).unwrap()).collect();
                let pairs: Vec<_> = objectives.iter().copied().zip(&customised).collect();
                let guided =
                    pareto.front_on(&graph, &cch, &pairs, START, to, FrontLimits::default());
                let costs = |front: &Front| -> Vec<Vec<u64>> {
                    front.members().iter().map(|member| member.costs().to_vec()).collect()
                };
                prop_assert_eq!(costs(&guided.unwrap()), costs(&front));
                let epsilon = FrontLimits { epsilon_permille: 300, ..FrontLimits::default() };
                let rough = pareto.front(&graph, objectives, START, to, epsilon).unwrap();
                for want in &want {
                    let covered = rough.members().iter().any(|member| {
                        member.costs().iter().zip(want).all(|(own, want)| own * 10 <= want * 13)
                    });
                    prop_assert!(covered);
                }
                let two = FrontLimits { most_members: Some(2), ..FrontLimits::default() };
                let capped = pareto.front(&graph, objectives, START, to, two).unwrap();
                prop_assert_eq!(capped.members(), &front.members()[..want.len().min(2)]);
            }
        }
    }

    #[test]
    fn limits_hold_and_nothing_better_does(
        (nodes, arcs) in arcs(),
        most in (0_u32..20, 0_u32..20),
        offsets in prop::collection::vec(0_u32..9, 3),
    ) {
        let (graph, [cost, uses, more]) = build(nodes, &arcs);
        let mut limited = Limited::new();
        let limits = [Limit { uses: &uses, most: most.0 }, Limit { uses: &more, most: most.1 }];
        let sources = [(START, offsets[0])];
        for to in (1..nodes).map(NodeId::new) {
            let targets = [(to, offsets[1]), (NodeId::new(1), offsets[2])];
            let found = limited.path(&graph, &cost, &limits, &sources, &targets).unwrap();
            let want = targets
                .iter()
                .flat_map(|&(to, offset)| {
                    all_paths(&arcs, START, to).into_iter().map(move |(costs, _)| (costs, offset))
                })
                .filter(|(costs, _)| {
                    costs[1] <= u64::from(most.0) && costs[2] <= u64::from(most.1)
                })
                .map(|(costs, offset)| costs[0] + u64::from(offsets[0]) + u64::from(offset))
                .min();
            prop_assert_eq!(found.as_ref().map(|found| found.path().distance()), want);
            if let Some(found) = found {
                let used = [uses.sum(found.path().arcs()), more.sum(found.path().arcs())];
                prop_assert_eq!(used, [0, 1].map(|at| Some(u64::from(found.used()[at]))));
                prop_assert!(found.used()[0] <= most.0 && found.used()[1] <= most.1);
            }
            // without limits it is a shortest path
            let free = limited.path(&graph, &cost, &[], &sources, &targets).unwrap();
            let plain = Dijkstra::new().distance_between(&graph, &cost, &sources, &targets);
            prop_assert_eq!(free.map(|free| free.path().distance()), plain.unwrap());
        }
    }

    #[test]
    fn alternatives_are_all_paths_by_weight((nodes, arcs) in arcs(), overlap in 0_u32..101) {
        let arcs = agreed(arcs);
        let (graph, [metric, _, _]) = build(nodes, &arcs);
        let mut alternatives = Alternatives::new();
        for to in (0..nodes).map(NodeId::new) {
            let mut want: Vec<u64> =
                all_paths(&arcs, START, to).iter().map(|(costs, _)| costs[0]).collect();
            want.sort_unstable();
            let all =
                AlternativeLimits { count: 1000, overlap_percent: 100, considered: 1000, ..AlternativeLimits::default() };
            let found = alternatives.paths(&graph, &metric, START, to, all).unwrap();
            prop_assert!(found.is_complete());
            let distances: Vec<_> = found.paths().iter().map(Path::distance).collect();
            prop_assert_eq!(distances, want);
            let mut arcs: Vec<_> = found.paths().iter().map(Path::arcs).collect();
            arcs.sort_unstable();
            arcs.dedup();
            prop_assert_eq!(arcs.len(), found.paths().len());
            let few = AlternativeLimits { overlap_percent: overlap, ..all };
            let few = alternatives.paths(&graph, &metric, START, to, few).unwrap();
            for (at, path) in few.paths().iter().enumerate() {
                for better in &few.paths()[..at] {
                    let common: u64 = path
                        .arcs()
                        .iter()
                        .filter(|arc| better.arcs().contains(arc))
                        .map(|&arc| u64::from(metric.weight(arc).unwrap()))
                        .sum();
                    prop_assert!(
                        overlap >= 100 || common * 100 <= u64::from(overlap) * path.distance()
                    );
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn of_equal_paths_the_tie_decides((nodes, arcs) in arcs()) {
        let arcs = agreed(arcs);
        let (graph, [a, b, c]) = build(nodes, &arcs);
        // two numbers in one, so that equal sums are common and single arcs count
        let tie = |arc: ArcId| u128::from(c.weight(arc).unwrap_or(0) % 3) << 64 | 1;
        let sum = |path: &[ArcId]| path.iter().map(|&arc| tie(arc)).sum::<u128>();
        for to in (1..nodes).map(NodeId::new) {
            let paths = all_paths(&arcs, START, to);
            let mut want: Vec<(u64, u128)> =
                paths.iter().map(|(costs, path)| (costs[0], sum(path))).collect();
            want.sort_unstable();
            let all =
                AlternativeLimits { count: 1000, overlap_percent: 100, considered: 1000, ..AlternativeLimits::default() };
            let ends = (START, to);
            let found = Alternatives::new().paths_by(&graph, &a, ends, &[], all, (tie, |_: &[ArcId]| true)).unwrap();
            let ranks: Vec<(u64, u128)> =
                found.paths().iter().map(|path| (path.distance(), sum(path.arcs()))).collect();
            prop_assert_eq!(ranks, want);
            let even = |path: &[ArcId]| path.len().is_multiple_of(2);
            let some = Alternatives::new().paths_by(&graph, &a, ends, &[], all, (tie, even)).unwrap();
            let kept = found.paths().iter().filter(|path| even(path.arcs()));
            prop_assert_eq!(some.paths().iter().collect::<Vec<_>>(), kept.collect::<Vec<_>>());
            let limits = FrontLimits::default();
            let front = Pareto::new().front_by(&graph, &[&a, &b], START, to, limits, tie).unwrap();
            for member in front.members() {
                let same = paths.iter().filter(|(costs, _)| costs[..2] == *member.costs());
                let least = same.map(|(_, path)| sum(path)).min();
                prop_assert_eq!(Some(sum(member.arcs())), least);
            }
            let three = [&a, &b, &c];
            let front = Pareto::new().front_by(&graph, &three, START, to, limits, tie).unwrap();
            for member in front.members() {
                let same = paths.iter().filter(|(costs, _)| costs[..] == *member.costs());
                let least = same.map(|(_, path)| sum(path)).min();
                prop_assert_eq!(Some(sum(member.arcs())), least);
            }
        }
    }
}

#[test]
fn sums_near_the_limit_are_refused_not_wrapped() {
    let graph = Graph::new(3, [(0, 1), (1, 2)]).unwrap();
    let cch = Cch::new(&graph, &Order::minimum_degree(&graph)).unwrap();
    let heavy = Metric::from_weights(&graph, [1 << 30, 1 << 30]).unwrap();
    let error = cch.customise(&heavy).unwrap_err();
    assert_eq!(
        error.to_string(),
        "a path may weigh 2147483648, above 2147483646: use a coarser unit"
    );
    assert!(cch.customise_perfect(&heavy).is_err());
    assert!(cch.customise_many(&[&heavy]).is_err());
    let single = Metric::from_weights(&graph, [u32::MAX - 1, 0]).unwrap();
    assert!(cch.customise(&single).is_err());
    let below = Metric::from_weights(&graph, [1 << 30, (1 << 30) - 2]).unwrap();
    let mut customised = cch.customise(&below).unwrap();
    let [from, to] = [0, 2].map(NodeId::new);
    let distance = |metric: &CchMetric| CchQuery::new().distance(&cch, metric, from, to);
    assert_eq!(distance(&customised), Ok(Some((1 << 31) - 2)));
    let changed = [0, 1].map(ArcId::new);
    let refused = cch.recustomise(&mut customised, &heavy, &changed);
    assert!(refused.is_err());
    let none = distance(&customised);
    assert_eq!(none, Ok(None), "a refused metric blocks everything");
    // and the next change brings all arcs back, not the changed ones only
    let again = cch.recustomise(&mut customised, &below, &changed[..1]);
    again.unwrap();
    assert_eq!(distance(&customised), Ok(Some((1 << 31) - 2)));
}
