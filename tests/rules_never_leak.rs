//! No returned route breaks a rule, checked by `verify` and not by the search.

mod maps;

use std::sync::LazyLock;

use proptest::prelude::*;
use trade_corridor::metric::{Frozen, Verdicts, violations};
use trade_corridor::network::Role;
use trade_corridor::planner::Cause;
use trade_corridor::policy::{OwnershipMethod, Subject};
use trade_corridor::prelude::*;
use trade_corridor::route::{Act, PaidTo, Step, VerifyError, verify, verify_in};
use trade_corridor::search::{
    AlternativeLimits, Alternatives, Compromise, Dijkstra, FrontLimits, Pareto, Path,
};

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

/// A change of one field of a step, and what it is called; false where it changes nothing.
type Mutation = (&'static str, fn(&mut Step) -> bool);

fn swap(code: &mut Country) -> bool {
    *code = if code.as_str() == "PT" { "ES" } else { "PT" }
        .parse()
        .expect("a country");
    true
}

const MUTATIONS: &[Mutation] = &[
    ("operator", |step| {
        step.parties.iter_mut().any(|party| {
            "HAPAG".clone_into(&mut party.0);
            "Hapag-Lloyd".clone_into(&mut party.1);
            true
        })
    }),
    ("name of an operator", |step| {
        step.parties.iter_mut().any(|party| {
            party.1.push('!');
            true
        })
    }),
    ("role of an operator", |step| {
        step.parties.iter_mut().any(|party| {
            party.2 = Role::StateAgency;
            true
        })
    }),
    ("operator left out", |step| step.parties.pop().is_some()),
    ("operator too many", |step| {
        for role in Role::ALL {
            let party = ("HAPAG".to_owned(), "Hapag-Lloyd".to_owned(), *role);
            step.parties.push(party);
        }
        true
    }),
    ("country", |step| step.countries.iter_mut().any(swap)),
    ("country left out", |step| step.countries.pop().is_some()),
    ("country too many", |step| {
        step.countries.push("PT".parse().expect("a country"));
        true
    }),
    ("flag", |step| {
        step.flag = match step.flag {
            Some(_) => None,
            None => Some("PT".parse().expect("a country")),
        };
        true
    }),
    ("place before", |step| {
        std::mem::replace(&mut step.from.code, "TRMER".to_owned()) != "TRMER"
    }),
    ("place after", |step| {
        std::mem::replace(&mut step.to.code, "TRMER".to_owned()) != "TRMER"
    }),
    ("country before", |step| swap(&mut step.from.country)),
    ("country after", |step| swap(&mut step.to.country)),
    ("carriage", |step| {
        step.carriages.iter_mut().any(|carriage| {
            *carriage = Carriage::Barge;
            true
        })
    }),
    ("mode", |step| {
        step.mode = match step.mode {
            Some(_) => None,
            None => Some(Mode::Rail),
        };
        true
    }),
    ("length", |step| {
        step.distance += Distance::from_metres(1);
        true
    }),
    ("payee", |step| {
        step.charges.iter_mut().any(|charge| {
            charge.payee = PaidTo::Operator {
                id: "HAPAG".to_owned(),
                name: "Hapag-Lloyd".to_owned(),
            };
            true
        })
    }),
    ("plates that are paid", |step| {
        step.charges.iter_mut().any(|charge| {
            charge.payee = PaidTo::Carrier("PT".parse().expect("a country"));
            true
        })
    }),
    ("authority that is paid", |step| {
        step.charges.iter_mut().any(|charge| {
            charge.payee = PaidTo::Authority("PT".parse().expect("a country"));
            true
        })
    }),
    ("link, service, crossing or rate", |step| {
        match &mut step.act {
            Act::Move { link: id, .. }
            | Act::BorderControl { crossing: id, .. }
            | Act::Wait { service: id }
            | Act::Run { service: id }
            | Act::Land { service: id, .. }
            | Act::Through { rate: id } => {
                id.push('x');
                true
            }
            _ => false,
        }
    }),
    ("direction", |step| match &mut step.act {
        Act::Move { forward, .. } => {
            *forward = !*forward;
            true
        }
        Act::BorderControl { from, to, .. } => {
            std::mem::swap(from, to);
            true
        }
        Act::Land { border, .. } => {
            *border = match border {
                Some(_) => None,
                None => Some(("PT".parse().expect("a code"), "ES".parse().expect("a code"))),
            };
            true
        }
        _ => false,
    }),
    ("what is done", |step| {
        step.act = match step.act {
            Act::Load => Act::Unload,
            Act::Unload | Act::GaugeChange => Act::Tranship,
            Act::Tranship => Act::GaugeChange,
            _ => Act::Load,
        };
        true
    }),
];

#[test]
fn a_route_with_one_field_changed_fails() {
    let network = Network::europe_central_asia();
    let today = Scenario::preset("status-quo").unwrap();
    let planner = Planner::new(network, &today).unwrap();
    let world = planner.world();
    let wagon = Shipment::wagon(Mass::from_tonnes(60.0).unwrap()).unwrap();
    let mut tried = std::collections::BTreeMap::<&str, usize>::new();
    let mut acts = std::collections::BTreeSet::new();
    let ends = [
        ("CNHGS", "Istanbul", None, "open"),
        ("Tashkent", "Duisburg", None, "open"),
        ("Tashkent", "Derince", None, "russia-excluded"),
        ("Almaty", "Constanta", None, "russia-excluded"),
        ("Ashgabat", "Poti", Some(wagon), "open"),
        ("Tbilisi", "Yerevan", Some(wagon), "open"),
        ("Moscow", "Tehran", None, "open"),
    ];
    for (from, to, shipment, policy) in ends {
        let policy = Policy::preset(policy).unwrap();
        let mut request = Request::new(from, to).policy(policy.clone());
        if let Some(shipment) = shipment {
            request = request.shipment(shipment);
        }
        for objective in objectives() {
            let Ok(route) = planner.best(&request, &objective) else {
                continue;
            };
            verify_in(&route, &policy, world).unwrap();
            for (index, step) in route.steps.iter().enumerate() {
                acts.insert(step.act.as_str());
                // The step itself, and its first and last part.
                let last = step.parts.len().saturating_sub(1);
                let parts = [None, Some(0), Some(last)];
                let parts = &parts[..if step.parts.is_empty() { 1 } else { 3 }];
                for part in parts {
                    for (what, mutate) in MUTATIONS {
                        let mut changed = route.clone();
                        let place = &mut changed.steps[index];
                        let place = match part {
                            None => place,
                            Some(part) => &mut place.parts[*part],
                        };
                        if !mutate(place) {
                            continue;
                        }
                        *tried.entry(what).or_default() += 1;
                        if let Ok(certificate) = verify_in(&changed, &policy, world) {
                            panic!("{what} of step {index} {part:?}: {step:#?}\n{certificate}");
                        }
                    }
                }
            }
            for mutate in [
                |route: &mut Route| route.from.country = "PT".parse().unwrap(),
                |route: &mut Route| route.to.country = "PT".parse().unwrap(),
                |route: &mut Route| route.to.code = "TRMER".to_owned(),
                |route: &mut Route| route.steps.swap(1, 2),
            ] {
                let mut changed = route.clone();
                mutate(&mut changed);
                assert!(verify_in(&changed, &policy, world).is_err());
            }
        }
    }
    assert_eq!(tried.len(), MUTATIONS.len(), "{tried:?}");
    for act in [
        "move",
        "haul",
        "border control",
        "load",
        "tranship",
        "gauge change",
        "wait",
        "run",
    ] {
        assert!(acts.contains(act), "{acts:?}");
    }
}

#[test]
fn every_algorithm_keeps_the_rules() {
    let network = Network::europe_central_asia();
    for name in ["status-quo", "tripp-and-border"] {
        let scenario = Scenario::preset(name).unwrap();
        let planner = Planner::new(network, &scenario).unwrap();
        let (world, operations) = (planner.world(), planner.operations());
        let shipment = Request::new("a", "b").shipment_or_default();
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
                let mut prepared = planner.prepare(&shipment, &policy, &objective).unwrap();
                let matrix = prepared.matrix(&places, &places).unwrap();
                for (row, from) in places.iter().enumerate() {
                    for (column, to) in places.iter().enumerate() {
                        let request = Request::new(code(*from), code(*to)).policy(policy.clone());
                        let single = planner.best(&request, &objective).ok();
                        let cell = matrix.get(row, column).unwrap().as_ref().ok().copied();
                        let amount = single.as_ref().map(|route| weight(route, &objective));
                        assert_eq!(cell, amount, "{preset} {from:?} {to:?}");
                        let fast = prepared.route(*from, *to).ok();
                        for route in single.iter().chain(&fast) {
                            verify_in(route, &policy, world).unwrap();
                            assert_eq!(Some(weight(route, &objective)), amount);
                        }
                    }
                }
            }
            // Alternatives and compromises are paths over arcs: none of them is blocked.
            let compiled = policy.compile(world).unwrap();
            let verdicts = Verdicts::of(operations, &compiled, &shipment);
            let quote = planner.model().quote(operations, shipment);
            let frozen = |objective| {
                let model = planner.model();
                Frozen::new(operations, model, &quote, &verdicts, &objective).unwrap()
            };
            let (cost, time) = (frozen(Objective::Cost), frozen(Objective::Time));
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
    let mut all_differ = 0;
    let requests = [
        ("Atyrau", "Yerevan"),
        ("Oral", "Yerevan"),
        ("Yerevan", "Orsha"),
        ("Gyumri", "Orsha"),
        ("Yerevan", "Minsk"),
    ];
    let asked = requests
        .iter()
        .flat_map(|ends| objectives().map(|objective| (ends, objective)));
    for ((from, to), objective) in asked {
        let routes = meanings.map(|meaning| {
            let policy = Policy::preset(&format!("russia-{meaning}")).unwrap();
            let request = Request::new(*from, *to).policy(policy);
            planner.best(&request, &objective).ok()
        });
        let differ = |a: usize, b: usize| match (&routes[a], &routes[b]) {
            (Some(a), Some(b)) => a.steps != b.steps,
            _ => false,
        };
        all_differ += usize::from((0..4).all(|a| (0..a).all(|b| differ(a, b))));
    }
    assert!(all_differ > 0, "no request tells the four meanings apart");
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

#[test]
fn whoever_is_paid_for_a_line_or_a_border_takes_part() {
    let network = maps::caucasus_paying(true);
    let today = Scenario::on(maps::DAY);
    let planner = Planner::new(&network, &today).unwrap();
    let world = planner.world();
    let without = Policy::new("without").with(Rule::exclude_operator("RZD"));
    // Georgian Railway's tariff pays Russian Railways.
    let georgia = Request::new("Tbilisi", "Poti");
    let open = planner.cheapest(&georgia).unwrap();
    assert!(open.by_operator().contains_key(&Some("RZD".to_owned())));
    verify_in(&open, &Policy::open(), world).unwrap();
    assert!(verify_in(&open, &without, world).is_err());
    assert!(planner.cheapest(&georgia.policy(without)).is_err());
    // Russian Railways controls the border into Armenia, nobody by name the way back.
    let border = Policy::new("border").with(Rule::Exclude(Subject::Operator {
        operators: vec!["RZD".to_owned()],
        roles: vec![Role::StateAgency],
    }));
    let into = Request::new("Tbilisi", "Gyumri");
    let back = Request::new("Gyumri", "Tbilisi").policy(border.clone());
    let open = planner.cheapest(&into).unwrap();
    verify_in(&open, &Policy::open(), world).unwrap();
    assert!(verify_in(&open, &border, world).is_err());
    assert!(planner.cheapest(&into.policy(border.clone())).is_err());
    let back = planner.cheapest(&back).unwrap();
    verify_in(&back, &border, world).unwrap();
    // Left out, they are missed.
    for role in [Role::InfrastructureManager, Role::StateAgency] {
        let mut silent = open.clone();
        let steps = silent.steps.iter_mut();
        let all = steps.flat_map(|step| std::iter::once(&mut step.parties));
        for parties in all {
            parties.retain(|party| (party.0.as_str(), party.2) != ("RZD", role));
        }
        assert_ne!(silent, open);
        let error = verify_in(&silent, &Policy::open(), world).unwrap_err();
        assert!(error.to_string().contains("is not named"), "{error}");
    }
}

/// Rules of every kind on names of the atlas, single and combined.
fn any_rule_at_all() -> impl Strategy<Value = Rule> {
    let network = Network::europe_central_asia();
    let names = |names: Vec<String>| prop::collection::vec(prop::sample::select(names), 1..6);
    let operators: Vec<String> = network
        .operators()
        .map(|(_, item)| item.id.clone())
        .collect();
    let owners = network.owners().map(|(_, item)| item.id.clone());
    let parties: Vec<String> = owners.chain(operators.iter().cloned()).collect();
    let links: Vec<String> = network.links().map(|(_, item)| item.id.clone()).collect();
    let lines: Vec<String> = network.lines().map(|(_, item)| item.id.clone()).collect();
    let services: Vec<String> = network
        .services()
        .map(|(_, item)| item.id.clone())
        .collect();
    let crossings: Vec<String> = network
        .crossings()
        .map(|(_, item)| item.code.clone())
        .collect();
    let places: Vec<String> = network
        .places()
        .map(|(_, item)| item.code.to_string())
        .collect();
    let consortia = vec![
        "TITR".to_owned(),
        "MCM".to_owned(),
        "UTLC".to_owned(),
        "BTKI".to_owned(),
    ];
    let codes = [
        "KZ", "AZ", "GE", "TR", "RU", "AM", "UZ", "TM", "BY", "PL", "BG", "IR", "CN",
    ];
    let codes = codes.map(|code| code.parse::<Country>().unwrap()).to_vec();
    let countries = prop::collection::vec(prop::sample::select(codes), 1..4);
    let some = countries.clone();
    let maybe = prop_oneof![Just(Vec::new()), countries.clone()];
    let roles = prop::collection::vec(prop::sample::select(Role::ALL), 0..2);
    let method = prop::sample::select(vec![
        OwnershipMethod::Aggregate50,
        OwnershipMethod::Threshold("10".parse().unwrap()),
        OwnershipMethod::LookThrough("25".parse().unwrap()),
    ]);
    let carriages = vec![
        Carriage::Truck,
        Carriage::Vessel,
        Carriage::Depot,
        Carriage::Wagon(Gauge::RUSSIAN),
        Carriage::Wagon(Gauge::STANDARD),
    ];
    let subject = prop_oneof![
        countries
            .clone()
            .prop_map(|countries| Subject::Territory { countries }),
        countries
            .clone()
            .prop_map(|countries| Subject::Flag { countries }),
        countries.prop_map(|countries| Subject::Border {
            pairs: countries
                .windows(2)
                .map(|pair| [pair[0], pair[1]])
                .chain([[countries[0], "GE".parse().unwrap()]])
                .collect(),
        }),
        names(crossings).prop_map(|crossings| Subject::Crossing { crossings }),
        (names(operators), roles.clone())
            .prop_map(|(operators, roles)| Subject::Operator { operators, roles }),
        (some.clone(), roles.clone())
            .prop_map(|(countries, roles)| Subject::Domicile { countries, roles }),
        (maybe.clone(), names(parties.clone()), method, roles).prop_map(
            |(countries, owners, method, roles)| Subject::Owner {
                countries,
                owners,
                method,
                roles
            }
        ),
        (maybe.clone(), names(parties))
            .prop_map(|(countries, members)| Subject::Member { countries, members }),
        (prop::sample::select(consortia), maybe.clone()).prop_map(|(consortium, countries)| {
            Subject::Consortium {
                consortium,
                countries,
            }
        }),
        (maybe, names(places)).prop_map(|(countries, places)| Subject::Call { countries, places }),
        prop::collection::vec(prop::sample::select(Mode::ALL), 1..3)
            .prop_map(|modes| Subject::Mode { modes }),
        prop::collection::vec(prop::sample::select(carriages), 1..4)
            .prop_map(|carriages| Subject::Carriage { carriages }),
        names(links).prop_map(|links| Subject::Link { links }),
        names(lines).prop_map(|lines| Subject::Line { lines }),
        names(services).prop_map(|services| Subject::Service { services }),
    ];
    let leaf = prop_oneof![
        4 => subject.clone().prop_map(Rule::Exclude),
        3 => subject.prop_map(Rule::Require),
        1 => Just(Rule::Exclude(Subject::GaugeChange)),
    ];
    leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Rule::Any),
            prop::collection::vec(inner.clone(), 1..4).prop_map(Rule::All),
            inner.prop_map(|rule| Rule::Not(Box::new(rule))),
        ]
    })
}

