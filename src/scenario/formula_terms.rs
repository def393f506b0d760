//! What formulas charge, promise and whom they put in charge, as small tables over the records.

use std::collections::BTreeMap;

use super::claims::{Scope, overlaps};
use super::overlay::BorderKey;
use super::price::{Pace, PriceChange};
use crate::code::Country;
use crate::network::{
    CrossingId, HandlingKind, LineId, LinkId, Mode, OperatorId, PlaceId, Product, RateBasis,
    Service, ServiceId, ThroughRateId,
};
use crate::quantity::{Rate, TravelTime};

/// Who is paid a toll that a change puts somewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum TollPayee {
    /// An operator, who is a party of what pays it.
    Operator(OperatorId),
    /// The authorities of a country.
    Authority(Country),
}

impl TollPayee {
    /// The operator, where it is one.
    #[must_use]
    pub const fn operator(self) -> Option<OperatorId> {
        match self {
            Self::Operator(id) => Some(id),
            Self::Authority(_) => None,
        }
    }
}

/// A toll that a change puts on a link or crossing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ActiveToll {
    /// Who is paid.
    pub payee: TollPayee,
    /// What it is multiplied with.
    pub basis: RateBasis,
    /// How much.
    pub rate: Rate,
}

/// Where something is handled, and what is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Site {
    /// What is done.
    pub kind: HandlingKind,
    /// Where; at borders nowhere.
    pub place: Option<PlaceId>,
    /// In which country.
    pub country: Country,
}

impl Site {
    /// Handling at a place.
    #[must_use]
    pub const fn at(kind: HandlingKind, place: PlaceId, country: Country) -> Self {
        Self {
            kind,
            place: Some(place),
            country,
        }
    }

    /// The same at a port, or at a border where goods change trucks.
    #[must_use]
    pub const fn lift(place: Option<PlaceId>, country: Country) -> Self {
        Self {
            kind: HandlingKind::Tranship,
            place,
            country,
        }
    }
}

/// What changes make of the handling at a site; what is missing is as the records have it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct HandlingTerms {
    /// The price.
    pub price: Option<PriceChange>,
    /// The hours.
    pub time: Option<TravelTime>,
    /// Who does it.
    pub operator: Option<OperatorId>,
}

/// Who collects what countries ask, where a change says so.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Collectors {
    by_border: BTreeMap<(Country, Option<CrossingId>), OperatorId>,
}

impl Collectors {
    pub(super) const fn of_all(
        by_border: BTreeMap<(Country, Option<CrossingId>), OperatorId>,
    ) -> Self {
        Self { by_border }
    }

    /// Who collects what a country asks at a crossing, or elsewhere.
    #[must_use]
    pub fn of(&self, country: Country, crossing: Option<CrossingId>) -> Option<OperatorId> {
        let here = crossing.and_then(|id| self.by_border.get(&(country, Some(id))));
        let found = here.or_else(|| self.by_border.get(&(country, None)));
        found.copied()
    }

    /// Whether nobody does otherwise than the records have it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_border.is_empty()
    }
}

/// What border control is said to be otherwise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum BorderPart {
    Fee(PriceChange),
    Payee(OperatorId),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct HandlingKey {
    pub(super) place: Option<PlaceId>,
    pub(super) country: Option<Country>,
    pub(super) kind: Option<HandlingKind>,
}

impl HandlingKey {
    pub(super) fn fits(&self, site: &Site) -> bool {
        self.place.is_none_or(|only| Some(only) == site.place)
            && self.country.is_none_or(|only| only == site.country)
            && self.kind.is_none_or(|only| only == site.kind)
    }
}

impl Scope for HandlingKey {
    type Rank = (bool, bool, bool);
    fn rank(&self) -> Self::Rank {
        let Self {
            place,
            country,
            kind,
        } = self;
        (place.is_some(), country.is_some(), kind.is_some())
    }
    fn overlaps(&self, other: &Self) -> bool {
        overlaps(self.place, other.place)
            && overlaps(self.country, other.country)
            && overlaps(self.kind, other.kind)
    }
}

impl Scope for BorderKey {
    type Rank = (bool, u8, bool);
    fn rank(&self) -> Self::Rank {
        Self::rank(self)
    }
    fn overlaps(&self, other: &Self) -> bool {
        overlaps(self.crossing, other.crossing)
            && overlaps(self.from, other.from)
            && overlaps(self.to, other.to)
            && overlaps(self.mode, other.mode)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct SpeedKey {
    pub(super) line: Option<LineId>,
    pub(super) country: Option<Country>,
    pub(super) mode: Option<Mode>,
    pub(super) product: Option<Product>,
}

impl Scope for SpeedKey {
    type Rank = (bool, bool, bool, bool);
    fn rank(&self) -> Self::Rank {
        let (line, country) = (self.line.is_some(), self.country.is_some());
        (line, country, self.product.is_some(), self.mode.is_some())
    }
    fn overlaps(&self, other: &Self) -> bool {
        overlaps(self.line, other.line)
            && overlaps(self.country, other.country)
            && overlaps(self.mode, other.mode)
            && overlaps(self.product, other.product)
    }
}

/// A service as changes make it.
#[derive(Clone, Debug)]
pub(super) struct ChangedService {
    pub(super) record: Service,
    pub(super) price: Option<PriceChange>,
    pub(super) waits: bool,
    pub(super) takes: bool,
    pub(super) is_run_by: bool,
}

/// What changes make of a through rate.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ThroughTerms {
    pub(super) price: Option<PriceChange>,
    pub(super) time: Option<TravelTime>,
}

/// The tables.
#[derive(Clone, Debug, Default)]
pub(super) struct FormulaTerms {
    /// In the order of payees' ids, then of bases.
    pub(super) link_tolls: BTreeMap<LinkId, Vec<ActiveToll>>,
    pub(super) crossing_tolls: BTreeMap<CrossingId, Vec<ActiveToll>>,
    pub(super) fees: Vec<(BorderKey, PriceChange)>,
    pub(super) fee_payees: Vec<(BorderKey, OperatorId)>,
    pub(super) collectors: Collectors,
    pub(super) handling_prices: Vec<(HandlingKey, PriceChange)>,
    pub(super) handling_times: Vec<(HandlingKey, TravelTime)>,
    pub(super) terminals: Vec<(HandlingKey, OperatorId)>,
    pub(super) speeds: Vec<(SpeedKey, Pace)>,
    /// By line: who hauls in place of whom.
    pub(super) carriers: BTreeMap<(LineId, OperatorId), OperatorId>,
    pub(super) services: BTreeMap<ServiceId, ChangedService>,
    pub(super) through_rates: BTreeMap<ThroughRateId, ThroughTerms>,
}
