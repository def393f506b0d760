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
    /// tariffs; false where no haulage is sold over that distance.
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
        let metres = distance.as_metres();
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
}
