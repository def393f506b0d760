//! However much is shipped, a prepared question, a matrix cell and an ensemble give the answer of a single
//! question, and that is the best there is to the cent and the gram.

use petgraph::graph::{DiGraph, NodeIndex};
use trade_corridor::metric::{ObjectiveWeights, Verdicts};
use trade_corridor::network::PlaceId;
use trade_corridor::planner::{Ensemble, Reason};
use trade_corridor::policy::{Amount, Limit};
use trade_corridor::prelude::*;
use trade_corridor::router::{AlternativeLimits, FrontLimits, NodeId};

use crate::questions::{DAY, PLANNER, for_most};

const COUNTS: [u32; 7] = [1, 14, 15, 58, 59, 500, 10_000];
const PLACES: [&str; 5] = ["CNHGS", "Tashkent", "Tbilisi", "Istanbul", "Vienna"];

fn index(node: NodeId) -> NodeIndex {
    node.get().into()
}

fn boxes(count: u32) -> Shipment {
    let one = Shipment::container_40ft(Mass::from_kg(20_000)).unwrap();
    one.with_count(count).unwrap()
}

fn places() -> [PlaceId; 5] {
    PLACES.map(|name| Network::europe_central_asia().find_place(name).unwrap())
}

#[test]
fn every_way_of_asking_gives_one_answer() {
    let network = Network::europe_central_asia();
    let policy = Policy::russia_excluded();
    let today = Scenario::on(DAY);
    let closed = today
        .clone()
        .with(Change::close_transit("GE".parse().unwrap()));
    let scenarios = [today, closed];
    let around = Planner::new(network, &scenarios[1]).unwrap();
    for count in COUNTS {
        let shipment = boxes(count);
        for objective in [Objective::Cost, Objective::Emissions] {
            let planners = [&*PLANNER, &around];
            let prepared =
                planners.map(|planner| planner.prepare(&shipment, &policy, &objective).unwrap());
            let matrices =
                [0, 1].map(|index| prepared[index].matrix(&places(), &places()).unwrap());
            let ensemble =
                Ensemble::new(network, &scenarios, &shipment, &policy, &objective).unwrap();
            let mut found = 0;
            for (row, from) in places().into_iter().enumerate() {
                for (column, to) in places().into_iter().enumerate() {
                    let lanes = ensemble.least(from, to).unwrap();
                    for index in [0, 1] {
                        let told = format!("{count} from {row} to {column}: {objective}");
                        let request = Request::new(PLACES[row], PLACES[column])
                            .shipment(shipment)
                            .policy(policy.clone());
                        let single = planners[index].best(&request, &objective);
                        let cell = matrices[index].get(row, column).unwrap();
                        assert_eq!(&lanes[index], cell, "{told}");
                        let least = prepared[index].least(from, to);
                        match single {
                            Ok(route) => {
                                assert_eq!(cell.as_ref().ok().copied(), route.value(), "{told}");
                                assert_eq!(least.ok(), route.value(), "{told}");
                                let mut again = prepared[index].route(from, to).unwrap();
                                again.certify(&policy, planners[index].world()).unwrap();
                                assert_eq!(again, route, "{told}");
                                found += 1;
                            }
                            Err(error) => {
                                let none = cell.clone().unwrap_err();
                                assert_eq!(least.unwrap_err(), Error::NoRoute(none), "{told}");
                                error.into_no_route().unwrap();
                            }
                        }
                    }
                }
            }
            assert!(found > 30, "{found} of {count}");
        }
    }
}

#[test]
fn the_heaviest_consignments_are_answered_exactly() {
    let (operations, model) = (PLANNER.operations(), PLANNER.model());
    for count in [500, 10_000, 100_000] {
        let shipment = boxes(count);
        let open = for_most(Policy::open().compile(PLANNER.world()).unwrap());
        let verdicts = Verdicts::of(operations, &open, &shipment);
        let quote = model.quote(shipment);
        for objective in [Objective::Cost, Objective::Emissions] {
            let weights = ObjectiveWeights::new(model, &quote, &verdicts, &objective).unwrap();
            let mut graph: DiGraph<(), u128> = DiGraph::new();
            for _ in 0..operations.graph().nodes() {
                graph.add_node(());
            }
            for (arc, operation) in operations.iter() {
                let Some(weight) = weights.weight(arc) else {
                    continue;
                };
                graph.add_edge(
                    index(operation.from),
                    index(operation.to),
                    u128::from(weight),
                );
                let coarse = u64::from(weights.metric().weight(arc).unwrap());
                assert_eq!(coarse, weight.div_ceil(weights.divisor()));
            }
            let from = operations.gate(places()[0]).unwrap();
            let distances =
                petgraph::algo::dijkstra(&graph, index(from), None, |edge| *edge.weight());
            for (name, to) in PLACES.into_iter().zip(places()).skip(1) {
                let request = Request::new(PLACES[0], name).shipment(shipment);
                let route = PLANNER.best(&request, &objective).unwrap();
                let delivered = operations.delivered(to).unwrap();
                let least = distances[&index(delivered)];
                let value = route.value().unwrap();
                assert_eq!(u128::from(value.units()), least, "{count}: {objective}");
            }
        }
    }
}

