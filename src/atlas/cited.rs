//! What the `source` cells of tables cover, read from the tables themselves.

use std::collections::BTreeSet;
use std::sync::Arc;

use csv::StringRecord;
use jiff::civil::Date;

use super::Atlas;
use super::sheet::File;
use crate::network::Origin;

/// Columns that name or explain; what they hold needs no source.
const NAMES: [&str; 6] = ["id", "code", "name", "title", "note", "source"];

/// A figure or date that no source speaks of.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Uncited {
    /// File and row.
    pub origin: Origin,
    /// The column.
    pub column: String,
    /// The value.
    pub value: String,
}

/// What the `source` cells of tables cover and cite.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Citations {
    /// Figures and dates without a source, in the order of tables and rows.
    pub uncited: Vec<Uncited>,
    /// Sources that nothing cites: id and where it stands, by id.
    pub unused: Vec<(String, Origin)>,
}

impl Atlas {
    /// What the `source` cells of the tables cover. A source without a column covers the whole row;
    /// a row without one must name a source for every figure and date. Tables beside the network
    /// (`benchmarks.csv`) are read as well, unreadable ones left to [`Atlas::load`].
    ///
    /// ```
    /// use trade_corridor::atlas::Atlas;
    /// assert!(Atlas::embedded().citations().uncited.is_empty());
    /// ```
    #[must_use]
    pub fn citations(&self) -> Citations {
        let mut citations = Citations::default();
        let (mut cited, mut defined) = (BTreeSet::new(), Vec::new());
        for file in &self.files {
            read(file, &mut citations.uncited, &mut cited, &mut defined);
        }
        defined.retain(|(id, _)| !cited.contains(id));
        defined.sort_by(|a, b| a.0.cmp(&b.0));
        citations.unused = defined;
        citations
    }
}

fn read(
    file: &File,
    uncited: &mut Vec<Uncited>,
    cited: &mut BTreeSet<String>,
    defined: &mut Vec<(String, Origin)>,
) {
    let mut reader = csv::Reader::from_reader(file.text.as_bytes());
    let Ok(header) = reader.headers().cloned() else {
        return;
    };
    let column = |name: &str| header.iter().position(|known| known.trim() == name);
    let sources = super::folder::table_of(&file.name) == Some("sources");
    let (source, id, derived) = (column("source"), column("id"), column("derived_from"));
    for row in reader.records().filter_map(Result::ok) {
        let line = row.position().map_or(0, |position| position.line() as u32);
        let origin = || Origin::new(Arc::clone(&file.name), line);
        let cell = |at: Option<usize>| at.and_then(|at| row.get(at)).unwrap_or_default().trim();
        if sources {
            defined.push((cell(id).to_owned(), origin()));
            let from = cell(derived).split(';').map(str::trim);
            cited.extend(from.filter(|id| !id.is_empty()).map(str::to_owned));
        } else if source.is_some() {
            cells(&header, &row, cell(source), cited, |column, value| {
                uncited.push(Uncited {
                    origin: origin(),
                    column: column.to_owned(),
                    value: value.to_owned(),
                });
            });
        }
    }
}

/// Reads one row: whom it cites, and which values nothing covers.
fn cells(
    header: &StringRecord,
    row: &StringRecord,
    source: &str,
    cited: &mut BTreeSet<String>,
    mut uncovered: impl FnMut(&str, &str),
) {
    let (mut whole_row, mut columns) = (false, BTreeSet::new());
    for entry in source.split(';').map(str::trim) {
        if entry.is_empty() {
            continue;
        }
        let id = match entry.split_once('=') {
            Some((column, id)) => {
                columns.insert(column.trim());
                id.trim()
            }
            None => {
                whole_row = true;
                entry
            }
        };
        cited.insert(id.to_owned());
    }
    if whole_row {
        return;
    }
    for (column, value) in header.iter().map(str::trim).zip(row.iter().map(str::trim)) {
        let figure = value.parse::<f64>().is_ok() || value.parse::<Date>().is_ok();
        // The ends of a range have the sources of their figure.
        let of = ["_low", "_high"].map(|end| column.strip_suffix(end));
        let ranged = of.into_iter().flatten().any(|of| columns.contains(of));
        if figure && !ranged && !NAMES.contains(&column) && !columns.contains(column) {
            uncovered(column, value);
        }
    }
}
