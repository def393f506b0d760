//! Answers are written in the form and to the file that is asked for.

use crate::runs::{Folder, cells, corridor, refused};

#[test]
fn answers_go_to_a_file_only_when_there_are_some() {
    let folder = Folder::new("out", &[("kept.csv", "before")]);
    let file = folder.file("kept.csv");
    let text = || std::fs::read_to_string(&file).expect("there");
    refused(&["plan", "Baku", "Atlantis", "--json", "--out", &file]);
    assert_eq!(
        text(),
        "before",
        "a question that is refused leaves the file alone"
    );
    let question = [
        "plan",
        "Baku",
        "Tbilisi",
        "--policy=open",
        "--least=cost",
        "--csv",
    ];
    let run = corridor(&[&question[..], &["--out", &file]].concat());
    assert_eq!(
        (run.status, run.stdout.as_str(), run.stderr.as_str()),
        (0, "", "")
    );
    assert_eq!(text(), corridor(&question).stdout);
    let error = refused(&[&question[..], &["--out", "no/such/folder/x.csv"]].concat());
    assert!(
        error.starts_with("cannot write `no/such/folder/x.csv`: "),
        "{error}"
    );
    for both in [
        ["--json", "--csv"],
        ["--json", "--geojson"],
        ["--csv", "--geojson"],
        ["--json", "--co2e"],
    ] {
        let error = refused(&[&["plan", "Baku", "Tbilisi"], &both[..]].concat());
        assert!(error.contains("cannot be used with"), "{error}");
    }
}

#[test]
fn geojson_has_the_routes_of_every_policy() {
    let run = corridor(&[
        "plan",
        "Almaty",
        "Istanbul",
        "--least=cost",
        "--least=time",
        "--geojson",
    ]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let lines: serde_json::Value = serde_json::from_str(&run.stdout).expect("one object");
    let features = lines["features"].as_array().expect("features");
    let mut routes: Vec<(&str, &str)> = features
        .iter()
        .map(|feature| {
            let word = |name: &str| feature["properties"][name].as_str().expect("a word");
            (word("policy"), word("least"))
        })
        .collect();
    routes.dedup();
    assert_eq!(
        routes,
        [
            ("open", "cost"),
            ("open", "time"),
            ("russia-excluded", "cost"),
            ("russia-excluded", "time")
        ]
    );
}

#[test]
fn a_count_of_units_multiplies() {
    let of = |count: &str| {
        let run = corridor(&[
            "plan",
            "Baku",
            "Tbilisi",
            "--unit=trailer",
            "--policy=open",
            "--least=cost",
            "--count",
            count,
            "--csv",
        ]);
        let rows = cells(&run.stdout);
        let at = rows[0]
            .iter()
            .position(|head| head == "cost_usd")
            .expect("a column");
        rows[1][at].parse::<f64>().expect("USD")
    };
    assert!((of("3") - 3.0 * of("1")).abs() < 0.02);
    assert!(refused(&["plan", "Baku", "Tbilisi", "--count=0"]).contains("no units"));
}
