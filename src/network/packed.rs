//! Records as bytes that are read in a few milliseconds.
//!
//! Sources and rows are most of what records say, and most of it again and again. They stand apart
//! from the records, each list of sources once.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::builder::seal;
use super::foreign::foreign_ids;
use super::provenance::Entries;
use super::{Network, Origin, Provenance, Records, Timeline};

/// Bytes that are no packed network of this version of the crate.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum PackedError {
    /// The bytes are no records.
    #[error("the packed network is not readable: {reason}; pack it again")]
    Unreadable { reason: String },
    /// A record names a record, source or file that is not there.
    #[error("the packed network names {what} that is not in it; pack it again")]
    Dangling { what: &'static str },
}

#[derive(Serialize, Deserialize)]
struct Packed {
    records: Records,
    files: Vec<Arc<str>>,
    cited: Vec<Entries>,
    /// Of every record, in the order of [`each`].
    stands: Vec<Stands>,
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
    macro_rules! all {
        ($($rows:expr),+ $(,)?) => {$(
            for row in $rows {
                see(&mut row.provenance);
            }
        )+};
    }
    for source in records.sources.raw_mut() {
        let mut provenance = Provenance::at(std::mem::take(&mut source.origin));
        see(&mut provenance);
        source.origin = provenance.origin;
    }
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
        all!(&mut line.managers);
    }
    all!(
        records.places.raw_mut(),
        records.crossings.raw_mut(),
        records.links.raw_mut(),
        records.lines.raw_mut(),
        records.operators.raw_mut(),
        records.owners.raw_mut(),
        records.services.raw_mut(),
        records.through_rates.raw_mut(),
        records.tariffs.raw_mut(),
        records.projects.raw_mut(),
        &mut records.stakes,
        &mut records.members,
        &mut records.handling,
        &mut records.borders,
        &mut records.fees,
        &mut records.closures,
        &mut records.unions,
        &mut records.speeds,
        &mut records.emissions,
        &mut records.exchange_rates,
    );
}

impl Network {
    /// The network as bytes that [`Network::unpack`] of the same version reads.
    #[cfg(test)]
    pub(crate) fn pack(&self) -> Vec<u8> {
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
        let packed = Packed {
            records,
            files,
            cited,
            stands,
        };
        postcard::to_allocvec(&packed).expect("records are written to memory")
    }

    /// Reads what [`Network::pack`] wrote. Every id is checked to be in range; whether the records
    /// fit together was checked before they were packed.
    ///
    /// # Errors
    /// Bytes that are no records, or records that name something that is not there.
    pub(crate) fn unpack(bytes: &[u8]) -> Result<Self, PackedError> {
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
        if foreign_ids(&records, &mut Vec::new()) {
            return Err(dangling("a record"));
        }
        Ok(seal(records))
    }
}
