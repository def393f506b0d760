//! Records as they are saved: tables as plain lists, in the order that ids count in.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::table::Table;
use super::{Faults, Member, Network, NetworkBuilder, Records};

impl<T: Serialize> Serialize for Table<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.raw())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Table<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::deserialize(deserializer).map(Self::from)
    }
}

impl Network {
    /// Its records without the stakes that follow from memberships, which building adds again.
    pub(crate) fn to_records(&self) -> Records {
        let mut records = (*self.records).clone();
        for derived in self.members().iter().filter_map(Member::stake) {
            if let Some(at) = records.stakes.iter().position(|stake| *stake == derived) {
                records.stakes.remove(at);
            }
        }
        records
    }

    /// A network of saved records, checked as if they had just been made.
    pub(crate) fn from_records(records: Records) -> Result<Self, Faults> {
        NetworkBuilder::of(records).build()
    }
}
