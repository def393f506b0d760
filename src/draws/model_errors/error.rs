use crate::code::Name;
use crate::rows::{TableFault, named};

/// Why a table of what the model gets wrong cannot be used.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ModelErrorsError {
    /// A table with faults, all of them.
    #[error("{}", named("model errors", faults))]
    Faulty {
        /// The faults, in the order of lines; at most 1,000.
        faults: Vec<TableFault>,
    },
    /// A table that is longer than is read.
    #[error("the table of model errors has more than {most} bytes; split it")]
    TooLarge {
        /// How many bytes are read.
        most: usize,
    },
    /// Two rows about the same figures.
    #[error(
        "model errors, line {line}: line {other_line} is about the same figures and mode; remove one of them"
    )]
    Repeated {
        /// The line of the later row.
        line: u64,
        /// The line of the earlier row.
        other_line: u64,
    },
    /// A row that cites a source which the network does not have.
    #[error(
        "model errors, line {line}: `{name}` is no source of the network; correct it, or remove the row"
    )]
    UnknownSource {
        /// The line of the row.
        line: u64,
        /// The id.
        name: Name,
    },
}

coded!(ModelErrorsError {
    Faulty { faults } = "model_errors_faulty",
    TooLarge { most } = "model_errors_too_large",
    Repeated { line, other_line } = "model_errors_repeated",
    UnknownSource { line, name } = "model_error_source_unknown",
});
