//! Where goods are handled, and how long that takes there by the records and the changes.

use crate::network::{Conveyance, FigureId, HandlingId, HandlingKind};
use crate::operations::{Lift, Operation, OperationKind};
use crate::quantity::TravelTime;
use crate::scenario::{Site, World};

/// The hours of handling at a site, and what they are read from; nothing where neither a record nor a
/// change says so.
pub(super) fn dwell(
    world: &World,
    record: Option<HandlingId>,
    site: Site,
) -> Option<(TravelTime, FigureId)> {
    if let Some(time) = world.handling_terms(site).time {
        return Some((time, FigureId::Scenario));
    }
    let id = record?;
    let row = world.network().handling_record_at(id);
    Some((row.time.value(), FigureId::HandlingTime(id)))
}

/// Where a lift is done; nothing for other operations.
pub(super) fn site(operation: &Operation) -> Option<Site> {
    let at = |kind, place, country| Some(Site::at(kind, place, country));
    match &operation.kind {
        OperationKind::Load(lift) => at(HandlingKind::Load, lift.place, lift.country),
        OperationKind::Unload(lift) => at(HandlingKind::Unload, lift.place, lift.country),
        OperationKind::Tranship(lift) => at(HandlingKind::Tranship, lift.place, lift.country),
        OperationKind::GaugeChange(lift) => at(HandlingKind::GaugeChange, lift.place, lift.country),
        OperationKind::Wait(wait) => at(HandlingKind::PortDwell, wait.place, wait.country),
        OperationKind::Land(land) => at(HandlingKind::PortDwell, land.place, land.country),
        OperationKind::Move(_)
        | OperationKind::Haul(_)
        | OperationKind::Pass(_)
        | OperationKind::BorderControl(_)
        | OperationKind::Depart(_)
        | OperationKind::SeaRun(_)
        | OperationKind::TrainRun(_)
        | OperationKind::Through(_) => None,
    }
}

/// The family of what is lifted.
pub(super) fn lifted(lift: &Lift) -> Option<&'static str> {
    let mut conveyances = lift.conveyances.iter();
    let moving = conveyances.find(|conveyance| **conveyance != Conveyance::Terminal);
    moving.map(|conveyance| conveyance.family())
}
