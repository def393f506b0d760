//! Figures of a year, and emission factors, that are said twice.

use rustc_hash::FxHashMap;

use super::{EmissionSubject, Fault, FaultKind, Origin, Records};

pub(super) fn check(records: &Records, faults: &mut Vec<Fault>) {
    rates(records, faults);
    indexes(records, faults);
    factors(records, faults);
}

/// Two exchange rates of one currency and year.
fn rates(records: &Records, faults: &mut Vec<Fault>) {
    let mut seen: FxHashMap<(&str, i16), &Origin> = FxHashMap::default();
    for row in &records.exchange_rates {
        let key = (row.currency.as_str(), row.year);
        if let Some(first) = seen.get(&key) {
            let kind = FaultKind::Duplicate {
                what: "exchange rate",
                code: format!("{} in {}", row.currency, row.year),
                first: (*first).clone(),
            };
            let here = row.provenance.origin.clone();
            faults.push(Fault::new(here, Some("currency"), kind));
        } else {
            seen.insert(key, &row.provenance.origin);
        }
    }
}

/// Two price indexes of one year.
fn indexes(records: &Records, faults: &mut Vec<Fault>) {
    let mut seen: FxHashMap<i16, &Origin> = FxHashMap::default();
    for row in &records.price_indexes {
        let here = &row.provenance.origin;
        let first = *seen.entry(row.year).or_insert(here);
        if !std::ptr::eq(first, here) {
            let kind = FaultKind::Duplicate {
                what: "price index",
                code: row.year.to_string(),
                first: first.clone(),
            };
            faults.push(Fault::new(here.clone(), Some("year"), kind));
        }
    }
}

/// Two emission factors of the same thing.
fn factors(records: &Records, faults: &mut Vec<Fault>) {
    let mut seen = FxHashMap::default();
    for row in &records.emissions {
        let key = (row.subject, row.country, row.product, &row.family);
        let here = &row.provenance.origin;
        let Some(first) = seen.get(&key).copied() else {
            seen.insert(key, here);
            continue;
        };
        let first: &Origin = first;
        let subject = match row.subject {
            EmissionSubject::Mode(mode) => mode.to_string(),
            EmissionSubject::Service(kind) => kind.to_string(),
            EmissionSubject::Handling => "handling".to_owned(),
        };
        let product = row.product.map(|product| product.to_string());
        let of = any(product.or_else(|| row.family.clone()));
        let kind = FaultKind::Duplicate {
            what: "emission factor",
            code: format!("{subject} of {of} in {}", any(row.country)),
            first: first.clone(),
        };
        faults.push(Fault::new(here.clone(), Some("subject"), kind));
    }
}

fn any<T: ToString>(named: Option<T>) -> String {
    named.map_or_else(|| "any".to_owned(), |named| named.to_string())
}
