//! Large and hostile questions, rules, scenarios and routes are refused, or answered, soon and in bounded
//! memory.

use std::time::{Duration, Instant};

use crate::questions::{DAY, PLANNER, planner_on};
use trade_corridor::code::Country;
use trade_corridor::metric::Objective;
use trade_corridor::network::{Mode, Network};
use trade_corridor::planner::{ErrorKind, QueryBounds, Request, Unshared};
use trade_corridor::policy::{Limit, Policy, PolicyError, Rule, Subject};
use trade_corridor::quantity::{self, TravelTime};
use trade_corridor::route::Route;
use trade_corridor::router::AlternativeLimits;
use trade_corridor::scenario::{BorderTime, Change, Scenario, ScenarioError};
use trade_corridor::verify::{VerifyError, verify_in};

/// Ample for slow machines and builds that are not optimised; what stands here took minutes or memory
/// without end.
const SOON: Duration = Duration::from_secs(20);

pub(crate) fn soon<T>(run: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let found = run();
    let took = started.elapsed();
    assert!(took < SOON, "{took:?}");
    found
}

#[test]
fn partial_routes_under_limits_are_bounded() {
    let planner = planner_on(DAY);
    let request = Request::new("Tashkent", "Istanbul");
    let (cheap, fast) = (
        planner.cheapest(&request).unwrap(),
        planner.fastest(&request).unwrap(),
    );
    assert!(fast.duration() < cheap.duration());
    let between = u64::midpoint(fast.duration().as_minutes(), cheap.duration().as_minutes());
    let between = quantity::Duration::from_minutes(u32::try_from(between).unwrap());
    let hasty = request.policy(Policy::new("hasty").with(Rule::Limit(Limit::Hours(between))));
    let found = planner.cheapest(&hasty).unwrap();
    let mut bounds = QueryBounds::default();
    bounds.labels = 1;
    planner.clone().set_query_bounds(bounds);
    assert_eq!(planner.query_bounds().labels, 1);
    let refused = planner.cheapest(&hasty).unwrap_err();
    assert_eq!(
        (refused.code(), refused.kind()),
        ("engine_limited", ErrorKind::Engine)
    );
    assert_eq!(
        refused.to_string(),
        "more than 1 partial routes under the limits on whole routes: drop or loosen one of them, or raise \
         `QueryBounds::labels`"
    );
    planner.set_query_bounds(QueryBounds::default());
    assert_eq!(planner.cheapest(&hasty).unwrap().steps, found.steps);
}

#[test]
fn alternatives_by_the_thousand_end() {
    let request = Request::new("Khorgos", "Istanbul");
    let limits = AlternativeLimits {
        count: 6_000,
        overlap_percent: 100,
        considered: usize::MAX,
        labels: 500_000,
    };
    let found = soon(|| PLANNER.alternatives(&request, &Objective::Cost, limits)).unwrap();
    assert!(!found.is_complete());
    assert!(found.routes().is_sorted_by_key(Route::cost));
    let cheapest = PLANNER.cheapest(&request).unwrap();
    assert_eq!(found.routes()[0].steps, cheapest.steps);
}

