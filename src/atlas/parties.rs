//! Sources, operators, owners, stakes and members.

use super::loader::{Loader, cited};
use crate::code::Country;
use crate::network::{Member, Operator, Owner, OwnerKind, Role, Source, SourceKind, Stake};
use crate::quantity::Share;

impl Loader<'_> {
    pub(super) fn sources(&mut self) {
        let columns = ["id", "kind", "title", "url", "date", "licence", "note"];
        for sheet in self.sheets("sources", "id", &columns) {
            for row in sheet.rows() {
                let (id, kind) = (row.required("id"), row.parse::<SourceKind>("kind"));
                let title = row.required("title");
                let (Some(id), Some(kind), Some(title)) = (id, kind, title) else {
                    continue;
                };
                if kind != SourceKind::Published && row.required("note").is_none() {
                    continue;
                }
                let mut source = Source::new(id, kind, title);
                row.text("url").clone_into(&mut source.url);
                row.text("date").clone_into(&mut source.date);
                row.text("licence").clone_into(&mut source.licence);
                row.text("note").clone_into(&mut source.note);
                source.origin = row.origin();
                self.builder.source(source);
            }
        }
    }

    pub(super) fn operators(&mut self) {
        let columns = [
            "id",
            "name",
            "aliases",
            "domicile",
            "roles",
            "valid_from",
            "valid_to",
            "note",
            "source",
        ];
        for sheet in self.sheets("operators", "id", &columns) {
            for row in sheet.rows() {
                let provenance = self.provenance(row);
                let (id, name) = (row.required("id"), row.required("name"));
                let (domicile, roles) =
                    (row.parse::<Country>("domicile"), row.list::<Role>("roles"));
                let validity = row.validity();
                let (Some(id), Some(name), Some(domicile), Some(roles), Some(validity)) =
                    (id, name, domicile, roles, validity)
                else {
                    continue;
                };
                let mut operator = Operator::new(id, name, domicile);
                operator.aliases = row.parts("aliases").map(str::to_owned).collect();
                operator.roles = roles;
                operator.validity = validity;
                row.text("note").clone_into(&mut operator.note);
                operator.provenance = provenance;
                self.builder.operator(operator);
            }
        }
    }

    pub(super) fn owners(&mut self) {
        let columns = ["id", "name", "country", "kind", "source", "?note"];
        for sheet in self.sheets("owners", "id", &columns) {
            for row in sheet.rows() {
                let provenance = self.provenance(row);
                let (id, name) = (row.required("id"), row.required("name"));
                let (country, kind) = (
                    row.parse::<Country>("country"),
                    row.parse::<OwnerKind>("kind"),
                );
                let (Some(id), Some(name), Some(country), Some(kind)) = (id, name, country, kind)
                else {
                    continue;
                };
                let mut owner = Owner::new(id, name, country, kind);
                owner.provenance = provenance;
                self.builder.owner(owner);
            }
        }
    }

    pub(super) fn stakes(&mut self) {
        let columns = [
            "holder",
            "held",
            "percent",
            "valid_from",
            "valid_to",
            "source",
            "?note",
        ];
        for sheet in self.sheets("stakes", "held", &columns) {
            for row in sheet.rows() {
                let provenance = self.provenance(row);
                let (holder, held) = (self.party(row, "holder"), self.party(row, "held"));
                let (share, validity) = (row.parse::<Share>("percent"), row.validity());
                let (Some(holder), Some(held), Some(share), Some(validity)) =
                    (holder, held, share, validity)
                else {
                    continue;
                };
                let mut stake = Stake::new(holder, held, cited(&provenance, "percent", share));
                stake.validity = validity;
                stake.provenance = provenance;
                self.builder.stake(stake);
            }
        }
    }

    pub(super) fn members(&mut self) {
        let columns = [
            "consortium",
            "member",
            "percent",
            "valid_from",
            "valid_to",
            "source",
            "?note",
        ];
        for sheet in self.sheets("members", "consortium", &columns) {
            for row in sheet.rows() {
                let provenance = self.provenance(row);
                let (consortium, member) =
                    (self.operator(row, "consortium"), self.party(row, "member"));
                let (share, validity) = (row.optional::<Share>("percent"), row.validity());
                let (Some(consortium), Some(party), Some(share), Some(validity)) =
                    (consortium, member, share, validity)
                else {
                    continue;
                };
                let mut member = Member::new(
                    consortium,
                    party,
                    share.map(|share| cited(&provenance, "percent", share)),
                );
                member.validity = validity;
                member.provenance = provenance;
                self.builder.member(member);
            }
        }
    }
}
