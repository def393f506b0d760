//! How tables become a network: the reader of the table format and the embedded tables of Europe
//! and Central Asia.
//!
//! The format is described column by column in `data/README.md`. A user's folder of the same shape
//! loads alone ([`Atlas::folder`]) or on top of the embedded tables ([`Atlas::with_folder`]); two
//! records with one id are an error that names both, and `overrides.csv` corrects single cells.

mod borders;
mod citation;
mod cited;
mod consortia;
mod currencies;
mod dialect;
mod encoding;
mod error;
mod fields;
mod figures;
mod findings;
mod folder;
mod groups;
mod handling;
mod infrastructure;
mod limits;
mod loader;
mod money;
mod overrides;
mod packed;
mod parties;
mod places;
mod reading;
mod schema;
mod services;
mod sheet;
mod snapshot;
mod sources;
mod speeds;
mod table;
mod tariffs;
mod trucks;
mod unions;
mod values;

use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;

use crate::network::{Fault, Faults, Network};
pub use cited::{Citations, Uncited};
pub use encoding::Misencoded;
pub use error::AtlasError;
pub use limits::TableLimits;
pub use schema::{CellKind, ColumnSchema, Schema, TableSchema};
use sheet::File;
pub use snapshot::{SNAPSHOT_SCHEMA, SnapshotError};
use table::{Load, Table};

/// The version of the table format that this crate reads.
pub const SCHEMA: u32 = 1;

/// The tables in the order in which they are read, each with its embedded files, and the embedded
/// files beside them.
macro_rules! tables {
    ($($row:ty: [$($file:literal),*],)+; beside: [$($beside:literal),+]) => {
        /// The names of the tables; `links` is read from `links.csv` and every `links_*.csv`.
        const TABLES: &[&str] = &[$(<$row as Table>::NAME),+];

        /// The embedded files with their texts.
        const FILES: &[(&str, &str)] = &[
            $($(($file, include_str!(concat!("../../data/", $file))),)*)+
            $(($beside, include_str!(concat!("../../data/", $beside))),)+
        ];

        fn schemas() -> Vec<TableSchema> {
            vec![$(<$row as Table>::schema()),+]
        }

        /// The column of a table that a field of its records is read from.
        fn column_of(table: &str, field: &str) -> Option<&'static str> {
            $(if table == <$row as Table>::NAME {
                let fields = <$row as Table>::fields();
                let known = fields.iter().find(|(name, _)| *name == field);
                return known.map(|(_, column)| *column);
            })+
            None
        }

        fn load(loader: &mut loader::Loader<'_>) {
            $(<$row as Load>::load(loader);)+
        }
    };
}

tables! {
    sources::SourceRow: ["sources.csv", "sources_geo.csv", "sources_ranges.csv"],
    sources::RangeRow: ["ranges.csv"],
    places::ProjectRow: ["projects.csv"],
    currencies::ExchangeRow: ["currencies.csv"],
    currencies::DeflatorRow: ["deflators.csv"],
    places::PlaceRow: ["places.csv"],
    places::CrossingRow: ["crossings.csv"],
    parties::OperatorRow: ["operators.csv"],
    parties::OwnerRow: ["owners.csv"],
    parties::StakeRow: ["stakes.csv"],
    parties::MemberRow: ["members.csv"],
    infrastructure::LineRow: ["lines.csv"],
    infrastructure::LinkRow: ["links.csv", "links_hand.csv"],
    services::ServiceRow: ["services.csv"],
    services::ThroughRateRow: ["through_rates.csv"],
    services::SeasonRow: ["seasons.csv"],
    consortia::ConsortiumOperationRow: ["consortium_operations.csv"],
    consortia::PassageRow: ["passages.csv"],
    consortia::ControlRow: ["control.csv"],
    infrastructure::StatusRow: ["status.csv"],
    tariffs::TariffRow: ["tariffs.csv"],
    handling::HandlingRow: ["handling.csv"],
    handling::DepartureRow: ["departures.csv"],
    borders::BorderRow: ["borders.csv"],
    trucks::FeeRow: ["fees.csv"],
    trucks::PlateRow: ["plates.csv"],
    trucks::HazardRow: ["hazards.csv"],
    borders::ClosureRow: ["closures.csv"],
    unions::UnionRow: ["unions.csv"],
    speeds::SpeedRow: ["speeds.csv"],
    speeds::EmissionRow: ["emissions.csv"],
    ;
    beside: [
        "audit_explained.csv",
        "benchmarks.csv",
        "capacity.csv",
        "demand.csv",
        "factor_groups.csv",
        "links_override.csv",
        "model_errors.csv",
        "project_costs.csv"
    ]
}

/// The manifest of the embedded tables.
const MANIFEST: &str = include_str!("../../data/atlas.toml");

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

/// The same fault by the column of its file instead of the field of the record.
fn in_columns(mut fault: Fault) -> Fault {
    let table = fault.origin.file().and_then(folder::table_of);
    if let (Some(table), Some(field)) = (table, fault.column.as_deref()) {
        let states = (field == "validity").then(groups::first_day);
        if let Some(column) = column_of(table, field).or(states) {
            fault.column = Some(column.to_owned());
        }
    }
    fault
}

impl Atlas {
    /// The tables of the format and their columns, as data.
    ///
    /// ```
    /// use trade_corridor::atlas::Atlas;
    /// let schema = Atlas::schema();
    /// let links = schema.tables.iter().find(|table| table.name == "links").unwrap();
    /// let length = links.columns.iter().find(|column| column.name == "length_km").unwrap();
    /// assert!(length.figure && length.unit == Some("km"));
    /// ```
    #[must_use]
    pub fn schema() -> Schema {
        Schema {
            version: SCHEMA,
            tables: schemas(),
        }
    }

    /// The embedded tables of Europe and Central Asia.
    #[must_use]
    pub fn embedded() -> Self {
        let files = FILES
            .iter()
            .map(|(name, text)| File {
                name: Arc::from(*name),
                text: Arc::from(*text),
                layer: 0,
            })
            .collect();
        Self {
            manifest: Arc::from(MANIFEST),
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
            files: folder::tables(path, 0, &limits)?,
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
            .extend(folder::tables(path, layer, &self.limits)?);
        Ok(self)
    }

    /// These tables under other limits: folders that are laid over them later, rows, faults, and sources of a cell.
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
        folder::check_number(self.files.len(), &self.limits)?;
        let manifest = manifest(&self.manifest)?;
        let most = self.limits.faults.max(1);
        let findings = findings::Findings::within(most);
        let columns = schemas().into_iter().flat_map(|table| table.columns);
        let figures = columns.filter(|column| column.figure);
        let mut figures: Vec<&'static str> = figures.map(|column| column.name).collect();
        figures.sort_unstable();
        figures.dedup();
        let mut loader = loader::Loader::new(
            &self.files,
            &findings,
            manifest.price_year,
            figures,
            self.limits,
        );
        loader
            .builder
            .describe(manifest.name, manifest.as_of, manifest.price_year);
        load(&mut loader);
        let builder = loader.finish();
        let (mut faults, mut uncounted) = findings.into_parts();
        match builder.build_within(most) {
            Ok(network) => {
                Faults::check(faults, uncounted, most)?;
                Ok(network)
            }
            Err(more) => {
                let (more, others) = more.into_parts();
                let more = more.into_iter().map(in_columns);
                faults.extend(more);
                uncounted += others;
                Faults::check(faults, uncounted, most)?;
                unreachable!("a refused network has faults")
            }
        }
    }
}
