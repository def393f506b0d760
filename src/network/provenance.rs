use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::SourceId;
use crate::code::Name;

/// Where a value comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum SourceKind {
    /// Stands in the named publication.
    Published,
    /// Arithmetic on published values; the note says which.
    Derived,
    /// Nobody published it; the note gives the reasoning.
    Assumed,
}

impl std::str::FromStr for SourceKind {
    type Err = super::UnknownWord;
    fn from_str(word: &str) -> Result<Self, super::UnknownWord> {
        match word {
            "published" => Ok(Self::Published),
            "derived" => Ok(Self::Derived),
            "assumed" => Ok(Self::Assumed),
            _ => Err(super::UnknownWord {
                what: "source kind",
                word: word.to_owned(),
                accepted: "`published`, `derived`, `assumed`".to_owned(),
            }),
        }
    }
}

/// Of what else a figure is than the record that cites it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Borrowed {
    /// Of another country.
    Country,
    /// Of another operator.
    Operator,
    /// Of another product.
    Product,
}

impl std::str::FromStr for Borrowed {
    type Err = super::UnknownWord;
    fn from_str(word: &str) -> Result<Self, super::UnknownWord> {
        match word {
            "country" => Ok(Self::Country),
            "operator" => Ok(Self::Operator),
            "product" => Ok(Self::Product),
            _ => Err(super::UnknownWord {
                what: "kind of borrowed figure",
                word: word.to_owned(),
                accepted: "`country`, `operator`, `product`".to_owned(),
            }),
        }
    }
}

/// A publication, a derivation or a stated assumption.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Source {
    /// Short id, unique in the network.
    pub id: Name,
    /// Published, derived or assumed.
    pub kind: SourceKind,
    /// Title or short description.
    pub title: String,
    /// Address, where there is one.
    pub url: String,
    /// Day or year of publication or access, as text.
    pub date: String,
    /// Licence of the data, where one is stated.
    pub licence: String,
    /// The reasoning of an assumption or derivation, or a remark.
    pub note: String,
    /// The year that its figures are of, where it is known.
    pub year: Option<i16>,
    /// Of what else than the records that cite it its figures are.
    pub borrowed: Vec<Borrowed>,
    /// What it was computed or taken from.
    pub derived_from: Vec<SourceId>,
    /// Where the record stands.
    pub origin: Origin,
}

impl Source {
    /// A source with an id, its kind and a title.
    pub fn new(id: impl Into<Name>, kind: SourceKind, title: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            kind,
            title: title.into(),
            url: String::new(),
            date: String::new(),
            licence: String::new(),
            note: String::new(),
            year: None,
            borrowed: Vec::new(),
            derived_from: Vec::new(),
            origin: Origin::default(),
        }
    }
}

/// How far what a source states may be off, as factors of the stated values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct SourceRange {
    /// The source.
    pub of: SourceId,
    /// Figures of this column only; all that cite the source when missing.
    pub column: Option<Name>,
    /// The factor of the 5 % quantile in thousandths, at most 1,000.
    pub low_per_mille: u32,
    /// The factor of the 95 % quantile in thousandths, at least 1,000.
    pub high_per_mille: u32,
    /// The reasoning.
    pub note: String,
    /// Sources and row.
    pub provenance: Provenance,
}

impl SourceRange {
    /// The range of every figure that cites a source.
    #[must_use]
    pub fn new(of: SourceId, low_per_mille: u32, high_per_mille: u32) -> Self {
        Self {
            of,
            column: None,
            low_per_mille,
            high_per_mille,
            note: String::new(),
            provenance: Provenance::default(),
        }
    }
}

/// The file and row a record was read from; unset for records made in code.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Origin {
    pub(crate) file: Option<Arc<str>>,
    pub(crate) row: u32,
}

impl Origin {
    /// Row `row` (the header is row 1) of `file`.
    #[must_use]
    pub fn new(file: Arc<str>, row: u32) -> Self {
        Self {
            file: Some(file),
            row,
        }
    }

    /// The file's name, when the record was read from one.
    #[must_use]
    pub fn file(&self) -> Option<&str> {
        self.file.as_deref()
    }

    /// The row in the file; the header is row 1.
    #[must_use]
    pub const fn row(&self) -> u32 {
        self.row
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.file {
            Some(file) => write!(f, "{file} row {}", self.row),
            None => f.write_str("record made in code"),
        }
    }
}

/// A source of a record, and the column that it speaks of, if of one alone.
type Entry = (Option<Cow<'static, str>>, SourceId);

/// Sources that records may share; nothing where there are none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Vec<Entry>", into = "Vec<Entry>")]
pub(super) struct Entries(Option<Arc<Vec<Entry>>>);

impl From<Vec<Entry>> for Entries {
    fn from(entries: Vec<Entry>) -> Self {
        Self((!entries.is_empty()).then(|| Arc::new(entries)))
    }
}

impl From<Entries> for Vec<Entry> {
    fn from(entries: Entries) -> Self {
        entries.as_slice().to_vec()
    }
}

impl Entries {
    fn as_slice(&self) -> &[Entry] {
        self.0.as_ref().map_or(&[], |entries| entries)
    }

    /// Whether every source is one of the first `count`.
    pub(super) fn are_below(&self, count: usize) -> bool {
        self.as_slice()
            .iter()
            .all(|(_, source)| source.index() < count)
    }
}

/// The sources of one record: some speak of the whole row, some of one column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Provenance {
    pub(super) entries: Entries,
    /// Where the record stands.
    pub origin: Origin,
}

impl Provenance {
    /// No sources, read from `origin`.
    #[must_use]
    pub fn at(origin: Origin) -> Self {
        Self {
            entries: Entries::default(),
            origin,
        }
    }

    /// Adds a source for the whole row, or for one column.
    pub fn cite(&mut self, column: Option<&str>, source: SourceId) {
        self.push((column.map(|name| Cow::Owned(name.to_owned())), source));
    }

    pub(crate) fn cite_known(&mut self, column: Option<&'static str>, source: SourceId) {
        self.push((column.map(Cow::Borrowed), source));
    }

    fn push(&mut self, entry: Entry) {
        Arc::make_mut(self.entries.0.get_or_insert_default()).push(entry);
    }

    /// Every source of the record.
    pub fn all(&self) -> impl Iterator<Item = SourceId> + '_ {
        self.entries.as_slice().iter().map(|(_, source)| *source)
    }

    /// The sources of `column`: those that name it, else those of the whole row.
    pub fn of<'a>(&'a self, column: &'a str) -> impl Iterator<Item = SourceId> + 'a {
        let entries = self.entries.as_slice();
        let named = entries
            .iter()
            .any(|(name, _)| name.as_deref() == Some(column));
        entries
            .iter()
            .filter(move |(name, _)| {
                if named {
                    name.as_deref() == Some(column)
                } else {
                    name.is_none()
                }
            })
            .map(|(_, source)| *source)
    }
}
