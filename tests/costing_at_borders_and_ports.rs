//! Prices, hours and emissions at borders, in ports and of trucks that stand, each worked out by
//! hand.

use crate::by_hand::{CONTAINERS, ask, large, network, small, tonnes, usd};
use trade_corridor::costing::Shipment;
use trade_corridor::prelude::*;
use trade_corridor::route::{Act, PaidTo};

const FEES: &[(&str, &str)] = &[
    ("fees", "PL,road,*,transit,,,50,USD,2025,,,,,S"),
    ("fees", "PL,road,EU,transit,,,20,USD,2025,,,,,S"),
    ("fees", "PL,road,TR,transit,,,30,USD,2025,,,,,S"),
    ("fees", "PL,road,PL,transit,,,0,USD,2025,,,,,S"),
    ("fees", "PL,road,GE,transit,,30,60,USD,2025,,,,,S"),
    ("fees", "PL,road,GE,transit,30,,90,USD,2025,,,,,S"),
];

#[test]
fn a_transit_fee_depends_on_the_plate_and_is_paid_once() {
    let network = network(FEES);
    let fee = |plate: &str, mass: f64| {
        let truck = Shipment::trailer(tonnes(mass))
            .unwrap()
            .with_plate(plate.parse().unwrap());
        let route = ask(&network, "DE-one", "CZ-one", truck);
        let fee = route.cost() - usd(400.0);
        let authority = PaidTo::Authority("PL".parse().unwrap());
        assert_eq!(
            route
                .by_payee()
                .get(&authority)
                .copied()
                .unwrap_or_default(),
            fee
        );
        fee
    };
    assert_eq!(fee("KZ", 20.0), usd(50.0));
    assert_eq!(fee("DE", 20.0), usd(20.0)); // a member of the European Union
    assert_eq!(fee("TR", 20.0), usd(30.0)); // named before all others
    assert_eq!(fee("PL", 20.0), Money::ZERO);
    // By gross mass, the truck's own 15 t included.
    assert_eq!(fee("GE", 10.0), usd(60.0));
    assert_eq!(fee("GE", 20.0), usd(90.0));
}

#[test]
fn fees_to_several_payees_add_up() {
    let rows = [
        ("operators", "C,Customs,,PL,state_agency,,,,S"),
        ("fees", "PL,road,*,transit,,,50,USD,2025,,,,,S"),
        ("fees", "PL,road,*,transit,,,7,USD,2025,C,,,,S"),
    ];
    let trailer = Shipment::trailer(tonnes(20.0)).unwrap();
    let route = ask(
        &network(&rows),
        "DE-one",
        "CZ-one",
        trailer.with_plate("KZ".parse().unwrap()),
    );
    assert_eq!(route.cost(), usd(457.0));
}

#[test]
fn a_border_asks_by_direction() {
    let network = network(&[
        ("borders", ",DE,PL,road,controlled,10,10,12,USD,2025,,,,,S"),
        ("borders", ",PL,DE,road,controlled,30,30,25,USD,2025,,,,,S"),
        ("borders", ",*,*,road,controlled,99,99,99,USD,2025,,,,,S"),
    ]);
    let trailer = Shipment::trailer(tonnes(20.0)).unwrap();
    let there = ask(&network, "DE-one", "PL-one", trailer);
    let back = ask(&network, "PL-one", "DE-one", trailer);
    assert_eq!(there.cost(), usd(212.0));
    assert_eq!(back.cost(), usd(225.0));
    // 200 km at 60 km/h on 12 hours of the day, an hour at each end, and the border.
    let hours = |route: &Route| route.duration().as_hours();
    let driven = 200.0 / 60.0 * 2.0;
    assert!((hours(&there) - (driven + 2.0 + 10.0)).abs() < 0.1);
    assert!((hours(&back) - (driven + 2.0 + 30.0)).abs() < 0.1);
    assert!((there.cpmm().tfi1_hours_per_border - 10.0).abs() < 1e-9);
    assert!((there.cpmm().tfi2_usd_per_border - 12.0).abs() < 1e-9);
}

