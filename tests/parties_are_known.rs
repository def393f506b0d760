//! Who stands behind the operators of the atlas, and from when to when.

use std::collections::BTreeSet;

use crate::questions::DAY;
use jiff::civil::date;
use trade_corridor::code::Name;
use trade_corridor::metric::Verdicts;
use trade_corridor::network::{Member, Network, Party};
use trade_corridor::planner::{Planner, Request};
use trade_corridor::policy::ownership::Holdings;
use trade_corridor::policy::{OwnershipMethod, Policy};
use trade_corridor::quantity::Share;
use trade_corridor::scenario::Scenario;

#[test]
fn the_company_of_tripp_has_its_share_schedule() {
    // 49 years and then 50: 74 and 26 per cent, then 51 and 49 (TRIPP framework, January 2026).
    let network = Network::europe_central_asia();
    let company = network.operator_by_id("TDC").unwrap();
    let shares = |day| -> Vec<(Name, u32)> {
        let consortium = network.consortium(company, day);
        let members = consortium.map_or_else(Vec::new, |found| found.members);
        let name = |party| match party {
            Party::Operator(id) => network.operator(id).unwrap().id.clone(),
            Party::Owner(id) => network.owner(id).unwrap().id.clone(),
        };
        let share =
            |member: &Member| member.share.as_ref().unwrap().value().as_millionths() / 10_000;
        let mut shares: Vec<_> = members
            .iter()
            .map(|member| (name(member.member), share(member)))
            .collect();
        shares.sort();
        shares
    };
    let both = |armenia, states| vec![("STATE-AM".into(), armenia), ("US-DFC".into(), states)];
    assert_eq!(shares(date(2026, 5, 25)), []);
    assert_eq!(shares(date(2026, 5, 26)), both(26, 74));
    assert_eq!(shares(date(2075, 5, 25)), both(26, 74));
    assert_eq!(shares(date(2075, 5, 26)), both(49, 51));
    assert_eq!(shares(date(2125, 5, 25)), both(49, 51));
    assert_eq!(shares(date(2125, 5, 26)), []);
}

/// What a rule on Russian owners hits today and hit before, by the stakes of the tables.
#[test]
fn the_stakes_that_a_russia_rule_touches_are_there() {
    let network = Network::europe_central_asia();
    let russia = "RU".parse().unwrap();
    let owned = |day| -> BTreeSet<&str> {
        let world = Scenario::on(day).apply(network).unwrap();
        let holdings = Holdings::of(&world);
        let listed = holdings.list(network, |home| home == russia, &[]);
        let counted = holdings
            .counted(&listed, OwnershipMethod::Aggregate50)
            .unwrap();
        let operators = counted.parties().map(|(party, _)| party);
        operators
            .filter_map(|party| network.party_id(party))
            .collect()
    };
    let today = owned(DAY);
    for id in ["CNMI", "FESCO", "FRT1", "RZD", "RZDL", "SCR", "TRCN"] {
        assert!(today.contains(id), "{id}: {today:?}");
    }
    for id in ["ADY", "GEFCO", "GR", "KDTS", "KTZ", "TCDD", "UTLC"] {
        assert!(!today.contains(id), "{id}: {today:?}");
    }
    // Russian Railways sold GEFCO on 8 April 2022; the 2014 holding held half of TransContainer.
    assert!(owned(date(2022, 4, 7)).contains("GEFCO"));
    assert!(!owned(date(2022, 4, 8)).contains("GEFCO"));
    assert!(owned(date(2019, 1, 1)).contains("KDTS"));

    // Minority stakes that a lower threshold reaches.
    let world = Scenario::on(DAY).apply(network).unwrap();
    let holdings = Holdings::of(&world);
    let listed = holdings.list(network, |home| home == russia, &[]);
    let quarter = OwnershipMethod::Threshold(Share::from_percent(25.0).unwrap());
    let touched = holdings.counted(&listed, quarter).unwrap();
    for id in ["UTLC", "PETROCAS", "NSJV"] {
        let party = network.party(id).unwrap();
        assert!(touched.share(party).is_some(), "{id}");
    }
}

#[test]
fn armenia_s_railway_is_run_by_its_concessionaire_to_2038() {
    let network = Network::europe_central_asia();
    let line = network
        .line(network.line_by_id("AM-rail").unwrap())
        .unwrap();
    let manager = |day| {
        let operator = line.manager(day)?;
        Some(network.operator(operator)?.id.as_str())
    };
    assert_eq!(manager(date(2008, 2, 12)), None);
    assert_eq!(manager(date(2008, 2, 13)), Some("SCR"));
    assert_eq!(manager(date(2038, 2, 12)), Some("SCR"));
    assert_eq!(manager(date(2038, 2, 13)), None);
    let company = network.operator_by_id("SCR").unwrap();
    let works = |day| {
        let planner = Planner::new(network, &Scenario::on(day)).unwrap();
        let operations = planner.operations();
        let mut parties = operations.arcs().flat_map(|arc| operations.parties(arc));
        parties.any(|(operator, _)| *operator == company)
    };
    assert!(works(date(2038, 2, 12)));
    assert!(!works(date(2038, 2, 13)));
}

/// Territory and operator are two rules: a train to Petropavl stays in Kazakhstan on Russian tracks.
#[test]
fn a_section_in_kazakhstan_is_russian_by_operator_alone() {
    let planner = Planner::new(Network::europe_central_asia(), &Scenario::on(DAY)).unwrap();
    let network = planner.world().network();
    let line = network.line_by_id("KZ-petropavl").unwrap();
    let links: Vec<_> = network
        .links()
        .filter(|(_, link)| link.line == line)
        .collect();
    assert_eq!(links.len(), 2);
    let ask = |policy: &str| {
        let compiled = Policy::preset(policy)
            .unwrap()
            .compile(planner.world())
            .unwrap();
        let shipment = Request::new("", "").shipment;
        let verdicts = Verdicts::of(planner.operations(), &compiled, &shipment);
        let moves = planner.operations().iter();
        let there = moves.filter(|(_, arc)| links.iter().any(|(id, _)| arc.link() == Some(*id)));
        there.filter(|(arc, _)| verdicts.is_blocked(*arc)).count()
    };
    assert_eq!(ask("russia-territory"), 0);
    assert!(ask("russia-operator") > 0);
    assert!(ask("russia-owner") > 0);
}
