//! Where rules block links below hauls, answers are those over operations built without these links.

use std::collections::BTreeSet;
use std::sync::Arc;

use trade_corridor::costing::{CostModel, Quote};
use trade_corridor::metric::{Verdict, Verdicts};
use trade_corridor::network::LinkId;
use trade_corridor::operations::{Operation, OperationKind, Operations};
use trade_corridor::planner::Error;
use trade_corridor::policy::Subject;
use trade_corridor::prelude::*;
use trade_corridor::router::{ArcId, Dijkstra, Metric};

use crate::questions::{DAY, Dice, PLANNER, for_most, is_stopped, pairs, shipments};

/// Links that hauls run over, in order.
fn below_hauls() -> Vec<LinkId> {
    let moves = PLANNER.operations().arcs();
    let moves = moves.filter(|operation| operation.is_part_only());
    let links: BTreeSet<LinkId> = moves.filter_map(Operation::link).collect();
    links.into_iter().collect()
}

/// Trains and through rates that run over one of these links; they keep their one way.
fn chains_over(operations: &Operations, links: &[LinkId]) -> Vec<OperationKind> {
    let over = |operation: &&Operation| {
        let parts = operations.parts(operation).iter();
        let mut parts = parts.filter_map(|part| operations.arc(*part)?.link());
        parts.any(|link| links.contains(&link))
    };
    let chains = operations.arcs().filter(over);
    chains.map(|operation| operation.kind).collect()
}

fn same_chain(one: &OperationKind, other: &OperationKind) -> bool {
    match (one, other) {
        (OperationKind::TrainRun(one), OperationKind::TrainRun(other)) => {
            one.service == other.service
        }
        (OperationKind::Through(one), OperationKind::Through(other)) => one.rate == other.rate,
        _ => false,
    }
}

/// Cents, minutes or metres of an operation, where it is sold.
fn weigh(model: &CostModel, quote: &Quote, objective: &Objective, arc: ArcId) -> Option<u32> {
    let weight = match objective {
        Objective::Cost => {
            let mut cents = 0;
            let charges = model.charges(arc, quote, |charge| {
                cents += charge.amount.as_cents().unsigned_abs();
            });
            charges.ok().map(|()| cents)?
        }
        Objective::Time => model.expected(arc)?.as_minutes(),
        _ => model.operations().arc(arc)?.distance().as_metres(),
    };
    Some(u32::try_from(weight).expect("in range"))
}

fn told(route: &Route, objective: &Objective) -> u64 {
    match objective {
        Objective::Cost => route.cost().as_cents().unsigned_abs(),
        Objective::Time => route
            .steps
            .iter()
            .map(|step| step.expected.as_minutes())
            .sum(),
        _ => route.distance().as_metres(),
    }
}

#[test]
fn answers_are_those_without_the_blocked_links() {
    let network = Network::europe_central_asia();
    let (links, shipments) = (below_hauls(), shipments());
    let mut dice = Dice::new(11);
    let (mut equal, mut none, mut led) = (0, 0, 0);
    for round in 0..24 {
        let blocked: Vec<LinkId> = (0..=dice.below(4))
            .map(|_| links[dice.below(links.len())])
            .collect();
        let names = blocked.iter().map(|id| network.link(*id).expect("a link"));
        let policy = Policy::new("no links").with(Rule::Exclude(Subject::Link {
            links: names.map(|link| link.id.to_string()).collect(),
        }));
        let shipment = shipments[round % 3];
        let world = Scenario::on(DAY).apply(network).expect("nothing changed");
        let compiled = for_most(policy.compile(&world).expect("known links"));
        let model = CostModel::new(Arc::new(world), &|link| blocked.contains(&link));
        let model = model.expect("in range");
        let operations = model.operations();
        let verdicts = Verdicts::of(operations, &compiled, &shipment);
        let quote = model.quote(shipment);
        let kept_out = chains_over(PLANNER.operations(), &blocked);
        for objective in [Objective::Cost, Objective::Time, Objective::Distance] {
            let metric = Metric::new(operations.graph(), |arc| {
                let kind = &operations.arc(arc)?.kind;
                let open = verdicts.get(arc) == Verdict::Open
                    && !kept_out.iter().any(|chain| same_chain(chain, kind));
                open.then(|| weigh(&model, &quote, &objective, arc))
                    .flatten()
            });
            let metric = metric.expect("in range");
            for (from, to) in pairs(round as u64, 6) {
                if is_stopped(&from, &to) {
                    continue;
                }
                let ends = [&from, &to].map(|code| network.place_by_code(code).expect("a place"));
                let gates = operations.gate(ends[0]).zip(operations.delivered(ends[1]));
                let best = gates.and_then(|(gate, delivered)| {
                    let mut dijkstra = Dijkstra::new();
                    let path = dijkstra.path(operations.graph(), &metric, gate, delivered);
                    path.expect("nodes of the graph")
                });
                let request = Request::new(&from, &to)
                    .shipment(shipment)
                    .policy(policy.clone());
                let label = format!("{from} to {to}, {objective}, {blocked:?}");
                match (PLANNER.best(&request, &objective), best) {
                    (Ok(route), Some(path)) => {
                        assert_eq!(told(&route, &objective), path.distance(), "{label}");
                        let acts = route.steps.iter().map(|step| step.act.clone());
                        let hauls = acts.filter(|act| *act == trade_corridor::route::Act::Haul);
                        led += usize::from(hauls.count() > 0);
                        equal += 1;
                    }
                    (Err(Error::NoRoute(_)), None) => none += 1,
                    (found, best) => panic!("{label}: {found:?}, without the links {best:?}"),
                }
            }
        }
    }
    assert!(
        equal > 300 && led > 20,
        "{equal} equal, {led} of them with hauls, {none} without a way"
    );
}

#[test]
fn a_railway_blocked_whole_is_no_reason_to_look_for_ways_around() {
    let policy = Policy::new("not by Turkish railways").with(Rule::exclude_operator("TCDDT"));
    let request = Request::new("TRIST", "GETBS").policy(policy);
    let route = PLANNER.cheapest(&request).expect("by road");
    let hauled = |step: &trade_corridor::route::Step| {
        let mut parties = step.parties.iter();
        parties.any(|(id, ..)| id.as_str() == "TCDDT")
    };
    assert!(!route.steps.iter().any(hauled));
}
