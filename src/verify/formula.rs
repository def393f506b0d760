//! What changes of a scenario make of handling, tolls and speeds, worked out from what they say.

use super::owed::{Owed, Payee};
use super::reckoning::Reckoning;
use super::records::Records;
use crate::code::Country;
use crate::network::{
    Cited, Component, CrossingId, FigureId, HandlingId, LinkId, OperatorId, Prices, RateBasis,
    Role, Speed,
};
use crate::quantity::{Distance, Money, Rate, TravelTime};
use crate::route::{Act, Step};
use crate::scenario::{ActiveToll, Pace, PriceChange, Site, TollPayee};

impl Records<'_> {
    /// Who handles goods: whom a change puts there, else whom the record names.
    pub(super) fn terminal_of(&self, record: Option<HandlingId>, site: Site) -> Option<OperatorId> {
        let changed = self.world.handling_terms(site).operator;
        changed.or_else(|| self.network.handling_record(record?)?.operator)
    }

    /// How long it takes: as a change has it, else as the record does.
    pub(super) fn dwell_of(
        &self,
        record: Option<HandlingId>,
        site: Site,
    ) -> Option<(TravelTime, FigureId)> {
        let recorded = || {
            let id = record?;
            let row = self.network.handling_record(id)?;
            Some((row.time.value(), FigureId::HandlingTime(id)))
        };
        let changed = self.world.handling_terms(site).time;
        changed
            .map(|time| (time, FigureId::Scenario))
            .or_else(recorded)
    }

    /// The price of a unit after a change, and whether it is the change's: its own price, a part of the
    /// recorded one, or the recorded one.
    pub(super) fn asked(
        &self,
        change: Option<PriceChange>,
        recorded: Option<Rate>,
    ) -> Option<(Rate, bool)> {
        let unit = self.cargo.price();
        match change {
            None => recorded.map(|rate| (rate, false)),
            Some(PriceChange::Usd(rate)) => Some((rate, true)),
            Some(PriceChange::Percent(factor)) => Some((factor.of(recorded?), true)),
            Some(PriceChange::PerUnit(prices)) => match prices.of(unit) {
                Some(rate) => Some((rate, true)),
                None => recorded.map(|rate| (rate, false)),
            },
        }
    }

    /// What handling is charged; a record without any price asks nothing, one without a price for the
    /// unit does not serve it.
    pub(super) fn owe_handling(
        &self,
        record: Option<HandlingId>,
        (component, site): (Component, Site),
        found: &mut Reckoning,
    ) {
        let row = record.and_then(|id| Some((id, self.network.handling_record(id)?)));
        let unit = self.cargo.price();
        let recorded = row.and_then(|(_, row)| row.prices.of(unit).map(Cited::value));
        let change = self.world.handling_terms(site).price;
        let free = row.is_none_or(|(_, row)| row.prices == Prices::default());
        let Some((rate, changed)) = self.asked(change, recorded) else {
            found.priced &= free;
            return;
        };
        let figure = match row {
            Some((id, _)) if !changed => FigureId::HandlingPrice(id, unit),
            Some(_) | None => FigureId::Scenario,
        };
        let payee = self.terminal_of(record, site);
        let payee = payee.map_or(Payee::Unnamed, Payee::Operator);
        let price = (component, rate.times(self.cargo.count, 1));
        found.owe(price, payee, Some(site.country), figure);
    }

    /// Whom changes have paid a toll on a link, where the carrier's own parties do not name them so.
    pub(super) fn toll_takers(&self, link: LinkId, parties: &mut Vec<(OperatorId, Role)>) {
        name_takers(self.world.link_tolls(link), parties);
    }

    /// The same at a crossing.
    pub(super) fn toll_takers_at(
        &self,
        crossing: CrossingId,
        parties: &mut Vec<(OperatorId, Role)>,
    ) {
        name_takers(self.world.crossing_tolls(crossing), parties);
    }

    /// Tolls of a link over its length.
    pub(super) fn owe_link_tolls(
        &self,
        link: LinkId,
        (length, country): (Distance, Country),
        owed: &mut Vec<Owed>,
    ) {
        for toll in self.world.link_tolls(link) {
            let amount = self.toll_of(toll, length.as_metres(), 1);
            owe(toll, amount, country, owed);
        }
    }

    /// Tolls of all links of a haul: each over the metres on which it is due, rounded once.
    pub(super) fn owe_haul_tolls(&self, haul: &Step, country: Country, owed: &mut Vec<Owed>) {
        let mut sums: Vec<(ActiveToll, u64, u64)> = Vec::new();
        for part in &haul.parts {
            let Act::Move { link, .. } = &part.act else {
                continue;
            };
            let Some(link) = self.world.link_by_id(link) else {
                continue;
            };
            for toll in self.world.link_tolls(link) {
                let metres = part.distance.as_metres();
                if let Some(sum) = sums.iter_mut().find(|sum| sum.0 == *toll) {
                    sum.1 = sum.1.saturating_add(metres);
                    sum.2 += 1;
                } else {
                    sums.push((*toll, metres, 1));
                }
            }
        }
        for (toll, metres, links) in &sums {
            owe(toll, self.toll_of(toll, *metres, *links), country, owed);
        }
    }

    /// Tolls of a crossing, each time it is passed.
    pub(super) fn owe_crossing_tolls(
        &self,
        crossing: CrossingId,
        entered: Country,
        owed: &mut Vec<Owed>,
    ) {
        for toll in self.world.crossing_tolls(crossing) {
            owe(toll, self.toll_of(toll, 0, 1), entered, owed);
        }
    }

    /// A toll over so many metres and links, half a cent and more rounded up.
    fn toll_of(&self, toll: &ActiveToll, metres: u64, links: u64) -> Money {
        let run = self.cargo.count.saturating_mul(metres);
        match toll.basis {
            RateBasis::PerUnit => toll.rate.times(self.cargo.count.saturating_mul(links), 1),
            RateBasis::PerConsignment => toll.rate.times(links, 1),
            RateBasis::PerKm => toll.rate.times(run, 1_000),
            RateBasis::PerTonneKm => {
                let kilograms = run.saturating_mul(self.cargo.charged.as_kg());
                toll.rate.times(kilograms, 1_000_000)
            }
            RateBasis::PerHour => Money::ZERO,
        }
    }
}

