//! How sure an answer is: what of it rests on figures that are not known exactly, and what else could be
//! best.

mod answered;
mod between;
mod columns;
mod drawing;
mod drawn_planners;
mod field;
mod figures;
mod in_short;
mod list;
mod near;
mod on_time;
#[cfg(test)]
mod oracle;
mod question;
mod robust;
mod sampling;
mod search;
mod searched;
mod shared;
mod solve;
mod spread;
mod stakes;
mod switch;
mod tally;
mod total;
mod unknown;
mod way;
mod words;

use std::sync::{Arc, Mutex, PoisonError};

pub use between::ConfidenceBetween;
pub use list::{ConfidenceOfAll, WorthKnowing};
pub use on_time::{OnTime, OnTimeError};
pub use robust::RobustWays;
pub use sampling::{ConfidenceError, Sampling};
use serde::Serialize;
pub use spread::Spread;
pub use stakes::{Pick, Stakes, StakesError};
pub use switch::{Switch, SwitchPoints};
pub use unknown::Unknown;
pub use way::{Way, Waymark};
pub(crate) use way::{marks as waymarks, way_names};

use super::{Error, Planner, Request};
use crate::costing::CostModel;
use crate::draws::{FactorGroups, ModelErrors, Uncertainty};
use crate::metric::{Objective, ObjectiveValue};
use crate::quantity::{Duration, Emissions, Money};
use crate::route::Route;
use searched::Searched;
use shared::Shared;

/// How far an answer carries: what it costs and takes over draws of everything that is not known, and which
/// ways are best how often.
///
/// A draw is a world in which every figure with a range has another value, by its law, figures of one
/// assumption all high or all low together, and what the model itself gets wrong
/// ([`ModelErrors`](crate::planner::ModelErrors)) on top of it. It is priced and searched as the stated one.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Confidence {
    /// The best route at the stated figures, with its certificate.
    pub answer: Route,
    /// Of what every draw has the least.
    pub objective: Objective,
    /// How many draws there are.
    pub draws: u32,
    /// Independent things that are not known and touch what was searched: assumptions, rows, and what the model gets
    /// wrong; none where all figures and the model are exact, and every draw is the answer then.
    pub unknowns: usize,
    /// In how many draws no way has a price.
    pub without: u32,
    cost: Spread<Money>,
    time: Spread<Duration>,
    emissions: Spread<Emissions>,
    least: Spread<ObjectiveValue>,
    ways: Vec<Way>,
    decisive: Vec<Unknown>,
    /// What each factor decides.
    #[serde(skip)]
    decided: Vec<unknown::Decided>,
    /// What the answer has of the objective by draw, in the smallest unit; nothing where it has no price.
    #[serde(skip)]
    by_draw: Vec<Option<u64>>,
}

impl Confidence {
    /// What the answer costs.
    #[must_use]
    pub const fn cost(&self) -> &Spread<Money> {
        &self.cost
    }

    /// How long the answer takes by mean: what is not known of it, not what varies from trip to trip.
    #[must_use]
    pub const fn time(&self) -> &Spread<Duration> {
        &self.time
    }

    /// What the answer emits.
    #[must_use]
    pub const fn emissions(&self) -> &Spread<Emissions> {
        &self.emissions
    }

    /// What the answer has of the objective over the draws in which it has a price; nothing where there is
    /// none.
    #[must_use]
    pub fn value(&self) -> Option<Spread<ObjectiveValue>> {
        let priced = self.by_draw.iter().flatten().copied().collect();
        Spread::of(priced, |units| self.objective.value(units))
    }

    /// What the best route of each draw has of the objective: what somebody pays who knows before choosing.
    #[must_use]
    pub const fn least(&self) -> &Spread<ObjectiveValue> {
        &self.least
    }

    /// The ways that are best in some draw, and that of the answer, the most often best first.
    #[must_use]
    pub fn ways(&self) -> &[Way] {
        &self.ways
    }

    /// What the answer hangs on, the largest share of its variance first; what shows no effect beyond what
    /// one of so many things shows by chance in as many draws is left out.
    ///
    /// Shares of independent things add up to what each explains by itself; what is left of 1 is what they do
    /// together, and what is too small to show.
    #[must_use]
    pub fn what_decides(&self) -> &[Unknown] {
        &self.decisive
    }

