//! Changes of a formula, checked against the network, and what they come to together.

use super::claims::{Claims, Precedence, Scoped};
use super::formula_terms::{BorderPart, HandlingKey, SpeedKey, TollPayee};
use super::levies::{BorderFee, Collector, TollChange};
use super::lookup::Applying;
use super::operated::{
    CarrierChange, HandlingChange, ServiceChange, SpeedChange, ThroughRateChange,
};
use super::overlay::BorderKey;
use super::price::{Frequency, Pace, PriceChange};
use super::{BorderTime, Nothing, ScenarioError, Unfit};
use crate::code::Country;
use crate::network::{
    CrossingId, LineId, LinkId, OperatorId, Prices, RateBasis, ServiceId, ThroughRateId,
};
use crate::quantity::{Rate, TravelTime};

type Outcome = Result<(), ScenarioError>;

/// What the changes so far say.
pub(super) struct Formulas {
    pub(super) link_tolls: Claims<(LinkId, TollPayee, RateBasis), Rate>,
    pub(super) crossing_tolls: Claims<(CrossingId, TollPayee, RateBasis), Rate>,
    pub(super) carriers: Claims<(LineId, OperatorId), OperatorId>,
    pub(super) fees: Scoped<BorderKey, PriceChange>,
    pub(super) fee_payees: Scoped<BorderKey, OperatorId>,
    pub(super) collectors: Claims<(Country, Option<CrossingId>), OperatorId>,
    pub(super) handling_prices: Scoped<HandlingKey, PriceChange>,
    pub(super) handling_times: Scoped<HandlingKey, TravelTime>,
    pub(super) terminals: Scoped<HandlingKey, OperatorId>,
    pub(super) speeds: Scoped<SpeedKey, Pace>,
    pub(super) prices: Claims<ServiceId, PriceChange>,
    pub(super) frequencies: Claims<ServiceId, Frequency>,
    pub(super) waits: Claims<ServiceId, TravelTime>,
    pub(super) times: Claims<ServiceId, TravelTime>,
    pub(super) operators: Claims<ServiceId, OperatorId>,
    pub(super) rates: Claims<ThroughRateId, PriceChange>,
    pub(super) rate_times: Claims<ThroughRateId, TravelTime>,
}

impl Formulas {
    pub(super) fn new() -> Self {
        Self {
            link_tolls: Claims::new(),
            crossing_tolls: Claims::new(),
            carriers: Claims::new(),
            fees: Scoped::new(),
            fee_payees: Scoped::new(),
            collectors: Claims::new(),
            handling_prices: Scoped::new(),
            handling_times: Scoped::new(),
            terminals: Scoped::new(),
            speeds: Scoped::new(),
            prices: Claims::new(),
            frequencies: Claims::new(),
            waits: Claims::new(),
            times: Claims::new(),
            operators: Claims::new(),
            rates: Claims::new(),
            rate_times: Claims::new(),
        }
    }

    pub(super) fn toll(&mut self, applying: &Applying<'_, '_>, toll: &TollChange) -> Outcome {
        let on = || toll.on.clone();
        if toll.payee.is_empty() {
            return Err(applying.invalid(Unfit::NoPayee { on: on() }));
        }
        let (low, high) = (
            toll.usd_low.unwrap_or(toll.usd),
            toll.usd_high.unwrap_or(toll.usd),
        );
        if !(low..=high).contains(&toll.usd) {
            let [usd, low, high] = [toll.usd, low, high].map(Rate::as_usd);
            return Err(applying.invalid(Unfit::OutsideRange { usd, low, high }));
        }
        let payee = applying.toll_payee(&toll.payee)?;
        let (precedence, mut reach) = applying.reach(&toll.on)?;
        let refused = |basis, fitting| {
            let on = toll.on.clone();
            applying.invalid(Unfit::TollBasis { on, basis, fitting })
        };
        match toll.basis {
            RateBasis::PerKm | RateBasis::PerTonneKm => {
                reach.crossings.clear();
                if reach.links.is_empty() {
                    return Err(applying.hits_nothing(Nothing::NoLinks { target: on() }));
                }
            }
            RateBasis::PerUnit if reach.links.len() + reach.crossings.len() != 1 => {
                return Err(applying.invalid(Unfit::TollOnGroup { on: on() }));
            }
            RateBasis::PerConsignment if reach.crossings.len() != 1 || !reach.links.is_empty() => {
                return Err(refused("per_consignment", "per_unit or per_km"));
            }
            RateBasis::PerUnit | RateBasis::PerConsignment => {}
            RateBasis::PerHour => {
                return Err(refused("per_hour", "per_unit, per_km or per_tonne_km"));
            }
        }
        let about = || format!("the toll of {} on {}", toll.payee, toll.on);
        for id in reach.links {
            let key = (id, payee, toll.basis);
            let claimed = self
                .link_tolls
                .claim(key, precedence, toll.usd, applying.at);
            claimed.map_err(|other| applying.contradiction(other, about()))?;
        }
        for id in reach.crossings {
            let key = (id, payee, toll.basis);
            let claimed = self
                .crossing_tolls
                .claim(key, precedence, toll.usd, applying.at);
            claimed.map_err(|other| applying.contradiction(other, about()))?;
        }
        Ok(())
    }

