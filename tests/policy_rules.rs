//! Each rule blocks what it names and nothing else, and says who, why and which row.

mod maps;

use jiff::civil::date;
use maps::{DAY, caucasus, country, share};
use trade_corridor::code::Country;
use trade_corridor::network::{Carriage, Gauge, Mode, Network, OperatorId, Role, Validity};
use trade_corridor::policy::OwnershipMethod::{Aggregate50, LookThrough, Threshold};
use trade_corridor::policy::{
    BlockReason, Blocked, CompiledPolicy, Facts, Limit, Policy, PolicyError, Rule, RuleIndex,
    RuleSet, Subject,
};
use trade_corridor::quantity::{Duration, Money, Share};
use trade_corridor::scenario::{Change, Scenario, TransitClosure, World};

const MANAGER: Role = Role::InfrastructureManager;

fn compiled(rule: Rule, world: &World<'_>) -> CompiledPolicy {
    Policy::new("one rule").with(rule).compile(world).unwrap()
}

fn operator(network: &Network, id: &str) -> OperatorId {
    network.operator_by_id(id).unwrap()
}

/// What a rule says of facts: nothing, or the reason.
fn verdict(rule: Rule, facts: &Facts<'_>) -> Option<BlockReason> {
    let network = caucasus();
    let world = Scenario::on(DAY).apply(&network).unwrap();
    let blocked = compiled(rule, &world).check(facts).err();
    blocked.map(|blocked| blocked.reason)
}

fn countries(codes: &[&str]) -> Vec<Country> {
    codes.iter().map(|code| country(code)).collect()
}

fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn territory_and_borders_are_ordered_pairs() {
    let rule = Rule::exclude_territory(country("RU"));
    let at = |codes: &[&str]| {
        let codes = countries(codes);
        let facts = Facts {
            countries: &codes,
            ..Facts::default()
        };
        verdict(rule.clone(), &facts)
    };
    assert_eq!(
        at(&["GE", "RU"]),
        Some(BlockReason::Territory(country("RU")))
    );
    assert_eq!(at(&["GE"]), None);
    assert_eq!(at(&[]), None);
    let (ge, am) = (country("GE"), country("AM"));
    let border = |rule: &Rule, from, into| {
        let facts = Facts {
            border: Some((from, into)),
            ..Facts::default()
        };
        verdict(rule.clone(), &facts)
    };
    let out = Rule::exclude_border(ge, am);
    assert_eq!(border(&out, ge, am), Some(BlockReason::Border(ge, am)));
    assert_eq!(border(&out, am, ge), None, "the other way is free");
    let only = Rule::Require(Subject::Border {
        pairs: vec![[ge, am]],
    });
    assert_eq!(border(&only, ge, am), None);
    assert_eq!(border(&only, am, ge), Some(BlockReason::Border(am, ge)));
    assert_eq!(
        verdict(only, &Facts::default()),
        None,
        "no border, no concern"
    );
    let inside = Rule::Require(Subject::Territory {
        countries: countries(&["GE", "AM"]),
    });
    let codes = countries(&["GE", "AZ"]);
    let facts = Facts {
        countries: &codes,
        ..Facts::default()
    };
    assert_eq!(
        verdict(inside, &facts),
        Some(BlockReason::Territory(country("AZ")))
    );
}

