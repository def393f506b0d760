//! Ways of each flow: corridors that differ, and those that pay once others are full.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::limits::Capacities;
use super::passes::of_operation;
use super::settings::Assignment;
use crate::analysis::demand::Flow;
use crate::analysis::interdiction::Lever;
use crate::costing::Shipment;
use crate::metric::{GeneralisedCost, Objective, Weighing};
use crate::network::Service;
use crate::planner::{Error, Planner, Progress, Question, Waymark, waymarks};
use crate::route::Route;

/// A way: what it passes, and the best route on it when it was found.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) marks: Vec<Waymark>,
    pub(super) route: Route,
}

impl Found {
    pub(super) fn new(route: Route) -> Self {
        Self {
            marks: waymarks(&route),
            route,
        }
    }
}

/// What generalised cost a route has, in USD, without queues.
pub(super) fn cost(route: &Route, by: &GeneralisedCost) -> f64 {
    route.cost().as_usd() + hour(&route.shipment, by) * route.duration().as_hours()
}

/// What an hour is worth to a shipment, all of its units together, in USD.
pub(super) fn hour(shipment: &Shipment, by: &GeneralisedCost) -> f64 {
    by.value_of_time.as_usd() * shipment.goods().as_tonnes()
}

/// For each flow the best route, and the best ones around each border and each sailing of those that are known, until
/// there are as many ways as are wanted or none is left that costs little enough more.
pub(super) fn spread(
    planner: &Planner,
    flows: &[Flow],
    settings: &Assignment,
    progress: &Progress,
) -> Vec<Result<Vec<Found>, Error>> {
    let objective = Objective::Generalised(settings.cost);
    let question = |flow: &Flow| Question::new(flow.request.clone(), objective.clone());
    let questions: Vec<Question> = flows.iter().map(question).collect();
    let best = planner.answer_all(&questions, progress).into_rows();
    let mut ways: Vec<Result<Vec<Found>, Error>> = best
        .into_iter()
        .map(|best| best.map(|route| vec![Found::new(route)]))
        .collect();
    let mut tried: Vec<BTreeSet<Lever>> = vec![BTreeSet::new(); flows.len()];
    loop {
        let mut asked: Vec<(usize, Question)> = Vec::new();
        for (at, flow) in flows.iter().enumerate() {
            let Ok(known) = &ways[at] else {
                continue;
            };
            if known.len() >= settings.ways {
                continue;
            }
            let closed: BTreeSet<Lever> = known
                .iter()
                .flat_map(|way| passed(planner, &way.route))
                .collect();
            for closed in closed {
                if let Some(rule) = closed.rule()
                    && tried[at].insert(closed)
                {
                    let policy = flow.request.policy.clone().with(rule);
                    let request = flow.request.clone().policy(policy);
                    asked.push((at, Question::new(request, objective.clone())));
                }
            }
        }
        if asked.is_empty() {
            return ways;
        }
        let questions: Vec<Question> = asked.iter().map(|(_, asked)| asked.clone()).collect();
        let answers = planner.answer_all(&questions, progress).into_rows();
        let mut others: Vec<Vec<(f64, Found)>> = vec![Vec::new(); flows.len()];
        for ((at, _), answer) in asked.iter().zip(answers) {
            let flow = &flows[*at];
            let Some(route) = answer
                .ok()
                .and_then(|it| under_own_rules(planner, flow, it))
            else {
                continue;
            };
            let found = Found::new(route);
            others[*at].push((cost(&found.route, &settings.cost), found));
        }
        for (at, mut others) in others.into_iter().enumerate() {
            let Ok(known) = &mut ways[at] else {
                continue;
            };
            let Some(best) = known.first() else {
                continue;
            };
            let most = cost(&best.route, &settings.cost) * settings.dearest;
            others.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.marks.cmp(&b.1.marks)));
            for (cost, found) in others {
                let is_new = known.iter().all(|way| way.marks != found.marks);
                if cost <= most && is_new && known.len() < settings.ways {
                    known.push(found);
                }
            }
        }
    }
}

/// The route with the certificate of the flow's own rules, which a route around something keeps as well.
fn under_own_rules(planner: &Planner, flow: &Flow, mut route: Route) -> Option<Route> {
    let certified = route.certify(&flow.request.policy, planner.world());
    certified.ok().map(|()| route)
}

/// For each flow the best route when queues take these hours.
pub(super) fn best_with_queues(
    planner: &Planner,
    flows: &[&Flow],
    by: GeneralisedCost,
    capacities: &Arc<Capacities>,
    hours: &[f64],
    progress: &Progress,
) -> Vec<Option<Route>> {
    let (capacities, hours) = (Arc::clone(capacities), hours.to_vec());
    let objective = Objective::custom("generalised cost with queues", move |operation| {
        weigh(operation, by, &capacities, &hours)
    });
    let question = |flow: &&Flow| Question::new(flow.request.clone(), objective.clone());
    let questions: Vec<Question> = flows.iter().map(question).collect();
    let found = planner.answer_all(&questions, progress).into_rows();
    found.into_iter().map(Result::ok).collect()
}

/// Thousandths of a cent.
fn weigh(
    operation: &Weighing<'_>,
    by: GeneralisedCost,
    capacities: &Capacities,
    hours: &[f64],
) -> Option<u64> {
    let passed = operation.atoms();
    let passed = passed
        .iter()
        .flat_map(|part| of_operation(part, capacities));
    let queues: f64 = passed.flatten().map(|at| hours[at]).sum();
    let hours = operation.expected().as_hours() + queues;
    let worth = hour(operation.shipment(), &by) * hours;
    let usd = operation.cost()?.as_usd() + worth;
    (usd >= 0.0).then(|| (usd * 100_000.0).round() as u64)
}

/// Borders and sailings of a route.
fn passed(planner: &Planner, route: &Route) -> impl Iterator<Item = Lever> {
    let world = planner.world();
    let at_sea = |id: &str| {
        let service = world.service_by_id(id).and_then(|id| world.service(id));
        service.is_some_and(Service::is_by_sea)
    };
    Lever::used_by(route)
        .into_iter()
        .filter(move |lever| match lever {
            Lever::Crossing(_) => true,
            Lever::Service(id) => at_sea(id),
            Lever::Link(_) | Lever::Operator(_) | Lever::Exports(_) => false,
        })
}
