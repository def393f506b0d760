use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::UnknownWord;

/// Railway track gauge in millimetres.
///
/// ```
/// use trade_corridor::network::Gauge;
/// assert_eq!("1520".parse::<Gauge>()?, Gauge::RUSSIAN);
/// assert!("15.2".parse::<Gauge>().is_err());
/// # Ok::<(), trade_corridor::network::UnknownWord>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "u16", into = "u16")]
pub struct Gauge(u16);

impl Gauge {
    /// 1,435 mm, standard gauge.
    pub const STANDARD: Self = Self(1435);
    /// 1,520 mm, the broad gauge of the former Soviet Union; "Russian gauge" is its usual name.
    pub const RUSSIAN: Self = Self(1520);

    /// Millimetres between the rails.
    #[must_use]
    pub const fn as_mm(self) -> u16 {
        self.0
    }
}

impl TryFrom<u16> for Gauge {
    type Error = UnknownWord;
    fn try_from(mm: u16) -> Result<Self, UnknownWord> {
        match mm {
            600..=1_700 => Ok(Self(mm)),
            _ => Err(no_gauge(&mm.to_string())),
        }
    }
}

impl From<Gauge> for u16 {
    fn from(gauge: Gauge) -> u16 {
        gauge.0
    }
}

impl FromStr for Gauge {
    type Err = UnknownWord;
    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        let mm: u16 = word.parse().map_err(|_| no_gauge(word))?;
        mm.try_into()
    }
}

fn no_gauge(word: &str) -> UnknownWord {
    UnknownWord {
        what: "gauge in mm",
        word: word.to_owned(),
        accepted: "`1435`, `1520`, or another whole number from 600 to 1700".to_owned(),
    }
}

impl fmt::Display for Gauge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// What the goods ride in.
///
/// A rail ferry is mode sea, but the conveyance stays `Wagon`; a ro-ro ferry keeps `Truck`; a feeder
/// needs lifts to `Vessel`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[non_exhaustive]
pub enum Conveyance {
    /// A railway wagon on its gauge.
    Wagon(Gauge),
    /// A truck.
    Truck,
    /// A sea-going vessel.
    Vessel,
    /// An inland barge.
    Barge,
    /// None: at the terminal.
    Terminal,
}

impl Conveyance {
    /// The conveyance without its gauge, as handling tables name it.
    #[must_use]
    pub const fn family(self) -> &'static str {
        match self {
            Self::Wagon(_) => "wagon",
            Self::Truck => "truck",
            Self::Vessel => "vessel",
            Self::Barge => "barge",
            Self::Terminal => "terminal",
        }
    }
}

impl FromStr for Conveyance {
    type Err = UnknownWord;
    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        match word {
            "truck" => Ok(Self::Truck),
            "vessel" => Ok(Self::Vessel),
            "barge" => Ok(Self::Barge),
            // in tables and rules also as before 0.2
            "terminal" | "depot" => Ok(Self::Terminal),
            _ => match word.strip_prefix("wagon-") {
                Some(gauge) => gauge.parse().map(Self::Wagon),
                None => Err(UnknownWord {
                    what: "conveyance",
                    word: word.to_owned(),
                    accepted: "`wagon-1435`, `wagon-1520`, `truck`, `vessel`, `barge`, `terminal`"
                        .to_owned(),
                }),
            },
        }
    }
}

impl fmt::Display for Conveyance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Wagon(gauge) => write!(f, "wagon-{gauge}"),
            other => f.pad(other.family()),
        }
    }
}

impl TryFrom<String> for Conveyance {
    type Error = UnknownWord;
    fn try_from(word: String) -> Result<Self, UnknownWord> {
        word.parse()
    }
}

impl From<Conveyance> for String {
    fn from(conveyance: Conveyance) -> String {
        conveyance.to_string()
    }
}
