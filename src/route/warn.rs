//! Which warnings a figure calls for.

use std::collections::BTreeSet;

use super::outdated::{outdated, outside};
use super::{Act, DatedRow, Step, Stop, Warning};
use crate::code::{Country, Name};
use crate::costing::Plates;
use crate::network::{
    BorderTermsId, Conveyance, Departure, DepartureRule, Fee, FigureId, HandlingId, LineToll, Mode,
    OperatorId, Provenance, Speed, TariffId, Validity,
};
use crate::operations::{Move, Wait};
use crate::quantity::Rate;
use crate::scenario::World;

/// Warnings as they are found, each once.
pub(super) struct Warnings<'w> {
    world: &'w World,
    found: BTreeSet<Warning>,
    /// Whether the day lies outside of the records.
    outside: bool,
}

impl<'w> Warnings<'w> {
    pub(super) fn of(world: &'w World) -> Self {
        let day = world.day();
        let outside = outside(world.network(), day);
        let warned = outside.map(|(first, last)| Warning::DayOutsideRecords { day, first, last });
        Self {
            world,
            outside: outside.is_some(),
            found: warned.into_iter().collect(),
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
        if let Some((kind, year, row)) = outdated(self.world, figure).filter(|_| !self.outside) {
            self.found.insert(Warning::OldFigure {
                kind,
                year,
                day: self.world.day(),
                origin: row.origin.clone(),
            });
        }
        match figure {
            FigureId::HandlingTime(id) | FigureId::HandlingPrice(id, _) => self.handling(id),
            FigureId::BorderTime(id) | FigureId::BorderFee(id) => self.border(id),
            FigureId::Fee(id) => {
                if let Some(row) = network.fees().get(id.index()) {
                    self.fee(row);
                }
            }
            FigureId::DepartureTime(id) => {
                if let Some(row) = network.departures().get(id.index()) {
                    self.departure(row);
                }
            }
            FigureId::Speed(id) => {
                if let Some(row) = network.speeds().get(id.index()) {
                    self.speed(row);
                }
            }
            FigureId::TariffRate(id) | FigureId::TariffMinimum(id) => self.tariff(id),
            // Hazards are those of the day.
            FigureId::Hazard(_)
            | FigureId::Emission(_)
            | FigureId::LinkLength(_)
            | FigureId::ServiceLength(_)
            | FigureId::ServiceTime(_)
            | FigureId::ServiceWait(_)
            | FigureId::ServiceTrainWait(_)
            | FigureId::Season(_)
            | FigureId::ServiceFrequency(_)
            | FigureId::ServicePrice(..)
            | FigureId::ThroughPrice(..)
            | FigureId::Scenario => {}
        }
    }

    /// Notes a step that has no price, from place to place.
    pub(super) fn unpriced(&mut self, step: &Step) {
        if !step.priced {
            self.found.insert(Warning::UnknownPrice {
                act: step.act.as_str().into(),
                from: step.from.code.clone(),
                to: step.to.code.clone(),
            });
        }
    }

    /// Notes a line whose toll nobody has published, where no change sets one.
    pub(super) fn toll(&mut self, run: &Move) {
        let line = self.world.network().line(run.line);
        let Some(line) = line.filter(|line| line.toll == Some(LineToll::Unknown)) else {
            return;
        };
        let mut tolls = self.world.link_tolls(run.link).iter();
        if tolls.all(|toll| toll.rate == Rate::ZERO) {
            self.found.insert(Warning::UnknownToll {
                line: line.id.clone(),
                manager: self.operator(self.world.manager(run.line)),
                origin: line.provenance.origin.clone(),
            });
        }
    }

    /// Notes a service that leaves when it is full, unless a change promises a wait.
    pub(super) fn departs(&mut self, wait: &Wait) {
        let service = self.world.service(wait.service);
        let Some(service) = service.filter(|service| service.rule == DepartureRule::WhenFull)
        else {
            return;
        };
        if !self.world.changes_service_wait(wait.service) || service.wait.is_none() {
            self.found.insert(Warning::SailsWhenFull {
                service: service.id.clone(),
                origin: service.provenance.origin.clone(),
            });
        }
    }

    /// Notes every hazard to a move in a country.
    pub(super) fn hazards(&mut self, country: Country, mode: Mode) {
        let day = self.world.day();
        for row in self.world.network().hazards() {
            let meant = row.country == country && row.mode.is_none_or(|named| named == mode);
            if meant && row.validity.contains(day) {
                self.found.insert(Warning::Hazard {
                    country,
                    kind: row.kind.clone(),
                    mode: row.mode,
                    origin: row.provenance.origin.clone(),
                });
            }
        }
    }

    /// Notes what a truck carries from place to place of one country, whatever is between them, where it
    /// is not registered there and may not. At a border where goods change trucks each of them comes
    /// from or goes to the other country.
    pub(super) fn cabotage<'s>(
        &mut self,
        steps: impl IntoIterator<Item = &'s Step>,
        plates: &Plates,
    ) {
        let mut aboard: Option<&Stop> = None;
        for step in steps {
            if step.reload.is_some() {
                aboard = None;
            }
            let lifts = matches!(step.act, Act::Load | Act::Unload | Act::Tranship);
            let [before, after] = step.conveyances[..] else {
                continue;
            };
            if lifts && after == Conveyance::Truck {
                aboard = Some(&step.from);
            } else if lifts
                && before == Conveyance::Truck
                && let Some(from) = aboard.take().filter(|at| at.country == step.to.country)
            {
                self.within(from, &step.to, plates);
            }
        }
    }

    fn within(&mut self, from: &Stop, to: &Stop, plates: &Plates) {
        let (country, network) = (to.country, self.world.network());
        let plate = plates.within(country);
        if let Some(row) = network.no_cabotage(plate, country, self.world.day()) {
            self.found.insert(Warning::Cabotage {
                country,
                plate,
                from: from.code.clone(),
                to: to.code.clone(),
                origin: row.provenance.origin.clone(),
            });
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

    fn departure(&mut self, row: &Departure) {
        let network = self.world.network();
        self.put(row.validity, &row.provenance, || DatedRow::Departures {
            place: row
                .place
                .map(|id| network.place_at(id).code.as_str().into()),
            country: row.country,
            product: row.product,
            consist: row.consist,
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
