//! No returned route breaks a rule, checked by `verify` and not by the search.

use proptest::prelude::*;
use trade_corridor::network::Role;
use trade_corridor::planner::Cause;
use trade_corridor::policy::{OwnershipMethod, Subject};
use trade_corridor::prelude::*;
use trade_corridor::route::{Act, Step, VerifyError, verify};

fn objectives() -> [Objective; 3] {
    [Objective::Distance, Objective::Time, Objective::Cost]
}

const ENDS: [(&str, &str); 8] = [
    ("CNHGS", "Istanbul"),
    ("Tashkent", "Duisburg"),
    ("Almaty", "Constanta"),
    ("Baku", "Yerevan"),
    ("Moscow", "Tehran"),
    ("Ashgabat", "Poti"),
    ("Tbilisi", "Yerevan"),
    ("Bishkek", "Warsaw"),
];

fn checked(planner: &Planner<'_>, scenario: &Scenario, request: &Request) -> usize {
    let network = Network::europe_central_asia();
    let mut found = 0;
    for objective in objectives() {
        match planner.best(request, &objective) {
            Ok(route) => {
                found += 1;
                let certificate = verify(&route, request.rules(), network, scenario);
                certificate.unwrap_or_else(|error| panic!("{error}\n{route}"));
            }
            // In a closed country no goods are handled.
            Err(
                RouteError::NoRoute(_)
                | RouteError::EndpointExcluded { .. }
                | RouteError::NoTerminal { .. },
            ) => {}
            Err(other) => panic!("{other}"),
        }
    }
    found
}

#[test]
fn every_preset_holds_on_every_route() {
    let network = Network::europe_central_asia();
    for name in [
        "status-quo",
        "tripp-and-border",
        "iran-closed",
        "georgia-transit-interrupted",
    ] {
        let scenario = Scenario::preset(name).unwrap();
        let planner = Planner::new(network, &scenario).unwrap();
        let mut found = 0;
        for preset in Policy::presets() {
            let policy = Policy::preset(preset).unwrap();
            for (from, to) in ENDS {
                let request = Request::new(from, to).policy(policy.clone());
                found += checked(&planner, &scenario, &request);
            }
        }
        assert!(found > 50, "{name}: only {found} routes to check");
    }
}

#[test]
fn a_route_by_any_one_ship_is_verified() {
    let network = Network::europe_central_asia();
    let today = Scenario::preset("status-quo").unwrap();
    let planner = Planner::new(network, &today).unwrap();
    let mut ridden = 0;
    for (_, service) in network.services() {
        let only = Policy::new("one ship")
            .with(Rule::Require(Subject::Service {
                services: vec![service.id.clone()],
            }))
            .with(Rule::Require(Subject::Mode {
                modes: vec![Mode::Sea],
            }));
        let ends = [service.from, service.to].map(|id| network.place(id).unwrap().code.to_string());
        let request = Request::new(&ends[0], &ends[1]).policy(only.clone());
        let Ok(route) = planner.fastest(&request) else {
            continue;
        };
        if let Err(error) = verify(&route, &only, network, &today) {
            panic!("{}: {error}\n{route}", service.id);
        }
        let sails =
            |step: &Step| matches!(&step.act, Act::Run { service: id } if *id == service.id);
        ridden += usize::from(route.steps.iter().any(sails));
    }
    assert!(ridden > 60, "only {ridden} ships sailed");
}

#[test]
fn a_mutated_route_fails_with_the_name_of_the_rule() {
    let network = Network::europe_central_asia();
    let today = Scenario::preset("status-quo").unwrap();
    let planner = Planner::new(network, &today).unwrap();
    let request = Request::new("Tbilisi", "Yerevan");
    let open = planner.shortest(&request).unwrap();
    let rail = Policy::new("rail").with(Rule::Require(Subject::Mode {
        modes: vec![Mode::Rail],
    }));
    let by_rail = planner
        .shortest(&request.clone().policy(rail.clone()))
        .unwrap();
    verify(&by_rail, &rail, network, &today).unwrap();
    let error = verify(&open, &rail, network, &today).unwrap_err();
    assert!(matches!(error, VerifyError::Broken { .. }), "{error}");
    assert!(
        error.to_string().contains("breaks rule `only mode rail`"),
        "{error}"
    );
    let owners = Policy::preset("russia-owner").unwrap();
    let error = verify(&by_rail, &owners, network, &today).unwrap_err();
    assert!(
        error.to_string().contains("breaks rule `no Russian owner`"),
        "{error}"
    );

    // One leg taken out, one taken from elsewhere, one told otherwise.
    let mut gap = by_rail.clone();
    gap.steps.remove(2);
    let error = verify(&gap, &Policy::open(), network, &today).unwrap_err();
    assert!(matches!(error, VerifyError::Gap { .. }), "{error}");
    let mut short = by_rail.clone();
    short.steps.pop();
    let error = verify(&short, &Policy::open(), network, &today).unwrap_err();
    assert!(matches!(error, VerifyError::Incomplete { .. }), "{error}");
    let mut silent = by_rail.clone();
    for step in &mut silent.steps {
        step.parties
            .retain(|(_, _, role)| *role != Role::InfrastructureManager);
        for part in &mut step.parts {
            part.parties
                .retain(|(_, _, role)| *role != Role::InfrastructureManager);
        }
    }
    let error = verify(&silent, &Policy::open(), network, &today).unwrap_err();
    assert!(error.to_string().contains("is not named"), "{error}");
    let later = Scenario::on(date(2039, 1, 1));
    let tripp = Scenario::preset("tripp-opens").unwrap();
    let through = Planner::new(network, &tripp)
        .unwrap()
        .shortest(&Request::new("Baku", "Nakhchivan"))
        .unwrap();
    verify(&through, &Policy::open(), network, &tripp).unwrap();
    let closed = verify(&through, &Policy::open(), network, &later);
    if through.countries().contains(&"AM".parse().unwrap()) {
        assert!(
            closed
                .unwrap_err()
                .to_string()
                .contains("is not open on 2039-01-01")
        );
    }
}

