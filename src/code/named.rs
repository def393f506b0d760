use std::fmt;

use serde::{Deserialize, Serialize};

use super::Name;

/// A record by its id or code, with what it is called; prints its name.
///
/// ```
/// use trade_corridor::code::Named;
/// let railway = Named::new("GR", "Georgian Railway");
/// assert_eq!(railway.to_string(), "Georgian Railway");
/// assert_ne!(railway, Named::new("ADY", "Georgian Railway"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Named {
    /// Its id or code.
    pub id: Name,
    /// Its name.
    pub name: Name,
}

impl Named {
    /// A record by id and name.
    pub fn new(id: impl Into<Name>, name: impl Into<Name>) -> Self {
        Self {
            id: id.into(),
            name: name.into(),
        }
    }
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.name.fmt(f)
    }
}
