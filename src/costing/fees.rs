//! What countries ask of trucks, and who is paid for it.

use std::borrow::Cow;
use std::sync::OnceLock;

use jiff::civil::Date;

use super::plates::Plates;
use super::{Payee, Shipment, haul};
use crate::code::Country;
use crate::network::{Conveyance, Fee, FeeId, FigureId, Mode, Network, OperatorId, Role, Trigger};
use crate::operations::{Apart, Operation, OperationKind, Operations, Touched};
use crate::quantity::{Money, Rate};

/// The fees that the shipment's trucks owe in each country, by their plates there. Of the fees of a
/// country for a mode and trigger, a named plate wins over the European Union's, and that over any; of
/// those for one plate the rows that are valid count, else the nearest.
/// Trucks of the country itself owe what is asked of their plates by name.
pub(super) fn due<'n>(
    network: &'n Network,
    day: Date,
    of: (&Shipment, &Plates),
) -> Vec<(FeeId, &'n Fee)> {
    let asked = asked(network, day, of).into_iter();
    owed(asked).collect()
}

/// Of fees that are asked, those that are anything.
pub(super) fn owed<'n>(
    asked: impl Iterator<Item = (FeeId, &'n Fee)>,
) -> impl Iterator<Item = (FeeId, &'n Fee)> {
    asked.filter(|(_, fee)| fee.amount.value() > Rate::ZERO)
}

/// The same with those of nothing, whatever the amounts are.
pub(super) fn asked<'n>(
    network: &'n Network,
    day: Date,
    (shipment, plates): (&Shipment, &Plates),
) -> Vec<(FeeId, &'n Fee)> {
    let gross = shipment.gross_per_truck();
    let rows = network.fees().iter().enumerate();
    let asked = rows.filter(|(_, fee)| {
        fee.mass_from.is_none_or(|from| from <= gross) && fee.mass_to.is_none_or(|to| gross < to)
    });
    let asked = asked.filter_map(|(index, fee)| {
        let plate = (plates.within(fee.country), fee.country);
        let rank = network.names_plate(fee.plate, plate, day)?;
        Some((rank, FeeId::new(index), fee))
    });
    let mut asked: Vec<(u8, FeeId, &Fee)> = asked.collect();
    if asked.iter().any(|(.., fee)| !fee.validity.contains(day)) {
        let all = asked.clone();
        let key = |fee: &Fee| (fee.country, fee.trigger, fee.mode, fee.plate);
        asked.retain(|(.., fee)| {
            let mut same = all.iter().filter(|(.., other)| key(other) == key(fee));
            let apart = Apart::of(fee.validity, day);
            same.all(|(.., other)| apart <= Apart::of(other.validity, day))
        });
    }
    let first = |rank: u8, fee: &Fee| {
        !asked.iter().any(|(other, _, rival)| {
            *other > rank
                && (rival.country, rival.trigger, rival.mode)
                    == (fee.country, fee.trigger, fee.mode)
        })
    };
    let wins = asked.iter().filter(|(rank, _, fee)| first(*rank, fee));
    wins.map(|(_, id, fee)| (*id, *fee)).collect()
}

/// A fee at a border, of all trucks of a shipment.
#[derive(Clone, Copy, Debug)]
pub(super) struct DueFee {
    pub(super) country: Country,
    pub(super) trigger: Trigger,
    pub(super) amount: Money,
    pub(super) payee: Payee,
    pub(super) figure: FigureId,
}

/// What all trucks of the shipment pay together at borders.
pub(super) fn at_borders(due: &[(FeeId, &Fee)], shipment: &Shipment) -> Vec<DueFee> {
    let count = u64::from(shipment.count());
    let due = due.iter().filter(|(_, fee)| fee.trigger != Trigger::Run);
    let due = due.map(|(id, fee)| DueFee {
        country: fee.country,
        trigger: fee.trigger,
        amount: fee.amount.value().times(count, 1),
        payee: payee(fee),
        figure: FigureId::Fee(*id),
    });
    due.filter(|fee| fee.amount > Money::ZERO).collect()
}

/// What a truck pays by the kilometre in each country.
pub(super) fn tolls(due: &[(FeeId, &Fee)]) -> Vec<(Country, haul::Line)> {
    let due = due.iter().filter(|(_, fee)| fee.trigger == Trigger::Run);
    let due = due.filter(|(_, fee)| fee.mode == Mode::Road);
    due.map(|(id, fee)| {
        let line = haul::Line::toll(fee.amount.value(), payee(fee), FigureId::Fee(*id));
        (fee.country, line)
    })
    .collect()
}

