use std::sync::Arc;

use super::classes::Classes;
use super::draft::{BuildError, Draft};
use super::operation::Parties;
use super::{
    BorderControl, Layout, Measure, Move, OfferId, OperationKind, Operations, Position, Riders,
    Stage, chains, hauls,
};
use crate::network::{
    Bound, Consist, Conveyance, Direction, End, Link, LinkId, Mode, Product, Role,
};
use crate::router::Graph;
use crate::scenario::World;

/// An offer on a line.
struct Sold {
    offer: OfferId,
    product: Product,
    by_haul: bool,
    parties: Parties,
}

impl Operations {
    /// The operations of a world.
    ///
    /// Links for which `avoid` is true are left out, so that hauls run around them and trains over them do
    /// not run. Hauls
    /// have the shortest way alone: hours and CO2e, by which another one may be better, are read by
    /// [`CostModel::new`](crate::costing::CostModel::new), whose operations have those as well.
    ///
    /// # Errors
    /// A network beyond the search's number range.
    pub fn build(world: &World, avoid: &dyn Fn(LinkId) -> bool) -> Result<Self, BuildError> {
        Self::measured(world, avoid, &mut |_| Measure::default())
    }

    /// The same with the ways of hauls that none is better than, by metres and by what is said of moves.
    pub(crate) fn measured(
        world: &World,
        avoid: &dyn Fn(LinkId) -> bool,
        measure: &mut dyn FnMut(&Move) -> Measure,
    ) -> Result<Self, BuildError> {
        let mut draft = Draft::of(world);
        draft.moves(avoid);
        draft.services();
        draft.borders();
        draft.places();
        chains::chains(&mut draft)?;
        hauls::hauls(&mut draft, measure)?;
        let ends = draft.arcs.iter();
        let ends = ends.map(|arc| (arc.from.get(), arc.to.get()));
        let graph = Graph::new(draft.positions.len() as u32, ends)?;
        let classes = Arc::new(Classes::of(&draft.arcs, &draft.offers.all));
        Ok(Self {
            layout: Arc::new(Layout {
                positions: draft.positions,
                index: draft.index,
                offers: draft.offers.all,
                parties: draft.parties,
                reloads: draft.reloads,
                part_moves: draft.part_moves,
                first_haul: draft.first_haul,
                graph,
                records: (world.network().clone(), world.day()),
                collectors: world.collectors().clone(),
            }),
            arcs: draft.arcs,
            parts: draft.parts,
            classes,
            unresolved: draft.unresolved,
            grown: None,
        })
    }
}

