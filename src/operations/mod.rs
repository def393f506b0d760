//! The graph that is searched: every move, lift, gauge change, border control and wait as an arc
//! of its own.
//!
//! A [`Position`] is a place or border crossing, a side of the border, and what the goods stand or
//! ride in there. An [`Operation`] leads from one position to another and names everything it
//! touches: countries, places, parties, carriages. Rules read that list, prices are put on it, and
//! searches see its index only.

mod build;
mod composite;
mod offers;
mod places;
mod services;
mod terms;

use rustc_hash::FxHashMap;

pub use build::BuildError;
pub use offers::{Offer, OfferId};

use crate::code::Country;
use crate::network::{
    Carriage, CrossingId, End, LineId, LinkId, Mode, OperatorId, PlaceId, Product, Role, ServiceId,
    ThroughRateId,
};
use crate::quantity::Distance;
use crate::router::Graph;

/// What the goods stand or ride in at a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Standing {
    /// At the gate, to be loaded: where a shipment starts.
    Gate,
    /// At the gate, unloaded: where a shipment ends.
    Delivered,
    /// Aboard a carriage, or in the depot.
    In(Carriage),
    /// Aboard a carriage, having run its haul over a railway whose price reads whole hauls, or none:
    /// from here another haul over the same railway does not start.
    Leaving(Carriage),
    /// In the depot of a place where wagons of two gauges stand or gauges change, lifted off a
    /// wagon: no other wagon is loaded from here, for that is a gauge change.
    OffRail,
    /// Aboard a truck or vessel onto which it was lifted from there: it leaves, and is not put
    /// down again where it was lifted.
    Lifted(Carriage),
    /// Aboard the truck that brought it from there over a link: it does not turn round.
    Outbound(LinkId),
    /// Embarked, waiting for a service to leave.
    Queue(ServiceId),
    /// Arrived with a service, not yet landed.
    Landing(ServiceId),
}

/// Where goods can be: a place or crossing, a side of the border there, and a standing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// Place or border crossing.
    pub at: End,
    /// Which of the crossing's two countries; 0 at places.
    pub side: u8,
    /// What the goods stand or ride in.
    pub standing: Standing,
}

/// What an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum OperationKind {
    /// Moving along a link.
    Move {
        /// The link.
        link: LinkId,
        /// From the link's first end to its second.
        forward: bool,
    },
    /// Moving over one railway between two of its places, at a price that reads the whole haul.
    Haul,
    /// Nothing: leaving a railway without a haul over it.
    Pass,
    /// Border control.
    BorderControl {
        /// The crossing.
        crossing: CrossingId,
    },
    /// From the gate into a carriage.
    Load,
    /// From a carriage to the gate.
    Unload,
    /// Between a carriage and the depot.
    Tranship,
    /// Between wagons of two gauges.
    GaugeChange,
    /// Embarking and waiting until a service leaves.
    Wait {
        /// The service.
        service: ServiceId,
    },
    /// Running with a service.
    Run {
        /// The service.
        service: ServiceId,
    },
    /// Landing after a service's arrival.
    Land {
        /// The service.
        service: ServiceId,
    },
    /// A chain sold at one price.
    Through {
        /// The through rate.
        rate: ThroughRateId,
    },
}

impl OperationKind {
    /// The word for it in tables.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Move { .. } => "move",
            Self::Haul => "haul",
            Self::Pass => "pass",
            Self::BorderControl { .. } => "border control",
            Self::Load => "load",
            Self::Unload => "unload",
            Self::Tranship => "tranship",
            Self::GaugeChange => "gauge change",
            Self::Wait { .. } => "wait",
            Self::Run { .. } => "run",
            Self::Land { .. } => "land",
            Self::Through { .. } => "through rate",
        }
    }
}

/// One thing done to the goods: an arc of the searched graph.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Operation {
    /// What is done.
    pub kind: OperationKind,
    /// Index of the position before.
    pub from: u32,
    /// Index of the position after.
    pub to: u32,
    /// Mode, for what moves.
    pub mode: Option<Mode>,
    /// What is sold, on links.
    pub product: Option<Product>,
    /// The offer that prices it, on links and hauls.
    pub offer: Option<OfferId>,
    /// How far it goes.
    pub distance: Distance,
    /// The line it runs on.
    pub line: Option<LineId>,
    /// The border it passes, in order.
    pub border: Option<(Country, Country)>,
    /// The flag of its vessel.
    pub flag: Option<Country>,
    /// Index of the handling record that prices it.
    pub(crate) handling: Option<u32>,
    /// Index of the border record that prices it.
    pub(crate) border_terms: Option<u32>,
    /// Whether it exists only as a part of composite operations.
    pub(crate) part_only: bool,
    pub(crate) countries: Few<Country>,
    pub(crate) carriages: Few<Carriage>,
    pub(crate) places: Few<PlaceId>,
    parties: (u32, u32),
    parts: (u32, u32),
}

