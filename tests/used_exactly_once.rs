//! What a route has to use exactly once it uses once: as good as the best way over any one of the borders with the
//! others closed, or no way.

use trade_corridor::planner::{Hindrance, Reason};
use trade_corridor::policy::Subject;
use trade_corridor::prelude::*;
use trade_corridor::route::Step;
use trade_corridor::verify::verify_in;

use crate::questions::{PLANNER, pairs};

fn borders(pairs: &[(&str, &str)]) -> Subject {
    let code = |code: &str| code.parse().unwrap();
    let pairs = pairs.iter();
    Subject::Border {
        pairs: pairs.map(|(from, to)| [code(from), code(to)]).collect(),
    }
}

const OVER_THE_SEA: [(&str, &str); 4] = [("KZ", "AZ"), ("TM", "AZ"), ("AZ", "KZ"), ("AZ", "TM")];

/// Without the countries by which goods go around the Caspian Sea.
fn over_it() -> Policy {
    let around = ["RU", "IR", "AF"].map(|code| code.parse().unwrap());
    let none = Subject::Territory {
        countries: around.to_vec(),
    };
    Policy::new("over the sea").with(Rule::Exclude(none))
}

/// How often a route lands across the sea.
fn times(route: &Route) -> usize {
    let east = ["KZ", "TM"];
    let crosses = |step: &Step| {
        let ends = [step.from.country, step.to.country].map(|country| country.to_string());
        let sails = step.act.as_str() == "run" && step.mode == Some(Mode::Sea);
        let one = |end: &String| east.contains(&end.as_str());
        sails && ends.contains(&"AZ".to_owned()) && ends.iter().any(one)
    };
    route.atoms().filter(|step| crosses(step)).count()
}

fn answer(request: &Request, objective: &Objective) -> Option<Route> {
    match PLANNER.best(request, objective) {
        Ok(route) => Some(route),
        Err(error) => {
            error.into_no_route().unwrap();
            None
        }
    }
}

#[test]
fn once_is_over_one_border_with_the_others_closed() {
    let once = over_it().must_use_once(borders(&OVER_THE_SEA));
    let objectives = [Objective::Cost, Objective::Time, Objective::Distance];
    let (mut found, mut back) = (0, 0);
    for (number, (from, to)) in pairs(77, 36).into_iter().enumerate() {
        let objective = &objectives[number % 3];
        let request = Request::new(from.as_str(), to.as_str());
        let asked = answer(&request.clone().policy(once.clone()), objective);
        let apart = OVER_THE_SEA.iter().filter_map(|border| {
            let others = OVER_THE_SEA.iter().filter(|other| *other != border);
            let others: Vec<(&str, &str)> = others.copied().collect();
            let policy = over_it()
                .must_use(borders(&[*border]))
                .with(Rule::Exclude(borders(&others)));
            answer(&request.clone().policy(policy), objective)
        });
        let value = |route: &Route| route.value().unwrap().units();
        let expected = apart.map(|route| value(&route)).min();
        assert_eq!(asked.as_ref().map(value), expected, "{from} {to}");
        if let Some(route) = &asked {
            assert_eq!(times(route), 1, "{route}");
            found += 1;
        }
        // At least once there is mostly a way, there and back.
        let often = over_it().must_use(borders(&OVER_THE_SEA));
        if let Some(route) = answer(&request.policy(often.clone()), objective) {
            match times(&route) {
                1 => assert_eq!(asked.map(|route| route.steps), Some(route.steps)),
                more => {
                    assert!(more > 1);
                    back += 1;
                    let mut route = route;
                    route.certificate = None;
                    let world = PLANNER.world();
                    verify_in(&route, &often, world).unwrap();
                    let refused = verify_in(&route, &once, world).unwrap_err();
                    assert_eq!(refused.code(), "route_uses_again");
                    let told = format!("{more} steps are of it");
                    assert!(refused.to_string().ends_with(&told), "{refused}");
                }
            }
        }
    }
    assert!(found > 3 && back > 3, "{found} {back}");
}

#[test]
fn why_there_is_no_way_over_it_once_is_told() {
    let policy = over_it().must_use_once(borders(&OVER_THE_SEA));
    let request = Request::new("Poti", "Istanbul").policy(policy.clone());
    let none = PLANNER
        .cheapest(&request)
        .unwrap_err()
        .into_no_route()
        .unwrap();
    let Reason::RulesUnmet { rules } = none.reason() else {
        panic!("{none}")
    };
    assert_eq!(rules[0].hindrance, Some(Hindrance::NotOnce));
    assert!(
        none.to_string()
            .contains("every way over it comes there again"),
        "{none}"
    );
    let why = PLANNER.why_not(&request).unwrap();
    assert_eq!(why.cause(), Some(&none));
    assert_eq!(why.relaxations().len(), 2, "{why}");
    let prices = PLANNER.price_of_rules(&request).unwrap();
    assert_eq!(prices.shares().unwrap_err().code(), "no_route");
    // With ends on both sides a matrix and a single question agree.
    let network = PLANNER.world().network();
    let places = ["Almaty", "Istanbul"].map(|name| network.find_place(name).unwrap());
    let matrix = PLANNER
        .matrix(
            &places,
            &places,
            &request.shipment,
            &policy,
            &Objective::Cost,
        )
        .unwrap();
    let single = PLANNER
        .cheapest(&Request::new("Almaty", "Istanbul").policy(policy))
        .unwrap();
    assert_eq!(
        matrix.get(0, 1).unwrap().as_ref().ok().copied(),
        single.value()
    );
}

#[test]
fn rules_on_what_is_used_once_are_kept_and_refused_by_name() {
    let rule = Rule::UseOnce(borders(&OVER_THE_SEA[..1]));
    assert_eq!(
        rule.to_string(),
        "must use the border from KZ into AZ exactly once"
    );
    assert_ne!(rule, Rule::Use(borders(&OVER_THE_SEA[..1])));
    let policy = Policy::new("once").with(rule.clone());
    let text = policy.to_toml().unwrap();
    assert!(text.contains("use_once"), "{text}");
    assert_eq!(Policy::from_toml("once.toml", &text).unwrap(), policy);
    let json = serde_json::to_string(&policy).unwrap();
    assert_eq!(serde_json::from_str::<Policy>(&json).unwrap(), policy);
    assert!(format!("{rule:?}").starts_with("UseOnce("));
    let refused = |policy: Policy| policy.compile(PLANNER.world()).unwrap_err();
    let service = Subject::Mode {
        modes: vec![Mode::Sea],
    };
    let error = refused(Policy::open().must_use_once(service));
    assert_eq!(error.code(), "policy_cannot_use_once");
    let told =
        "only borders and crossings can be used exactly once; say `use`, or exclude the way back";
    assert!(error.to_string().ends_with(told), "{error}");
    let combined = refused(Policy::open().with(Rule::all([rule.clone()])));
    assert_eq!(combined.code(), "policy_misplaced_use");
    let excluded = policy.with(Rule::Exclude(borders(&OVER_THE_SEA)));
    assert_eq!(refused(excluded).code(), "policy_contradiction");
    let many: Policy = std::iter::repeat_n(rule, Rule::MOST_USES + 1).collect();
    assert_eq!(refused(many).code(), "policy_too_many_uses");
}
