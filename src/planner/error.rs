use super::NoRoute;
use crate::metric::FreezeError;
use crate::network::PlaceError;
use crate::operations::BuildError;
use crate::policy::PolicyError;
use crate::scenario::ScenarioError;
use crate::search::QueryError;

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
    /// Nothing is loaded or unloaded at a place.
    #[error("no goods are handled at {place}; choose a city, terminal or port near it")]
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
    /// The policy does not fit the network.
    #[error(transparent)]
    Policy(#[from] PolicyError),
    /// Weights that the search refuses.
    #[error(transparent)]
    Weights(#[from] FreezeError),
    /// A question that the search refuses.
    #[error(transparent)]
    Search(#[from] QueryError),
    /// Operations made for this question do not fit the search.
    #[error(transparent)]
    Build(#[from] BuildError),
}