#[test]
fn operators_by_name_role_domicile_owner_and_membership() {
    let network = caucasus();
    let by = |rule: Rule, id: &str, role: Role| {
        let parties = [(operator(&network, id), role)];
        let facts = Facts {
            parties: &parties,
            ..Facts::default()
        };
        verdict(rule, &facts)
    };
    let scr = operator(&network, "SCR");
    let named = Rule::Exclude(Subject::Operator {
        operators: names(&["SCR"]),
        roles: vec![Role::Terminal],
    });
    assert_eq!(
        by(named.clone(), "SCR", MANAGER),
        None,
        "only as a terminal"
    );
    assert_eq!(
        by(named.clone(), "SCR", Role::Terminal),
        Some(BlockReason::Operator(scr, Role::Terminal))
    );
    assert_eq!(by(named, "GR", Role::Terminal), None);
    let domicile = Rule::exclude_domicile(country("RU"));
    assert_eq!(by(domicile.clone(), "SCR", MANAGER), None, "it is Armenian");
    assert!(by(domicile, "UTLC", Role::Forwarder).is_some());
    let owner = Rule::exclude_owner(country("RU"), Aggregate50);
    assert_eq!(
        by(owner.clone(), "SCR", MANAGER),
        Some(BlockReason::Owner(scr, MANAGER))
    );
    assert_eq!(by(owner.clone(), "KTZ", MANAGER), None);
    assert_eq!(by(owner, "UTLC", Role::Forwarder), None);
    let quarter = Rule::exclude_owner(country("RU"), Threshold(share("25")));
    assert!(by(quarter, "UTLC", Role::Forwarder).is_some());
    let through = Rule::exclude_party("RU-state", LookThrough(share("34")));
    assert!(by(through.clone(), "SCR", MANAGER).is_some());
    assert_eq!(by(through, "UTLC", Role::Forwarder), None);
    let itself = Rule::exclude_party("KTZ", Aggregate50);
    assert!(by(itself, "KTZ", MANAGER).is_some());
    let members = Rule::exclude_members_from(country("GE"));
    assert!(by(members.clone(), "MCM", Role::Forwarder).is_some());
    assert_eq!(
        by(members.clone(), "GR", MANAGER),
        None,
        "a member is no consortium"
    );
    assert_eq!(
        by(
            Rule::exclude_members_from(country("RU")),
            "MCM",
            Role::Forwarder
        ),
        None
    );
    let only = Rule::Require(Subject::Operator {
        operators: names(&["GR", "ADY"]),
        roles: Vec::new(),
    });
    assert!(by(only.clone(), "SCR", MANAGER).is_some());
    assert_eq!(by(only.clone(), "GR", MANAGER), None);
    assert_eq!(
        by(only, "SCR", Role::StateAgency),
        None,
        "the state is not chosen"
    );
}

#[test]
fn a_required_consortium_runs_the_land_moves_of_its_countries() {
    let network = caucasus();
    let rule = Rule::require_consortium("MCM");
    let mode = |mode, home: &str, id: &str| {
        let codes = countries(&[home]);
        let parties = [(operator(&network, id), MANAGER)];
        let facts = Facts {
            mode,
            countries: &codes,
            parties: &parties,
            ..Facts::default()
        };
        verdict(rule.clone(), &facts)
    };
    let rail = Some(Mode::Rail);
    assert_eq!(mode(rail, "GE", "GR"), None);
    assert_eq!(mode(rail, "GE", "MCM"), None);
    let mcm = operator(&network, "MCM");
    assert_eq!(
        mode(rail, "GE", "SCR"),
        Some(BlockReason::NotOfConsortium(mcm))
    );
    assert_eq!(mode(rail, "AM", "SCR"), None, "not its country");
    assert_eq!(mode(None, "GE", "SCR"), None, "handling");
    assert_eq!(mode(Some(Mode::Sea), "GE", "NSL"), None, "sea");
    let codes = countries(&["GE"]);
    let facts = Facts {
        mode: rail,
        countries: &codes,
        border: Some((country("AZ"), country("GE"))),
        ..Facts::default()
    };
    assert_eq!(verdict(rule.clone(), &facts), None, "border control");
    let facts = Facts {
        mode: Some(Mode::Road),
        countries: &codes,
        ..Facts::default()
    };
    assert!(
        verdict(rule, &facts).is_some(),
        "nobody of it runs a public road"
    );
    let elsewhere = Rule::Require(Subject::Consortium {
        consortium: "MCM".to_owned(),
        countries: countries(&["KZ"]),
    });
    assert_eq!(verdict(elsewhere, &facts), None);
    let without = Rule::Exclude(Subject::Consortium {
        consortium: "MCM".to_owned(),
        countries: Vec::new(),
    });
    let parties = [(operator(&network, "GR"), MANAGER)];
    let facts = Facts {
        parties: &parties,
        ..Facts::default()
    };
    assert!(verdict(without, &facts).is_some());
}

