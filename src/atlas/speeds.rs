//! Speeds and emission factors.

use super::fields::{Any, At, Field, Note, Value};
use super::figures::{numbers, units};
use super::loader::Loader;
use super::reading::{Cell, Reading};
use super::schema::{CellKind, ColumnSchema, Names, names};
use super::sheet::Row;
use super::table::{Load, table};
use super::values::{at_most, column_words};
use crate::code::Country;
use crate::network::{
    Bound, Cited, Conveyance, EmissionFactor, EmissionSubject, FaultKind, LineId, Mode, Product,
    Provenance, ServiceKind, Speed, Validity,
};
use crate::quantity::Share;

numbers! {
    /// A commercial speed.
    Kmh, "km/h", 1.0 to 300.0: "`{}` km/h is no speed; give 1 to 300";
    /// A 90th percentile over its median.
    P90Factor, "factor", 1.0 to 100.0: "`{}` is no factor; give 1 to 100";
    /// Hours of a day.
    DailyHours, "h", 1.0 to 24.0: "`{}` hours are no part of a day; give 1 to 24";
}

table! {
    /// A commercial speed without border stops.
    struct SpeedRow in "speeds" keyed "country" {
        country: Any<Country> = "country",
        mode: Mode = "mode",
        product: Any<Product> = "product",
        line: Option<LineId> = "line",
        bound: Any<Bound> = "bound" or absent,
        kmh: Cited<Kmh> = "kmh",
        p90_factor: Option<Cited<P90Factor>> = "p90_factor",
        daily_hours: Option<Cited<DailyHours>> = "daily_hours" or absent,
        validity: Validity,
        note: Note,
        provenance: Provenance,
    }
}

impl Load for SpeedRow {
    fn add(self, loader: &mut Loader<'_>, _: Row<'_>) {
        let kmh = self.kmh.map(|kmh| (kmh.0 * 1e3).round() as u32);
        let mut speed = Speed::new(self.mode, kmh);
        if let Some(hours) = self.daily_hours {
            speed.daily_minutes = hours.map(|hours| (hours.0 * 60.0).round() as u16);
        }
        if let Some(factor) = self.p90_factor {
            speed.p90_per_mille = factor.map(|factor| (factor.0 * 1e3).round() as u32);
        }
        (speed.line, speed.bound) = (self.line, self.bound.0);
        speed.country = self.country.0;
        speed.product = self.product.0;
        speed.validity = self.validity;
        speed.note = self.note.0;
        speed.provenance = self.provenance;
        loader.builder.speed(speed);
    }
}

/// The largest factor that is accepted, in the unit of its column.
const MOST: f64 = 1e9;

fn milligrams(text: &str, cell: Cell<'_>, per: f64) -> Option<u64> {
    at_most(MOST, text, cell).map(|number| (number * per).round() as u64)
}

units! {
    /// Grams per tonne-kilometre, kept in milligrams.
    Grams(u64), "g/tkm", CellKind::up_to(MOST), |text, cell| milligrams(text, cell, 1e3);
    /// Kilograms per unit, kept in milligrams.
    Kilograms(u64), "kg", CellKind::up_to(MOST), |text, cell| milligrams(text, cell, 1e6);
}

/// What is lifted.
struct Lifted(&'static str);

column_words! {
    Lifted:
        "wagon" => Self("wagon"),
        "truck" => Self("truck"),
        "vessel" => Self("vessel"),
        "barge" => Self("barge"),
        "terminal" => Self(Conveyance::Terminal.family()),
        "gauge_change" => Self("gauge_change");
}

/// What a factor speaks of, and for which product or what is lifted.
struct Subject {
    of: EmissionSubject,
    product: Option<Product>,
    family: Option<&'static str>,
}

const HANDLING: &str = "handling";

impl Field for Subject {
    const WIDTH: usize = 2;

    fn describe(_: Names, columns: &mut Vec<ColumnSchema>) {
        let at = columns.len();
        Mode::describe(names!("mode"), columns);
        if let Some(mode) = columns.get_mut(at) {
            mode.words.push(HANDLING);
        }
        Any::<Product>::describe(names!("product"), columns);
        if let Some(product) = columns.last_mut() {
            product.words.extend(ServiceKind::words());
            product.words.extend(Lifted::words());
            product.words.sort_unstable();
            product.words.dedup();
        }
    }

    fn read(reading: &Reading<'_>, at: usize) -> Option<Self> {
        let product_at = at + 1;
        let (mut product, mut family) = (None, None);
        let of = if reading.row.text(at) == HANDLING {
            family = match reading.row.text(product_at) {
                "depot" => Some(Conveyance::Terminal.family()), // as before 0.2
                _ => Any::<Lifted>::read(reading, product_at)?
                    .0
                    .map(|lifted| lifted.0),
            };
            EmissionSubject::Handling
        } else {
            match Mode::read(reading, at)? {
                Mode::Sea => match Any::<ServiceKind>::read(reading, product_at)?.0 {
                    Some(kind) => EmissionSubject::Service(kind),
                    None => EmissionSubject::Mode(Mode::Sea),
                },
                mode => {
                    product = Any::<Product>::read(reading, product_at)?.0;
                    EmissionSubject::Mode(mode)
                }
            }
        };
        Some(Self {
            of,
            product,
            family,
        })
    }
}

table! {
    /// A greenhouse gas intensity: of what moves by the tonne-kilometre, of what is lifted by the
    /// unit.
    struct EmissionRow in "emissions" keyed "mode" {
        subject: Subject,
        country: Any<Country> = "country",
        grams: At<Option<Cited<Grams>>> = "g_per_tkm",
        kilograms: At<Option<Cited<Kilograms>>> = "handling_kg_per_unit",
        tank_to_wheel: Option<Cited<Share>> = "ttw_share" or absent,
        note: Note,
        provenance: Provenance,
    }
}

impl Load for EmissionRow {
    fn add(self, loader: &mut Loader<'_>, row: Row<'_>) {
        let subject = self.subject.of;
        let (at, milligrams) = if subject == EmissionSubject::Handling {
            let kilograms = self.kilograms.value;
            let milligrams = kilograms.map(|cited| cited.map(|kilograms| kilograms.0));
            (self.kilograms.at, milligrams)
        } else {
            let grams = self.grams.value;
            (self.grams.at, grams.map(|cited| cited.map(|grams| grams.0)))
        };
        let Some(milligrams) = milligrams else {
            row.fault(at, FaultKind::MissingValue);
            return;
        };
        let mut factor = EmissionFactor::new(subject, milligrams);
        factor.country = self.country.0;
        factor.product = self.subject.product;
        factor.family = self.subject.family.map(str::to_owned);
        factor.tank_to_wheel = self.tank_to_wheel;
        factor.note = self.note.0;
        factor.provenance = self.provenance;
        loader.builder.emission(factor);
    }
}
