//! Goods that a country does not let pass, by where they start and end, on the days of its records.

use crate::trips::restated;
use trade_corridor::atlas::Atlas;
use trade_corridor::planner::{Ensemble, Reason};
use trade_corridor::prelude::*;
use trade_corridor::scenario::{ClosureCause, TransitClosure};
use trade_corridor::verify::{VerifyError, verify};

fn country(code: &str) -> Country {
    code.parse().unwrap()
}

fn planner(day: Date) -> Planner {
    Planner::new(Network::europe_central_asia(), &Scenario::on(day)).unwrap()
}

#[test]
fn azerbaijan_lets_goods_pass_to_armenia_from_the_day_it_says_so() {
    let request = Request::new("Aktau", "Yerevan").policy(Policy::russia_excluded());
    let azerbaijan = country("AZ");
    let (before, after) = (date(2025, 10, 20), date(2025, 10, 21));
    let early = planner(before).cheapest(&request);
    let passes = early.is_ok_and(|route| route.countries().contains(&azerbaijan));
    assert!(!passes, "the ban holds to its last day");
    let route = planner(after).cheapest(&request.clone().policy(Policy::open()));
    let route = route.unwrap();
    assert!(route.countries().contains(&azerbaijan));
    let network = Network::europe_central_asia();
    verify(&route, &Policy::open(), network, &Scenario::on(after)).unwrap();
    let before = Scenario::on(before);
    let told = restated(&route, &before);
    let earlier = verify(&told, &Policy::open(), network, &before).unwrap_err();
    let VerifyError::TransitClosed {
        country, change, ..
    } = &earlier
    else {
        panic!("{earlier}");
    };
    assert_eq!(*country, azerbaijan);
    assert_eq!(change, "AZ is closed to transit to AM until 2025-10-20");
}

#[test]
fn what_passes_to_others_is_free() {
    let route = planner(date(2025, 10, 20)).cheapest(&Request::new("Aktau", "Tbilisi"));
    assert!(route.unwrap().countries().contains(&country("AZ")));
}

#[test]
fn trade_is_closed_longer_than_transit_and_the_reason_is_told() {
    let request = Request::new("Baku", "Yerevan");
    let error = planner(date(2025, 11, 27)).cheapest(&request).unwrap_err();
    let text = error.to_string();
    assert!(
        text.contains("AZ is closed to goods from AZ to AM until 2025-11-27"),
        "{text}"
    );
    planner(date(2025, 11, 28)).cheapest(&request).unwrap();
}

#[test]
fn a_world_tells_which_record_closes_a_country() {
    let network = Network::europe_central_asia();
    let scenario = Scenario::on(date(2025, 1, 1));
    let world = scenario.apply(network).unwrap();
    let cause = world.transit_closed(country("AZ"), country("KZ"), country("AM"));
    let Some(ClosureCause::Row(row)) = cause else {
        panic!("{cause:?}");
    };
    assert_eq!(row.validity.to(), Some(date(2025, 10, 20)));
    assert!(row.provenance.of("valid_to").next().is_some());
    let other = world.transit_closed(country("AZ"), country("KZ"), country("GE"));
    assert!(other.is_none(), "the record speaks of Armenia");
}

