//! What a consortium does, and a member on what is listed for it, is the consortium's business, and
//! nothing else is.

use crate::maps::{caucasus, country};
use crate::questions::for_most;
use crate::rulings::{MANAGER, countries, operator, verdict};
use crate::tables::faults;
use trade_corridor::metric::Verdicts;
use trade_corridor::network::{ConsortiumAsset, LineId, OperatorId, Role, ServiceId};
use trade_corridor::operations::{Operation, OperationKind};
use trade_corridor::policy::{BlockReason, OperationAttributes, Subject, Whole};
use trade_corridor::prelude::*;
use trade_corridor::route::{Act, Step};

const RAIL: Option<Mode> = Some(Mode::Rail);

fn today() -> Planner {
    Planner::new(
        Network::europe_central_asia(),
        &Scenario::on(date(2026, 11, 22)),
    )
    .unwrap()
}

#[test]
fn a_member_counts_on_the_line_that_is_listed_for_it() {
    let network = caucasus();
    let line = |id: &str| network.line_by_id(id).unwrap();
    let (gr, mcm) = (operator(&network, "GR"), operator(&network, "MCM"));
    let judge = |rule: &Rule, id: &str, home: &str, line: LineId, mode| {
        let (homes, parties) = (countries(&[home]), [(operator(&network, id), MANAGER)]);
        let facts = OperationAttributes {
            mode,
            countries: &homes,
            parties: &parties,
            line: Some(line),
            ..OperationAttributes::default()
        };
        verdict(rule.clone(), &facts)
    };
    let (listed, other) = (line("GE-rail"), line("AM-rail"));
    let excluded = Rule::exclude_consortium("MCM");
    let by_gr = Some(BlockReason::Consortium(gr, MANAGER));
    assert_eq!(judge(&excluded, "GR", "GE", listed, RAIL), by_gr);
    assert_eq!(judge(&excluded, "GR", "AM", other, RAIL), None, "its own");
    assert_eq!(judge(&excluded, "SCR", "GE", listed, RAIL), None, "a guest");
    let by_mcm = Some(BlockReason::Consortium(mcm, MANAGER));
    assert_eq!(judge(&excluded, "MCM", "AM", other, None), by_mcm);

    let whole = Rule::only_by("MCM");
    let broken = Some(BlockReason::NotOfConsortium(mcm));
    assert_eq!(judge(&whole, "GR", "GE", listed, RAIL), None);
    assert_eq!(judge(&whole, "MCM", "RU", other, RAIL), None);
    assert_eq!(judge(&whole, "GR", "AM", other, RAIL), broken);
    assert_eq!(
        judge(&whole, "SCR", "AM", other, RAIL),
        broken,
        "any country"
    );
    assert_eq!(judge(&whole, "NSL", "GE", other, Some(Mode::Sea)), broken);
    assert_eq!(judge(&whole, "SCR", "GE", listed, None), None, "handling");

    let here = Rule::only_by_in("MCM", [country("GE")]);
    assert_eq!(judge(&here, "SCR", "AM", other, RAIL), None);
    assert_eq!(judge(&here, "SCR", "GE", listed, RAIL), broken);
    let managers = Rule::only_by_as("MCM", [MANAGER]);
    assert_eq!(judge(&managers, "SCR", "AM", other, RAIL), broken);
    assert_eq!(judge(&managers, "GR", "GE", listed, RAIL), None);
    let carriers = Rule::only_by_as("MCM", [Role::RailwayUndertaking]);
    assert_eq!(
        judge(&carriers, "GR", "GE", listed, RAIL),
        broken,
        "nobody hauls"
    );

    let members = Rule::no_member_from(country("GE"));
    let by_member = Some(BlockReason::Member(gr, MANAGER));
    assert_eq!(judge(&members, "GR", "GE", listed, RAIL), by_member);
    assert_eq!(judge(&members, "GR", "AM", other, RAIL), None);
    let azeri = line("AZ-rail");
    assert_eq!(judge(&members, "ADY", "AZ", azeri, RAIL), None, "from AZ");
}

