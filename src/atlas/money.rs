use rustc_hash::FxHashMap;

/// Turns published prices into US dollars of the price year: first by the year's exchange rate,
/// then by the US price index.
#[derive(Debug)]
pub(super) struct Converter {
    pub(super) price_year: i16,
    rates: FxHashMap<String, FxHashMap<i16, f64>>,
    index: FxHashMap<i16, f64>,
}

/// What is not known that a price needs.
pub(super) enum Unpriced {
    ExchangeRate,
    PriceIndex,
}

impl Converter {
    pub(super) fn new(price_year: i16) -> Self {
        Self {
            price_year,
            rates: FxHashMap::default(),
            index: FxHashMap::default(),
        }
    }

    pub(super) fn exchange(&mut self, currency: &str, year: i16, usd: f64) {
        let rates = self.rates.entry(currency.to_owned()).or_default();
        rates.insert(year, usd);
    }

    /// Sets a year's price index; false where it stands already.
    pub(super) fn price_index(&mut self, year: i16, index: f64) -> bool {
        self.index.insert(year, index).is_none()
    }

    /// USD of the price year per unit of a currency in a year.
    pub(super) fn factor(&self, currency: &str, year: i16) -> Result<f64, Unpriced> {
        let usd = if currency == "USD" {
            1.0
        } else {
            let rates = self.rates.get(currency);
            let usd = rates.and_then(|rates| rates.get(&year));
            *usd.ok_or(Unpriced::ExchangeRate)?
        };
        if year == self.price_year {
            return Ok(usd);
        }
        match (self.index.get(&self.price_year), self.index.get(&year)) {
            (Some(now), Some(then)) => Ok(usd * now / then),
            _ => Err(Unpriced::PriceIndex),
        }
    }
}
