//! Which warnings a figure calls for.

use std::collections::BTreeSet;

use super::{DatedRow, Warning};
use crate::code::Name;
use crate::network::{
    BorderTermsId, Fee, FigureId, HandlingId, OperatorId, Provenance, Speed, TariffId, Validity,
};
use crate::scenario::World;

/// Warnings as they are found, each once.
pub(super) struct Warnings<'w> {
    world: &'w World,
    found: BTreeSet<Warning>,
}

impl<'w> Warnings<'w> {
    pub(super) const fn of(world: &'w World) -> Self {
        Self {
            world,
            found: BTreeSet::new(),
        }
    }

    /// In order.
    pub(super) fn all(self) -> Vec<Warning> {
        self.found.into_iter().collect()
    }

    /// Notes a figure that an answer states; services, through rates and links are what exists on
    /// the day, and their figures with them.
    pub(super) fn note(&mut self, figure: FigureId) {
        let network = self.world.network();
        match figure {
            FigureId::HandlingTime(id) | FigureId::HandlingPrice(id, _) => self.handling(id),
            FigureId::BorderTime(id) | FigureId::BorderFee(id) => self.border(id),
            FigureId::Fee(id) => {
                if let Some(row) = network.fees().get(id.index()) {
                    self.fee(row);
                }
            }
            FigureId::Speed(id) => {
                if let Some(row) = network.speeds().get(id.index()) {
                    self.speed(row);
                }
            }
            FigureId::TariffRate(id) | FigureId::TariffMinimum(id) => self.tariff(id),
            FigureId::LinkLength(_)
            | FigureId::ServiceLength(_)
            | FigureId::ServiceTime(_)
            | FigureId::ServiceWait(_)
            | FigureId::ServiceFrequency(_)
            | FigureId::ServicePrice(..)
            | FigureId::ThroughPrice(..)
            | FigureId::Scenario => {}
        }
    }

    fn put(&mut self, validity: Validity, provenance: &Provenance, of: impl FnOnce() -> DatedRow) {
        let day = self.world.day();
        if !validity.contains(day) {
            self.found.insert(Warning::FigureOfOtherDay {
                of: of(),
                validity,
                day,
                origin: provenance.origin.clone(),
            });
        }
    }

    fn operator(&self, id: Option<OperatorId>) -> Option<Name> {
        Some(self.world.network().operator(id?)?.id.clone())
    }

    fn handling(&mut self, id: HandlingId) {
        let network = self.world.network();
        let Some(row) = network.handling_record(id) else {
            return;
        };
        self.put(row.validity, &row.provenance, || DatedRow::Handling {
            operation: row.kind,
            place: row
                .place
                .map(|id| network.place_at(id).code.as_str().into()),
            country: row.country,
            from: row.from.as_ref().map(Name::from),
            to: row.to.as_ref().map(Name::from),
        });
    }

    fn border(&mut self, id: BorderTermsId) {
        let network = self.world.network();
        let Some(row) = network.border_terms(id) else {
            return;
        };
        self.put(row.validity, &row.provenance, || DatedRow::Borders {
            crossing: row.crossing.map(|id| network.crossing_at(id).code.clone()),
            from: row.from,
            to: row.to,
            mode: row.mode,
            regime: row.regime,
        });
    }

    fn fee(&mut self, row: &Fee) {
        let payee = self.operator(row.payee);
        self.put(row.validity, &row.provenance, || DatedRow::Fees {
            country: row.country,
            mode: row.mode,
            plate: row.plate,
            trigger: row.trigger,
            payee,
        });
    }

    fn speed(&mut self, row: &Speed) {
        let network = self.world.network();
        self.put(row.validity, &row.provenance, || DatedRow::Speeds {
            line: row.line.map(|id| network.line_at(id).id.clone()),
            country: row.country,
            mode: row.mode,
            product: row.product,
        });
    }

    fn tariff(&mut self, id: TariffId) {
        let Some(row) = self.world.network().tariff(id) else {
            return;
        };
        let operator = self.operator(row.operator);
        self.put(row.validity, &row.provenance, || DatedRow::Tariffs {
            id: row.id.clone(),
            operator,
            country: row.country,
            mode: row.mode,
            product: row.product,
        });
    }
}
