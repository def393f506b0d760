//! Whom the shipment's trucks pay at a border, off the records of fees.

use super::records::Records;
use crate::code::Country;
use crate::network::{Conveyance, Fee, OperatorId, Plate, Trigger};
use crate::quantity::Money;

impl Records<'_> {
    /// Who takes a fee of the shipment's trucks where they leave the one country for the other. A
    /// country that has fees for their plate asks those, else those of the European Union where their
    /// country belongs to it, else those of any plate.
    pub(super) fn fee_payees(
        &self,
        conveyances: &[Conveyance],
        (from, to): (Country, Country),
    ) -> Vec<OperatorId> {
        if conveyances != [Conveyance::Truck] {
            return Vec::new();
        }
        let day = self.world.day();
        let (count, gross) = self.trucks;
        let due_here = |fee: &&Fee| {
            let here = match fee.trigger {
                Trigger::Entry => to,
                Trigger::Exit => from,
            };
            fee.country == here
                && fee.country != self.plate
                && fee.validity.contains(day)
                && fee.mass_from.is_none_or(|from| gross >= from)
                && fee.mass_to.is_none_or(|to| gross < to)
        };
        let due: Vec<&Fee> = self.network.fees().iter().filter(due_here).collect();
        let european = self.network.is_in_union(self.plate, "EU", day);
        let asked = |fee: &Fee| {
            let alike = due.iter().filter(|other| {
                (other.country, other.mode, other.trigger) == (fee.country, fee.mode, fee.trigger)
            });
            let plates: Vec<Plate> = alike.map(|other| other.plate).collect();
            let own = Plate::Country(self.plate);
            if plates.contains(&own) {
                fee.plate == own
            } else if european && plates.contains(&Plate::EuropeanUnion) {
                fee.plate == Plate::EuropeanUnion
            } else {
                fee.plate == Plate::Other
            }
        };
        let paid = due.iter().filter(|fee| asked(fee));
        let paid = paid.filter(|fee| fee.amount.value().times(count, 1) > Money::ZERO);
        paid.filter_map(|fee| fee.payee).collect()
    }
}
