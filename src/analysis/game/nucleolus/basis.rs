use super::arithmetic::{minus, plus, times};
use crate::analysis::game::GameError;

/// A column of ones and noughts: a row for each player and a last one for the level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Column {
    /// None yet.
    Empty,
    /// Players whose sum is fixed; its weight has any sign, so it stays.
    Fixed(usize),
    /// A player who gets no less than it is worth alone.
    Floor(usize),
    /// A coalition whose excess is at most the level.
    Coalition(usize),
}

impl Column {
    fn players(self) -> usize {
        match self {
            Self::Empty => 0,
            Self::Fixed(players) | Self::Coalition(players) => players,
            Self::Floor(player) => 1 << player,
        }
    }
}

/// A basis and its inverse in whole numbers, `inverse / whole`. Pivots divide without a rest (J. Edmonds, *Systems of
/// distinct representatives and linear algebra*, 1967): all numbers are determinants of ones and noughts, small ones.
#[derive(Clone, Debug)]
pub(super) struct Basis {
    pub(super) columns: Vec<Column>,
    pub(super) inverse: Vec<Vec<i128>>,
    pub(super) whole: i128,
    /// The inverse times the first basis. It decides between equal rows, so that no basis comes again (G. Dantzig, A. Orden
    /// and P. Wolfe, 1955).
    order: Vec<Vec<i128>>,
}

impl Basis {
    pub(super) fn empty(rows: usize) -> Self {
        Self {
            columns: vec![Column::Empty; rows],
            inverse: diagonal(rows, 1),
            whole: 1,
            order: Vec::new(),
        }
    }

    /// Puts a column in an empty row, the last one at last, if it is independent of those before.
    pub(super) fn fill(&mut self, column: Column) -> Result<bool, GameError> {
        let along = self.along(column)?;
        let mut rows = (0..along.len()).filter(|row| along[*row] != 0);
        match rows.find(|row| self.columns[*row] == Column::Empty) {
            Some(row) => self.enter(row, column, &along).map(|()| true),
            None => Ok(false),
        }
    }

    /// Whether each coalition is no sum of those that are fixed: an empty row sees it.
    pub(super) fn open(&self, coalitions: usize) -> Vec<bool> {
        let mut open = vec![false; coalitions];
        let mut sums = vec![0_i128; coalitions];
        let rows = self.columns.iter().zip(&self.inverse);
        let rows = rows.take(self.columns.len() - 1);
        for (_, row) in rows.filter(|(column, _)| **column == Column::Empty) {
            for who in 1..coalitions {
                sums[who] = sums[who & (who - 1)] + row[who.trailing_zeros() as usize];
                open[who] |= sums[who] != 0;
            }
        }
        open
    }

    /// From here on, order is by this basis.
    pub(super) fn begin(&mut self) {
        self.order = diagonal(self.columns.len(), self.whole);
    }

    /// A column by this basis, times `whole`.
    pub(super) fn along(&self, column: Column) -> Result<Vec<i128>, GameError> {
        let (players, level) = (column.players(), self.columns.len() - 1);
        let of_row = |row: &Vec<i128>| {
            let start = match column {
                Column::Coalition(_) => row[level],
                _ => 0,
            };
            let with = row[..level].iter().enumerate();
            let mut with = with.filter(|(player, _)| players >> player & 1 == 1);
            with.try_fold(start, |sum, (_, it)| plus(sum, *it))
        };
        self.inverse.iter().map(of_row).collect()
    }

    /// The row that makes room for a column: the first one whose weight would fall below nothing.
    pub(super) fn leaving(&self, along: &[i128]) -> Result<Option<usize>, GameError> {
        let mut first: Option<usize> = None;
        for (row, column) in self.columns.iter().enumerate() {
            if along[row] <= 0 || matches!(column, Column::Fixed(_)) {
                continue;
            }
            let earlier = match first {
                None => true,
                Some(other) => self.is_before(row, other, along)?,
            };
            if earlier {
                first = Some(row);
            }
        }
        Ok(first)
    }

    fn is_before(&self, row: usize, other: usize, along: &[i128]) -> Result<bool, GameError> {
        let weights = [(self.weight(row), self.weight(other))].into_iter();
        let order = self.order[row].iter().zip(&self.order[other]);
        for (of_row, of_other) in weights.chain(order.map(|(a, b)| (*a, *b))) {
            let (of_row, of_other) = (times(of_row, along[other])?, times(of_other, along[row])?);
            if of_row != of_other {
                return Ok(of_row < of_other);
            }
        }
        Ok(false)
    }

    /// The weight of a row's column, times `whole`.
    pub(super) fn weight(&self, row: usize) -> i128 {
        self.inverse[row][self.columns.len() - 1]
    }

    /// Puts a column that is `along` this basis in a row.
    pub(super) fn enter(
        &mut self,
        row: usize,
        column: Column,
        along: &[i128],
    ) -> Result<(), GameError> {
        for matrix in [&mut self.inverse, &mut self.order] {
            let Some(pivot) = matrix.get(row).cloned() else {
                continue;
            };
            let others = matrix.iter_mut().enumerate();
            for (at, other) in others.filter(|(at, _)| *at != row) {
                for (it, pivot) in other.iter_mut().zip(&pivot) {
                    let more = times(*it, along[row])?;
                    *it = minus(more, times(*pivot, along[at])?)? / self.whole;
                }
            }
        }
        self.columns[row] = column;
        self.whole = along[row];
        if self.whole < 0 {
            self.whole = -self.whole;
            for it in self.inverse.iter_mut().chain(&mut self.order).flatten() {
                *it = -*it;
            }
        }
        Ok(())
    }
}

fn diagonal(rows: usize, number: i128) -> Vec<Vec<i128>> {
    let of_row = |row| {
        let columns = (0..rows).map(|at| if at == row { number } else { 0 });
        columns.collect()
    };
    (0..rows).map(of_row).collect()
}
