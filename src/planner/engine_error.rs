//! What the search refuses.

use crate::metric::WeightsError;
use crate::operations::BuildError;
use crate::router::{CchError, LayeredError, LimitedError, MetricError, ParetoError, QueryError};

/// The refusal, with the remedy as a planner has it.
fn under_limits(source: &LimitedError) -> String {
    match source {
        LimitedError::TooManyLabels { most } => format!(
            "more than {most} partial routes under the limits on whole routes: drop or loosen one of them, or \
             raise `QueryBounds::labels`"
        ),
        other => other.to_string(),
    }
}

/// What the search refuses.
#[derive(Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum EngineError {
    /// More operations than can be numbered.
    #[error("{source}")]
    Operations {
        /// The reason.
        #[from]
        source: BuildError,
    },
    /// Weights beyond its range.
    #[error("{source}")]
    Weights {
        /// The reason.
        #[from]
        source: WeightsError,
    },
    /// Counts beyond its range.
    #[error("{source}")]
    Counts {
        /// The reason.
        #[from]
        source: MetricError,
    },
    /// A question between nodes that are not there.
    #[error("{source}")]
    Query {
        /// The reason.
        #[from]
        source: QueryError,
    },
    /// More that a route has to use and come by than can be searched for.
    #[error("{source}")]
    Layers {
        /// The reason.
        #[from]
        source: LayeredError,
    },
    /// A question under limits.
    #[error("{}", under_limits(source))]
    Limited {
        /// The reason.
        #[from]
        source: LimitedError,
    },
    /// A question for compromises.
    #[error("{source}")]
    Front {
        /// The reason.
        #[from]
        source: ParetoError,
    },
    /// Weights or operations that the hierarchy does not take.
    #[error("{source}")]
    Hierarchy {
        /// The reason.
        #[from]
        source: CchError,
    },
}

coded!(EngineError {
    Operations {} = "engine_operations",
    Weights {} = "engine_weights",
    Counts {} = "engine_counts",
    Query {} = "engine_query",
    Layers {} = "engine_layers",
    Limited {} = "engine_limited",
    Front {} = "engine_front",
    Hierarchy {} = "engine_hierarchy",
});
