//! What a way collects: marks of operations, each at least once, and places that it comes by in order.

use super::{Operation, Operations};
use crate::network::{End, PlaceId};
use crate::router::NodeId;

/// No place that is asked for.
pub(crate) const NOWHERE: u8 = u8::MAX;

/// Bits of the marks in a state, below the number of places.
const MARKS: u32 = 8;

/// What is to be collected.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// All marks together.
    all: u8,
    /// Those of them that are collected once and no more.
    once: u8,
    /// Places to come by.
    stops: Vec<PlaceId>,
}

impl Wanted {
    pub(crate) fn new(all: u8, once: u8, stops: &[PlaceId]) -> Self {
        let stops = stops.to_vec();
        Self { all, once, stops }
    }

    /// All marks together.
    pub(crate) const fn all(&self) -> u8 {
        self.all
    }

    /// The places to come by, in order.
    pub(crate) fn stops(&self) -> &[PlaceId] {
        &self.stops
    }

    /// The state of a way that begins at a node.
    pub(crate) fn start(&self, operations: &Operations, node: NodeId) -> u32 {
        let here = operations.position(node).map(|position| position.at);
        let first = self.stops.first().map(|place| End::Place(*place));
        u32::from(first.is_some() && here == first) << MARKS
    }

    /// Whether a node is at a place to come by.
    pub(crate) fn is_stop(&self, operations: &Operations, node: NodeId) -> bool {
        let here = operations.position(node).map(|position| position.at);
        let mut stops = self.stops.iter();
        stops.any(|place| here == Some(End::Place(*place)))
    }

    /// The state in which everything is collected.
    pub(crate) fn done(&self) -> u32 {
        u32::from(self.all) | (self.stops.len() as u32) << MARKS
    }

    /// The state after something with these marks that comes by places, by their positions in the list;
    /// nothing where it collects again what is collected once.
    #[inline]
    pub(crate) fn after(&self, state: u32, marks: u8, passed: &[u8]) -> Option<u32> {
        if u32::from(self.once & marks) & state != 0 {
            return None;
        }
        let marks = state | u32::from(marks);
        if passed.is_empty() {
            return Some(marks);
        }
        let mut next = state >> MARKS;
        for stop in passed {
            next += u32::from(self.is_next(next as usize, *stop));
        }
        Some(marks & ((1 << MARKS) - 1) | next << MARKS)
    }

    /// Whether a place, by one of its positions in the list, is the next to come by.
    fn is_next(&self, next: usize, stop: u8) -> bool {
        let place = self.stops.get(usize::from(stop));
        place.is_some() && self.stops.get(next) == place
    }

    /// Nothing collected, from whichever place on.
    pub(super) fn none(&self) -> Collected {
        let places = (0..=self.stops.len() as u64).map(|at| at << (4 * at));
        Collected {
            marks: 0,
            places: places.sum(),
        }
    }

    /// What is collected with a mark and a place more.
    pub(super) fn add(&self, collected: Collected, marks: u8, stop: u8) -> Collected {
        let mut places = collected.places;
        if stop != NOWHERE {
            for from in 0..=self.stops.len() {
                let next = (collected.places >> (4 * from) & 15) as usize;
                places += u64::from(self.is_next(next, stop)) << (4 * from);
            }
        }
        Collected {
            marks: collected.marks | marks,
            places,
        }
    }
}

/// What a stretch collects: marks, and for each number of places come by before, how many are after it, in
/// four bits each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Collected {
    marks: u8,
    places: u64,
}

impl Collected {
    /// Whether it is all that the other is, from wherever it begins.
    pub(super) fn covers(self, other: Self) -> bool {
        let places = |at: u32| self.places >> (4 * at) & 15 >= other.places >> (4 * at) & 15;
        other.marks & !self.marks == 0 && (self.places == other.places || (0..16).all(places))
    }
}

/// By node, the position in the list of the place there.
#[derive(Debug)]
pub(crate) struct StopsByNode(Vec<u8>);

impl StopsByNode {
    pub(crate) fn of(operations: &Operations, stops: &[PlaceId]) -> Self {
        if stops.is_empty() {
            return Self(Vec::new());
        }
        let nodes = operations.graph().node_ids();
        let stop = nodes.map(|node| {
            let at = operations.position(node).map(|position| position.at);
            let mut stops = stops.iter();
            let stop = stops.position(|place| at == Some(End::Place(*place)));
            stop.map_or(NOWHERE, |stop| stop as u8)
        });
        Self(stop.collect())
    }

    /// [`NOWHERE`] where there is none.
    #[inline]
    pub(crate) fn at(&self, node: NodeId) -> u8 {
        self.0.get(node.index()).copied().unwrap_or(NOWHERE)
    }

    pub(super) fn is_asked_for(&self, operation: &Operation) -> bool {
        self.at(operation.from) != NOWHERE || self.at(operation.to) != NOWHERE
    }
}
