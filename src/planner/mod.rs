//! The front desk: questions in a freight planner's words, answered by the other rooms in order.
//!
//! A [`Planner`] holds a network on a day; it is built once and asked often. A [`Request`] says
//! from where to where, what is shipped and under which rules. An answer is a
//! [`Route`], or [`NoRoute`] with the reason; what cannot be asked is another [`Error`].

mod cause;
mod choices;
mod ensemble;
mod error;
mod kept_out;
mod limits;
mod matrix;
mod metrics;
mod no_route;
mod openings;
mod pool;
mod prepared;
mod price;
mod recent;
mod relaxations;
mod request;
mod why_not;

use std::borrow::Borrow;
use std::fmt;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

pub use choices::Choices;
pub use ensemble::Ensemble;
pub use error::{EngineError, Error, ErrorKind};
pub use kept_out::{KeptByRule, KeptOut};
pub use matrix::Matrix;
pub use no_route::{NoRoute, Obstacle, Reason, TightLimit};
pub use openings::Opening;
pub use prepared::Prepared;
pub use price::{Effect, RulePrice};
pub use request::Request;
pub use why_not::{Relaxation, WhyNot};

use jiff::civil::Date;
use metrics::Ruled;
use pool::Pool;
use recent::Recent;

use crate::costing::{CostModel, Shipment};
use crate::metric::{Frozen, Objective, Verdicts};
use crate::network::{LinkId, Network, PlaceId};
use crate::operations::{Operation, OperationKind, Operations};
use crate::policy::{Blocked, CompiledPolicy, Policy, RuleSet};
use crate::route::{Route, Stop};
use crate::router::{ArcId, Cch, Dijkstra, NodeId};
use crate::scenario::{Scenario, World};

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
    /// Models made around blocked links, the last asked for first: the same rules come again.
    detours: Mutex<Vec<Detour>>,
    recent: Recent,
    pool: Pool,
}

/// The nodes where a question starts and ends.
type Ends = (NodeId, NodeId);

/// A request resolved against the planner: ends, rules, prices, verdicts.
#[derive(Clone)]
pub(crate) struct Case {
    pub(crate) from: PlaceId,
    pub(crate) to: PlaceId,
    pub(crate) gates: Ends,
    ruled: Arc<Ruled>,
}

impl std::ops::Deref for Case {
    type Target = Ruled;

    fn deref(&self) -> &Ruled {
        &self.ruled
    }
}

impl Case {
    /// The same question under other limits.
    pub(crate) fn limited_by(&self, policy: CompiledPolicy) -> Self {
        Self {
            ruled: Arc::new(self.ruled.limited_by(policy)),
            ..self.clone()
        }
    }

    pub(crate) fn operations(&self) -> &Operations {
        self.model.operations()
    }
}

/// A model made around blocked links.
type Detour = (Vec<LinkId>, Arc<CostModel>);

