//! Who takes a fee of the shipment's trucks is a party where it is due, for rules, routes and checks.

use crate::by_hand::{network, tonnes, usd};
use jiff::civil::date;
use trade_corridor::costing::Shipment;
use trade_corridor::network::{Network, Role};
use trade_corridor::planner::{Planner, Request};
use trade_corridor::policy::{Policy, Rule};
use trade_corridor::route::{Act, PaidTo, Route, Step};
use trade_corridor::scenario::Scenario;
use trade_corridor::verify::{VerifyError, verify};

const TOLL: (&str, &str) = ("operators", "T,Toll,,RU,state_agency,,,,S");
const FEE: (&str, &str) = ("fees", "PL,road,*,entry,,,10,USD,2025,T,,,,S");

fn trailer(plate: &str) -> Shipment {
    let trailer = Shipment::trailer(tonnes(20.0)).unwrap();
    trailer.with_plate(plate.parse().unwrap())
}

fn today() -> Scenario {
    Scenario::on(date(2026, 11, 22))
}

/// The cheapest route; nothing where there is none under the policy.
fn ask(network: &Network, ends: [&str; 2], shipment: Shipment, policy: &Policy) -> Option<Route> {
    let planner = Planner::new(network, &today()).unwrap();
    let [from, to] = ends;
    let request = Request::new(from, to)
        .shipment(shipment)
        .policy(policy.clone());
    match planner.cheapest(&request) {
        Ok(route) => Some(route),
        Err(error) => {
            error.into_no_route().unwrap();
            None
        }
    }
}

fn is_toll(step: &Step) -> bool {
    let mut parties = step.parties.iter();
    parties.any(|(id, _, role)| id == "T" && *role == Role::StateAgency)
}

fn rules() -> [Policy; 3] {
    let russia = "RU".parse().unwrap();
    [
        Policy::new("not by name").with(Rule::exclude_operator("T")),
        Policy::new("not by domicile").with(Rule::exclude_domicile(russia)),
        Policy::russia_excluded(),
    ]
}

const ENDS: [&str; 2] = ["DE-one", "CZ-one"];

/// That the toll is paid at the border into `entered` alone, and that rules against it see that.
#[track_caller]
fn paid_on_entering(network: &Network, shipment: Shipment, entered: &str) {
    let open = Policy::default();
    let route = ask(network, ENDS, shipment, &open).unwrap();
    for step in &route.steps {
        let entering = matches!(&step.act, Act::BorderControl { to, .. } if to.as_str() == entered);
        assert_eq!(is_toll(step), entering, "{step:?}");
    }
    let payee = |payee: &&PaidTo| matches!(payee, PaidTo::Operator { id, .. } if id == "T");
    assert!(route.by_payee().keys().any(|paid| payee(&paid)));
    verify(&route, &open, network, &today()).unwrap();
    for policy in rules() {
        let broken = verify(&route, &policy, network, &today()).unwrap_err();
        assert!(matches!(broken, VerifyError::Broken { .. }), "{broken}");
        assert!(ask(network, ENDS, shipment, &policy).is_none());
    }
}

#[track_caller]
fn not_paid(network: &Network, ends: [&str; 2], shipment: Shipment) {
    for policy in rules() {
        let route = ask(network, ends, shipment, &policy).unwrap();
        assert!(!route.steps.iter().any(is_toll));
        verify(&route, &policy, network, &today()).unwrap();
    }
}

#[test]
fn who_takes_a_fee_is_a_party_where_it_is_due() {
    paid_on_entering(&network(&[TOLL, FEE]), trailer("TR"), "PL");
    let exit = ("fees", "PL,road,*,exit,,,10,USD,2025,T,,,,S");
    paid_on_entering(&network(&[TOLL, exit]), trailer("TR"), "CZ");
    let own = ("fees", "PL,road,TR,entry,,,10,USD,2025,T,,,,S");
    let rest = ("fees", "PL,road,*,entry,,,10,USD,2025,,,,,S");
    paid_on_entering(&network(&[TOLL, own, rest]), trailer("TR"), "PL");
    let heavy = ("fees", "PL,road,*,entry,20,,10,USD,2025,T,,,,S");
    paid_on_entering(&network(&[TOLL, heavy]), trailer("TR"), "PL");
}

