//! The network of the embedded tables, read once and kept as bytes in `data/atlas.bin`.
//!
//! The tables are the source. The bytes carry their fingerprint, so that those of other tables are
//! never used, and a test makes them again and compares.

use std::hash::Hasher as _;
use std::sync::LazyLock;

use twox_hash::XxHash3_64;

use super::{Atlas, FILES, MANIFEST};
use crate::network::{Network, PackedError};

const MAGIC: &[u8; 8] = b"corridor";
const BYTES: &[u8] = include_bytes!("../../data/atlas.bin");

/// Why the bytes are not used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
enum Unused {
    #[error("not a packed network")]
    NotPacked,
    #[error("packed from other tables; pack the network again")]
    OtherTables,
    #[error("the checksum of the packed network does not fit; pack it again")]
    Damaged,
    #[error(transparent)]
    Records(#[from] PackedError),
}

/// Tells tables from changed ones.
fn fingerprint() -> u64 {
    let mut hash = XxHash3_64::new();
    hash.write(MANIFEST.as_bytes());
    for (name, text) in FILES {
        for part in [name, text] {
            hash.write(&(part.len() as u64).to_le_bytes());
            hash.write(part.as_bytes());
        }
    }
    hash.finish()
}

static EUROPE_CENTRAL_ASIA: LazyLock<Network> = LazyLock::new(|| {
    read(BYTES, fingerprint()).unwrap_or_else(|_| {
        // The tables were changed and not packed again.
        let tables = Atlas::embedded().load();
        tables.expect("the embedded tables are tested to load")
    })
});

impl Network {
    /// The embedded network of Europe and Central Asia, read once per process.
    #[must_use]
    pub fn europe_central_asia() -> &'static Self {
        &EUROPE_CENTRAL_ASIA
    }
}

/// The network in bytes that were packed from these tables.
fn read(bytes: &[u8], tables: u64) -> Result<Network, Unused> {
    let bytes = bytes.strip_prefix(MAGIC).ok_or(Unused::NotPacked)?;
    let (of, bytes) = bytes.split_first_chunk().ok_or(Unused::NotPacked)?;
    let (sum, records) = bytes.split_first_chunk().ok_or(Unused::NotPacked)?;
    if u64::from_le_bytes(*of) != tables {
        return Err(Unused::OtherTables);
    }
    if u64::from_le_bytes(*sum) != XxHash3_64::oneshot(records) {
        return Err(Unused::Damaged);
    }
    Ok(Network::unpack(records, FILES)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(network: &Network) -> Vec<u8> {
        let records = network.pack(FILES);
        let sum = XxHash3_64::oneshot(&records);
        let head = [fingerprint(), sum].map(u64::to_le_bytes);
        [&MAGIC[..], &head[0], &head[1], &records].concat()
    }

    fn saved(network: &Network) -> Vec<u8> {
        let mut file = Vec::new();
        network.save(&mut file).unwrap();
        file
    }

    /// `UPDATE_ATLAS=1 cargo test --lib atlas_is_packed` packs changed tables.
    #[test]
    fn atlas_is_packed() {
        let tables = Atlas::embedded().load().unwrap();
        let packed = write(&tables);
        let unpacked = read(&packed, fingerprint()).unwrap();
        assert!(saved(&unpacked) == saved(&tables), "another network");
        assert_eq!(unpacked.stakes(), tables.stakes());
        let ids = |network: &Network| -> Vec<_> { network.links().map(|(id, _)| id).collect() };
        assert_eq!(ids(&unpacked), ids(&tables));
        if std::env::var_os("UPDATE_ATLAS").is_some() {
            std::fs::write("data/atlas.bin", &packed).unwrap();
        } else {
            assert!(
                packed == BYTES,
                "data/atlas.bin is not of these tables; run `UPDATE_ATLAS=1 cargo test --lib atlas_is_packed`"
            );
        }
    }

    #[test]
    fn other_bytes_are_refused() {
        let packed = write(&Atlas::embedded().load().unwrap());
        let refused = |bytes: &[u8]| read(bytes, fingerprint()).unwrap_err();
        assert_eq!(refused(b""), Unused::NotPacked);
        assert_eq!(refused(&packed[..20]), Unused::NotPacked);
        assert_eq!(refused(&packed[..packed.len() - 1]), Unused::Damaged);
        assert_eq!(read(&packed, 1).unwrap_err(), Unused::OtherTables);
        assert!(matches!(
            Network::unpack(b"", FILES).unwrap_err(),
            PackedError::Unreadable { .. }
        ));
    }

    /// Behind the checksum as well: whatever the bytes, reading them ends with a network or an error.
    #[test]
    fn no_bytes_panic() {
        let records = Atlas::embedded().load().unwrap().pack(FILES);
        let mut refused = 0;
        for step in 0..400 {
            let at = records.len() * step / 400;
            refused += usize::from(Network::unpack(&records[..at], FILES).is_err());
            let mut changed = records.clone();
            changed[at] = changed[at].wrapping_add(1 + step as u8 % 255);
            let _ = Network::unpack(&changed, FILES);
        }
        assert_eq!(refused, 400, "cut records");
    }
}
