use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::network::UnknownWord;
use crate::quantity::Share;

/// When an owner counts.
///
/// ```
/// use trade_corridor::policy::OwnershipMethod;
/// let method: OwnershipMethod = "threshold 25 %".parse()?;
/// assert_eq!(method.to_string(), "threshold 25 %");
/// assert!("threshold 125 %".parse::<OwnershipMethod>().is_err());
/// # Ok::<(), trade_corridor::network::UnknownWord>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[non_exhaustive]
pub enum OwnershipMethod {
    /// A company counts when listed owners, or companies that count, hold half of it or more
    /// together; shares are not multiplied along the chain (US Treasury, OFAC FAQ 398–402).
    #[default]
    Aggregate50,
    /// The same with another threshold; at 0 % any stake above nothing counts.
    Threshold(Share),
    /// Shares are multiplied along each chain and added up over all chains; a company counts when
    /// the sum reaches the share, at 0 % when it is above nothing.
    LookThrough(Share),
}

impl FromStr for OwnershipMethod {
    type Err = UnknownWord;
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let refuse = || UnknownWord {
            what: "ownership method",
            word: text.to_owned(),
            accepted: "`aggregate 50 %`, `threshold 25 %`, `look-through 25 %` with any share \
                       from 0 to 100 %, such as `33 1/3 %`"
                .to_owned(),
        };
        let (word, percent) = text.trim().split_once(' ').ok_or_else(refuse)?;
        let share: Share = percent.parse().map_err(|_| refuse())?;
        match word {
            "aggregate" if share == Share::HALF => Ok(Self::Aggregate50),
            "threshold" => Ok(Self::Threshold(share)),
            "look-through" => Ok(Self::LookThrough(share)),
            _ => Err(refuse()),
        }
    }
}

impl fmt::Display for OwnershipMethod {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Aggregate50 => f.write_str("aggregate 50 %"),
            Self::Threshold(share) => write!(f, "threshold {share}"),
            Self::LookThrough(share) => write!(f, "look-through {share}"),
        }
    }
}

impl TryFrom<String> for OwnershipMethod {
    type Error = UnknownWord;
    fn try_from(text: String) -> Result<Self, UnknownWord> {
        text.parse()
    }
}

impl From<OwnershipMethod> for String {
    fn from(method: OwnershipMethod) -> String {
        method.to_string()
    }
}
