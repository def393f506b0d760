//! Handling at terminals and ports, the change of gauge, and the wait for a train to leave.

use super::fields::{Any, Note, Value};
use super::groups::Money;
use super::loader::Loader;
use super::reading::Cell;
use super::schema::CellKind;
use super::sheet::Row;
use super::table::{Load, table};
use super::values::column_words;
use crate::code::Country;
use crate::network::{
    CitedTime, Consist, Conveyance, Departure, Handling, HandlingKind, OperatorId, PlaceId, Prices,
    Product, Provenance, Validity,
};

column_words! {
    HandlingKind:
        "load" => Self::Load,
        "unload" => Self::Unload,
        "tranship" => Self::Tranship,
        "gauge_change" => Self::GaugeChange,
        "port_dwell" => Self::PortDwell;
}

/// A conveyance without its gauge.
struct Family(&'static str);

impl Value for Family {
    const KIND: CellKind = CellKind::Conveyance;

    fn parse(text: &str, cell: Cell<'_>) -> Option<Self> {
        if text == "wagon" {
            return Some(Self("wagon"));
        }
        let conveyance = cell.parsed::<Conveyance>(text);
        conveyance.map(|conveyance| Self(conveyance.family()))
    }
}

table! {
    /// Hours and price of handling.
    struct HandlingRow in "handling" keyed "place" {
        place: Option<PlaceId> = "place",
        country: Any<Country> = "country",
        kind: HandlingKind = "operation",
        from: Any<Family> = "carriage_from",
        to: Any<Family> = "carriage_to",
        operator: Option<OperatorId> = "operator",
        time: CitedTime = "hours",
        prices: Prices,
        _money: Money,
        validity: Validity,
        note: Note,
        provenance: Provenance,
    }
}

impl Load for HandlingRow {
    fn add(self, loader: &mut Loader<'_>, _: Row<'_>) {
        let mut handling = Handling::new(self.kind, self.time);
        handling.place = self.place;
        handling.country = self.country.0;
        handling.from = self.from.0.map(|family| family.0.to_owned());
        handling.to = self.to.0.map(|family| family.0.to_owned());
        handling.operator = self.operator;
        handling.prices = self.prices;
        handling.validity = self.validity;
        handling.note = self.note.0;
        handling.provenance = self.provenance;
        loader.builder.handling(handling);
    }
}

table! {
    /// The wait for a train to leave.
    struct DepartureRow in "departures" keyed "place" {
        place: Option<PlaceId> = "place",
        country: Any<Country> = "country",
        product: Any<Product> = "product",
        consist: Any<Consist> = "consist",
        time: CitedTime = "hours",
        validity: Validity,
        note: Note,
        provenance: Provenance,
    }
}

impl Load for DepartureRow {
    fn add(self, loader: &mut Loader<'_>, _: Row<'_>) {
        let mut departure = Departure::new(self.time);
        (departure.place, departure.country) = (self.place, self.country.0);
        (departure.product, departure.consist) = (self.product.0, self.consist.0);
        departure.validity = self.validity;
        departure.note = self.note.0;
        departure.provenance = self.provenance;
        loader.builder.departure(departure);
    }
}
