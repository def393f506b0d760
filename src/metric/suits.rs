//! What a unit and its trucks can use, whatever the rules are.

use crate::costing::{LoadUnit, Plates, Shipment};
use crate::network::Conveyance;
use crate::operations::{Operation, OperationKind};

/// Whether an operation takes the shipment, and at a border the trucks.
pub(super) fn suits(operation: &Operation, (shipment, plates): (&Shipment, &Plates)) -> bool {
    let unit = shipment.unit();
    if !operation.riders().takes(unit.product(), shipment.consist()) {
        return false;
    }
    let rides = |conveyance| unit.rides(conveyance);
    // Goods change trucks at a border where those of the one country may not run in the other.
    let crosses = |conveyance, countries, reload| {
        conveyance != Conveyance::Truck || plates.change(countries) == reload
    };
    match &operation.kind {
        OperationKind::Move(run) => rides(run.conveyance) && unit.buys(run.product),
        OperationKind::Haul(haul) => rides(haul.conveyance) && unit.buys(haul.product),
        OperationKind::Pass(pass) => rides(pass.conveyance),
        OperationKind::BorderControl(border) => {
            rides(border.conveyance) && crosses(border.conveyance, border.countries, border.reload)
        }
        OperationKind::Load(lift)
        | OperationKind::Unload(lift)
        | OperationKind::Tranship(lift)
        | OperationKind::GaugeChange(lift) => {
            rides(lift.conveyances[0]) && rides(lift.conveyances[1])
        }
        OperationKind::Depart(stop) => rides(stop.conveyance),
        OperationKind::Wait(wait) => rides(wait.conveyance),
        OperationKind::SeaRun(run) => rides(run.conveyance),
        OperationKind::TrainRun(run) => rides(run.conveyance),
        OperationKind::Land(land) => {
            let border = land.border;
            rides(land.conveyance)
                && border.is_none_or(|at| crosses(land.conveyance, at.countries, at.reload))
        }
        OperationKind::Through(_) => !matches!(unit, LoadUnit::Trailer),
    }
}
