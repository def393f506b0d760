//! Which partial path is expanded next?

/// Smallest sums first, lexicographically; then the older label.
#[derive(Debug)]
pub(super) struct Queue<const N: usize> {
    entries: Vec<([u64; N], u32)>,
}

impl<const N: usize> Default for Queue<N> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
        }
    }
}

impl<const N: usize> Queue<N> {
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(super) fn push(&mut self, sum: [u64; N], label: u32) {
        let entry = (sum, label);
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

    pub(super) fn pop(&mut self) -> Option<([u64; N], u32)> {
        let last = self.entries.pop()?;
        let Some(&top) = self.entries.first() else {
            return Some(last);
        };
        let entries = self.entries.as_mut_slice();
        let mut at = 0;
        loop {
            let first = 4 * at + 1;
            let end = (first + 4).min(entries.len());
            let Some(least) = (first..end).min_by_key(|&child| entries[child]) else {
                break;
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
