//! Prices, hours and emissions of small maps, each worked out by hand.
//!
//! The map: a railway `DE-one` -100 km- `DE-two` -200 km- `DE-thr`, a road `DE-one` -100 km- border
//! -100 km- `PL-one` -100 km- border -100 km- `CZ-one`, and ferries `DE-thr` - `DE-isl`.

use trade_corridor::atlas::Atlas;
use trade_corridor::costing::{Shipment, Unit};
use trade_corridor::network::{Component, Network};
use trade_corridor::prelude::*;
use trade_corridor::route::{Act, PaidTo};

const HEADERS: &[(&str, &str)] = &[
    ("sources", "id,kind,title,url,date,licence,note"),
    ("currencies", "code,usd,year,source"),
    ("deflators", "year,index,source"),
    (
        "places",
        "code,name,aliases,country,lon,lat,kinds,tier,source",
    ),
    (
        "crossings",
        "code,name,country_a,country_b,mode,lon,lat,place_a,place_b,regime,status,valid_from,valid_to,project,note,source",
    ),
    (
        "operators",
        "id,name,aliases,domicile,roles,valid_from,valid_to,note,source",
    ),
    (
        "lines",
        "id,name,country,mode,manager,valid_from,valid_to,project,source",
    ),
    (
        "links",
        "id,from,to,mode,country,length_km,gauges,line,direction,status,valid_from,valid_to,project,capacity_mt_year,shape,source",
    ),
    (
        "services",
        "id,operator,kind,from,to,carriage,distance_km,hours,hours_p90,departures_per_week,departure_rule,wait_hours,wait_hours_p90,flag,capacity_teu,capacity_wagons,capacity_trucks,price_20ft,price_40ft,price_truck,price_wagon,currency,price_year,status,valid_from,valid_to,project,waypoints,via,note,source",
    ),
    (
        "through_rates",
        "id,seller,from,to,via,price_20ft,price_40ft,currency,price_year,valid_from,valid_to,note,source",
    ),
    (
        "tariffs",
        "operator,country,lines,mode,product,unit,loaded,basis,rate,currency,price_year,minimum,mass_from_t,mass_to_t,band_from_km,band_to_km,taper,component,payee,valid_from,valid_to,note,source",
    ),
    (
        "handling",
        "place,country,operation,carriage_from,carriage_to,operator,hours,hours_p90,price_20ft,price_40ft,price_truck,price_wagon,currency,price_year,valid_from,valid_to,note,source",
    ),
    (
        "borders",
        "crossing,from_country,to_country,mode,regime,hours,hours_p90,fee,currency,price_year,payee,valid_from,valid_to,note,source",
    ),
    (
        "fees",
        "country,mode,plate,trigger,mass_from_t,mass_to_t,amount,currency,price_year,payee,valid_from,valid_to,note,source",
    ),
    (
        "speeds",
        "country,mode,product,line,kmh,p90_factor,daily_hours,valid_from,valid_to,note,source",
    ),
    (
        "emissions",
        "mode,country,product,g_per_tkm,handling_kg_per_unit,note,source",
    ),
];

const MAP: &[(&str, &str)] = &[
    ("sources", "S,published,Test,,,,"),
    ("operators", "R,Railway,,DE,railway_undertaking,,,,S"),
    ("operators", "F,Ferry,,DE,shipping_line,,,,S"),
    (
        "places",
        "DE-one,One,,DE,10.0,50.0,rail_terminal;road_terminal,1,S",
    ),
    ("places", "DE-two,Two,,DE,10.1,50.0,rail_terminal,1,S"),
    (
        "places",
        "DE-thr,Three,,DE,10.2,50.0,rail_terminal;seaport;ferry_terminal,1,S",
    ),
    (
        "places",
        "DE-isl,Isle,,DE,10.2,50.5,rail_terminal;seaport;ferry_terminal,1,S",
    ),
    ("places", "PL-one,Middle,,PL,10.3,50.0,road_terminal,1,S"),
    ("places", "CZ-one,Far,,CZ,10.5,50.0,road_terminal,1,S"),
    (
        "crossings",
        "x-de-pl-a-road,A,DE,PL,road,10.2,50.1,,,controlled,open,,,,,S",
    ),
    (
        "crossings",
        "x-cz-pl-b-road,B,CZ,PL,road,10.4,50.1,,,controlled,open,,,,,S",
    ),
    (
        "links",
        "l1,DE-one,DE-two,rail,DE,100,1435,,both,open,,,,,,S",
    ),
    (
        "links",
        "l2,DE-two,DE-thr,rail,DE,200,1435,,both,open,,,,,,S",
    ),
    (
        "links",
        "r1,DE-one,x-de-pl-a-road,road,DE,100,,,both,open,,,,,,S",
    ),
    (
        "links",
        "r2,x-de-pl-a-road,PL-one,road,PL,100,,,both,open,,,,,,S",
    ),
    (
        "links",
        "r3,PL-one,x-cz-pl-b-road,road,PL,100,,,both,open,,,,,,S",
    ),
    (
        "links",
        "r4,x-cz-pl-b-road,CZ-one,road,CZ,100,,,both,open,,,,,,S",
    ),
    ("speeds", "*,rail,*,,50,1,,,,,S"),
    ("speeds", "*,road,*,,60,1,12,,,,S"),
    ("handling", ",*,load,*,*,,1,,0,0,0,0,USD,2025,,,,S"),
    ("handling", ",*,unload,*,*,,1,,0,0,0,0,USD,2025,,,,S"),
    ("handling", ",*,tranship,*,*,,2,,10,10,10,10,USD,2025,,,,S"),
    (
        "tariffs",
        ",DE,*,road,truck,any,any,per_km,1,USD,2025,,,,,,,haulage,,,,,S",
    ),
    (
        "tariffs",
        ",PL,*,road,truck,any,any,per_km,1,USD,2025,,,,,,,haulage,,,,,S",
    ),
    (
        "tariffs",
        ",CZ,*,road,truck,any,any,per_km,1,USD,2025,,,,,,,haulage,,,,,S",
    ),
];

