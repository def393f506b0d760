//! Whole numbers that are refused before they are wrong.

use crate::analysis::game::GameError;
use crate::analysis::game::values::Parts;

pub(super) fn times(a: i128, b: i128) -> Result<i128, GameError> {
    a.checked_mul(b).ok_or(GameError::TooLarge)
}

pub(super) fn plus(a: i128, b: i128) -> Result<i128, GameError> {
    a.checked_add(b).ok_or(GameError::TooLarge)
}

pub(super) fn minus(a: i128, b: i128) -> Result<i128, GameError> {
    a.checked_sub(b).ok_or(GameError::TooLarge)
}

pub(super) fn common(numbers: impl IntoIterator<Item = i128>) -> i128 {
    numbers.into_iter().fold(0, |mut a, mut b| {
        while b != 0 {
            (a, b) = (b, a % b);
        }
        a.abs()
    })
}

/// What each coalition is worth more than its players get, over the parts' denominator.
pub(super) fn excesses(worth: &[i64], parts: &Parts) -> Result<Vec<i128>, GameError> {
    let mut sums = vec![0_i128; worth.len()];
    let mut excess = vec![0_i128; worth.len()];
    for who in 1..worth.len() {
        let part = parts.parts[who.trailing_zeros() as usize];
        sums[who] = plus(sums[who & (who - 1)], part)?;
        excess[who] = minus(times(i128::from(worth[who]), parts.whole)?, sums[who])?;
    }
    Ok(excess)
}
