//! Commands that compare, explain, settle and draw.

#[cfg(feature = "map")]
use crate::runs::Folder;
use crate::runs::{cells, corridor, refused};

#[test]
fn policies_are_compared_with_the_first() {
    let question = [
        "compare",
        "Khorgos",
        "Istanbul",
        "--policy=open",
        "--policy=russia-excluded",
    ];
    let run = corridor(&question);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert!(
        run.stdout.starts_with("Khorgos to Istanbul, cheapest\n"),
        "{}",
        run.stdout
    );
    let rows = cells(&corridor(&[&question[..], &["--csv"]].concat()).stdout);
    let column = |name: &str| rows[0].iter().position(|head| head == name).expect(name);
    let number = |row: usize, name: &str| rows[row][column(name)].parse::<f64>().expect(name);
    assert_eq!(
        (rows.len(), rows[1][column("more_cost_usd")].as_str()),
        (3, "")
    );
    let more = number(2, "cost_usd") - number(1, "cost_usd");
    assert!((more - number(2, "more_cost_usd")).abs() < 0.005, "{more}");
    assert!(more >= 0.0, "a rule makes nothing cheaper");
    // As `plan` answers the same.
    let plan = corridor(&["plan", "Khorgos", "Istanbul", "--least=cost", "--csv"]);
    let planned = cells(&plan.stdout);
    let shared = planned[0].len();
    for (row, of) in rows.iter().zip(&planned) {
        assert_eq!(&row[..shared], &of[..]);
    }
}

#[test]
fn scenarios_are_compared_under_each_policy() {
    let run = corridor(&[
        "compare",
        "Baku",
        "Nakhchivan",
        "--on=2029-06-01",
        "--scenario=status-quo",
        "--scenario=tripp-opens",
        "--policy=open",
        "--policy=iran-excluded",
        "--json",
    ]);
    let answers: Vec<serde_json::Value> = run
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).expect("an object"))
        .collect();
    let asked: Vec<(&str, &str)> = answers
        .iter()
        .map(|answer| {
            let word = |name: &str| answer["asked"][name].as_str().expect("a name");
            (word("scenario"), word("policy"))
        })
        .collect();
    assert_eq!(
        asked,
        [
            ("status-quo", "open"),
            ("status-quo", "iran-excluded"),
            ("tripp-opens", "open"),
            ("tripp-opens", "iran-excluded"),
        ]
    );
    assert!(
        answers
            .iter()
            .all(|answer| answer["asked"]["on"] == "2029-06-01")
    );
    let all = answers.iter().all(|answer| answer["answer"] == "route");
    assert_eq!(run.status, i32::from(!all));
    assert!(answers[0]["difference"].is_null());
    assert!(
        answers[2]["difference"]["cost_usd_cents"]
            .as_i64()
            .expect("cents")
            <= 0
    );
    // One scenario alone is compared with its day as it is.
    let alone = corridor(&["compare", "Baku", "Nakhchivan", "--scenario=tripp-opens"]);
    assert_eq!(alone.status, 0, "{}", alone.stderr);
    let rows: Vec<&str> = alone
        .stdout
        .lines()
        .filter(|row| row.contains("20"))
        .collect();
    assert!(rows.iter().any(|row| row.contains(" none ")), "{rows:?}");
    assert!(
        rows.iter().any(|row| row.contains(" tripp-opens ")),
        "{rows:?}"
    );
    let error = refused(&["compare", "Baku", "Tbilisi"]);
    assert_eq!(
        error,
        "nothing to compare: give a `--scenario`, or repeat `--policy`"
    );
}

