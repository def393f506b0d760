use crate::analysis::demand::DemandError;
use crate::planner::Error;
use crate::rows::{TableFault, told};

/// Why flows cannot be assigned, or a table of capacities cannot be read.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FlowsError {
    /// A scale of the choice that is none.
    #[error("a scale of {given} per USD; give a number above 0, such as 0.005")]
    Scale {
        /// What was given.
        given: String,
    },
    /// A setting beyond its bounds.
    #[error("{setting} is {given}; it has to be from {least} to {most}")]
    Setting {
        /// Its name.
        setting: &'static str,
        /// What was given.
        given: String,
        /// The least.
        least: String,
        /// The most.
        most: String,
    },
    /// Flows that are not added up.
    #[error("{0}")]
    Demand(DemandError),
    /// A table of capacities with faults, all of them.
    #[error("{}", told("capacities", faults, *more))]
    Faulty {
        /// The faults, in the order of lines; at most 1,000.
        faults: Vec<TableFault>,
        /// How many more there are at least.
        more: usize,
    },
    /// A table of capacities that cannot be read.
    #[error("the table of capacities cannot be read: {reason}")]
    Unreadable {
        /// Why.
        reason: String,
    },
    /// A table of capacities that is longer than is read.
    #[error("the table of capacities has more than {most} bytes; split it")]
    TooLarge {
        /// How many bytes are read.
        most: usize,
    },
}

coded!(FlowsError {
    Scale { given } = "flows_scale",
    Setting { setting, given, least, most } = "flows_setting",
    Demand { 0: source } = "flows_demand",
    Faulty { faults, more } = "flows_capacities_faulty",
    Unreadable { reason } = "flows_capacities_unreadable",
    TooLarge { most } = "flows_capacities_too_large",
});

impl From<FlowsError> for Error {
    fn from(error: FlowsError) -> Self {
        Self::other(error.code(), &error)
    }
}
