use std::collections::BTreeSet;

use rustc_hash::FxHashMap;

use super::composite;
use super::offers::Offers;
use super::operation::Parties;
use super::terms::Terms;
use super::{
    BorderControl, Move, Operation, OperationKind, Operations, Parts, Position, Standing,
    Unresolved,
};
use crate::network::{Carriage, Direction, End, Link, LinkId, Mode, OperatorId, Product, Role};
use crate::router::{ArcId, Graph, GraphError, NodeId};
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
    pub(super) parts: Vec<ArcId>,
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
        let ends: Vec<(u32, u32)> = draft
            .arcs
            .iter()
            .map(|arc| (arc.from.get(), arc.to.get()))
            .collect();
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

    /// Adds an operation between two nodes, done by whoever of these parties is known.
    pub(super) fn push(
        &mut self,
        (from, to): (u32, u32),
        kind: OperationKind,
        parties: &[(Option<OperatorId>, Role)],
    ) {
        let known = parties.iter();
        let known = known.filter_map(|(operator, role)| Some(((*operator)?, *role)));
        let first = self.parties.len() as u32;
        self.parties.extend(known);
        let end = self.parties.len() as u32;
        self.arcs.push(Operation {
            kind,
            from: NodeId::new(from),
            to: NodeId::new(to),
            parties: Parties { first, end },
        });
    }

    /// Notes what a composite operation runs over.
    pub(super) fn parts(&mut self, arcs: &[u32]) -> Parts {
        let first = self.parts.len() as u32;
        self.parts.extend(arcs.iter().copied().map(ArcId::new));
        let end = self.parts.len() as u32;
        Parts { first, end }
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
                        Carriage::Vessel | Carriage::Barge | Carriage::Depot => false,
                    };
                    if !fits {
                        continue;
                    }
                    let role = match link.mode {
                        Mode::Rail => Role::RailwayUndertaking,
                        Mode::Road | Mode::Sea | Mode::InlandWaterway => Role::RoadCarrier,
                    };
                    let mut parties = vec![manager, (operator, role)];
                    for payee in self.offers.payees(offer, world.network()) {
                        let payee = (Some(payee), Role::InfrastructureManager);
                        if !parties.contains(&payee) {
                            parties.push(payee);
                        }
                    }
                    let mut run = Move {
                        link: id,
                        forward: true,
                        line: link.line,
                        country: link.country,
                        mode: link.mode,
                        carriage,
                        product,
                        offer,
                        distance: link.length,
                        part_only: by_haul,
                    };
                    self.push((from, to), OperationKind::Move(run), &parties);
                    if link.direction == Direction::Both {
                        run.forward = false;
                        self.push((to, from), OperationKind::Move(run), &parties);
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
                let countries = [side, other].map(|side| crossing.countries[usize::from(side)]);
                let kind = (crossing.mode, crossing.regime);
                let terms = self.terms.border(Some(id), kind, countries.into());
                let payee = terms.and_then(|terms| network.border_terms_at(terms).payee);
                for carriage in &carriages {
                    let standing = Standing::In(*carriage);
                    let nodes = [side, other]
                        .map(|side| self.index.get(&Position { at, side, standing }).copied());
                    let [Some(before), Some(after)] = nodes else {
                        continue;
                    };
                    let kind = OperationKind::BorderControl(BorderControl {
                        crossing: id,
                        countries,
                        mode: crossing.mode,
                        carriage: *carriage,
                        terms,
                    });
                    self.push((before, after), kind, &[(payee, Role::StateAgency)]);
                }
            }
        }
    }
}
