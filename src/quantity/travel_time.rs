use serde::{Deserialize, Serialize};

use super::{Duration, QuantityError};

/// Standard normal quantile of 0.9.
const Z90: f64 = 1.281_551_565_544_600_4;

/// How long something takes: the median and the 90th percentile of a lognormal.
///
/// How spans add depends on what they have in common.
///
/// * **Within a haul**, moves one after the other in one country by one mode and product, they are
///   comonotone: one good or bad run makes all of them short or long. Then every quantile of the
///   sum is the sum of the quantiles (Dhaene, Denuit, Goovaerts, Kaas, Vyncke, *The concept of
///   comonotonicity in actuarial science and finance: theory*, Insurance: Mathematics and Economics
///   31, 2002), and a line cut into pieces has the spread of the whole one:
///   [`TravelTime::comonotone`].
/// * **Hauls, borders, waits and handling** are independent of each other. The sum is described by
///   a lognormal whose mean and variance are the sums over the parts (Fenton, *The sum of log-normal
///   probability distributions in scatter transmission systems*, IRE Transactions on Communications
///   Systems 8, 1960): [`TravelTime::total`].
///
/// A haul enters that sum with the mean `m` of its moves added up, and the variance
/// `m² (exp σ² - 1)` of the lognormal with that mean and the ratio of its 90th percentile to its
/// median, `σ = ln(p90 / median) / 1.2816`. Where its moves have one such ratio, as under one
/// commercial speed, this is exact: their standard deviations add up. Means always add up, medians
/// do not: searches therefore minimise [`TravelTime::expected`].
///
/// Nothing else is shared: a bad week at a border touches no other border, and bad days on one haul
/// none on the next.
///
/// A sum of lognormals is not one itself. Routes of the embedded tables whose spans have 90th
/// percentiles of at most five times their medians were held against draws: medians are within 4 %,
/// half of the 90th percentiles within 3 % and the worst 18 % too late. A wider span that is much of
/// the way makes the whole look a fifth too late or more.
///
/// ```
/// use trade_corridor::quantity::{Duration, TravelTime};
/// let border = TravelTime::new(Duration::from_minutes(600), Duration::from_minutes(1_800));
/// assert!(border.expected() > border.median());
/// let link = TravelTime::new(Duration::from_minutes(100), Duration::from_minutes(130));
/// assert_eq!(TravelTime::comonotone([link; 13]).p90(), Duration::from_minutes(1_690));
/// assert!(TravelTime::total([link; 13]).p90() < Duration::from_minutes(1_450));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Raw")]
pub struct TravelTime {
    median: Duration,
    p90: Duration,
}

#[derive(Deserialize)]
struct Raw {
    median: Duration,
    p90: Duration,
}

impl TryFrom<Raw> for TravelTime {
    type Error = QuantityError;
    fn try_from(Raw { median, p90 }: Raw) -> Result<Self, QuantityError> {
        if p90 < median {
            return Err(QuantityError::ReversedSpread { median, p90 });
        }
        Ok(Self { median, p90 })
    }
}

impl TravelTime {
    /// A spread from its median and 90th percentile, in either order.
    #[must_use]
    pub fn new(median: Duration, p90: Duration) -> Self {
        Self {
            median: median.min(p90),
            p90: median.max(p90),
        }
    }

    /// A span without spread.
    #[must_use]
    pub const fn certain(span: Duration) -> Self {
        Self {
            median: span,
            p90: span,
        }
    }

    /// Half of all cases take no longer than this.
    #[must_use]
    pub const fn median(self) -> Duration {
        self.median
    }

    /// Nine of ten cases take no longer than this.
    #[must_use]
    pub const fn p90(self) -> Duration {
        self.p90
    }

    /// The mean, rounded to the minute.
    #[must_use]
    pub fn expected(self) -> Duration {
        Duration::from_minutes(clamp(self.mean()))
    }

