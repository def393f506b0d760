use std::fmt;
use std::str::FromStr;

use crate::network::UnknownWord;

/// A form that programs write or read, with its JSON Schema (draft 2020-12).
///
/// ```
/// use trade_corridor::json::Schema;
/// let schema: serde_json::Value = serde_json::from_str(Schema::Request.text())?;
/// assert_eq!(schema["required"], serde_json::json!(["from", "to"]));
/// assert!("reply".parse::<Schema>().unwrap_err().to_string().contains("`answer`"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Schema {
    /// Of a [`RequestDocument`](super::RequestDocument).
    Request,
    /// Of an [`AnswerDocument`](super::AnswerDocument).
    Answer,
    /// Of a [`WhyNotDocument`](super::WhyNotDocument).
    WhyNot,
    /// Of a [`SettlementDocument`](super::SettlementDocument).
    Settlement,
    /// Of a [`SureDocument`](super::SureDocument).
    Sure,
    /// Of a [`MoneyDocument`](super::MoneyDocument).
    Money,
    /// Of a [`GainsDocument`](super::GainsDocument).
    Gains,
    /// Of a [`DependsDocument`](super::DependsDocument).
    Depends,
    /// Of a [`SpoilDocument`](super::SpoilDocument).
    Spoil,
    /// Of a [`TollDocument`](super::TollDocument).
    Toll,
    /// Of a [`GameDocument`](super::GameDocument).
    Game,
    /// Of a [`FlowsDocument`](super::FlowsDocument).
    Flows,
    /// Of a [`ProjectsDocument`](super::ProjectsDocument).
    Projects,
}

impl Schema {
    /// Every form.
    pub const ALL: &'static [Self] = &[
        Self::Request,
        Self::Answer,
        Self::WhyNot,
        Self::Settlement,
        Self::Sure,
        Self::Money,
        Self::Gains,
        Self::Depends,
        Self::Spoil,
        Self::Toll,
        Self::Game,
        Self::Flows,
        Self::Projects,
    ];

    /// Its word.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Answer => "answer",
            Self::WhyNot => "why-not",
            Self::Settlement => "settlement",
            Self::Sure => "sure",
            Self::Money => "money",
            Self::Gains => "gains",
            Self::Depends => "depends",
            Self::Spoil => "spoil",
            Self::Toll => "toll",
            Self::Game => "game",
            Self::Flows => "flows",
            Self::Projects => "projects",
        }
    }

    /// The schema as JSON.
    #[must_use]
    pub const fn text(self) -> &'static str {
        match self {
            Self::Request => include_str!("schemas/request.json"),
            Self::Answer => include_str!("schemas/answer.json"),
            Self::WhyNot => include_str!("schemas/why-not.json"),
            Self::Settlement => include_str!("schemas/settlement.json"),
            Self::Sure => include_str!("schemas/sure.json"),
            Self::Money => include_str!("schemas/money.json"),
            Self::Gains => include_str!("schemas/gains.json"),
            Self::Depends => include_str!("schemas/depends.json"),
            Self::Spoil => include_str!("schemas/spoil.json"),
            Self::Toll => include_str!("schemas/toll.json"),
            Self::Game => include_str!("schemas/game.json"),
            Self::Flows => include_str!("schemas/flows.json"),
            Self::Projects => include_str!("schemas/projects.json"),
        }
    }
}

impl fmt::Display for Schema {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl FromStr for Schema {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        let found = Self::ALL.iter().find(|schema| schema.as_str() == word);
        found.copied().ok_or_else(|| {
            let accepted = Self::ALL.iter().map(|schema| format!("`{schema}`"));
            UnknownWord {
                what: "schema",
                word: word.to_owned(),
                accepted: accepted.collect::<Vec<_>>().join(", "),
            }
        })
    }
}
