//! Scratch memory of searches, shared by threads that answer through one reference.

use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, TryLockError};

use crate::router::{CchLabels, CchTies, Dijkstra, LayeredSearch};

/// As many threads find scratch at hand; more of them use fresh one.
const SLOTS: usize = 16;

/// What labels take at most, by slot.
const LABELS: usize = 4 << 20;

/// What the parts of arcs take at most, by slot.
const TIES: usize = 2 << 20;

/// What searches write to and use again.
pub(super) struct Scratch {
    pub(super) dijkstra: Dijkstra,
    pub(super) layered: LayeredSearch,
    pub(super) labels: CchLabels,
    pub(super) ties: CchTies,
}

impl Default for Scratch {
    fn default() -> Self {
        Self {
            dijkstra: Dijkstra::new(),
            layered: LayeredSearch::new(),
            labels: CchLabels::with_memory(LABELS),
            ties: CchTies::with_memory(TIES),
        }
    }
}

/// Scratch for several threads at once; never waits.
#[derive(Default)]
pub(super) struct Pool {
    slots: [Slot; SLOTS],
}

#[derive(Default)]
struct Slot {
    scratch: Mutex<Scratch>,
    /// What labels and parts of arcs took after the last search.
    bytes: AtomicUsize,
}

impl fmt::Debug for Pool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pool").finish_non_exhaustive()
    }
}

impl Pool {
    /// How many bytes labels and parts of arcs take.
    pub(super) fn bytes(&self) -> usize {
        let slots = self.slots.iter();
        slots.map(|slot| slot.bytes.load(Ordering::Relaxed)).sum()
    }

    /// Runs with scratch that nobody else uses.
    pub(super) fn with<R>(&self, run: impl FnOnce(&mut Scratch) -> R) -> R {
        for slot in &self.slots {
            let mut scratch = match slot.scratch.try_lock() {
                Ok(scratch) => scratch,
                Err(TryLockError::Poisoned(poisoned)) => {
                    // What a panic left half written is thrown away.
                    let mut scratch = poisoned.into_inner();
                    *scratch = Scratch::default();
                    slot.scratch.clear_poison();
                    scratch
                }
                Err(TryLockError::WouldBlock) => continue,
            };
            let answer = run(&mut scratch);
            let bytes = scratch.labels.memory() + scratch.ties.memory();
            slot.bytes.store(bytes, Ordering::Relaxed);
            return answer;
        }
        run(&mut Scratch::default())
    }
}
