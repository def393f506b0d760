//! Compromises and alternatives keep every rule, and none of them is pointless.

use crate::questions::{DAY, PLANNER};
use trade_corridor::metric::GeneralisedCost;
use trade_corridor::network::Network;
use trade_corridor::planner::Choices;
use trade_corridor::policy::Limit;
use trade_corridor::prelude::*;
use trade_corridor::quantity::{Mass, Money, Share};
use trade_corridor::router::{AlternativeLimits, FrontLimits};
use trade_corridor::verify::verify;

const ENDS: [(&str, &str); 4] = [
    ("CNHGS", "Istanbul"),
    ("Tashkent", "Mersin"),
    ("Baku", "Vienna"),
    ("Almaty", "Poti"),
];

fn value(route: &Route, objective: &Objective) -> u64 {
    match objective {
        Objective::Time => route.duration().as_minutes(),
        Objective::Emissions => route.emissions().as_grams(),
        _ => route.cost().as_cents().unsigned_abs(),
    }
}

fn checked(choices: &Choices, policy: &Policy) {
    let scenario = Scenario::on(DAY);
    for route in choices.routes() {
        let held = verify(route, policy, Network::europe_central_asia(), &scenario);
        held.unwrap_or_else(|error| panic!("{error}\n{route}"));
    }
}

#[test]
fn compromises_keep_the_rules_and_none_is_worse_than_another_in_everything() {
    for (from, to) in ENDS {
        for objectives in [
            vec![Objective::Time, Objective::Cost],
            vec![Objective::Cost, Objective::Emissions],
        ] {
            let policy = Policy::russia_excluded();
            let request = Request::new(from, to).policy(policy.clone());
            let found = PLANNER
                .compromises(&request, &objectives, FrontLimits::default())
                .unwrap();
            assert!(found.is_complete());
            checked(&found, &policy);
            let values: Vec<Vec<u64>> = found
                .routes()
                .iter()
                .map(|route| objectives.iter().map(|one| value(route, one)).collect())
                .collect();
            for (index, one) in values.iter().enumerate() {
                let worse = |other: &Vec<u64>| other.iter().zip(one).all(|(a, b)| a <= b);
                let rivals = values
                    .iter()
                    .enumerate()
                    .filter(|(other, _)| *other != index);
                let beaten: Vec<_> = rivals.filter(|(_, other)| worse(other)).collect();
                assert!(beaten.is_empty(), "{from} to {to}: {one:?} by {beaten:?}");
            }
            for (position, objective) in objectives.iter().enumerate() {
                let best = value(&PLANNER.best(&request, objective).unwrap(), objective);
                let least = values.iter().map(|value| value[position]).min();
                assert_eq!(least, Some(best), "{from} to {to}, {objective}");
            }
        }
    }
}

#[test]
fn alternatives_start_with_the_best_route_and_differ_as_much_as_asked() {
    for (from, to) in ENDS {
        let policy = Policy::preset("iran-excluded").unwrap();
        let request = Request::new(from, to).policy(policy.clone());
        let limits = AlternativeLimits {
            count: 3,
            overlap_percent: 60,
            considered: 400,
            ..AlternativeLimits::default()
        };
        let found = PLANNER
            .alternatives(&request, &Objective::Cost, limits)
            .unwrap();
        checked(&found, &policy);
        let routes = found.routes();
        assert_eq!(routes[0].steps, PLANNER.cheapest(&request).unwrap().steps);
        assert!(routes.is_sorted_by_key(Route::cost));
        for (index, route) in routes.iter().enumerate() {
            for better in &routes[..index] {
                let shared = route
                    .steps
                    .iter()
                    .filter(|step| better.steps.contains(step));
                let shared: Money = shared.map(trade_corridor::route::Step::cost).sum();
                assert!(shared.as_cents() * 100 <= route.cost().as_cents() * 60);
            }
        }
    }
}

#[test]
fn what_cannot_be_chosen_from_is_refused_with_the_reason() {
    let limited = Policy::open().with(Rule::Limit(Limit::Borders(4)));
    let request = Request::new("Almaty", "Istanbul").policy(limited);
    let both = [Objective::Time, Objective::Cost];
    let refused = PLANNER.compromises(&request, &both, FrontLimits::default());
    assert!(matches!(refused, Err(Error::LimitsNotPrepared)));
    let refused = PLANNER.alternatives(&request, &Objective::Cost, AlternativeLimits::default());
    assert!(matches!(refused, Err(Error::LimitsNotPrepared)));

    let request = Request::new("Almaty", "Istanbul");
    let four = vec![Objective::Cost; 4];
    let refused = PLANNER.compromises(&request, &four, FrontLimits::default());
    assert_eq!(
        refused.unwrap_err().to_string(),
        "4 objectives: give two or three"
    );

    let nothing = Policy::open()
        .with(Rule::exclude_mode(Mode::Rail))
        .with(Rule::exclude_mode(Mode::Road));
    let request = Request::new("CNHGS", "Tashkent").policy(nothing);
    let refused = PLANNER.compromises(&request, &both, FrontLimits::default());
    let none = refused.unwrap_err().into_no_route().unwrap();
    assert_eq!(none.code(), "blocked_by_rules");
}

#[test]
fn a_search_that_is_cut_short_claims_no_cause() {
    let request = Request::new("Baku", "Istanbul");
    let both = [Objective::Cost, Objective::Time];
    let limits = FrontLimits {
        most_labels: Some(0),
        ..FrontLimits::default()
    };
    let found = PLANNER.compromises(&request, &both, limits).unwrap();
    assert!(found.routes().is_empty() && !found.is_complete());
}

#[test]
fn dearer_goods_go_faster() {
    let yearly = Share::from_percent(10.0).unwrap();
    let mut saved = 0;
    for (from, to) in ENDS {
        let routes = [1e3, 1e7, 1e9].map(|usd| {
            let boxed = Shipment::container_40ft(Mass::from_kg(20_000)).unwrap();
            let shipment = boxed.with_value(Money::from_usd(usd).unwrap());
            let capital = GeneralisedCost::of_capital(&shipment, yearly).unwrap();
            let request = Request::new(from, to).shipment(shipment);
            PLANNER
                .best(&request, &Objective::Generalised(capital))
                .unwrap()
        });
        for pair in routes.windows(2) {
            assert!(pair[1].duration() <= pair[0].duration(), "{from} {to}");
            assert!(pair[1].cost() >= pair[0].cost(), "{from} {to}");
            saved += usize::from(pair[1].duration() < pair[0].duration());
        }
    }
    assert!(saved > 0);
}