/// Up to two values side by side, so that rules read them as a slice without copying.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Few<T> {
    items: Option<[T; 2]>,
    two: bool,
}

impl<T: Copy> Few<T> {
    const NONE: Self = Self {
        items: None,
        two: false,
    };

    const fn one(item: T) -> Self {
        Self {
            items: Some([item, item]),
            two: false,
        }
    }

    const fn two(first: T, second: T) -> Self {
        Self {
            items: Some([first, second]),
            two: true,
        }
    }

    pub(crate) fn as_slice(&self) -> &[T] {
        self.items
            .as_ref()
            .map_or(&[], |items| if self.two { items } else { &items[..1] })
    }
}

/// The operations of a network on a day, and the graph they form.
#[derive(Clone, Debug)]
pub struct Operations {
    positions: Vec<Position>,
    index: FxHashMap<Position, u32>,
    arcs: Vec<Operation>,
    offers: Vec<Offer>,
    parties: Vec<(OperatorId, Role)>,
    parts: Vec<u32>,
    unresolved: Vec<Unresolved>,
    graph: Graph,
}

/// A service or through rate whose physical chain cannot be run on the day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unresolved {
    /// A block train without an open way for its carriage.
    Service(ServiceId),
    /// A through rate without an open way.
    ThroughRate(ThroughRateId),
}

impl Operations {
    /// The searched graph; its arcs are the operations, its nodes the positions.
    pub fn graph(&self) -> &Graph {
        &self.graph
    }

    /// Every operation; its index is the arc's.
    pub fn arcs(&self) -> &[Operation] {
        &self.arcs
    }

    /// The operation behind an arc.
    pub fn arc(&self, arc: u32) -> Option<&Operation> {
        self.arcs.get(arc as usize)
    }

    /// The position behind a node.
    pub fn position(&self, node: u32) -> Option<&Position> {
        self.positions.get(node as usize)
    }

    /// The node of a position.
    pub fn node(&self, position: Position) -> Option<u32> {
        self.index.get(&position).copied()
    }

    /// The node where shipments from a place start, if goods are handled there.
    pub fn gate(&self, place: PlaceId) -> Option<u32> {
        self.standing(place, Standing::Gate)
    }

    /// The node where shipments to a place end, if goods are handled there.
    pub fn delivered(&self, place: PlaceId) -> Option<u32> {
        self.standing(place, Standing::Delivered)
    }

    fn standing(&self, place: PlaceId, standing: Standing) -> Option<u32> {
        self.node(Position {
            at: End::Place(place),
            side: 0,
            standing,
        })
    }

    /// Who hauls what at which tariffs.
    pub fn offer(&self, id: OfferId) -> Option<&Offer> {
        self.offers.get(id.index())
    }

    /// Every offer.
    pub fn offers(&self) -> &[Offer] {
        &self.offers
    }

    /// Services and through rates that cannot be run on the day.
    pub fn unresolved(&self) -> &[Unresolved] {
        &self.unresolved
    }

    /// Who touches the goods in this operation of theirs, the parts of a composite one not included.
    pub fn parties(&self, operation: &Operation) -> &[(OperatorId, Role)] {
        let (from, to) = operation.parties;
        let parties = self.parties.get(from as usize..to as usize);
        parties.unwrap_or_default()
    }

    /// The arcs that a composite operation of theirs runs over, in order; empty for the others.
    pub fn parts(&self, operation: &Operation) -> &[u32] {
        let (from, to) = operation.parts;
        self.parts
            .get(from as usize..to as usize)
            .unwrap_or_default()
    }
}

impl Operation {
    /// Countries it takes place in; two at a border, leaving one first.
    pub fn countries(&self) -> impl Iterator<Item = Country> + '_ {
        self.countries.as_slice().iter().copied()
    }

    /// Carriages before and after, once when they are the same.
    pub fn carriages(&self) -> impl Iterator<Item = Carriage> + '_ {
        self.carriages.as_slice().iter().copied()
    }

    /// Places where goods are handled or a service calls.
    pub fn places(&self) -> impl Iterator<Item = PlaceId> + '_ {
        self.places.as_slice().iter().copied()
    }

    /// The link it moves along.
    pub fn link(&self) -> Option<LinkId> {
        match self.kind {
            OperationKind::Move { link, .. } => Some(link),
            _ => None,
        }
    }

    /// The service it belongs to.
    pub fn service(&self) -> Option<ServiceId> {
        match self.kind {
            OperationKind::Wait { service }
            | OperationKind::Run { service }
            | OperationKind::Land { service } => Some(service),
            _ => None,
        }
    }

    /// The crossing it passes.
    pub fn crossing(&self) -> Option<CrossingId> {
        match self.kind {
            OperationKind::BorderControl { crossing } => Some(crossing),
            _ => None,
        }
    }
}
