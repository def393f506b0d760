//! No route is an answer with a reason, and with what would help.

use proptest::prelude::*;
use trade_corridor::network::Status;
use trade_corridor::planner::{Cause, Effect, Reason, Relaxation};
use trade_corridor::policy::{RuleIndex, RuleSet, Subject};
use trade_corridor::prelude::*;
use trade_corridor::route::verify;

fn country(code: &str) -> Country {
    code.parse().unwrap()
}

fn planner(scenario: &str) -> Planner<'static> {
    let scenario = Scenario::preset(scenario).unwrap();
    Planner::new(Network::europe_central_asia(), &scenario).unwrap()
}

/// Every set of at most three rules whose lifting makes a route, and no part of which does.
fn by_trial(planner: &Planner<'_>, request: &Request, objective: &Objective) -> Vec<RuleSet> {
    let policy = request.rules();
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
        .with_labelled("not the Caspian", Rule::exclude_mode(Mode::Sea))
        .with_labelled("not China", Rule::exclude_domicile(country("CN")));
    let request = Request::new("Almaty", "Istanbul").policy(policy.clone());
    let why = planner.why_not(&request).unwrap();
    let Some(Reason::NoRoute(none)) = why.cause() else {
        panic!("there is a route")
    };
    assert!(matches!(none.cause, Cause::BlockedByRules(_)), "{none}");
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
    let Some(Reason::EndpointExcluded(text)) = why.cause() else {
        panic!("Moscow lies in Russia")
    };
    assert!(text.contains("no Russian territory"), "{text}");
    assert_eq!(why.relaxations().len(), 1);
    let fine = planner
        .why_not(&Request::new("Almaty", "Tashkent"))
        .unwrap();
    assert!(fine.cause().is_none() && fine.relaxations().is_empty());
    assert_eq!(fine.to_string(), "there is a route");
}

#[test]
fn what_must_open_is_named_with_its_project() {
    let planner = planner("status-quo");
    // The Armenian network has a Russian owner; the route past Meghri has not.
    let policy = Policy::iran_excluded()
        .and(&Policy::russia_excluded())
        .with(Rule::exclude_territory(country("TR")))
        .with(Rule::exclude_mode(Mode::Road));
    let request = Request::new("Baku", "Nakhchivan").policy(policy);
    let openings = planner.openings(&request).unwrap();
    let codes: Vec<String> = openings.iter().map(|item| item.what.to_string()).collect();
    assert!(
        codes.contains(&"project:TRIPP-rail".to_owned()),
        "{codes:?}"
    );
    let tripp = openings
        .iter()
        .find(|item| item.what.name() == "TRIPP-rail")
        .unwrap();
    assert_ne!(tripp.status, Some(Status::Open));
    assert!(!tripp.expected.is_empty() && tripp.things > 1);
    // Opening exactly these makes the route.
    let scenario = openings
        .iter()
        .map(|item| Change::open(item.what.clone()))
        .fold(Scenario::on(date(2029, 1, 1)), Scenario::with);
    let opened = Planner::new(Network::europe_central_asia(), &scenario).unwrap();
    let route = opened.shortest(&request).unwrap();
    assert!(route.countries().contains(&country("AM")));
}

#[test]
fn each_rule_has_its_price() {
    let planner = planner("status-quo");
    let policy = Policy::russia_excluded()
        .with_labelled("not Portugal", Rule::exclude_territory(country("PT")))
        .with_labelled("not Turkmenistan", Rule::exclude_territory(country("TM")));
    let request = Request::new("Tashkent", "Istanbul").policy(policy.clone());
    let with = planner.cheapest(&request).unwrap();
    let prices = planner.price_of_rules(&request).unwrap();
    assert_eq!(prices.len(), policy.rules().len());
    for price in &prices {
        let without = policy.without(RuleSet::one(price.rule));
        let without = planner.cheapest(&request.clone().policy(without)).unwrap();
        match &price.effect {
            Effect::Free => assert_eq!(with.cost(), without.cost()),
            Effect::Costs(more) => assert_eq!(more.cost, with.cost() - without.cost()),
            other => panic!("{other:?}"),
        }
    }
    assert!(matches!(prices[4].effect, Effect::Free), "{}", prices[4]);
    assert_eq!(prices[4].to_string(), "not Portugal: costs nothing");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(10))]

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
    ) {
        let planner = planner("status-quo");
        let mut policy = excluded.iter().fold(Policy::new("random"), |policy, code| {
            policy.with(Rule::exclude_territory(country(code)))
        });
        if road {
            policy = policy.with(Rule::Exclude(Subject::Mode { modes: vec![Mode::Road] }));
        }
        let objective = if time { Objective::Time } else { Objective::Cost };
        let request = Request::new(ends.0, ends.1).policy(policy);
        let why = planner.why_not_best(&request, &objective).unwrap();
        let mut sets: Vec<RuleSet> = why.relaxations().iter().map(Relaxation::lifted).collect();
        sets.sort_unstable();
        let expected = by_trial(&planner, &request, &objective);
        let expected: Vec<RuleSet> = expected.into_iter().filter(|set| !set.is_empty()).collect();
        prop_assert_eq!(sets, expected);
    }
}
