use std::fmt;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use super::{Origin, Validity, did_you_mean};

/// One reason why a network cannot be built.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fault {
    /// File and row of the record.
    pub origin: Origin,
    /// The column where it was read from a table, else the field of the record, where one is at fault.
    pub column: Option<String>,
    /// What is wrong and how to mend it.
    pub kind: FaultKind,
}

impl Fault {
    /// A fault of a record, in `column` when one is at fault.
    pub fn new(origin: Origin, column: Option<&str>, kind: FaultKind) -> Self {
        Self {
            origin,
            column: column.map(str::to_owned),
            kind,
        }
    }
}

impl Serialize for Fault {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        map.serialize_entry("file", &self.origin.file())?;
        map.serialize_entry("row", &self.origin.row())?;
        map.serialize_entry("column", &self.column)?;
        map.serialize_entry("message", &self.kind.to_string())?;
        map.end()
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.column {
            Some(column) => write!(f, "{}, column `{column}`: {}", self.origin, self.kind),
            None => write!(f, "{}: {}", self.origin, self.kind),
        }
    }
}

/// What to say of a length that would do if its point had separated thousands.
pub(crate) fn thousands(km: &str, great_circle_km: &str) -> &'static str {
    let [km, circle] = [km, great_circle_km].map(|text| text.parse().unwrap_or(f64::NAN));
    if km * 1e3 >= circle * 0.99 && km * 1e3 <= circle * 4.0 {
        " (a point starts the decimals: write thousands without one)"
    } else {
        ""
    }
}

/// What is wrong with a record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FaultKind {
    /// The file lacks a column that the format asks for.
    #[error("column `{column}` is missing; add it to the header row")]
    MissingColumn {
        /// The missing column.
        column: String,
    },
    /// The file has a column that the format does not know.
    #[error("column `{column}` is unknown{}; remove or rename it", did_you_mean(nearest.as_ref()))]
    UnknownColumn {
        /// The unknown column.
        column: String,
        /// The nearest known column.
        nearest: Option<String>,
    },
    /// A column stands twice in the header.
    #[error("column `{column}` stands twice in the header; remove one")]
    RepeatedColumn {
        /// The repeated column.
        column: String,
    },
    /// A file that cannot be read as a table; what only follows from that is not reported.
    #[error("the table cannot be read: {reason}")]
    UnreadableTable {
        /// What is wrong and the remedy.
        reason: String,
    },
    /// The text is no CSV.
    #[error("not readable as CSV: {reason}")]
    BadCsv {
        /// The reader's reason.
        reason: String,
    },
    /// A cell that must not be empty is.
    #[error("the value is missing; fill the cell")]
    MissingValue,
    /// A cell that cannot be read.
    #[error("{reason}")]
    BadValue {
        /// What is wrong with it, the value and the remedy included.
        reason: String,
    },
    /// A reference to a record that is not there.
    #[error("`{code}` is no known {what}{}; add it or correct the reference", did_you_mean(nearest.as_ref()))]
    Unknown {
        /// Place, crossing, operator, ...
        what: &'static str,
        /// The reference.
        code: String,
        /// The nearest known code.
        nearest: Option<String>,
    },
    /// Two records with one id.
    #[error("{what} `{code}` stands already in {first}; rename or remove one")]
    Duplicate {
        /// Place, crossing, operator, ...
        what: &'static str,
        /// The id.
        code: String,
        /// The other record.
        first: Origin,
    },
    /// A link that ends where it begins.
    #[error("link `{id}` leads from `{end}` to itself; give two different ends")]
    LinkToItself {
        /// The link.
        id: String,
        /// Its end.
        end: String,
    },
    /// A link or service that is shorter than the straight line.
    #[error(
        "length {km} km is shorter than the great circle of {great_circle_km} km; correct it{} or the coordinates",
        thousands(km, great_circle_km)
    )]
    ShorterThanGreatCircle {
        /// The given length.
        km: String,
        /// The great circle between its ends.
        great_circle_km: String,
    },
    /// A link that ends at a place of another country.
    #[error(
        "link in {country} ends at `{end}`, which lies in {other}; cut it at a border crossing"
    )]
    ForeignEnd {
        /// The link's country.
        country: String,
        /// The end.
        end: String,
        /// The countries of the end.
        other: String,
    },
    /// A link whose mode is not that of the crossing or line it uses.
    #[error("mode `{mode}` does not fit `{other}`, which is {other_mode}")]
    ModeMismatch {
        /// The record's mode.
        mode: String,
        /// What it refers to.
        other: String,
        /// The mode of that.
        other_mode: String,
    },
    /// A rail link without gauge, or a road with one.
    #[error("mode `{mode}` {problem}")]
    GaugeMismatch {
        /// The link's mode.
        mode: String,
        /// What does not fit.
        problem: &'static str,
    },
    /// Two records of the same thing that hold on the same day.
    #[error(
        "`{code}` is said twice for the same days: {here} overlaps with {there} in {first}; make the dates disjoint"
    )]
    Overlap {
        /// The thing.
        code: String,
        /// Dates of this record.
        here: String,
        /// Dates of the other.
        there: String,
        /// Where the other stands.
        first: Origin,
    },
    /// Holders that hold more than everything.
    #[error("the stakes in `{held}` add up to {percent} % on {day}; correct them to at most 100 %")]
    StakesAboveWhole {
        /// Who is held.
        held: String,
        /// The sum.
        percent: String,
        /// A day on which it is reached.
        day: String,
    },
    /// Shares that cannot be added up exactly.
    #[error(
        "the stakes in `{held}` on {day} have no common denominator up to 10^18; write them as fractions of one total"
    )]
    StakesUnlike {
        /// Who is held.
        held: String,
        /// A day on which they are held together.
        day: String,
    },
    /// Somebody who holds itself.
    #[error("`{party}` holds a stake in itself; remove the row")]
    StakeInItself {
        /// The party.
        party: String,
    },
    /// Somebody who runs something for a consortium on days on which it is no member.
    #[error(
        "`{member}` is no member of `{consortium}` on every day of {days}; correct the dates or the members"
    )]
    NotAMember {
        /// Who runs something.
        member: String,
        /// The consortium.
        consortium: String,
        /// The days.
        days: String,
    },
    /// Somebody who controls itself.
    #[error("`{party}` is said to control itself; remove the row")]
    ControlOfItself {
        /// The party.
        party: String,
    },
    /// Coordinates outside the globe.
    #[error("coordinates {lon}, {lat} are outside the globe; give degrees east and north")]
    BadCoordinates {
        /// Longitude.
        lon: String,
        /// Latitude.
        lat: String,
    },
    /// A service whose conveyance or ends cannot work.
    #[error("service `{id}`: {problem}")]
    BadService {
        /// The service.
        id: String,
        /// What does not fit.
        problem: String,
    },
    /// No exchange rate for a price.
    #[error("no exchange rate for `{currency}` in {year}; add it to currencies.csv")]
    NoExchangeRate {
        /// Currency.
        currency: String,
        /// Year.
        year: i16,
    },
    /// A record without a source.
    #[error("no source; cite one, or one of kind `assumed` with the reasoning")]
    NoSource,
}

