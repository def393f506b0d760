//! What one gains where the world changes another loses, to the cent, and every flow is accounted for.

use std::sync::Arc;
use std::sync::LazyLock;
use std::sync::atomic::AtomicBool;

use trade_corridor::analysis::demand::{Demand, DemandError, Flow};
use trade_corridor::analysis::gains::{
    CountryGains, FlowOutcome, Gains, GainsQuestion, Lack, compare_worlds,
};
use trade_corridor::analysis::money::{Recipient, Trail};
use trade_corridor::planner::Progress;
use trade_corridor::policy::Subject;
use trade_corridor::prelude::*;

/// The day before and after the route through southern Armenia opens.
static WORLDS: LazyLock<[Planner; 2]> = LazyLock::new(|| {
    let network = Network::europe_central_asia();
    let opened = Scenario::preset("tripp-opens").unwrap();
    let before = Planner::new(network, &Scenario::on(opened.day())).unwrap();
    [before, Planner::new(network, &opened).unwrap()]
});

const FLOWS: [(&str, &str, &str); 6] = [
    ("Baku", "Nakhchivan", "1200.25"),
    ("Nakhchivan", "Poti", "77.000001"),
    ("Almaty", "Istanbul", "10000"),
    ("Baku", "Tbilisi", "333.333333"),
    ("Baku", "Baku", "5"),
    ("Baku", "Atlantis", "7"),
];

fn demand() -> Demand {
    let policy = Policy::country_excluded("IR".parse().unwrap());
    let flows = FLOWS.map(|(from, to, boxes)| {
        let request = Request::new(from, to).policy(policy.clone());
        Flow::new(request, boxes.parse().unwrap())
    });
    flows.into_iter().collect()
}

fn sum(gains: &Gains, of: impl Fn(&CountryGains) -> Money) -> Money {
    gains.countries.iter().map(of).sum()
}

fn balances(gains: &Gains) {
    for part in [
        |it: &CountryGains| {
            [
                it.shippers.before,
                it.operators.before,
                it.owners.before,
                it.treasury.before,
            ]
        },
        |it: &CountryGains| {
            [
                it.shippers.after,
                it.operators.after,
                it.owners.after,
                it.treasury.after,
            ]
        },
    ] {
        let [shippers, operators, owners, treasury] =
            [0, 1, 2, 3].map(|at| sum(gains, |row| part(row)[at]));
        assert!(shippers > Money::ZERO);
        assert_eq!(shippers, operators + treasury);
        assert_eq!(shippers, owners + treasury);
    }
}

#[test]
fn what_shippers_pay_less_the_others_are_paid_less() {
    let [before, after] = &*WORLDS;
    let gains = compare_worlds(before, after, &demand()).unwrap();
    balances(&gains);
    let paid = gains.paid().difference();
    assert!(paid < Money::ZERO, "{paid}");
    assert_eq!(
        paid,
        sum(&gains, |row| row.operators.difference()
            + row.treasury.difference())
    );
    assert_eq!(
        paid,
        sum(&gains, |row| row.owners.difference()
            + row.treasury.difference())
    );
}

/// The sums by hand: each route asked alone, its yearly cost in millionths of cents.
#[test]
fn sums_are_those_of_asking_each_flow_alone() {
    let demand = demand();
    let gains = compare_worlds(&WORLDS[0], &WORLDS[1], &demand).unwrap();
    for (at, planner) in WORLDS.iter().enumerate() {
        let (mut cents, mut minutes, mut treasury) = (0_i128, 0_i128, 0_i128);
        let azerbaijan = "AZ".parse().unwrap();
        for flow in &demand {
            let ways = WORLDS.each_ref().map(|world| world.cheapest(&flow.request));
            if ways.iter().any(Result::is_err) {
                continue;
            }
            let route = planner.cheapest(&flow.request).unwrap();
            let times = i128::from(flow.volume.as_millionths());
            cents += times * i128::from(route.cost().as_cents());
            minutes += times * i128::from(route.duration().as_minutes());
            let money = Trail::of(planner.world(), [&route]);
            let state = Recipient::Treasury(azerbaijan);
            let paid = money
                .by_recipient()
                .get(&state)
                .copied()
                .unwrap_or_default();
            treasury += times * i128::from(paid.as_cents());
        }
        let rounded = |sum: i128| i64::try_from((sum + 500_000) / 1_000_000).unwrap();
        let side = |row: &CountryGains| {
            let (money, hours) = ([row.shippers, row.treasury], row.hours);
            match at {
                0 => (money.map(|it| it.before), hours.before),
                _ => (money.map(|it| it.after), hours.after),
            }
        };
        assert_eq!(sum(&gains, |row| side(row).0[0]).as_cents(), rounded(cents));
        let hours: Duration = gains.countries.iter().map(|row| side(row).1).sum();
        assert_eq!(hours.as_minutes(), rounded(minutes).unsigned_abs());
        let row = gains
            .countries
            .iter()
            .find(|row| row.country == Some(azerbaijan))
            .unwrap();
        let apart = side(row).0[1].as_cents() - rounded(treasury);
        assert!(apart.abs() <= 10, "{apart} cents of {}", side(row).0[1]);
    }
}

