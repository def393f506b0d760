use crate::code::Country;
use crate::network::Carriage;
use crate::operations::{Operation, OperationKind, Operations};
use crate::policy::Facts;

/// Shows an operation to the rules.
pub(super) fn of<'a>(
    operations: &'a Operations,
    operation: &'a Operation,
    plate: Country,
) -> Facts<'a> {
    Facts {
        mode: operation.mode,
        carriages: operation.carriages.as_slice(),
        countries: operation.countries.as_slice(),
        border: operation.border,
        parties: operations.parties(operation),
        carrier: operation
            .carriages
            .as_slice()
            .contains(&Carriage::Truck)
            .then_some(plate),
        places: operation.places.as_slice(),
        flag: operation.flag,
        link: operation.link(),
        line: operation.line,
        service: operation.service(),
        crossing: operation.crossing(),
        gauge_change: operation.kind == OperationKind::GaugeChange,
    }
}
