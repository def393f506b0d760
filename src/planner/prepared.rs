use super::{Ends, Ground, Planner, RouteError};
use crate::costing::{Quote, Shipment};
use crate::metric::{Frozen, Objective};
use crate::network::{Network, PlaceId};
use crate::operations::{Operations, Position};
use crate::policy::{CompiledPolicy, Policy};
use crate::route::Route;
use crate::search::{Cch, CchError, CchMetric, CchQuery, Graph, Labels, Order};
use std::sync::Arc;

/// A metric customised once for many questions: one shipment, one policy, one objective.
///
/// ```
/// use jiff::civil::date;
/// use trade_corridor::prelude::*;
///
/// let network = Network::europe_central_asia();
/// let planner = Planner::new(network, &Scenario::on(date(2026, 11, 22)))?;
/// let shipment = Shipment::container_40ft(Mass::from_tonnes(20.0)?)?;
/// let mut prepared =
///     planner.prepare(&shipment, &Policy::russia_excluded(), &Objective::Cost)?;
/// let (almaty, vienna) = (network.find_place("Almaty")?, network.find_place("Vienna")?);
/// let route = prepared.route(almaty, vienna)?;
/// assert_eq!(prepared.distance(almaty, vienna)?, route.cost().as_cents() as u64);
/// assert!(prepared.route(almaty, almaty).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Prepared<'p, 'n> {
    pub(super) planner: &'p Planner<'n>,
    pub(super) policy: CompiledPolicy,
    objective: Objective,
    pub(super) ground: Ground<'p, 'n>,
    quote: Quote,
    frozen: Frozen,
    /// By place; nothing where no question can be asked.
    doors: Vec<Option<Ends>>,
    pub(super) cch: Arc<Cch>,
    pub(super) metric: CchMetric,
    query: CchQuery,
    labels: Labels,
}

impl<'n> Planner<'n> {
    /// Customises a metric for many questions about one shipment under one policy.
    ///
    /// Countries that the scenario closes to some transit are closed to all of it here, because
    /// the ends of the questions are not known yet.
    ///
    /// # Errors
    /// A policy that does not fit the network, or that limits whole routes: limits are questions
    /// of their own, ask [`Planner::best`].
    pub fn prepare<'p>(
        &'p self,
        shipment: &Shipment,
        policy: &Policy,
        objective: &Objective,
    ) -> Result<Prepared<'p, 'n>, RouteError> {
        let (ground, quote, frozen, policy) = self.weigh(shipment, policy, objective)?;
        let cch = match &ground {
            Ground::Shared(planner) => planner.hierarchy()?,
            Ground::Own(own) => Arc::new(hierarchy(self.world.network(), &own.0)?),
        };
        let metric = cch.customise_perfect(frozen.metric())?;
        let doors = self.doors(&policy, ground.operations());
        Ok(Prepared {
            planner: self,
            policy,
            objective: objective.clone(),
            ground,
            quote,
            frozen,
            doors,
            cch,
            metric,
            query: CchQuery::new(),
            labels: Labels::default(),
        })
    }

    /// The weights of an objective for one shipment under one policy, and what they stand on.
    pub(super) fn weigh<'p>(
        &'p self,
        shipment: &Shipment,
        policy: &Policy,
        objective: &Objective,
    ) -> Result<(Ground<'p, 'n>, Quote, Frozen, CompiledPolicy), RouteError> {
        let policy = policy.compile(&self.world)?;
        if !policy.limits().is_empty() {
            return Err(RouteError::LimitsNotPrepared);
        }
        let (ground, verdicts) = self.ground(&policy, shipment)?;
        let (operations, model) = (ground.operations(), ground.model());
        let quote = model.quote(operations, *shipment);
        let frozen = Frozen::new(operations, model, &quote, &verdicts, objective)?;
        Ok((ground, quote, frozen, policy))
    }

    /// The hierarchy over the planner's own operations, built when first asked for.
    pub(super) fn hierarchy(&self) -> Result<Arc<Cch>, RouteError> {
        if let Some(cch) = self.cch.get() {
            return Ok(cch.clone());
        }
        let built = Arc::new(hierarchy(self.world.network(), &self.operations)?);
        Ok(self.cch.get_or_init(|| built).clone())
    }
}

fn hierarchy(network: &Network, operations: &Operations) -> Result<Cch, RouteError> {
    let graph = operations.graph();
    let positions = (0..graph.nodes()).map(|node| operations.position(node));
    let order = order(network, graph, positions)?;
    Ok(Cch::new(graph, &order)?)
}

/// An order by where the positions lie on the map: questions take a third of the time that they
/// take on an order by degree, because hauls join the stations of a railway each to each.
pub(super) fn order<'a>(
    network: &Network,
    graph: &Graph,
    positions: impl Iterator<Item = Option<&'a Position>>,
) -> Result<Order, RouteError> {
    let points = positions.map(|position| {
        let location = network.end_location(position?.at)?;
        // planar enough: degrees, shortened as at 41° north
        Some((location.x() * 0.755, location.y()))
    });
    match points.collect::<Option<Vec<_>>>() {
        Some(points) => Ok(Order::combined(graph, &points).map_err(CchError::from)?),
        None => Ok(Order::minimum_degree(graph)),
    }
}

impl<'n> Prepared<'_, 'n> {
    pub(super) fn network(&self) -> &'n Network {
        self.planner.world.network()
    }

    pub(super) fn divisor(&self) -> u64 {
        self.frozen.divisor()
    }

    /// Gates of two places, or why there is no question.
    pub(super) fn gates(&self, from: PlaceId, to: PlaceId) -> Result<Ends, RouteError> {
        let door = |place: PlaceId| self.doors.get(place.index()).copied().flatten();
        match (door(from), door(to)) {
            (Some((gate, _)), Some((_, delivered))) if from != to => Ok((gate, delivered)),
            _ => self
                .planner
                .ends(&self.policy, self.ground.operations(), from, to),
        }
    }

    /// The least of the objective between two places in its own unit: metres, cents, minutes or
    /// grams.
    ///
    /// What a place's climb through the hierarchy finds is kept, about a kilobyte each way; places asked
    /// for before are answered by one pass over it.
    ///
    /// # Errors
    /// Why there is no route; the cause is told by [`Prepared::route`] and [`Planner::best`].
    pub fn distance(&mut self, from: PlaceId, to: PlaceId) -> Result<u64, RouteError> {
        let (start, end) = self.gates(from, to)?;
        let found = self.labels.distance(&self.cch, &self.metric, start, end)?;
        found
            .map(|weight| weight * self.frozen.divisor())
            .ok_or(RouteError::NoPreparedRoute { from, to })
    }

    /// The best route between two places.
    ///
    /// # Errors
    /// Why there is no route; the cause is told by [`Planner::best`].
    pub fn route(&mut self, from: PlaceId, to: PlaceId) -> Result<Route, RouteError> {
        let (start, end) = self.gates(from, to)?;
        let path = self.query.path(&self.cch, &self.metric, start, end)?;
        path.and_then(|path| {
            Route::assemble(
                &self.planner.world,
                self.ground.operations(),
                self.ground.model(),
                &self.quote,
                &self.objective,
                path.arcs(),
            )
        })
        .ok_or(RouteError::NoPreparedRoute { from, to })
    }
}
