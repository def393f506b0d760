//! Which record applies: the most specific one that is valid on the day, as `data/README.md` says.

use super::ledger::Pace;
use super::records::Records;
use super::took::Emitted;
use crate::code::Country;
use crate::network::{
    BorderTermsId, Cited, Conveyance, CrossingId, EmissionFactorId, EmissionSubject, HandlingId,
    HandlingKind, LineId, Link, Mode, PlaceId, Product, Regime, SpeedId,
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
        let day = self.world.day();
        let best = |at: Option<PlaceId>, of: Option<Country>| {
            let mut best: Option<((u8, bool), HandlingId)> = None;
            for (id, row) in self.network.handling_at(kind, at) {
                if at.is_none() && row.country != of {
                    continue;
                }
                let (from, to) = (row.from.as_deref(), row.to.as_deref());
                let fits = from.is_none_or(|only| only == before.family())
                    && to.is_none_or(|only| only == after.family())
                    && row.validity.contains(day);
                let named = u8::from(from.is_some()) + u8::from(to.is_some());
                let rank = (named, from.is_some());
                if fits && best.is_none_or(|(known, _)| rank >= known) {
                    best = Some((rank, id));
                }
            }
            best.map(|(_, id)| id)
        };
        let found = best(Some(place), None)
            .or_else(|| best(None, Some(country)))
            .or_else(|| best(None, None));
        self.ledger.borrow_mut().handling.insert(key, found);
        found
    }

    /// Of the crossing, else of both countries, else of one, else of any. Among those the one that
    /// names the regime, then the mode, then the country entered.
    pub(super) fn border_record(
        &self,
        crossing: Option<CrossingId>,
        (mode, regime): (Mode, Regime),
        (from, to): (Country, Country),
    ) -> Option<BorderTermsId> {
        let key = (crossing, from, to);
        if let Some(known) = self.ledger.borrow().borders.get(&key) {
            return *known;
        }
        let day = self.world.day();
        let rows = self.network.borders_from(crossing, from);
        let fitting = rows.filter(|(_, row)| {
            row.validity.contains(day)
                && row.to.is_none_or(|only| only == to)
                && row.mode.is_none_or(|only| only == mode)
                && row.regime.is_none_or(|only| only == regime)
        });
        let ranked = fitting.map(|(id, row)| {
            let countries = u8::from(row.from.is_some()) + u8::from(row.to.is_some());
            let rank = (
                row.crossing.is_some(),
                countries,
                row.regime.is_some(),
                row.mode.is_some(),
                row.to.is_some(),
            );
            (rank, id)
        });
        let found = ranked.max_by_key(|(rank, _)| *rank).map(|(_, id)| id);
        self.ledger.borrow_mut().borders.insert(key, found);
        found
    }

    /// Of the line, else of the country, else of any; among those the one that names the product;
    /// then the first.
    fn speed_record(&self, link: &Link, product: Product) -> Option<SpeedId> {
        let day = self.world.day();
        let mut best: Option<((bool, bool, bool), SpeedId)> = None;
        for (index, row) in self.network.speeds().iter().enumerate() {
            let fits = row.mode == link.mode
                && row.line.is_none_or(|only| only == link.line)
                && row.country.is_none_or(|only| only == link.country)
                && row.product.is_none_or(|only| only == product)
                && row.validity.contains(day);
            let rank = (
                row.line.is_some(),
                row.country.is_some(),
                row.product.is_some(),
            );
            if fits && best.is_none_or(|(known, _)| rank > known) {
                best = Some((rank, SpeedId::new(index)));
            }
        }
        best.map(|(_, id)| id)
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
    pub(super) fn pace(&self, link: &Link, product: Product) -> Pace {
        let key: (LineId, Product) = (link.line, product);
        if let Some(known) = self.ledger.borrow().paces.get(&key) {
            return *known;
        }
        let subject = EmissionSubject::Mode(link.mode);
        let found = Pace {
            speed: self.speed_record(link, product),
            factor: self.emission_record(subject, Some(link.country), Some(product), None),
        };
        self.ledger.borrow_mut().paces.insert(key, found);
        found
    }
}
