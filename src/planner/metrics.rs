//! What questions under the same rules stand on: verdicts, prices, weights, and from the third question on
//! a customised hierarchy.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::pool::Pool;
use super::{Ends, Error, Planner, Reason};
use crate::costing::{CostModel, Quote, Shipment};
use crate::metric::{Frozen, Objective, Verdicts};
use crate::network::{Network, PlaceId};
use crate::operations::{Operations, Position};
use crate::policy::{CompiledPolicy, Policy, RuleSet};
use crate::route::Route;
use crate::router::{ArcId, Cch, CchError, CchMetric, Graph, Order};

/// Questions under the same rules that are answered by Dijkstra's algorithm before a hierarchy is
/// customised for them.
const SINGLE_QUESTIONS: u32 = 2;

/// Rules and prices of one shipment, for all trips that the same closures concern.
#[derive(Debug)]
pub(crate) struct Ruled {
    /// Closures that let the trips pass.
    pub(super) exempt: RuleSet,
    pub(super) shipment: Shipment,
    pub(super) policy: CompiledPolicy,
    /// What is searched: the planner's own model, or one made around blocked links.
    pub(super) model: Arc<CostModel>,
    pub(super) verdicts: Arc<Verdicts>,
    pub(super) quote: Arc<Quote>,
    weighted: Mutex<Vec<Arc<Weighted>>>,
}

/// The weights of one objective under some rules.
#[derive(Debug)]
pub(crate) struct Weighted {
    pub(super) objective: Objective,
    pub(super) weights: Frozen,
    asked: AtomicU32,
    /// Nothing where the hierarchy refused the weights.
    prepared: OnceLock<Option<Arc<PreparedMetric>>>,
}

/// A hierarchy customised for some weights, with the endpoints that questions may have.
#[derive(Debug)]
pub(super) struct PreparedMetric {
    /// By place; nothing where no question can be asked.
    endpoints: Vec<Option<Ends>>,
    pub(super) cch: Arc<Cch>,
    pub(super) metric: CchMetric,
    pub(super) pool: Pool,
}

/// Limits are about one route; what is asked here has many.
pub(super) fn refuse_limits(policy: &CompiledPolicy) -> Result<(), Error> {
    if policy.limits().is_empty() {
        Ok(())
    } else {
        Err(Error::LimitsNotPrepared)
    }
}

impl Planner {
    /// Rules for many questions, which limits cannot be among.
    pub(super) fn without_limits(&self, policy: &Policy) -> Result<CompiledPolicy, Error> {
        let policy = policy.compile(&self.world)?;
        refuse_limits(&policy)?;
        Ok(policy)
    }

    /// Verdicts and prices of a shipment under compiled rules, some closures lifted.
    pub(super) fn rule(
        &self,
        shipment: &Shipment,
        policy: &CompiledPolicy,
        exempt: RuleSet,
    ) -> Result<Ruled, Error> {
        let policy = policy.clone().lifting(exempt);
        let (model, verdicts) = self.search_model(&policy, shipment)?;
        let quote = model.quote(*shipment);
        Ok(Ruled {
            exempt,
            shipment: *shipment,
            policy,
            model,
            verdicts: Arc::new(verdicts),
            quote: Arc::new(quote),
            weighted: Mutex::default(),
        })
    }

    /// The hierarchy over a model's operations; that over the planner's own is built once.
    fn hierarchy(&self, model: &Arc<CostModel>) -> Result<Arc<Cch>, Error> {
        let network = self.world.network();
        if !Arc::ptr_eq(model, &self.model) {
            return Ok(Arc::new(hierarchy(network, model.operations())?));
        }
        if let Some(cch) = self.kept.cch.get() {
            return Ok(cch.clone());
        }
        let built = Arc::new(hierarchy(network, self.operations())?);
        Ok(self.kept.cch.get_or_init(|| built).clone())
    }
}

