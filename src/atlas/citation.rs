//! What the `source` cell of a row says, and how far off what a source states may be.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use crate::network::{Provenance, SourceId, SourceList};

/// A `source` cell that was read.
#[derive(Debug, Default)]
pub(super) struct Citation {
    /// Its sources, without the row.
    pub(super) provenance: Provenance,
    pub(super) whole_row: SourceList,
    /// Sources of single columns.
    pub(super) columns: Vec<(&'static str, SourceList)>,
}

impl Citation {
    /// The sources of a column: those that name it, else those of the whole row.
    pub(super) fn of(&self, column: &str) -> &SourceList {
        let named = self.columns.iter().find(|(name, _)| *name == column);
        named.map_or(&self.whole_row, |(_, sources)| sources)
    }
}

/// Cells and lists of sources that were read before; each list is kept once.
#[derive(Debug, Default)]
pub(super) struct Citations {
    cells: RefCell<FxHashMap<Box<str>, Rc<Citation>>>,
    lists: RefCell<FxHashMap<Vec<SourceId>, SourceList>>,
}

impl Citations {
    /// Forgets the cells: those of another file speak of other columns.
    pub(super) fn next_file(&self) {
        self.cells.borrow_mut().clear();
    }

    pub(super) fn known(&self, cell: &str) -> Option<Rc<Citation>> {
        self.cells.borrow().get(cell).cloned()
    }

    pub(super) fn keep(&self, cell: &str, citation: &Rc<Citation>) {
        let mut cells = self.cells.borrow_mut();
        cells.insert(cell.into(), Rc::clone(citation));
    }

    pub(super) fn list(&self, sources: Vec<SourceId>) -> SourceList {
        let mut lists = self.lists.borrow_mut();
        let list = lists.entry(sources);
        let list = list.or_insert_with_key(|sources| sources.iter().copied().collect());
        list.clone()
    }
}

/// How far off what sources state may be, in thousandths of the value.
#[derive(Debug, Default)]
pub(super) struct Ranges(FxHashMap<(SourceId, Option<&'static str>), [u32; 2]>);

impl Ranges {
    /// Sets the range of a source, of one column or of all; the first one stays.
    pub(super) fn set(&mut self, of: SourceId, column: Option<&'static str>, range: [u32; 2]) {
        self.0.entry((of, column)).or_insert(range);
    }

    /// The widest range that any of the sources gives a column.
    pub(super) fn widest(&self, sources: &SourceList, column: &'static str) -> Option<[u32; 2]> {
        if self.0.is_empty() {
            return None;
        }
        let ranges = sources.as_slice().iter().filter_map(|source| {
            let named = self.0.get(&(*source, Some(column)));
            named.or_else(|| self.0.get(&(*source, None))).copied()
        });
        ranges.reduce(|[low, high], [lower, higher]| [low.min(lower), high.max(higher)])
    }
}