    pub(super) fn border_fee(&mut self, applying: &Applying<'_, '_>, fee: &BorderFee) -> Outcome {
        let key = applying.border(&BorderTime {
            crossing: fee.crossing.clone(),
            from: fee.from,
            to: fee.to,
            mode: fee.mode,
            time: TravelTime::default(),
        })?;
        let mut parts = Vec::new();
        parts.extend(
            fee.price
                .filter(|price| !price.is_empty())
                .map(BorderPart::Fee),
        );
        if let Some(payee) = &fee.payee {
            parts.push(BorderPart::Payee(applying.operator(payee)?));
        }
        if parts.is_empty() {
            return Err(applying.hits_nothing(Nothing::NoEffect));
        }
        for part in parts {
            let claimed = match part {
                BorderPart::Fee(price) => self.fees.claim(key, price, applying.at),
                BorderPart::Payee(payee) => self.fee_payees.claim(key, payee, applying.at),
            };
            let about = "the fee of the same border control";
            claimed.map_err(|other| applying.contradiction(other, about))?;
        }
        Ok(())
    }

    pub(super) fn collector(
        &mut self,
        applying: &Applying<'_, '_>,
        collector: &Collector,
    ) -> Outcome {
        let key = applying.border(&BorderTime {
            crossing: collector.crossing.clone(),
            from: None,
            to: Some(collector.country),
            mode: None,
            time: TravelTime::default(),
        })?;
        let operator = applying.operator(&collector.operator)?;
        let border = (collector.country, key.crossing);
        let (one, at) = (Precedence::One, applying.at);
        let claimed = self.collectors.claim(border, one, operator, at);
        let about = || format!("who collects the fees of {}", collector.country);
        claimed.map_err(|other| applying.contradiction(other, about()))
    }

    pub(super) fn handling(
        &mut self,
        applying: &Applying<'_, '_>,
        change: &HandlingChange,
    ) -> Outcome {
        let network = applying.network;
        let place = change.place.as_ref().map(|name| network.find_place(name));
        let place = place.transpose();
        let place = place.map_err(|error| applying.invalid(error.into()))?;
        let here = |country| network.places().any(|(_, place)| place.country == country);
        let nowhere = change.country.is_some_and(|country| !here(country));
        if nowhere || place.is_none() && change.country.is_none() {
            return Err(applying.hits_nothing(Nothing::NoHandling));
        }
        let elsewhere = place.filter(|place| {
            let lies = network.place_at(*place).country;
            change.country.is_some_and(|country| country != lies)
        });
        if elsewhere.is_some() {
            return Err(applying.hits_nothing(Nothing::NoHandling));
        }
        let key = HandlingKey {
            place,
            country: change.country,
            kind: change.operation,
        };
        let price = change.price.filter(|price| !price.is_empty());
        if price.is_none() && change.time.is_none() && change.operator.is_none() {
            return Err(applying.hits_nothing(Nothing::NoEffect));
        }
        let at = applying.at;
        let clash = |other, what| applying.contradiction(other, format!("the {what} of handling"));
        if let Some(price) = price {
            let claimed = self.handling_prices.claim(key, price, at);
            claimed.map_err(|other| clash(other, "price"))?;
        }
        if let Some(time) = change.time {
            let claimed = self.handling_times.claim(key, time, at);
            claimed.map_err(|other| clash(other, "hours"))?;
        }
        if let Some(operator) = &change.operator {
            let operator = applying.operator(operator)?;
            let claimed = self.terminals.claim(key, operator, at);
            claimed.map_err(|other| clash(other, "operator"))?;
        }
        Ok(())
    }

    pub(super) fn speed(&mut self, applying: &Applying<'_, '_>, change: &SpeedChange) -> Outcome {
        let network = applying.network;
        if let Pace::Kmh(kmh) = change.pace
            && !(kmh > 0.0 && kmh <= 1_000.0)
        {
            return Err(applying.invalid(Unfit::Speed { kmh }));
        }
        let line = match &change.line {
            None => None,
            Some(id) => Some(applying.line(id)?),
        };
        let fits = network.links().any(|(_, link)| {
            line.is_none_or(|only| only == link.line)
                && change.country.is_none_or(|only| only == link.country)
                && change.mode.is_none_or(|only| only == link.mode)
        });
        if !fits || line.is_none() && change.country.is_none() {
            return Err(applying.hits_nothing(Nothing::NoMovement));
        }
        let key = SpeedKey {
            line,
            country: change.country,
            mode: change.mode,
            product: change.product,
        };
        let claimed = self.speeds.claim(key, change.pace, applying.at);
        claimed.map_err(|other| applying.contradiction(other, "the same speed"))
    }

