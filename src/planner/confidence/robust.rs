//! Which way to choose before anything is known.

use super::stakes::{Pick, Stakes, StakesError};
use super::{Confidence, Way};
use crate::metric::{ObjectiveDifference, ObjectiveValue};

/// Which of the ways of an answer to choose now, by three measures; each with what it has of it.
///
/// Where all three are one way there is nothing to weigh. Where not, the way of least mean is for whoever ships
/// often, that of the least tail for whoever has to pay every time, that of least worst regret for whoever
/// answers afterwards for the choice.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct RobustWays<'a> {
    /// The way with the least mean over the draws.
    pub mean: (&'a Way, ObjectiveValue),
    /// The way with the least mean of its worst draws.
    pub tail: (&'a Way, ObjectiveValue),
    /// The way that is least above the best one of any draw where it is most.
    pub regret: (&'a Way, ObjectiveDifference),
}

impl RobustWays<'_> {
    /// Whether all three are one way.
    #[must_use]
    pub fn agree(&self) -> bool {
        std::ptr::eq(self.mean.0, self.tail.0) && std::ptr::eq(self.mean.0, self.regret.0)
    }
}

impl Confidence {
    /// Which way to choose now: by mean, by the mean of so many thousandths of its worst draws, and by the
    /// worst regret. Nothing where no way has a price in every draw in which some way has one.
    ///
    /// On a way the best of its routes is taken in each draw, as in [`Way::value`].
    ///
    /// ```
    /// use trade_corridor::planner::Sampling;
    /// use trade_corridor::prelude::*;
    ///
    /// let planner = Planner::embedded(date(2026, 11, 22))?;
    /// let sampling = Sampling::default().draws(64);
    /// let sure = planner.confidence_with(&Request::new("Baku", "Istanbul"), &sampling)?;
    /// let robust = sure.robust(100)?.ok_or("no way has a price in every draw")?;
    /// assert!(robust.mean.1 <= robust.tail.1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A tail of nothing, or of more than all draws.
    pub fn robust(&self, tail_per_mille: u16) -> Result<Option<RobustWays<'_>>, StakesError> {
        let options = self.ways.iter().map(|way| way.by_draw.clone());
        let options: Vec<Vec<Option<u64>>> = options.collect();
        let stakes = Stakes::of_units(&options, self.objective.value(0));
        let tail = stakes.least_tail(tail_per_mille)?;
        let found = || {
            Some(RobustWays {
                mean: self.picked(stakes.least_mean()?)?,
                tail: self.picked(tail?)?,
                regret: self.picked(stakes.least_worst_regret()?)?,
            })
        };
        Ok(found())
    }

    fn picked<T: Copy>(&self, pick: Pick<T>) -> Option<(&Way, T)> {
        Some((self.ways.get(pick.option)?, pick.value))
    }
}
