//! Columns that several tables have, each group read together.

use super::fields::{Field, Value};
use super::reading::Reading;
use super::schema::{CellKind, ColumnSchema, Names, names};
use crate::network::{Cited, Prices, Provenance, State, Status, Timeline, Validity};
use crate::quantity::{Distance, Mass, Rate};

use jiff::civil::Date;

/// The sources of the row, and the row.
impl Field for Provenance {
    fn describe(_: Names, columns: &mut Vec<ColumnSchema>) {
        columns.push(ColumnSchema::new("source", CellKind::Sources).filled());
    }

    fn read(reading: &Reading<'_>, _: usize) -> Option<Self> {
        let mut provenance = reading.citation.provenance.clone();
        provenance.origin = reading.row.origin();
        Some(provenance)
    }
}

/// First and last day.
impl Field for Validity {
    const WIDTH: usize = 2;

    fn describe(_: Names, columns: &mut Vec<ColumnSchema>) {
        Option::<Date>::describe(names!("valid_from"), columns);
        Option::<Date>::describe(names!("valid_to"), columns);
    }

    fn read(reading: &Reading<'_>, at: usize) -> Option<Self> {
        let days = [at, at + 1].map(|at| Option::<Date>::read(reading, at));
        let [from, to] = days;
        let validity = Self::new(from?, to?);
        validity
            .map_err(|error| reading.row.bad(at + 1, error))
            .ok()
    }
}

/// The column of the first day on which something holds.
pub(super) fn first_day() -> &'static str {
    let mut columns = Vec::new();
    Validity::describe(names!(), &mut columns);
    columns.first().map_or("", |column| column.name)
}

/// The one state of a thing; an empty status leaves the states to the table of states.
pub(super) struct States(pub(super) Timeline);

impl States {
    pub(super) const STATUS: &'static str = "status";
}

impl Field for States {
    const WIDTH: usize = 1 + Validity::WIDTH;

    fn describe(names: Names, columns: &mut Vec<ColumnSchema>) {
        Option::<Status>::describe(names!("status"), columns);
        Validity::describe(names, columns);
    }

    fn read(reading: &Reading<'_>, at: usize) -> Option<Self> {
        let status = Option::<Status>::read(reading, at);
        let validity = Validity::read(reading, at + 1);
        let (status, validity) = (status?, validity?);
        let mut states = Timeline::default();
        if let Some(status) = status {
            let provenance = Provenance::at(reading.row.origin());
            states.push(State {
                status,
                validity,
                provenance,
            });
        }
        Some(Self(states))
    }
}

/// Two cells that bound a span; the second must lie above the first.
fn bounds<T: Value + PartialOrd>(reading: &Reading<'_>, at: usize) -> Option<[Option<T>; 2]> {
    let bounds = [at, at + 1].map(|at| Option::<T>::read(reading, at));
    let [from, to] = bounds;
    let (from, to) = (from?, to?);
    if let (Some(low), Some(high)) = (&from, &to)
        && high <= low
    {
        let [low, high] = [at, at + 1].map(|at| reading.row.text(at));
        let reason = format!("`{high}` does not lie above `{low}`; swap or correct them");
        reading.row.bad(at + 1, reason);
        return None;
    }
    Some([from, to])
}

/// Gross mass from, inclusive, and to, exclusive.
pub(super) struct Masses(pub(super) [Option<Mass>; 2]);

impl Field for Masses {
    const WIDTH: usize = 2;

    fn describe(_: Names, columns: &mut Vec<ColumnSchema>) {
        Option::<Mass>::describe(names!("mass_from_t"), columns);
        Option::<Mass>::describe(names!("mass_to_t"), columns);
    }

    fn read(reading: &Reading<'_>, at: usize) -> Option<Self> {
        bounds(reading, at).map(Self)
    }
}

/// Distance from, exclusive, and to, inclusive.
pub(super) struct Band(pub(super) [Option<Distance>; 2]);

impl Field for Band {
    const WIDTH: usize = 2;

    fn describe(_: Names, columns: &mut Vec<ColumnSchema>) {
        Option::<Distance>::describe(names!("band_from_km"), columns);
        Option::<Distance>::describe(names!("band_to_km"), columns);
    }

    fn read(reading: &Reading<'_>, at: usize) -> Option<Self> {
        bounds(reading, at).map(Self)
    }
}

/// Currency and year of the row's amounts, which are read by them.
pub(super) struct Money;

impl Field for Money {
    const WIDTH: usize = 2;

    fn describe(_: Names, columns: &mut Vec<ColumnSchema>) {
        columns.push(ColumnSchema::new("currency", CellKind::Currency));
        columns.push(ColumnSchema::new("price_year", CellKind::PriceYear));
    }

    fn read(reading: &Reading<'_>, _: usize) -> Option<Self> {
        reading.price_year().map(|_| Self)
    }
}

type Price = Option<Cited<Rate>>;

/// Prices of containers.
pub(super) struct BoxPrices(pub(super) [Price; 2]);

impl Field for BoxPrices {
    const WIDTH: usize = 2 * Price::WIDTH;

    fn describe(_: Names, columns: &mut Vec<ColumnSchema>) {
        Price::describe(names!("price_20ft"), columns);
        Price::describe(names!("price_40ft"), columns);
    }

    fn read(reading: &Reading<'_>, at: usize) -> Option<Self> {
        let prices = [at, at + Price::WIDTH].map(|at| Price::read(reading, at));
        let [small, large] = prices;
        Some(Self([small?, large?]))
    }
}

impl BoxPrices {
    /// These and the prices of vehicles.
    pub(super) fn and(self, truck: Price, wagon: Price) -> Prices {
        let [small, large] = self.0;
        Prices {
            container_20: small,
            container_40: large,
            truck,
            wagon,
        }
    }
}

/// Prices per unit.
impl Field for Prices {
    const WIDTH: usize = BoxPrices::WIDTH + 2 * Price::WIDTH;

    fn describe(names: Names, columns: &mut Vec<ColumnSchema>) {
        BoxPrices::describe(names, columns);
        Price::describe(names!("price_truck"), columns);
        Price::describe(names!("price_wagon"), columns);
    }

    fn read(reading: &Reading<'_>, at: usize) -> Option<Self> {
        let boxes = BoxPrices::read(reading, at);
        let at = at + BoxPrices::WIDTH;
        let vehicles = [at, at + Price::WIDTH].map(|at| Price::read(reading, at));
        let [truck, wagon] = vehicles;
        Some(boxes?.and(truck?, wagon?))
    }
}
