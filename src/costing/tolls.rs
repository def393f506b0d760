//! Tolls that changes of a scenario put on links and crossings.

use super::quote::Quote;
use super::{Charge, CostModel, Payee};
use crate::code::Country;
use crate::network::{Component, FigureId, LinkId, RateBasis};
use crate::operations::{ArcId, Operation, OperationKind};
use crate::quantity::Money;
use crate::scenario::{ActiveToll, TollPayee};

impl CostModel {
    /// Whether a change puts a toll on the link of a move, or on one that a haul runs over.
    pub(super) fn is_tolled(&self, arc: ArcId) -> bool {
        if !self.world().has_link_tolls() {
            return false;
        }
        let tolled = self.tolled.get_or_init(|| {
            let all = self.operations().arcs();
            all.map(|operation| self.runs_on_tolls(operation)).collect()
        });
        tolled.get(arc.index()).copied().unwrap_or_default()
    }

    fn runs_on_tolls(&self, operation: &Operation) -> bool {
        let operations = self.operations();
        let on = |link: LinkId| !self.world().link_tolls(link).is_empty();
        match operation.kind.touched().link {
            Some(link) => on(link),
            None => operations.parts(operation).iter().any(|part| {
                let part = operations.arc(*part);
                part.and_then(Operation::link).is_some_and(on)
            }),
        }
    }

    /// What is due on the links of these moves, each toll once over all of them, in the order in which
    /// they are first due.
    pub(super) fn tolls(
        &self,
        moves: &[ArcId],
        country: Country,
        quote: &Quote,
        sink: &mut impl FnMut(Charge),
    ) {
        if !self.world().has_link_tolls() {
            return;
        }
        let mut due: Vec<(ActiveToll, u64, u64)> = Vec::new();
        for arc in moves {
            let Some(OperationKind::Move(run)) = self.operations().arc(*arc).map(|it| &it.kind)
            else {
                continue;
            };
            let metres = run.distance.as_metres();
            for toll in self.world().link_tolls(run.link) {
                match due.iter_mut().find(|(known, ..)| known == toll) {
                    Some((_, sum, times)) => {
                        *sum = sum.saturating_add(metres);
                        *times += 1;
                    }
                    None => due.push((*toll, metres, 1)),
                }
            }
        }
        for (toll, metres, times) in due {
            put(&toll, (metres, times), country, quote, sink);
        }
    }
}

/// A toll over some metres, or so many times.
pub(super) fn put(
    toll: &ActiveToll,
    (metres, times): (u64, u64),
    country: Country,
    quote: &Quote,
    sink: &mut impl FnMut(Charge),
) {
    let units = u64::from(quote.shipment.count());
    let kg = quote.shipment.charged_mass().as_kg();
    let amount = match toll.basis {
        RateBasis::PerKm => toll.rate.times(units.saturating_mul(metres), 1_000),
        RateBasis::PerTonneKm => {
            let kilograms = units.saturating_mul(metres).saturating_mul(kg);
            toll.rate.times(kilograms, 1_000_000)
        }
        RateBasis::PerUnit => toll.rate.times(units.saturating_mul(times), 1),
        RateBasis::PerConsignment => toll.rate.times(times, 1),
        // Refused when the scenario is applied.
        RateBasis::PerHour => Money::ZERO,
    };
    if amount > Money::ZERO {
        sink(Charge {
            component: Component::Toll,
            amount,
            payee: match toll.payee {
                TollPayee::Operator(id) => Payee::Operator(id),
                TollPayee::Authority(country) => Payee::Authority(country),
            },
            country: Some(country),
            figure: FigureId::Scenario,
        });
    }
}
