//! What handling takes and costs at a site, by the records and the changes.

use super::quote::{Price, Quote, priced_as};
use super::{Charge, CostModel, Payee, Unpriced};
use crate::network::{
    Cited, Component, Conveyance, FigureId, HandlingId, HandlingKind, OperatorId, Prices,
};
use crate::operations::{Lift, Operation, OperationKind};
use crate::quantity::{Rate, TravelTime};
use crate::scenario::{Site, World};

/// The hours of handling at a site, and what they are read from; nothing where neither a record nor a
/// change says so.
pub(super) fn dwell(
    world: &World,
    record: Option<HandlingId>,
    site: Site,
) -> Option<(TravelTime, FigureId)> {
    if let Some(time) = world.handling_terms(site).time {
        return Some((time, FigureId::Scenario));
    }
    let id = record?;
    let row = world.network().handling_record_at(id);
    Some((row.time.value(), FigureId::HandlingTime(id)))
}

/// Where a lift is done; nothing for other operations.
pub(super) fn site(operation: &Operation) -> Option<Site> {
    let at = |kind, place, country| Some(Site::at(kind, place, country));
    match &operation.kind {
        OperationKind::Load(lift) => at(HandlingKind::Load, lift.place, lift.country),
        OperationKind::Unload(lift) => at(HandlingKind::Unload, lift.place, lift.country),
        OperationKind::Tranship(lift) => at(HandlingKind::Tranship, lift.place, lift.country),
        OperationKind::GaugeChange(lift) => at(HandlingKind::GaugeChange, lift.place, lift.country),
        OperationKind::Wait(wait) => at(HandlingKind::PortDwell, wait.place, wait.country),
        OperationKind::Land(land) => at(HandlingKind::PortDwell, land.place, land.country),
        OperationKind::Move(_)
        | OperationKind::Haul(_)
        | OperationKind::Pass(_)
        | OperationKind::BorderControl(_)
        | OperationKind::Depart(_)
        | OperationKind::SeaRun(_)
        | OperationKind::TrainRun(_)
        | OperationKind::Through(_) => None,
    }
}

/// The family of what is lifted.
pub(super) fn lifted(lift: &Lift) -> Option<&'static str> {
    let mut conveyances = lift.conveyances.iter();
    let moving = conveyances.find(|conveyance| **conveyance != Conveyance::Terminal);
    moving.map(|conveyance| conveyance.family())
}

impl CostModel {
    /// What handling at a site costs; nothing where neither a record nor a change speaks of it.
    pub(super) fn handled(
        &self,
        record: Option<HandlingId>,
        (component, site): (Component, Site),
        quote: &Quote,
        sink: &mut impl FnMut(Charge),
    ) -> Result<(), Unpriced> {
        let (world, network) = (self.world(), self.world().network());
        let row = record.map(|record| network.handling_record_at(record));
        let terms = world.handling_terms(site);
        let unit = priced_as(quote.shipment.unit());
        let price = match (terms.price.filter(|price| price.names(unit)), record) {
            (Some(change), _) => {
                let asked = row.and_then(|row| {
                    let free = row.prices == Prices::default();
                    let asked = row.prices.of(unit).map(Cited::value);
                    asked.or_else(|| free.then_some(Rate::ZERO))
                });
                change.of(unit, asked).map(|rate| Price {
                    amount: rate.times(u64::from(quote.shipment.count()), 1),
                    figure: FigureId::Scenario,
                })
            }
            (None, Some(record)) => quote.handling[record.index()],
            (None, None) => return Ok(()),
        };
        let Some(price) = price else {
            return match record {
                Some(record) => Err(Unpriced::Handling {
                    record,
                    unit: quote.shipment.unit(),
                }),
                // So much of no price is none.
                None => Ok(()),
            };
        };
        let operator: Option<OperatorId> = terms.operator.or(row.and_then(|row| row.operator));
        if price.amount.as_cents() > 0 {
            sink(Charge {
                component,
                amount: price.amount,
                payee: operator.map_or(Payee::Unnamed, Payee::Operator),
                country: Some(site.country),
                figure: price.figure,
            });
        }
        Ok(())
    }
}
