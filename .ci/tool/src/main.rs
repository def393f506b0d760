//! What the checks ask that cargo does not answer. Each command prints lines, or fails with a reason.
//!
//! * `features PACKAGE`: the features of a package, one a line
//! * `licences`: whether every package that is built keeps to `deny.toml`
//! * `interface JSON`: the public items in rustdoc's JSON, one a line

mod interface;
mod metadata;
mod rules;

use std::error::Error;
use std::process::ExitCode;

fn run() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["features", package] => {
            for feature in metadata::read()?.features(package)? {
                println!("{feature}");
            }
            Ok(())
        }
        ["licences"] => rules::check(&metadata::read()?, &std::fs::read_to_string("deny.toml")?),
        ["interface", json] => {
            for line in interface::lines(json)? {
                println!("{line}");
            }
            Ok(())
        }
        _ => Err("use `features PACKAGE`, `licences` or `interface JSON`".into()),
    }
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
