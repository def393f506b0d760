//! What countries ask of foreign trucks, and who is paid for it.

use std::borrow::Cow;
use std::sync::OnceLock;

use jiff::civil::Date;

use super::Shipment;
use crate::code::Country;
use crate::network::{Conveyance, Fee, FeeId, Network, OperatorId, Plate, Role, Trigger};
use crate::operations::{Apart, Operation, Operations};
use crate::quantity::Money;

/// The fees that trucks of the shipment's plate owe, each country's own trucks excepted, and what all of
/// them pay together. Of the fees for a mode and trigger, a named plate wins over the European Union's,
/// and that over any; of those for one plate the rows that are valid count, else the nearest.
pub(super) fn due<'n>(
    network: &'n Network,
    day: Date,
    shipment: &Shipment,
) -> impl Iterator<Item = (FeeId, &'n Fee, Money)> {
    let plate = shipment.plate();
    let gross = shipment.gross_per_truck();
    let standing = |fee: &Fee| match fee.plate {
        Plate::Country(country) => (country == plate).then_some(2),
        Plate::EuropeanUnion => network.is_in_union(plate, "EU", day).then_some(1),
        Plate::Other => Some(0),
    };
    let rows = network.fees().iter().enumerate();
    let mut asked: Vec<(u8, FeeId, &Fee)> = rows
        .filter(|(_, fee)| {
            fee.country != plate
                && fee.mass_from.is_none_or(|from| from <= gross)
                && fee.mass_to.is_none_or(|to| gross < to)
        })
        .filter_map(|(index, fee)| Some((standing(fee)?, FeeId::new(index), fee)))
        .collect();
    if asked.iter().any(|(.., fee)| !fee.validity.contains(day)) {
        let all = asked.clone();
        let key = |fee: &Fee| (fee.country, fee.trigger, fee.mode, fee.plate);
        asked.retain(|(.., fee)| {
            let mut same = all.iter().filter(|(.., other)| key(other) == key(fee));
            let apart = Apart::of(fee.validity, day);
            same.all(|(.., other)| apart <= Apart::of(other.validity, day))
        });
    }
    let count = u64::from(shipment.count());
    let first = |rank: u8, fee: &Fee| {
        !asked.iter().any(|(other, _, rival)| {
            *other > rank
                && (rival.country, rival.trigger, rival.mode)
                    == (fee.country, fee.trigger, fee.mode)
        })
    };
    let due: Vec<(FeeId, &Fee, Money)> = asked
        .iter()
        .filter(|(rank, _, fee)| first(*rank, fee))
        .map(|(_, id, fee)| (*id, *fee, fee.amount.value().times(count, 1)))
        .filter(|(_, _, amount)| *amount > Money::ZERO)
        .collect();
    due.into_iter()
}

/// Whom the shipment's trucks pay at borders: who takes a fee is a party where it is due.
#[derive(Clone, Debug)]
pub(crate) struct FeePayees<'o> {
    operations: &'o Operations,
    shipment: Shipment,
    /// Worked out when a truck first comes to a border.
    due: OnceLock<Vec<(Country, Trigger, OperatorId)>>,
}

impl<'o> FeePayees<'o> {
    pub(crate) const fn of(operations: &'o Operations, shipment: Shipment) -> Self {
        Self {
            operations,
            shipment,
            due: OnceLock::new(),
        }
    }

    /// Who touches the goods or is paid in an operation, the parts of a composite one not included.
    pub(crate) fn parties(&self, operation: &'o Operation) -> Cow<'o, [(OperatorId, Role)]> {
        let named = self.operations.parties(operation);
        // Off a ro-ro ship a truck enters the country as over any border.
        let truck = operation.conveyances() == [Conveyance::Truck];
        let Some((from, to)) = operation.border().filter(|_| truck) else {
            return Cow::Borrowed(named);
        };
        let mut all = Cow::Borrowed(named);
        for (country, trigger, payee) in self.due() {
            let here = match trigger {
                Trigger::Entry => to,
                Trigger::Exit => from,
            };
            let party = (*payee, Role::StateAgency);
            if here == *country && !all.contains(&party) {
                all.to_mut().push(party);
            }
        }
        all
    }

    fn due(&self) -> &[(Country, Trigger, OperatorId)] {
        self.due.get_or_init(|| {
            let (network, day) = self.operations.records();
            if network.fees().iter().all(|fee| fee.payee.is_none()) {
                return Vec::new();
            }
            let due = due(network, day, &self.shipment);
            due.filter_map(|(_, fee, _)| Some((fee.country, fee.trigger, fee.payee?)))
                .collect()
        })
    }
}
