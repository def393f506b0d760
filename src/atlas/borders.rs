//! Border controls, and goods that countries do not let pass.

use super::fields::{Any, Note};
use super::groups::Money;
use super::loader::Loader;
use super::sheet::Row;
use super::table::{Load, table};
use super::values::column_words;
use crate::code::Country;
use crate::network::{
    BorderTerms, Cited, CitedTime, Closure, Consist, CrossingId, Mode, OperatorId, Product,
    Provenance, Regime, Validity,
};
use crate::quantity::{Duration, Rate};

table! {
    /// Hours and fee of border control.
    struct BorderRow in "borders" keyed "crossing" {
        crossing: Option<CrossingId> = "crossing",
        from: Any<Country> = "from_country",
        to: Any<Country> = "to_country",
        mode: Any<Mode> = "mode",
        regime: Any<Regime> = "regime",
        product: Any<Product> = "product" or absent,
        consist: Any<Consist> = "consist" or absent,
        time: CitedTime = "hours",
        exit_mean: Option<Cited<Duration>> = "exit_mean_hours" or absent,
        entry_mean: Option<Cited<Duration>> = "entry_mean_hours" or absent,
        fee: Option<Cited<Rate>> = "fee",
        _money: Money,
        payee: Option<OperatorId> = "payee",
        validity: Validity,
        note: Note,
        provenance: Provenance,
    }
}

impl Load for BorderRow {
    fn add(self, loader: &mut Loader<'_>, _: Row<'_>) {
        let mut terms = BorderTerms::new(self.time);
        terms.crossing = self.crossing;
        terms.from = self.from.0;
        terms.to = self.to.0;
        terms.mode = self.mode.0;
        terms.regime = self.regime.0;
        (terms.product, terms.consist) = (self.product.0, self.consist.0);
        terms.exit_mean = self.exit_mean;
        terms.entry_mean = self.entry_mean;
        terms.fee = self.fee.unwrap_or_else(|| Rate::ZERO.into());
        terms.payee = self.payee;
        terms.validity = self.validity;
        terms.note = self.note.0;
        terms.provenance = self.provenance;
        loader.builder.border(terms);
    }
}

/// Whether what starts or ends in the country itself is meant too.
struct Trade(bool);

column_words! {
    Trade: "no" => Self(false), "yes" => Self(true);
}

table! {
    /// Goods that a country does not let pass.
    struct ClosureRow in "closures" keyed "country" {
        country: Country = "country",
        from: Any<Country> = "from_country",
        to: Any<Country> = "to_country",
        trade: Trade = "trade",
        validity: Validity,
        note: Note,
        provenance: Provenance,
    }
}

impl Load for ClosureRow {
    fn add(self, loader: &mut Loader<'_>, _: Row<'_>) {
        let mut closure = Closure::new(self.country);
        closure.from = self.from.0;
        closure.to = self.to.0;
        closure.trade = self.trade.0;
        closure.validity = self.validity;
        closure.note = self.note.0;
        closure.provenance = self.provenance;
        loader.builder.closure(closure);
    }
}
