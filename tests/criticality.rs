//! What is taken away is gone, and what that costs is what asking again costs.

use trade_corridor::analysis::break_even::break_even_toll;
use trade_corridor::analysis::criticality::{Dependence, criticality};
use trade_corridor::metric::ObjectiveDifference;
use trade_corridor::prelude::*;
use trade_corridor::quantity::Difference;

fn planner(scenario: &str) -> Planner {
    let scenario = Scenario::preset(scenario).unwrap();
    Planner::new(Network::europe_central_asia(), &scenario).unwrap()
}

#[test]
fn every_figure_is_that_of_asking_again_without_the_thing() {
    let planner = planner("status-quo");
    // A train of its own depends on railways, whatever it has least of.
    let train = Shipment::container_40ft(Mass::from_tonnes(20.0).unwrap()).unwrap();
    let train = train.with_count(31).unwrap();
    let requests = [
        ("Almaty", "Istanbul"),
        ("Khorgos", "Poti"),
        ("Tbilisi", "Yerevan"),
    ]
    .map(|(from, to)| {
        let request = Request::new(from, to).policy(Policy::russia_excluded());
        request.shipment(train)
    });
    for objective in [Objective::Cost, Objective::Time] {
        let found = criticality(&planner, &requests, &objective).unwrap();
        assert_eq!(found.answered, 3);
        assert!(found.things.len() > 5, "{:?}", found.things);
        for thing in &found.things {
            let (mut used, mut cut, mut cost, mut hours) = (0, 0, Money::ZERO, Difference::ZERO);
            for request in &requests {
                let before = planner.best(request, &objective).unwrap();
                let without = request.policy.clone().with(thing.what.rule());
                let without = request.clone().policy(without);
                match planner.best(&without, &objective) {
                    Ok(after) if after.steps == before.steps => {}
                    Ok(after) => {
                        used += 1;
                        cost += after.cost() - before.cost();
                        hours += after.duration() - before.duration();
                    }
                    // Territory of the ends is not taken away.
                    Err(error) if error.code() == "endpoint_excluded" => {}
                    Err(_) => (used, cut) = (used + 1, cut + 1),
                }
            }
            // Routes on which a country has the plates alone that trucks have by default do not count.
            if thing.what == Dependence::Owner(Shipment::DEFAULT_PLATE) {
                assert!((1..=used).contains(&thing.used_by) && thing.cut_off <= cut);
                continue;
            }
            assert_eq!(
                (thing.used_by, thing.cut_off),
                (used, cut),
                "{}",
                thing.what
            );
            assert_eq!(thing.cost, cost, "{}", thing.what);
            assert_eq!(thing.duration, hours, "{}", thing.what);
            let worse = match objective {
                Objective::Cost => ObjectiveDifference::Money(cost),
                _ => ObjectiveDifference::Duration(hours),
            };
            assert_eq!(thing.worse, worse, "{}", thing.what);
        }
        assert!(found.things.is_sorted_by(|a, b| a.cut_off >= b.cut_off));
        let kind = |of: fn(&Dependence) -> bool| found.things.iter().any(|thing| of(&thing.what));
        assert!(kind(|what| matches!(what, Dependence::Territory(_))));
        assert!(kind(|what| matches!(what, Dependence::Owner(_))));
        assert!(kind(|what| matches!(what, Dependence::Operator(_))));
        assert!(kind(|what| matches!(what, Dependence::Crossing(_))));
    }
}

#[test]
fn a_toll_up_to_the_break_even_is_paid_and_a_cent_more_is_not() {
    let planner = planner("tripp-opens");
    let policy = Policy::country_excluded("IR".parse().unwrap());
    let request = Request::new("Baku", "Nakhchivan").policy(policy);
    let rule = Rule::exclude_operator("TDC");
    let found = break_even_toll(&planner, &request, rule.clone()).unwrap();
    let toll = found.toll().expect("there is a way around by Georgia");
    assert!(found.is_used && toll > Money::ZERO);
    let through = |extra: Money| found.cheapest.cost() + extra;
    let around = found.around.as_ref().unwrap();
    assert!(through(toll) <= around.cost());
    assert!(through(toll + Money::from_cents(1)) > around.cost());
    let touched = |route: &Route| {
        let mut parties = route.atoms().flat_map(|step| &step.parties);
        parties.any(|(id, _, _)| id == "TDC")
    };
    assert!(touched(&found.cheapest) && !touched(around));

    // Where it is not on the way, no toll is too low.
    let elsewhere = Request::new("Tashkent", "Almaty");
    let found = break_even_toll(&planner, &elsewhere, rule).unwrap();
    assert!(!found.is_used);
    assert_eq!(found.toll(), Some(Money::ZERO));
    assert_eq!(found.to_string(), "not used as prices stand");
}

#[test]
fn a_way_without_another_has_no_break_even() {
    let planner = planner("status-quo");
    let request =
        Request::new("Baku", "Tbilisi").policy(Policy::open().with(Rule::exclude_mode(Mode::Road)));
    let found = break_even_toll(&planner, &request, Rule::exclude_operator("GR")).unwrap();
    assert!(found.is_used && found.around.is_none());
    assert_eq!(found.toll(), None);
    assert_eq!(found.to_string(), "no way around it");
}
