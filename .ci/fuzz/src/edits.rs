//! Edits that fit any input: drawn once, made in the structure of what is edited.

use proptest::prelude::*;
use serde_json::Value;

/// What is done somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum What {
    /// A token takes the place.
    Put,
    /// What stands elsewhere takes the place.
    Copy,
    Swap,
    Remove,
    /// What stands there stands twice, or many times.
    Repeat,
    /// It is put into a list of its own, many times over.
    Nest,
    /// A token is added.
    Add,
}

/// An edit; places are counted round.
#[derive(Clone, Debug)]
pub(crate) struct Edit {
    pub(crate) what: What,
    pub(crate) at: usize,
    pub(crate) other: usize,
    pub(crate) token: String,
}

/// What readers are likely to choke on.
const TOKENS: [&str; 60] = [
    "",
    " ",
    "*",
    "0",
    "-0",
    "1",
    "-1",
    "2",
    "128",
    "255",
    "256",
    "65535",
    "65536",
    "4294967295",
    "4294967296",
    "2147483648",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "340282366920938463463374607431768211456",
    "0.1",
    "1e-320",
    "1e308",
    "1e309",
    "-1e308",
    "NaN",
    "inf",
    "100",
    "100.0000001",
    "1/6",
    "1/0",
    "1/3;2/3",
    "0001-01-01",
    "-9999-01-01",
    "9999-12-31",
    "2026-02-30",
    "2026-11-22",
    "2026-11-22T08:00",
    "true",
    "false",
    "null",
    "[]",
    "{}",
    "[[[[]]]]",
    "\"",
    "\"\"",
    ",",
    "\n",
    "\r\n",
    "\u{feff}",
    "\u{0}",
    "\u{1f600}",
    "=",
    ";",
    "RU",
    "GE",
    "ZZ",
    "GETBS",
    "RZD",
];

fn token() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => prop::sample::select(&TOKENS[..]).prop_map(str::to_owned),
        2 => any::<i64>().prop_map(|number| number.to_string()),
        2 => any::<f64>().prop_map(|number| number.to_string()),
        2 => "[a-zA-Z0-9;=_ .-]{0,16}",
        1 => any::<String>(),
        1 => (1_usize..5_000, any::<char>()).prop_map(|(count, letter)| letter.to_string().repeat(count)),
    ]
}

/// Some edits, few more often than many.
pub(crate) fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let what = prop::sample::select(vec![
        What::Put,
        What::Put,
        What::Put,
        What::Copy,
        What::Copy,
        What::Swap,
        What::Remove,
        What::Repeat,
        What::Nest,
        What::Add,
    ]);
    let place = || any::<u32>().prop_map(|at| at as usize);
    let one = (what, place(), place(), token());
    let one = one
        .prop_map(|(what, at, other, token)| Edit {
            what,
            at,
            other,
            token,
        })
        .boxed();
    prop_oneof![
        4 => prop::collection::vec(one.clone(), 1..3),
        2 => prop::collection::vec(one.clone(), 2..6),
        1 => prop::collection::vec(one, 4..20),
    ]
}

/// The number of an item, counted round.
pub(crate) fn round(at: usize, count: usize) -> usize {
    if count == 0 { 0 } else { at % count }
}

/// Edits the letters of a text.
pub(crate) fn text(text: &mut String, edit: &Edit) {
    let place = |at: usize| {
        let mut at = round(at, text.len() + 1);
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (one, other) = (place(edit.at), place(edit.other));
    let (from, to) = (one.min(other), one.max(other));
    // mostly something short
    let near = {
        let mut near = to.min(from + 1 + edit.other % 24);
        while !text.is_char_boundary(near) {
            near += 1;
        }
        near
    };
    match edit.what {
        What::Put => text.replace_range(from..near, &edit.token),
        What::Remove => text.replace_range(from..near, ""),
        What::Add => text.insert_str(from, &edit.token),
        What::Copy => {
            let part = text[from..to].to_owned();
            text.insert_str(one, &part);
        }
        What::Swap => {
            let part = text[from..near].to_owned();
            text.replace_range(from..near, "");
            let mut at = round(edit.other, text.len() + 1);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            text.insert_str(at, &part);
        }
        What::Repeat => {
            let part = text[from..near].repeat(2 + edit.at % 200);
            text.insert_str(from, &part);
        }
        What::Nest => {
            let levels = 1 + edit.other % 300;
            text.insert_str(near, &"]".repeat(levels));
            text.insert_str(from, &"[".repeat(levels));
        }
    }
}

/// Edits bytes.
pub(crate) fn bytes(bytes: &mut Vec<u8>, edit: &Edit) {
    let at = round(edit.at, bytes.len());
    let end = bytes.len().min(at + 1 + edit.other % 12);
    match edit.what {
        What::Put => {
            for (byte, new) in bytes[at..].iter_mut().zip(edit.other.to_le_bytes()) {
                *byte = new;
            }
        }
        What::Copy | What::Swap => {
            let part: Vec<u8> = bytes[at..end].to_vec();
            let to = round(edit.other, bytes.len());
            for (byte, new) in bytes[to..].iter_mut().zip(part) {
                *byte = new;
            }
        }
        What::Remove => drop(bytes.drain(at..end)),
        What::Repeat => {
            let part = bytes[at..end].repeat(2 + edit.other % 50);
            bytes.splice(at..at, part);
        }
        What::Nest => bytes.truncate(at),
        What::Add => drop(bytes.splice(at..at, edit.token.bytes())),
    }
}

/// Paths of all nodes below a value.
fn paths(value: &Value, path: &str, all: &mut Vec<String>) {
    let below = |key: &str| format!("{path}/{}", key.replace('~', "~0").replace('/', "~1"));
    match value {
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                let path = below(&at.to_string());
                paths(item, &path, all);
                all.push(path);
            }
        }
        Value::Object(fields) => {
            for (key, field) in fields {
                let path = below(key);
                paths(field, &path, all);
                all.push(path);
            }
        }
        _ => {}
    }
}

