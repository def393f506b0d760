//! One record per kind of operation, with the data that this kind has and no other.

use super::{OfferId, Parts, Riders};
use crate::code::Country;
use crate::network::{
    BorderTermsId, Bound, Conveyance, CrossingId, DepartureId, HandlingId, LineId, LinkId, Mode,
    PlaceId, Product, ServiceId, ThroughRateId,
};
use crate::quantity::Distance;

/// What an operation does, with the records that it uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OperationKind {
    /// Moving along a link.
    Move(Move),
    /// Moving over one railway between two of its places, at a price that reads the whole haul.
    Haul(Haul),
    /// Nothing: leaving a railway without a haul over it.
    Pass(Pass),
    /// Border control at a crossing.
    BorderControl(BorderControl),
    /// From the gate into a conveyance.
    Load(Lift),
    /// From a conveyance to the gate.
    Unload(Lift),
    /// Between a conveyance and the terminal.
    Tranship(Lift),
    /// Between wagons of two gauges.
    GaugeChange(Lift),
    /// Aboard a wagon, waiting until its train leaves.
    Depart(Depart),
    /// Embarking and waiting until a service leaves.
    Wait(Wait),
    /// A voyage of a vessel.
    SeaRun(SeaRun),
    /// The run of a block train.
    TrainRun(TrainRun),
    /// Landing after a service's arrival.
    Land(Land),
    /// A chain sold at one price.
    Through(Through),
}

/// Moving along a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Move {
    /// The link.
    pub link: LinkId,
    /// From the link's first end to its second.
    pub forward: bool,
    /// The line of the link.
    pub line: LineId,
    /// The country that the link lies in.
    pub country: Country,
    /// Rail or road.
    pub mode: Mode,
    /// What the goods ride in.
    pub conveyance: Conveyance,
    /// What is sold.
    pub product: Product,
    /// The offer that prices it.
    pub offer: OfferId,
    /// Length of the link.
    pub distance: Distance,
    /// Which way it goes.
    pub bound: Bound,
    /// Whether it exists only as a part of hauls, trains and through rates, because its price reads
    /// the whole haul.
    pub part_only: bool,
}

/// Moving over one railway between two of its places; the moves are its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Haul {
    /// The offer that prices it.
    pub offer: OfferId,
    /// The country of the railway.
    pub country: Country,
    /// The mode of its moves.
    pub mode: Mode,
    /// What the goods ride in.
    pub conveyance: Conveyance,
    /// What is sold.
    pub product: Product,
    /// Sum of its moves.
    pub distance: Distance,
    /// Which way it goes, from its first place to its last.
    pub bound: Bound,
    /// Its moves, in order.
    pub parts: Parts,
}

/// Leaving a railway without a haul over it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pass {
    /// What the goods ride in.
    pub conveyance: Conveyance,
}

/// Border control at a crossing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct BorderControl {
    /// The crossing.
    pub crossing: CrossingId,
    /// The country left, and the one entered.
    pub countries: [Country; 2],
    /// The mode of the crossing.
    pub mode: Mode,
    /// What the goods ride in.
    pub conveyance: Conveyance,
    /// The record of hours and fee, where there is one.
    pub terms: Option<BorderTermsId>,
    /// The shipments that this record holds for.
    pub riders: Riders,
    /// Whether the goods change trucks there, because that of the country left may not run in the
    /// country entered.
    pub reload: bool,
}

/// From one conveyance into another at a place: loading, unloading, a transhipment, a gauge change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lift {
    /// Where.
    pub place: PlaceId,
    /// The country of the place.
    pub country: Country,
    /// What the goods stand or ride in before and after.
    pub conveyances: [Conveyance; 2],
    /// The record of hours and price, where there is one.
    pub handling: Option<HandlingId>,
}

/// Aboard a wagon on which they were loaded, goods wait until its train leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Depart {
    /// Where.
    pub place: PlaceId,
    /// The country of the place.
    pub country: Country,
    /// The wagon.
    pub conveyance: Conveyance,
    /// The record of hours, where there is one.
    pub departure: Option<DepartureId>,
    /// The shipments that this record holds for.
    pub riders: Riders,
}

/// Embarking and waiting until a service leaves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Wait {
    /// The service.
    pub service: ServiceId,
    /// Where it leaves.
    pub place: PlaceId,
    /// The country of that place.
    pub country: Country,
    /// What the goods ride in on board.
    pub conveyance: Conveyance,
    /// The flag of the vessel.
    pub flag: Option<Country>,
    /// The record of the time in port, for vessels where there is one.
    pub dwell: Option<HandlingId>,
    /// Whether room is kept, so that the wait is that of whole trains.
    pub reserved: bool,
    /// The shipments that wait so.
    pub riders: Riders,
}

/// A voyage of a vessel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SeaRun {
    /// The service.
    pub service: ServiceId,
    /// Where it leaves and where it arrives.
    pub places: [PlaceId; 2],
    /// What the goods ride in on board.
    pub conveyance: Conveyance,
    /// The flag of the vessel.
    pub flag: Option<Country>,
    /// Length of the voyage.
    pub distance: Distance,
}

/// The run of a block train; the moves and border controls on its way are its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct TrainRun {
    /// The service.
    pub service: ServiceId,
    /// Where it leaves and where it arrives.
    pub places: [PlaceId; 2],
    /// What the goods ride in.
    pub conveyance: Conveyance,
    /// A flag, where the record of the service has one.
    pub flag: Option<Country>,
    /// The length that the service records, or else the sum of its parts.
    pub distance: Distance,
    /// What it runs over, in order.
    pub parts: Parts,
}

/// Landing after a service's arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Land {
    /// The service.
    pub service: ServiceId,
    /// Where it arrives.
    pub place: PlaceId,
    /// The country of that place.
    pub country: Country,
    /// What the goods ride in on board.
    pub conveyance: Conveyance,
    /// The flag of the vessel.
    pub flag: Option<Country>,
    /// The record of the time in port, for vessels where there is one.
    pub dwell: Option<HandlingId>,
    /// The border that a vessel from another country brings along.
    pub border: Option<SeaBorder>,
}

/// Border control in the port where a vessel from another country lands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SeaBorder {
    /// The country that the vessel left, and the one it lands in.
    pub countries: [Country; 2],
    /// The record of hours and fee, where there is one.
    pub terms: Option<BorderTermsId>,
    /// Whether the goods change trucks there, because that of the country left may not run in the
    /// country entered.
    pub reload: bool,
}

/// A chain sold at one price; what is done are its parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Through {
    /// The through rate.
    pub rate: ThroughRateId,
    /// Sum of its parts.
    pub distance: Distance,
    /// What is done, in order.
    pub parts: Parts,
    /// The shipments that depart so.
    pub riders: Riders,
}

impl OperationKind {
    /// The word for it in tables.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Move(_) => "move",
            Self::Haul(_) => "haul",
            Self::Pass(_) => "pass",
            Self::BorderControl(_) => "border control",
            Self::Load(_) => "load",
            Self::Unload(_) => "unload",
            Self::Tranship(_) => "tranship",
            Self::GaugeChange(_) => "gauge change",
            Self::Depart(_) => "depart",
            Self::Wait(_) => "wait",
            Self::SeaRun(_) | Self::TrainRun(_) => "run",
            Self::Land(_) => "land",
            Self::Through(_) => "through rate",
        }
    }
}
