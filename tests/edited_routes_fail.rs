//! A saved route of which any one field is edited is refused, by reading or by the check.

use std::collections::{BTreeMap, BTreeSet};

use crate::questions::Dice;
use crate::saved::SAVED;
use serde_json::Value;
use trade_corridor::prelude::*;
use trade_corridor::route::{Act, Warning};
use trade_corridor::verify::verify_in;

/// Where a value stands: keys, and positions in lists.
type Path = Vec<Turn>;

#[derive(Clone, Debug, PartialEq)]
enum Turn {
    Key(String),
    At(usize),
}

/// The path without positions, by which fields of one meaning are known.
fn field(path: &[Turn]) -> String {
    path.iter().fold(String::new(), |told, turn| match turn {
        Turn::Key(key) => format!("{told}.{key}"),
        Turn::At(_) => format!("{told}[]"),
    })
}

fn walk(value: &Value, path: &mut Path, visit: &mut impl FnMut(&Path, &Value)) {
    visit(path, value);
    match value {
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                path.push(Turn::At(at));
                walk(item, path, visit);
                path.pop();
            }
        }
        Value::Object(fields) => {
            for (key, item) in fields {
                path.push(Turn::Key(key.clone()));
                walk(item, path, visit);
                path.pop();
            }
        }
        _ => {}
    }
}

fn at<'v>(value: &'v mut Value, path: &[Turn]) -> &'v mut Value {
    path.iter().fold(value, |value, turn| match turn {
        Turn::Key(key) => &mut value[key.as_str()],
        Turn::At(at) => &mut value[*at],
    })
}

/// What may stand in a field, as other routes and steps have it.
type Pool = BTreeMap<String, Vec<Value>>;

