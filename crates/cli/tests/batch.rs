//! A row of answer or reason for each row of a table.

use std::io::Write as _;
use std::process::{Output, Stdio};

use crate::runs::{Folder, cells, command, corridor, refused};

const TABLE: &str = "\
id,from,to,tonnes,policy,least
1,Almaty,Istanbul,20,open,
2,Almaty,Atlantis,,,
3,Almaty,Istanbul,,russia-excluded,time
4,Almaty,Moscow,,russia-excluded,
5,Almaty,Istanbul,400,,
6,\"Baku\",Tbilisi,,,distance
7,Baku,Tbilisi,,,slowest
";

#[test]
fn rows_keep_their_order_and_bad_ones_say_why() {
    let folder = Folder::new("batch", &[("shipments.csv", TABLE)]);
    let run = corridor(&["batch", &folder.file("shipments.csv")]);
    assert_eq!(run.status, 1, "{}", run.stderr);
    let rows = cells(&run.stdout);
    assert_eq!(rows.len(), 8);
    let column = |name: &str| rows[0].iter().position(|head| head == name).expect(name);
    let ids: Vec<&str> = rows[1..].iter().map(|row| row[0].as_str()).collect();
    assert_eq!(ids, ["1", "2", "3", "4", "5", "6", "7"]);
    let answers: Vec<(&str, &str)> = rows[1..]
        .iter()
        .map(|row| (row[column("answer")].as_str(), row[column("code")].as_str()))
        .collect();
    assert_eq!(
        answers,
        [
            ("route", ""),
            ("error", "place_unknown"),
            ("route", ""),
            ("no_route", "endpoint_excluded"),
            ("error", "row"),
            ("route", ""),
            ("error", "row"),
        ]
    );
    let reason = |row: usize| rows[row][column("reason")].as_str();
    assert!(reason(5).starts_with("column `tonnes`: "), "{}", reason(5));
    assert!(reason(7).contains("`least`"), "{}", reason(7));
    // As `plan` answers the same question.
    let plan = corridor(&[
        "plan",
        "Almaty",
        "Istanbul",
        "--policy=open",
        "--least=cost",
    ]);
    let usd: f64 = rows[1][column("cost_usd")].parse().expect("a number");
    assert!(
        plan.stdout.contains(&format!("{usd:.0}")),
        "{usd} in {}",
        plan.stdout
    );
    assert!(run.stderr.contains("7 rows in "), "{}", run.stderr);
    assert!(
        run.stderr
            .contains("3 routes, 1 without a route, 3 that cannot be asked"),
        "{}",
        run.stderr
    );
}