#[test]
fn shippers_are_of_the_start_or_of_the_end_as_is_asked() {
    let flow = Flow::new(Request::new("Baku", "Tbilisi"), PerYear::from_count(3));
    let demand = Demand::new().flow(flow);
    let cost = WORLDS[0]
        .cheapest(&demand.flows()[0].request)
        .unwrap()
        .cost()
        .as_cents()
        * 3;
    let of = |importers: &str| {
        let question = GainsQuestion::new().importers(importers.parse().unwrap());
        let gains = question
            .answer(&WORLDS[0], &WORLDS[1], &demand, &Progress::none())
            .unwrap();
        balances(&gains);
        ["AZ", "GE"].map(|country| {
            let country = Some(country.parse().unwrap());
            let row = gains.countries.iter().find(|row| row.country == country);
            row.map_or(0, |row| row.shippers.before.as_cents())
        })
    };
    assert_eq!(of("100"), [0, cost]);
    assert_eq!(of("0"), [cost, 0]);
    let [az, ge] = of("1/3");
    assert_eq!(az + ge, cost);
    assert!((ge * 3 - cost).abs() < 3, "{ge} of {cost}");
}

#[test]
fn every_flow_has_an_outcome_and_lacks_what_must_use_says() {
    let [before, after] = &*WORLDS;
    let demand = demand();
    let gains = compare_worlds(before, after, &demand).unwrap();
    assert_eq!(gains.flows.len(), demand.len());
    assert!(
        matches!(&gains.flows[4], FlowOutcome::Unanswered { code, .. } if code == "same_place")
    );
    assert!(
        matches!(&gains.flows[5], FlowOutcome::Unanswered { code, .. } if code == "place_unknown")
    );
    let (flows, boxes) = gains.count(|it| matches!(it, FlowOutcome::Unanswered { .. }));
    assert_eq!((flows, boxes), (2, PerYear::from_count(12)));

    let (old, new) = (before.world(), after.world());
    let open = |world: &trade_corridor::scenario::World, id: &str| {
        let link = world.link_by_id(id);
        link.and_then(|id| world.link_status(id))
            .is_some_and(|it| it.is_open())
    };
    let links: Vec<String> = new.links().map(|(_, link)| link.id.to_string()).collect();
    let links: Vec<String> = links
        .into_iter()
        .filter(|id| open(new, id) && !open(old, id))
        .collect();
    assert!(!links.is_empty());
    let (mut changed, mut same) = (0, 0);
    for (flow, outcome) in demand.iter().zip(&gains.flows) {
        let ways = WORLDS
            .each_ref()
            .map(|planner| planner.cheapest(&flow.request));
        match (outcome, ways) {
            (FlowOutcome::Changed { cost, duration, .. }, [Ok(old), Ok(new)]) => {
                changed += 1;
                assert_eq!(*cost, new.cost() - old.cost());
                assert_eq!(*duration, new.duration() - old.duration());
            }
            (FlowOutcome::Same { lacks }, [Ok(old), Ok(new)]) => {
                same += 1;
                assert_eq!((old.cost(), old.duration()), (new.cost(), new.duration()));
                let by_links = flow.request.clone().must_use(Subject::Link {
                    links: links.clone(),
                });
                let least = after.cheapest(&by_links).map(|way| way.cost() - new.cost());
                match lacks {
                    Lack::By(trade_corridor::metric::ObjectiveDifference::Money(more)) => {
                        assert!(*more >= Money::ZERO);
                        assert!(least.is_ok_and(|least| *more <= least), "{more}");
                    }
                    Lack::NoWay => assert!(least.is_err()),
                    other => panic!("{other:?}"),
                }
            }
            (FlowOutcome::Unanswered { .. }, [Err(_), Err(_)]) => {}
            (outcome, _) => panic!("{outcome}"),
        }
    }
    assert!(changed > 0 && same > 0, "{changed} {same}");
    let gained: Vec<_> = gains.borders_gained().collect();
    assert!(gained.iter().all(|border| border.after > PerYear::ZERO));
    assert!(
        gained
            .iter()
            .any(|border| border.from.as_str() == "AM" || border.to.as_str() == "AM")
    );
    assert!(
        gains
            .payees_gained()
            .any(|row| row.payee.to_string().contains("TRIPP"))
    );
}

#[test]
fn a_world_against_itself_changes_nothing() {
    let world = &WORLDS[1];
    let gains = compare_worlds(world, world, &demand()).unwrap();
    balances(&gains);
    assert_eq!(gains.paid().difference(), Money::ZERO);
    assert!(gains.borders.is_empty() && gains.payees.is_empty());
    assert!(
        gains
            .countries
            .iter()
            .all(|row| row.shippers.before == row.shippers.after)
    );
    let nothing = gains.count(|it| {
        matches!(
            it,
            FlowOutcome::Same {
                lacks: Lack::NothingNew
            }
        )
    });
    assert_eq!(nothing.0, 4);
}

