//! What questions that are drawn alike share.

use std::sync::OnceLock;

use super::Sampling;
use super::drawing::Networks;
use crate::draws::{Points, Uncertainty};

/// Of one network: where the draws lie, and records to write drawn figures to.
pub(super) struct Shared {
    pub(super) coordinates: Coordinates,
    pub(super) networks: Networks,
}

impl Shared {
    pub(super) fn of(uncertainty: &Uncertainty, sampling: &Sampling) -> Self {
        let points = Points::new(sampling.draws, sampling.seed);
        Self {
            coordinates: Coordinates::of(points, uncertainty.factors.len()),
            networks: Networks::default(),
        }
    }
}

/// Coordinates of points, made when first asked for.
pub(super) struct Coordinates {
    pub(super) points: Points,
    /// Four take little longer than one.
    sets: Vec<OnceLock<[Vec<u16>; 4]>>,
}

impl Coordinates {
    /// At most so many.
    pub(super) fn of(points: Points, most: usize) -> Self {
        let mut sets = Vec::new();
        sets.resize_with(most.div_ceil(4), OnceLock::new);
        Self { points, sets }
    }

    /// The slices that a coordinate takes.
    pub(super) fn column(&self, place: u32) -> Option<&[u16]> {
        let set = self.sets.get(place as usize / 4)?;
        let set = set.get_or_init(|| self.points.slices(place / 4));
        set.get(place as usize % 4).map(Vec::as_slice)
    }
}