/// The map with more rows; a row is a table and its cells.
fn network(more: &[(&str, &str)]) -> Network {
    let tables = HEADERS.iter().map(|(table, header)| {
        let mut text = format!("{header}\n");
        for (_, row) in MAP.iter().chain(more).filter(|(of, _)| of == table) {
            text.push_str(row);
            text.push('\n');
        }
        (format!("{table}.csv"), text)
    });
    let manifest = "schema = 1\nname = \"by hand\"\nprice_year = 2025\n";
    Atlas::texts(manifest, tables).unwrap().load().unwrap()
}

fn ask(network: &Network, from: &str, to: &str, shipment: Shipment) -> Route {
    let planner = Planner::new(network, &Scenario::on(date(2026, 11, 22))).unwrap();
    planner
        .cheapest(&Request::new(from, to).shipment(shipment))
        .unwrap()
}

fn tonnes(mass: f64) -> Mass {
    Mass::from_tonnes(mass).unwrap()
}

fn small(mass: f64) -> Shipment {
    Shipment::container_20ft(tonnes(mass)).unwrap()
}

fn large(mass: f64) -> Shipment {
    Shipment::container_40ft(tonnes(mass)).unwrap()
}

fn usd(amount: f64) -> Money {
    Money::from_usd(amount).unwrap()
}

/// Container tariffs of the railway, each as `unit,loaded,basis,rate,currency,price_year,minimum,
/// mass_from_t,mass_to_t,band_from_km,band_to_km,taper`.
fn rail(tariffs: &[&str]) -> Network {
    let rows: Vec<String> = tariffs
        .iter()
        .map(|middle| format!("R,DE,*,rail,container_train,{middle},haulage,,,,,S"))
        .collect();
    let rows: Vec<(&str, &str)> = rows.iter().map(|row| ("tariffs", row.as_str())).collect();
    network(&rows)
}

#[test]
fn a_band_prices_the_whole_haul() {
    let network = rail(&[
        "any,any,per_km,1.00,USD,2025,,,,,150,whole",
        "any,any,per_km,0.80,USD,2025,,,,150,,whole",
    ]);
    let cost = |to: &str| ask(&network, "DE-one", to, small(10.0)).cost();
    assert_eq!(cost("DE-two"), usd(100.0));
    // 300 km at the far band's rate: not 100 at 1.00 and 200 at 0.80.
    assert_eq!(cost("DE-thr"), usd(240.0));
}

#[test]
fn a_slice_prices_its_own_kilometres() {
    let network = rail(&[
        "any,any,per_km,1.00,USD,2025,,,,,150,slice",
        "any,any,per_km,0.50,USD,2025,,,,150,,slice",
    ]);
    // 150 km at 1.00 and 150 km at 0.50, though the links are 100 and 200 km long.
    let route = ask(&network, "DE-one", "DE-thr", small(10.0));
    assert_eq!(route.cost(), usd(225.0));
    assert!(route.steps.iter().any(|step| step.act == Act::Haul));
}

#[test]
fn a_minimum_is_asked_once_per_haul_and_unit() {
    let network = rail(&["any,any,per_km,0.10,USD,2025,50,,,,,"]);
    let cost = |to: &str, count| {
        ask(
            &network,
            "DE-one",
            to,
            small(10.0).with_count(count).unwrap(),
        )
        .cost()
    };
    assert_eq!(cost("DE-two", 1), usd(50.0));
    assert_eq!(cost("DE-thr", 1), usd(50.0));
    assert_eq!(cost("DE-two", 3), usd(150.0));
}

