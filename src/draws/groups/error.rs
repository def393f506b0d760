use crate::code::Name;
use crate::rows::{TableFault, named};

/// Why figures cannot be drawn in groups.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FactorGroupsError {
    /// A table with faults, all of them.
    #[error("{}", named("factor groups", faults))]
    Faulty {
        /// The faults, in the order of lines; at most 1,000.
        faults: Vec<TableFault>,
    },
    /// A table that is longer than is read.
    #[error("the table of factor groups has more than {most} bytes; split it")]
    TooLarge {
        /// How many bytes are read.
        most: usize,
    },
    /// A row about a source or place that the network does not have.
    #[error(
        "factor groups, line {line}: group `{group}` names {what} `{name}`, which the network does not have; \
         correct it, or remove the row"
    )]
    Unknown {
        /// The line of the row.
        line: u64,
        /// Name of the group.
        group: Name,
        /// `source` or `place`.
        what: &'static str,
        /// Its id or code.
        name: Name,
    },
    /// A row that matches no figure with a range.
    #[error(
        "factor groups, line {line}: group `{group}` names no figure of the network that has a range; correct \
         what it is about, or remove the row"
    )]
    Nothing {
        /// The line of the row.
        line: u64,
        /// Name of the group.
        group: Name,
    },
    /// Two rows about one figure, of one group or with shares of more than the whole.
    #[error(
        "factor groups, line {line}: group `{group}` and line {other_line} (`{other}`) are both about {figure}; \
         rows of one group must not overlap, and shares of a figure must not be more than 1 together"
    )]
    Overlapping {
        /// The line of the later row.
        line: u64,
        /// Its group.
        group: Name,
        /// The line of the earlier row.
        other_line: u64,
        /// Its group.
        other: Name,
        /// What both are about.
        figure: String,
    },
}

coded!(FactorGroupsError {
    Faulty { faults } = "factor_groups_faulty",
    TooLarge { most } = "factor_groups_too_large",
    Unknown { line, group, what, name } = "factor_group_unknown",
    Nothing { line, group } = "factor_group_of_nothing",
    Overlapping { line, group, other_line, other, figure } = "factor_groups_overlap",
});
