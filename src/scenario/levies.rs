//! Tolls, fees of border control, and who collects what a country asks.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::price::PriceChange;
use super::{Target, settings};
use crate::code::Country;
use crate::network::{Mode, RateBasis};
use crate::quantity::Rate;

/// A toll for the use of a line, link or crossing, beside what the records ask.
///
/// Whoever buys carriage over it link by link or by haul pays. A service or through rate with a price of its
/// own asks what it asked before: its seller pays for the line out of that price, as for everything else on the
/// way, and whether he would pass a toll on nobody publishes. To pass it on, raise his price as well
/// ([`ServiceChange`](super::ServiceChange), [`ThroughRateChange`](super::ThroughRateChange)). A toll at a crossing is
/// due there whoever carries, as border fees are. A mass counts as in tariffs: a container with its goods. With
/// a range it is a [parameter](super::Parameter) of the scenario, called as its change is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct TollChange {
    /// Where: a line, project or country for rates per kilometre; a link or crossing for any.
    pub on: Target,
    /// What it is multiplied with. An amount for the whole consignment is due at crossings only.
    pub basis: RateBasis,
    /// How much.
    #[serde(with = "settings::usd")]
    pub usd: Rate,
    /// The least that it may be, where it is a parameter.
    #[serde(
        default,
        with = "settings::usd_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub usd_low: Option<Rate>,
    /// The most that it may be, where it is a parameter.
    #[serde(
        default,
        with = "settings::usd_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub usd_high: Option<Rate>,
    /// Who is paid: the id of an operator, or the authorities of a country as `authority:AM`.
    #[serde(default)]
    pub payee: String,
}

impl TollChange {
    /// A toll without a range.
    pub fn new(
        on: impl Into<Target>,
        basis: RateBasis,
        usd: Rate,
        payee: impl Into<String>,
    ) -> Self {
        Self {
            on: on.into(),
            basis,
            usd,
            usd_low: None,
            usd_high: None,
            payee: payee.into(),
        }
    }

    /// The same as a parameter between two amounts.
    #[must_use]
    pub const fn between(mut self, low: Rate, high: Rate) -> Self {
        (self.usd_low, self.usd_high) = (Some(low), Some(high));
        self
    }
}

impl fmt::Display for TollChange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let per = match self.basis {
            RateBasis::PerKm => "a unit and km",
            RateBasis::PerTonneKm => "a tonne and km",
            RateBasis::PerUnit => "a unit",
            RateBasis::PerConsignment => "a consignment",
            RateBasis::PerHour => "an hour",
        };
        let (on, usd, payee) = (&self.on, self.usd.as_usd(), &self.payee);
        write!(f, "{payee} takes a toll of {usd} USD {per} on {on}")
    }
}

/// What border control costs at a crossing or between two countries, and who is paid for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct BorderFee {
    /// At this crossing only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crossing: Option<String>,
    /// Leaving this country; any when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Country>,
    /// Entering this country; any when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Country>,
    /// For this mode; every mode when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<Mode>,
    /// The fee; as it is when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<PriceChange>,
    /// Who is paid: the id of an operator; whoever is paid already when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub payee: Option<String>,
}

impl BorderFee {
    /// At a crossing, both ways.
    pub fn at(crossing: impl Into<String>, price: PriceChange) -> Self {
        Self {
            crossing: Some(crossing.into()),
            price: Some(price),
            ..Self::default()
        }
    }

    /// From one country into another, at every crossing.
    #[must_use]
    pub fn between(from: Country, to: Country, price: PriceChange) -> Self {
        Self {
            from: Some(from),
            to: Some(to),
            price: Some(price),
            ..Self::default()
        }
    }

    /// The same, paid to an operator.
    #[must_use]
    pub fn paid_to(mut self, payee: impl Into<String>) -> Self {
        self.payee = Some(payee.into());
        self
    }
}

impl fmt::Display for BorderFee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("border control")?;
        let crossing = self.crossing.as_ref();
        crossing.map_or(Ok(()), |crossing| write!(f, " at {crossing}"))?;
        self.mode.map_or(Ok(()), |mode| write!(f, " by {mode}"))?;
        self.from.map_or(Ok(()), |from| write!(f, " from {from}"))?;
        self.to.map_or(Ok(()), |to| write!(f, " into {to}"))?;
        self.price.map_or(Ok(()), |price| write!(f, " {price}"))?;
        match &self.payee {
            Some(payee) if self.price.is_some() => write!(f, ", paid to {payee}"),
            Some(payee) => write!(f, " is paid to {payee}"),
            None => Ok(()),
        }
    }
}

/// Who collects what a country asks at its borders: fees of border control on entering it, at ports as
/// well, and its fees of trucks on entry and exit, but no tolls by the kilometre. They stay the state's
/// income.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Collector {
    /// The country.
    pub country: Country,
    /// At this crossing only; everywhere when missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crossing: Option<String>,
    /// Who: the id of an operator.
    pub operator: String,
}

impl Collector {
    /// Everywhere in a country.
    pub fn of(country: Country, operator: impl Into<String>) -> Self {
        Self {
            country,
            crossing: None,
            operator: operator.into(),
        }
    }

    /// The same at one crossing only.
    #[must_use]
    pub fn at(mut self, crossing: impl Into<String>) -> Self {
        self.crossing = Some(crossing.into());
        self
    }
}

impl fmt::Display for Collector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} collects the fees of {}", self.operator, self.country)?;
        match &self.crossing {
            Some(crossing) => write!(f, " at {crossing}"),
            None => Ok(()),
        }
    }
}
