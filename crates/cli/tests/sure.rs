//! `corridor sure` says how far an answer carries, alone and beside another one.

use serde_json::Value;

use crate::runs::{Folder, cells, corridor, refused};

/// Few draws, so that it takes a moment.
const BAKU: [&str; 6] = [
    "sure",
    "Baku",
    "Istanbul",
    "--draws=64",
    "--policy=open",
    "--seed=3",
];

#[test]
fn a_table_reads_by_itself() {
    let run = corridor(&BAKU);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let text = &run.stdout;
    assert!(
        text.starts_with("Baku to Istanbul, cheapest on 2026-11-22, policy `open`\n"),
        "{text}"
    );
    for said in [
        " USD, nine in ten between ",
        "; best in ",
        "64 draws of ",
        "the answer",
        "kg CO2e",
        "wins below",
        "regret",
        "what decides",
        "with others",
        "worth knowing",
        "choose now",
    ] {
        assert!(text.contains(said), "`{said}` in {text}");
    }
    // The same draws give the same table.
    assert_eq!(corridor(&BAKU).stdout, *text);
    assert_ne!(
        corridor(&[&BAKU[..5], &["--seed=4"]].concat()).stdout,
        *text
    );
    let widest = text.lines().map(|line| line.chars().count()).max();
    assert!(widest < Some(400), "{widest:?}");
}

fn documents(arguments: &[&str]) -> Vec<Value> {
    let run = corridor(&[arguments, &["--json"]].concat());
    assert_eq!(run.stderr, "");
    let lines = run.stdout.lines();
    lines
        .map(|line| serde_json::from_str(line).expect("an object"))
        .collect()
}

#[test]
fn rows_and_documents_say_the_same() {
    let [document] = &documents(&BAKU)[..] else {
        panic!("one question, one line")
    };
    let sure = &document["sure"];
    assert_eq!((&sure["draws"], &sure["seed"]), (&64.into(), &3.into()));
    let ways = sure["ways"].as_array().expect("ways");
    let rows = cells(&corridor(&[&BAKU[..], &["--csv"]].concat()).stdout);
    assert_eq!(rows.len(), ways.len() + 1);
    let column = |name: &str| rows[0].iter().position(|head| head == name).expect(name);
    let mut best = 0;
    for (row, way) in rows[1..].iter().zip(ways) {
        assert_eq!(way["name"], row[column("way")].as_str());
        assert_eq!(way["best_in"].to_string(), row[column("best_in")]);
        let cents = way["stated"]["cost_cents"].as_i64().expect("cents");
        let usd: f64 = row[column("stated")].parse().expect("USD");
        assert!((cents as f64 / 100.0 - usd).abs() <= 0.5, "{way}");
        best += way["best_in"].as_u64().expect("a count");
    }
    assert_eq!(best, 64);
    // The route is the one that `plan` finds.
    let plan = documents(&["plan", "Baku", "Istanbul", "--policy=open", "--least=cost"]);
    assert_eq!(sure["route"], plan[0]["route"]);
    assert!(document.get("difference").is_none());
    for (figure, unit) in [
        ("cost", "cost_cents"),
        ("expected", "duration_minutes"),
        ("emissions", "emissions_grams"),
    ] {
        let at = |name: &str| sure[figure][name][unit].as_i64().expect("a number");
        assert!(
            at("low") <= at("median") && at("median") <= at("high"),
            "{figure}"
        );
    }
}

#[test]
fn two_are_compared_over_the_same_draws() {
    let both = documents(&[&BAKU[..], &["--policy=iran-excluded"]].concat());
    let names: Vec<&Value> = both.iter().map(|it| &it["asked"]["policy"]).collect();
    assert_eq!(names, ["open", "iran-excluded"]);
    let difference = &both[1]["difference"];
    assert!(both[0].get("difference").is_none());
    assert_eq!(difference["less_in"], 0, "a rule makes nothing cheaper");
    let scenarios = [
        "sure",
        "Khorgos",
        "Istanbul",
        "--draws=16",
        "--on=2029-06-01",
        "--scenario=status-quo",
        "--scenario=tripp-opens",
    ];
    let run = corridor(&scenarios);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    for said in [
        "scenario `status-quo`, policy `russia-excluded`",
        "scenario `tripp-opens`, policy `russia-excluded`",
        "the second against the first, over the same draws\nless in ",
        "best of each draw",
        "answer as chosen now",
    ] {
        assert!(run.stdout.contains(said), "`{said}` in {}", run.stdout);
    }
}