#[test]
fn a_small_box_pays_half_a_wagon_on_a_rail_ferry() {
    let network = network(&[
        CONTAINERS,
        (
            "tariffs",
            "R,DE,*,rail,wagon,any,any,per_km,2,USD,2025,,,,,,,haulage,,,,,S",
        ),
        (
            "services",
            "f,F,rail_ferry,DE-thr,DE-isl,wagon-1435,80,8,8,7,timetable,,,DE,,,,,,,600,USD,2025,open,,,,,,,S",
        ),
        (
            "handling",
            ",*,port_dwell,wagon,vessel,,5,5,,,,,USD,2025,,,,S",
        ),
    ]);
    let cost = |shipment| ask(&network, "DE-thr", "DE-isl", shipment).cost();
    assert_eq!(cost(small(10.0)), usd(300.0));
    assert_eq!(cost(large(10.0)), usd(600.0));
    assert_eq!(cost(Shipment::wagon(tonnes(40.0)).unwrap()), usd(600.0));
    // Half of a day's headway (nine tenths of it in nine of ten cases), five hours in the port,
    // eight at sea, an hour at each end.
    let route = ask(&network, "DE-thr", "DE-isl", small(10.0));
    let wait = TravelTime::new(
        Duration::from_minutes(12 * 60),
        Duration::from_minutes(24 * 54),
    );
    let expected = wait.expected().as_hours() + 5.0 + 8.0 + 2.0;
    assert!((route.duration().as_hours() - expected).abs() < 0.1);
}

#[test]
fn less_room_aboard_is_a_longer_wait() {
    let network = network(&[
        CONTAINERS,
        (
            "services",
            "v,F,feeder,DE-thr,DE-isl,vessel,80,8,8,,when_full,24,24,DE,,,,100,180,,,USD,2025,open,,,,,,,S",
        ),
        (
            "handling",
            ",*,port_dwell,depot,vessel,,36,36,,,,,USD,2025,,,,S",
        ),
    ]);
    let today = Scenario::on(date(2026, 11, 22));
    let asked = |scenario: &Scenario| {
        let request = Request::new("DE-two", "DE-isl").shipment(small(10.0));
        Planner::new(&network, scenario).unwrap().cheapest(&request)
    };
    let left = |percent| {
        let left = Share::from_percent(percent).unwrap();
        today.clone().with(Change::capacity("service:v", left))
    };
    let hours = |scenario: &Scenario| {
        let route = asked(scenario).unwrap();
        let mut waits = route.steps.iter();
        let wait = waits.find(|step| matches!(step.act, Act::Wait { .. }));
        let time = wait.unwrap().time;
        // The port takes its 36 hours whatever the ships take.
        let hours = |span: Duration| span.as_hours() - 36.0;
        (hours(time.median()), hours(time.p90()))
    };
    assert_eq!(hours(&today), (24.0, 24.0));
    assert_eq!(hours(&left(50.0)), (48.0, 48.0));
    assert_eq!(hours(&left(25.0)), (96.0, 96.0));
    assert!(asked(&left(0.0)).is_err(), "no room, no way");
}

#[test]
fn a_feeder_is_lifted_to_and_dwells_once() {
    let network = network(&[
        CONTAINERS,
        (
            "services",
            "v,F,feeder,DE-thr,DE-isl,vessel,80,8,8,,when_full,24,24,DE,,,,100,180,,,USD,2025,open,,,,,,,S",
        ),
        (
            "handling",
            ",*,port_dwell,depot,vessel,,36,36,,,,,USD,2025,,,,S",
        ),
        ("emissions", "rail,*,*,20,,,S"),
        ("emissions", "sea,*,feeder,30,,,S"),
        ("emissions", "handling,*,wagon,,7,,S"),
        ("emissions", "handling,*,vessel,,10,,S"),
    ]);
    let route = ask(&network, "DE-two", "DE-isl", small(10.0));
    // 200 km of rail, two lifts at 10 USD between train and ship, the ship.
    assert_eq!(route.cost(), usd(200.0 + 20.0 + 100.0));
    // Load 1, rail 4, two lifts of 2, port 36, wait 24, ship 8, unload 1.
    assert!((route.duration().as_hours() - 78.0).abs() < 0.1);
    // 10 t over 200 km at 20 g and 80 km at 30 g; lifts from and to the train 7 kg, the ship 10 kg.
    let kg = 40.0 + 24.0 + 7.0 + 7.0 + 10.0 + 10.0;
    assert!((route.emissions().as_kg() - kg).abs() < 0.01);
    assert_eq!(route.transhipments(), 1);
}

const STANDING: (&str, &str) = (
    "tariffs",
    ",DE,*,road,truck,any,any,per_hour,6,USD,2025,,,,,,,haulage,,,,,S",
);

