//! Which record applies: the most specific one that counts on the day, as `data/README.md` says.

use super::cargo::Goes;
use super::ledger::Pace;
use super::records::Records;
use super::took::Emitted;
use crate::code::Country;
use crate::network::{
    BorderTermsId, Bound, Cited, Consist, Conveyance, CrossingId, DepartureId, EmissionFactorId,
    EmissionSubject, HandlingId, HandlingKind, HazardId, LineId, Link, Mode, PlaceId, Product,
    Regime, SpeedId,
};
use crate::quantity::Distance;

impl Records<'_> {
    /// Of the place, else of its country, else of any. Among those the one that names more of the
    /// two conveyances, and of two that name one each, the one that names the conveyance before.
    pub(super) fn handling_record(
        &self,
        kind: HandlingKind,
        place: PlaceId,
        country: Country,
        [before, after]: [Conveyance; 2],
    ) -> Option<HandlingId> {
        let key = (kind, place, [before, after]);
        if let Some(known) = self.ledger.borrow().handling.get(&key) {
            return *known;
        }
        let found = self.handling_row(kind, Some(place), country, [before, after]);
        self.ledger.borrow_mut().handling.insert(key, found);
        found
    }

    /// The same, or where there is no place, of the country, else of any.
    pub(super) fn handling_row(
        &self,
        kind: HandlingKind,
        place: Option<PlaceId>,
        country: Country,
        [before, after]: [Conveyance; 2],
    ) -> Option<HandlingId> {
        let best = |at: Option<PlaceId>, of: Option<Country>| {
            let mut best: Option<((u8, bool), HandlingId)> = None;
            for (id, row) in self.network.handling_at(kind, at) {
                if at.is_none() && row.country != of {
                    continue;
                }
                let (from, to) = (row.from.as_deref(), row.to.as_deref());
                let fits = from.is_none_or(|only| only == before.family())
                    && to.is_none_or(|only| only == after.family())
                    && self.handling_counts(row);
                let named = u8::from(from.is_some()) + u8::from(to.is_some());
                let rank = (named, from.is_some());
                if fits && best.is_none_or(|(known, _)| rank >= known) {
                    best = Some((rank, id));
                }
            }
            best.map(|(_, id)| id)
        };
        place
            .and_then(|place| best(Some(place), None))
            .or_else(|| best(None, Some(country)))
            .or_else(|| best(None, None))
    }

    /// Of the crossing, else of both countries, else of one, else of any. Among those the one that
    /// names the regime, then the mode, then the country entered.
    pub(super) fn border_record(
        &self,
        crossing: Option<CrossingId>,
        (mode, regime): (Mode, Regime),
        (from, to): (Country, Country),
        goes: Option<Goes>,
    ) -> Option<BorderTermsId> {
        let key = (crossing, (from, to), goes);
        if let Some(known) = self.ledger.borrow().borders.get(&key) {
            return *known;
        }
        let rows = self.network.borders_from(crossing, from);
        let fitting = rows.filter(|(_, row)| {
            self.border_counts(row, from)
                && row.to.is_none_or(|only| only == to)
                && row.mode.is_none_or(|only| only == mode)
                && row.regime.is_none_or(|only| only == regime)
                && concerns(row.product, row.consist, goes)
        });
        let ranked = fitting.map(|(id, row)| {
            let countries = u8::from(row.from.is_some()) + u8::from(row.to.is_some());
            let rank = (
                row.crossing.is_some(),
                countries,
                row.regime.is_some(),
                row.mode.is_some(),
                row.to.is_some(),
                (row.product.is_some(), row.consist.is_some()),
            );
            (rank, id)
        });
        let found = ranked.max_by_key(|(rank, _)| *rank).map(|(_, id)| id);
        self.ledger.borrow_mut().borders.insert(key, found);
        found
    }

    /// Of the place, else of its country, else of any; among those the one that names the product,
    /// then the consist.
    pub(super) fn departure_record(
        &self,
        place: PlaceId,
        country: Country,
        goes: Goes,
    ) -> Option<DepartureId> {
        let key = (place, goes);
        if let Some(known) = self.ledger.borrow().departures.get(&key) {
            return *known;
        }
        let mut best: Option<((u8, bool, bool), DepartureId)> = None;
        for (index, row) in self.network.departures().iter().enumerate() {
            let near = match (row.place, row.country) {
                (Some(only), _) if only == place => 2,
                (None, Some(only)) if only == country => 1,
                (None, None) => 0,
                (Some(_), _) | (None, Some(_)) => continue,
            };
            let rank = (near, row.product.is_some(), row.consist.is_some());
            if self.departure_counts(row)
                && concerns(row.product, row.consist, Some(goes))
                && best.is_none_or(|(known, _)| rank >= known)
            {
                best = Some((rank, DepartureId::new(index)));
            }
        }
        let found = best.map(|(_, id)| id);
        self.ledger.borrow_mut().departures.insert(key, found);
        found
    }

    /// Of the line, else of the country, else of any; among those the one that names the product, then
    /// the direction; then the first.
    fn speed_record(&self, link: &Link, product: Product, bound: Bound) -> Option<SpeedId> {
        let mut best: Option<([bool; 4], SpeedId)> = None;
        for (index, row) in self.network.speeds().iter().enumerate() {
            let fits = row.mode == link.mode
                && row.line.is_none_or(|only| only == link.line)
                && row.country.is_none_or(|only| only == link.country)
                && row.product.is_none_or(|only| only == product)
                && row.bound.is_none_or(|only| only == bound)
                && self.speed_counts(row);
            let rank = [
                row.line.is_some(),
                row.country.is_some(),
                row.product.is_some(),
                row.bound.is_some(),
            ];
            if fits && best.is_none_or(|(known, _)| rank > known) {
                best = Some((rank, SpeedId::new(index)));
            }
        }
        best.map(|(_, id)| id)
    }

    /// The hazard on the day that adds most to the spread of hours there, and its factor in thousandths;
    /// of equals the first, one that adds nothing never.
    fn hazard_record(&self, link: &Link) -> Option<(HazardId, u32)> {
        let day = self.world.day();
        let mut worst: Option<(HazardId, u32)> = None;
        for (index, row) in self.network.hazards().iter().enumerate() {
            let meant = (row.country, row.mode.unwrap_or(link.mode)) == (link.country, link.mode);
            let factor = row.p90_per_mille.value();
            let least = worst.map_or(1_000, |(_, factor)| factor);
            if meant && row.validity.contains(day) && factor > least {
                worst = Some((HazardId::new(index), factor));
            }
        }
        worst
    }

    /// Of the country, else of any; among those the one that names the product or what is lifted; then
    /// the first.
    pub(super) fn emission_record(
        &self,
        subject: EmissionSubject,
        country: Option<Country>,
        product: Option<Product>,
        lifted: Option<&str>,
    ) -> Option<EmissionFactorId> {
        let mut best: Option<((bool, bool), EmissionFactorId)> = None;
        for (index, row) in self.network.emissions().iter().enumerate() {
            let fits = row.subject == subject
                && (row.country.is_none() || row.country == country)
                && (row.product.is_none() || row.product == product)
                && (row.family.is_none() || row.family.as_deref() == lifted);
            let named = row.product.is_some() || row.family.is_some();
            let rank = (row.country.is_some(), named);
            if fits && best.is_none_or(|(known, _)| rank > known) {
                best = Some((rank, EmissionFactorId::new(index)));
            }
        }
        best.map(|(_, id)| id)
    }

    /// What a record makes of goods that go so far, per tonne, rounded down to the milligram.
    pub(super) fn emitted_over(
        &self,
        record: Option<EmissionFactorId>,
        distance: Distance,
    ) -> Emitted {
        let row = record.and_then(|id| self.network.emissions().get(id.index()));
        row.map_or_else(Emitted::default, |row| {
            let product = row.milligrams.value().saturating_mul(distance.as_metres());
            let share = row.tank_to_wheel.as_ref().map(Cited::value);
            Emitted::of(product / 1_000, share)
        })
    }

    /// What a record makes of a unit that is lifted.
    pub(super) fn emitted_by_lift(&self, record: Option<EmissionFactorId>) -> Emitted {
        let row = record.and_then(|id| self.network.emissions().get(id.index()));
        row.map_or_else(Emitted::default, |row| {
            let share = row.tank_to_wheel.as_ref().map(Cited::value);
            Emitted::of(row.milligrams.value(), share)
        })
    }

    /// Speed and emission factor of a product on the line of a link.
    pub(super) fn pace(&self, link: &Link, product: Product, bound: Bound) -> Pace {
        let key: (LineId, Product, Bound) = (link.line, product, bound);
        if let Some(known) = self.ledger.borrow().paces.get(&key) {
            return *known;
        }
        let subject = EmissionSubject::Mode(link.mode);
        let found = Pace {
            speed: self.speed_record(link, product, bound),
            hazard: self.hazard_record(link),
            factor: self.emission_record(subject, Some(link.country), Some(product), None),
        };
        self.ledger.borrow_mut().paces.insert(key, found);
        found
    }
}

/// Whether a record of some product and consist holds for goods that go so.
fn concerns(product: Option<Product>, consist: Option<Consist>, goes: Option<Goes>) -> bool {
    match goes {
        None => product.is_none() && consist.is_none(),
        Some((bought, gone)) => {
            (product.is_none() || product == Some(bought))
                && (consist.is_none() || consist == Some(gone))
        }
    }
}
