//! Compressed rows: lists of different lengths, one after the other in one array.

use std::ops::Range;

/// Rows of items; rows and items are numbered with 32 bits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rows<T> {
    /// Where each row begins, and where the last one ends.
    first: Vec<u32>,
    items: Vec<T>,
}

impl<T> Default for Rows<T> {
    fn default() -> Self {
        Self::with_capacity(0, 0)
    }
}

impl<T> Rows<T> {
    /// No rows yet.
    pub(crate) fn with_capacity(rows: usize, items: usize) -> Self {
        let mut first = Vec::with_capacity(rows + 1);
        first.push(0);
        let items = Vec::with_capacity(items);
        Self { first, items }
    }

    /// Removes all rows and keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.first.truncate(1);
        self.items.clear();
    }

    /// Adds an item to the row at work.
    #[inline]
    pub(crate) fn push(&mut self, item: T) {
        self.items.push(item);
    }

    /// Ends the row at work; the next one begins.
    #[inline]
    pub(crate) fn end_row(&mut self) {
        self.first.push(self.items.len() as u32);
    }

    /// The row at work.
    #[inline]
    pub(crate) fn open_row(&mut self) -> &mut [T] {
        let start = self.first[self.first.len() - 1] as usize;
        &mut self.items[start..]
    }

    /// Gives back the memory that is not needed.
    pub(crate) fn shrink_to_fit(&mut self) {
        self.first.shrink_to_fit();
        self.items.shrink_to_fit();
    }

    /// Number of rows that have ended.
    #[inline]
    pub(crate) fn len(&self) -> usize {
        self.first.len() - 1
    }

    /// Where the items of a row lie among all.
    #[inline]
    pub(crate) fn range(&self, row: usize) -> Range<usize> {
        self.first[row] as usize..self.first[row + 1] as usize
    }

    /// Where the items of each row lie, row by row.
    pub(crate) fn ranges(&self) -> impl Iterator<Item = Range<u32>> + Clone + '_ {
        self.first.windows(2).map(|ends| ends[0]..ends[1])
    }

    #[inline]
    pub(crate) fn row(&self, row: usize) -> &[T] {
        &self.items[self.range(row)]
    }

    /// The items of all rows.
    #[inline]
    pub(crate) fn items(&self) -> &[T] {
        &self.items
    }
}

impl<T: Copy> Rows<T> {
    /// Adds items that are there already to the row at work.
    #[inline]
    pub(crate) fn extend_from_within(&mut self, range: Range<usize>) {
        self.items.extend_from_within(range);
    }

    /// Adds an item several times to the row at work.
    pub(crate) fn extend_by(&mut self, count: usize, item: T) {
        self.items.resize(self.items.len() + count, item);
    }

    /// Lets a function rearrange each row in turn, and keeps as many items at its beginning as the
    /// function returns.
    pub(crate) fn retain(&mut self, mut arrange: impl FnMut(usize, &mut [T]) -> usize) {
        let mut kept = 0;
        for row in 0..self.len() {
            let range = self.range(row);
            let count = arrange(row, &mut self.items[range.clone()]);
            self.first[row] = kept as u32;
            self.items
                .copy_within(range.start..range.start + count, kept);
            kept += count;
        }
        if let Some(end) = self.first.last_mut() {
            *end = kept as u32;
        }
        self.items.truncate(kept);
    }
}

impl<T: Copy + Default> Rows<T> {
    /// Sorts items into `count` rows by counting; in a row they stay in the order given.
    pub(crate) fn group(count: usize, items: impl Iterator<Item = (u32, T)> + Clone) -> Self {
        // two places ahead, so that every row's begin can serve as its cursor and ends up right
        let mut first = vec![0_u32; count + 2];
        for (row, _) in items.clone() {
            first[row as usize + 2] += 1;
        }
        for row in 1..=count {
            first[row + 1] += first[row];
        }
        let mut sorted = vec![T::default(); first[count + 1] as usize];
        for (row, item) in items {
            let seat = &mut first[row as usize + 1];
            sorted[*seat as usize] = item;
            *seat += 1;
        }
        first.pop();
        Self {
            first,
            items: sorted,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_stably() {
        let items = [(2, 'a'), (0, 'b'), (2, 'c'), (0, 'd'), (3, 'e')];
        let rows = Rows::group(5, items.into_iter());
        let all: Vec<&[char]> = (0..rows.len()).map(|row| rows.row(row)).collect();
        assert_eq!(all, [&['b', 'd'][..], &[], &['a', 'c'], &['e'], &[]]);
        assert_eq!(
            rows.ranges().collect::<Vec<_>>(),
            [0..2, 2..2, 2..4, 4..5, 5..5]
        );
        assert_eq!(Rows::<u8>::group(0, std::iter::empty()), Rows::default());
    }

    #[test]
    fn keeps_what_each_row_keeps() {
        let mut rows = Rows::group(3, [(0, 5), (0, 5), (1, 7), (2, 9), (2, 8)].into_iter());
        rows.retain(|row, items| {
            items.reverse();
            [1, 0, 2][row]
        });
        let all: Vec<&[i32]> = (0..3).map(|row| rows.row(row)).collect();
        assert_eq!(all, [&[5][..], &[], &[8, 9]]);
        assert_eq!(rows.items(), [5, 8, 9]);
        rows.clear();
        assert_eq!((rows.len(), rows.items().len()), (0, 0));
    }
}
