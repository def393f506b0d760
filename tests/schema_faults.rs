//! Every column of every table refuses whatever its kind of cell can have wrong, each by one fault
//! with file, row, column and value. The cases are made from the schema.

use std::collections::BTreeMap;

use crate::tables::{MANIFEST, MORE, sound};
use trade_corridor::atlas::{Atlas, AtlasError, CellKind, ColumnSchema, TableSchema};
use trade_corridor::network::{Fault, Faults};

type Row = BTreeMap<&'static str, String>;

/// The rows of a sound table, each over all columns of the schema, and bounded in time.
fn rows(table: &TableSchema) -> Vec<Row> {
    let file = format!("{}.csv", table.name);
    let more = MORE
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    let text = sound()
        .into_iter()
        .chain(more)
        .find(|(name, _)| *name == file);
    let (_, text) = text.unwrap_or_else(|| panic!("no sound rows of {file}"));
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let rows = reader.records().map(|record| {
        let record = record.unwrap();
        let cell = |column: &ColumnSchema| {
            let at = header.iter().position(|name| name == column.name);
            let text = at.map_or("", |at| &record[at]);
            let last = column.name == "valid_to" && text.is_empty();
            let text = if last { "2090-12-31" } else { text };
            (column.name, text.to_owned())
        };
        table.columns.iter().map(cell).collect()
    });
    rows.collect()
}

/// The row under a key and on days that no other row has.
fn fresh(table: &TableSchema, row: &Row, n: usize) -> Row {
    let countries = ["FR", "DE", "IT", "ES", "PL", "CZ", "AT", "HU", "RO", "BG"];
    let figures = ["minimum", "hours", "fee", "amount", "kmh", "usd", "percent"];
    let mut row = row.clone();
    let mut set = |column: &'static str, text: String| {
        if let Some(cell) = row.get_mut(column) {
            *cell = text;
        }
    };
    match table.name {
        "places" => set("code", format!("GE-q{n:03}")),
        "currencies" => set("code", format!("Q{n}")),
        "deflators" => set("year", (1900 + n).to_string()),
        "emissions" => set("country", countries[n % countries.len()].to_owned()),
        "ranges" => set("column", figures[n % figures.len()].to_owned()),
        // A service has one season a month.
        "seasons" => {
            let month = (3 + n % 8).to_string();
            set("month_from", month.clone());
            set("month_to", month);
        }
        "passages" => set("passage", format!("Q{n}")),
        "status" => {}
        _ => {
            for key in ["id", "code"] {
                set(key, format!("Q{n}"));
            }
        }
    }
    // A member runs nothing for a consortium that it has left.
    let first = if table.name == "consortium_operations" {
        1950
    } else {
        2100
    };
    let (year, month, day) = (first + n / 300, 1 + n % 300 / 25, 1 + n % 25);
    let day = format!("{year}-{month:02}-{day:02}");
    set("valid_from", day.clone());
    set("valid_to", day);
    row
}

/// What stands in one row, the column that is blamed, and what the fault must say.
struct Case {
    cells: Vec<(&'static str, String)>,
    column: &'static str,
    says: Vec<String>,
}

impl Case {
    /// One bad cell; its text must be named.
    fn bad(column: &ColumnSchema, text: impl Into<String>) -> Self {
        let text = text.into();
        let says = if text.is_empty() { "missing" } else { &*text };
        Self {
            says: vec![says.to_owned()],
            cells: vec![(column.name, text)],
            column: column.name,
        }
    }

