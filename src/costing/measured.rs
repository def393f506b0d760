//! What tolls add to ways, by which hauls are told apart.

use crate::network::RateBasis;
use crate::scenario::ActiveToll;

/// What tolls on a link add to every way over it, whatever is shipped: per unit, and per unit and per
/// tonne times its metres.
pub(super) fn measured(tolls: &[ActiveToll], metres: u64) -> [u64; 3] {
    let mut sum = [0_u64; 3];
    for toll in tolls {
        let rate = toll.rate.as_millionths();
        let (at, amount) = match toll.basis {
            RateBasis::PerUnit | RateBasis::PerConsignment => (0, rate),
            RateBasis::PerKm => (1, rate.saturating_mul(metres)),
            RateBasis::PerTonneKm => (2, rate.saturating_mul(metres)),
            RateBasis::PerHour => continue,
        };
        sum[at] = sum[at].saturating_add(amount);
    }
    sum
}
