//! No route is an answer with a reason, and with what would help.

use crate::maps;

use proptest::prelude::*;
use trade_corridor::network::PlaceKind;
use trade_corridor::planner::{Reason, Relaxation};
use trade_corridor::policy::{Amount, Limit, RuleIndex, RuleSet, Subject};
use trade_corridor::prelude::*;
use trade_corridor::quantity::Duration;
use trade_corridor::scenario::TransitClosure;
use trade_corridor::verify::verify;

fn country(code: &str) -> Country {
    code.parse().unwrap()
}

fn planner(scenario: &str) -> Planner {
    let scenario = Scenario::preset(scenario).unwrap();
    Planner::new(Network::europe_central_asia(), &scenario).unwrap()
}

/// Every set of at most three rules whose relaxation makes a route, and no part of which does.
fn by_trial(planner: &Planner, request: &Request, objective: &Objective) -> Vec<RuleSet> {
    let policy = &request.policy;
    let mut sets: Vec<RuleSet> = (0_u32..1 << policy.rules().len())
        .filter(|bits| bits.count_ones() <= 3)
        .map(|bits| {
            (0..32)
                .filter(|rule| bits >> rule & 1 == 1)
                .filter_map(RuleIndex::new)
                .collect()
        })
        .collect();
    sets.sort_by_key(|set| (set.len(), *set));
    let mut found: Vec<RuleSet> = Vec::new();
    for set in sets {
        if found.iter().any(|known| known.is_subset(set)) {
            continue;
        }
        let relaxed = request.clone().policy(policy.without(set));
        if planner.best(&relaxed, objective).is_ok() {
            found.push(set);
        }
    }
    found.sort_unstable();
    found
}

#[test]
fn the_relaxations_are_the_smallest_sets_and_give_their_routes() {
    let planner = planner("status-quo");
    let policy = Policy::russia_excluded()
        .and(&Policy::iran_excluded())
        .with(Rule::exclude_mode(Mode::Sea).labelled("not the Caspian"))
        .with(Rule::exclude_domicile(country("CN")).labelled("not China"));
    let request = Request::new("Almaty", "Istanbul").policy(policy.clone());
    let why = planner.why_not(&request).unwrap();
    let none = why.cause().expect("there is no route");
    let Reason::BlockedByRules { obstacles } = none.reason() else {
        panic!("{none}")
    };
    for obstacle in obstacles {
        let index = obstacle.violation.rule.index.unwrap();
        assert_eq!(
            policy.rule(index).unwrap().name(),
            obstacle.violation.rule.name
        );
        assert!(obstacle.operations > 0);
    }
    let mut sets: Vec<RuleSet> = why.relaxations().iter().map(Relaxation::lifted).collect();
    assert!(why.relaxations().is_sorted_by_key(|way| way.route().cost()));
    sets.sort_unstable();
    assert_eq!(sets, by_trial(&planner, &request, &Objective::Cost));
    assert!(!sets.is_empty(), "{why}");
    for way in why.relaxations() {
        let relaxed = policy.without(way.lifted());
        let again = planner
            .cheapest(&request.clone().policy(relaxed.clone()))
            .unwrap();
        assert_eq!(again.steps, way.route().steps);
        let scenario = Scenario::preset("status-quo").unwrap();
        let network = Network::europe_central_asia();
        verify(way.route(), &relaxed, network, &scenario).unwrap();
    }
    assert!(why.to_string().contains("\n  lift `"), "{why}");
}

#[test]
fn an_excluded_end_is_a_cause_that_can_be_lifted() {
    let planner = planner("status-quo");
    let request =
        Request::new("Moscow", "Almaty").policy(Policy::preset("russia-territory").unwrap());
    let why = planner.why_not(&request).unwrap();
    let Some(Reason::EndpointExcluded { place, violation }) = why.cause().map(NoRoute::reason)
    else {
        panic!("Moscow lies in Russia")
    };
    assert_eq!((&*place.code, place.country), ("RUMOW", country("RU")));
    assert_eq!(violation.rule.name, "no Russian territory");
    assert_eq!(violation.finding.code(), "territory");
    assert!(why.to_string().contains("no Russian territory"), "{why}");
    assert_eq!(why.relaxations().len(), 1);
    let fine = planner
        .why_not(&Request::new("Almaty", "Tashkent"))
        .unwrap();
    assert!(fine.cause().is_none() && fine.relaxations().is_empty());
    assert_eq!(fine.to_string(), "there is a route");
}

