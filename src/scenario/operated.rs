//! What is handled, moved and run otherwise: prices, hours, speeds, and by whom.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::price::{Frequency, Pace, PriceChange};
use super::settings;
use crate::code::Country;
use crate::network::{HandlingKind, Mode, Product};
use crate::quantity::TravelTime;

/// What handling costs and takes at a place or in a country, and who does it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct HandlingChange {
    /// At this place only: its code or name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// In this country only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// Of this kind only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operation: Option<HandlingKind>,
    /// The price; as it is when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<PriceChange>,
    /// The hours; as they are when missing.
    #[serde(
        default,
        with = "settings::span",
        skip_serializing_if = "Option::is_none"
    )]
    pub time: Option<TravelTime>,
    /// Who does it and is paid: the id of an operator; whoever does already when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
}

impl HandlingChange {
    /// Any handling at a place, as it is.
    pub fn at(place: impl Into<String>) -> Self {
        Self {
            place: Some(place.into()),
            ..Self::default()
        }
    }

    /// Any handling in a country, as it is.
    #[must_use]
    pub fn within(country: Country) -> Self {
        Self {
            country: Some(country),
            ..Self::default()
        }
    }

    /// Handling of this kind only.
    #[must_use]
    pub const fn of_kind(mut self, kind: HandlingKind) -> Self {
        self.operation = Some(kind);
        self
    }

    /// At this price.
    #[must_use]
    pub const fn priced(mut self, price: PriceChange) -> Self {
        self.price = Some(price);
        self
    }

    /// In this time.
    #[must_use]
    pub const fn taking(mut self, time: TravelTime) -> Self {
        self.time = Some(time);
        self
    }

    /// By this operator.
    #[must_use]
    pub fn run_by(mut self, operator: impl Into<String>) -> Self {
        self.operator = Some(operator.into());
        self
    }
}

impl fmt::Display for HandlingChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.operation {
            Some(kind) => write!(f, "{}", kind.to_string().replace('_', " "))?,
            None => f.write_str("handling")?,
        }
        match (&self.place, self.country) {
            (Some(place), _) => write!(f, " at {place}")?,
            (None, Some(country)) => write!(f, " in {country}")?,
            (None, None) => {}
        }
        let mut comma = "";
        if let Some(price) = &self.price {
            write!(f, " {price}")?;
            comma = ",";
        }
        if let Some(time) = self.time {
            write!(f, "{comma} takes {}", time.median())?;
            comma = ",";
        }
        match &self.operator {
            Some(operator) => write!(f, "{comma} is done by {operator}"),
            None => Ok(()),
        }
    }
}

/// Another operator hauls on a line in place of one, at its tariffs, and is paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct CarrierChange {
    /// The line's id.
    pub line: String,
    /// Who hauls: the id of an operator that does not sell there itself.
    pub operator: String,
    /// Whose tariffs are asked: the id of an operator that sells there by the records.
    pub in_place_of: String,
}

impl CarrierChange {
    /// Who hauls on a line in place of whom.
    pub fn new(
        line: impl Into<String>,
        operator: impl Into<String>,
        in_place_of: impl Into<String>,
    ) -> Self {
        Self {
            line: line.into(),
            operator: operator.into(),
            in_place_of: in_place_of.into(),
        }
    }
}

impl fmt::Display for CarrierChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            line,
            operator,
            in_place_of,
        } = self;
        write!(f, "{operator} hauls on {line} in place of {in_place_of}")
    }
}

/// How fast goods move on a line or in a country.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct SpeedChange {
    /// On this line only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
    /// In this country only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<Country>,
    /// By this mode only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<Mode>,
    /// Of this product only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<Product>,
    /// The speed.
    pub pace: Pace,
}

impl SpeedChange {
    /// Of everything on a line.
    pub fn on(line: impl Into<String>, pace: Pace) -> Self {
        Self {
            line: Some(line.into()),
            country: None,
            mode: None,
            product: None,
            pace,
        }
    }

    /// By a mode in a country.
    #[must_use]
    pub const fn within(country: Country, mode: Mode, pace: Pace) -> Self {
        Self {
            line: None,
            country: Some(country),
            mode: Some(mode),
            product: None,
            pace,
        }
    }
}

