//! What questions under the same rules stand on: verdicts, prices, weights, later a customised hierarchy.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::hierarchy::hierarchy;
use super::pool::Pool;
use super::{Ends, Error, Planner, Reason};
use crate::costing::{CostModel, Quote, Shipment};
use crate::metric::{Layers, Objective, ObjectiveWeights, Ties, Unprepared, Verdicts, search_once};
use crate::network::PlaceId;
use crate::policy::{CompiledPolicy, Policy, RuleSet};
use crate::router::{ArcId, Cch, CchMetric, NodeId};
use crate::scenario::World;
use crate::verify::{Rulebook, VerifyError};

/// Questions on weights at hand that are answered by Dijkstra's algorithm before a hierarchy is
/// customised for them; the first one under some rules made no weights.
const SINGLE_QUESTIONS: u32 = 1;

/// The same where the hierarchy is of layers, which only these questions share.
const LAYERED_QUESTIONS: u32 = 100;

/// How many objectives' weights are kept under the same rules: there is no end of the caller's own.
const MOST_OBJECTIVES: usize = 8;

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
    /// Operations in layers, where the route has to use or come by something.
    pub(super) layers: Option<Arc<Layers>>,
    /// What the model takes, unless it is the planner's own.
    model_bytes: usize,
    /// The last asked for first.
    weighted: Mutex<Vec<Arc<Weighted>>>,
    /// Objectives asked for once, whose weights were not made for that.
    once: Mutex<Vec<Objective>>,
    /// The rules as answers are checked by them, when first asked for.
    rulebook: OnceLock<Rulebook>,
    /// The hierarchy of operations with more hauls than the planner's own.
    own_hierarchy: OnceLock<Arc<Cch>>,
}

/// The weights of one objective under some rules.
#[derive(Debug)]
pub(crate) struct Weighted {
    pub(super) objective: Objective,
    pub(super) weights: ObjectiveWeights,
    asked: AtomicU32,
    customised: OnceLock<Arc<Customised>>,
}

/// What many questions about the same weights stand on.
#[derive(Debug)]
pub(super) struct Customised {
    /// By place; nothing where no question can be asked.
    endpoints: Vec<Option<Ends>>,
    /// Nothing where the weights are beyond its range: questions are answered by Dijkstra's algorithm
    /// then.
    pub(super) hierarchy: Option<(Arc<Cch>, CchMetric)>,
    pool: Pool,
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
        if let Some(rule) = policy.uses().iter().nth(1) {
            let rule = policy.rule_ref(rule);
            return Err(Error::SeveralUsesNotPrepared { rule });
        }
        Ok(policy)
    }

    /// Verdicts and prices of a shipment under compiled rules, some closures lifted.
    pub(super) fn rule(
        &self,
        shipment: &Shipment,
        policy: &CompiledPolicy,
        exempt: RuleSet,
    ) -> Result<Ruled, Error> {
        let policy = policy.clone().relax(exempt);
        let (model, verdicts, layers) = self.search_model(&policy, shipment)?;
        let quote = model.quote(*shipment);
        let own = Arc::ptr_eq(&model, &self.model);
        Ok(Ruled {
            model_bytes: if own { 0 } else { model.bytes() },
            exempt,
            shipment: *shipment,
            policy,
            model,
            verdicts: Arc::new(verdicts),
            quote: Arc::new(quote),
            layers: layers.map(Arc::new),
            weighted: Mutex::default(),
            once: Mutex::default(),
            rulebook: OnceLock::new(),
            own_hierarchy: OnceLock::new(),
        })
    }

    /// A hierarchy of what is searched: that of the planner's own operations also where hauls are led
    /// another way, unless there are more of them.
    fn hierarchy(&self, ruled: &Ruled) -> Result<Arc<Cch>, Error> {
        let (network, graph) = (self.world.network(), ruled.graph());
        let known = if graph.id() == self.operations().graph().id() {
            &self.kept.cch
        } else {
            &ruled.own_hierarchy
        };
        if let Some(cch) = known.get() {
            return Ok(cch.clone());
        }
        let positions = graph.node_ids().map(|node| Some(ruled.position(node)?.0));
        let built = Arc::new(hierarchy(network, graph, positions)?);
        Ok(known.get_or_init(|| built).clone())
    }
}

