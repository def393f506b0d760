use crate::code::Country;
use crate::network::Conveyance;
use crate::operations::{Operation, Operations};
use crate::policy::OperationAttributes;

/// Shows an operation to the rules.
#[inline]
pub(super) fn of<'a>(
    operations: &'a Operations,
    operation: &'a Operation,
    plate: Country,
) -> OperationAttributes<'a> {
    let touched = operation.kind.touched();
    let by_truck = touched.conveyances.contains(&Conveyance::Truck);
    OperationAttributes {
        mode: touched.mode,
        conveyances: touched.conveyances,
        countries: touched.countries,
        border: touched.border,
        parties: operations.parties(operation),
        carrier: by_truck.then_some(plate),
        places: touched.places,
        flag: touched.flag,
        link: touched.link,
        line: touched.line,
        service: touched.service,
        crossing: touched.crossing,
        gauge_change: touched.gauge_change,
    }
}