#[test]
fn prepared_questions_and_ensembles_equal_single_ones_where_goods_are_closed_out() {
    let network = Network::europe_central_asia();
    let georgia = Change::CloseTransit(TransitClosure {
        to: Some(country("TR")),
        trade: true,
        ..TransitClosure::new(country("GE"))
    });
    let scenarios = [
        Scenario::on(date(2025, 10, 20)),
        Scenario::on(date(2025, 11, 1)).with(georgia),
        Scenario::on(date(2025, 11, 1)).with(Change::close_transit(country("GE"))),
    ];
    let shipment = Shipment::container_40ft(Mass::from_kg(20_000)).unwrap();
    let policy = Policy::russia_excluded();
    let names = ["Baku", "Yerevan", "Aktau", "Tbilisi", "Istanbul"];
    let places = names.map(|name| network.find_place(name).unwrap());
    let made = Ensemble::new(network, &scenarios, &shipment, &policy, &Objective::Cost);
    let ensemble = made.unwrap();
    let (mut closed, mut open) = (0, 0);
    for (index, scenario) in scenarios.iter().enumerate() {
        let planner = Planner::new(network, scenario).unwrap();
        let prepared = planner.prepare(&shipment, &policy, &Objective::Cost);
        let prepared = prepared.unwrap();
        let matrix = prepared.matrix(&places, &places).unwrap();
        for (row, from) in places.into_iter().enumerate() {
            for (column, to) in places.into_iter().enumerate() {
                let request = Request::new(names[row], names[column])
                    .shipment(shipment)
                    .policy(policy.clone());
                let single = planner.cheapest(&request).ok();
                let single = single.and_then(|route| route.value());
                let told = format!("{} to {} in {index}", names[row], names[column]);
                let cell = matrix.get(row, column).unwrap();
                assert_eq!(cell.as_ref().ok(), single.as_ref(), "{told}");
                assert_eq!(prepared.least(from, to).ok(), single, "{told}");
                let route = prepared.route(from, to).ok();
                let cost = route.and_then(|route| route.value());
                assert_eq!(cost, single, "{told}");
                let lanes = ensemble.least(from, to).unwrap();
                assert_eq!(&lanes[index], cell, "{told}");
                let unexamined = |none: &NoRoute| *none.reason() == Reason::Unexamined;
                closed += usize::from(cell.as_ref().is_err_and(unexamined));
                open += usize::from(cell.is_ok());
            }
        }
    }
    assert!(closed > 0 && open > 40, "{closed} closed, {open} open");
}

#[test]
fn rows_are_checked() {
    let load = |rows: &str| {
        let header = "country,from_country,to_country,trade,valid_from,valid_to,note,source\n";
        let tables = vec![
            (
                "sources.csv".to_owned(),
                "id,kind,title,url,date,licence,note\nS,published,Test,,,,\n".to_owned(),
            ),
            ("closures.csv".to_owned(), format!("{header}{rows}")),
        ];
        let manifest = "schema = 1\nname = \"test\"\nprice_year = 2025\n";
        Atlas::texts(manifest, tables).unwrap().load()
    };
    let network = load("AZ,*,AM,no,,2025-10-20,,S\nGE,,,yes,2026-01-01,,,S\n").unwrap();
    assert_eq!(network.closures().len(), 2);
    for (rows, said) in [
        ("XX,*,AM,no,,,,S\n", "XX"),
        ("AZ,*,Armenia,no,,,,S\n", "Armenia"),
        ("AZ,*,AM,maybe,,,,S\n", "maybe"),
        ("AZ,*,AM,no,2026-01-01,2025-01-01,,S\n", "2025-01-01"),
        ("AZ,*,AM,no,,,,\n", "source"),
        (
            "AZ,*,AM,no,,,,S\nAZ,*,AM,no,2025-01-01,,,S\n",
            "closure of AZ",
        ),
    ] {
        let text = load(rows).unwrap_err().to_string();
        assert!(text.contains(said), "{rows}: {text}");
    }
}

#[test]
fn on_the_day_of_the_atlas_russia_and_ukraine_alone_are_closed_to_each_other() {
    let network = Network::europe_central_asia();
    let world = Scenario::on(network.as_of().unwrap()).apply(network);
    let world = world.unwrap();
    let [russia, ukraine] = ["RU", "UA"].map(country);
    let closed: Vec<TransitClosure> = world.transit_closures().map(|(it, _)| it).collect();
    assert_eq!(closed.len(), 4);
    // Both countries let through neither what goes to the other nor what comes from it.
    for here in [russia, ukraine] {
        assert!(world.transit_closed(here, russia, ukraine).is_some());
        assert!(world.transit_closed(here, ukraine, russia).is_some());
        assert!(
            world
                .transit_closed(here, country("KZ"), country("PL"))
                .is_none()
        );
    }
    let before = Scenario::on(date(2022, 2, 23)).apply(network).unwrap();
    assert!(before.transit_closed(russia, russia, ukraine).is_none());
}

