//! Operators, owners, stakes and members.

use super::fields::{Note, Remark};
use super::loader::Loader;
use super::sheet::Row;
use super::table::{Load, table};
use crate::code::{Country, Name};
use crate::network::{
    Cited, Member, Operator, OperatorId, Owner, OwnerKind, Party, Provenance, Role, Stake, Validity,
};
use crate::quantity::Share;

table! {
    /// Who does something to goods, or is paid for it.
    struct OperatorRow in "operators" defining "id" {
        id: Name = "id",
        name: Name = "name",
        aliases: Vec<Name> = "aliases",
        domicile: Country = "domicile",
        roles: Vec<Role> = "roles",
        validity: Validity,
        note: Note,
        provenance: Provenance,
    }
}

impl Load for OperatorRow {
    fn add(self, loader: &mut Loader<'_>, _: Row<'_>) {
        let mut operator = Operator::new(self.id, self.name, self.domicile);
        operator.aliases = self.aliases.into_iter().map(String::from).collect();
        operator.roles = self.roles;
        operator.validity = self.validity;
        operator.note = self.note.0;
        operator.provenance = self.provenance;
        loader.builder.operator(operator);
    }
}

table! {
    /// A holder that operates nothing.
    struct OwnerRow in "owners" defining "id" {
        id: Name = "id",
        name: Name = "name",
        country: Country = "country",
        kind: OwnerKind = "kind",
        provenance: Provenance,
        _note: Remark,
    }
}

impl Load for OwnerRow {
    fn add(self, loader: &mut Loader<'_>, _: Row<'_>) {
        let mut owner = Owner::new(self.id, self.name, self.country, self.kind);
        owner.provenance = self.provenance;
        loader.builder.owner(owner);
    }
}

table! {
    /// Who holds how much of whom.
    struct StakeRow in "stakes" keyed "held" {
        holder: Party = "holder",
        held: Party = "held",
        share: Cited<Share> = "percent",
        validity: Validity,
        provenance: Provenance,
        _note: Remark,
    }
}

impl Load for StakeRow {
    fn add(self, loader: &mut Loader<'_>, _: Row<'_>) {
        let mut stake = Stake::new(self.holder, self.held, self.share);
        stake.validity = self.validity;
        stake.provenance = self.provenance;
        loader.builder.stake(stake);
    }
}

table! {
    /// A member of a consortium.
    struct MemberRow in "members" keyed "consortium" {
        consortium: OperatorId = "consortium",
        member: Party = "member",
        share: Option<Cited<Share>> = "percent",
        validity: Validity,
        provenance: Provenance,
        _note: Remark,
    }
}

impl Load for MemberRow {
    fn add(self, loader: &mut Loader<'_>, _: Row<'_>) {
        let share = self.share;
        let mut member = Member::new(self.consortium, self.member, share);
        member.validity = self.validity;
        member.provenance = self.provenance;
        loader.builder.member(member);
    }
}
