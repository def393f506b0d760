//! Who could spoil it, and how badly: the worst that can be done by closing a few things.
//!
//! [`worst`] finds the closures under a budget that do most harm to a [`Demand`]: first those that leave most
//! shipments without a route, then those that make the others dearest, everybody going the cheapest way that is
//! left. It is exact: in every world on the way the worst further closures hit a best route of some flow, or do
//! nothing (E. Israeli and R. K. Wood, *Shortest-path network interdiction*, 2002), so only what best routes use
//! is tried.
//!
//! What may be closed are kinds of things, or the levers of one actor ([`levers_of`]).

mod answer;
mod error;
mod lever;
mod search;
mod words;

use serde::{Deserialize, Serialize};

pub use answer::{Damage, Rerouted, Secured, Worst};
pub use error::InterdictionError;
pub use lever::{Lever, LeverKind, levers_of};

use super::demand::Demand;
use crate::planner::{Error, Planner};

/// What may be closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Among {
    /// Everything of these kinds.
    Kinds(Vec<LeverKind>),
    /// These alone.
    Levers(Vec<Lever>),
}

/// A question: how many closures, and of what.
///
/// ```
/// use trade_corridor::analysis::interdiction::{Interdiction, InterdictionError, LeverKind};
/// let asked = Interdiction::new(2).among([LeverKind::Crossing]);
/// assert_eq!(asked.budget, 2);
/// assert_eq!(InterdictionError::NoLevers.code(), "interdiction_no_levers");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
#[must_use]
pub struct Interdiction {
    /// How many things are closed at the most.
    pub budget: usize,
    /// What may be closed.
    pub among: Among,
    /// The largest budget; by default 6.
    pub most_budget: usize,
    /// Searches at the most, each for one flow in one world; by default 100,000.
    pub most_searches: usize,
    /// Sets of closures at the most; by default a million.
    pub most_worlds: usize,
}

impl Interdiction {
    /// So many border crossings and services.
    pub fn new(budget: usize) -> Self {
        Self {
            budget,
            among: Among::Kinds(vec![LeverKind::Crossing, LeverKind::Service]),
            most_budget: 6,
            most_searches: 100_000,
            most_worlds: 1_000_000,
        }
    }

    /// The same among everything of some kinds.
    pub fn among(mut self, kinds: impl IntoIterator<Item = LeverKind>) -> Self {
        self.among = Among::Kinds(kinds.into_iter().collect());
        self
    }

    /// The same among these alone, such as [`levers_of`] an actor.
    pub fn levers(mut self, levers: impl IntoIterator<Item = Lever>) -> Self {
        self.among = Among::Levers(levers.into_iter().collect());
        self
    }

    /// The same in so many searches at the most.
    pub const fn most_searches(mut self, searches: usize) -> Self {
        self.most_searches = searches;
        self
    }

    /// The same with so many sets of closures at the most.
    pub const fn most_worlds(mut self, worlds: usize) -> Self {
        self.most_worlds = worlds;
        self
    }
}

/// The worst closures for a demand, of one thing, of two, and so on up to the budget.
///
/// Of several that are as bad it is one of the fewest things, of these the one met first when what best routes
/// use is tried by kind and name. A flow that has no route to begin with is listed and counts for nothing.
///
/// # Errors
/// A demand of several lists or without flows; a flow that cannot be asked, by its position; a budget of nothing
/// or above the bound; levers that the network does not have; more searches or sets than allowed.
///
/// # Complexity
/// With up to `u` things that may be closed on a best route, at most `u^k / k!` searches a flow and as many sets as
/// all flows' things together allow for.
///
/// ```
/// use trade_corridor::analysis::demand::{Demand, Flow};
/// use trade_corridor::analysis::interdiction::{Interdiction, worst};
/// use trade_corridor::prelude::*;
/// use trade_corridor::quantity::PerYear;
///
/// let planner = Planner::embedded(date(2026, 11, 22))?;
/// let request = Request::new("Baku", "Poti").policy(Policy::russia_excluded());
/// let demand = Demand::default().flow(Flow::new(request, PerYear::from_count(1_000)));
/// let found = worst(&planner, &demand, &Interdiction::new(1))?;
/// println!("{found}"); // a table: closures, boxes cut off, USD more a year
/// assert_eq!(found.curve.len(), 1);
/// assert!(worst(&planner, &demand, &Interdiction::new(0)).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn worst(planner: &Planner, demand: &Demand, question: &Interdiction) -> Result<Worst, Error> {
    demand.total()?;
    let (budget, most) = (question.budget, question.most_budget);
    if !(1..=most).contains(&budget) {
        return Err(InterdictionError::Budget { budget, most }.into());
    }
    let is_empty = match &question.among {
        Among::Kinds(kinds) => kinds.is_empty(),
        Among::Levers(levers) => levers.is_empty(),
    };
    if is_empty {
        return Err(InterdictionError::NoLevers.into());
    }
    if let Among::Levers(levers) = &question.among {
        let network = planner.world().network();
        levers.iter().try_for_each(|lever| lever.check(network))?;
    }
    answer::answer(planner, demand, question)
}
