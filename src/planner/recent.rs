//! Rules and prices of recent questions, in bounded memory.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::metrics::Ruled;
use super::{Error, Planner};
use crate::code::Country;
use crate::costing::Shipment;
use crate::policy::{CompiledPolicy, Policy};

/// What a planner keeps at most unless set otherwise.
const DEFAULT_LIMIT: usize = 64 << 20;

/// The last asked for first.
#[derive(Debug)]
pub(super) struct Recent {
    entries: Mutex<Vec<Entry>>,
    limit: AtomicUsize,
    /// How often a question found what it stands on.
    found: AtomicUsize,
}

/// Counting what all entries take is not worth it at each question.
const TRIMMED_EVERY: usize = 16;

#[derive(Debug)]
struct Entry {
    policy: Policy,
    /// The rules before closures are lifted for a trip.
    compiled: CompiledPolicy,
    ruled: Arc<Ruled>,
}

impl Default for Recent {
    fn default() -> Self {
        Self {
            entries: Mutex::default(),
            limit: AtomicUsize::new(DEFAULT_LIMIT),
            found: AtomicUsize::new(0),
        }
    }
}

impl Recent {
    fn lock(&self) -> MutexGuard<'_, Vec<Entry>> {
        // What a panic elsewhere left behind is whole: entries are put in at once.
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn bytes(entries: &[Entry]) -> usize {
        entries.iter().map(|entry| entry.ruled.bytes()).sum()
    }

    /// Forgets the oldest entries beyond the limit; the newest goes last.
    fn trim(&self, entries: &mut Vec<Entry>) {
        let (mut total, limit) = (0, self.limit.load(Ordering::Relaxed));
        let fits = |entry: &Entry| {
            total += entry.ruled.bytes();
            total <= limit
        };
        let keep = entries.iter().map(fits).take_while(|fits| *fits).count();
        entries.truncate(keep);
    }
}

impl Planner {
    /// Sets how many bytes the rules, weights, hierarchies and scratch of recent questions may take, about;
    /// 64 MiB at first, nothing is kept at 0. All clones of a planner share them.
    ///
    /// A question under the rules, the shipment and the objective of a recent one skips what these stand
    /// on; answers are the same.
    pub fn set_memory_limit(&self, bytes: usize) {
        let recent = &self.kept.recent;
        recent.limit.store(bytes, Ordering::Relaxed);
        recent.trim(&mut recent.lock());
    }

    /// About how many bytes the rules, weights, hierarchies and scratch of recent questions take.
    #[must_use]
    pub fn memory_used(&self) -> usize {
        Recent::bytes(&self.kept.recent.lock())
    }

    /// Rules and prices for a trip, kept from a recent question or made.
    pub(super) fn ruled(
        &self,
        policy: &Policy,
        shipment: &Shipment,
        (origin, destination): (Country, Country),
    ) -> Result<Arc<Ruled>, Error> {
        let recent = &self.kept.recent;
        let mut compiled = None;
        let mut entries = recent.lock();
        for at in 0..entries.len() {
            let entry = &entries[at];
            if entry.policy != *policy {
                continue;
            }
            let exempt = entry.compiled.exempt(origin, destination);
            if entry.ruled.shipment == *shipment && entry.ruled.exempt == exempt {
                let ruled = entry.ruled.clone();
                entries[..=at].rotate_right(1);
                // Weights, hierarchies and scratch come later than the entries.
                if recent
                    .found
                    .fetch_add(1, Ordering::Relaxed)
                    .is_multiple_of(TRIMMED_EVERY)
                {
                    recent.trim(&mut entries);
                }
                return Ok(ruled);
            }
            compiled = Some(entry.compiled.clone());
        }
        drop(entries); // others need not wait while these are made
        let compiled = match compiled {
            Some(compiled) => compiled,
            None => policy.compile(&self.world)?,
        };
        let exempt = compiled.exempt(origin, destination);
        let ruled = Arc::new(self.rule(shipment, &compiled, exempt)?);
        let entry = Entry {
            policy: policy.clone(),
            compiled,
            ruled: ruled.clone(),
        };
        let mut entries = recent.lock();
        entries.insert(0, entry);
        recent.trim(&mut entries);
        Ok(ruled)
    }
}
