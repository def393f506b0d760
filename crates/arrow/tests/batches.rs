//! Rows of a batch are asked as JSON requests are, and answered in figures or by reasons.

use std::sync::{Arc, LazyLock};

use arrow_array::builder::{ListBuilder, StringBuilder};
use arrow_array::cast::AsArray as _;
use arrow_array::types::{Int32Type, Int64Type, UInt64Type};
use arrow_array::{
    Array as _, ArrayRef, Date32Array, DictionaryArray, Float64Array, Int32Array, Int64Array,
    LargeStringArray, RecordBatch, StringArray, StringViewArray, TimestampSecondArray,
};
use trade_corridor::json::{Planners, RequestDocument};
use trade_corridor::planner::Progress;
use trade_corridor::prelude::*;
use trade_corridor_arrow::{COLUMNS, ColumnError, answer, answer_schema, requests};

static PLANNERS: LazyLock<Planners> =
    LazyLock::new(|| Planners::new(Network::europe_central_asia().clone()));

fn texts(cells: &[Option<&str>]) -> ArrayRef {
    Arc::new(StringArray::from(cells.to_vec()))
}

fn batch(columns: Vec<(&str, ArrayRef)>) -> RecordBatch {
    RecordBatch::try_from_iter_with_nullable(columns.into_iter().map(|(name, of)| (name, of, true)))
        .expect("columns of one length")
}

fn ends(from: &[Option<&str>], to: &[Option<&str>]) -> Vec<(&'static str, ArrayRef)> {
    vec![("from", texts(from)), ("to", texts(to))]
}

fn answered(questions: &RecordBatch) -> RecordBatch {
    answer(&PLANNERS, questions, &Progress::none()).expect("columns that are read")
}

fn words(batch: &RecordBatch, column: &str) -> Vec<Option<String>> {
    let column = batch.column_by_name(column).expect("a column");
    let cells = column.as_string::<i32>().iter();
    cells.map(|cell| cell.map(str::to_owned)).collect()
}

fn counts(batch: &RecordBatch, column: &str) -> Vec<Option<u64>> {
    let column = batch.column_by_name(column).expect("a column");
    column.as_primitive::<UInt64Type>().iter().collect()
}

#[test]
fn figures_are_those_of_the_same_requests() {
    let mut columns = ends(
        &[Some("Khorgos"), Some("Almaty"), Some("Baku")],
        &[Some("Istanbul"), Some("Warsaw"), Some("Poti")],
    );
    columns.push((
        "policy",
        texts(&[Some("russia-excluded"), None, Some("open")]),
    ));
    columns.push(("least", texts(&[None, Some("time"), Some("distance")])));
    columns.push((
        "count",
        Arc::new(Int32Array::from(vec![Some(2), None, None])),
    ));
    let batch = batch(columns);
    let asked: Vec<RequestDocument> = requests(&batch)
        .unwrap()
        .into_iter()
        .map(|row| row.expect("a request"))
        .collect();
    assert_eq!(
        (asked[0].count, asked[1].policy.is_some()),
        (Some(2), false)
    );
    let found = answered(&batch);
    assert_eq!(words(&found, "answer"), vec![Some("route".to_owned()); 3]);
    let cost = found.column_by_name("cost_usd_cents").unwrap();
    let cost: Vec<_> = cost.as_primitive::<Int64Type>().iter().collect();
    let countries = found.column_by_name("countries").unwrap().as_list::<i32>();
    for (row, asked) in asked.iter().enumerate() {
        let answer = PLANNERS.answer(asked);
        let route = answer.outcome.route().expect("a route");
        let totals = &route.totals;
        assert_eq!(cost[row], Some(totals.cost.as_cents()));
        for (column, stated) in [
            ("distance_metres", totals.distance.as_metres()),
            ("expected_minutes", totals.expected.as_minutes()),
            ("p90_minutes", totals.p90.as_minutes()),
            ("co2e_wtw_grams", totals.emissions.as_grams()),
            ("transhipments", totals.transhipments as u64),
            ("borders", route.borders.len() as u64),
        ] {
            assert_eq!(counts(&found, column)[row], Some(stated), "{column}");
        }
        let listed = countries.value(row);
        let listed: Vec<_> = listed
            .as_string::<i32>()
            .iter()
            .flatten()
            .map(str::to_owned)
            .collect();
        let stated: Vec<String> = route.countries.iter().map(ToString::to_string).collect();
        assert_eq!(listed, stated);
    }
}

