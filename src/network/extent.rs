//! When and for what records hold, and which of them say the same thing twice.

use std::hash::Hash;

use rustc_hash::FxHashMap;

use super::{Fault, FaultKind, Provenance, Validity};
use crate::quantity::{Distance, Mass};

/// When and for which masses and distances a record holds; bounds as far as they are known.
#[derive(Clone, Copy)]
pub(super) struct Extent<'a> {
    pub(super) validity: Validity,
    mass: (u64, u64),
    band: (u64, u64),
    pub(super) provenance: &'a Provenance,
}

impl<'a> Extent<'a> {
    pub(super) fn new(validity: Validity, provenance: &'a Provenance) -> Self {
        Self {
            validity,
            mass: (0, u64::MAX),
            band: (0, u64::MAX),
            provenance,
        }
    }

    pub(super) fn of_masses(mut self, from: Option<Mass>, to: Option<Mass>) -> Self {
        self.mass = (
            from.map_or(0, Mass::as_kg),
            to.map_or(u64::MAX, Mass::as_kg),
        );
        self
    }

    pub(super) fn of_band(mut self, from: Option<Distance>, to: Option<Distance>) -> Self {
        self.band = (
            from.map_or(0, Distance::as_metres),
            to.map_or(u64::MAX, Distance::as_metres),
        );
        self
    }

    pub(super) fn meets(&self, other: &Self) -> bool {
        let meet = |a: (u64, u64), b: (u64, u64)| a.0 < b.1 && b.0 < a.1;
        self.validity.overlaps(&other.validity)
            && meet(self.mass, other.mass)
            && meet(self.band, other.band)
    }
}

/// Rows of one thing, for different days, masses or kilometres: each is compared with those before it. The
/// embedded tables have tens.
pub(super) const MOST_ALIKE: usize = 1_000;

/// What is said of the first row beyond them.
pub(super) fn too_many(name: &str, provenance: &Provenance, column: &str) -> Fault {
    let reason = format!("more than {MOST_ALIKE} rows speak of {name}; remove or join some");
    let here = provenance.origin.clone();
    Fault::new(here, Some(column), FaultKind::BadValue { reason })
}

/// Reports the second of two records that say the same thing twice; `name` names it.
pub(super) fn each<'a, K: Eq + Hash>(
    rows: impl Iterator<Item = (K, Extent<'a>)>,
    column: &str,
    name: impl Fn(&K) -> String,
    faults: &mut Vec<Fault>,
) {
    let mut seen: FxHashMap<K, Vec<Extent<'a>>> = FxHashMap::default();
    for (key, extent) in rows {
        if let Some(known) = seen.get_mut(&key) {
            if known.len() >= MOST_ALIKE {
                if known.len() == MOST_ALIKE {
                    faults.push(too_many(&name(&key), extent.provenance, column));
                    known.push(extent);
                }
                continue;
            }
            if let Some(first) = known.iter().find(|first| first.meets(&extent)) {
                let there = &first.provenance.origin;
                let kind = FaultKind::overlap(&name(&key), extent.validity, first.validity, there);
                let here = extent.provenance.origin.clone();
                faults.push(Fault::new(here, Some(column), kind));
            }
            known.push(extent);
        } else {
            seen.insert(key, vec![extent]);
        }
    }
}
