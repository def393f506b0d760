use serde::Serialize;

/// What something is in all draws, from the least to the most.
///
/// ```
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// use trade_corridor::prelude::*;
///
/// let planner = Planner::embedded(date(2026, 11, 22))?;
/// let sure = planner.confidence(&Request::new("Baku", "Tbilisi"))?;
/// let cost = sure.cost();
/// assert!(cost.low() <= cost.median() && cost.median() <= cost.high());
/// assert_eq!(cost.at_per_mille(0), cost.draws()[0]);
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Spread<T> {
    /// Ascending, never empty.
    draws: Vec<T>,
    mean: T,
}

impl<T: Copy> Spread<T> {
    /// Of numbers of the smallest unit; nothing where there are none.
    pub(super) fn of(mut units: Vec<u64>, quantity: impl Fn(u64) -> T) -> Option<Self> {
        let count = units.len() as u128;
        let sum: u128 = units.iter().map(|one| u128::from(*one)).sum();
        let mean = (sum + count / 2).checked_div(count)?;
        units.sort_unstable();
        Some(Self {
            draws: units.into_iter().map(&quantity).collect(),
            mean: quantity(u64::try_from(mean).unwrap_or(u64::MAX)),
        })
    }

    /// Of signed numbers of the smallest unit; nothing where there are none.
    pub(super) fn of_signed(mut units: Vec<i64>, quantity: impl Fn(i64) -> T) -> Option<Self> {
        let count = i128::try_from(units.len())
            .ok()
            .filter(|count| *count > 0)?;
        let sum: i128 = units.iter().map(|one| i128::from(*one)).sum();
        // Halves are rounded up, whatever the sign.
        let mean = (2 * sum + count).div_euclid(2 * count);
        units.sort_unstable();
        Some(Self {
            draws: units.into_iter().map(&quantity).collect(),
            mean: quantity(i64::try_from(mean).unwrap_or_default()),
        })
    }

    /// The value that so many thousandths of the draws do not exceed; the least for 0, the most for 1,000
    /// and above.
    #[must_use]
    pub fn at_per_mille(&self, per_mille: u16) -> T {
        let per_mille = usize::from(per_mille.min(1_000));
        let rank = (self.draws.len() * per_mille).div_ceil(1_000);
        self.draws[rank.saturating_sub(1)]
    }

    /// The value that 5 % of the draws do not exceed.
    #[must_use]
    pub fn low(&self) -> T {
        self.at_per_mille(50)
    }

    /// The value that half of the draws do not exceed.
    #[must_use]
    pub fn median(&self) -> T {
        self.at_per_mille(500)
    }

    /// The value that 95 % of the draws do not exceed.
    #[must_use]
    pub fn high(&self) -> T {
        self.at_per_mille(950)
    }

    /// The mean of all draws, to the smallest unit.
    #[must_use]
    pub const fn mean(&self) -> T {
        self.mean
    }

    /// All draws, ascending.
    #[must_use]
    pub fn draws(&self) -> &[T] {
        &self.draws
    }
}
