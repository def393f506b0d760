//! Why a hierarchy cannot be built or customised.

use thiserror::Error;

use crate::graph::GraphId;
use crate::ids::ArcId;
use crate::order::OrderError;

/// Why a hierarchy cannot be built or customised.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CchError {
    /// The order is for another graph.
    #[error(transparent)]
    Order(#[from] OrderError),
    /// The order fills the graph in too much.
    #[error(
        "more than {limit} arcs arise: take a better order, allow more by `Cch::within`, or split the graph"
    )]
    TooManyArcs {
        /// The largest number of arcs.
        limit: u32,
    },
    /// The metric was made for another graph.
    #[error(
        "the metric is of another graph ({metric}) than the hierarchy ({hierarchy}): make both for one graph"
    )]
    ForeignMetric {
        /// Graph of the metric.
        metric: GraphId,
        /// Graph of the hierarchy.
        hierarchy: GraphId,
    },
    /// What should be brought up to date or taken apart was customised on another hierarchy.
    #[error("the metric was customised on another hierarchy: customise it on this one")]
    ForeignCustomisation,
    /// Among several metrics there is none at that place.
    #[error("no metric {place}: metrics are 0..{metrics}")]
    UnknownMetric {
        /// The place asked for.
        place: usize,
        /// Number of metrics.
        metrics: usize,
    },
    /// The metric at that place was customised from other weights.
    #[error("metric {place} was customised from other weights: give the metric it was made of")]
    OtherWeights {
        /// The place asked for.
        place: usize,
    },
    /// There is no such arc.
    #[error("no arc {arc}: arcs are 0..{arcs}")]
    UnknownArc {
        /// The arc asked for.
        arc: ArcId,
        /// Number of the caller's arcs.
        arcs: u32,
    },
    /// A path could weigh more than the hierarchy's integers hold.
    #[error("a path may weigh {bound}, above {limit}: use a coarser unit")]
    TooHeavy {
        /// What a path of the hierarchy weighs at most.
        bound: u64,
        /// The largest path weight.
        limit: u32,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Graph;

    #[test]
    fn errors_say_what_and_how() {
        let graph = |arcs: &[(u32, u32)]| Graph::new(3, arcs.iter().copied()).unwrap().id();
        let error = CchError::ForeignMetric {
            metric: graph(&[(0, 1)]),
            hierarchy: graph(&[(1, 0), (2, 0)]),
        };
        let text = error.to_string();
        assert!(text.starts_with("the metric is of another graph (3 nodes, 1 arcs, hash "));
        assert!(text.ends_with("): make both for one graph"));
        let error = CchError::UnknownMetric {
            place: 2,
            metrics: 2,
        };
        assert_eq!(error.to_string(), "no metric 2: metrics are 0..2");
        let error = CchError::OtherWeights { place: 1 };
        assert_eq!(
            error.to_string(),
            "metric 1 was customised from other weights: give the metric it was made of"
        );
        assert_eq!(
            CchError::ForeignCustomisation.to_string(),
            "the metric was customised on another hierarchy: customise it on this one"
        );
        let error = CchError::TooManyArcs { limit: 7 };
        assert_eq!(
            error.to_string(),
            "more than 7 arcs arise: take a better order, allow more by `Cch::within`, or split the graph"
        );
        let error = CchError::UnknownArc {
            arc: ArcId(7),
            arcs: 7,
        };
        assert_eq!(error.to_string(), "no arc 7: arcs are 0..7");
    }
}