#[test]
fn mass_steps_count_the_gross_mass() {
    let network = rail(&[
        "20ft,any,per_km,0.15,USD,2025,,,24,,,",
        "20ft,any,per_km,0.18,USD,2025,,24,,,,",
    ]);
    let cost = |mass| ask(&network, "DE-one", "DE-two", small(mass)).cost();
    // A 20 ft box weighs 2.3 t: 21.6 t of goods are 23.9 t, 21.7 t are 24.0 t.
    assert_eq!(cost(21.6), usd(15.0));
    assert_eq!(cost(21.7), usd(18.0));
}

#[test]
fn a_consignment_pays_once_and_units_each() {
    let network = rail(&[
        "any,any,per_km,1,USD,2025,,,,,,",
        "any,any,per_consignment,40,USD,2025,,,,,,",
        "any,any,per_unit,7,USD,2025,,,,,,",
    ]);
    let three = small(10.0).with_count(3).unwrap();
    assert_eq!(ask(&network, "DE-one", "DE-thr", three).cost(), usd(961.0));
}

#[test]
fn an_empty_box_has_its_own_rate() {
    let network = rail(&[
        "40ft,loaded,per_km,1,USD,2025,,,,,,",
        "40ft,empty,per_km,0.4,USD,2025,,,,,,",
    ]);
    let cost = |mass| ask(&network, "DE-one", "DE-two", large(mass)).cost();
    assert_eq!(cost(20.0), usd(100.0));
    assert_eq!(cost(0.0), usd(40.0));
}

#[test]
fn tonne_kilometres_of_a_box_count_its_tare() {
    let network = rail(&["any,any,per_tonne_km,0.05,USD,2025,,,,,,"]);
    // 23.8 t of box and goods over 100 km.
    let route = ask(&network, "DE-one", "DE-two", large(20.0));
    assert_eq!(route.cost(), usd(119.0));
}

#[test]
fn other_money_is_converted_by_its_year() {
    let network = network(&[
        ("currencies", "EUR,1.2,2020,S"),
        ("deflators", "2020,100,S"),
        ("deflators", "2025,125,S"),
        (
            "tariffs",
            "R,DE,*,rail,container_train,any,any,per_km,1,EUR,2020,,,,,,,haulage,,,,,S",
        ),
    ]);
    // 1 EUR of 2020 = 1.20 USD of 2020 = 1.50 USD of 2025.
    let route = ask(&network, "DE-one", "DE-two", small(10.0));
    assert_eq!(route.cost(), usd(150.0));
    assert_eq!(network.usd_of("EUR", 2020), Some(1.5));
}

#[test]
fn access_adds_to_haulage_and_goes_to_its_payee() {
    let network = network(&[
        ("operators", "T,Tracks,,DE,infrastructure_manager,,,,S"),
        (
            "tariffs",
            "R,DE,*,rail,container_train,any,any,per_km,1,USD,2025,,,,,,,haulage,,,,,S",
        ),
        (
            "tariffs",
            "R,DE,*,rail,container_train,any,any,per_km,0.25,USD,2025,,,,,,,access,T,,,,S",
        ),
    ]);
    let route = ask(&network, "DE-one", "DE-two", small(10.0));
    assert_eq!(route.by_component()[&Component::Haulage], usd(100.0));
    assert_eq!(route.by_component()[&Component::Access], usd(25.0));
    assert_eq!(route.by_operator()[&Some("T".to_owned())], usd(25.0));
}

#[test]
fn products_have_prices_of_their_own() {
    let network = network(&[
        (
            "tariffs",
            "R,DE,*,rail,container_train,any,any,per_km,1,USD,2025,,,,,,,haulage,,,,,S",
        ),
        (
            "tariffs",
            "R,DE,*,rail,wagon,any,any,per_km,2,USD,2025,,,,,,,haulage,,,,,S",
        ),
    ]);
    let wagon = Shipment::wagon(tonnes(40.0)).unwrap();
    let trailer = Shipment::trailer(tonnes(20.0)).unwrap();
    assert_eq!(
        ask(&network, "DE-one", "DE-two", large(20.0)).cost(),
        usd(100.0)
    );
    assert_eq!(ask(&network, "DE-one", "DE-two", wagon).cost(), usd(200.0));
    assert_eq!(
        ask(&network, "DE-one", "PL-one", trailer).cost(),
        usd(200.0)
    );
}

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

const CONTAINERS: (&str, &str) = (
    "tariffs",
    "R,DE,*,rail,container_train,any,any,per_km,1,USD,2025,,,,,,,haulage,,,,,S",
);

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

