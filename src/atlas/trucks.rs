//! What countries ask of trucks by plate, what they do not let them do, and where moves are hazardous.

use super::fields::{Any, Field, Note};
use super::groups::{Masses, Money};
use super::loader::Loader;
use super::reading::Reading;
use super::schema::{ColumnSchema, Names, names};
use super::sheet::Row;
use super::speeds::P90Factor;
use super::table::{Load, table};
use super::values::column_words;
use crate::code::{Country, Name};
use crate::network::{
    Cited, Fee, Hazard, Mode, OperatorId, Plate, PlateRule, PlateTerms, Provenance, Trigger,
    Validity,
};
use crate::quantity::{Distance, Rate};

/// A country, the European Union, or any other.
impl Field for Plate {
    fn describe(names: Names, columns: &mut Vec<ColumnSchema>) {
        Any::<Country>::describe(names, columns);
    }

    fn read(reading: &Reading<'_>, at: usize) -> Option<Self> {
        if reading.row.text(at) == "EU" {
            return Some(Self::EuropeanUnion);
        }
        let country = Any::<Country>::read(reading, at)?.0;
        Some(country.map_or(Self::Other, Self::Country))
    }
}

column_words! {
    Trigger:
        "transit" => Self::Entry,
        "entry" => Self::Entry,
        "exit" => Self::Exit,
        "run" => Self::Run;
}

/// Per what a fee is asked.
#[derive(PartialEq, Eq)]
enum Basis {
    Trip,
    Km,
}

column_words! {
    Basis: "per_trip" => Self::Trip, "per_km" => Self::Km;
}

/// What makes a fee due, and per what it is asked: kilometres where the trigger is that they are run,
/// else trips.
struct Due(Trigger);

impl Field for Due {
    const WIDTH: usize = 2;

    fn describe(_: Names, columns: &mut Vec<ColumnSchema>) {
        Trigger::describe(names!("trigger"), columns);
        Option::<Basis>::describe(names!("basis" or absent), columns);
    }

    fn read(reading: &Reading<'_>, at: usize) -> Option<Self> {
        let basis = Option::<Basis>::read(reading, at + 1);
        let (trigger, basis) = (Trigger::read(reading, at)?, basis?);
        let by_km = basis == Some(Basis::Km);
        if by_km == (trigger == Trigger::Run) {
            return Some(Self(trigger));
        }
        reading.row.bad(
            at,
            "a fee is `per_km` where its trigger is `run`, and nowhere else; correct `trigger` or `basis`",
        );
        None
    }
}

table! {
    /// What a country takes from trucks.
    struct FeeRow in "fees" keyed "country" {
        country: Country = "country",
        mode: Mode = "mode",
        plate: Plate = "plate",
        trigger: Due,
        masses: Masses,
        amount: Cited<Rate> = "amount",
        _money: Money,
        payee: Option<OperatorId> = "payee",
        validity: Validity,
        note: Note,
        provenance: Provenance,
    }
}

impl Load for FeeRow {
    fn add(self, loader: &mut Loader<'_>, _: Row<'_>) {
        let mut fee = Fee::new(self.country, self.mode, self.amount);
        fee.plate = self.plate;
        fee.trigger = self.trigger.0;
        [fee.mass_from, fee.mass_to] = self.masses.0;
        fee.payee = self.payee;
        fee.validity = self.validity;
        fee.note = self.note.0;
        fee.provenance = self.provenance;
        loader.builder.fee(fee);
    }
}

column_words! {
    PlateRule:
        "no_entry" => Self::NoEntry,
        "border_zone" => Self::BorderZone,
        "allowed" => Self::Allowed,
        "no_cabotage" => Self::NoCabotage,
        "cabotage" => Self::Cabotage;
}

table! {
    /// What a country lets trucks of a plate do.
    struct PlateRow in "plates" keyed "country" {
        country: Country = "country",
        plate: Plate = "plate",
        rule: PlateRule = "rule",
        limit: Option<Cited<Distance>> = "limit_km",
        validity: Validity,
        note: Note,
        provenance: Provenance,
    }
}

impl Load for PlateRow {
    fn add(self, loader: &mut Loader<'_>, _: Row<'_>) {
        let mut terms = PlateTerms::new(self.country, self.rule);
        terms.plate = self.plate;
        terms.limit = self.limit;
        terms.validity = self.validity;
        terms.note = self.note.0;
        terms.provenance = self.provenance;
        loader.builder.plate(terms);
    }
}

table! {
    /// What makes the hours of moves in a country less certain.
    struct HazardRow in "hazards" keyed "country" {
        country: Country = "country",
        mode: Any<Mode> = "mode",
        kind: Name = "kind",
        p90_factor: Cited<P90Factor> = "p90_factor",
        validity: Validity,
        note: Note,
        provenance: Provenance,
    }
}

impl Load for HazardRow {
    fn add(self, loader: &mut Loader<'_>, _: Row<'_>) {
        let mut hazard = Hazard::new(self.country, self.kind);
        hazard.mode = self.mode.0;
        let factor = self.p90_factor;
        hazard.p90_per_mille = factor.map(|factor| (factor.0 * 1e3).round() as u32);
        hazard.validity = self.validity;
        hazard.note = self.note.0;
        hazard.provenance = self.provenance;
        loader.builder.hazard(hazard);
    }
}
