//! How much of what varies hangs on one factor.

use super::normal::quantile;

/// A function of one standard normal factor: its mean and the terms of the first three Hermite polynomials.
///
/// Found by projection from draws in which everything else varies as well: a term that chance explains counts as zero
/// ([`by_chance`]). A linear function has one term, its slope.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Effect {
    pub(crate) mean: f64,
    pub(crate) terms: [f64; 3],
}

/// Standard errors within which a term counts as zero where so many factors are tested: the probability that any term
/// that is zero lies farther off by chance is at most 5 % (Bonferroni 1936). At least three.
pub(crate) fn by_chance(factors: usize) -> f64 {
    let terms = 3.0 * factors.max(1) as f64;
    quantile(1.0 - 0.05 / (2.0 * terms)).max(3.0)
}

/// Values by draw, and how far they are off their mean.
#[derive(Clone, Debug)]
pub(crate) struct Centred {
    mean: f64,
    off: Vec<f64>,
    /// Standard error of a term.
    error: f64,
}

/// By draw, the three polynomials of a factor.
pub(crate) struct Terms([Vec<f64>; 3]);

impl Terms {
    pub(crate) fn of(factor: &[f64]) -> Self {
        Self([0, 1, 2].map(|at| factor.iter().map(|z| hermite(*z)[at]).collect()))
    }

    /// The mean over the draws of the least of some functions of the factor.
    pub(crate) fn mean_least(&self, effects: &[Effect]) -> f64 {
        let (level, bent): (Vec<&Effect>, Vec<&Effect>) =
            effects.iter().partition(|effect| effect.is_nothing());
        let level = level.iter().map(|effect| effect.mean);
        let level = level.fold(f64::INFINITY, f64::min);
        let [first, second, third] = &self.0;
        let count = first.len();
        let least = |draw: usize| {
            let terms = [first[draw], second[draw], third[draw]];
            let values = bent.iter().map(|effect| effect.of_terms(terms));
            values.fold(level, f64::min)
        };
        (0..count).map(least).sum::<f64>() / count.max(1) as f64
    }
}

impl Centred {
    pub(crate) fn of(values: &[f64]) -> Self {
        let count = values.len().max(1) as f64;
        let mean = values.iter().sum::<f64>() / count;
        let off: Vec<f64> = values.iter().map(|value| value - mean).collect();
        let square = off.iter().fold(0.0, |sum, off| sum + off * off);
        Self {
            mean,
            off,
            error: libm::sqrt(square) / count,
        }
    }

    /// What hangs on a factor.
    pub(crate) fn effect(&self, terms: &Terms, errors: f64) -> Effect {
        let count = self.off.len().max(1) as f64;
        let kept = |polynomial: &Vec<f64>| {
            let both = self.off.iter().zip(polynomial);
            let term = both.fold(0.0, |sum, (off, term)| sum + off * term) / count;
            if term.abs() > errors * self.error {
                term
            } else {
                0.0
            }
        };
        let [first, second, third] = &terms.0;
        Effect {
            mean: self.mean,
            terms: [kept(first), kept(second), kept(third)],
        }
    }

    /// What hangs on a factor that the values are not read from.
    pub(crate) fn alone(&self) -> Effect {
        Effect {
            mean: self.mean,
            terms: [0.0; 3],
        }
    }
}

impl Effect {
    /// Of values by draw, and of the factor in each; both of one length.
    #[cfg(test)]
    pub(crate) fn of(values: &[f64], factor: &[f64]) -> Self {
        Centred::of(values).effect(&Terms::of(factor), by_chance(1))
    }

    /// Whether nothing hangs on the factor, as far as the draws show.
    pub(crate) fn is_nothing(&self) -> bool {
        self.variance() <= 0.0
    }

    /// The variance that is due to the factor alone.
    pub(crate) fn variance(&self) -> f64 {
        self.terms.iter().map(|term| term * term).sum()
    }

    /// The mean where the factor is so far off.
    pub(crate) fn at(&self, z: f64) -> f64 {
        self.of_terms(hermite(z))
    }

    fn of_terms(&self, terms: [f64; 3]) -> f64 {
        let terms = self.terms.iter().zip(terms);
        self.mean + terms.map(|(term, of)| term * of).sum::<f64>()
    }
}

/// The first three Hermite polynomials after the constant, each of variance one under the normal law.
fn hermite(z: f64) -> [f64; 3] {
    let square = z * z;
    [
        z,
        (square - 1.0) * std::f64::consts::FRAC_1_SQRT_2,
        (square - 3.0) * z * 0.408_248_290_463_863,
    ]
}

