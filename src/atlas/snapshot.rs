//! Networks in files: a line that says what follows, then the records as JSON.

use std::io::{Read, Write};

use twox_hash::XxHash3_64;

use crate::network::{Faults, Network};

/// The version of the file format that this crate writes, and the only one it reads.
pub const SNAPSHOT_SCHEMA: u32 = 2;

const MAGIC: &str = "trade-corridor network";
/// Longer first lines belong to other files.
const LONGEST_HEAD: usize = 200;
/// What [`Network::load`] reads at most: a hundred times the embedded network.
const LARGEST: u64 = 1 << 28;

/// Why a network cannot be saved or loaded.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SnapshotError {
    /// The writer or reader failed.
    #[error("cannot read or write the network: {reason}")]
    Io {
        /// The kind of the reason.
        kind: std::io::ErrorKind,
        /// The reason.
        reason: String,
    },
    /// The file does not begin as a saved network does.
    #[error(
        "not a saved network: the first line is no `{MAGIC}, schema N, ...`; give a file written by `Network::save`"
    )]
    NotANetwork,
    /// The file is of a newer format; nothing after its first line was read.
    #[error(
        "the file has schema {found}, this crate reads {SNAPSHOT_SCHEMA}; use a newer version of it"
    )]
    NewerSchema {
        /// The schema of the file.
        found: u64,
    },
    /// The file is of an older format; nothing after its first line was read.
    #[error(
        "the file has schema {found}, this crate reads {SNAPSHOT_SCHEMA}; load the tables and save the network again"
    )]
    OlderSchema {
        /// The schema of the file.
        found: u64,
    },
    /// The file is larger than was asked to be read.
    #[error("the file is longer than {most} bytes; give more to `Network::load_within`")]
    TooLong {
        /// What was to be read at most.
        most: u64,
    },
    /// The file is not what was written.
    #[error("the file is damaged: {reason}; save the network again")]
    Damaged {
        /// What does not fit.
        reason: String,
    },
    /// The records do not fit together.
    #[error(transparent)]
    Faults(#[from] Faults),
}

coded!(SnapshotError {
    Io { reason } = "network_file_unreadable",
    NotANetwork {} = "network_file_is_none",
    NewerSchema { found } = "network_file_newer_schema",
    OlderSchema { found } = "network_file_older_schema",
    TooLong { most } = "network_file_too_long",
    Damaged { reason } = "network_file_damaged",
    Faults { 0: faults } = "network_file_faulty",
});

impl From<std::io::Error> for SnapshotError {
    fn from(error: std::io::Error) -> Self {
        Self::Io {
            kind: error.kind(),
            reason: error.to_string(),
        }
    }
}

fn damaged(reason: impl Into<String>) -> SnapshotError {
    SnapshotError::Damaged {
        reason: reason.into(),
    }
}

impl Network {
    /// Writes the network: a first line with the schema and a checksum, then its records as JSON.
    ///
    /// # Errors
    /// Whatever the writer fails with.
    ///
    /// ```
    /// use trade_corridor::network::Network;
    /// let mut file = Vec::new();
    /// Network::europe_central_asia().save(&mut file)?;
    /// let network = Network::load(file.as_slice())?;
    /// assert_eq!(network.find_place("Baku")?, Network::europe_central_asia().find_place("Baku")?);
    ///
    /// let newer = "trade-corridor network, schema 99, of the future\n";
    /// let refused = Network::load(newer.as_bytes()).unwrap_err();
    /// assert!(refused.to_string().contains("schema 99"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn save(&self, mut writer: impl Write) -> Result<(), SnapshotError> {
        let body = serde_json::to_vec(&self.to_records())
            .map_err(|error| SnapshotError::from(std::io::Error::from(error)))?;
        let (length, sum) = (body.len(), XxHash3_64::oneshot(&body));
        writeln!(
            writer,
            "{MAGIC}, schema {SNAPSHOT_SCHEMA}, {length} bytes, checksum {sum:016x}"
        )?;
        writer.write_all(&body)?;
        writer.flush()?;
        Ok(())
    }

    /// Reads a network that [`Network::save`] wrote and checks its records again.
    ///
    /// # Errors
    /// A file that is no saved network, one of another schema (refused before anything is parsed), one
    /// longer than 256 MiB, a damaged one, or records that do not fit together.
    pub fn load(reader: impl Read) -> Result<Self, SnapshotError> {
        Self::load_within(reader, LARGEST)
    }

    /// Reads like [`Network::load`] a file of at most so many bytes.
    ///
    /// # Errors
    /// As [`Network::load`].
    pub fn load_within(mut reader: impl Read, most: u64) -> Result<Self, SnapshotError> {
        // What is no network, or says that it is too long, is not read on.
        let mut bytes = Vec::new();
        reader
            .by_ref()
            .take(LONGEST_HEAD as u64)
            .read_to_end(&mut bytes)?;
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let end = end.ok_or(SnapshotError::NotANetwork)?;
        let head = std::str::from_utf8(&bytes[..end]).map_err(|_| SnapshotError::NotANetwork)?;
        let mut parts = head.split(", ");
        if parts.next() != Some(MAGIC) {
            return Err(SnapshotError::NotANetwork);
        }
        let mut number = |before: &str, after: &str, radix: u32| {
            let part = parts.next()?.strip_prefix(before)?.strip_suffix(after)?;
            u64::from_str_radix(part, radix).ok()
        };
        let schema = number("schema ", "", 10).ok_or(SnapshotError::NotANetwork)?;
        if schema > u64::from(SNAPSHOT_SCHEMA) {
            return Err(SnapshotError::NewerSchema { found: schema });
        }
        if schema < u64::from(SNAPSHOT_SCHEMA) {
            return Err(SnapshotError::OlderSchema { found: schema });
        }
        let unreadable = || damaged("its first line does not give length and checksum");
        let length = number("", " bytes", 10).ok_or_else(unreadable)?;
        let sum = number("checksum ", "", 16).ok_or_else(unreadable)?;
        bytes.drain(..=end);
        if length.saturating_add(end as u64 + 1) > most {
            return Err(SnapshotError::TooLong { most });
        }
        let rest = (length + 1).saturating_sub(bytes.len() as u64);
        reader.take(rest).read_to_end(&mut bytes)?;
        let body = bytes.as_slice();
        let found = body.len() as u64;
        if found > length && found + end as u64 + 1 > most {
            return Err(SnapshotError::TooLong { most });
        }
        if found != length {
            let least = if found > length { "at least " } else { "" };
            return Err(damaged(format!(
                "{least}{found} bytes follow instead of {length}"
            )));
        }
        if XxHash3_64::oneshot(body) != sum {
            return Err(damaged("its checksum does not fit"));
        }
        let records = serde_json::from_slice(body).map_err(|error| damaged(error.to_string()))?;
        Ok(Self::from_records(records)?)
    }
}