#[test]
fn a_standing_truck_costs_by_the_hour() {
    let network = network(&[
        STANDING,
        ("borders", ",DE,PL,road,controlled,10,10,12,USD,2025,,,,,S"),
    ]);
    let trailer = Shipment::trailer(tonnes(20.0)).unwrap();
    let route = ask(&network, "DE-one", "PL-one", trailer);
    // 200 km, an hour of loading and ten at the border at the rate of the country left, the fee.
    let carrier = PaidTo::Carrier("TR".parse().unwrap());
    assert_eq!(route.by_payee()[&carrier], usd(200.0 + 6.0 + 60.0));
    assert_eq!(route.cost(), usd(278.0));
    // Boxes on trains do not stand.
    let rails = self::network(&[STANDING, CONTAINERS]);
    assert_eq!(
        ask(&rails, "DE-one", "DE-two", large(10.0)).cost(),
        usd(100.0)
    );
}

const HARBOURS: &[(&str, &str)] = &[
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
    ("borders", ",DE,PL,sea,controlled,3,3,7,USD,2025,,,,,S"),
    ("fees", "PL,road,*,transit,,,50,USD,2025,,,,,S"),
];

#[test]
fn a_truck_off_a_ferry_pays_as_over_any_border() {
    let trailer = Shipment::trailer(tonnes(20.0)).unwrap();
    let route = ask(&network(HARBOURS), "DE-har", "PL-har", trailer);
    assert_eq!(route.cost(), usd(100.0 + 7.0 + 50.0));
    // Load 1, wait 2, sail 8, control 3, unload 1.
    assert!((route.duration().as_hours() - 15.0).abs() < 0.1);
    let cpmm = route.cpmm();
    assert!((cpmm.tfi1_hours_per_border - 3.0).abs() < 1e-9);
    assert!((cpmm.tfi2_usd_per_border - 57.0).abs() < 1e-9);
    assert!((cpmm.tfi3_usd_per_500km_20t - 157.0 * 500.0 / 80.0).abs() < 0.01);
    assert!((cpmm.tfi4_kmh_with_delay - 80.0 / 15.0).abs() < 0.01);
    assert!((cpmm.kmh_without_delay - 10.0).abs() < 0.01);
    // The truck stands from the gate to the shore: loading, waiting, sailing and landing; only the
    // last hour is spent in a country without a rate.
    let rows: Vec<(&str, &str)> = HARBOURS.iter().copied().chain([STANDING]).collect();
    let route = ask(&network(&rows), "DE-har", "PL-har", trailer);
    assert_eq!(route.cost(), usd(157.0 + 6.0 * 14.0));
}

#[test]
fn indicators_count_the_borders_inside_a_through_rate() {
    let network = network(&[
        CONTAINERS,
        (
            "tariffs",
            "R,PL,*,rail,container_train,any,any,per_km,1,USD,2025,,,,,,,haulage,,,,,S",
        ),
        ("places", "PL-two,Second,,PL,10.4,50.0,rail_terminal,1,S"),
        (
            "crossings",
            "x-de-pl-c-rail,C,DE,PL,rail,10.3,50.0,,,controlled,open,,,,,S",
        ),
        (
            "links",
            "l3,DE-two,x-de-pl-c-rail,rail,DE,100,1435,,both,open,,,,,,S",
        ),
        (
            "links",
            "l4,x-de-pl-c-rail,PL-two,rail,PL,100,1435,,both,open,,,,,,S",
        ),
        ("borders", ",DE,PL,rail,controlled,10,10,12,USD,2025,,,,,S"),
        ("through_rates", "t,R,DE-two,PL-two,,,150,USD,2025,,,,S"),
    ]);
    let route = ask(&network, "DE-two", "PL-two", large(20.0));
    assert_eq!(route.cost(), usd(150.0)); // the parts come to 212 USD
    assert!(
        route
            .steps
            .iter()
            .any(|step| matches!(step.act, Act::Through { .. }))
    );
    let cpmm = route.cpmm();
    assert!((cpmm.tfi1_hours_per_border - 10.0).abs() < 1e-9);
    assert!(cpmm.tfi2_usd_per_border.abs() < 1e-9); // the rate contains the fee
    assert!((cpmm.kmh_without_delay - 50.0).abs() < 0.1);
    assert!((cpmm.tfi4_kmh_with_delay - 200.0 / 16.0).abs() < 0.1);
}
