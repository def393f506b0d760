//! Policies and scenarios as files: what is read is what was written, and errors name the line.

use crate::maps::{DAY, caucasus, country};
use proptest::prelude::*;
use trade_corridor::code::Country;
use trade_corridor::network::{Conveyance, Gauge, Mode, Role};
use trade_corridor::policy::{
    CompiledPolicy, Limit, OperationAttributes, OwnershipMethod, Policy, PolicyError, Rule, Subject,
};
use trade_corridor::quantity::{Duration, Money, Share};
use trade_corridor::scenario::Scenario;

#[test]
fn every_embedded_policy_reads_and_says_where_it_is_from() {
    assert!(Policy::presets().is_sorted());
    for name in Policy::presets() {
        let policy = Policy::preset(name).unwrap();
        assert!(
            policy.date().is_some() && !policy.source().is_empty(),
            "{name}"
        );
        assert!(policy.note().contains("no legal advice"), "{name}");
        let text = policy.to_toml().unwrap();
        assert_eq!(
            Policy::from_toml("copy.toml", &text).unwrap(),
            policy,
            "{text}"
        );
    }
    let code = Policy::country_excluded(country("RU"));
    let file = Policy::russia_excluded();
    let rules = |policy: &Policy| -> Vec<Rule> {
        policy
            .rules()
            .iter()
            .map(|named| named.rule().clone())
            .collect()
    };
    assert_eq!(rules(&file), rules(&code));
    let parts = ["territory", "operator", "owner", "call-or-flag"];
    for (part, rule) in parts.iter().zip(rules(&file)) {
        let alone = Policy::preset(&format!("russia-{part}")).unwrap();
        assert_eq!(rules(&alone), [rule], "{part}");
    }
    assert_eq!(
        rules(&Policy::iran_excluded()),
        rules(&Policy::country_excluded(country("IR")))
    );
    assert_eq!(Policy::russia_belarus_excluded().rules().len(), 4);
    assert_eq!(Policy::eu_shipper().rules().len(), 4);
    assert!(Policy::preset("open").unwrap().rules().is_empty());
}

#[test]
fn every_embedded_scenario_reads_and_says_where_it_is_from() {
    assert!(Scenario::presets().is_sorted());
    for name in Scenario::presets() {
        let scenario = Scenario::preset(name).unwrap();
        assert!(
            !scenario.source().is_empty() && !scenario.note().is_empty(),
            "{name}"
        );
        let text = scenario.to_toml().unwrap();
        assert_eq!(
            Scenario::from_toml("copy.toml", &text).unwrap(),
            scenario,
            "{text}"
        );
    }
}

#[test]
fn words_of_the_version_before_are_read() {
    let read = |words: &str| {
        let text = format!("schema = 1\n[[rule]]\nexclude.{words}\n");
        Policy::from_toml("p.toml", &text).unwrap()
    };
    let now = read("conveyance.conveyances = [\"truck\", \"terminal\"]");
    let before = read("carriage.carriages = [\"truck\", \"depot\"]");
    assert_eq!(before, now);
}

