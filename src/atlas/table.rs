use super::loader::Loader;
use super::reading::{Layout, Reading};
use super::schema::{ColumnSchema, TableSchema};
use super::sheet::{Row, Sheet};

/// A table of the format, as its rows are read.
pub(super) trait Table: Sized {
    const NAME: &'static str;
    /// The column that names its rows in `overrides.csv`.
    const KEY: &'static str;
    /// Whether other tables refer to its rows by the key.
    const DEFINES: bool;

    fn columns() -> Vec<ColumnSchema>;

    /// The fields of its rows, named as in the records of a network, each with its first column.
    fn fields() -> Vec<(&'static str, &'static str)>;

    /// Reads every cell of a row. All that is wrong with it is reported.
    fn read(reading: &Reading<'_>) -> Option<Self>;

    fn schema() -> TableSchema {
        TableSchema {
            name: Self::NAME,
            key: Self::KEY,
            columns: Self::columns(),
        }
    }
}

/// How a table becomes records.
pub(super) trait Load: Table {
    /// Adds what the row says to the network; `row` is there for what is found wrong with it now.
    fn add(self, loader: &mut Loader<'_>, row: Row<'_>);

    /// Reads the table.
    fn load(loader: &mut Loader<'_>) {
        for sheet in sheets::<Self>(loader) {
            rows(loader, &sheet, Layout::of(&sheet), Self::add);
        }
    }
}

/// Every file of a table.
pub(super) fn sheets<'a, T: Table>(loader: &mut Loader<'a>) -> Vec<Sheet<'a>> {
    let defined = if T::DEFINES { T::KEY } else { "" };
    loader.sheets(T::NAME, T::KEY, defined, T::columns())
}

/// Reads the rows of a file.
pub(super) fn rows<'s, T: Table>(
    loader: &mut Loader<'_>,
    sheet: &'s Sheet<'_>,
    layout: Layout,
    mut add: impl FnMut(T, &mut Loader<'_>, Row<'s>),
) {
    loader.citations.next_file();
    for row in sheet.rows() {
        let record = T::read(&Reading::new(row, loader, layout));
        if let Some(record) = record {
            add(record, loader, row);
        }
    }
}

/// Declares a table: the type of its rows, its name, the column that names them (`defining` where
/// other tables refer to it, else `keyed`), and its columns in the order in which they are
/// described.
///
/// ```text
/// table! {
///     /// A bridge.
///     struct BridgeRow in "bridges" defining "id" {
///         id: Name = "id",
///         length: Cited<Distance> = "length_km",
///         built: Option<Year> = "built" or absent,
///         validity: Validity,
///     }
/// }
/// ```
///
/// The type of a field says what a cell holds and whether it may be empty, `or absent` that a file
/// may lack the column. A field without a column is a group that knows its columns.
macro_rules! table {
    ($(#[$doc:meta])* struct $row:ident in $table:literal $how:ident $key:literal {
        $($field:ident: $type:ty $(= $column:literal $(or $absent:ident)?)?),+ $(,)?
    }) => {
        $(#[$doc])*
        pub(super) struct $row {
            $($field: $type),+
        }

        impl $crate::atlas::table::Table for $row {
            const NAME: &'static str = $table;
            const KEY: &'static str = $key;
            const DEFINES: bool = $crate::atlas::table::defines!($how);

            fn columns() -> Vec<$crate::atlas::schema::ColumnSchema> {
                use $crate::atlas::{fields::Field, schema::names};
                let mut columns = Vec::new();
                $(<$type as Field>::describe(names!($($column $(or $absent)?)?), &mut columns);)+
                columns
            }

            fn fields() -> Vec<(&'static str, &'static str)> {
                use $crate::atlas::{fields::Field, schema::names};
                let (mut columns, mut fields) = (Vec::new(), Vec::new());
                $(
                    let at = columns.len();
                    <$type as Field>::describe(names!($($column $(or $absent)?)?), &mut columns);
                    fields.extend(columns.get(at).map(|column| (stringify!($field), column.name)));
                )+
                fields
            }

            fn read(reading: &$crate::atlas::reading::Reading<'_>) -> Option<Self> {
                use $crate::atlas::fields::Field;
                let at = 0;
                $(
                    let $field = <$type as Field>::read(reading, at);
                    let at = at + <$type as Field>::WIDTH;
                )+
                let _ = at;
                Some(Self { $($field: $field?),+ })
            }
        }
    };
}

macro_rules! defines {
    (defining) => {
        true
    };
    (keyed) => {
        false
    };
}

pub(super) use {defines, table};
