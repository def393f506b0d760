//! Records as bytes that are read in a few milliseconds.
//!
//! Sources and rows are most of what records say, and most of it again and again. They stand apart
//! from the records, each list of sources once. Long texts are not in the bytes at all: they are
//! copied from where they stand in the tables.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::builder::seal;
use super::cited::SourceList;
use super::foreign::foreign_ids;
use super::provenance::Entries;
use super::source_lists::each_source_list;
use super::{Network, Origin, Provenance, Records, Timeline};

/// Bytes that are no packed network of this version of the crate.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PackedError {
    /// The bytes are no records.
    #[error("the packed network is not readable: {reason}; pack it again")]
    Unreadable { reason: String },
    /// A record names a record, source or file that is not there.
    #[error("the packed network names {what} that is not there; pack it again")]
    Dangling { what: &'static str },
}

#[derive(Serialize, Deserialize)]
struct Packed {
    records: Records,
    files: Vec<Arc<str>>,
    cited: Vec<Entries>,
    /// Of every record, in the order of [`each`].
    stands: Vec<Stands>,
    lists: Vec<SourceList>,
    /// Of every figure, in the order of [`each_source_list`].
    figures: Vec<u32>,
    /// Of every long text, in the order of [`long_texts`]; nothing where it stays in its record.
    spots: Vec<Option<Spot>>,
}

/// A table by its name, and its text.
type Text<'a> = (&'a str, &'a str);

/// Where a text stands in the tables.
#[derive(Serialize, Deserialize)]
struct Spot {
    table: u32,
    /// Bytes after the end of the text before.
    after: i64,
    length: u32,
}

/// Shows every text that may be long in a fixed order.
fn long_texts(records: &mut Records, see: &mut impl FnMut(&mut String)) {
    for link in records.links.raw_mut() {
        see(&mut link.shape);
    }
    for source in records.sources.raw_mut() {
        see(&mut source.title);
        see(&mut source.url);
        see(&mut source.licence);
        see(&mut source.note);
    }
}

/// Where a record stands and what it cites.
#[derive(Serialize, Deserialize)]
struct Stands {
    cited: u32,
    /// From 1; 0 where the record was made in code.
    file: u32,
    /// Rows after the record before, most of the time one.
    rows: i64,
}

/// Shows every provenance of the records in a fixed order.
fn each(records: &mut Records, see: &mut impl FnMut(&mut Provenance)) {
    let mut states = |states: &mut Timeline| {
        for state in states.states_mut() {
            see(&mut state.provenance);
        }
    };
    for row in records.crossings.raw_mut() {
        states(&mut row.states);
    }
    for row in records.links.raw_mut() {
        states(&mut row.states);
    }
    for row in records.services.raw_mut() {
        states(&mut row.states);
    }
    for line in records.lines.raw_mut() {
        for row in &mut line.managers {
            see(&mut row.provenance);
        }
    }
    rows(records, see);
}

macro_rules! stands {
    ($rows:expr, $see:ident, provenance) => {
        for row in $rows {
            $see(&mut row.provenance);
        }
    };
    ($rows:expr, $see:ident, origin) => {
        for row in $rows {
            let mut provenance = Provenance::at(std::mem::take(&mut row.origin));
            $see(&mut provenance);
            row.origin = provenance.origin;
        }
    };
}

