use serde::{Deserialize, Serialize};

use super::{
    BorderTermsId, Bound, Cited, CitedTime, Consist, CrossingId, HandlingId, LineId, Mode, Network,
    OperatorId, PlaceId, Prices, Product, Provenance, Regime, Validity,
};
use crate::code::Country;
use crate::quantity::{Duration, Mass, Rate, Share};

/// What is done to goods that stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum HandlingKind {
    /// From the gate of a place into a conveyance.
    Load,
    /// From a conveyance to the gate of a place.
    Unload,
    /// Between a conveyance and the terminal, on the way to another conveyance.
    Tranship,
    /// Between wagons of two gauges.
    GaugeChange,
    /// Time in a port between vessel and land, beyond the lifts.
    PortDwell,
}

impl std::fmt::Display for HandlingKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(match self {
            Self::Load => "load",
            Self::Unload => "unload",
            Self::Tranship => "tranship",
            Self::GaugeChange => "gauge_change",
            Self::PortDwell => "port_dwell",
        })
    }
}

/// Hours and price of handling; the most specific record wins: place, then country, then any.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Handling {
    /// At this place only.
    pub place: Option<PlaceId>,
    /// In this country only.
    pub country: Option<Country>,
    /// What is done.
    pub kind: HandlingKind,
    /// From this family of conveyances (`wagon`, `truck`, `vessel`, `terminal`); any when missing.
    pub from: Option<String>,
    /// Into this family of conveyances; any when missing.
    pub to: Option<String>,
    /// Who does it.
    pub operator: Option<OperatorId>,
    /// How long it takes.
    pub time: CitedTime,
    /// What it costs.
    pub prices: Prices,
    /// When it applies.
    pub validity: Validity,
    /// Remark.
    pub note: String,
    /// Sources and row.
    pub provenance: Provenance,
}

impl Handling {
    /// Handling anywhere, at no price.
    #[must_use]
    pub fn new(kind: HandlingKind, time: impl Into<CitedTime>) -> Self {
        Self {
            place: None,
            country: None,
            kind,
            from: None,
            to: None,
            operator: None,
            time: time.into(),
            prices: Prices::default(),
            validity: Validity::ALWAYS,
            note: String::new(),
            provenance: Provenance::default(),
        }
    }
}

/// Hours and fee of border control; the most specific record wins: crossing, then ordered pair,
/// then one country, then any; among equals the one that names regime, mode, product and consist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BorderTerms {
    /// At this crossing only.
    pub crossing: Option<CrossingId>,
    /// Leaving this country; any when missing.
    pub from: Option<Country>,
    /// Entering this country; any when missing.
    pub to: Option<Country>,
    /// For this mode; any when missing.
    pub mode: Option<Mode>,
    /// Under this regime; any when missing.
    pub regime: Option<Regime>,
    /// For this product; any when missing.
    #[serde(default)]
    pub product: Option<Product>,
    /// For shipments that go by rail like this; any when missing.
    #[serde(default)]
    pub consist: Option<Consist>,
    /// How long it takes, both sides together.
    pub time: CitedTime,
    /// The published mean at the side left, where there is one.
    pub exit_mean: Option<Cited<Duration>>,
    /// The published mean at the side entered, where there is one.
    pub entry_mean: Option<Cited<Duration>>,
    /// What a unit pays.
    pub fee: Cited<Rate>,
    /// Who is paid.
    pub payee: Option<OperatorId>,
    /// When it applies.
    pub validity: Validity,
    /// Remark.
    pub note: String,
    /// Sources and row.
    pub provenance: Provenance,
}

impl BorderTerms {
    /// Control anywhere, without a fee.
    #[must_use]
    pub fn new(time: impl Into<CitedTime>) -> Self {
        Self {
            crossing: None,
            from: None,
            to: None,
            mode: None,
            regime: None,
            product: None,
            consist: None,
            time: time.into(),
            exit_mean: None,
            entry_mean: None,
            fee: Rate::ZERO.into(),
            payee: None,
            validity: Validity::ALWAYS,
            note: String::new(),
            provenance: Provenance::default(),
        }
    }
}

/// Whose trucks a fee is asked of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Plate {
    /// Of one country.
    Country(Country),
    /// Of a member of the European Union, `EU` of [`Network::unions`].
    EuropeanUnion,
    /// Of any country that no other record of the same fee names.
    Other,
}

/// What makes a fee due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Trigger {
    /// Entering the country.
    Entry,
    /// Leaving the country.
    Exit,
    /// Running there, by the kilometre.
    Run,
}

/// A fee that a country asks of foreign trucks that enter, leave or run there; of its own trucks where
/// the record names their plates. Fees to several payees add up; two that agree in country, mode,
/// plate, trigger and payee must not share a day and a mass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Fee {
    /// The country that asks.
    pub country: Country,
    /// The mode that pays.
    pub mode: Mode,
    /// Whose trucks.
    pub plate: Plate,
    /// What makes it due.
    pub trigger: Trigger,
    /// Gross mass from which it applies (inclusive).
    pub mass_from: Option<Mass>,
    /// Gross mass below which it applies (exclusive).
    pub mass_to: Option<Mass>,
    /// The amount per truck in USD of the price year; of [`Trigger::Run`] per truck and kilometre.
    pub amount: Cited<Rate>,
    /// Who is paid.
    pub payee: Option<OperatorId>,
    /// When it applies.
    pub validity: Validity,
    /// Remark.
    pub note: String,
    /// Sources and row.
    pub provenance: Provenance,
}