impl Ruled {
    /// The same verdicts and prices under other limits.
    pub(super) fn limited_by(&self, policy: CompiledPolicy) -> Self {
        Self {
            exempt: self.exempt,
            shipment: self.shipment,
            policy,
            model: self.model.clone(),
            verdicts: self.verdicts.clone(),
            quote: self.quote.clone(),
            layers: self.layers.clone(),
            model_bytes: self.model_bytes,
            weighted: Mutex::default(),
            once: Mutex::default(),
            rulebook: OnceLock::new(),
            own_hierarchy: OnceLock::new(),
        }
    }

    /// What decides between routes that have as little of an objective.
    pub(super) fn ties<'a>(&'a self, objective: &'a Objective) -> Ties<'a> {
        Ties {
            model: &self.model,
            quote: &self.quote,
            objective,
            layers: self.layers.as_deref(),
        }
    }

    /// The weights of an objective, made when first asked for.
    pub(super) fn weigh(&self, objective: &Objective) -> Result<Arc<Weighted>, Error> {
        let lock = || self.weighted.lock().unwrap_or_else(PoisonError::into_inner);
        let known = |kept: &mut Vec<Arc<Weighted>>| {
            let at = kept
                .iter()
                .position(|known| known.objective == *objective)?;
            kept[..=at].rotate_right(1);
            kept.first().cloned()
        };
        if let Some(found) = known(&mut lock()) {
            return Ok(found);
        }
        let weights = self.weights(objective)?;
        let made = Arc::new(Weighted {
            objective: objective.clone(),
            weights,
            asked: AtomicU32::new(0),
            customised: OnceLock::new(),
        });
        let mut kept = lock();
        if let Some(found) = known(&mut kept) {
            return Ok(found); // another thread was first
        }
        kept.insert(0, made.clone());
        kept.truncate(MOST_OBJECTIVES);
        Ok(made)
    }

    /// Whether nobody asked for this objective yet; from now on somebody has.
    fn is_first(&self, objective: &Objective) -> bool {
        let lock = || self.weighted.lock().unwrap_or_else(PoisonError::into_inner);
        if lock().iter().any(|known| known.objective == *objective) {
            return false;
        }
        let mut once = self.once.lock().unwrap_or_else(PoisonError::into_inner);
        if once.contains(objective) {
            return false;
        }
        once.insert(0, objective.clone());
        once.truncate(MOST_OBJECTIVES);
        true
    }

    /// The arcs of the searched graph on the best path between two nodes, if there is one: the same
    /// whatever was asked before.
    pub(super) fn path(
        &self,
        planner: &Planner,
        objective: &Objective,
        endpoints: Ends,
    ) -> Result<Option<Vec<ArcId>>, Error> {
        let pool = &planner.kept.pool;
        let Some(ends) = self.searched(endpoints) else {
            return Ok(None);
        };
        if self.is_first(objective) {
            let judged = (&*self.quote, &*self.verdicts);
            let ties = self.ties(objective);
            let found =
                pool.with(|scratch| search_once(judged, &ties, &mut scratch.dijkstra, ends))??;
            if let Unprepared::Found(path) = found {
                return Ok(path);
            }
        }
        let weighted = self.weigh(objective)?;
        let enough = match self.layers {
            Some(_) => LAYERED_QUESTIONS,
            None => SINGLE_QUESTIONS,
        };
        let asked = weighted.asked.fetch_add(1, Ordering::Relaxed);
        // kept from wrapping
        weighted.asked.fetch_min(enough, Ordering::Relaxed);
        let ready = (asked >= enough).then(|| weighted.customise(planner, self));
        if let Some(ready) = ready {
            return ready.path(self, &weighted.weights, endpoints);
        }
        let ties = self.ties(objective);
        let weights = &weighted.weights;
        Ok(pool.with(|scratch| weights.path(&ties, &mut scratch.dijkstra, ends))?)
    }

    /// The rules that this was made of, as answers are checked by them.
    pub(super) fn rulebook(
        &self,
        policy: &Policy,
        world: &World,
    ) -> Result<&Rulebook, VerifyError> {
        if let Some(known) = self.rulebook.get() {
            return Ok(known);
        }
        let read = Rulebook::read(policy, world)?;
        Ok(self.rulebook.get_or_init(|| read))
    }

