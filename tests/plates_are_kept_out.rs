//! Where a truck may not enter, goods change to one of the country at the border, worked out by hand.

use crate::by_hand::{ask, network, tonnes, usd};
use jiff::civil::date;
use trade_corridor::costing::Shipment;
use trade_corridor::network::{Component, Conveyance};
use trade_corridor::policy::Limit;
use trade_corridor::prelude::*;
use trade_corridor::quantity::Duration;
use trade_corridor::route::{Act, PaidTo, Step};
use trade_corridor::verify::{VerifyError, verify};

const ENDS: [&str; 2] = ["DE-one", "CZ-one"];
const CLOSED: (&str, &str) = ("plates", "PL,*,no_entry,,,,,S");

fn country(code: &str) -> Country {
    code.parse().unwrap()
}

fn trailer(plate: &str) -> Shipment {
    let trailer = Shipment::trailer(tonnes(20.0)).unwrap();
    trailer.with_plate(country(plate))
}

fn today() -> Scenario {
    Scenario::on(date(2026, 11, 22))
}

fn checked(network: &Network, shipment: Shipment) -> Route {
    let route = ask(network, ENDS[0], ENDS[1], shipment);
    verify(&route, &Policy::default(), network, &today()).unwrap();
    route
}

/// The plates between which the goods change trucks on the way.
fn reloads(more: &[(&str, &str)], plate: &str) -> Vec<String> {
    let route = checked(&network(more), trailer(plate));
    let reloads = route.steps.iter().filter_map(|step| step.reload);
    reloads.map(|(off, onto)| format!("{off}>{onto}")).collect()
}

#[test]
fn goods_change_trucks_at_both_borders_of_a_country_that_keeps_them_out() {
    let open = checked(&network(&[]), trailer("TR"));
    let closed = checked(&network(&[CLOSED]), trailer("TR"));
    // Two lifts of 2 h and 10 USD at each border.
    assert_eq!(closed.cost(), open.cost() + usd(40.0));
    assert_eq!(
        closed.duration(),
        open.duration() + Duration::from_minutes(480)
    );
    assert_eq!((open.transhipments(), closed.transhipments()), (0, 2));
    let lifts = closed.by_component().get(&Component::Handling).copied();
    assert_eq!(lifts, Some(usd(40.0)));
    for step in &closed.steps {
        let reload = match &step.act {
            Act::BorderControl { to, .. } if *to == country("PL") => Some(("TR", "PL")),
            Act::BorderControl { .. } => Some(("PL", "TR")),
            _ => None,
        };
        let reload = reload.map(|(off, onto)| (country(off), country(onto)));
        assert_eq!(step.reload, reload);
        let inside = step.countries == [country("PL")];
        for charge in &step.charges {
            if let PaidTo::Carrier(plate) = &charge.payee {
                assert_eq!(*plate, country(if inside { "PL" } else { "TR" }));
            }
        }
    }
    let carriers: Vec<String> = closed.legs().into_iter().map(|leg| leg.operator).collect();
    assert!(
        carriers.iter().any(|by| by == "road carrier (PL)"),
        "{carriers:?}"
    );
}

#[test]
fn a_standing_truck_is_paid_for_the_lifts_as_well() {
    let hourly = "\
        ,DE,*,road,truck,any,any,per_hour,6,USD,2025,,,,,,,haulage,,,,,S";
    let more = [("tariffs", hourly)];
    let open = checked(&network(&more), trailer("TR"));
    let closed = checked(&network(&[CLOSED, more[0]]), trailer("TR"));
    // At the border of DE the truck of DE stands 4 h.
    assert_eq!(closed.cost(), open.cost() + usd(40.0 + 24.0));
}

