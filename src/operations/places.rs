//! What is done at places: loading, unloading, lifts between carriages, changes of gauge.

use super::build::Draft;
use super::{Few, OperationKind, Standing};
use crate::network::{Carriage, End, HandlingKind, PlaceId, PlaceKind, Role};

impl Draft<'_> {
    pub(super) fn places(&mut self) {
        let network = self.world.network();
        for (id, place) in network.places() {
            let at = End::Place(id);
            let mut carriages = self.carriages_at(at);
            if place.is(PlaceKind::GaugeChange) {
                self.gauge_changes(id, &carriages);
            }
            carriages.retain(|carriage| place.handles(*carriage));
            if carriages.is_empty() {
                continue;
            }
            let gate = self.node(at, 0, Standing::Gate);
            let delivered = self.node(at, 0, Standing::Delivered);
            let depot = self.node(at, 0, Standing::In(Carriage::Depot));
            // Where gauges change, a box lifted from wagon to wagon pays for that, not two lifts.
            let off_rail = place
                .is(PlaceKind::GaugeChange)
                .then(|| self.node(at, 0, Standing::OffRail));
            for carriage in &carriages {
                let node = self.node(at, 0, Standing::In(*carriage));
                let (aboard, stood) = (*carriage, Carriage::Depot);
                let kind = (OperationKind::Load, HandlingKind::Load);
                self.handle(kind, id, (gate, node), (stood, aboard));
                let kind = (OperationKind::Unload, HandlingKind::Unload);
                self.handle(kind, id, (node, delivered), (aboard, stood));
                if carriages.len() < 2 {
                    continue;
                }
                let on_rail = matches!(carriage, Carriage::Wagon(_));
                let put_down = off_rail.filter(|_| on_rail).unwrap_or(depot);
                let kind = (OperationKind::Tranship, HandlingKind::Tranship);
                self.handle(kind, id, (node, put_down), (aboard, stood));
                self.handle(kind, id, (depot, node), (stood, aboard));
                if let Some(off_rail) = off_rail.filter(|_| !on_rail) {
                    self.handle(kind, id, (off_rail, node), (stood, aboard));
                }
            }
        }
    }

    fn gauge_changes(&mut self, place: PlaceId, carriages: &[Carriage]) {
        let at = End::Place(place);
        for from in carriages {
            for to in carriages {
                if let (Carriage::Wagon(before), Carriage::Wagon(after)) = (from, to)
                    && before != after
                {
                    let nodes = (
                        self.node(at, 0, Standing::In(*from)),
                        self.node(at, 0, Standing::In(*to)),
                    );
                    let kind = (OperationKind::GaugeChange, HandlingKind::GaugeChange);
                    self.handle(kind, place, nodes, (*from, *to));
                }
            }
        }
    }

    fn handle(
        &mut self,
        (kind, handling): (OperationKind, HandlingKind),
        place: PlaceId,
        nodes: (u32, u32),
        carriages: (Carriage, Carriage),
    ) {
        let network = self.world.network();
        let country = network.place_at(place).country;
        let mut operation = Self::blank(kind, nodes.0, nodes.1);
        operation.countries = Few::one(country);
        operation.carriages = Few::two(carriages.0, carriages.1);
        operation.places = Few::one(place);
        operation.handling =
            self.terms
                .handling(handling, place, country, carriages.0, carriages.1);
        let operator = operation
            .handling
            .and_then(|index| network.handling()[index as usize].operator);
        self.push(operation, &[(operator, Role::Terminal)], &[]);
    }
}
