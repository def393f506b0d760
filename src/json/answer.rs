//! What a question was answered.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::difference::DifferenceDocument;
use super::fault::DocumentError;
use super::request::Include;
use super::request::least_word;
use super::route::{GoodsDocument, RouteDocument, StopDocument};
use super::version::Version;
use crate::metric::Objective;
use crate::network::Network;
use crate::planner::{Error, ErrorKind, NoRoute, Question};
use crate::route::{Comparison, Route};

/// The answer to one question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Answer"))]
#[non_exhaustive]
pub struct AnswerDocument {
    /// Version of the form, 1.
    pub version: Version,
    /// The caller's own mark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What was asked, with the defaults; missing where the question could not be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<Asked>,
    /// What came of it.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// What was asked, with the defaults.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(deny_unknown_fields))]
#[non_exhaustive]
pub struct Asked {
    /// Where it should start, as it was written.
    pub from: String,
    /// Where it should end, as it was written.
    pub to: String,
    /// The day.
    #[cfg_attr(feature = "schema", schemars(with = "super::forms::Day"))]
    pub on: Date,
    /// Name of the scenario; empty where nothing is changed.
    pub scenario: String,
    /// Name of the policy.
    pub policy: String,
    /// What it should have least of: `distance`, `direct`, `time`, `cost`, `emissions`, `generalised` or `custom`.
    pub least: String,
    /// What is shipped.
    pub goods: GoodsDocument,
}

/// What came of a question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "answer", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Outcome {
    /// There is a route.
    Route {
        /// Its figures.
        route: Box<RouteDocument>,
        /// How it differs from the first route of a comparison; missing elsewhere, and of the first.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        difference: Option<DifferenceDocument>,
        /// Its lines, where they were asked for: a GeoJSON feature collection.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(
            feature = "schema",
            schemars(with = "Option<serde_json::Map<String, Value>>")
        )]
        geojson: Option<Value>,
        /// Its saved form, where that was asked for; see [`ROUTE_VERSION`](crate::route::ROUTE_VERSION).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        #[cfg_attr(
            feature = "schema",
            schemars(with = "Option<serde_json::Map<String, Value>>")
        )]
        saved_route: Option<Value>,
    },
    /// There is none.
    NoRoute {
        /// Why.
        no_route: NoRouteDocument,
    },
    /// It cannot be asked.
    Error {
        /// What is wrong.
        error: ErrorDocument,
    },
}

/// Why there is no route.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "NoRoute", deny_unknown_fields))]
#[non_exhaustive]
pub struct NoRouteDocument {
    /// The stable code; see [`Reason::CODES`](crate::planner::Reason::CODES).
    #[cfg_attr(feature = "schema", schemars(with = "super::forms::ReasonCode"))]
    pub code: String,
    /// A sentence.
    pub message: String,
    /// Where it should start.
    pub from: StopDocument,
    /// Where it should end.
    pub to: StopDocument,
    /// The reason with its data: the fields of [`Reason`](crate::planner::Reason).
    #[cfg_attr(feature = "schema", schemars(with = "serde_json::Map<String, Value>"))]
    pub reason: Value,
}

/// What is wrong with a question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Error", deny_unknown_fields))]
#[non_exhaustive]
pub struct ErrorDocument {
    /// The stable code; see [`Error::code`] and [`DocumentFault::code`](super::DocumentFault::code).
    pub code: String,
    /// Who can do something about it: `input` (whoever asks), `engine` (whoever divides the question) or
    /// `defect` (whoever maintains the program).
    #[cfg_attr(feature = "schema", schemars(with = "super::forms::Kind"))]
    pub kind: String,
    /// A sentence: what, where, and what to do.
    pub message: String,
    /// Its data, by code.
    #[serde(default, skip_serializing_if = "serde_json::Map::is_empty")]
    pub data: serde_json::Map<String, Value>,
}

impl Asked {
    /// A question on a day, with what its scenario and policy are called.
    #[must_use]
    pub fn of(question: &Question, on: Date, scenario: &str, policy: &str) -> Self {
        let Question { request, objective } = question;
        Self {
            from: request.from.clone(),
            to: request.to.clone(),
            on,
            scenario: scenario.to_owned(),
            policy: policy.to_owned(),
            least: least_word(objective).to_owned(),
            goods: request.shipment.into(),
        }
    }