/// Everything that a value may be edited to, and what is done to it.
fn edits(value: &Value, others: &[Value]) -> Vec<(&'static str, Value)> {
    let mut edits: Vec<(&'static str, Value)> = Vec::new();
    let other = others.iter().filter(|other| *other != value);
    edits.extend(other.take(2).map(|other| ("another", other.clone())));
    match value {
        Value::Number(number) => {
            if let Some(number) = number.as_u64() {
                edits.push(("one more", (number + 1).into()));
                if number > 0 {
                    edits.push(("one less", (number - 1).into()));
                    edits.push(("nothing", 0.into()));
                }
            }
        }
        Value::String(text) => {
            edits.push(("garbage", format!("{text}~").into()));
            edits.push(("nothing", "".into()));
        }
        Value::Bool(flag) => edits.push(("flipped", (!flag).into())),
        Value::Array(items) => {
            for index in [0, items.len() / 2, items.len().saturating_sub(1)] {
                let Some(item) = items.get(index) else {
                    continue;
                };
                let mut fewer = items.clone();
                fewer.remove(index);
                edits.push(("one left out", fewer.into()));
                let mut more = items.clone();
                more.insert(index, item.clone());
                edits.push(("one doubled", more.into()));
                if items.get(index + 1).is_some_and(|next| next != item) {
                    let mut swapped = items.clone();
                    swapped.swap(index, index + 1);
                    edits.push(("two swapped", swapped.into()));
                }
            }
        }
        Value::Object(_) | Value::Null => {}
    }
    if !value.is_null() {
        edits.push(("null", Value::Null));
    }
    edits
}

/// How often one field of one route is edited in one way.
const TRIES: usize = 3;

#[test]
fn any_field_of_a_saved_route_that_is_edited_is_refused() {
    let forms: Vec<Value> = SAVED
        .iter()
        .map(|saved| serde_json::to_value(&saved.route).unwrap())
        .collect();
    assert!(forms.len() >= 25, "{}", forms.len());
    let mut pool = Pool::new();
    for form in &forms {
        walk(form, &mut Path::new(), &mut |path, value| {
            let known = pool.entry(field(path)).or_default();
            let leaf = !value.is_array() && path.len() > 1;
            if leaf && known.len() < 40 && !known.contains(value) {
                known.push(value.clone());
            }
        });
    }
    let mut dice = Dice::new(7);
    let (mut tried, mut passed) = (0, BTreeMap::<String, String>::new());
    let mut fields = BTreeSet::new();
    for (saved, form) in SAVED.iter().zip(&forms) {
        let read: Route = serde_json::from_value(form.clone()).unwrap();
        verify_in(&read, &saved.policy, &saved.world).unwrap();
        let mut by_field: BTreeMap<(String, &str), Vec<(Path, Value)>> = BTreeMap::new();
        walk(form, &mut Path::new(), &mut |path, value| {
            if path.is_empty() {
                return;
            }
            let name = field(path);
            let others = &pool[&name];
            let start = dice.below(others.len().max(1));
            let others: Vec<Value> = others[start.min(others.len())..].to_vec();
            for (what, edit) in edits(value, &others) {
                let known = by_field.entry((name.clone(), what)).or_default();
                if known.len() < TRIES {
                    known.push((path.clone(), edit));
                } else if dice.below(9) == 0 {
                    let place = dice.below(TRIES);
                    known[place] = (path.clone(), edit);
                }
            }
        });
        for ((name, what), all) in by_field {
            fields.insert(name.clone());
            for (path, edit) in all {
                let mut edited = form.clone();
                *at(&mut edited, &path) = edit;
                let Ok(route) = serde_json::from_value::<Route>(edited) else {
                    tried += 1;
                    continue;
                };
                // Left out or null may mean the same.
                if route == read {
                    continue;
                }
                tried += 1;
                if let Ok(certificate) = verify_in(&route, &saved.policy, &saved.world) {
                    // A route need not have been checked before.
                    if route.certificate.is_none() && name == ".certificate" {
                        continue;
                    }
                    let told = format!("{path:?}\n{certificate}\n{route}");
                    passed.entry(format!("{name}: {what}")).or_insert(told);
                }
            }
        }
    }
    assert!(
        passed.is_empty(),
        "{} of {tried}: {:#?}",
        passed.len(),
        passed.keys()
    );
    assert!(tried > 40_000, "{tried} edits");
    for name in [
        ".day",
        ".shipment.plate",
        ".steps[].charges[].evidence[].sources[].grade",
        ".steps[].parts[].time.p90",
        ".warnings[].of.table",
        ".warnings[].validity.to",
        ".warnings[].origin.row",
        ".certificate.rules[].rule.name",
    ] {
        assert!(fields.contains(name), "{name} of {fields:#?}");
    }
}

#[test]
fn every_kind_of_step_and_route_is_among_them() {
    let acts = SAVED.iter().flat_map(|saved| saved.route.atoms());
    let whole = SAVED.iter().flat_map(|saved| &saved.route.steps);
    let acts: BTreeSet<&str> = acts.chain(whole).map(|step| step.act.as_str()).collect();
    for act in [
        "move",
        "haul",
        "border control",
        "load",
        "unload",
        "tranship",
        "gauge change",
        "wait",
        "run",
        "land",
        "through rate",
    ] {
        assert!(acts.contains(act), "{act} of {acts:?}");
    }
    let train = |route: &Route| {
        let mut steps = route.steps.iter();
        steps.any(|step| matches!(step.act, Act::Run { .. }) && !step.parts.is_empty())
    };
    assert!(SAVED.iter().any(|saved| train(&saved.route)));
    let on_trucks = |route: &Route| {
        let mut steps = route.steps.iter();
        steps.any(|step| {
            matches!(step.act, Act::Run { .. }) && step.conveyances == [Conveyance::Truck]
        })
    };
    assert!(SAVED.iter().any(|saved| on_trucks(&saved.route)));
    let rows = SAVED.iter().flat_map(|saved| saved.route.warnings());
    let tables: BTreeSet<&str> = rows
        .filter_map(|warning| match warning {
            Warning::FigureOfOtherDay { of, .. } => Some(of.table()),
            _ => None,
        })
        .collect();
    let all = ["borders", "fees", "handling", "speeds", "tariffs"];
    assert_eq!(Vec::from_iter(tables), all);
}

#[test]
fn warnings_that_are_added_are_refused() {
    let saved = &SAVED[0];
    assert!(saved.route.warnings().is_empty());
    let warning = serde_json::json!({
        "code": "figure_of_other_day",
        "of": { "table": "fees", "country": "GE", "mode": "road", "plate": "other", "trigger": "entry" },
        "validity": { "from": null, "to": "2024-12-31" },
        "day": saved.route.day.to_string(),
        "origin": { "file": "fees.csv", "row": 4 },
    });
    let mut form = serde_json::to_value(&saved.route).unwrap();
    form["warnings"] = [warning].into_iter().collect();
    let edited: Route = serde_json::from_value(form).unwrap();
    assert_eq!(
        edited.warnings()[0].to_string(),
        format!(
            "road fee on entry into GE for any plate: no row is valid on {}, the nearest is valid until \
             2024-12-31 (fees.csv row 4)",
            saved.route.day
        )
    );
    let error = verify_in(&edited, &saved.policy, &saved.world).unwrap_err();
    assert_eq!(error.code(), "route_other_warnings", "{error}");
}
