//! Why a route cannot use or come by what it has to.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::policy::{RuleRef, Violation};

/// A rule on what a route uses or comes by that no way keeps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Unmet {
    /// The rule.
    pub rule: RuleRef,
    /// Why not; nothing where some way keeps it alone.
    pub hindrance: Option<Hindrance>,
}

/// Why no way uses or comes by something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Hindrance {
    /// Nothing that can be done on the day is of it.
    NothingOpen,
    /// What is of it does not take the shipment.
    Unsuited,
    /// Rules forbid everything that is of it.
    Forbidden {
        /// The first of these verdicts.
        violation: Box<Violation>,
    },
    /// Some of it can be used, but no way from the start to the end leads over it.
    NoWay,
    /// It has to be used exactly once, and every way that leads over it uses it more often.
    NotOnce,
}

impl fmt::Display for Hindrance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NothingOpen => f.write_str("nothing open on that day is of it"),
            Self::Unsuited => f.write_str("it does not take the shipment"),
            Self::Forbidden { violation } => {
                write!(f, "`{}` forbids it: {violation}", violation.rule)
            }
            Self::NoWay => f.write_str("no way leads over it"),
            Self::NotOnce => f.write_str("every way over it comes there again"),
        }
    }
}

impl fmt::Display for Unmet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}`", self.rule)?;
        match &self.hindrance {
            Some(hindrance) => write!(f, " ({hindrance})"),
            None => Ok(()),
        }
    }
}
