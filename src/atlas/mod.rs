//! How tables become a network: the reader of the table format and the embedded tables of Europe
//! and Central Asia.
//!
//! The format is described column by column in `data/README.md`. A user's folder of the same shape
//! loads alone ([`Atlas::folder`]) or on top of the embedded tables ([`Atlas::with_folder`]); two
//! records with one id are an error that names both, and `overrides.csv` corrects single cells.

mod borders;
mod cells;
mod cited;
mod currencies;
mod dialect;
mod embedded;
mod encoding;
mod findings;
mod folder;
mod handling;
mod infrastructure;
mod limits;
mod loader;
mod money;
mod overrides;
mod packed;
mod parties;
mod services;
mod sheet;
mod snapshot;
mod speeds;
mod tariffs;
mod unions;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::Deserialize;

use crate::network::{Faults, Network};
pub use cited::{Citations, Uncited};
pub use encoding::Misencoded;
pub use limits::TableLimits;
use sheet::File;
pub use snapshot::{SNAPSHOT_SCHEMA, SnapshotError};

/// The version of the table format that this crate reads.
pub const SCHEMA: u32 = 1;

/// The tables of the format; `links` is read from `links.csv` and every `links_*.csv`.
const TABLES: &[&str] = &[
    "sources",
    "projects",
    "places",
    "crossings",
    "operators",
    "owners",
    "stakes",
    "members",
    "lines",
    "links",
    "services",
    "through_rates",
    "status",
    "currencies",
    "deflators",
    "tariffs",
    "handling",
    "borders",
    "fees",
    "closures",
    "unions",
    "speeds",
    "emissions",
];

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
    Encoding { files } = "tables_encoding",
    Faults { 0: faults } = "tables_faulty",
});

