//! Draws against planners of their own for networks with the drawn figures.

use std::sync::Arc;

use jiff::civil::date;

use super::Sampling;
use super::question::Question;
use super::shared::Shared;
use crate::draws::Uncertainty;
use crate::metric::Objective;
use crate::network::Network;
use crate::planner::{Planner, Request};
use crate::policy::Policy;
use crate::scenario::Scenario;

/// The best route of each draw by the engine, and by a planner that reads a network with the drawn figures.
fn agree(planner: &Planner, request: &Request, sampling: &Sampling, checked: &[u32]) {
    let objective = &sampling.objective;
    let case = planner.case(request).unwrap();
    let network = planner.world.network();
    let modelled = sampling.model_errors.over(network).unwrap();
    let uncertainty = Arc::new(Uncertainty::of(network, &sampling.groups, modelled).unwrap());
    let shared = Shared::of(&uncertainty, sampling);
    let question = Question {
        planner,
        request,
        case: &case,
        ends: case.searched().unwrap().ends(case.endpoints).unwrap(),
        objective,
        uncertainty: &uncertainty,
        shared: &shared,
        total_draws: 0,
        earlier: &[],
    };
    let arcs = case
        .path(planner, objective, case.endpoints)
        .unwrap()
        .unwrap();
    let (winners, columns) = question.winners(&arcs).unwrap();
    let paths = question.paths(&winners.routes).unwrap();
    for draw in checked {
        let mut drawn = network.unshared();
        let figures = uncertainty.figures.iter();
        drawn.set_all(figures.map(|figure| {
            let number = figure.at(|factor| columns.at(factor, *draw));
            (figure.which, number)
        }));
        let anew = Planner::new(&drawn, planner.world.scenario()).unwrap();
        let best = anew.best(request, objective).unwrap();
        let row = paths
            .row(|_, figure| figure.at(|factor| columns.at(factor, *draw)))
            .unwrap();
        let winner = winners.best[*draw as usize].unwrap();
        let value = objective.value(row.values[winner].unwrap());
        assert_eq!(best.value(), Some(value), "draw {draw} of {request:?}");
        let route = planner
            .assemble(&case, objective, &winners.routes[winner])
            .unwrap();
        let acts = |route: &crate::route::Route| -> Vec<_> {
            let steps = route.steps.iter();
            steps
                .map(|step| (step.act.clone(), step.to.clone()))
                .collect()
        };
        assert_eq!(acts(&best), acts(&route), "draw {draw} of {request:?}");
    }
}

#[test]
fn draws_are_what_planners_of_drawn_networks_find() {
    let day = date(2029, 1, 1);
    let network = Network::europe_central_asia();
    let usual = Planner::new(network, &Scenario::on(day)).unwrap();
    let tripp = usual
        .under(Scenario::preset("tripp-opens").unwrap())
        .unwrap();
    let rules = Policy::russia_excluded();
    for (planner, from, to, objective) in [
        (&usual, "Khorgos", "Istanbul", Objective::Cost),
        (&usual, "Tashkent", "Duisburg", Objective::Time),
        (&tripp, "Baku", "Mersin", Objective::Emissions),
        (&tripp, "Almaty", "Vienna", Objective::Cost),
    ] {
        let request = Request::new(from, to).policy(rules.clone());
        let sampling = Sampling::default().draws(32).objective(objective);
        agree(planner, &request, &sampling, &[0, 5, 11, 31]);
    }
}
