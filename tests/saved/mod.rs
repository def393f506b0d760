//! Routes of every kind as they are saved, each with what it is checked by.

use std::sync::LazyLock;

use crate::by_hand::{CONTAINERS, network, small};
use crate::questions::DAY;
use trade_corridor::costing::Shipment;
use trade_corridor::metric::GeneralisedCost;
use trade_corridor::network::Role;
use trade_corridor::policy::Subject;
use trade_corridor::prelude::*;
use trade_corridor::quantity::{Rate, Share, TravelTime};
use trade_corridor::route::{Act, Step};
use trade_corridor::scenario::{BorderTime, Change, TariffScope, World};

/// A route of a planner, the rules it was asked under, and the world it was asked in.
pub(crate) struct Saved {
    pub(crate) route: Route,
    pub(crate) policy: Policy,
    pub(crate) world: World,
}

fn tonnes(tonnes: f64) -> Mass {
    Mass::from_tonnes(tonnes).unwrap()
}

/// Dearer and set tariffs, slower borders, a ferry with less room.
pub(crate) fn changed() -> Scenario {
    let hours = |hours: f64| Duration::from_hours(hours).unwrap();
    let slow = TravelTime::new(hours(30.0), hours(70.0));
    let georgia: Country = "GE".parse().unwrap();
    let network = Network::europe_central_asia();
    let azerbaijan = network.tariffs().find(|(_, tariff)| {
        let rail = (tariff.country.as_str(), tariff.mode) == ("AZ", Mode::Rail);
        rail && tariff.validity.contains(DAY)
    });
    let (_, set) = azerbaijan.unwrap();
    let ferry = network.services().find(|(_, service)| {
        let port = network.place(service.from).unwrap().code.as_str();
        port == "KZAAU" || port == "AZALA"
    });
    Scenario::on(DAY)
        .named("dearer and slower")
        .with(Change::ScaleTariffs {
            scope: TariffScope::country(georgia),
            percent: 137.5.try_into().unwrap(),
        })
        .with(Change::SetTariff {
            tariff: set.id.to_string(),
            usd: Rate::from_usd(0.321).unwrap(),
        })
        .with(Change::BorderTime(BorderTime::between(
            georgia,
            "TR".parse().unwrap(),
            slow,
        )))
        .with(Change::capacity(
            ferry.unwrap().1.id.as_str(),
            Share::from_percent(35.0).unwrap(),
        ))
}

fn by_sea() -> Policy {
    Policy::new("by sea").with(Rule::Require(Subject::Mode {
        modes: vec![Mode::Sea],
    }))
}

fn worth() -> Objective {
    Objective::Generalised(GeneralisedCost {
        value_of_time: Rate::from_usd(0.8).unwrap(),
        reliability_per_mille: 600,
        carbon_price: Rate::from_usd(90.0).unwrap(),
    })
}

fn hauled() -> Objective {
    Objective::custom("km by rail", |operation| {
        let rail = operation.operation().mode() == Some(Mode::Rail);
        Some(if rail {
            operation.distance().as_metres()
        } else {
            0
        })
    })
}

