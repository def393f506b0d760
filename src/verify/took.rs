//! Hours and emissions, and how those of parts make up a whole.

use crate::code::Country;
use crate::network::{Mode, Product};
use crate::quantity::{Duration, Emissions, Mass, TimeSum, TravelTime};

/// What an operation takes, whatever is paid for it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Took {
    pub(super) time: TravelTime,
    /// Minutes, not rounded.
    pub(super) mean: f64,
    /// Milligrams of CO2e per tonne of goods.
    pub(super) per_tonne: u64,
    /// Milligrams of CO2e per unit.
    pub(super) per_unit: u64,
}

impl Took {
    /// So long, and nothing else.
    pub(super) fn long(time: TravelTime) -> Self {
        Self {
            time,
            mean: time.mean(),
            ..Self::default()
        }
    }

    /// The mean, rounded half up to the minute.
    pub(super) fn expected(&self) -> Duration {
        let minutes = self.mean.round().clamp(0.0, f64::from(u32::MAX));
        Duration::from_minutes(minutes as u32)
    }

    /// Milligrams of the goods, rounded down, and of the units; together grams, rounded down.
    pub(super) fn emissions(&self, goods: Mass, units: u64) -> Emissions {
        let goods = u128::from(self.per_tonne) * u128::from(goods.as_kg()) / 1_000;
        let lifted = u128::from(self.per_unit) * u128::from(units);
        let grams = u64::try_from((goods + lifted) / 1_000);
        Emissions::from_grams(grams.unwrap_or(u64::MAX))
    }
}

/// Moves with one of these are one haul where nothing is done between them.
pub(super) type HaulKey = (Country, Mode, Product);

/// Parts added up: means, and CO2e before it is rounded; quantiles by the rule of [`TravelTime`].
#[derive(Default)]
pub(super) struct Whole {
    time: TimeSum<HaulKey>,
    sum: Took,
}

impl Whole {
    pub(super) fn add(&mut self, haul: Option<HaulKey>, part: &Took) {
        match haul {
            Some(haul) => self.time.along(haul, part.time, part.mean),
            None => self.time.apart(part.time),
        }
        let sum = &mut self.sum;
        sum.mean += part.mean;
        sum.per_tonne = sum.per_tonne.saturating_add(part.per_tonne);
        sum.per_unit = sum.per_unit.saturating_add(part.per_unit);
    }

    pub(super) fn total(self) -> Took {
        let mut sum = self.sum;
        sum.time = self.time.total();
        if sum.mean <= 0.0 {
            sum.mean = sum.time.mean();
        }
        sum
    }
}
