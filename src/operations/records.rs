use std::mem::{Discriminant, discriminant};

use rustc_hash::FxHashMap;

use super::in_force::InForce;
use crate::code::Country;
use crate::network::{
    BorderTermsId, Consist, Conveyance, CrossingId, Departure, DepartureId, Handling, HandlingId,
    HandlingKind, Mode, Network, PlaceId, Product, Regime,
};
use crate::scenario::World;

/// Finds the most specific handling and border records of a day.
pub(super) struct RecordSelector<'w> {
    network: &'w Network,
    by_place: FxHashMap<(HandlingKind, PlaceId), Vec<HandlingId>>,
    by_country: FxHashMap<(HandlingKind, Option<Country>), Vec<HandlingId>>,
    /// What is found where a place has no record of its own.
    usual: FxHashMap<Usual, Option<HandlingId>>,
    /// Of operators that do not exist on the day.
    ceased: Vec<HandlingId>,
    /// Records in force that name a crossing.
    by_crossing: FxHashMap<CrossingId, Vec<BorderTermsId>>,
    /// The other records in force by mode, country left and country entered, where they name them.
    valid_borders: FxHashMap<Named, Vec<BorderTermsId>>,
    departures: Vec<(DepartureId, &'w Departure)>,
}

/// What a border record names: mode, country left and country entered.
type Named = (Option<Mode>, [Option<Country>; 2]);

/// Kind, country, and families of the conveyances before and after.
type Usual = (HandlingKind, Country, [Discriminant<Conveyance>; 2]);