#[test]
fn the_most_specific_row_of_the_day_decides() {
    let both = ["TR>PL", "PL>TR"];
    let none: [&str; 0] = [];
    let of = |rows: &[&str], plate: &str| {
        let rows: Vec<(&str, &str)> = rows.iter().map(|row| ("plates", *row)).collect();
        reloads(&rows, plate)
    };
    let any = "PL,*,no_entry,,,,,S";
    assert_eq!(of(&[any], "TR"), both);
    assert_eq!(of(&[any], "PL"), none);
    assert_eq!(of(&["PL,*,border_zone,20,,,,S"], "TR"), both);
    assert_eq!(of(&["PL,*,no_entry,,,2026-11-21,,S"], "TR"), none);
    assert_eq!(of(&["PL,*,no_entry,,2026-11-23,,,S"], "TR"), none);
    assert_eq!(of(&["PL,*,no_entry,,2026-11-22,2026-11-22,,S"], "TR"), both);
    assert_eq!(of(&[any, "PL,TR,allowed,,,,,S"], "TR"), none);
    assert_eq!(of(&[any, "PL,TR,allowed,,,2026-01-01,,S"], "TR"), both);
    assert_eq!(of(&[any, "PL,TR,no_cabotage,,,,,S"], "TR"), both);
    assert_eq!(of(&[any, "PL,TR,cabotage,,,,,S"], "TR"), both);
    assert_eq!(of(&["PL,*,no_cabotage,,,,,S"], "TR"), none);
    assert_eq!(of(&["PL,EU,no_entry,,,,,S"], "TR"), none);
    assert_eq!(of(&["PL,EU,no_entry,,,,,S"], "BG"), ["BG>PL", "PL>BG"]);
    assert_eq!(
        of(&["PL,EU,no_entry,,,,,S", "PL,BG,allowed,,,,,S"], "BG"),
        none
    );
    assert_eq!(of(&[any, "PL,EU,allowed,,,,,S"], "BG"), none);
    assert_eq!(of(&[any, "PL,EU,allowed,,,,,S"], "TR"), both);
    // From one country that keeps it out into another.
    let next = [any, "CZ,*,no_entry,,,,,S"];
    assert_eq!(of(&next, "TR"), ["TR>PL", "PL>CZ"]);
    // Trucks of the one run on into the other if they may.
    let both_bar = ["PL,TR,no_entry,,,,,S", "CZ,TR,no_entry,,,,,S"];
    assert_eq!(of(&both_bar, "TR"), ["TR>PL"]);
    // Trucks of the country they came from run on.
    assert_eq!(of(&["DE,*,no_entry,,,,,S"], "PL"), ["DE>PL"]);
}

#[test]
fn fees_and_tolls_are_those_of_the_truck_that_runs() {
    let fees = [
        ("fees", "PL,road,TR,entry,,,50,USD,2025,,,,,S"),
        ("fees", "PL,road,PL,entry,,,3,USD,2025,,,,,S"),
        ("fees_run", "PL,road,*,run,per_km,,,0.1,USD,2025,,,,,S"),
        ("fees_run", "PL,road,PL,run,per_km,,,0.02,USD,2025,,,,,S"),
    ];
    let open = checked(&network(&fees), trailer("TR"));
    assert_eq!(open.cost(), usd(400.0 + 50.0 + 20.0));
    let closed = checked(&network(&[&fees[..], &[CLOSED]].concat()), trailer("TR"));
    assert_eq!(closed.cost(), usd(400.0 + 40.0 + 3.0 + 4.0));
}

#[test]
fn rules_on_plates_see_the_truck_that_runs() {
    let (open, closed) = (network(&[]), network(&[CLOSED]));
    let rule =
        |plate: &str| Policy::new("no trucks of it").with(Rule::exclude_domicile(country(plate)));
    let found = |network: &Network, plate: &str| {
        let planner = Planner::new(network, &today()).unwrap();
        let request = Request::new(ENDS[0], ENDS[1]).shipment(trailer("TR"));
        planner.cheapest(&request.policy(rule(plate)))
    };
    found(&open, "PL").unwrap();
    found(&open, "TR").unwrap_err().into_no_route().unwrap();
    found(&closed, "PL").unwrap_err().into_no_route().unwrap();
    found(&closed, "CZ").unwrap();
    let route = checked(&closed, trailer("TR"));
    for plate in ["PL", "TR"] {
        let broken = verify(&route, &rule(plate), &closed, &today()).unwrap_err();
        assert!(matches!(broken, VerifyError::Broken { .. }), "{broken}");
    }
}