#[test]
fn a_through_rate_is_not_the_sum_of_its_parts() {
    let rate = (
        "through_rates",
        "t,R,DE-one,DE-thr,DE-two,150,,USD,2025,,,,S",
    );
    let with = network(&[CONTAINERS, rate]);
    let route = ask(&with, "DE-one", "DE-thr", small(10.0));
    assert_eq!(route.cost(), usd(150.0));
    assert_eq!(route.by_component()[&Component::ThroughRate], usd(150.0));
    // Nobody quoted 40 ft: the parts are paid.
    assert_eq!(
        ask(&with, "DE-one", "DE-thr", large(10.0)).cost(),
        usd(300.0)
    );
    let without = ask(&network(&[CONTAINERS]), "DE-one", "DE-thr", small(10.0));
    assert_eq!(without.distance(), route.distance());
}

#[test]
fn gauge_change_costs_and_takes_its_own() {
    let network = network(&[
        (
            "places",
            "DE-gau,Break,,DE,10.3,50.0,rail_terminal;gauge_change,1,S",
        ),
        ("places", "DE-bro,Broad,,DE,10.4,50.0,rail_terminal,1,S"),
        (
            "links",
            "l3,DE-thr,DE-gau,rail,DE,50,1435,,both,open,,,,,,S",
        ),
        (
            "links",
            "l4,DE-gau,DE-bro,rail,DE,50,1520,,both,open,,,,,,S",
        ),
        CONTAINERS,
        (
            "handling",
            ",*,gauge_change,wagon,wagon,,9,9,225,225,,225,USD,2025,,,,S",
        ),
    ]);
    let route = ask(&network, "DE-thr", "DE-bro", small(10.0));
    assert_eq!(route.cost(), usd(325.0));
    assert_eq!(route.by_component()[&Component::GaugeChange], usd(225.0));
    assert_eq!(route.gauge_changes(), 1);
    assert!((route.duration().as_hours() - (2.0 + 2.0 + 9.0)).abs() < 0.1);
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

#[test]
fn assumed_values_are_told_by_share() {
    let network = network(&[
        ("sources", "G,assumed,Guess,,,,a guess"),
        (
            "tariffs",
            "R,DE,*,rail,container_train,any,any,per_km,1,USD,2025,,,,,,,haulage,,,,,S",
        ),
        (
            "handling",
            "DE-two,DE,unload,wagon,*,,3,3,100,100,100,100,USD,2025,,,,G;hours=S",
        ),
    ]);
    let route = ask(&network, "DE-one", "DE-two", large(10.0));
    // 100 km at 1 USD, an assumed price of 100 USD at the end; no hours and no kilometres assumed.
    assert_eq!(route.cost(), usd(200.0));
    let assumed = route.assumed();
    assert_eq!(assumed.cost.as_millionths(), 500_000);
    assert_eq!(assumed.time.as_millionths(), 0);
    assert_eq!(assumed.distance.as_millionths(), 0);
}

/// The railways of the atlas whose prices read whole hauls: one haul between two of their places
/// costs what the formula gives on its whole length.
#[test]
fn whole_hauls_of_the_atlas_follow_their_tariffs() {
    let network = Network::europe_central_asia();
    let planner = Planner::new(network, &Scenario::on(date(2026, 11, 22))).unwrap();
    let box40 = large(20.0);
    let rate = |operator: &str, basis: &str| {
        let wanted = network.operator_by_id(operator).unwrap();
        let (_, tariff) = network
            .tariffs()
            .find(|(_, tariff)| {
                tariff.operator == Some(wanted)
                    && tariff.product == trade_corridor::network::Product::ContainerTrain
                    && tariff.unit == Some(Unit::Container40.kind())
                    && tariff.loaded != Some(false)
                    && tariff.id.contains(basis)
            })
            .unwrap();
        (tariff.rate, tariff.minimum)
    };
    let haul = |from: &str, to: &str| {
        let rail_only = Policy::open().with(Rule::exclude_mode(Mode::Road));
        let request = Request::new(from, to).shipment(box40).policy(rail_only);
        let route = planner.cheapest(&request).unwrap();
        let metres = route.distance().as_metres();
        (route.by_component()[&Component::Haulage], metres)
    };

    let (per_km, _) = rate("CR", "/per_km/");
    let (per_unit, _) = rate("CR", "/per_unit/");
    let (paid, metres) = haul("CNSIA", "CNHGS");
    assert_eq!(paid, per_km.times(metres, 1_000) + per_unit.times(1, 1));

    let (per_tonne_km, minimum) = rate("TCDDT", "/per_tonne_km/");
    let (paid, metres) = haul("TRANK", "TRKSY");
    let mass = box40.charged_mass().as_kg();
    let least = minimum.unwrap().times(1, 1);
    assert_eq!(
        paid,
        per_tonne_km.times(metres * mass, 1_000_000).max(least)
    );
    let (short, _) = haul("TR-hal", "TRCKY");
    assert_eq!(short, least);
}
