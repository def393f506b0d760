use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The version of the requests and answers that this crate reads and writes.
///
/// Fields are added within a version; one that is removed or means something else makes a new one.
pub const VERSION: u32 = 1;

/// The [`VERSION`] as a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Version;

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(VERSION)
    }
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u64::deserialize(deserializer)? {
            found if found == u64::from(VERSION) => Ok(Self),
            found => Err(D::Error::custom(format_args!(
                "version {found} is unknown; this crate reads version {VERSION}"
            ))),
        }
    }
}
