//! Hauls of random railways are as good as the best of all ways; no rule lowers an optimum, and what a
//! rule excludes is what a scenario closes.

use std::collections::BTreeSet;

use trade_corridor::costing::Shipment;
use trade_corridor::network::{End, LinkId, Network};
use trade_corridor::operations::{OperationKind, Unresolved};
use trade_corridor::policy::Subject;
use trade_corridor::prelude::*;
use trade_corridor::route::Act;
use trade_corridor::scenario::Change;

use crate::by_hand::{network, tonnes, usd};
use crate::questions::Dice;
use crate::railways::every_way::{all_hauls, best, generalised, objectives};
use crate::railways::railway;

const DAY: Date = date(2026, 11, 22);

fn excluded(links: &[String]) -> Policy {
    Policy::new("without links").with(Rule::Exclude(Subject::Link {
        links: links.to_vec(),
    }))
}

fn closed(links: &[String]) -> Scenario {
    let mut scenario = Scenario::on(DAY);
    for link in links {
        scenario = scenario.with(Change::close(link.as_str()));
    }
    scenario
}

fn value(
    planner: &Planner,
    policy: &Policy,
    shipment: Shipment,
    objective: &Objective,
    ends: (&str, &str),
) -> Option<u64> {
    let request = Request::new(ends.0, ends.1)
        .shipment(shipment)
        .policy(policy.clone());
    match planner.best(&request, objective) {
        Ok(route) => Some(match objective {
            Objective::Distance => route.distance().as_metres(),
            Objective::Time => route.duration().as_minutes(),
            Objective::Emissions => route.emissions().as_grams(),
            Objective::Cost => route.cost().as_cents().unsigned_abs(),
            _ => route
                .value()
                .unwrap()
                .money()
                .unwrap()
                .as_cents()
                .unsigned_abs(),
        }),
        Err(error) => {
            error
                .into_no_route()
                .expect("no error but that there is no route");
            None
        }
    }
}

/// The links of the railway and of roads from it.
fn links(network: &Network) -> Vec<(LinkId, String)> {
    let all = network.links();
    let here = all.filter(|(_, link)| link.country.as_str() == "PT");
    here.map(|(id, link)| (id, link.id.to_string())).collect()
}

#[test]
fn what_a_rule_excludes_is_what_a_scenario_closes_for_trains_too() {
    let (mut found, mut dearer, mut chained) = (0, 0, 0);
    for seed in 0..60 {
        let mut dice = Dice::new(1_000 + seed);
        let network = railway(&mut dice, true);
        let planner = Planner::new(&network, &Scenario::on(DAY)).unwrap();
        let shipment = Shipment::container_40ft(tonnes(11.3)).unwrap();
        let (ends, links) = (("PT-aaa", "PT-bbb"), links(&network));
        let mut blocked: Vec<String> = Vec::new();
        let mut before = [None; 5];
        for round in 0..4 {
            let rules = excluded(&blocked);
            let rules = if round > 0 { rules } else { Policy::open() };
            let scenario = Planner::new(&network, &closed(&blocked)).unwrap();
            for (what, objective) in objectives().iter().enumerate() {
                let label = format!("seed {seed}, {objective}, without {blocked:?}");
                let by_rule = value(&planner, &rules, shipment, objective, ends);
                let by_scenario = value(&scenario, &Policy::open(), shipment, objective, ends);
                assert_eq!(by_rule, by_scenario, "{label}");
                if let Some(least) = by_rule {
                    assert!(
                        round == 0 || before[what].is_some_and(|before| before <= least),
                        "{label}"
                    );
                    dearer += usize::from(before[what].is_some_and(|before| before < least));
                    found += 1;
                }
                before[what] = by_rule;
            }
            let request = Request::new(ends.0, ends.1)
                .shipment(shipment)
                .policy(rules);
            if let Ok(route) = planner.cheapest(&request) {
                chained += usize::from(
                    route
                        .steps
                        .iter()
                        .any(|step| matches!(step.act, Act::Run { .. } | Act::Through { .. })),
                );
            }
            blocked.push(links[dice.below(links.len())].1.clone());
        }
    }
    let told = format!("{found} found, {dearer} dearer, {chained} by trains or rates");
    assert!(found > 500 && dearer > found / 20 && chained > 40, "{told}");
}

