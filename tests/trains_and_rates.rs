//! Trains run the way they say they run and call where they say; rates are sold on their days only.

use crate::by_hand::{CONTAINERS, large, network, small, usd};
use crate::trips::restated;
use trade_corridor::network::Network;
use trade_corridor::policy::Subject;
use trade_corridor::prelude::*;
use trade_corridor::route::Act;
use trade_corridor::verify::verify;

const DAY: Date = date(2026, 11, 22);

/// The railway by hand with a second, longer way over `DE-alt`, and a fast train past `via`.
fn with_train(via: &str) -> Network {
    let train = format!(
        "T,R,block_train,DE-one,DE-thr,wagon-1435,,1,1,7,timetable,0,0,,,,,,,,,,,open,,,,,{via},,S"
    );
    let rows = [
        CONTAINERS,
        ("places", "DE-alt,Other,,DE,10.1,50.1,rail_terminal,1,S"),
        (
            "links",
            "l3,DE-one,DE-alt,rail,DE,250,1435,,both,open,,,,,,S",
        ),
        (
            "links",
            "l4,DE-alt,DE-thr,rail,DE,250,1435,,both,open,,,,,,S",
        ),
        ("services", &train),
    ];
    network(&rows)
}

fn fastest(network: &Network, policy: Policy) -> Route {
    let planner = Planner::new(network, &Scenario::on(DAY)).unwrap();
    let request = Request::new("DE-one", "DE-thr").shipment(small(10.0));
    planner.fastest(&request.policy(policy)).unwrap()
}

fn no_call(place: &str) -> Policy {
    Policy::new("no call").with(Rule::Exclude(Subject::Call {
        countries: Vec::new(),
        places: vec![place.to_owned()],
    }))
}

fn by_train(route: &Route) -> bool {
    route
        .steps
        .iter()
        .any(|step| matches!(&step.act, Act::Run { service } if service == "T"))
}

#[test]
fn a_train_runs_over_what_it_passes() {
    let (short, long) = (with_train(""), with_train("DE-alt"));
    let by_short = fastest(&short, Policy::open());
    let by_long = fastest(&long, Policy::open());
    assert!(by_train(&by_short) && by_train(&by_long));
    let kilometres = |route: &Route| route.distance().as_metres() / 1000;
    assert_eq!((kilometres(&by_short), kilometres(&by_long)), (300, 500));

    let today = Scenario::on(DAY);
    let open = Policy::open();
    verify(&by_short, &open, &short, &today).unwrap();
    verify(&by_long, &open, &long, &today).unwrap();
    // The train that names a place on its way is not there on another way.
    let error = verify(&by_short, &open, &long, &today).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("train `T` does not run that way"),
        "{error}"
    );
}

#[test]
fn a_train_passes_a_place_where_it_may_not_call() {
    let network = with_train("DE-two");
    let today = Scenario::on(DAY);
    let passing = fastest(&network, no_call("DE-two"));
    assert!(by_train(&passing), "{passing}");
    let certificate = verify(&passing, &no_call("DE-two"), &network, &today).unwrap();
    assert_eq!(certificate.rules[0].places, ["DE-one", "DE-thr"]);
    // It calls where it ends, and so do other trains.
    let error = verify(&passing, &no_call("DE-thr"), &network, &today).unwrap_err();
    assert!(error.to_string().contains("it calls at DE-thr"), "{error}");
    let planner = Planner::new(&network, &today).unwrap();
    let request = Request::new("DE-one", "DE-two").shipment(small(10.0));
    planner.fastest(&request).unwrap();
    let refused = planner
        .fastest(&request.policy(no_call("DE-two")))
        .unwrap_err();
    assert_eq!(refused.code(), "endpoint_excluded", "{refused}");
}

#[test]
fn a_through_rate_is_charged_on_its_days_only() {
    let rate = "t,R,DE-one,DE-thr,DE-two,150,,USD,2025,2027-01-01,2027-12-31,,S";
    let network = network(&[CONTAINERS, ("through_rates", rate)]);
    let cost = |day, shipment| {
        let planner = Planner::new(&network, &Scenario::on(day)).unwrap();
        let request = Request::new("DE-one", "DE-thr").shipment(shipment);
        let route = planner.cheapest(&request).unwrap();
        let through = route
            .steps
            .iter()
            .any(|step| matches!(step.act, Act::Through { .. }));
        (route.cost(), through, route)
    };
    for (day, sold) in [
        (date(2026, 12, 31), false),
        (date(2027, 1, 1), true),
        (date(2027, 12, 31), true),
        (date(2028, 1, 1), false),
    ] {
        let (paid, through, route) = cost(day, small(10.0));
        let expected = usd(if sold { 150.0 } else { 300.0 });
        assert_eq!((paid, through), (expected, sold), "{day}");
        assert!(!cost(day, large(10.0)).1, "nobody quoted 40 ft");
        // A route by the rate holds on its days, one by the parts on all.
        let later = Scenario::on(date(2028, 6, 1));
        let route = restated(&route, &later);
        let later = verify(&route, &Policy::open(), &network, &later);
        match later {
            Ok(_) => assert!(!sold, "{day}"),
            Err(error) => {
                assert!(sold, "{day}");
                let text = error.to_string();
                assert!(
                    text.contains("through rate `t` is not sold on 2028-06-01"),
                    "{text}"
                );
            }
        }
    }
}
