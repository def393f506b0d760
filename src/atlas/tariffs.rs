//! Tariffs of railways and roads.

use super::loader::{Loader, cited, unknown, word};
use super::sheet::Row;
use crate::code::Country;
use crate::network::{Component, Mode, Product, RateBasis, Taper, Tariff, UnitKind};

/// Everything that distinguishes a tariff from its neighbours.
fn key(row: Row<'_>) -> String {
    let lines = match row.text("lines") {
        "" => "*",
        lines => lines,
    };
    let (country, operator) = (row.text("country"), row.text("operator"));
    let (product, unit) = (row.text("product"), row.text("unit"));
    let mut key = format!("{country}/{operator}/{lines}/{product}/{unit}");
    for column in [
        "loaded",
        "basis",
        "component",
        "mass_from_t",
        "mass_to_t",
        "band_from_km",
        "band_to_km",
        "valid_from",
    ] {
        key.push('/');
        key.push_str(row.text(column));
    }
    key
}

const BASES: &[(&str, RateBasis)] = &[
    ("per_km", RateBasis::PerKm),
    ("per_tonne_km", RateBasis::PerTonneKm),
    ("per_unit", RateBasis::PerUnit),
    ("per_consignment", RateBasis::PerConsignment),
    ("per_hour", RateBasis::PerHour),
];

impl Loader<'_> {
    pub(super) fn tariffs(&mut self) {
        let columns = [
            "operator",
            "country",
            "lines",
            "mode",
            "product",
            "unit",
            "loaded",
            "basis",
            "rate",
            "currency",
            "price_year",
            "minimum",
            "mass_from_t",
            "mass_to_t",
            "band_from_km",
            "band_to_km",
            "taper",
            "component",
            "payee",
            "valid_from",
            "valid_to",
            "note",
            "source",
        ];
        for sheet in self.sheets("tariffs", "country", &columns) {
            for row in sheet.rows() {
                if let Some(tariff) = self.tariff(row) {
                    self.builder.tariff(tariff);
                }
            }
        }
    }

    fn tariff(&self, row: Row<'_>) -> Option<Tariff> {
        let provenance = self.provenance(row);
        let operator = self.optional_operator(row, "operator");
        let (country, mode) = (row.parse::<Country>("country"), row.parse::<Mode>("mode"));
        let (product, rate) = (row.parse::<Product>("product"), self.rate(row, "rate"));
        let mut lines = Some(Vec::new());
        for line in row.parts("lines").filter(|line| *line != "*") {
            match self.builder.find_line(line) {
                Ok(line) => {
                    if let Some(lines) = lines.as_mut() {
                        lines.push(line);
                    }
                }
                Err(miss) => {
                    lines = None;
                    unknown(&self.builder, row, "lines", "line", line, miss);
                }
            }
        }
        let unit = if matches!(row.text("unit"), "" | "any") {
            Some(None)
        } else {
            row.parse::<UnitKind>("unit").map(Some)
        };
        let loaded = match row.text("loaded") {
            "" | "any" => Some(None),
            _ => word(row, "loaded", &[("loaded", true), ("empty", false)]).map(Some),
        };
        // Only trucks are paid for standing.
        let bases = match product {
            Some(Product::Truck) => BASES,
            _ => &BASES[..BASES.len() - 1],
        };
        let basis = word(row, "basis", bases);
        let minimum = if row.has("minimum") {
            self.rate(row, "minimum").map(Some)
        } else {
            Some(None)
        };
        let masses = row.masses();
        let bands = row.bounds(
            ["band_from_km", "band_to_km"],
            [
                row.optional_km("band_from_km"),
                row.optional_km("band_to_km"),
            ],
        );
        let taper = if row.has("taper") {
            word(
                row,
                "taper",
                &[("whole", Taper::Whole), ("slice", Taper::Slice)],
            )
        } else {
            Some(Taper::Whole)
        };
        let component = row.parse_or("component", Component::Haulage);
        let (payee, validity) = (self.optional_operator(row, "payee"), row.validity());
        let mut tariff = Tariff::new(
            key(row),
            operator?,
            country?,
            mode?,
            product?,
            cited(&provenance, "rate", rate?),
        );
        tariff.lines = lines?;
        tariff.unit = unit?;
        tariff.loaded = loaded?;
        tariff.basis = basis?;
        tariff.minimum = minimum?.map(|rate| cited(&provenance, "minimum", rate));
        [tariff.mass_from, tariff.mass_to] = masses?;
        [tariff.band_from, tariff.band_to] = bands?;
        tariff.taper = taper?;
        tariff.component = component?;
        tariff.payee = payee?;
        tariff.validity = validity?;
        row.text("note").clone_into(&mut tariff.note);
        tariff.provenance = provenance;
        Some(tariff)
    }
}