/// Ways by rail, road and sea, loaded and empty, one and many, under rules and changes.
pub(crate) static SAVED: LazyLock<Vec<Saved>> = LazyLock::new(|| {
    let boxed = Shipment::container_40ft(tonnes(20.0)).unwrap();
    let boxes = Shipment::container_20ft(tonnes(24.5)).unwrap();
    let boxes = boxes.with_count(3).unwrap();
    let empty = Shipment::container_40ft(Mass::ZERO).unwrap();
    let empty = empty.with_count(2).unwrap();
    let wagon = Shipment::wagon(tonnes(60.0)).unwrap();
    let kazakh = Shipment::trailer(tonnes(22.0)).unwrap();
    let kazakh = kazakh.with_plate("KZ".parse().unwrap());
    let valued = boxed.with_value(Money::from_usd(80_000.0).unwrap());
    let open = Policy::open();
    let plain = Policy::preset("russia-excluded").unwrap();
    let strict = Policy::russia_excluded().with(Rule::exclude_operator("HAPAG"));
    let caspian = Policy::preset("middle-corridor").unwrap();
    let today = Scenario::on(DAY);
    let (cost, time) = (Objective::Cost, Objective::Time);
    let (far, clean) = (Objective::Distance, Objective::Emissions);
    let asked: Vec<(&Scenario, &str, &str, Shipment, &Policy, Objective)> = vec![
        (&today, "Baku", "Tbilisi", boxed, &open, cost.clone()),
        (&today, "Baku", "Tbilisi", wagon, &open, cost.clone()),
        (&today, "Tbilisi", "Yerevan", wagon, &open, time.clone()),
        (&today, "Tbilisi", "Yerevan", kazakh, &open, cost.clone()),
        (&today, "Aktau", "Baku", boxes, &plain, cost.clone()),
        (&today, "Aktau", "Tbilisi", kazakh, &plain, time.clone()),
        (&today, "Aktau", "Tbilisi", wagon, &plain, cost.clone()),
        (&today, "Aktau", "Poti", empty, &strict, cost.clone()),
        (&today, "Poti", "Constanta", boxed, &open, cost.clone()),
        (&today, "Poti", "Constanta", kazakh, &open, time.clone()),
        (&today, "Poti", "Burgas", wagon, &open, far.clone()),
        (&today, "CNHGS", "Almaty", boxed, &open, cost.clone()),
        (&today, "CNHGS", "Istanbul", boxed, &plain, cost.clone()),
        (&today, "CNHGS", "Duisburg", boxed, &open, time.clone()),
        (&today, "Almaty", "Poti", boxed, &caspian, cost.clone()),
        (&today, "Ashgabat", "Poti", wagon, &open, cost.clone()),
        (&today, "Tashkent", "Mersin", boxed, &plain, clean),
        (&today, "Tbilisi", "Kars", valued, &open, worth()),
        (&today, "Baku", "Kars", boxed, &open, hauled()),
        (&today, "Brest", "Warsaw", boxed, &open, far),
        (&today, "Almaty", "Kars", boxed, &open, Objective::DIRECT),
        (&today, "Poti", "Istanbul", boxed, &open, time.clone()),
    ];
    let slower = changed();
    let under = [
        (&slower, "Aktau", "Tbilisi", boxed, &plain, cost.clone()),
        (&slower, "Baku", "Kars", boxes, &plain, worth()),
        (&slower, "Batumi", "Istanbul", kazakh, &open, cost),
        (&slower, "Aktau", "Kars", wagon, &plain, time),
    ];
    let mut planners: Vec<(&str, Planner)> = Vec::new();
    let network = Network::europe_central_asia();
    for scenario in [&today, &slower] {
        planners.push((scenario.name(), Planner::new(network, scenario).unwrap()));
    }
    let all = asked.into_iter().chain(under);
    let mut saved: Vec<Saved> = all
        .filter_map(|(scenario, from, to, shipment, policy, objective)| {
            let planner = planners.iter().find(|(name, _)| *name == scenario.name());
            let planner = &planner.unwrap().1;
            let request = Request::new(from, to).shipment(shipment);
            let request = request.policy(policy.clone());
            let route = planner.best(&request, &objective).ok()?;
            Some(Saved {
                route,
                policy: policy.clone(),
                world: planner.world().clone(),
            })
        })
        .collect();
    saved.extend(services(&planners[0].1));
    for price in ["", "120"] {
        saved.push(train(price));
    }
    saved.push(outdated("CZ-one", Shipment::trailer(tonnes(20.0)).unwrap()));
    saved.push(outdated("DE-two", small(10.0)));
    saved
});