/// Edits a node of JSON.
pub(crate) fn json(root: &mut Value, edit: &Edit) {
    let mut all = Vec::new();
    paths(root, "", &mut all);
    let Some(path) = all.get(round(edit.at, all.len())) else {
        *root = parsed(&edit.token);
        return;
    };
    let other = root
        .pointer(&all[round(edit.other, all.len())])
        .cloned()
        .unwrap_or_default();
    let Some((parent, key)) = path.rsplit_once('/') else {
        return;
    };
    if matches!(edit.what, What::Remove | What::Add | What::Repeat)
        && let Some(parent) = root.pointer_mut(parent)
    {
        match parent {
            Value::Array(items) => {
                let at = key.parse().unwrap_or(0);
                match edit.what {
                    What::Remove => drop(items.remove(at)),
                    What::Add => items.insert(at, parsed(&edit.token)),
                    _ => {
                        let item = items[at].clone();
                        items.extend(std::iter::repeat_n(item, 1 + edit.other % 40));
                    }
                }
            }
            Value::Object(fields) => match edit.what {
                What::Remove => drop(fields.remove(&key.replace("~1", "/").replace("~0", "~"))),
                _ => drop(fields.insert(edit.token.clone(), other)),
            },
            _ => {}
        }
        return;
    }
    let Some(node) = root.pointer_mut(path) else {
        return;
    };
    match edit.what {
        What::Put | What::Add | What::Remove | What::Repeat => *node = parsed(&edit.token),
        What::Copy => *node = other,
        What::Swap => {
            let mine = std::mem::replace(node, other);
            if let Some(node) = root.pointer_mut(&all[round(edit.other, all.len())]) {
                *node = mine;
            }
        }
        What::Nest => {
            let mut inner = node.take();
            for level in 0..=edit.other % 150 {
                inner = if (edit.at ^ level) & 1 == 0 {
                    Value::Array(vec![inner])
                } else {
                    serde_json::json!({ "not": inner })
                };
            }
            *node = inner;
        }
    }
}

/// A token as JSON, else as a text.
fn parsed(token: &str) -> Value {
    serde_json::from_str(token).unwrap_or_else(|_| Value::String(token.to_owned()))
}

/// Edits a row or a cell of a table; the header is a row.
pub(crate) fn table(rows: &mut Vec<Vec<String>>, edit: &Edit) {
    let row = round(edit.at >> 8, rows.len());
    let Some(cells) = rows.get(row) else { return };
    let column = round(edit.at, cells.len());
    let (there, beside) = (
        round(edit.other, rows.len()),
        round(edit.other, cells.len()),
    );
    let same = rows[there].get(column).cloned().unwrap_or_default();
    match edit.what {
        What::Put => put(&mut rows[row], column, edit.token.clone()),
        What::Copy => put(&mut rows[row], column, same),
        What::Swap if edit.other & 64 == 0 => rows.swap(row, there),
        What::Swap => rows[row].swap(column, beside),
        What::Remove => drop(rows.remove(row)),
        What::Repeat => {
            let copy = rows[row].clone();
            rows.extend(std::iter::repeat_n(copy, 1 + edit.other % 5));
        }
        What::Nest => {
            let cell = rows[row].get(column).cloned().unwrap_or_default();
            put(&mut rows[row], column, format!("{cell};{}", edit.token));
        }
        What::Add => rows[row].push(edit.token.clone()),
    }
}

fn put(row: &mut [String], column: usize, cell: String) {
    if let Some(old) = row.get_mut(column) {
        *old = cell;
    }
}

/// The rows of a table without line breaks in its cells.
pub(crate) fn rows(text: &str) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for line in text.lines() {
        let (mut cells, mut quoted) = (vec![String::new()], false);
        for letter in line.chars() {
            match letter {
                '"' => quoted = !quoted,
                ',' if !quoted => cells.push(String::new()),
                _ => cells.last_mut().expect("there is one").push(letter),
            }
        }
        rows.push(cells);
    }
    rows
}

/// The table of rows.
pub(crate) fn csv(rows: &[Vec<String>]) -> String {
    let cell = |cell: &String| {
        if cell.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            cell.clone()
        }
    };
    let line = |row: &Vec<String>| row.iter().map(cell).collect::<Vec<_>>().join(",") + "\n";
    rows.iter().map(line).collect()
}
