//! What is closed, open, run and held in a world is what its changes say of it, else what its records do.

use trade_corridor::network::Status;
use trade_corridor::prelude::*;
use trade_corridor::quantity::Share;
use trade_corridor::scenario::{
    Cause, ClosureCause, ManagerCause, ServiceChange, StakeCause, TransitClosure, World,
};

use crate::by_hand::network as by_hand;
use crate::changes::under;
use crate::maps::{DAY, caucasus, country, new_link, new_service, share};

#[test]
fn a_closure_stops_whose_goods_it_names() {
    let [ge, am, az, ru] = ["GE", "AM", "AZ", "RU"].map(country);
    let closure = |from, to, trade| TransitClosure {
        country: ge,
        from,
        to,
        trade,
    };
    // who is stopped on the ways RU-AM, RU-AZ, AZ-AM, GE-AM, RU-GE
    let ways = [(ru, am), (ru, az), (az, am), (ge, am), (ru, ge)];
    let cases = [
        (closure(None, None, false), [true, true, true, false, false]),
        (closure(None, None, true), [true; 5]),
        (
            closure(Some(ru), None, false),
            [true, true, false, false, false],
        ),
        (
            closure(Some(ru), None, true),
            [true, true, false, false, true],
        ),
        (
            closure(None, Some(am), false),
            [true, false, true, false, false],
        ),
        (
            closure(None, Some(am), true),
            [true, false, true, true, false],
        ),
        (
            closure(Some(ru), Some(am), true),
            [true, false, false, false, false],
        ),
        (
            closure(Some(ge), None, true),
            [false, false, false, true, false],
        ),
        (
            closure(None, Some(ge), true),
            [false, false, false, false, true],
        ),
    ];
    let network = caucasus();
    for (closure, stopped) in cases {
        let world = under(&network, [Change::CloseTransit(closure)]);
        for ((from, to), stopped) in ways.into_iter().zip(stopped) {
            assert_eq!(closure.stops(from, to), stopped, "{closure}: {from} {to}");
            let cause = world.transit_closed(ge, from, to);
            assert_eq!(cause.is_some(), stopped, "{closure}: {from} {to}");
            assert!(world.transit_closed(am, from, to).is_none());
            if let Some(cause) = cause {
                assert!(matches!(cause, ClosureCause::Change(_)));
                assert_eq!(cause.name(), closure.to_string());
            }
        }
    }
}

/// What a change opens is every record that speaks of no more than it does, and nothing else.
#[test]
fn recorded_closures_are_lifted_by_what_covers_them() {
    let network = Network::europe_central_asia();
    let day = date(2021, 6, 1);
    let on = |scenario: Scenario| -> Vec<TransitClosure> {
        let world = scenario.apply(network).unwrap();
        let all: Vec<_> = world.transit_closures().collect();
        for (closure, cause) in &all {
            let ClosureCause::Row(row) = cause else {
                panic!("no change closes anything")
            };
            assert_eq!(TransitClosure::from(*row), *closure);
            let until = row.validity.to();
            let until = until.map_or(String::new(), |day| format!(" until {day}"));
            assert_eq!(cause.name(), format!("{closure}{until}"));
        }
        all.into_iter().map(|(closure, _)| closure).collect()
    };
    let recorded = on(Scenario::on(day));
    assert!(recorded.len() > 6, "{recorded:?}");
    assert!(on(Scenario::on(date(2026, 11, 22))).len() < recorded.len());
    let [am, az] = ["AM", "AZ"].map(country);
    let ends = [None, Some(am), Some(az)];
    let (mut lifted, mut refused) = (0, 0);
    for from in ends {
        for (to, trade) in ends.into_iter().flat_map(|to| [(to, false), (to, true)]) {
            let opening = TransitClosure {
                country: az,
                from,
                to,
                trade,
            };
            let fits = |wanted: Option<Country>, has| wanted.is_none() || wanted == has;
            let within = |row: &TransitClosure| {
                let ends = fits(from, row.from) && fits(to, row.to);
                row.country == az && ends && (trade || !row.trade)
            };
            let scenario = Scenario::on(day).with(Change::OpenTransit(opening));
            // Rows of other days count as well where something has to be lifted.
            let known = network.closures().iter().map(TransitClosure::from);
            if !known.into_iter().any(|row| within(&row)) {
                let error = scenario.apply(network).unwrap_err();
                assert_eq!(error.code(), "scenario_hits_nothing", "{opening}");
                refused += 1;
                continue;
            }
            let mut left = recorded.clone();
            left.retain(|row| !within(row));
            lifted += recorded.len() - left.len();
            assert_eq!(on(scenario), left, "{opening}");
        }
    }
    assert!(lifted > 8 && refused > 3, "{lifted} {refused}");
}

