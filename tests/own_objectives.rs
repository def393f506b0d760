//! An objective of the caller's own is asked for like any other, everywhere.

use trade_corridor::analysis::criticality::criticality;
use trade_corridor::metric::{ObjectiveDifference, ObjectiveValue, Weighing};
use trade_corridor::network::PlaceId;
use trade_corridor::planner::{Ensemble, ErrorKind, Reason};
use trade_corridor::policy::Limit;
use trade_corridor::prelude::*;
use trade_corridor::router::{AlternativeLimits, FrontLimits};

use crate::questions::{DAY, PLANNER};

fn request() -> Request {
    Request::new("Tashkent", "Istanbul").policy(Policy::russia_excluded())
}

fn ends() -> (PlaceId, PlaceId) {
    let network = Network::europe_central_asia();
    let place = |name| network.find_place(name).unwrap();
    (place("Tashkent"), place("Istanbul"))
}

fn cents(operation: &Weighing<'_>) -> Option<u64> {
    Some(operation.cost()?.as_cents().unsigned_abs())
}

/// Everything that can be asked for an objective: the value of each best answer.
fn everywhere(objective: &Objective) -> Vec<ObjectiveValue> {
    let (request, (from, to)) = (request(), ends());
    let Request {
        shipment, policy, ..
    } = &request;
    let mut values = Vec::new();
    // with and without a hierarchy
    for _ in 0..4 {
        let best = PLANNER.best(&request, objective).unwrap();
        values.push(best.value().unwrap());
    }
    let prepared = PLANNER.prepare(shipment, policy, objective).unwrap();
    values.push(prepared.least(from, to).unwrap());
    values.push(prepared.route(from, to).unwrap().value().unwrap());
    let matrix = prepared.matrix(&[from, to], &[from, to]).unwrap();
    values.push(*matrix.get(0, 1).unwrap().as_ref().unwrap());
    let network = Network::europe_central_asia();
    let scenarios = [Scenario::on(DAY), Scenario::on(DAY)];
    let ensemble = Ensemble::new(network, &scenarios, shipment, policy, objective).unwrap();
    let lanes = ensemble.least(from, to).unwrap();
    values.extend(lanes.into_iter().map(Result::unwrap));
    let limits = AlternativeLimits::default();
    let others = PLANNER.alternatives(&request, objective, limits).unwrap();
    values.push(others.routes()[0].value().unwrap());
    values
}

#[test]
fn a_function_that_says_what_a_built_in_one_says_is_answered_alike() {
    let own = Objective::custom("cents", cents);
    let mut cheapest = PLANNER.cheapest(&request()).unwrap();
    let units = cheapest.cost().as_cents().unsigned_abs();
    for value in everywhere(&own) {
        assert_eq!(value, ObjectiveValue::Units(units));
    }
    let found = PLANNER.best(&request(), &own).unwrap();
    assert_eq!(found.objective.to_string(), "least cents");
    cheapest.objective = found.objective.clone();
    cheapest.weighed = found.weighed;
    // Certificates name what was asked for.
    let mut found = found;
    (found.certificate, cheapest.certificate) = (None, None);
    assert_eq!(found, cheapest);

    // compromises, limits, prices of rules, reasons, criticality
    let minutes = Objective::custom("minutes", |operation: &Weighing<'_>| {
        Some(operation.expected().as_minutes())
    });
    let both = [own.clone(), minutes.clone()];
    let (front, usual) = (
        PLANNER.compromises(&request(), &both, FrontLimits::default()),
        PLANNER.compromises(
            &request(),
            &[Objective::Cost, Objective::Time],
            FrontLimits::default(),
        ),
    );
    let steps = |found: Result<trade_corridor::planner::Choices, Error>| -> Vec<_> {
        let found = found.unwrap();
        let routes = found.routes().iter();
        routes.map(|route| route.steps.clone()).collect()
    };
    assert_eq!(steps(front), steps(usual));
    let limit = Limit::Usd(cheapest.cost());
    let limited = request().policy(Policy::russia_excluded().with(Rule::Limit(limit)));
    let within = PLANNER.best(&limited, &minutes).unwrap();
    assert_eq!(within.steps, PLANNER.fastest(&limited).unwrap().steps);
    let prices = PLANNER.price_of_rules_for(&request(), &own).unwrap();
    let usual_prices = PLANNER.price_of_rules(&request()).unwrap();
    assert_eq!(prices.rules().len(), usual_prices.rules().len());
    for (own, usual) in prices.rules().iter().zip(usual_prices.rules()) {
        assert_eq!(own.effect, usual.effect);
    }
    let short = [Request::new("Baku", "Poti")];
    let found = criticality(&PLANNER, &short, &own).unwrap();
    let usual = criticality(&PLANNER, &short, &Objective::Cost).unwrap();
    for (own, usual) in found.things.iter().zip(&usual.things) {
        let units = ObjectiveDifference::Units(usual.cost.as_cents());
        assert_eq!((&own.what, own.worse), (&usual.what, units));
    }
}

