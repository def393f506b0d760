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
    /// As [`OwnershipMethod::Threshold`], over few stakes only, by an end of their ranges, or with
    /// control as well: `threshold 25 % within 3 hops at the low end with control`.
    Traced(Share, Tracing),
}

/// How stakes are followed from an owner to what it holds.
///
/// ```
/// use trade_corridor::policy::{OwnershipMethod, ShareEnd, Tracing};
/// let method: OwnershipMethod = "threshold 25 % within 3 hops at the high end".parse()?;
/// let tracing = Tracing::default().within_hops(3).at(ShareEnd::High);
/// assert_eq!(method, OwnershipMethod::Traced("25".parse()?, tracing));
/// assert_eq!(method.to_string(), "threshold 25 % within 3 hops at the high end");
/// let plain: OwnershipMethod = "look-through 25 %".parse()?;
/// assert!("look-through 25 % within 3 hops".parse::<OwnershipMethod>().is_err());
/// # let _ = plain;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Tracing {
    /// Most stakes, one above the other, from a listed owner to a company that counts; any number when
    /// missing.
    pub hops: Option<u8>,
    /// Which figure of a stake is read.
    pub end: ShareEnd,
    /// Whether who decides for a company counts as holding the whole of it, by
    /// [`World::controls`](crate::scenario::World::controls) of a kind that
    /// [decides](crate::network::ControlKind::decides); a hop as a stake is.
    pub control: bool,
}

/// Which figure of a stake a rule reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ShareEnd {
    /// The share as it is recorded.
    #[default]
    Recorded,
    /// The low end of its range: what is held at least.
    Low,
    /// The high end of its range: what may be held at most. Together stakes are not above the whole.
    High,
}

impl Tracing {
    /// Over so many stakes at most.
    #[must_use]
    pub const fn within_hops(mut self, most: u8) -> Self {
        self.hops = Some(most);
        self
    }

    /// By an end of the ranges of stakes.
    #[must_use]
    pub const fn at(mut self, end: ShareEnd) -> Self {
        self.end = end;
        self
    }

    /// With control as well.
    #[must_use]
    pub const fn with_control(mut self) -> Self {
        self.control = true;
        self
    }

    /// What stands behind the share of a method, in the order in which it is written.
    fn parse(mut text: &str) -> Option<Self> {
        let mut tracing = Self::default();
        if let Some(rest) = text.strip_prefix(" within ") {
            let (hops, rest) = rest.split_once(" hop")?;
            tracing.hops = Some(hops.parse().ok()?);
            text = rest.strip_prefix('s').unwrap_or(rest);
        }
        for (words, end) in [
            (" at the low end", ShareEnd::Low),
            (" at the high end", ShareEnd::High),
        ] {
            if let Some(rest) = text.strip_prefix(words) {
                (tracing.end, text) = (end, rest);
            }
        }
        if let Some(rest) = text.strip_prefix(" with control") {
            (tracing.control, text) = (true, rest);
        }
        text.is_empty().then_some(tracing)
    }
}

impl fmt::Display for Tracing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.hops {
            None => {}
            Some(1) => f.write_str(" within 1 hop")?,
            Some(hops) => write!(f, " within {hops} hops")?,
        }
        f.write_str(match self.end {
            ShareEnd::Recorded => "",
            ShareEnd::Low => " at the low end",
            ShareEnd::High => " at the high end",
        })?;
        f.write_str(if self.control { " with control" } else { "" })
    }
}

impl FromStr for OwnershipMethod {
    type Err = UnknownWord;
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let refuse = || {
            UnknownWord {
            what: "ownership method",
            word: text.to_owned(),
            accepted: "`aggregate 50 %`, `threshold 25 %`, `look-through 25 %` with any share \
                       from 0 to 100 %, such as `33 1/3 %`; the first two with ` within 3 hops`, \
                       ` at the low end` or ` at the high end`, ` with control` behind, in this order"
                .to_owned(),
        }
        };
        let (word, percent) = text.trim().split_once(' ').ok_or_else(refuse)?;
        let (percent, tracing) = match percent.split_once('%') {
            Some((percent, rest)) => (percent, Tracing::parse(rest).ok_or_else(refuse)?),
            None => (percent, Tracing::default()),
        };
        let share: Share = percent.trim().parse().map_err(|_| refuse())?;
        match word {
            "aggregate" if share == Share::HALF && tracing != Tracing::default() => {
                Ok(Self::Traced(share, tracing))
            }
            "threshold" if tracing != Tracing::default() => Ok(Self::Traced(share, tracing)),
            _ if tracing != Tracing::default() => Err(refuse()),
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
            Self::Traced(share, tracing) if *share == Share::HALF => {
                write!(f, "aggregate {share}{tracing}")
            }
            Self::Traced(share, tracing) => write!(f, "threshold {share}{tracing}"),
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
