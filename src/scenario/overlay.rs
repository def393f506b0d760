//! The small tables that changes put over the records.

use super::Factor;
use crate::code::Country;
use crate::network::{CrossingId, Mode, Party};
use crate::quantity::{Rate, Share};

/// Position of a change in its scenario.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChangeIndex(pub(super) u16);

impl ChangeIndex {
    /// Position from zero.
    #[must_use]
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) enum StakeOrigin {
    Row(u32),
    Change(ChangeIndex),
}

#[derive(Clone, Copy, Debug)]
pub(super) struct StakeOnDay {
    pub(super) holder: Party,
    pub(super) held: Party,
    pub(super) share: Share,
    pub(super) origin: StakeOrigin,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TariffChange {
    Scale(Factor),
    Set(Rate),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BorderKey {
    pub(super) crossing: Option<CrossingId>,
    pub(super) from: Option<Country>,
    pub(super) to: Option<Country>,
    pub(super) mode: Option<Mode>,
}

impl BorderKey {
    /// What names more wins; the crossing before the countries, the countries before the mode.
    pub(super) fn rank(&self) -> (bool, u8, bool) {
        let countries = u8::from(self.from.is_some()) + u8::from(self.to.is_some());
        (self.crossing.is_some(), countries, self.mode.is_some())
    }
}
