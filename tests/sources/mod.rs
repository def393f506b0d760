//! The sources of a crate as a graph: which file uses what is defined in which other file.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Segments from the root of the crate: `["network", "table"]`.
pub(crate) type Module = Vec<String>;

/// One file of a crate.
struct File {
    name: String,
    /// Whether it is `mod.rs` or the root: the facade of the files beside it.
    facade: bool,
    /// Every path named in it, from the root of the crate; with the name it has here when it is
    /// imported.
    paths: Vec<(Module, Option<String>)>,
}

/// The files of a crate, each under the module it is.
pub(crate) struct Sources(BTreeMap<Module, File>);

impl Sources {
    /// Reads every file below a folder; its `lib.rs` or `main.rs` is the root.
    pub(crate) fn read(folder: &Path) -> Self {
        let mut texts = Vec::new();
        collect(folder, &mut Module::new(), &mut texts);
        let modules: BTreeSet<Module> = texts.iter().map(|(module, ..)| module.clone()).collect();
        let files = texts.into_iter().map(|(module, name, text)| {
            let file = File {
                facade: module.is_empty() || name.ends_with("mod.rs"),
                paths: Reader::new(&text, &module, &modules).paths(),
                name,
            };
            (module, file)
        });
        Self(files.collect())
    }

    /// The module that defines what a path names; names that facades pass on are followed.
    fn definition(&self, path: &[String], steps: usize) -> Option<&Module> {
        let modules = (0..=path.len()).rev();
        let (at, (module, file)) = modules
            .map(|end| (end, self.0.get_key_value(&path[..end])))
            .find_map(|(end, found)| Some((end, found?)))?;
        let imported = path.get(at).and_then(|item| {
            let imports = &mut file.paths.iter();
            imports.find(|(_, name)| name.as_ref() == Some(item))
        });
        match imported {
            Some((target, _)) if steps > 0 => {
                let path = [target, &path[at + 1..]].concat();
                self.definition(&path, steps - 1)
            }
            _ => Some(module),
        }
    }

    /// For each file the files that define what it uses.
    ///
    /// What a facade defines itself is there for the files below it: such uses are left out. What
    /// it passes on counts as a use of the file that defines it.
    pub(crate) fn uses(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let uses = self.0.iter().map(|(module, file)| {
            let targets = file.paths.iter().filter_map(|(path, _)| {
                let target = self.definition(path, 8)?;
                let found = &self.0[target];
                let own_facade = found.facade && module.starts_with(target);
                (target != module && !own_facade).then_some(found.name.as_str())
            });
            (file.name.as_str(), targets.collect())
        });
        uses.collect()
    }
}

/// Groups of files of which each uses every other, be it through others; in order of names.
pub(crate) fn circles<'a>(uses: &BTreeMap<&'a str, BTreeSet<&'a str>>) -> Vec<Vec<&'a str>> {
    let reached = |from: &'a str| {
        let mut reached: BTreeSet<&str> = BTreeSet::new();
        let mut open = vec![from];
        while let Some(file) = open.pop() {
            let next = uses.get(file).into_iter().flatten();
            open.extend(next.filter(|next| reached.insert(next)));
        }
        reached
    };
    let reached: BTreeMap<&str, BTreeSet<&str>> =
        uses.keys().map(|file| (*file, reached(file))).collect();
    let groups = reached.iter().map(|(file, from_here)| {
        let group = from_here
            .iter()
            .filter(|other| reached[**other].contains(file));
        group.copied().collect::<Vec<&str>>()
    });
    let groups: BTreeSet<Vec<&str>> = groups.filter(|group| group.len() > 1).collect();
    groups.into_iter().collect()
}

fn collect(folder: &Path, at: &mut Module, texts: &mut Vec<(Module, String, String)>) {
    let entries = fs::read_dir(folder).expect("a folder of sources");
    let mut entries: Vec<_> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    entries.sort();
    for path in entries {
        let stem = path.file_stem().expect("a name").to_string_lossy();
        if path.is_dir() {
            at.push(stem.into_owned());
            collect(&path, at, texts);
            at.pop();
            continue;
        }
        let mut module = at.clone();
        if !["mod", "lib", "main"].contains(&&*stem) {
            module.push(stem.into_owned());
        }
        let text = fs::read_to_string(&path).expect("source text");
        texts.push((module, path.display().to_string(), text));
    }
}

