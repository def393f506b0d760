//! Waiting for a service, running with it, landing.

use super::draft::Draft;
use super::{Land, OperationKind, Position, Riders, SeaBorder, SeaRun, Stage, TrainRun, Wait};
use crate::code::Country;
use crate::network::{
    Cited, Consist, Conveyance, End, HandlingId, HandlingKind, Mode, Regime, Role, Service,
    ServiceId,
};
use crate::quantity::Share;
use crate::router::ArcId;
use crate::scenario::Site;

impl Draft<'_> {
    /// Sea services; trains need the finished rail network and come later.
    pub(super) fn services(&mut self) {
        let world = self.world;
        for (id, service) in world.services() {
            if self.runs(id) && service.is_by_sea() {
                self.voyage(id, service);
            }
        }
    }

    /// Whether a service is open and has room.
    pub(super) fn runs(&self, id: ServiceId) -> bool {
        self.world.is_open_service(id) && self.world.service_capacity_left(id) > Share::ZERO
    }

    /// Wait, voyage and landing.
    fn voyage(&mut self, id: ServiceId, service: &Service) {
        let (world, network) = (self.world, self.world.network());
        // What is lifted aboard waited at the terminal; wagons and trucks roll on as they are.
        let ashore = if service.conveyance == Conveyance::Vessel {
            Conveyance::Terminal
        } else {
            service.conveyance
        };
        let aboard = Conveyance::Vessel;
        let nodes = self.stages(id, service);
        let by = (Some(service.operator), Role::ShippingLine);
        let port = |dwell: Option<HandlingId>, (place, country)| {
            let operator = dwell.and_then(|dwell| network.handling_record_at(dwell).operator);
            let site = Site::at(HandlingKind::PortDwell, place, country);
            (world.terminal(site, operator), Role::Terminal)
        };
        let [left, entered] = [service.from, service.to].map(|at| network.place_at(at).country);
        let kind = HandlingKind::PortDwell;
        let dwell = self
            .records
            .handling(kind, service.from, left, [ashore, aboard]);
        let parties = [port(dwell, (service.from, left)), by];
        for mut wait in waits(id, service, left) {
            wait.dwell = dwell;
            self.push((nodes[0], nodes[1]), OperationKind::Wait(wait), &parties);
        }
        let mut land = land(id, service, entered);
        land.dwell = self
            .records
            .handling(kind, service.to, entered, [aboard, ashore]);
        if left != entered {
            // Ships take the border with them: it is controlled where they land.
            let kind = (Mode::Sea, Regime::Controlled);
            land.border = Some(SeaBorder {
                countries: [left, entered],
                terms: self.records.border(None, kind, (left, entered), None),
                reload: false,
            });
        }
        let terms = land.border.and_then(|border| border.terms);
        let payee = terms.and_then(|terms| network.border_terms_at(terms).payee);
        let collected = land
            .border
            .and_then(|_| world.border_payee(None, left, entered));
        let control = (collected.or(payee), Role::StateAgency);
        let mut parties = vec![port(land.dwell, (service.to, entered)), by, control];
        self.push((nodes[2], nodes[3]), OperationKind::Land(land), &parties);
        let trucks = service.conveyance == Conveyance::Truck;
        if let Some(border) = land.border.as_mut()
            && trucks
            && self.changes_some_trucks(border.countries)
        {
            border.reload = true;
            parties.pop();
            self.reload(nodes[3], (Some(service.to), entered), &mut parties);
            parties.push(control);
            self.push((nodes[2], nodes[3]), OperationKind::Land(land), &parties);
        }
        let run = OperationKind::SeaRun(SeaRun {
            service: id,
            places: [service.from, service.to],
            conveyance: service.conveyance,
            flag: service.flag,
            distance: service
                .distance
                .as_ref()
                .map(Cited::value)
                .unwrap_or_default(),
        });
        self.push((nodes[1], nodes[2]), run, &[by]);
    }

    /// Wait, run over each of these ways and landing.
    pub(super) fn train(&mut self, id: ServiceId, service: &Service, ways: &[Vec<ArcId>]) {
        let network = self.world.network();
        let nodes = self.stages(id, service);
        let by = [(Some(service.operator), Role::RailwayUndertaking)];
        let [left, entered] = [service.from, service.to].map(|at| network.place_at(at).country);
        let stage = Stage::Loaded(service.conveyance);
        let (at, side) = (End::Place(service.from), 0);
        // Goods that are loaded for it do not wait for another train first.
        let loaded = self.index.get(&Position { at, side, stage }).copied();
        for wait in waits(id, service, left) {
            for from in [Some(nodes[0]), loaded].into_iter().flatten() {
                self.push((from, nodes[1]), OperationKind::Wait(wait), &by);
            }
        }
        let land = OperationKind::Land(land(id, service, entered));
        self.push((nodes[2], nodes[3]), land, &by);
        for parts in ways {
            let run = OperationKind::TrainRun(TrainRun {
                service: id,
                places: [service.from, service.to],
                conveyance: service.conveyance,
                flag: service.flag,
                distance: match &service.distance {
                    Some(distance) => distance.value(),
                    None => self.length(parts),
                },
                parts: self.parts(parts),
            });
            self.push((nodes[1], nodes[2]), run, &by);
        }
    }

    /// Nodes before the wait, after it, after the run and after landing.
    fn stages(&mut self, id: ServiceId, service: &Service) -> [u32; 4] {
        let stage = Stage::In(service.conveyance);
        let (from, to) = (End::Place(service.from), End::Place(service.to));
        [
            self.node(from, 0, stage),
            self.node(from, 0, Stage::Queue(id)),
            self.node(to, 0, Stage::Landing(id)),
            self.node(to, 0, stage),
        ]
    }
}

/// One wait for everybody, or that of others and that of whole trains.
fn waits(id: ServiceId, service: &Service, country: Country) -> impl Iterator<Item = Wait> {
    let wait = Wait {
        service: id,
        place: service.from,
        country,
        conveyance: service.conveyance,
        flag: service.flag,
        dwell: None,
        reserved: false,
        riders: Riders::ALL,
    };
    let trains = service.train_wait.as_ref().map(|_| Wait {
        reserved: true,
        riders: Riders::going(Consist::BlockTrain),
        ..wait
    });
    let others = Wait {
        riders: match trains {
            Some(_) => Riders::going(Consist::Single),
            None => Riders::ALL,
        },
        ..wait
    };
    [Some(others), trains].into_iter().flatten()
}

fn land(id: ServiceId, service: &Service, country: Country) -> Land {
    Land {
        service: id,
        place: service.to,
        country,
        conveyance: service.conveyance,
        flag: service.flag,
        dwell: None,
        border: None,
    }
}