#[test]
fn calls_flags_modes_carriages_and_gauges() {
    let network = caucasus();
    let rule = Rule::exclude_call_or_flag(country("RU"));
    let novorossiysk = network.find_place("Novorossiysk").unwrap();
    let places = [network.find_place("Poti").unwrap(), novorossiysk];
    let facts = Facts {
        places: &places,
        ..Facts::default()
    };
    assert_eq!(
        verdict(rule.clone(), &facts),
        Some(BlockReason::Call(novorossiysk))
    );
    let named = Rule::Exclude(Subject::Call {
        countries: Vec::new(),
        places: names(&["Poti"]),
    });
    assert_eq!(verdict(named, &facts), Some(BlockReason::Call(places[0])));
    let facts = Facts {
        flag: Some(country("RU")),
        ..Facts::default()
    };
    assert_eq!(
        verdict(rule.clone(), &facts),
        Some(BlockReason::Flag(country("RU")))
    );
    let facts = Facts {
        flag: Some(country("MT")),
        places: &places[..1],
        ..Facts::default()
    };
    assert_eq!(verdict(rule, &facts), None);

    let road = Facts {
        mode: Some(Mode::Road),
        ..Facts::default()
    };
    assert!(verdict(Rule::exclude_mode(Mode::Road), &road).is_some());
    assert_eq!(verdict(Rule::exclude_mode(Mode::Rail), &road), None);
    let rail = Rule::Require(Subject::Mode {
        modes: vec![Mode::Rail],
    });
    assert_eq!(
        verdict(rail.clone(), &road),
        Some(BlockReason::Mode(Mode::Road))
    );
    assert_eq!(verdict(rail, &Facts::default()), None);

    let broad = Carriage::Wagon(Gauge::RUSSIAN);
    let riding = |rule: &Rule, carriages: &[Carriage]| {
        let facts = Facts {
            carriages,
            ..Facts::default()
        };
        verdict(rule.clone(), &facts)
    };
    let only = Rule::Require(Subject::Carriage {
        carriages: vec![broad],
    });
    assert_eq!(riding(&only, &[broad, Carriage::Depot]), None);
    assert!(riding(&only, &[Carriage::Depot, Carriage::Truck]).is_some());
    let none = Rule::Exclude(Subject::Carriage {
        carriages: vec![Carriage::Truck, Carriage::Depot],
    });
    assert!(riding(&none, &[Carriage::Depot]).is_some());
    assert_eq!(riding(&none, &[broad]), None);
    let gauge = Rule::Exclude(Subject::GaugeChange);
    assert_eq!(verdict(gauge.clone(), &Facts::default()), None);
    let facts = Facts {
        gauge_change: true,
        ..Facts::default()
    };
    assert_eq!(verdict(gauge, &facts), Some(BlockReason::GaugeChange));
}

#[test]
fn links_lines_services_and_crossings() {
    let network = caucasus();
    let link = network.link_by_id("tbilisi-poti");
    let line = network.line_by_id("GE-rail");
    let service = network.service_by_id("poti-novorossiysk");
    let crossing = network.crossing_by_code("x-am-ge-sadakhlo-rail");
    let facts = Facts {
        link,
        line,
        service,
        crossing,
        ..Facts::default()
    };
    let subjects = [
        Subject::Link {
            links: names(&["tbilisi-poti"]),
        },
        Subject::Line {
            lines: names(&["GE-rail"]),
        },
        Subject::Service {
            services: names(&["poti-novorossiysk"]),
        },
        Subject::Crossing {
            crossings: names(&["x-am-ge-sadakhlo-rail"]),
        },
    ];
    let others = [
        Subject::Link {
            links: names(&["boyuk-baku"]),
        },
        Subject::Line {
            lines: names(&["AM-rail"]),
        },
    ];
    for subject in subjects {
        assert!(
            verdict(Rule::Exclude(subject.clone()), &facts).is_some(),
            "{subject}"
        );
        assert_eq!(
            verdict(Rule::Require(subject.clone()), &facts),
            None,
            "{subject}"
        );
        assert_eq!(verdict(Rule::Exclude(subject), &Facts::default()), None);
    }
    for subject in others {
        assert_eq!(
            verdict(Rule::Exclude(subject.clone()), &facts),
            None,
            "{subject}"
        );
        assert!(
            verdict(Rule::Require(subject.clone()), &facts).is_some(),
            "{subject}"
        );
    }
}

