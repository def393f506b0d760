//! Every command explains itself, to people, shells and `man`, and lets its reader go.

use crate::runs::{Folder, corridor, refused};

/// Names of commands as the help lists them.
fn commands() -> Vec<String> {
    let help = corridor(&["--help"]).stdout;
    let list = help.split("Commands:\n").nth(1).expect("a list");
    let list = list.split("\n\n").next().expect("its end");
    // `help` is clap's own.
    let names = list
        .lines()
        .filter(|line| !line.trim_start().starts_with("help "))
        .filter_map(|line| line.split_whitespace().next());
    names.map(str::to_owned).collect()
}

#[test]
fn every_command_explains_itself() {
    let commands = commands();
    assert!(commands.len() >= 11, "{commands:?}");
    for name in &commands {
        let short = corridor(&[name, "-h"]);
        let long = corridor(&[name, "--help"]);
        assert_eq!((short.status, long.status), (0, 0), "{name}");
        assert!(long.stdout.contains("Usage: corridor"), "{}", long.stdout);
        let widest = long.stdout.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(180), "{name}: {widest:?}");
    }
}

#[test]
fn shells_and_man_are_told_of_every_command() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let run = corridor(&["completions", shell]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""));
        for name in commands() {
            assert!(run.stdout.contains(&name), "{shell}: {name}");
        }
    }
    assert!(refused(&["completions", "dos"]).contains("[possible values: bash,"));
    let page = corridor(&["man"]);
    assert!(page.stdout.contains(".TH corridor 1"), "{}", page.stdout);
    let folder = Folder::new("man", &[]);
    let run = corridor(&["man", "--out", folder.path()]);
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    for name in commands() {
        let page = folder.file(&format!("corridor-{name}.1"));
        assert!(std::path::Path::new(&page).is_file(), "{page}");
    }
}

#[test]
#[cfg(unix)]
fn a_reader_may_leave_any_command() {
    use std::process::Stdio;
    for arguments in [
        &[
            "compare",
            "Baku",
            "Tbilisi",
            "--policy=open",
            "--policy=iran-excluded",
        ][..],
        &["why-not", "Khorgos", "Moscow"],
        &["sure", "Baku", "Tbilisi", "--draws=8"],
        &[
            "settle",
            "TITR",
            "Aktau",
            "Tbilisi",
            "--policy=open",
            "--csv",
        ],
        &["money", "--demand=armenia-trade", "--policy=open"],
        &[
            "gains",
            "--demand=armenia-trade",
            "--policy=open",
            "--scenario=tripp-opens",
        ],
        &[
            "depends",
            "territory:GE",
            "--demand=armenia-trade",
            "--policy=open",
        ],
        &[
            "flows",
            "--demand=armenia-trade",
            "--policy=open",
            "--ways=1",
        ],
        &["plan", "Baku", "Tbilisi", "--csv"],
        &["plan", "Baku", "Tbilisi", "--json"],
        &["plan", "Baku", "Tbilisi", "--geojson"],
        &["places"],
        &["schema"],
        &["man"],
        &["completions", "bash"],
    ] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let output = crate::runs::command(arguments)
            .stdout(writer)
            .stderr(Stdio::piped())
            .output()
            .expect("the program starts");
        let errors = String::from_utf8(output.stderr).expect("text");
        assert!(
            output.status.code() <= Some(1) && errors.is_empty(),
            "{arguments:?}: {:?} {errors}",
            output.status
        );
    }
}
