//! Every argument changes the question; a wrong one is refused in words, with exit status 2.

use crate::runs::{Folder, corridor, refused};

/// The cheapest route without rules on the first line of output, and the whole.
fn cheapest(arguments: &[&str]) -> (String, String) {
    let fixed = ["--policy", "open", "--least", "cost"];
    let run = corridor(&[&["plan"], arguments, &fixed].concat());
    assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{arguments:?}");
    let title = run.stdout.lines().nth(1).expect("a title").to_owned();
    (title, run.stdout)
}

#[test]
fn each_changes_the_question() {
    let (title, plain) = cheapest(&["Tbilisi", "Trabzon"]);
    assert_eq!(
        title,
        "Tbilisi to Trabzon port, cheapest on 2026-11-22, policy `open`"
    );
    for more in [
        ["--unit", "trailer"],
        ["--unit", "20ft"],
        ["--tonnes", "10"],
        ["--plate", "GE"],
        ["--on", "2024-03-01"],
    ] {
        let (_, changed) = cheapest(&[&["Tbilisi", "Trabzon"], &more[..]].concat());
        assert_ne!(plain, changed, "{more:?}");
    }
    let (title, _) = cheapest(&["Tbilisi", "Trabzon", "--on", "2024-03-01"]);
    assert!(title.contains("cheapest on 2024-03-01"), "{title}");
}