impl fmt::Display for SpeedChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("goods move")?;
        if let Some(mode) = self.mode {
            write!(f, " by {mode}")?;
        }
        match (&self.line, self.country) {
            (Some(line), _) => write!(f, " on {line}")?,
            (None, Some(country)) => write!(f, " in {country}")?,
            (None, None) => {}
        }
        write!(f, " at {}", self.pace)
    }
}

/// What a service asks, how often it leaves, how long it takes and who runs it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ServiceChange {
    /// The service's id.
    pub service: String,
    /// The price; as it is when missing. One for any unit counts for the units that the service has a
    /// price for, or for all where it has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<PriceChange>,
    /// How often it leaves, from which the wait for it then follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frequency: Option<Frequency>,
    /// The wait for it, for everybody.
    #[serde(
        default,
        with = "settings::span",
        skip_serializing_if = "Option::is_none"
    )]
    pub wait: Option<TravelTime>,
    /// The hours of its run; without a 90th percentile they are guaranteed.
    #[serde(
        default,
        with = "settings::span",
        skip_serializing_if = "Option::is_none"
    )]
    pub time: Option<TravelTime>,
    /// Who runs it: the id of an operator.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub operator: Option<String>,
}

impl ServiceChange {
    /// A service as it is.
    pub fn of(service: impl Into<String>) -> Self {
        Self {
            service: service.into(),
            price: None,
            frequency: None,
            wait: None,
            time: None,
            operator: None,
        }
    }

    /// At this price.
    #[must_use]
    pub const fn priced(mut self, price: PriceChange) -> Self {
        self.price = Some(price);
        self
    }

    /// Leaving so often.
    #[must_use]
    pub const fn leaving(mut self, frequency: Frequency) -> Self {
        self.frequency = Some(frequency);
        self
    }

    /// After this wait.
    #[must_use]
    pub const fn waiting(mut self, wait: TravelTime) -> Self {
        self.wait = Some(wait);
        self
    }

    /// Running for so long.
    #[must_use]
    pub const fn taking(mut self, time: TravelTime) -> Self {
        self.time = Some(time);
        self
    }

    /// Run by this operator.
    #[must_use]
    pub fn run_by(mut self, operator: impl Into<String>) -> Self {
        self.operator = Some(operator.into());
        self
    }
}

impl fmt::Display for ServiceChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "service {}", self.service)?;
        let mut comma = "";
        let mut say = |what: Option<String>| {
            let Some(what) = what else {
                return Ok(());
            };
            let said = write!(f, "{comma} {what}");
            comma = ",";
            said
        };
        say(self.price.map(|price| price.to_string()))?;
        say(self.frequency.map(|often| often.to_string()))?;
        say(self
            .wait
            .map(|wait| format!("is waited for {}", wait.median())))?;
        say(self.time.map(|time| format!("runs for {}", time.median())))?;
        let by = self.operator.as_ref();
        say(by.map(|operator| format!("is run by {operator}")))
    }
}

/// What a through rate is, and how long the chain takes that is sold with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct ThroughRateChange {
    /// The id of the through rate.
    pub rate: String,
    /// The price; as it is when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<PriceChange>,
    /// The hours of the whole chain, in place of the sum of its parts; without a 90th percentile they are
    /// guaranteed.
    #[serde(
        default,
        with = "settings::span",
        skip_serializing_if = "Option::is_none"
    )]
    pub time: Option<TravelTime>,
}

impl ThroughRateChange {
    /// A through rate as it is.
    pub fn of(rate: impl Into<String>) -> Self {
        Self {
            rate: rate.into(),
            price: None,
            time: None,
        }
    }

    /// At this price.
    #[must_use]
    pub const fn priced(mut self, price: PriceChange) -> Self {
        self.price = Some(price);
        self
    }

    /// In this time.
    #[must_use]
    pub const fn taking(mut self, time: TravelTime) -> Self {
        self.time = Some(time);
        self
    }
}

impl fmt::Display for ThroughRateChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "through rate {}", self.rate)?;
        self.price.map_or(Ok(()), |price| write!(f, " {price}"))?;
        let comma = if self.price.is_some() { "," } else { "" };
        let time = self.time;
        time.map_or(Ok(()), |time| write!(f, "{comma} takes {}", time.median()))
    }
}