#[test]
fn standing_says_what_it_is_by() {
    let network = caucasus();
    let plain = under(&network, []);
    let link = |id: &str| network.link_by_id(id).unwrap();
    let border = network.crossing_by_code("x-am-ge-sadakhlo-rail").unwrap();
    let ferry = network.service_by_id("poti-novorossiysk").unwrap();
    let standing = plain.link_status(link("tbilisi-poti")).unwrap();
    assert!(standing.is_open() && matches!(standing.cause, Cause::State(_)));
    let standing = plain.crossing_status(border).unwrap();
    assert!(standing.is_open() && matches!(standing.cause, Cause::State(_)));
    let standing = plain.service_status(ferry).unwrap();
    assert!(standing.is_open() && matches!(standing.cause, Cause::State(_)));
    let planned = plain.link_status(link("aghband-meghri")).unwrap();
    assert_eq!(planned.status, Some(Status::Planned));
    assert!(!planned.is_open());

    let shut = under(
        &network,
        [
            Change::close("link:tbilisi-poti"),
            Change::close("crossing:x-am-ge-sadakhlo-rail"),
            Change::close("service:poti-novorossiysk"),
            Change::AddLink(Box::new(new_link())),
            Change::AddService(Box::new(new_service())),
        ],
    );
    let by = |cause: Cause<'_>| match cause {
        Cause::Change(change) => change.name().to_owned(),
        other => panic!("{other:?}"),
    };
    let standing = shut.link_status(link("tbilisi-poti")).unwrap();
    assert_eq!(standing.status, Some(Status::Closed));
    assert_eq!(by(standing.cause), "link:tbilisi-poti is closed");
    let standing = shut.crossing_status(border).unwrap();
    assert_eq!(standing.status, Some(Status::Closed));
    assert_eq!(
        by(standing.cause),
        "crossing:x-am-ge-sadakhlo-rail is closed"
    );
    let standing = shut.service_status(ferry).unwrap();
    assert_eq!(standing.status, Some(Status::Closed));
    assert_eq!(by(standing.cause), "service:poti-novorossiysk is closed");
    assert!(!shut.is_open_link(link("tbilisi-poti")) && shut.is_open_link(link("boyuk-baku")));
    assert!(!shut.is_open_crossing(border) && !shut.is_open_service(ferry));
    // Added things are open by their change, and nowhere else.
    let (bypass, new) = (
        shut.link_by_id("bypass").unwrap(),
        shut.service_by_id("a-new-ferry").unwrap(),
    );
    assert_eq!(
        by(shut.link_status(bypass).unwrap().cause),
        "there is a link bypass"
    );
    let standing = shut.service_status(new).unwrap();
    assert!(standing.is_open());
    assert_eq!(by(standing.cause), "there is a service a-new-ferry");
    assert!(shut.is_open_link(bypass) && shut.is_open_service(new));
    assert!(plain.link_status(bypass).is_none() && plain.service_status(new).is_none());
    assert!(!plain.is_open_link(bypass) && !plain.is_open_service(new));
    assert!(plain.link(bypass).is_none() && plain.service(new).is_none());
    assert_eq!(plain.link_by_id("bypass"), None);
    assert_eq!(shut.link_count(), plain.link_count() + 1);
    assert_eq!(shut.service_count(), plain.service_count() + 1);
    assert_eq!(shut.links().count(), shut.link_count());
    assert_eq!(shut.services().count(), shut.service_count());
    let found = shut.services().find(|(id, _)| *id == new).unwrap();
    assert_eq!(found.1.id, "a-new-ferry");
    assert_eq!(shut.scenario().changes().len(), 5);
    assert_eq!(shut.day(), DAY);
}

