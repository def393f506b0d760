//! The serialised form of a route: its version first, then its fields.

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::Route;
use crate::metric::Objective;

/// The version of the serialised form of a [`Route`] that this crate writes, and the only one it reads.
pub const ROUTE_VERSION: u32 = 2;

/// Levels of lists and objects within each other; a route of this crate has ten.
const MOST_LEVELS: usize = 64;

/// Whether a value is nested no deeper, found out in as little stack.
fn is_flat(value: &Value, levels: usize) -> bool {
    let Some(levels) = levels.checked_sub(1) else {
        return !value.is_array() && !value.is_object();
    };
    match value {
        Value::Array(items) => items.iter().all(|item| is_flat(item, levels)),
        Value::Object(fields) => fields.values().all(|field| is_flat(field, levels)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
    }
}

/// The version as a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Version;

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(ROUTE_VERSION)
    }
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match u64::deserialize(deserializer)? {
            found if found == u64::from(ROUTE_VERSION) => Ok(Self),
            found => Err(D::Error::custom(format_args!(
                "a route of version {found}, this crate reads version {ROUTE_VERSION}: read it with the crate that \
                 wrote it, or ask for the route again"
            ))),
        }
    }
}

/// The `version` comes first.
impl Serialize for Route {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if matches!(self.objective, Objective::Custom(_)) && self.weighed.is_some() {
            // Nobody who reads it could check it without the function.
            let told = Self {
                weighed: None,
                ..self.clone()
            };
            return Self::serialize(&told, serializer);
        }
        Self::serialize(self, serializer)
    }
}

/// Refuses other versions before anything else is looked at, wherever the `version` stands. The
/// format must describe itself, as JSON does.
impl<'de> Deserialize<'de> for Route {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let saved = Value::deserialize(deserializer)?;
        if !is_flat(&saved, MOST_LEVELS) {
            return Err(D::Error::custom(format_args!(
                "a route nested deeper than {MOST_LEVELS} levels, which no crate wrote"
            )));
        }
        match saved.get("version") {
            Some(version) => Version::deserialize(version).map_err(D::Error::custom)?,
            None => {
                return Err(D::Error::custom(format_args!(
                    "a route without `version`, as before 0.2; this crate reads version {ROUTE_VERSION}: ask for the \
                     route again"
                )));
            }
        };
        let route = Self::deserialize(saved).map_err(D::Error::custom)?;
        if matches!(route.objective, Objective::Custom(_)) && route.weighed.is_some() {
            return Err(D::Error::custom(
                "`weighed` of an objective of the caller's own, which nobody can check: leave it out",
            ));
        }
        Ok(route)
    }
}