impl Fee {
    /// A fee on every foreign truck that enters.
    #[must_use]
    pub fn new(country: Country, mode: Mode, amount: impl Into<Cited<Rate>>) -> Self {
        Self {
            country,
            mode,
            plate: Plate::Other,
            trigger: Trigger::Entry,
            mass_from: None,
            mass_to: None,
            amount: amount.into(),
            payee: None,
            validity: Validity::ALWAYS,
            note: String::new(),
            provenance: Provenance::default(),
        }
    }
}

/// Commercial speed without border stops; the most specific record wins: line, then country, then
/// any, and a named product before any product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Speed {
    /// On this line only.
    pub line: Option<LineId>,
    /// In this country only.
    pub country: Option<Country>,
    /// The mode.
    pub mode: Mode,
    /// For this product; any when missing.
    pub product: Option<Product>,
    /// For this direction; both when missing.
    #[serde(default)]
    pub bound: Option<Bound>,
    /// Metres per hour while it moves, by median.
    pub moving_metres_per_hour: Cited<u32>,
    /// Minutes of a day on which it moves; 1,440 where it does not rest.
    pub daily_minutes: Cited<u16>,
    /// 90th percentile of the moving time over its median, in thousandths (1,500 is 1.5).
    pub p90_per_mille: Cited<u32>,
    /// When it applies.
    pub validity: Validity,
    /// Remark.
    pub note: String,
    /// Sources and row.
    pub provenance: Provenance,
}

impl Speed {
    /// Metres per hour of the clock, by median; rest included where it is moved part of the day.
    #[must_use]
    pub fn metres_per_hour(&self) -> u32 {
        let moving = u64::from(self.moving_metres_per_hour.value());
        let scaled = moving * u64::from(self.daily_minutes.value());
        u32::try_from((scaled + 720) / 1_440).unwrap_or(u32::MAX)
    }

    /// A speed of a mode anywhere that does not rest, with a 90th percentile equal to the median.
    #[must_use]
    pub fn new(mode: Mode, metres_per_hour: impl Into<Cited<u32>>) -> Self {
        Self {
            line: None,
            country: None,
            mode,
            product: None,
            bound: None,
            moving_metres_per_hour: metres_per_hour.into(),
            daily_minutes: 1_440.into(),
            p90_per_mille: 1_000.into(),
            validity: Validity::ALWAYS,
            note: String::new(),
            provenance: Provenance::default(),
        }
    }
}

/// What an emission factor speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EmissionSubject {
    /// Moving by a mode on land.
    Mode(Mode),
    /// Moving aboard a kind of vessel.
    Service(super::ServiceKind),
    /// One handling operation.
    Handling,
}

/// Greenhouse gas intensity, well to wheel (ISO 14083); a country's own record wins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct EmissionFactor {
    /// What it speaks of.
    pub subject: EmissionSubject,
    /// In this country only.
    pub country: Option<Country>,
    /// For this product only.
    pub product: Option<Product>,
    /// For handling of this conveyance family, or `gauge_change`, only.
    pub family: Option<String>,
    /// Milligrams of CO2e per tonne-kilometre; for handling, milligrams per unit lifted.
    pub milligrams: Cited<u64>,
    /// The part of it that the vehicle itself emits (tank to wheel), the rest being of the making of
    /// fuel and electricity (well to tank); nothing where that is not known.
    pub tank_to_wheel: Option<Cited<Share>>,
    /// Remark.
    pub note: String,
    /// Sources and row.
    pub provenance: Provenance,
}

impl EmissionFactor {
    /// A factor that holds anywhere.
    #[must_use]
    pub fn new(subject: EmissionSubject, milligrams: impl Into<Cited<u64>>) -> Self {
        Self {
            subject,
            country: None,
            product: None,
            family: None,
            milligrams: milligrams.into(),
            tank_to_wheel: None,
            note: String::new(),
            provenance: Provenance::default(),
        }
    }
}

impl Network {
    /// Every handling record, in the order in which they were added.
    #[must_use]
    pub fn handling(&self) -> impl ExactSizeIterator<Item = (HandlingId, &Handling)> + '_ {
        let rows = self.records.handling.iter().enumerate();
        rows.map(|(index, row)| (HandlingId::new(index), row))
    }

    /// The handling record behind an id, if this network minted it.
    #[must_use]
    pub fn handling_record(&self, id: HandlingId) -> Option<&Handling> {
        self.records.handling.get(id.index())
    }

    pub(crate) fn handling_record_at(&self, id: HandlingId) -> &Handling {
        &self.records.handling[id.index()]
    }

    /// Every record of border control, in the order in which they were added.
    #[must_use]
    pub fn borders(&self) -> impl ExactSizeIterator<Item = (BorderTermsId, &BorderTerms)> + '_ {
        let rows = self.records.borders.iter().enumerate();
        rows.map(|(index, row)| (BorderTermsId::new(index), row))
    }

    /// The record of border control behind an id, if this network minted it.
    #[must_use]
    pub fn border_terms(&self, id: BorderTermsId) -> Option<&BorderTerms> {
        self.records.borders.get(id.index())
    }

    pub(crate) fn border_terms_at(&self, id: BorderTermsId) -> &BorderTerms {
        &self.records.borders[id.index()]
    }
}
