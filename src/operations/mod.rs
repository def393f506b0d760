//! The graph that is searched: every move, lift, gauge change, border control and wait as an arc
//! of its own.
//!
//! A [`Position`] is a place or border crossing, a side of the border, and what the goods stand or
//! ride in there. An [`Operation`] leads from one position to another and names everything it
//! touches: countries, places, parties, conveyances. Its [`OperationKind`] holds the records of its
//! kind and no others. Rules read what it touches, prices are put on it, and searches see its index
//! only.

#![deny(clippy::wildcard_enum_match_arm)]

mod blocks;
mod build;
mod by_way;
mod chains;
mod classes;
mod collecting;
mod counts;
mod draft;
mod front;
mod hauls;
mod in_force;
mod kept;
mod kinds;
mod led;
mod offers;
mod operation;
mod places;
mod records;
mod reloads;
mod riders;
mod services;
mod wanted;
mod ways;

use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

pub use draft::BuildError;
use draft::Reload;
pub use kinds::{
    BorderControl, Depart, Haul, Land, Lift, Move, OperationKind, Pass, SeaBorder, SeaRun, Through,
    TrainRun, Wait,
};
pub use offers::{Offer, OfferId};
pub use operation::Operation;
pub(crate) use operation::Touched;
pub use riders::Riders;

use crate::network::{
    Bound, Conveyance, End, HandlingId, LinkId, Network, OperatorId, PlaceId, Role, ServiceId,
    ThroughRateId,
};
use crate::router::Graph;
pub use crate::router::{ArcId, NodeId};
use crate::scenario::Collectors;
pub(crate) use classes::Brief;
use classes::Classes;
pub(crate) use front::Measure;
pub(crate) use in_force::{Apart, InForce, tariffs as tariffs_in_force};
pub(crate) use kept::Kept;
use operation::Parties;
pub(crate) use wanted::{NOWHERE, StopsByNode, Wanted};

/// What the goods stand or ride in at a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Stage {
    /// At the gate, to be loaded: where a shipment starts.
    Gate,
    /// At the gate, unloaded: where a shipment ends.
    Delivered,
    /// Aboard a conveyance, or at the terminal.
    In(Conveyance),
    /// Aboard a conveyance, having run its haul over a railway whose price reads whole hauls, or none:
    /// from here another haul over the same railway does not start.
    Leaving(Conveyance),
    /// At the terminal of a place where wagons of two gauges stand or gauges change, lifted off a
    /// wagon: no other wagon is loaded from here, for that is a gauge change.
    OffRail,
    /// Aboard a truck or vessel onto which it was lifted from there: it leaves, and is not put
    /// down again where it was lifted.
    Lifted(Conveyance),
    /// Aboard the truck that brought it from there over a link: it does not turn round.
    Outbound(LinkId),
    /// Aboard a wagon on which they were loaded, before its train leaves.
    Loaded(Conveyance),
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
    pub stage: Stage,
}

/// The parts of a composite operation: a stretch of the list that its [`Operations`] keep, read by
/// [`Operations::parts`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    first: u32,
    end: u32,
}

impl Parts {
    const NONE: Self = Self { first: 0, end: 0 };
}

/// The operations of a network on a day, and the graph they form.
#[derive(Clone, Debug)]
pub struct Operations {
    layout: Arc<Layout>,
    arcs: Vec<Operation>,
    parts: Vec<ArcId>,
    classes: Arc<Classes>,
    unresolved: Vec<Unresolved>,
    /// The graph where hauls were added to those of the layout.
    grown: Option<Arc<Graph>>,
}

/// What stays the same when hauls are led around some of their links.
#[derive(Debug)]
struct Layout {
    positions: Vec<Position>,
    index: FxHashMap<Position, u32>,
    offers: Vec<Offer>,
    parties: Vec<(OperatorId, Role)>,
    /// By where it leads: the records of a change of trucks.
    reloads: FxHashMap<NodeId, Reload>,
    /// Moves that exist as parts of hauls alone.
    part_moves: Vec<ArcId>,
    /// Hauls come last.
    first_haul: u32,
    graph: Graph,
    /// What they are made of, and on which day.
    records: (Network, Date),
    collectors: Collectors,
}

/// What the operations lack that the records would have: a service or through rate whose physical chain
/// cannot be run on the day, or ways of hauls beyond number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Unresolved {
    /// A block train without an open way for its conveyance.
    Service(ServiceId),
    /// A through rate without an open way.
    ThroughRate(ThroughRateId),
    /// Hauls of an offer from an interchange for which there are too many ways that no other is better
    /// than: those with the fewest kilometres, the fewest hours, the least spread and the least CO2e are
    /// there, and no compromises between these.
    Ways {
        /// The offer.
        offer: OfferId,
        /// Where the hauls start.
        from: NodeId,
    },
}

impl Operations {
    /// The searched graph; its arcs are the operations, its nodes the positions.
    #[must_use]
    pub fn graph(&self) -> &Graph {
        self.grown.as_deref().unwrap_or(&self.layout.graph)
    }

