//! What keeps a question from being answered.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::{ConfidenceError, EngineError, NoRoute};
use crate::atlas::{AtlasError, SnapshotError};
use crate::code::CodeError;
use crate::costing::ShipmentError;
use crate::draws::{FactorGroupsError, ModelErrorsError};
use crate::metric::WeightsError;
use crate::network::{Faults, PlaceError, ReversedDates, UnknownWord};
use crate::operations::BuildError;
use crate::policy::{PolicyError, RuleRef};
use crate::quantity::QuantityError;
use crate::router::{CchError, LayeredError, LimitedError, MetricError, ParetoError, QueryError};
use crate::scenario::ScenarioError;
use crate::verify::VerifyError;

/// The error of the crate: no route, a mistake of the caller, or a limit of the engine.
///
/// Every error of the crate converts into it, so that `?` works in a function that returns it.
/// [`Error::kind`] keeps the three apart, and [`Error::into_no_route`] takes the answer *no route*
/// out of it. `Debug` prints what `Display` prints, so that an error returned from `main` reads
/// well; the serialised form has the code, the kind, the message and the data.
///
/// ```
/// use trade_corridor::planner::ErrorKind;
/// use trade_corridor::prelude::*;
///
/// fn cheapest(from: &str, to: &str) -> Result<Route, Error> {
///     let network = Network::europe_central_asia();
///     let planner = Planner::new(network, &Scenario::preset("status-quo")?)?;
///     let shipment = Shipment::container_40ft(Mass::from_tonnes(20.0)?)?;
///     planner.cheapest(&Request::new(from, to).shipment(shipment))
/// }
///
/// assert!(cheapest("Khorgos", "Istanbul").is_ok());
/// let error = cheapest("Khorgos", "Istambul").unwrap_err();
/// assert_eq!((error.code(), error.kind()), ("place_unknown", ErrorKind::Input));
/// assert!(format!("{error:?}").contains("did you mean TRIST (Istanbul, TR)"));
/// assert!(serde_json::to_string(&error).unwrap().contains(r#""query":"Istambul""#));
/// ```
#[derive(Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An answer: there is no route.
    #[error(transparent)]
    NoRoute(#[from] NoRoute),
    /// A name that no place has, or several have.
    #[error(transparent)]
    Place(#[from] PlaceError),
    /// A place id that another network minted.
    #[error("a place id of another network; look the place up in this one")]
    ForeignPlace,
    /// A policy that cannot be read, or does not fit the network.
    #[error(transparent)]
    Policy(Box<PolicyError>),
    /// A scenario that cannot be read, or does not fit the network.
    #[error(transparent)]
    Scenario(Box<ScenarioError>),
    /// Limits on whole routes where many questions are prepared at once.
    #[error("the policy limits whole routes; ask `Planner::best` instead of preparing it")]
    LimitsNotPrepared,
    /// A question of a batch that was ended before it was answered.
    #[error("not answered: the batch was cancelled; ask again")]
    Cancelled,
    /// Several rules on what a route uses where many questions are prepared at once.
    #[error(
        "`{rule}` is a second rule on what a route must use, prepared questions take one; ask `Planner::best` instead"
    )]
    SeveralUsesNotPrepared {
        /// The second of them.
        rule: RuleRef,
    },
    /// Neither two nor three objectives where compromises are asked for.
    #[error("{given} objectives: give two or three")]
    Objectives {
        /// How many were given.
        given: usize,
    },
    /// A matrix of more cells than the planner's bounds allow.
    #[error(
        "{rows} rows of {columns} columns are above {most} cells; ask for fewer rows at a time, or raise \
         `QueryBounds::cells`"
    )]
    TooManyCells {
        /// Number of rows.
        rows: usize,
        /// Number of columns.
        columns: usize,
        /// How many cells are made.
        most: usize,
    },
    /// Tables that do not become a network.
    #[error(transparent)]
    Tables(Box<AtlasError>),
    /// A saved network that cannot be written or read.
    #[error(transparent)]
    NetworkFile(Box<SnapshotError>),
    /// Records that do not become a network.
    #[error(transparent)]
    Records(#[from] Faults),
    /// A number that is no possible amount.
    #[error(transparent)]
    Quantity(#[from] QuantityError),
    /// A shipment that cannot be.
    #[error(transparent)]
    Shipment(#[from] ShipmentError),
    /// A text that is no code.
    #[error(transparent)]
    Code(#[from] CodeError),
    /// A word that is none of those accepted.
    #[error(transparent)]
    Word(#[from] UnknownWord),
    /// An end before its beginning.
    #[error(transparent)]
    Dates(#[from] ReversedDates),
    /// A route of the caller's that fails the check.
    #[error(transparent)]
    Route(Box<VerifyError>),
    /// One of several scenarios.
    #[error("scenario {index}: {source}")]
    InScenario {
        /// Its position in the list.
        index: usize,
        /// What is wrong.
        source: Box<Error>,
    },
    /// One of several requests.
    #[error("request {index}: {source}")]
    InRequest {
        /// Its position in the list.
        index: usize,
        /// What is wrong.
        source: Box<Error>,
    },
    /// Groups of figures that cannot be read, or do not fit the network.
    #[error(transparent)]
    FactorGroups(Box<FactorGroupsError>),
    /// A table of what the model gets wrong that cannot be read, or does not fit the network.
    #[error(transparent)]
    ModelErrors(Box<ModelErrorsError>),
    /// Draws that cannot be made.
    #[error(transparent)]
    Confidence(#[from] ConfidenceError),
    /// An error of a module that builds upon the planner.
    #[error("{message}")]
    Other {
        /// Its code.
        code: &'static str,
        /// Its message.
        message: String,
    },
    /// Something beyond what the search takes.
    #[error(transparent)]
    Engine(Box<EngineError>),
    /// The route that was found does not pass its own check; it is not returned.
    #[error("the route found fails its check, which is a defect of this crate; report it: {0}")]
    Unverified(Box<VerifyError>),
}

debug_as_display!(Error);

/// Who can do something about an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ErrorKind {
    /// Nobody: it is an answer.
    NoRoute,
    /// The caller: the question, the rules, the scenario or a value is wrong.
    Input,
    /// Whoever divides the question: it is beyond what the search takes.
    Engine,
    /// Whoever maintains this crate: it is a defect.
    Defect,
}

macro_rules! into_error {
    ($($from:ty => $variant:ident),+ $(,)?) => {$(
        impl From<$from> for Error {
            fn from(error: $from) -> Self {
                Self::$variant(Box::new(error.into()))
            }
        }
    )+};
}

into_error!(
    AtlasError => Tables,
    SnapshotError => NetworkFile,
    PolicyError => Policy,
    ScenarioError => Scenario,
    VerifyError => Route,
    EngineError => Engine,
    BuildError => Engine,
    WeightsError => Engine,
    MetricError => Engine,
    QueryError => Engine,
    LayeredError => Engine,
    LimitedError => Engine,
    ParetoError => Engine,
    CchError => Engine,
    FactorGroupsError => FactorGroups,
    ModelErrorsError => ModelErrors,
);

impl Error {
    /// The answer *no route*, where it is one.
    ///
    /// # Errors
    /// The error itself, where it is none.
    ///
    /// ```
    /// use trade_corridor::prelude::*;
    ///
    /// /// Costs in cents where there is a route; what cannot be asked is an error.
    /// fn cost(planner: &Planner, request: &Request) -> Result<Option<i64>, Error> {
    ///     match planner.cheapest(request) {
    ///         Ok(route) => Ok(Some(route.cost().as_cents())),
    ///         Err(error) => error.into_no_route().map(|_| None),
    ///     }
    /// }
    /// # let network = Network::europe_central_asia();
    /// # let planner = Planner::new(network, &Scenario::preset("status-quo")?)?;
    /// assert!(cost(&planner, &Request::new("Baku", "Tbilisi"))?.is_some());
    /// assert_eq!(cost(&planner, &Request::new("Baku", "Baku"))?, None);
    /// assert!(cost(&planner, &Request::new("Baku", "Atlantis")).is_err());
    /// # Ok::<(), Error>(())
    /// ```
    pub fn into_no_route(self) -> Result<NoRoute, Self> {
        match self {
            Self::NoRoute(none) => Ok(none),
            other => Err(other),
        }
    }

    /// The answer *no route*, where it is one.
    #[must_use]
    pub const fn no_route(&self) -> Option<&NoRoute> {
        match self {
            Self::NoRoute(none) => Some(none),
            _ => None,
        }
    }

    /// An error of a module that builds upon the planner, by code and message.
    pub(crate) fn other(code: &'static str, error: &impl std::fmt::Display) -> Self {
        Self::Other {
            code,
            message: error.to_string(),
        }
    }

    /// A route whose money would be followed, with a step that has no price.
    pub(crate) fn unpriced() -> Self {
        Self::other(
            "unpriced",
            &"a step of the best route has no known price, so that its money cannot be followed; ask for the \
              least cost",
        )
    }

    /// Who can do something about it.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        match self {
            Self::NoRoute(_) => ErrorKind::NoRoute,
            Self::InScenario { source, .. } | Self::InRequest { source, .. } => source.kind(),
            Self::Engine(error) => match **error {
                // Quotes and verdicts are the planner's own, unless a caller made weights of others;
                // a function of the caller's is missing.
                EngineError::Weights {
                    source:
                        WeightsError::ForeignQuote
                        | WeightsError::ForeignVerdicts { .. }
                        | WeightsError::NoFunction { .. },
                } => ErrorKind::Input,
                _ => ErrorKind::Engine,
            },
            Self::TooManyCells { .. } => ErrorKind::Engine,
            Self::Unverified(_) => ErrorKind::Defect,
            Self::Place(_)
            | Self::ForeignPlace
            | Self::Policy(_)
            | Self::Scenario(_)
            | Self::LimitsNotPrepared
            | Self::Cancelled
            | Self::SeveralUsesNotPrepared { .. }
            | Self::Objectives { .. }
            | Self::Tables(_)
            | Self::NetworkFile(_)
            | Self::Records(_)
            | Self::Quantity(_)
            | Self::Shipment(_)
            | Self::Code(_)
            | Self::Word(_)
            | Self::Dates(_)
            | Self::Route(_)
            | Self::FactorGroups(_)
            | Self::ModelErrors(_)
            | Self::Confidence(_)
            | Self::Other { .. } => ErrorKind::Input,
        }
    }

    /// The stable code: that of the reason, of the error within, or one of these. Messages may
    /// change with any release, codes do not.
    ///
    /// | code | variant |
    /// |---|---|
    /// | see [`Reason::code`](super::Reason::code) | [`NoRoute`](Self::NoRoute) |
    /// | `place_unknown`, `place_outside`, `place_ambiguous` | [`Place`](Self::Place) |
    /// | `place_foreign` | [`ForeignPlace`](Self::ForeignPlace) |
    /// | see [`PolicyError::code`] | [`Policy`](Self::Policy) |
    /// | see [`ScenarioError::code`] | [`Scenario`](Self::Scenario) |
    /// | `limits_not_prepared` | [`LimitsNotPrepared`](Self::LimitsNotPrepared) |
    /// | `cancelled` | [`Cancelled`](Self::Cancelled) |
    /// | `several_uses_not_prepared` | [`SeveralUsesNotPrepared`](Self::SeveralUsesNotPrepared) |
    /// | `objectives` | [`Objectives`](Self::Objectives) |
    /// | `matrix_too_large` | [`TooManyCells`](Self::TooManyCells) |
    /// | see [`AtlasError::code`] | [`Tables`](Self::Tables) |
    /// | see [`SnapshotError::code`] | [`NetworkFile`](Self::NetworkFile) |
    /// | `records_faulty` | [`Records`](Self::Records) |
    /// | see [`QuantityError::code`] | [`Quantity`](Self::Quantity) |
    /// | see [`ShipmentError::code`] | [`Shipment`](Self::Shipment) |
    /// | see [`CodeError::code`] | [`Code`](Self::Code) |
    /// | `word` | [`Word`](Self::Word) |
    /// | `dates_reversed` | [`Dates`](Self::Dates) |
    /// | see [`VerifyError::code`] | [`Route`](Self::Route) |
    /// | that of the error within | [`InScenario`](Self::InScenario), [`InRequest`](Self::InRequest) |
    /// | see [`EngineError::code`] | [`Engine`](Self::Engine) |
    /// | see [`FactorGroupsError::code`] | [`FactorGroups`](Self::FactorGroups) |
    /// | see [`ModelErrorsError::code`] | [`ModelErrors`](Self::ModelErrors) |
    /// | see [`ConfidenceError::code`] | [`Confidence`](Self::Confidence) |
    /// | its own | [`Other`](Self::Other) |
    /// | `unverified` | [`Unverified`](Self::Unverified) |
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoRoute(none) => none.code(),
            Self::Place(error) => error.code(),
            Self::ForeignPlace => "place_foreign",
            Self::Policy(error) => error.code(),
            Self::Scenario(error) => error.code(),
            Self::LimitsNotPrepared => "limits_not_prepared",
            Self::Cancelled => "cancelled",
            Self::SeveralUsesNotPrepared { .. } => "several_uses_not_prepared",
            Self::Objectives { .. } => "objectives",
            Self::TooManyCells { .. } => "matrix_too_large",
            Self::Tables(error) => error.code(),
            Self::NetworkFile(error) => error.code(),
            Self::Records(_) => "records_faulty",
            Self::Quantity(error) => error.code(),
            Self::Shipment(error) => error.code(),
            Self::Code(error) => error.code(),
            Self::Word(_) => "word",
            Self::Dates(_) => "dates_reversed",
            Self::Route(error) => error.code(),
            Self::InScenario { source, .. } | Self::InRequest { source, .. } => source.code(),
            Self::FactorGroups(error) => error.code(),
            Self::ModelErrors(error) => error.code(),
            Self::Confidence(error) => error.code(),
            Self::Other { code, .. } => code,
            Self::Engine(error) => error.code(),
            Self::Unverified(_) => "unverified",
        }
    }
}

impl Serialize for Error {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("code", self.code())?;
        map.serialize_entry("kind", &self.kind())?;
        map.serialize_entry("message", &self.to_string())?;
        self.fields(&mut map)?;
        map.end()
    }
}

