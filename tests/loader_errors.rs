//! A broken table is refused with file, row, column, value and remedy; all faults at once.

mod tables;

use std::collections::BTreeSet;
use std::path::PathBuf;

use tables::{MANIFEST, edited, faults, sound};
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
        "places.csv row 2, column `country`: `G` is not an ISO 3166-1 country code; give two letters such as `KZ`",
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
        ("schema == 1", "TOML parse error"),
    ] {
        let text = texts(manifest, &[]);
        assert!(text.starts_with("`atlas.toml` is not readable: "), "{text}");
        assert!(text.contains(reason), "{text}");
    }
}

/// A folder of its own for each test, removed at its end.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).unwrap();
        for (name, text) in files {
            std::fs::write(folder.join(name), text).unwrap();
        }
        Self(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[test]
fn folders_are_refused_by_name() {
    let missing = Atlas::folder("no/such/folder").unwrap_err().to_string();
    assert!(
        missing.starts_with("cannot read `no/such/folder`: "),
        "{missing}"
    );

    let bare = Folder::new("bare", &[("places.csv", "code\n")]);
    assert_eq!(
        Atlas::folder(&bare.0).unwrap_err().to_string(),
        "`atlas.toml` is missing; add it with `schema = 1`, `name` and `price_year`"
    );

    // The tables of a newer format may have other names; its number is what matters.
    let newer = [("atlas.toml", "schema = 7\n"), ("wormholes.csv", "id\n")];
    let newer = Folder::new("newer", &newer);
    let expected = "the tables have schema 7, this crate reads up to 1; use a newer version of it";
    assert_eq!(Atlas::folder(&newer.0).unwrap_err().to_string(), expected);
    let on_top = Atlas::embedded().with_folder(&newer.0);
    assert_eq!(on_top.unwrap_err().to_string(), expected);

    let stranger = [("atlas.toml", MANIFEST), ("linkz.csv", "id\n")];
    let stranger = Folder::new("stranger", &stranger);
    let text = Atlas::folder(&stranger.0).unwrap_err().to_string();
    assert!(
        text.ends_with("linkz.csv` is no table of the format; did you mean `links.csv`?"),
        "{text}"
    );

    let manifest = MANIFEST.replace("2025", "1999");
    let years = Folder::new("years", &[("atlas.toml", &manifest)]);
    let text = Atlas::embedded()
        .with_folder(&years.0)
        .unwrap_err()
        .to_string();
    let expected = format!(
        "`{}` has prices of 1999, the tables below it of 2025; convert them",
        years.0.display()
    );
    assert_eq!(text, expected);
}

#[test]
fn a_folder_on_top_names_both_rows_of_a_conflict() {
    let header = "id,name,expected,note,source\n";
    let conflict = format!("{header}TRIPP-rail,Mine,,,A-mine\n");
    let sources = "id,kind,title,url,date,licence,note\nA-mine,assumed,Mine,,,,my own plan\n";
    let folder = Folder::new(
        "conflict",
        &[("projects.csv", &conflict), ("sources.csv", sources)],
    );
    let atlas = Atlas::embedded().with_folder(&folder.0).unwrap();
    let text = atlas.load().unwrap_err().to_string();
    let file = folder.0.join("projects.csv");
    let expected = format!(
        "{} row 2, column `id`: project `TRIPP-rail` stands already in projects.csv row ",
        file.display()
    );
    assert!(text.contains(&expected), "{text}");

    let mine = format!("{header}My-project,Mine,,,A-mine\n");
    let folder = Folder::new(
        "addition",
        &[("projects.csv", &mine), ("sources.csv", sources)],
    );
    let network = Atlas::embedded()
        .with_folder(&folder.0)
        .unwrap()
        .load()
        .unwrap();
    assert!(network.project_by_id("My-project").is_some());
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
    assert_eq!(link.length.as_metres(), 80_000);
    assert!(network.is_assumed(&link.provenance, "length_km"));
    assert!(!network.is_assumed(&link.provenance, "gauges"));
    assert_eq!(
        network.find_place("Tiflis"),
        Ok(network.place_by_code("GETBS").unwrap())
    );

    let dropped = "id,column,value,source\nL5,drop,true,S1\n";
    let network = load(&[("links_override.csv", "", dropped)]).unwrap();
    assert_eq!(network.link_by_id("L5"), None);
}

/// A folder over the embedded tables: one file each.
fn over(name: &str, files: &[(&str, &str)]) -> Result<Network, String> {
    let sources = "id,kind,title,url,date,licence,note\nMY1,assumed,Mine,,,,my own reasoning\n";
    let all: Vec<_> = files
        .iter()
        .copied()
        .chain([("sources.csv", sources)])
        .collect();
    let folder = Folder::new(name, &all);
    let atlas = Atlas::embedded().with_folder(&folder.0).unwrap();
    let file = |text: String| text.replace(&format!("{}/", folder.0.display()), "");
    atlas.load().map_err(|error| file(error.to_string()))
}

const OVERRIDE: &str = "table,id,column,value,source\n";

#[test]
fn a_folder_corrects_any_cell_below_it_those_already_corrected_included() {
    // This length is corrected by `links_override.csv` of the embedded tables.
    let line = "GE-akh~GE-mrb~rail";
    let rows = format!(
        "{OVERRIDE}links,{line},length_km,190,MY1\nplaces,GETBS,tier,2,MY1\n\
         tariffs,operator=KTZ;country=KZ;product=wagon;unit=wagon,rate,9,MY1\n"
    );
    let network = over("corrects", &[("overrides.csv", &rows)]).unwrap();
    let link = network.link(network.link_by_id(line).unwrap()).unwrap();
    assert_eq!(link.length.as_metres(), 190_000);
    let cited: Vec<&str> = link
        .provenance
        .of("length_km")
        .map(|id| network.source(id).unwrap().id.as_str())
        .collect();
    assert_eq!(cited, ["MY1"], "the source of the old value is gone");
    assert_eq!(
        network
            .place(network.find_place("GETBS").unwrap())
            .unwrap()
            .tier,
        2
    );
    let assumed = network.tariffs().filter(|(_, tariff)| {
        let mine = |id| network.source(id).unwrap().id == "MY1";
        tariff.provenance.of("rate").any(mine)
    });
    assert!(assumed.count() >= 1);
}

#[test]
fn a_folder_adds_places_and_links_that_routes_use() {
    let places = "code,name,aliases,country,lon,lat,kinds,tier,source\n\
                  GE-dep,My depot,,GE,44.9,41.65,road_terminal,1,MY1\n";
    let links = "id,from,to,mode,country,length_km,gauges,line,direction,status,valid_from,valid_to,project,capacity_mt_year,shape,source\n\
                 my-link,GE-dep,GETBS,road,GE,12,,,both,open,,,,,,MY1\n";
    let network = over("adds", &[("places.csv", places), ("links_mine.csv", links)]).unwrap();
    let scenario = trade_corridor::scenario::Scenario::on(jiff::civil::date(2026, 11, 22));
    let planner = trade_corridor::planner::Planner::new(&network, &scenario).unwrap();
    let request = trade_corridor::planner::Request::new("My depot", "Baku");
    let route = planner.shortest(&request).unwrap();
    assert!(route.distance().as_km() > 500.0);
}

#[test]
fn conflicts_of_a_folder_name_both_rows() {
    let cases = [
        (
            "links_mine.csv",
            "id,from,to,mode,country,length_km,gauges,line,direction,status,valid_from,valid_to,project,capacity_mt_year,shape,source\n\
             AM-ala~AMVZR~road,AM-ala,AMVZR,road,AM,70,,,both,open,,,,,,MY1\n"
                .to_owned(),
            "links_mine.csv row 2, column `id`: link `AM-ala~AMVZR~road` stands already in links.csv row ",
        ),
        (
            "overrides.csv",
            format!("{OVERRIDE}places,GETBS,tier,2,MY1\nplaces,GETBS,tier,1,MY1\n"),
            "overrides.csv row 3, column `id`: override `places GETBS tier` stands already in overrides.csv row 2; rename or remove one",
        ),
        (
            "stakes.csv",
            "holder,held,percent,valid_from,valid_to,source\nSTATE-AM,SCR,1,2020-01-01,,MY1\n".to_owned(),
            "`SCR` add up to 101 % on 2020-01-01",
        ),
    ];
    for (file, text, expected) in cases {
        let loaded = over(&format!("conflict-{file}"), &[(file, &text)]);
        let found = loaded.map(|_| ()).unwrap_err();
        assert!(found.contains(expected), "{found}");
    }
}
