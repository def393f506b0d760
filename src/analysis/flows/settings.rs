use serde::{Deserialize, Serialize};

use super::choice::Choice;
use super::error::FlowsError;
use crate::metric::GeneralisedCost;
use crate::quantity::Duration;

/// What an assignment takes time to be worth, how ways are chosen, and when it stops.
///
/// ```
/// use trade_corridor::analysis::flows::{Assignment, Choice};
/// use trade_corridor::metric::GeneralisedCost;
/// use trade_corridor::quantity::Rate;
///
/// let cost = GeneralisedCost::of_time(Rate::from_usd(0.1)?); // USD per tonne and hour
/// let mut settings = Assignment::new(cost, Choice::logit(0.004)?);
/// settings.ways = 3;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Assignment {
    /// What an hour is worth. Its spread and greenhouse gases are not weighed here and have to be worth nothing.
    pub cost: GeneralisedCost,
    /// How the shipments of a flow spread over its ways.
    pub choice: Choice,
    /// Ways of a flow at first, 1 to 50; queues may add some. By default 5.
    pub ways: usize,
    /// How many times the generalised cost of the best way another may have, 1 to 10. By default 1.5.
    pub dearest: f64,
    /// How long a load above the capacity builds up, 1 hour to 10 years. By default 30 days.
    pub horizon: Duration,
    /// The square of the coefficient of variation of service times, 0 to 100. By default 1, random service.
    pub variation: f64,
    /// Whether what was observed to pass and is not in the demand passes beside it. By default true.
    pub others: bool,
    /// Iterations for each set of ways, up to 1,000,000. By default 10,000.
    pub iterations: usize,
    /// The part of a flow that may still want another way than it takes. By default 10⁻⁶.
    pub residual: f64,
    /// How often ways are added that pay once others are full, up to 100. By default 10.
    pub rounds: usize,
}

impl Assignment {
    /// With what has to be stated; everything else by default.
    #[must_use]
    pub fn new(cost: GeneralisedCost, choice: Choice) -> Self {
        Self {
            cost,
            choice,
            ways: 5,
            dearest: 1.5,
            horizon: Duration::from_minutes(30 * 24 * 60),
            variation: 1.0,
            others: true,
            iterations: 10_000,
            residual: 1e-6,
            rounds: 10,
        }
    }

    /// # Errors
    /// A setting beyond its bounds.
    pub(super) fn check(&self) -> Result<(), FlowsError> {
        self.choice.checked()?;
        let within = |setting, given: f64, least: f64, most: f64| {
            if (least..=most).contains(&given) {
                return Ok(());
            }
            Err(FlowsError::Setting {
                setting,
                given: given.to_string(),
                least: least.to_string(),
                most: most.to_string(),
            })
        };
        let GeneralisedCost {
            value_of_time: _,
            reliability_per_mille,
            carbon_price,
        } = self.cost;
        let spread = f64::from(reliability_per_mille);
        within("cost.reliability_per_mille", spread, 0.0, 0.0)?;
        within("cost.carbon_price", carbon_price.as_usd(), 0.0, 0.0)?;
        within("ways", self.ways as f64, 1.0, 50.0)?;
        within("dearest", self.dearest, 1.0, 10.0)?;
        within("horizon (hours)", self.horizon.as_hours(), 1.0, 87_660.0)?;
        within("variation", self.variation, 0.0, 100.0)?;
        within("iterations", self.iterations as f64, 1.0, 1e6)?;
        within("residual", self.residual, 1e-12, 1.0)?;
        within("rounds", self.rounds as f64, 0.0, 100.0)
    }
}
