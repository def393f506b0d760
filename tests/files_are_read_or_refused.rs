//! No file of a folder that looks like a table is passed over, and one that is no table of the
//! format gives one fault with the remedy.

use crate::folders_add_and_correct::Folder;
use crate::tables::{MANIFEST, edited, faults, sound};
use trade_corridor::atlas::{Atlas, AtlasError};

/// The sound tables in a folder, but for one under another name and with other bytes.
fn folder(name: &str, file: &str, becomes: &str, bytes: Option<&[u8]>) -> Folder {
    let folder = Folder::new(name, &[("atlas.toml", MANIFEST)]);
    for (table, text) in sound() {
        let (table, bytes) = if table == file {
            (becomes, bytes.unwrap_or(text.as_bytes()))
        } else {
            (&*table, text.as_bytes())
        };
        std::fs::write(folder.0.join(table), bytes).unwrap();
    }
    folder
}

fn refused(folder: &Folder) -> String {
    Atlas::folder(&folder.0).unwrap_err().to_string()
}

#[test]
fn capitals_make_no_difference() {
    let capitals = folder("capitals", "links.csv", "LINKS.CSV", None);
    let network = Atlas::folder(&capitals.0).unwrap().load().unwrap();
    assert_eq!(network.links().count(), 5);
    std::fs::rename(capitals.0.join("atlas.toml"), capitals.0.join("Atlas.TOML")).unwrap();
    assert!(Atlas::folder(&capitals.0).is_ok());

    let overrides = "id,column,value,source\nL1,length_km,80,S1\n";
    let tables = edited(&[("Links_Override.CSV", "", overrides)]);
    let network = Atlas::texts(MANIFEST, tables).unwrap().load().unwrap();
    let link = network.link(network.link_by_id("L1").unwrap()).unwrap();
    assert_eq!(link.length.value().as_metres(), 80_000);
}

#[test]
fn names_that_differ_in_case_alone_are_refused() {
    let tables = edited(&[("Links.CSV", "", "id\n")]);
    let error = Atlas::texts(MANIFEST, tables).unwrap_err();
    assert!(matches!(error, AtlasError::SameName { .. }));
    assert_eq!(
        error.to_string(),
        "`links.csv` and `Links.CSV` differ in case alone; remove or rename one"
    );
}

#[test]
fn tables_of_other_formats_are_not_passed_over() {
    for other in [
        "links.tsv",
        "links",
        "Links.XLSX",
        "links.csv.txt",
        "link.csv",
    ] {
        let renamed = folder("renamed", "links.csv", other, None);
        let text = refused(&renamed);
        let end = "is no table of the format; did you mean `links.csv`?";
        assert!(text.ends_with(end) && text.contains(other), "{text}");
    }
    // A workbook from which the table was saved, and what is no table.
    let beside = folder("beside", "links.csv", "links.csv", None);
    for other in ["links.xlsx", "notes.txt", "map.geojson"] {
        std::fs::write(beside.0.join(other), b"\xff").unwrap();
    }
    assert!(Atlas::folder(&beside.0).unwrap().load().is_ok());
}

