use crate::operations::{Operation, OperationKind, Operations};
use crate::policy::Facts;

/// Shows an operation to the rules.
pub(crate) fn with<T>(
    operations: &Operations,
    operation: &Operation,

    judge: impl FnOnce(&Facts<'_>) -> T,
) -> T {
    let countries = Pair::of(operation.countries());
    let carriages = Pair::of(operation.carriages());
    let places = Pair::of(operation.places());
    judge(&Facts {
        mode: operation.mode,
        carriages: carriages.as_slice(),
        countries: countries.as_slice(),
        border: operation.border,
        parties: operations.parties(operation),
        places: places.as_slice(),
        flag: operation.flag,
        link: operation.link(),
        line: operation.line,
        service: operation.service(),
        crossing: operation.crossing(),
        gauge_change: operation.kind == OperationKind::GaugeChange,
    })
}

/// Up to two items side by side.
struct Pair<T> {
    items: Option<[T; 2]>,
    count: usize,
}

impl<T: Copy> Pair<T> {
    fn of(mut items: impl Iterator<Item = T>) -> Self {
        match (items.next(), items.next()) {
            (Some(first), Some(second)) => Self {
                items: Some([first, second]),
                count: 2,
            },
            (Some(only), None) => Self {
                items: Some([only, only]),
                count: 1,
            },
            (None, _) => Self {
                items: None,
                count: 0,
            },
        }
    }

    fn as_slice(&self) -> &[T] {
        self.items
            .as_ref()
            .map_or(&[], |items| &items[..self.count])
    }
}
