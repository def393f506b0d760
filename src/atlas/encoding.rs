//! Files in another encoding than UTF-8.

use std::fmt;
use std::path::{Path, PathBuf};

use serde::{Serialize, Serializer};

/// A file in another encoding than UTF-8; prints what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Misencoded {
    /// The file.
    #[serde(serialize_with = "shown")]
    pub path: PathBuf,
    /// The row of the first text that is not UTF-8.
    pub row: u32,
    /// What was found.
    pub found: String,
}

/// A path of whatever bytes as text.
fn shown<S: Serializer>(path: &Path, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(&path.display())
}

impl fmt::Display for Misencoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, row, found } = self;
        write!(
            f,
            "`{}` row {row} is {found}; save it as UTF-8",
            path.display()
        )
    }
}

/// A line for each file.
pub(super) fn lines(files: &[Misencoded]) -> String {
    let lines: Vec<String> = files.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

/// The text of a file.
pub(super) fn text(path: &Path, bytes: Vec<u8>) -> Result<String, Misencoded> {
    let refused = |row: usize, found: String| Misencoded {
        path: path.to_owned(),
        row: u32::try_from(row).unwrap_or(u32::MAX),
        found,
    };
    // Text of the format has no zero bytes; every other byte of Latin text in UTF-16 is one.
    let wide = bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]);
    if wide || bytes.iter().take(2).any(|byte| *byte == 0) {
        return Err(refused(1, "in UTF-16".to_owned()));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let row = bytes[..at].split(|byte| *byte == b'\n').count();
        let byte = bytes.get(at).copied().unwrap_or_default();
        let found = format!(
            "not in UTF-8 (byte {byte:#04X}), but perhaps in Windows-1252, Windows-1254 or another \
             code page"
        );
        refused(row, found)
    })
}
