//! Requests are read with their defaults or refused with everything that is wrong; answers are exact, have units in
//! their names and are read back; numbers have units.

use serde_json::{Value, json};
use trade_corridor::json::{
    AnswerDocument, Outcome, Planners, RequestDocument, Schema, SettlementDocument, WhyNotDocument,
};
use trade_corridor::planner::Progress;
use trade_corridor::prelude::*;

fn planners() -> Planners {
    Planners::new(Network::europe_central_asia().clone())
}

fn request(value: Value) -> RequestDocument {
    RequestDocument::from_value(value).expect("a request")
}

/// The faults of a request, as `field: code` or the code alone.
fn faults(text: &str) -> Vec<String> {
    let error = RequestDocument::from_json(text).expect_err("refused");
    let told = serde_json::to_value(&error).expect("an object");
    assert_eq!(told["code"], error.code());
    let list = told["faults"].as_array().expect("a list").clone();
    let words = list.iter().map(|fault| {
        let code = fault["code"].as_str().expect("a code");
        match fault["field"].as_str() {
            Some(field) => format!("{field}: {code}"),
            None => code.to_owned(),
        }
    });
    words.collect()
}

#[test]
fn the_shortest_request_has_the_usual_defaults() {
    let asked = request(json!({"from": "Khorgos", "to": "Istanbul", "policy": "russia-excluded"}));
    let question = asked
        .question(Network::europe_central_asia())
        .expect("a question");
    let usual = Request::new("Khorgos", "Istanbul").policy(Policy::russia_excluded());
    assert_eq!(
        (question.request, question.objective),
        (usual, Objective::Cost)
    );
    let answer = planners().answer(&asked);
    let told = answer.asked.as_ref().expect("it was asked");
    assert_eq!((told.on, told.least.as_str()), (date(2026, 11, 22), "cost"));
    assert_eq!(told.policy, "russia-excluded");
    assert_eq!(answer.outcome.code(), None);
}

#[test]
fn every_field_changes_the_question() {
    let base = json!({"from": "Tbilisi", "to": "Istanbul"});
    let network = Network::europe_central_asia();
    let plain = request(base.clone());
    let of = |asked: &RequestDocument| {
        let question = asked.question(network).expect("a question");
        let scenario = asked
            .scenario_or(&Scenario::on(date(2026, 11, 22)))
            .expect("a scenario");
        (question, scenario, asked.id.clone(), asked.include.clone())
    };
    let policy = json!({"schema": 1, "name": "mine", "rule": [{"limit": {"transhipments": 3}}]});
    let scenario = json!({"schema": 1, "date": "2027-01-01", "change": []});
    for (field, value) in [
        ("id", json!("row 1")),
        ("on", json!("2024-03-01")),
        ("scenario", json!("tripp-opens")),
        ("scenario", scenario),
        ("policy", json!("iran-excluded")),
        ("policy", policy),
        ("without", json!(["AZ"])),
        ("no_member_from", json!(["RU"])),
        ("must_use", json!(["operator:ADY"])),
        ("via", json!(["Poti"])),
        ("only_by", json!(["TITR"])),
        ("least", json!("direct")),
        ("unit", json!("20ft")),
        ("count", json!(2)),
        ("mass_tonnes", json!(12.5)),
        ("plate", json!("GE")),
        ("include", json!(["geojson"])),
    ] {
        let mut changed = base.clone();
        changed[field] = value.clone();
        let asked = request(changed);
        assert_ne!(of(&asked), of(&plain), "{field}");
        // What is written is read back.
        let written = serde_json::to_string(&asked).expect("text");
        assert_eq!(
            RequestDocument::from_json(&written).expect("itself"),
            asked,
            "{written}"
        );
        let mut none = base.clone();
        none[field] = Value::Null;
        assert_eq!(request(none), plain, "null is the default of {field}");
    }
}

#[test]
fn everything_that_is_wrong_is_said_at_once() {
    for (text, expected) in [
        ("", &["request_not_json"][..]),
        ("{\"from\":\n\"a\" \"to\"}", &["request_not_json"]),
        ("[]", &["request_not_an_object"]),
        ("{\"version\":2,\"whatever\":1}", &["request_version"]),
        ("{\"version\":\"1\"}", &["request_version"]),
        (
            r#"{"form":"Baku","to":"Poti","least":"money","unit":"barrel","mass_tonnes":-1,"polcy":"open"}"#,
            &[
                "from: request_missing_field",
                "unit: request_unreadable",
                "least: request_value",
                "mass_tonnes: request_value",
                "form: request_unknown_field",
                "polcy: request_unknown_field",
            ],
        ),
        (
            r#"{"from":"Baku","to":"Poti","policy":"opne","scenario":"nothing","on":"2026-02-30","plate":"XX","count":0}"#,
            &[
                "on: request_unreadable",
                "plate: request_unreadable",
                "scenario: request_value",
                "policy: request_value",
                "count: request_value",
            ],
        ),
        (
            r#"{"from":"Baku","to":"Poti","mass_tonnes":29,"policy":{"schema":1,"rules":[]}}"#,
            &["policy: request_unreadable", "mass_tonnes: request_value"],
        ),
    ] {
        assert_eq!(faults(text), expected, "{text}");
    }
    let long = format!(
        "{{\"from\":\"{}\"}}",
        "a".repeat(RequestDocument::LONGEST_TEXT)
    );
    assert_eq!(faults(&long), ["request_too_long"]);
    let deep = format!(
        "{{\"policy\":{}{}}}",
        "[".repeat(100_000),
        "]".repeat(100_000)
    );
    assert_eq!(faults(&deep), ["request_not_json"]);
}

