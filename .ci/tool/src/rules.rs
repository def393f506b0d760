//! The rules of `deny.toml` on licences, wildcards and registries, for where `cargo deny` is not.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;

use crate::metadata::{Metadata, Package};

const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Why a package may not be built; nothing when it may.
fn fault(package: &Package<'_>, allowed: &BTreeSet<&str>) -> Option<String> {
    let Some(registry) = package.registry else {
        let open = package
            .requirements
            .iter()
            .find(|(_, version)| *version == "*");
        return open.map(|(name, _)| format!("asks for any version of `{name}`"));
    };
    if registry != REGISTRY {
        return Some(format!("comes from `{registry}`"));
    }
    let Some(licence) = package.licence else {
        return Some("states no licence".to_owned());
    };
    let terms = match spdx::Expression::parse_mode(licence, spdx::ParseMode::LAX) {
        Ok(terms) => terms,
        Err(error) => {
            return Some(format!(
                "licence `{licence}` is no SPDX expression: {error}"
            ));
        }
    };
    let accepted = terms.evaluate(|term| allowed.contains(term.to_string().as_str()));
    (!accepted).then(|| format!("licence `{licence}` is not among those allowed"))
}

/// # Errors
/// Every package that breaks a rule.
pub(crate) fn check(metadata: &Metadata, rules: &str) -> Result<(), Box<dyn Error>> {
    let rules: toml::Table = rules.parse()?;
    let allowed = rules.get("licenses").and_then(|table| table.get("allow"));
    let allowed = allowed
        .and_then(toml::Value::as_array)
        .into_iter()
        .flatten();
    let allowed: BTreeSet<&str> = allowed.filter_map(toml::Value::as_str).collect();
    let mut faults = Vec::new();
    let mut versions: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for package in metadata.packages() {
        versions
            .entry(package.name)
            .or_default()
            .push(package.version);
        if let Some(fault) = fault(&package, &allowed) {
            faults.push(format!("{} {} {fault}", package.name, package.version));
        }
    }
    for (name, versions) in &versions {
        if versions.len() > 1 {
            println!(
                "warning: `{name}` is built in versions {}",
                versions.join(", ")
            );
        }
    }
    println!(
        "{} packages keep to the rules",
        versions.len() - faults.len()
    );
    if faults.is_empty() {
        Ok(())
    } else {
        Err(faults.join("\n").into())
    }
}
