//! On a day without a valid row a figure is that of the nearest row, and the answer says so; who sells and
//! what is asked besides ends with its row.

use crate::by_hand::{ask, large, network, small, tonnes, usd};
use crate::questions::Dice;
use trade_corridor::costing::Shipment;
use trade_corridor::network::Component;
use trade_corridor::prelude::*;
use trade_corridor::route::{DatedRow, Warning};
use trade_corridor::verify::verify_in;

type Row<'r> = (&'r str, &'r str);

fn on(network: &Network, day: Date, (from, to): (&str, &str), shipment: Shipment) -> Route {
    let planner = Planner::new(network, &Scenario::on(day)).unwrap();
    let request = Request::new(from, to).shipment(shipment);
    let route = planner.cheapest(&request).unwrap();
    verify_in(&route, &Policy::open(), planner.world()).unwrap();
    route
}

fn truck() -> Shipment {
    Shipment::trailer(tonnes(20.0)).unwrap()
}

/// The tables that an answer warns of, and the first days of their rows.
fn warned(route: &Route) -> Vec<(&str, Option<Date>)> {
    let rows = route.warnings().iter().map(|warning| match warning {
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

const RAILWAY: (&str, &str) = ("DE-one", "DE-two");
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

/// A group of rows that say the same of days that do not meet: a table, cells before the dates, one
/// figure each, and the dates.
struct Group {
    table: &'static str,
    before: String,
    after: &'static str,
    rows: Vec<(u32, Option<Date>, Option<Date>)>,
}

impl Group {
    fn row(&self, (figure, from, to): (u32, Option<Date>, Option<Date>)) -> (&'static str, String) {
        let day = |day: Option<Date>| day.map_or_else(String::new, |day| day.to_string());
        let (from, to) = (day(from), day(to));
        let before = self.before.replace('#', &figure.to_string());
        (self.table, format!("{before}{from},{to}{}", self.after))
    }

    /// The row that counts on a day, worked out day by day.
    fn nearest(&self, day: Date) -> Option<(u32, bool)> {
        let valid = |day: Date| {
            let mut rows = self.rows.iter();
            let row = rows.find(|(_, from, to)| {
                from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to)
            });
            row.map(|(figure, ..)| *figure)
        };
        let (mut before, mut after) = (day, day);
        for days in 0..4_000 {
            if let Some(figure) = valid(before).or_else(|| valid(after)) {
                return Some((figure, days > 0));
            }
            before = before.yesterday().unwrap();
            after = after.tomorrow().unwrap();
        }
        None
    }
}

fn few(dice: &mut Dice, sides: usize) -> i16 {
    i16::try_from(dice.below(sides)).unwrap()
}

fn groups(dice: &mut Dice) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut put = |table, before: &str, after| {
        let mut rows = Vec::new();
        let mut year = 2018 + few(dice, 4);
        for at in 0..dice.below(4) {
            let first = date(year, 1 + dice.below(6) as i8, 1);
            let last = date(year + few(dice, 2), 7 + dice.below(6) as i8, 28);
            let from = (at > 0 || dice.below(3) > 0).then_some(first);
            let end = dice.below(4) == 0;
            rows.push((1 + dice.below(50) as u32, from, (!end).then_some(last)));
            if end {
                break;
            }
            year = last.year() + 1 + few(dice, 2);
        }
        groups.push(Group {
            table,
            before: before.to_owned(),
            after,
            rows,
        });
    };
    put(
        "borders",
        "x-de-pl-a-road,*,*,road,*,#,#,#,USD,2025,,",
        ",,S",
    );
    put("borders", ",DE,PL,road,*,#,#,#,USD,2025,,", ",,S");
    put(
        "borders",
        "x-cz-pl-b-road,PL,CZ,road,*,#,#,#,USD,2025,,",
        ",,S",
    );
    put("borders", ",*,*,*,*,#,#,#,USD,2025,,", ",,S");
    put("fees", "PL,road,*,entry,,,#,USD,2025,,", ",,S");
    put("fees", "PL,road,TR,entry,,,#,USD,2025,,", ",,S");
    put("fees", "CZ,road,*,entry,,,#,USD,2025,R,", ",,S");
    put(
        "handling",
        "CZ-one,CZ,unload,*,*,,#,#,#,#,#,#,USD,2025,",
        ",,S",
    );
    put(
        "handling",
        ",CZ,unload,truck,*,,#,#,#,#,#,#,USD,2025,",
        ",,S",
    );
    put("speeds", "PL,road,*,,#,1,24,", ",,S");
    put("speeds", "PL,road,truck,,#,1,24,", ",,S");
    put("speeds", "*,road,truck,,#,1,24,", ",,S");
    put(
        "tariffs",
        ",PL,*,road,truck,any,any,per_hour,#,USD,2025,,,,,,,haulage,,",
        ",,S",
    );
    for unit in ["20ft", "40ft"] {
        let before =
            format!("R,DE,*,rail,container_train,{unit},any,per_km,#,USD,2025,,,,,,,haulage,,");
        put("tariffs", &before, ",,S");
    }
    groups
}

#[test]
fn answers_are_those_of_the_nearest_rows_alone() {
    let mut dice = Dice::new(12);
    let (mut inside, mut outside) = (0, 0);
    for _ in 0..60 {
        let groups = groups(&mut dice);
        let all = groups.iter().flat_map(|group| {
            let rows = group.rows.iter();
            rows.map(|row| group.row(*row))
        });
        let mut all: Vec<(&str, String)> = all.collect();
        dice.shuffle(&mut all);
        let all: Vec<Row<'_>> = all.iter().map(|(of, row)| (*of, row.as_str())).collect();
        let day = date(
            2016 + few(&mut dice, 14),
            1 + dice.below(12) as i8,
            1 + dice.below(28) as i8,
        );
        let alone = groups.iter().filter_map(|group| {
            let (figure, _) = group.nearest(day)?;
            Some(group.row((figure, None, None)))
        });
        let alone: Vec<(&str, String)> = alone.collect();
        let alone: Vec<Row<'_>> = alone.iter().map(|(of, row)| (*of, row.as_str())).collect();
        let (all, alone) = (network(&all), network(&alone));
        for (group, shipment) in groups.iter().rev().zip([large(10.0), small(10.0)]) {
            if let Some((_, off)) = group.nearest(day) {
                let found = on(&all, day, RAILWAY, shipment);
                let expected = on(&alone, day, RAILWAY, shipment);
                assert_eq!(found.cost(), expected.cost(), "{day}\n{found}\n{expected}");
                let tables = warned(&found);
                assert_eq!(tables.iter().any(|(table, _)| *table == "tariffs"), off);
            }
        }
        let ends = ("DE-one", "CZ-one");
        let found = on(&all, day, ends, truck());
        let expected = on(&alone, day, ends, truck());
        assert!(expected.warnings().is_empty());
        assert_eq!(found.cost(), expected.cost(), "{day}\n{found}\n{expected}");
        assert_eq!(found.time(), expected.time(), "{day}\n{found}\n{expected}");
        assert_eq!(found.steps.len(), expected.steps.len());
        let off = groups.iter().filter_map(|group| group.nearest(day));
        if off.clone().any(|(_, off)| off) {
            outside += usize::from(!found.warnings().is_empty());
        } else {
            inside += 1;
            assert!(found.warnings().is_empty(), "{found}");
        }
        assert!(found.warnings().len() <= off.filter(|(_, off)| *off).count());
    }
    assert!(outside > 20, "{inside} inside, {outside} outside");
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
