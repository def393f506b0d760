//! What `cargo metadata` says about the workspace in the current folder.

use std::error::Error;
use std::process::Command;

use serde_json::Value;

pub(crate) struct Metadata(Value);

/// One package that is built, with what the rules ask about it.
pub(crate) struct Package<'a> {
    pub(crate) name: &'a str,
    pub(crate) version: &'a str,
    pub(crate) licence: Option<&'a str>,
    /// Nothing for packages of this repository.
    pub(crate) registry: Option<&'a str>,
    /// Names and requirements of what it depends on, other packages of this repository left out.
    pub(crate) requirements: Vec<(&'a str, &'a str)>,
}

pub(crate) fn read() -> Result<Metadata, Box<dyn Error>> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args([
            "metadata",
            "--format-version=1",
            "--all-features",
            "--locked",
        ])
        .output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    Ok(Metadata(serde_json::from_slice(&output.stdout)?))
}

fn text<'a>(value: &'a Value, key: &str) -> Option<&'a str> {
    value.get(key).and_then(Value::as_str)
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value
        .get(key)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

impl Metadata {
    /// The features of a package of the workspace, `default` left out.
    pub(crate) fn features(&self, package: &str) -> Result<Vec<&str>, String> {
        let found = list(&self.0, "packages")
            .find(|found| text(found, "name") == Some(package))
            .ok_or_else(|| format!("no package `{package}`"))?;
        let features = found.get("features").and_then(Value::as_object);
        let names = features
            .into_iter()
            .flatten()
            .map(|(name, _)| name.as_str());
        Ok(names.filter(|name| *name != "default").collect())
    }

    pub(crate) fn packages(&self) -> impl Iterator<Item = Package<'_>> {
        list(&self.0, "packages").map(|package| Package {
            name: text(package, "name").unwrap_or_default(),
            version: text(package, "version").unwrap_or_default(),
            licence: text(package, "license"),
            registry: text(package, "source"),
            requirements: list(package, "dependencies")
                .filter(|required| text(required, "path").is_none())
                .filter_map(|required| Some((text(required, "name")?, text(required, "req")?)))
                .collect(),
        })
    }
}