#[test]
fn a_country_closed_to_transit_stays_closed_when_things_open() {
    let policy = Policy::iran_excluded()
        .and(&Policy::russia_excluded())
        .with(Rule::exclude_territory(country("TR")))
        .with(Rule::exclude_mode(Mode::Road));
    let request = Request::new("Baku", "Nakhchivan").policy(policy);
    let closed = Scenario::preset("status-quo")
        .unwrap()
        .with(Change::close_transit(country("AM")));
    let closed = Planner::new(Network::europe_central_asia(), &closed).unwrap();
    assert!(closed.openings(&request).unwrap().is_empty());
    let open = planner("status-quo").openings(&request).unwrap();
    assert!(!open.is_empty(), "else the closure is not the reason");
}

fn cause(planner: &Planner, request: &Request) -> Reason {
    let why = planner.why_not(request).unwrap();
    let none = why.cause().expect("there is no route");
    let single = planner.cheapest(request).unwrap_err();
    if none.code() != "not_open" {
        assert_eq!(
            single,
            Error::NoRoute(none.clone()),
            "one answer to one question"
        );
    }
    none.reason().clone()
}

fn by_rail() -> Policy {
    Policy::new("by rail").with(Rule::Require(Subject::Mode {
        modes: vec![Mode::Rail],
    }))
}

#[test]
fn unknown_places_and_places_without_terminals_are_causes() {
    let planner = planner("status-quo");
    let error = planner
        .why_not(&Request::new("Tiblisi", "Baku"))
        .unwrap_err();
    assert_eq!(error.code(), "place_unknown");
    assert!(
        error
            .to_string()
            .contains("`Tiblisi` is no known place; did you mean GETBS (Tbilisi")
    );
    let closed = self::planner("iran-closed");
    let why = closed.why_not(&Request::new("Baku", "Tehran")).unwrap();
    assert!(
        why.to_string().contains("closed by `Iran is closed`"),
        "{why}"
    );
    assert!(why.relaxations().is_empty());
    assert!(
        why.openings()
            .iter()
            .any(|item| item.closed_by.as_deref() == Some("Iran is closed")),
        "{why}"
    );
    let same = planner.why_not(&Request::new("Baku", "Baku")).unwrap();
    assert_eq!(same.cause().map(NoRoute::code), Some("same_place"));
    assert!(same.relaxations().is_empty() && same.openings().is_empty());
    let network = Network::europe_central_asia();
    let (_, junction) = network
        .places()
        .find(|(_, place)| place.kinds.is_empty() || place.kinds == [PlaceKind::Junction])
        .expect("the atlas has junctions");
    let request = Request::new("Baku", junction.code.to_string());
    let why = planner.why_not(&request).unwrap();
    assert_eq!(why.cause().map(NoRoute::code), Some("no_terminal"), "{why}");
    assert!(why.relaxations().is_empty() && why.openings().is_empty());
}

