//! Which files are tables, and their text.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::encoding;
use super::sheet::File;
use super::{AtlasError, TABLES, TableLimits};
use crate::network::nearest;

/// Files of a folder that are not tables of the network.
const BESIDE: &[&str] = &[
    "audit_explained.csv",
    "benchmarks.csv",
    "capacity.csv",
    "demand.csv",
    "factor_groups.csv",
    "links_override.csv",
    "model_errors.csv",
    "overrides.csv",
    "project_costs.csv",
];

/// What else people keep tables in.
const OTHER_FORMATS: &[&str] = &[
    "", "tsv", "tab", "txt", "xls", "xlsx", "xlsm", "xlsb", "ods",
];

/// A file's name without its folders, in small letters: where file systems tell `LINKS.CSV` from
/// `links.csv`, the format does not.
pub(super) fn base(name: &str) -> String {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    base.to_ascii_lowercase()
}

/// The table of a file name without its ending.
fn table_named(stem: &str) -> Option<&'static str> {
    let part = |table: &&str| {
        let rest = stem.strip_prefix(*table);
        rest.is_some_and(|rest| rest.starts_with('_'))
    };
    let whole = TABLES.iter().find(|table| **table == stem);
    whole
        .or_else(|| TABLES.iter().find(|table| part(table)))
        .copied()
}

/// The table a file belongs to.
pub(super) fn table_of(name: &str) -> Option<&'static str> {
    let name = base(name);
    if BESIDE.contains(&name.as_str()) {
        return None;
    }
    table_named(name.strip_suffix(".csv")?)
}

/// Whether the format knows the file.
fn known(name: &str) -> Result<(), AtlasError> {
    let base = base(name);
    if BESIDE.contains(&base.as_str()) || table_of(name).is_some() {
        return Ok(());
    }
    let tables: Vec<String> = TABLES.iter().map(|table| format!("{table}.csv")).collect();
    let nearest = nearest(&base, tables.iter().map(String::as_str));
    Err(AtlasError::UnknownTable {
        file: name.to_owned(),
        nearest,
    })
}

/// Refuses files that the format does not know, and those that it does not tell apart.
pub(super) fn check_names(files: &[File]) -> Result<(), AtlasError> {
    let mut names: Vec<(String, &str)> = Vec::new();
    for file in files {
        known(&file.name)?;
        names.push((file.name.to_lowercase(), &file.name));
    }
    names.sort_unstable();
    for pair in names.windows(2) {
        let [(one, other), (two, file)] = [&pair[0], &pair[1]];
        if one == two && other != file {
            return Err(AtlasError::SameName {
                file: (*file).to_owned(),
                other: (*other).to_owned(),
            });
        }
    }
    Ok(())
}

/// The file that a table is kept in, in another format than this one.
fn other_format(name: &str) -> Option<String> {
    let name = base(name);
    let (stem, ending) = name.split_once('.').unwrap_or((&name, ""));
    let table = table_named(stem).map(|_| format!("{stem}.csv"))?;
    let looks = OTHER_FORMATS.contains(&ending) || ending.starts_with("csv.");
    looks.then_some(table)
}

/// The path of the manifest, if the folder has one.
pub(super) fn manifest_of(folder: &Path) -> Result<Option<PathBuf>, AtlasError> {
    let named = |path: &PathBuf| {
        let name = path.file_name().map(|name| name.to_string_lossy());
        name.is_some_and(|name| name.eq_ignore_ascii_case("atlas.toml"))
    };
    let mut found: Vec<PathBuf> = entries(folder)?.into_iter().filter(named).collect();
    match (found.pop(), found.pop()) {
        (Some(file), Some(other)) => Err(AtlasError::SameName {
            file: file.display().to_string(),
            other: other.display().to_string(),
        }),
        (only, _) => Ok(only),
    }
}

/// Refuses more tables than are read.
pub(super) fn check_number(found: usize, limits: &TableLimits) -> Result<(), AtlasError> {
    let most = limits.files;
    if found > most {
        return Err(AtlasError::TooManyTables { found, most });
    }
    Ok(())
}

/// What a folder has, in the order of names.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, AtlasError> {
    let unreadable = |error| AtlasError::unreadable(folder, &error);
    let mut paths = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        paths.push(entry.map_err(unreadable)?.path());
    }
    paths.sort_unstable();
    Ok(paths)
}

/// The tables of a folder in the order of their names.
pub(super) fn tables(
    folder: &Path,
    layer: u32,
    limits: &TableLimits,
) -> Result<Vec<File>, AtlasError> {
    let (mut files, mut others) = (Vec::new(), Vec::new());
    for path in entries(folder)? {
        let name = path.display().to_string();
        let is_csv = |extension: &std::ffi::OsStr| extension.eq_ignore_ascii_case("csv");
        if path.extension().is_some_and(is_csv) {
            files.push((path, name));
        } else if let Some(table) = other_format(&name)
            && !path.is_dir()
        {
            others.push((name, table));
        }
    }
    check_number(files.len(), limits)?;
    let mut left = limits.all_bytes;
    let mut file = |(path, name): (PathBuf, String)| -> Result<File, AtlasError> {
        known(&name)?;
        let text = read(&path, limits.bytes.min(left)).map_err(|error| match error {
            AtlasError::TooLarge { .. } if left < limits.bytes => AtlasError::TooLargeInAll {
                path: folder.to_owned(),
                most: limits.all_bytes,
            },
            other => other,
        })?;
        left -= text.len() as u64;
        Ok(File {
            text: Arc::from(text),
            name: Arc::from(name),
            layer,
        })
    };
    let (mut tables, mut misencoded) = (Vec::new(), Vec::new());
    for found in files {
        match file(found) {
            Ok(file) => tables.push(file),
            Err(AtlasError::Encoding { files }) => misencoded.extend(files),
            Err(error) if misencoded.is_empty() => return Err(error),
            // Told once the encodings are mended.
            Err(_) => {}
        }
    }
    if !misencoded.is_empty() {
        return Err(AtlasError::Encoding { files: misencoded });
    }
    check_names(&tables)?;
    // A workbook beside the table that was saved from it is nobody's mistake.
    let missing = |table: &str| !tables.iter().any(|file| base(&file.name) == table);
    match others.into_iter().find(|(_, table)| missing(table)) {
        Some((file, table)) => Err(AtlasError::UnknownTable {
            file,
            nearest: Some(table),
        }),
        None => Ok(tables),
    }
}

/// The text of a regular file of at most so many bytes, which must be UTF-8.
pub(super) fn read(path: &Path, most: u64) -> Result<String, AtlasError> {
    let unreadable = |error| AtlasError::unreadable(path, &error);
    // Before it is opened: to open a pipe waits for somebody who writes.
    let found = std::fs::metadata(path).map_err(unreadable)?;
    if !found.is_file() {
        let path = path.to_owned();
        return Err(AtlasError::NoFile { path });
    }
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let mut bytes = Vec::new();
    // Files of the system say that they are empty, and may not end.
    let mut file = file.take(most.saturating_add(1));
    file.read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > most {
        let path = path.to_owned();
        return Err(AtlasError::TooLarge { path, most });
    }
    encoding::text(path, bytes).map_err(|file| AtlasError::Encoding { files: vec![file] })
}
