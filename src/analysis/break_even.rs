//! How much more something could charge before nobody uses it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::metric::Objective;
use crate::planner::{Error, Planner, Request};
use crate::policy::Rule;
use crate::quantity::Money;
use crate::route::Route;

/// The cheapest route, and the cheapest one around something that it may use.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct BreakEven {
    /// The cheapest route as prices stand.
    pub cheapest: Route,
    /// The cheapest route around it; nothing when there is no way around.
    pub around: Option<Route>,
    /// Whether the cheapest route uses it.
    pub is_used: bool,
}

impl BreakEven {
    /// The most that could be charged for the whole shipment, on top of what is charged now, while
    /// the cheapest route still uses it: zero when it is not used, nothing when there is no way
    /// around it, so that price does not limit the toll.
    #[must_use]
    pub fn toll(&self) -> Option<Money> {
        if !self.is_used {
            return Some(Money::ZERO);
        }
        let around = self.around.as_ref()?;
        Some(around.cost() - self.cheapest.cost())
    }
}

impl fmt::Display for BreakEven {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.toll() {
            _ if !self.is_used => f.write_str("not used as prices stand"),
            None => f.write_str("no way around it"),
            Some(toll) => write!(f, "{toll} more at the most"),
        }
    }
}

/// The break-even toll of what `rule` would exclude, on the cheapest route of a request.
///
/// Exact, because charges add up: a route through pays the toll once, a route around never.
///
/// # Errors
/// Why there is no route even without the rule; a rule that does not fit the network.
///
/// ```
/// use trade_corridor::analysis::break_even::break_even_toll;
/// use trade_corridor::prelude::*;
///
/// let network = Network::europe_central_asia();
/// let planner = Planner::new(network, &Scenario::preset("tripp-opens")?)?;
/// let tripp = Rule::exclude_operator("TDC");
/// let request = Request::new("Baku", "Nakhchivan").policy(Policy::country_excluded("IR".parse()?));
/// let found = break_even_toll(&planner, &request, tripp)?;
/// assert!(found.is_used && found.toll().is_none_or(|toll| toll > Money::ZERO));
/// let unknown = Rule::exclude_operator("nobody");
/// assert!(break_even_toll(&planner, &request, unknown).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn break_even_toll(
    planner: &Planner,
    request: &Request,
    rule: Rule,
) -> Result<BreakEven, Error> {
    let cheapest = planner.cheapest(request)?;
    let without = request.clone().policy(request.policy.clone().with(rule));
    let around = planner.best_or_none(&without, &Objective::Cost)?;
    // Of equally cheap routes either may be found: only a dearer one shows that it is used.
    let is_used = around
        .as_ref()
        .is_none_or(|around| around.cost() > cheapest.cost());
    Ok(BreakEven {
        cheapest,
        around,
        is_used,
    })
}