#[test]
fn several_policies_and_objectives_are_answered_in_order() {
    let run = corridor(&[
        "plan",
        "Baku",
        "Istanbul",
        "--policy",
        "iran-excluded",
        "--policy",
        "open",
        "--least",
        "emissions",
        "--least",
        "time",
    ]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    let titles = run.stdout.lines().filter(|line| line.contains(" on 2026"));
    let titles: Vec<&str> = titles.collect();
    assert_eq!(
        titles,
        [
            "Baku to Istanbul, cleanest on 2026-11-22, policy `iran-excluded`",
            "Baku to Istanbul, fastest on 2026-11-22, policy `iran-excluded`",
            "Baku to Istanbul, cleanest on 2026-11-22, policy `open`",
            "Baku to Istanbul, fastest on 2026-11-22, policy `open`",
        ]
    );
}

#[test]
fn what_has_to_be_used_and_come_by_is_kept_and_told() {
    let (_, plain) = cheapest(&["Almaty", "Istanbul"]);
    for (more, told) in [
        (
            &["--must-use", "operator:ASCO"][..],
            "keeps      must use operator ASCO: step",
        ),
        (
            &["--must-use", "ASCO"],
            "keeps      must use operator ASCO: step",
        ),
        (&["--via", "Tashkent"], "keeps      via Tashkent: step"),
        (
            &["--via", "Aktau", "--via", "Poti"],
            "keeps      via Aktau, then Poti: step",
        ),
    ] {
        let (_, asked) = cheapest(&[&["Almaty", "Istanbul"], more].concat());
        assert!(asked.contains(told), "{more:?}\n{asked}");
        assert!(!plain.contains(told), "{more:?}");
    }
}

#[test]
fn a_policy_may_be_a_file() {
    let text = "schema = 1\nname = \"landlocked\"\n\n[[rule]]\nexclude.mode.modes = [\"sea\"]\n";
    let folder = Folder::new(
        "policy",
        &[("by-land.toml", text), ("broken.toml", "x = 1")],
    );
    let by_land = folder.file("by-land.toml");
    let run = corridor(&["plan", "Baku", "Istanbul", "--policy", &by_land]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    assert!(!run.stdout.contains("ship ("), "{}", run.stdout);
    assert!(run.stdout.contains(&format!("policy `{by_land}`")));

    let broken = refused(&[
        "plan",
        "Baku",
        "Istanbul",
        "--policy",
        &folder.file("broken.toml"),
    ]);
    assert!(broken.contains("broken.toml"), "{broken}");
    let missing = refused(&["plan", "Baku", "Istanbul", "--policy", "no/such.toml"]);
    assert!(
        missing.starts_with("cannot read `no/such.toml`: "),
        "{missing}"
    );
}

#[test]
fn what_cannot_be_asked_is_refused_in_words() {
    for (arguments, words) in [
        (
            &["plan", "Khorgoss", "Istanbul"][..],
            "`Khorgoss` is no known place; did you mean CNHGS (Khorgos (CN), CN)",
        ),
        (
            &["plan", "Baku", "Istanbul", "--policy", "opne"],
            "did you mean `open`?",
        ),
        (&["plan", "Baku", "Istanbul", "--tonnes", "NaN"], "NaN"),
        (&["plan", "Baku", "Istanbul", "--tonnes", "29"], "28.8 t"),
        (
            &["plan", "Baku", "Istanbul", "--unit", "barrel"],
            "`barrel` is no unit; use `20ft`, `40ft`, `trailer` or `wagon`",
        ),
        (&["plan", "Baku", "Istanbul", "--plate", "XX"], "`XX`"),
        (&["plan", "Baku", "Istanbul", "--on", "2026-02-30"], "--on"),
        (
            &["plan", "Baku", "Istanbul", "--on", "2026-11-22T10:00"],
            "it has a time of day; give the day alone, 2026-11-22",
        ),
        (
            &["plan", "Baku", "Istanbul", "--least", "money"],
            "[possible values: distance, direct, time, cost, emissions]",
        ),
        (
            &["plan", "Baku", "Istanbul", "--must-use", "operater:ADY"],
            "unknown kind; did you mean `operator`?",
        ),
        (
            &["plan", "Baku", "Istanbul", "--must-use", "operator:ADYY"],
            "did you mean `ADY`?",
        ),
        (
            &["plan", "Baku", "Istanbul", "--must-use", "TDC"],
            "give one of consortium:TDC, operator:TDC",
        ),
        (
            &["plan", "Baku", "Istanbul", "--via", "Atlantis"],
            "`Atlantis` is no known place",
        ),
        (&["plan", "Baku"], "<TO>"),
        (&["plan", "Baku", "Istanbul", "--tabels", "x"], "'--tables'"),
        (
            &[
                "plan",
                "Baku",
                "Istanbul",
                "--tables",
                "x",
                "--only-tables",
                "y",
            ],
            "cannot be used with",
        ),
        (&["plam", "Baku", "Istanbul"], "'plan'"),
    ] {
        let error = refused(arguments);
        assert!(error.contains(words), "{arguments:?}: {error}");
    }
}

#[test]
fn no_route_has_a_reason_and_exit_status_1() {
    let arguments = ["plan", "Khorgos", "Moscow", "--least", "cost"];
    let run = corridor(&arguments);
    assert_eq!((run.status, run.stderr.as_str()), (1, ""));
    assert!(
        run.stdout
            .contains("Khorgos (CN) to Moscow (Vorsino), cheapest")
    );
    let told = "cheapest on 2026-11-22, policy `russia-excluded`: no route from CNHGS";
    let reason = "RUMOW (Moscow (Vorsino), RU) is excluded by rule `no Russian territory`";
    let last = run.stdout.lines().last().expect("a reason");
    assert!(last.starts_with(told) && last.contains(reason), "{last}");
}

#[test]
fn help_and_version_are_answers() {
    let help = corridor(&["plan", "--help"]);
    assert_eq!((help.status, help.stderr.as_str()), (0, ""));
    for flag in [
        "--tables <FOLDER>",
        "--only-tables <FOLDER>",
        "--least <LEAST>",
    ] {
        assert!(help.stdout.contains(flag), "{}", help.stdout);
    }
    let help = corridor(&["--help"]);
    assert!(
        help.stdout.contains("Exit status: 0 when"),
        "{}",
        help.stdout
    );
    let version = corridor(&["--version"]);
    let expected = concat!("corridor ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!((version.status, version.stdout.as_str()), (0, expected));
    assert_eq!(corridor(&[]).status, 2);
}
