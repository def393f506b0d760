use std::cell::OnceCell;
use std::fmt::Display;
use std::rc::Rc;
use std::str::FromStr;

use super::citation::Citation;
use super::loader::Loader;
use super::money::Unpriced;
use super::schema::CellKind;
use super::sheet::{Row, Sheet};
use crate::network::{FaultKind, Missing, Provenance};

/// The columns of a table that other cells of a row are read by.
#[derive(Clone, Copy)]
pub(super) struct Layout {
    sources: Option<usize>,
    currency: Option<usize>,
    price_year: Option<usize>,
}

impl Layout {
    pub(super) fn of(sheet: &Sheet<'_>) -> Self {
        Self {
            sources: sheet.column_of(CellKind::Sources),
            currency: sheet.column_of(CellKind::Currency),
            price_year: sheet.column_of(CellKind::PriceYear),
        }
    }

    /// The same for a file whose sources are defined elsewhere.
    pub(super) fn without_sources(self) -> Self {
        let sources = None;
        Self { sources, ..self }
    }
}

/// A row that is being read.
pub(super) struct Reading<'a> {
    pub(super) row: Row<'a>,
    pub(super) loader: &'a Loader<'a>,
    layout: Layout,
    pub(super) citation: Rc<Citation>,
    price_year: OnceCell<Option<Option<i16>>>,
    factor: OnceCell<Option<f64>>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(row: Row<'a>, loader: &'a Loader<'a>, layout: Layout) -> Self {
        let citation = layout.sources.map(|at| citation(row, at, loader));
        Self {
            row,
            loader,
            layout,
            citation: citation.unwrap_or_default(),
            price_year: OnceCell::new(),
            factor: OnceCell::new(),
        }
    }

    pub(super) fn cell(&'a self, at: usize) -> Cell<'a> {
        Cell { reading: self, at }
    }

    /// The year of the row's prices, if it names one; the outer option is empty when it is bad.
    pub(super) fn price_year(&self) -> Option<Option<i16>> {
        *self.price_year.get_or_init(|| {
            let Some(at) = self.layout.price_year.filter(|at| self.row.has(*at)) else {
                return Some(None);
            };
            whole(self.row, at, self.row.text(at), 1900, 2200).map(Some)
        })
    }

    /// The currency of the row's amounts.
    pub(super) fn currency(&self) -> &'a str {
        let currency = self.layout.currency.map_or("", |at| self.row.text(at));
        if currency.is_empty() { "USD" } else { currency }
    }

    /// USD of the price year per unit of the row's currency in its year.
    pub(super) fn factor(&self) -> Option<f64> {
        *self.factor.get_or_init(|| {
            let (row, money) = (self.row, &self.loader.money);
            let (currency, to) = (self.currency(), money.price_year);
            let year = self.price_year()?.unwrap_or(to);
            let refused = |code: &str| row.may_be_refused(code);
            match money.factor(currency, year) {
                Ok(factor) => return Some(factor),
                Err(Unpriced::ExchangeRate) if refused(currency) => row.refuse(),
                Err(Unpriced::ExchangeRate) => {
                    let currency = currency.to_owned();
                    let at = self.layout.currency.unwrap_or_default();
                    row.fault(at, FaultKind::NoExchangeRate { currency, year });
                }
                Err(Unpriced::PriceIndex)
                    if refused(&year.to_string()) || refused(&to.to_string()) =>
                {
                    row.refuse();
                }
                Err(Unpriced::PriceIndex) => {
                    let reason =
                        format!("no price index for {year} or {to}; add it to deflators.csv");
                    row.bad(self.layout.price_year.unwrap_or_default(), reason);
                }
            }
            None
        })
    }
}

/// One cell of a row that is being read.
#[derive(Clone, Copy)]
pub(super) struct Cell<'a> {
    pub(super) reading: &'a Reading<'a>,
    pub(super) at: usize,
}

