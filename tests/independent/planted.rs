//! The checker can fail: faults planted in answers, in rules and in the tables are seen, each of them.

use std::sync::LazyLock;

use serde_json::{Value, json};
use trade_corridor::prelude::*;

use crate::TABLES;
use crate::chain::{act, items};
use crate::questions::Question;
use crate::rules::Judge;
use crate::standing::Standing;
use crate::tables::{Book, Tables};
use crate::texts::policy_text;
use crate::verdict::faults;

const DAY: &str = "2026-11-22";

/// Sound answers by rail, road and sea, with what was asked.
pub(crate) static SOUND: LazyLock<Vec<(Question, Value)>> = LazyLock::new(|| {
    let planner = Planner::embedded(date(2026, 11, 22)).unwrap();
    let asked = [
        (
            "CNHGS",
            "TRIST",
            "40ft",
            "cost",
            json!([{"exclude": {"territory": {"countries": ["RU"]}}}]),
        ),
        ("KZALA", "TRIST", "trailer", "cost", json!([])),
        ("UZTAS", "TRMER", "trailer", "time", json!([])),
        (
            "KZALA",
            "GEPTI",
            "wagon",
            "cost",
            json!([{"exclude": {"territory": {"countries": ["RU"]}}}]),
        ),
        ("CNHGS", "DEDUI", "40ft", "distance", json!([])),
    ];
    let asked = asked.map(|(from, to, unit, objective, rules)| Question {
        from: from.to_owned(),
        to: to.to_owned(),
        shipment: json!({"unit": unit, "count": 2, "mass_kg": 20_000, "plate": "TR", "value": null}),
        objective: json!(objective),
        rules: rules.as_array().unwrap().clone(),
    });
    let answered = asked.into_iter().map(|question| {
        let policy = Policy::from_toml("planted.toml", &policy_text(&question.rules)).unwrap();
        let shipment = serde_json::from_value(question.shipment.clone()).unwrap();
        let request = Request::new(&question.from, &question.to)
            .shipment(shipment)
            .policy(policy);
        let objective = serde_json::from_value(question.objective.clone()).unwrap();
        let route = planner.best(&request, &objective).unwrap();
        (question, serde_json::to_value(&route).unwrap())
    });
    answered.collect()
});

pub(crate) fn seen(tables: &Tables, question: &Question, route: &Value) -> Vec<String> {
    let book = Book::of(tables);
    let standing = Standing::of(&book, DAY, &[]);
    faults(&standing, &Judge::new(&standing), question, route).0
}

/// The first step of a route with this act.
fn first<'r>(route: &'r mut Value, word: &str) -> Option<&'r mut Value> {
    let steps = route["steps"].as_array_mut()?;
    steps.iter_mut().find(|step| act(step).0 == word)
}

fn first_charge<'r>(route: &'r mut Value, file: &str) -> Option<&'r mut Value> {
    let steps = route["steps"].as_array_mut()?.iter_mut();
    let mut charges = steps
        .filter_map(|step| step["charges"].as_array_mut())
        .flatten();
    charges.find(|charge| charge["evidence"][0]["origin"]["file"] == file)
}

fn add(value: &mut Value, more: i64) -> Option<()> {
    *value = json!(value.as_i64()? + more);
    Some(())
}

type Plant = fn(&mut Value) -> Option<()>;

/// Edits of a saved answer; nothing where it has nothing of the kind.
const IN_ANSWERS: [(&str, Plant); 22] = [
    ("a step left out", |route| {
        let steps = route["steps"].as_array_mut()?;
        let at = steps.iter().position(|step| step["from"] != step["to"])?;
        steps.remove(at);
        Some(())
    }),
    ("a step done twice", |route| {
        let steps = route["steps"].as_array_mut()?;
        let at = steps
            .iter()
            .position(|step| act(step).0 == "border_control")?;
        steps.insert(at, steps[at].clone());
        Some(())
    }),
    ("no lift at the end", |route| {
        route["steps"].as_array_mut()?.pop().map(|_| ())
    }),
    ("a link that is not there", |route| {
        first(route, "move")?["act"]["move"]["link"] = json!("nowhere");
        Some(())
    }),
    ("a link the other way", |route| {
        let forward = &mut first(route, "move")?["act"]["move"]["forward"];
        *forward = json!(!forward.as_bool()?);
        Some(())
    }),
    ("a metre more", |route| {
        add(&mut first(route, "move")?["distance"], 1)
    }),
    ("another country", |route| {
        first(route, "move")?["countries"] = json!(["PT"]);
        Some(())
    }),
    ("a border crossed backwards", |route| {
        let body = &mut first(route, "border_control")?["act"]["border_control"];
        (body["from"], body["to"]) = (body["to"].clone(), body["from"].clone());
        Some(())
    }),
    ("nobody manages the line", |route| {
        let step = first(route, "haul").map(|step| &mut step["parts"][0])?;
        step["parties"]
            .as_array_mut()?
            .retain(|party| party[2] != "infrastructure_manager");
        Some(())
    }),
    ("a carrier that sells nothing there", |route| {
        let step = first(route, "haul").map(|step| &mut step["parts"][0])?;
        let carrier = step["parties"]
            .as_array_mut()?
            .iter_mut()
            .find(|party| party[2] == "railway_undertaking")?;
        (carrier[0], carrier[1]) = (json!("MZKT"), json!("nobody"));
        Some(())
    }),
    ("a payee who is no party", |route| {
        first_charge(route, "tariffs.csv")?["payee"] =
            json!({"operator": {"id": "MIP", "name": "Mersin"}});
        Some(())
    }),
    ("a cent more by a tariff", |route| {
        add(&mut first_charge(route, "tariffs.csv")?["amount"], 1)
    }),
    ("a cent less for a lift", |route| {
        add(&mut first_charge(route, "handling.csv")?["amount"], -1)
    }),
    ("a cent more by ship", |route| {
        add(&mut first_charge(route, "services.csv")?["amount"], 1)
    }),
    ("a cent more at a border", |route| {
        add(&mut first_charge(route, "borders.csv")?["amount"], 1)
    }),
    ("a cent more for a truck", |route| {
        add(&mut first_charge(route, "fees.csv")?["amount"], 1)
    }),
    ("the price of another row", |route| {
        first_charge(route, "tariffs.csv")?["evidence"][0]["origin"]["row"] = json!(2);
        Some(())
    }),
    ("a charge left out", |route| {
        let steps = route["steps"].as_array_mut()?.iter_mut();
        let charges = steps.filter_map(|step| step["charges"].as_array_mut());
        charges
            .filter(|charges| !charges.is_empty())
            .map(|charges| charges.truncate(charges.len() - 1))
            .next()
    }),
    ("a minute less", |route| {
        add(&mut first(route, "move")?["expected"], -1)
    }),
    ("another flag", |route| {
        first(route, "run")?["flag"] = json!("PT");
        Some(())
    }),
    ("a vessel for a truck", |route| {
        first(route, "load")?["conveyances"] = json!(["terminal", "vessel"]);
        Some(())
    }),
    ("another day", |route| {
        route["day"] = json!("2020-01-01");
        Some(())
    }),
];