#[test]
fn rules_combine_with_three_values() {
    let russia = Rule::exclude_territory(country("RU"));
    let road = Rule::exclude_mode(Mode::Road);
    let ru = countries(&["RU"]);
    let ge = countries(&["GE"]);
    let facts = |countries, mode| Facts {
        countries,
        mode,
        ..Facts::default()
    };
    let either = Rule::any([russia.clone(), road.clone()]);
    assert_eq!(verdict(either.clone(), &facts(&ru, Some(Mode::Rail))), None);
    assert_eq!(verdict(either.clone(), &facts(&ge, Some(Mode::Road))), None);
    assert_eq!(
        verdict(either.clone(), &facts(&ru, Some(Mode::Road))),
        Some(BlockReason::Combined)
    );
    assert!(
        verdict(either, &facts(&ru, None)).is_some(),
        "the mode is not concerned"
    );
    let not = !Rule::exclude_territory(country("RU"));
    assert!(verdict(not.clone(), &facts(&ge, None)).is_some());
    assert_eq!(verdict(not.clone(), &facts(&ru, None)), None);
    assert_eq!(verdict(not, &Facts::default()), None, "not concerned");
    let both = Rule::all([russia.clone(), !road]);
    assert!(verdict(both.clone(), &facts(&ge, Some(Mode::Rail))).is_some());
    assert_eq!(verdict(both, &facts(&ge, Some(Mode::Road))), None);
    assert_eq!(!!russia.clone(), russia);
}

#[test]
fn the_explanation_names_operator_owners_validity_and_row() {
    let network = caucasus();
    let world = Scenario::on(DAY).apply(&network).unwrap();
    let policy = Policy::country_excluded(country("RU"));
    let compiled = policy.compile(&world).unwrap();
    let parties = [(operator(&network, "SCR"), MANAGER)];
    let facts = Facts {
        link: network.link_by_id("gyumri-yerevan"),
        parties: &parties,
        ..Facts::default()
    };
    let blocked = compiled.check(&facts).unwrap_err();
    assert_eq!(
        compiled.rule_name(blocked.rule),
        "no operator owned from RU"
    );
    assert_eq!(
        compiled.explain(&world, &blocked),
        "blocked: South Caucasus Railway runs Gyumri–Yerevan, owned 100 % by Russian Railways \
         (valid 2008-02-13 to 2038-02-12; record made in code), owned 100 % by the Russian \
         Federation (always valid; record made in code) [rule `no operator owned from RU`]"
    );
    let both = Rule::Exclude(Subject::Owner {
        countries: countries(&["RU", "BY"]),
        owners: Vec::new(),
        method: Aggregate50,
        roles: Vec::new(),
    });
    let compiled = Policy::new("both").with(both).compile(&world).unwrap();
    let parties = [(operator(&network, "UTLC"), Role::Forwarder)];
    let facts = Facts {
        parties: &parties,
        ..Facts::default()
    };
    let text = compiled.explain(&world, &compiled.check(&facts).unwrap_err());
    assert!(text.contains("UTLC ERA sells an operation, owned 33.3333 % by Belarusian Railway"));
    assert!(text.contains("and 33.3333 % by Russian Railways"), "{text}");
    assert!(text.contains("together 66.6666 %"), "{text}");
    let sold = Scenario::on(DAY)
        .with(Change::stake("RZD", "SCR", Share::ZERO))
        .with_labelled("the sale", Change::stake("RU-state", "SCR", Share::WHOLE));
    let world = sold.apply(&network).unwrap();
    let compiled = policy.compile(&world).unwrap();
    let parties = [(operator(&network, "SCR"), MANAGER)];
    let facts = Facts {
        parties: &parties,
        ..Facts::default()
    };
    let text = compiled.explain(&world, &compiled.check(&facts).unwrap_err());
    assert!(
        text.contains("(changed by the scenario: the sale)"),
        "{text}"
    );
}