#[test]
fn a_part_of_what_a_consortium_sells_is_its_business() {
    let network = caucasus();
    let parties = [(operator(&network, "SCR"), MANAGER)];
    let homes = countries(&["AM"]);
    let facts = OperationAttributes {
        mode: RAIL,
        countries: &homes,
        parties: &parties,
        ..OperationAttributes::default()
    };
    assert!(verdict(Rule::only_by("MCM"), &facts).is_some());
    let sold = OperationAttributes {
        whole: Some(Whole::rate(operator(&network, "MCM"))),
        ..facts
    };
    assert_eq!(verdict(Rule::only_by("MCM"), &sold), None);
    assert!(verdict(Rule::exclude_consortium("MCM"), &sold).is_some());
    let by_other = OperationAttributes {
        whole: Some(Whole::rate(operator(&network, "UTLC"))),
        ..facts
    };
    assert!(verdict(Rule::only_by("MCM"), &by_other).is_some());
}

#[test]
fn moves_by_land_keep_to_the_lines() {
    let network = caucasus();
    let homes = countries(&["GE"]);
    let on = |id: &str, mode| OperationAttributes {
        mode,
        countries: &homes,
        line: network.line_by_id(id),
        ..OperationAttributes::default()
    };
    let scr = network.line_by_id("AM-rail").unwrap();
    let along = Rule::only_along(["GE-rail"], []);
    assert_eq!(verdict(along.clone(), &on("GE-rail", RAIL)), None);
    assert_eq!(
        verdict(along.clone(), &on("AM-rail", RAIL)),
        Some(BlockReason::Line(scr))
    );
    assert_eq!(verdict(along, &on("AM-rail", Some(Mode::Sea))), None);
    let of = Rule::only_along_lines_of("MCM", [country("GE")]);
    assert_eq!(verdict(of.clone(), &on("AZ-rail", RAIL)), None);
    assert!(verdict(of.clone(), &on("AM-rail", RAIL)).is_some());
    let elsewhere = countries(&["AM"]);
    let facts = OperationAttributes {
        countries: &elsewhere,
        ..on("AM-rail", RAIL)
    };
    assert_eq!(verdict(of, &facts), None);
    let without = Rule::Exclude(Subject::Along {
        lines: vec!["GE-rail".to_owned()],
        consortia: Vec::new(),
        countries: Vec::new(),
    });
    assert!(verdict(without.clone(), &on("GE-rail", RAIL)).is_some());
    assert_eq!(verdict(without, &on("AM-rail", RAIL)), None);
}

/// What a table of the atlas says of a consortium's business on the day, read row by row.
struct Plain {
    consortium: OperatorId,
    rows: Vec<(OperatorId, ConsortiumAsset)>,
}

impl Plain {
    fn moved_by_it(&self, operation: &Operation, parties: &[(OperatorId, Role)]) -> bool {
        let on_line = |line: LineId, who: OperatorId| {
            operation.line() == Some(line) && parties.iter().any(|(it, _)| *it == who)
        };
        let aboard = |service: ServiceId| operation.service() == Some(service);
        parties.iter().any(|(it, _)| *it == self.consortium)
            || self.rows.iter().any(|(member, asset)| match asset {
                ConsortiumAsset::Line(line) => on_line(*line, *member),
                ConsortiumAsset::Service(service) => aboard(*service),
                _ => false,
            })
    }
}

#[test]
fn every_move_of_the_atlas_is_judged_as_its_rows_say() {
    let planner = today();
    let (world, operations) = (planner.world(), planner.operations());
    let network = world.network();
    let shipment = Shipment::container_40ft(Mass::from_tonnes(20.0).unwrap()).unwrap();
    for id in ["TITR", "MCM", "BTKI", "UTAGT"] {
        let consortium = network.operator_by_id(id).unwrap();
        let rows = network.consortium_operations().iter();
        let plain = Plain {
            consortium,
            rows: rows
                .filter(|row| row.consortium == consortium && row.validity.contains(world.day()))
                .map(|row| (row.member, row.asset))
                .collect(),
        };
        let whole = Policy::only_consortium(id).compile(world).unwrap();
        let none = Policy::new("none").with(Rule::exclude_consortium(id));
        let none = none.compile(world).unwrap();
        let [whole, none] =
            [whole, none].map(|policy| Verdicts::of(operations, &for_most(policy), &shipment));
        let (mut ours, mut others) = (0, 0);
        for (arc, operation) in operations.iter() {
            let judged = matches!(
                operation.kind,
                OperationKind::Move(_) | OperationKind::SeaRun(_)
            );
            // what the shipment cannot ride is not judged
            if !judged || whole.get(arc) == trade_corridor::metric::Verdict::Unsuited {
                continue;
            }
            let moved = plain.moved_by_it(operation, operations.parties(operation));
            assert_eq!(whole.is_blocked(arc), !moved, "{id} {arc}");
            assert_eq!(none.is_blocked(arc), moved, "{id} {arc}");
            ours += usize::from(moved);
            others += usize::from(!moved);
        }
        assert!(ours > 0 && others > ours, "{id}: {ours} and {others}");
    }
}

