use rustc_hash::FxHashMap;

use crate::code::Country;
use crate::network::{
    BorderTerms, Carriage, CrossingId, Handling, HandlingKind, Mode, PlaceId, Regime,
};
use crate::scenario::World;

/// Finds the most specific handling and border records of a day.
pub(super) struct Terms<'w> {
    handling: &'w [Handling],
    by_place: FxHashMap<(HandlingKind, PlaceId), Vec<u32>>,
    by_country: FxHashMap<(HandlingKind, Option<Country>), Vec<u32>>,
    borders: &'w [BorderTerms],
    /// Valid records by the mode that they name.
    valid_borders: FxHashMap<Option<Mode>, Vec<u32>>,
}

impl<'w> Terms<'w> {
    pub(super) fn of(world: &'w World) -> Self {
        let network = world.network();
        let mut by_place: FxHashMap<_, Vec<u32>> = FxHashMap::default();
        let mut by_country: FxHashMap<_, Vec<u32>> = FxHashMap::default();
        for (index, row) in network.handling().iter().enumerate() {
            if !row.validity.contains(world.day()) {
                continue;
            }
            match row.place {
                Some(place) => {
                    by_place
                        .entry((row.kind, place))
                        .or_default()
                        .push(index as u32);
                }
                None => {
                    by_country
                        .entry((row.kind, row.country))
                        .or_default()
                        .push(index as u32);
                }
            }
        }
        let mut valid_borders: FxHashMap<_, Vec<u32>> = FxHashMap::default();
        for (index, row) in (0..).zip(network.borders()) {
            if row.validity.contains(world.day()) {
                valid_borders.entry(row.mode).or_default().push(index);
            }
        }
        Self {
            handling: network.handling(),
            by_place,
            by_country,
            borders: network.borders(),
            valid_borders,
        }
    }

    /// Place before country before any; among equals, the record that names more carriages.
    pub(super) fn handling(
        &self,
        kind: HandlingKind,
        place: PlaceId,
        country: Country,
        from: Carriage,
        to: Carriage,
    ) -> Option<u32> {
        let fits = |index: &u32| {
            let row = &self.handling[*index as usize];
            let from_fits = row
                .from
                .as_deref()
                .is_none_or(|family| family == from.family());
            let to_fits = row.to.as_deref().is_none_or(|family| family == to.family());
            (from_fits && to_fits).then_some((
                u8::from(row.from.is_some()) + u8::from(row.to.is_some()),
                u8::from(row.from.is_some()),
                *index,
            ))
        };
        let best = |rows: Option<&Vec<u32>>| {
            rows?
                .iter()
                .filter_map(fits)
                .max_by_key(|(named, first, _)| (*named, *first))
        };
        best(self.by_place.get(&(kind, place)))
            .or_else(|| best(self.by_country.get(&(kind, Some(country)))))
            .or_else(|| best(self.by_country.get(&(kind, None))))
            .map(|(_, _, index)| index)
    }

    /// Crossing before ordered pair before one country before any; among equals, the record that
    /// names mode and regime.
    pub(super) fn border(
        &self,
        crossing: Option<CrossingId>,
        (mode, regime): (Mode, Regime),
        (from, to): (Country, Country),
    ) -> Option<u32> {
        let standing = |index: &&u32| {
            let row = &self.borders[**index as usize];
            let fits = row.crossing.is_none_or(|named| Some(named) == crossing)
                && row.from.is_none_or(|named| named == from)
                && row.to.is_none_or(|named| named == to)
                && row.regime.is_none_or(|named| named == regime);
            fits.then_some((
                row.crossing.is_some(),
                u8::from(row.from.is_some()) + u8::from(row.to.is_some()),
                row.regime.is_some(),
                row.mode.is_some(),
                // Entering decides more than leaving.
                row.to.is_some(),
            ))
        };
        // A record that names the mode never ties with one that does not.
        [Some(mode), None]
            .iter()
            .filter_map(|named| self.valid_borders.get(named))
            .flatten()
            .filter_map(|index| standing(&index).map(|standing| (standing, *index)))
            .max_by_key(|(standing, _)| *standing)
            .map(|(_, index)| index)
    }
}
