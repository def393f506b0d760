use super::NoRoute;
use crate::metric::FreezeError;
use crate::network::PlaceError;
use crate::operations::BuildError;
use crate::policy::PolicyError;
use crate::route::VerifyError;
use crate::router::{CchError, LimitedError, MetricError, ParetoError, QueryError};
use crate::scenario::ScenarioError;

/// Why a planner could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PlannerError {
    /// The scenario does not fit the network.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    /// The network does not fit the search.
    #[error(transparent)]
    Build(#[from] BuildError),
}

/// Why there is no route.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RouteError {
    /// A name that no place has, or several have.
    #[error("{source}")]
    UnknownPlace {
        /// What is wrong with the name.
        source: PlaceError,
    },
    /// Start and end are one place.
    #[error("the route starts and ends at {place}; give two different places")]
    SamePlace {
        /// The place.
        place: String,
    },
    /// Nothing is loaded or unloaded at a place on the day.
    #[error("no goods are handled at {place} on that day; choose a city, terminal or port near it")]
    NoTerminal {
        /// The place.
        place: String,
    },
    /// A rule excludes the start or the end.
    #[error("{place} is excluded by rule `{rule}`: {explanation}")]
    EndpointExcluded {
        /// The place.
        place: String,
        /// The rule.
        rule: String,
        /// What the rule found.
        explanation: String,
    },
    /// No way leads there.
    #[error("{0}")]
    NoRoute(Box<NoRoute>),
    /// No way leads between two places under a prepared policy.
    #[error("no way leads there under the prepared policy; ask `Planner::best` for the cause")]
    NoPreparedRoute {
        /// Where it should start.
        from: crate::network::PlaceId,
        /// Where it should end.
        to: crate::network::PlaceId,
    },
    /// The route that was found does not pass its own check; it is not given out.
    #[error("the route found fails its check, which is a defect of this crate; report it: {0}")]
    Unverified(Box<VerifyError>),
    /// A place id that another network minted.
    #[error("a place id of another network; look the place up in this one")]
    ForeignPlace,
    /// Limits cannot be customised in advance.
    #[error("the policy limits whole routes; ask `Planner::best` instead of preparing it")]
    LimitsNotPrepared,
    /// The policy does not fit the network.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// Weights that the search refuses.
    #[error(transparent)]
    Weights(#[from] FreezeError),
    /// A question that the search refuses.
    #[error(transparent)]
    Search(#[from] QueryError),
    /// A limited question that the search refuses.
    #[error(transparent)]
    Limited(#[from] LimitedError),
    /// A question for compromises that the search refuses.
    #[error(transparent)]
    Front(#[from] ParetoError),
    /// Weights or operations that the hierarchy refuses.
    #[error(transparent)]
    Hierarchy(#[from] CchError),
    /// A count that the search refuses.
    #[error(transparent)]
    Count(#[from] MetricError),
    /// Operations made for this question do not fit the search.
    #[error(transparent)]
    Build(#[from] BuildError),
}

impl From<VerifyError> for RouteError {
    fn from(error: VerifyError) -> Self {
        Self::Unverified(Box::new(error))
    }
}
