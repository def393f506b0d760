//! Figures: values with a range and sources.

use std::fmt::Display;

use super::fields::{Field, Value, column, missing};
use super::reading::Reading;
use super::schema::{ColumnSchema, Names};
use crate::network::{Cited, CitedTime, OutOfRange};
use crate::quantity::{Distance, Duration, Rate, Share};

/// A value that a figure can have.
pub(super) trait Measure: Value + Copy + PartialOrd + Display {
    /// So many thousandths of it, within what a figure may be.
    fn times(self, per_mille: u32, up: bool) -> Self;

    /// The year that the row names for it.
    fn year(_: &Reading<'_>) -> Option<i16> {
        None
    }
}

/// So many thousandths of a number of whole units, rounded up or down.
pub(super) fn thousandths(units: u64, per_mille: u32, up: bool) -> u64 {
    let product = u128::from(units) * u128::from(per_mille);
    let units = if up {
        product.div_ceil(1_000)
    } else {
        product / 1_000
    };
    u64::try_from(units).unwrap_or(u64::MAX)
}

fn thousandths_u32(units: u64, per_mille: u32, up: bool) -> u32 {
    u32::try_from(thousandths(units, per_mille, up)).unwrap_or(u32::MAX)
}

impl Measure for Distance {
    fn times(self, per_mille: u32, up: bool) -> Self {
        Self::from_metres(thousandths_u32(self.as_metres(), per_mille, up))
    }
}

impl Measure for Duration {
    fn times(self, per_mille: u32, up: bool) -> Self {
        Self::from_minutes(thousandths_u32(self.as_minutes(), per_mille, up))
    }
}

impl Measure for Rate {
    fn times(self, per_mille: u32, up: bool) -> Self {
        Self::of_millionths(thousandths(self.as_millionths(), per_mille, up))
    }

    fn year(reading: &Reading<'_>) -> Option<i16> {
        reading.price_year().flatten()
    }
}

impl Measure for Share {
    fn times(self, per_mille: u32, up: bool) -> Self {
        let millionths = u64::from(self.as_millionths());
        // Millionths are rounded down already.
        let inexact = Self::from_millionths(self.as_millionths()).is_ok_and(|down| down < self);
        let millionths = millionths + u64::from(up && inexact);
        let scaled = thousandths(millionths, per_mille, up).min(1_000_000);
        Self::from_millionths(scaled as u32).unwrap_or(Self::WHOLE)
    }
}