#[test]
fn errors_name_file_line_value_and_remedy() {
    let fails = |rules: &str| {
        let text = format!("schema = 1\nname = \"p\"\n\n[[rule]]\n{rules}\n");
        Policy::from_toml("p.toml", &text).unwrap_err()
    };
    let error = fails("exclude.territory.countries = [\"RUS\"]");
    assert!(matches!(error, PolicyError::UnknownCountry { .. }));
    assert_eq!(
        error.to_string(),
        "p.toml line 4: `RUS` is not an ISO 3166-1 country code; did you mean `RU`?"
    );
    let error = fails("exclude.owner = { countries = [\"RU\"], method = \"threshold 101 %\" }");
    assert!(
        error
            .to_string()
            .starts_with("p.toml line 4: `threshold 101 %` is no ownership method")
    );
    assert!(
        fails("exclude.teritory.countries = [\"RU\"]")
            .to_string()
            .contains("`teritory`")
    );
    assert!(
        fails("exclude.territory.country = [\"RU\"]")
            .to_string()
            .contains("`country`")
    );
    assert!(
        fails("limit.transhipments = -1")
            .to_string()
            .starts_with("p.toml line 4: ")
    );
    assert!(
        fails("limit.hours = nan")
            .to_string()
            .contains("not a finite number")
    );
    assert!(
        fails("label = \"nothing\"")
            .to_string()
            .contains("the rule is empty")
    );
    let reversed = "valid_from = 2027-01-01\nvalid_to = 2026-01-01\nlimit.borders = 1";
    assert!(fails(reversed).to_string().contains("lies before"));
    let newer = Policy::from_toml("p.toml", "schema = 7\nrule = 3\n").unwrap_err();
    assert_eq!(
        newer.to_string(),
        "p.toml: schema 7 is unknown; this version reads schema 1 to 1"
    );
    let text = "schema = 1\n[[rule]]\nlimit.borders = 2\n\n[[rule]]\nlabel = \"no railway\"\n\
                exclude.operator.operators = [\"RSD\"]\n";
    let policy = Policy::from_toml("p.toml", text).unwrap();
    let network = caucasus();
    let world = Scenario::on(DAY).apply(&network).unwrap();
    assert_eq!(
        policy.compile(&world).unwrap_err().to_string(),
        "p.toml line 5: rule `no railway`: `RSD` is no known operator; did you mean `RZD`?"
    );
}

fn any_country() -> impl Strategy<Value = Country> {
    prop::sample::select(vec!["RU", "GE", "AM", "AZ", "KZ", "BY"]).prop_map(country)
}

fn some_countries() -> impl Strategy<Value = Vec<Country>> {
    prop::collection::vec(any_country(), 1..3)
}

fn ids(from: &'static [&'static str]) -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(prop::sample::select(from).prop_map(str::to_owned), 1..3)
}

fn some_roles() -> impl Strategy<Value = Vec<Role>> {
    prop::collection::vec(prop::sample::select(Role::ALL), 0..2)
}

fn any_method() -> impl Strategy<Value = OwnershipMethod> {
    let share = (0_u32..=1_000_000).prop_map(|parts| Share::from_millionths(parts).unwrap());
    prop_oneof![
        Just(OwnershipMethod::Aggregate50),
        share.clone().prop_map(OwnershipMethod::Threshold),
        share.prop_map(OwnershipMethod::LookThrough),
    ]
}

const OPERATORS: &[&str] = &["SCR", "RZD", "KTZ", "GR", "ADY", "UTLC", "NSL"];

fn any_subject() -> impl Strategy<Value = Subject> {
    prop_oneof![
        some_countries().prop_map(|countries| Subject::Territory { countries }),
        (any_country(), any_country()).prop_map(|(a, b)| Subject::Border {
            pairs: vec![[a, b]]
        }),
        (ids(OPERATORS), some_roles())
            .prop_map(|(operators, roles)| Subject::Operator { operators, roles }),
        (some_countries(), some_roles())
            .prop_map(|(countries, roles)| Subject::Domicile { countries, roles }),
        (some_countries(), ids(OPERATORS), any_method(), some_roles()).prop_map(
            |(countries, owners, method, roles)| Subject::Owner {
                countries,
                owners,
                method,
                roles,
            }
        ),
        some_countries().prop_map(|countries| Subject::Member {
            countries,
            members: Vec::new(),
        }),
        (prop::collection::vec(any_country(), 0..2), some_roles()).prop_map(
            |(countries, roles)| Subject::Consortium {
                consortium: "MCM".to_owned(),
                countries,
                roles,
            }
        ),
        Just(Subject::BorderControl),
        Just(Subject::Passage {
            passages: vec!["bosphorus".to_owned()],
        }),
        some_roles().prop_map(|roles| Subject::MemberOf {
            consortium: "MCM".to_owned(),
            roles,
        }),
        prop::collection::vec(any_country(), 0..2).prop_map(|countries| Subject::Along {
            lines: vec!["GE-rail".to_owned()],
            consortia: vec!["MCM".to_owned()],
            countries,
        }),
        (some_countries(), ids(&["Poti", "GETBS", "Baku"]))
            .prop_map(|(countries, places)| Subject::Call { countries, places }),
        some_countries().prop_map(|countries| Subject::Flag { countries }),
        prop::collection::vec(prop::sample::select(Mode::ALL), 1..3)
            .prop_map(|modes| Subject::Mode { modes }),
        Just(Subject::Conveyance {
            conveyances: vec![Conveyance::Wagon(Gauge::RUSSIAN), Conveyance::Vessel],
        }),
        ids(&["tbilisi-poti", "boyuk-baku"]).prop_map(|links| Subject::Link { links }),
        ids(&["GE-rail", "AM-rail"]).prop_map(|lines| Subject::Line { lines }),
    ]
}

