//! Sources, and how far off what they state may be.

use super::fields::{At, Filled, Note, Value};
use super::loader::Loader;
use super::reading::{Cell, Layout, unknown};
use super::schema::CellKind;
use super::sheet::Row;
use super::table::{Load, rows, sheets, table};
use super::values::Year;
use crate::code::Name;
use crate::network::{
    Borrowed, FaultKind, Provenance, Source, SourceId, SourceKind, SourceRange, nearest,
};

table! {
    /// A publication, a derivation or a stated assumption.
    struct SourceRow in "sources" defining "id" {
        id: Name = "id",
        kind: SourceKind = "kind",
        title: Filled = "title",
        url: String = "url",
        date: String = "date",
        licence: String = "licence",
        note: At<Note>,
        year: Option<Year> = "year" or absent,
        borrowed: Vec<Borrowed> = "borrowed" or absent,
        derived_from: At<Vec<Later>> = "derived_from" or absent,
    }
}

/// The id of a source that may stand below.
struct Later(String);

impl Value for Later {
    const KIND: CellKind = CellKind::Reference { to: "source" };

    fn parse(text: &str, _: Cell<'_>) -> Option<Self> {
        Some(Self(text.to_owned()))
    }
}

/// A source whose own sources are still names.
struct Derived<'s> {
    id: SourceId,
    from: At<Vec<Later>>,
    row: Row<'s>,
}

impl SourceRow {
    fn record(self, row: Row<'_>) -> Option<(Source, At<Vec<Later>>)> {
        if self.kind != SourceKind::Published && self.note.value.0.is_empty() {
            row.fault(self.note.at, FaultKind::MissingValue);
            return None;
        }
        let mut source = Source::new(self.id, self.kind, self.title.0);
        source.url = self.url;
        source.date = self.date;
        source.licence = self.licence;
        source.note = self.note.value.0;
        source.year = self.year.map(|year| year.0);
        source.borrowed = self.borrowed;
        source.origin = row.origin();
        Some((source, self.derived_from))
    }
}

impl Load for SourceRow {
    fn add(self, loader: &mut Loader<'_>, row: Row<'_>) {
        if let Some((source, _)) = self.record(row) {
            loader.builder.source(source);
        }
    }

    /// What sources are derived from is looked up when all of them are known.
    fn load(loader: &mut Loader<'_>) {
        let sheets = sheets::<Self>(loader);
        let mut derived = Vec::new();
        for sheet in &sheets {
            rows(
                loader,
                sheet,
                Layout::of(sheet),
                |read: Self, loader, row| {
                    let Some((source, from)) = read.record(row) else {
                        return;
                    };
                    let id = loader.builder.source(source);
                    if !from.value.is_empty() {
                        derived.push(Derived { id, from, row });
                    }
                },
            );
        }
        for Derived { id, from, row } in derived {
            let (count, most) = (from.value.len(), loader.most_sources());
            if count > most {
                row.bad(
                    from.at,
                    format!(
                        "the cell names {count} sources; name at most {most}, or raise \
                         `TableLimits::sources`"
                    ),
                );
                continue;
            }
            let mut found = Vec::new();
            for Later(code) in from.value {
                match loader.builder.find_source(&code) {
                    Ok(source) => found.push(source),
                    Err(miss) => unknown(loader, row, from.at, "source", &code, miss),
                }
            }
            loader.builder.derive_source(id, found);
        }
    }
}

table! {
    /// How far what a source states may be off.
    struct RangeRow in "ranges" keyed "of" {
        of: SourceId = "of",
        column: Option<FigureColumn> = "column",
        low: Lower = "low",
        high: At<Higher> = "high",
        note: Note,
        provenance: Provenance,
    }
}

/// A column with figures.
struct FigureColumn(&'static str);

impl Value for FigureColumn {
    const KIND: CellKind = CellKind::Column;

    fn parse(text: &str, cell: Cell<'_>) -> Option<Self> {
        let figures = &cell.reading.loader.figures;
        let known = figures.iter().find(|column| **column == text);
        if known.is_none() {
            let kind = FaultKind::Unknown {
                what: "column with figures",
                code: text.to_owned(),
                nearest: nearest(text, figures.iter().copied()),
            };
            cell.reading.row.fault(cell.at, kind);
        }
        known.map(|column| Self(column))
    }
}

/// A factor as thousandths between two bounds.
fn factor(text: &str, cell: Cell<'_>, least: f64, most: f64) -> Option<u32> {
    let number = f64::parse(text, cell)?;
    let thousandths = (number * 1e3).round();
    let whole = (number * 1e3 - thousandths).abs() < 1e-6;
    if (least..=most).contains(&number) && whole {
        return Some(thousandths as u32);
    }
    cell.bad(format!(
        "`{text}` is no factor from {least} to {most} with three decimals at most; give one"
    ));
    None
}

/// The factor of the 5 % quantile.
struct Lower(u32);

impl Value for Lower {
    const KIND: CellKind = CellKind::between(0.001, 1.0);

    fn parse(text: &str, cell: Cell<'_>) -> Option<Self> {
        factor(text, cell, 0.001, 1.0).map(Self)
    }
}

/// The factor of the 95 % quantile.
struct Higher(u32);

impl Value for Higher {
    const KIND: CellKind = CellKind::between(1.0, 1000.0);

    fn parse(text: &str, cell: Cell<'_>) -> Option<Self> {
        factor(text, cell, 1.0, 1000.0).map(Self)
    }
}

impl Load for RangeRow {
    fn add(self, loader: &mut Loader<'_>, row: Row<'_>) {
        let range = [self.low.0, self.high.value.0];
        if range == [1_000, 1_000] {
            let reason = "a range from `1` to `1` is none; widen it or remove the row";
            row.bad(self.high.at, reason);
            return;
        }
        let column = self.column.map(|column| column.0);
        loader.ranges.set(self.of, column, range);
        let mut record = SourceRange::new(self.of, range[0], range[1]);
        record.column = column.map(Name::from);
        record.note = self.note.0;
        record.provenance = self.provenance;
        loader.builder.range(record);
    }
}
