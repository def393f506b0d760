//! Some operations of a model under other values of its figures.

use std::sync::Arc;

use super::CostModel;
use super::appraisal::Appraiser;
use crate::network::{FigureId, HandlingId, PriceFor, Product, RateBasis};
use crate::operations::{Operation, OperationKind, Operations};
use crate::scenario::World;

const UNITS: [PriceFor; 4] = [
    PriceFor::Container20,
    PriceFor::Container40,
    PriceFor::Truck,
    PriceFor::Wagon,
];

/// Whose hours and CO2e are worked out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hours {
    /// Those of all operations.
    All,
    /// Those that prices hang on: moves and hauls have none, nor what runs over them.
    Standing,
}

/// The figures that prices, hours, lengths and CO2e of some operations may be read from.
#[derive(Debug)]
pub(crate) struct Reads {
    /// In order.
    named: Vec<FigureId>,
    /// Whether a change may be a percentage of any speed.
    speeds: bool,
}

impl Reads {
    pub(crate) fn contains(&self, figure: FigureId) -> bool {
        // Which of these applies hangs on their values, or on the shipment.
        let by_value = matches!(
            figure,
            FigureId::Hazard(_) | FigureId::Season(_) | FigureId::Fee(_)
        );
        by_value
            || self.speeds && matches!(figure, FigureId::Speed(_))
            || self.named.binary_search(&figure).is_ok()
    }
}

impl CostModel {
    /// The same reading of figures of a world of the same records with other values, for operations that
    /// are some of this model's, measured in that world.
    pub(crate) fn drawn(&self, world: Arc<World>, operations: Operations, hours: Hours) -> Self {
        let appraiser = Appraiser::of(&world);
        let appraisals = match hours {
            Hours::All => appraiser.all(&operations),
            Hours::Standing => appraiser.standing(&operations),
        };
        drop(appraiser);
        Self {
            world,
            operations,
            appraisals,
            citations: self.citations.clone(),
        }
    }

    /// Its world and operations.
    pub(crate) fn into_parts(self) -> (Arc<World>, Operations) {
        (self.world, self.operations)
    }

    /// Every figure that a charge, the hours, the length or the CO2e of one of its operations may be read
    /// from, whatever the shipment, and some that are not.
    pub(crate) fn may_read(&self) -> Reads {
        let network = self.world().network();
        let mut read = Vec::new();
        for (arc, operation) in self.operations().iter() {
            if let Some(known) = self.appraisal(arc) {
                let figures = [known.time_from, known.length_from, known.carbon_from];
                read.extend(figures.into_iter().flatten());
            }
            self.records(operation, &mut read);
        }
        for offer in self.operations().offers() {
            let tariffs = offer.tariffs.iter();
            read.extend(
                tariffs.flat_map(|id| [FigureId::TariffRate(*id), FigureId::TariffMinimum(*id)]),
            );
        }
        // A standing truck costs by the hour.
        let hourly = network.tariffs().filter(|(_, tariff)| {
            tariff.basis == RateBasis::PerHour && tariff.product == Product::Truck
        });
        read.extend(hourly.map(|(id, _)| FigureId::TariffRate(id)));
        read.sort_unstable();
        read.dedup();
        Reads {
            speeds: read.binary_search(&FigureId::Scenario).is_ok(),
            named: read,
        }
    }

    fn records(&self, operation: &Operation, read: &mut Vec<FigureId>) {
        let mut handling = |record: Option<HandlingId>| {
            let Some(id) = record else { return };
            read.push(FigureId::HandlingTime(id));
            read.extend(UNITS.map(|unit| FigureId::HandlingPrice(id, unit)));
        };
        for record in self.operations().reload(operation).into_iter().flatten() {
            handling(record);
        }
        let mut service = None;
        let mut border = None;
        match &operation.kind {
            OperationKind::Load(lift)
            | OperationKind::Unload(lift)
            | OperationKind::Tranship(lift)
            | OperationKind::GaugeChange(lift) => handling(lift.handling),
            OperationKind::Wait(wait) => {
                handling(wait.dwell);
                service = Some(wait.service);
            }
            OperationKind::Land(land) => {
                handling(land.dwell);
                border = land.border.and_then(|border| border.terms);
            }
            OperationKind::BorderControl(control) => border = control.terms,
            OperationKind::SeaRun(run) => service = Some(run.service),
            OperationKind::TrainRun(run) => service = Some(run.service),
            OperationKind::Depart(stop) => {
                read.extend(stop.departure.map(FigureId::DepartureTime));
            }
            OperationKind::Through(chain) => {
                read.extend(UNITS.map(|unit| FigureId::ThroughPrice(chain.rate, unit)));
            }
            OperationKind::Move(_) | OperationKind::Haul(_) | OperationKind::Pass(_) => {}
        }
        if let Some(id) = border {
            read.extend([FigureId::BorderTime(id), FigureId::BorderFee(id)]);
        }
        if let Some(id) = service {
            read.extend([
                FigureId::ServiceLength(id),
                FigureId::ServiceTime(id),
                FigureId::ServiceWait(id),
                FigureId::ServiceTrainWait(id),
                FigureId::ServiceFrequency(id),
            ]);
            read.extend(UNITS.map(|unit| FigureId::ServicePrice(id, unit)));
        }
    }
}
