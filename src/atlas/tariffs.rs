//! Tariffs of railways and roads.

use super::fields::{Any, AnyOf, At, Field, Note};
use super::groups::{Band, Masses, Money};
use super::loader::Loader;
use super::reading::Reading;
use super::schema::{ColumnSchema, Names, names};
use super::sheet::Row;
use super::table::{Load, table};
use super::values::column_words;
use crate::code::Country;
use crate::network::{
    Bound, Cited, Component, Consist, LineId, Mode, OperatorId, Product, Provenance, RateBasis,
    Taper, Tariff, UnitKind, Validity,
};
use crate::quantity::Rate;

table! {
    /// What a carrier sells and for how much.
    struct TariffRow in "tariffs" keyed "country" {
        operator: At<Option<OperatorId>> = "operator",
        country: At<Country> = "country",
        lines: At<AnyOf<LineId>> = "lines",
        mode: Mode = "mode",
        sold: At<Sold>,
        unit: At<Any<UnitKind>> = "unit",
        loaded: At<Any<Loaded>> = "loaded",
        consist: Any<Consist> = "consist" or absent,
        bound: Any<Bound> = "bound" or absent,
        rate: Cited<Rate> = "rate",
        minimum: Option<Cited<Rate>> = "minimum",
        _money: Money,
        masses: At<Masses>,
        band: At<Band>,
        taper: Option<Taper> = "taper",
        component: At<Option<Component>> = "component",
        payee: Option<OperatorId> = "payee",
        validity: At<Validity>,
        note: Note,
        provenance: Provenance,
    }
}

impl TariffRow {
    /// Everything that distinguishes a tariff from its neighbours, as the row writes it.
    fn key(&self, row: Row<'_>) -> String {
        let lines = match row.text(self.lines.at) {
            "" => "*",
            lines => lines,
        };
        let (country, operator) = (row.text(self.country.at), row.text(self.operator.at));
        let mut key = format!("{country}/{operator}/{lines}");
        for at in [
            self.sold.at,
            self.unit.at,
            self.loaded.at,
            self.sold.at + 1,
            self.component.at,
            self.masses.at,
            self.masses.at + 1,
            self.band.at,
            self.band.at + 1,
            self.validity.at,
        ] {
            key.push('/');
            key.push_str(row.text(at));
        }
        // Tariffs without these keep the ids that they had before there were such columns.
        let going = [
            self.consist.0.map(Consist::as_str),
            self.bound.0.map(Bound::as_str),
        ];
        for word in going.into_iter().flatten() {
            key.push('/');
            key.push_str(word);
        }
        key
    }
}

impl Load for TariffRow {
    fn add(self, loader: &mut Loader<'_>, row: Row<'_>) {
        let key = self.key(row);
        let (operator, country) = (self.operator.value, self.country.value);
        let Sold { product, basis } = self.sold.value;
        let mut tariff = Tariff::new(key, operator, country, self.mode, product, self.rate);
        tariff.lines = self.lines.value.0;
        tariff.unit = self.unit.value.0;
        tariff.loaded = self.loaded.value.0.map(|loaded| loaded.0);
        (tariff.consist, tariff.bound) = (self.consist.0, self.bound.0);
        tariff.basis = basis;
        tariff.minimum = self.minimum;
        [tariff.mass_from, tariff.mass_to] = self.masses.value.0;
        [tariff.band_from, tariff.band_to] = self.band.value.0;
        tariff.taper = self.taper.unwrap_or(Taper::Whole);
        tariff.component = self.component.value.unwrap_or(Component::Haulage);
        tariff.payee = self.payee;
        tariff.validity = self.validity.value;
        tariff.note = self.note.0;
        tariff.provenance = self.provenance;
        loader.builder.tariff(tariff);
    }
}

/// Whether units are loaded.
struct Loaded(bool);

column_words! {
    Loaded, any "any": "loaded" => Self(true), "empty" => Self(false);
    Taper: "whole" => Self::Whole, "slice" => Self::Slice;
}

/// The product, and what its rate is multiplied with.
struct Sold {
    product: Product,
    basis: RateBasis,
}

/// What the rate of a product that is moved is multiplied with.
struct Moved(RateBasis);

column_words! {
    Moved:
        "per_km" => Self(RateBasis::PerKm),
        "per_tonne_km" => Self(RateBasis::PerTonneKm),
        "per_unit" => Self(RateBasis::PerUnit),
        "per_consignment" => Self(RateBasis::PerConsignment);
}

/// The word for a rate of what stands; only trucks are paid for it.
const STANDING: &str = "per_hour";

impl Field for Sold {
    const WIDTH: usize = 2;

    fn describe(_: Names, columns: &mut Vec<ColumnSchema>) {
        Product::describe(names!("product"), columns);
        Moved::describe(names!("basis"), columns);
        if let Some(basis) = columns.last_mut() {
            basis.words.push(STANDING);
        }
    }

    fn read(reading: &Reading<'_>, at: usize) -> Option<Self> {
        let product = Product::read(reading, at);
        let stands = product == Some(Product::Truck) && reading.row.text(at + 1) == STANDING;
        let basis = if stands {
            Some(RateBasis::PerHour)
        } else {
            Moved::read(reading, at + 1).map(|basis| basis.0)
        };
        Some(Self {
            product: product?,
            basis: basis?,
        })
    }
}
