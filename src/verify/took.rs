//! Hours and emissions, and how those of parts make up a whole.

use crate::code::Country;
use crate::network::{Mode, Product};
use crate::quantity::{Duration, Emissions, Mass, Share, TimeSum, TravelTime};

/// What an operation takes, whatever is paid for it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Took {
    pub(super) time: TravelTime,
    /// Minutes, not rounded.
    pub(super) mean: f64,
    /// Of the goods, per tonne.
    pub(super) per_tonne: Emitted,
    /// Per unit.
    pub(super) per_unit: Emitted,
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

    /// Grams well to wheel, tank to wheel, and of unknown parts. Milligrams of the goods are rounded
    /// down and then, with those of the units, grams: of all, of all with a share, and tank to wheel.
    pub(super) fn emissions(&self, goods: Mass, units: u64) -> [Emissions; 3] {
        let grams = |milligrams: fn(&Emitted) -> u64| {
            let goods = u128::from(milligrams(&self.per_tonne)) * u128::from(goods.as_kg()) / 1_000;
            let lifted = u128::from(milligrams(&self.per_unit)) * u128::from(units);
            u64::try_from((goods + lifted) / 1_000).unwrap_or(u64::MAX)
        };
        let all = grams(|of| of.milligrams);
        let with_share = grams(|of| of.milligrams.saturating_sub(of.without_share));
        let tank_to_wheel = grams(|of| of.tank_to_wheel);
        [all, tank_to_wheel, all.saturating_sub(with_share)].map(Emissions::from_grams)
    }
}

/// Milligrams of CO2e.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Emitted {
    milligrams: u64,
    /// Of them those whose tank-to-wheel share is not on record.
    without_share: u64,
    tank_to_wheel: u64,
}

impl Emitted {
    /// So many milligrams; of the tank-to-wheel part the milligrams are rounded down.
    pub(super) fn of(milligrams: u64, share: Option<Share>) -> Self {
        let (tank_to_wheel, without_share) = match share {
            None => (0, milligrams),
            Some(share) => {
                let [top, bottom] = [share.numerator(), share.denominator()].map(u128::from);
                let part = u128::from(milligrams) * top / bottom.max(1);
                (u64::try_from(part).unwrap_or(milligrams), 0)
            }
        };
        Self {
            milligrams,
            without_share,
            tank_to_wheel,
        }
    }

    pub(super) const fn plus(self, more: Self) -> Self {
        Self {
            milligrams: self.milligrams.saturating_add(more.milligrams),
            without_share: self.without_share.saturating_add(more.without_share),
            tank_to_wheel: self.tank_to_wheel.saturating_add(more.tank_to_wheel),
        }
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
        sum.per_tonne = sum.per_tonne.plus(part.per_tonne);
        sum.per_unit = sum.per_unit.plus(part.per_unit);
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