fn name_takers(tolls: &[ActiveToll], parties: &mut Vec<(OperatorId, Role)>) {
    for toll in tolls {
        let TollPayee::Operator(payee) = toll.payee else {
            continue;
        };
        let taker = (payee, Role::InfrastructureManager);
        if !parties.contains(&taker) {
            parties.push(taker);
        }
    }
}

fn owe(toll: &ActiveToll, amount: Money, country: Country, owed: &mut Vec<Owed>) {
    if amount == Money::ZERO {
        return;
    }
    let payee = match toll.payee {
        TollPayee::Authority(country) => Payee::Authority(country),
        TollPayee::Operator(operator) => Payee::Operator(operator),
    };
    owed.push(Owed {
        component: Component::Toll,
        amount,
        payee,
        country: Some(country),
        figure: FigureId::Scenario,
    });
}

/// Metres an hour and the ratio of the spread in thousandths: a change's speed, or its part of the
/// recorded one rounded half up; the spread is the record's.
pub(super) fn fast(record: Option<&Speed>, change: Option<Pace>) -> Option<(u32, u32)> {
    let recorded = record.map(Speed::metres_per_hour);
    let speed = match (change, recorded) {
        (Some(Pace::Kmh(kmh)), _) => (kmh * 1_000.0).round() as u32,
        (Some(Pace::Percent(factor)), Some(recorded)) => {
            u32::try_from(factor.count(recorded.into())).unwrap_or(u32::MAX)
        }
        (None, Some(recorded)) => recorded,
        (Some(Pace::Percent(_)) | None, None) => return None,
    };
    let spread = record.map(|record| record.p90_per_mille.value());
    Some((speed.max(1), spread.unwrap_or(1_000)))
}
