use crate::code::Country;
use crate::network::Carriage;
use crate::operations::{Operation, Operations};
use crate::policy::Facts;

/// Shows an operation to the rules.
#[inline]
pub(super) fn of<'a>(
    operations: &'a Operations,
    operation: &'a Operation,
    plate: Country,
) -> Facts<'a> {
    let touched = operation.kind.touched();
    let by_truck = touched.carriages.contains(&Carriage::Truck);
    Facts {
        mode: touched.mode,
        carriages: touched.carriages,
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