#[test]
fn why_there_is_no_route_and_what_rules_cost() {
    let run = corridor(&["why-not", "Khorgos", "Moscow"]);
    assert_eq!((run.status, run.stderr.as_str()), (1, ""));
    assert!(
        run.stdout
            .contains("is excluded by rule `no Russian territory`"),
        "{}",
        run.stdout
    );
    assert!(
        run.stdout.contains("USD"),
        "relaxations have a price: {}",
        run.stdout
    );

    let run = corridor(&[
        "why-not",
        "Almaty",
        "Istanbul",
        "--policy=open",
        "--without=RU",
    ]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let mut lines = run.stdout.lines();
    assert!(
        lines
            .next()
            .expect("a line")
            .starts_with("there is a route, the cheapest takes ")
    );
    assert!(
        lines
            .next()
            .expect("a rule")
            .starts_with("without the territory of RU: ")
    );

    // Both policies hold, and so does what is left out beside them.
    let arguments = [
        "why-not",
        "Almaty",
        "Istanbul",
        "--policy=russia-excluded",
        "--policy=iran-excluded",
        "--without=sea",
        "--csv",
    ];
    let run = corridor(&arguments);
    let rows = cells(&run.stdout);
    assert_eq!(rows[0][..3], ["kind", "code", "what"]);
    if run.status == 1 {
        assert_eq!(rows[1][0], "no_route");
        let lifted: Vec<&str> = rows
            .iter()
            .filter(|row| row[0] == "lift")
            .map(|row| row[2].as_str())
            .collect();
        assert!(
            lifted.iter().any(|rules| rules.contains("sea")),
            "{lifted:?}"
        );
    } else {
        assert!(rows[1..].iter().all(|row| row[0] == "rule"));
    }
}

#[test]
fn consortia_are_settled_to_the_cent() {
    let question = ["settle", "TITR", "Aktau", "Tbilisi", "--policy=open"];
    let run = corridor(&[&question[..], &["--json"]].concat());
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    for line in run.stdout.lines() {
        let settled: serde_json::Value = serde_json::from_str(line).expect("an object");
        let parts = settled["parts"].as_array().expect("parts");
        let sum: i64 = parts
            .iter()
            .map(|part| part["usd_cents"].as_i64().expect("cents"))
            .sum();
        assert_eq!(settled["earned_usd_cents"], sum);
    }
    assert_eq!(
        run.stdout.lines().count(),
        3,
        "as charged, by kilometre, by parity"
    );
    let rows = cells(&corridor(&[&question[..], &["--csv", "--division=parity"]].concat()).stdout);
    assert!(rows[1..].iter().all(|row| row[2] == "by parity"));

    let run = corridor(&[
        "settle",
        "TDC",
        "--years",
        "49",
        "--on",
        "2026-05-26",
        "--csv",
    ]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let rows = cells(&run.stdout);
    let sum: f64 = rows[1..]
        .iter()
        .map(|row| row[2].parse::<f64>().expect("USD"))
        .sum();
    assert!((sum - 49e6).abs() < 0.005, "49 years of a million: {sum}");
    for (arguments, words) in [
        (&["settle", "TITR"][..], "<FROM>"),
        (&["settle", "TITR", "Aktau"], "<TO>"),
        (&["settle", "NONE", "Aktau", "Tbilisi"], "`NONE`"),
        (
            &["settle", "TITR", "Aktau", "Tbilisi", "--discount", "3"],
            "--years",
        ),
    ] {
        let error = refused(arguments);
        assert!(error.contains(words), "{arguments:?}: {error}");
    }
}

#[test]
#[cfg(feature = "map")]
fn maps_are_drawn() {
    let folder = Folder::new("map", &[]);
    let file = folder.file("routes.svg");
    let run = corridor(&[
        "map",
        "Baku",
        "Tbilisi",
        "--region=caucasus",
        "--out",
        &file,
    ]);
    assert_eq!((run.status, run.stdout.as_str()), (0, ""), "{}", run.stderr);
    assert!(
        run.stderr.contains(&format!("written to {file}")),
        "{}",
        run.stderr
    );
    let drawn = std::fs::read_to_string(&file).expect("written");
    let printed = corridor(&["map", "Baku", "Tbilisi", "--region=caucasus"]);
    assert_eq!(printed.stdout, drawn);
    assert!(drawn.contains("<svg") && drawn.trim_end().ends_with("</svg>"));
    // Where there is no route the map is drawn all the same, and the reason is said.
    let run = corridor(&["map", "Baku", "Moscow", "--policy=russia-excluded"]);
    assert_eq!(run.status, 1);
    assert!(
        run.stdout.contains("<svg") && run.stderr.contains("is excluded by rule"),
        "{}",
        run.stderr
    );
    assert!(refused(&["map", "--region", "atlantis"]).contains("atlantis"));
    assert!(refused(&["map", "--highlight", "NONE"]).contains("`NONE` is no operator"));
}
