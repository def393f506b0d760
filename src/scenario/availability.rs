//! What holds on the day, and what says so.

use super::{NamedChange, TransitClosure};
use crate::code::Name;
use crate::network::{
    Cited, Closure, Line, Management, Member, Operator, OperatorId, Party, Provenance, State,
    Status, Validity,
};
use crate::quantity::Share;

/// Whether something can be used on the day, and what says so.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Availability<'w> {
    /// Its status; nothing when no record speaks of the day.
    pub status: Option<Status>,
    /// What says so.
    pub cause: Cause<'w>,
}

impl Availability<'_> {
    /// Whether it can be used.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.status == Some(Status::Open)
    }
}

/// Why a thing is available or not.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Cause<'w> {
    /// A dated state of its record.
    State(&'w State),
    /// No state of its record speaks of the day.
    NoRecord,
    /// It is open by its record, but nobody on record manages its line on the day.
    NoManager(&'w Line),
    /// It is open by its record, but its operator does not exist on the day.
    NoOperator(&'w Operator),
    /// A change of the scenario.
    Change(&'w NamedChange),
}

/// What makes a stake hold.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum StakeCause<'w> {
    /// A record.
    Row(&'w Provenance),
    /// A change of the scenario.
    Change(&'w NamedChange),
}

/// What makes somebody the manager of a line on the day.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum ManagerCause<'w> {
    /// A record.
    Row(&'w Management),
    /// A change of the scenario.
    Change(&'w NamedChange),
}

/// A stake that holds on the day.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct ActiveStake<'w> {
    /// Who holds.
    pub holder: Party,
    /// Who is held.
    pub held: Party,
    /// How much.
    pub share: Share,
    /// The 5 % and 95 % quantiles of what it may be; the share twice where it is exact.
    pub range: [Share; 2],
    /// From when to when.
    pub validity: Validity,
    /// What makes it hold.
    pub cause: StakeCause<'w>,
}

/// A membership that holds on the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ActiveMember {
    /// The consortium.
    pub consortium: OperatorId,
    /// The member.
    pub member: Party,
    /// Its share; associations without capital have none.
    pub share: Option<Share>,
}

impl From<&Member> for ActiveMember {
    fn from(member: &Member) -> Self {
        Self {
            consortium: member.consortium,
            member: member.member,
            share: member.share.as_ref().map(Cited::value),
        }
    }
}

/// What keeps goods out of a country.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum ClosureCause<'w> {
    /// A record.
    Row(&'w Closure),
    /// A change of the scenario.
    Change(&'w NamedChange),
}

impl ClosureCause<'_> {
    /// What it is called: the change's name, or the record in words with its last day.
    #[must_use]
    pub fn name(&self) -> Name {
        match self {
            Self::Change(change) => change.shared_name().clone(),
            Self::Row(row) => {
                let closed = TransitClosure::from(*row);
                let until = row.validity.to();
                let until = until.map(|day| format!("{closed} until {day}"));
                until.unwrap_or_else(|| closed.to_string()).into()
            }
        }
    }
}