impl<'w> RecordSelector<'w> {
    pub(super) fn of(world: &'w World) -> Self {
        let network = world.network();
        let mut by_place: FxHashMap<_, Vec<HandlingId>> = FxHashMap::default();
        let mut by_country: FxHashMap<_, Vec<HandlingId>> = FxHashMap::default();
        let works = |row: &Handling| row.operator.is_none_or(|id| world.has_operator(id));
        let rows = network.handling().filter(|(_, row)| works(row));
        let rows = rows.map(|(id, row)| (id.index(), row.validity));
        let in_force = InForce::of(world.day(), rows, |row| {
            let row = network.handling_record_at(HandlingId::new(row));
            let country = row.country.filter(|_| row.place.is_none());
            (row.kind, row.place, country, &row.from, &row.to)
        });
        let mut ceased = Vec::new();
        for (id, row) in network.handling() {
            if !works(row) {
                ceased.push(id);
                continue;
            }
            if !in_force.holds(id.index(), row.validity) {
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
        let mut by_crossing: FxHashMap<_, Vec<BorderTermsId>> = FxHashMap::default();
        let mut valid_borders: FxHashMap<Named, Vec<BorderTermsId>> = FxHashMap::default();
        let rows = network.borders();
        let rows = rows.map(|(id, row)| (id.index(), row.validity));
        let in_force = InForce::of(world.day(), rows, |row| {
            let row = network.border_terms_at(BorderTermsId::new(row));
            let goes = (row.product, row.consist);
            (row.crossing, row.from, row.to, row.mode, row.regime, goes)
        });
        for (id, row) in network.borders() {
            if in_force.holds(id.index(), row.validity) {
                let rows = match row.crossing {
                    Some(crossing) => by_crossing.entry(crossing).or_default(),
                    None => valid_borders
                        .entry((row.mode, [row.from, row.to]))
                        .or_default(),
                };
                rows.push(id);
            }
        }
        let all = network.departures();
        let rows = all.iter().map(|row| row.validity).enumerate();
        let in_force = InForce::of(world.day(), rows, |row| {
            let row = &all[row];
            let country = row.country.filter(|_| row.place.is_none());
            (row.place, country, row.product, row.consist)
        });
        let departures = all.iter().enumerate();
        let departures = departures
            .filter(|(index, row)| in_force.holds(*index, row.validity))
            .map(|(index, row)| (DepartureId::new(index), row));
        Self {
            departures: departures.collect(),
            network,
            by_place,
            by_country,
            usual: FxHashMap::default(),
            ceased,
            by_crossing,
            valid_borders,
        }
    }

    /// Place before country before any; among equals, the record that names more conveyances.
    pub(super) fn handling(
        &mut self,
        kind: HandlingKind,
        place: PlaceId,
        country: Country,
        conveyances: [Conveyance; 2],
    ) -> Option<HandlingId> {
        let rows = self.by_place.get(&(kind, place));
        rows.and_then(|rows| best(self.network, rows, conveyances))
            .or_else(|| self.usual(kind, country, conveyances))
    }

    /// The same where the place has no record, or there is no place.
    pub(super) fn usual(
        &mut self,
        kind: HandlingKind,
        country: Country,
        conveyances: [Conveyance; 2],
    ) -> Option<HandlingId> {
        let network = self.network;
        let best = |rows: Option<&Vec<HandlingId>>| best(network, rows?, conveyances);
        let families = conveyances.each_ref().map(discriminant);
        *self
            .usual
            .entry((kind, country, families))
            .or_insert_with(|| {
                best(self.by_country.get(&(kind, Some(country))))
                    .or_else(|| best(self.by_country.get(&(kind, None))))
            })
    }

    /// Whether an operator that does not exist on the day has a record of such handling there.
    pub(super) fn ceased(
        &self,
        kind: HandlingKind,
        place: PlaceId,
        country: Country,
        conveyances: [Conveyance; 2],
    ) -> bool {
        let here = self.ceased.iter().copied().filter(|id| {
            let row = self.network.handling_record_at(*id);
            let at = row.place.map_or_else(
                || row.country.is_none_or(|only| only == country),
                |only| only == place,
            );
            row.kind == kind && at
        });
        best(self.network, &here.collect::<Vec<_>>(), conveyances).is_some()
    }

    /// Place before country before any; among equals, the record that names product and consist.
    pub(super) fn departure(
        &self,
        place: PlaceId,
        country: Country,
        goes: (Product, Consist),
    ) -> Option<DepartureId> {
        let fitting = self.departures.iter().filter(|(_, row)| {
            row.place.is_none_or(|named| named == place)
                && (row.place.is_some() || row.country.is_none_or(|named| named == country))
                && goes_so((row.product, row.consist), Some(goes))
        });
        let ranked = fitting.map(|(id, row)| {
            let place = (row.place.is_some(), row.country.is_some());
            ((place, row.product.is_some(), row.consist.is_some()), *id)
        });
        ranked.max_by_key(|(rank, _)| *rank).map(|(_, id)| id)
    }

    /// Crossing before ordered pair before one country before any; among equals, the record that
    /// names regime, mode, product and consist.
    pub(super) fn border(
        &self,
        crossing: Option<CrossingId>,
        (mode, regime): (Mode, Regime),
        (from, to): (Country, Country),
        goes: Option<(Product, Consist)>,
    ) -> Option<BorderTermsId> {
        let network = self.network;
        let stage = |id: BorderTermsId| {
            let row = network.border_terms_at(id);
            let fits = row.mode.is_none_or(|named| named == mode)
                && row.from.is_none_or(|named| named == from)
                && row.to.is_none_or(|named| named == to)
                && row.regime.is_none_or(|named| named == regime)
                && goes_so((row.product, row.consist), goes);
            fits.then_some((
                u8::from(row.from.is_some()) + u8::from(row.to.is_some()),
                row.regime.is_some(),
                row.mode.is_some(),
                // Entering decides more than leaving.
                row.to.is_some(),
                row.product.is_some(),
                row.consist.is_some(),
            ))
        };
        let best = |rows: &mut dyn Iterator<Item = &BorderTermsId>| {
            rows.filter_map(|id| stage(*id).map(|stage| (stage, *id)))
                .max_by_key(|(stage, _)| *stage)
                .map(|(_, id)| id)
        };
        let own = crossing.and_then(|crossing| self.by_crossing.get(&crossing));
        best(&mut own.into_iter().flatten()).or_else(|| {
            // Those that do not name the same never tie.
            let pairs = [
                [Some(from), Some(to)],
                [Some(from), None],
                [None, Some(to)],
                [None, None],
            ];
            let keys = pairs
                .iter()
                .flat_map(|pair| [(Some(mode), *pair), (None, *pair)]);
            let rows = keys.filter_map(|key| self.valid_borders.get(&key));
            best(&mut rows.flatten())
        })
    }
}

/// Whether a record for some product and consist holds for what goes so.
fn goes_so(
    (product, consist): (Option<Product>, Option<Consist>),
    goes: Option<(Product, Consist)>,
) -> bool {
    product.is_none_or(|named| goes.is_some_and(|(product, _)| product == named))
        && consist.is_none_or(|named| goes.is_some_and(|(_, consist)| consist == named))
}

/// The record that names more of the conveyances, the one before rather than the one after.
fn best(network: &Network, rows: &[HandlingId], [from, to]: [Conveyance; 2]) -> Option<HandlingId> {
    let fits = |id: &HandlingId| {
        let row = network.handling_record_at(*id);
        let fits = |named: Option<&str>, conveyance: Conveyance| {
            named.is_none_or(|family| family == conveyance.family())
        };
        let both = fits(row.from.as_deref(), from) && fits(row.to.as_deref(), to);
        both.then_some((
            u8::from(row.from.is_some()) + u8::from(row.to.is_some()),
            u8::from(row.from.is_some()),
            *id,
        ))
    };
    rows.iter()
        .filter_map(fits)
        .max_by_key(|(named, first, _)| (*named, *first))
        .map(|(_, _, id)| id)
}
