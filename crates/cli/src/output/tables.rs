//! Tables of words and numbers.

use comfy_table::{CellAlignment, ContentArrangement, Table, presets::UTF8_FULL_CONDENSED};

/// How many columns of a route's legs hold words; numbers follow.
pub(crate) const WORDS_FIRST: usize = 4;

/// A table whose columns from `words` on hold numbers, aligned on the right; words are broken where it would be wider
/// than so many columns of a terminal.
pub(super) fn table(
    heads: &[&str],
    rows: impl IntoIterator<Item = Vec<String>>,
    words: usize,
    columns: Option<u16>,
) -> Table {
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED);
    if let Some(columns) = columns {
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(columns);
    }
    table.set_header(heads);
    table.add_rows(rows);
    for column in table.column_iter_mut().skip(words) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::table;

    #[test]
    fn tables_fit_the_terminal() {
        let row = || vec!["a long name of a place".to_owned(), "1234".to_owned()];
        let widest = |columns| {
            let text = table(&["place", "km"], [row()], 1, columns).to_string();
            text.lines().map(|line| line.chars().count()).max()
        };
        assert_eq!(widest(None), Some(33));
        assert_eq!(widest(Some(80)), Some(33));
        assert_eq!(widest(Some(24)), Some(24));
    }
}