#[test]
fn what_opens_and_closes_is_told_apart_from_what_is_compared() {
    let network = crate::maps::caucasus();
    let today = Scenario::on(crate::maps::DAY);
    let before = Planner::new(&network, &today).unwrap();
    let after = Planner::new(&network, &today.clone().with(Change::open("TRIPP-rail"))).unwrap();
    let request = Request::new("Meghri", "Yerevan");
    let objective = Objective::Distance;
    let has = |planner: &Planner| planner.best(&request, &objective).is_ok();
    assert!(!has(&before), "Meghri is reached by what is planned alone");
    let demand = Demand::new().flow(Flow::new(request.clone(), PerYear::from_count(10)));
    let question = GainsQuestion::new().objective(objective.clone());
    let ask = |a: &Planner, b: &Planner| question.answer(a, b, &demand, &Progress::none()).unwrap();
    if after
        .best(&request, &objective)
        .is_ok_and(|way| way.is_priced())
    {
        let [opens, closes] = [ask(&before, &after), ask(&after, &before)];
        assert_eq!(opens.flows, [FlowOutcome::Opened]);
        assert_eq!(closes.flows, [FlowOutcome::Closed]);
        assert_eq!(opens.opened.total(), closes.closed.total());
        assert_eq!(opens.paid().after, Money::ZERO);
    } else {
        let opens = ask(&before, &after);
        assert!(
            matches!(&opens.flows[0], FlowOutcome::Unanswered { code, .. } if code == "unpriced"),
            "{opens}"
        );
    }
}

#[test]
fn lists_are_refused_as_a_whole_and_a_batch_can_be_cancelled() {
    let [before, after] = &*WORLDS;
    let two = Demand::new()
        .flow(Flow::new(Request::new("Baku", "Poti"), PerYear::ONCE).of_list("a"))
        .flow(Flow::new(Request::new("Baku", "Poti"), PerYear::ONCE).of_list("b"));
    let error = compare_worlds(before, after, &two).unwrap_err();
    assert_eq!(error.code(), "demand_several_lists");
    let none = compare_worlds(before, after, &Demand::new()).unwrap_err();
    assert_eq!(none.code(), DemandError::Empty.code());
    let stop = Progress::none().cancelled_by(Arc::new(AtomicBool::new(true)));
    let gains = GainsQuestion::new()
        .answer(before, after, &demand(), &stop)
        .unwrap();
    for flow in &gains.flows {
        assert!(
            matches!(flow, FlowOutcome::Unanswered { code, .. } if code == "cancelled"),
            "{flow}"
        );
    }
}

#[test]
fn gains_are_saved_and_printed() {
    let [before, after] = &*WORLDS;
    let gains = compare_worlds(before, after, &demand()).unwrap();
    let saved = serde_json::to_string(&gains).unwrap();
    assert_eq!(serde_json::from_str::<Gains>(&saved).unwrap(), gains);
    let printed = gains.to_string();
    assert!(
        printed.contains("USD a year gained") && printed.contains("shippers pay"),
        "{printed}"
    );
    // Of countries without a change only how many there are.
    let mut same = 0;
    for row in &gains.countries {
        let Some(country) = row.country else { continue };
        let is_told = printed
            .lines()
            .any(|line| line.starts_with(country.as_str()));
        assert_eq!(is_told, row.is_changed(), "{country}: {printed}");
        same += usize::from(!row.is_changed());
    }
    let told = match same {
        1 => "1 country without a change".to_owned(),
        same => format!("{same} countries without a change"),
    };
    assert!(same > 0 && printed.contains(&told), "{printed}");
}

/// The rounding of yearly money: parts add up to the rounded whole for any volumes.
#[test]
fn money_of_a_year_is_rounded_once() {
    let planner = &WORLDS[0];
    let routes = ["Poti", "Istanbul", "Tbilisi"]
        .map(|to| planner.cheapest(&Request::new("Baku", to)).unwrap());
    for volumes in [
        ["1", "1", "1"],
        ["0.333333", "17.5", "1000.000007"],
        ["0.000001", "0", "0"],
    ] {
        let volumes = volumes.map(|text| text.parse::<PerYear>().unwrap());
        let money = Trail::of_year(planner.world(), routes.iter().zip(volumes));
        let exact: i128 = routes
            .iter()
            .zip(volumes)
            .map(|(route, times)| {
                i128::from(route.cost().as_cents()) * i128::from(times.as_millionths())
            })
            .sum();
        let whole = Money::from_cents(i64::try_from((exact + 500_000) / 1_000_000).unwrap());
        assert_eq!(money.total(), whole);
        assert_eq!(money.by_recipient().into_values().sum::<Money>(), whole);
        assert_eq!(money.by_country().into_values().sum::<Money>(), whole);
    }
    let once = routes.iter().map(|route| (route, PerYear::ONCE));
    assert_eq!(
        Trail::of_year(planner.world(), once),
        Trail::of(planner.world(), &routes)
    );
}
