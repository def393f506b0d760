//! The tables as text: every CSV of a folder, row by row, each row a map from column to cell.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

pub(crate) type Row = BTreeMap<String, String>;

/// Files by name, rows in their order; the header is row 1.
#[derive(Clone)]
pub(crate) struct Tables {
    files: BTreeMap<String, Vec<Row>>,
}

/// Rows of tables that may be split into several files.
const LINKS: [&str; 2] = ["links.csv", "links_hand.csv"];

impl Tables {
    pub(crate) fn read(folder: &Path) -> Self {
        let mut files = BTreeMap::new();
        for entry in std::fs::read_dir(folder).expect("the folder of the tables") {
            let path = entry.unwrap().path();
            if path.extension().is_none_or(|end| end != "csv") {
                continue;
            }
            let mut reader = csv::Reader::from_path(&path).unwrap();
            let rows = reader.deserialize().map(Result::unwrap).collect();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            files.insert(name, rows);
        }
        let mut tables = Self { files };
        tables.correct_links();
        tables
    }

    pub(crate) fn rows(&self, file: &str) -> &[Row] {
        self.files.get(file).map_or(&[], Vec::as_slice)
    }

    /// The rows of a file, to plant a fault in them.
    pub(crate) fn rows_mut(&mut self, file: &str) -> &mut Vec<Row> {
        self.files.get_mut(file).unwrap()
    }

    pub(crate) fn links(&self) -> impl Iterator<Item = &Row> {
        LINKS.iter().flat_map(|file| self.rows(file))
    }

    /// The row that an origin names.
    pub(crate) fn at(&self, file: &str, row: usize) -> Option<&Row> {
        self.files.get(file)?.get(row.checked_sub(2)?)
    }

    fn correct_links(&mut self) {
        let corrections = self.rows("links_override.csv").to_vec();
        for file in LINKS {
            for row in self.rows_mut(file) {
                let id = row["id"].clone();
                for correction in corrections.iter().filter(|one| one["id"] == id) {
                    let (column, value) = (&correction["column"], &correction["value"]);
                    row.insert(column.clone(), value.clone());
                }
            }
        }
    }
}

/// Rows by what they are called.
pub(crate) struct Book<'t> {
    pub(crate) tables: &'t Tables,
    pub(crate) places: HashMap<&'t str, &'t Row>,
    pub(crate) crossings: HashMap<&'t str, &'t Row>,
    pub(crate) links: HashMap<&'t str, &'t Row>,
    pub(crate) services: HashMap<&'t str, &'t Row>,
    pub(crate) operators: HashMap<&'t str, &'t Row>,
    pub(crate) owners: HashMap<&'t str, &'t Row>,
    pub(crate) rates: HashMap<&'t str, &'t Row>,
    pub(crate) lines: HashMap<&'t str, Vec<&'t Row>>,
    pub(crate) states: HashMap<(&'t str, &'t str), Vec<&'t Row>>,
}

fn by<'t>(rows: impl IntoIterator<Item = &'t Row>, column: &str) -> HashMap<&'t str, &'t Row> {
    rows.into_iter()
        .map(|row| (row[column].as_str(), row))
        .collect()
}

impl<'t> Book<'t> {
    pub(crate) fn of(tables: &'t Tables) -> Self {
        let mut lines: HashMap<&str, Vec<&Row>> = HashMap::new();
        for row in tables.rows("lines.csv") {
            lines.entry(&row["id"]).or_default().push(row);
        }
        let mut states: HashMap<(&str, &str), Vec<&Row>> = HashMap::new();
        for row in tables.rows("status.csv") {
            states
                .entry((&row["kind"], &row["id"]))
                .or_default()
                .push(row);
        }
        let kept = tables.links();
        let kept = kept.filter(|row| row.get("drop").is_none_or(String::is_empty));
        Self {
            tables,
            places: by(tables.rows("places.csv"), "code"),
            crossings: by(tables.rows("crossings.csv"), "code"),
            links: by(kept, "id"),
            services: by(tables.rows("services.csv"), "id"),
            operators: by(tables.rows("operators.csv"), "id"),
            owners: by(tables.rows("owners.csv"), "id"),
            rates: by(tables.rows("through_rates.csv"), "id"),
            lines,
            states,
        }
    }

    /// The line of a link: its own, or that of its country and mode.
    pub(crate) fn line_of(&self, link: &Row) -> String {
        if link["line"].is_empty() {
            format!("{}-{}", link["country"], link["mode"])
        } else {
            link["line"].clone()
        }
    }

    /// Where an operator or owner is at home.
    pub(crate) fn home(&self, party: &str) -> Option<&'t str> {
        let operator = self
            .operators
            .get(party)
            .map(|row| row["domicile"].as_str());
        operator.or_else(|| self.owners.get(party).map(|row| row["country"].as_str()))
    }
}

/// The entries of a list in a cell.
pub(crate) fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split(';')
        .map(str::trim)
        .filter(|item| !item.is_empty())
}

/// Whether a dated row holds on a day; days written as `2026-11-22` compare as text.
pub(crate) fn holds(row: &Row, day: &str) -> bool {
    let (from, to) = (row["valid_from"].as_str(), row["valid_to"].as_str());
    (from.is_empty() || from <= day) && (to.is_empty() || day <= to)
}

/// A decimal as an integer of so many decimals, further ones rounded.
pub(crate) fn scaled(cell: &str, decimals: i32) -> Option<i128> {
    let value: f64 = cell.trim().parse().ok()?;
    Some((value * 10_f64.powi(decimals)).round() as i128)
}
