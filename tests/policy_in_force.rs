//! A rule binds ends, routes and trips while it holds, and nothing once it is lifted.

use crate::maps::{DAY, caucasus, country};
use crate::rulings::{compiled, countries};
use jiff::civil::date;
use trade_corridor::network::{Mode, Validity};
use trade_corridor::policy::{
    BlockReason, Blocked, Limit, OperationAttributes, Policy, Rule, RuleIndex, RuleSet,
};
use trade_corridor::quantity::{Duration, Money};
use trade_corridor::scenario::{Change, Scenario, TransitClosure};

#[test]
fn endpoints_limits_validity_and_relaxations() {
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
    let lifted = compiled.clone().relax(lifted);
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
    let policy = Policy::new("later").with(Rule::exclude_territory(country("RU")).during(later));
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
    let facts = OperationAttributes {
        countries: &codes,
        ..OperationAttributes::default()
    };
    assert!(compiled.check(&facts).is_err());
    let lifted = compiled.relax(RuleSet::one(RuleIndex::new(0).unwrap()));
    lifted.check(&facts).unwrap();
    assert!(lifted.is_open());
}

#[test]
fn closed_transit_binds_who_passes() {
    let network = caucasus();
    let closed = TransitClosure {
        to: Some(country("AM")),
        ..TransitClosure::new(country("GE"))
    };
    let scenario = Scenario::on(DAY).with(Change::CloseTransit(closed).labelled("blockade"));
    let world = scenario.apply(&network).unwrap();
    let compiled = Policy::open().compile(&world).unwrap();
    let codes = countries(&["GE"]);
    let facts = OperationAttributes {
        countries: &codes,
        ..OperationAttributes::default()
    };
    let blocked = compiled.check(&facts).unwrap_err();
    assert_eq!(
        compiled.explain(&world, &blocked).to_string(),
        "blocked: GE is closed to the goods [rule `blockade`]"
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