#[test]
fn a_change_of_trucks_is_a_transhipment_to_limits() {
    let planner = Planner::new(&network(&[CLOSED]), &today()).unwrap();
    let within = |most| {
        let policy = Policy::open().with(Rule::Limit(Limit::Transhipments(most)));
        let request = Request::new(ENDS[0], ENDS[1]).shipment(trailer("TR"));
        planner.cheapest(&request.policy(policy))
    };
    within(2).unwrap();
    within(1).unwrap_err().into_no_route().unwrap();
}

#[test]
fn containers_and_ro_ro_landings_change_trucks_too() {
    let harbours: &[(&str, &str)] = &[
        (
            "places",
            "DE-har,Harbour,,DE,10.2,50.3,road_terminal;seaport;ferry_terminal,1,S",
        ),
        (
            "places",
            "PL-har,Haven,,PL,11.2,50.3,road_terminal;seaport;ferry_terminal,1,S",
        ),
        ("operators", "L,Lifter,,PL,terminal,,,,S"),
        (
            "services",
            "o,F,ro_ro,DE-har,PL-har,truck,80,8,8,,when_full,2,2,DE,,,,,,100,,USD,2025,open,,,,,,,S",
        ),
        ("borders", ",DE,PL,sea,controlled,3,3,7,USD,2025,,,,,S"),
        (
            "handling",
            "PL-har,PL,tranship,*,truck,L,5,,70,70,70,70,USD,2025,,,,S",
        ),
    ];
    let ends = ["DE-har", "PL-har"];
    for unit in [
        trailer("TR"),
        Shipment::container_40ft(tonnes(20.0)).unwrap(),
    ] {
        let open = network(harbours);
        let closed = network(&[harbours, &[CLOSED]].concat());
        let routes = [&open, &closed].map(|network| {
            let route = ask(network, ends[0], ends[1], unit);
            verify(&route, &Policy::default(), network, &today()).unwrap();
            route
        });
        let [open, closed] = routes;
        // Off by the general record, onto by that of the port.
        assert_eq!(closed.cost(), open.cost() + usd(10.0 + 70.0));
        assert_eq!(
            closed.duration(),
            open.duration() + Duration::from_minutes(420)
        );
        let land = |step: &&Step| matches!(step.act, Act::Land { .. });
        let land = closed.steps.iter().find(land).unwrap();
        assert_eq!(land.reload, Some((country("TR"), country("PL"))));
        assert!(land.parties.iter().any(|(id, ..)| id == "L"));
        assert_eq!(land.conveyances, [Conveyance::Truck]);
    }
}

#[test]
fn a_border_without_rules_of_the_day_has_one_operation() {
    let count = |more: &[(&str, &str)]| {
        let planner = Planner::new(&network(more), &today()).unwrap();
        planner.operations().len()
    };
    let open = count(&[]);
    assert_eq!(count(&[CLOSED]), open + 4);
    assert_eq!(count(&[("plates", "PL,*,no_entry,,,2026-01-01,,S")]), open);
    assert_eq!(count(&[("plates", "PL,*,no_cabotage,,,,,S")]), open);
    let one = "PL,RU,no_entry,,,,,S";
    assert_eq!(count(&[("plates", one)]), open + 4);
    // Nobody changes trucks between two countries that keep the same plate out.
    assert_eq!(
        count(&[("plates", one), ("plates", "DE,RU,no_entry,,,,,S")]),
        open + 2
    );
    assert_eq!(count(&[("plates", "PL,EU,no_entry,,,,,S")]), open + 4);
}

#[test]
fn a_route_that_changes_trucks_otherwise_is_refused() {
    let closed = network(&[CLOSED]);
    let route = checked(&closed, trailer("TR"));
    let at = route
        .steps
        .iter()
        .position(|step| step.reload.is_some())
        .unwrap();
    let refused = |change: &dyn Fn(&mut Route)| {
        let mut route = route.clone();
        change(&mut route);
        verify(&route, &Policy::default(), &closed, &today()).unwrap_err();
    };
    refused(&|route| route.steps[at].reload = None);
    refused(&|route| route.steps[at].reload = Some((country("PL"), country("TR"))));
    refused(&|route| route.steps[0].reload = Some((country("TR"), country("PL"))));
    refused(&|route| drop(route.steps[at].charges.pop()));
    refused(&|route| route.steps[at].expected = Duration::from_minutes(120));
    refused(&|route| route.shipment = trailer("PL"));
    refused(&|route| {
        for charge in route.steps.iter_mut().flat_map(|step| &mut step.charges) {
            if let PaidTo::Carrier(plate) = &mut charge.payee {
                *plate = country("TR");
            }
        }
    });
    // What was planned where trucks enter does not hold where they do not, nor the reverse.
    let open = network(&[]);
    verify(&route, &Policy::default(), &open, &today()).unwrap_err();
    let through = checked(&open, trailer("TR"));
    verify(&through, &Policy::default(), &closed, &today()).unwrap_err();
}

