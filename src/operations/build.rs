use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::composite;
use super::offers::Offers;
use super::terms::Terms;
use super::{Few, Operation, OperationKind, Operations, Position, Standing, Unresolved};
use crate::network::{Carriage, Direction, End, Link, LinkId, Mode, OperatorId, Product, Role};
use crate::quantity::Distance;
use crate::router::{Graph, GraphError};
use crate::scenario::World;

/// Why operations could not be built.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BuildError {
    /// More operations than the search can number.
    #[error("the network makes too many operations: {0}")]
    TooLarge(#[from] GraphError),
}

/// Collects positions and operations.
pub(super) struct Draft<'w> {
    pub(super) world: &'w World,
    pub(super) positions: Vec<Position>,
    pub(super) index: FxHashMap<Position, u32>,
    carriages: FxHashMap<End, BTreeSet<Carriage>>,
    pub(super) arcs: Vec<Operation>,
    pub(super) parties: Vec<(OperatorId, Role)>,
    pub(super) parts: Vec<u32>,
    pub(super) offers: Offers,
    pub(super) terms: Terms<'w>,
    pub(super) unresolved: Vec<Unresolved>,
}

impl Operations {
    /// The operations of a world.
    ///
    /// Links for which `avoid` is true are left out, so that hauls and trains run around them.
    ///
    /// # Errors
    /// A network beyond the search's number range.
    pub fn build(world: &World, avoid: &dyn Fn(LinkId) -> bool) -> Result<Self, BuildError> {
        let mut draft = Draft {
            world,
            positions: Vec::new(),
            index: FxHashMap::default(),
            carriages: FxHashMap::default(),
            arcs: Vec::new(),
            parties: Vec::new(),
            parts: Vec::new(),
            offers: Offers::of(world),
            terms: Terms::of(world),
            unresolved: Vec::new(),
        };
        draft.moves(avoid);
        draft.services();
        draft.borders();
        draft.places();
        composite::trains(&mut draft)?;
        composite::through_rates(&mut draft)?;
        composite::hauls(&mut draft)?;
        let ends: Vec<(u32, u32)> = draft.arcs.iter().map(|arc| (arc.from, arc.to)).collect();
        let graph = Graph::new(draft.positions.len() as u32, ends)?;
        Ok(Self {
            positions: draft.positions,
            index: draft.index,
            arcs: draft.arcs,
            offers: draft.offers.all,
            parties: draft.parties,
            parts: draft.parts,
            unresolved: draft.unresolved,
            graph,
        })
    }
}

