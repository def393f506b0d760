//! Single boxes, single wagons and whole trains wait for their trains, at borders and for ships as the
//! records say of each; on a small map, by hand.

use crate::by_hand::{large, network, small, tonnes};
use trade_corridor::costing::Shipment;
use trade_corridor::network::{Consist, Network};
use trade_corridor::prelude::*;
use trade_corridor::route::Act;
use trade_corridor::verify;

const WAITS: &[(&str, &str)] = &[
    ("departures", ",*,container_train,single,40,40,,,,S"),
    ("departures", ",*,container_train,block_train,6,6,,,,S"),
    ("departures", ",DE,wagon,*,30,30,,,,S"),
    ("departures", "DE-two,,container_train,single,10,10,,,,S"),
];

fn with_waits(more: &[(&str, &str)]) -> Network {
    let all: Vec<(&str, &str)> = WAITS.iter().chain(more).copied().collect();
    rail_and(&all)
}

fn rail_and(more: &[(&str, &str)]) -> Network {
    let tariffs = [
        (
            "tariffs",
            "R,DE,*,rail,container_train,any,any,per_km,1,USD,2025,,,,,,,haulage,,,,,S",
        ),
        (
            "tariffs",
            "R,DE,*,rail,wagon,any,any,per_km,1,USD,2025,,,,,,,haulage,,,,,S",
        ),
    ];
    let all: Vec<(&str, &str)> = tariffs.iter().chain(more).copied().collect();
    network(&all)
}

fn fastest(network: &Network, ends: (&str, &str), shipment: Shipment, day: Date) -> Route {
    let planner = Planner::new(network, &Scenario::on(day)).unwrap();
    let request = Request::new(ends.0, ends.1).shipment(shipment);
    let route = planner.fastest(&request).unwrap();
    verify::verify_in(&route, &Policy::open(), planner.world()).unwrap();
    route
}

fn day() -> Date {
    date(2026, 11, 22)
}

fn hours_of(route: &Route, act: &Act) -> Vec<u64> {
    let steps = route.atoms().filter(|step| step.act == *act);
    steps.map(|step| step.time.median().as_minutes()).collect()
}

#[test]
fn a_box_waits_for_a_train_and_a_whole_train_for_its_slot() {
    let network = with_waits(&[]);
    let ends = ("DE-one", "DE-thr");
    let one = fastest(&network, ends, large(10.0), day());
    assert_eq!(hours_of(&one, &Act::Depart), [40 * 60]);
    // 1 h to load, 40 h to depart, 300 km at 50 km/h, 1 h to unload.
    assert_eq!(one.time().median().as_minutes(), 48 * 60);
    let train = large(10.0).with_count(31).unwrap();
    assert_eq!(train.consist(), Consist::BlockTrain);
    let train = fastest(&network, ends, train, day());
    assert_eq!(hours_of(&train, &Act::Depart), [6 * 60]);
    let wagon = Shipment::wagon(tonnes(40.0)).unwrap();
    let wagon = fastest(&network, ends, wagon, day());
    assert_eq!(hours_of(&wagon, &Act::Depart), [30 * 60]);
    // The record of the place before that of any.
    let other = fastest(&network, ("DE-two", "DE-thr"), large(10.0), day());
    assert_eq!(hours_of(&other, &Act::Depart), [10 * 60]);
}

#[test]
fn trucks_do_not_wait_for_trains_and_folders_without_the_table_load() {
    let network = with_waits(&[]);
    let trailer = Shipment::trailer(tonnes(10.0)).unwrap();
    let route = fastest(&network, ("DE-one", "CZ-one"), trailer, day());
    assert!(hours_of(&route, &Act::Depart).is_empty());
    let without = rail_and(&[]);
    let route = fastest(&without, ("DE-one", "DE-thr"), small(10.0), day());
    assert!(hours_of(&route, &Act::Depart).is_empty());
}

/// Two countries, a railway over their border.
const BORDER: &[(&str, &str)] = &[
    ("operators", "P,Other,,PL,railway_undertaking,,,,S"),
    ("places", "PL-two,Beyond,,PL,10.4,50.0,rail_terminal,1,S"),
    (
        "crossings",
        "x-de-pl-c-rail,C,DE,PL,rail,10.3,50.0,,,controlled,open,,,,,S",
    ),
    (
        "links",
        "l3,DE-thr,x-de-pl-c-rail,rail,DE,50,1435,,both,open,,,,,,S",
    ),
    (
        "links",
        "l4,x-de-pl-c-rail,PL-two,rail,PL,50,1435,,both,open,,,,,,S",
    ),
    (
        "tariffs",
        "P,PL,*,rail,container_train,any,any,per_km,1,USD,2025,,,,,,,haulage,,,,,S",
    ),
    (
        "tariffs",
        "P,PL,*,rail,wagon,any,any,per_km,1,USD,2025,,,,,,,haulage,,,,,S",
    ),
    ("borders", ",*,*,rail,controlled,60,60,,,,,,,,S"),
    (
        "borders_going",
        ",DE,PL,rail,controlled,,block_train,12,12,,,,,,,,S",
    ),
    (
        "borders_going",
        ",DE,PL,rail,controlled,container_train,single,30,30,,,,,,,,S",
    ),
];