#[test]
fn what_opens_on_a_day_is_not_open_before_it() {
    let network = Network::europe_central_asia();
    let closed = Planner::new(network, &Scenario::on(date(2025, 9, 15))).unwrap();
    let only = by_rail().with(Rule::Require(Subject::Crossing {
        crossings: vec!["x-by-pl-brest-rail".to_owned()],
    }));
    let request = Request::new("Minsk", "Warsaw").policy(only.clone());
    let why = closed.why_not(&request).unwrap();
    let things = why.openings();
    assert_eq!(things.len(), 1, "{why}");
    assert_eq!(things[0].opens_on, Some(date(2025, 9, 25)));
    assert!(why.to_string().contains("opens on 2025-09-25"), "{why}");
    assert_eq!(why.relaxations().len(), 1, "by another crossing: {why}");
    let opened = Planner::new(network, &Scenario::on(date(2025, 9, 25))).unwrap();
    opened.shortest(&request).unwrap();

    // A scenario tells the day as well, and where no rule is in the way it is the cause.
    let small = maps::caucasus();
    let day = date(2028, 12, 31);
    let scenario = Scenario::on(date(2028, 6, 1)).with(Change::opens_on("TRIPP-rail", day));
    let waiting = Planner::new(&small, &scenario).unwrap();
    let request = Request::new("Baku", "Meghri");
    let Reason::NotOpen { openings: things } = cause(&waiting, &request) else {
        panic!("it opens in December")
    };
    assert_eq!(things[0].opens_on, Some(day));
    let text = waiting.why_not(&request).unwrap().to_string();
    assert!(text.contains("not open before 2028-12-31: "), "{text}");
    let opened = Planner::new(&small, &scenario.moved_to(day)).unwrap();
    opened.shortest(&request).unwrap();
    // Without a day, the project is named.
    let planned = Planner::new(&small, &Scenario::on(maps::DAY)).unwrap();
    let text = planned.why_not(&request).unwrap().to_string();
    assert!(
        text.contains("only over what is not open: TRIPP railway (`project:TRIPP-rail`, planned)"),
        "{text}"
    );
}

#[test]
fn limits_are_the_cause_when_ways_under_the_rules_are_too_long() {
    let planner = planner("status-quo");
    // The best way without rules leads over Russia, so that the rules are in its way, too.
    let request = Request::new("Almaty", "Duisburg");
    assert!(
        planner
            .cheapest(&request)
            .unwrap()
            .countries()
            .contains(&country("RU"))
    );
    let hours = |most| Rule::Limit(Limit::Hours(Duration::from_hours(most).unwrap()));
    let policy = Policy::russia_excluded()
        .with(hours(100.0).labelled("in time"))
        .with(Rule::Limit(Limit::Borders(99)).labelled("few borders"));
    let request = request.policy(policy.clone());
    let Reason::LimitsTooTight { limits, together } = cause(&planner, &request) else {
        panic!("ways exist")
    };
    let fastest = planner
        .fastest(&Request::new("Almaty", "Duisburg").policy(Policy::russia_excluded()))
        .unwrap();
    // Only sold ways count for the cheapest.
    assert_eq!(limits.len(), 1, "{limits:?}");
    assert!(!together && limits[0].rule.name == "in time", "{limits:?}");
    let Some(Amount::Duration(least)) = limits[0].least else {
        panic!("{limits:?}")
    };
    assert!(least >= fastest.duration());
    let why = planner.why_not(&request).unwrap();
    let told = format!("none keeps the limits: `in time` (the least is {least})");
    assert!(why.to_string().contains(&told), "{why}");
    let sets: Vec<RuleSet> = why.relaxations().iter().map(Relaxation::lifted).collect();
    assert!(
        sets.contains(&RuleSet::one(RuleIndex::new(4).unwrap())),
        "{why}"
    );
    // Limits that are kept alone, but not together.
    let both = |hours_most: f64, usd: Money| {
        Policy::open()
            .with(hours(hours_most).labelled("in time"))
            .with(Rule::Limit(Limit::Usd(usd)).labelled("within the budget"))
    };
    let question = Request::new("Almaty", "Istanbul");
    let cheapest = planner.cheapest(&question).unwrap();
    let fastest = planner.fastest(&question).unwrap();
    assert!(fastest.duration() < cheapest.duration() && cheapest.cost() < fastest.cost());
    let request = question.policy(both(fastest.duration().as_hours() + 0.02, cheapest.cost()));
    let Reason::LimitsTooTight { limits, together } = cause(&planner, &request) else {
        panic!("ways exist")
    };
    assert!(together, "{limits:?}");
    let names: Vec<&str> = limits.iter().map(|limit| &*limit.rule.name).collect();
    assert_eq!(names, ["in time", "within the budget"]);
    let why = planner.why_not(&request).unwrap().to_string();
    assert!(
        why.contains("none keeps the limits: `in time`, `within the budget`"),
        "{why}"
    );
}

