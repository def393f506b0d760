//! A broken table is refused with file, row, column, value and remedy; all faults at once.

use std::collections::BTreeSet;

use crate::tables::{MANIFEST, edited, faults, sound};
use trade_corridor::atlas::{Atlas, AtlasError};
use trade_corridor::network::{Faults, Network};

/// An edit of one file, and the texts it must give.
struct Case {
    edit: [String; 3],
    expected: Vec<String>,
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in include_str!("tables/faults.txt").lines() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(fault) = line.strip_prefix("    ") {
            let case = cases.last_mut().expect("a case before its faults");
            case.expected.push(fault.to_owned());
            continue;
        }
        let mut parts = line.splitn(3, " | ").map(|part| part.replace("\\n", "\n"));
        let [file, mut from, mut to] = [(); 3].map(|()| parts.next().expect("three parts"));
        if from == "+" {
            let (_, text) = sound().into_iter().find(|table| table.0 == file).unwrap();
            to = format!("{text}{to}\n");
            from = text;
        }
        let (edit, expected) = ([file, from, to], Vec::new());
        cases.push(Case { edit, expected });
    }
    cases
}

fn load(edits: &[(&str, &str, &str)]) -> Result<Network, Faults> {
    match Atlas::texts(MANIFEST, edited(edits)).unwrap().load() {
        Ok(network) => Ok(network),
        Err(AtlasError::Faults(faults)) => Err(faults),
        Err(error) => panic!("{error}"),
    }
}

#[test]
fn the_sound_tables_load() {
    assert_eq!(faults(&[]), Vec::<String>::new());
}

#[test]
fn every_edit_gives_exactly_its_faults() {
    let cases = cases();
    assert!(cases.len() > 140);
    let mut wrong = Vec::new();
    for Case { edit, expected } in &cases {
        let [file, from, to] = edit;
        let found = faults(&[(file, from, to)]);
        if found != *expected {
            wrong.push(format!(
                "{file} | {from} | {to}\n    {}",
                found.join("\n    ")
            ));
        }
    }
    assert!(wrong.is_empty(), "now says:\n{}", wrong.join("\n"));
}

#[test]
fn every_kind_of_fault_is_given_by_some_edit() {
    let mut kinds = BTreeSet::new();
    for Case { edit, .. } in cases() {
        let [file, from, to] = &edit;
        if let Err(faults) = load(&[(file, from, to)]) {
            for fault in &faults {
                let name = format!("{:?}", fault.kind);
                let name: String = name.chars().take_while(char::is_ascii_alphabetic).collect();
                kinds.insert(name);
                assert!(fault.origin.file().is_some() && fault.origin.row() > 0);
            }
        }
    }
    let all = [
        "BadCoordinates",
        "BadCsv",
        "BadService",
        "BadValue",
        "Duplicate",
        "ForeignEnd",
        "GaugeMismatch",
        "LinkToItself",
        "MissingColumn",
        "MissingValue",
        "ModeMismatch",
        "NoExchangeRate",
        "NoSource",
        "Overlap",
        "RepeatedColumn",
        "ShorterThanGreatCircle",
        "StakeInItself",
        "StakesAboveWhole",
        "Unknown",
        "UnknownColumn",
    ];
    assert_eq!(kinds, all.map(str::to_owned).into());
}

#[test]
fn all_faults_are_told_at_once_in_the_order_of_records() {
    let found = faults(&[
        ("places.csv", "Tbilisi,Tiflis,GE", "Tbilisi,Tiflis,G"),
        ("places.csv", "44.1,42.0", "east,north"),
        ("links.csv", "rail,GE,236", "rail,GE,-236"),
        ("links.csv", "both,open,,,,10", "both,ajar,,,,ten"),
        ("stakes.csv", "GE-state,GR,75", "GE-state,GR,750"),
        ("tariffs.csv", "per_km,1.0", "per_km,"),
        ("sources.csv", "S1,published,Yearbook", "S1,published,"),
    ]);
    let expected = [
        "links.csv row 2, column `capacity_mt_year`: `ten` is not a finite number; give a decimal such as `12.5`",
        "links.csv row 2, column `status`: `ajar` is no status; use one of `open`, `planned`, `under_construction`, `closed`, `suspended`",
        "links.csv row 3, column `length_km`: distance `-236` km is negative; give zero or more",
        "places.csv row 2, column `country`: `G` is not an ISO 3166-1 country code; give two capital letters such as `KZ`",
        "places.csv row 3, column `lat`: `north` is not a finite number; give a decimal such as `12.5`",
        "places.csv row 3, column `lon`: `east` is not a finite number; give a decimal such as `12.5`",
        "sources.csv row 2, column `title`: the value is missing; fill the cell",
        "stakes.csv row 2, column `percent`: share `750` % is above the largest accepted 100; check the unit",
        "tariffs.csv row 3, column `rate`: the value is missing; fill the cell",
    ];
    // Rows that refer to the refused ones are not blamed for it.
    assert_eq!(found, expected);
}

