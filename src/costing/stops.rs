//! What is charged where goods stand: border fees, transit fees and the truck's own time.

use super::quote::{Price, Quote, priced_as};
use super::{Charge, CostModel, Payee, tolls};
use crate::code::Country;
use crate::network::{BorderTermsId, Component, Conveyance, CrossingId, FigureId, Trigger};
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
        (crossing, [from, to]): (Option<CrossingId>, [Country; 2]),
        conveyance: Conveyance,
        terms: Option<BorderTermsId>,
        quote: &Quote,
        sink: &mut impl FnMut(Charge),
    ) {
        let world = self.world();
        let recorded = terms.map(|terms| quote.borders[terms.index()]);
        let changed = crossing.and_then(|crossing| world.border_fee(crossing, from, to));
        let unit = priced_as(quote.shipment.unit());
        let price = match changed.filter(|price| price.names(unit)) {
            None => recorded,
            Some(change) => {
                let row = terms.map(|terms| world.network().border_terms_at(terms));
                let fee = row.map(|row| row.fee.value());
                let fee = change.of(unit, fee).unwrap_or_default();
                Some(Price {
                    amount: fee.times(u64::from(quote.shipment.count()), 1),
                    figure: FigureId::Scenario,
                })
            }
        };
        if let Some(price) = price.filter(|price| price.amount.as_cents() > 0) {
            let row = terms.map(|terms| world.network().border_terms_at(terms));
            let payee = world.border_payee(crossing, from, to);
            let payee = payee.or(row.and_then(|row| row.payee));
            sink(Charge {
                component: Component::Border,
                amount: price.amount,
                payee: payee.map_or(Payee::Authority(to), Payee::Operator),
                country: Some(to),
                figure: price.figure,
            });
        }
        let tolls = crossing.map(|crossing| world.crossing_tolls(crossing));
        for toll in tolls.into_iter().flatten() {
            tolls::put(toll, (0, 1), to, quote, sink);
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
                let collector = world.collectors().of(fee.country, crossing);
                sink(Charge {
                    component: Component::TransitFee,
                    amount: fee.amount,
                    payee: collector.map_or(fee.payee, Payee::Operator),
                    country: Some(fee.country),
                    figure: fee.figure,
                });
            }
        }
    }
}