#[test]
fn a_closed_country_is_a_cause_that_names_the_change() {
    let planner = planner("georgia-transit-interrupted");
    let request =
        Request::new("Baku", "Kars").policy(by_rail().with(Rule::Exclude(Subject::Territory {
            countries: ["IR", "RU"].map(country).to_vec(),
        })));
    let why = planner.why_not(&request).unwrap();
    let text = why.to_string();
    assert!(
        text.contains("GE is closed to the goods [rule `Georgia closes to transit`]"),
        "{text}"
    );
    let scenario = Scenario::on(date(2026, 11, 22)).with(
        Change::CloseTransit(TransitClosure {
            to: Some(country("AM")),
            ..TransitClosure::new(country("GE"))
        })
        .labelled("to Armenia"),
    );
    let planner = Planner::new(Network::europe_central_asia(), &scenario).unwrap();
    planner.shortest(&request).expect("Kars is not Armenia");
}

#[test]
fn what_no_opening_helps_is_unconnected() {
    let small = maps::caucasus();
    let planner = Planner::new(&small, &Scenario::on(maps::DAY)).unwrap();
    // The ferry sails one way.
    let request = Request::new("Novorossiysk", "Poti");
    assert!(matches!(cause(&planner, &request), Reason::Unconnected));
    assert!(planner.why_not(&request).unwrap().openings().is_empty());
    let request = Request::new("Poti", "Novorossiysk");
    assert!(matches!(cause(&planner, &request), Reason::NotSold));
    planner.shortest(&request).unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn random_policies_are_relaxed_as_trial_relaxes_them(
        excluded in prop::sample::subsequence(
            vec!["RU", "IR", "TM", "GE", "AZ", "BY", "TR", "UZ", "CN"],
            2..6,
        ),
        road in any::<bool>(),
        ends in prop::sample::select(vec![
            ("Almaty", "Istanbul"),
            ("Tashkent", "Constanta"),
            ("CNHGS", "Duisburg"),
        ]),
        time in any::<bool>(),
        limits in prop::collection::vec((0_u8..5, 60_u64..200), 0..3),
    ) {
        let planner = planner("status-quo");
        let mut policy = excluded.iter().fold(Policy::new("random"), |policy, code| {
            policy.with(Rule::exclude_territory(country(code)))
        });
        if road {
            policy = policy.with(Rule::Exclude(Subject::Mode { modes: vec![Mode::Road] }));
        }
        let objective = if time { Objective::Time } else { Objective::Cost };
        let best = planner.best(&Request::new(ends.0, ends.1), &objective).unwrap();
        for (limit, part) in limits {
            let duration = Duration::from_minutes(
                u32::try_from(best.duration().as_minutes() * part / 100).unwrap(),
            );
            let cents = best.cost().as_cents() * i64::try_from(part).unwrap() / 100;
            policy = policy.with(Rule::Limit(match limit {
                0 => Limit::Hours(duration),
                1 => Limit::Usd(Money::from_cents(cents)),
                2 => Limit::Transhipments(u32::try_from(part / 100).unwrap()),
                3 => Limit::GaugeChanges(u32::try_from(part / 100).unwrap()),
                _ => Limit::Borders(u32::try_from(part / 25).unwrap()),
            }));
        }
        let request = Request::new(ends.0, ends.1).policy(policy);
        let why = planner.why_not_best(&request, &objective).unwrap();
        let mut sets: Vec<RuleSet> = why.relaxations().iter().map(Relaxation::lifted).collect();
        sets.sort_unstable();
        let expected = by_trial(&planner, &request, &objective);
        let expected: Vec<RuleSet> = expected.into_iter().filter(|set| !set.is_empty()).collect();
        prop_assert_eq!(sets, expected);
    }
}
