use serde::{Deserialize, Serialize};

use super::{
    Bound, Cited, Component, Consist, LineId, Mode, OperatorId, Product, Provenance, UnitKind,
    Validity,
};
use crate::code::{Country, Name};
use crate::quantity::{Distance, Mass, Rate};

/// What a rate is multiplied with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum RateBasis {
    /// Units times kilometres.
    PerKm,
    /// Tonnes times kilometres.
    PerTonneKm,
    /// Units.
    PerUnit,
    /// Nothing: once for the consignment.
    PerConsignment,
    /// Units times hours that the goods stand on their truck: loading, at borders, in ports, on ships.
    PerHour,
}

/// How the rate of a distance band is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Taper {
    /// The band that the whole haul falls into prices every kilometre.
    Whole,
    /// Each kilometre is priced by the band it lies in.
    Slice,
}

/// What a carrier charges on the lines where it offers haulage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Tariff {
    /// Id, unique in the network.
    pub id: Name,
    /// Who hauls; on roads the shipment's own carrier when missing.
    pub operator: Option<OperatorId>,
    /// In which country.
    pub country: Country,
    /// On which lines; every line of the country and mode when empty.
    pub lines: Vec<LineId>,
    /// Rail or road.
    pub mode: Mode,
    /// What is sold.
    pub product: Product,
    /// The unit it prices; any when missing.
    pub unit: Option<UnitKind>,
    /// Loaded or empty units; both when missing.
    pub loaded: Option<bool>,
    /// What the rate is multiplied with.
    pub basis: RateBasis,
    /// The rate in USD of the price year.
    pub rate: Cited<Rate>,
    /// The least that one haul over this railway costs, per unit.
    pub minimum: Option<Cited<Rate>>,
    /// For shipments that go by rail like this; any when missing.
    #[serde(default)]
    pub consist: Option<Consist>,
    /// For this direction; both when missing.
    #[serde(default)]
    pub bound: Option<Bound>,
    /// Gross mass of a unit from which it applies (inclusive).
    pub mass_from: Option<Mass>,
    /// Gross mass of a unit below which it applies (exclusive).
    pub mass_to: Option<Mass>,
    /// Whole haul over this railway from which it applies (exclusive).
    pub band_from: Option<Distance>,
    /// Whole haul over this railway up to which it applies (inclusive).
    pub band_to: Option<Distance>,
    /// How bands are read.
    pub taper: Taper,
    /// What is charged.
    pub component: Component,
    /// Who is paid; the operator when missing.
    pub payee: Option<OperatorId>,
    /// When it applies.
    pub validity: Validity,
    /// Remark.
    pub note: String,
    /// Sources and row.
    pub provenance: Provenance,
}

impl Tariff {
    /// A rate per unit-kilometre for every unit, always valid.
    pub fn new(
        id: impl Into<Name>,
        operator: Option<OperatorId>,
        country: Country,
        mode: Mode,
        product: Product,
        rate: impl Into<Cited<Rate>>,
    ) -> Self {
        Self {
            id: id.into(),
            operator,
            country,
            lines: Vec::new(),
            mode,
            product,
            unit: None,
            loaded: None,
            consist: None,
            bound: None,
            basis: RateBasis::PerKm,
            rate: rate.into(),
            minimum: None,
            mass_from: None,
            mass_to: None,
            band_from: None,
            band_to: None,
            taper: Taper::Whole,
            component: Component::Haulage,
            payee: None,
            validity: Validity::ALWAYS,
            note: String::new(),
            provenance: Provenance::default(),
        }
    }
}
