//! Figures as reports write them.

use crate::quantity::{Distance, Duration, Money};
use crate::route::Route;

/// The letter of a route.
pub(super) fn letter(index: usize) -> char {
    char::from(b'A' + u8::try_from(index.min(25)).unwrap_or(25))
}

/// As in `Route A`, for headings.
pub(super) fn named(index: usize) -> String {
    format!("Route {}", letter(index))
}

/// To the cent, thousands set apart.
pub(super) fn usd(money: Money) -> String {
    let cents = money.as_cents();
    let sign = if cents < 0 { "-" } else { "" };
    let cents = cents.unsigned_abs();
    format!("{sign}{}.{:02}", apart(cents / 100), cents % 100)
}

/// What it costs in all, or the lower bound where a step has no price.
pub(super) fn cost(route: &Route) -> String {
    let cost = usd(route.cost());
    if route.is_priced() {
        cost
    } else {
        format!("at least {cost}")
    }
}

pub(super) fn km(distance: Distance) -> String {
    let tenths = (distance.as_metres() + 50) / 100;
    format!("{}.{}", apart(tenths / 10), tenths % 10)
}

pub(super) fn hours(duration: Duration) -> String {
    let tenths = (duration.as_minutes() + 3) / 6;
    format!("{}.{}", apart(tenths / 10), tenths % 10)
}

fn apart(number: u64) -> String {
    grouped(&number.to_string())
}

/// Digits with their thousands set apart.
pub(super) fn grouped(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_exact() {
        assert_eq!(usd(Money::from_cents(123_456_789)), "1,234,567.89");
        assert_eq!(usd(Money::from_cents(-5)), "-0.05");
        assert_eq!(km(Distance::from_metres(1_234_567)), "1,234.6");
        assert_eq!(hours(Duration::from_minutes(72_003)), "1,200.1");
        assert_eq!((letter(0), letter(6)), ('A', 'G'));
    }
}