fn request(from: &str, to: &str, rule: Rule) -> Request {
    Request::new(from, to).policy(Policy::new("one rule").with(rule))
}

#[test]
fn a_chain_of_one_consortium_is_on_it_or_there_is_none() {
    let planner = today();
    let request = Request::new("Altynkol", "Poti");
    let btki = request.clone().policy(Policy::only_consortium("BTKI"));
    let none = planner
        .cheapest(&btki)
        .unwrap_err()
        .into_no_route()
        .unwrap();
    assert!(none.to_string().contains("BTKI"), "{none}");
    let why = planner.why_not(&btki).unwrap().to_string();
    assert!(why.contains("BTKI"), "{why}");

    let titr = request.policy(Policy::only_consortium("TITR"));
    let route = planner.cheapest(&titr).unwrap();
    assert_eq!(route.countries(), countries(&["KZ", "AZ", "GE"]));
    let certificate = route.certificate.as_ref().unwrap();
    let member = |id: &str| {
        let mut members = certificate.rules[0].members.iter();
        members.find(|row| row.member == id).unwrap().to_string()
    };
    assert_eq!(member("KTZ"), "KTZ of TITR (valid from 2017-01-01)");
    assert!(certificate.to_string().contains(&member("GR")));
}

#[test]
fn a_through_rate_of_a_consortium_is_its_business_all_the_way() {
    let planner = today();
    let route = planner
        .cheapest(&request("Altynkol", "TRDRC", Rule::only_by("TITR")))
        .unwrap();
    let sold = |step: &Step| matches!(step.act, Act::Through { .. });
    assert!(route.steps.iter().any(sold), "{route}");
    let none = planner
        .cheapest(&request(
            "Altynkol",
            "TRDRC",
            Rule::exclude_consortium("TITR"),
        ))
        .unwrap();
    assert!(!none.steps.iter().any(sold), "{none}");
}

fn runs(route: &Route, id: &str, line: &str, network: &Network) -> bool {
    let atoms = route.steps.iter().flat_map(Step::atoms);
    let mut moved = atoms.filter(|step| match &step.act {
        Act::Move { link, .. } => {
            let link = network.link_by_id(link).and_then(|id| network.link(id));
            let line_of = link.and_then(|link| network.line(link.line));
            line_of.is_some_and(|it| it.id == line)
        }
        _ => false,
    });
    moved.any(|step| step.parties.iter().any(|(party, _, _)| party == id))
}

#[test]
fn members_from_a_country_are_kept_out_of_what_they_run_for_a_consortium() {
    let planner = today();
    let network = planner.world().network();
    let open = planner
        .cheapest(&Request::new("Altynkol", "Aktau"))
        .unwrap();
    assert!(runs(&open, "KTZ", "KZ-rail", network), "{open}");
    let kazakh = Rule::no_member_from(country("KZ"));
    let without = planner
        .cheapest(&request("Altynkol", "Aktau", kazakh.clone()))
        .unwrap();
    assert!(!runs(&without, "KTZ", "KZ-rail", network), "{without}");
    assert!(without.cost() > open.cost());
    let policy = Policy::new("p").with(kazakh);
    let found = trade_corridor::verify::verify_in(&open, &policy, planner.world()).unwrap_err();
    let found = found.to_string();
    for said in ["KTZ", "TITR", "2017-01-01", "members.csv"] {
        assert!(found.contains(said), "{said}: {found}");
    }
    // Members of one that lists nothing for them do as they please.
    let utlc = planner
        .cheapest(&request(
            "Altynkol",
            "Aktau",
            Rule::exclude_consortium("UTLC"),
        ))
        .unwrap();
    assert!(runs(&utlc, "KTZ", "KZ-rail", network), "{utlc}");
    let at_large = planner
        .cheapest(&request(
            "Altynkol",
            "Aktau",
            Rule::exclude_members_of("UTLC"),
        ))
        .unwrap();
    assert!(!runs(&at_large, "KTZ", "KZ-rail", network), "{at_large}");
}

