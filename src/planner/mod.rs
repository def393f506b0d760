//! The facade: questions in a freight planner's words, answered by the other modules in order.
//!
//! A [`Planner`] holds a network on a day; it is built once and asked often. A [`Request`] says
//! from where to where, what is shipped and under which rules. An answer is a
//! [`Route`], or [`NoRoute`] with the reason; what cannot be asked is another [`Error`].

mod asked_for;
mod batch;
mod bounds;
mod case;
mod cause;
mod choices;
mod closable;
mod confidence;
mod customised;
mod detours;
mod engine_error;
mod ensemble;
mod error;
mod gather;
mod groups;
mod hierarchy;
mod in_layers;
mod kept_out;
mod lifting;
mod limits;
mod matrix;
mod metrics;
mod no_route;
mod openings;
mod pool;
mod prepared;
mod price;
mod price_of_rules;
mod price_words;
mod question;
mod recent;
mod relaxations;
mod request;
mod searched;
mod shares;
mod unmet;
mod vacancy;
mod whole;
mod why_not;

use std::borrow::Borrow;
use std::fmt;
use std::sync::{Arc, OnceLock};

pub use batch::{Answers, Done, Progress};
pub use bounds::QueryBounds;
pub use choices::Choices;
pub use confidence::{
    Confidence, ConfidenceBetween, ConfidenceError, ConfidenceOfAll, OnTime, OnTimeError, Pick,
    RobustWays, Sampling, Spread, Stakes, StakesError, Switch, SwitchPoints, Unknown, Way, Waymark,
    WorthKnowing,
};
pub(crate) use confidence::{way_names, waymarks};
pub use engine_error::EngineError;
pub use ensemble::Ensemble;
pub use error::{Error, ErrorKind};
pub use kept_out::{KeptByRule, KeptOut};
pub use matrix::Matrix;
pub use no_route::{NoRoute, Obstacle, Reason, TightLimit};
pub use openings::{Opening, Vacancy};
pub use prepared::Prepared;
pub use price::{Effect, GroupPrice, RulePrice, RulePrices, RuleShare, Unshared};
pub use question::Question;
pub use request::Request;
pub use unmet::{Hindrance, Unmet};
pub use why_not::{Relaxation, WhyNot};

pub use crate::draws::{
    FactorGroup, FactorGroups, FactorGroupsError, GroupedFigures, ModelError, ModelErrors,
    ModelErrorsError, ModelFigures, ModelPart, Together,
};
pub use crate::rows::TableFault;

pub(crate) use case::Case;
use case::stop;
pub(crate) use closable::Closable;
use detours::Detours;
use jiff::civil::Date;
use pool::Pool;
use recent::Recent;

use crate::costing::CostModel;
use crate::metric::Objective;
use crate::network::Network;
use crate::operations::Operations;
use crate::policy::Policy;
use crate::route::Route;
use crate::router::{ArcId, Cch, NodeId};
use crate::scenario::{Scenario, World};
use crate::verify::verify_by;

/// Answers questions about a network on a day.
///
/// ```
/// use jiff::civil::date;
/// use trade_corridor::prelude::*;
///
/// let network = Network::europe_central_asia();
/// let planner = Planner::new(network, &Scenario::on(date(2026, 11, 22)))?;
/// let request = Request::new("Baku", "Tbilisi");
/// let route = planner.cheapest(&request)?;
/// assert!(route.cost() <= planner.fastest(&request)?.cost());
///
/// let nowhere = planner.cheapest(&Request::new("Baku", "Atlantis")).unwrap_err();
/// assert!(nowhere.to_string().contains("`Atlantis` is no known place"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// A planner keeps what recent questions stood on, so that the same rules, shipment and objective
/// are answered quicker when they come again ([`Planner::set_memory_limit`]). It is shared by reference
/// or by clone, which costs a few reference counts; threads do not wait for each other.
#[derive(Clone)]
pub struct Planner {
    world: Arc<World>,
    model: Arc<CostModel>,
    kept: Arc<Kept>,
}

impl fmt::Debug for Planner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Planner")
            .field("network", &self.world.network().name())
            .field("day", &self.world.day())
            .field("scenario", &self.world.scenario().name())
            .field("operations", &self.operations().arcs().len())
            .finish_non_exhaustive()
    }
}

/// What is made when first asked for, shared by all clones of a planner.
#[derive(Debug, Default)]
struct Kept {
    cch: OnceLock<Arc<Cch>>,
    /// The same world with everything open.
    all_open: OnceLock<Option<Planner>>,
    detours: Detours,
    recent: Recent,
    pool: Pool,
    bounds: bounds::Kept,
    confidence: confidence::Kept,
}

/// The nodes where a question starts and ends.
type Ends = (NodeId, NodeId);

impl Planner {
    /// A planner for a network under a scenario.
    ///
    /// # Errors
    /// A scenario that does not fit the network, or a network beyond the search's range.
    pub fn new(network: &Network, scenario: &Scenario) -> Result<Self, Error> {
        let world = Arc::new(scenario.apply(network)?);
        let model = Arc::new(CostModel::new(world.clone(), &|_| false)?);
        Ok(Self {
            world,
            model,
            kept: Arc::default(),
        })
    }

