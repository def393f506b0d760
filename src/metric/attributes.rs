use crate::code::Country;
use crate::network::{Conveyance, OperatorId, Role};
use crate::operations::{Operation, OperationKind, Operations, Touched};
use crate::policy::{OperationAttributes, Whole};

/// Shows an operation and its parties to the rules.
#[inline]
pub(super) fn of<'a>(
    touched: &Touched<'a>,
    parties: &'a [(OperatorId, Role)],
    plate: Country,
) -> OperationAttributes<'a> {
    let by_truck = touched.conveyances.contains(&Conveyance::Truck);
    OperationAttributes {
        mode: touched.mode,
        conveyances: touched.conveyances,
        countries: touched.countries,
        border: touched.border,
        parties,
        carrier: by_truck.then_some(plate),
        places: touched.places,
        flag: touched.flag,
        link: touched.link,
        line: touched.line,
        service: touched.service,
        crossing: touched.crossing,
        gauge_change: touched.gauge_change,
        whole: None,
    }
}

/// What a train or through rate is to its parts.
pub(super) fn whole(operations: &Operations, operation: &Operation) -> Option<Whole> {
    let (seller, _) = *operations.parties(operation).first()?;
    match &operation.kind {
        OperationKind::Through(_) => Some(Whole::rate(seller)),
        OperationKind::TrainRun(run) => Some(Whole::train(seller, run.service)),
        OperationKind::Move(_)
        | OperationKind::Haul(_)
        | OperationKind::Pass(_)
        | OperationKind::BorderControl(_)
        | OperationKind::Load(_)
        | OperationKind::Unload(_)
        | OperationKind::Tranship(_)
        | OperationKind::GaugeChange(_)
        | OperationKind::Depart(_)
        | OperationKind::Wait(_)
        | OperationKind::SeaRun(_)
        | OperationKind::Land(_) => None,
    }
}
