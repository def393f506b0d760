//! Scenarios and policies as TOML.

use std::fmt::Write;

use serde_json::Value;

/// JSON as an inline value of TOML.
fn inline(value: &Value) -> String {
    match value {
        Value::Array(all) => format!(
            "[{}]",
            all.iter().map(inline).collect::<Vec<_>>().join(", ")
        ),
        Value::Object(all) => {
            let entries = all
                .iter()
                .map(|(key, value)| format!("{key} = {}", inline(value)));
            format!("{{ {} }}", entries.collect::<Vec<_>>().join(", "))
        }
        other => other.to_string(),
    }
}

/// A document of entries that each have one key.
fn document(head: &str, table: &str, entries: &[Value]) -> String {
    let mut text = format!("schema = 1\n{head}\n");
    for entry in entries {
        let (key, value) = entry.as_object().unwrap().iter().next().unwrap();
        writeln!(text, "[[{table}]]\n{key} = {}", inline(value)).expect("a string takes it");
    }
    text
}

pub(crate) fn scenario_text(day: &str, changes: &[Value]) -> String {
    document(
        &format!("name = \"drawn\"\ndate = \"{day}\""),
        "change",
        changes,
    )
}

pub(crate) fn policy_text(rules: &[Value]) -> String {
    document("name = \"drawn\"", "rule", rules)
}