#[test]
fn passages_are_what_the_lanes_pass() {
    let planner = today();
    let planner = &planner;
    let through = |rule: Rule| planner.cheapest(&request("Poti", "Mersin", rule));
    let sails = |route: &Route, service: &str| {
        let mut steps = route.steps.iter();
        steps.any(|step| matches!(&step.act, Act::Run { service: it } if it == service))
    };
    let open = planner
        .cheapest(&request("Poti", "Piraeus", Rule::exclude_mode(Mode::Road)))
        .ok();
    let shut = Rule::exclude_passage("bosphorus");
    let free = through(Rule::exclude_passage("suez")).unwrap();
    let kept = through(shut.clone()).unwrap();
    assert!(!sails(&kept, "MSC-feeder-GEPTI-TRMER"), "{kept}");
    let network = planner.world().network();
    let passing: Vec<ServiceId> = network
        .passages()
        .iter()
        .filter(|row| row.name == "bosphorus")
        .filter_map(|row| match row.passing {
            Some(trade_corridor::network::Passing::Service(id)) => Some(id),
            _ => None,
        })
        .collect();
    let policy = Policy::new("shut").with(shut);
    let compiled = policy.compile(planner.world()).unwrap();
    let verdicts = Verdicts::of(planner.operations(), &compiled, &free.shipment);
    let mut runs = 0;
    for (arc, operation) in planner.operations().iter() {
        if let OperationKind::SeaRun(run) = &operation.kind {
            runs += usize::from(passing.contains(&run.service));
            if verdicts.get(arc) != trade_corridor::metric::Verdict::Unsuited {
                let passes = passing.contains(&run.service);
                assert_eq!(verdicts.is_blocked(arc), passes, "{arc}");
            }
        }
    }
    assert!(runs > 5, "{runs} through the Bosphorus");
    for route in [Some(free), open].into_iter().flatten() {
        let atoms = || route.steps.iter().flat_map(Step::atoms);
        let passes = |step: &Step| match &step.act {
            Act::Run { service } => {
                let id = network.service_by_id(service);
                id.is_some_and(|id| passing.contains(&id))
            }
            _ => false,
        };
        let checked = trade_corridor::verify::verify_in(&route, &policy, planner.world());
        assert_eq!(checked.is_err(), atoms().any(passes), "{route}");
    }
    let unknown = Policy::new("p").with(Rule::exclude_passage("bosporus"));
    let refused = unknown.compile(planner.world()).unwrap_err().to_string();
    assert!(refused.contains("did you mean `bosphorus`?"), "{refused}");
}

const HEAD: &str = "consortium,member,line,service,place,valid_from,valid_to,note,source\n";

const TERMS: &str = "JV,GR,50,2020-01-01,2021-12-31,S1\nJV,GR,50,2022-01-01,,S1";

#[test]
fn rows_name_a_member_and_one_thing_that_it_runs() {
    let fault = |row: &str| {
        let text = format!("{HEAD}{row}\n");
        faults(&[("consortium_operations.csv", "", &text)]).join("\n")
    };
    assert_eq!(fault("JV,GR,GE-rail,,,,,,S1"), "");
    let stranger = fault("JV,SCR,AM-rail,,,,,,S1");
    assert!(
        stranger.contains("`SCR` is no member of `JV` on every day"),
        "{stranger}"
    );
    for row in ["JV,GR,,,,,,,S1", "JV,GR,GE-rail,V1,,,,,S1"] {
        let found = fault(row);
        assert!(found.contains("exactly one of `line`"), "{found}");
    }
    let twice = fault("JV,GR,GE-rail,,,2024-01-01,,,S1\nJV,GR,GE-rail,,,,2024-01-01,,S1");
    assert!(twice.contains("GE-rail run by GR for JV"), "{twice}");
    assert!(fault("JV,GR,GE-rial,,,,,,S1").contains("did you mean `GE-rail`?"));
    let within = |days: &str| {
        let text = format!("{HEAD}JV,GR,GE-rail,,,{days},,S1\n");
        faults(&[
            ("members.csv", "JV,GR,50,,,S1", TERMS),
            ("consortium_operations.csv", "", &text),
        ])
    };
    assert!(within("2020-06-01,").is_empty(), "both terms together");
    assert_eq!(within("2019-06-01,").len(), 1);
    assert_eq!(within(",").len(), 1);
}
