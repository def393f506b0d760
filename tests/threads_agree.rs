//! Answers do not depend on how many threads ask one planner, nor in which order they come.

use crate::questions::PLANNER;
use trade_corridor::planner::Ensemble;
use trade_corridor::prelude::*;
use trade_corridor::scenario::Change;

/// Single questions, under rules and without.
fn questions() -> Vec<(Request, Objective)> {
    let ends = [
        "CNHGS", "Tashkent", "Baku", "Tbilisi", "Istanbul", "Duisburg", "Moscow",
    ];
    let policies = [Policy::open(), Policy::russia_excluded()];
    let objectives = [Objective::Cost, Objective::Time, Objective::DIRECT];
    let mut all = Vec::new();
    for from in ends {
        for to in ends {
            let turn = all.len();
            let request = Request::new(from, to).policy(policies[turn % 2].clone());
            all.push((request, objectives[turn % 3].clone()));
        }
    }
    all
}

fn answer(planner: &Planner, (request, objective): &(Request, Objective)) -> String {
    match planner.best(request, objective) {
        Ok(route) => serde_json::to_string(&route).unwrap(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn any_number_of_threads_gets_the_same_answers() {
    let questions = questions();
    let fresh = || PLANNER.under(Scenario::on(PLANNER.world().day())).unwrap();
    let planner = fresh();
    let alone: Vec<String> = questions.iter().map(|one| answer(&planner, one)).collect();
    for threads in [2, 7] {
        let planner = fresh();
        let answers: Vec<Vec<String>> = std::thread::scope(|scope| {
            let ask = |shift: usize| {
                let (planner, questions) = (&planner, &questions);
                scope.spawn(move || {
                    let shifted = (0..questions.len()).map(|at| (at + shift) % questions.len());
                    let mut found: Vec<(usize, String)> = shifted
                        .map(|at| (at, answer(planner, &questions[at])))
                        .collect();
                    found.sort();
                    found.into_iter().map(|(_, answer)| answer).collect()
                })
            };
            let running: Vec<_> = (0..threads).map(|thread| ask(11 * thread)).collect();
            running.into_iter().map(|one| one.join().unwrap()).collect()
        });
        for found in answers {
            assert_eq!(found, alone, "{threads} threads");
        }
    }
}

#[test]
fn any_number_of_threads_fills_the_same_matrices_and_ensembles() {
    let network = Network::europe_central_asia();
    let places =
        ["Baku", "Tashkent", "Mersin", "Moscow"].map(|name| network.find_place(name).unwrap());
    let shipment = Shipment::container_40ft(Mass::from_kg(20_000)).unwrap();
    let policy = Policy::russia_excluded();
    let prepared = PLANNER
        .prepare(&shipment, &policy, &Objective::Cost)
        .unwrap();
    let today = Scenario::on(PLANNER.world().day());
    let scenarios = [
        today.clone(),
        today.with(Change::close_transit("IR".parse().unwrap())),
    ];
    let ensemble =
        Ensemble::new(network, &scenarios, &shipment, &policy, &Objective::Cost).unwrap();
    let pairs: Vec<_> = places
        .iter()
        .flat_map(|from| places.map(|to| (*from, to)))
        .collect();
    let run = || {
        let matrix = prepared.matrix(&places, &places).unwrap();
        let cells: Vec<_> = matrix.iter().cloned().collect();
        (cells, ensemble.least_of(&pairs).unwrap())
    };
    let alone = run();
    let others: Vec<_> = std::thread::scope(|scope| {
        let running: Vec<_> = (0..7).map(|_| scope.spawn(run)).collect();
        running.into_iter().map(|one| one.join().unwrap()).collect()
    });
    for other in others {
        assert_eq!(other, alone);
    }
}
