use serde::{Deserialize, Serialize};

/// Something by the name of a preset, or written out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename = "Chosen{T}"))]
#[serde(untagged)]
pub enum Choice<T> {
    /// The name of a preset, such as `russia-excluded`.
    Preset(String),
    /// Written out.
    Given(T),
}
