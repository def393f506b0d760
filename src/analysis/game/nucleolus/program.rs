use std::cmp::Reverse;

use super::arithmetic::{common, plus, times};
use super::basis::{Basis, Column};
use super::step::{Among, Step};
use crate::analysis::game::GameError;
use crate::analysis::game::values::Parts;

/// A program of the sequence: the least level that no open coalition's excess lies above, of all divisions that leave
/// fixed sums as they are. Open are coalitions that are no sum of fixed ones.
///
/// It is solved by its dual, weights of coalitions that add up to one and to fixed sums of players, of the most excess:
/// a basis has only a column more than there are players, and what comes into it is found by going through all
/// coalitions.
pub(super) struct Program {
    parts: Parts,
    /// By the division so far, over its denominator.
    excess: Vec<i128>,
    among: Among,
    open: Vec<bool>,
    basis: Basis,
}

impl Program {
    /// The program after these sums were fixed by this division.
    pub(super) fn new(
        worth: &[i64],
        parts: Parts,
        among: Among,
        fixed: &Basis,
    ) -> Result<Self, GameError> {
        let mut program = Self {
            excess: parts.excesses(worth)?,
            parts,
            among,
            open: fixed.open(worth.len()),
            basis: fixed.clone(),
        };
        program.start()?;
        Ok(program)
    }

    /// The first basis: the open coalition of the most excess and everybody else have a half each, nobody else has
    /// anything.
    fn start(&mut self) -> Result<(), GameError> {
        let all = self.excess.len() - 1;
        let open = (1..all).filter(|who| self.open[*who]);
        let most = open.max_by_key(|who| (self.excess[*who], Reverse(*who)));
        let most = most.ok_or(GameError::Unproven)?;
        let alone = (0..self.parts.parts.len()).map(|player| 1 << player);
        for who in [most, all & !most].into_iter().chain(alone) {
            if self.open[who] {
                self.basis.fill(Column::Coalition(who))?;
            }
        }
        if self.basis.columns.contains(&Column::Empty) {
            return Err(GameError::Unproven);
        }
        self.basis.begin();
        Ok(())
    }

    /// Makes pivots until no coalition lies above the level; the division, what is tight, and how many pivots it took.
    pub(super) fn solve(mut self, most: usize) -> Result<(Parts, Step, usize), GameError> {
        let mut pivots = 0;
        loop {
            let prices = self.prices()?;
            let Some(column) = self.entering(&prices)? else {
                let step = self.step();
                return Ok((self.division(prices)?, step, pivots));
            };
            if pivots == most {
                return Err(GameError::TooManyPivots { most });
            }
            let along = self.basis.along(column)?;
            let row = self.basis.leaving(&along)?.ok_or(GameError::Unproven)?;
            self.basis.enter(row, column, &along)?;
            pivots += 1;
        }
    }

    /// What the basis gives each player more than the division so far, and the level, times the basis' `whole`.
    fn prices(&self) -> Result<Vec<i128>, GameError> {
        let mut prices = vec![0_i128; self.basis.columns.len()];
        for (column, row) in self.basis.columns.iter().zip(&self.basis.inverse) {
            let cost = match *column {
                Column::Empty | Column::Fixed(_) => continue,
                Column::Coalition(who) => self.excess[who],
                Column::Floor(player) => self.excess[1 << player],
            };
            for (price, it) in prices.iter_mut().zip(row) {
                *price = plus(*price, times(cost, *it)?)?;
            }
        }
        Ok(prices)
    }

    /// The coalition that lies most above the level, or the player who lies most below what it is worth alone.
    fn entering(&self, prices: &[i128]) -> Result<Option<Column>, GameError> {
        let whole = self.basis.whole;
        self.is_small(prices)?;
        let players = self.parts.parts.len();
        let level = prices[players];
        let mut sums = vec![0_i128; self.excess.len()];
        let mut most = (0, None);
        for who in 1..self.excess.len() {
            sums[who] = sums[who & (who - 1)] + prices[who.trailing_zeros() as usize];
            if !self.open[who] {
                continue;
            }
            let above = self.excess[who] * whole - sums[who] - level;
            if above > most.0 {
                most = (above, Some(Column::Coalition(who)));
            }
        }
        if self.among == Among::Imputations {
            for (player, price) in prices[..players].iter().enumerate() {
                let below = self.excess[1 << player] * whole - price;
                if below > most.0 {
                    most = (below, Some(Column::Floor(player)));
                }
            }
        }
        Ok(most.1)
    }

    /// No sum in [`Program::entering`] is too large, so that none of many is asked.
    fn is_small(&self, prices: &[i128]) -> Result<(), GameError> {
        let largest = self.excess.iter().map(|it| it.unsigned_abs()).max();
        let scaled = largest
            .unwrap_or(0)
            .checked_mul(self.basis.whole.unsigned_abs());
        let mut prices = prices.iter().map(|it| it.unsigned_abs());
        let sum = prices.try_fold(scaled.unwrap_or(u128::MAX), u128::checked_add);
        match sum {
            Some(sum) if sum <= i128::MAX.unsigned_abs() => Ok(()),
            _ => Err(GameError::TooLarge),
        }
    }

    fn division(self, prices: Vec<i128>) -> Result<Parts, GameError> {
        let (scale, before) = (self.basis.whole, self.parts);
        let parts = before.parts.iter().zip(prices);
        let parts = parts.map(|(part, more)| plus(times(*part, scale)?, more));
        let parts: Vec<i128> = parts.collect::<Result<_, _>>()?;
        let whole = times(before.whole, scale)?;
        let common = common(parts.iter().copied().chain([whole]))?;
        Ok(Parts {
            parts: parts.into_iter().map(|part| part / common).collect(),
            whole: whole / common,
        })
    }

    /// What has weight is tight in every best division.
    fn step(&self) -> Step {
        let (mut coalitions, mut floors) = (Vec::new(), Vec::new());
        for (row, column) in self.basis.columns.iter().enumerate() {
            match (*column, self.basis.weight(row)) {
                (Column::Coalition(who), weight) if weight > 0 => coalitions.push((who, weight)),
                (Column::Floor(player), weight) if weight > 0 => floors.push((player, weight)),
                _ => {}
            }
        }
        Step { coalitions, floors }
    }
}
