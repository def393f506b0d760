use super::embedded;
use super::loader::Loader;
use super::sheet::{Column, File, Sheet};
use crate::code::Country;
use crate::network::UnionMember;

const COLUMNS: &[Column] = &[
    "union",
    "country",
    "valid_from",
    "valid_to",
    "source",
    "?note",
];

impl Loader<'_> {
    /// Tables without unions mean those of the world: the embedded ones.
    pub(super) fn unions(&mut self) {
        let sheets = self.sheets("unions", "union", COLUMNS);
        if !sheets.is_empty() {
            for sheet in &sheets {
                self.read_unions(sheet, true);
            }
            return;
        }
        let known = embedded::FILES
            .iter()
            .find(|(name, _)| *name == "unions.csv");
        if let Some((name, text)) = known {
            let file = File {
                name: (*name).into(),
                text: (*text).into(),
                layer: 0,
            };
            let sheet = Sheet::read(&file, "", COLUMNS, usize::MAX, self.findings);
            self.read_unions(&sheet, false);
        }
    }

    /// Rows without their sources where the table of sources is another's.
    fn read_unions(&mut self, sheet: &Sheet<'_>, with_sources: bool) {
        for row in sheet.rows() {
            let provenance = if with_sources {
                self.provenance(row)
            } else {
                row.provenance()
            };
            let (union, country) = (row.required("union"), row.parse::<Country>("country"));
            let (Some(union), Some(country), Some(validity)) = (union, country, row.validity())
            else {
                continue;
            };
            let mut member = UnionMember::new(union, country);
            member.validity = validity;
            member.provenance = provenance;
            self.builder.union(member);
        }
    }
}