fn any_rule() -> impl Strategy<Value = Rule> {
    let leaf = prop_oneof![
        4 => any_subject().prop_map(Rule::Exclude),
        1 => any_subject().prop_map(Rule::Require),
        1 => Just(Rule::Exclude(Subject::GaugeChange)),
    ];
    leaf.prop_recursive(2, 6, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..3).prop_map(Rule::All),
            prop::collection::vec(inner.clone(), 1..3).prop_map(Rule::Any),
            inner.prop_map(|rule| !rule),
        ]
    })
}

fn any_limit() -> impl Strategy<Value = Rule> {
    prop_oneof![
        (0_u32..9).prop_map(Limit::Transhipments),
        (0_u32..9).prop_map(Limit::GaugeChanges),
        (0_u32..9).prop_map(Limit::Borders),
        (0_u32..9).prop_map(Limit::ControlledBorders),
        (0_u32..99_999).prop_map(|minutes| Limit::Hours(Duration::from_minutes(minutes))),
        (0_i64..9_999_999).prop_map(|cents| Limit::Usd(Money::from_cents(cents))),
    ]
    .prop_map(Rule::Limit)
}

/// A random operation of the small network, as indexes into its records.
#[derive(Clone, Debug)]
struct Touch {
    countries: Vec<Country>,
    border: Option<(Country, Country)>,
    parties: Vec<(usize, Role)>,
    places: Vec<usize>,
    flag: Option<Country>,
    mode: Option<Mode>,
    conveyances: Vec<Conveyance>,
    link: Option<usize>,
    gauge_change: bool,
}

fn any_touch() -> impl Strategy<Value = Touch> {
    let conveyances = vec![
        Conveyance::Terminal,
        Conveyance::Truck,
        Conveyance::Vessel,
        Conveyance::Wagon(Gauge::RUSSIAN),
        Conveyance::Wagon(Gauge::STANDARD),
    ];
    (
        prop::collection::vec(any_country(), 0..3),
        prop::option::of((any_country(), any_country())),
        prop::collection::vec((0_usize..10, prop::sample::select(Role::ALL)), 0..3),
        prop::collection::vec(0_usize..7, 0..3),
        prop::option::of(any_country()),
        prop::option::of(prop::sample::select(Mode::ALL)),
        prop::collection::vec(prop::sample::select(conveyances), 0..3),
        prop::option::of(0_usize..9),
        any::<bool>(),
    )
        .prop_map(
            |(countries, border, parties, places, flag, mode, conveyances, link, gauge_change)| {
                Touch {
                    countries,
                    border,
                    parties,
                    places,
                    flag,
                    mode,
                    conveyances,
                    link,
                    gauge_change,
                }
            },
        )
}

