//! Dated, sourced TOML documents whose entries keep their line.

use std::fmt;
use std::sync::Arc;

use jiff::civil::Date;
use serde::de::{DeserializeOwned, Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use toml::{Spanned, Table, Value};

use super::TextPosition;
use crate::network::day;

/// What is wrong with a text, and on which line (the first is 1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TextFault {
    pub(crate) line: Option<u32>,
    pub(crate) reason: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RawScenario {
    #[allow(dead_code, reason = "checked before everything else is read")]
    schema: u32,
    #[serde(default)]
    pub(crate) name: String,
    pub(crate) date: Spanned<Value>,
    #[serde(default)]
    pub(crate) note: String,
    #[serde(default)]
    pub(crate) source: String,
    #[serde(default)]
    pub(crate) change: Vec<Spanned<Table>>,
}

/// The bytes of the longest text that is read unless the caller says otherwise.
pub(crate) const LONGEST_TEXT: usize = 1 << 20;

/// Refuses a long text before anything is read from it.
pub(crate) fn check_length(text: &str, longest: usize) -> Result<(), TextFault> {
    if text.len() <= longest {
        return Ok(());
    }
    let bytes = text.len();
    let reason = format!(
        "a text of {bytes} bytes, above {longest}; shorten it, or read it with `from_toml_within`"
    );
    Err(TextFault { line: None, reason })
}

#[derive(Deserialize)]
struct Version {
    schema: Option<u32>,
}

pub(crate) fn position(file: &Arc<str>, line: Option<u32>) -> TextPosition {
    TextPosition {
        file: file.clone(),
        line,
    }
}

/// Refuses a text of a newer schema before anything else is read from it.
pub(crate) fn check_schema(text: &str, newest: u32) -> Result<(), TextFault> {
    let version: Version = read(text)?;
    let reason = match version.schema {
        Some(schema) if (1..=newest).contains(&schema) => return Ok(()),
        Some(schema) => unknown_schema(schema, newest),
        None => format!("`schema` is missing; add `schema = {newest}`"),
    };
    Err(TextFault { line: None, reason })
}

pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, TextFault> {
    toml::from_str(text).map_err(|error| TextFault {
        line: error.span().map(|span| line_of(text, span.start)),
        reason: error.message().trim().to_owned(),
    })
}

fn line_of(text: &str, offset: usize) -> u32 {
    let before = text.as_bytes().iter().take(offset);
    before.filter(|byte| **byte == b'\n').count() as u32 + 1
}

/// Where the lines of a text end.
pub(crate) struct Lines(Vec<usize>);

impl Lines {
    pub(crate) fn of(text: &str) -> Self {
        let ends = text.bytes().enumerate();
        let ends = ends.filter(|(_, byte)| *byte == b'\n');
        Self(ends.map(|(at, _)| at).collect())
    }

    fn at(&self, offset: usize) -> u32 {
        self.0.partition_point(|end| *end < offset) as u32 + 1
    }
}

/// An entry's line and its keys, dates as text.
pub(crate) fn entry(lines: &Lines, spanned: Spanned<Table>) -> (u32, Table) {
    let line = lines.at(spanned.span().start);
    let table = spanned.into_inner();
    let table = table
        .into_iter()
        .map(|(key, value)| (key, dates_as_text(value)))
        .collect();
    (line, table)
}

/// TOML has dates of its own; quoted ones mean the same.
fn dates_as_text(value: Value) -> Value {
    match value {
        Value::Datetime(date) => Value::String(date.to_string()),
        Value::Array(items) => Value::Array(items.into_iter().map(dates_as_text).collect()),
        Value::Table(table) => Value::Table(
            table
                .into_iter()
                .map(|(key, value)| (key, dates_as_text(value)))
                .collect(),
        ),
        other => other,
    }
}

pub(crate) fn take_text(table: &mut Table, key: &str) -> Result<Option<String>, String> {
    match table.remove(key) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(other) => Err(format!("`{key}` is `{other}`; give a text in quotes")),
    }
}

pub(crate) fn take_date(table: &mut Table, key: &str) -> Result<Option<Date>, String> {
    take_text(table, key)?.map(|text| day(&text)).transpose()
}

pub(crate) fn date(text: &str, value: Spanned<Value>) -> Result<Date, TextFault> {
    let line = Some(line_of(text, value.span().start));
    match dates_as_text(value.into_inner()) {
        Value::String(date) => day(&date),
        other => Err(format!(
            "`{other}` is no date; give one such as `2026-11-22`"
        )),
    }
    .map_err(|reason| TextFault { line, reason })
}

/// The one thing an entry says.
pub(crate) fn one_of<T: DeserializeOwned>(table: Table, what: &str) -> Result<T, String> {
    only_one(table.keys(), what)?;
    T::deserialize(Value::Table(table)).map_err(|error| error.message().trim().to_owned())
}

/// The same for an entry of another format.
pub(crate) fn one_said<T: DeserializeOwned>(entry: Entry, what: &str) -> Result<T, String> {
    only_one(entry.keys(), what)?;
    T::deserialize(serde_json::Value::Object(entry)).map_err(|error| error.to_string())
}

/// The keys of an entry that say something.
pub(crate) type Entry = serde_json::Map<String, serde_json::Value>;

fn only_one<'k>(keys: impl Iterator<Item = &'k String>, what: &str) -> Result<(), String> {
    let keys: Vec<String> = keys.map(|key| format!("`{key}`")).collect();
    match keys.len() {
        1 => Ok(()),
        0 => Err(format!("the {what} is empty; say what it does")),
        _ => Err(format!(
            "one {what} says one thing, this one has the keys {}; split it",
            keys.join(", ")
        )),
    }
}

/// A list of at most so many entries, refused at the first one more.
pub(crate) fn at_most<'de, D: Deserializer<'de>, T: Deserialize<'de>, const MOST: usize>(
    from: D,
) -> Result<Vec<T>, D::Error> {
    struct List<T, const MOST: usize>(std::marker::PhantomData<T>);
    impl<'de, T: Deserialize<'de>, const MOST: usize> Visitor<'de> for List<T, MOST> {
        type Value = Vec<T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "a list of at most {MOST}")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut entries: A) -> Result<Vec<T>, A::Error> {
            let mut list = Vec::new();
            while let Some(entry) = entries.next_element()? {
                if list.len() == MOST {
                    return Err(A::Error::custom(format_args!(
                        "more than {MOST} entries; give fewer"
                    )));
                }
                list.push(entry);
            }
            Ok(list)
        }
    }
    from.deserialize_seq(List::<T, MOST>(std::marker::PhantomData))
}

/// A version of the format that this crate reads.
pub(crate) fn known_schema<'de, D: Deserializer<'de>, const NEWEST: u32>(
    from: D,
) -> Result<u32, D::Error> {
    let schema = u32::deserialize(from)?;
    if (1..=NEWEST).contains(&schema) {
        Ok(schema)
    } else {
        Err(D::Error::custom(unknown_schema(schema, NEWEST)))
    }
}

fn unknown_schema(schema: u32, newest: u32) -> String {
    format!("schema {schema} is unknown; this version reads schema 1 to {newest}")
}
