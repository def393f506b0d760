//! What handling costs at a site, by the records and the changes.

use super::quote::{Price, Quote, priced_as};
use super::{Charge, CostModel, Payee, Unpriced};
use crate::network::{Cited, Component, FigureId, HandlingId, OperatorId, Prices};
use crate::quantity::Rate;
use crate::scenario::Site;

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
