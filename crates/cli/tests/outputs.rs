//! Output goes to whoever reads it, plain unless that is a terminal.

use std::io::{Read as _, pipe};
use std::process::Stdio;

use crate::runs::command;

const QUESTION: [&str; 4] = ["plan", "CNHGS", "TRIST", "--policy=open"];

#[test]
fn a_closed_pipe_ends_the_program_quietly() {
    let (reader, writer) = pipe().expect("a pipe");
    drop(reader);
    let mut child = command(&QUESTION)
        .stdout(writer)
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut errors = String::new();
    let mut stderr = child.stderr.take().expect("a pipe");
    stderr.read_to_string(&mut errors).expect("text");
    let status = child.wait().expect("it ends");
    assert_eq!((status.code(), errors.as_str()), (Some(0), ""));
}

#[test]
fn a_reader_may_leave_after_the_first_line() {
    let (mut reader, writer) = pipe().expect("a pipe");
    let mut child = command(&QUESTION)
        .stdout(writer)
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut first = [0; 10];
    reader.read_exact(&mut first).expect("some output");
    drop(reader);
    let mut errors = String::new();
    let mut stderr = child.stderr.take().expect("a pipe");
    stderr.read_to_string(&mut errors).expect("text");
    let status = child.wait().expect("it ends");
    assert_eq!((status.code(), errors.as_str()), (Some(0), ""));
    assert_eq!(&first, b"\nKhorgos (");
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_is_an_error() {
    let full = std::fs::File::options().write(true).open("/dev/full");
    let output = command(&QUESTION)
        .stdout(full.expect("the device"))
        .output()
        .expect("the program starts");
    let errors = String::from_utf8(output.stderr).expect("text");
    assert_eq!(output.status.code(), Some(2));
    assert!(errors.starts_with("error: "), "{errors}");
}

#[test]
fn what_is_no_terminal_gets_no_colour() {
    for arguments in [&QUESTION[..], &["plan", "nowhere", "TRIST"], &["--help"]] {
        let output = command(arguments).output().expect("the program starts");
        for bytes in [&output.stdout, &output.stderr] {
            assert!(!bytes.contains(&0x1b), "{arguments:?}");
        }
    }
}

#[test]
fn co2e_is_told_by_element_in_a_table_or_one_json_object_a_line() {
    let asked = |form: &str| {
        let question = [
            "plan",
            "Baku",
            "Tbilisi",
            "--policy=open",
            "--least=cost",
            "--least=time",
        ];
        let arguments = [&question[..], &[form]].concat();
        let output = command(&arguments).output().expect("the program starts");
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        String::from_utf8(output.stdout).expect("text")
    };
    let reports = asked("--co2e=json");
    let reports: Vec<serde_json::Value> = reports
        .lines()
        .map(|line| serde_json::from_str(line).expect("an object"))
        .collect();
    assert_eq!(reports.len(), 2);
    let grams = |of: &serde_json::Value| of["emissions"]["well_to_wheel_grams"].as_u64().unwrap();
    for report in &reports {
        let elements = report["co2e"]["elements"].as_array().expect("elements");
        assert!(elements.len() >= 3, "load, carry, unload");
        let sum: u64 = elements.iter().map(grams).sum();
        assert_eq!(sum, grams(&report["co2e"]));
    }
    let table = asked("--co2e");
    assert_eq!(table.matches("WTW g").count(), 2);
    assert!(table.contains("kg tank to wheel"), "{table}");
}
