//! Changes of trucks at borders that a truck of the country left may not cross.

use super::draft::Draft;
use crate::code::Country;
use crate::network::{Conveyance, HandlingKind, OperatorId, PlaceId, Plate, Role};
use crate::router::NodeId;
use crate::scenario::Site;

impl Draft<'_> {
    /// Whether goods on trucks of some plate change trucks between two countries on the day.
    pub(super) fn changes_some_trucks(&mut self, countries: [Country; 2]) -> bool {
        let (network, day) = (self.world.network(), self.world.day());
        let rows = network.plates();
        if !rows.iter().any(|row| countries.contains(&row.country)) {
            return false;
        }
        *self.changing.entry(countries).or_insert_with(|| {
            // Of all plates that no record names one stands for the others.
            let named = rows.iter().filter_map(|row| match row.plate {
                Plate::Country(country) => Some(country),
                Plate::EuropeanUnion | Plate::Other => None,
            });
            let members = network.unions().iter().map(|member| member.country);
            let mut plates: Vec<Country> = named.chain(members).chain(countries).collect();
            let others = [*b"AQ", *b"BV", *b"HM", *b"TF"].map(Country::assigned);
            plates.extend(others);
            let mut plates = plates.into_iter();
            plates.any(|plate| network.changes_trucks(plate, countries, day))
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
        let changed = self.world.terminal(Site::lift(port, entered), None);
        for record in records {
            let row = record.map(|record| self.world.network().handling_record_at(record));
            let operator = changed.or(row.and_then(|row| row.operator));
            let party = (operator, Role::Terminal);
            if !parties.contains(&party) {
                parties.push(party);
            }
        }
        self.reloads.insert(NodeId::new(node), records);
    }
}
