//! Over the embedded atlas, whatever else a policy says: a route uses and comes by what it has to, no rule lowers
//! an optimum, relaxations are routes of the rules that are left, and many questions answer as one does.

use std::collections::BTreeSet;

use trade_corridor::planner::{Effect, Hindrance, Reason, Relaxation};
use trade_corridor::policy::{RuleIndex, RuleSet, Subject};
use trade_corridor::prelude::*;
use trade_corridor::route::{Met, Step};
use trade_corridor::router::AlternativeLimits;
use trade_corridor::verify::verify_in;

use crate::questions::{Dice, PLANNER, pairs};

/// What is done to a saved list.
type Edit = fn(&mut serde_json::Value);

fn operator(id: &str) -> Subject {
    Subject::Operator {
        operators: vec![id.to_owned()],
        roles: Vec::new(),
    }
}

fn value(route: &Route, objective: &Objective) -> u64 {
    match objective {
        Objective::Distance => route.distance().as_metres(),
        Objective::Time => route.duration().as_minutes(),
        _ => route.cost().as_cents().unsigned_abs(),
    }
}

/// A subject that some route of today is of.
fn subject(dice: &mut Dice, network: &Network) -> Subject {
    let pick = |ids: Vec<String>, dice: &mut Dice| vec![ids[dice.below(ids.len())].clone()];
    match dice.below(6) {
        0 => Subject::Crossing {
            crossings: pick(
                network
                    .crossings()
                    .map(|(_, it)| it.code.to_string())
                    .collect(),
                dice,
            ),
        },
        1 => Subject::Line {
            lines: pick(
                network.lines().map(|(_, it)| it.id.to_string()).collect(),
                dice,
            ),
        },
        2 => Subject::Link {
            links: pick(
                network.links().map(|(_, it)| it.id.to_string()).collect(),
                dice,
            ),
        },
        3 => Subject::Service {
            services: pick(
                network
                    .services()
                    .map(|(_, it)| it.id.to_string())
                    .collect(),
                dice,
            ),
        },
        4 => Subject::Call {
            countries: Vec::new(),
            places: vec![
                ["Baku", "Aktau", "Tbilisi", "Poti", "Tashkent"][dice.below(5)].to_owned(),
            ],
        },
        _ => operator(["ADY", "KTZ", "ASCO", "GR", "UTY"][dice.below(5)]),
    }
}

#[test]
fn rules_at_random_are_kept_and_never_lower_an_optimum() {
    let planner = &*PLANNER;
    let (network, world) = (planner.world().network(), planner.world());
    let mut dice = Dice::new(41);
    let (mut found, mut none, mut dearer, mut refused, mut relaxed) = (0, 0, 0, 0, 0);
    for (from, to) in pairs(43, 40) {
        let objective =
            [Objective::Cost, Objective::Time, Objective::Distance][dice.below(3)].clone();
        let mut policy = match dice.below(3) {
            0 => Policy::russia_excluded(),
            1 => Policy::iran_excluded(),
            _ => Policy::new("open"),
        };
        let mut request = Request::new(&from, &to).policy(policy.clone());
        let mut least = planner.best(&request, &objective).ok();
        for _ in 0..=dice.below(2) {
            policy = if dice.below(3) == 0
                && policy
                    .rules()
                    .iter()
                    .all(|rule| !matches!(rule.rule(), Rule::Via(_)))
            {
                policy.via([["Aktau", "Almaty", "Tashkent"][dice.below(3)], "Baku"])
            } else {
                policy.must_use(subject(&mut dice, network))
            };
            if let Err(error) = policy.compile(world) {
                let known = ["policy_contradiction", "policy_unreached"];
                assert!(known.contains(&error.code()), "{error}");
                refused += 1;
                break;
            }
            request = request.policy(policy.clone());
            match planner.best(&request, &objective) {
                Ok(route) => {
                    let before = least.as_ref().expect("there was a way without the rule");
                    assert!(
                        value(before, &objective) <= value(&route, &objective),
                        "{policy}"
                    );
                    dearer += usize::from(value(before, &objective) < value(&route, &objective));
                    verify_in(&route, &policy, world).unwrap();
                    // whoever does it as well without being told is told nothing new
                    if verify_in(&plain(before), &policy, world).is_ok() {
                        assert_eq!(before.steps, route.steps, "{policy}");
                    }
                    found += 1;
                    least = Some(route);
                }
                Err(error) => {
                    error
                        .into_no_route()
                        .expect("no error but that there is no route");
                    none += 1;
                    if none % 4 == 1 {
                        relaxed += relaxes(planner, &request, &objective);
                    }
                    least = None;
                    break;
                }
            }
        }
        if let Some(route) = least {
            many_agree(planner, &request, &objective, &route);
        }
    }
    let told = format!(
        "{found} found, {none} none, {dearer} dearer, {refused} refused, {relaxed} relaxed"
    );
    assert!(
        found > 15 && none > 3 && dearer > 8 && relaxed > 0,
        "{told}"
    );
}

