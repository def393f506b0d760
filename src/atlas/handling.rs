//! Handling at terminals and ports, and the change of gauge.

use super::loader::{Loader, cited_time, word};
use crate::network::{Handling, HandlingKind};

impl Loader<'_> {
    pub(super) fn handling(&mut self) {
        let columns = [
            "place",
            "country",
            "operation",
            "carriage_from",
            "carriage_to",
            "operator",
            "hours",
            "hours_p90",
            "price_20ft",
            "price_40ft",
            "price_truck",
            "price_wagon",
            "currency",
            "price_year",
            "valid_from",
            "valid_to",
            "note",
            "source",
        ];
        for sheet in self.sheets("handling", "place", &columns) {
            for row in sheet.rows() {
                let provenance = self.provenance(row);
                let kinds = [
                    ("load", HandlingKind::Load),
                    ("unload", HandlingKind::Unload),
                    ("tranship", HandlingKind::Tranship),
                    ("gauge_change", HandlingKind::GaugeChange),
                    ("port_dwell", HandlingKind::PortDwell),
                ];
                let kind = word(row, "operation", &kinds);
                let place = if row.has("place") {
                    self.place(row, "place").map(Some)
                } else {
                    Some(None)
                };
                let country = Self::any_country(row, "country");
                let from = Self::family(row, "carriage_from");
                let to = Self::family(row, "carriage_to");
                let operator = self.optional_operator(row, "operator");
                let (time, prices) = (
                    row.hours("hours", "hours_p90"),
                    self.prices(row, &provenance),
                );
                let validity = row.validity();
                let (Some(kind), Some(place), Some(country), Some(from), Some(to)) =
                    (kind, place, country, from, to)
                else {
                    continue;
                };
                let (Some(operator), Some(time), Some(prices), Some(validity)) =
                    (operator, time, prices, validity)
                else {
                    continue;
                };
                let mut handling =
                    Handling::new(kind, cited_time(&provenance, ["hours", "hours_p90"], time));
                handling.place = place;
                handling.country = country;
                handling.from = from;
                handling.to = to;
                handling.operator = operator;
                handling.prices = prices;
                handling.validity = validity;
                row.text("note").clone_into(&mut handling.note);
                handling.provenance = provenance;
                self.builder.handling(handling);
            }
        }
    }
}