/// A block train on the map by hand, with a price of its own or at that of its links.
fn train(price: &str) -> Saved {
    let train = format!(
        "T,R,block_train,DE-one,DE-thr,wagon-1435,,2,3,7,timetable,,,,,,,{price},,,,USD,2025,open,,,,,DE-two,,S"
    );
    let network = network(&[CONTAINERS, ("services", &train)]);
    let planner = Planner::new(&network, &Scenario::on(DAY)).unwrap();
    let policy = Policy::new("by train");
    let request = Request::new("DE-one", "DE-thr").shipment(small(10.0));
    let request = request.policy(policy.clone());
    Saved {
        route: planner.fastest(&request).unwrap(),
        policy,
        world: planner.world().clone(),
    }
}

/// A way by road or rail on the map by hand, on which no row of some figures is valid on the day.
fn outdated(to: &str, shipment: Shipment) -> Saved {
    let network = network(&[
        (
            "borders",
            "x-de-pl-a-road,*,*,road,*,10,12,100,USD,2025,,2020-01-01,2020-12-30,,S",
        ),
        ("fees", "PL,road,*,entry,,,50,USD,2025,R,,2022-12-31,,S"),
        (
            "handling",
            "CZ-one,CZ,unload,*,*,R,5,6,40,40,40,40,USD,2025,2030-01-01,,,S",
        ),
        ("speeds", "PL,road,*,,10,1.2,24,,2010-12-31,,S"),
        (
            "tariffs",
            "R,DE,*,rail,container_train,any,any,per_km,1,USD,2025,,,,,,,haulage,,,2024-12-31,,S",
        ),
    ]);
    let planner = Planner::new(&network, &Scenario::on(DAY)).unwrap();
    let request = Request::new("DE-one", to).shipment(shipment);
    Saved {
        route: planner.cheapest(&request).unwrap(),
        policy: Policy::open(),
        world: planner.world().clone(),
    }
}

/// A voyage and a train of each kind, and a through rate, where somebody goes by it.
fn services(planner: &Planner) -> Vec<Saved> {
    let network = planner.world().network();
    let mut kinds = Vec::new();
    let mut saved = Vec::new();
    for (_, service) in network.services() {
        let form = (
            service.kind,
            service.conveyance,
            service.prices.wagon.is_some(),
        );
        if kinds.contains(&form) {
            continue;
        }
        let policy = Policy::new("one service").with(Rule::Require(Subject::Service {
            services: vec![service.id.to_string()],
        }));
        let policy = if service.is_by_sea() {
            policy.and(&by_sea())
        } else {
            policy
        };
        let ends = [service.from, service.to].map(|at| network.place(at).unwrap().code.to_string());
        for shipment in [
            Shipment::container_20ft(tonnes(10.0)),
            Shipment::trailer(tonnes(10.0)),
            Shipment::wagon(tonnes(10.0)),
        ] {
            let request = Request::new(&ends[0], &ends[1]).shipment(shipment.unwrap());
            let request = request.policy(policy.clone());
            let found = planner.fastest(&request).ok();
            let rides =
                |step: &Step| matches!(&step.act, Act::Run { service: id } if *id == service.id);
            if let Some(route) = found.filter(|route| route.steps.iter().any(rides)) {
                kinds.push(form);
                saved.push(Saved {
                    route,
                    policy: policy.clone(),
                    world: planner.world().clone(),
                });
                break;
            }
        }
    }
    for (_, rate) in network.through_rates() {
        let forwarder = Rule::Require(Subject::Operator {
            operators: vec![network.operator(rate.seller).unwrap().id.to_string()],
            roles: vec![Role::Forwarder],
        });
        let policy = Policy::new("at one price").with(forwarder);
        let ends = [rate.from, rate.to].map(|at| network.place(at).unwrap().code.to_string());
        let request = Request::new(&ends[0], &ends[1]).policy(policy.clone());
        if let Ok(route) = planner.cheapest(&request) {
            saved.push(Saved {
                route,
                policy,
                world: planner.world().clone(),
            });
            if saved.len() > 40 {
                break;
            }
        }
    }
    saved
}