#[test]
fn endpoints_limits_validity_and_lifting() {
    let network = caucasus();
    let world = Scenario::on(DAY).apply(&network).unwrap();
    let policy = Policy::country_excluded(country("RU"))
        .with(Rule::Limit(Limit::Borders(3)))
        .with(Rule::Limit(Limit::Borders(2)))
        .with(Rule::Limit(Limit::Hours(Duration::from_minutes(600))))
        .with(Rule::Limit(Limit::Usd(Money::from_cents(100))));
    let compiled = policy.compile(&world).unwrap();
    let novorossiysk = network.find_place("Novorossiysk").unwrap();
    let blocked: Blocked = compiled.check_endpoint(novorossiysk).unwrap_err();
    assert_eq!(blocked.reason, BlockReason::Territory(country("RU")));
    compiled
        .check_endpoint(network.find_place("Poti").unwrap())
        .unwrap();
    let rule = |position| RuleIndex::new(position).unwrap();
    assert_eq!(compiled.limits().borders, Some((2, rule(5))));
    assert_eq!(compiled.limits().transhipments, None);
    let lifted: RuleSet = [rule(0), rule(3), rule(5)].into_iter().collect();
    let lifted = compiled.clone().lifting(lifted);
    lifted.check_endpoint(novorossiysk).unwrap();
    assert_eq!(
        lifted.limits().borders,
        Some((3, rule(4))),
        "the next tightest holds"
    );
    assert_eq!(compiled.rules().count(), 8);
    assert_eq!(lifted.rules().count(), 5);
    assert_eq!(
        policy
            .without([rule(0)].into_iter().collect())
            .rules()
            .len(),
        7
    );

    let later = Validity::new(Some(date(2027, 1, 1)), None).unwrap();
    let policy = Policy::new("later").with_during(later, Rule::exclude_territory(country("RU")));
    policy
        .compile(&world)
        .unwrap()
        .check_endpoint(novorossiysk)
        .unwrap();
    let world = Scenario::on(date(2027, 1, 1)).apply(&network).unwrap();
    assert!(
        policy
            .compile(&world)
            .unwrap()
            .check_endpoint(novorossiysk)
            .is_err()
    );
}

#[test]
fn combined_rules_are_lifted_too() {
    let network = caucasus();
    let world = Scenario::on(DAY).apply(&network).unwrap();
    let rule = Rule::any([
        Rule::exclude_territory(country("RU")),
        Rule::exclude_mode(Mode::Sea),
    ]);
    let compiled = compiled(rule, &world);
    let codes = countries(&["RU"]);
    let facts = Facts {
        countries: &codes,
        ..Facts::default()
    };
    assert!(compiled.check(&facts).is_err());
    let lifted = compiled.lifting(RuleSet::one(RuleIndex::new(0).unwrap()));
    lifted.check(&facts).unwrap();
    assert!(lifted.is_open());
}

#[test]
fn closed_transit_binds_who_passes() {
    let network = caucasus();
    let closed = TransitClosure {
        country: country("GE"),
        from: None,
        to: Some(country("AM")),
    };
    let scenario = Scenario::on(DAY).with_labelled("blockade", Change::CloseTransit(closed));
    let world = scenario.apply(&network).unwrap();
    let compiled = Policy::open().compile(&world).unwrap();
    let codes = countries(&["GE"]);
    let facts = Facts {
        countries: &codes,
        ..Facts::default()
    };
    let blocked = compiled.check(&facts).unwrap_err();
    assert_eq!(
        compiled.explain(&world, &blocked),
        "blocked: GE is closed to transit [rule `blockade`]"
    );
    let trip = |from: &str, to: &str| {
        let trip = compiled.clone().for_trip(country(from), country(to));
        trip.check(&facts).is_err()
    };
    assert!(trip("AZ", "AM"));
    assert!(!trip("AM", "AZ") && !trip("GE", "AM") && !trip("AZ", "TR"));
    compiled
        .check_endpoint(network.find_place("Poti").unwrap())
        .unwrap();
    assert!(!compiled.is_open() && compiled.own_rules() == 0);
}

fn refused(policy: &Policy) -> PolicyError {
    let network = caucasus();
    let world = Scenario::on(DAY).apply(&network).unwrap();
    policy.compile(&world).expect_err("must be refused")
}

#[test]
fn unknown_names_are_refused_with_the_nearest() {
    let one = |rule| refused(&Policy::new("p").with(rule)).to_string();
    assert_eq!(
        one(Rule::exclude_operator("SCRR")),
        "rule `without operator SCRR`: `SCRR` is no known operator; did you mean `SCR`?"
    );
    let party = Rule::exclude_party("RU-stat", Aggregate50);
    assert!(one(party).contains("no known operator or owner; did you mean `RU-state`?"));
    let place = Subject::Call {
        countries: Vec::new(),
        places: names(&["Tiblisi"]),
    };
    assert!(
        one(Rule::Exclude(place)).contains("no known place; did you mean `GETBS (Tbilisi, GE)`?")
    );
    let link = Subject::Link {
        links: names(&["tbilisi-potti"]),
    };
    assert!(one(Rule::Exclude(link)).contains("did you mean `tbilisi-poti`?"));
    let line = Subject::Line {
        lines: names(&["GE-rial"]),
    };
    assert!(one(Rule::Exclude(line)).contains("did you mean `GE-rail`?"));
    let service = Subject::Service {
        services: names(&["poti-novorosiysk"]),
    };
    assert!(one(Rule::Exclude(service)).contains("did you mean `poti-novorossiysk`?"));
    let crossing = Subject::Crossing {
        crossings: names(&["x-am-ge-sadahlo-rail"]),
    };
    assert!(one(Rule::Exclude(crossing)).contains("did you mean `x-am-ge-sadakhlo-rail`?"));
    assert!(one(Rule::require_consortium("MCN")).contains("did you mean `MCM`?"));
}