#[test]
fn faults_do_not_depend_on_the_order_of_rows_and_files() {
    let edits = [
        ("places.csv", "44.1,42.0", "east,north"),
        ("links.csv", "L1,GETBS,GE-gor", "L1,GETBS,GE-gox"),
        ("operators.csv", "BG,shipping_line", "BG,shipping"),
    ];
    let forward = faults(&edits);
    let mut tables = edited(&edits);
    tables.reverse();
    let backward: Vec<String> = match Atlas::texts(MANIFEST, tables).unwrap().load() {
        Err(AtlasError::Faults(faults)) => faults.iter().map(ToString::to_string).collect(),
        other => panic!("{other:?}"),
    };
    assert_eq!(forward, backward);
    assert_eq!(forward.len(), 4);
}

#[test]
fn the_list_of_faults_prints_as_one_message() {
    let error = load(&[("links.csv", "rail,GE,76", "rail,GE,-76")]).unwrap_err();
    assert_eq!(error.len(), 1);
    assert_eq!(
        error.to_string(),
        "1 fault(s) in the network's records\n  \
         links.csv row 2, column `length_km`: distance `-76` km is negative; give zero or more"
    );
}

#[test]
fn a_broken_row_leaves_no_network() {
    for Case { edit, expected } in cases() {
        let [file, from, to] = &edit;
        assert_eq!(load(&[(file, from, to)]).is_err(), !expected.is_empty());
    }
}

#[test]
fn ids_of_another_network_are_refused() {
    use trade_corridor::network::{End, Line, Link, Mode};
    let other = load(&[]).unwrap();
    let foreign = other.place_by_code("GEPTI").unwrap();
    let mut builder = Network::builder();
    let georgia = "GE".parse().unwrap();
    let line = builder.line(Line::new("GE-road", georgia, Mode::Road));
    let ends = [End::Place(foreign), End::Place(foreign)];
    let length = trade_corridor::quantity::Distance::from_metres(1);
    builder.link(Link::new(
        "L",
        ends[0],
        ends[1],
        Mode::Road,
        georgia,
        line,
        length,
    ));
    assert_eq!(
        builder
            .build()
            .unwrap_err()
            .iter()
            .next()
            .unwrap()
            .to_string(),
        "record made in code: `L: an id of another network` is no known end; add it or correct the reference"
    );
}

fn texts(manifest: &str, files: &[&str]) -> String {
    let tables = files.iter().map(|name| ((*name).to_owned(), String::new()));
    let tables: Vec<_> = tables.collect();
    Atlas::texts(manifest, tables).unwrap_err().to_string()
}

#[test]
fn a_file_that_is_no_table_is_refused() {
    assert_eq!(
        texts(MANIFEST, &["placs.csv"]),
        "`placs.csv` is no table of the format; did you mean `places.csv`?"
    );
    assert_eq!(
        texts(MANIFEST, &["notes.txt"]),
        "`notes.txt` is no table of the format; remove it from the folder"
    );
}

#[test]
fn a_manifest_is_read_before_anything_else() {
    let newer = "schema = 2\nwords_of_the_future = true\n";
    assert_eq!(
        texts(newer, &["future.csv"]),
        "the tables have schema 2, this crate reads up to 1; use a newer version of it"
    );
    for (manifest, reason) in [
        (
            "name = \"x\"\nprice_year = 2025\n",
            "`schema` is missing or below 1; write `schema = 1`",
        ),
        (
            "schema = 0\n",
            "`schema` is missing or below 1; write `schema = 1`",
        ),
        ("schema = 1\nname = \"x\"\n", "missing field `price_year`"),
        (
            "schema = 1\nname = \"x\"\nprice_year = 2025\nyear = 1\n",
            "unknown field `year`",
        ),
        (
            "schema = 1\nname = \"x\"\nprice_year = 2025\nas_of = \"2026-11-22T10:00\"\n",
            "`2026-11-22T10:00` has a time of day; give the day alone, `2026-11-22`",
        ),
        ("schema == 1", "TOML parse error"),
    ] {
        let text = texts(manifest, &[]);
        assert!(text.starts_with("`atlas.toml` is not readable: "), "{text}");
        assert!(text.contains(reason), "{text}");
    }
}

#[test]
fn an_override_corrects_one_cell_and_cites_its_source() {
    let network = load(&[(
        "overrides.csv",
        "",
        "table,id,column,value,source\nlinks,L1,length_km,80,A1\nplaces,GETBS,name,Tiflis,S1\n",
    )])
    .unwrap();
    let link = network.link(network.link_by_id("L1").unwrap()).unwrap();
    assert_eq!(link.length.value().as_metres(), 80_000);
    let ids = |sources: Vec<_>| -> Vec<String> {
        let sources = sources.into_iter();
        sources
            .map(|id| network.source(id).unwrap().id.to_string())
            .collect()
    };
    assert_eq!(ids(link.length.sources().collect()), ["A1"]);
    assert_eq!(ids(link.provenance.of("gauges").collect()), ["S1"]);
    assert_eq!(
        network.find_place("Tiflis"),
        Ok(network.place_by_code("GETBS").unwrap())
    );

    let dropped = "id,column,value,source\nL5,drop,true,S1\n";
    let network = load(&[("links_override.csv", "", dropped)]).unwrap();
    assert_eq!(network.link_by_id("L5"), None);
}