    /// Whether a way is more than noise: it is that of the answer, or best in a hundredth of the draws or more.
    #[must_use]
    pub fn is_notable(&self, way: &Way) -> bool {
        way.best_in.saturating_mul(100) >= self.draws || way.route == self.answer
    }

    /// The part of the draws in which a way is best.
    #[must_use]
    pub fn share(&self, way: &Way) -> f64 {
        f64::from(way.best_in) / f64::from(self.draws)
    }
}

/// What is not known of a network, and what a question said of groups and errors of the model.
type Asked = ((FactorGroups, ModelErrors), Arc<Uncertainty>);

/// What a planner keeps for such questions.
#[derive(Debug, Default)]
pub(super) struct Kept {
    uncertainty: Mutex<Option<Asked>>,
    /// The planner's model with every figure as low as in any draw.
    low: Mutex<Option<Low>>,
}

/// A model with every figure as low as in any draw.
#[derive(Debug)]
struct Low {
    uncertainty: Arc<Uncertainty>,
    /// The standard deviations that a factor is off at most.
    most: f64,
    model: Arc<CostModel>,
}

impl Planner {
    /// How sure the cheapest route is, over 1,024 draws: [`Planner::confidence_with`].
    ///
    /// ```
    /// use trade_corridor::prelude::*;
    ///
    /// let planner = Planner::embedded(date(2026, 11, 22))?;
    /// let sure = planner.confidence(&Request::new("Baku", "Istanbul"))?;
    /// assert_eq!(sure.answer.cost(), planner.cheapest(&Request::new("Baku", "Istanbul"))?.cost());
    /// assert!(sure.cost().low() < sure.cost().high());
    /// let best: u32 = sure.ways().iter().map(|way| way.best_in).sum();
    /// assert_eq!(best, sure.draws);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Planner::confidence_with`].
    pub fn confidence(&self, request: &Request) -> Result<Confidence, Error> {
        self.confidence_with(request, &Sampling::default())
    }

    /// How sure the best route is, over draws of what is not known.
    ///
    /// Every draw is searched exactly; hauls of railways that are priced as a whole keep the ways that no
    /// other is better than at the stated figures. Routes that are best in some draw are checked once each.
    ///
    /// # Errors
    /// As [`Planner::best`]; no draws, too many of them, and a policy that limits whole routes
    /// ([`ConfidenceError`]).
    ///
    /// # Complexity
    /// What no draw can make part of a best way is left out first; the rest is priced and searched once for
    /// each draw, on all cores with the feature `rayon`.
    pub fn confidence_with(
        &self,
        request: &Request,
        sampling: &Sampling,
    ) -> Result<Confidence, Error> {
        sampling.check()?;
        let uncertainty = &self.uncertainty(sampling)?;
        let shared = Shared::of(uncertainty, sampling);
        self.drawn(request, sampling, uncertainty, &shared)
    }

    fn drawn(
        &self,
        request: &Request,
        sampling: &Sampling,
        uncertainty: &Arc<Uncertainty>,
        shared: &Shared,
    ) -> Result<Confidence, Error> {
        let searched = Searched::of(self, request, sampling)?;
        let question = searched.question(uncertainty, sampling, shared, &[]);
        question.answered(&searched.arcs)
    }

    /// Everything of the network that is not known exactly; that of the last question stays.
    fn uncertainty(&self, sampling: &Sampling) -> Result<Arc<Uncertainty>, Error> {
        let kept = &self.kept.confidence.uncertainty;
        let lock = || kept.lock().unwrap_or_else(PoisonError::into_inner);
        let (groups, errors) = (&sampling.groups, &sampling.model_errors);
        if let Some((known, uncertainty)) = &*lock()
            && (&known.0, &known.1) == (groups, errors)
        {
            return Ok(uncertainty.clone());
        }
        let network = self.world.network();
        let modelled = errors.over(network)?;
        let found = Arc::new(Uncertainty::of(network, groups, modelled)?);
        *lock() = Some(((groups.clone(), errors.clone()), found.clone()));
        Ok(found)
    }
}