#[test]
fn random_railways_have_every_way_worth_taking() {
    let (mut found, mut none, mut dearer, mut several) = (0, 0, 0, 0);
    for seed in 0..60 {
        let mut dice = Dice::new(seed);
        let network = railway(&mut dice, false);
        let planner = Planner::new(&network, &Scenario::on(DAY)).unwrap();
        let shipment = Shipment::container_40ft(tonnes(11.3))
            .unwrap()
            .with_count(1 + dice.below(3) as u32)
            .unwrap();
        let (ends, operations) = (("PT-aaa", "PT-bbb"), planner.operations());
        assert!(operations.unresolved().is_empty());
        several += operations
            .arcs()
            .filter(|arc| matches!(arc.kind, OperationKind::Haul(_)))
            .count();
        let gates = [ends.0, ends.1].map(|code| End::Place(network.place_by_code(code).unwrap()));
        let links = links(&network);
        let policies: Vec<Vec<String>> = (0..4)
            .map(|count| {
                (0..count)
                    .map(|_| links[dice.below(links.len())].1.clone())
                    .collect()
            })
            .collect();
        let mut without: Option<Vec<Option<u64>>> = None;
        for blocked in &policies {
            let shut: BTreeSet<LinkId> = links
                .iter()
                .filter(|(_, id)| blocked.contains(id))
                .map(|(id, _)| *id)
                .collect();
            let ruled = if blocked.is_empty() {
                Policy::open()
            } else {
                excluded(blocked)
            };
            let scenario = Planner::new(&network, &closed(blocked)).unwrap();
            let hauls = all_hauls(&planner, &shipment, &shut);
            let mut values = Vec::new();
            for (what, objective) in objectives().iter().enumerate() {
                let label = format!("seed {seed}, {objective}, without {blocked:?}");
                let by_rule = value(&planner, &ruled, shipment, objective, ends);
                let by_scenario = value(&scenario, &Policy::open(), shipment, objective, ends);
                assert_eq!(by_rule, by_scenario, "{label}");
                let count = u64::from(shipment.count());
                let minutes = 120;
                let lift = [
                    0,
                    minutes,
                    0,
                    1_000 * count,
                    1_000 * count + generalised(0, minutes, 0, 0, &shipment),
                ][what];
                let handled = [0, 120, 0, 0, 2 * generalised(0, 60, 0, 0, &shipment)][what];
                let least = best(operations, &hauls, what, lift, (gates[0], gates[1]));
                assert_eq!(by_rule, least.map(|least| least + handled), "{label}");
                if let (Some(without), Some(least)) = (&without, by_rule) {
                    assert!(
                        without[what].is_some_and(|without| without <= least),
                        "{label}"
                    );
                    dearer += usize::from(without[what] < Some(least));
                }
                found += usize::from(by_rule.is_some());
                none += usize::from(by_rule.is_none());
                values.push(by_rule);
            }
            without.get_or_insert(values);
        }
    }
    let told = format!("{found} found, {none} none, {dearer} dearer, {several} hauls");
    assert!(found > 5 * none && dearer > found / 20, "{told}");
}

/// 90 km at 1.00 USD, or 110 km round at 0.10 USD.
fn around() -> Network {
    let rows = [
        (
            "operators",
            "XPT,Railway PT,,PT,infrastructure_manager;railway_undertaking,,,,S",
        ),
        (
            "places",
            "PT-aaa,Alpha PT,,PT,-8.0,40.0,city;rail_terminal,1,S",
        ),
        (
            "places",
            "PT-bbb,Beta PT,,PT,-8.0,40.7,city;rail_terminal,1,S",
        ),
        ("places", "PT-ccc,Gamma PT,,PT,-8.1,40.35,junction,2,S"),
        ("lines", "PT-rail,Railways PT,PT,rail,XPT,,,,S"),
        (
            "links",
            "PT-aaa~PT-bbb~rail,PT-aaa,PT-bbb,rail,PT,90.000,1435,,both,open,,,,,,S",
        ),
        (
            "links",
            "PT-aaa~PT-ccc~rail,PT-aaa,PT-ccc,rail,PT,55.000,1435,,both,open,,,,,,S",
        ),
        (
            "links",
            "PT-bbb~PT-ccc~rail,PT-bbb,PT-ccc,rail,PT,55.000,1435,,both,open,,,,,,S",
        ),
        (
            "tariffs",
            "XPT,PT,*,rail,container_train,any,any,per_km,1.00,USD,2025,,,,0,100,whole,haulage,,,,,S",
        ),
        (
            "tariffs",
            "XPT,PT,*,rail,container_train,any,any,per_km,0.10,USD,2025,,,,100,,whole,haulage,,,,,S",
        ),
    ];
    network(&rows)
}