#[test]
fn empty_misplaced_and_contradicting_rules_are_refused() {
    let one = |rule| refused(&Policy::new("p").with(rule)).to_string();
    let empty = Rule::Exclude(Subject::Territory {
        countries: Vec::new(),
    });
    assert_eq!(
        one(empty),
        "rule `without the territory of ` names nothing; give it at least one country"
    );
    assert!(one(Rule::any([])).contains("at least one rule to combine"));
    let limit = Rule::any([Rule::Limit(Limit::Borders(1))]);
    assert!(one(limit).contains("a limit cannot be part of"));
    let gauge = Rule::Require(Subject::GaugeChange);
    assert!(one(gauge).contains("gauge changes cannot be required"));

    let modes = |modes: &[Mode]| Subject::Mode {
        modes: modes.to_vec(),
    };
    let operators = |ids: &[&str], roles: &[Role]| Subject::Operator {
        operators: names(ids),
        roles: roles.to_vec(),
    };
    let pair = |from, into| Subject::Border {
        pairs: vec![[country(from), country(into)]],
    };
    let territory = |codes: &[&str]| Subject::Territory {
        countries: countries(codes),
    };
    let contradictions = [
        (modes(&[Mode::Rail]), modes(&[Mode::Rail]), "mode"),
        (territory(&["GE"]), territory(&["AM", "GE"]), "territory"),
        (operators(&["GR"], &[]), operators(&["GR"], &[]), "operator"),
        (pair("GE", "AM"), pair("GE", "AM"), "border"),
    ];
    for (required, excluded, what) in contradictions {
        let (required, excluded) = (Rule::Require(required), Rule::Exclude(excluded));
        for pair in [[&required, &excluded], [&excluded, &required]] {
            let policy = pair
                .into_iter()
                .cloned()
                .fold(Policy::new("p"), Policy::with);
            let error = refused(&policy);
            let PolicyError::Contradiction { what: found, .. } = &error else {
                panic!("{error}")
            };
            assert_eq!(*found, what);
        }
    }
    let two = Policy::new("p")
        .with(Rule::Require(territory(&["GE"])))
        .with(Rule::Require(territory(&["AM"])));
    assert!(matches!(refused(&two), PolicyError::Contradiction { .. }));

    let network = caucasus();
    let world = Scenario::on(DAY).apply(&network).unwrap();
    let fine = [
        (modes(&[Mode::Rail, Mode::Sea]), modes(&[Mode::Sea])),
        (
            operators(&["GR"], &[MANAGER]),
            operators(&["GR"], &[Role::Terminal]),
        ),
        (pair("GE", "AM"), pair("AM", "GE")),
    ];
    for (required, excluded) in fine {
        let policy = Policy::new("p")
            .with(Rule::Require(required))
            .with(Rule::Exclude(excluded));
        policy.compile(&world).unwrap();
    }
    let many = (0..129).fold(Policy::new("p"), |policy, _| {
        policy.with(Rule::exclude_territory(country("RU")))
    });
    assert!(
        refused(&many)
            .to_string()
            .contains("the policy has 129 rules")
    );
}

