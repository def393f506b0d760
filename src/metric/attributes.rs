use crate::code::Country;
use crate::network::{Conveyance, OperatorId, Role};
use crate::operations::Touched;
use crate::policy::OperationAttributes;

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
    }
}
