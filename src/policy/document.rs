use std::sync::Arc;

use serde::Deserialize;
use toml::{Spanned, Table, Value};

use super::{NamedRule, Policy, PolicyError, Rule, SCHEMA};
use crate::code::Country;
use crate::network::nearest;
use crate::scenario::document::{self, TextFault};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPolicy {
    #[allow(dead_code, reason = "checked before everything else is read")]
    schema: u32,
    #[serde(default)]
    name: String,
    date: Option<Spanned<Value>>,
    #[serde(default)]
    note: String,
    #[serde(default)]
    source: String,
    #[serde(default)]
    rule: Vec<Spanned<Table>>,
}

impl Policy {
    /// Reads a policy; `file` names the text in messages.
    ///
    /// # Errors
    /// A newer schema, text that is no TOML, unknown keys, unknown countries or unreadable values
    /// (such as a threshold outside 0–100 %), each with its line; a text longer than
    /// [`Policy::LONGEST_TEXT`].
    pub fn from_toml(file: &str, text: &str) -> Result<Self, PolicyError> {
        Self::from_toml_within(file, text, Self::LONGEST_TEXT)
    }

    /// The same for a text of at most so many bytes.
    ///
    /// # Errors
    /// As [`Policy::from_toml`].
    pub fn from_toml_within(file: &str, text: &str, longest: usize) -> Result<Self, PolicyError> {
        let name: Arc<str> = file.into();
        let unreadable = |fault: TextFault| PolicyError::Unreadable {
            at: document::position(&name, fault.line),
            reason: fault.reason,
        };
        document::check_length(text, longest).map_err(unreadable)?;
        document::check_schema(text, SCHEMA).map_err(unreadable)?;
        let raw: RawPolicy = document::read(text).map_err(unreadable)?;
        let mut rules = Vec::with_capacity(raw.rule.len());
        let lines = document::Lines::of(text);
        for spanned in raw.rule {
            let (line, mut table) = document::entry(&lines, spanned);
            let fault = |reason| {
                unreadable(TextFault {
                    line: Some(line),
                    reason,
                })
            };
            let label = document::take_text(&mut table, "label").map_err(fault)?;
            let source = document::take_text(&mut table, "source").map_err(fault)?;
            let valid_from = document::take_date(&mut table, "valid_from").map_err(fault)?;
            let valid_to = document::take_date(&mut table, "valid_to").map_err(fault)?;
            if let (Some(from), Some(to)) = (valid_from, valid_to) {
                crate::network::Validity::new(Some(from), Some(to))
                    .map_err(|error| fault(error.to_string()))?;
            }
            if let Some(code) = unknown_country(&Value::Table(table.clone()), false) {
                return Err(PolicyError::UnknownCountry {
                    at: document::position(&name, Some(line)),
                    nearest: nearest(&code.to_ascii_uppercase(), Country::codes()),
                    text: code,
                });
            }
            let rule: Rule = document::one_of(table, "rule").map_err(fault)?;
            let mut rule = NamedRule::from(rule)
                .between(valid_from, valid_to)
                .sourced(source.unwrap_or_default());
            if let Some(label) = label {
                rule = rule.labelled(label);
            }
            rule.read_from = Some(document::position(&name, Some(line)));
            rules.push(rule);
        }
        let date = raw.date.map(|date| document::date(text, date));
        Ok(Self {
            schema: SCHEMA,
            name: raw.name,
            date: date.transpose().map_err(unreadable)?,
            note: raw.note,
            source: raw.source,
            rules,
        })
    }

    /// The policy as TOML.
    ///
    /// # Errors
    /// A rule nested deeper than [`Rule::MOST_DEPTH`]; the writer's refusal is passed on.
    pub fn to_toml(&self) -> Result<String, PolicyError> {
        self.check_depth()?;
        toml::to_string(self).map_err(|error| PolicyError::Unwritable {
            reason: error.to_string(),
        })
    }
}

impl Policy {
    pub(super) fn check_depth(&self) -> Result<(), PolicyError> {
        let mut rules = self.rules.iter();
        match rules.position(|named| named.rule().is_too_deep()) {
            Some(position) => Err(PolicyError::TooDeep {
                at: self.location(position),
                most: Rule::MOST_DEPTH,
            }),
            None => Ok(()),
        }
    }
}

/// The first text under `countries` or `pairs` that is no country.
fn unknown_country(value: &Value, country: bool) -> Option<String> {
    match value {
        Value::String(text) if country && text.parse::<Country>().is_err() => Some(text.clone()),
        Value::Array(items) => items.iter().find_map(|item| unknown_country(item, country)),
        Value::Table(table) => table.iter().find_map(|(key, value)| {
            unknown_country(value, matches!(key.as_str(), "countries" | "pairs"))
        }),
        _ => None,
    }
}