#[test]
fn excluding_everything_gives_no_route_and_ends_are_named() {
    let network = Network::europe_central_asia();
    let today = Scenario::preset("status-quo").unwrap();
    let planner = Planner::new(network, &today).unwrap();
    let nothing = Mode::ALL
        .iter()
        .fold(Policy::new("nothing"), |policy, mode| {
            policy.with(Rule::exclude_mode(*mode))
        });
    for (from, to) in ENDS {
        let request = Request::new(from, to).policy(nothing.clone());
        for objective in objectives() {
            let Err(RouteError::NoRoute(none)) = planner.best(&request, &objective) else {
                panic!("a route from {from} to {to}");
            };
            assert!(matches!(none.cause, Cause::BlockedByRules(_)), "{none}");
        }
    }
    let request = Request::new("Moscow", "Tehran").policy(Policy::russia_excluded());
    let Err(RouteError::EndpointExcluded { rule, .. }) = planner.cheapest(&request) else {
        panic!("Moscow lies in Russia");
    };
    assert_eq!(rule, "no Russian territory");
}

fn any_rule() -> impl Strategy<Value = Rule> {
    let network = Network::europe_central_asia();
    let operators: Vec<String> = network
        .operators()
        .map(|(_, operator)| operator.id.clone())
        .collect();
    let lines: Vec<String> = network.lines().map(|(_, line)| line.id.clone()).collect();
    let country = prop::sample::select(vec![
        "RU", "IR", "TM", "GE", "AZ", "KZ", "BY", "TR", "AM", "UZ", "CN", "PL",
    ])
    .prop_map(|code| code.parse::<Country>().unwrap());
    let method = prop::sample::select(vec![
        OwnershipMethod::Aggregate50,
        OwnershipMethod::Threshold("25".parse().unwrap()),
        OwnershipMethod::LookThrough("10".parse().unwrap()),
    ]);
    let leaf = prop_oneof![
        3 => country.clone().prop_map(Rule::exclude_territory),
        2 => country.clone().prop_map(Rule::exclude_domicile),
        2 => (country.clone(), method).prop_map(|(home, method)| Rule::exclude_owner(home, method)),
        1 => country.clone().prop_map(Rule::exclude_call_or_flag),
        1 => country.clone().prop_map(Rule::exclude_members_from),
        1 => (country.clone(), country).prop_map(|(a, b)| Rule::exclude_border(a, b)),
        2 => prop::sample::select(operators).prop_map(Rule::exclude_operator),
        1 => prop::sample::select(Mode::ALL).prop_map(Rule::exclude_mode),
        1 => prop::sample::select(lines)
            .prop_map(|line| Rule::Exclude(Subject::Line { lines: vec![line] })),
        1 => Just(Rule::Exclude(Subject::GaugeChange)),
        1 => Just(Rule::require_consortium("TITR")),
    ];
    leaf.prop_recursive(1, 4, 2, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2).prop_map(Rule::Any),
            prop::collection::vec(inner.clone(), 2).prop_map(Rule::All),
            inner.prop_map(|rule| !rule),
        ]
    })
}

fn weight(route: &Route, objective: &Objective) -> u64 {
    match objective {
        Objective::Distance => route.distance().as_metres(),
        Objective::Time => route.duration().as_minutes(),
        _ => route.cost().as_cents().unsigned_abs(),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn random_policies_hold_and_another_rule_never_helps(
        rules in prop::collection::vec(any_rule(), 1..4),
        ends in prop::sample::select(ENDS.to_vec()),
        objective in prop::sample::select(objectives().to_vec()),
        open in any::<bool>(),
    ) {
        let network = Network::europe_central_asia();
        let name = if open { "tripp-and-border" } else { "status-quo" };
        let scenario = Scenario::preset(name).unwrap();
        let planner = Planner::new(network, &scenario).unwrap();
        let mut policy = Policy::new("random");
        let mut best = planner
            .best(&Request::new(ends.0, ends.1), &objective)
            .ok()
            .map(|route| weight(&route, &objective));
        for rule in rules {
            policy = policy.with(rule);
            if policy.compile(planner.world()).is_err() {
                return Ok(()); // the rules contradict each other
            }
            let request = Request::new(ends.0, ends.1).policy(policy.clone());
            let found = planner.best(&request, &objective).ok();
            if let Some(route) = &found {
                let checked = verify(route, &policy, network, &scenario);
                prop_assert!(checked.is_ok(), "{}\n{}", checked.unwrap_err(), route);
            }
            let now = found.map(|route| weight(&route, &objective));
            match (best, now) {
                (Some(before), Some(now)) => prop_assert!(now >= before),
                (None, Some(_)) => prop_assert!(false, "a rule made a route"),
                _ => {}
            }
            best = now;
        }
    }
}