#[test]
fn planted_answers_are_seen() {
    for (question, route) in SOUND.iter() {
        assert_eq!(
            seen(&TABLES, question, route),
            Vec::<String>::new(),
            "{question:?}"
        );
    }
    for (what, plant) in IN_ANSWERS {
        let mut planted = 0;
        for (question, route) in SOUND.iter() {
            let mut edited = route.clone();
            if plant(&mut edited).is_some() {
                planted += 1;
                assert_ne!(
                    seen(&TABLES, question, &edited),
                    Vec::<String>::new(),
                    "{what} in {question:?}"
                );
            }
        }
        assert!(planted > 0, "no answer has {what}");
    }
}

/// What a route touches, to make rules of that it breaks.
fn broken_rules(book: &Book<'_>, route: &Value) -> Vec<Value> {
    let steps = items(&route["steps"]);
    let atoms = crate::chain::atoms(route);
    let mut rules = vec![
        json!({"exclude": {"territory": {"countries": [route["to"]["country"]]}}}),
        json!({"exclude": {"call": {"countries": [], "places": [route["from"]["code"]]}}}),
        json!({"not": {"exclude": {"territory": {"countries": ["PT"]}}}}),
        json!({"require": {"territory": {"countries": [route["to"]["country"]]}}}),
        json!({"limit": {"usd": 10}}),
        json!({"limit": {"hours": 3}}),
        json!({"limit": {"borders": 0}}),
    ];
    if steps.iter().any(|step| act(step).0 == "haul") {
        rules.push(json!({"require": {"operator": {"operators": ["MIP"], "roles": []}}}));
    }
    for step in &atoms {
        if let Some(mode) = step["mode"].as_str() {
            rules.push(json!({"exclude": {"mode": {"modes": [mode]}}}));
        }
        for party in items(&step["parties"])
            .iter()
            .filter(|party| party[2] != "state_agency")
        {
            let (id, role) = (party[0].as_str().unwrap(), &party[2]);
            let home = book.home(id).unwrap();
            rules.push(json!({"exclude": {"operator": {"operators": [id], "roles": [role]}}}));
            rules.push(json!({"exclude": {"domicile": {"countries": [home]}}}));
            rules.push(json!({"any": [{"exclude": {"operator": {"operators": [id]}}}, {"exclude": {"domicile": {"countries": [home]}}}]}));
            let stakes = TABLES.rows("stakes.csv").iter();
            for stake in stakes.filter(|row| {
                row["held"] == id && row["valid_from"].is_empty() && row["valid_to"].is_empty()
            }) {
                for method in [
                    "threshold 0 %".to_owned(),
                    "look-through 0 %".to_owned(),
                    format!("threshold {} %", stake["percent"]),
                ] {
                    rules.push(json!({"exclude": {"owner": {"countries": [], "owners": [stake["holder"]], "method": method}}}));
                }
            }
        }
    }
    for step in steps {
        if let ("border_control", body) = act(step) {
            rules.push(json!({"exclude": {"border": {"pairs": [[body["from"], body["to"]]]}}}));
            rules.push(json!({"exclude": {"crossing": {"crossings": [body["crossing"]]}}}));
        }
        if let Some(flag) = step["flag"].as_str() {
            rules.push(json!({"exclude": {"flag": {"countries": [flag]}}}));
        }
    }
    rules.sort_by_key(Value::to_string);
    rules.dedup();
    rules
}

#[test]
fn broken_rules_are_seen() {
    let book = Book::of(&TABLES);
    let standing = Standing::of(&book, DAY, &[]);
    let judge = Judge::new(&standing);
    for (question, route) in SOUND.iter() {
        let rules = broken_rules(&book, route);
        assert!(rules.len() > 10, "{rules:?}");
        for rule in rules {
            let asked = Question {
                rules: vec![rule.clone()],
                ..question.clone()
            };
            assert_ne!(
                faults(&standing, &judge, &asked, route).0,
                Vec::<String>::new(),
                "{rule} in {question:?}"
            );
        }
    }
}
