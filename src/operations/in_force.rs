//! Which rows of figures hold on a day: those that are valid, and where none that says the same is, the
//! nearest.

use std::hash::Hash;

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use crate::network::{Component, Tariff, TariffId, Validity};

/// How far a row is from a day: days, and whether it begins after the day. The least is the nearest, the
/// earlier of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Apart(u32, bool);

impl Apart {
    pub(crate) fn of(validity: Validity, day: Date) -> Self {
        let days = |first: Date, second: Date| {
            let hours = first.duration_until(second).as_hours();
            u32::try_from(hours / 24).unwrap_or(u32::MAX)
        };
        match (validity.from(), validity.to()) {
            (Some(from), _) if day < from => Self(days(day, from), true),
            (_, Some(to)) if to < day => Self(days(to, day), false),
            _ => Self(0, false),
        }
    }
}

/// Which rows of a table hold on a day.
#[derive(Clone, Debug)]
pub(crate) struct InForce {
    day: Date,
    /// Those that are not valid on it, in order.
    nearest: Vec<usize>,
}

impl InForce {
    /// Rows with one key say the same of other days.
    pub(crate) fn of<K: Eq + Hash>(
        day: Date,
        rows: impl Iterator<Item = (usize, Validity)>,
        key: impl Fn(usize) -> K,
    ) -> Self {
        let rows: Vec<(usize, Validity)> = rows.collect();
        if rows.iter().all(|(_, dates)| dates.contains(day)) {
            let nearest = Vec::new();
            return Self { day, nearest };
        }
        let mut least: FxHashMap<K, Apart> = FxHashMap::default();
        for (row, dates) in &rows {
            let apart = Apart::of(*dates, day);
            let known = least.entry(key(*row)).or_insert(apart);
            *known = apart.min(*known);
        }
        let outside = rows.iter().filter(|(_, dates)| !dates.contains(day));
        let nearest =
            outside.filter(|(row, dates)| least.get(&key(*row)) == Some(&Apart::of(*dates, day)));
        let nearest = nearest.map(|(row, _)| *row).collect();
        Self { day, nearest }
    }

    pub(crate) fn holds(&self, row: usize, dates: Validity) -> bool {
        dates.contains(self.day) || self.nearest.binary_search(&row).is_ok()
    }
}

/// Of tariffs of any days for one line, or for trucks that stand in one country, those that hold on a day,
/// in the order given. A tariff of another day holds unless a nearer one asks for the same: haulage of the
/// same product, unit, mass and distance by whomever, beside access and tolls whatever is asked.
pub(crate) fn tariffs<'n>(rows: &mut Vec<(TariffId, &'n Tariff)>, day: Date) {
    if rows.iter().all(|(_, row)| row.validity.contains(day)) {
        return;
    }
    let apart = |row: &Tariff| Apart::of(row.validity, day);
    let mut by_days = rows.clone();
    by_days.sort_by_key(|(_, row)| apart(row));
    let mut kept: Vec<(Apart, TariffId, &'n Tariff)> = Vec::with_capacity(rows.len());
    for (id, row) in by_days {
        let days = apart(row);
        let replaced = kept.iter().any(|(nearer, _, other)| {
            let same = row.component != Component::Haulage || other.component == Component::Haulage;
            *nearer < days && same && meet(row, other)
        });
        if !replaced {
            kept.push((days, id, row));
        }
    }
    rows.retain(|(id, _)| kept.iter().any(|(_, known, _)| known == id));
}

/// Whether one shipment could pay both over one distance.
fn meet(a: &Tariff, b: &Tariff) -> bool {
    fn alike<T: Copy + PartialEq>(a: Option<T>, b: Option<T>) -> bool {
        a.is_none() || b.is_none() || a == b
    }
    fn below<T: Copy + PartialOrd>(from: Option<T>, to: Option<T>) -> bool {
        from.zip(to).is_none_or(|(from, to)| from < to)
    }
    a.product == b.product
        && alike(a.unit, b.unit)
        && alike(a.loaded, b.loaded)
        && alike(a.consist, b.consist)
        && alike(a.bound, b.bound)
        && below(a.mass_from, b.mass_to)
        && below(b.mass_from, a.mass_to)
        && below(a.band_from, b.band_to)
        && below(b.band_from, a.band_to)
}