#[test]
fn rules_to_lift_are_tried_so_often_and_no_more() {
    let planner = planner_on(DAY);
    // more than one smallest set of them is in the way
    let countries = ["RU", "IR", "TM", "GE", "AZ", "BY", "UZ"];
    let rules = countries.map(|code| Rule::exclude_territory(code.parse().unwrap()));
    let policy: Policy = rules.into_iter().collect();
    let policy = policy.with(Rule::exclude_mode(Mode::Road));
    let request = Request::new("Almaty", "Istanbul").policy(policy);
    let all = planner.why_not(&request).unwrap();
    assert!(all.is_complete() && all.relaxations().len() > 1);
    let mut bounds = QueryBounds::default();
    bounds.trials = 1;
    planner.set_query_bounds(bounds);
    let few = soon(|| planner.why_not(&request)).unwrap();
    assert!(!few.is_complete());
    assert_eq!(few.cause(), all.cause());
    assert!(few.relaxations().len() < all.relaxations().len());
    let saved = serde_json::to_string(&few).unwrap();
    assert!(saved.ends_with(r#""is_complete":false}"#));
    let few_rules: Policy = [Rule::exclude_operator("UTY")].into_iter().collect();
    let why = planner
        .why_not(&Request::new("Tashkent", "Istanbul").policy(few_rules))
        .unwrap();
    assert!(why.is_complete());
}

#[test]
fn rules_are_priced_in_so_many_searches_and_groups_and_no_more() {
    let planner = planner_on(DAY);
    let policy = Policy::russia_excluded().and(&Policy::iran_excluded());
    let request = Request::new("Almaty", "Warsaw").policy(policy);
    let all = planner.price_of_rules(&request).unwrap();
    assert!(all.is_complete() && all.shares().is_ok());

    let mut bounds = QueryBounds::default();
    bounds.rule_searches = 1;
    planner.set_query_bounds(bounds);
    let few = planner.price_of_rules(&request).unwrap();
    assert!(!few.is_complete());
    assert_eq!(few.rules(), all.rules());
    assert_eq!(few.total(), all.total());
    let why = few.shares().unwrap_err();
    assert_eq!(why, &Unshared::TooManySearches { most: 1 });
    assert_eq!(
        why.to_string(),
        "no shares: they take more than 1 searches; raise `QueryBounds::rule_searches`, or ask about fewer rules"
    );
    let text = few.to_string();
    assert!(
        text.contains("\nmore groups were not looked at\nno shares: "),
        "{text}"
    );
    for group in few.groups() {
        assert!(all.groups().contains(group), "{group}");
    }

    bounds = QueryBounds::default();
    bounds.rule_groups = 3;
    planner.set_query_bounds(bounds);
    let few = planner.price_of_rules(&request).unwrap();
    assert!(!few.is_complete());
    assert_eq!(few.groups(), &all.groups()[..3]);
    assert_eq!(few.shares(), all.shares());

    bounds = QueryBounds::default();
    bounds.group_size = 2;
    planner.set_query_bounds(bounds);
    let pairs = planner.price_of_rules(&request).unwrap();
    assert!(pairs.is_complete());
    assert!(pairs.groups().iter().all(|group| group.rules.len() == 2));
    assert_eq!(pairs.shares(), all.shares());
    assert_eq!(planner.query_bounds(), bounds);
}

#[test]
fn matrices_are_refused_before_memory_is_taken() {
    let places = vec![PLANNER.world().network().find_place("Baku").unwrap(); 50_000];
    let shipment = Request::new("Baku", "Baku").shipment;
    let (policy, objective) = (Policy::open(), Objective::Cost);
    let refused = soon(|| PLANNER.matrix(&places, &places, &shipment, &policy, &objective));
    let refused = refused.unwrap_err();
    assert_eq!(
        (refused.code(), refused.kind()),
        ("matrix_too_large", ErrorKind::Engine)
    );
    assert_eq!(
        refused.to_string(),
        "50000 rows of 50000 columns are above 1000000 cells; ask for fewer rows at a time, or raise \
         `QueryBounds::cells`"
    );
    let one = soon(|| PLANNER.matrix(&places, &places[..1], &shipment, &policy, &objective));
    assert_eq!(one.unwrap().iter().count(), places.len());
}

/// A rule that names so many operators.
fn naming(count: usize) -> Rule {
    Rule::Exclude(Subject::Operator {
        operators: vec!["GR".to_owned(); count],
        roles: Vec::new(),
    })
}

#[test]
fn rules_name_so_much_and_no_more() {
    let most = Policy::MOST_NAMES;
    let route = PLANNER.cheapest(&Request::new("Baku", "Aktau")).unwrap();
    let world = PLANNER.world();
    // each rule counts as well as what it names
    let accepted = Policy::new("much").with(naming(most - 1));
    assert!(soon(|| accepted.compile(world)).is_ok());
    assert!(soon(|| verify_in(&route, &accepted, world)).is_ok());
    let parts = Rule::any(std::iter::repeat_n(Rule::exclude_operator("GR"), most));
    for rule in [naming(most), naming(1_000_000), parts] {
        let policy = Policy::new("too much").with(rule);
        let error = soon(|| policy.compile(world)).unwrap_err();
        assert!(matches!(error, PolicyError::TooLarge { .. }), "{error}");
        assert!(error.to_string().contains("at most 10000 are accepted"));
        let error = soon(|| verify_in(&route, &policy, world)).unwrap_err();
        assert!(
            matches!(error, VerifyError::RulesTooLarge { .. }),
            "{error}"
        );
    }
    // as many different pairs of countries as there may be, in as many rules
    let letters = || 'A'..='Z';
    let codes = letters().flat_map(|a| letters().map(move |b| format!("{a}{b}")));
    let codes: Vec<Country> = codes.filter_map(|code| code.parse().ok()).collect();
    let pairs: Vec<_> = codes
        .iter()
        .rev()
        .flat_map(|from| codes.iter().map(move |to| [*from, *to]))
        .collect();
    // Closures of the day are rules as well.
    let each = most / 120 - 1;
    let policy: Policy = pairs
        .chunks(each)
        .take(120)
        .map(|pairs| {
            Rule::Exclude(Subject::Border {
                pairs: pairs.to_vec(),
            })
        })
        .collect();
    assert_eq!(policy.rules().len(), 120);
    let found = soon(|| PLANNER.cheapest(&Request::new("Baku", "Aktau").policy(policy)));
    assert!(found.is_ok());
}

/// A list of JSON with so many copies of an entry.
fn list(entry: &str, count: usize) -> String {
    vec![entry; count].join(",")
}

#[test]
fn long_lists_and_deep_nests_of_json_are_refused() {
    let rule = r#"{"exclude":{"operator":{"operators":["GR"]}}}"#;
    let policy = |rules: &str| format!(r#"{{"schema":1,"rule":[{rules}]}}"#);
    let read = |text: &str| soon(|| serde_json::from_str::<Policy>(text));
    assert_eq!(
        read(&policy(&list(rule, 1_000))).unwrap().rules().len(),
        1_000
    );
    let error = read(&policy(&list(rule, 300_000))).unwrap_err().to_string();
    assert!(
        error.starts_with("more than 1000 entries; give fewer"),
        "{error}"
    );
    let nested = format!(
        "{}{rule}{}",
        r#"{"not":"#.repeat(100_000),
        "}".repeat(100_000)
    );
    assert!(read(&policy(&nested)).is_err());

    let change = r#"{"close":"country:GE"}"#;
    let scenario = format!(
        r#"{{"schema":1,"date":"2026-11-22","change":[{}]}}"#,
        list(change, 300_000)
    );
    let error = soon(|| serde_json::from_str::<Scenario>(&scenario))
        .unwrap_err()
        .to_string();
    assert!(error.starts_with("more than 10000 entries"), "{error}");

    let request = format!(
        r#"{{"from":"Baku","to":"{}","policy":{}}}"#,
        "a".repeat(10_000_000),
        policy(rule)
    );
    let request: Request = serde_json::from_str(&request).unwrap();
    let error = soon(|| PLANNER.cheapest(&request)).unwrap_err();
    assert_eq!(error.code(), "place_unknown");
    assert!(error.to_string().len() < 1_000);

    let route = PLANNER.cheapest(&Request::new("Baku", "Tbilisi")).unwrap();
    let mut saved = serde_json::to_value(&route).unwrap();
    let steps = saved["steps"].as_array_mut().unwrap();
    let step = steps[0].clone();
    steps.resize(10_000, step.clone());
    let long: Route = serde_json::from_value(saved.clone()).unwrap();
    assert!(soon(|| verify_in(&long, &Policy::open(), PLANNER.world())).is_err());
    saved["steps"].as_array_mut().unwrap().push(step);
    let error = serde_json::from_value::<Route>(saved)
        .unwrap_err()
        .to_string();
    assert!(error.contains("more than 10000 entries"), "{error}");
    let deep = (0..1_000).fold(serde_json::json!(2), |inner, _| serde_json::json!([inner]));
    let mut saved = serde_json::to_value(&route).unwrap();
    saved["shipment"] = deep;
    let error = serde_json::from_value::<Route>(saved)
        .unwrap_err()
        .to_string();
    assert!(error.contains("nested deeper than 64 levels"), "{error}");
}

#[test]
fn long_texts_are_refused_unread() {
    let long = format!("schema = 1\n# {}\n", "a".repeat(Policy::LONGEST_TEXT));
    let error = soon(|| Policy::from_toml("long.toml", &long)).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!(
            "long.toml: a text of {} bytes, above 1048576; shorten it, or read it with `from_toml_within`",
            long.len()
        )
    );
    assert!(Policy::from_toml_within("long.toml", &long, long.len()).is_ok());
    let dated = format!("date = 2026-11-22\n{long}");
    let error = Scenario::from_toml("long.toml", &dated).unwrap_err();
    assert!(
        error.to_string().starts_with("long.toml: a text of "),
        "{error}"
    );
    assert!(Scenario::from_toml_within("long.toml", &dated, dated.len()).is_ok());

    // a line for each of very many entries
    let mut text = "schema = 1\n".to_owned();
    while text.len() < Policy::LONGEST_TEXT - 30 {
        text.push_str("[[rule]]\nlimit.borders = 3\n");
    }
    let policy = soon(|| Policy::from_toml("many.toml", &text)).unwrap();
    let last = policy.rules().len();
    assert!(last > 30_000);
    let text = format!("{text}[[rule]]\nlimit.borders = -1\n");
    let error = soon(|| Policy::from_toml_within("many.toml", &text, text.len())).unwrap_err();
    let line = 2 + 2 * last;
    assert!(
        error
            .to_string()
            .starts_with(&format!("many.toml line {line}: ")),
        "{error}"
    );
    assert!(matches!(
        soon(|| policy.compile(PLANNER.world())),
        Err(PolicyError::TooManyRules { .. })
    ));
    // keys with very many dots
    let dots = format!(
        "schema = 1\n[[rule]]\n{}exclude.gauge_change = {{}}\n",
        "not.".repeat(200_000)
    );
    assert!(soon(|| Policy::from_toml("dots.toml", &dots)).is_err());
}

#[test]
fn scenarios_change_so_much_and_no_more() {
    let network = Network::europe_central_asia();
    let most = Scenario::MOST_CHANGES;
    let mut scenario = Scenario::on(DAY);
    scenario.extend(vec![Change::close("country:KZ"); most / 2]);
    let hours = TravelTime::certain(quantity::Duration::from_minutes(60));
    let time = BorderTime::at("x-ge-tr-sarpi-road", hours);
    scenario.extend(vec![Change::BorderTime(time); most / 2]);
    assert!(soon(|| scenario.apply(network)).is_ok());
    scenario.extend(vec![Change::close("country:KZ"); 1_000_000]);
    let error = soon(|| scenario.apply(network)).unwrap_err();
    assert!(matches!(error, ScenarioError::Invalid { .. }), "{error}");
    assert!(
        error
            .to_string()
            .ends_with("a scenario takes at most 10000 changes; split it")
    );
}
