use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::levies::{BorderFee, Collector, TollChange};
use super::operated::{
    CarrierChange, HandlingChange, ServiceChange, SpeedChange, ThroughRateChange,
};
use super::schedule::ShareSchedule;
use super::settings::{self, Factor};
use super::{NewLink, NewService, Target, TariffScope, TransitClosure};
use crate::code::Country;
use crate::network::Mode;
use crate::quantity::{QuantityError, Rate, Share, TravelTime};

/// One thing that is different from what the network records.
///
/// Prints as a sentence; names are resolved when the scenario is applied.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[non_exhaustive]
pub enum Change {
    /// It can be used, whatever its records say.
    Open(Target),
    /// It cannot be used, whatever its records say.
    Close(Target),
    /// It cannot be used before the date and can be used from it on; sets or delays an opening.
    OpensOn {
        /// What opens.
        what: Target,
        /// The first day of use.
        #[serde(deserialize_with = "crate::network::day_alone")]
        date: Date,
    },
    /// Goods may not pass a country; those that start or end in it may, unless trade is closed too.
    CloseTransit(TransitClosure),
    /// Closures to transit that the network records do not hold: those of the country, and of the
    /// start and the end where they are stated.
    OpenTransit(TransitClosure),
    /// Another operator manages a line.
    Manager {
        /// The line's id.
        line: String,
        /// The new manager's id.
        operator: String,
    },
    /// A holder holds exactly this share; nothing takes it out. In a consortium, it also makes or
    /// ends a membership.
    Stake {
        /// Who holds, an operator or owner.
        holder: String,
        /// Who is held, an operator or owner.
        held: String,
        /// How much.
        #[serde(rename = "percent", with = "settings::percent")]
        share: Share,
    },
    /// Tariffs cost this much of what they did.
    ScaleTariffs {
        /// Which ones.
        scope: TariffScope,
        /// How much.
        percent: Factor,
    },
    /// A tariff has this rate, in USD per its own basis.
    SetTariff {
        /// The tariff's id.
        tariff: String,
        /// The new rate.
        #[serde(with = "settings::usd")]
        usd: Rate,
    },
    /// Border control takes this long.
    BorderTime(BorderTime),
    /// A toll for the use of a line, link or crossing.
    Toll(TollChange),
    /// Border control costs this much, or is paid to somebody else.
    BorderFee(BorderFee),
    /// Somebody else collects what a country asks.
    Collector(Collector),
    /// Handling costs or takes this much, or is done by somebody else.
    Handling(HandlingChange),
    /// Another operator hauls on a line, at the tariffs of the one before.
    Carrier(CarrierChange),
    /// Goods move at another speed.
    Speed(SpeedChange),
    /// A service asks, leaves, takes or is run otherwise.
    Service(ServiceChange),
    /// A through rate is another one, or the chain is sold with other hours.
    ThroughRate(ThroughRateChange),
    /// A company is held by these, term by term.
    Shares(ShareSchedule),
    /// A link that the network does not have.
    AddLink(Box<NewLink>),
    /// A service that the network does not have.
    AddService(Box<NewService>),
    /// Only a part of the capacity is left: fewer tonnes a year over links, which is information
    /// only; less room on services, so that the wait for them grows in proportion (half the room,
    /// twice the wait). A service without room does not run.
    Capacity {
        /// A link, line, project, service, or a place with all services that call there.
        what: Target,
        /// What is left.
        #[serde(rename = "percent_left", with = "settings::percent")]
        left: Share,
    },
}

/// How long border control takes, at a crossing or between two countries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "RawBorderTime", into = "RawBorderTime")]
#[non_exhaustive]
pub struct BorderTime {
    /// At this crossing only.
    pub crossing: Option<String>,
    /// Leaving this country; either way when missing.
    pub from: Option<Country>,
    /// Entering this country; either way when missing.
    pub to: Option<Country>,
    /// For this mode; every mode when missing.
    pub mode: Option<Mode>,
    /// How long.
    pub time: TravelTime,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBorderTime {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    crossing: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    from: Option<Country>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    to: Option<Country>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mode: Option<Mode>,
    hours: f64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hours_p90: Option<f64>,
}

impl TryFrom<RawBorderTime> for BorderTime {
    type Error = QuantityError;
    fn try_from(raw: RawBorderTime) -> Result<Self, QuantityError> {
        Ok(Self {
            crossing: raw.crossing,
            from: raw.from,
            to: raw.to,
            mode: raw.mode,
            time: settings::time(raw.hours, raw.hours_p90)?,
        })
    }
}

impl From<BorderTime> for RawBorderTime {
    fn from(change: BorderTime) -> Self {
        Self {
            crossing: change.crossing,
            from: change.from,
            to: change.to,
            mode: change.mode,
            hours: change.time.median().as_hours(),
            hours_p90: Some(change.time.p90().as_hours()),
        }
    }
}

impl BorderTime {
    /// At a crossing, both ways.
    pub fn at(crossing: impl Into<String>, time: TravelTime) -> Self {
        Self {
            crossing: Some(crossing.into()),
            from: None,
            to: None,
            mode: None,
            time,
        }
    }