fn at_border(route: &Route) -> u64 {
    let steps = route.atoms();
    let mut at = steps.filter(|step| matches!(step.act, Act::BorderControl { .. }));
    at.next().unwrap().time.median().as_minutes()
}

#[test]
fn borders_take_boxes_wagons_and_trains_as_recorded() {
    let network = rail_and(BORDER);
    let ends = ("DE-one", "PL-two");
    let at = |shipment| at_border(&fastest(&network, ends, shipment, day()));
    assert_eq!(at(large(10.0)), 30 * 60);
    assert_eq!(at(large(10.0).with_count(40).unwrap()), 12 * 60);
    let wagon = Shipment::wagon(tonnes(40.0)).unwrap();
    assert_eq!(at(wagon), 60 * 60);
    assert_eq!(at(wagon.with_count(43).unwrap()), 12 * 60);
    // The way back has no record of its own.
    let back = fastest(&network, ("PL-two", "DE-one"), large(10.0), day());
    assert_eq!(at_border(&back), 60 * 60);
}

/// One box on a block train rides a whole train: its border, and no wait but that of the service.
#[test]
fn a_block_train_crosses_as_a_whole() {
    let mut rows = BORDER.to_vec();
    rows.extend(WAITS);
    rows.push((
        "services",
        "B,R,block_train,DE-one,PL-two,wagon-1435,,,,7,timetable,12,12,,,,,50,50,,,USD,2025,open,,,,,,,S",
    ));
    let network = rail_and(&rows);
    let route = fastest(&network, ("DE-one", "PL-two"), large(10.0), day());
    assert_eq!(at_border(&route), 12 * 60);
    assert!(hours_of(&route, &Act::Depart).is_empty());
    // Load 1, wait 12, 400 km at 50 km/h, border 12, unload 1.
    let expected = (1 + 12 + 8 + 12 + 1) * 60;
    assert_eq!(route.time().median().as_minutes(), expected);
}

const SHIP: &str = "S1,F,feeder,DE-thr,DE-isl,vessel,100,10,,";
const REST: &str = "DE,,,,20,20,,,USD,2025,open,,,,,,,S";

fn waits(rows: &[(&str, &str)], shipment: Shipment, day: Date) -> (u64, u64) {
    let network = rail_and(rows);
    let route = fastest(&network, ("DE-thr", "DE-isl"), shipment, day);
    let wait = route
        .atoms()
        .find(|step| matches!(step.act, Act::Wait { .. }));
    let time = wait.unwrap().time;
    (time.median().as_minutes(), time.p90().as_minutes())
}

#[test]
fn waits_follow_from_frequency_and_rule() {
    let by = |rule: &str| {
        let row = format!("{SHIP}2,{rule},,,{REST}");
        waits(&[("services", &row)], large(10.0), day())
    };
    assert_eq!(by("timetable"), (42 * 60, 4536));
    // Exponential with a mean of 84 h: 0.693 and 2.303 of it, rounded down to the minute.
    let (median, late) = by("when_full");
    assert_eq!(median, 84 * 60 * 693 / 1_000);
    assert_eq!(late, 84 * 60 * 2_303 / 1_000);
}

#[test]
fn seasons_lengthen_waits_in_their_months() {
    let row = format!("{SHIP}2,timetable,,,{REST}");
    let rows = [
        ("services", row.as_str()),
        ("seasons", "S1,11,2,2,2.5,,S"),
        ("seasons", "S1,6,6,0.5,0.5,,S"),
    ];
    let at = |month| waits(&rows, large(10.0), date(2026, month, 10));
    assert_eq!(at(12), (84 * 60, 189 * 60));
    assert_eq!(at(2), (84 * 60, 189 * 60));
    assert_eq!(at(3), (42 * 60, 4536));
    assert_eq!(at(6), (21 * 60, 2268));
}

#[test]
fn room_that_is_kept_for_trains_shortens_their_wait() {
    let row = format!("{SHIP}2,timetable,,,7,20,{REST}");
    let rows = [("services_kept", row.as_str())];
    assert_eq!(waits(&rows, large(10.0), day()), (42 * 60, 4536));
    let train = large(10.0).with_count(31).unwrap();
    assert_eq!(waits(&rows, train, day()), (7 * 60, 20 * 60));
}

#[test]
fn seasons_must_not_meet_and_name_services() {
    use trade_corridor::atlas::Atlas;
    let faults = |rows: &str| {
        let header = "services,month_from,month_to,wait_factor,p90_factor,note,source";
        let text = format!("{header}\n{rows}");
        let texts = [("seasons_more.csv".to_owned(), text)];
        let manifest = "schema = 1\nname = \"more\"\nprice_year = 2025\n";
        let more = Atlas::texts(manifest, texts).unwrap();
        more.load().unwrap_err().to_string()
    };
    let unknown = faults("NOBODY,1,2,2,2,,S\n");
    assert!(unknown.contains("NOBODY"), "{unknown}");
    let nobody = faults(",1,2,2,2,,S\n");
    assert!(nobody.contains("services"), "{nobody}");
    let month = faults("NOBODY,0,13,2,2,,S\n");
    assert!(
        month.contains("month_from") && month.contains("month_to"),
        "{month}"
    );
}
