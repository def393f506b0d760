//! An answer is not borne out by tables that say something else.

use serde_json::Value;

use crate::TABLES;
use crate::chain::act;
use crate::planted::{SOUND, seen};
use crate::tables::{Row, Tables};

/// Edits of the tables that an answer rests on.
fn edited_tables(route: &Value) -> Vec<(&'static str, Tables)> {
    let mut all: Vec<(&'static str, Tables)> = Vec::new();
    let atoms = crate::chain::atoms(route);
    let set = |rows: &mut Vec<Row>, key: &str, id: &str, column: &str, value: &str| {
        for row in rows.iter_mut().filter(|row| row[key] == id) {
            row.insert(column.to_owned(), value.to_owned());
        }
    };
    for step in &atoms {
        match act(step) {
            ("move", body) => {
                let id = body["link"].as_str().unwrap();
                let in_file = TABLES.rows("links.csv").iter().any(|row| row["id"] == id);
                if in_file && !all_has(&all, "a link is closed") {
                    let mut edit = |what, column: &str, value: &str| {
                        let mut tables = TABLES.clone();
                        set(tables.rows_mut("links.csv"), "id", id, column, value);
                        all.push((what, tables));
                    };
                    edit("a link is closed", "status", "closed");
                    edit("a link is longer", "length_km", "1234.5");
                    edit("a link is in another country", "country", "PT");
                    edit("a link has another gauge or mode", "mode", "sea");
                }
            }
            ("border_control", body) => {
                let code = body["crossing"].as_str().unwrap();
                let mut tables = TABLES.clone();
                set(
                    tables.rows_mut("crossings.csv"),
                    "code",
                    code,
                    "status",
                    "planned",
                );
                all.push(("a crossing is planned", tables));
            }
            ("run", body) => {
                let id = body["service"].as_str().unwrap();
                for (what, column, value) in [
                    ("a service ended", "valid_to", "2001-01-01"),
                    ("a vessel has another flag", "flag", "PT"),
                ] {
                    let mut tables = TABLES.clone();
                    set(tables.rows_mut("services.csv"), "id", id, column, value);
                    set(tables.rows_mut("services.csv"), "id", id, "status", "open");
                    all.push((what, tables));
                }
            }
            _ => {}
        }
    }
    let mut edit = |what: &'static str, file: &str, edit: &dyn Fn(&mut Vec<Row>)| {
        let mut tables = TABLES.clone();
        edit(tables.rows_mut(file));
        all.push((what, tables));
    };
    let doubled = |column: &'static str| {
        move |rows: &mut Vec<Row>| {
            for row in rows {
                let value = row[column]
                    .parse::<f64>()
                    .map_or_else(|_| row[column].clone(), |value| (value * 2.0).to_string());
                row.insert(column.to_owned(), value);
            }
        }
    };
    edit("all rates are doubled", "tariffs.csv", &doubled("rate"));
    edit(
        "everything moves twice as fast",
        "speeds.csv",
        &doubled("kmh"),
    );
    edit("prices of another level", "deflators.csv", &|rows| {
        set(rows, "year", "2025", "index", "500")
    });
    if atoms.iter().any(|step| act(step).0 == "run") {
        edit("no operator is left", "operators.csv", &|rows| {
            rows.iter_mut().for_each(|row| {
                row.insert("valid_to".to_owned(), "1999-12-31".to_owned());
            })
        });
    }
    let end = route["to"]["country"].as_str().unwrap();
    edit("a country is closed to goods", "closures.csv", &|rows| {
        let mut row = rows[0].clone();
        let cells = [
            ("country", end),
            ("from_country", "*"),
            ("to_country", "*"),
            ("trade", "yes"),
            ("valid_from", ""),
            ("valid_to", ""),
        ];
        row.extend(cells.map(|(key, value)| (key.to_owned(), value.to_owned())));
        rows.push(row);
    });
    all
}

fn all_has(all: &[(&str, Tables)], what: &str) -> bool {
    all.iter().any(|(known, _)| *known == what)
}

#[test]
fn planted_tables_are_seen() {
    for (question, route) in SOUND.iter() {
        for (what, tables) in edited_tables(route) {
            assert_ne!(
                seen(&tables, question, route),
                Vec::<String>::new(),
                "{what} in {question:?}"
            );
        }
    }
}
