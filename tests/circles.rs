//! Inside a module no two files use each other, not even by way of others.
//!
//! `mod.rs` is the facade of the files beside it: what it defines itself they may use, what it passes on counts as a use of
//! the file that defines it.

use std::path::Path;

use crate::sources::{Sources, circles};

/// Circles that are still there; the list may only shrink.
const KNOWN: &[&[&str]] = &[
    &[
        "src/analysis/calibration/measure.rs",
        "src/analysis/calibration/terms.rs",
    ],
    &["src/costing/model.rs", "src/costing/quote.rs"],
    &[
        "src/planner/error.rs",
        "src/planner/no_route.rs",
        "src/planner/openings.rs",
    ],
    &["src/policy/compile.rs", "src/policy/contradictions.rs"],
    &["src/quantity/amounts.rs", "src/quantity/error.rs"],
];

#[test]
fn no_files_of_a_module_use_each_other_in_a_circle() {
    let mut found = Vec::new();
    for folder in ["src", "crates/router/src", "crates/cli/src"] {
        let sources = Sources::read(Path::new(folder));
        for circle in circles(&sources.uses()) {
            found.push(circle.join(" "));
        }
    }
    let known: Vec<String> = KNOWN.iter().map(|circle| circle.join(" ")).collect();
    let new: Vec<&String> = found
        .iter()
        .filter(|circle| !known.contains(circle))
        .collect();
    assert!(new.is_empty(), "files use each other in circles:\n{new:#?}");
    let gone: Vec<&String> = known
        .iter()
        .filter(|circle| !found.contains(circle))
        .collect();
    assert!(
        gone.is_empty(),
        "remove from the list what is no circle any more:\n{gone:#?}"
    );
}
