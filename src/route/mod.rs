//! The answer: legs, charges, totals, geometry and differences to another route.
//!
//! A [`Route`] owns everything it states: it names places, links, operators and payees by code and
//! name, so it can be kept, saved and compared without the network it came from. Totals are sums of
//! the charges of its steps and agree with them to the cent under every grouping.

#![deny(clippy::wildcard_enum_match_arm)]

mod assemble;
mod certificate;
mod compare;
mod cpmm;
mod dated_row;
mod display;
mod elements;
mod geojson;
mod legs;
mod outdated;
mod saved;
mod sources;
mod step;
mod totals;
mod warn;
mod warning;

pub use certificate::{Certificate, MemberCheck, Met, OperatorCheck, OwnerCheck, RuleCheck};
pub use compare::{Comparison, compare};
pub use cpmm::Cpmm;
pub use dated_row::DatedRow;
pub use elements::{ChainElement, ChainReport, ElementEmissions, ElementKind};
pub use legs::Leg;
pub use saved::ROUTE_VERSION;
pub use sources::{AssumedPart, AssumedShares, SourceSum};
pub use step::{Act, PaidTo, RouteCharge, Step, Stop};
pub use warning::Warning;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::costing::Shipment;
use crate::metric::{Objective, ObjectiveValue};
use crate::scenario::document::at_most;

/// Steps of a saved route; the longest of the embedded tables have some sixty.
const MOST_STEPS: usize = 10_000;

/// A transport chain from gate to gate (ISO 14083), step by step.
///
/// Its serialised form carries [`ROUTE_VERSION`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self")]
#[non_exhaustive]
pub struct Route {
    version: saved::Version,
    /// What was asked for least of; of an objective of the caller's own the name alone.
    pub objective: Objective,
    /// How much it has of the objective where no total tells: of a generalised cost, or of an
    /// objective of the caller's own, of which the saved form says nothing, for nobody could check it.
    /// See [`Route::value`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weighed: Option<ObjectiveValue>,
    /// What is shipped.
    pub shipment: Shipment,
    /// The day of the scenario.
    pub day: Date,
    /// The day of the network's records; what changed after it they know only where it is dated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub records_as_of: Option<Date>,
    /// Name of the scenario.
    pub scenario: String,
    /// Where it starts.
    pub from: Stop,
    /// Where it ends.
    pub to: Stop,
    /// Everything done to the goods, in order; a saved route has at most 10,000.
    #[serde(deserialize_with = "at_most::<_, _, MOST_STEPS>")]
    pub steps: Vec<Step>,
    /// In order, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<Warning>,
    /// What was checked of it, rule by rule, from the network's records alone; a route that states
    /// another certificate than a check finds fails it. Every answer of a
    /// [`Planner`](crate::planner::Planner) has one; routes of a
    /// [`Prepared`](crate::planner::Prepared) question get it from [`Route::certify`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<Certificate>,
}

impl Route {
    /// What whoever uses it should know: figures that are not of its day. In order, each once; a check
    /// has to find the same.
    ///
    /// ```
    /// use trade_corridor::prelude::*;
    /// let network = Network::europe_central_asia();
    /// let planner = Planner::new(network, &Scenario::preset("status-quo")?)?;
    /// let route = planner.cheapest(&Request::new("Khorgos", "Istanbul"))?;
    /// for warning in route.warnings() {
    ///     eprintln!("{}: {warning}", warning.code());
    /// }
    /// # Ok::<(), trade_corridor::Error>(())
    /// ```
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }
}
