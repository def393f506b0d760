//! What may it charge: the gap to the way around, revenue against toll, who pays, and the best toll by three
//! standards.
//!
//! [`curve`] asks of every flow of a [`Demand`](super::demand::Demand) what the cheapest way through something costs
//! and what the cheapest one around it costs. The difference, the *gap*, is signed: it is the most that the flow
//! pays, or what would have to be given to it. A toll is taken once a trip, on top of what is charged now, for a
//! shipment of the flow; a toll as high as the gap is still paid.
//!
//! Flows choose in steps, each as long as its gap lasts, or by a logit over ways whose scale is stated. The best
//! tolls are exact: in steps one of the gaps, by logit found by bisection with a bound of what is left out, for
//! one pair of ways that of [`best_single_toll`].
//!
//! What it assumes: the number of shipments does not change, and what is charged now is what it costs. The toll
//! of most welfare is then the marginal cost of use, which where that is nothing is no toll at all.
//!
//! Several tolls at once are [`several`].

mod ask;
mod curve;
mod error;
mod logit;
mod omega;
mod several;
mod steps;
mod tolled;
mod words;

use serde::{Deserialize, Serialize};

pub use curve::{Curve, FlowToll, TakenWay, TollPoint, curve};
pub use error::TollError;
pub use omega::{best_single_toll, wright_omega};
pub use several::{OneToll, SeveralTolls, several};
pub use tolled::Tolled;

use crate::planner::Error;
use crate::quantity::Money;

/// How flows choose between ways.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Choice {
    /// All of a flow goes the cheapest way.
    Steps,
    /// A part of a flow goes each way, that in proportion to `e^(-scale · USD)`.
    Logit {
        /// Per USD: at 0.005, a way that costs 200 USD more is taken by a factor of e less.
        per_usd: f64,
        /// How many ways around are looked for; alternatives of the planner beyond the first.
        ways: usize,
    },
}

/// The largest scale of a logit: a cent decides.
const MOST_PER_USD: f64 = 1_000.0;
const MOST_WAYS: usize = 20;
const MOST_POINTS: usize = 100_000;

/// A question: a toll on something.
///
/// ```
/// use trade_corridor::analysis::toll::{Choice, Toll};
/// let toll = Toll::on("line:AM-tripp-rail, line:AM-tripp-road").points(50);
/// assert_eq!(toll.choice, Choice::Steps);
/// ```
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
#[must_use]
pub struct Toll {
    /// On what it is taken.
    pub on: Tolled,
    /// How flows choose.
    pub choice: Choice,
    /// How many points the curve has, by equal steps; by default 200.
    pub points: usize,
    /// The highest toll that is looked at; nothing for the highest one that could be the best.
    pub ceiling: Option<Money>,
    /// What one more trip over it costs whoever keeps it, beyond what is charged now; by default nothing.
    pub marginal_cost: Money,
    /// Ids of operators whose joint revenue is looked at; when empty the operators, consortia and members that
    /// the subject names, or who manages the lines.
    pub members: Vec<String>,
}

impl Toll {
    /// A toll on a subject, flows choosing in steps.
    pub fn on(subject: impl Into<Tolled>) -> Self {
        Self {
            on: subject.into(),
            choice: Choice::Steps,
            points: 200,
            ceiling: None,
            marginal_cost: Money::ZERO,
            members: Vec::new(),
        }
    }

    /// The same with a logit choice, of a scale per USD, between the way through and so many around.
    pub const fn logit(mut self, per_usd: f64, ways: usize) -> Self {
        self.choice = Choice::Logit { per_usd, ways };
        self
    }

    /// The same with so many points of the curve.
    pub const fn points(mut self, points: usize) -> Self {
        self.points = points;
        self
    }

    /// The same up to a highest toll.
    pub const fn ceiling(mut self, toll: Money) -> Self {
        self.ceiling = Some(toll);
        self
    }

    /// The same where each trip costs whoever keeps it so much.
    pub const fn marginal_cost(mut self, each: Money) -> Self {
        self.marginal_cost = each;
        self
    }

    /// The same for the joint revenue of these operators.
    pub fn members<T: Into<String>>(mut self, ids: impl IntoIterator<Item = T>) -> Self {
        self.members = ids.into_iter().map(Into::into).collect();
        self
    }

    fn check(&self) -> Result<(), Error> {
        if !(2..=MOST_POINTS).contains(&self.points) {
            let (points, most) = (self.points, MOST_POINTS);
            return Err(TollError::Points { points, most }.into());
        }
        if let Choice::Logit { per_usd, ways } = self.choice {
            if !(per_usd > 0.0 && per_usd <= MOST_PER_USD) {
                let most = MOST_PER_USD;
                return Err(TollError::Scale { per_usd, most }.into());
            }
            if !(1..=MOST_WAYS).contains(&ways) {
                let most = MOST_WAYS;
                return Err(TollError::Ways { ways, most }.into());
            }
        }
        let amounts = [
            ("a ceiling", self.ceiling.unwrap_or(Money::ZERO)),
            ("a marginal cost", self.marginal_cost),
        ];
        for (what, amount) in amounts {
            if amount < Money::ZERO {
                let amount = amount.as_usd();
                return Err(TollError::Negative { what, amount }.into());
            }
        }
        Ok(())
    }
}

impl From<&str> for Toll {
    fn from(subject: &str) -> Self {
        Self::on(subject)
    }
}

impl From<&Self> for Toll {
    fn from(toll: &Self) -> Self {
        toll.clone()
    }
}
