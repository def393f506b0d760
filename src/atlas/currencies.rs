use super::loader::Loader;
use super::money::year;
use crate::network::{Cited, ExchangeRate, FaultKind};

impl Loader<'_> {
    pub(super) fn currencies(&mut self) {
        for sheet in self.sheets(
            "currencies",
            "code",
            &["code", "usd", "year", "source", "?note"],
        ) {
            for row in sheet.rows() {
                let provenance = self.provenance(row);
                let (code, usd) = (row.required("code"), row.number("usd"));
                let year = year(row, "year");
                let (Some(code), Some(usd), Some(year)) = (code, usd, year) else {
                    continue;
                };
                if usd <= 0.0 {
                    let reason = format!("`{usd}` is no exchange rate; give a positive number");
                    row.fault("usd", FaultKind::BadValue { reason });
                    continue;
                }
                self.money.exchange(code, year, usd);
                let mut rate =
                    ExchangeRate::new(code, year, Cited::from(usd).by(provenance.of("usd")));
                rate.provenance = provenance;
                self.builder.exchange_rate(rate);
            }
        }
        for sheet in self.sheets("deflators", "year", &["year", "index", "source", "?note"]) {
            for row in sheet.rows() {
                self.provenance(row);
                if let (Some(year), Some(index)) = (year(row, "year"), row.number("index")) {
                    if index > 0.0 {
                        if let Some(first) = self.money.price_index(year, index, row.origin()) {
                            let kind = FaultKind::Duplicate {
                                what: "price index",
                                code: year.to_string(),
                                first,
                            };
                            row.fault("year", kind);
                        }
                        self.builder.price_index(year, index);
                    } else {
                        let reason = format!("`{index}` is no index; give a positive number");
                        row.fault("index", FaultKind::BadValue { reason });
                    }
                }
            }
        }
    }
}
