//! What has no price says why, and what to do, and it is never cheapest.

use trade_corridor::costing::Unpriced;
use trade_corridor::metric::GeneralisedCost;
use trade_corridor::network::Product;
use trade_corridor::policy::Limit;
use trade_corridor::prelude::*;
use trade_corridor::quantity::Rate;
use trade_corridor::router::{AlternativeLimits, FrontLimits};

use crate::questions::{PLANNER, pairs, shipments};

#[test]
fn reasons_name_what_is_missing() {
    let network = Network::europe_central_asia();
    let (record, _) = network.handling().next().unwrap();
    let (service, _) = network.services().next().unwrap();
    let (rate, _) = network.through_rates().next().unwrap();
    let unit = LoadUnit::Wagon;
    let product = Product::Truck;
    let reasons = [
        (
            Unpriced::UnknownOperation {
                arc: 7,
                operations: 7,
            },
            "there is no operation 7: the model has 7",
        ),
        (
            Unpriced::ForeignQuote,
            "the quote reads the prices of another world; make it with the `quote` of this model",
        ),
        (
            Unpriced::NotSold { product, unit },
            "no haulage by truck is sold to a wagon of this mass there",
        ),
        (
            Unpriced::NoBand {
                product,
                distance: Distance::from_metres(1_500),
            },
            "no haulage by truck is sold over 1.5 km or more",
        ),
        (
            Unpriced::Handling { record, unit },
            "the handling record has no price for a wagon; add one or leave all its prices empty",
        ),
        (
            Unpriced::Service { service, unit },
            "the service has no price for a wagon",
        ),
        (
            Unpriced::ThroughRate { rate, unit },
            "the through rate has no price for a wagon",
        ),
    ];
    for (reason, text) in reasons {
        assert_eq!(reason.to_string(), text);
        let saved = serde_json::to_string(&reason).unwrap();
        assert_eq!(serde_json::from_str::<Unpriced>(&saved).unwrap(), reason);
    }
}

/// Questions whose quickest ways have services or haulage that is not sold to the shipment.
fn questions() -> impl Iterator<Item = (Request, Shipment)> {
    let shipments = shipments();
    pairs(21, 120)
        .into_iter()
        .enumerate()
        .map(move |(at, (from, to))| {
            let shipment = shipments[at % shipments.len()];
            (Request::new(from, to).shipment(shipment), shipment)
        })
}

fn generalised() -> Objective {
    Objective::Generalised(GeneralisedCost {
        value_of_time: Rate::from_usd(0.5).unwrap(),
        reliability_per_mille: 500,
        carbon_price: Rate::from_usd(80.0).unwrap(),
    })
}

#[test]
fn what_has_no_price_is_never_cheapest_however_it_is_asked() {
    let network = PLANNER.world().network();
    let (mut unpriced, mut cheaper) = (0, 0);
    for (request, shipment) in questions() {
        for objective in [Objective::Distance, Objective::Time, Objective::Emissions] {
            let Ok(route) = PLANNER.best(&request, &objective) else {
                continue;
            };
            // a route says so, as a value and in words
            assert_eq!(
                route.is_priced(),
                route.steps.iter().all(|step| step.priced)
            );
            let said = route.to_string().contains("no known price");
            assert_eq!(said, !route.is_priced(), "{route}");
            if route.is_priced() {
                continue;
            }
            unpriced += 1;
            let Ok(cheapest) = PLANNER.cheapest(&request) else {
                continue;
            };
            cheaper += usize::from(route.cost() < cheapest.cost());
            // nor does it keep a budget, though what is known of its price would
            let budget = Limit::Usd(cheapest.cost().max(route.cost()));
            let within = request
                .clone()
                .policy(Policy::open().with(Rule::Limit(budget)));
            assert!(PLANNER.best(&within, &objective).unwrap().is_priced());
        }
        for objective in [Objective::Cost, generalised()] {
            let Ok(route) = PLANNER.best(&request, &objective) else {
                continue;
            };
            assert!(route.is_priced(), "{route}");
            let open = Policy::open();
            let prepared = PLANNER.prepare(&shipment, &open, &objective).unwrap();
            let ends = [&request.from, &request.to].map(|name| network.find_place(name).unwrap());
            let again = prepared.route(ends[0], ends[1]).unwrap();
            assert!(again.is_priced());
            assert_eq!(prepared.least(ends[0], ends[1]).ok(), route.value());
            let limits = AlternativeLimits::default();
            let others = PLANNER.alternatives(&request, &objective, limits).unwrap();
            assert!(others.routes().iter().all(Route::is_priced));
        }
        let both = [Objective::Cost, Objective::Time];
        if let Ok(front) = PLANNER.compromises(&request, &both, FrontLimits::default()) {
            assert!(front.routes().iter().all(Route::is_priced));
        }
    }
    assert!(
        unpriced > 0 && cheaper > 0,
        "{unpriced}, {cheaper} of them cheaper"
    );
}