impl AtlasError {
    fn unreadable(path: &Path, error: &std::io::Error) -> Self {
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

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Manifest {
    #[allow(dead_code, reason = "read before the rest")]
    schema: i64,
    name: String,
    #[serde(default, deserialize_with = "crate::network::day_or_none")]
    as_of: Option<jiff::civil::Date>,
    price_year: i16,
    #[serde(default)]
    #[allow(dead_code, reason = "for human readers")]
    note: String,
}

/// Tables that are not yet a network.
///
/// ```
/// use trade_corridor::atlas::Atlas;
/// let network = Atlas::embedded().load()?;
/// assert!(network.places().count() > 280);
/// assert!(Atlas::folder("no/such/folder").is_err());
/// # Ok::<(), trade_corridor::atlas::AtlasError>(())
/// ```
#[derive(Clone, Debug)]
pub struct Atlas {
    manifest: Arc<str>,
    files: Vec<File>,
    limits: TableLimits,
}

/// Reads a manifest, its schema first.
fn manifest(text: &str) -> Result<Manifest, AtlasError> {
    let bad = |error: toml::de::Error| AtlasError::BadManifest {
        reason: error.to_string(),
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let table: toml::Table = text.parse().map_err(bad)?;
    match table.get("schema").and_then(toml::Value::as_integer) {
        Some(found) if found > i64::from(SCHEMA) => Err(AtlasError::NewerSchema { found }),
        Some(1..) => toml::from_str(text).map_err(bad),
        _ => Err(AtlasError::BadManifest {
            reason: format!("`schema` is missing or below 1; write `schema = {SCHEMA}`"),
        }),
    }
}

impl Atlas {
    /// The embedded tables of Europe and Central Asia.
    #[must_use]
    pub fn embedded() -> Self {
        let files = embedded::FILES
            .iter()
            .map(|(name, text)| File {
                name: Arc::from(*name),
                text: Arc::from(*text),
                layer: 0,
            })
            .collect();
        Self {
            manifest: Arc::from(embedded::MANIFEST),
            files,
            limits: TableLimits::default(),
        }
    }

    /// The tables of a folder.
    ///
    /// # Errors
    /// An unreadable folder or file, a missing or newer manifest, a file that is no table or not
    /// in UTF-8. Endings and names may be written in capitals: `LINKS.CSV` is `links.csv`.
    pub fn folder(path: impl AsRef<Path>) -> Result<Self, AtlasError> {
        Self::folder_within(path, TableLimits::default())
    }

    /// As [`Atlas::folder`], with other limits than the default ones.
    ///
    /// # Errors
    /// As [`Atlas::folder`].
    pub fn folder_within(path: impl AsRef<Path>, limits: TableLimits) -> Result<Self, AtlasError> {
        let path = path.as_ref();
        std::fs::metadata(path).map_err(|error| AtlasError::unreadable(path, &error))?;
        let file = folder::manifest_of(path)?.ok_or(AtlasError::NoManifest)?;
        // Before the tables: those of a newer format may be named otherwise.
        let text = folder::read(&file, limits.bytes)?;
        manifest(&text)?;
        Ok(Self {
            manifest: Arc::from(text),
            files: folder::tables(path, 0, limits.bytes)?,
            limits,
        })
    }

    /// Tables given as text, each with its file name, under a manifest (the text of `atlas.toml`).
    ///
    /// # Errors
    /// A newer or unreadable manifest, a name that is no table.
    pub fn texts(
        manifest_text: &str,
        tables: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, AtlasError> {
        manifest(manifest_text)?;
        let mut files = Vec::new();
        for (name, text) in tables {
            files.push(File {
                name: Arc::from(name),
                text: Arc::from(text),
                layer: 0,
            });
        }
        folder::check_names(&files)?;
        Ok(Self {
            manifest: Arc::from(manifest_text),
            files,
            limits: TableLimits::default(),
        })
    }

    /// These tables and those of a folder, which may add records and correct cells.
    ///
    /// # Errors
    /// As [`Atlas::folder`]; `atlas.toml` may be missing here, but not contradict the price year.
    pub fn with_folder(mut self, path: impl AsRef<Path>) -> Result<Self, AtlasError> {
        let path = path.as_ref();
        if let Some(file) = folder::manifest_of(path)? {
            let found = manifest(&folder::read(&file, self.limits.bytes)?)?.price_year;
            let expected = manifest(&self.manifest)?.price_year;
            if found != expected {
                return Err(AtlasError::PriceYears {
                    path: path.to_owned(),
                    found,
                    expected,
                });
            }
        }
        let layers = self.files.iter().map(|file| file.layer + 1);
        let layer = layers.max().unwrap_or_default();
        self.files
            .extend(folder::tables(path, layer, self.limits.bytes)?);
        Ok(self)
    }

    /// These tables under other limits: folders that are laid over them later, rows, and faults.
    #[must_use]
    pub fn within(mut self, limits: TableLimits) -> Self {
        self.limits = limits;
        self
    }

    /// Makes a network of the tables.
    ///
    /// # Errors
    /// Every fault of every row at once, with file, row, column, value and remedy; of very many the
    /// first [`TableLimits::faults`].
    pub fn load(&self) -> Result<Network, AtlasError> {
        let manifest = manifest(&self.manifest)?;
        let most = self.limits.faults.max(1);
        let findings = findings::Findings::within(most);
        let mut loader = loader::Loader::new(
            &self.files,
            &findings,
            manifest.price_year,
            self.limits.rows,
        );
        loader
            .builder
            .describe(manifest.name, manifest.as_of, manifest.price_year);
        loader.sources();
        loader.projects();
        loader.currencies();
        loader.places();
        loader.crossings();
        loader.operators();
        loader.owners();
        loader.stakes();
        loader.members();
        loader.lines();
        loader.links();
        loader.services();
        loader.through_rates();
        loader.status();
        loader.tariffs();
        loader.handling();
        loader.borders();
        loader.fees();
        loader.closures();
        loader.unions();
        loader.speeds();
        loader.emissions();
        let builder = loader.finish();
        let (mut faults, mut uncounted) = findings.into_parts();
        match builder.build_within(most) {
            Ok(network) => {
                Faults::check(faults, uncounted, most)?;
                Ok(network)
            }
            Err(more) => {
                let (more, others) = more.into_parts();
                faults.extend(more);
                uncounted += others;
                Faults::check(faults, uncounted, most)?;
                unreachable!("a refused network has faults")
            }
        }
    }
}
