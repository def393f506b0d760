//! What an operation itself is read from.

use crate::network::{
    BorderTermsId, Conveyance, DepartureId, FigureId, HandlingId, PriceFor, ServiceId,
    ThroughRateId,
};
use crate::operations::{OfferId, Operation, OperationKind, Operations};

const UNITS: [PriceFor; 4] = [
    PriceFor::Container20,
    PriceFor::Container40,
    PriceFor::Truck,
    PriceFor::Wagon,
];

/// What a figure of an operation is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    Price,
    Length,
    Time,
    Carbon,
}

/// A record that an operation itself is read from.
pub(super) enum Record {
    Offer(OfferId),
    Handling(HandlingId),
    Border(BorderTermsId),
    Service(ServiceId),
    Departure(DepartureId),
    Through(ThroughRateId),
}

/// Whether a truck may stand for it, by the hour.
pub(super) fn stands(operation: &Operation) -> bool {
    let truck = |conveyance: Conveyance| conveyance == Conveyance::Truck;
    match &operation.kind {
        OperationKind::BorderControl(border) => truck(border.conveyance),
        OperationKind::Load(lift)
        | OperationKind::Unload(lift)
        | OperationKind::Tranship(lift)
        | OperationKind::GaugeChange(lift) => lift.conveyances.into_iter().any(truck),
        OperationKind::Wait(wait) => truck(wait.conveyance),
        OperationKind::SeaRun(run) => truck(run.conveyance),
        OperationKind::TrainRun(run) => truck(run.conveyance),
        OperationKind::Land(land) => truck(land.conveyance),
        OperationKind::Move(_)
        | OperationKind::Haul(_)
        | OperationKind::Pass(_)
        | OperationKind::Depart(_)
        | OperationKind::Through(_) => false,
    }
}

/// Shows every record that an operation itself is read from.
pub(super) fn records(
    operations: &Operations,
    operation: &Operation,
    see: &mut impl FnMut(Record),
) {
    for record in operations.reload(operation).into_iter().flatten().flatten() {
        see(Record::Handling(record));
    }
    let handling = |record: Option<HandlingId>, see: &mut dyn FnMut(Record)| {
        if let Some(record) = record {
            see(Record::Handling(record));
        }
    };
    match &operation.kind {
        OperationKind::Load(lift)
        | OperationKind::Unload(lift)
        | OperationKind::Tranship(lift)
        | OperationKind::GaugeChange(lift) => handling(lift.handling, see),
        OperationKind::Wait(wait) => {
            handling(wait.dwell, see);
            see(Record::Service(wait.service));
        }
        OperationKind::Land(land) => {
            handling(land.dwell, see);
            if let Some(terms) = land.border.and_then(|border| border.terms) {
                see(Record::Border(terms));
            }
        }
        OperationKind::BorderControl(control) => {
            if let Some(terms) = control.terms {
                see(Record::Border(terms));
            }
        }
        OperationKind::SeaRun(run) => see(Record::Service(run.service)),
        OperationKind::TrainRun(run) => see(Record::Service(run.service)),
        OperationKind::Depart(stop) => {
            if let Some(departure) = stop.departure {
                see(Record::Departure(departure));
            }
        }
        OperationKind::Through(chain) => see(Record::Through(chain.rate)),
        OperationKind::Move(run) => see(Record::Offer(run.offer)),
        OperationKind::Haul(haul) => see(Record::Offer(haul.offer)),
        OperationKind::Pass(_) => {}
    }
}

/// Shows every figure of a record.
pub(super) fn figures(
    operations: &Operations,
    record: &Record,
    see: &mut impl FnMut(Need, FigureId),
) {
    match *record {
        Record::Offer(id) => {
            let tariffs = operations.offer(id).map(|offer| &offer.tariffs);
            for id in tariffs.into_iter().flatten() {
                see(Need::Price, FigureId::TariffRate(*id));
                see(Need::Price, FigureId::TariffMinimum(*id));
            }
        }
        Record::Handling(id) => {
            see(Need::Time, FigureId::HandlingTime(id));
            for unit in UNITS {
                see(Need::Price, FigureId::HandlingPrice(id, unit));
            }
        }
        Record::Border(id) => {
            see(Need::Time, FigureId::BorderTime(id));
            see(Need::Price, FigureId::BorderFee(id));
        }
        Record::Service(id) => {
            see(Need::Length, FigureId::ServiceLength(id));
            for figure in [
                FigureId::ServiceTime(id),
                FigureId::ServiceWait(id),
                FigureId::ServiceTrainWait(id),
                FigureId::ServiceFrequency(id),
            ] {
                see(Need::Time, figure);
            }
            for unit in UNITS {
                see(Need::Price, FigureId::ServicePrice(id, unit));
            }
        }
        Record::Departure(id) => see(Need::Time, FigureId::DepartureTime(id)),
        Record::Through(id) => {
            for unit in UNITS {
                see(Need::Price, FigureId::ThroughPrice(id, unit));
            }
        }
    }
}
