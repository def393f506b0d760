//! Policy times objective, frozen into one integer per operation, or *blocked*.
//!
//! [`Verdicts`] tell for every operation whether a shipment may and can use it, and why not.
//! [`Frozen::new`] turns those that stay open into search weights of one [`Objective`]. A blocked
//! operation has no weight at all: there is no number that a search could add up.

#![deny(clippy::wildcard_enum_match_arm)]

mod attributes;
mod breaches;
mod objective;
mod verdicts;

pub use breaches::violations;
pub use objective::{GeneralisedCost, Objective};
pub use verdicts::{Verdict, Verdicts};

use crate::costing::{CostModel, Quote};
use crate::router::{ArcId, Metric, MetricError};

/// Why no metric could be frozen.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FreezeError {
    /// The search refused the weights.
    #[error("the weights do not fit the search: {0}")]
    Search(#[from] MetricError),
    /// A quote of another world.
    #[error("the quote reads the prices of another world; make it with the `quote` of the model")]
    ForeignQuote,
    /// Verdicts on other operations.
    #[error(
        "{given} verdicts on {operations} operations; judge the operations of the model with \
         `Verdicts::of`"
    )]
    ForeignVerdicts {
        /// How many verdicts there are.
        given: usize,
        /// How many operations the model has.
        operations: usize,
    },
}

/// The largest weight that the search takes.
const LARGEST: u64 = u32::MAX as u64 - 1;

/// Search weights of one objective, and the unit they are in.
#[derive(Clone, Debug)]
pub struct Frozen {
    metric: Metric,
    objective: Objective,
    divisor: u64,
}

impl Frozen {
    /// Weighs every operation that `verdicts` leave open.
    ///
    /// Weights are metres, cents, minutes or grams. When one of them is beyond the search's range,
    /// all are divided by a power of ten, rounded up; [`Frozen::divisor`] tells which.
    ///
    /// # Errors
    /// Quote or verdicts of another model, weights that the search refuses.
    pub fn new(
        model: &CostModel,
        quote: &Quote,
        verdicts: &Verdicts,
        objective: &Objective,
    ) -> Result<Self, FreezeError> {
        let operations = model.operations();
        quote.check(model).map_err(|_| FreezeError::ForeignQuote)?;
        if verdicts.len() != operations.len() {
            return Err(FreezeError::ForeignVerdicts {
                given: verdicts.len(),
                operations: operations.len(),
            });
        }
        let weigh = |arc: ArcId| {
            let open = verdicts.is_open(arc);
            open.then(|| objective.weigh(model, quote, arc)).flatten()
        };
        let (mut divisor, mut largest) = (1, 0);
        let mut metric = Metric::new(operations.graph(), |arc| {
            let weight = weigh(arc)?;
            largest = largest.max(weight);
            Some(weight.min(LARGEST) as u32)
        })?;
        while largest.div_ceil(divisor) > LARGEST {
            divisor *= 10;
        }
        if divisor > 1 {
            metric.refill(operations.graph(), |arc| {
                weigh(arc).map(|weight| weight.div_ceil(divisor) as u32)
            })?;
        }
        Ok(Self {
            metric,
            objective: objective.clone(),
            divisor,
        })
    }

    /// The weights.
    #[must_use]
    pub fn metric(&self) -> &Metric {
        &self.metric
    }

    /// Gives away the weights.
    #[must_use]
    pub fn into_metric(self) -> Metric {
        self.metric
    }

    /// What they measure.
    #[must_use]
    pub fn objective(&self) -> &Objective {
        &self.objective
    }

    /// How many metres, cents, minutes or grams one weight stands for.
    #[must_use]
    pub fn divisor(&self) -> u64 {
        self.divisor
    }
}
