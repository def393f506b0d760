//! Scenarios that many users ask about.

use super::{Scenario, ScenarioError};
use crate::network::nearest;

/// Name, file and text of each embedded scenario, in the order of names.
const PRESETS: [(&str, &str, &str); 20] = [
    (
        "armenia-takes-border-sections",
        "data/scenarios/armenia-takes-border-sections.toml",
        include_str!("../../data/scenarios/armenia-takes-border-sections.toml"),
    ),
    (
        "armenia-turkiye-border-opens",
        "data/scenarios/armenia-turkiye-border-opens.toml",
        include_str!("../../data/scenarios/armenia-turkiye-border-opens.toml"),
    ),
    (
        "caspian-low-water",
        "data/scenarios/caspian-low-water.toml",
        include_str!("../../data/scenarios/caspian-low-water.toml"),
    ),
    (
        "concession-to-armenia",
        "data/scenarios/concession-to-armenia.toml",
        include_str!("../../data/scenarios/concession-to-armenia.toml"),
    ),
    (
        "concession-to-emirates",
        "data/scenarios/concession-to-emirates.toml",
        include_str!("../../data/scenarios/concession-to-emirates.toml"),
    ),
    (
        "concession-to-kazakhstan",
        "data/scenarios/concession-to-kazakhstan.toml",
        include_str!("../../data/scenarios/concession-to-kazakhstan.toml"),
    ),
    (
        "concession-to-qatar",
        "data/scenarios/concession-to-qatar.toml",
        include_str!("../../data/scenarios/concession-to-qatar.toml"),
    ),
    (
        "georgia-transit-interrupted",
        "data/scenarios/georgia-transit-interrupted.toml",
        include_str!("../../data/scenarios/georgia-transit-interrupted.toml"),
    ),
    (
        "iran-closed",
        "data/scenarios/iran-closed.toml",
        include_str!("../../data/scenarios/iran-closed.toml"),
    ),
    (
        "middle-corridor-four",
        "data/scenarios/middle-corridor-four.toml",
        include_str!("../../data/scenarios/middle-corridor-four.toml"),
    ),
    (
        "red-sea-closed",
        "data/scenarios/red-sea-closed.toml",
        include_str!("../../data/scenarios/red-sea-closed.toml"),
    ),
    (
        "russia-blocks-armenia",
        "data/scenarios/russia-blocks-armenia.toml",
        include_str!("../../data/scenarios/russia-blocks-armenia.toml"),
    ),
    (
        "russia-joins-tripp",
        "data/scenarios/russia-joins-tripp.toml",
        include_str!("../../data/scenarios/russia-joins-tripp.toml"),
    ),
    (
        "status-quo",
        "data/scenarios/status-quo.toml",
        include_str!("../../data/scenarios/status-quo.toml"),
    ),
    (
        "tripp-agreed-term",
        "data/scenarios/tripp-agreed-term.toml",
        include_str!("../../data/scenarios/tripp-agreed-term.toml"),
    ),
    (
        "tripp-and-border",
        "data/scenarios/tripp-and-border.toml",
        include_str!("../../data/scenarios/tripp-and-border.toml"),
    ),
    (
        "tripp-extension-term",
        "data/scenarios/tripp-extension-term.toml",
        include_str!("../../data/scenarios/tripp-extension-term.toml"),
    ),
    (
        "tripp-front-office",
        "data/scenarios/tripp-front-office.toml",
        include_str!("../../data/scenarios/tripp-front-office.toml"),
    ),
    (
        "tripp-opens",
        "data/scenarios/tripp-opens.toml",
        include_str!("../../data/scenarios/tripp-opens.toml"),
    ),
    (
        "tripp-with-kars-dilucu",
        "data/scenarios/tripp-with-kars-dilucu.toml",
        include_str!("../../data/scenarios/tripp-with-kars-dilucu.toml"),
    ),
];

impl Scenario {
    /// Names of the embedded scenarios.
    pub fn presets() -> impl Iterator<Item = &'static str> {
        PRESETS.iter().map(|(name, _, _)| *name)
    }

    /// The embedded scenario with this name; each states its source, and in its note what of it is
    /// assumed.
    ///
    /// # Errors
    /// A name that no embedded scenario has, with the nearest one.
    ///
    /// ```
    /// use trade_corridor::scenario::Scenario;
    /// assert_eq!(Scenario::preset("tripp-opens")?.changes().len(), 5);
    /// let error = Scenario::preset("tripp-open").unwrap_err();
    /// assert!(error.to_string().contains("did you mean `tripp-opens`?"));
    /// # Ok::<(), trade_corridor::scenario::ScenarioError>(())
    /// ```
    pub fn preset(name: &str) -> Result<Self, ScenarioError> {
        match PRESETS.iter().find(|(known, _, _)| *known == name) {
            Some((_, file, text)) => Self::from_toml(file, text),
            None => Err(ScenarioError::UnknownPreset {
                name: name.to_owned(),
                nearest: nearest(name, Self::presets()),
            }),
        }
    }
}
