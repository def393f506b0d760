//! Where codes stand in a list.

use std::hash::{BuildHasher, BuildHasherDefault};

use rustc_hash::FxHasher;

/// An empty slot.
const NONE: u32 = u32::MAX;

/// Open addressing over positions of a list that keeps the codes, so that none is copied.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    /// As many as a power of two, at least half of them empty.
    slots: Vec<u32>,
    used: usize,
}

impl Index {
    /// The index of a list of `length` codes.
    pub(super) fn of<'a>(length: usize, code_at: impl Fn(usize) -> &'a str) -> Self {
        let mut index = Self::default();
        index.resize(2 * length, &code_at);
        for at in 0..length {
            index.insert(at, &code_at);
        }
        index
    }

    /// The first position that has this code.
    pub(super) fn find<'a>(&self, code: &str, code_at: impl Fn(usize) -> &'a str) -> Option<usize> {
        if self.slots.is_empty() {
            return None;
        }
        let found = self.slots[self.slot(code, code_at)];
        (found != NONE).then_some(found as usize)
    }

    /// Notes the position, unless an earlier one has the same code.
    pub(super) fn insert<'a>(&mut self, at: usize, code_at: impl Fn(usize) -> &'a str) {
        if self.slots.len() < 2 * (self.used + 1) {
            self.resize(4 * (self.used + 1), &code_at);
        }
        let slot = self.slot(code_at(at), &code_at);
        if self.slots[slot] == NONE {
            self.slots[slot] = at as u32;
            self.used += 1;
        }
    }

    /// The slot where the code stands or would stand.
    fn slot<'a>(&self, code: &str, code_at: impl Fn(usize) -> &'a str) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = BuildHasherDefault::<FxHasher>::default().hash_one(code) as usize & mask;
        loop {
            match self.slots[slot] {
                at if at == NONE || code_at(at as usize) == code => return slot,
                _ => slot = (slot + 1) & mask,
            }
        }
    }

    fn resize<'a>(&mut self, slots: usize, code_at: impl Fn(usize) -> &'a str) {
        let larger = vec![NONE; slots.next_power_of_two()];
        for at in std::mem::replace(&mut self.slots, larger) {
            if at != NONE {
                let slot = self.slot(code_at(at as usize), &code_at);
                self.slots[slot] = at;
            }
        }
    }
}
