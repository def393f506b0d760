use super::normal::below;

/// Standard normal quantile of 0.9.
const Z90: f64 = 1.281_551_565_544_600_4;

/// What varies from trip to trip: a lognormal by its median and 90th percentile.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Varying {
    median: f64,
    /// Standard deviation of the logarithm.
    sigma: f64,
}

impl Varying {
    /// What has no median has no lognormal, and takes half of the 90th percentile, as its mean does.
    pub(crate) fn of(median: f64, p90: f64) -> Self {
        if median > 0.0 {
            let sigma = libm::log(p90.max(median) / median) / Z90;
            Self { median, sigma }
        } else {
            Self {
                median: p90 / 2.0,
                sigma: 0.0,
            }
        }
    }

    /// The share of what is no more than this.
    pub(crate) fn below(self, value: f64) -> f64 {
        if self.sigma > 0.0 {
            if value > 0.0 {
                return below(libm::log(value / self.median) / self.sigma);
            }
            return 0.0;
        }
        f64::from(u8::from(value >= self.median))
    }
}