#[test]
fn other_encodings_are_named_with_row_and_remedy() {
    let text = sound().into_iter().find(|(name, _)| name == "places.csv");
    let text = text.unwrap().1;
    let turkish: Vec<u8> = text
        .replace("Poti", "I\u{1}d\u{1}r")
        .bytes()
        .map(|byte| if byte == 1 { 0xfd } else { byte })
        .collect();
    let places = |bytes: &[u8]| {
        let error = refused(&folder("encoding", "places.csv", "places.csv", Some(bytes)));
        error.rsplit('/').next().unwrap().to_owned()
    };
    assert_eq!(
        places(&turkish),
        "places.csv` row 4 is not in UTF-8 (byte 0xFD), but perhaps in Windows-1252, Windows-1254 \
         or another code page; save it as UTF-8"
    );
    let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked = [&[0xff, 0xfe], &wide[..]].concat();
    for bytes in [wide, marked] {
        let expected = "places.csv` row 1 is in UTF-16; save it as UTF-8";
        assert_eq!(places(&bytes), expected);
    }
    // All of a folder at once, each as if it were alone.
    let several = folder("encodings", "places.csv", "places.csv", Some(&turkish));
    std::fs::write(several.0.join("links.csv"), b"\xff\xfei\0d\0").unwrap();
    let Err(AtlasError::Encoding { files }) = Atlas::folder(&several.0) else {
        panic!("both are read");
    };
    let rows: Vec<u32> = files.iter().map(|file| file.row).collect();
    assert_eq!(rows, [1, 4]);
    let lines = refused(&several);
    let lines: Vec<&str> = lines.lines().collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0].ends_with("/links.csv` row 1 is in UTF-16; save it as UTF-8"));
    assert!(lines[1].contains("/places.csv` row 4 is not in UTF-8 (byte 0xFD)"));

    let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
    let marked = folder("marked", "places.csv", "places.csv", Some(&marked));
    assert!(Atlas::folder(&marked.0).unwrap().load().is_ok());
}

/// The faults of the sound tables when the whole of one is written otherwise.
fn otherwise(file: &str, write: impl Fn(&str) -> String) -> Vec<String> {
    let text = sound()
        .into_iter()
        .find(|(name, _)| name == file)
        .unwrap()
        .1;
    faults(&[(file, &text, &write(&text))])
}

#[test]
fn a_table_that_is_written_otherwise_gives_one_fault() {
    let tables = sound();
    for (file, _) in &tables {
        let semicolons = otherwise(file, |text| text.replace(';', "/").replace(',', ";"));
        let remedy =
            "semicolons separate the cells; save the table with commas, and with points in numbers";
        let expected = format!("{file} row 1: the table cannot be read: {remedy}");
        assert_eq!(semicolons, [expected]);

        let tabs = otherwise(file, |text| text.replace(',', "\t"));
        assert_eq!(tabs.len(), 1, "{tabs:?}");
        assert!(tabs[0].contains("tabs separate the cells"), "{tabs:?}");

        let hint = otherwise(file, |text| format!("sep=,\r\n{text}"));
        assert_eq!(hint.len(), 1, "{hint:?}");
        assert!(
            hint[0].contains("row 1: the table cannot be read: `sep=,` is a hint"),
            "{hint:?}"
        );

        let comment = otherwise(file, |text| format!("\u{feff}# mine\n{text}"));
        assert_eq!(comment.len(), 1, "{comment:?}");
        assert!(
            comment[0].contains("row 1: the table cannot be read: a comment"),
            "{comment:?}"
        );

        let empty = otherwise(file, |_| String::new());
        assert_eq!(empty.len(), 1, "{empty:?}");
        assert!(empty[0].contains("the file is empty"), "{empty:?}");
    }
}

#[test]
fn an_open_quote_is_named_where_it_opens() {
    let reason = "row 3: the table cannot be read: a quote opens here and is not closed at the end of a \
                  cell; close it, or double it where it belongs to the text";
    let open = faults(&[("places.csv", "GE-gor,Gori", "GE-gor,\"Gori")]);
    assert_eq!(open, [format!("places.csv {reason}")]);
    // Closed by the quote that should open the next one.
    let edits = [
        ("places.csv", "GE-gor,Gori", "GE-gor,\"Gori"),
        ("places.csv", "ROCND,Constanta", "ROCND,\"Constanta\""),
    ];
    assert_eq!(faults(&edits), [format!("places.csv {reason}")]);
    for sound in [
        "\"Gori\"",
        "\"Gori, \"\"upper\"\"\"",
        "\"Gori\nupper\"",
        "5\" Gori",
    ] {
        let name = format!("GE-gor,{sound}");
        assert!(faults(&[("places.csv", "GE-gor,Gori", &name)]).is_empty());
    }
}

#[test]
fn a_comment_below_the_header_is_named() {
    let found = faults(&[("places.csv", "GE-gor,", "# in the west\nGE-gor,")]);
    let expected = "places.csv row 3: not readable as CSV: comments are no rows; remove the line";
    assert_eq!(found, [expected]);
}