impl Cell<'_> {
    pub(super) fn bad(self, reason: impl Display) {
        self.reading.row.bad(self.at, reason);
    }

    /// What a text stands for, or a fault with the reason why it stands for nothing.
    pub(super) fn parsed<T: FromStr<Err: Display>>(self, text: &str) -> Option<T> {
        text.parse().map_err(|error| self.bad(error)).ok()
    }

    /// The text as a whole number from `least` to `most`.
    pub(super) fn whole<T: TryFrom<i64>>(self, text: &str, least: i64, most: i64) -> Option<T> {
        whole(self.reading.row, self.at, text, least, most)
    }

    /// What a code stands for, or a fault that names the nearest code.
    pub(super) fn found<T>(
        self,
        what: &'static str,
        code: &str,
        found: Result<T, Missing>,
    ) -> Option<T> {
        let Reading { row, loader, .. } = self.reading;
        let miss = |missing| unknown(loader, *row, self.at, what, code, missing);
        found.map_err(miss).ok()
    }
}

fn whole<T: TryFrom<i64>>(row: Row<'_>, at: usize, text: &str, least: i64, most: i64) -> Option<T> {
    let number = text.parse::<i64>().ok();
    let number = number.filter(|number| (least..=most).contains(number));
    let found = number.and_then(|number| T::try_from(number).ok());
    if found.is_none() {
        let reason = format!("`{text}` is not a whole number from {least} to {most}; give one");
        row.bad(at, reason);
    }
    found
}

/// Reports a reference to a record that is not there.
pub(super) fn unknown(
    loader: &Loader<'_>,
    row: Row<'_>,
    at: usize,
    what: &'static str,
    code: &str,
    missing: Missing,
) {
    if row.may_be_refused(code) {
        row.refuse();
        return;
    }
    let suggested = row.may_suggest();
    let nearest = suggested.then(|| missing.nearest(&loader.builder, code));
    let kind = FaultKind::Unknown {
        what,
        code: code.to_owned(),
        nearest: nearest.flatten(),
    };
    row.fault(at, kind);
}

/// Reads the `source` cell; a row without one is a fault.
fn citation(row: Row<'_>, at: usize, loader: &Loader<'_>) -> Rc<Citation> {
    let cell = row.text(at);
    if let Some(known) = loader.citations.known(cell) {
        return known;
    }
    let mut provenance = Provenance::default();
    let mut sound = true;
    if cell.is_empty() {
        sound = false;
        row.fault(at, FaultKind::NoSource);
    }
    let (count, most) = (row.parts(at).count(), loader.most_sources());
    if count > most {
        let reason = format!(
            "the cell cites {count} sources; cite at most {most}, or raise `TableLimits::sources`"
        );
        row.bad(at, reason);
        return Rc::default();
    }
    let (mut whole_row, mut columns) = (Vec::new(), Vec::<(&'static str, Vec<_>)>::new());
    for entry in row.parts(at) {
        let (column, id) = match entry.split_once('=') {
            Some((column, id)) => (Some(column.trim()), id.trim()),
            None => (None, entry),
        };
        let known = column.map(|name| row.column(name));
        if let (Some(name), Some(None)) = (column, known) {
            sound = false;
            row.bad(
                at,
                format!("`{name}` is no column of this table; correct the name"),
            );
        }
        match loader.builder.find_source(id) {
            Ok(source) => {
                provenance.cite_known(known.flatten(), source);
                let Some(column) = known.flatten() else {
                    whole_row.push(source);
                    continue;
                };
                match columns.iter_mut().find(|(name, _)| *name == column) {
                    Some((_, sources)) => sources.push(source),
                    None => columns.push((column, vec![source])),
                }
            }
            Err(missing) => {
                sound = false;
                unknown(loader, row, at, "source", id, missing);
            }
        }
    }
    let list = |sources| loader.citations.list(sources);
    let columns = columns.into_iter();
    let citation = Rc::new(Citation {
        provenance,
        whole_row: list(whole_row),
        columns: columns
            .map(|(name, sources)| (name, list(sources)))
            .collect(),
    });
    if sound {
        loader.citations.keep(cell, &citation);
    }
    citation
}
