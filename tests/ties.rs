//! Among routes that are equal in the objective there is one answer, and it is one to take: least hours, or
//! least USD among the fastest, then fewest transhipments, borders and operations, then names.

use petgraph::graph::{DiGraph, NodeIndex};
use trade_corridor::metric::{ObjectiveWeights, Verdicts};
use trade_corridor::network::Conveyance;
use trade_corridor::policy::Limit;
use trade_corridor::prelude::*;
use trade_corridor::route::Act;
use trade_corridor::router::{AlternativeLimits, ArcId, NodeId};

use crate::questions::{PLANNER, for_most, is_stopped, pairs, shipments};

const OBJECTIVES: [Objective; 5] = [
    Objective::Distance,
    Objective::DIRECT,
    Objective::Time,
    Objective::Cost,
    Objective::Emissions,
];

fn index(node: NodeId) -> NodeIndex {
    node.get().into()
}

/// One number for objective, second and third measure and the rest, all with room to add up.
fn composite([objective, second, lifts, borders]: [u64; 4]) -> u128 {
    let high = u128::from(objective) << 88 | u128::from(second) << 32;
    high | u128::from(lifts) << 16 | u128::from(borders)
}

/// The same of a route.
fn of_route(route: &Route, objective: &Objective) -> u128 {
    let second = match objective {
        Objective::Time => route.cost().as_cents().unsigned_abs(),
        _ => route.duration().as_minutes(),
    };
    let lifts = route.transhipments() as u64;
    composite([
        route.value().unwrap().units(),
        second,
        lifts,
        route.borders().len() as u64,
    ])
}

#[test]
fn no_other_of_the_best_routes_is_better_by_what_decides() {
    let (operations, model) = (PLANNER.operations(), PLANNER.model());
    let network = PLANNER.world().network();
    let open = for_most(Policy::open().compile(PLANNER.world()).unwrap());
    for (group, questions) in pairs(10, 60).chunks(6).enumerate() {
        let shipment = shipments()[group % shipments().len()];
        let verdicts = Verdicts::of(operations, &open, &shipment);
        let quote = model.quote(shipment);
        for objective in &OBJECTIVES {
            let weights = |of: &Objective| {
                ObjectiveWeights::new(model, &quote, &verdicts, of).expect("in range")
            };
            let second = match objective {
                Objective::Time => Objective::Cost,
                _ => Objective::Time,
            };
            let (weights, second) = (weights(objective), weights(&second));
            let mut graph: DiGraph<(), u128> = DiGraph::new();
            for _ in 0..operations.graph().nodes() {
                graph.add_node(());
            }
            for (arc, operation) in operations.iter() {
                let Some(weight) = weights.weight(arc) else {
                    continue;
                };
                let counts = [operations.transhipments(arc), operations.borders(arc)];
                let [lifts, borders] = counts.map(u64::from);
                // what has no price comes after all that have one
                let second = second.weight(arc).unwrap_or(1 << 44);
                let composite = composite([weight, second, lifts, borders]);
                graph.add_edge(index(operation.from), index(operation.to), composite);
            }
            for (from, to) in questions {
                if is_stopped(from, to) {
                    continue;
                }
                let request = Request::new(from, to).shipment(shipment);
                let Ok(route) = PLANNER.best(&request, objective) else {
                    continue;
                };
                let ends = [from, to].map(|name| network.find_place(name).unwrap());
                let from = operations.gate(ends[0]).unwrap();
                let to = operations.delivered(ends[1]).unwrap();
                let goal = Some(index(to));
                let least =
                    petgraph::algo::dijkstra(&graph, index(from), goal, |edge| *edge.weight());
                if matches!(objective, Objective::Time) && !route.is_priced() {
                    continue;
                }
                let least = least[&index(to)];
                assert_eq!(of_route(&route, objective), least, "{objective}: {route}");
            }
        }
    }
}

#[test]
fn every_way_of_asking_returns_the_same_of_them() {
    let network = PLANNER.world().network();
    let shipment = shipments()[0];
    for objective in &OBJECTIVES {
        let open = Policy::open();
        let prepared = PLANNER.prepare(&shipment, &open, objective).unwrap();
        for (from, to) in pairs(11, 25) {
            let request = Request::new(&from, &to).shipment(shipment);
            let Ok(route) = PLANNER.best(&request, objective) else {
                continue;
            };
            let ends = [from, to].map(|name| network.find_place(&name).unwrap());
            let again = prepared.route(ends[0], ends[1]).unwrap();
            assert_eq!(again.steps, route.steps, "{objective}");
            let limits = AlternativeLimits::default();
            let others = PLANNER.alternatives(&request, objective, limits).unwrap();
            assert_eq!(others.routes()[0].steps, route.steps, "{objective}");
            let limit = Limit::Borders(route.borders().len().try_into().unwrap());
            let limited = request.policy(Policy::open().with(Rule::Limit(limit)));
            let limited = PLANNER.best(&limited, objective).unwrap();
            assert_eq!(limited.steps, route.steps, "{objective}");
        }
    }
}

/// Places where a route lifts goods off a conveyance and back onto the same.
fn lifted_back(route: &Route) -> usize {
    let lifts: Vec<_> = route.atoms().collect();
    let pairs = lifts.iter().zip(&lifts[1..]);
    let tranship = |act: &Act| *act == Act::Tranship;
    let back = pairs.filter(|(off, on)| {
        tranship(&off.act)
            && tranship(&on.act)
            && on.conveyances.first() == Some(&Conveyance::Terminal)
            && off.conveyances.first() == on.conveyances.last()
    });
    back.count()
}

#[test]
fn nothing_is_lifted_off_and_back() {
    let mut lifts = 0;
    for (at, (from, to)) in pairs(12, 150).into_iter().enumerate() {
        let shipment = shipments()[at % shipments().len()];
        let request = Request::new(&from, &to).shipment(shipment);
        for objective in &OBJECTIVES {
            let Ok(route) = PLANNER.best(&request, objective) else {
                continue;
            };
            lifts += route.transhipments();
            assert_eq!(lifted_back(&route), 0, "{objective}: {route}");
        }
    }
    assert!(lifts > 100, "{lifts}");
}

#[test]
fn ties_exist() {
    let (operations, model) = (PLANNER.operations(), PLANNER.model());
    let open = for_most(Policy::open().compile(PLANNER.world()).unwrap());
    let shipment = shipments()[0];
    let verdicts = Verdicts::of(operations, &open, &shipment);
    let quote = model.quote(shipment);
    let weights = ObjectiveWeights::new(model, &quote, &verdicts, &Objective::Distance).unwrap();
    let mut scratch = trade_corridor::router::Dijkstra::new();
    let (mut tied, mut asked) = (0, 0);
    let network = PLANNER.world().network();
    for (from, to) in pairs(13, 40) {
        let ends = [from, to].map(|name| network.find_place(&name).unwrap());
        let ends = (operations.gate(ends[0]), operations.delivered(ends[1]));
        let (Some(from), Some(to)) = ends else {
            continue;
        };
        let weigh = |arc: ArcId| weights.metric().weight(arc);
        let mut arcs = Vec::new();
        let graph = operations.graph();
        if scratch
            .ties_by(graph, from, to, weigh, &mut arcs)
            .unwrap()
            .is_none()
        {
            continue;
        }
        let path = scratch
            .path(graph, weights.metric(), from, to)
            .unwrap()
            .unwrap();
        asked += 1;
        tied += usize::from(arcs.len() > path.arcs().len());
    }
    assert!(tied * 2 > asked, "{tied} of {asked}");
}
