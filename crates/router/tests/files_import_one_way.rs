//! No circle of imports between the files of the sources, so that each can be read before those that
//! use it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Module paths of the files under a folder, with what stands in them.
fn modules(folder: &Path, name: &[String], found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).expect("the sources") {
        let path = entry.expect("an entry").path();
        let stem = path.file_stem().expect("a name").to_string_lossy();
        let mut own = name.to_vec();
        if !["mod", "lib"].contains(&&*stem) {
            own.push(stem.into_owned());
        }
        if path.is_dir() {
            modules(&path, &own, found);
        } else {
            let text = fs::read_to_string(&path).expect("source text");
            found.insert(own.join("::"), text);
        }
    }
}

/// The code of a file: no comments, no tests.
fn code(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests").next();
    let lines = code.unwrap_or_default().lines();
    let lines = lines.map(|line| line.split("//").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join(" ")
}

/// The items that a file names, in `use` declarations or by their paths, as full paths within the
/// crate.
fn imports(own: &str, text: &str) -> Vec<String> {
    let code = code(text);
    let inline = code.split("crate::").skip(1).map(|rest| {
        let end = rest.find(|letter: char| !(letter.is_alphanumeric() || "_:".contains(letter)));
        rest[..end.unwrap_or(rest.len())].to_owned()
    });
    let mut found: Vec<String> = inline.collect();
    for tree in code.split("use ").skip(1) {
        let tree = tree.split(';').next().unwrap_or_default();
        for path in spread(tree.trim()) {
            let parent = own.rsplit_once("::").map_or("", |(parent, _)| parent);
            if let Some(path) = path.strip_prefix("crate::") {
                found.push(path.to_owned());
            } else if let Some(path) = path.strip_prefix("super::") {
                found.push(
                    format!("{parent}::{path}")
                        .trim_start_matches(':')
                        .to_owned(),
                );
            } else {
                found.push(format!("{own}::{path}"));
            }
        }
    }
    found
}

/// `a::{b, c::d}` as `a::b` and `a::c::d`.
fn spread(tree: &str) -> Vec<String> {
    let Some((stem, rest)) = tree.split_once('{') else {
        return vec![tree.split(" as ").next().unwrap_or(tree).trim().to_owned()];
    };
    let inner = rest.rsplit_once('}').map_or(rest, |(inner, _)| inner);
    let (mut parts, mut depth) = (vec![String::new()], 0);
    for letter in inner.chars() {
        match letter {
            ',' if depth == 0 => parts.push(String::new()),
            _ => parts.last_mut().expect("never empty").push(letter),
        }
        depth += i32::from(letter == '{') - i32::from(letter == '}');
    }
    let parts = parts.iter().map(|part| part.trim());
    let parts = parts.filter(|part| !part.is_empty());
    parts
        .flat_map(spread)
        .map(|part| format!("{}{part}", stem.trim()))
        .collect()
}

#[test]
fn no_circle_of_files() {
    let mut files = BTreeMap::new();
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    modules(&sources, &[], &mut files);
    assert!(files.len() > 30, "{}", files.len());
    // re-exports are no imports: the file that re-exports is looked through
    let mut left: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (own, text) in &files {
        let mut needs = BTreeSet::new();
        for path in imports(own, text) {
            let known = files.keys().filter(|file| {
                path == **file
                    || path
                        .strip_prefix(file.as_str())
                        .is_some_and(|rest| rest.starts_with("::"))
            });
            needs.extend(known.max_by_key(|file| file.len()).map(String::as_str));
        }
        needs.remove(own.as_str());
        left.insert(own, needs);
    }
    assert!(left["dijkstra::both_ends"].contains("dijkstra"));
    while let Some(next) = left
        .iter()
        .find(|(_, needs)| needs.is_empty())
        .map(|entry| *entry.0)
    {
        left.remove(next);
        for needs in left.values_mut() {
            needs.remove(next);
        }
    }
    assert!(left.is_empty(), "files in or above a circle: {left:#?}");
}
