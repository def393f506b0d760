//! Whatever stands in the place of a file is read or refused, soon.

use crate::runs::{Folder, refused};

#[test]
#[cfg(unix)]
fn endless_devices_and_pipes_are_refused() {
    let folder = Folder::new("no-files", &[]);
    let policy = format!("{}/zero.toml", folder.path());
    std::os::unix::fs::symlink("/dev/zero", &policy).expect("writable");
    let error = refused(&["plan", "CNHGS", "TRIST", "--policy", &policy]);
    assert_eq!(error, format!("`{policy}` is no regular file; give a file"));
    let pipe = format!("{}/pipe.toml", folder.path());
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    if made.is_ok_and(|status| status.success()) {
        let error = refused(&["plan", "CNHGS", "TRIST", "--policy", &pipe]);
        assert_eq!(error, format!("`{pipe}` is no regular file; give a file"));
    }
}

#[test]
fn long_policies_are_refused() {
    let long = format!("schema = 1\n# {}", "a".repeat(2 << 20));
    let folder = Folder::new(
        "long",
        &[("long.toml", &long), ("latin.toml", "schema = 1\n")],
    );
    let policy = format!("{}/long.toml", folder.path());
    let error = refused(&["plan", "CNHGS", "TRIST", "--policy", &policy]);
    assert_eq!(
        error,
        format!("`{policy}` has more than 1048576 bytes; shorten it")
    );
    let latin = format!("{}/latin.toml", folder.path());
    std::fs::write(&latin, b"schema = 1\n# \xe9\n").expect("writable");
    let error = refused(&["plan", "CNHGS", "TRIST", "--policy", &latin]);
    assert_eq!(
        error,
        format!("`{latin}` is not in UTF-8; save it as UTF-8")
    );
}

#[test]
fn long_names_are_refused() {
    let name = "a".repeat(100_000);
    let error = refused(&["plan", &name, "TRIST"]);
    assert!(
        error.contains("is no known place") && error.len() < 1_000,
        "{error}"
    );
}