/// Everything that is wrong with a network's records: tables that cannot be read, then all in record
/// order.
///
/// The first [`Faults::MOST`] are kept, or as many as
/// [`TableLimits::faults`](crate::atlas::TableLimits::faults) says, and told how many more there are.
#[derive(Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Faults {
    kept: Vec<Fault>,
    #[serde(skip)]
    more: usize,
}

debug_as_display!(Faults);

impl Faults {
    /// How many faults are kept unless set otherwise, of all files together and of each.
    pub const MOST: usize = 1_000;

    /// Keeps `most` of the faults, and one at least; `more` were not kept before.
    pub(crate) fn check(mut faults: Vec<Fault>, more: usize, most: usize) -> Result<(), Self> {
        if faults.is_empty() {
            return Ok(());
        }
        let other = |fault: &Fault| !matches!(fault.kind, FaultKind::UnreadableTable { .. });
        faults.sort_by(|a, b| {
            (other(a), a.origin.file(), a.origin.row(), &a.column)
                .cmp(&(other(b), b.origin.file(), b.origin.row(), &b.column))
                .then_with(|| a.kind.to_string().cmp(&b.kind.to_string()))
        });
        faults.dedup();
        let most = most.max(1);
        let more = more + faults.len().saturating_sub(most);
        faults.truncate(most);
        Err(Self { kept: faults, more })
    }

    /// The faults that are kept.
    pub fn iter(&self) -> std::slice::Iter<'_, Fault> {
        self.kept.iter()
    }

    /// How many are kept; never zero.
    #[allow(clippy::len_without_is_empty, reason = "never empty")]
    #[must_use]
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// How many more there are at least. A file with very many faults is not read to its end.
    #[must_use]
    pub fn more(&self) -> usize {
        self.more
    }

    pub(crate) fn into_parts(self) -> (Vec<Fault>, usize) {
        (self.kept, self.more)
    }
}

impl<'a> IntoIterator for &'a Faults {
    type Item = &'a Fault;
    type IntoIter = std::slice::Iter<'a, Fault>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl fmt::Display for Faults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.kept.len().saturating_add(self.more);
        let least = if self.more > 0 { "at least " } else { "" };
        write!(f, "{least}{count} fault(s) in the network's records")?;
        for fault in &self.kept {
            write!(f, "\n  {fault}")?;
        }
        if self.more > 0 {
            write!(f, "\n  and {} more; mend these first", self.more)?;
        }
        Ok(())
    }
}

impl std::error::Error for Faults {}

impl FaultKind {
    pub(super) fn overlap(code: &str, here: Validity, there: Validity, first: &Origin) -> Self {
        Self::Overlap {
            code: code.to_owned(),
            here: here.to_string(),
            there: there.to_string(),
            first: first.clone(),
        }
    }
}
