//! No returned route breaks a rule, checked by `verify` and not by the search.

use crate::trips::{ENDS, objectives, weight};
use proptest::prelude::*;
use trade_corridor::metric::{ObjectiveWeights, Verdicts, violations};
use trade_corridor::planner::Reason;
use trade_corridor::policy::{OwnershipMethod, RuleIndex, Subject};
use trade_corridor::prelude::*;
use trade_corridor::route::{Act, Step};
use trade_corridor::router::{
    AlternativeLimits, Alternatives, Compromise, FrontLimits, Pareto, Path,
};
use trade_corridor::verify::{verify, verify_in};

fn checked(planner: &Planner, scenario: &Scenario, request: &Request) -> usize {
    let network = Network::europe_central_asia();
    let mut found = 0;
    for objective in objectives() {
        match planner.best(request, &objective) {
            Ok(route) => {
                found += 1;
                let certificate = verify(&route, &request.policy, network, scenario);
                certificate.unwrap_or_else(|error| panic!("{error}\n{route}"));
            }
            // In a closed country no goods are handled.
            Err(error) => {
                let none = error.into_no_route().unwrap();
                assert_ne!(none.code(), "same_place");
            }
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
                services: vec![service.id.to_string()],
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
fn every_algorithm_keeps_the_rules() {
    let network = Network::europe_central_asia();
    for name in ["status-quo", "tripp-and-border"] {
        let scenario = Scenario::preset(name).unwrap();
        let planner = Planner::new(network, &scenario).unwrap();
        let (world, operations) = (planner.world(), planner.operations());
        let shipment = Request::new("a", "b").shipment;
        let places: Vec<_> = [
            "Almaty",
            "Tashkent",
            "Istanbul",
            "Yerevan",
            "Constanta",
            "Baku",
        ]
        .map(|name| network.find_place(name).unwrap())
        .to_vec();
        let code = |place| network.place(place).unwrap().code.to_string();
        for preset in [
            "russia-excluded",
            "russia-owner",
            "iran-excluded",
            "eu-shipper",
        ] {
            let policy = Policy::preset(preset).unwrap();
            for objective in objectives() {
                let prepared = planner.prepare(&shipment, &policy, &objective).unwrap();
                let matrix = prepared.matrix(&places, &places).unwrap();
                for (row, from) in places.iter().enumerate() {
                    for (column, to) in places.iter().enumerate() {
                        let request = Request::new(code(*from), code(*to)).policy(policy.clone());
                        let single = planner.best(&request, &objective).ok();
                        let cell = matrix.get(row, column).unwrap().as_ref().ok().copied();
                        let amount = single.as_ref().and_then(Route::value);
                        assert_eq!(cell, amount, "{preset} {from:?} {to:?}");
                        let fast = prepared.route(*from, *to).ok();
                        for route in single.iter().chain(&fast) {
                            verify_in(route, &policy, world).unwrap();
                            assert_eq!(route.value(), amount);
                            let units = weight(route, &objective);
                            assert_eq!(route.value(), Some(objective.value(units)));
                        }
                    }
                }
            }
            // Alternatives and compromises are paths over arcs: none of them is blocked.
            let compiled = policy.compile(world).unwrap();
            let verdicts = Verdicts::of(operations, &compiled, &shipment);
            let quote = planner.model().quote(shipment);
            let weights = |objective| {
                let model = planner.model();
                ObjectiveWeights::new(model, &quote, &verdicts, &objective).unwrap()
            };
            let (cost, time) = (weights(Objective::Cost), weights(Objective::Time));
            let graph = operations.graph();
            let gates = (
                operations.gate(places[0]).unwrap(),
                operations.delivered(places[2]).unwrap(),
            );
            let limits = AlternativeLimits::default();
            let others = Alternatives::new().paths(graph, cost.metric(), gates.0, gates.1, limits);
            let others = others.unwrap();
            let metrics = [cost.metric(), time.metric()];
            let front = Pareto::new()
                .front(graph, &metrics, gates.0, gates.1, FrontLimits::default())
                .unwrap();
            let alternatives = others.paths().iter().map(Path::arcs);
            let compromises = front.members().iter().map(Compromise::arcs);
            let mut paths = 0;
            for arcs in alternatives.chain(compromises) {
                paths += 1;
                for arc in arcs {
                    let broken = violations(operations, &compiled, &shipment, *arc);
                    assert!(broken.is_empty(), "{preset}: {broken:?}");
                }
            }
            assert!(paths > 1, "{preset}: one path only");
        }
    }
}

#[test]
fn each_meaning_of_russia_excluded_gives_a_route_of_its_own() {
    let planner = Planner::new(
        Network::europe_central_asia(),
        &Scenario::preset("status-quo").unwrap(),
    )
    .unwrap();
    let meanings = ["territory", "operator", "owner", "call-or-flag"];
    // Each two of them are told apart by some request.
    let mut told_apart = [[false; 4]; 4];
    let requests = [
        ("Atyrau", "Yerevan"),
        ("Oral", "Yerevan"),
        ("Yerevan", "Orsha"),
        ("Gyumri", "Orsha"),
        ("Yerevan", "Minsk"),
        ("Yerevan", "Brest"),
        ("Atyrau", "Gyumri"),
        ("Yerevan", "Oral"),
    ];
    // Trucks of these plates pay otherwise for entering Armenia.
    let asked = requests.iter().flat_map(|ends| {
        let plates = ["TR", "GE", "RU"].into_iter();
        plates.flat_map(move |plate| objectives().map(|objective| (ends, plate, objective)))
    });
    for ((from, to), plate, objective) in asked {
        let shipment = Request::new(*from, *to)
            .shipment
            .with_plate(plate.parse().unwrap());
        let routes = meanings.map(|meaning| {
            let policy = Policy::preset(&format!("russia-{meaning}")).unwrap();
            let request = Request::new(*from, *to).shipment(shipment);
            planner.best(&request.policy(policy), &objective).ok()
        });
        let differ = |a: usize, b: usize| match (&routes[a], &routes[b]) {
            (Some(a), Some(b)) => a.steps != b.steps,
            _ => false,
        };
        for (a, row) in told_apart.iter_mut().enumerate() {
            for (b, apart) in row.iter_mut().enumerate() {
                *apart |= a == b || differ(a, b);
            }
        }
    }
    let apart = told_apart.iter().flatten().all(|apart| *apart);
    assert!(apart, "no request tells two meanings apart: {told_apart:?}");
    // A call or a flag alone moves a route that no other meaning is asked for.
    let call = Policy::preset("russia-call-or-flag").unwrap();
    let moved = [
        ("Varna", "Oral"),
        ("Poti", "Oral"),
        ("Minsk", "Ijevan"),
        ("Istanbul", "Astana"),
    ];
    let moved = moved.iter().filter(|(from, to)| {
        let request = Request::new(*from, *to);
        objectives().iter().any(|objective| {
            let open = planner.best(&request, objective);
            let without = planner.best(&request.clone().policy(call.clone()), objective);
            match (open, without) {
                (Ok(open), Ok(without)) => open.steps != without.steps,
                _ => false,
            }
        })
    });
    assert!(moved.count() > 0);
}

#[test]
fn who_holds_a_third_of_a_russian_operator_stays_usable() {
    let network = Network::europe_central_asia();
    let planner = Planner::new(network, &Scenario::preset("status-quo").unwrap()).unwrap();
    let rail = Rule::Require(Subject::Mode {
        modes: vec![Mode::Rail],
    });
    let request = Request::new("Almaty", "Astana").policy(Policy::russia_excluded().with(rail));
    let route = planner.cheapest(&request).unwrap();
    let by = |id: &str| {
        let mut parties = route.atoms().flat_map(|step| &step.parties);
        parties.any(|party| party.0 == id)
    };
    assert!(by("KTZ"));
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
            let error = planner.best(&request, &objective).unwrap_err();
            assert_eq!(error.code(), "blocked_by_rules", "{from} to {to}: {error}");
        }
    }
    let request = Request::new("Moscow", "Tehran").policy(Policy::russia_excluded());
    let none = planner.cheapest(&request).unwrap_err().into_no_route();
    let none = none.unwrap();
    let Reason::EndpointExcluded { violation, .. } = none.reason() else {
        panic!("Moscow lies in Russia");
    };
    assert_eq!(violation.rule.name, "no Russian territory");
    assert_eq!(violation.rule.index, RuleIndex::new(0));
}

fn any_rule() -> impl Strategy<Value = Rule> {
    let network = Network::europe_central_asia();
    let operators: Vec<String> = network
        .operators()
        .map(|(_, operator)| operator.id.to_string())
        .collect();
    let lines: Vec<String> = network
        .lines()
        .map(|(_, line)| line.id.to_string())
        .collect();
    let country = prop::sample::select(vec![
        "RU", "IR", "TM", "GE", "AZ", "KZ", "BY", "TR", "AM", "UZ", "CN", "PL",
    ])
    .prop_map(|code| code.parse::<Country>().unwrap());
    let method = prop::sample::select(vec![
        OwnershipMethod::Aggregate50,
        OwnershipMethod::Threshold("25".parse().unwrap()),
        OwnershipMethod::LookThrough("10".parse().unwrap()),
    ]);
    let (home, of) = (country.clone(), country.clone());
    let leaf = prop_oneof![
        3 => country.clone().prop_map(Rule::exclude_territory),
        2 => country.clone().prop_map(Rule::exclude_domicile),
        2 => (country.clone(), method).prop_map(|(home, method)| Rule::exclude_owner(home, method)),
        1 => country.clone().prop_map(Rule::exclude_call_or_flag),
        1 => country.clone().prop_map(Rule::no_member_from),
        1 => Just(Rule::exclude_consortium("TITR")),
        1 => Just(Rule::exclude_members_of("MCM")),
        1 => (country.clone(), country).prop_map(|(a, b)| Rule::exclude_border(a, b)),
        2 => prop::sample::select(operators).prop_map(Rule::exclude_operator),
        1 => Just(Rule::exclude_passage("bosphorus")),
        1 => prop::sample::select(Mode::ALL).prop_map(Rule::exclude_mode),
        1 => prop::sample::select(lines.clone())
            .prop_map(|line| Rule::Exclude(Subject::Line { lines: vec![line] })),
        1 => Just(Rule::Exclude(Subject::GaugeChange)),
        1 => Just(Rule::only_by("TITR")),
        1 => home.prop_map(|home| Rule::only_by_in("TITR", [home])),
        1 => (of, prop::sample::select(lines)).prop_map(|(of, line)| Rule::only_along([line], [of])),
    ];
    leaf.prop_recursive(1, 4, 2, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 2).prop_map(Rule::Any),
            prop::collection::vec(inner.clone(), 2).prop_map(Rule::All),
            inner.prop_map(|rule| !rule),
        ]
    })
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
