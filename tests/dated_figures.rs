//! On a day without a valid row a figure is that of the nearest row, and the answer says so; who sells and
//! what is asked besides ends with its row.

use crate::by_hand::{ask, large, network, small, tonnes, usd};
use trade_corridor::costing::Shipment;
use trade_corridor::network::Component;
use trade_corridor::prelude::*;
use trade_corridor::route::{DatedRow, Warning};
use trade_corridor::verify::verify_in;

pub(crate) type Row<'r> = (&'r str, &'r str);

pub(crate) fn on(
    network: &Network,
    day: Date,
    (from, to): (&str, &str),
    shipment: Shipment,
) -> Route {
    let planner = Planner::new(network, &Scenario::on(day)).unwrap();
    let request = Request::new(from, to).shipment(shipment);
    let route = planner.cheapest(&request).unwrap();
    verify_in(&route, &Policy::open(), planner.world()).unwrap();
    route
}

pub(crate) fn truck() -> Shipment {
    Shipment::trailer(tonnes(20.0)).unwrap()
}

/// The tables that an answer warns of, and the first days of their rows.
pub(crate) fn warned(route: &Route) -> Vec<(&str, Option<Date>)> {
    let others = |it: &&Warning| !it.comes_first() && !matches!(it, Warning::OldFigure { .. });
    let warnings = route.warnings().iter().filter(others);
    let rows = warnings.map(|warning| match warning {
        Warning::FigureOfOtherDay {
            of, validity, day, ..
        } => {
            assert!(!validity.contains(*day) && *day == route.day, "{warning}");
            assert!(route.to_string().contains(&warning.to_string()));
            (of.table(), validity.from())
        }
        _ => panic!("{warning}"),
    });
    rows.collect()
}

const BORDERS: [Row<'static>; 2] = [
    (
        "borders",
        "x-de-pl-a-road,*,*,road,*,10,10,100,USD,2025,,2020-01-01,2020-12-30,,S",
    ),
    (
        "borders",
        "x-de-pl-a-road,*,*,road,*,30,30,300,USD,2025,,2023-01-01,2023-12-31,,S",
    ),
];

#[test]
fn the_nearest_row_stands_in_and_the_earlier_of_two() {
    let general = ("borders", ",*,*,road,*,1,1,7,USD,2025,,,,,S");
    for rows in [&BORDERS[..], &[BORDERS[0], BORDERS[1], general]] {
        let network = network(rows);
        let first = Some(date(2020, 1, 1));
        let second = Some(date(2023, 1, 1));
        for (day, fee, from) in [
            (date(1900, 1, 1), 100.0, first),
            (date(2019, 12, 31), 100.0, first),
            (date(2020, 1, 1), 100.0, None),
            (date(2020, 12, 30), 100.0, None),
            (date(2020, 12, 31), 100.0, first),
            (date(2021, 12, 31), 100.0, first), // 366 days from either
            (date(2022, 1, 1), 300.0, second),
            (date(2023, 6, 1), 300.0, None),
            (date(2024, 1, 1), 300.0, second),
            (date(9000, 1, 1), 300.0, second),
        ] {
            let route = on(&network, day, ("DE-one", "PL-one"), truck());
            assert_eq!(route.cost(), usd(200.0 + fee), "{day}");
            let hours = if fee < 200.0 { 10 } else { 30 };
            assert_eq!(route.duration().as_minutes(), 400 + (2 + hours) * 60);
            let warnings = from.map(|from| ("borders", Some(from)));
            assert_eq!(warned(&route), Vec::from_iter(warnings), "{day}");
        }
    }
}

#[test]
fn a_warning_reads_well_and_is_saved() {
    let network = network(&BORDERS);
    let route = ask(&network, "DE-one", "PL-one", truck());
    assert_eq!(
        route.warnings()[0].to_string(),
        "border control at x-de-pl-a-road by road: no row is valid on 2026-11-22, the nearest is valid 2023-01-01 to \
         2023-12-31 (borders.csv row 3)"
    );
    let form = serde_json::to_value(&route).unwrap();
    assert_eq!(form["warnings"][0]["code"], "figure_of_other_day");
    assert_eq!(form["warnings"][0]["of"]["table"], "borders");
    assert_eq!(serde_json::from_value::<Route>(form).unwrap(), route);
    let [Warning::FigureOfOtherDay { of, .. }] = route.warnings() else {
        panic!("{route}");
    };
    assert!(
        matches!(of, DatedRow::Borders { crossing: Some(code), .. } if code == "x-de-pl-a-road")
    );
}

