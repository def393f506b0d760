use crate::planner::Error;

/// Why a toll cannot be examined.
#[derive(Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum TollError {
    /// Things of two kinds in one toll.
    #[error("one toll on {first} and {second}: name things of one kind, such as lines alone")]
    MixedKinds {
        /// A thing.
        first: String,
        /// One of another kind.
        second: String,
    },
    /// Nothing that is tolled.
    #[error("nothing is tolled; name a line, link, crossing, operator or consortium")]
    NoSubject,
    /// A number of points that no curve has.
    #[error("{points} points of a curve; give 2 to {most}")]
    Points {
        /// How many.
        points: usize,
        /// How many are accepted.
        most: usize,
    },
    /// A scale that no choice has.
    #[error("a scale of {per_usd} per USD; give a number above 0 and up to {most}, such as 0.005")]
    Scale {
        /// The scale.
        per_usd: f64,
        /// The largest accepted.
        most: f64,
    },
    /// A number of ways that is not looked for.
    #[error("{ways} ways around; give 1 to {most}")]
    Ways {
        /// How many.
        ways: usize,
        /// How many are accepted.
        most: usize,
    },
    /// A toll or a cost below nothing.
    #[error("{what} of {amount} USD; give an amount from 0 on")]
    Negative {
        /// What it is.
        what: &'static str,
        /// The amount.
        amount: f64,
    },
    /// More tolls at once than are enumerated.
    #[error("{tolls} tolls at once; give 1 to {most}")]
    TooManyTolls {
        /// How many.
        tolls: usize,
        /// How many are accepted.
        most: usize,
    },
    /// More combinations of tolls than are looked at.
    #[error(
        "{vertices} combinations of tolls are above {most}; take fewer flows or tolls, or raise `most_vertices`"
    )]
    TooManyVertices {
        /// How many.
        vertices: u64,
        /// How many are looked at.
        most: u64,
    },
    /// A flow that has to pay whatever is asked.
    #[error("flow {flow} has no way around the tolls and would pay any; set a ceiling")]
    Captive {
        /// Its position.
        flow: usize,
    },
}

coded!(TollError {
    MixedKinds { first, second } = "toll_mixed_kinds",
    NoSubject {} = "toll_no_subject",
    Points { points, most } = "toll_points",
    Scale { per_usd, most } = "toll_scale",
    Ways { ways, most } = "toll_ways",
    Negative { what, amount } = "toll_negative",
    TooManyTolls { tolls, most } = "toll_too_many",
    TooManyVertices { vertices, most } = "toll_too_many_vertices",
    Captive { flow } = "toll_captive",
});

impl From<TollError> for Error {
    fn from(error: TollError) -> Self {
        Self::other(error.code(), &error)
    }
}
