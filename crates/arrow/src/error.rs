use arrow_schema::DataType;

/// Why the columns of a batch cannot be read as questions.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ColumnError {
    /// A column that has to be there.
    #[error("the batch has no column `{column}`; its columns are {}", found.join(", "))]
    Missing {
        /// Its name.
        column: &'static str,
        /// Those that are there.
        found: Vec<String>,
    },
    /// A column that is there twice, under one name or under two that mean the same.
    #[error("the batch has the column `{column}` twice; drop one")]
    Twice {
        /// Its name.
        column: &'static str,
    },
    /// A column of a type that is not read.
    #[error("the column `{column}` is of type {found}; cast it to {wanted}")]
    Type {
        /// Its name.
        column: &'static str,
        /// Its type.
        found: Box<DataType>,
        /// What is read.
        wanted: &'static str,
    },
}