/// Words and marks of a source text, without comments; texts and characters in quotes as one mark.
/// Tests inside the file, which stand at its end, are left out.
fn tokens(text: &str) -> Vec<&str> {
    let text = text.split("#[cfg(test)]\nmod ").next().unwrap_or_default();
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let word = |c: char| c.is_alphanumeric() || c == '_';
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if first == '"' {
            let mut escaped = false;
            let end = rest[1..].find(|c| {
                let ends = c == '"' && !escaped;
                escaped = c == '\\' && !escaped;
                ends
            });
            end.map_or(rest.len(), |end| end + 2)
        } else if first == '\'' && rest[1..].starts_with('\\') {
            rest[3..].find('\'').map_or(rest.len(), |end| end + 4)
        } else if first == '\'' && rest[1..].chars().nth(1) == Some('\'') {
            2 + rest[1..].chars().next().map_or(0, char::len_utf8)
        } else if word(first) {
            rest.find(|c| !word(c)).unwrap_or(rest.len())
        } else if rest.starts_with("::") {
            2
        } else {
            first.len_utf8()
        };
        let (token, after) = rest.split_at(length);
        if !token.starts_with("//") && !first.is_whitespace() {
            tokens.push(token);
        }
        rest = after;
    }
    tokens
}

/// Finds the paths in one file.
struct Reader<'a> {
    tokens: Vec<&'a str>,
    module: &'a Module,
    modules: &'a BTreeSet<Module>,
    found: Vec<(Module, Option<String>)>,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str, module: &'a Module, modules: &'a BTreeSet<Module>) -> Self {
        Self {
            tokens: tokens(text),
            module,
            modules,
            found: Vec::new(),
        }
    }

    fn token(&self, at: usize) -> &'a str {
        self.tokens.get(at).copied().unwrap_or_default()
    }

    fn paths(mut self) -> Vec<(Module, Option<String>)> {
        let mut at = 0;
        while at < self.tokens.len() {
            let before = at.checked_sub(1).map_or("", |before| self.token(before));
            if self.token(at) == "use" {
                at = self.tree(at + 1, None, true);
            } else if self.token(at + 1) == "::" && before != "::" {
                at = self.tree(at, None, false);
            } else {
                at += 1;
            }
        }
        self.found
    }

    /// The module that the first segment of a path names; nothing when it is of another crate.
    fn start(&self, segment: &str) -> Option<Module> {
        let child = [&self.module[..], &[segment.to_owned()]].concat();
        match segment {
            "crate" => Some(Module::new()),
            "self" => Some(self.module.clone()),
            "super" => Some(self.module.split_last()?.1.to_vec()),
            _ => self.modules.contains(&child).then_some(child),
        }
    }

    /// Reads a path, with braces as an import has them; where it ends.
    fn tree(&mut self, mut at: usize, mut base: Option<Module>, import: bool) -> usize {
        let mut foreign = false;
        loop {
            let segment = self.token(at);
            if segment == "{" && import {
                at += 1;
                while !["}", ""].contains(&self.token(at)) {
                    at = self.tree(at, base.clone(), true);
                    at += usize::from(self.token(at) == ",");
                }
                return at + 1;
            }
            match &mut base {
                Some(path) if segment == "super" => drop(path.pop()),
                Some(_) if segment == "self" => {}
                Some(path) => path.push(segment.to_owned()),
                None if foreign => {}
                None => {
                    base = self.start(segment);
                    foreign = base.is_none();
                }
            }
            at += 1;
            let word = self
                .token(at + 1)
                .starts_with(|c: char| c.is_alphabetic() || c == '_');
            if self.token(at) != "::" || !(word || import) {
                break;
            }
            at += 1;
        }
        let mut name = base.as_ref().and_then(|path| path.last().cloned());
        if import && self.token(at) == "as" {
            name = Some(self.token(at + 1).to_owned());
            at += 2;
        }
        let name = name.filter(|_| import);
        self.found.extend(base.map(|path| (path, name)));
        at
    }
}
