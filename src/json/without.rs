use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::code::Country;
use crate::network::{Mode, UnknownWord};
use crate::policy::Rule;

/// What a route is to do without: the territory of a country, or a mode.
///
/// ```
/// use trade_corridor::json::Without;
/// assert_eq!("RU".parse::<Without>()?.rule().name(), "without the territory of RU");
/// assert_eq!("sea".parse::<Without>()?.to_string(), "sea");
/// assert!("ships".parse::<Without>().unwrap_err().to_string().contains("`sea`"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[non_exhaustive]
pub enum Without {
    /// The territory of a country.
    Territory(Country),
    /// A mode.
    Mode(Mode),
}

impl Without {
    /// The rule that says so.
    #[must_use]
    pub fn rule(self) -> crate::policy::NamedRule {
        match self {
            Self::Territory(country) => Rule::exclude_territory(country).into(),
            Self::Mode(mode) => Rule::exclude_mode(mode).into(),
        }
    }
}

impl fmt::Display for Without {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Territory(country) => f.pad(country.as_str()),
            Self::Mode(mode) => f.pad(mode.as_str()),
        }
    }
}

impl FromStr for Without {
    type Err = UnknownWord;

    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        if let Ok(mode) = word.parse() {
            return Ok(Self::Mode(mode));
        }
        word.parse().map(Self::Territory).map_err(|_| {
            let modes = Mode::ALL.iter().map(|mode| format!("`{mode}`"));
            let modes: Vec<String> = modes.collect();
            UnknownWord {
                what: "country or mode",
                word: word.to_owned(),
                accepted: format!("a country such as `RU`, {}", modes.join(", ")),
            }
        })
    }
}

impl TryFrom<String> for Without {
    type Error = UnknownWord;

    fn try_from(word: String) -> Result<Self, UnknownWord> {
        word.parse()
    }
}

impl From<Without> for String {
    fn from(without: Without) -> Self {
        without.to_string()
    }
}