#[test]
fn rules_that_leave_nothing_only_together_are_refused() {
    let territory = |codes: &[&str]| Subject::Territory {
        countries: countries(codes),
    };
    let all = [
        Rule::Exclude(territory(&["GE"])),
        Rule::Require(territory(&["GE", "AM"])),
        Rule::Exclude(territory(&["AM", "RU"])),
    ];
    for order in [[0, 1, 2], [2, 1, 0], [1, 0, 2]] {
        let two = order[..2].iter().map(|at| all[*at].clone());
        let two = two.fold(Policy::new("p"), Policy::with);
        let network = caucasus();
        let world = Scenario::on(DAY).apply(&network).unwrap();
        two.compile(&world).unwrap();
        let error = refused(&two.with(all[order[2]].clone())).to_string();
        assert!(
            error.contains("together they leave no territory"),
            "{error}"
        );
        for at in &order[..2] {
            assert!(error.contains(&all[*at].to_string()), "{error}");
        }
    }
    // Only what matters is named.
    let named = Policy::new("p")
        .with(Rule::Exclude(territory(&["AZ"])))
        .with(Rule::Require(territory(&["GE"])))
        .with(Rule::Exclude(territory(&["GE"])));
    let PolicyError::Contradiction { other, .. } = refused(&named) else {
        panic!("they leave nothing")
    };
    assert_eq!(other, "only the territory of GE");
    let carriages = |carriages: &[Carriage]| Subject::Carriage {
        carriages: carriages.to_vec(),
    };
    let cars = Policy::new("p")
        .with(Rule::Require(carriages(&[Carriage::Truck])))
        .with(Rule::Exclude(carriages(&[Carriage::Truck])));
    assert!(refused(&cars).to_string().contains("leave no carriage"));
    let one = Policy::new("p").with(Rule::all([
        Rule::Require(territory(&["GE"])),
        Rule::Exclude(territory(&["GE"])),
    ]));
    assert!(matches!(refused(&one), PolicyError::Contradiction { .. }));
}

#[test]
fn a_rule_and_its_denial_are_refused() {
    let rule = Rule::any([
        Rule::exclude_territory(country("RU")),
        Rule::exclude_operator("RZD"),
    ]);
    for rules in [[rule.clone(), !rule.clone()], [!rule.clone(), rule]] {
        let policy = rules.into_iter().fold(Policy::new("p"), Policy::with);
        let error = refused(&policy).to_string();
        assert!(error.contains("contradicts"), "{error}");
        // Where one of them rests, the other holds.
        let network = caucasus();
        let world = Scenario::on(DAY).apply(&network).unwrap();
        let later = Validity::new(Some(date(2030, 1, 1)), None).unwrap();
        let rules = policy.rules();
        Policy::new("later")
            .with_named(rules[0].clone())
            .with_named(rules[1].clone().during(later))
            .compile(&world)
            .unwrap();
    }
}

#[test]
fn a_consortium_that_is_required_cannot_be_excluded() {
    let without = Rule::Exclude(Subject::Consortium {
        consortium: "MCM".to_owned(),
        countries: Vec::new(),
    });
    let operators = |ids: &[&str]| {
        Rule::Exclude(Subject::Operator {
            operators: names(ids),
            roles: Vec::new(),
        })
    };
    let all = operators(&["MCM", "KTZ", "ADY", "GR"]);
    for other in [without, all] {
        for pair in [
            [Rule::require_consortium("MCM"), other.clone()],
            [other.clone(), Rule::require_consortium("MCM")],
        ] {
            let policy = pair.into_iter().fold(Policy::new("p"), Policy::with);
            assert!(
                refused(&policy).to_string().contains("leave no operator"),
                "{other}"
            );
        }
    }
    let network = caucasus();
    let world = Scenario::on(DAY).apply(&network).unwrap();
    Policy::new("p")
        .with(Rule::require_consortium("MCM"))
        .with(operators(&["MCM", "KTZ", "ADY"]))
        .compile(&world)
        .unwrap();
}

#[test]
fn plates_belong_to_the_rules_on_domicile_and_owners() {
    let plate = |code: &str| Facts {
        carrier: Some(country(code)),
        ..Facts::default()
    };
    let owner = Rule::exclude_owner(country("RU"), Aggregate50);
    for rule in [Rule::exclude_domicile(country("RU")), owner] {
        assert_eq!(
            verdict(rule.clone(), &plate("RU")),
            Some(BlockReason::Carrier(country("RU")))
        );
        assert_eq!(verdict(rule, &plate("GE")), None);
    }
    let named = |roles: Vec<Role>| {
        Rule::Exclude(Subject::Owner {
            countries: countries(&["RU"]),
            owners: Vec::new(),
            method: Aggregate50,
            roles,
        })
    };
    assert!(verdict(named(vec![Role::RoadCarrier]), &plate("RU")).is_some());
    assert_eq!(verdict(named(vec![Role::Terminal]), &plate("RU")), None);
    let party = Rule::exclude_party("RZD", Aggregate50);
    assert_eq!(
        verdict(party, &plate("RU")),
        None,
        "nobody owns them by name"
    );
    let only = Rule::Require(Subject::Domicile {
        countries: countries(&["GE"]),
        roles: Vec::new(),
    });
    assert_eq!(verdict(only.clone(), &plate("GE")), None);
    assert!(verdict(only, &plate("RU")).is_some());
}

