//! A finished route of which one thing is changed or left out fails the check.

use crate::maps;

use crate::trips::objectives;
use trade_corridor::network::Role;
use trade_corridor::policy::Subject;
use trade_corridor::prelude::*;
use trade_corridor::route::{Act, PaidTo, Step};
use trade_corridor::verify::{VerifyError, verify, verify_in};

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
        let closed = closed.unwrap_err().to_string();
        assert!(closed.contains("2039-01-01"), "{closed}");
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
            party.0 = "HAPAG".into();
            party.1 = "Hapag-Lloyd".into();
            true
        })
    }),
    ("name of an operator", |step| {
        step.parties.iter_mut().any(|party| {
            party.1 = format!("{}!", party.1).into();
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
            let party = ("HAPAG".into(), "Hapag-Lloyd".into(), *role);
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
        std::mem::replace(&mut step.from.code, "TRMER".into()) != "TRMER"
    }),
    ("place after", |step| {
        std::mem::replace(&mut step.to.code, "TRMER".into()) != "TRMER"
    }),
    ("country before", |step| swap(&mut step.from.country)),
    ("country after", |step| swap(&mut step.to.country)),
    ("conveyance", |step| {
        step.conveyances.iter_mut().any(|conveyance| {
            *conveyance = Conveyance::Barge;
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
                id: "HAPAG".into(),
                name: "Hapag-Lloyd".into(),
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
                *id = format!("{id}x").into();
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
                |route: &mut Route| route.to.code = "TRMER".into(),
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
fn whoever_is_paid_for_a_line_or_a_border_takes_part() {
    let network = maps::caucasus_paying(true);
    let today = Scenario::on(maps::DAY);
    let planner = Planner::new(&network, &today).unwrap();
    let world = planner.world();
    let without = Policy::new("without").with(Rule::exclude_operator("RZD"));
    // Georgian Railway's tariff pays Russian Railways.
    let georgia = Request::new("Tbilisi", "Poti");
    let open = planner.cheapest(&georgia).unwrap();
    assert!(open.by_operator().contains_key(&Some("RZD".into())));
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
