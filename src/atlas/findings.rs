//! What is wrong with tables, collected while they are read.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::limits::SUGGESTIONS;
use crate::network::Fault;

/// Collects faults while tables are read.
#[derive(Debug)]
pub(super) struct Findings {
    /// How many are kept of a file.
    most: usize,
    faults: RefCell<Vec<Fault>>,
    /// How many each file has.
    of_file: RefCell<FxHashMap<Option<Arc<str>>, usize>>,
    suggestions: Cell<u32>,
    refused: RefCell<Refused>,
}

/// Records that stand in a table but could not be read; references to them are no faults.
#[derive(Debug, Default)]
struct Refused {
    codes: FxHashSet<String>,
    /// A whole table, so that nobody knows what stands in it.
    table: bool,
}

impl Findings {
    /// None yet; of each file at most `most` are kept.
    pub(super) fn within(most: usize) -> Self {
        Self {
            most,
            faults: RefCell::default(),
            of_file: RefCell::default(),
            suggestions: Cell::default(),
            refused: RefCell::default(),
        }
    }

    pub(super) fn add(&self, fault: Fault) {
        let mut counts = self.of_file.borrow_mut();
        let count = counts.entry(fault.origin.file.clone()).or_default();
        *count += 1;
        if *count <= self.most {
            self.faults.borrow_mut().push(fault);
        }
    }

    /// Lets references to the record of this code pass, which is not read.
    pub(super) fn refuse(&self, code: String) {
        self.refused.borrow_mut().codes.insert(code);
    }

    pub(super) fn count(&self) -> usize {
        self.of_file.borrow().values().sum()
    }

    pub(super) fn of_file(&self, file: &Arc<str>) -> usize {
        let counts = self.of_file.borrow();
        counts.get(&Some(Arc::clone(file))).copied().unwrap_or(0)
    }

    /// Whether the nearest known name is still looked for.
    pub(super) fn may_suggest(&self) -> bool {
        let made = self.suggestions.get();
        self.suggestions.set(made.saturating_add(1));
        made < SUGGESTIONS
    }

    /// Whether a record of this code may stand in a row that was refused.
    pub(super) fn refused(&self, code: &str) -> bool {
        let refused = self.refused.borrow();
        refused.table || refused.codes.contains(code)
    }

    /// Lets references to a table pass that is not read, where others refer to it by `key`.
    pub(super) fn refuse_table(&self, key: &str) {
        self.refused.borrow_mut().table |= !key.is_empty();
    }

    /// The faults that were kept, and how many were not.
    pub(super) fn into_parts(self) -> (Vec<Fault>, usize) {
        let count = self.count();
        let kept = self.faults.into_inner();
        let more = count - kept.len();
        (kept, more)
    }
}