#[test]
fn handling_and_speeds_of_other_days_stand_in_before_general_ones() {
    let network = network(&[
        (
            "handling",
            "PL-one,PL,unload,*,*,,5,5,40,40,40,40,USD,2025,2030-01-01,,,S",
        ),
        ("speeds", "PL,road,*,,10,1,24,,2010-12-31,,S"),
    ]);
    let route = ask(&network, "DE-one", "PL-one", truck());
    assert_eq!(route.cost(), usd(240.0));
    // An hour of loading, 100 km at 30 km/h and 100 at 10, five hours of unloading.
    assert_eq!(route.duration().as_minutes(), 60 + 200 + 600 + 300);
    let expected = [("handling", Some(date(2030, 1, 1))), ("speeds", None)];
    assert_eq!(warned(&route), expected);
}

#[test]
fn a_fee_is_owed_until_a_row_of_nothing_follows() {
    let old = ("fees", "PL,road,*,entry,,,50,USD,2025,,,2022-12-31,,S");
    let light = ("fees", "PL,road,*,exit,,10,5,USD,2025,,,2022-12-31,,S");
    let none = ("fees", "PL,road,*,entry,,,0,USD,2025,,2023-01-01,,,S");
    let route = ask(&network(&[old, light]), "DE-one", "CZ-one", truck());
    assert_eq!(route.cost(), usd(450.0));
    assert_eq!(warned(&route), [("fees", None)]);
    let route = ask(&network(&[old, none]), "DE-one", "CZ-one", truck());
    assert_eq!(route.cost(), usd(400.0));
    assert!(route.warnings().is_empty());
    // To whom a fee goes is no other fee: of two payees the one on the day is paid.
    let taken = ("fees", "PL,road,*,entry,,,60,USD,2025,R,2023-01-01,,,S");
    let route = ask(&network(&[old, taken]), "DE-one", "CZ-one", truck());
    assert_eq!(route.cost(), usd(460.0));
    assert!(route.warnings().is_empty());
    // What is asked of one plate stands in before what is asked of any.
    let any = ("fees", "PL,road,*,entry,,,90,USD,2025,,,,,S");
    let turkish = ("fees", "PL,road,TR,entry,,,30,USD,2025,,2028-01-01,,,S");
    let route = ask(&network(&[any, turkish]), "DE-one", "CZ-one", truck());
    assert_eq!(route.cost(), usd(430.0));
    assert_eq!(warned(&route), [("fees", Some(date(2028, 1, 1)))]);
}

/// A row of a tariff on the railway: who, unit, basis and rate, component, payee and dates.
fn rail(who: &str, unit: &str, rate: &str, component: &str, dates: &str) -> String {
    format!(
        "{who},DE,*,rail,container_train,{unit},any,{rate},USD,2025,,,,,,,{component},{dates},,S"
    )
}

fn by_rail(rows: &[String]) -> Network {
    let mut more = vec![("operators", "Q,Other railway,,DE,railway_undertaking,,,,S")];
    more.extend(rows.iter().map(|row| ("tariffs", row.as_str())));
    network(&more)
}

pub(crate) const RAILWAY: (&str, &str) = ("DE-one", "DE-two");
const DAY: Date = date(2026, 11, 22);

#[test]
fn a_price_list_stands_in_with_all_that_adds_up_on_its_last_day() {
    let rows = [
        rail("R", "any", "per_km,1", "haulage", ",2023-01-01,2024-12-31"),
        rail("R", "any", "per_km,3", "haulage", ",,2022-12-31"),
        rail("R", "any", "per_unit,20", "access", ",,2024-12-31"),
        rail("R", "any", "per_unit,5", "toll", ",,2020-12-31"),
    ];
    let network = by_rail(&rows);
    let route = on(&network, DAY, RAILWAY, large(10.0));
    assert_eq!(route.cost(), usd(120.0));
    assert_eq!(route.by_component().get(&Component::Toll), None);
    assert_eq!(warned(&route).len(), 2, "{route}");
    let route = on(&network, date(2022, 6, 1), RAILWAY, large(10.0));
    assert_eq!(route.cost(), usd(320.0));
    assert!(route.warnings().is_empty());
    let route = on(&network, date(2024, 6, 1), RAILWAY, large(10.0));
    assert_eq!((route.cost(), route.warnings().len()), (usd(120.0), 0));
}

