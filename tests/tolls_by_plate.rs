//! What countries ask of trucks by the kilometre, worked out by hand.

use crate::by_hand::{ask, network, tonnes, usd};
use jiff::civil::date;
use trade_corridor::costing::Shipment;
use trade_corridor::network::{Component, Role};
use trade_corridor::prelude::*;
use trade_corridor::route::{Act, PaidTo};
use trade_corridor::verify::{VerifyError, verify};

const ENDS: [&str; 2] = ["DE-one", "CZ-one"];
const PAYEE: (&str, &str) = ("operators", "T,Toll,,RU,state_agency,,,,S");
const TOLL: (&str, &str) = ("fees_run", "PL,road,*,run,per_km,,,0.15,USD,2025,T,,,,S");

fn trailer(plate: &str) -> Shipment {
    let trailer = Shipment::trailer(tonnes(20.0)).unwrap();
    trailer.with_plate(plate.parse().unwrap())
}

fn today() -> Scenario {
    Scenario::on(date(2026, 11, 22))
}

fn tolls(more: &[(&str, &str)], shipment: Shipment) -> Vec<Money> {
    let network = network(more);
    let route = ask(&network, ENDS[0], ENDS[1], shipment);
    verify(&route, &Policy::default(), &network, &today()).unwrap();
    let tolls = route
        .charges()
        .filter(|charge| charge.component == Component::Toll);
    tolls.map(|charge| charge.amount).collect()
}

#[test]
fn a_toll_is_paid_for_each_kilometre_in_the_country() {
    let network = network(&[PAYEE, TOLL]);
    let route = ask(&network, ENDS[0], ENDS[1], trailer("TR"));
    assert_eq!(route.cost(), usd(400.0) + usd(2.0 * 15.0));
    let paid = |payee: &PaidTo| matches!(payee, PaidTo::Operator { id, .. } if id == "T");
    for step in &route.steps {
        let run = matches!(&step.act, Act::Move { .. }) && step.countries[0].as_str() == "PL";
        let tolls = step.charges.iter().filter(|charge| paid(&charge.payee));
        let tolls: Vec<Money> = tolls.map(|charge| charge.amount).collect();
        assert_eq!(tolls, if run { vec![usd(15.0)] } else { vec![] });
        let mut parties = step.parties.iter();
        let party = parties.any(|(id, _, role)| id == "T" && *role == Role::InfrastructureManager);
        assert_eq!(party, run);
    }
}

#[test]
fn a_toll_is_rounded_once_over_the_move_of_all_trucks() {
    let row = |rate: &str| format!("PL,road,*,run,per_km,,,{rate},USD,2025,,,,,S");
    let asked = |rate: &str, count: u32| {
        let shipment = trailer("TR").with_count(count).unwrap();
        tolls(&[("fees_run", &row(rate))], shipment)
    };
    // 100 km at 0.12345 are 12.345 USD.
    assert_eq!(asked("0.12345", 1), vec![usd(12.35); 2]);
    assert_eq!(asked("0.12345", 3), vec![usd(37.04); 2]);
    assert_eq!(asked("0.00004", 1), vec![]);
    assert_eq!(asked("0.00005", 1), vec![usd(0.01); 2]);
}

#[test]
fn the_most_specific_plate_counts_and_payees_add_up() {
    let run = |plate: &str, masses: &str, rate: &str, payee: &str, to: &str| {
        format!("PL,road,{plate},run,per_km,{masses},{rate},USD,2025,{payee},,{to},,S")
    };
    let rows = [
        run("*", ",", "0.1", "", ""),
        run("*", ",", "0.02", "T", ""),
        run("EU", ",", "0.2", "", ""),
        run("BG", ",", "0.3", "", ""),
        run("KZ", ",30", "0.4", "", ""),
        run("KZ", "30,", "0.5", "", ""),
        run("GE", ",", "0", "", ""),
    ];
    let mut more = vec![PAYEE];
    more.extend(rows.iter().map(|row| ("fees_run", row.as_str())));
    let asked = |plate: &str| tolls(&more, trailer(plate));
    // Each of two moves of 100 km.
    assert_eq!(asked("TR"), [usd(10.0), usd(2.0)].repeat(2));
    assert_eq!(asked("DE"), [usd(20.0); 2]);
    assert_eq!(asked("BG"), [usd(30.0); 2]);
    assert_eq!(asked("KZ"), [usd(50.0); 2]);
    assert_eq!(asked("GE"), []);
    // Its own trucks pay what is asked of them by name.
    assert_eq!(asked("PL"), []);
    let own = run("PL", ",", "0.05", "", "");
    more.push(("fees_run", &own));
    let asked = |plate: &str| tolls(&more, trailer(plate));
    assert_eq!(asked("PL"), [usd(5.0); 2]);
    assert_eq!(asked("DE"), [usd(20.0); 2]);
}

