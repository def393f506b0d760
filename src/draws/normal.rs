//! The standard normal law.

/// What is below so many standard deviations.
pub(super) fn below(z: f64) -> f64 {
    0.5 * libm::erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

/// The density at so many standard deviations.
pub(super) fn density(z: f64) -> f64 {
    libm::exp(-0.5 * z * z) * 0.398_942_280_401_432_7
}

/// The standard deviations below which a share from 0 to 1 lies, both ends left out.
///
/// By Wichura (1988), algorithm AS 241, Applied Statistics 37, to about sixteen digits.
pub(super) fn quantile(share: f64) -> f64 {
    let off = share - 0.5;
    if off.abs() <= 0.425 {
        let r = 0.180_625 - off * off;
        return off * over(&A, &B, r);
    }
    let tail = if off < 0.0 { share } else { 1.0 - share };
    let r = libm::sqrt(-libm::log(tail.max(f64::MIN_POSITIVE)));
    // Beyond five the algorithm has another pair of polynomials, for tails below 1.4e-11.
    let far = over(&C, &D, r - 1.6);
    if off < 0.0 { -far } else { far }
}

/// One polynomial over another, the constant first; that of the second is 1.
fn over(above: &[f64; 8], below: &[f64; 7], r: f64) -> f64 {
    let above = above.iter().rev().fold(0.0, |sum, next| sum * r + next);
    let below = below.iter().rev().fold(0.0, |sum, next| sum * r + next);
    above / (below * r + 1.0)
}

const A: [f64; 8] = [
    3.387_132_872_796_366_6,
    1.331_416_678_917_843_8e2,
    1.971_590_950_306_551_4e3,
    1.373_169_376_550_946e4,
    4.592_195_393_154_987e4,
    6.726_577_092_700_87e4,
    3.343_057_558_358_813e4,
    2.509_080_928_730_122_7e3,
];
const B: [f64; 7] = [
    4.231_333_070_160_091e1,
    6.871_870_074_920_579e2,
    5.394_196_021_424_751e3,
    2.121_379_430_158_659_7e4,
    3.930_789_580_009_271e4,
    2.872_908_573_572_194_3e4,
    5.226_495_278_852_855e3,
];
const C: [f64; 8] = [
    1.423_437_110_749_683_6,
    4.630_337_846_156_546,
    5.769_497_221_460_691,
    3.647_848_324_763_204_5,
    1.270_458_252_452_368_4,
    2.417_807_251_774_506e-1,
    2.272_384_498_926_918_5e-2,
    7.745_450_142_783_414e-4,
];
const D: [f64; 7] = [
    2.053_191_626_637_759,
    1.676_384_830_183_803_8,
    6.897_673_349_851e-1,
    1.481_039_764_274_800_7e-1,
    1.519_866_656_361_645_7e-2,
    5.475_938_084_995_345e-4,
    1.050_750_071_644_416_9e-9,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_those_of_the_law() {
        for step in 1..2_000 {
            let share = f64::from(step) / 2_000.0;
            let back = below(quantile(share));
            assert!((back - share).abs() < 1e-14, "{share} {back}");
        }
        for exponent in 4..17 {
            let share = f64::powi(0.5, exponent);
            let (low, high) = (quantile(share), quantile(1.0 - share));
            assert!((low + high).abs() < 1e-9, "{share}");
            assert!((below(low) / share - 1.0).abs() < 1e-12, "{share}");
        }
        assert!((quantile(0.95) - 1.644_853_626_951_472_7).abs() < 1e-15);
    }
}