/// Without a record of the day, without a manager, without an operator; with a change that says who.
#[test]
fn what_lacks_somebody_is_open_where_a_change_says_who() {
    let network = by_hand(&[
        (
            "operators",
            "P,Past,,DE,infrastructure_manager,,2020-12-31,,S",
        ),
        ("operators", "N,Now,,DE,infrastructure_manager,,,,S"),
        ("lines", "DE-old,Old,DE,rail,P,,,,S"),
        ("lines", "DE-new,New,DE,rail,N,,,,S"),
        (
            "links",
            "o,DE-one,DE-thr,rail,DE,150,1435,DE-old,both,open,,,,,,S",
        ),
        (
            "links",
            "n,DE-one,DE-thr,rail,DE,150,1435,DE-new,both,open,,,,,,S",
        ),
        (
            "links",
            "b,DE-one,DE-thr,rail,DE,150,1435,,both,open,,2020-12-31,,,,S",
        ),
        (
            "services",
            "w,P,feeder,DE-thr,DE-isl,vessel,200,10,10,7,timetable,,,,,,,100,,,,USD,2025,open,,,,,,,S",
        ),
    ]);
    let line = |id: &str| network.line_by_id(id).unwrap();
    let [o, n, b] = ["o", "n", "b"].map(|id| network.link_by_id(id).unwrap());
    let w = network.service_by_id("w").unwrap();
    let operator = |id: &str| network.operator_by_id(id).unwrap();
    let plain = under(&network, []);
    assert!(!plain.has_operator(operator("P")) && plain.has_operator(operator("N")));
    assert!(plain.is_vacant(line("DE-old")) && !plain.is_vacant(line("DE-new")));
    assert!(!plain.is_vacant(line("DE-rail")));
    assert_eq!(plain.manager(line("DE-old")), None);
    assert_eq!(plain.manager(line("DE-new")), Some(operator("N")));
    assert!(plain.manager_cause(line("DE-old")).is_none());
    let Some(ManagerCause::Row(row)) = plain.manager_cause(line("DE-new")) else {
        panic!("a record makes it")
    };
    assert_eq!(row.operator, operator("N"));
    let standing = |world: &World, id| {
        let standing = world.link_status(id).unwrap();
        assert_eq!(standing.is_open(), world.is_open_link(id));
        (standing.status, format!("{:?}", standing.cause))
    };
    let (status, cause) = standing(&plain, o);
    assert!(
        status.is_none() && cause.starts_with("NoManager"),
        "{cause}"
    );
    let (status, cause) = standing(&plain, n);
    assert!(
        status == Some(Status::Open) && cause.starts_with("State"),
        "{cause}"
    );
    let (status, cause) = standing(&plain, b);
    assert!(status.is_none() && cause.starts_with("NoRecord"), "{cause}");
    let sails = plain.service_status(w).unwrap();
    assert!(!sails.is_open() && !plain.is_open_service(w));
    assert!(matches!(sails.cause, Cause::NoOperator(of) if of.id == "P"));

    // Somebody manages, hauls and sails.
    let manned = under(
        &network,
        [
            Change::manager("DE-old", "N"),
            ServiceChange::of("w").run_by("N").into(),
        ],
    );
    assert_eq!(manned.manager(line("DE-old")), Some(operator("N")));
    assert!(matches!(
        manned.manager_cause(line("DE-old")),
        Some(ManagerCause::Change(_))
    ));
    assert!(manned.is_open_link(o) && !manned.is_vacant(line("DE-old")));
    assert!(manned.is_open_service(w) && manned.service_status(w).unwrap().is_open());
    assert_eq!(manned.service(w).unwrap().operator, operator("N"));
    // Opened by name it needs nobody.
    let opened = under(
        &network,
        [Change::open("link:o"), Change::open("service:w")],
    );
    assert!(opened.is_open_link(o) && opened.is_open_service(w));
    assert!(opened.link_status(o).unwrap().is_open());
    assert!(opened.service_status(w).unwrap().is_open());
}

#[test]
fn stakes_are_rows_or_changes() {
    let network = caucasus();
    let world = under(
        &network,
        [
            Change::stake("KTZ", "SCR", Share::ZERO),
            Change::stake("BCh", "UTLC", share("1/4")),
        ],
    );
    let (mut rows, mut changed) = (0, 0);
    for stake in world.stakes() {
        match stake.cause {
            StakeCause::Row(_) => {
                rows += 1;
                assert!(stake.range[0] <= stake.share && stake.share <= stake.range[1]);
            }
            StakeCause::Change(change) => {
                changed += 1;
                assert_eq!(change.name(), "BCh holds 25 % of UTLC");
                assert_eq!(stake.range, [share("1/4"); 2]);
                assert_eq!((stake.validity.from(), stake.validity.to()), (None, None));
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((rows, changed), (8, 1));
    let names: Vec<_> = world
        .stakes()
        .map(|stake| [stake.held, stake.holder].map(|party| network.party_id(party).unwrap()))
        .collect();
    assert!(names.is_sorted(), "{names:?}");
    let before = Scenario::on(date(2008, 2, 12)).apply(&network).unwrap();
    assert_eq!(before.stakes().count(), world.stakes().count() - 1);
}
