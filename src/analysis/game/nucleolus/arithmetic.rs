//! Whole numbers that are refused before they are wrong.

use crate::analysis::game::GameError;
use crate::quantity::gcd;

pub(super) fn times(a: i128, b: i128) -> Result<i128, GameError> {
    a.checked_mul(b).ok_or(GameError::TooLarge)
}

pub(super) fn plus(a: i128, b: i128) -> Result<i128, GameError> {
    a.checked_add(b).ok_or(GameError::TooLarge)
}

pub(super) fn minus(a: i128, b: i128) -> Result<i128, GameError> {
    a.checked_sub(b).ok_or(GameError::TooLarge)
}

/// The greatest number that divides all of them; nothing where all are nothing.
pub(super) fn common(numbers: impl IntoIterator<Item = i128>) -> Result<i128, GameError> {
    let numbers = numbers.into_iter().map(i128::unsigned_abs);
    i128::try_from(numbers.fold(0, gcd)).map_err(|_| GameError::TooLarge)
}
