//! The same train over Armenia is allowed or forbidden by which meaning of *Russian* is excluded.

use crate::questions::PLANNER;
use trade_corridor::costing::Shipment;
use trade_corridor::network::Mode;
use trade_corridor::planner::Request;
use trade_corridor::policy::{OwnershipMethod, Policy, Rule, Subject};
use trade_corridor::quantity::Mass;
use trade_corridor::route::Step;

fn by_rail(policy: Policy) -> Policy {
    policy.with(
        Rule::Require(Subject::Mode {
            modes: vec![Mode::Rail],
        })
        .labelled("by rail alone"),
    )
}

fn from_tbilisi_to_yerevan(policy: Policy) -> Request {
    let wagon = Shipment::wagon(Mass::from_kg(60_000)).unwrap();
    Request::new("GETBS", "AMEVN")
        .shipment(wagon)
        .policy(by_rail(policy))
}

#[test]
fn without_russian_territory_and_operators_a_train_crosses_armenia() {
    let russia = "RU".parse().unwrap();
    let policy = Policy::new("no Russian territory or operator")
        .with(Rule::exclude_territory(russia))
        .with(Rule::exclude_domicile(russia));
    for policy in [
        policy,
        Policy::preset("russia-territory").unwrap(),
        Policy::preset("russia-operator").unwrap(),
    ] {
        let route = PLANNER
            .cheapest(&from_tbilisi_to_yerevan(policy))
            .unwrap_or_else(|error| panic!("{error}"));
        let parties: Vec<&str> = route
            .steps
            .iter()
            .flat_map(Step::atoms)
            .flat_map(|step| &step.parties)
            .map(|party| party.0.as_str())
            .collect();
        assert!(parties.contains(&"SCR"), "{parties:?}");
        let countries: Vec<String> = route.countries().iter().map(ToString::to_string).collect();
        assert_eq!(countries, ["GE", "AM"]);
    }
}

#[test]
fn without_russian_owners_it_does_not_and_the_reason_names_both_railways() {
    let russia = "RU".parse().unwrap();
    let policy = Policy::new("no Russian owner")
        .with(Rule::exclude_owner(russia, OwnershipMethod::default()));
    for policy in [
        policy,
        Policy::preset("russia-owner").unwrap(),
        Policy::russia_excluded(),
    ] {
        let error = PLANNER
            .cheapest(&from_tbilisi_to_yerevan(policy.clone()))
            .unwrap_err();
        assert_eq!(error.code(), "blocked_by_rules", "{error}");
        let text = error.to_string();
        for part in [
            "GETBS",
            "AMEVN",
            "rules block every way",
            "South Caucasus Railway",
            "Russian Railways",
            "100 %",
        ] {
            assert!(text.contains(part), "`{part}` is missing in: {text}");
        }

        // By road the owner of the railway does not matter.
        let container = Request::new("GETBS", "AMEVN").policy(policy);
        let route = PLANNER.cheapest(&container).unwrap();
        assert!(route.steps.iter().all(|step| step.mode != Some(Mode::Rail)));
    }
}