    /// The objective, where its word says all of it.
    #[must_use]
    pub fn objective(&self) -> Option<Objective> {
        self.least.parse().ok()
    }
}

impl AnswerDocument {
    /// What a planner answered, in figures; prices and lines are those of its network.
    #[must_use]
    pub fn of(
        asked: Asked,
        answer: Result<&Route, &Error>,
        network: &Network,
        include: &[Include],
    ) -> Self {
        let outcome = match answer {
            Ok(route) => {
                let wants = |what| include.contains(&what);
                let geojson = wants(Include::Geojson).then(|| value(&route.geojson(network)));
                Outcome::Route {
                    route: Box::new(RouteDocument::of(route, network.price_year())),
                    difference: None,
                    geojson,
                    saved_route: wants(Include::SavedRoute).then(|| value(route)),
                }
            }
            Err(error) => Outcome::failed(error),
        };
        Self {
            version: Version,
            id: None,
            asked: Some(asked),
            outcome,
        }
    }

    /// The answer to a question that cannot be asked.
    #[must_use]
    pub fn refused(id: Option<String>, error: impl Into<ErrorDocument>) -> Self {
        Self {
            version: Version,
            id,
            asked: None,
            outcome: Outcome::Error {
                error: error.into(),
            },
        }
    }

    /// The same with how its route differs from another one.
    #[must_use]
    pub fn differing(mut self, by: Option<&Comparison>) -> Self {
        if let Outcome::Route { difference, .. } = &mut self.outcome {
            *difference = by.map(Into::into);
        }
        self
    }

    /// The same with the caller's own mark.
    #[must_use]
    pub fn marked(mut self, id: Option<String>) -> Self {
        self.id = id;
        self
    }
}

impl Outcome {
    /// The figures, where there is a route.
    #[must_use]
    pub fn route(&self) -> Option<&RouteDocument> {
        match self {
            Self::Route { route, .. } => Some(route),
            Self::NoRoute { .. } | Self::Error { .. } => None,
        }
    }

    /// What it is called in `answer`: `route`, `no_route` or `error`.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Route { .. } => "route",
            Self::NoRoute { .. } => "no_route",
            Self::Error { .. } => "error",
        }
    }

    /// The stable code; nothing for a route.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        match self {
            Self::Route { .. } => None,
            Self::NoRoute { no_route } => Some(&no_route.code),
            Self::Error { error } => Some(&error.code),
        }
    }

    /// No route, or what is wrong.
    #[must_use]
    pub fn failed(error: &Error) -> Self {
        match error {
            Error::NoRoute(none) => Self::NoRoute {
                no_route: none.into(),
            },
            error => Self::Error {
                error: error.into(),
            },
        }
    }
}

impl From<&NoRoute> for NoRouteDocument {
    fn from(none: &NoRoute) -> Self {
        Self {
            code: none.code().to_owned(),
            message: none.to_string(),
            from: none.from().into(),
            to: none.to().into(),
            reason: value(none.reason()),
        }
    }
}

impl From<&Error> for ErrorDocument {
    fn from(error: &Error) -> Self {
        Self::written(error.code(), error.kind(), error.to_string(), &value(error))
    }
}

impl From<&DocumentError> for ErrorDocument {
    fn from(error: &DocumentError) -> Self {
        Self::written(
            error.code(),
            ErrorKind::Input,
            error.to_string(),
            &value(error),
        )
    }
}

impl ErrorDocument {
    /// An error of a program that answers, without data.
    #[must_use]
    pub fn new(code: &str, kind: ErrorKind, message: impl Into<String>) -> Self {
        Self::written(code, kind, message.into(), &Value::Null)
    }

    fn written(code: &str, kind: ErrorKind, message: String, written: &Value) -> Self {
        let mut data = written.as_object().cloned().unwrap_or_default();
        for told in ["code", "kind", "message"] {
            data.remove(told);
        }
        Self {
            code: code.to_owned(),
            kind: kind_word(kind).to_owned(),
            message,
            data,
        }
    }
}

const fn kind_word(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::NoRoute => "no_route",
        ErrorKind::Input => "input",
        ErrorKind::Engine => "engine",
        ErrorKind::Defect => "defect",
    }
}

/// What serialises by itself; none of these forms can fail.
fn value(of: &impl Serialize) -> Value {
    serde_json::to_value(of).unwrap_or_default()
}
