//! Modules import earlier modules only, and none but those that `ARCHITECTURE.md` allows.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Modules in the order in which data flows, and whom each may import.
const MODULES: &[(&str, &[&str])] = &[
    ("quantity", &[]),
    ("code", &[]),
    ("router", &[]),
    ("network", &["quantity", "code"]),
    ("rows", &["quantity", "network"]),
    ("draws", &["code", "network", "rows"]),
    ("atlas", &["quantity", "code", "network"]),
    ("scenario", &["quantity", "code", "network"]),
    ("policy", &["quantity", "code", "network", "scenario"]),
    (
        "operations",
        &["quantity", "code", "router", "network", "scenario"],
    ),
    (
        "costing",
        &["quantity", "code", "network", "scenario", "operations"],
    ),
    (
        "metric",
        &[
            "quantity",
            "code",
            "router",
            "network",
            "scenario",
            "policy",
            "operations",
            "costing",
        ],
    ),
    (
        "route",
        &[
            "quantity",
            "code",
            "network",
            "scenario",
            "policy",
            "operations",
            "costing",
            "metric",
        ],
    ),
    (
        "verify",
        &["quantity", "code", "network", "scenario", "policy", "route"],
    ),
    (
        "planner",
        &[
            "quantity",
            "code",
            "router",
            "network",
            "draws",
            "atlas",
            "scenario",
            "policy",
            "operations",
            "costing",
            "metric",
            "route",
            "verify",
            "rows",
        ],
    ),
    (
        "analysis",
        &[
            "quantity",
            "code",
            "router",
            "network",
            "draws",
            "atlas",
            "scenario",
            "policy",
            "operations",
            "costing",
            "metric",
            "route",
            "verify",
            "planner",
            "rows",
        ],
    ),
    (
        "json",
        &[
            "quantity", "code", "network", "scenario", "policy", "costing", "metric", "route",
            "planner", "analysis",
        ],
    ),
    (
        "render",
        &[
            "quantity", "code", "network", "scenario", "policy", "metric", "route", "planner",
            "analysis",
        ],
    ),
];

/// The crate's page, the names that most programs need, and a macro: no modules of the table.
const FACE: [&str; 4] = ["lib", "prelude", "coded", "guide"];

fn files(under: &Path) -> Vec<PathBuf> {
    if under.is_file() {
        return vec![under.to_owned()];
    }
    let entries = fs::read_dir(under).expect("a folder of the crate");
    let mut found: Vec<PathBuf> = entries
        .flat_map(|entry| files(&entry.expect("an entry").path()))
        .collect();
    found.sort();
    found
}

/// The modules that a file names after `crate::`, comments left out.
fn imports(text: &str) -> BTreeSet<&str> {
    text.lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .flat_map(|line| line.split("crate::").skip(1))
        .map(|rest| {
            let end = rest.find(|c: char| !c.is_ascii_lowercase() && c != '_');
            &rest[..end.unwrap_or(rest.len())]
        })
        .filter(|module| !module.is_empty())
        .collect()
}

#[test]
fn every_module_imports_earlier_modules_only() {
    for (index, (module, allowed)) in MODULES.iter().enumerate() {
        for other in *allowed {
            let earlier = MODULES[..index].iter().any(|(name, _)| name == other);
            assert!(
                earlier,
                "`{module}` may not import `{other}`, which comes after it"
            );
        }
    }
}

#[test]
fn no_module_imports_what_it_may_not() {
    let mut wrong = Vec::new();
    for entry in fs::read_dir("src").expect("the crate") {
        let path = entry.expect("an entry").path();
        let name = path
            .file_stem()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        if FACE.contains(&name.as_str()) {
            continue;
        }
        let Some((_, allowed)) = MODULES.iter().find(|(module, _)| *module == name) else {
            wrong.push(format!(
                "`{name}` is not in the table; add it here and to ARCHITECTURE.md"
            ));
            continue;
        };
        for file in files(&path) {
            let text = fs::read_to_string(&file).expect("source text");
            for module in imports(&text) {
                if module != name && !allowed.contains(&module) {
                    wrong.push(format!("{} imports `{module}`", file.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The re-check of a finished route is worth something only if it is not the search again.
#[test]
fn the_check_of_a_route_shares_no_code_with_the_search() {
    let checked = files(Path::new("src/verify"));
    assert!(checked.len() > 5, "{checked:?}");
    for file in checked {
        let text = fs::read_to_string(&file).expect("source text");
        let shared: Vec<&str> = imports(&text)
            .into_iter()
            .filter(|module| ["router", "operations", "costing", "metric"].contains(module))
            .collect();
        assert!(shared.is_empty(), "{} imports {shared:?}", file.display());
    }
}