fn payee(fee: &Fee) -> Payee {
    fee.payee
        .map_or(Payee::Authority(fee.country), Payee::Operator)
}

/// Whom the shipment's trucks pay at borders and by the kilometre, who is a party where it is due, and
/// whose trucks they are.
#[derive(Clone, Debug)]
pub(crate) struct FeePayees<'o> {
    operations: &'o Operations,
    shipment: Shipment,
    /// Worked out when somebody first asks.
    plates: OnceLock<Plates>,
    /// Worked out when a truck first comes to a border or runs on a road.
    due: OnceLock<Vec<(Country, Trigger, Option<OperatorId>)>>,
}

impl<'o> FeePayees<'o> {
    pub(crate) fn of(operations: &'o Operations, shipment: Shipment) -> Self {
        Self {
            operations,
            shipment,
            plates: OnceLock::new(),
            due: OnceLock::new(),
        }
    }

    pub(crate) fn plates(&self) -> &Plates {
        self.plates.get_or_init(|| {
            let (network, day) = self.operations.records();
            Plates::of(network, day, self.shipment.plate())
        })
    }

    /// Where the trucks of an operation are registered, if it has any: of two countries those of the one entered, on a
    /// ship those of the country left.
    pub(crate) fn plate(&self, touched: &Touched<'_>) -> Country {
        if !touched.conveyances.contains(&Conveyance::Truck) {
            return self.shipment.plate();
        }
        let port = || {
            let (network, _) = self.operations.records();
            Some(network.place(*touched.places.first()?)?.country)
        };
        let country = touched.countries.last().copied().or_else(port);
        let plate = country.map(|country| self.plates().within(country));
        plate.unwrap_or_else(|| self.shipment.plate())
    }

    /// Who touches the goods or is paid in an operation, the parts of a composite one not included.
    pub(crate) fn parties(&self, operation: &'o Operation) -> Cow<'o, [(OperatorId, Role)]> {
        self.parties_of(operation, &operation.kind.touched())
    }

    /// The same where it is known what the operation touches.
    pub(crate) fn parties_of(
        &self,
        operation: &'o Operation,
        touched: &Touched<'_>,
    ) -> Cow<'o, [(OperatorId, Role)]> {
        let named = self.operations.parties(operation);
        if touched.conveyances != [Conveyance::Truck] {
            return Cow::Borrowed(named);
        }
        let collectors = self.operations.collectors();
        let mut all = Cow::Borrowed(named);
        let mut add = |operator: OperatorId, role: Role| {
            let party = (operator, role);
            if !all.contains(&party) {
                all.to_mut().push(party);
            }
        };
        // Off a ro-ro ship a truck enters the country as over any border.
        if let Some((from, to)) = touched.border {
            let crossing = touched.crossing;
            for (country, trigger, payee) in self.due() {
                let here = match trigger {
                    Trigger::Entry => to,
                    Trigger::Exit => from,
                    Trigger::Run => continue,
                };
                let payee = collectors.of(*country, crossing).or(*payee);
                if let Some(payee) = payee.filter(|_| here == *country) {
                    add(payee, Role::StateAgency);
                }
            }
        } else if let OperationKind::Move(run) = &operation.kind {
            for (country, trigger, payee) in self.due() {
                let here = *country == run.country && *trigger == Trigger::Run;
                if let Some(payee) = payee.filter(|_| here) {
                    add(payee, Role::InfrastructureManager);
                }
            }
        }
        all
    }

    fn due(&self) -> &[(Country, Trigger, Option<OperatorId>)] {
        self.due.get_or_init(|| {
            let (network, day) = self.operations.records();
            let named = network.fees().iter().any(|fee| fee.payee.is_some());
            if !named && self.operations.collectors().is_empty() {
                return Vec::new();
            }
            let due = due(network, day, (&self.shipment, self.plates())).into_iter();
            let due = due.filter(|(_, fee)| fee.trigger != Trigger::Run || fee.mode == Mode::Road);
            due.map(|(_, fee)| (fee.country, fee.trigger, fee.payee))
                .collect()
        })
    }
}
