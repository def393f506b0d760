//! A small map on which prices, hours and emissions can be worked out by hand.
//!
//! The map: a railway `DE-one` -100 km- `DE-two` -200 km- `DE-thr`, a road `DE-one` -100 km- border
//! -100 km- `PL-one` -100 km- border -100 km- `CZ-one`, and ferries `DE-thr` - `DE-isl`.

use trade_corridor::atlas::Atlas;
use trade_corridor::costing::Shipment;
use trade_corridor::network::Network;
use trade_corridor::prelude::*;

const HEADERS: &[(&str, &str)] = &[
    ("sources", "id,kind,title,url,date,licence,note"),
    ("sources_dated", "id,kind,title,url,date,licence,note,year"),
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
        "borders_going",
        "crossing,from_country,to_country,mode,regime,product,consist,hours,hours_p90,fee,currency,price_year,payee,valid_from,valid_to,note,source",
    ),
    (
        "departures",
        "place,country,product,consist,hours,hours_p90,valid_from,valid_to,note,source",
    ),
    (
        "seasons",
        "services,month_from,month_to,wait_factor,p90_factor,note,source",
    ),
    (
        "services_kept",
        "id,operator,kind,from,to,carriage,distance_km,hours,hours_p90,departures_per_week,departure_rule,wait_hours,wait_hours_p90,train_wait_hours,train_wait_hours_p90,flag,capacity_teu,capacity_wagons,capacity_trucks,price_20ft,price_40ft,price_truck,price_wagon,currency,price_year,status,valid_from,valid_to,project,waypoints,via,note,source",
    ),
    (
        "tariffs_bound",
        "operator,country,lines,mode,product,unit,loaded,consist,bound,basis,rate,currency,price_year,minimum,mass_from_t,mass_to_t,band_from_km,band_to_km,taper,component,payee,valid_from,valid_to,note,source",
    ),
    (
        "speeds_bound",
        "country,mode,product,line,bound,kmh,p90_factor,daily_hours,valid_from,valid_to,note,source",
    ),
    (
        "fees",
        "country,mode,plate,trigger,mass_from_t,mass_to_t,amount,currency,price_year,payee,valid_from,valid_to,note,source",
    ),
    (
        "fees_run",
        "country,mode,plate,trigger,basis,mass_from_t,mass_to_t,amount,currency,price_year,payee,valid_from,valid_to,note,source",
    ),
    (
        "plates",
        "country,plate,rule,limit_km,valid_from,valid_to,note,source",
    ),
    (
        "hazards",
        "country,mode,kind,p90_factor,valid_from,valid_to,note,source",
    ),
    (
        "speeds",
        "country,mode,product,line,kmh,p90_factor,daily_hours,valid_from,valid_to,note,source",
    ),
    (
        "emissions",
        "mode,country,product,g_per_tkm,handling_kg_per_unit,note,source",
    ),
    (
        "emissions_split",
        "mode,country,product,g_per_tkm,handling_kg_per_unit,ttw_share,note,source",
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
pub(crate) fn network(more: &[(&str, &str)]) -> Network {
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

pub(crate) fn ask(network: &Network, from: &str, to: &str, shipment: Shipment) -> Route {
    let planner = Planner::new(network, &Scenario::on(date(2026, 11, 22))).unwrap();
    planner
        .cheapest(&Request::new(from, to).shipment(shipment))
        .unwrap()
}

pub(crate) fn tonnes(mass: f64) -> Mass {
    Mass::from_tonnes(mass).unwrap()
}

pub(crate) fn small(mass: f64) -> Shipment {
    Shipment::container_20ft(tonnes(mass)).unwrap()
}

pub(crate) fn large(mass: f64) -> Shipment {
    Shipment::container_40ft(tonnes(mass)).unwrap()
}

pub(crate) fn usd(amount: f64) -> Money {
    Money::from_usd(amount).unwrap()
}

/// Container tariffs of the railway, each as `unit,loaded,basis,rate,currency,price_year,minimum,
/// mass_from_t,mass_to_t,band_from_km,band_to_km,taper`.
pub(crate) fn rail(tariffs: &[&str]) -> Network {
    let rows: Vec<String> = tariffs
        .iter()
        .map(|middle| format!("R,DE,*,rail,container_train,{middle},haulage,,,,,S"))
        .collect();
    let rows: Vec<(&str, &str)> = rows.iter().map(|row| ("tariffs", row.as_str())).collect();
    network(&rows)
}

pub(crate) const CONTAINERS: (&str, &str) = (
    "tariffs",
    "R,DE,*,rail,container_train,any,any,per_km,1,USD,2025,,,,,,,haulage,,,,,S",
);