    /// From one country into another, at every crossing.
    #[must_use]
    pub fn between(from: Country, to: Country, time: TravelTime) -> Self {
        Self {
            crossing: None,
            from: Some(from),
            to: Some(to),
            mode: None,
            time,
        }
    }
}

impl fmt::Display for BorderTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("border control")?;
        if let Some(crossing) = &self.crossing {
            write!(f, " at {crossing}")?;
        }
        if let Some(mode) = self.mode {
            write!(f, " by {mode}")?;
        }
        if let Some(from) = self.from {
            write!(f, " from {from}")?;
        }
        if let Some(to) = self.to {
            write!(f, " into {to}")?;
        }
        write!(f, " takes {}", self.time.median())
    }
}

impl Change {
    /// It can be used: a project (id or name), link, crossing, line or service.
    pub fn open(what: impl Into<Target>) -> Self {
        Self::Open(what.into())
    }

    /// It cannot be used.
    pub fn close(what: impl Into<Target>) -> Self {
        Self::Close(what.into())
    }

    /// It opens on `date`, not before.
    pub fn opens_on(what: impl Into<Target>, date: Date) -> Self {
        Self::OpensOn {
            what: what.into(),
            date,
        }
    }

    /// Nobody's goods may pass `country`.
    #[must_use]
    pub fn close_transit(country: Country) -> Self {
        Self::CloseTransit(TransitClosure::new(country))
    }

    /// `operator` manages `line`.
    pub fn manager(line: impl Into<String>, operator: impl Into<String>) -> Self {
        Self::Manager {
            line: line.into(),
            operator: operator.into(),
        }
    }

    /// `holder` holds exactly `share` of `held`.
    pub fn stake(holder: impl Into<String>, held: impl Into<String>, share: Share) -> Self {
        Self::Stake {
            holder: holder.into(),
            held: held.into(),
            share,
        }
    }

    /// Only `left` of the capacity is left.
    pub fn capacity(what: impl Into<Target>, left: Share) -> Self {
        Self::Capacity {
            what: what.into(),
            left,
        }
    }
}

impl fmt::Display for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open(what) => write!(f, "{what} is open"),
            Self::Close(what) => write!(f, "{what} is closed"),
            Self::OpensOn { what, date } => write!(f, "{what} opens on {date}"),
            Self::CloseTransit(closure) => closure.fmt(f),
            Self::OpenTransit(closure) => closure.write(f, "open"),
            Self::Manager { line, operator } => write!(f, "{operator} manages {line}"),
            Self::Stake {
                holder,
                held,
                share,
            } => write!(f, "{holder} holds {share} of {held}"),
            Self::ScaleTariffs { scope, percent } => write!(f, "{scope} are at {percent}"),
            Self::SetTariff { tariff, usd } => write!(f, "tariff {tariff} is {} USD", usd.as_usd()),
            Self::BorderTime(change) => change.fmt(f),
            Self::Toll(change) => change.fmt(f),
            Self::BorderFee(change) => change.fmt(f),
            Self::Collector(change) => change.fmt(f),
            Self::Handling(change) => change.fmt(f),
            Self::Carrier(change) => change.fmt(f),
            Self::Speed(change) => change.fmt(f),
            Self::Service(change) => change.fmt(f),
            Self::ThroughRate(change) => change.fmt(f),
            Self::Shares(schedule) => schedule.fmt(f),
            Self::AddLink(link) => write!(f, "there is a link {}", link.id),
            Self::AddService(service) => write!(f, "there is a service {}", service.id),
            Self::Capacity { what, left } => write!(f, "{left} of the capacity of {what} is left"),
        }
    }
}

macro_rules! change_from {
    ($($variant:ident($record:ty)),*) => {
        $(impl From<$record> for Change {
            fn from(change: $record) -> Self {
                Self::$variant(change)
            }
        })*
    };
}

change_from!(
    BorderTime(BorderTime),
    Toll(TollChange),
    BorderFee(BorderFee),
    Collector(Collector),
    Handling(HandlingChange),
    Carrier(CarrierChange),
    Speed(SpeedChange),
    Service(ServiceChange),
    ThroughRate(ThroughRateChange),
    Shares(ShareSchedule)
);