/// How many of them a planner keeps.
const MOST_DETOURS: usize = 8;

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
    /// # Errors
    /// Why there is none; see [`Error`].
    pub fn best(&self, request: &Request, objective: &Objective) -> Result<Route, Error> {
        let case = self.case(request)?;
        let route = if case.policy.limits().is_empty() {
            let arcs = case.path(self, objective, case.gates)?;
            arcs.and_then(|arcs| self.tell(&case, objective, &arcs))
        } else {
            self.search(&case, &case.verdicts, objective)?
        };
        match route {
            Some(route) => self.verified(route, &request.policy),
            None => Err(self.cause(request, &case, objective)?.into()),
        }
    }

    /// A route with its certificate; one that fails the check is never returned.
    pub(crate) fn verified(&self, mut route: Route, policy: &Policy) -> Result<Route, Error> {
        let checked = route.certify(policy, &self.world);
        checked.map_err(|error| Error::Unverified(Box::new(error)))?;
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

    /// Resolves a request; fails early on unknown places and excluded ends.
    pub(crate) fn case(&self, request: &Request) -> Result<Case, Error> {
        let network = self.world.network();
        let from = network.find_place(&request.from)?;
        let to = network.find_place(&request.to)?;
        self.case_between(from, to, request.shipment, &request.policy)
    }

    pub(crate) fn case_between(
        &self,
        from: PlaceId,
        to: PlaceId,
        shipment: Shipment,
        policy: &Policy,
    ) -> Result<Case, Error> {
        let network = self.world.network();
        let homes = (network.place_at(from).country, network.place_at(to).country);
        let ruled = self.ruled(policy, &shipment, homes)?;
        self.case_of(from, to, ruled)
    }

    /// The same for rules that are compiled for the trip.
    pub(crate) fn case_under(
        &self,
        from: PlaceId,
        to: PlaceId,
        shipment: Shipment,
        policy: &CompiledPolicy,
    ) -> Result<Case, Error> {
        let ruled = self.rule(&shipment, policy, RuleSet::EMPTY)?;
        self.case_of(from, to, Arc::new(ruled))
    }

    fn case_of(&self, from: PlaceId, to: PlaceId, ruled: Arc<Ruled>) -> Result<Case, Error> {
        let unexamined = || self.no_route(from, to, Reason::Unexamined);
        let gates = self.ends(&ruled.policy, ruled.model.operations(), from, to)?;
        let (gates, ruled) = match gates {
            Some(gates) => (gates, ruled),
            // Rules block everything at an end, so that operations made around it have no gate.
            None => {
                let own = Arc::new(ruled.on(&self.model));
                let gates = self.ends(&own.policy, self.operations(), from, to)?;
                (gates.ok_or_else(unexamined)?, own)
            }
        };
        Ok(Case {
            from,
            to,
            gates,
            ruled,
        })
    }

    /// That no route leads from a place of the network to another, and why.
    pub(crate) fn no_route(&self, from: PlaceId, to: PlaceId, reason: Reason) -> NoRoute {
        let network = self.world.network();
        NoRoute::new(stop(network, from), stop(network, to), reason)
    }

    /// The nodes of two places, or why there is no route between them whatever is searched; nothing
    /// where these operations leave nothing to do at one of them.
    pub(crate) fn ends(
        &self,
        policy: &CompiledPolicy,
        operations: &Operations,
        from: PlaceId,
        to: PlaceId,
    ) -> Result<Option<Ends>, Error> {
        let network = self.world.network();
        for place in [from, to] {
            if network.place(place).is_none() {
                return Err(Error::ForeignPlace);
            }
        }
        for place in [from, to] {
            if let Err(blocked) = policy.check_endpoint(place) {
                let reason = Reason::EndpointExcluded {
                    place: stop(network, place),
                    violation: Box::new(policy.explain(&self.world, &blocked)),
                };
                return Err(self.no_route(from, to, reason).into());
            }
        }
        if from == to {
            return Err(self.no_route(from, to, Reason::SamePlace).into());
        }
        for place in [from, to] {
            if self.operations().gate(place).is_none() {
                let place = stop(network, place);
                let reason = Reason::NoTerminal { place };
                return Err(self.no_route(from, to, reason).into());
            }
        }
        Ok(operations.gate(from).zip(operations.delivered(to)))
    }

    /// Where shipments from a place start and those to it end, by place; nothing where
    /// [`Planner::ends`] has a reason against it.
    pub(crate) fn endpoints(
        &self,
        policy: &CompiledPolicy,
        operations: &Operations,
    ) -> Vec<Option<Ends>> {
        let network = self.world.network();
        let mut endpoints = vec![None; network.places().count()];
        for (place, _) in network.places() {
            let handled = self.operations().gate(place).is_some();
            if handled && policy.check_endpoint(place).is_ok() {
                let (gate, delivered) = (operations.gate(place), operations.delivered(place));
                endpoints[place.index()] = gate.zip(delivered);
            }
        }
        endpoints
    }

    /// The planner's own model; where a rule blocks links under hauls, one made around those
    /// links, so that no way around them is missed. Trains and through rates keep their
    /// one way.
    fn search_model(
        &self,
        policy: &CompiledPolicy,
        shipment: &Shipment,
    ) -> Result<(Arc<CostModel>, Verdicts), Error> {
        let verdicts = Verdicts::of(self.operations(), policy, shipment);
        let operations = self.operations();
        let part_only = |arc| operations.arc(arc).is_some_and(Operation::is_part_only);
        let on_hauls = |(arc, _): &(ArcId, Blocked)| part_only(*arc);
        if !verdicts.blocked().iter().any(on_hauls) {
            return Ok((self.model.clone(), verdicts));
        }
        let mut blocked: Vec<LinkId> = Vec::new();
        let hauls = operations.arcs();
        let hauls = hauls.filter(|arc| matches!(arc.kind, OperationKind::Haul(_)));
        for operation in hauls {
            let parts = operations.parts(operation);
            if parts.iter().all(|part| verdicts.is_blocked(*part)) {
                continue;
            }
            let lost = parts.iter().filter(|part| verdicts.is_blocked(**part));
            blocked.extend(lost.filter_map(|part| operations.arc(*part)?.link()));
        }
        if blocked.is_empty() {
            return Ok((self.model.clone(), verdicts));
        }
        blocked.sort_unstable();
        blocked.dedup();
        let own = self.detour(blocked)?;
        let verdicts = Verdicts::of(own.operations(), policy, shipment);
        Ok((own, verdicts))
    }

    /// The model made around these links.
    fn detour(&self, blocked: Vec<LinkId>) -> Result<Arc<CostModel>, Error> {
        // What a panic elsewhere left behind is whole: entries are put in at once.
        let lock = || {
            self.kept
                .detours
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
        };
        let mut kept = lock();
        if let Some(place) = kept.iter().position(|(links, _)| *links == blocked) {
            let found = kept.remove(place);
            let own = found.1.clone();
            kept.insert(0, found);
            return Ok(own);
        }
        drop(kept); // others need not wait while these are built
        let avoid = |link| blocked.binary_search(&link).is_ok();
        let own = Arc::new(CostModel::new(self.world.clone(), &avoid)?);
        let mut kept = lock();
        kept.insert(0, (blocked, own.clone()));
        kept.truncate(MOST_DETOURS);
        Ok(own)
    }

    /// The best route over the operations that `verdicts` leave open.
    pub(crate) fn search(
        &self,
        case: &Case,
        verdicts: &Verdicts,
        objective: &Objective,
    ) -> Result<Option<Route>, Error> {
        let (operations, model) = (case.operations(), &case.model);
        let frozen = Frozen::new(model, &case.quote, verdicts, objective)?;
        let (from, to) = case.gates;
        let path = if case.policy.limits().is_empty() {
            Dijkstra::new().path(operations.graph(), frozen.metric(), from, to)?
        } else {
            Self::limited(case, verdicts, &frozen)?
        };
        Ok(path.and_then(|path| self.tell(case, objective, path.arcs())))
    }

    /// A path over the case's operations in words.
    fn tell(&self, case: &Case, objective: &Objective, arcs: &[ArcId]) -> Option<Route> {
        let model = &case.model;
        Route::assemble(&self.world, model, &case.quote, objective, arcs)
    }
}

/// Code, name and country of a place of the network.
fn stop(network: &Network, place: PlaceId) -> Stop {
    let place = network.place_at(place);
    Stop {
        code: place.code.as_str().into(),
        name: place.name.clone(),
        country: place.country,
    }
}
