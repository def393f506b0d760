use crate::network::did_you_mean;
use crate::planner::Error;
use crate::quantity::PerYear;
use crate::rows::{RowFault, told};

/// Why a list of flows cannot be read or added up.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DemandError {
    /// A table with faults, all of them in the order of lines.
    #[error("{}", told("flows", faults, *more))]
    Faulty {
        /// The faults that are told.
        faults: Vec<RowFault>,
        /// How many more there are at least.
        more: usize,
    },
    /// A table that is longer than is read.
    #[error("the table has more than {most} bytes; split it, or raise `DemandLimits::bytes`")]
    TooLarge {
        /// How many bytes are read.
        most: u64,
    },
    /// A table that cannot be read to its end.
    #[error("the table cannot be read: {reason}")]
    Unreadable {
        /// The reason.
        reason: String,
    },
    /// A list that is not there.
    #[error("there is no list `{list}`{}; the lists are {}", did_you_mean(nearest.as_ref()), lists.join(", "))]
    UnknownList {
        /// The name.
        list: String,
        /// The nearest known one.
        nearest: Option<String>,
        /// Those that are there.
        lists: Vec<String>,
    },
    /// Flows of several lists where they would be added up.
    #[error(
        "flows of {} lists are not added up, for lists may count the same boxes ({}); take one by \
         `Demand::only`, or name them one by `Demand::joined`",
        lists.len(),
        lists.join(", ")
    )]
    SeveralLists {
        /// Their names.
        lists: Vec<String>,
    },
    /// Nothing that could be added up.
    #[error("the list has no flows; add some")]
    Empty,
    /// More boxes than add up exactly.
    #[error("{boxes} boxes a year are above the largest accepted 10000000000; check the unit")]
    TooMany {
        /// How many.
        boxes: PerYear,
    },
    /// A range that its figure lies outside of.
    #[error("{volume} a year does not lie in its range from {low} to {high}; correct one of them")]
    OutsideRange {
        /// The low end.
        low: PerYear,
        /// The figure.
        volume: PerYear,
        /// The high end.
        high: PerYear,
    },
}

coded!(DemandError {
    Faulty { faults, more } = "demand_faulty",
    TooLarge { most } = "demand_too_large",
    Unreadable { reason } = "demand_unreadable",
    UnknownList { list, nearest, lists } = "demand_unknown_list",
    SeveralLists { lists } = "demand_several_lists",
    Empty {} = "demand_empty",
    TooMany { boxes } = "demand_too_many",
    OutsideRange { low, volume, high } = "demand_outside_range",
});

impl From<DemandError> for Error {
    fn from(error: DemandError) -> Self {
        Self::other(error.code(), &error)
    }
}