#[test]
fn two_answers_to_one_question_are_refused() {
    let faults = |rows: &[&str]| {
        let mut text = "country,plate,rule,limit_km,valid_from,valid_to,note,source\n".to_owned();
        for row in rows {
            text.push_str(row);
            text.push('\n');
        }
        crate::tables::faults(&[("plates.csv", "", &text)])
    };
    let first = "GE,TR,no_entry,,,2026-06-30,,S1";
    assert_eq!(faults(&[first, "GE,TR,allowed,,2026-07-01,,,S1"]).len(), 0);
    assert_eq!(faults(&[first, "GE,TR,no_cabotage,,,,,S1"]).len(), 0);
    assert_eq!(faults(&[first, "GE,EU,allowed,,,,,S1"]).len(), 0);
    let twice = faults(&[first, "GE,TR,allowed,,2026-06-30,,,S1"]);
    assert_eq!(twice.len(), 1);
    assert!(
        twice[0].contains("rule on entry into GE for TR plates"),
        "{}",
        twice[0]
    );
    assert_eq!(faults(&["GE,*,keep_out,,,,,S1"]).len(), 1);
}

#[test]
fn a_foreign_truck_within_a_country_is_warned_of() {
    let more: &[(&str, &str)] = &[
        ("places", "PL-two,Other,,PL,10.3,49.9,road_terminal,1,S"),
        ("links", "r5,PL-one,PL-two,road,PL,50,,,both,open,,,,,,S"),
    ];
    let warnings = |rows: &[&str], from: &str, plate: &str| {
        let rows: Vec<(&str, &str)> = rows.iter().map(|row| ("plates", *row)).collect();
        let network = network(&[more, &rows].concat());
        let route = ask(&network, from, "PL-two", trailer(plate));
        verify(&route, &Policy::default(), &network, &today()).unwrap();
        // A check finds it missing.
        if !route.warnings().is_empty() {
            let mut form = serde_json::to_value(&route).unwrap();
            form.as_object_mut().unwrap().remove("warnings");
            form.as_object_mut().unwrap().remove("certificate");
            let quiet: Route = serde_json::from_value(form).unwrap();
            let error = verify(&quiet, &Policy::default(), &network, &today()).unwrap_err();
            assert_eq!(error.code(), "route_other_warnings", "{error}");
        }
        let told = route.warnings().iter().map(ToString::to_string);
        told.collect::<Vec<String>>()
    };
    let any = "PL,*,no_cabotage,,,,,S";
    let told = "trucks with TR plates may not carry goods from PL-one to PL-two within PL (plates.csv row 2)";
    assert_eq!(warnings(&[any], "PL-one", "TR"), [told]);
    let none: [&str; 0] = [];
    assert_eq!(warnings(&[any], "PL-one", "PL"), none);
    assert_eq!(warnings(&[any], "DE-one", "TR"), none);
    assert_eq!(
        warnings(&[any, "PL,TR,cabotage,,,,,S"], "PL-one", "TR"),
        none
    );
    assert_eq!(
        warnings(&[any, "PL,EU,cabotage,,,,,S"], "PL-one", "BG"),
        none
    );
    assert_eq!(
        warnings(&[any, "PL,TR,allowed,,,,,S"], "PL-one", "TR"),
        [told]
    );
    assert_eq!(
        warnings(&["PL,*,no_cabotage,,,2026-01-01,,S"], "PL-one", "TR"),
        none
    );
    // Trucks that may not even enter do not run there.
    assert_eq!(
        warnings(&[any, "PL,*,no_entry,,,,,S"], "PL-one", "TR"),
        none
    );
    assert_eq!(
        warnings(&[any, "PL,*,no_entry,,,,,S"], "DE-one", "TR"),
        none
    );
}
