//! What is charged where goods stand: border fees, transit fees and the truck's own time.

use super::quote::Quote;
use super::{Charge, CostModel, Payee};
use crate::network::{Carriage, Component, Trigger};
use crate::operations::{Operation, OperationKind};
use crate::quantity::Duration;

impl CostModel {
    /// What the truck costs while it stands; on the way its kilometres pay.
    pub(super) fn standing(
        &self,
        index: u32,
        arc: &Operation,
        quote: &Quote,
        sink: &mut dyn FnMut(Charge),
    ) {
        let stands = match arc.kind {
            OperationKind::Move { .. }
            | OperationKind::Haul
            | OperationKind::Through { .. }
            | OperationKind::Pass => false,
            OperationKind::Run { service } => self.service(service).carriage == Carriage::Truck,
            _ => arc.carriages().any(|carriage| carriage == Carriage::Truck),
        };
        if !stands {
            return;
        }
        // A border is charged at the rate of the country left, a voyage at that of its first port.
        let port = || {
            let OperationKind::Run { service } = arc.kind else {
                return None;
            };
            let port = self.service(service).from;
            Some(self.world().network().place_at(port).country)
        };
        let Some(country) = arc.countries().next().or_else(port) else {
            return;
        };
        let Some(minutes) = self.expected(index).map(Duration::as_minutes) else {
            return;
        };
        let units = u64::from(quote.shipment.count());
        for rate in quote.standing.get(&country).into_iter().flatten() {
            let amount = rate.rate.times(units.saturating_mul(minutes), 60);
            if amount.as_cents() > 0 {
                sink(Charge {
                    component: Component::Haulage,
                    amount,
                    payee: Payee::Carrier,
                    country: Some(country),
                    assumed: rate.assumed,
                });
            }
        }
    }

    /// Nothing when the quote does not know the border's terms.
    pub(super) fn border(
        &self,
        arc: &Operation,
        quote: &Quote,
        sink: &mut dyn FnMut(Charge),
    ) -> Option<()> {
        let Some((from, to)) = arc.border else {
            return Some(());
        };
        if let Some(index) = arc.border_terms {
            let &(amount, assumed) = quote.borders.get(index as usize)?;
            let row = &self.world().network().borders()[index as usize];
            let payee = row.payee.map_or(Payee::Authority(to), Payee::Operator);
            if amount.as_cents() > 0 {
                let component = Component::Border;
                sink(Charge {
                    component,
                    amount,
                    payee,
                    country: Some(to),
                    assumed,
                });
            }
        }
        // Off a ro-ro ship a truck enters the country as over any border.
        if arc.carriages().any(|carriage| carriage == Carriage::Truck) {
            for fee in &quote.fees {
                let due = match fee.trigger {
                    Trigger::Entry => fee.country == to,
                    Trigger::Exit => fee.country == from,
                };
                if due {
                    sink(Charge {
                        component: Component::TransitFee,
                        amount: fee.amount,
                        payee: fee.payee,
                        country: Some(fee.country),
                        assumed: fee.assumed,
                    });
                }
            }
        }
        Some(())
    }
}