#[test]
fn a_bad_row_is_answered_by_its_error_and_the_others_stand() {
    let mut columns = ends(
        &[Some("Baku"), None, Some("Baku"), Some("Baku"), Some("Baku")],
        &[
            Some("Poti"),
            Some("Poti"),
            Some("Poti"),
            Some("Atlantis"),
            Some("Poti"),
        ],
    );
    let masses = vec![Some(20.0), None, Some(f64::NAN), None, Some(900.0)];
    columns.push(("tonnes", Arc::new(Float64Array::from(masses))));
    columns.push(("id", Arc::new(Int64Array::from(vec![7, 8, 9, 10, 11]))));
    let found = answered(&batch(columns));
    let answers: Vec<_> = words(&found, "answer").into_iter().flatten().collect();
    assert_eq!(answers, ["route", "error", "error", "error", "error"]);
    let reasons = words(&found, "reason");
    assert_eq!(reasons[0], None);
    let said = |row: usize, text: &str| reasons[row].as_deref().is_some_and(|it| it.contains(text));
    assert!(said(1, "from"), "{reasons:?}");
    assert!(
        said(2, "mass_tonnes") && said(4, "mass_tonnes"),
        "{reasons:?}"
    );
    assert!(said(3, "Atlantis"), "{reasons:?}");
    assert_eq!(words(&found, "id")[0].as_deref(), Some("7"));
    for (field, column) in found.schema_ref().fields().iter().zip(found.columns()) {
        assert!(field.is_nullable() || column.null_count() == 0);
        if !["id", "answer", "code", "reason"].contains(&field.name().as_str()) {
            assert_eq!(column.null_count(), 4, "{}", field.name());
        }
    }
}

#[test]
fn texts_days_and_lists_of_any_width_are_read() {
    let keys = Int32Array::from(vec![Some(1), Some(0)]);
    let names: DictionaryArray<Int32Type> =
        DictionaryArray::new(keys, texts(&[Some("Almaty"), Some("Khorgos")]));
    let mut lists = ListBuilder::new(StringBuilder::new());
    lists.append_value([Some("RU"), Some("IR")]);
    lists.append_null();
    let found = requests(&batch(vec![
        ("from", Arc::new(names)),
        (
            "to",
            Arc::new(LargeStringArray::from(vec!["Istanbul", "Poti"])),
        ),
        (
            "unit",
            Arc::new(StringViewArray::from(vec!["20ft", "wagon"])),
        ),
        // 2026-11-22 and the day before 1970.
        ("on", Arc::new(Date32Array::from(vec![20_779, -1]))),
        ("without", Arc::new(lists.finish())),
        ("via", texts(&[Some("Baku"), None])),
        ("remark", Arc::new(TimestampSecondArray::from(vec![1, 2]))),
    ]))
    .unwrap();
    let first = found[0].as_ref().unwrap();
    assert_eq!(
        (first.from.as_str(), first.on),
        ("Khorgos", Some(date(2026, 11, 22)))
    );
    assert_eq!(first.unit, Some(LoadUnit::Container20));
    let without: Vec<String> = first.without.iter().map(ToString::to_string).collect();
    assert_eq!(without, ["RU", "IR"]);
    assert_eq!(first.via, ["Baku"]);
    let second = found[1].as_ref().unwrap();
    assert_eq!(
        (second.to.as_str(), second.on),
        ("Poti", Some(date(1969, 12, 31)))
    );
    assert!(second.without.is_empty() && second.via.is_empty());
}

#[test]
fn columns_that_cannot_be_read_are_refused_before_anything_is_answered() {
    let refused = |columns| requests(&batch(columns)).expect_err("refused").to_string();
    let one = || ends(&[Some("Baku")], &[Some("Poti")]);
    let mut missing = one();
    missing.remove(1);
    assert_eq!(
        refused(missing),
        "the batch has no column `to`; its columns are from"
    );
    let mut twice = one();
    let mass = || Arc::new(Float64Array::from(vec![1.0])) as ArrayRef;
    twice.extend([("tonnes", mass()), ("mass_tonnes", mass())]);
    assert_eq!(
        refused(twice),
        "the batch has the column `mass_tonnes` twice; drop one"
    );
    let mut typed = one();
    typed.push(("on", Arc::new(TimestampSecondArray::from(vec![5]))));
    let error = requests(&batch(typed)).expect_err("refused");
    assert!(matches!(error, ColumnError::Type { column: "on", .. }));
    assert!(error.to_string().ends_with("cast it to Date32"), "{error}");
    let mut listed = one();
    listed.push(("without", mass()));
    assert!(refused(listed).ends_with("cast it to List<Utf8>"));
}

#[test]
fn numbers_have_units_and_no_rows_are_no_answers() {
    for field in answer_schema().fields() {
        let counted = field.data_type().is_numeric();
        assert_eq!(
            field.metadata().contains_key("unit"),
            counted,
            "{}",
            field.name()
        );
    }
    let none = answered(&batch(ends(&[], &[])));
    assert_eq!((none.num_rows(), none.schema()), (0, answer_schema()));
}

#[test]
fn every_field_of_a_request_is_a_column() {
    let written = serde_json::to_value(RequestDocument::new("Baku", "Poti")).unwrap();
    for field in written.as_object().unwrap().keys() {
        assert!(
            field == "version" || COLUMNS.contains(&field.as_str()),
            "{field}"
        );
    }
    let schema: serde_json::Value =
        serde_json::from_str(trade_corridor::json::Schema::Request.text()).unwrap();
    let fields = schema["properties"].as_object().unwrap();
    assert_eq!(fields.len(), COLUMNS.len() + 1);
    assert!(COLUMNS.iter().all(|column| fields.contains_key(*column)));
}