    pub(super) fn carrier(
        &mut self,
        applying: &Applying<'_, '_>,
        change: &CarrierChange,
    ) -> Outcome {
        let network = applying.network;
        let line = applying.line(&change.line)?;
        let before = applying.operator(&change.in_place_of)?;
        let operator = applying.operator(&change.operator)?;
        let record = network.line_at(line);
        let sells = |seller: OperatorId| {
            let mut tariffs = network.tariffs_in(record.country, record.mode);
            tariffs.any(|(_, tariff)| {
                let here = tariff.lines.is_empty() || tariff.lines.contains(&line);
                tariff.operator == Some(seller) && here
            })
        };
        if !sells(before) || before == operator {
            let (line, operator) = (change.line.clone(), change.in_place_of.clone());
            return Err(applying.hits_nothing(Nothing::NotSold { line, operator }));
        }
        if sells(operator) {
            let (line, operator) = (change.line.clone(), change.operator.clone());
            return Err(applying.invalid(Unfit::SellsItself { line, operator }));
        }
        let (one, at) = (Precedence::One, applying.at);
        let claimed = self.carriers.claim((line, before), one, operator, at);
        let about = || format!("who hauls on {}", change.line);
        claimed.map_err(|other| applying.contradiction(other, about()))
    }

    pub(super) fn service(
        &mut self,
        applying: &Applying<'_, '_>,
        change: &ServiceChange,
    ) -> Outcome {
        let (network, id) = (applying.network, &change.service);
        let key = network.service_by_id(id).ok_or_else(|| {
            let services = network.services().map(|(_, service)| service.id.as_str());
            applying.unknown("service", id, services)
        })?;
        let record = network.service_at(key);
        let unrecorded = |what| {
            let id = id.clone();
            applying.hits_nothing(Nothing::Unrecorded { what, id })
        };
        let price = change.price.filter(|price| !price.is_empty());
        if matches!(price, Some(PriceChange::Percent(_))) && record.prices == Prices::default() {
            return Err(unrecorded("price"));
        }
        match change.frequency {
            Some(Frequency::PerWeek(per_week)) if !(per_week > 0.0 && per_week <= 1_000.0) => {
                return Err(applying.invalid(Unfit::Departures { per_week }));
            }
            Some(Frequency::Percent(_)) if record.departures_per_1000_weeks.is_none() => {
                return Err(unrecorded("frequency"));
            }
            Some(_) if change.wait.is_some() => {
                let service = id.clone();
                return Err(applying.invalid(Unfit::WaitAndFrequency { service }));
            }
            Some(_) | None => {}
        }
        let times = change.wait.or(change.time);
        if price.is_none()
            && change.frequency.is_none()
            && times.is_none()
            && change.operator.is_none()
        {
            return Err(applying.hits_nothing(Nothing::NoEffect));
        }
        let (one, at) = (Precedence::One, applying.at);
        let clash = |what: &'static str| {
            move |other| applying.contradiction(other, format!("the {what} of service {id}"))
        };
        if let Some(price) = price {
            let claimed = self.prices.claim(key, one, price, at);
            claimed.map_err(clash("price"))?;
        }
        if let Some(often) = change.frequency {
            let claimed = self.frequencies.claim(key, one, often, at);
            claimed.map_err(clash("frequency"))?;
        }
        if let Some(wait) = change.wait {
            let claimed = self.waits.claim(key, one, wait, at);
            claimed.map_err(clash("wait"))?;
        }
        if let Some(time) = change.time {
            let claimed = self.times.claim(key, one, time, at);
            claimed.map_err(clash("hours"))?;
        }
        if let Some(operator) = &change.operator {
            let operator = applying.operator(operator)?;
            let claimed = self.operators.claim(key, one, operator, at);
            claimed.map_err(clash("operator"))?;
        }
        Ok(())
    }

    pub(super) fn through_rate(
        &mut self,
        applying: &Applying<'_, '_>,
        change: &ThroughRateChange,
    ) -> Outcome {
        let (network, id) = (applying.network, &change.rate);
        let key = network.through_rate_by_id(id).ok_or_else(|| {
            let rates = network.through_rates().map(|(_, rate)| rate.id.as_str());
            applying.unknown("through rate", id, rates)
        })?;
        let price = change.price.filter(|price| !price.is_empty());
        if price.is_none() && change.time.is_none() {
            return Err(applying.hits_nothing(Nothing::NoEffect));
        }
        let (one, at) = (Precedence::One, applying.at);
        let about = |what| format!("the {what} of through rate {id}");
        if let Some(price) = price {
            let claimed = self.rates.claim(key, one, price, at);
            claimed.map_err(|other| applying.contradiction(other, about("price")))?;
        }
        if let Some(time) = change.time {
            let claimed = self.rate_times.claim(key, one, time, at);
            claimed.map_err(|other| applying.contradiction(other, about("hours")))?;
        }
        Ok(())
    }
}