#[test]
fn a_new_price_list_replaces_the_old_whatever_it_multiplies_and_whoever_is_paid() {
    let rows = [
        rail("R", "any", "per_km,1", "haulage", ",,2023-12-31"),
        rail("R", "any", "per_unit,9", "access", "Q,,2023-12-31"),
        rail(
            "R",
            "any",
            "per_unit,70",
            "haulage",
            ",2024-01-01,2024-12-31",
        ),
        rail(
            "R",
            "any",
            "per_unit,8",
            "access",
            "R,2024-01-01,2024-12-31",
        ),
    ];
    let route = on(&by_rail(&rows), DAY, RAILWAY, large(10.0));
    assert_eq!(route.cost(), usd(78.0));
    assert_eq!(warned(&route).len(), 2);
}

#[test]
fn who_sold_before_sells_no_more_where_another_does() {
    let rows = [
        rail("R", "any", "per_km,1", "haulage", ",,2024-12-31"),
        rail("Q", "40ft", "per_km,2", "haulage", ",2025-01-01,"),
    ];
    let network = by_rail(&rows);
    let route = on(&network, DAY, RAILWAY, large(10.0));
    assert_eq!((route.cost(), route.warnings().len()), (usd(200.0), 0));
    let route = on(&network, date(2024, 1, 1), RAILWAY, large(10.0));
    assert_eq!((route.cost(), route.warnings().len()), (usd(100.0), 0));
    // Neither sold on the first day of all: R is nearer, for it never began.
    let rows = [
        rail("R", "any", "per_km,1", "haulage", ",2020-01-01,2024-12-31"),
        rail("Q", "any", "per_km,2", "haulage", ",2019-01-01,2019-12-31"),
    ];
    let route = on(&by_rail(&rows), date(2010, 1, 1), RAILWAY, large(10.0));
    assert_eq!(route.cost(), usd(200.0));
    assert_eq!(warned(&route), [("tariffs", Some(date(2019, 1, 1)))]);
}

#[test]
fn units_masses_and_bands_have_rows_of_their_own() {
    let rows = [
        rail("R", "20ft", "per_km,1", "haulage", ",,2024-12-31"),
        rail("R", "40ft", "per_km,2", "haulage", ",,"),
    ];
    let network = by_rail(&rows);
    let route = on(&network, DAY, RAILWAY, small(10.0));
    assert_eq!(route.cost(), usd(100.0));
    assert_eq!(warned(&route), [("tariffs", None)]);
    let route = on(&network, DAY, RAILWAY, large(10.0));
    assert_eq!((route.cost(), route.warnings().len()), (usd(200.0), 0));
    // Bands of an old list stand in only where no band of the new one reaches.
    let band = |rate: &str, band: &str, dates: &str| {
        format!(
            "R,DE,*,rail,container_train,any,any,per_km,{rate},USD,2025,,,,{band},whole,haulage,,{dates},,S"
        )
    };
    let rows = [
        band("1", ",150", ",2023-12-31"),
        band("2", "150,", ",2023-12-31"),
        band("3", ",120", "2024-01-01,"),
    ];
    let network = by_rail(&rows);
    let near = on(&network, DAY, RAILWAY, large(10.0));
    assert_eq!((near.cost(), near.warnings().len()), (usd(300.0), 0));
    let far = on(&network, DAY, ("DE-one", "DE-thr"), large(10.0));
    assert_eq!(far.cost(), usd(600.0));
    assert_eq!(warned(&far), [("tariffs", None)]);
}

#[test]
fn the_hours_of_trucks_are_priced_by_the_nearest_row() {
    let rate = |rate: &str, dates: &str| {
        format!(",DE,*,road,truck,any,any,per_hour,{rate},USD,2025,,,,,,,haulage,,{dates},,S")
    };
    let rows = [
        rate("6", ",2019-12-31"),
        rate("10", "2020-01-01,2021-12-31"),
    ];
    let rows: Vec<Row<'_>> = rows.iter().map(|row| ("tariffs", row.as_str())).collect();
    let route = ask(&network(&rows), "DE-one", "PL-one", truck());
    assert_eq!(route.cost(), usd(210.0), "one hour of loading");
    assert_eq!(warned(&route), [("tariffs", Some(date(2020, 1, 1)))]);
}

#[test]
fn the_atlas_has_no_figure_of_another_day_on_its_own_day() {
    let network = Network::europe_central_asia();
    let day = network.as_of().unwrap();
    let planner = Planner::new(network, &Scenario::on(day)).unwrap();
    let offers = planner.operations().offers().iter();
    for tariff in offers.flat_map(|offer| &offer.tariffs) {
        let tariff = network.tariff(*tariff).unwrap();
        assert!(tariff.validity.contains(day), "{}", tariff.id);
    }
}