#[test]
fn faults_name_the_remedy() {
    for (text, words) in [
        (
            r#"{"from":"a","to":"b","tonnes":3}"#,
            "`tonnes` is no field of a request; did you mean `mass_tonnes`?",
        ),
        (
            r#"{"from":"a","to":"b","zzz":3}"#,
            "`zzz` is no field of a request; its fields are version, id, from,",
        ),
        (
            r#"{"from":"a"}"#,
            "`to` is missing; give a place by code, name or alias",
        ),
        (
            r#"{"version":7}"#,
            "`version` is 7; this program reads version 1",
        ),
        (
            r#"{"from":"a","to":"b","policy":"opne"}"#,
            "`policy`: `opne` is no embedded policy",
        ),
        (
            r#"{"from":"a","to":"b","on":"2026-11-22T10:00"}"#,
            "give the day alone, `2026-11-22`",
        ),
        (r#"{"from":"a","to":"b","least":"money"}"#, "`cost`"),
        (
            "3",
            r#"a request is an object such as {"from":"Khorgos","to":"Istanbul"}, this is a number"#,
        ),
        ("{\n  ]", "line 2, column 3 is no JSON: "),
    ] {
        let error = RequestDocument::from_json(text).expect_err(text);
        assert!(error.to_string().contains(words), "{text}: {error}");
        assert_eq!(Error::from(error.clone()).code(), error.code());
    }
}

#[test]
fn answers_add_up_and_are_read_back() {
    let asked = [
        json!({"id": "a", "from": "Almaty", "to": "Istanbul", "include": ["geojson", "saved_route"]}),
        json!({"id": "b", "from": "Khorgos", "to": "Moscow", "policy": "russia-excluded"}),
        json!({"id": "c", "from": "Almaty", "to": "Atlantis"}),
        json!({"id": "d", "from": "Baku", "to": "Nakhchivan", "scenario": "tripp-opens", "least": "time"}),
        json!({"id": "e", "from": "Baku", "to": "Kars", "must_use": ["operater:ADY"]}),
        json!({"id": "f", "from": "Baku", "to": "Tbilisi", "unit": "trailer", "count": 3}),
    ];
    let asked: Vec<RequestDocument> = asked.into_iter().map(request).collect();
    let planners = planners();
    let answers = planners.answer_all(&asked, &Progress::none());
    let marks: Vec<&str> = answers.iter().filter_map(|one| one.id.as_deref()).collect();
    assert_eq!(marks, ["a", "b", "c", "d", "e", "f"]);
    let codes: Vec<Option<&str>> = answers.iter().map(|one| one.outcome.code()).collect();
    assert_eq!(
        codes,
        [
            None,
            Some("endpoint_excluded"),
            Some("place_unknown"),
            None,
            Some("policy_unknown_subject"),
            None
        ]
    );
    for (document, answer) in asked.iter().zip(&answers) {
        let text = serde_json::to_string(answer).expect("text");
        assert_eq!(
            serde_json::from_str::<AnswerDocument>(&text).expect("itself"),
            *answer
        );
        // Alone as among others.
        assert_eq!(planners.answer(document), *answer);
        let Some(route) = answer.outcome.route() else {
            continue;
        };
        let totals = &route.totals;
        let cents = |sum: Money| assert_eq!(sum, totals.cost);
        cents(route.legs.iter().map(|leg| leg.cost).sum());
        cents(route.paid_to.iter().map(|paid| paid.amount).sum());
        cents(route.paid_for.iter().map(|paid| paid.amount).sum());
        cents(route.paid_in.iter().map(|paid| paid.amount).sum());
        let metres: Distance = route.legs.iter().map(|leg| leg.distance).sum();
        let minutes: Duration = route.legs.iter().map(|leg| leg.expected).sum();
        assert_eq!((metres, minutes), (totals.distance, totals.expected));
        let parts = [totals.tank_to_wheel, totals.well_to_tank, totals.undivided];
        assert_eq!(parts.into_iter().sum::<Emissions>(), totals.emissions);
    }
    let Outcome::Route {
        saved_route: Some(saved),
        geojson: Some(lines),
        route,
        ..
    } = &answers[0].outcome
    else {
        panic!("a route with both");
    };
    let saved: Route = serde_json::from_value(saved.clone()).expect("a saved route");
    assert_eq!(saved.cost(), route.totals.cost);
    assert_eq!(lines["type"], "FeatureCollection");
}

#[test]
fn worlds_are_kept_and_bounded() {
    let planners = planners().keeping(1);
    let here = request(json!({"from": "Baku", "to": "Tbilisi"}));
    let there = request(json!({"from": "Baku", "to": "Tbilisi", "on": "2025-01-01"}));
    let (first, second) = (planners.answer(&here), planners.answer(&there));
    assert_eq!(planners.answer(&here), first);
    assert_eq!(planners.answer(&there), second);
    let broken = json!({"schema": 1, "date": "2026-11-22", "change": [{"open": "link:nowhere"}]});
    let broken = request(json!({"from": "Baku", "to": "Tbilisi", "scenario": broken}));
    let refused = planners.answer(&broken);
    assert!(
        matches!(refused.outcome, Outcome::Error { .. }),
        "{refused:?}"
    );
    assert_eq!(planners.answer(&here), first);
}

#[test]
fn why_not_and_settlements_are_read_back() {
    use trade_corridor::analysis::settlement::{Division, settle};
    use trade_corridor::json::Asked;
    use trade_corridor::planner::Question;

    let planner = Planner::embedded(date(2026, 11, 22)).expect("a planner");
    let rule = Rule::exclude_territory("GE".parse().expect("a country"));
    let asked = Request::new("Tbilisi", "Baku").policy(Policy::new("no").with(rule));
    let found = planner.why_not(&asked).expect("asked");
    let prices = planner.price_of_rules(&asked).expect("asked");
    let question = Question::new(asked, Objective::Cost);
    let asked = Asked::of(&question, date(2026, 11, 22), "", "no");
    let written = WhyNotDocument::of(asked, &found, Some(&prices), 2025);
    assert_eq!(
        written.no_route.as_ref().map(|none| none.code.as_str()),
        Some("endpoint_excluded")
    );
    assert_eq!(
        (written.relaxations.len(), written.rules[0].effect.as_str()),
        (1, "decides")
    );
    let text = serde_json::to_string(&written).expect("text");
    assert_eq!(
        serde_json::from_str::<WhyNotDocument>(&text).expect("itself"),
        written
    );

    let routes = [planner
        .cheapest(&Request::new("Aktau", "Tbilisi"))
        .expect("a route")];
    let settled = settle(planner.world(), "TITR", &routes, Division::AsCharged).expect("settled");
    let written = SettlementDocument::from(&settled);
    let parts: Money = written.parts.iter().map(|part| part.amount).sum();
    assert_eq!(parts, written.earned);
    let text = serde_json::to_string(&written).expect("text");
    assert!(text.contains("\"earned_usd_cents\":"), "{text}");
    assert_eq!(
        serde_json::from_str::<SettlementDocument>(&text).expect("itself"),
        written
    );
}

/// Every number of a schema has its unit in its name, or counts.
fn unitless(schema: &Value, wrong: &mut Vec<String>) {
    const UNITS: [&str; 13] = [
        "_metres",
        "_minutes",
        "_cents",
        "_grams",
        "_kg",
        "_tonnes",
        "_percent",
        "_year",
        "_millionths",
        "_hhi",
        "_per_usd",
        "_hour",
        "_years",
    ];
    const COUNTS: [&str; 30] = [
        "count",
        "transhipments",
        "gauge_changes",
        "steps",
        "operations",
        "version",
        "draws",
        "seed",
        "unknowns",
        "without",
        "best_in",
        "rows",
        "less_in",
        "more_in",
        "units",
        "flow",
        "flows",
        "budget",
        "searches",
        "worlds",
        "tried",
        "ways",
        "combinations",
        "pivots",
        "iterations",
        "rounds",
        "at_least",
        "residual",
        "months",
        "years",
    ];
    match schema {
        Value::Object(fields) => {
            if let Some(Value::Object(properties)) = fields.get("properties") {
                for (name, property) in properties {
                    let kind = property["type"].to_string();
                    let is_number = kind.contains("integer") || kind.contains("number");
                    let is_told = UNITS.iter().any(|unit| name.ends_with(unit))
                        || COUNTS.contains(&name.as_str());
                    if is_number && !is_told {
                        wrong.push(name.clone());
                    }
                }
            }
            fields.values().for_each(|field| unitless(field, wrong));
        }
        Value::Array(items) => items.iter().for_each(|item| unitless(item, wrong)),
        _ => {}
    }
}

#[test]
fn numbers_have_units() {
    for schema in Schema::ALL {
        let value: Value = serde_json::from_str(schema.text()).expect("JSON");
        assert!(value["properties"].is_object(), "{schema}");
        let mut wrong = Vec::new();
        unitless(&value, &mut wrong);
        assert!(wrong.is_empty(), "{schema}: {wrong:?}");
    }
}