#[test]
fn closures_of_the_caucasus_have_two_sides() {
    let network = Network::europe_central_asia();
    let closed = |day, here, from, to| {
        let world = Scenario::on(day).apply(network).unwrap();
        let [here, from, to] = [here, from, to].map(country);
        world.transit_closed(here, from, to).is_some()
    };
    // Goods of Armenia pass Azerbaijan to others from the day that was settled on.
    assert!(closed(date(2026, 2, 3), "AZ", "AM", "KZ"));
    assert!(!closed(date(2026, 2, 4), "AZ", "AM", "KZ"));
    // Trade, from the one side and from the other.
    for (from, to) in [("AM", "AZ"), ("AZ", "AM")] {
        assert!(closed(date(2025, 11, 27), "AZ", from, to));
        assert!(!closed(date(2025, 11, 28), "AZ", from, to));
    }
    assert!(closed(date(2025, 10, 21), "AM", "AZ", "TR"));
    assert!(!closed(date(2025, 10, 22), "AM", "AZ", "TR"));
    // Türkiye bought nothing of Armenia, but sold by others.
    assert!(closed(date(2026, 5, 10), "TR", "AM", "TR"));
    assert!(!closed(date(2026, 5, 11), "TR", "AM", "TR"));
    assert!(!closed(date(2026, 5, 10), "TR", "TR", "AM"));
    assert!(closed(date(2021, 6, 1), "AM", "TR", "AM"));
}

#[test]
fn saved_networks_keep_closures() {
    let mut file = Vec::new();
    let network = Network::europe_central_asia();
    network.save(&mut file).unwrap();
    let saved = Network::load(file.as_slice()).unwrap();
    assert_eq!(saved.closures(), network.closures());
}

#[test]
fn a_scenario_lifts_a_record() {
    let network = Network::europe_central_asia();
    let closure = |to: Option<&str>, trade| TransitClosure {
        to: to.map(country),
        trade,
        ..TransitClosure::new(country("AZ"))
    };
    let lift = |what| Scenario::on(date(2025, 10, 20)).with(Change::OpenTransit(what));
    for (what, left) in [
        (closure(Some("AM"), false), 1),
        (closure(None, false), 1),
        (closure(Some("AM"), true), 0),
    ] {
        let scenario = lift(what);
        let world = scenario.apply(network).unwrap();
        let here = world.transit_closures().map(|(it, _)| it);
        let mut here: Vec<TransitClosure> = here.collect();
        let to_armenia = |it: &TransitClosure| it.to == Some(country("AM"));
        here.retain(|it| it.country == country("AZ") && to_armenia(it));
        assert_eq!(here.len(), left, "{what}");
        let again = Scenario::from_toml("lift.toml", &scenario.to_toml().unwrap()).unwrap();
        assert_eq!(again.changes(), scenario.changes());
    }
    let planner = Planner::new(network, &lift(closure(Some("AM"), false))).unwrap();
    let policy = Policy::new("over the Caspian")
        .with(Rule::exclude_territory(country("RU")))
        .with(Rule::exclude_territory(country("IR")));
    let request = Request::new("Aktau", "Yerevan").policy(policy);
    let route = planner.cheapest(&request).unwrap();
    assert!(route.countries().contains(&country("AZ")));

    let nothing = lift(closure(Some("GE"), false)).apply(network).unwrap_err();
    let text = nothing.to_string();
    assert!(text.contains("records no such closure of AZ"), "{text}");
    let again = Change::CloseTransit(closure(Some("TR"), false));
    let both = lift(closure(None, false)).with(again);
    let text = both.apply(network).unwrap_err().to_string();
    assert!(text.contains("transit of AZ"), "{text}");
}
