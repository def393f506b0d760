//! How much of what varies hangs on one factor.

/// A function of one standard normal factor: its mean and the terms of the first three Hermite polynomials.
///
/// Found from draws in which everything else varies as well, by projection: a term that is within three
/// standard errors of zero counts as zero. Of a linear function there is one term, its slope.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Effect {
    pub(crate) mean: f64,
    pub(crate) terms: [f64; 3],
}

/// Standard errors within which a term says nothing.
const ERRORS: f64 = 3.0;

impl Effect {
    /// Of values by draw, and of the factor in each; both of one length.
    pub(crate) fn of(values: &[f64], factor: &[f64]) -> Self {
        let count = values.len().max(1) as f64;
        let mean = values.iter().sum::<f64>() / count;
        let (mut sums, mut square) = ([0.0; 3], 0.0);
        for (value, z) in values.iter().zip(factor) {
            let off = value - mean;
            square += off * off;
            for (sum, term) in sums.iter_mut().zip(hermite(*z)) {
                *sum += off * term;
            }
        }
        let error = libm::sqrt(square) / count;
        let kept = |sum: f64| {
            let term = sum / count;
            if term.abs() > ERRORS * error {
                term
            } else {
                0.0
            }
        };
        Self {
            mean,
            terms: sums.map(kept),
        }
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
        let terms = self.terms.iter().zip(hermite(z));
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
