//! What tariffs that hold together ask for a haul.

use std::sync::Arc;

use super::cargo::Cargo;
use super::owed::{Owed, Payee};
use crate::code::Country;
use crate::network::{
    Bound, Component, FigureId, OperatorId, Product, RateBasis, Role, Taper, TariffId,
};
use crate::quantity::{Distance, Rate};

/// Tariffs of one carrier and product that hold together; lines may share them.
#[derive(Debug)]
pub(super) struct Offer {
    pub(super) operator: Option<OperatorId>,
    pub(super) product: Product,
    pub(super) tariffs: Vec<TariffId>,
    /// Whether they read the whole haul, so that links are not sold one by one.
    pub(super) by_haul: bool,
    /// What applies to the shipment; nothing where it is not sold to it.
    pub(super) lines: Option<Vec<Line>>,
}

/// An offer on one line.
#[derive(Debug)]
pub(super) struct Sold {
    pub(super) offer: Arc<Offer>,
    pub(super) parties: Vec<(OperatorId, Role)>,
}

impl Sold {
    pub(super) fn product(&self) -> Product {
        self.offer.product
    }

    pub(super) fn is_by(&self, operator: Option<OperatorId>, product: Product) -> bool {
        (self.offer.operator, self.offer.product) == (operator, product)
    }
}

/// A tariff as it applies to the shipment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Line {
    pub(super) component: Component,
    pub(super) payee: Payee,
    pub(super) figure: FigureId,
    pub(super) basis: RateBasis,
    pub(super) rate: Rate,
    pub(super) minimum: Option<(Rate, FigureId)>,
    pub(super) from: Option<Distance>,
    pub(super) to: Option<Distance>,
    pub(super) taper: Taper,
    /// The only way it is sold, where it is not sold both ways.
    pub(super) bound: Option<Bound>,
}

impl Offer {
    /// What an offer asks for a haul, each tariff rounded half up to the cent, in the order of the
    /// tariffs. Whoever runs fewer kilometres may pay for more, so a haul costs no more than any longer
    /// one: bands are tried where they begin and where they are just passed. False where neither the haul
    /// nor a longer one is sold.
    pub(super) fn haulage(
        &self,
        cargo: &Cargo,
        (distance, bound): (Distance, Bound),
        country: Country,
        owed: &mut Vec<Owed>,
    ) -> bool {
        let Some(lines) = &self.lines else {
            return false;
        };
        let run = distance.as_metres();
        let mut best: Option<(u64, u64)> = None;
        let ends = lines.iter().flat_map(|line| [line.from, line.to]);
        let past = ends.map(|end| end.unwrap_or_default().as_metres().saturating_add(1));
        for paid in past.filter(|paid| *paid > run).chain([run]) {
            let mut asked = Vec::new();
            if exactly(lines, cargo, (paid, bound), country, &mut asked) {
                let cents = asked
                    .iter()
                    .map(|item| item.amount.as_cents().unsigned_abs());
                let sum = cents.fold(0, u64::saturating_add);
                if best.is_none_or(|best| (sum, paid) < best) {
                    best = Some((sum, paid));
                }
            }
        }
        let paid = best.map_or(run, |(_, paid)| paid);
        exactly(lines, cargo, (paid, bound), country, owed)
    }
}

/// What tariffs ask for exactly so many metres; false where no haulage is sold over them.
fn exactly(
    lines: &[Line],
    cargo: &Cargo,
    (metres, bound): (u64, Bound),
    country: Country,
    owed: &mut Vec<Owed>,
) -> bool {
    let units = cargo.count;
    let kg = cargo.charged.as_kg();
    let mut hauled = false;
    for line in lines {
        if line.bound.is_some() && line.bound != Some(bound) {
            continue;
        }
        let (from, to) = (
            line.from.map(Distance::as_metres),
            line.to.map(Distance::as_metres),
        );
        let charged = match line.taper {
            Taper::Whole => {
                let above = from.is_none_or(|from| from == 0 || metres > from);
                (above && to.is_none_or(|to| metres <= to)).then_some(metres)
            }
            Taper::Slice => {
                let end = to.map_or(metres, |to| metres.min(to));
                let slice = end.saturating_sub(from.unwrap_or_default());
                (slice > 0 || metres == 0).then_some(slice)
            }
        };
        let Some(charged) = charged else {
            continue;
        };
        let asked = match line.basis {
            RateBasis::PerKm => line.rate.times(units.saturating_mul(charged), 1_000),
            RateBasis::PerTonneKm => {
                let kilograms = units.saturating_mul(charged).saturating_mul(kg);
                line.rate.times(kilograms, 1_000_000)
            }
            RateBasis::PerUnit => line.rate.times(units, 1),
            RateBasis::PerConsignment => line.rate.times(1, 1),
            RateBasis::PerHour => continue,
        };
        let least = line.minimum;
        let least = least.map(|(least, figure)| (least.times(units, 1), figure));
        let least = least.filter(|(least, _)| *least > asked);
        let (amount, figure) = least.unwrap_or((asked, line.figure));
        hauled |= line.component == Component::Haulage;
        owed.push(Owed {
            component: line.component,
            amount,
            payee: line.payee,
            country: Some(country),
            figure,
        });
    }
    hauled
}
