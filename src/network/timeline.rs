use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::Status;

/// From when to when something holds; both days included, a missing end is open.
///
/// ```
/// use jiff::civil::date;
/// use trade_corridor::network::Validity;
/// let concession = Validity::new(Some(date(2008, 2, 13)), Some(date(2038, 2, 12)))?;
/// assert!(concession.contains(date(2026, 11, 22)));
/// assert!(Validity::new(Some(date(2038, 2, 12)), Some(date(2008, 2, 13))).is_err());
/// # Ok::<(), trade_corridor::network::ReversedDates>(())
/// ```
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(try_from = "Bounds", into = "Bounds")]
pub struct Validity {
    from: Option<Date>,
    to: Option<Date>,
}

#[derive(Serialize, Deserialize)]
struct Bounds {
    #[serde(default, deserialize_with = "super::day_or_none")]
    from: Option<Date>,
    #[serde(default, deserialize_with = "super::day_or_none")]
    to: Option<Date>,
}

/// An end before its beginning.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, thiserror::Error)]
#[error("valid to {to} lies before valid from {from}; swap or correct the dates")]
pub struct ReversedDates {
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
}

debug_as_display!(ReversedDates);

impl Validity {
    /// Always.
    pub const ALWAYS: Self = Self {
        from: None,
        to: None,
    };

    /// From the day `from` to the day `to`.
    ///
    /// # Errors
    /// When `to` lies before `from`.
    pub fn new(from: Option<Date>, to: Option<Date>) -> Result<Self, ReversedDates> {
        match (from, to) {
            (Some(from), Some(to)) if to < from => Err(ReversedDates { from, to }),
            _ => Ok(Self { from, to }),
        }
    }

    /// First day, if bounded.
    #[must_use]
    pub const fn from(&self) -> Option<Date> {
        self.from
    }

    /// Last day, if bounded.
    #[must_use]
    pub const fn to(&self) -> Option<Date> {
        self.to
    }

    /// Whether it holds on `day`.
    #[must_use]
    pub fn contains(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Whether some day belongs to both.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let starts_before_end = |a: &Self, b: &Self| match (a.from, b.to) {
            (Some(from), Some(to)) => from <= to,
            _ => true,
        };
        starts_before_end(self, other) && starts_before_end(other, self)
    }
}

impl TryFrom<Bounds> for Validity {
    type Error = ReversedDates;
    fn try_from(bounds: Bounds) -> Result<Self, ReversedDates> {
        Self::new(bounds.from, bounds.to)
    }
}

impl From<Validity> for Bounds {
    fn from(validity: Validity) -> Self {
        Self {
            from: validity.from,
            to: validity.to,
        }
    }
}

impl std::fmt::Display for Validity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.from, self.to) {
            (None, None) => f.write_str("always valid"),
            (Some(from), None) => write!(f, "valid from {from}"),
            (None, Some(to)) => write!(f, "valid until {to}"),
            (Some(from), Some(to)) => write!(f, "valid {from} to {to}"),
        }
    }
}

/// A status and the days on which it holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// What holds.
    pub status: Status,
    /// When it holds.
    pub validity: Validity,
    /// Where it is from.
    pub provenance: super::Provenance,
}

/// The dated states of one thing; they do not overlap, and outside all of them it cannot be used.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timeline {
    states: Vec<State>,
}

impl Timeline {
    /// One status that always holds.
    #[must_use]
    pub fn always(status: Status) -> Self {
        Self::during(status, Validity::ALWAYS)
    }

    /// One status that holds during `validity`.
    #[must_use]
    pub fn during(status: Status, validity: Validity) -> Self {
        Self {
            states: vec![State {
                status,
                validity,
                provenance: super::Provenance::default(),
            }],
        }
    }

    /// Adds a state; [`NetworkBuilder::build`](super::NetworkBuilder::build) refuses overlaps.
    pub fn push(&mut self, state: State) {
        let from = state.validity.from();
        let at = self
            .states
            .partition_point(|known| known.validity.from() <= from);
        self.states.insert(at, state);
    }

    /// The states in order of time.
    #[must_use]
    pub fn states(&self) -> &[State] {
        &self.states
    }

    pub(super) fn states_mut(&mut self) -> &mut [State] {
        &mut self.states
    }

    /// The status on `day`, or nothing when no state speaks of that day.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<Status> {
        self.states
            .iter()
            .find(|state| state.validity.contains(day))
            .map(|state| state.status)
    }

    /// Whether it can be used on `day`.
    #[must_use]
    pub fn is_open(&self, day: Date) -> bool {
        self.on(day) == Some(Status::Open)
    }

    /// Two states that claim the same day.
    pub(crate) fn overlap(&self) -> Option<(&State, &State)> {
        // In order of time: where one meets any later one, it meets the next.
        let mut states: Vec<&State> = self.states.iter().collect();
        states.sort_by_key(|state| state.validity.from());
        let mut pairs = states.windows(2).map(|pair| (pair[0], pair[1]));
        pairs.find(|(one, next)| next.validity.overlaps(&one.validity))
    }
}
