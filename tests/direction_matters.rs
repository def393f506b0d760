//! The way from A to B is not taken for the way from B to A.

use crate::questions::{DAY, PLANNER, pairs};
use trade_corridor::atlas::Atlas;
use trade_corridor::planner::{Planner, Reason, Request};
use trade_corridor::quantity::Distance;
use trade_corridor::route::{Route, Step};
use trade_corridor::scenario::Scenario;

fn both_ways(from: &str, to: &str) -> (Route, Route) {
    let there = PLANNER.cheapest(&Request::new(from, to)).unwrap();
    let back = PLANNER.cheapest(&Request::new(to, from)).unwrap();
    (there, back)
}

#[test]
fn hours_at_a_border_are_those_of_the_direction() {
    // CAREC's corridor monitoring reports days into Kazakhstan from China and hours the other way.
    let hours = |route: &Route, from: &str, to: &str| {
        let at_border = route.steps.iter().flat_map(Step::atoms).find(|step| {
            let pair = route
                .borders()
                .into_iter()
                .find(|border| border.0 == step.from.code);
            pair.is_some_and(|pair| pair.1.as_str() == from && pair.2.as_str() == to)
                && step.countries.len() == 2
        });
        at_border.map(|step| step.expected.as_hours())
    };
    let (into, out) = both_ways("CNHGS", "Almaty");
    let (into, out) = (hours(&into, "CN", "KZ"), hours(&out, "KZ", "CN"));
    let (into, out) = (into.unwrap(), out.unwrap());
    assert!((into - out).abs() > 1.0, "{into} h in, {out} h out");
}

#[test]
fn prices_and_hours_of_many_pairs_differ_by_direction() {
    let (mut priced, mut timed, mut asked) = (0, 0, 0);
    for (from, to) in pairs(13, 40) {
        let there = PLANNER.cheapest(&Request::new(&from, &to));
        let back = PLANNER.cheapest(&Request::new(&to, &from));
        if let (Ok(there), Ok(back)) = (there, back) {
            asked += 1;
            priced += usize::from(there.cost() != back.cost());
            timed += usize::from(there.duration() != back.duration());
        }
    }
    assert!(asked >= 30, "{asked} of 40 pairs lead both ways");
    assert!(priced * 3 > asked, "{priced} of {asked} prices differ");
    assert!(timed * 4 > asked, "{timed} of {asked} hours differ");
}

const MANIFEST: &str = "schema = 1\nname = \"one way\"\nprice_year = 2025\n";

/// Two cities, a short road that only leads from the first to the second, a long one both ways.
fn one_way(with_long_way: bool) -> trade_corridor::network::Network {
    let mut links = "\
id,from,to,mode,country,length_km,gauges,line,direction,status,valid_from,valid_to,project,capacity_mt_year,shape,source
short,GETBS,GEKUT,road,GE,230,,,forward,open,,,,,,S
"
    .to_owned();
    if with_long_way {
        links.push_str("long,GETBS,GEKUT,road,GE,400,,,both,open,,,,,,S\n");
    }
    let tables = [
        (
            "sources.csv",
            "id,kind,title,url,date,licence,note\nS,published,Test,,,,\n",
        ),
        (
            "places.csv",
            "code,name,aliases,country,lon,lat,kinds,tier,source\n\
             GETBS,Tbilisi,,GE,44.8,41.7,road_terminal,1,S\n\
             GEKUT,Kutaisi,,GE,42.7,42.3,road_terminal,1,S\n",
        ),
        ("links.csv", &links),
        (
            "tariffs.csv",
            "operator,country,lines,mode,product,unit,loaded,basis,rate,currency,price_year,minimum,mass_from_t,mass_to_t,band_from_km,band_to_km,taper,component,payee,valid_from,valid_to,note,source\n\
             ,GE,*,road,truck,any,any,per_km,1.5,USD,2025,,,,,,,haulage,,,,,S\n",
        ),
        (
            "speeds.csv",
            "country,mode,product,line,kmh,p90_factor,valid_from,valid_to,note,source\n\
             *,road,*,,50,,,,,S\n",
        ),
        (
            "handling.csv",
            "place,country,operation,carriage_from,carriage_to,operator,hours,hours_p90,price_20ft,price_40ft,price_truck,price_wagon,currency,price_year,valid_from,valid_to,note,source\n\
             ,*,load,*,*,,1,,0,0,0,0,USD,2025,,,,S\n\
             ,*,unload,*,*,,1,,0,0,0,0,USD,2025,,,,S\n",
        ),
    ];
    let tables = tables.map(|(name, text)| (name.to_owned(), text.to_owned()));
    Atlas::texts(MANIFEST, tables).unwrap().load().unwrap()
}

#[test]
fn a_one_way_link_is_not_driven_backwards() {
    let network = one_way(true);
    let planner = Planner::new(&network, &Scenario::on(DAY)).unwrap();
    let km = |from: &str, to: &str| {
        let route = planner.cheapest(&Request::new(from, to)).unwrap();
        route.distance()
    };
    assert_eq!(km("Tbilisi", "Kutaisi"), Distance::from_metres(230_000));
    assert_eq!(km("Kutaisi", "Tbilisi"), Distance::from_metres(400_000));

    let network = one_way(false);
    let planner = Planner::new(&network, &Scenario::on(DAY)).unwrap();
    assert!(
        planner
            .cheapest(&Request::new("Tbilisi", "Kutaisi"))
            .is_ok()
    );
    let back = planner.cheapest(&Request::new("Kutaisi", "Tbilisi"));
    let none = back.unwrap_err().into_no_route().unwrap();
    assert_eq!(*none.reason(), Reason::Unconnected);
}
