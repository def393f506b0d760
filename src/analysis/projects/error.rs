use crate::network::did_you_mean;
use crate::planner::Error;
use crate::rows::{TableFault, told};

/// Why projects cannot be compared, or a table of costs cannot be read.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ProjectsError {
    /// Too few projects, or more than sets are gone through for.
    #[error("{projects} projects; give 1 to {most}")]
    Projects {
        /// How many.
        projects: usize,
        /// How many are accepted.
        most: usize,
    },
    /// Two projects of one name.
    #[error("two projects are called `{name}`; name them apart")]
    SameName {
        /// The name.
        name: String,
    },
    /// A project that the network does not have.
    #[error("there is no project `{name}`{}", did_you_mean(nearest.as_ref()))]
    Unknown {
        /// The name.
        name: String,
        /// The nearest known one.
        nearest: Option<String>,
    },
    /// A project whose changes do not hold in the world.
    #[error("project `{project}` cannot be built in this world: {reason}")]
    CannotHold {
        /// The project.
        project: String,
        /// Why.
        reason: String,
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
    /// An objective that is not in money.
    #[error("savings by `{objective}` are no money; ask for the cost or the generalised cost")]
    Objective {
        /// The objective.
        objective: String,
    },
    /// A range that does not hold the cost, or is below nothing.
    #[error(
        "a cost of {value} cents is not within {low} to {high} cents from 0 on; order the three"
    )]
    Band {
        /// The low end in cents.
        low: i64,
        /// The cost in cents.
        value: i64,
        /// The high end in cents.
        high: i64,
    },
    /// A text that states no cost.
    #[error(
        "`{text}` states no cost; write `TRIPP-road=200` or `TRIPP-road=100..200..400`, in millions of USD"
    )]
    Unreadable {
        /// The text.
        text: String,
    },
    /// A currency without a rate.
    #[error(
        "the cost of `{project}` is in `{currency}` of {year}, of which no exchange rate is known; add it to currencies.csv"
    )]
    NoRate {
        /// The project.
        project: String,
        /// The currency.
        currency: String,
        /// The year.
        year: i16,
    },
    /// An amount that is none in US dollars.
    #[error("the cost of `{project}`: {reason}")]
    Amount {
        /// The project.
        project: String,
        /// What is wrong with it.
        reason: String,
    },
    /// More projects that change more than what is open than worlds are made for.
    #[error(
        "{projects} of the projects change more than what is open, or open what others open: their sets make more \
         than {most} worlds; take fewer, or raise `ProjectsQuestion::most_worlds`"
    )]
    TooManyWorlds {
        /// How many of them.
        projects: usize,
        /// How many worlds are made.
        most: usize,
    },
    /// More searches than are made.
    #[error(
        "the projects take more than {most} searches; take fewer projects or flows, or raise \
         `ProjectsQuestion::most_searches`"
    )]
    TooManySearches {
        /// How many are made.
        most: usize,
    },
    /// A table of costs with faults, all of them.
    #[error("{}", told("costs", faults, *more))]
    Faulty {
        /// The faults, in the order of lines; at most 1,000.
        faults: Vec<TableFault>,
        /// How many more there are at least.
        more: usize,
    },
    /// A table of costs that is longer than is read.
    #[error("the table of costs has more than {most} bytes; split it")]
    TooLarge {
        /// How many bytes are read.
        most: usize,
    },
}

coded!(ProjectsError {
    Projects { projects, most } = "projects_number",
    SameName { name } = "projects_same_name",
    Unknown { name, nearest } = "projects_unknown",
    CannotHold { project, reason } = "projects_cannot_hold",
    Setting { setting, given, least, most } = "projects_setting",
    Objective { objective } = "projects_objective",
    Band { low, value, high } = "projects_band",
    Unreadable { text } = "projects_unreadable",
    NoRate { project, currency, year } = "projects_no_rate",
    Amount { project, reason } = "projects_amount",
    TooManyWorlds { projects, most } = "projects_too_many_worlds",
    TooManySearches { most } = "projects_too_many_searches",
    Faulty { faults, more } = "projects_costs_faulty",
    TooLarge { most } = "projects_costs_too_large",
});

impl From<ProjectsError> for Error {
    fn from(error: ProjectsError) -> Self {
        Self::other(error.code(), &error)
    }
}
