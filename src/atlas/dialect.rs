//! Texts that are tables, but not as this format writes them.

/// What keeps a text from being read as a table at all: the row, what is wrong and the remedy.
///
/// `expected` are the columns of the table.
pub(super) fn fault(text: &str, expected: &[&str]) -> Option<(u32, String)> {
    let is_column = |cell: &&str| expected.contains(cell);
    let first = text.lines().next().unwrap_or_default().trim();
    let reason = |reason: &str| Some((1, reason.to_owned()));
    if text.trim().is_empty() {
        return reason("the file is empty; give it at least the header row, or remove it");
    }
    let hint = first.trim_matches('"');
    if hint
        .get(..4)
        .is_some_and(|word| word.eq_ignore_ascii_case("sep="))
    {
        let hint: String = hint.chars().take(8).collect();
        let reason = format!(
            "`{hint}` is a hint for spreadsheets; remove the line and separate cells by commas"
        );
        return Some((1, reason));
    }
    if first.starts_with('#') {
        return reason("a comment stands where the header is expected; remove the line");
    }
    let named = |separator: char| {
        let cells = first
            .split(separator)
            .map(|cell| cell.trim().trim_matches('"'));
        cells.filter(is_column).count()
    };
    let commas = named(',');
    for (separator, name) in [(';', "semicolons"), ('\t', "tabs"), ('|', "bars")] {
        if named(separator) > commas.max(1) {
            let reason = format!(
                "{name} separate the cells; save the table with commas, and with points in numbers"
            );
            return Some((1, reason));
        }
    }
    let row = open_quote(text)?;
    let reason = "a quote opens here and is not closed at the end of a cell; close it, or double it \
                  where it belongs to the text";
    Some((row, reason.to_owned()))
}

/// The row in which a quoted cell begins that runs over line ends to the end of the text, or to a
/// quote that no comma and no line end follows.
fn open_quote(text: &str) -> Option<u32> {
    let bytes = text.as_bytes();
    let next = |from: usize| text[from..].find('"').map(|after| from + after);
    let mut at = 0;
    loop {
        let opened = next(at)?;
        at = opened + 1;
        let before = opened.checked_sub(1).map(|before| bytes[before]);
        if !matches!(before, None | Some(b',' | b'\n' | b'\r')) {
            continue;
        }
        let row = || text[..opened].matches('\n').count() as u32 + 1;
        loop {
            let Some(quote) = next(at) else {
                return Some(row());
            };
            at = quote + 1;
            match bytes.get(at) {
                Some(b'"') => at += 1,
                None | Some(b',' | b'\n' | b'\r') => break,
                Some(_) if text[opened..quote].contains('\n') => return Some(row()),
                Some(_) => break,
            }
        }
    }
}
