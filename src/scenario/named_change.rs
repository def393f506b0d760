use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::{Change, TextPosition, document};
use crate::code::Name;

/// One change of a scenario, with what it is called and where it is from.
///
/// ```
/// use trade_corridor::scenario::{Change, NamedChange};
/// let change = Change::manager("AM-rail", "SCR").labelled("the handover");
/// assert_eq!(change.name(), "the handover");
/// assert_eq!(NamedChange::from(change.change().clone()).name(), "SCR manages AM-rail");
/// ```
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(try_from = "RawChange")]
pub struct NamedChange {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    label: Option<Name>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    source: String,
    #[serde(flatten)]
    change: Change,
    #[serde(skip)]
    pub(super) read_from: Option<TextPosition>,
    /// The change as a sentence, where it has no label; made when first asked for.
    #[serde(skip)]
    sentence: OnceLock<Name>,
}

#[derive(Deserialize)]
struct RawChange {
    label: Option<Name>,
    #[serde(default)]
    source: String,
    #[serde(flatten)]
    change: document::Entry,
}

impl TryFrom<RawChange> for NamedChange {
    type Error = String;
    fn try_from(raw: RawChange) -> Result<Self, String> {
        let change: Change = document::one_said(raw.change, "change")?;
        Ok(Self {
            label: raw.label,
            source: raw.source,
            ..change.into()
        })
    }
}

// Where a change was read from is no part of what it says.
impl PartialEq for NamedChange {
    fn eq(&self, other: &Self) -> bool {
        (&self.label, &self.source, &self.change) == (&other.label, &other.source, &other.change)
    }
}

impl NamedChange {
    /// The same change, called `label`.
    #[must_use]
    pub fn labelled(mut self, label: impl Into<Name>) -> Self {
        self.label = Some(label.into());
        self
    }

    /// The same change, reported by a publication or document.
    #[must_use]
    pub fn sourced(mut self, source: impl Into<String>) -> Self {
        self.source = source.into();
        self
    }

    /// Another change in its place, from the same source.
    pub(super) fn replaced(&self, change: Change) -> Self {
        Self {
            label: self.label.clone(),
            source: self.source.clone(),
            read_from: self.read_from.clone(),
            ..change.into()
        }
    }

    /// Its label, where it has one.
    pub fn label(&self) -> Option<&str> {
        self.label.as_deref()
    }

    /// What it is called: its label, or the change as a sentence.
    pub fn name(&self) -> &str {
        self.shared_name()
    }

    /// Its name, a copy of which allocates nothing.
    pub(crate) fn shared_name(&self) -> &Name {
        match &self.label {
            Some(label) => label,
            None => self.sentence.get_or_init(|| self.change.to_string().into()),
        }
    }

    /// The change.
    pub fn change(&self) -> &Change {
        &self.change
    }

    /// Where it is reported, if stated.
    pub fn source(&self) -> &str {
        &self.source
    }
}

impl From<Change> for NamedChange {
    fn from(change: Change) -> Self {
        Self {
            label: None,
            source: String::new(),
            change,
            read_from: None,
            sentence: OnceLock::new(),
        }
    }
}

impl From<&NamedChange> for NamedChange {
    fn from(change: &NamedChange) -> Self {
        change.clone()
    }
}

impl Change {
    /// The change, called `label`.
    pub fn labelled(self, label: impl Into<Name>) -> NamedChange {
        NamedChange::from(self).labelled(label)
    }
}
