use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use super::groups::Groups;
use super::{
    BorderTerms, BorderTermsId, Cited, CrossingId, Handling, HandlingId, HandlingKind, Mode,
    Network, PlaceId, Records, Tariff, TariffId,
};
use crate::code::Country;

/// Which rows to read where only some can apply.
#[derive(Clone, Debug, Default)]
pub(super) struct RowsBy {
    tariffs: FxHashMap<(Country, Mode), Vec<TariffId>>,
    handling: FxHashMap<(HandlingKind, Option<PlaceId>), Vec<u32>>,
    /// By crossing and by the country left.
    borders: FxHashMap<(Option<CrossingId>, Option<Country>), Vec<u32>>,
    /// Read when first asked for.
    oldest_price: OnceLock<Option<i16>>,
    /// Made when a change first names a group.
    pub(super) groups: OnceLock<Groups>,
}

impl RowsBy {
    pub(super) fn of(records: &Records) -> Self {
        let mut rows = Self::default();
        for (index, tariff) in records.tariffs.iter() {
            let key = (tariff.country, tariff.mode);
            let tariffs = rows.tariffs.entry(key).or_default();
            tariffs.push(TariffId::new(index));
        }
        for (index, row) in records.handling.iter().enumerate() {
            let key = (row.kind, row.place);
            rows.handling.entry(key).or_default().push(index as u32);
        }
        for (index, row) in records.borders.iter().enumerate() {
            let borders = rows.borders.entry((row.crossing, row.from)).or_default();
            borders.push(index as u32);
        }
        rows
    }
}

impl Network {
    /// The year of its oldest price; nothing where no price has a year.
    #[must_use]
    pub fn oldest_price_year(&self) -> Option<i16> {
        *self.rows.oldest_price.get_or_init(|| {
            let tariffs = self.tariffs().map(|(_, row)| row.rate.year());
            let borders = self.borders().map(|(_, row)| row.fee.year());
            let fees = self.fees().iter().map(|row| row.amount.year());
            let handling = self.handling().map(|(_, row)| &row.prices);
            let services = self.services().map(|(_, row)| &row.prices);
            let through = self.through_rates().map(|(_, row)| &row.prices);
            let prices = handling.chain(services).chain(through);
            let prices = prices.flat_map(|prices| {
                let all = [
                    &prices.container_20,
                    &prices.container_40,
                    &prices.truck,
                    &prices.wagon,
                ];
                all.into_iter().flatten().map(Cited::year)
            });
            let years = tariffs.chain(borders).chain(fees).chain(prices);
            years.flatten().min()
        })
    }

    /// Tariffs of a mode in a country, on any day, in the order of ids.
    pub fn tariffs_in(
        &self,
        country: Country,
        mode: Mode,
    ) -> impl Iterator<Item = (TariffId, &Tariff)> + '_ {
        let ids = self.rows.tariffs.get(&(country, mode));
        let ids = ids.into_iter().flatten();
        ids.map(|id| (*id, self.tariff_at(*id)))
    }

    /// Records of one kind of handling at a place, or of no place in particular.
    pub(crate) fn handling_at(
        &self,
        kind: HandlingKind,
        place: Option<PlaceId>,
    ) -> impl Iterator<Item = (HandlingId, &Handling)> + '_ {
        let rows = self.rows.handling.get(&(kind, place));
        let rows = rows.into_iter().flatten().map(|row| *row as usize);
        rows.map(|row| (HandlingId::new(row), &self.records.handling[row]))
    }

    /// Records of border control at a crossing or at any, for goods that leave a country or any.
    pub(crate) fn borders_from(
        &self,
        crossing: Option<CrossingId>,
        from: Country,
    ) -> impl Iterator<Item = (BorderTermsId, &BorderTerms)> + '_ {
        let crossings = crossing.map(Some).into_iter().chain([None]);
        let keys = crossings.flat_map(move |at| [(at, Some(from)), (at, None)]);
        let rows = keys.filter_map(|key| self.rows.borders.get(&key)).flatten();
        let rows = rows.map(|row| *row as usize);
        rows.map(|row| (BorderTermsId::new(row), &self.records.borders[row]))
    }
}