#[test]
fn what_has_no_route_is_said_beside_what_has_one() {
    let question = [
        "sure",
        "Khorgos",
        "Moscow",
        "--draws=8",
        "--policy=open",
        "--policy=russia-excluded",
    ];
    let run = corridor(&question);
    assert_eq!((run.status, run.stderr.as_str()), (1, ""));
    assert!(run.stdout.contains("nine in ten between"), "{}", run.stdout);
    assert!(!run.stdout.contains("the second against"), "{}", run.stdout);
    let written = documents(&question);
    assert!(written[0]["no_route"].is_null() && written[0]["sure"].is_object());
    assert_eq!(written[1]["no_route"]["code"], "endpoint_excluded");
    assert!(written[1]["sure"].is_null());
}

#[test]
fn groups_are_read_or_refused() {
    let asked = ["sure", "Tashkent", "Istanbul", "--draws=16", "--json"];
    let with = |groups: &str| corridor(&[&asked[..], &[groups]].concat()).stdout;
    let refusal = |groups: &str| refused(&[&asked[..], &[groups]].concat());
    let usual = corridor(&asked).stdout;
    let apart = with("--groups=none");
    assert_ne!(usual, apart);
    let head = "group,figures,share,basis,source,note\n";
    let bad = format!("{head}trucks,rate,2,assumed,D-tr-road,twice\n");
    let nothing = format!("{head}trucks,hours,0.5,assumed,D-nowhere,no such source\n");
    let files = [
        ("empty.csv", head),
        ("bad.csv", bad.as_str()),
        ("nothing.csv", nothing.as_str()),
    ];
    let folder = Folder::new("factor-groups", &files);
    let given = |name: &str| format!("--groups={}", folder.file(name));
    assert_eq!(with(&given("empty.csv")), apart);
    let told = refusal(&given("bad.csv"));
    assert!(
        told.contains("bad.csv: factor groups, line 2, column `share`"),
        "{told}"
    );
    let told = refusal(&given("nothing.csv"));
    assert!(
        told.contains("source `D-nowhere`, which the network does not have"),
        "{told}"
    );
    assert!(refusal("--groups=/no/such.csv").contains("/no/such.csv"));
}

#[test]
fn what_cannot_be_drawn_is_refused() {
    assert_eq!(
        refused(&["sure", "Baku", "Istanbul", "--draws=0"]),
        "0 draws say nothing; ask for 1,024"
    );
    let error = refused(&["sure", "Baku", "Istanbul", "--draws=70000"]);
    assert!(error.starts_with("70000 draws are above 65536"), "{error}");
    let three = [
        "--policy=open",
        "--policy=russia-excluded",
        "--policy=iran-excluded",
    ];
    let error = refused(&[&["sure", "Baku", "Istanbul"][..], &three].concat());
    assert_eq!(
        error,
        "3 questions are too many to draw together: give two scenarios or two policies"
    );
    assert!(refused(&["sure", "Baku", "Atlantis"]).contains("Atlantis"));
    let error = refused(&["plan", "Baku", "Istanbul", "--sure", "--json"]);
    assert!(error.contains("cannot be used with"), "{error}");
}

#[test]
fn a_plan_says_in_one_line_how_sure_it_is() {
    let plan = ["plan", "Baku", "Tbilisi", "--policy=open", "--least=cost"];
    let plain = corridor(&plan).stdout;
    let run = corridor(&[&plan[..], &["--sure"]].concat());
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let mut more = run
        .stdout
        .lines()
        .filter(|line| !plain.lines().any(|known| known == *line));
    let line = more.next().expect("a line");
    assert!(
        line.starts_with("sure       ") && line.contains(" USD, nine in ten between "),
        "{line}"
    );
    assert_eq!(more.next(), None);
}

#[test]
#[cfg(feature = "report")]
fn a_report_shows_how_sure_it_is() {
    let folder = Folder::new("sure-report", &[]);
    let out = folder.file("report.html");
    let run = corridor(&[
        "report",
        "Baku",
        "Tbilisi",
        "--least=cost",
        "--sure",
        "--out",
        &out,
    ]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let page = std::fs::read_to_string(&out).expect("written");
    for said in [
        "How sure is it? By cost",
        "Draws in which a way is best",
        "What decides, in USD",
    ] {
        assert!(page.contains(said), "{said}");
    }
}
