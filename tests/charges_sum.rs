//! The charges of a route sum to its cost exactly, under every grouping, and the cost is what the
//! search minimised.

use crate::questions;

use std::collections::BTreeMap;

use crate::questions::{PLANNER, for_most, is_stopped, pairs, policies, shipments};
use trade_corridor::metric::{Objective, ObjectiveWeights, Verdicts};
use trade_corridor::planner::Request;
use trade_corridor::quantity::Money;
use trade_corridor::route::{Route, Step};
use trade_corridor::router::Dijkstra;

fn total<K>(group: &BTreeMap<K, Money>) -> Money {
    group.values().copied().sum()
}

fn check(route: &Route) {
    let cost = route.cost();
    let label = format!("{} to {}", route.from.code, route.to.code);
    assert_eq!(total(&route.by_component()), cost, "components, {label}");
    assert_eq!(total(&route.by_payee()), cost, "payees, {label}");
    assert_eq!(total(&route.by_country()), cost, "countries, {label}");
    assert_eq!(total(&route.by_operator()), cost, "operators, {label}");
    let legs: Money = route.legs().iter().map(|leg| leg.cost).sum();
    assert_eq!(legs, cost, "legs, {label}");
    let steps: Money = route.steps.iter().map(Step::cost).sum();
    assert_eq!(steps, cost, "steps, {label}");
    let charges: i64 = route.charges().map(|charge| charge.amount.as_cents()).sum();
    assert_eq!(charges, cost.as_cents(), "charges, {label}");
    assert!(route.charges().all(|charge| charge.amount >= Money::ZERO));
    let km: u64 = route
        .legs()
        .iter()
        .map(|leg| leg.distance.as_metres())
        .sum();
    assert_eq!(km, route.distance().as_metres(), "metres, {label}");
    let minutes: u64 = route
        .legs()
        .iter()
        .map(|leg| leg.expected.as_minutes())
        .sum();
    assert_eq!(minutes, route.duration().as_minutes(), "minutes, {label}");
    // Parts are told for their links and parties; money stands on the whole alone.
    let parts = route.steps.iter().flat_map(|step| &step.parts);
    assert!(parts.map(|part| part.charges.len()).all(|count| count == 0));
}

#[test]
fn every_grouping_of_charges_sums_to_the_cost_on_real_routes() {
    let (shipments, policies) = (shipments(), policies());
    let (mut routes, mut priced) = (0, 0);
    for (index, (from, to)) in pairs(6, 120).into_iter().enumerate() {
        let request = Request::new(from, to)
            .shipment(shipments[index % shipments.len()])
            .policy(policies[index % policies.len()].clone());
        let objectives = [Objective::Cost, Objective::Time];
        if let Ok(route) = PLANNER.best(&request, &objectives[index % 2]) {
            check(&route);
            routes += 1;
            priced += usize::from(route.is_priced() && route.cost() > Money::ZERO);
        }
    }
    assert!(routes >= 80, "only {routes} of 120 questions have a route");
    assert!(
        priced >= 60,
        "only {priced} of {routes} routes have a price"
    );
}

#[test]
fn the_cost_of_a_route_is_the_weight_that_was_searched() {
    let (network, operations) = (PLANNER.world().network(), PLANNER.operations());
    let mut compared = 0;
    for shipment in shipments() {
        let policy = questions::policies()[0].clone();
        let compiled = for_most(policy.compile(PLANNER.world()).unwrap());
        let verdicts = Verdicts::of(operations, &compiled, &shipment);
        let quote = PLANNER.model().quote(shipment);
        let weights =
            ObjectiveWeights::new(PLANNER.model(), &quote, &verdicts, &Objective::Cost).unwrap();
        assert_eq!(weights.divisor(), 1);
        let mut search = Dijkstra::new();
        for (from, to) in pairs(66, 16) {
            if is_stopped(&from, &to) {
                continue;
            }
            let ends = [&from, &to].map(|code| network.place_by_code(code).unwrap());
            let gates = (operations.gate(ends[0]), operations.delivered(ends[1]));
            let (Some(gate), Some(delivered)) = gates else {
                continue;
            };
            let found = search
                .path(operations.graph(), weights.metric(), gate, delivered)
                .unwrap();
            let request = Request::new(&from, &to).shipment(shipment);
            let route = PLANNER.cheapest(&request);
            assert_eq!(found.is_some(), route.is_ok(), "{from} to {to}");
            if let (Some(path), Ok(route)) = (found, route) {
                assert_eq!(
                    i64::try_from(path.distance()).unwrap(),
                    route.cost().as_cents(),
                    "{from} to {to}"
                );
                compared += 1;
            }
        }
    }
    assert!(compared >= 40, "only {compared} routes compared");
}