impl Draft<'_> {
    /// The side of a crossing that a link of this country ends at.
    fn side(&self, end: End, link: &Link) -> u8 {
        match end {
            End::Place(_) => 0,
            End::Crossing(id) => {
                u8::from(self.world.network().crossing_at(id).side(link.country) == Some(1))
            }
        }
    }

    /// Which way a link leads, and which way back.
    fn bounds(&self, link: &Link) -> [Bound; 2] {
        let [from, to] = [link.from, link.to].map(|end| self.longitude(end));
        [Bound::between(from, to), Bound::between(to, from)]
    }

    /// In degrees.
    pub(super) fn longitude(&self, end: End) -> f64 {
        let location = self.world.network().end_location(end);
        location.map_or(0.0, geo_types::Point::x)
    }

    /// What is sold on the line of a link.
    fn sold(&mut self, link: &Link) -> Vec<Sold> {
        let (world, network) = (self.world, self.world.network());
        let manager = (world.manager(link.line), Role::InfrastructureManager);
        let role = match link.mode {
            Mode::Rail => Role::RailwayUndertaking,
            Mode::Road | Mode::Sea | Mode::InlandWaterway => Role::RoadCarrier,
        };
        let offers = self.offers.on(link.line).to_vec();
        let mut sold = Vec::with_capacity(offers.len());
        for id in offers {
            let offer = &self.offers.all[id.index()];
            let (product, by_haul) = (offer.product, offer.by_haul);
            let mut parties = vec![manager, (offer.operator, role)];
            for payee in self.offers.payees(id, network) {
                let payee = (Some(payee), Role::InfrastructureManager);
                if !parties.contains(&payee) {
                    parties.push(payee);
                }
            }
            sold.push(Sold {
                offer: id,
                product,
                by_haul,
                parties: self.known(&parties),
            });
        }
        sold
    }

    pub(super) fn moves(&mut self, avoid: &dyn Fn(LinkId) -> bool) {
        let world = self.world;
        // By line: what is done on one link of it is done by the same parties on all.
        let mut lines: Vec<Option<Vec<Sold>>> = Vec::new();
        lines.resize_with(world.network().lines().count(), || None);
        for (id, link) in world.links() {
            if !world.is_open_link(id) || avoid(id) {
                continue;
            }
            let line = link.line.index();
            let sold = match lines[line].take() {
                Some(sold) => sold,
                None => self.sold(link),
            };
            let bounds = self.bounds(link);
            let sides = [link.from, link.to].map(|end| self.side(end, link));
            for conveyance in link.conveyances() {
                let stage = Stage::In(conveyance);
                let from = self.node(link.from, sides[0], stage);
                let to = self.node(link.to, sides[1], stage);
                for sold in &sold {
                    let parties = self.tolled(sold.parties, id);
                    let fits = match conveyance {
                        Conveyance::Wagon(_) => sold.product != Product::Truck,
                        Conveyance::Truck => sold.product == Product::Truck,
                        Conveyance::Vessel | Conveyance::Barge | Conveyance::Terminal => false,
                    };
                    if !fits {
                        continue;
                    }
                    let mut run = Move {
                        link: id,
                        forward: true,
                        line: link.line,
                        country: link.country,
                        mode: link.mode,
                        conveyance,
                        product: sold.product,
                        offer: sold.offer,
                        distance: link.length.value(),
                        bound: bounds[0],
                        part_only: sold.by_haul,
                    };
                    self.put((from, to), OperationKind::Move(run), parties);
                    if link.direction == Direction::Both {
                        (run.forward, run.bound) = (false, bounds[1]);
                        self.put((to, from), OperationKind::Move(run), parties);
                    }
                }
            }
            lines[line] = Some(sold);
        }
    }

    /// The same parties, and whom changes have paid a toll on the link.
    fn tolled(&mut self, parties: Parties, link: LinkId) -> Parties {
        let tolls = self.world.link_tolls(link);
        if tolls.is_empty() {
            return parties;
        }
        let known = &self.parties[parties.first as usize..parties.end as usize];
        let mut all = known.to_vec();
        for payee in tolls.iter().filter_map(|toll| toll.payee.operator()) {
            let party = (payee, Role::InfrastructureManager);
            if !all.contains(&party) {
                all.push(party);
            }
        }
        let first = self.parties.len() as u32;
        self.parties.extend(all);
        let end = self.parties.len() as u32;
        Parties { first, end }
    }

    pub(super) fn borders(&mut self) {
        let world = self.world;
        let network = world.network();
        for (id, crossing) in network.crossings() {
            if !world.is_open_crossing(id) {
                continue;
            }
            let at = End::Crossing(id);
            let conveyances = self.conveyances_at(at).to_vec();
            for (side, other) in [(0_u8, 1_u8), (1, 0)] {
                let countries = [side, other].map(|side| crossing.countries[usize::from(side)]);
                let kind = (crossing.mode, crossing.regime);
                let find = |product, consist| {
                    let goes = Some((product, consist));
                    self.records.border(Some(id), kind, countries.into(), goes)
                };
                let groups = match crossing.mode {
                    Mode::Rail => Riders::by_rail(find),
                    Mode::Road | Mode::Sea | Mode::InlandWaterway => {
                        vec![(Riders::ALL, find(Product::Truck, Consist::Single))]
                    }
                };
                for conveyance in &conveyances {
                    let stage = Stage::In(*conveyance);
                    let nodes = [side, other]
                        .map(|side| self.index.get(&Position { at, side, stage }).copied());
                    let [Some(before), Some(after)] = nodes else {
                        continue;
                    };
                    for (riders, terms) in &groups {
                        let payee = terms.and_then(|terms| network.border_terms_at(terms).payee);
                        let [from, to] = countries;
                        let changed = world.border_payee(Some(id), from, to);
                        let mut by = vec![(changed.or(payee), Role::StateAgency)];
                        for toll in world.crossing_tolls(id) {
                            let party = (toll.payee.operator(), Role::InfrastructureManager);
                            if !by.contains(&party) {
                                by.push(party);
                            }
                        }
                        let mut control = BorderControl {
                            crossing: id,
                            countries,
                            mode: crossing.mode,
                            conveyance: *conveyance,
                            terms: *terms,
                            riders: *riders,
                            reload: false,
                        };
                        let kind = OperationKind::BorderControl(control);
                        self.push((before, after), kind, &by);
                        if *conveyance == Conveyance::Truck && self.changes_some_trucks(countries) {
                            control.reload = true;
                            let mut parties = Vec::new();
                            self.reload(after, (None, countries[1]), &mut parties);
                            parties.extend(by);
                            let kind = OperationKind::BorderControl(control);
                            self.push((before, after), kind, &parties);
                        }
                    }
                }
            }
        }
    }
}
