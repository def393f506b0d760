//! Answers as a batch.

use std::collections::HashMap;
use std::sync::Arc;

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::{ArrayRef, BooleanArray, Int64Array, RecordBatch, StringArray, UInt64Array};
use arrow_schema::{DataType, Field, Schema, SchemaRef};
use trade_corridor::json::{AnswerDocument, Outcome, RouteDocument, TotalsDocument, VERSION};

/// Columns of an answer beside its lists: name, what one is counted in, whether it may be null.
const WORDS: [(&str, bool); 4] = [
    ("id", true),
    ("answer", false),
    ("code", true),
    ("reason", true),
];
const COUNTS: [(&str, &str); 10] = [
    ("distance_metres", "m"),
    ("expected_minutes", "min"),
    ("median_minutes", "min"),
    ("p90_minutes", "min"),
    ("co2e_wtw_grams", "g"),
    ("co2e_ttw_grams", "g"),
    ("co2e_wtt_grams", "g"),
    ("co2e_undivided_grams", "g"),
    ("transhipments", "1"),
    ("borders", "1"),
];
const LISTS: [&str; 2] = ["countries", "warnings"];
const COST: &str = "cost_usd_cents";
const PRICED: &str = "is_priced";
const YEAR: &str = "price_year";

/// The columns of an answer. `answer` is `route`, `no_route` or `error`; of the last two `code` is the stable code and
/// `reason` a sentence, and the figures are null. Figures are of the whole shipment, in what their name and the entry
/// `unit` of their metadata say; where `is_priced` is false the cost is a lower bound. `countries` are in order,
/// `warnings` the stable codes.
#[must_use]
pub fn answer_schema() -> SchemaRef {
    let unit = |field: Field, unit: &str| {
        field.with_metadata(HashMap::from([("unit".to_owned(), unit.to_owned())]))
    };
    let words = WORDS.map(|(name, null)| Field::new(name, DataType::Utf8, null));
    let counts = COUNTS.map(|(name, of)| unit(Field::new(name, DataType::UInt64, true), of));
    let item = Arc::new(Field::new_list_field(DataType::Utf8, true));
    let lists = LISTS.map(|name| Field::new(name, DataType::List(Arc::clone(&item)), true));
    let money = [
        unit(Field::new(COST, DataType::Int64, true), "0.01 USD"),
        unit(Field::new(YEAR, DataType::Int64, true), "a"),
        Field::new(PRICED, DataType::Boolean, true),
    ];
    let fields: Vec<Field> = words
        .into_iter()
        .chain(counts)
        .chain(money)
        .chain(lists)
        .collect();
    let version = HashMap::from([("version".to_owned(), VERSION.to_string())]);
    Arc::new(Schema::new_with_metadata(fields, version))
}

/// Answers as a batch with the columns of [`answer_schema`], a row each, in their order.
#[must_use]
pub fn answers(rows: &[AnswerDocument]) -> RecordBatch {
    let text = |of: &dyn Fn(&AnswerDocument) -> Option<String>| -> ArrayRef {
        Arc::new(rows.iter().map(of).collect::<StringArray>())
    };
    let routes = || rows.iter().map(|row| row.outcome.route());
    let totals = || routes().map(|route| route.map(|route| &route.totals));
    let count = |name: &str| -> ArrayRef {
        let of = |route: &RouteDocument| {
            figure(&route.totals, name).unwrap_or(route.borders.len() as u64)
        };
        Arc::new(routes().map(|route| route.map(of)).collect::<UInt64Array>())
    };
    let whole = |of: &dyn Fn(&TotalsDocument) -> i64| -> ArrayRef {
        Arc::new(
            totals()
                .map(|totals| totals.map(of))
                .collect::<Int64Array>(),
        )
    };
    let mut columns = vec![
        text(&|row| row.id.clone()),
        text(&|row| Some(row.outcome.word().to_owned())),
        text(&|row| row.outcome.code().map(str::to_owned)),
        text(&|row| reason(&row.outcome)),
    ];
    columns.extend(COUNTS.map(|(name, _)| count(name)));
    columns.push(whole(&|totals| totals.cost.as_cents()));
    columns.push(whole(&|totals| totals.price_year.into()));
    let priced = totals().map(|totals| totals.map(|it| it.is_priced));
    columns.push(Arc::new(priced.collect::<BooleanArray>()));
    columns.push(list(routes().map(|route| {
        let countries = route?.countries.iter();
        Some(countries.map(ToString::to_string).collect())
    })));
    columns.push(list(routes().map(|route| {
        let warnings = route?.warnings.iter();
        Some(warnings.map(|warning| warning.code.clone()).collect())
    })));
    RecordBatch::try_new(answer_schema(), columns)
        .expect("a column of each field of the schema, all as long as the rows")
}

/// A figure of a route by the name of its column; nothing for one that is not among the totals.
fn figure(totals: &TotalsDocument, name: &str) -> Option<u64> {
    Some(match name {
        "distance_metres" => totals.distance.as_metres(),
        "expected_minutes" => totals.expected.as_minutes(),
        "median_minutes" => totals.median.as_minutes(),
        "p90_minutes" => totals.p90.as_minutes(),
        "co2e_wtw_grams" => totals.emissions.as_grams(),
        "co2e_ttw_grams" => totals.tank_to_wheel.as_grams(),
        "co2e_wtt_grams" => totals.well_to_tank.as_grams(),
        "co2e_undivided_grams" => totals.undivided.as_grams(),
        "transhipments" => totals.transhipments as u64,
        _ => return None,
    })
}

fn reason(outcome: &Outcome) -> Option<String> {
    match outcome {
        Outcome::NoRoute { no_route } => Some(no_route.message.clone()),
        Outcome::Error { error } => Some(error.message.clone()),
        _ => None,
    }
}

fn list(rows: impl Iterator<Item = Option<Vec<String>>>) -> ArrayRef {
    let mut builder = ListBuilder::new(StringBuilder::new());
    for row in rows {
        match row {
            Some(texts) => builder.append_value(texts.into_iter().map(Some)),
            None => builder.append_null(),
        }
    }
    Arc::new(builder.finish())
}
