//! Waiting for a service, running with it, landing.

use super::build::Draft;
use super::{Few, OperationKind, Standing};
use crate::network::{
    Carriage, End, HandlingKind, Mode, Regime, Role, Service, ServiceId, ServiceKind,
};
use crate::quantity::Share;

impl Draft<'_> {
    /// Sea services; trains need the finished rail network and come later.
    pub(super) fn services(&mut self) {
        let world = self.world;
        for (id, service) in world.services() {
            if self.runs(id) && service.kind != ServiceKind::BlockTrain {
                self.service(id, service, &[]);
            }
        }
    }

    /// Whether a service is open and has room.
    pub(super) fn runs(&self, id: ServiceId) -> bool {
        self.world.is_open_service(id) && self.world.service_capacity_left(id) > Share::ZERO
    }

    /// Wait, run and land, the run over `parts`.
    pub(super) fn service(&mut self, id: ServiceId, service: &Service, parts: &[u32]) {
        let network = self.world.network();
        let standing = Standing::In(service.carriage);
        let (from, to) = (End::Place(service.from), End::Place(service.to));
        let nodes = [
            self.node(from, 0, standing),
            self.node(from, 0, Standing::Queue(id)),
            self.node(to, 0, Standing::Landing(id)),
            self.node(to, 0, standing),
        ];
        let by_sea = service.kind != ServiceKind::BlockTrain;
        let vessel = if by_sea {
            Carriage::Vessel
        } else {
            service.carriage
        };
        // What is lifted aboard waited in the depot; wagons and trucks roll on as they are.
        let ashore = if service.carriage == Carriage::Vessel {
            Carriage::Depot
        } else {
            service.carriage
        };
        let operator = Some(service.operator);
        let role = if by_sea {
            Role::ShippingLine
        } else {
            Role::RailwayUndertaking
        };
        for (node, kind, place, before, after) in [
            (
                0,
                OperationKind::Wait { service: id },
                service.from,
                ashore,
                vessel,
            ),
            (
                2,
                OperationKind::Land { service: id },
                service.to,
                vessel,
                ashore,
            ),
        ] {
            let country = network.place_at(place).country;
            let mut operation = Self::blank(kind, nodes[node], nodes[node + 1]);
            operation.countries = Few::one(country);
            operation.carriages = Few::one(service.carriage);
            operation.places = Few::one(place);
            operation.flag = service.flag;
            if by_sea {
                operation.handling =
                    self.terms
                        .handling(HandlingKind::PortDwell, place, country, before, after);
            }
            let departed = network.place_at(service.from).country;
            if node == 2 && by_sea && departed != country {
                // Ships take the border with them: it is controlled where they land.
                operation.border = Some((departed, country));
                operation.countries = Few::two(departed, country);
                let kind = (Mode::Sea, Regime::Controlled);
                operation.border_terms = self.terms.border(None, kind, (departed, country));
            }
            let port = operation
                .handling
                .and_then(|index| network.handling()[index as usize].operator);
            self.push(operation, &[(port, Role::Terminal), (operator, role)], &[]);
        }
        let mut run = Self::blank(OperationKind::Run { service: id }, nodes[1], nodes[2]);
        run.mode = Some(if by_sea { Mode::Sea } else { Mode::Rail });
        run.distance = service.distance.unwrap_or_else(|| {
            parts
                .iter()
                .map(|part| self.arcs[*part as usize].distance)
                .sum()
        });
        run.carriages = Few::one(service.carriage);
        run.places = Few::two(service.from, service.to);
        run.flag = service.flag;
        self.push(run, &[(operator, role)], parts);
    }
}
