//! What exists on a day does not outlast its records: without whoever runs a line nothing moves on it, and
//! an operator that does not exist sells and runs nothing; the answer says who is missing, and on which day.

use crate::by_hand::{CONTAINERS, network, small, tonnes, usd};
use crate::questions::{pairs, shipments};
use trade_corridor::costing::Shipment;
use trade_corridor::planner::{Reason, Vacancy};
use trade_corridor::prelude::*;
use trade_corridor::route::Warning;
use trade_corridor::scenario::Cause;
use trade_corridor::verify::verify;

fn planner(network: &Network, day: Date) -> Planner {
    Planner::new(network, &Scenario::on(day)).unwrap()
}

fn vacancy(none: &NoRoute) -> (&str, &Vacancy) {
    let Reason::NotOpen { openings } = none.reason() else {
        panic!("{none}");
    };
    let vacant = openings.iter().find_map(|opening| {
        let what = opening.what.name();
        Some((what, opening.vacancy.as_ref()?))
    });
    vacant.unwrap_or_else(|| panic!("{none}"))
}

#[test]
fn armenia_s_railway_carries_nothing_without_its_concessionaire() {
    let network = Network::europe_central_asia();
    let (last, after) = (date(2038, 2, 12), date(2038, 2, 13));
    let wagon = Shipment::wagon(tonnes(60.0)).unwrap();
    let request = Request::new("Tbilisi", "Yerevan").shipment(wagon);
    let route = planner(network, last).cheapest(&request).unwrap();
    assert!(route.countries().contains(&"AM".parse().unwrap()));

    let later = planner(network, after);
    let none = later.cheapest(&request).unwrap_err().into_no_route();
    let none = none.unwrap();
    let (line, missing) = vacancy(&none);
    assert_eq!((line, missing.operator.as_str()), ("AM-rail", "SCR"));
    assert_eq!((missing.validity.to(), missing.day), (Some(last), after));
    let text = none.to_string();
    let told = "(`line:AM-rail`, without an operator on 2038-02-13: South Caucasus Railway is valid 2008-02-13 to \
                2038-02-12)";
    assert!(text.contains(told), "{text}");
    let why = later.why_not(&request).unwrap();
    assert_eq!(why.cause(), Some(&none));
    assert!(why.to_string().contains(told), "{why}");
    let saved = serde_json::to_string(&none).unwrap();
    assert_eq!(serde_json::from_str::<NoRoute>(&saved).unwrap(), none);

    let refused = verify(&route, &Policy::open(), network, &Scenario::on(after));
    assert!(refused.is_err());
    let world = later.world();
    let line = network.line_by_id("AM-rail").unwrap();
    assert!(world.is_vacant(line) && world.manager(line).is_none());
    for (id, link) in network.links().filter(|(_, link)| link.line == line) {
        let standing = world.link_status(id).unwrap();
        assert_eq!(standing.is_open(), world.is_open_link(id), "{}", link.id);
        assert!(!standing.is_open());
    }
    // The road is public, and a new manager opens the railway.
    let boxed = Request::new("Tbilisi", "Yerevan");
    later.cheapest(&boxed).unwrap();
    let granted = Scenario::on(after).with(Change::manager("AM-rail", "GR"));
    let granted = Planner::new(network, &granted).unwrap();
    let route = granted.cheapest(&request).unwrap();
    assert!(
        !route.warnings().is_empty(),
        "its tariffs are of 2038-02-12"
    );
}

const MANAGED: [(&str, &str); 3] = [
    CONTAINERS,
    (
        "lines",
        "DE-rail,Railway,DE,rail,R,2010-01-01,2019-12-31,,S",
    ),
    ("lines", "DE-rail,Railway,DE,rail,F,2022-01-01,,,S"),
];

