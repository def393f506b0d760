//! What the shipment's trucks pay where they stand and at borders, off the records.

use std::sync::Arc;

use super::ledger::DueFee;
use super::offer::Offer;
use super::owed::{Owed, Payee};
use super::records::Records;
use crate::code::Country;
use crate::network::{
    Component, Conveyance, CrossingId, Fee, FeeId, FigureId, Mode, OperatorId, Plate, Product,
    RateBasis, TariffId, Trigger,
};
use crate::quantity::{Distance, Duration, Money, Rate};

impl Records<'_> {
    /// The fees of a country that the shipment's trucks owe, in the order of the table, by their plates
    /// there. Of its fees for one mode and trigger those for the plate count, else those for the
    /// European Union where the plate's country belongs to it, else those for any plate. A country's own
    /// trucks are meant by their plates alone.
    fn due_fees(&self, country: Country) -> Arc<[DueFee]> {
        if let Some(known) = self.ledger.borrow().fees.get(&country) {
            return known.clone();
        }
        let found: Arc<[DueFee]> = self.read_fees(country).into();
        let mut ledger = self.ledger.borrow_mut();
        ledger.fees.insert(country, found.clone());
        found
    }

    fn read_fees(&self, country: Country) -> Vec<DueFee> {
        let (day, gross) = (self.world.day(), self.cargo.per_truck);
        let all = self.network.fees().iter().enumerate();
        let asked: Vec<(usize, &Fee)> = all
            .filter(|(_, fee)| {
                fee.country == country
                    && fee.mass_from.is_none_or(|from| gross >= from)
                    && fee.mass_to.is_none_or(|to| gross < to)
            })
            .collect();
        let asked: Vec<(usize, &Fee)> = asked
            .iter()
            .filter(|(_, fee)| self.fee_counts(fee, &asked))
            .copied()
            .collect();
        if asked.is_empty() {
            return Vec::new();
        }
        let plate = self.plate_in(country);
        let meant = |fee: &Fee| {
            let own = Plate::Country(plate);
            let rivals = asked
                .iter()
                .filter(|(_, rival)| (rival.mode, rival.trigger) == (fee.mode, fee.trigger));
            let named = |wanted: Plate| rivals.clone().any(|(_, rival)| rival.plate == wanted);
            if plate == country || named(own) {
                return fee.plate == own;
            }
            let union = named(Plate::EuropeanUnion);
            if union && self.network.is_in_union(plate, "EU", day) {
                fee.plate == Plate::EuropeanUnion
            } else {
                fee.plate == Plate::Other
            }
        };
        let due = asked.iter().filter(|(_, fee)| meant(fee));
        let due = due.map(|(index, fee)| DueFee {
            fee: FeeId::new(*index),
            country: fee.country,
            trigger: fee.trigger,
            rate: fee.amount.value(),
            payee: fee.payee,
        });
        due.filter(|due| due.rate > Rate::ZERO).collect()
    }

    /// What the country takes of the shipment's trucks for running there.
    fn due_tolls(&self, country: Country) -> Vec<DueFee> {
        let all = self.due_fees(country);
        let here = all.iter().filter(|due| {
            let of_trucks = self.network.fees()[due.fee.index()].mode == Mode::Road;
            of_trucks && due.trigger == Trigger::Run
        });
        here.copied().collect()
    }

    /// Whom trucks pay by the kilometre in a country, in the order of the table.
    pub(super) fn toll_payees(&self, product: Product, country: Country) -> Vec<OperatorId> {
        if product != Product::Truck {
            return Vec::new();
        }
        let due = self.due_tolls(country).into_iter();
        due.filter_map(|due| due.payee).collect()
    }

    /// What trucks pay by the kilometre where they are sold, each rounded half up to the cent over the
    /// whole length; what comes to nothing is not charged.
    pub(super) fn owe_tolls(
        &self,
        offer: &Offer,
        length: Distance,
        country: Country,
        owed: &mut Vec<Owed>,
    ) {
        if offer.product != Product::Truck || offer.lines.is_none() {
            return;
        }
        for due in self.due_tolls(country) {
            let metres = self.cargo.count.saturating_mul(length.as_metres());
            let amount = due.rate.times(metres, 1_000);
            if amount > Money::ZERO {
                owed.push(Owed {
                    component: Component::Toll,
                    amount,
                    payee: due.payee.map_or(Payee::Authority(country), Payee::Operator),
                    country: Some(country),
                    figure: FigureId::Fee(due.fee),
                });
            }
        }
    }

    /// The fees due where the trucks leave the one country for the other; off a ro-ro ship they enter
    /// as over any border.
    fn fees_between(
        &self,
        conveyances: &[Conveyance],
        (from, to): (Country, Country),
        mut each: impl FnMut(&DueFee),
    ) {
        if conveyances != [Conveyance::Truck] {
            return;
        }
        // In the order of the table, which has both countries' fees.
        let (left, entered) = (self.due_fees(from), self.due_fees(to));
        let mut all: Vec<&DueFee> = left.iter().chain(entered.iter()).collect();
        all.sort_unstable_by_key(|due| due.fee);
        for due in all {
            let here = match due.trigger {
                Trigger::Entry => to,
                Trigger::Exit => from,
                Trigger::Run => continue,
            };
            if due.country == here {
                each(due);
            }
        }
    }

    /// Who takes a fee of the shipment's trucks there.
    pub(super) fn fee_payees(
        &self,
        conveyances: &[Conveyance],
        crossing: Option<CrossingId>,
        countries: (Country, Country),
    ) -> Vec<OperatorId> {
        let mut payees = Vec::new();
        self.fees_between(conveyances, countries, |due| {
            let collector = self.world.collectors().of(due.country, crossing);
            payees.extend(collector.or(due.payee));
        });
        payees
    }

    pub(super) fn owe_fees(
        &self,
        conveyances: &[Conveyance],
        crossing: Option<CrossingId>,
        countries: (Country, Country),
        owed: &mut Vec<Owed>,
    ) {
        self.fees_between(conveyances, countries, |due| {
            let amount = due.rate.times(self.cargo.count, 1);
            if amount == Money::ZERO {
                return;
            }
            owed.push(Owed {
                component: Component::TransitFee,
                amount,
                payee: self
                    .world
                    .collectors()
                    .of(due.country, crossing)
                    .or(due.payee)
                    .map_or(Payee::Authority(due.country), Payee::Operator),
                country: Some(due.country),
                figure: FigureId::Fee(due.fee),
            });
        });
    }

    fn standing_rates(&self, country: Country) -> Arc<[TariffId]> {
        if let Some(known) = self.ledger.borrow().standing.get(&country) {
            return known.clone();
        }
        let modes = Mode::ALL.iter();
        let here = modes.flat_map(|mode| self.network.tariffs_in(country, *mode));
        let all = here.filter(|(_, tariff)| {
            tariff.basis == RateBasis::PerHour
                && tariff.product == Product::Truck
                && self.exists(tariff.operator)
                && self.cargo.is_meant_by(tariff)
        });
        let all = self.tariffs_that_count(all.collect());
        let mut found: Vec<TariffId> = all.into_iter().map(|(id, _)| id).collect();
        found.sort_unstable();
        let found: Arc<[TariffId]> = found.into();
        let mut ledger = self.ledger.borrow_mut();
        ledger.standing.insert(country, found.clone());
        found
    }

    /// What trucks cost while they stand in a country, by the mean hours, each rate rounded half up
    /// to the cent; what comes to nothing is not charged.
    pub(super) fn owe_standing(
        &self,
        conveyance: Conveyance,
        country: Country,
        expected: Duration,
        owed: &mut Vec<Owed>,
    ) {
        if conveyance != Conveyance::Truck {
            return;
        }
        let minutes = self.cargo.count.saturating_mul(expected.as_minutes());
        for id in self.standing_rates(country).iter() {
            let rate = self.world.tariff_rate(*id).unwrap_or_default();
            let amount = rate.times(minutes, 60);
            if amount > Money::ZERO {
                owed.push(Owed {
                    component: Component::Haulage,
                    amount,
                    payee: Payee::Carrier,
                    country: Some(country),
                    figure: self.rate_figure(*id),
                });
            }
        }
    }
}
