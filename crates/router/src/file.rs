//! Files with magic, kind, version and checksum.

use std::cmp::Ordering;
use std::fmt;
use std::io::{Read, Write};

use thiserror::Error;

use crate::hash::Hash;

const MAGIC: [u8; 8] = *b"tc-srch\n";
/// Raised with every change of what is written; 1 was release 0.1.
const VERSION: u32 = 2;
const HEADER: usize = 32;

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum FileKind {
    /// An [`Order`](crate::Order).
    Order,
    /// A [`Cch`](crate::Cch).
    Hierarchy,
    /// Nothing that this release knows.
    Unknown,
}

impl FileKind {
    fn number(self) -> u32 {
        match self {
            Self::Order => 1,
            Self::Hierarchy => 2,
            Self::Unknown => 0,
        }
    }
}

impl fmt::Display for FileKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Order => "an order",
            Self::Hierarchy => "a hierarchy",
            Self::Unknown => "something else",
        })
    }
}

/// Why a file was not loaded.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The reader failed.
    #[error("the file cannot be read: {message}")]
    Io {
        /// What kind of failure it is.
        kind: std::io::ErrorKind,
        /// The reader's words.
        message: String,
    },
    /// The file does not begin as a saved order or hierarchy does.
    #[error(
        "not a file of this crate, it does not begin with `tc-srch`: give one that `save` wrote"
    )]
    Foreign,
    /// Another kind of content than asked for.
    #[error("the file holds {found}, not {wanted}: load it as what it is")]
    Kind {
        /// Kind in the file.
        found: FileKind,
        /// Kind asked for.
        wanted: FileKind,
    },
    /// Written by a newer release of this crate.
    #[error("the file has version {found}, this release reads {known}: use a newer release")]
    Newer {
        /// Version in the file.
        found: u32,
        /// The version that can be read.
        known: u32,
    },
    /// Written by an older release of this crate, 0.1 for version 1.
    #[error(
        "the file has version {found}, this release reads {known}: make it anew from the graph and save it again"
    )]
    Older {
        /// Version in the file.
        found: u32,
        /// The version that can be read.
        known: u32,
    },
    /// The file is longer than was asked to be read.
    #[error("the file has {found} bytes, above {most}: load it with `load_within`")]
    TooLong {
        /// Bytes that the header promises.
        found: u64,
        /// What was to be read at most.
        most: u64,
    },
    /// The file ends too early.
    #[error("the file ends after {found} bytes of {wanted}: copy it again")]
    Truncated {
        /// Bytes that are there.
        found: u64,
        /// Bytes that the header promises.
        wanted: u64,
    },
    /// The bytes are not those that were written.
    #[error("checksum {found:016x} is not {wanted:016x}: the file is damaged, copy it again")]
    Checksum {
        /// Checksum of the bytes.
        found: u64,
        /// Checksum in the header.
        wanted: u64,
    },
    /// The bytes make no sense although the checksum holds.
    #[error("the file is damaged: {what}")]
    Content {
        /// What is wrong.
        what: &'static str,
    },
}

impl From<std::io::Error> for LoadError {
    fn from(error: std::io::Error) -> Self {
        Self::Io {
            kind: error.kind(),
            message: error.to_string(),
        }
    }
}

/// Bytes of the largest file that is read unless set otherwise: a hierarchy of the roads of a continent.
pub(crate) const LARGEST: u64 = 1 << 30;

/// Writes arrays behind a header.
pub(crate) fn save(
    mut writer: impl Write,
    kind: FileKind,
    arrays: &[&[u32]],
) -> std::io::Result<()> {
    let kind = kind.number();
    let size: usize = arrays.iter().map(|words| 8 + 4 * words.len()).sum();
    let mut bytes = Vec::with_capacity(size);
    for words in arrays {
        bytes.extend((words.len() as u64).to_le_bytes());
        for word in *words {
            bytes.extend(word.to_le_bytes());
        }
    }
    writer.write_all(&MAGIC)?;
    writer.write_all(&kind.to_le_bytes())?;
    writer.write_all(&VERSION.to_le_bytes())?;
    writer.write_all(&(bytes.len() as u64).to_le_bytes())?;
    writer.write_all(&checksum(kind, VERSION, &bytes).to_le_bytes())?;
    writer.write_all(&bytes)
}