    /// The mean in minutes.
    pub(crate) fn mean(self) -> f64 {
        let median = self.median.as_minutes() as f64;
        if self.median == self.p90 {
            return median;
        }
        match self.sigma() {
            Some(sigma) => median * libm::exp(sigma * sigma / 2.0),
            // A zero median has no lognormal; half of the 90th percentile keeps the mean sane.
            None => self.p90.as_minutes() as f64 / 2.0,
        }
    }

    /// Standard deviation of the logarithm, for spans that have a lognormal.
    fn sigma(self) -> Option<f64> {
        let spread = self.median < self.p90 && self.median > Duration::ZERO;
        spread.then(|| {
            libm::log(self.p90.as_minutes() as f64 / self.median.as_minutes() as f64) / Z90
        })
    }

    /// The variance in minutes squared of the lognormal with this mean in minutes and the ratio of
    /// these quantiles.
    fn variance_about(self, mean: f64) -> f64 {
        self.sigma()
            .map_or(0.0, |sigma| mean * mean * (libm::exp(sigma * sigma) - 1.0))
    }

    /// The spread of the sum of comonotone spans: the moves of one haul.
    ///
    /// Both quantiles add up, in any order and grouping.
    pub fn comonotone(spans: impl IntoIterator<Item = Self>) -> Self {
        spans.into_iter().fold(Self::default(), Self::along)
    }

    fn along(self, other: Self) -> Self {
        Self {
            median: self.median + other.median,
            p90: self.p90 + other.p90,
        }
    }

    /// The spread of the sum of independent spans.
    pub fn total(spans: impl IntoIterator<Item = Self>) -> Self {
        let mut sum = TimeSum::<()>::default();
        for span in spans {
            sum.apart(span);
        }
        sum.total()
    }

    /// The lognormal with this mean and variance, in minutes and minutes squared.
    fn from_moments((mean, variance): (f64, f64)) -> Self {
        if mean <= 0.0 {
            return Self::default();
        }
        let sigma2 = libm::log(1.0 + variance / (mean * mean));
        let median = mean / libm::exp(sigma2 / 2.0);
        let p90 = median * libm::exp(Z90 * libm::sqrt(sigma2));
        Self::new(
            Duration::from_minutes(clamp(median)),
            Duration::from_minutes(clamp(p90)),
        )
    }
}

/// Adds up the spans of a way in order, as [`TravelTime`] describes; `H` tells hauls apart.
#[derive(Clone, Debug)]
pub(crate) struct TimeSum<H> {
    /// Of everything.
    mean: f64,
    /// Of everything before the haul that goes on.
    variance: f64,
    /// The haul that goes on, its spread and its mean.
    haul: Option<(H, TravelTime, f64)>,
    /// What ended before it.
    ended: Ended,
}

#[derive(Clone, Copy, Debug)]
enum Ended {
    Nothing,
    /// One haul or span that takes any time, which is its own sum.
    One(TravelTime),
    Several,
}

impl<H> Default for TimeSum<H> {
    fn default() -> Self {
        Self {
            mean: 0.0,
            variance: 0.0,
            haul: None,
            ended: Ended::Nothing,
        }
    }
}

impl<H: PartialEq> TimeSum<H> {
    /// A move, whose mean is known; it goes on with the haul of the move before it where that is the
    /// same.
    pub(crate) fn along(&mut self, haul: H, span: TravelTime, mean: f64) {
        self.mean += mean;
        match &mut self.haul {
            Some((same, spread, expected)) if *same == haul => {
                *spread = spread.along(span);
                *expected += mean;
            }
            _ => {
                self.end_haul();
                self.haul = Some((haul, span, mean));
            }
        }
    }

    /// Anything else, which ends a haul.
    pub(crate) fn apart(&mut self, span: TravelTime) {
        self.end_haul();
        let mean = span.mean();
        self.mean += mean;
        self.end(span, mean);
    }

