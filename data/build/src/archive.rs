//! Reads the two source packages and refuses any other version by its checksum.

use std::fmt::Write as _;
use std::fs;
use std::io::Read;
use std::path::Path;

use sha2::{Digest, Sha256};

use crate::BuildError;

/// File name and SHA-256 of the wheel with the networks.
pub const WHEEL: (&str, &str) = (
    "scgraph_data-2.0.0-py3-none-any.whl",
    "a8df15f4d9b4cce945f195b27c9e239ac49ebfa81aa948afc882b28653725406",
);
/// File name and SHA-256 of the package with the country borders.
pub const ATLAS: (&str, &str) = (
    "world-atlas-2.0.2.tgz",
    "032e7765f2ce00edaeafec23ff22bc3b77e42987c257da944cc585b452c05b97",
);

fn verified(dir: &Path, (name, sum): (&str, &str)) -> Result<Vec<u8>, BuildError> {
    let path = dir.join(name);
    let bytes = fs::read(&path).map_err(|e| BuildError::Read {
        path: path.display().to_string(),
        reason: e.to_string(),
    })?;
    let mut found = String::new();
    for byte in Sha256::digest(&bytes) {
        // Writing to a string cannot fail.
        let _ = write!(found, "{byte:02x}");
    }
    if found == sum {
        Ok(bytes)
    } else {
        Err(BuildError::Checksum {
            path: path.display().to_string(),
            expected: sum.into(),
            found,
        })
    }
}

/// Text of one member of the wheel.
pub fn wheel_member(dir: &Path, member: &str) -> Result<String, BuildError> {
    let bytes = verified(dir, WHEEL)?;
    let read = || -> Result<String, Box<dyn std::error::Error>> {
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes))?;
        let mut text = String::new();
        zip.by_name(member)?.read_to_string(&mut text)?;
        Ok(text)
    };
    read().map_err(|e| BuildError::Read {
        path: format!("{}/{member}", WHEEL.0),
        reason: e.to_string(),
    })
}

/// Text of one member of the npm package.
pub fn atlas_member(dir: &Path, member: &str) -> Result<String, BuildError> {
    let bytes = verified(dir, ATLAS)?;
    let fail = |reason: String| BuildError::Read {
        path: format!("{}/{member}", ATLAS.0),
        reason,
    };
    let mut tar = tar::Archive::new(flate2::read::GzDecoder::new(bytes.as_slice()));
    for entry in tar.entries().map_err(|e| fail(e.to_string()))? {
        let mut entry = entry.map_err(|e| fail(e.to_string()))?;
        if entry.path().is_ok_and(|p| p.ends_with(member)) {
            let mut text = String::new();
            entry
                .read_to_string(&mut text)
                .map_err(|e| fail(e.to_string()))?;
            return Ok(text);
        }
    }
    Err(fail("no such member".into()))
}
