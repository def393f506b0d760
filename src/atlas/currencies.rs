use super::fields::{At, Filled, Remark};
use super::figures::numbers;
use super::loader::Loader;
use super::sheet::Row;
use super::table::{Load, table};
use super::values::Year;
use crate::network::{Cited, ExchangeRate, FaultKind, Provenance};

numbers! {
    /// US dollars per unit of a currency.
    Usd, "USD", 1e-9 to 1e9: "`{}` is no exchange rate; give a positive number";
    /// A price index.
    PriceIndex, "index points", 1e-6 to 1e9: "`{}` is no index; give a positive number";
}

table! {
    /// What a currency was worth in a year.
    struct ExchangeRow in "currencies" defining "code" {
        currency: Filled = "code",
        usd: Cited<Usd> = "usd",
        year: Year = "year",
        provenance: Provenance,
        _note: Remark,
    }
}

impl Load for ExchangeRow {
    fn add(self, loader: &mut Loader<'_>, _: Row<'_>) {
        let (code, year, usd) = (self.currency.0, self.year.0, self.usd.map(|usd| usd.0));
        loader.money.exchange(&code, year, usd.value());
        let mut rate = ExchangeRate::new(code, year, usd);
        rate.provenance = self.provenance;
        loader.builder.exchange_rate(rate);
    }
}

table! {
    /// What prices were in a year.
    struct DeflatorRow in "deflators" defining "year" {
        year: At<Year> = "year",
        index: Cited<PriceIndex> = "index",
        provenance: Provenance,
        _note: Remark,
    }
}

impl Load for DeflatorRow {
    fn add(self, loader: &mut Loader<'_>, row: Row<'_>) {
        let (year, index) = (self.year.value.0, self.index.value().0);
        let origin = self.provenance.origin;
        if let Some(first) = loader.money.price_index(year, index, origin) {
            let kind = FaultKind::Duplicate {
                what: "price index",
                code: year.to_string(),
                first,
            };
            row.fault(self.year.at, kind);
        }
        loader.builder.price_index(year, index);
    }
}
