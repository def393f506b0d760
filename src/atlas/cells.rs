//! Cells that are numbers with a unit, spans of time or days.

use jiff::civil::Date;

use super::sheet::Row;
use crate::network::{Validity, day};
use crate::quantity::{Distance, Duration, Mass, TravelTime};

impl Row<'_> {
    /// The cell as a decimal number.
    pub(super) fn number(&self, column: &str) -> Option<f64> {
        let text = self.required(column)?;
        match text.parse::<f64>() {
            Ok(number) if number.is_finite() => Some(number),
            _ => {
                self.bad(
                    column,
                    format!("`{text}` is not a finite number; give a decimal such as `12.5`"),
                );
                None
            }
        }
    }

    fn amount<T>(
        &self,
        column: &str,
        make: impl Fn(f64) -> Result<T, crate::quantity::QuantityError>,
    ) -> Option<T> {
        let number = self.number(column)?;
        make(number).map_err(|error| self.bad(column, error)).ok()
    }

    pub(super) fn km(&self, column: &str) -> Option<Distance> {
        self.amount(column, Distance::from_km)
    }

    pub(super) fn optional_km(&self, column: &str) -> Option<Option<Distance>> {
        if self.has(column) {
            self.km(column).map(Some)
        } else {
            Some(None)
        }
    }

    /// The columns `mass_from_t` and `mass_to_t`.
    pub(super) fn masses(&self) -> Option<[Option<Mass>; 2]> {
        let columns = ["mass_from_t", "mass_to_t"];
        self.bounds(columns, columns.map(|column| self.optional_tonnes(column)))
    }

    fn optional_tonnes(&self, column: &str) -> Option<Option<Mass>> {
        if self.has(column) {
            self.amount(column, Mass::from_tonnes).map(Some)
        } else {
            Some(None)
        }
    }

    /// Median and 90th percentile from two columns of hours; without the second, no spread.
    pub(super) fn hours(&self, median: &str, p90: &str) -> Option<TravelTime> {
        let middle = self.amount(median, Duration::from_hours)?;
        let high = if self.has(p90) {
            self.amount(p90, Duration::from_hours)?
        } else {
            middle
        };
        if high < middle {
            self.bad(
                p90,
                format!(
                    "`{}` lies below the median `{}`; swap or correct them",
                    self.text(p90),
                    self.text(median)
                ),
            );
            return None;
        }
        Some(TravelTime::new(middle, high))
    }

    pub(super) fn optional_hours(&self, median: &str, p90: &str) -> Option<Option<TravelTime>> {
        if self.has(median) {
            self.hours(median, p90).map(Some)
        } else {
            Some(None)
        }
    }

    /// A span of hours without a spread.
    pub(super) fn optional_duration(&self, column: &str) -> Option<Option<Duration>> {
        if !self.has(column) {
            return Some(None);
        }
        match Duration::from_hours(self.number(column)?) {
            Ok(span) => Some(Some(span)),
            Err(error) => {
                self.bad(column, error.to_string());
                None
            }
        }
    }

    fn date(&self, column: &str) -> Option<Option<Date>> {
        let text = self.text(column);
        if text.is_empty() {
            return Some(None);
        }
        let date = day(text).map_err(|reason| self.bad(column, reason));
        date.ok().map(Some)
    }

    /// The columns `valid_from` and `valid_to`.
    pub(super) fn validity(&self) -> Option<Validity> {
        let (from, to) = (self.date("valid_from"), self.date("valid_to"));
        Validity::new(from?, to?)
            .map_err(|error| self.bad("valid_to", error))
            .ok()
    }
}