    /// Every operation in the order of arcs.
    #[must_use]
    pub fn arcs(&self) -> impl ExactSizeIterator<Item = &Operation> + Clone + '_ {
        self.arcs.iter()
    }

    /// Every operation with its arc, in the order of arcs.
    #[must_use]
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (ArcId, &Operation)> + Clone + '_ {
        self.graph().arc_ids().zip(&self.arcs)
    }

    /// How many bytes it takes beside what it shares with [`Operations::around`].
    pub(crate) fn bytes(&self) -> usize {
        let briefs = size_of_val(&self.classes.briefs[..]);
        let graph = self.grown.as_ref().map_or(0, |_| 32 * self.arcs.len());
        size_of_val(&self.arcs[..]) + size_of_val(&self.parts[..]) + briefs + graph
    }

    /// How many operations there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.arcs.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.arcs.is_empty()
    }

    /// The operation behind an arc.
    #[must_use]
    pub fn arc(&self, arc: ArcId) -> Option<&Operation> {
        self.arcs.get(arc.index())
    }

    /// By class: its first operation, whose units all of the class take.
    pub(crate) fn classes(&self) -> impl ExactSizeIterator<Item = &Operation> + '_ {
        let first = self.classes.first.iter();
        first.map(|arc| &self.arcs[arc.index()])
    }

    /// Every operation in brief, in the order of arcs.
    pub(crate) fn briefs(&self) -> &[Brief] {
        &self.classes.briefs
    }
    /// The offer that prices an operation, which way it is sold, and the metres that it is read over;
    /// nothing for other operations, and for some that are beyond numbering.
    #[inline]
    pub(crate) fn sold(&self, arc: ArcId) -> Option<(OfferId, Bound, u64)> {
        self.classes.sold(arc)
    }

    /// The position behind a node.
    #[must_use]
    pub fn position(&self, node: NodeId) -> Option<&Position> {
        self.layout.positions.get(node.index())
    }

    /// The node of a position.
    #[must_use]
    pub fn node(&self, position: Position) -> Option<NodeId> {
        self.layout.index.get(&position).copied().map(NodeId::new)
    }

    /// The node where shipments from a place start, if goods are handled there.
    #[must_use]
    pub fn gate(&self, place: PlaceId) -> Option<NodeId> {
        self.stage(place, Stage::Gate)
    }

    /// The node where shipments to a place end, if goods are handled there.
    #[must_use]
    pub fn delivered(&self, place: PlaceId) -> Option<NodeId> {
        self.stage(place, Stage::Delivered)
    }

    fn stage(&self, place: PlaceId, stage: Stage) -> Option<NodeId> {
        self.node(Position {
            at: End::Place(place),
            side: 0,
            stage,
        })
    }

    /// Who hauls what at which tariffs.
    #[must_use]
    pub fn offer(&self, id: OfferId) -> Option<&Offer> {
        self.layout.offers.get(id.index())
    }

    /// Every offer.
    #[must_use]
    pub fn offers(&self) -> &[Offer] {
        &self.layout.offers
    }

    /// Services and through rates that cannot be run on the day, and hauls with too many ways.
    #[must_use]
    pub fn unresolved(&self) -> &[Unresolved] {
        &self.unresolved
    }

    /// The records that they are made of, and the day.
    pub(crate) fn records(&self) -> (&Network, Date) {
        let (network, day) = &self.layout.records;
        (network, *day)
    }

    /// Who collects what countries ask, where changes say so.
    pub(crate) fn collectors(&self) -> &Collectors {
        &self.layout.collectors
    }

    /// Who touches the goods or is paid in one of these operations, whatever is shipped; the parts of a
    /// composite one are not included, nor who takes a fee of foreign trucks, which depends on the
    /// shipment ([`Weighing::parties`](crate::metric::Weighing::parties) has both).
    #[must_use]
    pub fn parties(&self, operation: &Operation) -> &[(OperatorId, Role)] {
        let Parties { first, end } = operation.parties;
        let parties = self.layout.parties.get(first as usize..end as usize);
        parties.unwrap_or_default()
    }

    /// The records of taking the goods off one truck and onto another, where an operation has them change
    /// trucks at a border; each as far as there is one.
    #[must_use]
    pub fn reload(&self, operation: &Operation) -> Option<[Option<HandlingId>; 2]> {
        let reload = operation.kind.is_reload();
        reload.then(|| {
            self.layout
                .reloads
                .get(&operation.to)
                .copied()
                .unwrap_or_default()
        })
    }

    /// Moves that exist as parts of hauls alone, in order.
    pub(crate) fn part_moves(&self) -> &[ArcId] {
        &self.layout.part_moves
    }

    /// The arcs that one of these operations runs over, in order; empty where it is not composite.
    #[must_use]
    pub fn parts(&self, operation: &Operation) -> &[ArcId] {
        let Parts { first, end } = operation.kind.touched().parts;
        let parts = self.parts.get(first as usize..end as usize);
        parts.unwrap_or_default()
    }
}