/// Numbers that only one column of tables has: the type, its unit, bounds and a reader.
macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident, $unit:literal, $least:literal to $most:literal: $reason:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, PartialOrd)]
        pub(super) struct $name(pub(super) f64);

        impl $crate::atlas::fields::Value for $name {
            const KIND: $crate::atlas::schema::CellKind =
                $crate::atlas::schema::CellKind::between($least, $most);
            const UNIT: Option<&'static str> = Some($unit);
            fn parse(text: &str, cell: $crate::atlas::reading::Cell<'_>) -> Option<Self> {
                let number = f64::parse(text, cell)?;
                let sound = ($least..=$most).contains(&number);
                if !sound {
                    cell.bad(format!($reason, number));
                }
                sound.then_some(Self(number))
            }
        }

        impl $crate::atlas::figures::Measure for $name {
            fn times(self, per_mille: u32, _: bool) -> Self {
                Self((self.0 * f64::from(per_mille) / 1e3).clamp($least, $most))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

pub(super) use numbers;

/// Numbers that are kept as whole units.
macro_rules! units {
    ($($(#[$doc:meta])* $name:ident($inner:ty), $unit:literal, $kind:expr, $parse:expr;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, PartialOrd)]
        pub(super) struct $name(pub(super) $inner);

        impl $crate::atlas::fields::Value for $name {
            const KIND: $crate::atlas::schema::CellKind = $kind;
            const UNIT: Option<&'static str> = Some($unit);
            fn parse(text: &str, cell: $crate::atlas::reading::Cell<'_>) -> Option<Self> {
                let units: Option<$inner> = $parse(text, cell);
                units.map(Self)
            }
        }

        impl $crate::atlas::figures::Measure for $name {
            fn times(self, per_mille: u32, up: bool) -> Self {
                let units = $crate::atlas::figures::thousandths(self.0.into(), per_mille, up);
                Self(units.try_into().unwrap_or(<$inner>::MAX))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }
    )+};
}

pub(super) use units;

/// The figure in column `at` with its range in the two columns after it; nothing where the cell is
/// empty.
fn figure<T: Measure>(reading: &Reading<'_>, at: usize) -> Option<Option<Cited<T>>> {
    let row = reading.row;
    let value = Option::<T>::read(reading, at);
    let [low, high] = [at + 1, at + 2];
    let given = [low, high].map(|end| row.has(end));
    if given == [false, false] {
        return Some(value?.map(|value| cited(reading, at, value)));
    }
    let [lower, higher] = [low, high].map(|end| Option::<T>::read(reading, end));
    for (end, other) in [(low, high), (high, low)] {
        if !row.has(end) {
            let (column, text) = (row.name(other), row.text(other));
            row.bad(
                end,
                format!("`{column}` is `{text}`, but the other end of the range is missing; fill the cell, or empty both"),
            );
        }
    }
    let (value, lower, higher) = (value?, lower?, higher?);
    let Some(value) = value else {
        missing(reading, at);
        return None;
    };
    let figure = exact(reading, at, value).within(lower?, higher?);
    let figure = figure.map_err(|_| {
        let [value, low, high] = [at, low, high].map(|at| row.text(at).to_owned());
        row.bad(at, OutOfRange { value, low, high });
    });
    figure.ok().map(Some)
}

/// A figure without a range.
fn exact<T: Measure>(reading: &Reading<'_>, at: usize, value: T) -> Cited<T> {
    let sources = reading.citation.of(reading.row.name(at));
    let figure = Cited::from(value).by_list(sources.clone());
    match T::year(reading) {
        Some(year) => figure.of_year(year),
        None => figure,
    }
}

/// A figure with the range of its sources.
fn cited<T: Measure>(reading: &Reading<'_>, at: usize, value: T) -> Cited<T> {
    let figure = exact(reading, at, value);
    let column = reading.row.name(at);
    let sources = reading.citation.of(column);
    let Some([low, high]) = reading.loader.ranges.widest(sources, column) else {
        return figure;
    };
    let ranged = figure
        .clone()
        .within(value.times(low, false), value.times(high, true));
    ranged.unwrap_or(figure)
}

/// Adds a figure's column and those of its range.
fn describe<T: Measure>(names: Names, filled: bool, columns: &mut Vec<ColumnSchema>) {
    let figure = ColumnSchema {
        figure: true,
        filled,
        ..column::<T>(names)
    };
    columns.push(figure);
    for name in [names.low, names.high] {
        let (filled, optional) = (false, true);
        let end = Names {
            name,
            optional,
            ..names
        };
        columns.push(ColumnSchema {
            filled,
            ..column::<T>(end)
        });
    }
}

/// A figure whose cell must not be empty.
impl<T: Measure> Field for Cited<T> {
    const WIDTH: usize = 3;

    fn describe(names: Names, columns: &mut Vec<ColumnSchema>) {
        describe::<T>(names, true, columns);
    }

    fn read(reading: &Reading<'_>, at: usize) -> Option<Self> {
        let found = figure(reading, at)?;
        if found.is_none() {
            missing(reading, at);
        }
        found
    }
}

impl<T: Measure> Field for Option<Cited<T>> {
    const WIDTH: usize = 3;

    fn describe(names: Names, columns: &mut Vec<ColumnSchema>) {
        describe::<T>(names, false, columns);
    }

    fn read(reading: &Reading<'_>, at: usize) -> Option<Self> {
        figure(reading, at)
    }
}

/// Median and 90th percentile from two columns of hours; without the second, no spread.
impl Field for Option<CitedTime> {
    const WIDTH: usize = 6;

    fn describe(names: Names, columns: &mut Vec<ColumnSchema>) {
        describe::<Duration>(names, false, columns);
        let p90 = Names {
            name: names.p90,
            low: names.p90_low,
            high: names.p90_high,
            ..names
        };
        describe::<Duration>(p90, false, columns);
    }

    fn read(reading: &Reading<'_>, at: usize) -> Option<Self> {
        let row = reading.row;
        let (median, p90) = (at, at + 3);
        let (middle, high) = (
            figure::<Duration>(reading, median),
            figure::<Duration>(reading, p90),
        );
        let (middle, high) = (middle?, high?);
        let Some(middle) = middle else {
            if high.is_none() {
                return Some(None);
            }
            missing(reading, median);
            return None;
        };
        let high = high.unwrap_or_else(|| middle.clone());
        if high.value() < middle.value() {
            let [high, middle] = [p90, median].map(|at| row.text(at));
            row.bad(
                p90,
                format!("`{high}` lies below the median `{middle}`; swap or correct them"),
            );
            return None;
        }
        Some(Some(CitedTime::new(middle, high)))
    }
}

/// As the optional one; the median's cell must not be empty.
impl Field for CitedTime {
    const WIDTH: usize = 6;

    fn describe(names: Names, columns: &mut Vec<ColumnSchema>) {
        let at = columns.len();
        Option::<Self>::describe(names, columns);
        if let Some(median) = columns.get_mut(at) {
            median.filled = true;
        }
    }

    fn read(reading: &Reading<'_>, at: usize) -> Option<Self> {
        let found = Option::<Self>::read(reading, at)?;
        if found.is_none() {
            missing(reading, at);
        }
        found
    }
}