/// A route, and the arcs it runs over.
type Known = (Route, Vec<u32>);

/// Routes without rules.
static KNOWN: LazyLock<(Planner<'static>, Vec<Known>)> = LazyLock::new(|| {
    let scenario = Scenario::preset("status-quo").unwrap();
    let planner = Planner::new(Network::europe_central_asia(), &scenario).unwrap();
    let mut known = Vec::new();
    for (from, to) in ENDS {
        for objective in objectives() {
            let request = Request::new(from, to);
            let Ok(route) = planner.best(&request, &objective) else {
                continue;
            };
            let (operations, model) = (planner.operations(), planner.model());
            let open = Policy::open().compile(planner.world()).unwrap();
            let verdicts = Verdicts::of(operations, &open, &route.shipment);
            let quote = model.quote(operations, route.shipment);
            let frozen = Frozen::new(operations, model, &quote, &verdicts, &objective).unwrap();
            let place = |name| planner.world().network().find_place(name).unwrap();
            let ends = (
                operations.gate(place(from)).unwrap(),
                operations.delivered(place(to)).unwrap(),
            );
            let path = Dijkstra::new()
                .path(operations.graph(), frozen.metric(), ends.0, ends.1)
                .unwrap()
                .unwrap();
            known.push((route, path.arcs().to_vec()));
        }
    }
    (planner, known)
});

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn the_check_and_the_tables_judge_alike(rule in any_rule_at_all()) {
        let (planner, known) = &*KNOWN;
        let policy = Policy::new("one").with(rule);
        let Ok(compiled) = policy.compile(planner.world()) else {
            return Ok(()); // its parts contradict each other
        };
        for (route, arcs) in known {
            let broken = arcs.iter().any(|arc| {
                let operations = planner.operations();
                !violations(operations, &compiled, &route.shipment, *arc).is_empty()
            });
            let checked = verify_in(route, &policy, planner.world());
            prop_assert_eq!(checked.is_err(), broken, "{} {:?}\n{}", &policy, checked, route);
        }
    }
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