#[test]
fn a_line_is_closed_between_two_managers() {
    let network = network(&MANAGED);
    let request = Request::new("DE-one", "DE-two").shipment(small(10.0));
    for (day, who) in [
        (date(2009, 12, 31), Err("R")),
        (date(2010, 1, 1), Ok("R")),
        (date(2019, 12, 31), Ok("R")),
        (date(2020, 1, 1), Err("R")),
        (date(2021, 12, 31), Err("R")),
        (date(2022, 1, 1), Ok("F")),
    ] {
        let planner = planner(&network, day);
        match (planner.cheapest(&request), who) {
            (Ok(route), Ok(who)) => {
                let parties = route.atoms().flat_map(|step| &step.parties);
                let mut managers = parties.map(|(id, ..)| id.as_str());
                assert!(managers.any(|id| id == who), "{day}\n{route}");
            }
            (Err(error), Err(who)) => {
                let none = error.into_no_route().unwrap();
                let (line, missing) = vacancy(&none);
                assert_eq!((line, missing.operator.as_str()), ("DE-rail", who), "{day}");
                assert_eq!(missing.day, day);
                let Reason::NotOpen { openings } = none.reason() else {
                    panic!("{none}");
                };
                let opens = if day.year() < 2010 {
                    date(2010, 1, 1)
                } else {
                    date(2022, 1, 1)
                };
                assert_eq!(openings[0].opens_on, Some(opens));
                let why = planner.why_not(&request).unwrap();
                assert_eq!(why.cause(), Some(&none));
            }
            (found, _) => panic!("{day}: {found:?}"),
        }
    }
}

#[test]
fn an_operator_that_has_ceased_sells_and_runs_nothing() {
    let gone = "2024-12-31";
    let old = format!("O,Old,,DE,railway_undertaking;terminal;shipping_line;forwarder,,{gone},,S");
    let ferry = "T,O,block_train,DE-one,DE-thr,wagon-1435,,2,3,7,timetable,,,,,,,1,1,,,USD,2025,open,,,,,DE-two,,S";
    let rows = [
        CONTAINERS,
        ("operators", old.as_str()),
        (
            "tariffs",
            "O,DE,*,rail,container_train,any,any,per_km,0.1,USD,2025,,,,,,,haulage,,,,,S",
        ),
        ("services", ferry),
        (
            "through_rates",
            "X,O,DE-one,DE-thr,DE-two,2,2,USD,2025,,,,S",
        ),
        (
            "handling",
            "DE-two,DE,unload,wagon,*,O,1,1,1,1,1,1,USD,2025,,,,S",
        ),
    ];
    let network = network(&rows);
    let near = Request::new("DE-one", "DE-two").shipment(small(10.0));
    let far = Request::new("DE-one", "DE-thr").shipment(small(10.0));
    let (before, after) = (date(2024, 12, 31), date(2025, 1, 1));
    let then = planner(&network, before);
    assert_eq!(then.cheapest(&near).unwrap().cost(), usd(11.0));
    assert_eq!(then.cheapest(&far).unwrap().cost(), usd(1.0));
    let now = planner(&network, after);
    let (near, far) = (now.cheapest(&near).unwrap(), now.cheapest(&far).unwrap());
    assert_eq!(near.cost(), usd(100.0));
    assert_eq!(far.cost(), usd(300.0));
    for route in [&near, &far] {
        assert!(route.warnings().is_empty());
        let parties = route.atoms().flat_map(|step| &step.parties);
        assert!(parties.into_iter().all(|(id, ..)| id != "O"), "{route}");
    }
    let (id, _) = network.services().next().unwrap();
    let standing = now.world().service_status(id).unwrap();
    assert!(matches!(standing.cause, Cause::NoOperator(one) if one.id == "O"));
    assert!(!standing.is_open() && !now.world().is_open_service(id));
}

