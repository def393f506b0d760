//! How the true value of a figure lies about the stated one.

use super::normal::{below, density};

/// The standard deviations of a normal law at its 95 % quantile.
const Z95: f64 = 1.644_853_626_951_472_2;

/// How much slower values run beyond the quantiles than between them.
const TAIL: f64 = 1.0 / 3.0;

/// The least part of the logarithmic distance from one quantile to the other that the median keeps from
/// either: without it a lopsided range would have half of its mass in one point.
const KEPT: f64 = 0.1;

/// The law of a figure that is not known exactly.
///
/// By a standard normal variable z, the logarithm of the value is linear from the 5 % quantile to the
/// median and from the median to the 95 % quantile, with slopes of their own, and runs a third as steep
/// beyond the quantiles: what is stated as a range is not meant to leave it by much. Both quantiles are
/// exact. The median is where it makes the mean the stated value; where a range is so lopsided that no
/// median does, the mean is as near to it as a median allows that keeps a tenth of the range (of its
/// logarithm) from either end. A range that starts at zero is linear from there to the median.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Law {
    median: f64,
    below: Below,
    above: f64,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Below {
    /// Slope of the logarithm.
    Log(f64),
    /// From zero at the 5 % quantile.
    FromZero,
}

impl Law {
    /// The law of a value between its 5 % and 95 % quantiles; all three at least zero, the last above it.
    pub(crate) fn of([low, value, high]: [f64; 3]) -> Self {
        let least = if low > 0.0 { low } else { high * 1e-3 };
        let (from, to) = (libm::log(least), libm::log(high));
        let at = |part: f64| {
            let median = libm::exp(from + part * (to - from));
            Self::about(low, median, high)
        };
        let (mut left, mut right) = (KEPT, 1.0 - KEPT);
        if at(left).mean() >= value {
            return at(left);
        }
        if at(right).mean() <= value {
            return at(right);
        }
        // The mean rises with the median.
        for _ in 0..40 {
            let middle = 0.5 * (left + right);
            if at(middle).mean() < value {
                left = middle;
            } else {
                right = middle;
            }
        }
        at(0.5 * (left + right))
    }

    fn about(low: f64, median: f64, high: f64) -> Self {
        let below = if low > 0.0 {
            Below::Log(libm::log(median / low) / Z95)
        } else {
            Below::FromZero
        };
        Self {
            median,
            below,
            above: libm::log(high / median) / Z95,
        }
    }

    /// The value at so many standard deviations: a rising function.
    pub(crate) fn at(&self, z: f64) -> f64 {
        let slowed = if z.abs() > Z95 {
            (Z95 + (z.abs() - Z95) * TAIL).copysign(z)
        } else {
            z
        };
        if z >= 0.0 {
            return self.median * libm::exp(self.above * slowed);
        }
        match self.below {
            Below::Log(slope) => self.median * libm::exp(slope * slowed),
            Below::FromZero => self.median * (1.0 + slowed / Z95).max(0.0),
        }
    }

    /// The mean.
    pub(crate) fn mean(&self) -> f64 {
        let above = self.median * half(self.above);
        above
            + self.median
                * match self.below {
                    Below::Log(slope) => half(-slope),
                    Below::FromZero => 0.45 - (density(0.0) - density(Z95)) / Z95,
                }
    }
}

/// The mean of exp(slope z) over positive z, slowed beyond the quantile; by half of the law.
fn half(slope: f64) -> f64 {
    let grown = |slope: f64| libm::exp(0.5 * slope * slope);
    let inner = grown(slope) * (below(Z95 - slope) - below(-slope));
    let tail = slope * TAIL;
    let start = libm::exp(slope * Z95 * (1.0 - TAIL));
    inner + start * grown(tail) * below(tail - Z95)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::normal::quantile;

    fn mean_by_hand(law: &Law) -> f64 {
        let steps = 100_000;
        let share = |step: i32| (f64::from(step) + 0.5) / f64::from(steps);
        (0..steps)
            .map(|step| law.at(quantile(share(step))))
            .sum::<f64>()
            / f64::from(steps)
    }

    #[test]
    fn quantiles_are_exact_and_the_mean_is_the_value() {
        for (low, high) in [
            (0.9, 1.1),
            (0.5, 2.0),
            (0.4, 2.5),
            (0.8, 1.1),
            (0.287, 2.333),
            (0.6, 2.2),
        ] {
            let law = Law::of([low, 1.0, high]);
            assert!((law.at(-Z95) - low).abs() < 1e-12, "{low} {high}");
            assert!((law.at(Z95) - high).abs() < 1e-12, "{low} {high}");
            assert!((law.mean() - 1.0).abs() < 1e-9, "{low} {high}: {law:?}");
            assert!((mean_by_hand(&law) - 1.0).abs() < 1e-3, "{low} {high}");
        }
    }

    #[test]
    fn lopsided_ranges_keep_their_quantiles() {
        for (low, value, high) in [
            (1.0, 1.0, 4.0),
            (0.2, 1.0, 1.0),
            (0.0, 1.0, 3.0),
            (0.0, 0.0, 5.0),
        ] {
            let law = Law::of([low, value, high]);
            assert!((law.at(-Z95) - low).abs() < 1e-12);
            assert!((law.at(Z95) - high).abs() < 1e-12);
            assert!(
                (mean_by_hand(&law) - law.mean()).abs() < 1e-3 * high,
                "{low} {value} {high}"
            );
        }
        assert!((Law::of([0.0, 1.0, 3.0]).mean() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn values_rise_and_never_are_below_zero() {
        for range in [
            [0.5, 1.0, 2.0],
            [0.0, 1.0, 3.0],
            [1.0, 1.0, 4.0],
            [0.0, 0.0, 5.0],
        ] {
            let law = Law::of(range);
            let values: Vec<f64> = (-40..=40)
                .map(|step| law.at(f64::from(step) / 10.0))
                .collect();
            assert!(values.is_sorted() && values[0] >= 0.0, "{range:?}");
        }
    }
}