    /// The spread of the sum.
    pub(crate) fn total(mut self) -> TravelTime {
        self.end_haul();
        match self.ended {
            Ended::Nothing => TravelTime::default(),
            Ended::One(span) => span,
            Ended::Several => TravelTime::from_moments((self.mean, self.variance)),
        }
    }

    fn end_haul(&mut self) {
        if let Some((_, span, mean)) = self.haul.take() {
            self.end(span, mean);
        }
    }

    fn end(&mut self, span: TravelTime, mean: f64) {
        if span.p90 == Duration::ZERO {
            return;
        }
        self.variance += span.variance_about(mean);
        self.ended = match self.ended {
            Ended::Nothing => Ended::One(span),
            Ended::One(_) | Ended::Several => Ended::Several,
        };
    }
}

fn clamp(minutes: f64) -> u32 {
    minutes.round().clamp(0.0, f64::from(u32::MAX)) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(median: u32, p90: u32) -> TravelTime {
        TravelTime::new(Duration::from_minutes(median), Duration::from_minutes(p90))
    }

    fn hauled(spans: &[TravelTime]) -> TimeSum<u8> {
        let mut sum = TimeSum::default();
        for span in spans {
            sum.along(1, *span, span.mean());
        }
        sum
    }

    #[test]
    fn pieces_of_a_haul_enter_a_sum_as_the_whole_does() {
        let border = span(600, 1_800);
        for pieces in [1, 2, 10, 13] {
            let mut whole = hauled(&[span(130 * pieces, 169 * pieces)]);
            let mut cut = hauled(&vec![span(130, 169); pieces as usize]);
            assert_eq!(whole.clone().total(), cut.clone().total());
            whole.apart(border);
            cut.apart(border);
            let [whole, cut] = [whole, cut].map(TimeSum::total);
            assert_eq!(whole, cut);
            assert_eq!(
                whole,
                TravelTime::total([span(130 * pieces, 169 * pieces), border])
            );
        }
    }

    #[test]
    fn a_haul_alone_has_the_quantiles_of_its_parts_added_up() {
        let parts = [span(100, 110), span(100, 200), span(0, 1), span(7, 7)];
        let alone = hauled(&parts).total();
        assert_eq!(alone, TravelTime::comonotone(parts));
        assert_eq!(alone, span(207, 318));
        // What takes no time is not there.
        let mut sum = TimeSum::default();
        sum.apart(TravelTime::default());
        for part in parts {
            sum.along(1, part, part.mean());
        }
        sum.apart(TravelTime::default());
        assert_eq!(sum.total(), alone);
    }

    #[test]
    fn means_add_up_however_spans_are_grouped() {
        let parts = [span(100, 110), span(300, 700), span(50, 50)];
        let mut sum = hauled(&parts);
        sum.apart(span(400, 900));
        let means = parts.iter().map(|part| part.mean()).sum::<f64>() + span(400, 900).mean();
        let total = sum.total();
        assert!((total.mean() - means).abs() < 1.0, "{total:?} {means}");
    }

    #[test]
    fn another_haul_and_another_thing_done_begin_anew() {
        let link = span(1_000, 1_500);
        let sum = |between: &dyn Fn(&mut TimeSum<u8>), haul| {
            let mut sum = hauled(&[link]);
            between(&mut sum);
            sum.along(haul, link, link.mean());
            sum.total()
        };
        let apart = TravelTime::total([link, link]);
        assert!(apart.p90() < span(2_000, 3_000).p90());
        assert_eq!(sum(&|_| (), 1), span(2_000, 3_000));
        assert_eq!(sum(&|_| (), 2), apart);
        assert_eq!(sum(&|sum| sum.apart(TravelTime::default()), 1), apart);
    }

    #[test]
    fn the_largest_spans_add_up_without_panic() {
        let large = span(1, u32::MAX);
        let mut sum = hauled(&[large, large]);
        sum.apart(large);
        let total = sum.total();
        assert!(total.median() <= total.p90());
        assert_eq!(TravelTime::total([large]), large);
    }
}
