//! Trains run the way they say they run and call where they say; rates are sold on their days only.

use crate::by_hand::{CONTAINERS, large, network, small, usd};
use crate::trips::restated;
use trade_corridor::network::Network;
use trade_corridor::policy::Subject;
use trade_corridor::prelude::*;
use trade_corridor::route::Act;
use trade_corridor::scenario::Change;
use trade_corridor::verify::verify;

const DAY: Date = date(2026, 11, 22);

/// The railway by hand with a second, longer way over `DE-alt`.
const MAP: [(&str, &str); 4] = [
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
];

/// A fast train past `via`.
fn train(via: &str) -> String {
    format!(
        "T,R,block_train,DE-one,DE-thr,wagon-1435,,1,1,7,timetable,0,0,,,,,,,,,,,open,,,,,{via},,S"
    )
}

fn with_train(via: &str) -> Network {
    let train = train(via);
    network(&[&MAP[..], &[("services", train.as_str())]].concat())
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
fn a_train_that_takes_a_longer_way_is_refused() {
    let today = Scenario::on(DAY);
    // One train by each way over the same map, told as the other.
    let (short, long) = (with_train(""), with_train("DE-alt"));
    let mut around = restated(&fastest(&long, Policy::open()), &today);
    let straight = fastest(&short, Policy::open());
    let at = straight
        .steps
        .iter()
        .position(|step| !step.parts.is_empty());
    let at = at.unwrap();
    assert_ne!(around.steps[at].parts, straight.steps[at].parts);
    let error = verify(&around, &Policy::open(), &short, &today).unwrap_err();
    let told = "train `T` does not run that way";
    assert!(error.to_string().contains(told), "{error}");
    around.steps[at] = straight.steps[at].clone();
    verify(&around, &Policy::open(), &short, &today).unwrap();
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

/// Kilometres of the shortest way by the train, and whether it is by the train, with these rows more.
fn by_way(via: &str, rows: &[(&str, &str)], policy: Policy, scenario: &Scenario) -> (u64, bool) {
    let train = train(via);
    let map = [&MAP[..], &[("services", train.as_str())], rows].concat();
    let network = network(&map);
    let planner = Planner::new(&network, scenario).unwrap();
    let request = Request::new("DE-one", "DE-thr").shipment(small(10.0));
    let route = planner.fastest(&request.policy(policy)).unwrap();
    (route.distance().as_metres() / 1_000, by_train(&route))
}

#[test]
fn a_train_whose_way_is_closed_does_not_run_unless_it_has_another() {
    let today = Scenario::on(DAY);
    let closed = today.clone().with(Change::close("l2"));
    let links = vec!["l2".to_owned()];
    let excluded = Policy::new("not there").with(Rule::Exclude(Subject::Link { links }));
    let told = |via: &str, policy: &Policy, scenario: &Scenario| {
        by_way(via, &[], policy.clone(), scenario)
    };
    let open = Policy::open();
    assert_eq!(told("", &open, &today), (300, true));
    // By other links it is no train, by a rule as by a scenario.
    assert_eq!(told("", &excluded, &today), (500, false));
    assert_eq!(told("", &open, &closed), (500, false));
    // Its record lists the way past DE-alt as well; between the two hours decide, then transhipments,
    // borders and names, and both take an hour.
    assert_eq!(told("|DE-alt", &excluded, &today), (500, true));
    assert_eq!(told("|DE-alt", &open, &closed), (500, true));
    assert_eq!(told("DE-alt", &open, &closed), (500, true));
    assert_eq!(told("DE-two", &open, &closed), (500, false));
}

#[test]
fn what_a_scenario_opens_leads_no_train_another_way() {
    let shorter = (
        "links",
        "l5,DE-two,DE-thr,rail,DE,150,1435,,both,planned,,,,,,S",
    );
    let opened = Scenario::on(DAY).with(Change::open("l5"));
    let told = |via: &str| by_way(via, &[shorter], Policy::open(), &opened);
    assert_eq!(told(""), (300, true));
    // Where the records leave no way, what is opened is run over.
    let new = [
        ("places", "DE-new,New,,DE,10.1,50.2,rail_terminal,1,S"),
        (
            "links",
            "l5,DE-one,DE-new,rail,DE,30,1435,,both,planned,,,,,,S",
        ),
        (
            "links",
            "l6,DE-new,DE-thr,rail,DE,40,1435,,both,planned,,,,,,S",
        ),
    ];
    let opened = opened.with(Change::open("l6"));
    assert_eq!(by_way("DE-new", &new, Policy::open(), &opened), (70, true));
}

#[test]
fn a_rate_whose_way_is_closed_is_not_sold_unless_it_has_another() {
    let cost = |via: &str, scenario: &Scenario, policy: Policy| {
        let rate = format!("t,R,DE-one,DE-thr,{via},50,,USD,2025,,,,S");
        let network = network(&[&MAP[..], &[("through_rates", rate.as_str())]].concat());
        let planner = Planner::new(&network, scenario).unwrap();
        let request = Request::new("DE-one", "DE-thr").shipment(small(10.0));
        planner.cheapest(&request.policy(policy)).unwrap().cost()
    };
    let today = Scenario::on(DAY);
    let closed = today.clone().with(Change::close("l2"));
    let links = vec!["l2".to_owned()];
    let excluded = Policy::new("not there").with(Rule::Exclude(Subject::Link { links }));
    for via in ["", "DE-two", "|DE-alt"] {
        assert_eq!(cost(via, &today, Policy::open()), usd(50.0));
        let paid = usd(if via == "|DE-alt" { 50.0 } else { 500.0 });
        assert_eq!(cost(via, &closed, Policy::open()), paid, "{via}");
        assert_eq!(cost(via, &today, excluded.clone()), paid, "{via}");
    }
}
