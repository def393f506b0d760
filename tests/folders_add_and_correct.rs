//! A folder over the embedded tables adds and corrects; what conflicts is refused by name and row.

use std::path::PathBuf;

use crate::questions::Dice;
use crate::tables::MANIFEST;
use trade_corridor::atlas::Atlas;
use trade_corridor::network::{Network, Plate, Trigger};

/// A folder of its own for each test, removed at its end.
pub(crate) struct Folder(pub(crate) PathBuf);

impl Folder {
    pub(crate) fn new(name: &str, files: &[(&str, &str)]) -> Self {
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

pub(crate) const OVERRIDE: &str = "table,id,column,value,source\n";

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
    assert_eq!(link.length.value().as_metres(), 190_000);
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

#[test]
fn whatever_columns_name_a_row_the_last_folder_wins() {
    let header = "country,mode,plate,trigger,mass_from_t,mass_to_t,amount,currency,price_year,payee,valid_from,valid_to,note,source";
    let mut fees: Vec<([&str; 4], u32)> = Vec::new();
    for country in ["GE", "KZ", "UZ"] {
        for plate in ["*", "EU", "TR"] {
            for trigger in ["entry", "exit"] {
                for amount in ["10", "11"] {
                    fees.push(([country, plate, trigger, amount], amount.parse().unwrap()));
                }
            }
        }
    }
    let rows = fees.iter().map(|([country, plate, trigger, amount], _)| {
        let masses = if *amount == "10" { ",20" } else { "20," };
        format!("{country},road,{plate},{trigger},{masses},{amount},USD,2025,,,,,S1\n")
    });
    let sources = "id,kind,title,url,date,licence,note\nS1,published,Book,,2025,,\n";
    let fees_text = format!("{header}\n{}", rows.collect::<String>());
    let tables = [
        ("sources.csv", sources),
        ("deflators.csv", "year,index,source\n2025,100,S1\n"),
        ("fees.csv", &*fees_text),
    ];
    let tables = tables.map(|(name, text)| (name.to_owned(), text.to_owned()));
    let mut atlas = Atlas::texts(MANIFEST, tables).unwrap();
    let mut dice = Dice::new(5);
    for layer in 0..16 {
        let (cells, _) = fees[dice.below(fees.len())];
        let columns = ["country", "plate", "trigger", "amount"];
        // Some in any order, one perhaps twice.
        let named: Vec<usize> = (0..=dice.below(4)).map(|_| dice.below(4)).collect();
        let parts = named
            .iter()
            .map(|at| format!(" {} ={} ", columns[*at], cells[*at]));
        let id = parts.collect::<Vec<String>>().join(";");
        let text = format!("{OVERRIDE}fees,{id},amount,{},S1\n", 100 + layer);
        let folder = Folder::new(&format!("columns-{layer}"), &[("overrides.csv", &text)]);
        atlas = atlas.with_folder(&folder.0).unwrap();
        for (row, amount) in &mut fees {
            if named.iter().all(|at| row[*at] == cells[*at]) {
                *amount = 100 + layer;
            }
        }
    }
    fees.sort_by_key(|fee| fee.1);
    let layers = fees.chunk_by(|a, b| a.1 == b.1).count();
    assert!(layers >= 5, "{layers} folders are seen");
    let network = atlas.load().unwrap_or_else(|error| panic!("{error}"));
    for ([country, plate, trigger, light], amount) in fees {
        let plate = match plate {
            "*" => Plate::Other,
            "EU" => Plate::EuropeanUnion,
            country => Plate::Country(country.parse().unwrap()),
        };
        let entry = trigger == "entry";
        let found = network.fees().iter().find(|fee| {
            (fee.country.to_string().as_str(), fee.plate) == (country, plate)
                && (fee.trigger == Trigger::Entry) == entry
                && fee.mass_from.is_none() == (light == "10")
        });
        let found = found.unwrap().amount.value().as_usd();
        assert!(
            (found - f64::from(amount)).abs() < 1e-9,
            "{found}, not {amount}"
        );
    }
}

#[test]
fn one_column_with_two_values_is_in_no_row() {
    let row = "tariffs,operator=KTZ;country=KZ;operator=GR,rate,9,MY1\n";
    let error = over(
        "two-values",
        &[("overrides.csv", &format!("{OVERRIDE}{row}"))],
    )
    .unwrap_err();
    assert!(error.contains("no known row to override"), "{error}");
}
