//! What a world answers of the formulas of its scenario.

use super::World;
use super::claims::Scope;
use super::formula_terms::{ActiveToll, Collectors, HandlingKey, HandlingTerms, Site, SpeedKey};
use super::overlay::BorderKey;
use super::price::{Pace, PriceChange};
use crate::code::Country;
use crate::network::{
    CrossingId, LineId, LinkId, Mode, OperatorId, PriceFor, Product, ServiceId, ThroughRateId,
};
use crate::quantity::{Rate, TravelTime};

/// What is said with the highest rank of what fits; of equals, which agree, the last.
fn said<K: Scope, V: Copy>(all: &[(K, V)], fits: impl Fn(&K) -> bool) -> Option<V> {
    let fitting = all.iter().filter(|(key, _)| fits(key));
    let found = fitting.max_by_key(|(key, _)| key.rank());
    found.map(|(_, value)| *value)
}

impl World {
    /// Tolls that changes put on a link, in the order of payees' ids.
    #[must_use]
    pub fn link_tolls(&self, id: LinkId) -> &[ActiveToll] {
        let tolls = self.formulas.link_tolls.get(&id);
        tolls.map_or(&[], Vec::as_slice)
    }

    /// Tolls that changes put on a crossing, in the order of payees' ids.
    #[must_use]
    pub fn crossing_tolls(&self, id: CrossingId) -> &[ActiveToll] {
        let tolls = self.formulas.crossing_tolls.get(&id);
        tolls.map_or(&[], Vec::as_slice)
    }

    /// Whether a change puts a toll on some link.
    #[must_use]
    pub fn has_link_tolls(&self) -> bool {
        !self.formulas.link_tolls.is_empty()
    }

    fn fits_border(&self, key: &BorderKey, crossing: CrossingId, way: [Country; 2]) -> bool {
        let mode = self
            .network
            .crossing(crossing)
            .map(|crossing| crossing.mode);
        key.crossing.is_none_or(|only| only == crossing)
            && key.from.is_none_or(|only| only == way[0])
            && key.to.is_none_or(|only| only == way[1])
            && key.mode.is_none_or(|only| Some(only) == mode)
    }

    /// What changes make of the fee of border control at a crossing from one country into the other.
    #[must_use]
    pub fn border_fee(
        &self,
        crossing: CrossingId,
        from: Country,
        to: Country,
    ) -> Option<PriceChange> {
        let fits = |key: &BorderKey| self.fits_border(key, crossing, [from, to]);
        said(&self.formulas.fees, fits)
    }

    /// Who is paid for border control into a country, at a crossing or in a port, where a change says so.
    #[must_use]
    pub fn border_payee(
        &self,
        crossing: Option<CrossingId>,
        from: Country,
        to: Country,
    ) -> Option<OperatorId> {
        let named = crossing.and_then(|crossing| {
            let fits = |key: &BorderKey| self.fits_border(key, crossing, [from, to]);
            said(&self.formulas.fee_payees, fits)
        });
        named.or_else(|| self.collectors().of(to, crossing))
    }

    /// Who collects what countries ask, where changes say so.
    #[must_use]
    pub fn collectors(&self) -> &Collectors {
        &self.formulas.collectors
    }

    /// What changes make of the handling at a site.
    #[must_use]
    pub fn handling_terms(&self, site: Site) -> HandlingTerms {
        let terms = &self.formulas;
        let fits = |key: &HandlingKey| key.fits(&site);
        HandlingTerms {
            price: said(&terms.handling_prices, fits),
            time: said(&terms.handling_times, fits),
            operator: said(&terms.terminals, fits),
        }
    }

    /// Who handles goods at a site where `recorded` does by the records.
    #[must_use]
    pub fn terminal(&self, site: Site, recorded: Option<OperatorId>) -> Option<OperatorId> {
        let terms = &self.formulas.terminals;
        said(terms, |key| key.fits(&site)).or(recorded)
    }

    /// Who hauls on a line at the tariffs of an operator: whom a change puts in its place, else itself.
    #[must_use]
    pub fn carrier(&self, line: LineId, tariffs_of: OperatorId) -> OperatorId {
        let carriers = &self.formulas.carriers;
        let other = carriers.get(&(line, tariffs_of));
        other.copied().unwrap_or(tariffs_of)
    }

    /// Whether somebody hauls on a line at the tariffs of an operator: it exists on the day, or a change
    /// puts another in its place.
    #[must_use]
    pub fn has_carrier(&self, line: LineId, tariffs_of: OperatorId) -> bool {
        let carriers = &self.formulas.carriers;
        carriers.contains_key(&(line, tariffs_of)) || self.has_operator(tariffs_of)
    }

    /// How fast a product moves on a line, where a change says so.
    #[must_use]
    pub fn pace(
        &self,
        line: LineId,
        (country, mode): (Country, Mode),
        product: Product,
    ) -> Option<Pace> {
        said(&self.formulas.speeds, |key: &SpeedKey| {
            key.line.is_none_or(|only| only == line)
                && key.country.is_none_or(|only| only == country)
                && key.mode.is_none_or(|only| only == mode)
                && key.product.is_none_or(|only| only == product)
        })
    }

    /// Whether a change sets what a service asks for a unit.
    #[must_use]
    pub fn changes_service_price(&self, id: ServiceId, unit: PriceFor) -> bool {
        let service = self.formulas.services.get(&id);
        let price = service.and_then(|service| service.price);
        price.is_some_and(|price| price.names(unit))
    }

    /// Whether a change sets the wait for a service or its frequency.
    #[must_use]
    pub fn changes_service_wait(&self, id: ServiceId) -> bool {
        let service = self.formulas.services.get(&id);
        service.is_some_and(|service| service.waits)
    }

    /// Whether a change sets the hours of a service's run.
    #[must_use]
    pub fn changes_service_time(&self, id: ServiceId) -> bool {
        let service = self.formulas.services.get(&id);
        service.is_some_and(|service| service.takes)
    }

    /// What a through rate asks for a unit after the changes, and whether one of them sets it.
    #[must_use]
    pub fn through_price(&self, id: ThroughRateId, unit: PriceFor) -> Option<(Rate, bool)> {
        let row = self.network.through_rate(id)?;
        let recorded = row.prices.of(unit).map(crate::network::Cited::value);
        let terms = self.formulas.through_rates.get(&id);
        match terms.and_then(|terms| terms.price) {
            Some(price) => Some((price.of(unit, recorded)?, price.names(unit))),
            None => Some((recorded?, false)),
        }
    }

    /// How long a chain takes that is sold at a through rate, where a change says so.
    #[must_use]
    pub fn through_time(&self, id: ThroughRateId) -> Option<TravelTime> {
        self.formulas.through_rates.get(&id)?.time
    }
}
