//! Positions and operations as they are collected.

use std::collections::hash_map::Entry;

use rustc_hash::{FxBuildHasher, FxHashMap};

use super::offers::Offers;
use super::operation::Parties;
use super::records::RecordSelector;
use super::{Operation, OperationKind, Parts, Position, Stage, Unresolved};
use crate::code::Country;
use crate::network::{Conveyance, End, HandlingId, OperatorId, Role};
use crate::quantity::Distance;
use crate::router::{ArcId, GraphError, NodeId};
use crate::scenario::World;

/// Why operations could not be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// More operations than the search can number.
    #[error("the network makes too many operations: {0}")]
    TooLarge(#[from] GraphError),
    /// Hauls over more moves in all than are kept.
    #[error(
        "hauls run over more than {most} moves in all; price long railways with very many interchanges by the \
         kilometre, or divide them"
    )]
    TooManyParts {
        /// How many moves are kept, each as often as a haul runs over it.
        most: usize,
    },
}

/// The records of taking goods off one truck and onto another.
pub(super) type Reload = [Option<HandlingId>; 2];

/// Collects positions and operations.
pub(super) struct Draft<'w> {
    pub(super) world: &'w World,
    pub(super) positions: Vec<Position>,
    pub(super) index: FxHashMap<Position, u32>,
    /// In order.
    conveyances: FxHashMap<End, Vec<Conveyance>>,
    pub(super) arcs: Vec<Operation>,
    pub(super) parties: Vec<(OperatorId, Role)>,
    pub(super) parts: Vec<ArcId>,
    /// Moves that exist as parts of hauls alone.
    pub(super) part_moves: Vec<ArcId>,
    /// Hauls come last.
    pub(super) first_haul: u32,
    pub(super) offers: Offers,
    pub(super) records: RecordSelector<'w>,
    pub(super) reloads: FxHashMap<NodeId, Reload>,
    /// Whether trucks of some plate are changed between two countries, as far as it was asked.
    pub(super) changing: FxHashMap<[Country; 2], bool>,
    pub(super) unresolved: Vec<Unresolved>,
}

impl<'w> Draft<'w> {
    /// Nothing yet.
    pub(super) fn of(world: &'w World) -> Self {
        let places = world.network().places().count();
        Self {
            world,
            positions: Vec::with_capacity(6 * places),
            index: FxHashMap::with_capacity_and_hasher(6 * places, FxBuildHasher),
            conveyances: FxHashMap::with_capacity_and_hasher(places, FxBuildHasher),
            // Room for what an atlas makes, so that it need not move; what is not used is not touched.
            arcs: Vec::with_capacity(8 * world.link_count()),
            parties: Vec::new(),
            parts: Vec::with_capacity(16 * world.link_count()),
            part_moves: Vec::new(),
            first_haul: 0,
            offers: Offers::of(world),
            records: RecordSelector::of(world),
            reloads: FxHashMap::default(),
            changing: FxHashMap::default(),
            unresolved: Vec::new(),
        }
    }
}

impl Draft<'_> {
    pub(super) fn node(&mut self, at: End, side: u8, stage: Stage) -> u32 {
        let position = Position { at, side, stage };
        let seat = match self.index.entry(position) {
            Entry::Occupied(known) => return *known.get(),
            Entry::Vacant(seat) => seat,
        };
        let node = *seat.insert(self.positions.len() as u32);
        self.positions.push(position);
        if let Stage::In(conveyance) = stage
            && conveyance != Conveyance::Terminal
        {
            let here = self.conveyances.entry(at).or_default();
            // The other side of a crossing may have it.
            if let Err(place) = here.binary_search(&conveyance) {
                here.insert(place, conveyance);
            }
        }
        node
    }

    /// The conveyances that stand at a place or crossing, in order.
    pub(super) fn conveyances_at(&self, at: End) -> &[Conveyance] {
        self.conveyances.get(&at).map_or(&[], Vec::as_slice)
    }

    /// Adds an operation between two nodes, done by whoever of these parties is known.
    pub(super) fn push(
        &mut self,
        nodes: (u32, u32),
        kind: OperationKind,
        parties: &[(Option<OperatorId>, Role)],
    ) {
        let parties = self.known(parties);
        self.put(nodes, kind, parties);
    }

    /// Notes whoever of these parties is known.
    pub(super) fn known(&mut self, parties: &[(Option<OperatorId>, Role)]) -> Parties {
        let known = parties.iter();
        let known = known.filter_map(|(operator, role)| Some(((*operator)?, *role)));
        let first = self.parties.len() as u32;
        self.parties.extend(known);
        let end = self.parties.len() as u32;
        Parties { first, end }
    }

    /// Adds an operation between two nodes, done by parties that are noted.
    pub(super) fn put(&mut self, (from, to): (u32, u32), kind: OperationKind, parties: Parties) {
        self.arcs.push(Operation {
            kind,
            from: NodeId::new(from),
            to: NodeId::new(to),
            parties,
        });
    }

    /// Notes what a composite operation runs over.
    pub(super) fn parts(&mut self, arcs: &[ArcId]) -> Parts {
        let first = self.parts.len() as u32;
        self.parts.extend_from_slice(arcs);
        let end = self.parts.len() as u32;
        Parts { first, end }
    }

    /// How far some arcs lead together.
    pub(super) fn length(&self, arcs: &[ArcId]) -> Distance {
        let arcs = arcs.iter();
        arcs.map(|arc| self.arcs[arc.index()].distance()).sum()
    }
}
