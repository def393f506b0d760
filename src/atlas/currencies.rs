use super::fields::{Filled, Remark};
use super::figures::numbers;
use super::loader::Loader;
use super::sheet::Row;
use super::table::{Load, table};
use super::values::Year;
use crate::network::{Cited, ExchangeRate, PriceIndex, Provenance};

numbers! {
    /// US dollars per unit of a currency.
    Usd, "USD", 1e-9 to 1e9: "`{}` is no exchange rate; give a positive number";
    /// A price index.
    IndexPoints, "index points", 1e-6 to 1e9: "`{}` is no index; give a positive number";
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
        year: Year = "year",
        index: Cited<IndexPoints> = "index",
        provenance: Provenance,
        _note: Remark,
    }
}

impl Load for DeflatorRow {
    fn add(self, loader: &mut Loader<'_>, row: Row<'_>) {
        let (year, index) = (self.year.0, self.index.map(|index| index.0));
        if !loader.money.price_index(year, index.value()) {
            // The network tells of it; prices of the year before its correction are no faults.
            row.refuse();
        }
        let mut record = PriceIndex::new(year, index);
        record.provenance = self.provenance;
        loader.builder.price_index(record);
    }
}