/// Without the certificate, which is of other rules.
fn plain(route: &Route) -> Route {
    let mut route = route.clone();
    route.certificate = None;
    route
}

/// Each relaxation is the best route of the rules that are left.
fn relaxes(planner: &Planner, request: &Request, objective: &Objective) -> usize {
    let why = planner.why_not_best(request, objective).unwrap();
    for way in why.relaxations() {
        let left = request.policy.without(way.lifted());
        let again = planner
            .best(&request.clone().policy(left), objective)
            .unwrap();
        assert_eq!(again.steps, way.route().steps, "{:?}", way.rules());
    }
    why.relaxations().len()
}

fn many_agree(planner: &Planner, request: &Request, objective: &Objective, route: &Route) {
    let network = planner.world().network();
    let [from, to] = [&request.from, &request.to].map(|name| network.find_place(name).unwrap());
    let limits = AlternativeLimits {
        count: 2,
        overlap_percent: 90,
        considered: 20,
        ..AlternativeLimits::default()
    };
    let others = planner.alternatives(request, objective, limits).unwrap();
    assert_eq!(others.routes()[0].steps, route.steps);
    for other in others.routes() {
        verify_in(other, &request.policy, planner.world()).unwrap();
    }
    let Ok(prepared) = planner.prepare(&request.shipment, &request.policy, objective) else {
        let uses = request.policy.rules().iter();
        assert!(
            uses.filter(|rule| matches!(rule.rule(), Rule::Use(_)))
                .count()
                > 1
        );
        return;
    };
    assert_eq!(prepared.route(from, to).unwrap().steps, route.steps);
    assert_eq!(prepared.least(from, to).ok(), route.value());
    let matrix = prepared.matrix(&[to, from], &[from, to]).unwrap();
    assert_eq!(
        matrix.get(1, 1).unwrap().as_ref().ok().copied(),
        route.value()
    );
    assert!(
        matrix.get(0, 0).unwrap().is_err()
            || planner
                .best(
                    &Request::new(&request.to, &request.from).policy(request.policy.clone()),
                    objective
                )
                .is_ok()
    );
}

#[test]
fn a_certificate_names_the_steps() {
    let request = Request::new("Almaty", "Istanbul")
        .must_use(operator("ASCO"))
        .via(["Tbilisi"]);
    let route = PLANNER.cheapest(&request).unwrap();
    let rules = &route.certificate.as_ref().unwrap().rules;
    let (used, passed) = (&rules[0], &rules[1]);
    let Some(Met::Uses { step, finding }) = used.met.first() else {
        panic!("{used}")
    };
    let parties = &route.steps[step - 1].parties;
    assert!(parties.iter().any(|(id, _, _)| id == "ASCO"), "{parties:?}");
    let told = finding.to_string();
    assert!(
        used.to_string().ends_with(&format!("step {step}: {told}")),
        "{used}"
    );
    assert!(told.contains("Caspian"), "{told}");
    let Some(Met::ComesBy { step, place }) = passed.met.first() else {
        panic!("{passed}")
    };
    assert_eq!(place, "GETBS");
    let atoms = route.steps[step - 1].atoms();
    assert!(atoms.iter().any(|atom| atom.to.code == "GETBS"));
    assert!(passed.to_string().contains("it comes by GETBS"), "{passed}");
}

#[test]
fn edited_and_spliced_routes_do_not_pass_for_others() {
    let world = PLANNER.world();
    let policy = Policy::new("asked")
        .must_use(operator("ASCO"))
        .via(["Aktau", "Tbilisi"]);
    let request = Request::new("Almaty", "Istanbul").policy(policy.clone());
    let route = PLANNER.cheapest(&request).unwrap();
    let text = serde_json::to_value(&route).unwrap();
    let read: Route = serde_json::from_value(text.clone()).unwrap();
    assert_eq!(read, route);
    verify_in(&read, &policy, world).unwrap();
    // another step, another place, nothing at all
    let edits: [(&str, Edit); 4] = [
        ("step", |met| met[0]["step"] = 1.into()),
        ("finding", |met| {
            met[0]["finding"]["actor"]["operator"]["id"] = "ADY".into();
        }),
        ("none", |met| *met = serde_json::Value::Array(Vec::new())),
        ("twice", |met| {
            let first = met[0].clone();
            met.as_array_mut().unwrap().push(first);
        }),
    ];
    for (what, edit) in edits {
        for rule in [0, 1] {
            if rule == 1 && what == "finding" {
                continue;
            }
            let mut text = text.clone();
            edit(&mut text["certificate"]["rules"][rule]["met"]);
            let edited: Route = serde_json::from_value(text).unwrap();
            let error = verify_in(&edited, &policy, world).unwrap_err();
            assert_eq!(
                error.code(),
                "route_other_certificate",
                "{what} of {rule}: {error}"
            );
        }
    }
    // a route that does none of it, under a certificate of these rules or none
    let other = PLANNER.cheapest(
        &Request::new("Almaty", "Istanbul")
            .policy(Policy::new("asked").with(Rule::exclude_operator("ASCO"))),
    );
    let mut other = other.unwrap();
    other.certificate = None;
    let error = verify_in(&other, &policy, world).unwrap_err();
    assert_eq!(error.code(), "route_misses_rule", "{error}");
    assert!(
        error.to_string().contains("must use operator ASCO"),
        "{error}"
    );
    other.certificate.clone_from(&route.certificate);
    assert!(verify_in(&other, &policy, world).is_err());
    let back = Policy::new("asked").via(["Tbilisi", "Aktau"]);
    let error = verify_in(&plain(&route), &back, world).unwrap_err();
    assert!(
        error
            .to_string()
            .contains("does not come by `KZAAU` in that order"),
        "{error}"
    );
}