fn hierarchy(network: &Network, operations: &Operations) -> Result<Cch, Error> {
    let graph = operations.graph();
    let positions = graph.node_ids().map(|node| operations.position(node));
    let order = order(network, graph, positions)?;
    Ok(Cch::new(graph, &order)?)
}

/// An order by where the positions lie on the map: questions take a third of the time that they
/// take on an order by degree, because hauls join the stations of a railway each to each.
pub(super) fn order<'a>(
    network: &Network,
    graph: &Graph,
    positions: impl Iterator<Item = Option<&'a Position>>,
) -> Result<Order, Error> {
    let points = positions.map(|position| {
        let location = network.end_location(position?.at)?;
        Some((location.x(), location.y()))
    });
    let Some(mut points) = points.collect::<Option<Vec<_>>>() else {
        return Ok(Order::minimum_degree(graph));
    };
    // Planar enough: degrees, those of longitude as short as at the mean latitude.
    let latitude = points.iter().map(|(_, y)| y).sum::<f64>() / points.len().max(1) as f64;
    let shortened = libm::cos(latitude.to_radians());
    for (x, _) in &mut points {
        *x *= shortened;
    }
    Ok(Order::combined(graph, &points).map_err(CchError::from)?)
}

impl Ruled {
    /// The same rules and shipment on another model.
    pub(super) fn on(&self, model: &Arc<CostModel>) -> Self {
        let verdicts = Verdicts::of(model.operations(), &self.policy, &self.shipment);
        Self {
            exempt: self.exempt,
            shipment: self.shipment,
            policy: self.policy.clone(),
            model: model.clone(),
            verdicts: Arc::new(verdicts),
            quote: Arc::new(model.quote(self.shipment)),
            weighted: Mutex::default(),
        }
    }

    /// The same verdicts and prices under other limits.
    pub(super) fn limited_by(&self, policy: CompiledPolicy) -> Self {
        Self {
            exempt: self.exempt,
            shipment: self.shipment,
            policy,
            model: self.model.clone(),
            verdicts: self.verdicts.clone(),
            quote: self.quote.clone(),
            weighted: Mutex::default(),
        }
    }

    /// The weights of an objective, made when first asked for.
    pub(super) fn weigh(&self, objective: &Objective) -> Result<Arc<Weighted>, Error> {
        let lock = || self.weighted.lock().unwrap_or_else(PoisonError::into_inner);
        let known = |kept: &[Arc<Weighted>]| {
            let mut kept = kept.iter();
            kept.find(|known| known.objective == *objective).cloned()
        };
        if let Some(found) = known(&lock()) {
            return Ok(found);
        }
        let weights = Frozen::new(&self.model, &self.quote, &self.verdicts, objective)?;
        let made = Arc::new(Weighted {
            objective: objective.clone(),
            weights,
            asked: AtomicU32::new(0),
            prepared: OnceLock::new(),
        });
        let mut kept = lock();
        if let Some(found) = known(&kept) {
            return Ok(found); // another thread was first
        }
        kept.push(made.clone());
        Ok(made)
    }

    /// The arcs of the best path between two nodes, if there is one: the same whatever was asked
    /// before.
    pub(super) fn path(
        &self,
        planner: &Planner,
        objective: &Objective,
        (from, to): Ends,
    ) -> Result<Option<Vec<ArcId>>, Error> {
        let weighted = self.weigh(objective)?;
        let asked = weighted.asked.fetch_add(1, Ordering::Relaxed);
        // kept from wrapping
        weighted
            .asked
            .fetch_min(SINGLE_QUESTIONS, Ordering::Relaxed);
        let refused = weighted.prepared.get().is_some_and(Option::is_none);
        let ready = (asked >= SINGLE_QUESTIONS && !refused)
            .then(|| weighted.prepare(planner, self).ok())
            .flatten();
        let path = if let Some(ready) = ready {
            ready
                .pool
                .with(|scratch| scratch.ties.path(&ready.cch, &ready.metric, from, to))?
        } else {
            let graph = self.model.operations().graph();
            let metric = weighted.weights.metric();
            let pool = &planner.kept.pool;
            pool.with(|scratch| scratch.dijkstra.path(graph, metric, from, to))?
        };
        Ok(path.map(crate::router::Path::into_arcs))
    }