/// The total index of some factors by Jansen (1999), from values in draws and in the same draws with other values of
/// these factors: half the mean square of the differences over the variance. Nothing where the values do not vary.
///
/// The mean square of n differences has a standard error of about the root of 2 / n of itself: an eighth at 128.
pub(crate) fn jansen(values: &[f64], again: &[f64]) -> Option<f64> {
    let whole = variance(values);
    if again.is_empty() || whole <= 0.0 {
        return None;
    }
    let squares = values
        .iter()
        .zip(again)
        .map(|(one, other)| (one - other) * (one - other));
    Some(squares.sum::<f64>() / (2.0 * again.len() as f64 * whole))
}

/// The variance of some values.
pub(crate) fn variance(values: &[f64]) -> f64 {
    let count = values.len().max(1) as f64;
    let mean = values.iter().sum::<f64>() / count;
    let square = |value: &f64| (value - mean) * (value - mean);
    values.iter().map(square).sum::<f64>() / count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draws::Points;

    #[test]
    fn shares_of_a_linear_model_are_the_known_ones() {
        let points = Points::new(4_096, 5);
        let slopes = [3.0, -2.0, 1.0, 0.0];
        let columns: Vec<Vec<f64>> = (0..4).map(|at| points.coordinate(at)).collect();
        let value = |draw: usize| -> f64 {
            let terms = slopes.iter().zip(&columns);
            100.0
                + terms
                    .map(|(slope, column)| slope * column[draw])
                    .sum::<f64>()
        };
        let values: Vec<f64> = (0..4_096).map(value).collect();
        let all = variance(&values);
        assert!((all - 14.0).abs() < 0.2, "{all}");
        for (slope, column) in slopes.iter().zip(&columns) {
            let effect = Effect::of(&values, column);
            let share = effect.variance() / all;
            assert!(
                (share - slope * slope / 14.0).abs() < 0.01,
                "{slope}: {share}"
            );
            assert_eq!(effect.is_nothing(), slope.abs() < 0.5);
            assert!((effect.at(1.0) - effect.at(-1.0) - 2.0 * slope).abs() < 0.15);
        }
    }

    #[test]
    fn of_many_factors_none_decides_by_chance() {
        let points = Points::new(128, 2);
        // The first factor is all that there is to it.
        let columns: Vec<Vec<f64>> = (0..600).map(|at| points.coordinate(at)).collect();
        let values = Centred::of(&columns[0]);
        let shown = |errors: f64| {
            let all = columns.iter();
            let effects = all.map(|column| values.effect(&Terms::of(column), errors));
            effects.filter(|effect| !effect.is_nothing()).count()
        };
        assert!(shown(3.0) > 1);
        assert_eq!(shown(by_chance(columns.len())), 1);
        assert!((by_chance(1) - 3.0).abs() < 1e-12 && by_chance(600) > 4.0);
    }

    #[test]
    fn totals_are_the_known_ones_where_factors_act_together() {
        let [points, other] = [5, 6].map(|seed| Points::new(4_096, seed));
        let columns = |points: &Points| [0, 1, 2].map(|at| points.coordinate(at));
        let (first, second) = (columns(&points), columns(&other));
        // 3 a + b + 2 b c: variances of 9, 1 and 4, so totals of 9, 1 + 4 and 4 of 14.
        let value = |all: [&[f64]; 3], draw: usize| {
            let [a, b, c] = all.map(|column| column[draw]);
            3.0 * a + b + 2.0 * b * c
        };
        let values =
            |all: [&[f64]; 3]| -> Vec<f64> { (0..4_096).map(|draw| value(all, draw)).collect() };
        let own = values([&first[0], &first[1], &first[2]]);
        for (at, total) in [9.0 / 14.0, 5.0 / 14.0, 4.0 / 14.0].into_iter().enumerate() {
            let mut mixed: [&[f64]; 3] = [&first[0], &first[1], &first[2]];
            mixed[at] = &second[at];
            let found = jansen(&own, &values(mixed)).unwrap();
            assert!((found - total).abs() < 0.02, "{at}: {found} {total}");
            // By itself c does nothing.
            let alone = Effect::of(&own, &first[at]).variance() / variance(&own);
            let by_hand = [9.0 / 14.0, 1.0 / 14.0, 0.0][at];
            assert!((alone - by_hand).abs() < 0.02, "{at}: {alone}");
        }
        assert_eq!(jansen(&[1.0; 4], &[1.0; 4]), None);
        assert_eq!(jansen(&own, &[]), None);
    }

    #[test]
    fn a_curve_has_terms_of_its_own() {
        let points = Points::new(1_024, 9);
        let factor = points.coordinate(0);
        let values: Vec<f64> = factor.iter().map(|z| libm::exp(0.3 * z)).collect();
        let effect = Effect::of(&values, &factor);
        let share = effect.variance() / variance(&values);
        assert!((share - 1.0).abs() < 0.01, "{share}");
        assert!((effect.at(1.5) - libm::exp(0.45)).abs() < 0.02);
    }
}
