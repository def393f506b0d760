//! Runs of the program and folders to give it.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// What a run left behind.
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

pub(crate) fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_corridor"));
    command.args(arguments).stdin(Stdio::null());
    command
}

pub(crate) fn corridor(arguments: &[&str]) -> Run {
    let output = command(arguments).output().expect("the program starts");
    Run {
        status: output.status.code().expect("no signal"),
        stdout: String::from_utf8(output.stdout).expect("text"),
        stderr: String::from_utf8(output.stderr).expect("text"),
    }
}

/// A run that is refused: status 2, nothing but one error on standard error, which is returned.
pub(crate) fn refused(arguments: &[&str]) -> String {
    let run = corridor(arguments);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{}", run.stderr);
    let error = run.stderr.strip_prefix("error: ").expect("an error");
    error.trim_end().to_owned()
}

/// What a run with `--json` prints; one that says nothing else and answers all.
pub(crate) fn json(arguments: &[&str]) -> serde_json::Value {
    let run = corridor(&[arguments, &["--json"]].concat());
    assert_eq!((run.status, run.stderr.as_str()), (0, ""));
    serde_json::from_str(&run.stdout).expect("an object")
}

/// Cells of CSV, by row.
pub(crate) fn cells(text: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(text.as_bytes());
    let rows = reader
        .records()
        .map(|row| row.expect("a row of the same width"));
    rows.map(|row| row.iter().map(str::to_owned).collect())
        .collect()
}

/// A folder of its own for each test, removed at its end.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str, files: &[(&str, &str)]) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("corridor-{name}"));
        let _ = std::fs::remove_dir_all(&folder);
        std::fs::create_dir_all(&folder).expect("writable");
        for (name, text) in files {
            std::fs::write(folder.join(name), text).expect("writable");
        }
        Self(folder)
    }

    pub(crate) fn path(&self) -> &str {
        self.0.to_str().expect("text")
    }

    pub(crate) fn file(&self, name: &str) -> String {
        self.0.join(name).to_str().expect("text").to_owned()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
