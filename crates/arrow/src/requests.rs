//! Rows of a batch as requests.

use arrow_array::{Array, ArrayRef, RecordBatch};
use serde_json::{Map, Value};
use trade_corridor::json::{DocumentError, RequestDocument};

use crate::cells::{cell, is_plain, is_texts};
use crate::error::ColumnError;

/// Columns that are read: the fields of [`RequestDocument`] but `version`; `from` and `to` must be there. `tonnes` is
/// read as `mass_tonnes`. `without`, `no_member_from`, `must_use`, `via`, `only_by` and `include` are lists of texts.
pub const COLUMNS: &[&str] = RequestDocument::FIELDS.split_at(1).1;

const LISTS: [&str; 6] = [
    "without",
    "no_member_from",
    "must_use",
    "via",
    "only_by",
    "include",
];

/// The request of each row, or everything that is wrong with it; columns that are not among [`COLUMNS`] are left alone,
/// null cells stand for defaults.
///
/// # Errors
/// A batch without `from` or `to`, with a column twice, or with one of a type that is not read.
pub fn requests(
    batch: &RecordBatch,
) -> Result<Vec<Result<RequestDocument, DocumentError>>, ColumnError> {
    let mut columns: Vec<(&'static str, &ArrayRef)> = Vec::new();
    for name in COLUMNS.iter().copied() {
        let named = column(batch, name)?;
        if let Some(column) = named {
            columns.push((name, typed(name, column)?));
        } else if matches!(name, "from" | "to") {
            let schema = batch.schema_ref();
            let found = schema.fields().iter().map(|field| field.name().clone());
            return Err(ColumnError::Missing {
                column: name,
                found: found.collect(),
            });
        }
    }
    let request = |row: usize| {
        let fields = columns.iter().filter_map(|(name, column)| {
            let value = match cell(column, row) {
                Value::Null => return None,
                Value::Number(number) if *name == "id" => Value::String(number.to_string()),
                Value::String(word) if LISTS.contains(name) => Value::Array(vec![word.into()]),
                value => value,
            };
            Some(((*name).to_owned(), value))
        });
        RequestDocument::from_value(Value::Object(fields.collect::<Map<_, _>>()))
    };
    Ok((0..batch.num_rows()).map(request).collect())
}

/// The column of a name, or of the other name of `mass_tonnes`.
fn column<'b>(
    batch: &'b RecordBatch,
    name: &'static str,
) -> Result<Option<&'b ArrayRef>, ColumnError> {
    let is_named = |found: &str| found == name || (name == "mass_tonnes" && found == "tonnes");
    let schema = batch.schema_ref();
    let fields = schema.fields().iter().zip(batch.columns());
    let mut named = fields.filter(|(field, _)| is_named(field.name()));
    let first = named.next().map(|(_, column)| column);
    match named.next() {
        Some(_) => Err(ColumnError::Twice { column: name }),
        None => Ok(first),
    }
}

fn typed<'b>(name: &'static str, column: &'b ArrayRef) -> Result<&'b ArrayRef, ColumnError> {
    let is_list = LISTS.contains(&name);
    let of = column.data_type();
    if (is_list && is_texts(of)) || (!is_list && is_plain(of)) {
        return Ok(column);
    }
    Err(ColumnError::Type {
        column: name,
        found: Box::new(of.clone()),
        wanted: match name {
            _ if is_list => "List<Utf8>",
            "count" => "UInt32",
            "mass_tonnes" => "Float64",
            "on" => "Date32",
            _ => "Utf8",
        },
    })
}
