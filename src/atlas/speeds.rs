//! Speeds and emission factors.

use super::loader::{Loader, cited, unknown, word};
use super::sheet::Row;
use crate::network::{
    Conveyance, EmissionFactor, EmissionSubject, FaultKind, Mode, Product, ServiceKind, Speed,
};

impl Loader<'_> {
    pub(super) fn speeds(&mut self) {
        let columns = [
            "country",
            "mode",
            "product",
            "line",
            "kmh",
            "p90_factor",
            "?daily_hours",
            "valid_from",
            "valid_to",
            "note",
            "source",
        ];
        for sheet in self.sheets("speeds", "country", &columns) {
            for row in sheet.rows() {
                let provenance = self.provenance(row);
                let (country, mode) =
                    (Self::any_country(row, "country"), row.parse::<Mode>("mode"));
                let product = match row.text("product") {
                    "*" => Some(None),
                    _ => row.optional::<Product>("product"),
                };
                let line = match row.text("line") {
                    "" => Some(None),
                    id => self
                        .builder
                        .find_line(id)
                        .map(Some)
                        .map_err(|miss| unknown(&self.builder, row, "line", "line", id, miss))
                        .ok(),
                };
                let kmh = row.number("kmh").and_then(|kmh| {
                    let sound = (1.0..=300.0).contains(&kmh);
                    if !sound {
                        let reason = format!("`{kmh}` km/h is no speed; give 1 to 300");
                        row.fault("kmh", FaultKind::BadValue { reason });
                    }
                    sound.then_some(kmh)
                });
                let factor = if row.has("p90_factor") {
                    row.number("p90_factor").and_then(|factor| {
                        let sound = (1.0..=100.0).contains(&factor);
                        if !sound {
                            let reason = format!("`{factor}` is no factor; give 1 to 100");
                            row.fault("p90_factor", FaultKind::BadValue { reason });
                        }
                        sound.then_some(factor)
                    })
                } else {
                    Some(1.0)
                };
                let daily = if row.has("daily_hours") {
                    row.number("daily_hours").and_then(|hours| {
                        let sound = (1.0..=24.0).contains(&hours);
                        if !sound {
                            let reason =
                                format!("`{hours}` hours are no part of a day; give 1 to 24");
                            row.fault("daily_hours", FaultKind::BadValue { reason });
                        }
                        sound.then_some(hours)
                    })
                } else {
                    Some(24.0)
                };
                let validity = row.validity();
                let (Some(country), Some(mode), Some(product), Some(line)) =
                    (country, mode, product, line)
                else {
                    continue;
                };
                let (Some(kmh), Some(factor), Some(daily), Some(validity)) =
                    (kmh, factor, daily, validity)
                else {
                    continue;
                };
                let mut speed =
                    Speed::new(mode, cited(&provenance, "kmh", (kmh * 1e3).round() as u32));
                let minutes = (daily * 60.0).round() as u16;
                speed.daily_minutes = cited(&provenance, "daily_hours", minutes);
                speed.line = line;
                speed.country = country;
                speed.product = product;
                speed.p90_per_mille =
                    cited(&provenance, "p90_factor", (factor * 1e3).round() as u32);
                speed.validity = validity;
                row.text("note").clone_into(&mut speed.note);
                speed.provenance = provenance;
                self.builder.speed(speed);
            }
        }
    }

    pub(super) fn emissions(&mut self) {
        let columns = [
            "mode",
            "country",
            "product",
            "g_per_tkm",
            "handling_kg_per_unit",
            "note",
            "source",
        ];
        for sheet in self.sheets("emissions", "mode", &columns) {
            for row in sheet.rows() {
                if let Some(factor) = self.emission(row) {
                    self.builder.emission(factor);
                }
            }
        }
    }

    fn emission(&self, row: Row<'_>) -> Option<EmissionFactor> {
        let provenance = self.provenance(row);
        let country = Self::any_country(row, "country");
        let any = matches!(row.text("product"), "" | "*");
        let handling = row.text("mode") == "handling";
        let column = if handling {
            "handling_kg_per_unit"
        } else {
            "g_per_tkm"
        };
        let milligrams = if handling {
            row.positive(column).map(|kg| kg * 1e6)
        } else {
            row.positive(column).map(|grams| grams * 1e3)
        };
        let (mut product, mut family) = (None, None);
        let subject = if handling {
            if !any {
                let terminal = Conveyance::Terminal.family();
                let families = [
                    "wagon",
                    "truck",
                    "vessel",
                    "barge",
                    terminal,
                    "gauge_change",
                ];
                family = Some(match row.text("product") {
                    "depot" => terminal.to_owned(), // as before 0.2
                    _ => word(row, "product", &families.map(|one| (one, one)))?.to_owned(),
                });
            }
            EmissionSubject::Handling
        } else {
            match row.parse::<Mode>("mode")? {
                Mode::Sea if !any => EmissionSubject::Service(row.parse::<ServiceKind>("product")?),
                mode => {
                    if !any {
                        product = Some(row.parse::<Product>("product")?);
                    }
                    EmissionSubject::Mode(mode)
                }
            }
        };
        let mut factor = EmissionFactor::new(
            subject,
            cited(&provenance, column, milligrams?.round() as u64),
        );
        factor.country = country?;
        factor.product = product;
        factor.family = family;
        row.text("note").clone_into(&mut factor.note);
        factor.provenance = provenance;
        Some(factor)
    }
}