impl Error {
    fn fields<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        match self {
            Self::NoRoute(none) => map.serialize_entry("no_route", none),
            Self::Place(error) => error.fields(map),
            Self::Policy(error) => error.fields(map),
            Self::Scenario(error) => error.fields(map),
            Self::Route(error) | Self::Unverified(error) => error.fields(map),
            Self::Engine(error) => error.fields(map),
            Self::FactorGroups(error) => error.fields(map),
            Self::ModelErrors(error) => error.fields(map),
            Self::Confidence(error) => error.fields(map),
            Self::SeveralUsesNotPrepared { rule } => map.serialize_entry("rule", rule),
            Self::Objectives { given } => map.serialize_entry("given", given),
            Self::TooManyCells {
                rows,
                columns,
                most,
            } => {
                map.serialize_entry("rows", rows)?;
                map.serialize_entry("columns", columns)?;
                map.serialize_entry("most", most)
            }
            Self::InScenario { index, source } => {
                map.serialize_entry("scenario_index", index)?;
                source.fields(map)
            }
            Self::InRequest { index, source } => {
                map.serialize_entry("request_index", index)?;
                source.fields(map)
            }
            Self::Tables(error) => error.fields(map),
            Self::NetworkFile(error) => error.fields(map),
            Self::Records(faults) => map.serialize_entry("faults", faults),
            Self::Quantity(error) => error.fields(map),
            Self::Shipment(error) => error.fields(map),
            Self::Code(error) => error.fields(map),
            Self::Word(UnknownWord {
                what,
                word,
                accepted,
            }) => {
                map.serialize_entry("what", what)?;
                map.serialize_entry("word", word)?;
                map.serialize_entry("accepted", accepted)
            }
            Self::Dates(ReversedDates { from, to }) => {
                map.serialize_entry("from", from)?;
                map.serialize_entry("to", to)
            }
            Self::ForeignPlace | Self::LimitsNotPrepared | Self::Cancelled | Self::Other { .. } => {
                Ok(())
            }
        }
    }
}