#[test]
fn bad_dates_and_amounts_are_refused_when_built() {
    let network = caucasus();
    let world = Scenario::on(DAY).apply(&network).unwrap();
    let json = r#"{"schema":1,"rule":[{"label":"backwards","valid_from":"2027-01-01",
        "valid_to":"2026-01-01","exclude":{"territory":{"countries":["RU"]}}}]}"#;
    let policy: Policy = serde_json::from_str(json).unwrap();
    let error = policy.compile(&world).unwrap_err().to_string();
    assert!(
        error.contains("rule `backwards`") && error.contains("lies before"),
        "{error}"
    );
    let usd = Policy::new("p").with(Rule::Limit(Limit::Usd(Money::from_cents(-1))));
    assert!(
        usd.compile(&world)
            .unwrap_err()
            .to_string()
            .contains("give an amount of 0 USD or more")
    );
}

#[test]
fn errors_name_the_file_of_each_rule_in_a_joined_policy() {
    let file = |name: &str, operator: &str| {
        let text = format!(
            "schema = 1\n[[rule]]\nlimit.borders = 9\n[[rule]]\nexclude.operator.operators = \
             [\"{operator}\"]\n"
        );
        Policy::from_toml(name, &text).unwrap()
    };
    let error = |policy: &Policy| refused(policy).to_string();
    let joined = file("one.toml", "SCR").and(&file("two.toml", "SCRR"));
    assert!(
        error(&joined).starts_with("two.toml line 4: "),
        "{}",
        error(&joined)
    );
    let first = RuleSet::one(RuleIndex::new(0).unwrap());
    let code = Policy::new("code").with(Rule::exclude_mode(Mode::Sea));
    let joined = code.and(&file("two.toml", "SCRR")).without(first);
    assert!(error(&joined).starts_with("two.toml line 4: "));
}

#[test]
fn a_manager_with_dates_is_told_with_them() {
    let network = Network::europe_central_asia();
    let world = Scenario::on(date(2038, 2, 12)).apply(network).unwrap();
    let compiled = Policy::preset("russia-owner").unwrap();
    let compiled = compiled.compile(&world).unwrap();
    let parties = [(operator(network, "SCR"), MANAGER)];
    let (link, _) = network
        .links()
        .find(|(_, link)| {
            network
                .line(link.line)
                .is_some_and(|line| line.id == "AM-rail")
        })
        .unwrap();
    let facts = Facts {
        link: Some(link),
        parties: &parties,
        ..Facts::default()
    };
    let text = compiled.explain(&world, &compiled.check(&facts).unwrap_err());
    let dates = "(valid 2008-02-13 to 2038-02-12; lines.csv row ";
    assert!(
        text.contains(dates) && text.contains("source O-SCR), owned 100 % by"),
        "{text}"
    );
    let changed = Scenario::on(DAY).with_labelled("handover", Change::manager("AM-rail", "SCR"));
    let world = changed.apply(network).unwrap();
    let text = compiled.explain(&world, &compiled.check(&facts).unwrap_err());
    assert!(
        text.contains("(changed by the scenario: handover)"),
        "{text}"
    );
}

#[test]
fn policies_print_as_sentences() {
    let policy = Policy::country_excluded(country("RU"));
    assert_eq!(
        policy.to_string(),
        "RU excluded: no territory of RU (without the territory of RU); no operator domiciled in \
         RU (without operators domiciled in RU); no operator owned from RU (without operators \
         owned by parties of RU (aggregate 50 %)); no call in RU, no vessel under its flag \
         ((without calls at places in RU and without vessels under the flag of RU))"
    );
    assert_eq!(Policy::open().to_string(), "open: everything may be used");
    let rule = Rule::Require(Subject::Operator {
        operators: names(&["GR", "ADY"]),
        roles: vec![MANAGER],
    });
    assert_eq!(
        rule.to_string(),
        "only operator GR, ADY as infrastructure manager"
    );
    assert_eq!(
        (!Rule::require_consortium("MCM")).to_string(),
        "not only the consortium MCM with its members"
    );
    let hours = Rule::Limit(Limit::Hours(Duration::from_minutes(90)));
    assert_eq!(hours.to_string(), "at most 1.5 h");
}
