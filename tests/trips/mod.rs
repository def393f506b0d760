//! Ends and objectives of trips through the atlas, and what their routes weigh.

use trade_corridor::prelude::*;

pub(crate) fn objectives() -> [Objective; 3] {
    [Objective::Distance, Objective::Time, Objective::Cost]
}

pub(crate) const ENDS: [(&str, &str); 8] = [
    ("CNHGS", "Istanbul"),
    ("Tashkent", "Duisburg"),
    ("Almaty", "Constanta"),
    ("Baku", "Yerevan"),
    ("Moscow", "Tehran"),
    ("Ashgabat", "Poti"),
    ("Tbilisi", "Yerevan"),
    ("Bishkek", "Warsaw"),
];

pub(crate) fn weight(route: &Route, objective: &Objective) -> u64 {
    match objective {
        Objective::Distance => route.distance().as_metres(),
        Objective::Time => route.duration().as_minutes(),
        _ => route.cost().as_cents().unsigned_abs(),
    }
}

/// The same as if it had been asked for in another scenario, and not checked yet.
pub(crate) fn restated(route: &Route, scenario: &Scenario) -> Route {
    let mut route = route.clone();
    route.certificate = None;
    route.day = scenario.day();
    scenario.name().clone_into(&mut route.scenario);
    route
}
