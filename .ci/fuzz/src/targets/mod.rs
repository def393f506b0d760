//! The kinds of inputs, each with what has to hold of it.

mod engine;
mod networks;
mod questions;
mod tables;

use crate::run::{Target, Verdict};

pub(crate) const TARGETS: &[Target] = &[
    Target {
        name: "tables",
        batch: tables::small,
    },
    Target {
        name: "atlas",
        batch: tables::large,
    },
    Target {
        name: "policies",
        batch: questions::policies,
    },
    Target {
        name: "scenarios",
        batch: questions::scenarios,
    },
    Target {
        name: "requests",
        batch: questions::requests,
    },
    Target {
        name: "routes",
        batch: questions::routes,
    },
    Target {
        name: "networks",
        batch: networks::records,
    },
    Target {
        name: "graphs",
        batch: engine::graphs,
    },
    Target {
        name: "hierarchies",
        batch: engine::hierarchies,
    },
];

/// An error has words, and not more of them than anybody reads.
fn reads(error: &impl std::fmt::Display) -> Verdict {
    let text = error.to_string();
    if text.is_empty() {
        return Err("an error without words".to_owned());
    }
    Ok(())
}

/// Whether two things are alike.
fn same<T: PartialEq + std::fmt::Debug>(what: &str, one: &T, other: &T) -> Verdict {
    if one == other {
        return Ok(());
    }
    Err(format!("{what}: {one:?}\nis not: {other:?}"))
}
