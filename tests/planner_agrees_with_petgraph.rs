//! The planner's shortest, fastest and cheapest routes are as good as those that petgraph finds
//! over the same operations.

use crate::questions::{PLANNER, for_most, is_stopped, pairs, policies, shipments};
use petgraph::graph::{DiGraph, NodeIndex};
use trade_corridor::metric::{Objective, ObjectiveWeights, Verdict, Verdicts};
use trade_corridor::planner::{Error, Reason, Request};
use trade_corridor::route::Route;
use trade_corridor::router::NodeId;

fn index(node: NodeId) -> NodeIndex {
    node.get().into()
}

fn measure(route: &Route, objective: &Objective) -> u64 {
    match objective {
        Objective::Distance => route.distance().as_metres(),
        Objective::Time => route.duration().as_minutes(),
        Objective::Direct { detour } => {
            route.distance().as_metres() + route.transhipments() as u64 * detour.as_metres()
        }
        _ => route.cost().as_cents().unsigned_abs(),
    }
}

/// Steps follow one another, and the parts of a step lead from its start to its end.
fn is_contiguous(route: &Route) {
    assert_eq!(route.steps.first().unwrap().from, route.from);
    assert_eq!(route.steps.last().unwrap().to, route.to);
    for (one, next) in route.steps.iter().zip(&route.steps[1..]) {
        assert_eq!(one.to.code, next.from.code, "{route}");
    }
    for step in &route.steps {
        for (one, next) in step.atoms().iter().zip(&step.atoms()[1..]) {
            assert_eq!(one.to.code, next.from.code, "{route}");
        }
    }
}

#[test]
fn petgraph_finds_no_better_route_and_no_other_unreachable_pair() {
    let (network, operations) = (PLANNER.world().network(), PLANNER.operations());
    let objectives = [
        Objective::Distance,
        Objective::DIRECT,
        Objective::Time,
        Objective::Cost,
    ];
    let (shipments, policies) = (shipments(), policies());
    let (mut equal, mut none, mut around) = (0, 0, 0);
    // Each group of questions has a shipment and a policy of its own.
    for (group, questions) in pairs(7, 120).chunks(10).enumerate() {
        let shipment = shipments[group % shipments.len()];
        let policy = &policies[group % policies.len()];
        let compiled = for_most(policy.compile(PLANNER.world()).unwrap());
        let verdicts = Verdicts::of(operations, &compiled, &shipment);
        let open = for_most(policies[0].compile(PLANNER.world()).unwrap());
        let unruled = Verdicts::of(operations, &open, &shipment);
        // Where rules take links from under hauls, the planner makes hauls around them, which this
        // graph does not have.
        let rebuilt = verdicts
            .blocked()
            .iter()
            .any(|(arc, _)| unruled.get(*arc) == Verdict::PartOnly);
        let quote = PLANNER.model().quote(shipment);
        for objective in &objectives {
            let weights = ObjectiveWeights::new(PLANNER.model(), &quote, &verdicts, objective)
                .expect("weights within range");
            assert_eq!(weights.divisor(), 1);
            let mut graph: DiGraph<(), u64> = DiGraph::new();
            for _ in 0..operations.graph().nodes() {
                graph.add_node(());
            }
            for (arc, operation) in operations.iter() {
                if let Some(weight) = weights.metric().weight(arc) {
                    let (from, to) = (index(operation.from), index(operation.to));
                    graph.add_edge(from, to, u64::from(weight));
                }
            }
            for (from, to) in questions {
                if is_stopped(from, to) {
                    continue;
                }
                let ends = [from, to].map(|code| network.place_by_code(code).unwrap());
                let request = Request::new(from, to)
                    .shipment(shipment)
                    .policy(policy.clone());
                let answer = PLANNER.best(&request, objective);
                let gates = (operations.gate(ends[0]), operations.delivered(ends[1]));
                let (Some(gate), Some(delivered)) = gates else {
                    assert!(answer.is_err());
                    continue;
                };
                let delivered = index(delivered);
                let reached =
                    petgraph::algo::dijkstra(&graph, index(gate), Some(delivered), |edge| {
                        *edge.weight()
                    });
                let label = format!("{from} to {to}, {objective:?}, {}", policy.name());
                match (answer, reached.get(&delivered)) {
                    (Ok(route), Some(best)) => {
                        is_contiguous(&route);
                        let ours = measure(&route, objective);
                        if rebuilt {
                            assert!(ours <= *best, "{label}: {ours} against {best}");
                            around += 1;
                        } else {
                            assert_eq!(ours, *best, "{label}");
                            equal += 1;
                        }
                    }
                    (Ok(_), None) => assert!(rebuilt, "{label}: petgraph finds no way"),
                    (Err(Error::NoRoute(why)), best) => {
                        let excluded = matches!(why.reason(), Reason::EndpointExcluded { .. });
                        assert!(excluded || best.is_none(), "{label}: {why}");
                        none += 1;
                    }
                    (Err(error), best) => panic!("{label}: {error}; petgraph finds {best:?}"),
                }
            }
        }
    }
    assert!(equal >= 150, "{equal} equal, {around} around, {none} none");
}
