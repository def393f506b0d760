//! What questions under the same rules stand on: verdicts, prices, weights, later a customised hierarchy.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::pool::Pool;
use super::whole::Whole;
use super::{Ends, Error, Planner};
use crate::costing::{CostModel, Quote, Shipment};
use crate::metric::{
    Layers, Objective, ObjectiveWeights, Ties, Unprepared, Verdicts, WeightsError, search_once,
};
use crate::policy::{CompiledPolicy, Policy, RuleSet};
use crate::router::{ArcId, Cch, CchMetric};
use crate::scenario::World;
use crate::verify::{Rulebook, VerifyError};

/// Questions on weights at hand that are answered by Dijkstra's algorithm before a hierarchy is
/// customised for them; the first one under some rules made no weights.
const SINGLE_QUESTIONS: u32 = 1;

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
    /// What the route has to use and come by, if anything.
    pub(super) whole: Option<Arc<Whole>>,
    /// What the model takes, unless it is the planner's own.
    model_bytes: usize,
    /// The last asked for first.
    weighted: Mutex<Vec<Arc<Weighted>>>,
    /// Objectives asked for once, whose weights were not made for that.
    once: Mutex<Vec<Objective>>,
    /// The rules as answers are checked by them, when first asked for.
    rulebook: OnceLock<Rulebook>,
    /// The hierarchy of operations with more hauls than the planner's own.
    pub(super) own_hierarchy: OnceLock<Arc<Cch>>,
}

/// The weights of one objective under some rules.
#[derive(Debug)]
pub(crate) struct Weighted {
    pub(super) objective: Objective,
    /// Of the operations.
    pub(super) weights: ObjectiveWeights,
    /// Of their layers, where these are searched and when they first are.
    pub(super) in_layers: OnceLock<Result<ObjectiveWeights, WeightsError>>,
    pub(super) asked: AtomicU32,
    pub(super) customised: OnceLock<Arc<Customised>>,
}

/// The searched graph of some rules.
#[derive(Clone, Copy)]
pub(super) struct Searched<'a> {
    pub(super) ruled: &'a Ruled,
    /// Where the route has to use or come by something.
    pub(super) layers: Option<&'a Layers>,
}

/// What many questions about the same weights stand on.
#[derive(Debug)]
pub(super) struct Customised {
    /// By place; nothing where no question can be asked.
    pub(super) endpoints: Vec<Option<Ends>>,
    /// Nothing where the weights are beyond its range: questions are answered by Dijkstra's algorithm
    /// then.
    pub(super) hierarchy: Option<(Arc<Cch>, CchMetric)>,
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
        let (model, verdicts, wanted) = self.search_model(&policy, shipment)?;
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
            whole: wanted.map(|wanted| Arc::new(Whole::new(wanted))),
            weighted: Mutex::default(),
            once: Mutex::default(),
            rulebook: OnceLock::new(),
            own_hierarchy: OnceLock::new(),
        })
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
            whole: self.whole.clone(),
            model_bytes: self.model_bytes,
            weighted: Mutex::default(),
            once: Mutex::default(),
            rulebook: OnceLock::new(),
            own_hierarchy: OnceLock::new(),
        }
    }

    /// What decides between routes over the operations that have as little of an objective.
    pub(super) fn ties<'a>(&'a self, objective: &'a Objective) -> Ties<'a> {
        Ties {
            model: &self.model,
            quote: &self.quote,
            objective,
            layers: None,
        }
    }

    /// Weights of the operations.
    pub(super) fn weights(&self, objective: &Objective) -> Result<ObjectiveWeights, Error> {
        let weights = ObjectiveWeights::new(&self.model, &self.quote, &self.verdicts, objective);
        Ok(weights?)
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
            in_layers: OnceLock::new(),
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
    pub(super) fn is_first(&self, objective: &Objective) -> bool {
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

    /// The operations of the best path between two nodes, if there is one: the same whatever was asked before.
    pub(super) fn path(
        &self,
        planner: &Planner,
        objective: &Objective,
        endpoints: Ends,
    ) -> Result<Option<Vec<ArcId>>, Error> {
        if let Some(whole) = &self.whole {
            return self.path_in_layers(planner, whole, objective, endpoints);
        }
        let pool = &planner.kept.pool;
        if self.is_first(objective) {
            let judged = (&*self.quote, &*self.verdicts);
            let ties = self.ties(objective);
            let found =
                pool.with(|scratch| search_once(judged, &ties, &mut scratch.dijkstra, endpoints))??;
            if let Unprepared::Found(path) = found {
                return Ok(path);
            }
        }
        let weighted = self.weigh(objective)?;
        let asked = weighted.asked.fetch_add(1, Ordering::Relaxed);
        // kept from wrapping
        weighted
            .asked
            .fetch_min(SINGLE_QUESTIONS, Ordering::Relaxed);
        if asked >= SINGLE_QUESTIONS {
            let ready = weighted.customise(planner, self)?;
            return ready.path(self.searched()?, &weighted, endpoints);
        }
        let ties = self.ties(objective);
        let weights = &weighted.weights;
        Ok(pool.with(|scratch| weights.path(&ties, &mut scratch.dijkstra, endpoints))?)
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
            let in_layers = weighted.in_layers.get();
            let in_layers = in_layers.and_then(|weights| weights.as_ref().ok());
            let in_layers = in_layers.map_or(0, ObjectiveWeights::bytes);
            weighted.weights.bytes() + in_layers + hierarchy + scratch
        });
        // verdicts a byte per operation; the quote about as much
        let rulebook = self.rulebook.get().map_or(0, Rulebook::bytes);
        rulebook
            + self.model_bytes
            + self.whole.as_ref().map_or(0, |whole| whole.bytes())
            + 2 * arcs
            + self.verdicts.blocked().len() * 40
            + metrics.sum::<usize>()
    }
}
