use rustc_hash::FxHashMap;

use crate::code::Country;
use crate::network::{
    BorderTermsId, Carriage, CrossingId, HandlingId, HandlingKind, Mode, Network, PlaceId, Regime,
};
use crate::scenario::World;

/// Finds the most specific handling and border records of a day.
pub(super) struct Terms<'w> {
    network: &'w Network,
    by_place: FxHashMap<(HandlingKind, PlaceId), Vec<HandlingId>>,
    by_country: FxHashMap<(HandlingKind, Option<Country>), Vec<HandlingId>>,
    /// Valid records by the mode that they name.
    valid_borders: FxHashMap<Option<Mode>, Vec<BorderTermsId>>,
}

impl<'w> Terms<'w> {
    pub(super) fn of(world: &'w World) -> Self {
        let network = world.network();
        let mut by_place: FxHashMap<_, Vec<HandlingId>> = FxHashMap::default();
        let mut by_country: FxHashMap<_, Vec<HandlingId>> = FxHashMap::default();
        for (id, row) in network.handling() {
            if !row.validity.contains(world.day()) {
                continue;
            }
            match row.place {
                Some(place) => {
                    by_place.entry((row.kind, place)).or_default().push(id);
                }
                None => {
                    let key = (row.kind, row.country);
                    by_country.entry(key).or_default().push(id);
                }
            }
        }
        let mut valid_borders: FxHashMap<_, Vec<BorderTermsId>> = FxHashMap::default();
        for (id, row) in network.borders() {
            if row.validity.contains(world.day()) {
                valid_borders.entry(row.mode).or_default().push(id);
            }
        }
        Self {
            network,
            by_place,
            by_country,
            valid_borders,
        }
    }

    /// Place before country before any; among equals, the record that names more carriages.
    pub(super) fn handling(
        &self,
        kind: HandlingKind,
        place: PlaceId,
        country: Country,
        [from, to]: [Carriage; 2],
    ) -> Option<HandlingId> {
        let fits = |id: &HandlingId| {
            let row = self.network.handling_record_at(*id);
            let from_fits = row
                .from
                .as_deref()
                .is_none_or(|family| family == from.family());
            let to_fits = row.to.as_deref().is_none_or(|family| family == to.family());
            (from_fits && to_fits).then_some((
                u8::from(row.from.is_some()) + u8::from(row.to.is_some()),
                u8::from(row.from.is_some()),
                *id,
            ))
        };
        let best = |rows: Option<&Vec<HandlingId>>| {
            rows?
                .iter()
                .filter_map(fits)
                .max_by_key(|(named, first, _)| (*named, *first))
        };
        best(self.by_place.get(&(kind, place)))
            .or_else(|| best(self.by_country.get(&(kind, Some(country)))))
            .or_else(|| best(self.by_country.get(&(kind, None))))
            .map(|(_, _, id)| id)
    }

    /// Crossing before ordered pair before one country before any; among equals, the record that
    /// names mode and regime.
    pub(super) fn border(
        &self,
        crossing: Option<CrossingId>,
        (mode, regime): (Mode, Regime),
        (from, to): (Country, Country),
    ) -> Option<BorderTermsId> {
        let standing = |id: BorderTermsId| {
            let row = self.network.border_terms_at(id);
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
            .filter_map(|id| standing(*id).map(|standing| (standing, *id)))
            .max_by_key(|(standing, _)| *standing)
            .map(|(_, id)| id)
    }
}
