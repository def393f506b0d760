//! What the changes of formulas come to together.

use std::collections::BTreeMap;

use super::formula_terms::{
    ActiveToll, ChangedService, Collectors, FormulaTerms, ThroughTerms, TollPayee,
};
use super::formulas::Formulas;
use super::price::{Frequency, PriceChange};
use crate::network::{
    Cited, CitedTime, CrossingId, LinkId, Network, PriceFor, Prices, Service, ServiceId,
    ThroughRateId,
};

impl Formulas {
    pub(super) fn settled(self, network: &Network) -> FormulaTerms {
        let id = |payee: TollPayee| match payee {
            TollPayee::Operator(id) => network.operator_at(id).id.to_string(),
            TollPayee::Authority(country) => format!("authority:{country}"),
        };
        let mut link_tolls: BTreeMap<LinkId, Vec<ActiveToll>> = BTreeMap::new();
        for ((link, payee, basis), (rate, _)) in self.link_tolls.settled() {
            let toll = ActiveToll { payee, basis, rate };
            link_tolls.entry(link).or_default().push(toll);
        }
        let mut crossing_tolls: BTreeMap<CrossingId, Vec<ActiveToll>> = BTreeMap::new();
        for ((crossing, payee, basis), (rate, _)) in self.crossing_tolls.settled() {
            let toll = ActiveToll { payee, basis, rate };
            crossing_tolls.entry(crossing).or_default().push(toll);
        }
        for tolls in link_tolls.values_mut().chain(crossing_tolls.values_mut()) {
            tolls.sort_by_cached_key(|toll| (id(toll.payee), toll.basis));
        }
        let collectors = self.collectors.settled().into_iter();
        let collectors = collectors.map(|(border, (operator, _))| (border, operator));
        let mut services: BTreeMap<ServiceId, ChangedService> = BTreeMap::new();
        let mut changed = |id: ServiceId, change: &dyn Fn(&mut ChangedService)| {
            let known = services.entry(id).or_insert_with(|| ChangedService {
                record: network.service_at(id).clone(),
                price: None,
                waits: false,
                takes: false,
                is_run_by: false,
            });
            change(known);
        };
        for (id, (price, _)) in self.prices.settled() {
            changed(id, &|service| {
                service.record.prices = priced(&price, &service.record.prices);
                service.price = Some(price);
            });
        }
        for (id, (often, _)) in self.frequencies.settled() {
            changed(id, &|service| leaving(&mut service.record, often));
            changed(id, &|service| service.waits = true);
        }
        for (id, (wait, _)) in self.waits.settled() {
            changed(id, &|service| {
                (service.record.wait, service.record.train_wait) = (Some(wait.into()), None);
                service.waits = true;
            });
        }
        for (id, (time, _)) in self.times.settled() {
            changed(id, &|service| {
                service.record.time = Some(CitedTime::from(time));
                service.takes = true;
            });
        }
        for (id, (operator, _)) in self.operators.settled() {
            changed(id, &|service| {
                (service.record.operator, service.is_run_by) = (operator, true);
            });
        }
        let mut through_rates: BTreeMap<ThroughRateId, ThroughTerms> = BTreeMap::new();
        for (id, (price, _)) in self.rates.settled() {
            through_rates.entry(id).or_default().price = Some(price);
        }
        for (id, (time, _)) in self.rate_times.settled() {
            through_rates.entry(id).or_default().time = Some(time);
        }
        let carriers = self.carriers.settled().into_iter();
        let carriers = carriers.map(|(taken, (operator, _))| (taken, operator));
        FormulaTerms {
            carriers: carriers.collect(),
            link_tolls,
            crossing_tolls,
            fees: self.fees.settled(),
            fee_payees: self.fee_payees.settled(),
            collectors: Collectors::of_all(collectors.collect()),
            handling_prices: self.handling_prices.settled(),
            handling_times: self.handling_times.settled(),
            terminals: self.terminals.settled(),
            speeds: self.speeds.settled(),
            services,
            through_rates,
        }
    }
}

/// The prices of a service after a change.
fn priced(change: &PriceChange, recorded: &Prices) -> Prices {
    let none = *recorded == Prices::default();
    let price = |unit| {
        let known = recorded.of(unit);
        if matches!(change, PriceChange::Usd(_)) && known.is_none() && !none {
            return None;
        }
        let value = change.of(unit, known.map(Cited::value))?;
        let unchanged = known.filter(|_| !change.names(unit));
        Some(unchanged.cloned().unwrap_or_else(|| value.into()))
    };
    Prices {
        container_20: price(PriceFor::Container20),
        container_40: price(PriceFor::Container40),
        truck: price(PriceFor::Truck),
        wagon: price(PriceFor::Wagon),
    }
}

/// A service that leaves so often is waited for accordingly.
fn leaving(service: &mut Service, often: Frequency) {
    let departures = match often {
        Frequency::PerWeek(count) => (count * 1e3).round() as u32,
        Frequency::Percent(factor) => {
            let recorded = service.departures_per_1000_weeks.as_ref();
            let recorded = recorded.map_or(0, |count| u64::from(count.value()));
            u32::try_from(factor.count(recorded)).unwrap_or(u32::MAX)
        }
    };
    service.departures_per_1000_weeks = Some(departures.max(1).into());
    (service.wait, service.train_wait) = (None, None);
}
