//! What columns of a row are read as.

use super::reading::{Cell, Reading};
use super::schema::{CellKind, ColumnSchema, Names};
use crate::network::FaultKind;

/// What one cell holds, or one part of a list.
pub(super) trait Value: Sized {
    const KIND: CellKind;
    const UNIT: Option<&'static str> = None;
    /// What stands for any value, where [`Any`] is read.
    const ANY: &'static str = "*";

    /// The words that are accepted, where no others are.
    fn words() -> Vec<&'static str> {
        Vec::new()
    }

    /// Reads a text that is not empty; what is wrong with it is reported.
    fn parse(text: &str, cell: Cell<'_>) -> Option<Self>;
}

/// A field of a row: one column, or several that are read together.
pub(super) trait Field: Sized {
    /// How many columns it has.
    const WIDTH: usize = 1;

    /// Adds its columns, [`Field::WIDTH`] of them.
    fn describe(names: Names, columns: &mut Vec<ColumnSchema>);

    /// Reads its cells, of which the first stands in column `at` of the schema. All that is wrong
    /// with them is reported.
    fn read(reading: &Reading<'_>, at: usize) -> Option<Self>;
}

/// The column of a value.
pub(super) fn column<T: Value>(names: Names) -> ColumnSchema {
    ColumnSchema {
        unit: T::UNIT,
        words: T::words(),
        optional: names.optional,
        ..ColumnSchema::new(names.name, T::KIND)
    }
}

/// A value whose cell must not be empty.
impl<T: Value> Field for T {
    fn describe(names: Names, columns: &mut Vec<ColumnSchema>) {
        columns.push(column::<T>(names).filled());
    }

    fn read(reading: &Reading<'_>, at: usize) -> Option<Self> {
        let text = reading.row.required(at)?;
        T::parse(text, reading.cell(at))
    }
}

impl<T: Value> Field for Option<T> {
    fn describe(names: Names, columns: &mut Vec<ColumnSchema>) {
        columns.push(column::<T>(names));
    }

    fn read(reading: &Reading<'_>, at: usize) -> Option<Self> {
        match reading.row.text(at) {
            "" => Some(None),
            text => T::parse(text, reading.cell(at)).map(Some),
        }
    }
}

impl<T: Value> Field for Vec<T> {
    fn describe(names: Names, columns: &mut Vec<ColumnSchema>) {
        let list = true;
        columns.push(ColumnSchema {
            list,
            ..column::<T>(names)
        });
    }

    fn read(reading: &Reading<'_>, at: usize) -> Option<Self> {
        let (mut values, mut sound) = (Vec::new(), true);
        for part in reading.row.parts(at) {
            match T::parse(part, reading.cell(at)) {
                Some(value) => values.push(value),
                None => sound = false,
            }
        }
        sound.then_some(values)
    }
}

/// A text that may be empty.
impl Field for String {
    fn describe(names: Names, columns: &mut Vec<ColumnSchema>) {
        let optional = names.optional;
        let column = ColumnSchema::new(names.name, CellKind::Text);
        columns.push(ColumnSchema { optional, ..column });
    }

    fn read(reading: &Reading<'_>, at: usize) -> Option<Self> {
        Some(reading.row.text(at).to_owned())
    }
}

/// A value, or nothing where the cell is empty or has the word for any.
pub(super) struct Any<T>(pub(super) Option<T>);

impl<T: Value> Field for Any<T> {
    fn describe(names: Names, columns: &mut Vec<ColumnSchema>) {
        let mut column = column::<T>(names);
        if !column.words.is_empty() {
            column.words.push(T::ANY);
        }
        columns.push(column);
    }

    fn read(reading: &Reading<'_>, at: usize) -> Option<Self> {
        match reading.row.text(at) {
            text if text.is_empty() || text == T::ANY => Some(Self(None)),
            text => Some(Self(Some(T::parse(text, reading.cell(at))?))),
        }
    }
}

/// A list in which the word for any says nothing.
pub(super) struct AnyOf<T>(pub(super) Vec<T>);

impl<T: Value> Field for AnyOf<T> {
    fn describe(names: Names, columns: &mut Vec<ColumnSchema>) {
        Vec::<T>::describe(names, columns);
    }

    fn read(reading: &Reading<'_>, at: usize) -> Option<Self> {
        let parts = reading.row.parts(at).filter(|part| *part != T::ANY);
        // Every bad part is reported before the list is given up.
        let parts: Vec<Option<T>> = parts.map(|part| T::parse(part, reading.cell(at))).collect();
        parts.into_iter().collect::<Option<_>>().map(Self)
    }
}

/// A field and its column, for what is found wrong with it later.
pub(super) struct At<T> {
    pub(super) value: T,
    pub(super) at: usize,
}

impl<T: Field> Field for At<T> {
    const WIDTH: usize = T::WIDTH;

    fn describe(names: Names, columns: &mut Vec<ColumnSchema>) {
        T::describe(names, columns);
    }

    fn read(reading: &Reading<'_>, at: usize) -> Option<Self> {
        let value = T::read(reading, at)?;
        Some(Self { value, at })
    }
}

/// A remark that is not kept.
pub(super) struct Remark;

impl Field for Remark {
    fn describe(names: Names, columns: &mut Vec<ColumnSchema>) {
        Note::describe(names, columns);
        if let Some(note) = columns.last_mut() {
            note.optional = true;
        }
    }

    fn read(_: &Reading<'_>, _: usize) -> Option<Self> {
        Some(Self)
    }
}

/// A remark.
pub(super) struct Note(pub(super) String);

impl Field for Note {
    fn describe(_: Names, columns: &mut Vec<ColumnSchema>) {
        columns.push(ColumnSchema::new("note", CellKind::Text));
    }

    fn read(reading: &Reading<'_>, at: usize) -> Option<Self> {
        String::read(reading, at).map(Self)
    }
}

/// A text that must not be empty.
pub(super) struct Filled(pub(super) String);

impl Value for Filled {
    const KIND: CellKind = CellKind::Text;

    fn parse(text: &str, _: Cell<'_>) -> Option<Self> {
        Some(Self(text.to_owned()))
    }
}

/// Reports that a cell is empty which other cells of the row ask for.
pub(super) fn missing(reading: &Reading<'_>, at: usize) {
    reading.row.fault(at, FaultKind::MissingValue);
}
