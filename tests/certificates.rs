//! A certificate lists what a route touches, counted step by step.

use crate::trips::{ENDS, objectives};
use trade_corridor::code::Name;
use trade_corridor::policy::Subject;
use trade_corridor::prelude::*;
use trade_corridor::route::{Act, RuleCheck, Step};
use trade_corridor::verify::verify;

/// What a rule is held against: every single step, and every offer or train as a whole.
fn judged(route: &Route) -> impl Iterator<Item = &Step> {
    route.steps.iter().flat_map(|step| {
        let whole = !step.parts.is_empty() && step.act != Act::Haul;
        whole.then_some(step).into_iter().chain(step.atoms())
    })
}

fn distinct<T: PartialEq>(values: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut known = Vec::new();
    for value in values {
        if !known.contains(&value) {
            known.push(value);
        }
    }
    known
}

#[test]
fn operations_are_counted_and_listed_one_by_one() {
    let network = Network::europe_central_asia();
    let today = Scenario::preset("status-quo").unwrap();
    let planner = Planner::new(network, &today).unwrap();
    let portugal: Country = "PT".parse().unwrap();
    let links = network
        .links()
        .filter(|(_, link)| link.country.as_str() == "IT");
    let links = links.map(|(_, link)| link.id.to_string()).collect();
    let policy = Policy::open()
        .with(Rule::exclude_territory(portugal))
        .with(Rule::exclude_operator("HAPAG"))
        .with(Rule::exclude_border(portugal, "ES".parse().unwrap()))
        .with(Rule::Exclude(Subject::Link { links }));
    let (mut routes, mut repeated) = (0, 0);
    for (from, to) in ENDS {
        for objective in objectives() {
            let request = Request::new(from, to).policy(policy.clone());
            let route = planner.best(&request, &objective).unwrap();
            routes += 1;
            let certificate = verify(&route, &policy, network, &today).unwrap();
            let [territory, operator, border, link] = &certificate.rules[..] else {
                panic!("four rules")
            };
            let count =
                |fits: &dyn Fn(&Step) -> bool| judged(&route).filter(|step| fits(step)).count();

            let lands = |step: &Step| !step.countries.is_empty();
            assert_eq!(territory.operations, count(&lands), "{route}");
            let countries = judged(&route).flat_map(|step| step.countries.clone());
            assert_eq!(territory.countries, distinct(countries));

            assert_eq!(
                operator.operations,
                count(&|step| !step.parties.is_empty()),
                "{route}"
            );
            let ids =
                judged(&route).flat_map(|step| step.parties.iter().map(|party| party.0.clone()));
            let listed = operator
                .operators
                .iter()
                .map(|check| check.operator.clone());
            let (mut listed, mut named): (Vec<_>, _) = (listed.collect(), distinct(ids));
            listed.sort();
            named.sort();
            assert_eq!(listed, named);

            let crossed = |step: &Step| match &step.act {
                Act::BorderControl { from, to, .. } => Some((*from, *to)),
                Act::Land { border, .. } => *border,
                _ => None,
            };
            assert_eq!(
                border.operations,
                count(&|step| crossed(step).is_some()),
                "{route}"
            );
            assert_eq!(border.borders, distinct(judged(&route).filter_map(crossed)));

            let moves = count(&|step| matches!(step.act, Act::Move { .. }));
            assert_eq!(link.operations, moves, "{route}");
            repeated += territory.operations - territory.countries.len();
        }
    }
    assert!(
        routes > 15 && repeated > 300,
        "{routes} routes, {repeated} repeated"
    );
}

#[test]
fn a_flag_that_nobody_recorded_is_told_as_unknown() {
    let network = Network::europe_central_asia();
    let today = Scenario::preset("status-quo").unwrap();
    let planner = Planner::new(network, &today).unwrap();
    let certified = |id: &str| -> Vec<RuleCheck> {
        let service = network.service(network.service_by_id(id).unwrap()).unwrap();
        let ends = [service.from, service.to].map(|at| network.place(at).unwrap().code.to_string());
        let policy = Policy::preset("russia-call-or-flag")
            .unwrap()
            .with(Rule::Require(Subject::Flag {
                countries: service
                    .flag
                    .into_iter()
                    .chain(["PT".parse().unwrap()])
                    .collect(),
            }))
            .with(Rule::Require(Subject::Mode {
                modes: vec![Mode::Sea],
            }))
            .with(Rule::Require(Subject::Service {
                services: vec![id.to_owned()],
            }));
        let route = planner
            .fastest(&Request::new(&ends[0], &ends[1]).policy(policy.clone()))
            .unwrap();
        verify(&route, &policy, network, &today).unwrap().rules
    };
    let unknown = "GRLT-feeder-GEPTI-ROCND";
    let checks = certified(unknown);
    for check in &checks[..2] {
        assert_eq!(
            (check.flags.len(), &check.unknown_flags[..]),
            (0, &[Name::from(unknown)][..])
        );
        assert!(
            check
                .to_string()
                .ends_with(&format!("; unknown flag on {unknown}")),
            "{check}"
        );
    }
    assert_eq!(checks[1].operations, 0, "no flag was looked at");
    assert!(
        checks[2..]
            .iter()
            .all(|check| check.unknown_flags.is_empty())
    );

    let checks = certified("ADYC-feeder-AZ-ala-TMKRW");
    assert!(
        checks[..2]
            .iter()
            .all(|check| check.flags == ["AZ".parse().unwrap()])
    );
    assert!(checks.iter().all(|check| check.unknown_flags.is_empty()));
    let text = serde_json::to_string(&checks).unwrap();
    assert!(!text.contains("unknown"), "{text}");
}
