//! `corridor plan CNHGS TRIST` prints the eight recorded routes, and the README shows them.
//!
//! When the tables change on purpose, write the record again with
//! `UPDATE_GOLDEN=1 cargo test -p trade-corridor-cli main_job` and read the difference.

use crate::runs::corridor;

const GOLDEN: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/golden/plan_CNHGS_TRIST.txt"
);
const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md");

fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let (_, rest) = text.split_once(start).expect("a mark");
    rest.split_once(end).expect("a mark").0
}

#[test]
fn prints_the_recorded_routes() {
    let run = corridor(&["plan", "CNHGS", "TRIST"]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(GOLDEN, &run.stdout).expect("writable");
    }
    let recorded = std::fs::read_to_string(GOLDEN).expect("the record");
    for (line, (found, recorded)) in run.stdout.lines().zip(recorded.lines()).enumerate() {
        assert_eq!(found, recorded, "line {}", line + 1);
    }
    assert_eq!(run.stdout.len(), recorded.len());
}

#[test]
fn the_readme_shows_one_of_them_and_the_totals_of_all() {
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        return; // both are about to be written again
    }
    let readme = std::fs::read_to_string(README).expect("the README");
    let recorded = std::fs::read_to_string(GOLDEN).expect("the record");
    let shown = between(&readme, "<!-- main job -->\n```text\n", "```\n<!-- end");
    assert!(recorded.contains(shown), "run `.ci/readme`");

    let cells = |line: &str, mark: char| -> Vec<String> {
        line.split(mark)
            .map(|cell| cell.trim().to_owned())
            .collect()
    };
    let numbers = |row: &[String], columns: [usize; 3]| -> Vec<String> {
        let rounded = |text: &String| text.parse::<f64>().expect("a number").round();
        columns.map(|at| rounded(&row[at]).to_string()).into()
    };
    let printed: Vec<Vec<String>> = recorded
        .lines()
        .filter(|line| line.starts_with("│ Total"))
        .map(|line| numbers(&cells(line.trim_matches('│'), '┆'), [4, 5, 6]))
        .collect();
    let totals = between(&readme, "<!-- totals -->\n", "<!-- end of totals -->");
    let told: Vec<Vec<String>> = totals
        .lines()
        .filter(|line| line.starts_with("| open") || line.starts_with("| russia-excluded"))
        .map(|line| numbers(&cells(line, '|'), [3, 4, 5]))
        .collect();
    assert_eq!(printed.len(), 8);
    // The table in the README rounds minutes, the one that is printed tenths of hours.
    for (printed, told) in printed.iter().zip(&told) {
        assert_eq!((&printed[0], &printed[2]), (&told[0], &told[2]));
    }
    assert_eq!(told.len(), 8);
}

#[test]
fn least_and_policy_pick_from_them() {
    let all = corridor(&["plan", "CNHGS", "TRIST"]).stdout;
    for words in [
        ["--least", "cost"],
        ["--least", "cheapest"],
        ["--objective", "cheapest"],
    ] {
        let mut arguments = vec!["plan", "Khorgos", "Istanbul", "--policy", "russia-excluded"];
        arguments.extend(words);
        let run = corridor(&arguments);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{words:?}");
        assert!(run.stdout.contains("cheapest on 2026-11-22"));
        assert!(all.ends_with(&run.stdout), "{words:?}: {}", run.stdout);
    }
}
