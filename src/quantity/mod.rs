//! How far, how long, how dear, how heavy, how much CO2e: integer newtypes with the unit in the
//! constructor's name.
//!
//! Every quantity is a whole number of its small unit, so equality, order and sums are exact.
//! Sums saturate instead of wrapping; the constructors' ranges leave room for 2^32 summands.

mod amounts;
mod difference;
mod error;
mod great_circle;
mod money;
mod per_year;
mod share;
mod travel_time;

pub use amounts::{Distance, Duration, Emissions, Mass, TransportActivity};
pub use difference::Difference;
pub use error::QuantityError;
pub use great_circle::great_circle_metres;
pub use money::{Money, Rate, apportion};
pub(crate) use money::{apportion_by_shares, by_largest_remainder};
pub use per_year::PerYear;
pub(crate) use per_year::{rounded_millionths, rounded_together};
pub use share::Share;
pub(crate) use share::ShareSum;
pub(crate) use share::gcd;
pub(crate) use travel_time::TimeSum;
pub use travel_time::TravelTime;

/// Rounds a finite, non-negative `value * scale` to a whole number no larger than `max`.
fn whole(
    quantity: &'static str,
    unit: &'static str,
    value: f64,
    scale: f64,
    max: u64,
) -> Result<u64, QuantityError> {
    if !value.is_finite() {
        return Err(QuantityError::NotFinite { quantity, value });
    }
    if value < 0.0 {
        return Err(QuantityError::Negative {
            quantity,
            value,
            unit,
        });
    }
    let scaled = (value * scale).round();
    if scaled > max as f64 {
        return Err(QuantityError::TooLarge {
            quantity,
            value,
            unit,
            max: max as f64 / scale,
        });
    }
    Ok(scaled as u64)
}
