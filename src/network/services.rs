use geo_types::Point;
use serde::{Deserialize, Serialize};

use super::{
    Cited, CitedTime, Conveyance, CrossingId, DepartureRule, OperatorId, PlaceId, PriceFor,
    ProjectId, Provenance, ServiceId, ServiceKind, Timeline, Validity,
};
use crate::code::{Country, Name};
use crate::quantity::{Distance, Rate};

/// Prices per unit; a missing one is not sold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prices {
    /// For a 20 ft container.
    pub container_20: Option<Cited<Rate>>,
    /// For a 40 ft container.
    pub container_40: Option<Cited<Rate>>,
    /// For a truck.
    pub truck: Option<Cited<Rate>>,
    /// For a railway wagon.
    pub wagon: Option<Cited<Rate>>,
}

impl Prices {
    /// The price of one kind of unit.
    #[must_use]
    pub const fn of(&self, unit: PriceFor) -> Option<&Cited<Rate>> {
        match unit {
            PriceFor::Container20 => self.container_20.as_ref(),
            PriceFor::Container40 => self.container_40.as_ref(),
            PriceFor::Truck => self.truck.as_ref(),
            PriceFor::Wagon => self.wagon.as_ref(),
        }
    }
}

/// What an operator sells from one place to another: a sailing or a train with frequency.
///
/// One record per direction.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Service {
    /// Id, unique in the network.
    pub id: Name,
    /// Who sells and runs it.
    pub operator: OperatorId,
    /// What it is.
    pub kind: ServiceKind,
    /// Where it leaves.
    pub from: PlaceId,
    /// Where it arrives.
    pub to: PlaceId,
    /// What the goods ride in on board.
    pub conveyance: Conveyance,
    /// Length of the voyage; a block train's may be left to the links it runs over.
    pub distance: Option<Cited<Distance>>,
    /// Berth to berth or terminal to terminal; a block train's may be left to the links.
    pub time: Option<CitedTime>,
    /// Departures in 1,000 weeks, where known.
    pub departures_per_1000_weeks: Option<Cited<u32>>,
    /// What makes it leave.
    pub rule: DepartureRule,
    /// The wait before it leaves; without one, what follows from how often and by what rule it does.
    pub wait: Option<CitedTime>,
    /// The wait of shipments that fill a train, and of those sold through, whose room is kept for
    /// them; that of all others when missing.
    #[serde(default)]
    pub train_wait: Option<CitedTime>,
    /// The flag of the vessel.
    pub flag: Option<Country>,
    /// Containers it can take, in TEU.
    pub capacity_teu: Option<Cited<u32>>,
    /// Wagons it can take.
    pub capacity_wagons: Option<Cited<u32>>,
    /// Trucks it can take.
    pub capacity_trucks: Option<Cited<u32>>,
    /// What it costs.
    pub prices: Prices,
    /// Its dated states.
    pub states: Timeline,
    /// What it opens or changes together with.
    pub project: Option<ProjectId>,
    /// Places and crossings a block train passes; points a vessel passes.
    pub via: Vec<Waypoint>,
    /// What a block train passes on each other way that it may take.
    pub other_ways: Vec<Vec<Waypoint>>,
    /// Remark.
    pub note: String,
    /// Sources and row.
    pub provenance: Provenance,
}

/// Something a service or a through rate passes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Waypoint {
    /// A point at sea.
    Point(Point<f64>),
    /// A place.
    Place(PlaceId),
    /// A border crossing.
    Crossing(CrossingId),
    /// A service.
    Service(ServiceId),
}

impl Service {
    /// Whether it goes by sea: every service but a block train.
    #[must_use]
    pub fn is_by_sea(&self) -> bool {
        self.kind != ServiceKind::BlockTrain
    }

    /// What it passes on each way that it may take, that of its record first.
    pub(crate) fn ways(&self) -> impl Iterator<Item = &[Waypoint]> {
        let others = self.other_ways.iter().map(Vec::as_slice);
        std::iter::once(&self.via[..]).chain(others)
    }

    /// An open service that leaves when full, at no price.
    #[allow(
        clippy::too_many_arguments,
        reason = "none of them has a sensible default"
    )]
    pub fn new(
        id: impl Into<Name>,
        operator: OperatorId,
        kind: ServiceKind,
        from: PlaceId,
        to: PlaceId,
        conveyance: Conveyance,
        distance: impl Into<Cited<Distance>>,
        time: impl Into<CitedTime>,
    ) -> Self {
        Self {
            id: id.into(),
            operator,
            kind,
            from,
            to,
            conveyance,
            distance: Some(distance.into()),
            time: Some(time.into()),
            departures_per_1000_weeks: None,
            rule: DepartureRule::WhenFull,
            wait: None,
            train_wait: None,
            flag: None,
            capacity_teu: None,
            capacity_wagons: None,
            capacity_trucks: None,
            prices: Prices::default(),
            states: Timeline::always(super::Status::Open),
            project: None,
            via: Vec::new(),
            other_ways: Vec::new(),
            note: String::new(),
            provenance: Provenance::default(),
        }
    }
}

/// One all-in price for a chain that is not the sum of its parts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct ThroughRate {
    /// Id, unique in the network.
    pub id: Name,
    /// Who sells it.
    pub seller: OperatorId,
    /// Where it begins.
    pub from: PlaceId,
    /// Where it ends.
    pub to: PlaceId,
    /// Places, crossings and services that fix the physical chain.
    pub via: Vec<Waypoint>,
    /// What fixes each other chain that it is sold for.
    pub other_ways: Vec<Vec<Waypoint>>,
    /// The rail product it is sold for.
    pub product: super::Product,
    /// The price.
    pub prices: Prices,
    /// When it is sold.
    pub validity: Validity,
    /// Remark.
    pub note: String,
    /// Sources and row.
    pub provenance: Provenance,
}

impl ThroughRate {
    /// What fixes each chain that it is sold for, that of its record first.
    pub(crate) fn ways(&self) -> impl Iterator<Item = &[Waypoint]> {
        let others = self.other_ways.iter().map(Vec::as_slice);
        std::iter::once(&self.via[..]).chain(others)
    }

    /// A through rate that is always sold, at no price.
    pub fn new(id: impl Into<Name>, seller: OperatorId, from: PlaceId, to: PlaceId) -> Self {
        Self {
            id: id.into(),
            seller,
            from,
            to,
            via: Vec::new(),
            other_ways: Vec::new(),
            product: super::Product::ContainerTrain,
            prices: Prices::default(),
            validity: Validity::ALWAYS,
            note: String::new(),
            provenance: Provenance::default(),
        }
    }
}
