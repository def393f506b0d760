//! `--tables` lays folders over the embedded tables, `--only-tables` uses one alone.

use crate::runs::{Folder, corridor, refused};

const EMBEDDED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data");
const MANIFEST: &str = "schema = 1\nname = \"small\"\nprice_year = 2025\n";
const SOURCES: &str = "id,kind,title,url,date,licence,note\n\
    A-mine,assumed,Mine,,,,a plan of my own\n";

/// Two terminals with a road between them.
fn small(length_km: &str) -> Vec<(&'static str, String)> {
    let links = format!(
        "id,from,to,mode,country,length_km,gauges,line,direction,status,valid_from,valid_to,project,capacity_mt_year,shape,source\n\
         R1,GETBS,GE-gor,road,GE,{length_km},,,both,open,,,,,,A-mine\n"
    );
    let texts = [
        ("atlas.toml", MANIFEST),
        ("sources.csv", SOURCES),
        (
            "places.csv",
            "code,name,aliases,country,lon,lat,kinds,tier,source\n\
             GETBS,Tbilisi,,GE,44.8,41.7,city;road_terminal,1,A-mine\n\
             GE-gor,Gori,,GE,44.1,42.0,road_terminal,1,A-mine\n",
        ),
        (
            "tariffs.csv",
            "operator,country,lines,mode,product,unit,loaded,basis,rate,currency,price_year,minimum,mass_from_t,mass_to_t,band_from_km,band_to_km,taper,component,payee,valid_from,valid_to,note,source\n\
             ,GE,*,road,truck,any,any,per_km,2,USD,2025,,,,,,,,,,,,A-mine\n",
        ),
        (
            "handling.csv",
            "place,country,operation,carriage_from,carriage_to,operator,hours,hours_p90,price_20ft,price_40ft,price_truck,price_wagon,currency,price_year,valid_from,valid_to,note,source\n\
             ,*,load,*,*,,6,12,60,80,100,100,USD,2025,,,,A-mine\n\
             ,*,unload,*,*,,6,12,60,80,100,100,USD,2025,,,,A-mine\n",
        ),
        (
            "speeds.csv",
            "country,mode,product,line,kmh,p90_factor,valid_from,valid_to,note,source\n\
             *,road,*,,50,1.2,,,,A-mine\n",
        ),
        (
            "emissions.csv",
            "mode,country,product,g_per_tkm,handling_kg_per_unit,note,source\n\
             road,*,*,80,,,A-mine\n",
        ),
    ];
    let mut files: Vec<(&str, String)> = texts.map(|(name, text)| (name, text.to_owned())).into();
    files.push(("links.csv", links));
    files
}

fn folder(name: &str, files: &[(&str, String)]) -> Folder {
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, &**text)).collect();
    Folder::new(name, &files)
}

#[test]
fn a_folder_alone_is_all_there_is() {
    let tables = folder("alone", &small("90"));
    let flags = [
        "--only-tables",
        tables.path(),
        "--policy",
        "open",
        "--least",
        "cost",
    ];
    let run = corridor(&[&["plan", "Tbilisi", "Gori"], &flags[..]].concat());
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert!(
        run.stdout.contains("Tbilisi to Gori, cheapest"),
        "{}",
        run.stdout
    );
    // 90 km at 2 USD, a lift of 80 USD at each end.
    let total = run.stdout.lines().find(|line| line.contains("Total"));
    let total: Vec<&str> = total.expect("totals").split_whitespace().collect();
    assert_eq!([total[6], total[10]], ["90", "340"]);

    let unknown = refused(&[&["plan", "Tbilisi", "Baku"], &flags[..]].concat());
    assert!(unknown.starts_with("`Baku` is no known place"), "{unknown}");
}

