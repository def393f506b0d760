//! Tables of words and numbers.

use comfy_table::{CellAlignment, Table, presets::UTF8_FULL_CONDENSED};

/// How many columns of a route's legs hold words; numbers follow.
pub(crate) const WORDS_FIRST: usize = 4;

/// A table whose columns from `words` on hold numbers, aligned on the right.
pub(crate) fn table(
    heads: &[&str],
    rows: impl IntoIterator<Item = Vec<String>>,
    words: usize,
) -> Table {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED);
    table.set_header(heads);
    table.add_rows(rows);
    for column in table.column_iter_mut().skip(words) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}
