//! One question in two worlds, or under two sets of rules, over the same draws.

use std::fmt;

use serde::Serialize;

use super::searched::Searched;
use super::shared::Shared;
use super::{Confidence, ConfidenceError, Sampling, Spread};
use crate::metric::{Objective, ObjectiveDifference};
use crate::planner::{Error, Planner, Request};
use crate::quantity::Difference;

/// How sure two answers are over the same draws, and how they differ in each: figures that both rest on are
/// as high or as low in the one as in the other.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct ConfidenceBetween {
    /// The first answer; as [`Planner::confidence_with`] has it.
    pub before: Confidence,
    /// The second answer.
    pub after: Confidence,
    /// In how many draws the best route of the second has less of the objective than that of the first.
    pub less_in: u32,
    /// In how many it has more.
    pub more_in: u32,
    /// In how many one of the two has no way with a price.
    pub without: u32,
    best: Option<Spread<ObjectiveDifference>>,
    answers: Option<Spread<ObjectiveDifference>>,
}

impl ConfidenceBetween {
    /// What the best route of each draw has more of the objective in the second, negative for less: the
    /// difference to somebody who knows before choosing. Nothing where no draw has a price in both.
    #[must_use]
    pub const fn best(&self) -> Option<&Spread<ObjectiveDifference>> {
        self.best.as_ref()
    }

    /// What the second answer has more than the first: the difference to somebody who chooses now. Nothing
    /// where no draw has a price of both.
    #[must_use]
    pub const fn answers(&self) -> Option<&Spread<ObjectiveDifference>> {
        self.answers.as_ref()
    }

    /// The part of the draws in which the second has less.
    #[must_use]
    pub fn share_less(&self) -> f64 {
        f64::from(self.less_in) / f64::from(self.before.draws)
    }

    /// The part of the draws in which the second has more.
    #[must_use]
    pub fn share_more(&self) -> f64 {
        f64::from(self.more_in) / f64::from(self.before.draws)
    }
}

impl Planner {
    /// How sure an answer is here, how sure another one is in another world or under other rules, and in
    /// which part of the draws the second has less, by how much.
    ///
    /// Both are drawn together: what is dear in a draw is dear in both. Does a scenario help? Give the same
    /// request and `planner.under(scenario)`. Does a rule cost anything? Give the same planner and a request
    /// with the rule.
    ///
    /// ```
    /// use trade_corridor::planner::Sampling;
    /// use trade_corridor::prelude::*;
    ///
    /// let planner = Planner::embedded(date(2026, 11, 22))?;
    /// let free = Request::new("Baku", "Istanbul");
    /// let ruled = free.clone().policy(Policy::new("by land").with(Rule::exclude_mode(Mode::Sea)));
    /// let sampling = Sampling::default().draws(16);
    /// let both = planner.confidence_between(&free, (&planner, &ruled), &sampling)?;
    /// // No rule makes anything cheaper, in no draw.
    /// assert_eq!(both.less_in, 0);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Planner::confidence_with`] for either of them; a planner of another network, whose figures are
    /// others ([`ConfidenceError::OtherNetwork`]).
    pub fn confidence_between(
        &self,
        request: &Request,
        after: (&Self, &Request),
        sampling: &Sampling,
    ) -> Result<ConfidenceBetween, Error> {
        let (planner, other) = after;
        if !self.world.network().is_same(planner.world.network()) {
            return Err(ConfidenceError::OtherNetwork.into());
        }
        let first = Searched::of(self, request, sampling)?;
        let second = Searched::of(planner, other, sampling)?;
        let uncertainty = &self.uncertainty(sampling)?;
        let shared = Shared::of(uncertainty, sampling);
        let question = first.question(uncertainty, sampling, &shared, &[]);
        let (winners, columns) = question.winners(&first.arcs)?;
        let before = question.told(winners, &columns)?;
        let order = columns.order();
        let question = second.question(uncertainty, sampling, &shared, &order);
        let after = question.answered(&second.arcs)?;
        Ok(compared(before, after, &sampling.objective))
    }
}

fn compared(before: Confidence, after: Confidence, objective: &Objective) -> ConfidenceBetween {
    let best = differences(&before.least_by_draw(), &after.least_by_draw());
    let answers = differences(&before.by_draw, &after.by_draw);
    let count = |is: fn(&i64) -> bool| best.iter().filter(|more| is(more)).count() as u32;
    ConfidenceBetween {
        less_in: count(|more| *more < 0),
        more_in: count(|more| *more > 0),
        without: before.draws - best.len() as u32,
        best: Spread::of_signed(best, |units| signed(objective, units)),
        answers: Spread::of_signed(answers, |units| signed(objective, units)),
        before,
        after,
    }
}

/// By draw in which both have a price, how much more the second is.
fn differences(before: &[Option<u64>], after: &[Option<u64>]) -> Vec<i64> {
    let both = before.iter().zip(after);
    let both = both.filter_map(|(less, more)| (*less).zip(*more));
    both.map(|(less, more)| Difference::<()>::between(more, less).units())
        .collect()
}

fn signed(objective: &Objective, units: i64) -> ObjectiveDifference {
    let [zero, far] = [0, units.unsigned_abs()].map(|units| objective.value(units));
    let [more, less] = if units < 0 { [zero, far] } else { [far, zero] };
    // Two values of one objective are of one kind.
    more.difference(less)
        .unwrap_or(ObjectiveDifference::Units(units))
}

impl Confidence {
    /// By draw, what the best of all ways has, in the smallest unit.
    pub(super) fn least_by_draw(&self) -> Vec<Option<u64>> {
        let draws = 0..self.draws as usize;
        let least = draws.map(|draw| {
            let ways = self.ways().iter();
            ways.filter_map(|way| *way.by_draw.get(draw)?).min()
        });
        least.collect()
    }
}

/// In which part of the draws the second has less and more, and by how much.
impl fmt::Display for ConfidenceBetween {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [less, more] = [self.share_less(), self.share_more()].map(|share| 100.0 * share);
        let Some(best) = &self.best else {
            return write!(f, "no draw has a price in both");
        };
        write!(
            f,
            "less in {less:.0} % of draws, more in {more:.0} %; {} by mean, nine in ten between {} and {}",
            best.mean(),
            best.low(),
            best.high()
        )
    }
}
