//! The public items of a library, from rustdoc's JSON.

use std::collections::{BTreeMap, BTreeSet};

/// The trait, without its path and parameters, and the type that an `impl` line joins.
fn derived(line: &str) -> Option<(&str, &str)> {
    let (head, of) = line.strip_prefix("impl")?.split_once(" for ")?;
    let path = head.rsplit(' ').next()?;
    let path = path.split('<').next()?;
    Some((path.rsplit("::").next()?, of))
}

/// One line for each item, in the order of names; then one for each type with the traits that are
/// derived for it. What every type has (auto traits, blanket impls) is left out.
pub(crate) fn lines(json: &str) -> Result<Vec<String>, public_api::Error> {
    let items = |derived: bool| -> Result<Vec<String>, public_api::Error> {
        let interface = public_api::Builder::from_rustdoc_json(json)
            .omit_blanket_impls(true)
            .omit_auto_trait_impls(true)
            .omit_auto_derived_impls(!derived)
            .build()?;
        Ok(interface.items().map(ToString::to_string).collect())
    };
    let mut lines = items(false)?;
    let written: BTreeSet<&str> = lines.iter().map(String::as_str).collect();
    let all = items(true)?;
    let mut traits: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for line in all.iter().filter(|line| !written.contains(line.as_str())) {
        if let Some((name, of)) = derived(line) {
            traits.entry(of).or_default().insert(name);
        }
    }
    lines.extend(traits.into_iter().map(|(of, mut names)| {
        names.remove("StructuralPartialEq");
        let names: Vec<&str> = names.into_iter().collect();
        format!("derived for {of}: {}", names.join(" "))
    }));
    Ok(lines)
}

#[cfg(test)]
mod tests {
    use super::derived;

    #[test]
    fn an_impl_line_joins_a_trait_and_a_type() {
        for (line, found) in [
            ("impl core::clone::Clone for a::B", Some(("Clone", "a::B"))),
            (
                "impl<'de> serde_core::de::Deserialize<'de> for a::B",
                Some(("Deserialize", "a::B")),
            ),
            (
                "impl<T> core::fmt::Debug for a::B<T>",
                Some(("Debug", "a::B<T>")),
            ),
            ("pub fn a::B::clone(&self) -> a::B", None),
        ] {
            assert_eq!(derived(line), found, "{line}");
        }
    }
}