#[test]
fn the_divisor_is_the_smallest_that_fits() {
    let model = PLANNER.model();
    let open = for_most(Policy::open().compile(PLANNER.world()).unwrap());
    let mut divided = 0;
    for count in COUNTS {
        let shipment = boxes(count);
        let verdicts = Verdicts::of(PLANNER.operations(), &open, &shipment);
        let quote = model.quote(shipment);
        let objective = Objective::Emissions;
        let weights = ObjectiveWeights::new(model, &quote, &verdicts, &objective).unwrap();
        let arcs = PLANNER.operations().graph().arc_ids();
        let largest = arcs.filter_map(|arc| weights.weight(arc)).max().unwrap();
        let most = u64::from(trade_corridor::router::Metric::MAX_WEIGHT);
        assert!(largest <= most * weights.divisor());
        assert!(weights.divisor() == 1 || largest > most * (weights.divisor() - 1));
        divided += usize::from(weights.divisor() > 1);
    }
    assert!(divided > 0);
}

#[test]
fn limits_beyond_32_bits_are_kept_and_refuse_nothing_within() {
    let request = Request::new("Tashkent", "Istanbul").shipment(boxes(100_000));
    let least = PLANNER.cheapest(&request).unwrap().cost();
    assert!(least.as_cents() > 2 * i64::from(u32::MAX), "{least}");
    let within = |cents: i64| {
        let limit = Limit::Usd(Money::from_cents(cents));
        let policy = Policy::open().with(Rule::Limit(limit));
        PLANNER.fastest(&request.clone().policy(policy))
    };
    let cents = least.as_cents();
    assert_eq!(within(cents).unwrap().cost(), least);
    let none = within(cents - 1).unwrap_err().into_no_route().unwrap();
    let Reason::LimitsTooTight { limits, together } = none.reason() else {
        panic!("{none}");
    };
    assert!(!together);
    assert_eq!(limits[0].least, Some(Amount::Cost(least)));
}

#[test]
fn a_limit_is_exact_for_any_consignment() {
    for count in [1, 59, 500, 10_000, 100_000] {
        let request = Request::new("Khorgos", "Istanbul").shipment(boxes(count));
        let cheapest = PLANNER.cheapest(&request).unwrap();
        let within = |limit, objective: &Objective| {
            let policy = Policy::open().with(Rule::Limit(limit));
            PLANNER.best(&request.clone().policy(policy), objective)
        };
        let budget = |cents| Limit::Usd(Money::from_cents(cents));
        let cents = cheapest.cost().as_cents();
        for objective in [Objective::Cost, Objective::Time, Objective::Emissions] {
            let route = within(budget(cents), &objective).unwrap();
            assert_eq!(route.cost(), cheapest.cost(), "{count}: {objective}");
            let none = within(budget(cents - 1), &objective).unwrap_err();
            let none = none.into_no_route().unwrap();
            let Reason::LimitsTooTight { limits, .. } = none.reason() else {
                panic!("{none}");
            };
            assert_eq!(limits[0].least, Some(Amount::Cost(cheapest.cost())));
        }
        // a limit that the best route keeps changes nothing, to the cent and the gram
        for objective in [Objective::Cost, Objective::Emissions] {
            let best = PLANNER.best(&request, &objective).unwrap();
            let lifts = u32::try_from(best.transhipments()).unwrap();
            for limit in [
                Limit::Transhipments(lifts),
                Limit::Hours(best.duration()),
                Limit::Usd(best.cost()),
            ] {
                let route = within(limit, &objective).unwrap();
                assert_eq!(route.value(), best.value(), "{count}: {objective}");
                assert_eq!(route.steps, best.steps, "{count}: {objective}");
            }
        }
    }
}

#[test]
fn choices_exist_for_any_consignment() {
    let request = Request::new("Tashkent", "Istanbul").shipment(boxes(10_000));
    let cheapest = PLANNER.cheapest(&request).unwrap();
    let limits = AlternativeLimits::default();
    let found = PLANNER.alternatives(&request, &Objective::Cost, limits);
    let found = found.unwrap();
    assert_eq!(found.routes()[0].value(), cheapest.value());
    let both = [Objective::Cost, Objective::Emissions];
    let front = PLANNER.compromises(&request, &both, FrontLimits::default());
    assert!(!front.unwrap().routes().is_empty());
}
