//! Distance with a detour for each transhipment: the sum that it says it is, the same however it is asked for,
//! and beside the least distance, which stays what it is.

use std::sync::LazyLock;

use trade_corridor::metric::ObjectiveValue;
use trade_corridor::policy::Limit;
use trade_corridor::prelude::*;
use trade_corridor::router::AlternativeLimits;

use crate::questions::{PLANNER, pairs, policies, shipments};

static PAIRS: LazyLock<Vec<(String, String)>> = LazyLock::new(|| pairs(12, 40));

fn by(km: u32) -> Objective {
    Objective::Direct {
        detour: Distance::from_metres(km * 1_000),
    }
}

fn counted(route: &Route, km: u32) -> u64 {
    let detours = route.transhipments() as u64 * u64::from(km) * 1_000;
    route.distance().as_metres() + detours
}

#[test]
fn every_way_of_asking_counts_metres_and_detours() {
    let (policies, shipments) = (policies(), shipments());
    let mut found = 0;
    for (at, (from, to)) in PAIRS.iter().enumerate() {
        let policy = &policies[at % policies.len()];
        let shipment = shipments[at % shipments.len()];
        let request = Request::new(from, to)
            .shipment(shipment)
            .policy(policy.clone());
        let Ok(route) = PLANNER.best(&request, &Objective::DIRECT) else {
            continue;
        };
        found += 1;
        let least = counted(&route, 200);
        let value = route.value();
        let told = format!("{from} {to}: {route}");
        assert_eq!(value.map(ObjectiveValue::units), Some(least), "{told}");
        let place = |name| PLANNER.world().network().find_place(name).unwrap();
        let (from, to) = (place(from), place(to));
        let prepared = PLANNER
            .prepare(&shipment, policy, &Objective::DIRECT)
            .unwrap();
        assert_eq!(prepared.least(from, to).ok(), value, "{told}");
        assert_eq!(prepared.route(from, to).unwrap().steps, route.steps);
        let matrix = prepared.matrix(&[from], &[to]).unwrap();
        assert_eq!(
            matrix.get(0, 0).unwrap().as_ref().ok(),
            value.as_ref(),
            "{told}"
        );
        let limits = AlternativeLimits::default();
        let others = PLANNER
            .alternatives(&request, &Objective::DIRECT, limits)
            .unwrap();
        assert_eq!(others.routes()[0].value(), value, "{told}");
        let most = u32::try_from(route.transhipments()).unwrap();
        let policy = policy.clone().with(Rule::Limit(Limit::Transhipments(most)));
        let limited = PLANNER.best(&request.policy(policy), &Objective::DIRECT);
        assert_eq!(limited.unwrap().value(), value, "{told}");
    }
    assert!(found > 20, "{found}");
}

#[test]
fn a_longer_detour_never_means_more_transhipments_nor_fewer_kilometres() {
    for (from, to) in PAIRS.iter().take(20) {
        let request = Request::new(from, to);
        let shortest = PLANNER.shortest(&request).unwrap();
        let mut last: Option<Route> = None;
        for km in [0, 50, 200, 1_000, 100_000] {
            let route = PLANNER.best(&request, &by(km)).unwrap();
            let value = route.value().map(ObjectiveValue::units);
            assert_eq!(value, Some(counted(&route, km)));
            if km == 0 {
                assert_eq!(route.distance(), shortest.distance());
            }
            if let Some(last) = last {
                assert!(
                    route.transhipments() <= last.transhipments().max(1),
                    "{route}"
                );
                assert!(route.distance() >= last.distance(), "{route}");
            }
            last = Some(route);
        }
    }
}

#[test]
fn it_reads_in_words() {
    assert_eq!("direct".parse(), Ok(Objective::DIRECT));
    assert_eq!(
        Objective::DIRECT.to_string(),
        "least distance and 200.0 km a transhipment"
    );
}
