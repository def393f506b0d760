//! A four-ary heap: flatter than a binary one, and the children of an entry share a cache line.

/// Smallest entry first; equal ones are alike, so runs repeat.
#[derive(Clone, Debug)]
pub(crate) struct FourAry<E> {
    entries: Vec<E>,
}

impl<E> Default for FourAry<E> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
        }
    }
}

impl<E: Copy + Ord> FourAry<E> {
    #[inline]
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
    }

    /// Smallest entry, without taking it.
    #[inline]
    pub(crate) fn first(&self) -> Option<E> {
        self.entries.first().copied()
    }

    #[inline]
    pub(crate) fn push(&mut self, entry: E) {
        let mut at = self.entries.len();
        self.entries.push(entry);
        while at > 0 {
            let parent = (at - 1) / 4;
            if self.entries[parent] <= entry {
                break;
            }
            self.entries[at] = self.entries[parent];
            at = parent;
        }
        self.entries[at] = entry;
    }

    #[inline]
    pub(crate) fn pop(&mut self) -> Option<E> {
        let last = self.entries.pop()?;
        let Some(top) = self.first() else {
            return Some(last);
        };
        let entries = self.entries.as_mut_slice();
        let mut at = 0;
        loop {
            let first = 4 * at + 1;
            let least = if let Some(children) = entries.get(first..first + 4) {
                let left = usize::from(children[1] < children[0]);
                let right = 2 + usize::from(children[3] < children[2]);
                first
                    + if children[right] < children[left] {
                        right
                    } else {
                        left
                    }
            } else {
                let Some(least) = (first..entries.len()).min_by_key(|&child| entries[child]) else {
                    break;
                };
                least
            };
            if entries[least] >= last {
                break;
            }
            entries[at] = entries[least];
            at = least;
        }
        entries[at] = last;
        Some(top)
    }
}

/// Smallest key first; entries with equal keys leave by the smaller item.
#[derive(Clone, Debug, Default)]
pub(crate) struct Heap {
    // key in the upper bits, item in the lower 32: one comparison orders both
    entries: FourAry<u128>,
}

impl Heap {
    #[inline]
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
    }

    /// Smallest key, without taking it.
    #[inline]
    pub(crate) fn min_key(&self) -> Option<u64> {
        self.entries.first().map(|entry| unpack(entry).0)
    }

    #[inline]
    pub(crate) fn push(&mut self, key: u64, item: u32) {
        self.entries.push(u128::from(key) << 32 | u128::from(item));
    }

    #[inline]
    pub(crate) fn pop(&mut self) -> Option<(u64, u32)> {
        self.entries.pop().map(unpack)
    }
}

#[inline]
fn unpack(entry: u128) -> (u64, u32) {
    ((entry >> 32) as u64, entry as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sorts_by_key_then_item() {
        let mut heap = Heap::default();
        let mut state = 7_u64;
        let mut expected = Vec::new();
        for item in 0..1_000 {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let key = (state >> 60) << 58;
            heap.push(key, item);
            expected.push((key, item));
        }
        expected.sort_unstable();
        let sorted: Vec<_> = std::iter::from_fn(|| heap.pop()).collect();
        assert_eq!(sorted, expected);
        assert_eq!(heap.min_key(), None);
    }
}
