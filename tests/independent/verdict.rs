//! Everything that is wrong with one answer.

use serde_json::Value;

use crate::chain::{Chain, items, number, text};
use crate::money::{Share, Till};
use crate::questions::Question;
use crate::rules::Judge;
use crate::standing::Standing;

/// Holds the saved form of a route against the tables, the rules and the question.
pub(crate) fn faults(
    standing: &Standing<'_>,
    judge: &Judge<'_, '_>,
    question: &Question,
    route: &Value,
) -> (Vec<String>, Share) {
    let chain = Chain::read(standing, route);
    let mut faults: Vec<String> = judge
        .broken(&question.rules, &chain)
        .into_iter()
        .map(|rule| format!("broken: {rule}"))
        .collect();
    let mut till = Till::of(&chain);
    till.check();
    let share = till.share;
    faults.append(&mut till.faults);
    let asked = [
        (text(&route["from"], "code") == question.from, "start"),
        (text(&route["to"], "code") == question.to, "end"),
        (route["shipment"] == question.shipment, "shipment"),
        (route["objective"] == question.objective, "objective"),
        (text(route, "day") == standing.day, "day"),
    ];
    let asked = asked.into_iter().filter(|(same, _)| !same);
    faults.extend(asked.map(|(_, what)| format!("another {what} than asked for")));
    faults.extend(value(question, route));
    faults.extend(chain.faults.0);
    (faults, share)
}

/// What is stated of the objective is the sum over the steps.
fn value(question: &Question, route: &Value) -> Option<String> {
    let steps = items(&route["steps"]);
    let sum = |key: &str| -> i128 { steps.iter().map(|step| number(step, key)).sum() };
    let charges = steps.iter().flat_map(|step| items(&step["charges"]));
    let cents: i128 = charges.map(|charge| number(charge, "amount")).sum();
    let (unit, total) = match question.objective.as_str() {
        Some("cost") => ("cost_cents", cents),
        Some("time") => ("duration_minutes", sum("expected")),
        Some("distance") => ("distance_metres", sum("distance")),
        Some("emissions") => ("emissions_grams", sum("emissions")),
        _ => return None,
    };
    let stated = &route["certificate"]["value"];
    let right = stated.is_null() && route["certificate"].is_null() || number(stated, unit) == total;
    (!right).then(|| format!("{stated} stated, the steps have {total}"))
}