#[test]
fn who_is_not_paid_by_the_shipment_is_none() {
    let both = network(&[TOLL, FEE]);
    not_paid(&both, ENDS, trailer("PL"));
    not_paid(&both, ["PL-one", "CZ-one"], trailer("TR"));
    for row in [
        "PL,road,*,entry,40,,10,USD,2025,T,,,,S",
        "PL,road,*,entry,,,0,USD,2025,T,,,,S",
        "PL,road,GE,entry,,,10,USD,2025,T,,,,S",
    ] {
        not_paid(&network(&[TOLL, ("fees", row)]), ENDS, trailer("TR"));
    }
    // A fee ends where a row of nothing follows, and not with its last day on record.
    let ended = ("fees", "PL,road,*,entry,,,10,USD,2025,T,,2026-01-01,,S");
    let none = ("fees", "PL,road,*,entry,,,0,USD,2025,,2026-01-02,,,S");
    not_paid(&network(&[TOLL, ended, none]), ENDS, trailer("TR"));
    paid_on_entering(&network(&[TOLL, ended]), trailer("TR"), "PL");
    let free = ("fees", "PL,road,TR,entry,,,0,USD,2025,,,,,S");
    not_paid(&network(&[TOLL, FEE, free]), ENDS, trailer("TR"));
    paid_on_entering(&network(&[TOLL, FEE, free]), trailer("GE"), "PL");
    let union = ("fees", "PL,road,EU,entry,,,5,USD,2025,,,,,S");
    not_paid(&network(&[TOLL, FEE, union]), ENDS, trailer("BG"));
    paid_on_entering(&network(&[TOLL, FEE, union]), trailer("GE"), "PL");
}

#[test]
fn ports_take_fees_of_trucks_off_a_ship_and_controls_of_all() {
    let harbours: &[(&str, &str)] = &[
        TOLL,
        ("operators", "C,Control,,GE,state_agency,,,,S"),
        (
            "places",
            "DE-har,Harbour,,DE,10.2,50.3,road_terminal;seaport;ferry_terminal,1,S",
        ),
        (
            "places",
            "PL-har,Haven,,PL,11.2,50.3,road_terminal;seaport;ferry_terminal,1,S",
        ),
        (
            "services",
            "o,F,ro_ro,DE-har,PL-har,truck,80,8,8,,when_full,2,2,DE,,,,,,100,,USD,2025,open,,,,,,,S",
        ),
        ("borders", ",DE,PL,sea,controlled,3,3,7,USD,2025,C,,,,S"),
    ];
    let ends = ["DE-har", "PL-har"];
    let free = network(harbours);
    not_paid(&free, ends, trailer("TR"));
    let asked = network(&[harbours, &[FEE]].concat());
    let route = ask(&asked, ends, trailer("TR"), &Policy::default()).unwrap();
    assert_eq!(route.steps.iter().filter(|step| is_toll(step)).count(), 1);
    for policy in rules() {
        assert!(verify(&route, &policy, &asked, &today()).is_err());
        assert!(ask(&asked, ends, trailer("TR"), &policy).is_none());
    }
    let control = Policy::new("not C").with(Rule::exclude_operator("C"));
    let route = ask(&free, ends, trailer("TR"), &Policy::default()).unwrap();
    assert_eq!(route.by_payee().len(), 2);
    assert!(verify(&route, &control, &free, &today()).is_err());
    assert!(ask(&free, ends, trailer("TR"), &control).is_none());
}

#[test]
fn a_route_that_hides_or_adds_a_payee_is_refused() {
    let network = network(&[TOLL, FEE]);
    let open = Policy::default();
    let route = ask(&network, ENDS, trailer("TR"), &open).unwrap();
    let at = route.steps.iter().position(is_toll).unwrap();
    let refused = |change: &dyn Fn(&mut Route)| {
        let mut route = route.clone();
        change(&mut route);
        let error = verify(&route, &open, &network, &today()).unwrap_err();
        let other = matches!(
            error,
            VerifyError::NotOnRecord { .. } | VerifyError::Misstated { .. }
        );
        assert!(other, "{error}");
    };
    refused(&|route| route.steps[at].parties.clear());
    refused(&|route| {
        let (parties, charges) = (&mut route.steps[at].parties, 0);
        parties.clear();
        route.steps[at].charges.truncate(charges);
    });
    refused(&|route| {
        let parties = route.steps[at].parties.clone();
        let other = route
            .steps
            .iter()
            .rposition(|step| matches!(step.act, Act::BorderControl { .. }));
        route.steps[other.unwrap()].parties = parties;
    });
    // The same route with plates that owe nothing pays whom it need not.
    refused(&|route| route.shipment = trailer("PL"));
    assert_eq!(route.steps[at].charges[0].amount, usd(10.0));
}
