//! What the records say of a step, before it is held against what the step states.

use std::sync::Arc;

use super::offer::Offer;
use super::owed::{Owed, Payee};
use super::took::{HaulKey, Took, Whole};
use crate::code::Country;
use crate::network::{Component, FigureId, OperatorId, Role};
use crate::quantity::{Duration, Money, TravelTime};

/// What the records say of one step.
#[derive(Default)]
pub(super) struct Reckoning {
    pub(super) parties: Vec<(OperatorId, Role)>,
    pub(super) took: Took,
    /// What the hours are read from, and how much each figure gives.
    pub(super) hours: Vec<(FigureId, Duration)>,
    pub(super) length: Option<FigureId>,
    pub(super) factor: Option<FigureId>,
    pub(super) owed: Vec<Owed>,
    pub(super) priced: bool,
    /// The offer and the haul that a move belongs to.
    pub(super) moved: Option<(Arc<Offer>, HaulKey)>,
}

impl Reckoning {
    pub(super) fn clear(&mut self) {
        let Self {
            parties,
            took,
            hours,
            length,
            factor,
            owed,
            priced,
            moved,
        } = self;
        parties.clear();
        hours.clear();
        owed.clear();
        (*took, *priced, *moved) = (Took::default(), true, None);
        (*length, *factor) = (None, None);
    }

    /// Hours that one figure gives.
    pub(super) fn takes(&mut self, time: TravelTime, figure: Option<FigureId>) {
        self.took = Took::long(time);
        self.hours
            .extend(figure.map(|figure| (figure, Duration::ZERO)));
    }

    pub(super) fn party(&mut self, operator: Option<OperatorId>, role: Role) {
        self.parties
            .extend(operator.map(|operator| (operator, role)));
    }

    /// A price for the whole shipment; what costs nothing is not charged.
    pub(super) fn owe(
        &mut self,
        (component, amount): (Component, Money),
        payee: Payee,
        country: Option<Country>,
        figure: FigureId,
    ) {
        if amount > Money::ZERO {
            self.owed.push(Owed {
                component,
                amount,
                payee,
                country,
                figure,
            });
        }
    }
}

/// Parts of a haul, a train or a through rate, added up.
#[derive(Default)]
pub(super) struct Inside {
    pub(super) sum: Whole,
    /// What the parts would be charged, as far as all of them are sold.
    pub(super) owed: Vec<Owed>,
    pub(super) unpriced: bool,
    pub(super) moved: Option<(Arc<Offer>, HaulKey)>,
}

impl Inside {
    /// Adds a part; charges only where the whole pays what its parts are charged.
    pub(super) fn add(&mut self, part: &mut Reckoning, by_parts: bool) {
        if by_parts && !self.unpriced {
            self.owed.append(&mut part.owed);
            self.unpriced = !part.priced;
        }
        let haul = part.moved.as_ref().map(|(_, haul)| *haul);
        self.sum.add(haul, &part.took);
        if self.moved.is_none() {
            self.moved = part.moved.take();
        }
    }
}
