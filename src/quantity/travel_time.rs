use serde::{Deserialize, Serialize};

use super::{Duration, QuantityError};

/// Standard normal quantile of 0.9.
const Z90: f64 = 1.281_551_565_544_600_4;

/// How long something takes: the median and the 90th percentile of a lognormal.
///
/// A sum of independent spans is again described by a lognormal whose mean and variance are the
/// sums of the parts' means and variances (Fenton–Wilkinson, *The sum of log-normal probability
/// distributions in scatter transmission systems*, IRE Trans. 1960). Medians do not add up, means
/// do: searches therefore minimise [`TravelTime::expected`].
///
/// ```
/// use trade_corridor::quantity::{Duration, TravelTime};
/// let border = TravelTime::new(Duration::from_minutes(600), Duration::from_minutes(1_800));
/// assert!(border.expected() > border.median());
/// let sure = TravelTime::certain(Duration::from_minutes(60));
/// assert_eq!(TravelTime::total([sure, sure]).p90(), Duration::from_minutes(120));
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
        Duration::from_minutes(clamp(self.moments().0))
    }

    /// Mean and variance in minutes and minutes squared.
    pub(crate) fn moments(self) -> (f64, f64) {
        let median = self.median.as_minutes() as f64;
        if self.median == self.p90 || self.median == Duration::ZERO {
            // A zero median has no lognormal; half of the 90th percentile keeps the mean sane.
            let mean = if self.median == self.p90 {
                median
            } else {
                self.p90.as_minutes() as f64 / 2.0
            };
            return (mean, 0.0);
        }
        let sigma = libm::log(self.p90.as_minutes() as f64 / median) / Z90;
        let mean = median * libm::exp(sigma * sigma / 2.0);
        (mean, mean * mean * (libm::exp(sigma * sigma) - 1.0))
    }

    /// The spread of the sum of independent spans.
    pub fn total(spans: impl IntoIterator<Item = Self>) -> Self {
        let sum = spans
            .into_iter()
            .map(Self::moments)
            .fold((0.0, 0.0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
        Self::from_moments(sum)
    }

    /// The lognormal with this mean and variance, in minutes and minutes squared.
    pub(crate) fn from_moments((mean, variance): (f64, f64)) -> Self {
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

fn clamp(minutes: f64) -> u32 {
    minutes.round().clamp(0.0, f64::from(u32::MAX)) as u32
}
