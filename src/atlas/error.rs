use std::path::{Path, PathBuf};

use super::SCHEMA;
use super::encoding::{self, Misencoded};
use crate::network::Faults;

/// Why tables did not become a network.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AtlasError {
    /// A file or folder cannot be read.
    #[error("cannot read `{}`: {reason}", path.display())]
    Unreadable {
        /// The file or folder.
        path: PathBuf,
        /// The kind of the reason.
        kind: std::io::ErrorKind,
        /// The reason.
        reason: String,
    },
    /// The folder has no `atlas.toml`.
    #[error("`atlas.toml` is missing; add it with `schema = {SCHEMA}`, `name` and `price_year`")]
    NoManifest,
    /// `atlas.toml` cannot be read.
    #[error("`atlas.toml` is not readable: {reason}")]
    BadManifest {
        /// The reader's reason.
        reason: String,
    },
    /// The tables are of a newer format; nothing else was read.
    #[error(
        "the tables have schema {found}, this crate reads up to {SCHEMA}; use a newer version of it"
    )]
    NewerSchema {
        /// The schema of the tables.
        found: i64,
    },
    /// Two folders state different years for their prices.
    #[error("`{}` has prices of {found}, the tables below it of {expected}; convert them", path.display())]
    PriceYears {
        /// The folder on top.
        path: PathBuf,
        /// Its price year.
        found: i16,
        /// The price year below.
        expected: i16,
    },
    /// A file that is no table of the format.
    #[error("`{file}` is no table of the format{}", suggestion(nearest.as_ref()))]
    UnknownTable {
        /// The file.
        file: String,
        /// The nearest table.
        nearest: Option<String>,
    },
    /// Two files whose names differ in case alone.
    #[error("`{file}` and `{other}` differ in case alone; remove or rename one")]
    SameName {
        /// A file.
        file: String,
        /// The other.
        other: String,
    },
    /// Files in another encoding than UTF-8, all those of a folder.
    #[error("{}", encoding::lines(files))]
    Encoding {
        /// The files.
        files: Vec<Misencoded>,
    },
    /// A pipe, device or folder where a file is expected.
    #[error("`{}` is no regular file but a folder, pipe or device; replace it by a file", path.display())]
    NoFile {
        /// What it is called.
        path: PathBuf,
    },
    /// A file larger than is read.
    #[error(
        "`{}` has more than {most} bytes; split it into `NAME.csv` and `NAME_more.csv`, or raise \
         `TableLimits::bytes`",
        path.display()
    )]
    TooLarge {
        /// The file.
        path: PathBuf,
        /// How many bytes are read.
        most: u64,
    },
    /// Tables of a folder that together are larger than is read.
    #[error("the tables of `{}` have more than {most} bytes together; raise `TableLimits::all_bytes`", path.display())]
    TooLargeInAll {
        /// The folder.
        path: PathBuf,
        /// How many bytes are read.
        most: u64,
    },
    /// More tables than are read.
    #[error("{found} tables, above {most}; join some of them, or raise `TableLimits::files`")]
    TooManyTables {
        /// How many there are.
        found: usize,
        /// How many are read.
        most: usize,
    },
    /// The records have faults.
    #[error(transparent)]
    Faults(#[from] Faults),
}

coded!(AtlasError {
    Unreadable { reason } = "tables_unreadable",
    NoManifest {} = "tables_no_manifest",
    BadManifest { reason } = "tables_bad_manifest",
    NewerSchema { found } = "tables_newer_schema",
    PriceYears { found, expected } = "tables_price_years",
    UnknownTable { file, nearest } = "tables_unknown_table",
    SameName { file, other } = "tables_same_name",
    NoFile {} = "tables_no_file",
    TooLarge { most } = "tables_too_large",
    TooLargeInAll { most } = "tables_too_large_in_all",
    TooManyTables { found, most } = "tables_too_many",
    Encoding { files } = "tables_encoding",
    Faults { 0: faults } = "tables_faulty",
});

impl AtlasError {
    pub(super) fn unreadable(path: &Path, error: &std::io::Error) -> Self {
        Self::Unreadable {
            path: path.to_owned(),
            kind: error.kind(),
            reason: error.to_string(),
        }
    }
}

fn suggestion(nearest: Option<&String>) -> String {
    nearest.map_or_else(
        || "; remove it from the folder".to_owned(),
        |name| format!("; did you mean `{name}`?"),
    )
}
