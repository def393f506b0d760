//! What a way collects: marks of operations, each at least once, and places that it comes by in order.

use rustc_hash::FxHashMap;

use super::{Operation, OperationKind, Operations};
use crate::network::{End, PlaceId};
use crate::router::{ArcId, NodeId};

/// No place that is asked for.
const NOWHERE: u8 = u8::MAX;

/// Bits of the marks in a state, below the number of places.
const MARKS: u32 = 8;

/// What is collected, over operations of the same moves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Wanted {
    /// All marks together.
    pub(crate) all: u8,
    /// Those of them that are collected once and no more.
    pub(crate) once: u8,
    /// By operation, as far as there are marks: those of its parts included.
    pub(crate) marks: Vec<u8>,
    /// Places to come by.
    pub(crate) stops: Vec<PlaceId>,
    /// Operations that come by a place, with the places in order, by their position in `stops`.
    passed: FxHashMap<ArcId, Vec<u8>>,
}

impl Wanted {
    pub(crate) fn new(all: u8, marks: Vec<u8>, stops: &[PlaceId]) -> Self {
        Self {
            all,
            once: 0,
            marks,
            stops: stops.to_vec(),
            passed: FxHashMap::default(),
        }
    }

    /// Reads the places that operations come by.
    pub(crate) fn read_stops(&mut self, operations: &Operations) {
        self.passed.clear();
        if self.stops.is_empty() {
            return;
        }
        let stops = StopsByNode::of(operations, &self.stops);
        let mut inside = vec![false; operations.offers().len()];
        for (arc, operation) in operations.iter() {
            let head = stops.at(operation.to);
            if let OperationKind::Move(run) = &operation.kind {
                inside[run.offer.index()] |= head != NOWHERE;
            }
            let skip =
                matches!(&operation.kind, OperationKind::Haul(haul) if !inside[haul.offer.index()]);
            let parts = if skip {
                &[]
            } else {
                operations.parts(operation)
            };
            let parts = parts.iter().filter_map(|part| operations.arc(*part));
            let heads = parts.map(|part| stops.at(part.to)).chain([head]);
            let mut heads: Vec<u8> = heads.filter(|stop| *stop != NOWHERE).collect();
            heads.dedup();
            if !heads.is_empty() {
                self.passed.insert(arc, heads);
            }
        }
    }

    pub(crate) fn mark(&self, arc: ArcId) -> u8 {
        self.marks.get(arc.index()).copied().unwrap_or(0)
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

    /// Whether an operation may follow: it collects nothing again that is collected once.
    pub(crate) fn may(&self, arc: ArcId, state: u32) -> bool {
        u32::from(self.once & self.mark(arc)) & state == 0
    }

    /// The state after an operation.
    pub(crate) fn after(&self, arc: ArcId, state: u32) -> u32 {
        let marks = state | u32::from(self.mark(arc));
        if self.passed.is_empty() {
            return marks;
        }
        let Some(passed) = self.passed.get(&arc) else {
            return marks;
        };
        let mut next = state >> MARKS;
        for stop in passed {
            next += u32::from(self.is_next(next as usize, *stop));
        }
        marks & ((1 << MARKS) - 1) | next << MARKS
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
pub(super) struct StopsByNode(Vec<u8>);

impl StopsByNode {
    pub(super) fn of(operations: &Operations, stops: &[PlaceId]) -> Self {
        let nodes = operations.graph().node_ids();
        let stop = nodes.map(|node| {
            let at = operations.position(node).map(|position| position.at);
            let mut stops = stops.iter();
            let stop = stops.position(|place| at == Some(End::Place(*place)));
            stop.map_or(NOWHERE, |stop| stop as u8)
        });
        Self(stop.collect())
    }

    pub(super) fn at(&self, node: NodeId) -> u8 {
        self.0.get(node.index()).copied().unwrap_or(NOWHERE)
    }

    pub(super) fn is_asked_for(&self, operation: &Operation) -> bool {
        self.at(operation.from) != NOWHERE || self.at(operation.to) != NOWHERE
    }
}
