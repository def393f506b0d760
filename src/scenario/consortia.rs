//! Who belongs to which consortium on the day, and what is run for it.

use super::{NamedChange, StakeCause, World};
use crate::network::{ConsortiumOperation, Control, Member, OperatorId, Party, Validity};

impl World {
    /// What members of the day run for their consortia on the day, in canonical order.
    pub fn consortium_operations(&self) -> impl Iterator<Item = &ConsortiumOperation> + '_ {
        let rows = self.network.consortium_operations().iter();
        rows.filter(|row| {
            let member = Party::Operator(row.member);
            let mut members = self.members.iter();
            row.validity.contains(self.day())
                && members.any(|it| (it.consortium, it.member) == (row.consortium, member))
        })
    }

    /// Who decides for whom on the day without shares, in canonical order.
    pub fn controls(&self) -> impl Iterator<Item = &Control> + '_ {
        let rows = self.network.controls().iter();
        rows.filter(|row| row.validity.contains(self.day()))
    }

    /// From when to when a party is a member of a consortium, and what says so; nothing where it is none
    /// on the day.
    #[must_use]
    pub fn membership(
        &self,
        consortium: OperatorId,
        member: Party,
    ) -> Option<(Validity, StakeCause<'_>)> {
        let mut members = self.members.iter();
        members.find(|it| (it.consortium, it.member) == (consortium, member))?;
        if let Some(change) = self.stake_change(consortium, member) {
            return Some((Validity::ALWAYS, StakeCause::Change(change)));
        }
        let is_it = |row: &&Member| {
            (row.consortium, row.member) == (consortium, member)
                && row.validity.contains(self.day())
        };
        let row = self.network.members().iter().find(is_it)?;
        Some((row.validity, StakeCause::Row(&row.provenance)))
    }

    /// The change that makes a party a member by its share.
    fn stake_change(&self, consortium: OperatorId, member: Party) -> Option<&NamedChange> {
        let held = Party::Operator(consortium);
        let mut stakes = self.stakes();
        let stake = stakes.find(|stake| (stake.held, stake.holder) == (held, member))?;
        match stake.cause {
            StakeCause::Change(change) => Some(change),
            StakeCause::Row(_) => None,
        }
    }
}