/// Shows an operation as rules see it.
fn show<R>(touch: &Touch, see: impl FnOnce(&OperationAttributes<'_>) -> R) -> R {
    let network = caucasus();
    let operators: Vec<_> = network.operators().map(|(id, _)| id).collect();
    let places: Vec<_> = network.places().map(|(id, _)| id).collect();
    let links: Vec<_> = network.links().collect();
    let parties: Vec<_> = touch
        .parties
        .iter()
        .map(|(index, role)| (operators[*index], *role))
        .collect();
    let places: Vec<_> = touch.places.iter().map(|index| places[*index]).collect();
    let facts = OperationAttributes {
        countries: &touch.countries,
        border: touch.border,
        parties: &parties,
        places: &places,
        flag: touch.flag,
        mode: touch.mode,
        conveyances: &touch.conveyances,
        link: touch.link.map(|index| links[index].0),
        line: touch.link.map(|index| links[index].1.line),
        gauge_change: touch.gauge_change,
        ..OperationAttributes::default()
    };
    see(&facts)
}

/// Verdicts of some compiled policies on one operation.
fn judge(touch: &Touch, policies: &[&CompiledPolicy]) -> Vec<bool> {
    show(touch, |facts| {
        let policies = policies.iter();
        policies
            .map(|policy| policy.check(facts).is_err())
            .collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn policies_survive_toml_and_json(
        rules in prop::collection::vec(
            prop_oneof![
                any_rule(),
                any_limit(),
                any_subject().prop_map(Rule::Use),
                ids(&["Poti", "GETBS", "Baku"]).prop_map(Rule::Via),
            ],
            0..5,
        ),
    ) {
        let policy = rules.into_iter().fold(Policy::new("random"), |policy, rule| {
            let label = rule.to_string();
            policy.with(rule.labelled(label))
        });
        let text = policy.to_toml().unwrap();
        prop_assert_eq!(&Policy::from_toml("copy.toml", &text).unwrap(), &policy, "{}", text);
        let json = serde_json::to_string(&policy).unwrap();
        prop_assert_eq!(&serde_json::from_str::<Policy>(&json).unwrap(), &policy);
    }

    #[test]
    fn what_is_used_is_what_excluding_it_forbids(subject in any_subject(), touch in any_touch()) {
        let network = caucasus();
        let world = Scenario::on(DAY).apply(&network).unwrap();
        let used = Policy::new("used").must_use(subject.clone()).compile(&world);
        let excluded = Policy::new("excluded").with(Rule::Exclude(subject)).compile(&world);
        let (Ok(used), Ok(excluded)) = (used, excluded) else {
            return Ok(()); // nobody knows whether an owner counts
        };
        prop_assert!(!judge(&touch, &[&used])[0], "it forbids nothing");
        let uses = show(&touch, |facts| !used.used_by(facts).is_empty());
        prop_assert_eq!(uses, judge(&touch, &[&excluded])[0]);
    }

    #[test]
    fn another_rule_never_frees_anything(
        first in any_rule(),
        second in any_rule(),
        touch in any_touch(),
    ) {
        let network = caucasus();
        let world = Scenario::on(DAY).apply(&network).unwrap();
        let one = Policy::new("one").with(first.clone());
        let both = one.clone().with(second.clone());
        let (Ok(one), Ok(both)) = (one.compile(&world), both.compile(&world)) else {
            return Ok(()); // they contradict each other
        };
        let alone = Policy::new("second").with(second.clone()).compile(&world).unwrap();
        let all = Policy::new("all").with(Rule::all([first, second])).compile(&world);
        let verdicts = judge(&touch, &[&one, &alone, &both]);
        prop_assert_eq!(verdicts[2], verdicts[0] || verdicts[1]);
        if let Ok(all) = all {
            prop_assert_eq!(judge(&touch, &[&all])[0], verdicts[2]);
        }
    }

    #[test]
    fn not_and_one_sided_groups_keep_their_meaning(rule in any_rule(), touch in any_touch()) {
        let network = caucasus();
        let world = Scenario::on(DAY).apply(&network).unwrap();
        let compiled = |rule: Rule| Policy::new("one").with(rule).compile(&world);
        let Ok(plain) = compiled(rule.clone()) else {
            return Ok(());
        };
        let again = compiled(Rule::Not(Box::new(Rule::Not(Box::new(rule.clone()))))).unwrap();
        let alone = compiled(Rule::any([rule.clone()])).unwrap();
        let denied = compiled(Rule::Not(Box::new(rule))).unwrap();
        let verdicts = judge(&touch, &[&plain, &again, &alone, &denied]);
        prop_assert_eq!(verdicts[0], verdicts[1]);
        prop_assert_eq!(verdicts[0], verdicts[2]);
        prop_assert!(!(verdicts[0] && verdicts[3]), "a rule and its opposite cannot both block");
    }
}
