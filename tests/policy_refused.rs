//! Rules that name what is not there, say nothing or leave nothing are refused with the remedy.

use crate::maps::{DAY, caucasus, country};
use crate::rulings::{MANAGER, countries, names, refused};
use jiff::civil::date;
use trade_corridor::network::{Conveyance, Mode, Role, Validity};
use trade_corridor::policy::OwnershipMethod::Aggregate50;
use trade_corridor::policy::{Limit, Policy, PolicyError, Rule, RuleIndex, RuleSet, Subject};
use trade_corridor::quantity::Money;
use trade_corridor::scenario::Scenario;

#[test]
fn unknown_names_are_refused_with_the_nearest() {
    let one = |rule| refused(&Policy::new("p").with(rule)).to_string();
    assert_eq!(
        one(Rule::exclude_operator("SCRR")),
        "rule `without operator SCRR`: `SCRR` is no known operator; did you mean `SCR`?"
    );
    assert!(one(Rule::exclude_operator("georgian railway")).contains("did you mean `GR`?"));
    let state = Rule::exclude_party("the Russian Federation", Aggregate50);
    assert!(one(state).contains("did you mean `RU-state`?"));
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
    assert!(one(Rule::only_by("MCN")).contains("did you mean `MCM`?"));
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
    let PolicyError::Contradiction { others, .. } = refused(&named) else {
        panic!("they leave nothing")
    };
    assert_eq!(others, ["only the territory of GE"]);
    let conveyances = |conveyances: &[Conveyance]| Subject::Conveyance {
        conveyances: conveyances.to_vec(),
    };
    let cars = Policy::new("p")
        .with(Rule::Require(conveyances(&[Conveyance::Truck])))
        .with(Rule::Exclude(conveyances(&[Conveyance::Truck])));
    assert!(refused(&cars).to_string().contains("leave no conveyance"));
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
            .with(rules[0].clone())
            .with(rules[1].clone().during(later))
            .compile(&world)
            .unwrap();
    }
}

#[test]
fn a_consortium_that_is_required_cannot_be_excluded() {
    let without = Rule::exclude_consortium("MCM");
    let operators = |ids: &[&str]| {
        Rule::Exclude(Subject::Operator {
            operators: names(ids),
            roles: Vec::new(),
        })
    };
    let all = operators(&["MCM", "KTZ", "ADY", "GR"]);
    for other in [without, all] {
        for pair in [
            [Rule::only_by("MCM"), other.clone()],
            [other.clone(), Rule::only_by("MCM")],
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
        .with(Rule::only_by("MCM"))
        .with(operators(&["MCM", "KTZ", "ADY"]))
        .compile(&world)
        .unwrap();
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