/// Where nobody else is on record for a lift, it is not for nothing: there is none.
#[test]
fn a_terminal_without_its_operator_handles_nothing() {
    let old = ("operators", "O,Old,,DE,terminal,,2024-12-31,,S");
    let rows = [
        CONTAINERS,
        old,
        (
            "handling",
            "DE-two,DE,gauge_change,*,*,O,1,1,9,9,9,9,USD,2025,,,,S",
        ),
        (
            "places",
            "DE-bro,Broad,,DE,10.1,50.1,rail_terminal;gauge_change,1,S",
        ),
        ("places", "DE-far,Far broad,,DE,10.1,50.3,rail_terminal,1,S"),
        (
            "links",
            "b1,DE-one,DE-bro,rail,DE,100,1435,,both,open,,,,,,S",
        ),
        (
            "links",
            "b2,DE-bro,DE-far,rail,DE,100,1520,,both,open,,,,,,S",
        ),
        (
            "handling",
            "DE-bro,DE,gauge_change,wagon,wagon,O,1,1,9,9,9,9,USD,2025,,,,S",
        ),
    ];
    let network = network(&rows);
    let request = Request::new("DE-one", "DE-far").shipment(small(10.0));
    let then = planner(&network, date(2024, 12, 31)).cheapest(&request);
    let then = then.unwrap();
    assert_eq!(then.gauge_changes(), 1);
    let none = planner(&network, date(2025, 1, 1)).cheapest(&request);
    assert_eq!(
        none.unwrap_err().into_no_route().unwrap().code(),
        "unconnected"
    );
    let restated = crate::trips::restated(&then, &Scenario::on(date(2025, 1, 1)));
    let refused = verify(
        &restated,
        &Policy::open(),
        &network,
        &Scenario::on(date(2025, 1, 1)),
    );
    assert!(refused.is_err());
}

#[test]
fn a_ferry_without_its_operator_is_named() {
    let rows = [
        ("operators", "O,Old line,,DE,shipping_line,,2024-12-31,,S"),
        (
            "services",
            "V,O,feeder,DE-thr,DE-isl,vessel,60,4,5,7,timetable,,,DE,,,,10,10,,,USD,2025,open,,,,,,,S",
        ),
    ];
    let network = network(&rows);
    let request = Request::new("DE-thr", "DE-isl").shipment(small(10.0));
    let now = planner(&network, date(2025, 1, 1));
    let none = now.cheapest(&request).unwrap_err().into_no_route().unwrap();
    let why = now.why_not(&request).unwrap();
    let told = why.cause().unwrap();
    let (what, missing) = vacancy(told);
    assert_eq!((what, missing.name.as_str()), ("V", "Old line"), "{none}");
}

/// Far back and far ahead: no question fails for another reason than that there is no route, every answer
/// is found sound, and warnings speak of rows that are not valid on the day.
#[test]
fn any_day_is_answered() {
    let network = Network::europe_central_asia();
    for (seed, day) in [
        date(-9999, 1, 1),
        date(2015, 6, 1),
        date(2020, 6, 1),
        date(2026, 11, 22),
        date(2030, 6, 1),
        date(2045, 6, 1),
        date(9999, 12, 31),
    ]
    .into_iter()
    .enumerate()
    {
        let planner = planner(network, day);
        let shipments = shipments();
        let asked = pairs(seed as u64, 12).into_iter().chain([
            ("Baku".to_owned(), "Kars".to_owned()),
            ("Tbilisi".to_owned(), "Kars".to_owned()),
        ]);
        for (at, (from, to)) in asked.enumerate() {
            let shipment = shipments[at % shipments.len()];
            let request = Request::new(&from, &to).shipment(shipment);
            for objective in [Objective::Cost, Objective::Time] {
                match planner.best(&request, &objective) {
                    Ok(route) => {
                        for warning in route.warnings() {
                            if let Warning::FigureOfOtherDay { validity, day, .. } = warning {
                                assert!(!validity.contains(*day), "{warning}");
                                assert_ne!(*day, date(2026, 11, 22), "{route}");
                            }
                        }
                    }
                    Err(error) => drop(error.into_no_route().unwrap()),
                }
            }
        }
    }
}
