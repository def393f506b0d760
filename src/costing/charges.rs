//! What is paid for one operation, item by item.

use super::appraisal::service;
use super::quote::{Price, Quote};
use super::sites::site;
use super::{Charge, CostModel, Payee, Unpriced, haul};
use crate::code::Country;
use crate::network::{Bound, Component, Conveyance, HandlingId, HandlingKind, Product, ServiceId};
use crate::operations::{ArcId, Lift, OfferId, Operation, OperationKind};
use crate::quantity::Distance;
use crate::scenario::Site;

impl CostModel {
    /// Itemises an operation through `sink`.
    ///
    /// # Errors
    /// [`Unpriced`] when the operation is not sold to the shipment or its price is not known, or
    /// when operation or quote are not of this model; what went through `sink` is then incomplete.
    pub fn charges(
        &self,
        arc: ArcId,
        quote: &Quote,
        mut sink: impl FnMut(Charge),
    ) -> Result<(), Unpriced> {
        quote.check(self)?;
        self.itemise(arc, quote, &mut sink)
    }

    /// The cents of all charges.
    ///
    /// # Errors
    /// As [`CostModel::charges`].
    pub(crate) fn cents(&self, arc: ArcId, quote: &Quote) -> Result<u64, Unpriced> {
        quote.check(self)?;
        let mut sum = 0_u64;
        self.itemise(arc, quote, &mut |charge: Charge| {
            sum = sum.saturating_add(charge.amount.as_cents().unsigned_abs());
        })?;
        Ok(sum)
    }

    /// The same where there is a price.
    pub(crate) fn priced(&self, arc: ArcId, quote: &Quote) -> Option<u64> {
        quote.check(self).ok()?;
        // Most of what is weighed; the record of the operation need not be read for it.
        match self.operations().sold(arc) {
            Some((offer, bound, metres)) if !self.is_tolled(arc) => {
                quote.cents(offer, bound, metres)
            }
            Some(_) | None => self.cents(arc, quote).ok(),
        }
    }

    fn itemise(
        &self,
        arc: ArcId,
        quote: &Quote,
        sink: &mut impl FnMut(Charge),
    ) -> Result<(), Unpriced> {
        let operation = self.operations().arc(arc);
        let operation = operation.ok_or_else(|| Unpriced::UnknownOperation {
            arc: arc.get(),
            operations: self.operations().len() as u32,
        })?;
        match &operation.kind {
            OperationKind::Move(run) => {
                let haul = (run.product, run.distance, run.country);
                haulage((run.offer, run.bound), haul, quote, sink)?;
                self.tolls(&[arc], run.country, quote, sink);
                Ok(())
            }
            OperationKind::Haul(haul) => {
                let sold = (haul.product, haul.distance, haul.country);
                haulage((haul.offer, haul.bound), sold, quote, sink)?;
                self.tolls(
                    self.operations().parts(operation),
                    haul.country,
                    quote,
                    sink,
                );
                Ok(())
            }
            OperationKind::Pass(_) | OperationKind::Depart(_) => Ok(()),
            OperationKind::BorderControl(border) => {
                self.standing(arc, border.conveyance, border.countries[0], quote, sink);
                let at = (Some(border.crossing), border.countries);
                self.border(at, border.conveyance, border.terms, quote, sink);
                let site = Site::lift(None, border.countries[1]);
                self.reloaded(operation, site, quote, sink)
            }
            OperationKind::Load(lift)
            | OperationKind::Unload(lift)
            | OperationKind::Tranship(lift) => {
                self.lift(arc, (operation, lift), Component::Handling, quote, sink)
            }
            OperationKind::GaugeChange(lift) => {
                self.lift(arc, (operation, lift), Component::GaugeChange, quote, sink)
            }
            OperationKind::Wait(wait) => {
                self.standing(arc, wait.conveyance, wait.country, quote, sink);
                let site = Site::at(HandlingKind::PortDwell, wait.place, wait.country);
                self.in_port((wait.service, wait.dwell), site, quote, sink)
            }
            OperationKind::SeaRun(run) => {
                let port = self.world().network().place_at(run.places[0]).country;
                self.standing(arc, run.conveyance, port, quote, sink);
                let price = quote.services[run.service.index()];
                self.fare(run.service, price, Component::Freight, quote, sink)
            }
            OperationKind::TrainRun(run) => {
                let port = self.world().network().place_at(run.places[0]).country;
                self.standing(arc, run.conveyance, port, quote, sink);
                match quote.services[run.service.index()] {
                    // A train without a price of its own pays the tariffs of the lines it runs on.
                    None => self.over_parts(operation, quote, sink),
                    price => self.fare(run.service, price, Component::Haulage, quote, sink),
                }
            }
            OperationKind::Land(land) => {
                let country = land
                    .border
                    .map_or(land.country, |border| border.countries[0]);
                self.standing(arc, land.conveyance, country, quote, sink);
                if let Some(border) = land.border {
                    let at = (None, border.countries);
                    self.border(at, land.conveyance, border.terms, quote, sink);
                }
                let site = Site::at(HandlingKind::PortDwell, land.place, land.country);
                self.in_port((land.service, land.dwell), site, quote, sink)?;
                let site = Site::lift(Some(land.place), land.country);
                self.reloaded(operation, site, quote, sink)
            }
            OperationKind::Through(chain) => {
                let price = quote.through_rates[chain.rate.index()];
                let unit = quote.shipment.unit();
                let rate = chain.rate;
                let seller = self.world().network().through_rate_at(rate).seller;
                let payee = Payee::Operator(seller);
                let price = price.ok_or(Unpriced::ThroughRate { rate, unit })?;
                put(price, Component::ThroughRate, payee, None, sink);
                Ok(())
            }
        }
    }