#[test]
fn a_figure_of_another_day_is_warned_of() {
    let mut files = small("90");
    let mut speeds = files.iter_mut().filter(|(name, _)| *name == "speeds.csv");
    let (_, text) = speeds.next().expect("speeds");
    *text = text.replace("50,1.2,,,", "50,1.2,,2024-12-31,");
    let tables = folder("dated", &files);
    let question = ["plan", "Tbilisi", "Gori", "--policy=open", "--least=cost"];
    let run = corridor(&[&question[..], &["--only-tables", tables.path()]].concat());
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let warning = format!(
        "warning    road speed: no row is valid on 2026-11-22, the nearest is valid until 2024-12-31 \
         ({}/speeds.csv row 2)",
        tables.path()
    );
    assert!(run.stdout.contains(&warning), "{}", run.stdout);
}

#[test]
fn the_embedded_tables_as_a_folder_answer_the_same() {
    let question = ["plan", "Tashkent", "Istanbul"];
    let embedded = corridor(&question);
    assert_eq!(embedded.status, 0);
    let alone = corridor(&[&question[..], &["--only-tables", EMBEDDED]].concat());
    // Warnings name the file that a row stands in.
    let told = alone.stdout.replace(&format!("{EMBEDDED}/"), "");
    assert_eq!(told, embedded.stdout);
}

#[test]
fn a_folder_over_the_embedded_tables_adds_and_corrects() {
    let question = [
        "plan",
        "Tbilisi",
        "Istanbul",
        "--policy=open",
        "--least=distance",
    ];
    let before = corridor(&question);
    let places = "code,name,aliases,country,lon,lat,kinds,tier,source\n\
        GE-xyz,Nowhereville,,GE,44.5,41.8,road_terminal,1,A-mine\n";
    let links = "id,from,to,mode,country,length_km,gauges,line,direction,status,valid_from,valid_to,project,capacity_mt_year,shape,source\n\
        GETBS~GE-xyz~road,GETBS,GE-xyz,road,GE,50,,,both,open,,,,,,A-mine\n";
    let first = Folder::new(
        "over",
        &[("sources_mine.csv", SOURCES), ("places.csv", places)],
    );
    let second = Folder::new("over-that", &[("links_mine.csv", links)]);

    // The same routes, and one place more.
    let layers = ["--tables", first.path(), "--tables", second.path()];
    let after = corridor(&[&question[..], &layers].concat());
    let routes = |text: &str| {
        text.split_once("kept out")
            .map(|(routes, _)| routes.to_owned())
    };
    assert_eq!(routes(&after.stdout), routes(&before.stdout));
    assert_ne!(after.stdout, before.stdout);
    let there = [
        "plan",
        "Nowhereville",
        "Istanbul",
        "--policy=open",
        "--least=cost",
    ];
    assert!(refused(&there).starts_with("`Nowhereville` is no known place"));
    let run = corridor(&[&there[..], &layers].concat());
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert!(run.stdout.contains("Nowhereville to Istanbul, cheapest"));
}

#[test]
fn tables_are_refused_with_all_their_faults() {
    let mut files = small("9");
    files.push((
        "projects.csv",
        "id,name,expected,note,source\nP,Project,soon,,S-none\n".into(),
    ));
    let tables = folder("faults", &files);
    let error = refused(&["plan", "Tbilisi", "Gori", "--only-tables", tables.path()]);
    for words in [
        "fault(s) in the network's records",
        "links.csv row 2",
        "shorter than the great circle",
        "projects.csv row 2",
        "`S-none` is no known source",
    ] {
        assert!(error.contains(words), "{error}");
    }

    let bare = Folder::new("bare", &[("places.csv", "code\n")]);
    let error = refused(&["plan", "Tbilisi", "Gori", "--only-tables", bare.path()]);
    assert!(error.starts_with("`atlas.toml` is missing"), "{error}");
    for flag in ["--tables", "--only-tables"] {
        let error = refused(&["plan", "Tbilisi", "Gori", flag, "no/such/folder"]);
        assert!(
            error.starts_with("cannot read `no/such/folder`: "),
            "{error}"
        );
    }
}
