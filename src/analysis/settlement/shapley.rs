use super::error::{LARGEST_GAME, SettlementError};
use crate::quantity::Money;

/// The exact Shapley value of a game (L. S. Shapley, *A value for n-person games*, 1953): what each
/// player adds to a coalition on average over all orders of joining, in whole cents that add up to
/// the worth of all players together.
///
/// `worth` is asked once for every coalition but the empty one, which is worth nothing; bit `i` of
/// a coalition stands for player `i`. Rounding cents go to the largest remainders, ties to the
/// earlier player.
///
/// # Errors
/// More than [`LARGEST_GAME`] players.
///
/// # Complexity
/// `n 2^n` additions.
///
/// ```
/// use trade_corridor::analysis::settlement::shapley;
/// use trade_corridor::quantity::Money;
/// // Two railways that earn 100 alone each, and 500 together.
/// let parts = shapley(2, |who| Money::from_cents(if who == 0b11 { 500 } else { 100 }))?;
/// assert_eq!(parts, [Money::from_cents(250); 2]);
/// assert!(shapley(11, |_| Money::ZERO).is_err());
/// # Ok::<(), trade_corridor::analysis::settlement::SettlementError>(())
/// ```
pub fn shapley(
    players: usize,
    worth: impl Fn(u32) -> Money,
) -> Result<Vec<Money>, SettlementError> {
    if players > LARGEST_GAME {
        return Err(SettlementError::TooManyPlayers { players });
    }
    let coalitions = 1_u32 << players;
    let worth: Vec<i128> = (0..coalitions)
        .map(|who| match who {
            0 => 0,
            _ => i128::from(worth(who).as_cents()),
        })
        .collect();
    let factorials: Vec<i128> = (0..=players as i128)
        .scan(1, |product, factor| {
            *product *= factor.max(1);
            Some(*product)
        })
        .collect();
    let whole = factorials[players];
    let mut parts: Vec<i128> = Vec::with_capacity(players);
    let mut remainders: Vec<(i128, usize)> = Vec::with_capacity(players);
    for player in 0..players {
        let bit = 1_u32 << player;
        // In units of a cent over `players!`.
        let value: i128 = (0..coalitions)
            .filter(|who| who & bit == 0)
            .map(|who| {
                let before = who.count_ones() as usize;
                let orders = factorials[before] * factorials[players - before - 1];
                orders * (worth[(who | bit) as usize] - worth[who as usize])
            })
            .sum();
        parts.push(value.div_euclid(whole));
        remainders.push((value.rem_euclid(whole), player));
    }
    remainders.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let all = worth.last().copied().unwrap_or_default();
    let missing = all - parts.iter().sum::<i128>();
    for (_, player) in remainders.into_iter().take(missing.max(0) as usize) {
        parts[player] += 1;
    }
    Ok(parts
        .into_iter()
        .map(|cents| Money::from_cents(i64::try_from(cents).unwrap_or(i64::MAX)))
        .collect())
}
