//! Values of a game, exactly: fractions of a cent, and whole cents that add up.

use super::GameError;
use crate::quantity::Money;

/// Parts of players over one denominator.
#[derive(Clone, Debug)]
pub(super) struct Parts {
    pub(super) parts: Vec<i128>,
    pub(super) whole: i128,
}

/// The Shapley value: what a player adds on average over all orders of joining.
pub(super) fn shapley(players: usize, worth: &[i64]) -> Parts {
    let blocs: Vec<usize> = (0..players).collect();
    owen(players, worth, &blocs)
}

/// The Owen value: the same over the orders in which blocs stay together (G. Owen, *Values of games with a priori
/// unions*, 1977). `blocs` has the bloc of each player, numbered from nothing on; where each is a bloc of its own
/// it is the Shapley value.
pub(super) fn owen(players: usize, worth: &[i64], blocs: &[usize]) -> Parts {
    let count = blocs.iter().max().map_or(0, |last| last + 1);
    let members = |bloc: usize| -> Vec<usize> {
        (0..players)
            .filter(|player| blocs[*player] == bloc)
            .collect()
    };
    let masks: Vec<usize> = (0..count)
        .map(|bloc| {
            members(bloc)
                .into_iter()
                .fold(0, |mask, player| mask | 1 << player)
        })
        .collect();
    let largest = (0..count)
        .map(|bloc| members(bloc).len())
        .max()
        .unwrap_or(0);
    let factorials = factorials(players);
    let whole = factorials[count] * factorials[largest];
    let mut parts = vec![0_i128; players];
    for bloc in 0..count {
        let own = members(bloc);
        let others: Vec<usize> = (0..count).filter(|other| *other != bloc).collect();
        // To one denominator for blocs of all sizes.
        let scale = factorials[largest] / factorials[own.len()];
        for before in 0_usize..1 << others.len() {
            let came = (others.iter().enumerate()).filter(|(bit, _)| before >> bit & 1 == 1);
            let base = came.fold(0, |mask, (_, other)| mask | masks[*other]);
            let first = before.count_ones() as usize;
            let of_blocs = factorials[first] * factorials[count - first - 1];
            for within in 0_usize..1 << own.len() {
                let came = (own.iter().enumerate()).filter(|(bit, _)| within >> bit & 1 == 1);
                let coalition = came.fold(base, |mask, (_, player)| mask | 1 << player);
                let second = within.count_ones() as usize;
                if second == own.len() {
                    continue;
                }
                let orders = of_blocs * factorials[second] * factorials[own.len() - second - 1];
                for (bit, player) in own.iter().enumerate() {
                    if within >> bit & 1 == 0 {
                        let more = worth[coalition | 1 << player] - worth[coalition];
                        parts[*player] += orders * scale * i128::from(more);
                    }
                }
            }
        }
    }
    Parts { parts, whole }
}

impl Parts {
    /// Whole cents that add up to the worth of all, by largest remainders, of equal ones to the earlier player.
    pub(super) fn cents(&self, all: i64) -> Vec<Money> {
        let mut cents: Vec<i128> = self
            .parts
            .iter()
            .map(|part| part.div_euclid(self.whole))
            .collect();
        let missing = i128::from(all) - cents.iter().sum::<i128>();
        let mut order: Vec<usize> = (0..cents.len()).collect();
        order.sort_by_key(|player| std::cmp::Reverse(self.parts[*player].rem_euclid(self.whole)));
        for player in order.into_iter().take(missing.max(0) as usize) {
            cents[player] += 1;
        }
        let money = |cents: i128| Money::from_cents(i64::try_from(cents).unwrap_or(i64::MAX));
        cents.into_iter().map(money).collect()
    }

    /// The coalition that could gain most by going alone, and how much, before anything is rounded: more than
    /// nothing where the value is not in the core. Of several the one of the fewest players, then the first.
    pub(super) fn most_blocking(&self, worth: &[i64]) -> Result<(u32, i128), GameError> {
        let mut most = (0_u32, i128::MIN);
        for (coalition, gain) in (0..).zip(self.excesses(worth)?).skip(1) {
            let fewer = u32::count_ones(coalition) < most.0.count_ones();
            if gain > most.1 || (gain == most.1 && fewer) {
                most = (coalition, gain);
            }
        }
        Ok(most)
    }

    /// What each coalition is worth more than its players get, over the denominator of the parts.
    pub(super) fn excesses(&self, worth: &[i64]) -> Result<Vec<i128>, GameError> {
        let mut sums = vec![0_i128; worth.len()];
        let mut excess = vec![0_i128; worth.len()];
        for who in 1..worth.len() {
            let part = self.parts[who.trailing_zeros() as usize];
            let sum = sums[who & (who - 1)].checked_add(part);
            sums[who] = sum.ok_or(GameError::TooLarge)?;
            let worth = i128::from(worth[who]).checked_mul(self.whole);
            let more = worth.and_then(|worth| worth.checked_sub(sums[who]));
            excess[who] = more.ok_or(GameError::TooLarge)?;
        }
        Ok(excess)
    }
}

fn factorials(players: usize) -> Vec<i128> {
    let mut factorials = vec![1_i128];
    for next in 1..=players.max(1) {
        factorials.push(factorials[next - 1] * next as i128);
    }
    factorials
}