    /// A planner for the embedded tables on a day, nothing changed.
    ///
    /// ```
    /// use trade_corridor::prelude::*;
    ///
    /// let planner = Planner::embedded(date(2029, 6, 1))?;
    /// let after = planner.under(Scenario::preset("tripp-opens")?)?;
    /// assert_eq!(after.world().day(), date(2029, 6, 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// As [`Planner::new`].
    pub fn embedded(day: Date) -> Result<Self, Error> {
        Self::new(Network::europe_central_asia(), &Scenario::on(day))
    }

    /// A planner for the same network on the same day under the changes of a scenario, which replace
    /// those of this planner.
    ///
    /// # Errors
    /// As [`Planner::new`].
    pub fn under(&self, scenario: impl Borrow<Scenario>) -> Result<Self, Error> {
        let scenario = scenario.borrow().clone().with_day(self.world.day());
        Self::new(self.world.network(), &scenario)
    }

    /// The network on the day.
    #[must_use]
    pub fn world(&self) -> &World {
        &self.world
    }

    /// The operations that are searched.
    #[must_use]
    pub fn operations(&self) -> &Operations {
        self.model.operations()
    }

    /// Times, prices and intensities of the operations.
    #[must_use]
    pub fn model(&self) -> &CostModel {
        &self.model
    }

    /// The route with the fewest kilometres.
    ///
    /// # Errors
    /// Why there is none; see [`Error`].
    pub fn shortest(&self, request: &Request) -> Result<Route, Error> {
        self.best(request, &Objective::Distance)
    }

    /// The route with the fewest expected hours.
    ///
    /// # Errors
    /// Why there is none; see [`Error`].
    pub fn fastest(&self, request: &Request) -> Result<Route, Error> {
        self.best(request, &Objective::Time)
    }

    /// The route that costs least.
    ///
    /// # Errors
    /// Why there is none; see [`Error`].
    pub fn cheapest(&self, request: &Request) -> Result<Route, Error> {
        self.best(request, &Objective::Cost)
    }

    /// The route with the least of an objective.
    ///
    /// Of several it is the one with the least expected hours, or of the fastest ones that with the least
    /// USD, what has no price coming last; then that with the fewest transhipments, borders and
    /// operations; then the first by the names of records, from the first operation on. Every call
    /// that returns a best route returns this one.
    ///
    /// # Errors
    /// Why there is none; see [`Error`].
    pub fn best(&self, request: &Request, objective: &Objective) -> Result<Route, Error> {
        let case = self.case(request)?;
        self.answer(&case, request, objective)
    }

    /// The best route for a request that is resolved.
    fn answer(
        &self,
        case: &Case,
        request: &Request,
        objective: &Objective,
    ) -> Result<Route, Error> {
        match self.search(case, objective)? {
            Some(route) => self.verified_for(case, route, &request.policy),
            None => Err(self.cause(request, case, objective)?.into()),
        }
    }

    /// A route with its certificate; one that fails the check is never returned.
    pub(crate) fn verified(&self, mut route: Route, policy: &Policy) -> Result<Route, Error> {
        let checked = route.certify(policy, &self.world);
        checked.map_err(|error| Error::Unverified(Box::new(error)))?;
        Ok(route)
    }

    /// The same for the rules that a case was made of, which are read for the first answer only.
    pub(crate) fn verified_for(
        &self,
        case: &Case,
        mut route: Route,
        policy: &Policy,
    ) -> Result<Route, Error> {
        let checked = case.rulebook(policy, &self.world);
        let checked = checked.and_then(|rules| verify_by(&route, rules, &self.world));
        let checked = checked.map_err(|error| Error::Unverified(Box::new(error)))?;
        route.certificate = Some(checked);
        Ok(route)
    }

    /// The best route, or nothing where rules or the network leave none.
    pub(crate) fn best_or_none(
        &self,
        request: &Request,
        objective: &Objective,
    ) -> Result<Option<Route>, Error> {
        match self.best(request, objective) {
            Ok(route) => Ok(Some(route)),
            Err(error) => error.into_no_route().map(|_| None),
        }
    }

    /// The best route over open operations, within limits if there are any.
    pub(crate) fn search(
        &self,
        case: &Case,
        objective: &Objective,
    ) -> Result<Option<Route>, Error> {
        let arcs = if case.policy.limits().is_empty() {
            case.path(self, objective, case.endpoints)?
        } else {
            self.limited(case, objective)?
        };
        Ok(arcs.and_then(|arcs| self.assemble(case, objective, &arcs)))
    }

    /// Operations in words.
    fn assemble(&self, case: &Case, objective: &Objective, arcs: &[ArcId]) -> Option<Route> {
        Route::assemble(&self.world, &case.model, &case.quote, objective, arcs)
    }
}