    /// About how many bytes it takes.
    pub(super) fn bytes(&self) -> usize {
        let arcs = self.model.operations().arcs().len();
        let weighted = self.weighted.lock().unwrap_or_else(PoisonError::into_inner);
        let metrics = weighted.iter().map(|weighted| {
            let customised = weighted.customised.get();
            let hierarchy = customised.and_then(|ready| ready.hierarchy.as_ref());
            // per arc of the hierarchy two weights, what remains of them, and what they are made of
            let hierarchy = hierarchy.map_or(0, |(cch, _)| 40 * cch.arcs() as usize + 8 * arcs);
            let scratch = customised.map_or(0, |ready| ready.pool.bytes());
            weighted.weights.bytes() + hierarchy + scratch
        });
        // verdicts a byte per operation; the quote about as much
        let rulebook = self.rulebook.get().map_or(0, Rulebook::bytes);
        rulebook
            + self.model_bytes
            + self.layers.as_ref().map_or(0, |layers| layers.bytes())
            + 2 * arcs
            + self.verdicts.blocked().len() * 40
            + metrics.sum::<usize>()
    }
}

impl Weighted {
    /// The hierarchy customised for the weights, when first asked for.
    pub(super) fn customise(&self, planner: &Planner, ruled: &Ruled) -> Arc<Customised> {
        if let Some(ready) = self.customised.get() {
            return ready.clone();
        }
        let made = Arc::new(Customised {
            endpoints: planner.endpoints(&ruled.policy, ruled.model.operations()),
            hierarchy: self.hierarchy(planner, ruled),
            pool: Pool::default(),
        });
        // perhaps that of another thread
        self.customised.get_or_init(|| made).clone()
    }

    /// Nothing where weights or operations are beyond its range.
    fn hierarchy(&self, planner: &Planner, ruled: &Ruled) -> Option<(Arc<Cch>, CchMetric)> {
        if !self.weights.is_exact() {
            return None;
        }
        let cch = planner.hierarchy(ruled).ok()?;
        let metric = cch.customise_perfect(self.weights.metric()).ok()?;
        Some((cch, metric))
    }
}

impl Customised {
    /// Nodes of two places, or why there is no question.
    pub(super) fn ends(
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
                Ok(ends.ok_or_else(|| planner.no_route(from, to, Reason::Unexamined))?)
            }
        }
    }

    /// The least exact sum of the weights between two nodes, if there is a way.
    pub(super) fn least(
        &self,
        ruled: &Ruled,
        weights: &ObjectiveWeights,
        ends: Ends,
    ) -> Result<Option<u64>, Error> {
        let Some((from, to)) = ruled.searched(ends) else {
            return Ok(None);
        };
        let least = self.pool.with(|scratch| match &self.hierarchy {
            Some((cch, metric)) => scratch.labels.distance(cch, metric, from, to),
            None => {
                let sums = weights.sums(ruled.graph(), &mut scratch.dijkstra, from, &[to])?;
                Ok(sums.first().copied().flatten())
            }
        })?;
        Ok(least)
    }

    /// The best path between two nodes, if there is one, over the searched graph.
    pub(super) fn path(
        &self,
        ruled: &Ruled,
        weights: &ObjectiveWeights,
        ends: Ends,
    ) -> Result<Option<Vec<ArcId>>, Error> {
        let Some((from, to)) = ruled.searched(ends) else {
            return Ok(None);
        };
        let ties = ruled.ties(weights.objective());
        let path = self.pool.with(|scratch| match &self.hierarchy {
            Some((cch, metric)) => {
                let arcs = scratch.ties.arcs(cch, metric, from, to)?;
                Ok::<_, Error>(ties.choose(arcs, (from, to)))
            }
            None => Ok(weights.path(&ties, &mut scratch.dijkstra, (from, to))?),
        })?;
        Ok(path)
    }

    /// The least exact sums between nodes of the searched graph, row by row.
    pub(super) fn matrix(
        &self,
        ruled: &Ruled,
        weights: &ObjectiveWeights,
        from: &[NodeId],
        to: &[NodeId],
    ) -> Result<Vec<Option<u64>>, Error> {
        let mut cells = Vec::with_capacity(from.len().saturating_mul(to.len()));
        if let Some((cch, metric)) = &self.hierarchy {
            let found = cch.matrix(metric, from, to)?;
            for row in 0..from.len() {
                cells.extend((0..to.len()).map(|column| found.get(row, column)));
            }
            return Ok(cells);
        }
        for from in from {
            let sums = |dijkstra: &mut _| weights.sums(ruled.graph(), dijkstra, *from, to);
            cells.extend(self.pool.with(|scratch| sums(&mut scratch.dijkstra))?);
        }
        Ok(cells)
    }
}
