//! Large tables and saved networks are refused, or read, soon and in bounded memory.

use crate::folders_add_and_correct::Folder;
use crate::questions_are_bounded::soon;
use crate::tables::{MANIFEST, edited};
use jiff::civil::date;
use trade_corridor::atlas::{Atlas, AtlasError, SnapshotError, TableLimits};
use trade_corridor::network::Network;

#[test]
fn tables_of_a_folder_are_counted_and_added_up() {
    let mut limits = TableLimits::default();
    limits.files = 2;
    let rows = "code,name,country,lon,lat,kinds,tier,source\n";
    let folder = Folder::new(
        "many",
        &[
            ("atlas.toml", MANIFEST),
            ("places.csv", rows),
            ("places_a.csv", rows),
            ("places_b.csv", rows),
        ],
    );
    let error = Atlas::folder_within(&folder.0, limits).unwrap_err();
    assert!(
        matches!(error, AtlasError::TooManyTables { found: 3, most: 2 }),
        "{error}"
    );
    assert!(
        error
            .to_string()
            .ends_with("join some of them, or raise `TableLimits::files`")
    );
    let texts = ["", "_a", "_b"].map(|part| (format!("places{part}.csv"), rows.to_owned()));
    let error = Atlas::texts(MANIFEST, texts)
        .unwrap()
        .within(limits)
        .load()
        .unwrap_err();
    assert!(
        matches!(error, AtlasError::TooManyTables { found: 3, most: 2 }),
        "{error}"
    );
    limits.files = 3;
    limits.all_bytes = 3 * rows.len() as u64;
    assert!(Atlas::folder_within(&folder.0, limits).is_ok());
    limits.all_bytes -= 1;
    let error = Atlas::folder_within(&folder.0, limits).unwrap_err();
    assert!(matches!(error, AtlasError::TooLargeInAll { .. }), "{error}");
    assert!(
        error
            .to_string()
            .ends_with("raise `TableLimits::all_bytes`"),
        "{error}"
    );
    limits.bytes = rows.len() as u64 - 1;
    let error = Atlas::folder_within(&folder.0, limits).unwrap_err();
    assert!(matches!(error, AtlasError::TooLarge { .. }), "{error}");
}

/// Rows before the first ones of tables: so many that are sound and alike.
fn rows_before(file: &'static str, first: &'static str, row: impl Fn(u32) -> String) -> Network {
    let rows: String = (0..20_000).map(row).collect();
    let tables = edited(&[(file, first, &format!("{rows}{first}"))]);
    let network = soon(|| Atlas::texts(MANIFEST, tables).unwrap().load());
    network.unwrap_or_else(|error| panic!("{file}: {}", &error.to_string()[..200]))
}

#[test]
fn very_many_rows_that_are_alike_take_no_quadratic_time() {
    let network = rows_before("places.csv", "GETBS,", |at| {
        format!(
            "GE-{}{:04},Alike,Alike,GE,43,42,city,2,S1\n",
            if at < 10_000 { 'a' } else { 'b' },
            at % 10_000
        )
    });
    let error = soon(|| network.find_place("alike")).unwrap_err();
    assert_eq!(error.code(), "place_ambiguous");
    rows_before("links.csv", "L1,", |at| {
        format!("M{at},GETBS,GE-gor,rail,GE,76,1520,,both,open,,,,10,,S1\n")
    });
    rows_before("sources.csv", "S1,", |at| {
        format!("S-{at},published,Book,,2025,,\n")
    });
    rows_before("operators.csv", "GR,", |at| {
        format!("O{at},Alike,Alike,GE,road_carrier,,,,S1\n")
    });
    rows_before("owners.csv", "GE-state,", |at| {
        format!("O-{at},Alike,GE,company,S1\n")
    });
    rows_before("through_rates.csv", "T1,", |at| {
        format!("U{at},GR,GETBS,ROCND,GEPTI;V1,1500,2500,EUR,2024,,,,S1\n")
    });
}

/// Rows are compared with those before them that speak of the same thing, so there are not very many.
#[test]
fn rows_of_one_thing_are_so_many_and_no_more() {
    let day = |at: u32| date(1960, 1, 1).saturating_add(jiff::Span::new().days(i64::from(at)));
    let refused = |file, first, row: &dyn Fn(u32) -> String| {
        let rows: String = (0..20_000).map(row).collect();
        let tables = edited(&[(file, first, &format!("{rows}{first}"))]);
        let error = soon(|| Atlas::texts(MANIFEST, tables).unwrap().load()).unwrap_err();
        let AtlasError::Faults(faults) = error else {
            panic!("{file}: {error}")
        };
        let found: Vec<String> = faults.iter().map(ToString::to_string).collect();
        assert_eq!(found.len(), 1, "{file}: {found:?}");
        assert!(
            found[0].contains("more than 1000 rows speak of "),
            "{}",
            found[0]
        );
        assert!(
            found[0].starts_with(&format!("{file} row 1002, ")),
            "{}",
            found[0]
        );
    };
    refused("fees.csv", "GE,road,*,entry,,10", &|at| {
        format!("RO,road,*,exit,{at},{},10,USD,2025,,,,,S1\n", at + 1)
    });
    refused("speeds.csv", "*,rail,", &|at| {
        format!("RO,rail,*,,25,1.5,{0},{0},,S1\n", day(at))
    });
    refused(
        "tariffs.csv",
        "GR,GE,*,rail,container_train,40ft,loaded,per_km,1.2",
        &|at| {
            format!(
                "GR,GE,*,rail,wagon,wagon,loaded,per_km,1.2,USD,2025,,,,{at},{},whole,haulage,,,,,S1\n",
                at + 1
            )
        },
    );
    refused("stakes.csv", "GE-state,GR", &|at| {
        format!("GE-state,NAVI,75,{0},{0},S1\n", day(at))
    });
    // states of one thing are only compared with the next
    let rows: Vec<String> = (0..20_000)
        .map(|at| format!("link,L3,open,{0},{0},S1\n", day(at)))
        .collect();
    let rows = rows.concat();
    let rows = format!("{rows}link,L3,open,2020-01-01,");
    let tables = edited(&[("status.csv", "link,L3,open,,", &rows)]);
    assert!(soon(|| Atlas::texts(MANIFEST, tables).unwrap().load()).is_ok());
}

#[test]
fn what_says_that_it_is_long_is_not_read() {
    use std::io::Read as _;
    let head = format!(
        "trade-corridor network, schema 2, {} bytes, checksum 00\n",
        u64::MAX
    );
    let endless = head.as_bytes().chain(std::io::repeat(b' '));
    let error = soon(|| Network::load(endless)).unwrap_err();
    assert!(matches!(error, SnapshotError::TooLong { .. }), "{error}");
    // no more of what is no network than a first line has
    let mut left = std::io::repeat(b' ').take(1_000);
    assert!(matches!(
        Network::load(&mut left),
        Err(SnapshotError::NotANetwork)
    ));
    assert_eq!(left.limit(), 800);
    let longer = b"trade-corridor network, schema 2, 3 bytes, checksum 00\n{}    ";
    let error = Network::load(&longer[..]).unwrap_err();
    assert!(
        error.to_string().contains("bytes follow instead of 3"),
        "{error}"
    );
}
