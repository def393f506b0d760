use std::collections::HashMap;

use super::sheet::Row;
use crate::network::{FaultKind, Origin};

/// Turns published prices into US dollars of the price year: first by the year's exchange rate,
/// then by the US price index.
#[derive(Debug)]
pub(super) struct Converter {
    price_year: i16,
    rates: HashMap<(String, i16), f64>,
    index: HashMap<i16, (f64, Origin)>,
}

pub(super) fn year(row: Row<'_>, column: &str) -> Option<i16> {
    row.whole(column, 1900, 2200)
}

impl Converter {
    pub(super) fn new(price_year: i16) -> Self {
        Self {
            price_year,
            rates: HashMap::new(),
            index: HashMap::new(),
        }
    }

    pub(super) fn exchange(&mut self, currency: &str, year: i16, usd: f64) {
        self.rates.insert((currency.to_owned(), year), usd);
    }

    /// Sets a year's price index; an earlier one is named by its row.
    pub(super) fn price_index(&mut self, year: i16, index: f64, origin: Origin) -> Option<Origin> {
        let first = self.index.insert(year, (index, origin));
        first.map(|(_, origin)| origin)
    }

    /// USD of the price year per unit of the row's `currency` in its `price_year`.
    pub(super) fn factor(&self, row: Row<'_>) -> Option<f64> {
        let currency = if row.has("currency") {
            row.text("currency")
        } else {
            "USD"
        };
        let year = if row.has("price_year") {
            year(row, "price_year")?
        } else {
            self.price_year
        };
        let usd = if currency == "USD" {
            1.0
        } else if let Some(usd) = self.rates.get(&(currency.to_owned(), year)) {
            *usd
        } else if row.may_be_refused(currency) {
            row.refuse();
            return None;
        } else {
            let kind = FaultKind::NoExchangeRate {
                currency: currency.to_owned(),
                year,
            };
            row.fault("currency", kind);
            return None;
        };
        if year == self.price_year {
            return Some(usd);
        }
        match (self.index.get(&self.price_year), self.index.get(&year)) {
            (Some((now, _)), Some((then, _))) => Some(usd * now / then),
            _ if row.may_be_refused(&year.to_string())
                || row.may_be_refused(&self.price_year.to_string()) =>
            {
                row.refuse();
                None
            }
            _ => {
                let reason = format!(
                    "no price index for {year} or {}; add it to deflators.csv",
                    self.price_year
                );
                row.fault("price_year", FaultKind::BadValue { reason });
                None
            }
        }
    }
}
