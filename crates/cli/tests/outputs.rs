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
