//! Control that no share shows.

use serde::{Deserialize, Serialize};

use super::{Party, Provenance, Validity};

/// What somebody may do to a company without holding shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum ControlKind {
    /// Runs it, by contract or in trust: decides what it does.
    Management,
    /// Can stop some decisions by a share with a veto.
    GoldenShare,
    /// Must agree to a change of its owners.
    Consent,
    /// Granted it the concession that it works under.
    Concession,
}

impl ControlKind {
    /// Whether the controller decides what the company does, so that ownership rules that follow control
    /// follow it. A veto and a concession leave that to others.
    #[must_use]
    pub const fn decides(self) -> bool {
        matches!(self, Self::Management)
    }
}

/// Somebody who has a say over a company without holding shares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Control {
    /// Who has a say.
    pub controller: Party,
    /// Over whom.
    pub controlled: Party,
    /// What say.
    pub kind: ControlKind,
    /// From when to when.
    pub validity: Validity,
    /// Remark.
    pub note: String,
    /// Sources and row.
    pub provenance: Provenance,
}

impl Control {
    /// Control that always holds.
    #[must_use]
    pub fn new(controller: Party, controlled: Party, kind: ControlKind) -> Self {
        Self {
            controller,
            controlled,
            kind,
            validity: Validity::ALWAYS,
            note: String::new(),
            provenance: Provenance::default(),
        }
    }
}