    fn over_parts(
        &self,
        operation: &Operation,
        quote: &Quote,
        sink: &mut impl FnMut(Charge),
    ) -> Result<(), Unpriced> {
        // Of one type however deep, for parts are itemised by the same function.
        let mut sink: &mut dyn FnMut(Charge) = sink;
        let mut parts = self.operations().parts(operation).iter();
        parts.try_for_each(|part| self.itemise(*part, quote, &mut sink))
    }

    /// What a service asks for the whole way.
    fn fare(
        &self,
        id: ServiceId,
        price: Option<Price>,
        component: Component,
        quote: &Quote,
        sink: &mut impl FnMut(Charge),
    ) -> Result<(), Unpriced> {
        let payee = Payee::Operator(service(self.world(), id).operator);
        let unpriced = Unpriced::Service {
            service: id,
            unit: quote.shipment.unit(),
        };
        put(price.ok_or(unpriced)?, component, payee, None, sink);
        Ok(())
    }

    /// The dwell of what goes by sea; trains have none.
    fn in_port(
        &self,
        (service_id, dwell): (ServiceId, Option<HandlingId>),
        site: Site,
        quote: &Quote,
        sink: &mut impl FnMut(Charge),
    ) -> Result<(), Unpriced> {
        if !service(self.world(), service_id).is_by_sea() {
            return Ok(());
        }
        self.handled(dwell, (Component::Handling, site), quote, sink)
    }

    fn lift(
        &self,
        arc: ArcId,
        (operation, lift): (&Operation, &Lift),
        component: Component,
        quote: &Quote,
        sink: &mut impl FnMut(Charge),
    ) -> Result<(), Unpriced> {
        let [before, after] = lift.conveyances;
        let truck = if after == Conveyance::Truck {
            after
        } else {
            before
        };
        self.standing(arc, truck, lift.country, quote, sink);
        match site(operation) {
            Some(site) => self.handled(lift.handling, (component, site), quote, sink),
            None => Ok(()),
        }
    }

    /// The lifts off the one truck and onto the other, where goods change trucks at a border.
    fn reloaded(
        &self,
        operation: &Operation,
        site: Site,
        quote: &Quote,
        sink: &mut impl FnMut(Charge),
    ) -> Result<(), Unpriced> {
        let lifts = self.operations().reload(operation);
        let mut lifts = lifts.into_iter().flatten();
        let what = (Component::Handling, site);
        lifts.try_for_each(|lift| self.handled(lift, what, quote, sink))
    }
}

fn haulage(
    (offer, bound): (OfferId, Bound),
    (product, distance, country): (Product, Distance, Country),
    quote: &Quote,
    sink: &mut impl FnMut(Charge),
) -> Result<(), Unpriced> {
    let unit = quote.shipment.unit();
    let lines = quote.offers[offer.index()].as_ref();
    let lines = lines.ok_or(Unpriced::NotSold { product, unit })?;
    let metres = distance.as_metres();
    if haul::charges(lines, (metres, bound), &quote.shipment, Some(country), sink) {
        Ok(())
    } else {
        Err(Unpriced::NoBand { product, distance })
    }
}

fn put(
    price: Price,
    component: Component,
    payee: Payee,
    country: Option<Country>,
    sink: &mut impl FnMut(Charge),
) {
    if price.amount.as_cents() > 0 {
        sink(Charge {
            component,
            amount: price.amount,
            payee,
            country,
            figure: price.figure,
        });
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use jiff::civil::date;

    use super::super::Shipment;
    use super::*;
    use crate::network::Network;
    use crate::operations::Operation;
    use crate::quantity::Mass;
    use crate::scenario::Scenario;

    #[test]
    fn what_is_weighed_is_the_sum_of_all_charges() {
        let scenario = Scenario::on(date(2026, 11, 22));
        let world = scenario.apply(Network::europe_central_asia()).unwrap();
        let model = CostModel::new(Arc::new(world), &|_| false).unwrap();
        let part_only = model.operations().iter();
        let part_only = part_only.filter(|(_, operation)| operation.is_part_only());
        let blocked: Vec<ArcId> = part_only.map(|(arc, _)| arc).step_by(50).collect();
        let (led, hauls) = model.around(&blocked).unwrap().unwrap();
        assert!(!hauls.is_empty());
        let tonnes = |tonnes| Mass::from_tonnes(tonnes).unwrap();
        let shipments = [
            Shipment::container_40ft(tonnes(20.0)),
            Shipment::container_20ft(tonnes(0.0)),
            Shipment::trailer(tonnes(22.0)),
            Shipment::wagon(tonnes(60.0)).and_then(|one| one.with_count(100_000)),
        ];
        for (model, shipment) in [&model, &led]
            .into_iter()
            .flat_map(|model| shipments.iter().map(move |shipment| (model, shipment)))
        {
            let quote = model.quote(*shipment.as_ref().unwrap());
            for (arc, operation) in model.operations().iter() {
                let expected = model.cents(arc, &quote).ok();
                assert_eq!(model.priced(arc, &quote), expected, "{}", told(operation));
            }
        }
    }

    fn told(operation: &Operation) -> String {
        format!("{} {:?}", operation.kind.as_str(), operation.offer())
    }
}
