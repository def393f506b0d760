//! What is charged where goods stand: border fees, transit fees and the truck's own time.

use super::quote::Quote;
use super::{Charge, CostModel, Payee};
use crate::code::Country;
use crate::network::{BorderTermsId, Component, Conveyance, Trigger};
use crate::operations::ArcId;
use crate::quantity::Duration;

impl CostModel {
    /// What a truck costs while it stands, for an operation that goes on in one; on the way its
    /// kilometres pay. A border is charged at the rate of the country left, a voyage at that of its
    /// first port.
    pub(super) fn standing(
        &self,
        arc: ArcId,
        conveyance: Conveyance,
        country: Country,
        quote: &Quote,
        sink: &mut impl FnMut(Charge),
    ) {
        if conveyance != Conveyance::Truck {
            return;
        }
        let Some(minutes) = self.expected(arc).map(Duration::as_minutes) else {
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
                    figure: rate.figure,
                });
            }
        }
    }

    /// The fee of border control, and those that countries ask of foreign trucks.
    pub(super) fn border(
        &self,
        [from, to]: [Country; 2],
        conveyance: Conveyance,
        terms: Option<BorderTermsId>,
        quote: &Quote,
        sink: &mut impl FnMut(Charge),
    ) {
        if let Some(terms) = terms {
            let price = quote.borders[terms.index()];
            let row = self.world().network().border_terms_at(terms);
            if price.amount.as_cents() > 0 {
                sink(Charge {
                    component: Component::Border,
                    amount: price.amount,
                    payee: row.payee.map_or(Payee::Authority(to), Payee::Operator),
                    country: Some(to),
                    figure: price.figure,
                });
            }
        }
        // Off a ro-ro ship a truck enters the country as over any border.
        if conveyance != Conveyance::Truck {
            return;
        }
        for fee in &quote.fees {
            let due = match fee.trigger {
                Trigger::Entry => fee.country == to,
                Trigger::Exit => fee.country == from,
                // Asked of moves.
                Trigger::Run => false,
            };
            if due {
                sink(Charge {
                    component: Component::TransitFee,
                    amount: fee.amount,
                    payee: fee.payee,
                    country: Some(fee.country),
                    figure: fee.figure,
                });
            }
        }
    }
}