/// A batch whose table is read from standard input.
fn given(table: &[u8]) -> Output {
    let mut child = command(&["batch", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin.write_all(table).expect("written");
    drop(stdin);
    child.wait_with_output().expect("it ends")
}

#[test]
fn standard_input_is_a_table_too() {
    // One column by the name of two.
    assert_eq!(given(b"FROM;to\n").status.code(), Some(2));

    let output = given(b"FROM,to\nBaku,Tbilisi\n");
    assert_eq!(output.status.code(), Some(0));
    let text = String::from_utf8(output.stdout).expect("text");
    assert!(text.starts_with("FROM,to,answer,code,"), "{text}");
    assert!(
        text.lines()
            .nth(1)
            .is_some_and(|row| row.starts_with("Baku,Tbilisi,route,,,")),
        "{text}"
    );
}

#[test]
fn a_run_that_was_stopped_goes_on_after_the_last_whole_row() {
    let folder = Folder::new("batch-resume", &[("shipments.csv", TABLE)]);
    let (table, out) = (folder.file("shipments.csv"), folder.file("answers.csv"));
    let all = corridor(&["batch", &table, "--out", &out]);
    assert_eq!((all.status, all.stdout.as_str()), (1, ""));
    let whole = std::fs::read_to_string(&out).expect("written");
    // Cut within the fourth row, at its end without the line's, after it, and within the header.
    let fourth = whole.match_indices('\n').nth(3).expect("four lines").0;
    for kept in [0, 3, fourth - 5, fourth, fourth + 1, whole.len()] {
        std::fs::write(&out, &whole[..kept]).expect("writable");
        let run = corridor(&["batch", &table, "--out", &out, "--resume"]);
        if kept == 3 {
            assert_eq!(
                run.status, 2,
                "a header that was cut is no header: {}",
                run.stderr
            );
            continue;
        }
        let resumed = std::fs::read_to_string(&out).expect("written");
        assert_eq!(resumed, whole, "cut at {kept}: {}", run.stderr);
    }
    // Another table's file is left alone.
    std::fs::write(&out, "a,b\n1,2\n").expect("writable");
    let error = refused(&["batch", &table, "--out", &out, "--resume"]);
    assert!(
        error.contains("its columns are not those that answer this table"),
        "{error}"
    );
    assert_eq!(std::fs::read_to_string(&out).expect("there"), "a,b\n1,2\n");
}

#[test]
fn rows_that_are_no_rows_of_the_table_are_answered_too() {
    let mut table = b"from,to,note\nBaku,Tbilisi,a\nBaku,Tbilisi\nBaku,Tbilisi,b, c\n".to_vec();
    table.extend(b"Baku,T\xffbilisi,d\nBaku,Tbilisi,e\n");
    let run = given(&table);
    let text = String::from_utf8(run.stdout).expect("UTF-8");
    let rows = cells(&text);
    let answers: Vec<&str> = rows[1..].iter().map(|row| row[3].as_str()).collect();
    assert_eq!(answers, ["route", "error", "error", "error", "route"]);
    assert!(rows.iter().all(|row| row.len() == rows[0].len()));
    assert!(
        rows[2][5].contains("it has 2 cells, the table 3 columns"),
        "{}",
        rows[2][5]
    );
    assert!(
        rows[3][5].contains("Baku | Tbilisi | b | c"),
        "{}",
        rows[3][5]
    );
    assert!(rows[4][5].contains("not in UTF-8"), "{}", rows[4][5]);
}

#[test]
fn rules_and_counts_of_the_options_hold_for_all_rows() {
    let table =
        "from,to,tonnes,count\nAlmaty,Istanbul,,\nAlmaty,Istanbul,20,\nAlmaty,Istanbul,20,1\n";
    let folder = Folder::new("batch-rules", &[("some.csv", table)]);
    let file = folder.file("some.csv");
    let run = corridor(&[
        "batch",
        &file,
        "--policy=open",
        "--count=50",
        "--via=Tehran",
    ]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let rows = cells(&run.stdout);
    let column = |name: &str| rows[0].iter().position(|head| head == name).expect(name);
    let (usd, countries) = (column("cost_usd"), column("countries"));
    for row in &rows[1..] {
        assert!(row[countries].contains("IR"), "{row:?}");
    }
    // The same goods, once in the option alone and once in a cell.
    assert_eq!(rows[1][usd], rows[2][usd]);
    assert_ne!(rows[2][usd], rows[3][usd]);
    let error = refused(&["batch", &file, "--must-use=nobody:NOBODY"]);
    assert!(error.contains("nobody"), "{error}");
}

#[test]
fn what_is_no_table_of_questions_is_refused() {
    for (text, said) in [
        (
            "from,too\n",
            "the table has no column `to`; its columns are from, too",
        ),
        ("from,to,FROM\n", "the column `FROM` is there twice"),
        (
            "from,to,answer\n",
            "the column `answer` is one that is added",
        ),
    ] {
        let folder = Folder::new("batch-refused", &[("bad.csv", text)]);
        let error = refused(&["batch", &folder.file("bad.csv")]);
        assert!(error.contains(said), "{error}");
    }
    let error = refused(&["batch", "no-such.csv"]);
    assert!(error.contains("cannot read `no-such.csv`"), "{error}");
    let error = refused(&["batch", "no-such.csv", "--policy", "russia-exclude"]);
    assert!(error.contains("did you mean `russia-excluded`"), "{error}");
}

#[test]
fn what_can_be_named_is_listed() {
    let places = corridor(&["places", "--country", "AM"]);
    assert!(places.stdout.contains("Yerevan") && !places.stdout.contains("Tbilisi"));
    let one = corridor(&["places", "Poti", "--json"]);
    let place: serde_json::Value = serde_json::from_str(one.stdout.trim()).expect("one object");
    assert_eq!(
        (&place["code"], &place["country"]),
        (&"GEPTI".into(), &"GE".into())
    );
    assert!(refused(&["places", "Potti"]).contains("GEPTI"));
    for command in ["policies", "scenarios"] {
        let list = corridor(&[command]);
        assert_eq!(list.status, 0);
        let name = if command == "policies" {
            "russia-excluded"
        } else {
            "tripp-opens"
        };
        assert!(list.stdout.contains(name), "{}", list.stdout);
        let shown = corridor(&[command, "--show", name]);
        let folder = Folder::new("shown", &[("shown.toml", &shown.stdout)]);
        // What is shown can be given back.
        let again = corridor(&[command, "--show", &folder.file("shown.toml")]);
        assert_eq!(again.stdout, shown.stdout);
        assert!(!shown.stdout.is_empty());
    }
}

#[test]
fn a_plan_is_made_under_a_scenario() {
    let asked = [
        "plan",
        "Baku",
        "Nakhchivan",
        "--policy=open",
        "--least=cost",
    ];
    let on = |more: &[&str]| corridor(&[&asked[..], more].concat()).stdout;
    let before = on(&["--on", "2029-06-01"]);
    let after = on(&["--on", "2029-06-01", "--scenario", "tripp-opens"]);
    assert!(before.contains("on 2029-06-01") && after.contains("on 2029-06-01"));
    assert_ne!(before, after);
    let error = refused(&["plan", "Baku", "Nakhchivan", "--scenario", "tripp-open"]);
    assert!(error.contains("did you mean `tripp-opens`"), "{error}");
}