#[test]
fn goods_go_there_and_back_where_that_is_the_least_way() {
    let request = Request::new("Almaty", "Tashkent").via(["Bishkek"]);
    let route = PLANNER.shortest(&request).unwrap();
    assert!(
        route
            .countries()
            .iter()
            .any(|country| country.as_str() == "KG"),
        "{route}"
    );
    let request = Request::new("Baku", "Tbilisi").via(["Poti"]);
    for objective in [Objective::Distance, Objective::Cost, Objective::Time] {
        let route = PLANNER.best(&request, &objective).unwrap();
        let atoms = route.steps.iter().flat_map(Step::atoms);
        let codes: Vec<_> = atoms.map(|atom| &atom.to.code).collect();
        let poti = codes.iter().position(|code| **code == "GEPTI");
        let poti = poti.expect("it comes by Poti");
        let again = codes[poti..]
            .iter()
            .any(|code| codes[..poti].contains(code));
        assert!(again, "there and back\n{route}");
    }
}

#[test]
fn why_not_says_what_cannot_be_used_and_what_helps() {
    let closed = Subject::Crossing {
        crossings: vec!["x-ru-ua-kozacha-lopan-rail".to_owned()],
    };
    let request = Request::new("Baku", "Tbilisi")
        .must_use(closed)
        .via(["Almaty"]);
    let why = PLANNER.why_not(&request).unwrap();
    let Some(Reason::RulesUnmet { rules }) = why.cause().map(NoRoute::reason) else {
        panic!("{why}")
    };
    assert_eq!(rules.len(), 1, "{why}");
    assert_eq!(rules[0].hindrance, Some(Hindrance::NothingOpen), "{why}");
    assert!(
        why.to_string()
            .contains("nothing open on that day is of it"),
        "{why}"
    );
    let lifted: BTreeSet<_> = why.relaxations().iter().map(Relaxation::lifted).collect();
    assert!(
        lifted.contains(&RuleSet::one(RuleIndex::new(0).unwrap())),
        "{why}"
    );

    // no rule forbids it by name, and all that runs it is forbidden
    let policy = Policy::new("no rail in Azerbaijan").with(Rule::inside(
        Subject::Territory {
            countries: vec!["AZ".parse().unwrap()],
        },
        Rule::exclude_mode(Mode::Rail),
    ));
    let line = "AZ-rail".to_owned();
    let request = Request::new("Baku", "Tbilisi")
        .policy(policy.must_use(Subject::Line { lines: vec![line] }));
    let none = PLANNER
        .cheapest(&request)
        .unwrap_err()
        .into_no_route()
        .unwrap();
    let Reason::RulesUnmet { rules } = none.reason() else {
        panic!("{none}")
    };
    assert!(
        matches!(rules[0].hindrance, Some(Hindrance::Forbidden { .. })),
        "{none}"
    );
    let why = PLANNER.why_not(&request).unwrap();
    assert_eq!(why.relaxations().len(), 2, "{why}");
}

#[test]
fn a_rule_on_what_is_used_has_a_price() {
    let policy = Policy::russia_excluded()
        .must_use(operator("ASCO"))
        .via(["Poti"]);
    let request = Request::new("Almaty", "Istanbul").policy(policy.clone());
    let prices = PLANNER.price_of_rules(&request).unwrap();
    assert_eq!(prices.rules().len(), policy.rules().len());
    let with = PLANNER.cheapest(&request).unwrap();
    for (at, price) in prices.rules().iter().enumerate() {
        let without = policy.without(RuleSet::one(RuleIndex::new(at).unwrap()));
        let without = PLANNER.cheapest(&request.clone().policy(without)).unwrap();
        match &price.effect {
            Effect::Free => assert_eq!(without.steps, with.steps, "{price}"),
            Effect::Costs(_) => assert!(without.cost() <= with.cost(), "{price}"),
            other => panic!("{other:?}"),
        }
    }
}