/// Reads and checks the bytes behind a header.
///
/// Memory grows with what is really there, not with what the header promises, and no more than `most`
/// bytes are read.
pub(crate) fn load(
    mut reader: impl Read,
    wanted: FileKind,
    most: u64,
) -> Result<Vec<u8>, LoadError> {
    let mut header = Vec::with_capacity(HEADER);
    reader
        .by_ref()
        .take(HEADER as u64)
        .read_to_end(&mut header)?;
    if !header.starts_with(&MAGIC) {
        return Err(LoadError::Foreign);
    }
    if header.len() < HEADER {
        let (found, wanted) = (header.len() as u64, HEADER as u64);
        return Err(LoadError::Truncated { found, wanted });
    }
    let word = |at: usize| u32::from_le_bytes([0, 1, 2, 3].map(|byte| header[at + byte]));
    let long = |at: usize| u64::from(word(at)) | u64::from(word(at + 4)) << 32;
    let (kind, version, size, sum) = (word(8), word(12), long(16), long(24));
    let (found, known) = (version, VERSION);
    match found.cmp(&known) {
        Ordering::Greater => return Err(LoadError::Newer { found, known }),
        Ordering::Less => return Err(LoadError::Older { found, known }),
        Ordering::Equal => {}
    }
    if kind != wanted.number() {
        let known = [FileKind::Order, FileKind::Hierarchy];
        let found = known.into_iter().find(|known| known.number() == kind);
        return Err(LoadError::Kind {
            found: found.unwrap_or(FileKind::Unknown),
            wanted,
        });
    }
    if size > most {
        return Err(LoadError::TooLong { found: size, most });
    }
    let mut bytes = Vec::new();
    reader.take(size).read_to_end(&mut bytes)?;
    if (bytes.len() as u64) < size {
        return Err(LoadError::Truncated {
            found: bytes.len() as u64,
            wanted: size,
        });
    }
    let found = checksum(kind, version, &bytes);
    if found != sum {
        return Err(LoadError::Checksum { found, wanted: sum });
    }
    Ok(bytes)
}

fn checksum(kind: u32, version: u32, bytes: &[u8]) -> u64 {
    let mut sum = Hash::new();
    sum.add_all([[kind, version]]);
    sum.add_bytes(bytes);
    sum.value()
}

/// Arrays out of checked bytes.
pub(crate) struct Body<'a> {
    rest: &'a [u8],
}

impl<'a> Body<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(crate) fn words(&mut self) -> Result<Vec<u32>, LoadError> {
        let damaged = LoadError::Content {
            what: "an array is longer than the file",
        };
        let Some((length, rest)) = self.rest.split_first_chunk::<8>() else {
            return Err(damaged);
        };
        let length = u64::from_le_bytes(*length);
        if length > rest.len() as u64 / 4 {
            return Err(damaged);
        }
        let (words, rest) = rest.split_at(length as usize * 4);
        self.rest = rest;
        Ok(words
            .chunks_exact(4)
            .map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]))
            .collect())
    }

    pub(crate) fn end(&self) -> Result<(), LoadError> {
        if self.rest.is_empty() {
            return Ok(());
        }
        Err(LoadError::Content {
            what: "there is something behind the last array",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_say_what_and_how() {
        let mut file = Vec::new();
        save(&mut file, FileKind::Order, &[&[1, 2, 3]]).unwrap();
        let text = |bytes: &[u8], kind| load(bytes, kind, 100).unwrap_err().to_string();
        assert_eq!(
            text(b"PK\x03\x04", FileKind::Order),
            "not a file of this crate, it does not begin with `tc-srch`: give one that `save` wrote"
        );
        assert_eq!(
            text(&file, FileKind::Hierarchy),
            "the file holds an order, not a hierarchy: load it as what it is"
        );
        assert_eq!(
            text(&file[..40], FileKind::Order),
            "the file ends after 8 bytes of 20: copy it again"
        );
        assert_eq!(
            text(&file[..9], FileKind::Order),
            "the file ends after 9 bytes of 32: copy it again"
        );
        let mut newer = file.clone();
        newer[12] = 9;
        assert_eq!(
            text(&newer, FileKind::Order),
            "the file has version 9, this release reads 2: use a newer release"
        );
        let mut older = file.clone();
        older[12] = 1;
        assert_eq!(
            text(&older, FileKind::Order),
            "the file has version 1, this release reads 2: make it anew from the graph and save it again"
        );
        let mut damaged = file.clone();
        *damaged.last_mut().unwrap() ^= 4;
        assert!(text(&damaged, FileKind::Order).ends_with("the file is damaged, copy it again"));
        let error = LoadError::from(std::io::Error::other("the line is dead"));
        assert_eq!(
            error.to_string(),
            "the file cannot be read: the line is dead"
        );
    }

    #[test]
    fn a_huge_promise_takes_no_memory() {
        let mut file = Vec::new();
        save(&mut file, FileKind::Order, &[&[1, 2, 3]]).unwrap();
        file[16..24].copy_from_slice(&u64::MAX.to_le_bytes());
        assert!(matches!(
            load(&file[..], FileKind::Order, u64::MAX),
            Err(LoadError::Truncated { .. })
        ));
        let error = load(&file[..], FileKind::Order, 1_000).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the file has 18446744073709551615 bytes, above 1000: load it with `load_within`"
        );
        let mut body = Vec::new();
        body.extend((u64::MAX / 4).to_le_bytes());
        assert!(Body::new(&body).words().is_err());
    }
}
