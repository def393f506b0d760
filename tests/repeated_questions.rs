//! A question that comes again is answered alike, however it is answered: by Dijkstra's algorithm at first,
//! through a customised hierarchy later, and with or without memory for what it stood on.

use trade_corridor::prelude::*;

use crate::questions::{DAY, pairs, policies, shipments};

const OBJECTIVES: [Objective; 5] = [
    Objective::Cost,
    Objective::Time,
    Objective::Distance,
    Objective::Emissions,
    Objective::DIRECT,
];

fn planner() -> Planner {
    Planner::embedded(DAY).expect("the embedded atlas")
}

/// The route, or the reason in words.
fn told(planner: &Planner, request: &Request, objective: &Objective) -> Result<Route, String> {
    let answer = planner.best(request, objective);
    answer.map_err(|error| error.to_string())
}

#[test]
fn the_fifth_answer_is_the_first() {
    let (keeping, forgetting) = (planner(), planner());
    forgetting.set_memory_limit(0);
    for (at, policy) in policies().into_iter().enumerate() {
        for (index, shipment) in shipments().into_iter().enumerate() {
            let objective = &OBJECTIVES[(at + index) % OBJECTIVES.len()];
            for (from, to) in pairs((at * 10 + index) as u64, 4) {
                let request = Request::new(&from, &to)
                    .shipment(shipment)
                    .policy(policy.clone());
                let first = told(&forgetting, &request, objective);
                for _ in 0..5 {
                    assert_eq!(told(&keeping, &request, objective), first, "{from} {to}");
                }
            }
        }
    }
    assert_eq!(forgetting.memory_used(), 0);
    assert!(keeping.memory_used() > 0);
}

#[test]
fn memory_is_bounded_and_shared_by_clones() {
    let planner = planner();
    let limit = 4 << 20;
    planner.clone().set_memory_limit(limit);
    for days in 1..40 {
        let hours = Duration::from_hours(f64::from(days) * 100.0).expect("in range");
        let label = format!("within {hours}");
        let policy =
            Policy::new(label).with(Rule::Limit(trade_corridor::policy::Limit::Hours(hours)));
        let _ = planner.cheapest(&Request::new("Baku", "Tbilisi").policy(policy));
        assert!(planner.memory_used() <= limit);
    }
    assert!(planner.memory_used() > 0);
    planner.set_memory_limit(0);
    assert_eq!(planner.clone().memory_used(), 0);
}

#[test]
fn threads_share_a_planner() {
    let planner = planner();
    let asked = pairs(7, 12);
    let ask = |planner: &Planner| -> Vec<_> {
        let requests = asked.iter().map(|(from, to)| Request::new(from, to));
        requests
            .map(|request| told(planner, &request, &Objective::Cost))
            .collect()
    };
    let alone = ask(&planner);
    let together: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| ask(&planner))).collect();
        let joined = threads.into_iter().map(std::thread::ScopedJoinHandle::join);
        joined.map(|answers| answers.expect("no panic")).collect()
    });
    assert!(together.iter().all(|answers| *answers == alone));
}
