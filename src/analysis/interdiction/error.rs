use crate::network::did_you_mean;
use crate::planner::Error;

/// Why the worst closures cannot be found.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum InterdictionError {
    /// Nothing to close, or more than is tried.
    #[error(
        "{budget} closures cannot be chosen; give 1 to {most}, or raise `Interdiction::most_budget`"
    )]
    Budget {
        /// How many were asked for.
        budget: usize,
        /// How many are tried.
        most: usize,
    },
    /// Nothing that may be closed.
    #[error("nothing may be closed; name kinds or levers")]
    NoLevers,
    /// A lever that the network does not have.
    #[error("the network has no {lever}; look its code or id up in the tables")]
    UnknownLever {
        /// The lever in words.
        lever: String,
    },
    /// A text that is no country and no party.
    #[error("`{actor}` is no country such as `RU`, and no operator or owner{}",
        did_you_mean(nearest.as_ref()))]
    UnknownActor {
        /// The text.
        actor: String,
        /// The nearest id.
        nearest: Option<String>,
    },
    /// Shares that do not decide who stands behind whom.
    #[error("who stands behind whom is not decided: {reason}")]
    Undecided {
        /// The reason.
        reason: String,
    },
    /// More searches than are made.
    #[error(
        "the worst {budget} closures take more than {most} searches; close fewer kinds or levers, lower the \
         budget, or raise `Interdiction::most_searches`"
    )]
    TooManySearches {
        /// The budget.
        budget: usize,
        /// How many are made.
        most: usize,
    },
    /// More sets of closures than are looked at.
    #[error(
        "the worst {budget} closures take more than {most} sets to look at; close fewer kinds or levers, lower \
         the budget, or raise `Interdiction::most_worlds`"
    )]
    TooManyWorlds {
        /// The budget.
        budget: usize,
        /// How many are looked at.
        most: usize,
    },
}

coded!(InterdictionError {
    Budget { budget, most } = "interdiction_budget",
    NoLevers {} = "interdiction_no_levers",
    UnknownLever { lever } = "interdiction_unknown_lever",
    UnknownActor { actor, nearest } = "interdiction_unknown_actor",
    Undecided { reason } = "interdiction_undecided",
    TooManySearches { budget, most } = "interdiction_too_many_searches",
    TooManyWorlds { budget, most } = "interdiction_too_many_worlds",
});

impl From<InterdictionError> for Error {
    fn from(error: InterdictionError) -> Self {
        Self::other(error.code(), &error)
    }
}