macro_rules! rows {
    (
        coded { $($one:ident $find:ident $many:ident $at:ident $by:ident: $item:ident, $id:ident, $row:ident, $a:literal $noun:literal;)+ }
        numbered { $($n_one:ident $n_many:ident: $n_item:ident, $n_id:ident, $n_a:literal $n_noun:literal;)+ }
        listed { $($(#[$attr:meta])* $l_one:ident $l_many:ident: $l_item:ident, $l_a:literal $l_noun:literal $l_more:literal;)+ }
    ) => {
        /// Shows where each record of each table stands.
        fn rows(records: &mut Records, see: &mut impl FnMut(&mut Provenance)) {
            $(stands!(records.$many.raw_mut(), see, $row);)+
            $(stands!(&mut records.$n_many, see, provenance);)+
            $(stands!(&mut records.$l_many, see, provenance);)+
        }
    };
}

every_table!(rows);

impl Network {
    /// The network as bytes that [`Network::unpack`] of the same version reads, beside the tables
    /// that it was made of.
    #[cfg(test)]
    pub(crate) fn pack(&self, tables: &[Text<'_>]) -> Vec<u8> {
        use std::collections::HashMap;
        fn number<T: Clone + Eq + std::hash::Hash>(
            value: &T,
            numbers: &mut HashMap<T, u32>,
            values: &mut Vec<T>,
        ) -> u32 {
            *numbers.entry(value.clone()).or_insert_with(|| {
                values.push(value.clone());
                values.len() as u32 - 1
            })
        }
        let mut records = self.to_records();
        let (mut files, mut cited, mut stands) = (Vec::new(), Vec::new(), Vec::new());
        let (mut file_numbers, mut cited_numbers) = (HashMap::new(), HashMap::new());
        let mut before = 0;
        each(&mut records, &mut |provenance| {
            let Provenance { entries, origin } = std::mem::take(provenance);
            let row = i64::from(origin.row);
            let file = origin.file;
            stands.push(Stands {
                cited: number(&entries, &mut cited_numbers, &mut cited),
                file: file.map_or(0, |file| 1 + number(&file, &mut file_numbers, &mut files)),
                rows: row - before,
            });
            before = row;
        });
        let (mut lists, mut figures, mut list_numbers) = (Vec::new(), Vec::new(), HashMap::new());
        each_source_list(&mut records, &mut |list| {
            let list = std::mem::take(list);
            figures.push(number(&list, &mut list_numbers, &mut lists));
        });
        let (mut spots, mut table, mut end) = (Vec::new(), 0, 0);
        long_texts(&mut records, &mut |text| {
            let start = |(_, table): &Text<'_>| table.find(text.as_str());
            // Rows follow each other, so most texts stand soon after the one before.
            let next = tables[table].1[end..].find(text.as_str());
            let found = match next {
                Some(after) => Some((table, end + after)),
                None => (0..tables.len()).find_map(|at| Some((at, start(&tables[at])?))),
            };
            spots.push(found.filter(|_| text.len() > 8).map(|(at, start)| {
                let (after, length) = (
                    i64::from(start as u32) - i64::from(end as u32),
                    text.len() as u32,
                );
                (table, end) = (at, start + text.len());
                text.clear();
                let table = at as u32;
                Spot {
                    table,
                    after,
                    length,
                }
            }));
        });
        let packed = Packed {
            records,
            files,
            cited,
            stands,
            lists,
            figures,
            spots,
        };
        postcard::to_allocvec(&packed).expect("records are written to memory")
    }

    /// Reads what [`Network::pack`] wrote. Every id is checked to be in range; whether the records
    /// fit together was checked before they were packed.
    ///
    /// # Errors
    /// Bytes that are no records, or records that name something that is not there.
    pub(crate) fn unpack(bytes: &[u8], tables: &[Text<'_>]) -> Result<Self, PackedError> {
        let packed: Packed =
            postcard::from_bytes(bytes).map_err(|error| PackedError::Unreadable {
                reason: error.to_string(),
            })?;
        let dangling = |what| PackedError::Dangling { what };
        let mut records = packed.records;
        let sources = records.sources.len();
        if packed.cited.iter().any(|cited| !cited.are_below(sources)) {
            return Err(dangling("a source"));
        }
        let (mut stands, mut row) = (packed.stands.iter(), 0_i64);
        let mut missing = false;
        each(&mut records, &mut |provenance| {
            let mut read = || {
                let stands = stands.next()?;
                row = row.checked_add(stands.rows)?;
                let file = match stands.file.checked_sub(1) {
                    Some(file) => Some(packed.files.get(file as usize)?.clone()),
                    None => None,
                };
                let row = row.try_into().ok()?;
                let entries = packed.cited.get(stands.cited as usize)?.clone();
                let origin = Origin { file, row };
                Some(Provenance { entries, origin })
            };
            match read() {
                Some(read) => *provenance = read,
                None => missing = true,
            }
        });
        if missing || stands.next().is_some() {
            return Err(dangling("a file, a row or a list of sources"));
        }
        let known = |list: &SourceList| list.as_slice().iter().all(|id| id.index() < sources);
        if !packed.lists.iter().all(known) {
            return Err(dangling("a source"));
        }
        let mut figures = packed.figures.iter();
        each_source_list(&mut records, &mut |list| {
            let cited = figures.next().and_then(|at| packed.lists.get(*at as usize));
            match cited {
                Some(cited) => *list = cited.clone(),
                None => missing = true,
            }
        });
        if missing || figures.next().is_some() {
            return Err(dangling("a figure or a list of sources"));
        }
        let (mut spots, mut end) = (packed.spots.iter(), 0);
        let mut missing = false;
        long_texts(&mut records, &mut |text| {
            let mut read = || {
                let Some(spot) = spots.next()? else {
                    return Some(());
                };
                let start = usize::try_from(i64::try_from(end).ok()?.checked_add(spot.after)?);
                let start = start.ok()?;
                end = start.checked_add(spot.length as usize)?;
                let (_, table) = tables.get(spot.table as usize)?;
                table.get(start..end)?.clone_into(text);
                Some(())
            };
            missing |= read().is_none();
        });
        if missing || spots.next().is_some() {
            return Err(dangling("a text"));
        }
        if foreign_ids(&records, &mut Vec::new()) {
            return Err(dangling("a record"));
        }
        Ok(seal(records))
    }
}
