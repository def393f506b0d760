//! Fields of an object, read one by one, so that a fault says which it is.

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::fault::{DocumentError, DocumentFault};
use super::version::VERSION;
use crate::network::nearest;
use crate::planner::Error;

/// What is left of an object to be read, and what was wrong so far.
pub(super) struct Fields {
    left: Map<String, Value>,
    faults: Vec<DocumentFault>,
}

/// The value of a text of at most so many bytes.
pub(super) fn parse(text: &str, most: usize) -> Result<Value, DocumentError> {
    let bytes = text.len();
    if bytes > most {
        return Err(DocumentError::one(DocumentFault::TooLong { bytes, most }));
    }
    serde_json::from_str(text).map_err(|error| {
        let text = error.to_string();
        // The reader ends its words with the position, which the fault has already.
        let reason = text.split(" at line ").next().unwrap_or_default();
        DocumentError::one(DocumentFault::NotJson {
            line: error.line(),
            column: error.column(),
            reason: reason.to_owned(),
        })
    })
}

impl Fields {
    /// # Errors
    /// No object, or one of another version, of which nothing else is read.
    pub(super) fn of(value: Value) -> Result<Self, DocumentError> {
        let found = match value {
            Value::Object(left) => {
                let mut fields = Self {
                    left,
                    faults: Vec::new(),
                };
                return match fields.left.remove("version") {
                    None | Some(Value::Null) => Ok(fields),
                    Some(version) if version == VERSION => Ok(fields),
                    Some(version) => {
                        let found = version.to_string();
                        Err(DocumentError::one(DocumentFault::Version { found }))
                    }
                };
            }
            Value::Null => "null",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::String(_) => "a text",
            Value::Array(_) => "a list",
        };
        Err(DocumentError::one(DocumentFault::NotAnObject { found }))
    }

    /// The field where it is there and not null; a fault is noted.
    pub(super) fn take<T: DeserializeOwned>(&mut self, field: &'static str) -> Option<T> {
        let value = self.left.remove(field).filter(|value| !value.is_null())?;
        self.read(field, value)
    }

    /// What the value of a field says; a fault is noted.
    pub(super) fn read<T: DeserializeOwned>(
        &mut self,
        field: &'static str,
        value: Value,
    ) -> Option<T> {
        match serde_json::from_value(value) {
            Ok(read) => Some(read),
            Err(error) => {
                let reason = error.to_string();
                self.faults
                    .push(DocumentFault::Unreadable { field, reason });
                None
            }
        }
    }

    /// What a field says, where it can be; a fault is noted.
    pub(super) fn note<T>(
        &mut self,
        field: &'static str,
        made: Result<T, impl Into<Error>>,
    ) -> Option<T> {
        let fault = |error: Error| DocumentFault::Value {
            field,
            source: Box::new(error),
        };
        made.map_err(|error| self.faults.push(fault(error.into())))
            .ok()
    }

    /// A field that has to be there.
    pub(super) fn need<T: DeserializeOwned>(&mut self, field: &'static str) -> Option<T> {
        if self.left.get(field).is_none_or(Value::is_null) {
            self.left.remove(field);
            self.faults.push(DocumentFault::MissingField { field });
            return None;
        }
        self.take(field)
    }

    /// # Errors
    /// Everything that was wrong, fields that nobody read included.
    pub(super) fn finish(mut self, known: &[&str]) -> Result<(), DocumentError> {
        for field in self.left.keys() {
            // `tonnes` is meant as `mass_tonnes` rather than as `to`.
            let mut known = known.iter().copied();
            let part = known
                .clone()
                .find(|name| name.split('_').any(|word| word == field));
            let part = part.map(str::to_owned);
            self.faults.push(DocumentFault::UnknownField {
                nearest: part.or_else(|| nearest(field, &mut known)),
                field: field.clone(),
            });
        }
        DocumentError::all(self.faults).map_or(Ok(()), Err)
    }
}
