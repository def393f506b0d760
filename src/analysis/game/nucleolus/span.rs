use super::arithmetic::{common, minus, times};
use crate::analysis::game::GameError;

/// Sets of players, and sums of players that follow from them.
pub(super) struct Span {
    players: usize,
    /// Where each row begins; noughts stand before, and where earlier rows begin.
    rows: Vec<(usize, Vec<i128>)>,
}

impl Span {
    pub(super) const fn of(players: usize) -> Self {
        Self {
            players,
            rows: Vec::new(),
        }
    }

    /// Whether every sum follows.
    pub(super) fn is_whole(&self) -> bool {
        self.rows.len() == self.players
    }

    pub(super) fn has(&self, sum: Vec<i128>) -> Result<bool, GameError> {
        Ok(self.rest(sum)?.iter().all(|it| *it == 0))
    }

    pub(super) fn add(&mut self, who: usize) -> Result<(), GameError> {
        let rest = self.rest(self.ones(who))?;
        if let Some(start) = rest.iter().position(|it| *it != 0) {
            self.rows.push((start, rest));
        }
        Ok(())
    }

    /// Players as a sum: one of each of the coalition.
    pub(super) fn ones(&self, who: usize) -> Vec<i128> {
        let players = 0..self.players;
        players
            .map(|player| i128::from(who >> player & 1 == 1))
            .collect()
    }

    /// What does not follow, times some number.
    fn rest(&self, mut sum: Vec<i128>) -> Result<Vec<i128>, GameError> {
        for (start, row) in &self.rows {
            let (mine, its) = (sum[*start], row[*start]);
            if mine == 0 {
                continue;
            }
            for (it, row) in sum.iter_mut().zip(row) {
                *it = minus(times(*it, its)?, times(*row, mine)?)?;
            }
            let common = common(sum.iter().copied())?.max(1);
            for it in &mut sum {
                *it /= common;
            }
        }
        Ok(sum)
    }
}