    fn says(self, says: &str) -> Self {
        let says = vec![says.to_owned()];
        Self { says, ..self }
    }
}

/// Everything that can be wrong with one cell.
fn of_kind(column: &ColumnSchema) -> Vec<Case> {
    let bad = |text: &str| Case::bad(column, text);
    let mut cases = Vec::new();
    match column.kind {
        CellKind::Text => {}
        CellKind::PlaceCode => cases.push(bad("tbilisi")),
        CellKind::Country => cases.extend([bad("ZZ"), bad("Georgia")]),
        CellKind::Word | CellKind::Column => cases.push(bad("nosuchword")),
        CellKind::Gauge => cases.extend([bad("broad"), bad("99999")]),
        CellKind::Conveyance => cases.push(bad("sledge")),
        CellKind::Reference { .. } => cases.push(bad("no-such-id")),
        CellKind::Whole { least, most } => {
            cases.extend([bad("many"), bad("8.5")]);
            cases.extend([least - 1, most + 1].map(|number| bad(&number.to_string())));
        }
        CellKind::Number { least, most } => {
            cases.extend([bad("many"), bad("NaN"), bad("inf")]);
            let outside = [least.map(|least| least - 1.0), most.map(|most| most * 2.0)];
            cases.extend(
                outside
                    .into_iter()
                    .flatten()
                    .map(|number| bad(&number.to_string())),
            );
        }
        CellKind::Share => cases.extend([bad("many"), bad("-5"), bad("150"), bad("4/3")]),
        CellKind::Date => {
            cases.extend([bad("soon"), bad("2026-13-01"), bad("01.02.2026")]);
            cases.push(bad("2026-01-01T08:00"));
        }
        CellKind::Point => cases.push(bad("38.5")),
        CellKind::Polyline => cases.push(bad("\u{1}")),
        CellKind::Currency => cases.push(bad("XYZ")),
        CellKind::PriceYear => cases.extend([bad("new"), bad("1800"), bad("2300")]),
        CellKind::Sources => {
            cases.push(bad("").says("no source"));
            cases.push(bad("S9"));
            cases.push(bad("nosuchcolumn=S1").says("`nosuchcolumn`"));
            cases.push(bad(&["S1"; 101].join(";")).says("101 sources"));
        }
        kind => panic!("no bad cell of {kind:?}"),
    }
    if column.filled && column.kind != CellKind::Sources {
        cases.push(bad(""));
    }
    if column.list {
        for case in &mut cases {
            let (_, text) = &mut case.cells[0];
            text.push(';');
        }
    }
    cases
}

/// Everything that can be wrong with the range of a figure.
fn of_range(table: &TableSchema, column: &ColumnSchema) -> Vec<Case> {
    let end = |end: &str| {
        let name = format!("{}_{end}", column.name);
        let column = table.columns.iter().find(|column| column.name == name);
        column.unwrap_or_else(|| panic!("no {name}")).name
    };
    let (low, high) = (end("low"), end("high"));
    let case = |cells: [(&'static str, &str); 3], blamed, says: &[&str]| Case {
        cells: cells.map(|(column, text)| (column, text.to_owned())).into(),
        column: blamed,
        says: says.iter().map(|text| (*text).to_owned()).collect(),
    };
    let of = |value, lower, higher| [(column.name, value), (low, lower), (high, higher)];
    vec![
        case(of("10", "8", ""), high, &["`8`", low]),
        case(of("10", "", "12"), low, &["`12`", high]),
        case(of("10", "11", "12"), column.name, &["10", "11", "12"]),
        case(of("10", "8", "9"), column.name, &["10", "8", "9"]),
        case(of("10", "12", "8"), column.name, &["10", "12", "8"]),
        case(of("", "8", "12"), column.name, &["missing"]),
    ]
}

/// What must stand beside the end of a range so that nothing else is wrong.
fn beside(table: &TableSchema, column: &ColumnSchema) -> Vec<(&'static str, String)> {
    let mut figures = table.columns.iter().filter(|column| column.figure);
    let other = |figure: &ColumnSchema| match column.name.strip_prefix(figure.name) {
        Some("_low") => Some((format!("{}_high", figure.name), "12")),
        Some("_high") => Some((format!("{}_low", figure.name), "8")),
        _ => None,
    };
    let found = figures.find_map(|figure| Some((figure.name, other(figure)?)));
    let Some((figure, (other, text))) = found else {
        return Vec::new();
    };
    let other = table.columns.iter().find(|column| column.name == other);
    let other = other.expect("both ends").name;
    vec![(figure, "10".to_owned()), (other, text.to_owned())]
}

fn cases(table: &TableSchema) -> Vec<Case> {
    let mut cases = Vec::new();
    for (at, column) in table.columns.iter().enumerate() {
        let beside = beside(table, column);
        cases.extend(of_kind(column).into_iter().map(|mut case| {
            case.cells.extend(beside.clone());
            case
        }));
        if column.figure {
            cases.extend(of_range(table, column));
        }
        let next = table.columns.get(at + 1);
        if let Some(next) = next.filter(|next| [column.kind, next.kind] == [CellKind::Date; 2]) {
            let days = ["2101-01-02", "2101-01-01"].map(str::to_owned);
            cases.push(Case {
                says: days.clone().into(),
                cells: [column.name, next.name].into_iter().zip(days).collect(),
                column: next.name,
            });
        }
    }
    cases
}

/// The sound tables, over all columns of their schemas.
fn all_columns() -> BTreeMap<&'static str, String> {
    let text = |table: &TableSchema| {
        let rows: Vec<String> = rows(table).iter().map(|row| line(table, row)).collect();
        (table.name, format!("{}\n{}", header(table), rows.concat()))
    };
    Atlas::schema().tables.iter().map(text).collect()
}

fn header(table: &TableSchema) -> String {
    let names: Vec<&str> = table.columns.iter().map(|column| column.name).collect();
    names.join(",")
}

fn line(table: &TableSchema, row: &Row) -> String {
    let cells: Vec<&str> = table
        .columns
        .iter()
        .map(|column| &*row[column.name])
        .collect();
    cells.join(",") + "\n"
}

fn load(tables: impl IntoIterator<Item = (String, String)>) -> Option<Faults> {
    match Atlas::texts(MANIFEST, tables).unwrap().load() {
        Ok(_) => None,
        Err(AtlasError::Faults(faults)) => Some(faults),
        Err(error) => panic!("{error}"),
    }
}

fn files(texts: BTreeMap<&'static str, String>) -> impl Iterator<Item = (String, String)> {
    texts
        .into_iter()
        .map(|(name, text)| (format!("{name}.csv"), text))
}

#[test]
fn the_sound_tables_over_all_columns_load() {
    assert_eq!(load(files(all_columns())), None);
}

/// The faulty rows of a table, and where each of them stands.
fn faulty(table: &TableSchema, sound: &str) -> (String, Vec<(u32, Case)>) {
    let mut text = sound.to_owned();
    let base = &rows(table)[0];
    let mut row_number = sound.lines().count() as u32;
    let mut expected = Vec::new();
    for (n, case) in cases(table).into_iter().enumerate() {
        let mut row = fresh(table, base, n);
        for (column, cell) in &case.cells {
            row.insert(column, cell.clone());
        }
        text += &line(table, &row);
        row_number += 1;
        expected.push((row_number, case));
    }
    (text, expected)
}

#[test]
fn every_bad_cell_gives_one_fault() {
    let (mut wrong, mut count) = (Vec::new(), 0);
    for table in &Atlas::schema().tables {
        let mut texts = all_columns();
        let (text, expected) = faulty(table, &texts[table.name]);
        texts.insert(table.name, text);
        let faults = load(files(texts)).unwrap_or_else(|| panic!("{} loads", table.name));
        let faults: Vec<&Fault> = faults.iter().collect();
        count += expected.len();
        let file = format!("{}.csv", table.name);
        for (row, case) in &expected {
            let found: Vec<&&Fault> = faults
                .iter()
                .filter(|fault| fault.origin.row() == *row)
                .collect();
            // Coordinates are blamed together.
            let column = if case.column == "lat" {
                "lon"
            } else {
                case.column
            };
            let [fault] = found[..] else {
                wrong.push(format!("{file} row {row} {:?}: {found:?}", case.cells));
                continue;
            };
            let text = fault.kind.to_string();
            let blamed = fault.column.as_deref();
            let right = blamed == Some(column) || blamed == Some(case.column);
            let told = case
                .says
                .iter()
                .all(|says| text.contains(says.trim_end_matches(';')));
            if !right || !told || fault.origin.file() != Some(&file) {
                wrong.push(format!("{file} row {row} {:?}: {fault}", case.cells));
            }
        }
        if faults.len() != expected.len() {
            let rows: Vec<u32> = expected.iter().map(|(row, _)| *row).collect();
            let other = |fault: &&&Fault| {
                !rows.contains(&fault.origin.row()) || fault.origin.file() != Some(&file)
            };
            for fault in faults.iter().filter(other) {
                wrong.push(format!("beside: {fault}"));
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {count}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    assert!(count > 700, "{count}");
}

#[test]
fn every_bad_header_gives_one_fault() {
    let mut tables: Vec<(String, String)> = files(all_columns()).collect();
    let mut expected = Vec::new();
    for table in &Atlas::schema().tables {
        let header = header(table);
        let mut add = |text: String, row: u32, says: String| {
            let name = format!("{}_q{}.csv", table.name, expected.len());
            expected.push((name.clone(), row, says));
            tables.push((name, text));
        };
        for column in &table.columns {
            let name = column.name;
            add(
                format!("{header},{name}\n"),
                1,
                format!("column `{name}` stands twice"),
            );
            if !column.optional {
                let others = header.split(',').filter(|other| *other != name);
                let others: Vec<&str> = others.collect();
                add(
                    others.join(",") + "\n",
                    1,
                    format!("column `{name}` is missing"),
                );
            }
        }
        add(
            format!("{header},nosuchcolumn\n"),
            1,
            "column `nosuchcolumn` is unknown".to_owned(),
        );
        let cells = table.columns.len() + 1;
        let commas = ",".repeat(table.columns.len());
        add(
            format!("{header}\n{commas}\n"),
            2,
            format!("{cells} cells where the header has"),
        );
    }
    let faults = load(tables).expect("faults");
    assert_eq!(faults.len() + faults.more(), expected.len(), "{faults}");
    for (file, row, says) in &expected {
        let found: Vec<&Fault> = faults
            .iter()
            .filter(|fault| fault.origin.file() == Some(file))
            .collect();
        let [fault] = found[..] else {
            panic!("{file}: {found:?}");
        };
        let text = fault.kind.to_string();
        assert!(fault.origin.row() == *row && text.contains(says), "{fault}");
    }
}
