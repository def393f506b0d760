//! Changes of trucks at borders that a truck of the country left may not cross.

use super::draft::Draft;
use crate::code::Country;
use crate::network::{Conveyance, HandlingId, HandlingKind, OperatorId, PlaceId, PlateRule, Role};
use crate::router::NodeId;

/// The records of taking goods off one truck and onto another.
pub(super) type Reload = [Option<HandlingId>; 2];

impl Draft<'_> {
    /// Whether trucks of some plate may not run in one of two countries on the day.
    pub(super) fn keeps_trucks_out(&self, countries: [Country; 2]) -> bool {
        let network = self.world.network();
        network.plates().iter().any(|row| {
            let keeps_out = match row.rule {
                PlateRule::NoEntry | PlateRule::BorderZone => true,
                PlateRule::Allowed | PlateRule::NoCabotage | PlateRule::Cabotage => false,
            };
            keeps_out && countries.contains(&row.country) && row.validity.contains(self.world.day())
        })
    }

    /// Notes the records of a change of trucks in the country entered, at a port those of the port, and
    /// adds who does it to these parties.
    pub(super) fn reload(
        &mut self,
        node: u32,
        (port, entered): (Option<PlaceId>, Country),
        parties: &mut Vec<(Option<OperatorId>, Role)>,
    ) {
        let (truck, ground) = (Conveyance::Truck, Conveyance::Terminal);
        let records = [[truck, ground], [ground, truck]].map(|both| match port {
            Some(port) => {
                let kind = HandlingKind::Tranship;
                self.records.handling(kind, port, entered, both)
            }
            None => self.records.usual(HandlingKind::Tranship, entered, both),
        });
        for record in records.into_iter().flatten() {
            let row = self.world.network().handling_record_at(record);
            let party = (row.operator, Role::Terminal);
            if !parties.contains(&party) {
                parties.push(party);
            }
        }
        self.reloads.insert(NodeId::new(node), records);
    }
}