#[test]
fn what_is_not_weighed_is_not_used() {
    let land = Objective::custom("cents on land", |operation: &Weighing<'_>| {
        if operation.operation().mode() == Some(Mode::Sea) {
            return None;
        }
        cents(operation)
    });
    let route = PLANNER.best(&request(), &land).unwrap();
    assert!(route.atoms().all(|step| step.mode != Some(Mode::Sea)));
    let rule = Rule::exclude_mode(Mode::Sea);
    let without = request().policy(Policy::russia_excluded().with(rule));
    let cheapest = PLANNER.cheapest(&without).unwrap();
    assert_eq!(route.steps, cheapest.steps);

    let nothing = Objective::custom("nothing", |_: &Weighing<'_>| None);
    let none = PLANNER.best(&request(), &nothing).unwrap_err();
    assert_eq!(none.code(), "not_weighed");
    let none = none.into_no_route().unwrap();
    let objective = "nothing".to_owned();
    assert_eq!(none.reason(), &Reason::NotWeighed { objective });
    let text = serde_json::to_string(&none).unwrap();
    assert_eq!(serde_json::from_str::<NoRoute>(&text).unwrap(), none);
    let why = PLANNER.why_not_best(&request(), &nothing).unwrap();
    assert_eq!(why.cause(), Some(&none));
    let limits = AlternativeLimits::default();
    let others = PLANNER.alternatives(&request(), &nothing, limits);
    assert_eq!(others.unwrap_err(), Error::NoRoute(none));
    let (from, to) = ends();
    let Request {
        shipment, policy, ..
    } = request();
    let prepared = PLANNER.prepare(&shipment, &policy, &nothing).unwrap();
    let none = prepared.least(from, to).unwrap_err();
    assert_eq!(none.code(), "unexamined");
}

#[test]
fn weights_at_the_end_of_the_range_neither_panic_nor_wrap() {
    let endless = Objective::custom("endless", |_: &Weighing<'_>| Some(u64::MAX));
    for value in everywhere(&endless) {
        assert_eq!(value, ObjectiveValue::Units(u64::MAX));
    }
    let both = [endless.clone(), Objective::Cost];
    let front = PLANNER.compromises(&request(), &both, FrontLimits::default());
    assert!(!front.unwrap().routes().is_empty());
    let short = Request::new("Baku", "Poti");
    let found = criticality(&PLANNER, std::slice::from_ref(&short), &endless).unwrap();
    assert_eq!(found.answered, 1);
    let prices = PLANNER.price_of_rules_for(&request(), &endless).unwrap();
    assert_eq!(prices.total(), Some(ObjectiveDifference::Units(0)));
    PLANNER.why_not_best(&request(), &endless).unwrap();

    // the sums are compared beyond 64 bits: fewest operations win
    let all = PLANNER.best(&short, &endless).unwrap();
    let count = Objective::custom("operations", |_: &Weighing<'_>| Some(1));
    let fewest = PLANNER.best(&short, &count).unwrap();
    assert_eq!(all.steps.len(), fewest.steps.len());

    // one number above what fits beside small ones: all are exact
    let mixed = Objective::custom("mixed", |operation: &Weighing<'_>| {
        let handled = !operation.operation().places().is_empty();
        Some(if handled { 1 << 60 } else { 1 })
    });
    let values = everywhere(&mixed);
    let ObjectiveValue::Units(units) = values[0] else {
        panic!("{values:?}");
    };
    assert!(units % (1 << 60) > 0);
    assert!(
        values[..9].iter().all(|value| *value == values[0]),
        "{values:?}"
    );
}

#[test]
fn objectives_of_one_name_are_told_apart_by_their_functions() {
    let objective = |cost: bool| {
        Objective::custom("best", move |operation: &Weighing<'_>| {
            let minutes = operation.expected().as_minutes();
            if cost {
                cents(operation)
            } else {
                Some(minutes)
            }
        })
    };
    let (cheap, quick) = (objective(true), objective(false));
    assert_eq!(cheap, cheap.clone());
    assert_ne!(cheap, quick);
    assert_ne!(cheap, objective(true));
    for _ in 0..3 {
        let (one, other) = (
            PLANNER.best(&request(), &cheap).unwrap(),
            PLANNER.best(&request(), &quick).unwrap(),
        );
        assert_eq!(one.steps, PLANNER.cheapest(&request()).unwrap().steps);
        assert_eq!(other.steps, PLANNER.fastest(&request()).unwrap().steps);
    }
}

#[test]
fn a_planner_does_not_keep_every_function_it_was_asked_about() {
    let planner = Planner::embedded(DAY).unwrap();
    let ask = || {
        let own = Objective::custom("cents", cents);
        planner.best(&request(), &own).unwrap();
        planner.memory_used()
    };
    let used: Vec<usize> = (0..40).map(|_| ask()).collect();
    assert_eq!(used[20], used[39], "{used:?}");
}

#[test]
fn what_is_saved_has_the_name_alone() {
    let own = Objective::custom("cents", cents);
    let route = PLANNER.best(&request(), &own).unwrap();
    let text = serde_json::to_string(&route).unwrap();
    assert!(text.contains(r#""objective":{"custom":"cents"}"#), "{text}");
    // Nobody could check what it has of it.
    assert!(!text.contains("weighed"), "{text}");
    let mut untold = route.clone();
    untold.weighed = None;
    assert_eq!(serde_json::from_str::<Route>(&text).unwrap(), untold);

    let read: Objective = serde_json::from_str(r#"{"custom":"cents"}"#).unwrap();
    assert_eq!(read, route.objective);
    assert_ne!(read, own);
    let Objective::Custom(named) = &read else {
        panic!("{read}");
    };
    assert!(!named.can_weigh() && named.name() == "cents");
    let error = PLANNER.best(&request(), &read).unwrap_err();
    assert_eq!(
        (error.code(), error.kind()),
        ("engine_weights", ErrorKind::Input)
    );
    let text = error.to_string();
    assert!(
        text.contains("`cents` was read back and has no function"),
        "{text}"
    );
    let Request {
        shipment, policy, ..
    } = request();
    assert_eq!(
        PLANNER.prepare(&shipment, &policy, &read).unwrap_err(),
        error
    );
}
