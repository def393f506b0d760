//! Which rows of figures count on the day: those that are valid, else the nearest that say the same, of two
//! as far the earlier. What exists on a day (operators, services, through rates) counts on that day alone.

use jiff::civil::Date;

use super::records::Records;
use crate::code::Country;
use crate::network::{
    BorderTerms, Component, Conveyance, Departure, Fee, Handling, HandlingKind, OperatorId,
    PlaceId, Speed, Tariff, TariffId, Validity,
};
use crate::quantity::{Distance, Mass};

/// Days from a day to the nearest one on which a row is valid: none, so many back, or so many on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Way {
    days: i64,
    on: bool,
}

fn way(dates: Validity, day: Date) -> Way {
    if dates.contains(day) {
        return Way { days: 0, on: false };
    }
    let not_before = dates.from().map_or(day, |first| day.max(first));
    let nearest = dates.to().map_or(not_before, |last| not_before.min(last));
    let hours = day.duration_until(nearest).as_hours();
    Way {
        days: (hours / 24).abs(),
        on: hours > 0,
    }
}

impl<'w> Records<'w> {
    fn way_to(&self, dates: Validity) -> Way {
        way(dates, self.world.day())
    }

    /// Whether a row counts beside others that say the same.
    fn is_nearest(&self, dates: Validity, mut others: impl Iterator<Item = Validity>) -> bool {
        let own = self.way_to(dates);
        own.days == 0 || others.all(|other| own <= self.way_to(other))
    }

    /// Whether an operator exists on the day; what it sells or runs is not to be had otherwise.
    pub(super) fn exists(&self, operator: Option<OperatorId>) -> bool {
        let Some(operator) = operator else {
            return true;
        };
        let record = self.network.operator(operator);
        record.is_some_and(|record| record.validity.contains(self.world.day()))
    }

    pub(super) fn handling_counts(&self, row: &Handling) -> bool {
        let at = row.place;
        let same = |other: &&Handling| {
            (&other.from, &other.to) == (&row.from, &row.to)
                && (at.is_some() || other.country == row.country)
                && self.exists(other.operator)
        };
        let others = self.network.handling_at(row.kind, at);
        let others = others.map(|(_, other)| other).filter(same);
        self.exists(row.operator)
            && self.is_nearest(row.validity, others.map(|other| other.validity))
    }

    /// Whether whoever handles goods of this kind there has ceased, and nobody else does.
    pub(super) fn handler_ceased(
        &self,
        kind: HandlingKind,
        place: PlaceId,
        country: Country,
        [before, after]: [Conveyance; 2],
    ) -> bool {
        let own = self.network.handling_at(kind, Some(place));
        let general = self.network.handling_at(kind, None).filter(|(_, row)| {
            let of = row.country;
            of.is_none_or(|only| only == country)
        });
        let mut fitting = own.chain(general).filter(|(_, row)| {
            let (from, to) = (row.from.as_deref(), row.to.as_deref());
            from.is_none_or(|only| only == before.family())
                && to.is_none_or(|only| only == after.family())
        });
        let none = self
            .handling_record(kind, place, country, [before, after])
            .is_none();
        none && fitting.any(|(_, row)| !self.exists(row.operator))
    }

    pub(super) fn border_counts(&self, row: &BorderTerms, left: Country) -> bool {
        let others = self.network.borders_from(row.crossing, left);
        let others = others.map(|(_, other)| other).filter(|other| {
            (other.crossing, other.from, other.to) == (row.crossing, row.from, row.to)
                && (other.mode, other.regime) == (row.mode, row.regime)
                && (other.product, other.consist) == (row.product, row.consist)
        });
        self.is_nearest(row.validity, others.map(|other| other.validity))
    }

    pub(super) fn departure_counts(&self, row: &Departure) -> bool {
        let others = self.network.departures().iter().filter(|other| {
            other.place == row.place
                && (row.place.is_some() || other.country == row.country)
                && (other.product, other.consist) == (row.product, row.consist)
        });
        self.is_nearest(row.validity, others.map(|other| other.validity))
    }

    pub(super) fn speed_counts(&self, row: &Speed) -> bool {
        let others = self.network.speeds().iter().filter(|other| {
            (other.line, other.country) == (row.line, row.country)
                && (other.mode, other.product) == (row.mode, row.product)
                && other.bound == row.bound
        });
        self.is_nearest(row.validity, others.map(|other| other.validity))
    }

    /// Of fees that are asked of the shipment's trucks.
    pub(super) fn fee_counts(&self, row: &Fee, asked: &[(usize, &Fee)]) -> bool {
        let others = asked.iter().map(|(_, other)| other).filter(|other| {
            (other.country, other.mode) == (row.country, row.mode)
                && (other.trigger, other.plate) == (row.trigger, row.plate)
        });
        self.is_nearest(row.validity, others.map(|other| other.validity))
    }

    /// Tariffs from the nearest to the farthest, each unless a nearer one is asked for the same; haulage
    /// is asked beside access and tolls, these beside nothing nearer.
    pub(super) fn tariffs_that_count(
        &self,
        all: Vec<(TariffId, &'w Tariff)>,
    ) -> Vec<(TariffId, &'w Tariff)> {
        let day = self.world.day();
        if all.iter().all(|(_, row)| row.validity.contains(day)) {
            return all;
        }
        let mut ways: Vec<Way> = all
            .iter()
            .map(|(_, row)| self.way_to(row.validity))
            .collect();
        ways.sort_unstable();
        ways.dedup();
        let mut counted: Vec<TariffId> = Vec::new();
        for way in ways {
            let nearer = counted.clone();
            for (id, row) in &all {
                let replaced = nearer.iter().any(|known| {
                    let known = self.network.tariff_at(*known);
                    let beside = row.component == Component::Haulage
                        && known.component != Component::Haulage;
                    !beside && are_asked_together(row, known)
                });
                if self.way_to(row.validity) == way && !replaced {
                    counted.push(*id);
                }
            }
        }
        let counts = all.into_iter().filter(|(id, _)| counted.contains(id));
        counts.collect()
    }
}

/// Whether a shipment and a distance exist of which both are asked.
fn are_asked_together(one: &Tariff, other: &Tariff) -> bool {
    if one.product != other.product {
        return false;
    }
    let units = one.unit.zip(other.unit);
    let loads = one.loaded.zip(other.loaded);
    if units.is_some_and(|(a, b)| a != b) || loads.is_some_and(|(a, b)| a != b) {
        return false;
    }
    let goes = one.consist.zip(other.consist);
    let bounds = one.bound.zip(other.bound);
    if goes.is_some_and(|(a, b)| a != b) || bounds.is_some_and(|(a, b)| a != b) {
        return false;
    }
    let mass = |row: &Tariff| {
        let (from, to) = (row.mass_from, row.mass_to);
        let from = from.map_or(0, Mass::as_kg);
        (from, to.map_or(u64::MAX, Mass::as_kg))
    };
    let band = |row: &Tariff| {
        let (from, to) = (row.band_from, row.band_to);
        let from = from.map_or(0, Distance::as_metres);
        let to = to.map_or(u64::MAX, Distance::as_metres);
        (from, to)
    };
    let share = |a: (u64, u64), b: (u64, u64)| a.0.max(b.0) < a.1.min(b.1);
    share(mass(one), mass(other)) && share(band(one), band(other))
}
