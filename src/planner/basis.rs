use std::sync::Arc;

use super::{Ends, Ground, Planner, RouteError};
use crate::costing::{Quote, Shipment};
use crate::metric::{Frozen, Objective};
use crate::network::{Network, PlaceId};
use crate::operations::{Operations, Position};
use crate::policy::{CompiledPolicy, Policy, RuleSet};
use crate::route::Route;
use crate::router::{Cch, CchError, CchLabels, CchMetric, CchQuery, Graph, Order};

/// A customised metric for trips that the same closures of countries concern.
pub(super) struct Basis<'p, 'n> {
    /// Closures that let these trips pass.
    pub(super) spared: RuleSet,
    pub(super) policy: CompiledPolicy,
    pub(super) ground: Ground<'p, 'n>,
    quote: Quote,
    frozen: Frozen,
    /// By place; nothing where no question can be asked.
    doors: Vec<Option<Ends>>,
    pub(super) cch: Arc<Cch>,
    pub(super) metric: CchMetric,
    query: CchQuery,
    labels: CchLabels,
}

/// Limits are about one route; what is asked here has many.
pub(super) fn refuse_limits(policy: &CompiledPolicy) -> Result<(), RouteError> {
    if policy.limits().is_empty() {
        Ok(())
    } else {
        Err(RouteError::LimitsNotPrepared)
    }
}

impl<'n> Planner<'n> {
    /// Rules for many questions, which limits cannot be among.
    pub(super) fn without_limits(&self, policy: &Policy) -> Result<CompiledPolicy, RouteError> {
        let policy = policy.compile(&self.world)?;
        refuse_limits(&policy)?;
        Ok(policy)
    }

    /// The weights of an objective for one shipment under one policy, and what they stand on.
    pub(super) fn weigh<'p>(
        &'p self,
        shipment: &Shipment,
        policy: &CompiledPolicy,
        objective: &Objective,
    ) -> Result<(Ground<'p, 'n>, Quote, Frozen), RouteError> {
        let (ground, verdicts) = self.ground(policy, shipment)?;
        let model = ground.model();
        let quote = model.quote(*shipment);
        let frozen = Frozen::new(model, &quote, &verdicts, objective)?;
        Ok((ground, quote, frozen))
    }

    pub(super) fn basis<'p>(
        &'p self,
        shipment: &Shipment,
        policy: &CompiledPolicy,
        objective: &Objective,
        spared: RuleSet,
    ) -> Result<Basis<'p, 'n>, RouteError> {
        let policy = policy.clone().lifting(spared);
        let (ground, quote, frozen) = self.weigh(shipment, &policy, objective)?;
        let cch = match &ground {
            Ground::Shared(planner) => planner.hierarchy()?,
            Ground::Own(own) => Arc::new(hierarchy(self.world.network(), own.operations())?),
        };
        let metric = cch.customise_perfect(frozen.metric())?;
        let doors = self.doors(&policy, ground.operations());
        Ok(Basis {
            spared,
            policy,
            ground,
            quote,
            frozen,
            doors,
            cch,
            metric,
            query: CchQuery::new(),
            labels: CchLabels::new(),
        })
    }

    /// The hierarchy over the planner's own operations, built when first asked for.
    pub(super) fn hierarchy(&self) -> Result<Arc<Cch>, RouteError> {
        if let Some(cch) = self.cch.get() {
            return Ok(cch.clone());
        }
        let built = Arc::new(hierarchy(self.world.network(), self.operations())?);
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

impl Basis<'_, '_> {
    pub(super) fn divisor(&self) -> u64 {
        self.frozen.divisor()
    }

    /// Gates of two places, or why there is no question.
    fn gates(&self, planner: &Planner<'_>, from: PlaceId, to: PlaceId) -> Result<Ends, RouteError> {
        let door = |place: PlaceId| self.doors.get(place.index()).copied().flatten();
        match (door(from), door(to)) {
            (Some((gate, _)), Some((_, delivered))) if from != to => Ok((gate, delivered)),
            _ => planner.ends(&self.policy, self.ground.operations(), from, to),
        }
    }

    pub(super) fn distance(
        &mut self,
        planner: &Planner<'_>,
        from: PlaceId,
        to: PlaceId,
    ) -> Result<u64, RouteError> {
        let (start, end) = self.gates(planner, from, to)?;
        let found = self.labels.distance(&self.cch, &self.metric, start, end)?;
        found
            .map(|weight| weight * self.frozen.divisor())
            .ok_or(RouteError::NoPreparedRoute { from, to })
    }

    pub(super) fn route(
        &mut self,
        planner: &Planner<'_>,
        objective: &Objective,
        from: PlaceId,
        to: PlaceId,
    ) -> Result<Route, RouteError> {
        let (start, end) = self.gates(planner, from, to)?;
        let path = self.query.path(&self.cch, &self.metric, start, end)?;
        path.and_then(|path| {
            Route::assemble(
                &planner.world,
                self.ground.model(),
                &self.quote,
                objective,
                path.arcs(),
            )
        })
        .ok_or(RouteError::NoPreparedRoute { from, to })
    }
}
