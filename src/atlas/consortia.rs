//! What members run for their consortia, who controls whom without shares, and what passes a strait.

use super::fields::{Field, Note};
use super::loader::Loader;
use super::reading::Reading;
use super::schema::{ColumnSchema, Names, names};
use super::sheet::Row;
use super::table::{Load, table};
use super::values::column_words;
use crate::code::{Country, Name};
use crate::network::{
    ConsortiumAsset, ConsortiumOperation, Control, ControlKind, LineId, LinkId, OperatorId, Party,
    Passage, Passing, PlaceId, Provenance, ServiceId, Validity,
};

/// A line, a service or the place of a terminal: one of them and no other.
impl Field for ConsortiumAsset {
    const WIDTH: usize = 3;

    fn describe(_: Names, columns: &mut Vec<ColumnSchema>) {
        Option::<LineId>::describe(names!("line"), columns);
        Option::<ServiceId>::describe(names!("service"), columns);
        Option::<PlaceId>::describe(names!("place"), columns);
    }

    fn read(reading: &Reading<'_>, at: usize) -> Option<Self> {
        let line = Option::<LineId>::read(reading, at);
        let service = Option::<ServiceId>::read(reading, at + 1);
        let place = Option::<PlaceId>::read(reading, at + 2);
        match (line?, service?, place?) {
            (Some(line), None, None) => Some(Self::Line(line)),
            (None, Some(service), None) => Some(Self::Service(service)),
            (None, None, Some(place)) => Some(Self::Terminal(place)),
            _ => {
                let reason = "fill exactly one of `line`, `service` and `place`";
                reading.row.bad(at, reason);
                None
            }
        }
    }
}

table! {
    /// What a member runs for a consortium.
    struct ConsortiumOperationRow in "consortium_operations" keyed "consortium" {
        consortium: OperatorId = "consortium",
        member: OperatorId = "member",
        asset: ConsortiumAsset,
        validity: Validity,
        note: Note,
        provenance: Provenance,
    }
}

impl Load for ConsortiumOperationRow {
    fn add(self, loader: &mut Loader<'_>, _: Row<'_>) {
        let mut record = ConsortiumOperation::new(self.consortium, self.member, self.asset);
        record.validity = self.validity;
        record.note = self.note.0;
        record.provenance = self.provenance;
        loader.builder.consortium_operation(record);
    }
}

column_words! {
    ControlKind:
        "management" => Self::Management,
        "golden_share" => Self::GoldenShare,
        "consent" => Self::Consent,
        "concession" => Self::Concession;
}

table! {
    /// Who decides for whom without shares.
    struct ControlRow in "control" keyed "controlled" {
        controller: Party = "controller",
        controlled: Party = "controlled",
        kind: ControlKind = "kind",
        validity: Validity,
        note: Note,
        provenance: Provenance,
    }
}

impl Load for ControlRow {
    fn add(self, loader: &mut Loader<'_>, _: Row<'_>) {
        let mut record = Control::new(self.controller, self.controlled, self.kind);
        record.validity = self.validity;
        record.note = self.note.0;
        record.provenance = self.provenance;
        loader.builder.control(record);
    }
}

/// A service or a link, or neither.
struct Passes(Option<Passing>);

impl Field for Passes {
    const WIDTH: usize = 2;

    fn describe(_: Names, columns: &mut Vec<ColumnSchema>) {
        Option::<ServiceId>::describe(names!("service"), columns);
        Option::<LinkId>::describe(names!("link"), columns);
    }

    fn read(reading: &Reading<'_>, at: usize) -> Option<Self> {
        let service = Option::<ServiceId>::read(reading, at);
        let link = Option::<LinkId>::read(reading, at + 1);
        match (service?, link?) {
            (Some(service), None) => Some(Self(Some(Passing::Service(service)))),
            (None, Some(link)) => Some(Self(Some(Passing::Link(link)))),
            (None, None) => Some(Self(None)),
            (Some(_), Some(_)) => {
                let reason = "a row says of one thing that it passes; fill `service` or `link`";
                reading.row.bad(at, reason);
                None
            }
        }
    }
}

table! {
    /// What passes a strait or canal.
    struct PassageRow in "passages" keyed "passage" {
        name: Name = "passage",
        countries: Vec<Country> = "country",
        passing: Passes,
        note: Note,
        provenance: Provenance,
    }
}

impl Load for PassageRow {
    fn add(self, loader: &mut Loader<'_>, _: Row<'_>) {
        let mut record = Passage::new(self.name, self.passing.0);
        record.countries = self.countries;
        record.note = self.note.0;
        record.provenance = self.provenance;
        loader.builder.passage(record);
    }
}