#[test]
fn a_haul_is_led_around_a_blocked_link_and_costs_no_less_there() {
    let network = around();
    let link = ["PT-aaa~PT-bbb~rail".to_owned()];
    let shipment = Shipment::container_40ft(tonnes(20.0)).unwrap();
    let request = Request::new("PT-aaa", "PT-bbb").shipment(shipment);
    let planner = Planner::new(&network, &Scenario::on(DAY)).unwrap();
    let told = |planner: &Planner, request: &Request| {
        let route = planner.cheapest(request).unwrap();
        (route.distance().as_metres(), route.cost())
    };
    // 90 km at 1.00 are dearer than 100.001 km at 0.10.
    assert_eq!(told(&planner, &request), (90_000, usd(10.0)));
    let by_rule = told(&planner, &request.clone().policy(excluded(&link)));
    let by_scenario = told(&Planner::new(&network, &closed(&link)).unwrap(), &request);
    assert_eq!(by_rule, (110_000, usd(11.0)));
    assert_eq!(by_rule, by_scenario);
}

/// Seven links one after the other, each slow and short or quick and half as long again: 128 ways, none of
/// which is better than another.
#[test]
fn of_too_many_ways_those_with_the_least_of_each_are_left_and_it_is_said() {
    let mut rows: Vec<(&str, String)> = Vec::new();
    let code = |at: usize| {
        format!(
            "PT-{}",
            ["aaa", "bbb", "ccc", "ddd", "eee", "fff", "ggg", "hhh"][at]
        )
    };
    for (line, kmh) in [(0, 20), (1, 60)] {
        rows.push(("lines", format!("PT-l{line},L{line},PT,rail,,,,,S")));
        let speed = format!("PT,rail,container_train,PT-l{line},{kmh},1,,,,,S");
        rows.push(("speeds", speed));
    }
    let tariff = "R,PT,*,rail,container_train,any,any,per_km,1,USD,2025,5,,,,,whole,haulage,,,,,S";
    rows.push(("tariffs", tariff.to_owned()));
    for at in 0..8 {
        let kinds = if at % 7 == 0 {
            "rail_terminal"
        } else {
            "junction"
        };
        let place = format!("{},P{at},,PT,-8.00{at},40.0,{kinds},1,S", code(at));
        rows.push(("places", place));
    }
    for at in 0..7 {
        let (from, to) = (code(at), code(at + 1));
        for (line, km) in [(0, 2 << at), (1, 3 << at)] {
            let link =
                format!("k{at}{line},{from},{to},rail,PT,{km},1435,PT-l{line},both,open,,,,,,S");
            rows.push(("links", link));
        }
    }
    let rows: Vec<(&str, &str)> = rows
        .iter()
        .map(|(table, row)| (*table, row.as_str()))
        .collect();
    let network = network(&rows);
    let planner = Planner::new(&network, &Scenario::on(DAY)).unwrap();
    let noted = planner.operations().unresolved();
    let ways = |note: &Unresolved| matches!(note, Unresolved::Ways { .. });
    assert!(!noted.is_empty() && noted.iter().all(ways), "{noted:?}");
    let shipment = Shipment::container_40ft(tonnes(11.3)).unwrap();
    let least = |planner: &Planner, policy: &Policy, objective| {
        value(planner, policy, shipment, &objective, ("PT-aaa", "PT-hhh")).unwrap()
    };
    // 254 km at 20 km/h, or 381 km at 60 km/h; loading and unloading take an hour each.
    let open = Policy::open();
    assert_eq!(least(&planner, &open, Objective::Distance), 254_000);
    assert_eq!(least(&planner, &open, Objective::Time), 381 + 120);
    let link = ["k00".to_owned()];
    let ruled = excluded(&link);
    let shut = Planner::new(&network, &closed(&link)).unwrap();
    for (objective, least_there) in [(Objective::Distance, 255_000), (Objective::Time, 501)] {
        assert_eq!(least(&planner, &ruled, objective.clone()), least_there);
        assert_eq!(least(&shut, &open, objective), least_there);
    }
}
