use crate::draws::{FactorGroups, MOST_DRAWS, ModelErrors};
use crate::metric::Objective;
use crate::network::did_you_mean;

/// How a question is drawn: of what a route is to have least, how many draws, from which seed.
///
/// ```
/// use trade_corridor::planner::Sampling;
/// use trade_corridor::prelude::*;
///
/// let sampling = Sampling::default();
/// assert_eq!((sampling.draws, sampling.objective), (1_024, Objective::Cost));
/// let finer = Sampling::default().draws(4_096).seed(7).objective(Objective::Time);
/// assert_eq!(finer.seed, 7);
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Sampling {
    /// How many draws, from 1 to [`Sampling::MOST`]; powers of two spread most evenly. 1,024 at first.
    pub draws: u32,
    /// The same seed gives the same draws on every platform and with any number of threads.
    pub seed: u32,
    /// What the route is to have least of in every draw; [`Objective::Cost`] at first.
    pub objective: Objective,
    /// Over how many of the draws total effects are worked out, at most all; 128 at first, none at 0. Each takes
    /// pricing the answer once more for every thing that decides.
    pub total_draws: u32,
    /// Which figures are high or low together; those of the embedded table at first.
    pub groups: FactorGroups,
    /// What the model itself gets wrong beside the figures that it reads; what the embedded table says at first. It
    /// is drawn with them and counts as they do, in answers, lists, differences and hours of trips.
    pub model_errors: ModelErrors,
}

impl Sampling {
    /// The most draws of one question.
    pub const MOST: u32 = MOST_DRAWS;

    /// The most requests of one list.
    pub const MOST_REQUESTS: usize = 100_000;

    /// The most draws of all requests of a list together of which everything is kept; some kilobyte for a draw.
    pub const MOST_KEPT: u32 = 1 << 18;

    /// With so many draws.
    #[must_use]
    pub fn draws(mut self, draws: u32) -> Self {
        self.draws = draws;
        self
    }

    /// With another seed.
    #[must_use]
    pub fn seed(mut self, seed: u32) -> Self {
        self.seed = seed;
        self
    }

    /// For another objective.
    #[must_use]
    pub fn objective(mut self, objective: Objective) -> Self {
        self.objective = objective;
        self
    }

    /// With total effects over so many draws.
    #[must_use]
    pub fn total_draws(mut self, total_draws: u32) -> Self {
        self.total_draws = total_draws;
        self
    }

    /// With other groups of figures that are high or low together.
    #[must_use]
    pub fn groups(mut self, groups: FactorGroups) -> Self {
        self.groups = groups;
        self
    }

    /// With another table of what the model gets wrong, or [none](ModelErrors::none): then only figures are drawn.
    #[must_use]
    pub fn model_errors(mut self, model_errors: ModelErrors) -> Self {
        self.model_errors = model_errors;
        self
    }

    pub(super) const fn check(&self) -> Result<(), ConfidenceError> {
        match self.draws {
            0 => Err(ConfidenceError::NoDraws),
            given if given > Self::MOST => Err(ConfidenceError::TooManyDraws {
                given,
                most: Self::MOST,
            }),
            _ => Ok(()),
        }
    }
}

impl Default for Sampling {
    fn default() -> Self {
        Self {
            draws: 1_024,
            seed: 0,
            objective: Objective::Cost,
            total_draws: 128,
            groups: FactorGroups::embedded(),
            model_errors: ModelErrors::embedded(),
        }
    }
}

/// Why nothing can be said about how sure an answer is.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ConfidenceError {
    /// No draws.
    #[error("0 draws say nothing; ask for 1,024")]
    NoDraws,
    /// More draws than the sequence has points.
    #[error("{given} draws are above {most}; ask for fewer, or for several seeds")]
    TooManyDraws {
        /// How many were asked for.
        given: u32,
        /// How many there are at most.
        most: u32,
    },
    /// More requests at once than are drawn.
    #[error("{given} requests are above {most} drawn {draws} times each; {hint}")]
    TooManyRequests {
        /// How many were given.
        given: usize,
        /// How many there are at most.
        most: usize,
        /// How many draws each.
        draws: u32,
        /// What to do instead.
        hint: &'static str,
    },
    /// Limits on the whole route.
    #[error(
        "the policy limits whole routes, which drawn worlds are not searched under; leave the limits out"
    )]
    Limits,
    /// Planners of two networks, whose figures have nothing in common.
    #[error(
        "the two planners have networks of their own, so no figure is drawn for both; make the second one by \
         `Planner::under` or from a clone of the network"
    )]
    OtherNetwork,
    /// A source that the network does not have.
    #[error("`{source_id}` is no source of the network{}", did_you_mean(nearest.as_ref()))]
    UnknownSource {
        /// The id that was given.
        source_id: String,
        /// The nearest id, if one is near.
        nearest: Option<String>,
    },
    /// A source whose figures are all exact.
    #[error("no figure of `{source_id}` has a range; name a source that ranges.csv has one for")]
    NoRange {
        /// Its id.
        source_id: String,
    },
}

coded!(ConfidenceError {
    NoDraws {} = "no_draws",
    TooManyDraws { given, most } = "too_many_draws",
    TooManyRequests { given, most, draws, hint } = "too_many_requests_drawn",
    Limits {} = "limits_not_drawn",
    OtherNetwork {} = "other_network",
    UnknownSource { source_id, nearest } = "source_unknown",
    NoRange { source_id } = "source_without_range",
});
