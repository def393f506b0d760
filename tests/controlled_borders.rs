//! Rules on controlled borders count those at which goods are controlled, and no other.

use trade_corridor::network::Regime;
use trade_corridor::planner::Reason;
use trade_corridor::policy::{Amount, Limit, Subject};
use trade_corridor::prelude::*;
use trade_corridor::route::{Act, Step};
use trade_corridor::verify::verify_in;

fn controlled(route: &Route, network: &Network) -> u32 {
    let is_free = |code: &str| {
        let id = network.crossing_by_code(code).unwrap();
        network.crossing(id).unwrap().regime == Regime::Free
    };
    let counts = |step: &&Step| match &step.act {
        Act::BorderControl { crossing, .. } => !is_free(crossing),
        Act::Land { border, .. } => border.is_some(),
        _ => false,
    };
    u32::try_from(route.atoms().filter(counts).count()).unwrap()
}

#[test]
fn borders_without_controls_are_free() {
    let scenario = Scenario::on(date(2026, 11, 22));
    let planner = Planner::new(Network::europe_central_asia(), &scenario).unwrap();
    let network = planner.world().network();
    let at_most = |most| Policy::new("few").with(Rule::Limit(Limit::ControlledBorders(most)));
    let none = Policy::new("none").with(Rule::Exclude(Subject::BorderControl));
    let ask = |from: &str, to: &str, policy: &Policy| {
        planner.cheapest(&Request::new(from, to).policy(policy.clone()))
    };
    for policy in [&at_most(0), &none] {
        let route = ask("Warsaw", "Duisburg", policy).unwrap();
        assert!(!route.borders().is_empty());
        assert_eq!(controlled(&route, network), 0, "{route}");
    }
    let all = Policy::new("all").with(Rule::Limit(Limit::Borders(0)));
    assert!(ask("Warsaw", "Duisburg", &all).is_err());

    let open = ask("Tbilisi", "Vienna", &Policy::open()).unwrap();
    let taken = controlled(&open, network);
    assert!(taken > 0 && (open.borders().len() as u32) > taken, "{open}");
    let mut least = None;
    for most in 0..=taken {
        match ask("Tbilisi", "Vienna", &at_most(most)) {
            Ok(route) => {
                assert!(controlled(&route, network) <= most, "{route}");
                least = least.or(Some(most));
            }
            Err(error) => {
                assert_eq!(least, None, "a wider limit lets no less through");
                let none = error.into_no_route().unwrap();
                assert!(
                    matches!(none.reason(), Reason::LimitsTooTight { .. }),
                    "{none}"
                );
                assert!(none.to_string().contains("controlled borders"), "{none}");
            }
        }
    }
    assert!(least.is_some_and(|least| least > 0));
    let mut stated = open.clone();
    stated.certificate = None;
    let tight = verify_in(&stated, &at_most(taken - 1), planner.world()).unwrap_err();
    let found = Amount::ControlledBorders(taken).to_string();
    assert!(tight.to_string().contains(&found), "{tight}");
    assert!(verify_in(&stated, &at_most(taken), planner.world()).is_ok());
    let shut = ask("Tbilisi", "Vienna", &none).unwrap_err();
    assert!(shut.into_no_route().is_ok());
}
