use std::sync::Arc;

use super::FILES;
use super::fields::Remark;
use super::loader::Loader;
use super::reading::Layout;
use super::sheet::{File, Row, Sheet};
use super::table::{Load, Table, rows, sheets, table};
use crate::code::{Country, Name};
use crate::network::{Provenance, UnionMember, Validity};

table! {
    /// A country of a union.
    struct UnionRow in "unions" keyed "union" {
        union: Name = "union",
        country: Country = "country",
        validity: Validity,
        provenance: Provenance,
        _note: Remark,
    }
}

impl Load for UnionRow {
    fn add(self, loader: &mut Loader<'_>, _: Row<'_>) {
        let mut member = UnionMember::new(self.union, self.country);
        member.validity = self.validity;
        member.provenance = self.provenance;
        loader.builder.union(member);
    }

    /// Tables without unions mean those of the world: the embedded ones.
    fn load(loader: &mut Loader<'_>) {
        let own = sheets::<Self>(loader);
        for sheet in &own {
            rows(loader, sheet, Layout::of(sheet), Self::add);
        }
        let mut embedded = FILES.iter();
        let embedded = embedded.find(|(name, _)| super::folder::table_of(name) == Some(Self::NAME));
        if let (true, Some((name, text))) = (own.is_empty(), embedded) {
            let file = File {
                name: (*name).into(),
                text: (*text).into(),
                layer: 0,
            };
            let columns: Arc<[_]> = Self::columns().into();
            let sheet = Sheet::read(&file, "", &columns, usize::MAX, loader.findings);
            // The table of sources is another's.
            rows(
                loader,
                &sheet,
                Layout::of(&sheet).without_sources(),
                Self::add,
            );
        }
    }
}