impl Draft<'_> {
    pub(super) fn node(&mut self, at: End, side: u8, standing: Standing) -> u32 {
        let position = Position { at, side, standing };
        if let Standing::In(carriage) = standing
            && carriage != Carriage::Depot
        {
            self.carriages.entry(at).or_default().insert(carriage);
        }
        let next = self.positions.len() as u32;
        *self.index.entry(position).or_insert_with(|| {
            self.positions.push(position);
            next
        })
    }

    /// The carriages that stand at a place or crossing, in order.
    pub(super) fn carriages_at(&self, at: End) -> Vec<Carriage> {
        self.carriages
            .get(&at)
            .into_iter()
            .flatten()
            .copied()
            .collect()
    }

    /// An operation between two positions that touches nothing yet.
    pub(super) fn blank(kind: OperationKind, from: u32, to: u32) -> Operation {
        Operation {
            kind,
            from,
            to,
            mode: None,
            product: None,
            offer: None,
            distance: Distance::ZERO,
            line: None,
            border: None,
            flag: None,
            handling: None,
            border_terms: None,
            part_only: false,
            countries: Few::NONE,
            carriages: Few::NONE,
            places: Few::NONE,
            parties: (0, 0),
            parts: (0, 0),
        }
    }

    pub(super) fn push(
        &mut self,
        mut operation: Operation,
        parties: &[(Option<OperatorId>, Role)],
        parts: &[u32],
    ) -> u32 {
        let first = self.parties.len() as u32;
        self.parties.extend(
            parties
                .iter()
                .filter_map(|(operator, role)| Some(((*operator)?, *role))),
        );
        operation.parties = (first, self.parties.len() as u32);
        let first = self.parts.len() as u32;
        self.parts.extend_from_slice(parts);
        operation.parts = (first, self.parts.len() as u32);
        self.arcs.push(operation);
        self.arcs.len() as u32 - 1
    }

    /// The side of a crossing that a link of this country ends at.
    fn side(&self, end: End, link: &Link) -> u8 {
        match end {
            End::Place(_) => 0,
            End::Crossing(id) => {
                u8::from(self.world.network().crossing_at(id).side(link.country) == Some(1))
            }
        }
    }

    fn moves(&mut self, avoid: &dyn Fn(LinkId) -> bool) {
        let world = self.world;
        for (id, link) in world.links() {
            if !world.is_open_link(id) || avoid(id) {
                continue;
            }
            let manager = (world.manager(link.line), Role::InfrastructureManager);
            for carriage in link.carriages() {
                let standing = Standing::In(carriage);
                let from = self.node(link.from, self.side(link.from, link), standing);
                let to = self.node(link.to, self.side(link.to, link), standing);
                for offer in self.offers.on(link.line).to_vec() {
                    let (product, operator, by_haul) = {
                        let offer = &self.offers.all[offer.index()];
                        (offer.product, offer.operator, offer.by_haul)
                    };
                    let fits = match carriage {
                        Carriage::Wagon(_) => product != Product::Truck,
                        Carriage::Truck => product == Product::Truck,
                        _ => false,
                    };
                    if !fits {
                        continue;
                    }
                    let role = match link.mode {
                        Mode::Rail => Role::RailwayUndertaking,
                        _ => Role::RoadCarrier,
                    };
                    let mut parties = vec![manager, (operator, role)];
                    for payee in self.offers.payees(offer, world.network()) {
                        let payee = (Some(payee), Role::InfrastructureManager);
                        if !parties.contains(&payee) {
                            parties.push(payee);
                        }
                    }
                    let mut push = |from: u32, to: u32, forward: bool| {
                        let kind = OperationKind::Move { link: id, forward };
                        let mut operation = Self::blank(kind, from, to);
                        operation.mode = Some(link.mode);
                        operation.product = Some(product);
                        operation.offer = Some(offer);
                        operation.distance = link.length;
                        operation.line = Some(link.line);
                        operation.countries = Few::one(link.country);
                        operation.carriages = Few::one(carriage);
                        operation.part_only = by_haul;
                        self.push(operation, &parties, &[]);
                    };
                    push(from, to, true);
                    if link.direction == Direction::Both {
                        push(to, from, false);
                    }
                }
            }
        }
    }

    fn borders(&mut self) {
        let world = self.world;
        let network = world.network();
        for (id, crossing) in network.crossings() {
            if !world.is_open_crossing(id) {
                continue;
            }
            let at = End::Crossing(id);
            let carriages = self.carriages_at(at);
            for (side, other) in [(0_u8, 1_u8), (1, 0)] {
                let (from, to) = (
                    crossing.countries[usize::from(side)],
                    crossing.countries[usize::from(other)],
                );
                let kind = (crossing.mode, crossing.regime);
                let terms = self.terms.border(Some(id), kind, (from, to));
                for carriage in &carriages {
                    let standing = Standing::In(*carriage);
                    let nodes = [side, other]
                        .map(|side| self.index.get(&Position { at, side, standing }).copied());
                    let [Some(before), Some(after)] = nodes else {
                        continue;
                    };
                    let kind = OperationKind::BorderControl { crossing: id };
                    let mut operation = Self::blank(kind, before, after);
                    operation.mode = Some(crossing.mode);
                    operation.border = Some((from, to));
                    operation.countries = Few::two(from, to);
                    operation.carriages = Few::one(*carriage);
                    operation.border_terms = terms;
                    let payee = operation
                        .border_terms
                        .and_then(|index| network.borders()[index as usize].payee);
                    self.push(operation, &[(payee, Role::StateAgency)], &[]);
                }
            }
        }
    }
}
