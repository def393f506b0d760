use std::fmt;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::version::VERSION;
use crate::planner::Error;

/// One thing that is wrong with a request.
#[derive(Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DocumentFault {
    /// A text that is longer than is read.
    #[error("a request of {bytes} bytes, above {most}; shorten it")]
    TooLong {
        /// Its bytes.
        bytes: usize,
        /// The most that are read.
        most: usize,
    },
    /// A text that is no JSON.
    #[error("line {line}, column {column} is no JSON: {reason}")]
    NotJson {
        /// The line, from one.
        line: usize,
        /// The column, from one.
        column: usize,
        /// What the reader says.
        reason: String,
    },
    /// JSON, but no object.
    #[error(
        "a request is an object such as {{\"from\":\"Khorgos\",\"to\":\"Istanbul\"}}, this is {found}"
    )]
    NotAnObject {
        /// What it is.
        found: &'static str,
    },
    /// A version that this crate does not read.
    #[error("`version` is {found}; this program reads version {VERSION}")]
    Version {
        /// What it is.
        found: String,
    },
    /// A field that no request has.
    #[error("`{field}` is no field of a request{}", hint(.nearest.as_deref()))]
    UnknownField {
        /// The field.
        field: String,
        /// The field most like it, where one is.
        nearest: Option<String>,
    },
    /// A field that every request has.
    #[error("`{field}` is missing; give a place by code, name or alias")]
    MissingField {
        /// The field.
        field: &'static str,
    },
    /// A field of another form.
    #[error("`{field}`: {reason}")]
    Unreadable {
        /// The field.
        field: &'static str,
        /// What is wrong, and what is accepted.
        reason: String,
    },
    /// A field that says what cannot be.
    #[error("`{field}`: {source}")]
    Value {
        /// The field.
        field: &'static str,
        /// Why it cannot be.
        source: Box<Error>,
    },
}

coded!(DocumentFault {
    TooLong { bytes, most } = "request_too_long",
    NotJson { line, column, reason } = "request_not_json",
    NotAnObject { found } = "request_not_an_object",
    Version { found } = "request_version",
    UnknownField { field, nearest } = "request_unknown_field",
    MissingField { field } = "request_missing_field",
    Unreadable { field, reason } = "request_unreadable",
    Value { field, source: cause } = "request_value",
});

fn hint(nearest: Option<&str>) -> String {
    let fields = super::fields::FIELDS;
    match nearest {
        Some(nearest) => format!("; did you mean `{nearest}`?"),
        None => format!("; its fields are {}", fields.join(", ")),
    }
}

/// A request that cannot be read, with everything that is wrong with it.
#[derive(Clone, PartialEq)]
pub struct DocumentError {
    first: DocumentFault,
    more: Vec<DocumentFault>,
}

debug_as_display!(DocumentError);

impl std::error::Error for DocumentError {}

impl DocumentError {
    pub(super) fn one(fault: DocumentFault) -> Self {
        Self {
            first: fault,
            more: Vec::new(),
        }
    }

    /// Nothing where nothing is wrong.
    pub(super) fn all(faults: Vec<DocumentFault>) -> Option<Self> {
        let mut faults = faults.into_iter();
        let first = faults.next()?;
        Some(Self {
            first,
            more: faults.collect(),
        })
    }

    /// What is wrong, in the order of the fields; at least one thing.
    pub fn faults(&self) -> impl Iterator<Item = &DocumentFault> {
        std::iter::once(&self.first).chain(&self.more)
    }

    /// The stable code of the first fault; see [`DocumentFault::code`].
    #[must_use]
    pub const fn code(&self) -> &'static str {
        self.first.code()
    }
}

impl fmt::Display for DocumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.first.fmt(f)?;
        self.more
            .iter()
            .try_for_each(|fault| write!(f, "; {fault}"))
    }
}

impl Serialize for DocumentError {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("code", self.code())?;
        map.serialize_entry("message", &self.to_string())?;
        map.serialize_entry("faults", &self.faults().collect::<Vec<_>>())?;
        map.end()
    }
}

impl From<DocumentError> for Error {
    fn from(error: DocumentError) -> Self {
        Self::other(error.code(), &error)
    }
}