    /// About how many bytes it takes.
    pub(super) fn bytes(&self) -> usize {
        let arcs = self.model.operations().arcs().len();
        let weighted = self.weighted.lock().unwrap_or_else(PoisonError::into_inner);
        let metrics = weighted.iter().map(|weighted| {
            let prepared = weighted.prepared.get().and_then(Option::as_ref);
            // per arc of the hierarchy two weights, what remains of them, and what they are made of
            4 * arcs + prepared.map_or(0, |ready| 40 * ready.cch.arcs() as usize + 8 * arcs)
        });
        // verdicts a byte per operation; the quote about as much
        2 * arcs + self.verdicts.blocked().len() * 40 + metrics.sum::<usize>()
    }
}

impl Weighted {
    /// The hierarchy customised for the weights, when first asked for.
    pub(super) fn prepare(
        &self,
        planner: &Planner,
        ruled: &Ruled,
    ) -> Result<Arc<PreparedMetric>, Error> {
        if let Some(Some(ready)) = self.prepared.get() {
            return Ok(ready.clone());
        }
        let made = self.customise(planner, ruled);
        let kept = made.as_ref().ok().cloned();
        Ok(match self.prepared.get_or_init(|| kept) {
            Some(ready) => ready.clone(), // perhaps that of another thread
            None => made?,
        })
    }

    fn customise(&self, planner: &Planner, ruled: &Ruled) -> Result<Arc<PreparedMetric>, Error> {
        let cch = planner.hierarchy(&ruled.model)?;
        let metric = cch.customise_perfect(self.weights.metric())?;
        Ok(Arc::new(PreparedMetric {
            endpoints: planner.endpoints(&ruled.policy, ruled.model.operations()),
            cch,
            metric,
            pool: Pool::default(),
        }))
    }
}

impl PreparedMetric {
    /// Nodes of two places, or why there is no question.
    fn ends(
        &self,
        planner: &Planner,
        ruled: &Ruled,
        from: PlaceId,
        to: PlaceId,
    ) -> Result<Ends, Error> {
        let endpoint = |place: PlaceId| self.endpoints.get(place.index()).copied().flatten();
        match (endpoint(from), endpoint(to)) {
            (Some((gate, _)), Some((_, delivered))) if from != to => Ok((gate, delivered)),
            _ => {
                let ends = planner.ends(&ruled.policy, ruled.model.operations(), from, to)?;
                let unexamined = || planner.no_route(from, to, Reason::Unexamined);
                Ok(ends.ok_or_else(unexamined)?)
            }
        }
    }

    /// The least weight between two places, if there is a way.
    pub(super) fn distance(
        &self,
        planner: &Planner,
        ruled: &Ruled,
        (from, to): (PlaceId, PlaceId),
    ) -> Result<Option<u64>, Error> {
        let (start, end) = self.ends(planner, ruled, from, to)?;
        Ok(self
            .pool
            .with(|scratch| scratch.labels.distance(&self.cch, &self.metric, start, end))?)
    }

    /// The best route between two places, if there is a way.
    pub(super) fn route(
        &self,
        planner: &Planner,
        ruled: &Ruled,
        objective: &Objective,
        (from, to): (PlaceId, PlaceId),
    ) -> Result<Option<Route>, Error> {
        let (start, end) = self.ends(planner, ruled, from, to)?;
        let path = self
            .pool
            .with(|scratch| scratch.ties.path(&self.cch, &self.metric, start, end))?;
        Ok(path.and_then(|path| {
            Route::assemble(
                &planner.world,
                &ruled.model,
                &ruled.quote,
                objective,
                path.arcs(),
            )
        }))
    }
}
