//! Limits on whole routes hold exactly, together with other rules.

use trade_corridor::planner::Cause;
use trade_corridor::policy::Limit;
use trade_corridor::prelude::*;

fn planner() -> Planner<'static> {
    let network = Network::europe_central_asia();
    Planner::new(network, &Scenario::on(date(2026, 11, 22))).expect("the embedded atlas")
}

#[test]
fn fewer_transhipments_never_shorten_the_way_and_are_kept() {
    let planner = planner();
    let mut longest = None;
    for most in (0..5).rev() {
        let policy = Policy::russia_excluded().with(Rule::Limit(Limit::Transhipments(most)));
        let route = planner
            .shortest(&Request::new("CNHGS", "TRIST").policy(policy))
            .expect("the way by rail and rail ferry needs none");
        assert!(route.transhipments() <= most as usize);
        assert!(longest.is_none_or(|km| route.distance() >= km));
        longest = Some(route.distance());
    }
}

#[test]
fn a_budget_below_the_cheapest_way_gives_the_limit_as_the_cause() {
    let planner = planner();
    let request = Request::new("Almaty", "Istanbul");
    let cheapest = planner.cheapest(&request).expect("a way");
    let within = |most: Money| {
        let policy = Policy::open().with(Rule::Limit(Limit::Usd(most)));
        planner.fastest(&request.clone().policy(policy))
    };
    let exact = within(cheapest.cost()).expect("the cheapest way keeps it");
    assert_eq!(exact.cost(), cheapest.cost());
    match within(cheapest.cost() - Money::from_cents(1)) {
        Err(RouteError::NoRoute(none)) => {
            assert!(matches!(none.cause, Cause::LimitsTooTight(_)), "{none}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_deadline_trades_money_for_hours() {
    let planner = planner();
    let request = Request::new("CNHGS", "TRIST");
    let cheapest = planner.cheapest(&request).expect("a way");
    let fastest = planner.fastest(&request).expect("a way");
    let policy = Policy::open().with(Rule::Limit(Limit::Hours(fastest.duration())));
    let in_time = planner
        .cheapest(&request.policy(policy))
        .expect("the fastest way keeps it");
    assert!(in_time.duration() <= fastest.duration());
    assert!(in_time.cost() >= cheapest.cost());
}
