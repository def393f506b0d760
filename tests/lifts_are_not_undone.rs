//! No answer lifts goods off a conveyance and back onto the same one at one place, and later answers
//! follow the rule of ties as the first ones do.

use crate::by_hand::{CONTAINERS, network, small};
use crate::questions::{PLANNER, pairs, shipments};
use trade_corridor::network::Conveyance;
use trade_corridor::policy::Limit;
use trade_corridor::prelude::*;
use trade_corridor::route::{Act, Step};
use trade_corridor::router::{AlternativeLimits, FrontLimits};

const OBJECTIVES: [Objective; 5] = [
    Objective::Distance,
    Objective::DIRECT,
    Objective::Time,
    Objective::Cost,
    Objective::Emissions,
];

/// What is set down at a terminal and taken up again by what it came on, nothing done in between.
fn undone(route: &Route) -> Option<String> {
    let steps: Vec<&Step> = route.atoms().collect();
    let lifts = steps.windows(2).filter(|pair| {
        let both = pair.iter().all(|step| step.act == Act::Tranship);
        both && pair[0].to.code == pair[1].from.code
    });
    let same = |pair: &&[&Step]| {
        let (down, up) = (&pair[0].conveyances, &pair[1].conveyances);
        down.last() == Some(&Conveyance::Terminal) && down.first() == up.last()
    };
    let mut undone = lifts.filter(same);
    let at = undone.next()?;
    Some(format!("at {}: {route}", at[0].from.code))
}

#[test]
fn nothing_is_lifted_off_and_back_onto_the_same_conveyance() {
    let (mut routes, mut lifted) = (0, 0);
    let mut look = |route: &Route| {
        routes += 1;
        lifted += usize::from(route.transhipments() > 0);
        assert_eq!(undone(route), None);
    };
    let shipments = shipments();
    for (index, (from, to)) in pairs(29, 60).into_iter().enumerate() {
        let request = Request::new(from, to).shipment(shipments[index % shipments.len()]);
        for objective in &OBJECTIVES {
            let Ok(best) = PLANNER.best(&request, objective) else {
                continue;
            };
            look(&best);
            // One border or transhipment less than the best way has.
            let borders = best.borders().len().saturating_sub(1) as u32;
            let lifts = best.transhipments().saturating_sub(1) as u32;
            for limit in [Limit::Borders(borders), Limit::Transhipments(lifts)] {
                let policy = Policy::open().with(Rule::Limit(limit));
                if let Ok(route) = PLANNER.best(&request.clone().policy(policy), objective) {
                    look(&route);
                }
            }
        }
        if index % 6 == 0 {
            let limits = AlternativeLimits {
                count: 4,
                overlap_percent: 90,
                considered: 40,
                ..AlternativeLimits::default()
            };
            for objective in &OBJECTIVES {
                if let Ok(found) = PLANNER.alternatives(&request, objective, limits) {
                    found.routes().iter().for_each(&mut look);
                }
            }
            let both = [Objective::Cost, Objective::Time];
            if let Ok(found) = PLANNER.compromises(&request, &both, FrontLimits::default()) {
                found.routes().iter().for_each(&mut look);
            }
        }
    }
    assert!(routes > 300 && lifted > 50, "{lifted} of {routes}");
}

/// Two carriers at one price over one railway, of which the slow one stands first in the tables.
#[test]
fn a_later_alternative_is_the_quicker_of_two_that_cost_the_same() {
    let rows = [
        CONTAINERS,
        ("places", "DE-alt,Other,,DE,10.1,50.1,rail_terminal,1,S"),
        ("places", "DE-aaa,Slow,,DE,10.1,49.9,rail_terminal,1,S"),
        (
            "links",
            "k1,DE-one,DE-alt,rail,DE,200,1435,,both,open,,,,,,S",
        ),
        (
            "links",
            "k2,DE-alt,DE-thr,rail,DE,200,1435,,both,open,,,,,,S",
        ),
        (
            "links",
            "a1,DE-one,DE-aaa,rail,DE,200,1435,slow,both,open,,,,,,S",
        ),
        (
            "links",
            "a2,DE-aaa,DE-thr,rail,DE,200,1435,slow,both,open,,,,,,S",
        ),
        ("lines", "slow,Slow line,DE,rail,,,,,S"),
        ("speeds", "DE,rail,*,slow,20,1,,,,,S"),
    ];
    let network = network(&rows);
    let planner = Planner::new(&network, &Scenario::on(date(2026, 11, 22))).unwrap();
    let request = Request::new("DE-one", "DE-thr").shipment(small(10.0));
    let limits = AlternativeLimits {
        count: 3,
        overlap_percent: 50,
        considered: 50,
        ..AlternativeLimits::default()
    };
    let found = planner.alternatives(&request, &Objective::Cost, limits);
    let found = found.unwrap();
    let ways: Vec<(u64, u64)> = found
        .routes()
        .iter()
        .map(|route| {
            (
                route.cost().as_cents().unsigned_abs(),
                route.duration().as_minutes(),
            )
        })
        .collect();
    assert_eq!(ways.len(), 3, "{ways:?}");
    assert_eq!(ways[1].0, ways[2].0);
    assert!(ways[1].1 < ways[2].1, "the quicker one first: {ways:?}");
}