#[test]
fn a_toll_on_a_banded_haul_is_read_over_the_haul() {
    let banded = ",PL,PL-road,road,truck,any,any,per_km,0.5,USD,2025,,,,,900,whole,haulage,,,,,S";
    let line = ("lines", "PL-road,Roads,PL,road,,,,,S");
    let more = [("tariffs", banded), line, PAYEE, TOLL];
    let network = network(&more);
    let route = ask(&network, ENDS[0], ENDS[1], trailer("TR"));
    verify(&route, &Policy::default(), &network, &today()).unwrap();
    let tolls = route.by_component().get(&Component::Toll).copied();
    assert_eq!(tolls, Some(usd(30.0)));
    let haul = route
        .steps
        .iter()
        .find(|step| step.act == Act::Haul)
        .unwrap();
    assert_eq!(haul.cost(), usd(100.0) + usd(30.0));
}

#[test]
fn rules_see_whom_a_toll_pays() {
    let network = network(&[PAYEE, TOLL]);
    let open = Policy::default();
    let route = ask(&network, ENDS[0], ENDS[1], trailer("TR"));
    let planner = Planner::new(&network, &today()).unwrap();
    for policy in [
        Policy::new("not by name").with(Rule::exclude_operator("T")),
        Policy::new("not by domicile").with(Rule::exclude_domicile("RU".parse().unwrap())),
    ] {
        let request = Request::new(ENDS[0], ENDS[1]).policy(policy.clone());
        let foreign = request.clone().shipment(trailer("TR"));
        planner
            .cheapest(&foreign)
            .unwrap_err()
            .into_no_route()
            .unwrap();
        let broken = verify(&route, &policy, &network, &today()).unwrap_err();
        assert!(matches!(broken, VerifyError::Broken { .. }), "{broken}");
        planner.cheapest(&request.shipment(trailer("PL"))).unwrap();
    }
    verify(&route, &open, &network, &today()).unwrap();
}

#[test]
fn a_route_with_another_toll_is_refused() {
    let network = network(&[PAYEE, TOLL]);
    let route = ask(&network, ENDS[0], ENDS[1], trailer("TR"));
    let toll = |step: &trade_corridor::route::Step| {
        let mut charges = step.charges.iter();
        charges.position(|charge| charge.component == Component::Toll)
    };
    let at = route
        .steps
        .iter()
        .position(|step| toll(step).is_some())
        .unwrap();
    let which = toll(&route.steps[at]).unwrap();
    let refused = |change: &dyn Fn(&mut Route)| {
        let mut route = route.clone();
        change(&mut route);
        verify(&route, &Policy::default(), &network, &today()).unwrap_err();
    };
    refused(&|route| route.steps[at].charges[which].amount = usd(14.99));
    refused(&|route| drop(route.steps[at].charges.remove(which)));
    refused(&|route| {
        route.steps[at].charges[which].payee = PaidTo::Authority("PL".parse().unwrap());
    });
    refused(&|route| route.steps[at].charges.swap(0, which));
    refused(&|route| route.steps[at].parties.clear());
    refused(&|route| route.shipment = trailer("PL"));
}

#[test]
fn a_basis_that_does_not_fit_its_trigger_is_refused() {
    let faults = |trigger: &str, basis: &str| {
        let text = format!(
            "country,mode,plate,trigger,basis,mass_from_t,mass_to_t,amount,currency,price_year,payee,valid_from,valid_to,note,source\n\
             GE,road,*,{trigger},{basis},,,1,USD,2025,,,,,S1\n"
        );
        crate::tables::faults(&[("fees_run.csv", "", &text)]).len()
    };
    assert_eq!(faults("run", "per_km"), 0);
    assert_eq!(faults("exit", "per_trip"), 0);
    assert_eq!(faults("exit", ""), 0);
    assert_eq!(faults("run", ""), 1);
    assert_eq!(faults("run", "per_trip"), 1);
    assert_eq!(faults("exit", "per_km"), 1);
}
