//! Cells of columns as JSON values, in which form requests are read.

use arrow_array::cast::AsArray as _;
use arrow_array::types::{
    Date32Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, UInt8Type,
    UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use jiff::Span;
use jiff::civil::{Date, date};
use serde_json::{Number, Value};

/// Whether a column of this type is read, lists of texts apart.
pub(crate) fn is_plain(of: &DataType) -> bool {
    match of {
        DataType::Dictionary(_, values) => is_plain(values),
        of => of.is_integer() || is_text(of) || is_other(of),
    }
}

/// Whether it holds texts, or lists of them.
pub(crate) fn is_texts(of: &DataType) -> bool {
    match of {
        DataType::List(item) | DataType::LargeList(item) => is_text(item.data_type()),
        of => is_text(of) || *of == DataType::Null,
    }
}

fn is_text(of: &DataType) -> bool {
    match of {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, values) => is_text(values),
        _ => false,
    }
}

fn is_other(of: &DataType) -> bool {
    matches!(
        of,
        DataType::Float32 | DataType::Float64 | DataType::Date32 | DataType::Null
    )
}

/// One cell; null for what is null, and for a type that is not read.
pub(crate) fn cell(column: &dyn Array, row: usize) -> Value {
    if column.is_null(row) {
        return Value::Null;
    }
    match column.data_type() {
        DataType::Utf8 => column.as_string::<i32>().value(row).into(),
        DataType::LargeUtf8 => column.as_string::<i64>().value(row).into(),
        DataType::Utf8View => column.as_string_view().value(row).into(),
        DataType::Int8 => column.as_primitive::<Int8Type>().value(row).into(),
        DataType::Int16 => column.as_primitive::<Int16Type>().value(row).into(),
        DataType::Int32 => column.as_primitive::<Int32Type>().value(row).into(),
        DataType::Int64 => column.as_primitive::<Int64Type>().value(row).into(),
        DataType::UInt8 => column.as_primitive::<UInt8Type>().value(row).into(),
        DataType::UInt16 => column.as_primitive::<UInt16Type>().value(row).into(),
        DataType::UInt32 => column.as_primitive::<UInt32Type>().value(row).into(),
        DataType::UInt64 => column.as_primitive::<UInt64Type>().value(row).into(),
        DataType::Float32 => number(column.as_primitive::<Float32Type>().value(row).into()),
        DataType::Float64 => number(column.as_primitive::<Float64Type>().value(row)),
        DataType::Date32 => day(column.as_primitive::<Date32Type>().value(row)),
        DataType::Dictionary(..) => {
            let column = column.as_any_dictionary();
            let key = column.normalized_keys().get(row).copied();
            key.map_or(Value::Null, |key| cell(column.values(), key))
        }
        DataType::List(_) => items(&column.as_list::<i32>().value(row)),
        DataType::LargeList(_) => items(&column.as_list::<i64>().value(row)),
        _ => Value::Null,
    }
}

fn items(list: &ArrayRef) -> Value {
    (0..list.len()).map(|at| cell(list, at)).collect()
}

/// What is no number stays a text, so that it is refused by its field and not taken for an empty cell.
fn number(value: f64) -> Value {
    Number::from_f64(value).map_or_else(|| Value::String(value.to_string()), Value::Number)
}

fn day(since_1970: i32) -> Value {
    let far = |days: i64| -> Option<Date> {
        let days: Span = Span::new().try_days(days).ok()?;
        date(1970, 1, 1).checked_add(days).ok()
    };
    let day = far(since_1970.into());
    Value::String(day.map_or_else(
        || format!("day {since_1970} of 1970"),
        |day| day.to_string(),
    ))
}
