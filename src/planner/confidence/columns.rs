//! How far off everything is that is not known, in every draw.

use super::shared::Coordinates;

/// By factor, a coordinate of the points.
pub(super) struct Columns<'a> {
    /// By factor, its coordinate; the first ones are the best spread.
    places: Vec<u32>,
    /// How many coordinates there are.
    most: u32,
    coordinates: &'a Coordinates,
    /// How many factors something searched hangs on.
    own: usize,
}

/// Coordinates of factors that matter most, which groups of draws are told apart by.
const HEAVY: u32 = 48;

impl<'a> Columns<'a> {
    /// For these of all factors, what matters most first.
    pub(super) fn of(factors: &[u32], all: usize, coordinates: &'a Coordinates) -> Self {
        let mut places = vec![u32::MAX; all];
        for (factor, at) in factors.iter().zip(0..) {
            if let Some(place) = places.get_mut(*factor as usize) {
                *place = at;
            }
        }
        Self {
            places,
            most: factors.len() as u32,
            coordinates,
            own: factors.len(),
        }
    }

    /// The same; what an earlier question had a coordinate for keeps it.
    pub(super) fn following(
        earlier: &[u32],
        factors: &[u32],
        all: usize,
        coordinates: &'a Coordinates,
    ) -> Self {
        let mut known = vec![false; all];
        for factor in earlier {
            if let Some(known) = known.get_mut(*factor as usize) {
                *known = true;
            }
        }
        let new = |factor: &&u32| known.get(**factor as usize) == Some(&false);
        let new = factors.iter().filter(new);
        let order: Vec<u32> = earlier.iter().chain(new).copied().collect();
        Self {
            own: factors.len(),
            ..Self::of(&order, all, coordinates)
        }
    }

    /// Factors in the order of their coordinates.
    pub(super) fn order(&self) -> Vec<u32> {
        let mut order = vec![0; self.most as usize];
        for (factor, place) in (0..).zip(&self.places) {
            if let Some(slot) = order.get_mut(*place as usize) {
                *slot = factor;
            }
        }
        order
    }

    fn column(&self, place: u32) -> Option<&[u16]> {
        let own = place < self.most;
        own.then(|| self.coordinates.column(place)).flatten()
    }

    /// How far off a factor is in every draw; nothing where nothing searched hangs on it.
    pub(super) fn of_factor(&self, factor: u32) -> Option<Vec<f64>> {
        let column = self.column(*self.places.get(factor as usize)?)?;
        let off = column
            .iter()
            .map(|slice| self.coordinates.points.middle(*slice));
        Some(off.collect())
    }

    fn slice(&self, factor: u32, draw: u32) -> Option<u16> {
        let column = self.column(*self.places.get(factor as usize)?)?;
        column.get(draw as usize).copied()
    }

    /// Zero for a factor that nothing searched hangs on.
    pub(super) fn at(&self, factor: u32, draw: u32) -> f64 {
        let slice = self.slice(factor, draw);
        slice.map_or(0.0, |slice| self.coordinates.points.middle(slice))
    }

    /// The least and the most in some draws, or bounds of it.
    pub(super) fn ends(&self, factor: u32, draws: &[u32]) -> [f64; 2] {
        let most = self.coordinates.points.most();
        let place = self.places.get(factor as usize).copied();
        // Of many draws the ends are near those of all; not worth a column.
        let place = place.filter(|place| *place < HEAVY || draws.len() <= 32);
        let Some(column) = place.and_then(|place| self.column(place)) else {
            return [-most, most];
        };
        let mut drawn = draws.iter().map(|draw| column[*draw as usize]);
        let first = drawn.next().unwrap_or_default();
        let ends = drawn.fold((first, first), |(low, high), slice| {
            (low.min(slice), high.max(slice))
        });
        [ends.0, ends.1].map(|slice| self.coordinates.points.middle(slice))
    }

    /// Puts draws in order of one of the coordinates.
    pub(super) fn sort(&self, draws: &mut [u32], place: u32) {
        let Some(column) = self.column(place) else {
            return;
        };
        draws.sort_unstable_by_key(|draw| (column.get(*draw as usize), *draw));
    }

    pub(super) const fn count(&self) -> usize {
        self.own
    }
}
