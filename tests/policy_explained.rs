//! What a rule blocks is told with who, why and which row; policies print as sentences.

use crate::maps::{DAY, caucasus, country};
use crate::rulings::{MANAGER, countries, names, operator};
use jiff::civil::date;
use trade_corridor::network::{Network, Role};
use trade_corridor::policy::OwnershipMethod::Aggregate50;
use trade_corridor::policy::{
    Blocked, CompiledPolicy, Limit, OperationAttributes, Policy, Rule, Subject, Violation,
};
use trade_corridor::quantity::{Duration, Share};
use trade_corridor::scenario::{Change, Scenario, World};

fn told(compiled: &CompiledPolicy, world: &World, blocked: &Blocked) -> String {
    let found = compiled.explain(world, blocked);
    let json = serde_json::to_string(&found).unwrap();
    assert_eq!(serde_json::from_str::<Violation>(&json).unwrap(), found);
    assert!(json.contains(found.finding.code()), "{json}");
    found.to_string()
}

#[test]
fn the_explanation_names_operator_owners_validity_and_row() {
    let network = caucasus();
    let world = Scenario::on(DAY).apply(&network).unwrap();
    let policy = Policy::country_excluded(country("RU"));
    let compiled = policy.compile(&world).unwrap();
    let parties = [(operator(&network, "SCR"), MANAGER)];
    let facts = OperationAttributes {
        link: network.link_by_id("gyumri-yerevan"),
        parties: &parties,
        ..OperationAttributes::default()
    };
    let blocked = compiled.check(&facts).unwrap_err();
    assert_eq!(
        compiled.rule_name(blocked.rule),
        "no operator owned from RU"
    );
    assert_eq!(
        told(&compiled, &world, &blocked),
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
    let facts = OperationAttributes {
        parties: &parties,
        ..OperationAttributes::default()
    };
    let text = told(&compiled, &world, &compiled.check(&facts).unwrap_err());
    assert!(text.contains("UTLC ERA sells an operation, owned 33 1/3 % by Belarusian Railway"));
    assert!(text.contains("and 33 1/3 % by Russian Railways"), "{text}");
    assert!(text.contains("together 66 2/3 %"), "{text}");
    let sold = Scenario::on(DAY)
        .with(Change::stake("RZD", "SCR", Share::ZERO))
        .with(Change::stake("RU-state", "SCR", Share::WHOLE).labelled("the sale"));
    let world = sold.apply(&network).unwrap();
    let compiled = policy.compile(&world).unwrap();
    let parties = [(operator(&network, "SCR"), MANAGER)];
    let facts = OperationAttributes {
        parties: &parties,
        ..OperationAttributes::default()
    };
    let text = told(&compiled, &world, &compiled.check(&facts).unwrap_err());
    assert!(
        text.contains("(changed by the scenario: the sale)"),
        "{text}"
    );
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
    let facts = OperationAttributes {
        link: Some(link),
        parties: &parties,
        ..OperationAttributes::default()
    };
    let text = told(&compiled, &world, &compiled.check(&facts).unwrap_err());
    let dates = "(valid 2008-02-13 to 2038-02-12; lines.csv row ";
    assert!(
        text.contains(dates) && text.contains("source O-SCR), owned 100 % by"),
        "{text}"
    );
    let changed = Scenario::on(DAY).with(Change::manager("AM-rail", "SCR").labelled("handover"));
    let world = changed.apply(network).unwrap();
    let text = told(&compiled, &world, &compiled.check(&facts).unwrap_err());
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
        (!Rule::only_by("MCM")).to_string(),
        "not only the business of MCM"
    );
    let home = countries(&["GE", "AZ"]);
    assert_eq!(
        Rule::only_by_in("MCM", home.clone()).to_string(),
        "only the business of MCM in GE, AZ"
    );
    assert_eq!(
        Rule::only_by_as("MCM", [Role::Terminal]).to_string(),
        "only the business of MCM as terminal"
    );
    assert_eq!(
        Rule::exclude_members_of("MCM").to_string(),
        "without members of MCM"
    );
    assert_eq!(
        Rule::only_along(["GE-rail"], home).to_string(),
        "only moves by land along GE-rail in GE, AZ"
    );
    assert_eq!(
        Rule::only_along_lines_of("MCM", []).to_string(),
        "only moves by land along the lines of MCM"
    );
    let hours = Rule::Limit(Limit::Hours(Duration::from_minutes(90)));
    assert_eq!(hours.to_string(), "at most 1.5 h");
}
