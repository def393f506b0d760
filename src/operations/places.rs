//! What is done at places: loading, unloading, lifts between conveyances, changes of gauge.

use rustc_hash::FxHashMap;

use super::draft::Draft;
use super::{Depart, Lift, Operation, OperationKind, Position, Riders, Stage};
use crate::network::{Conveyance, End, HandlingKind, PlaceId, PlaceKind, Role};
use crate::router::NodeId;
use crate::scenario::Site;

const fn on_rail(conveyance: Conveyance) -> bool {
    matches!(conveyance, Conveyance::Wagon(_))
}

impl Draft<'_> {
    pub(super) fn places(&mut self) {
        let network = self.world.network();
        let closed = self.closed();
        // By the node aboard, the one where goods lifted off a wagon stand.
        let mut lifted: FxHashMap<u32, u32> = FxHashMap::default();
        for (id, place) in network.places() {
            let at = End::Place(id);
            let mut conveyances = self.conveyances_at(at).to_vec();
            if place.is(PlaceKind::GaugeChange) {
                self.gauge_changes(id, &conveyances);
            }
            conveyances.retain(|conveyance| place.loads(*conveyance));
            if conveyances.is_empty() {
                continue;
            }
            // What stands here but for changes counts: a rule that takes it away leaves the lifts.
            let mut known = conveyances.clone();
            known.extend(closed.get(&id).into_iter().flatten());
            known.retain(|conveyance| place.loads(*conveyance));
            known.sort_unstable();
            known.dedup();
            let handled = known.iter();
            let handled = handled.filter(|conveyance| place.handles(**conveyance));
            let handled = handled.count();
            let gate = self.node(at, 0, Stage::Gate);
            let delivered = self.node(at, 0, Stage::Delivered);
            let terminal = self.node(at, 0, Stage::In(Conveyance::Terminal));
            // From a wagon onto one of another gauge is a gauge change, by whatever lifts.
            let wagons = known.iter().filter(|conveyance| on_rail(**conveyance));
            let off_rail = (place.is(PlaceKind::GaugeChange) || wagons.count() > 1)
                .then(|| self.node(at, 0, Stage::OffRail));
            for conveyance in &conveyances {
                let node = self.node(at, 0, Stage::In(*conveyance));
                let (aboard, stood) = (*conveyance, Conveyance::Terminal);
                let loaded = self.departures(id, node, aboard);
                self.lift(HandlingKind::Load, id, (gate, loaded), [stood, aboard]);
                self.lift(HandlingKind::Unload, id, (node, delivered), [aboard, stood]);
                // A truck is loaded anywhere; what changes onto it or off it does so at a terminal.
                if handled < 2 || !place.handles(aboard) {
                    continue;
                }
                let put_down = off_rail.filter(|_| on_rail(aboard)).unwrap_or(terminal);
                let kind = HandlingKind::Tranship;
                self.lift(kind, id, (node, put_down), [aboard, stood]);
                self.lift(kind, id, (terminal, loaded), [stood, aboard]);
                if let Some(off_rail) = off_rail.filter(|_| !on_rail(aboard)) {
                    let to = self.node(at, 0, Stage::Lifted(aboard));
                    lifted.insert(node, to);
                    self.lift(kind, id, (off_rail, to), [stood, aboard]);
                }
            }
        }
        self.depart(&lifted);
        self.embark();
    }

    /// Where goods stand that were loaded into a conveyance whose node is `node`: on a wagon, where a
    /// record says how long its train is waited for, before it leaves.
    fn departures(&mut self, place: PlaceId, node: u32, conveyance: Conveyance) -> u32 {
        if !on_rail(conveyance) {
            return node;
        }
        let country = self.world.network().place_at(place).country;
        let groups = Riders::by_rail(|product, consist| {
            self.records.departure(place, country, (product, consist))
        });
        if groups.iter().all(|(_, found)| found.is_none()) {
            return node;
        }
        let loaded = self.node(End::Place(place), 0, Stage::Loaded(conveyance));
        for (riders, departure) in groups {
            let depart = OperationKind::Depart(Depart {
                place,
                country,
                conveyance,
                departure,
                riders,
            });
            self.push((loaded, node), depart, &[]);
        }
        loaded
    }

    /// Wagons that are loaded in a port roll onto the ship without waiting for a train.
    fn embark(&mut self) {
        let mut waits: Vec<Operation> = Vec::new();
        for operation in &self.arcs {
            let Position { at, side, stage } = self.positions[operation.from.index()];
            let (OperationKind::Wait(_), Stage::In(conveyance)) = (&operation.kind, stage) else {
                continue;
            };
            let stage = Stage::Loaded(conveyance);
            if let Some(loaded) = self.index.get(&Position { at, side, stage }) {
                let from = NodeId::new(*loaded);
                let operation = operation.clone();
                waits.push(Operation { from, ..operation });
            }
        }
        self.arcs.extend(waits);
    }

    /// What would stand at places if no change closed links or services by sea.
    fn closed(&self) -> FxHashMap<PlaceId, Vec<Conveyance>> {
        let world = self.world;
        let mut found: FxHashMap<PlaceId, Vec<Conveyance>> = FxHashMap::default();
        for link in world.closed_links().filter_map(|id| world.link(id)) {
            for end in [link.from, link.to] {
                if let End::Place(place) = end {
                    found.entry(place).or_default().extend(link.conveyances());
                }
            }
        }
        let services = world.closed_services().filter_map(|id| world.service(id));
        for service in services.filter(|service| service.is_by_sea()) {
            for place in [service.from, service.to] {
                found.entry(place).or_default().push(service.conveyance);
            }
        }
        found
    }

    /// From aboard a conveyance onto which goods were lifted off a wagon they go wherever the conveyance
    /// goes, but are not put down, nor taken round a corner and back.
    fn depart(&mut self, lifted: &FxHashMap<u32, u32>) {
        let mut departures: Vec<Operation> = Vec::new();
        // Node aboard at the far end, node there that does not lead back, node aboard at this end.
        let mut ahead: Vec<(u32, u32, u32)> = Vec::new();
        for arc in 0..self.arcs.len() {
            let operation = &self.arcs[arc];
            let Some(from) = lifted.get(&operation.from.get()) else {
                continue;
            };
            let mut departure = operation.clone();
            match operation.kind {
                // Hauls are put together between the nodes aboard.
                OperationKind::Move(run) if !run.part_only => {
                    let (back, aboard) = (operation.from.get(), operation.to.get());
                    let Position { at, side, .. } = self.positions[aboard as usize];
                    let outbound = self.node(at, side, Stage::Outbound(run.link));
                    departure.to = NodeId::new(outbound);
                    ahead.push((aboard, outbound, back));
                }
                OperationKind::Move(_) | OperationKind::Wait(_) => {}
                OperationKind::Haul(_)
                | OperationKind::Pass(_)
                | OperationKind::BorderControl(_)
                | OperationKind::Load(_)
                | OperationKind::Unload(_)
                | OperationKind::Tranship(_)
                | OperationKind::GaugeChange(_)
                | OperationKind::Depart(_)
                | OperationKind::SeaRun(_)
                | OperationKind::TrainRun(_)
                | OperationKind::Land(_)
                | OperationKind::Through(_) => continue,
            }
            departure.from = NodeId::new(*from);
            departures.push(departure);
        }
        ahead.sort_unstable();
        ahead.dedup();
        for operation in &self.arcs {
            let tail = operation.from.get();
            let first = ahead.partition_point(|(aboard, ..)| *aboard < tail);
            let here = ahead[first..].iter();
            for (_, from, back) in here.take_while(|(aboard, ..)| *aboard == tail) {
                if operation.to.get() != *back {
                    departures.push(Operation {
                        from: NodeId::new(*from),
                        ..operation.clone()
                    });
                }
            }
        }
        self.arcs.extend(departures);
    }

    fn gauge_changes(&mut self, place: PlaceId, conveyances: &[Conveyance]) {
        let at = End::Place(place);
        for from in conveyances {
            for to in conveyances {
                if let (Conveyance::Wagon(before), Conveyance::Wagon(after)) = (from, to)
                    && before != after
                {
                    let nodes = (
                        self.node(at, 0, Stage::In(*from)),
                        self.node(at, 0, Stage::In(*to)),
                    );
                    self.lift(HandlingKind::GaugeChange, place, nodes, [*from, *to]);
                }
            }
        }
    }

    fn lift(
        &mut self,
        kind: HandlingKind,
        place: PlaceId,
        nodes: (u32, u32),
        conveyances: [Conveyance; 2],
    ) {
        let network = self.world.network();
        let country = network.place_at(place).country;
        let handling = self.records.handling(kind, place, country, conveyances);
        // Whoever handled the goods there has ceased, and nobody else is on record.
        if handling.is_none() && self.records.ceased(kind, place, country, conveyances) {
            return;
        }
        let lift = Lift {
            place,
            country,
            conveyances,
            handling,
        };
        let operation = match kind {
            HandlingKind::Load => OperationKind::Load(lift),
            HandlingKind::Unload => OperationKind::Unload(lift),
            HandlingKind::Tranship => OperationKind::Tranship(lift),
            HandlingKind::GaugeChange => OperationKind::GaugeChange(lift),
            // Vessels have it on their wait and landing.
            HandlingKind::PortDwell => return,
        };
        let operator = handling.and_then(|handling| network.handling_record_at(handling).operator);
        let site = Site::at(kind, place, country);
        let operator = self.world.terminal(site, operator);
        self.push(nodes, operation, &[(operator, Role::Terminal)]);
    }
}
