use super::wide::WideMetric;
use super::{Layers, Objective, ObjectiveValue, Ties, Verdicts};
use crate::code::Name;
use crate::costing::{CostModel, Quote};
use crate::router::{
    ArcId, Dijkstra, Graph, LayeredError, LayeredSearch, Metric, MetricError, NodeId, QueryError,
};

/// A node in a state where a search in layers starts, and one where it ends.
pub(crate) type LayeredEnds = ((NodeId, u32), (NodeId, u32));

/// Why no weights could be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum WeightsError {
    /// The search refused the weights.
    #[error("the weights do not fit the search: {0}")]
    Search(#[from] MetricError),
    /// A quote of another world.
    #[error("the quote reads the prices of another world; make it with the `quote` of the model")]
    ForeignQuote,
    /// Verdicts on other operations.
    #[error(
        "{given} verdicts on {operations} operations; judge the operations of the model with \
         `Verdicts::of`"
    )]
    ForeignVerdicts {
        /// How many verdicts there are.
        given: usize,
        /// How many operations the model has.
        operations: usize,
    },
    /// An objective of the caller's own that was read back, without its function.
    #[error(
        "the objective `{objective}` was read back and has no function; make it with \
         `Objective::custom`"
    )]
    NoFunction {
        /// Its name.
        objective: Name,
    },
}

/// Refuses what is not of the model, and an objective that cannot weigh.
fn check(
    model: &CostModel,
    quote: &Quote,
    verdicts: &Verdicts,
    objective: &Objective,
) -> Result<(), WeightsError> {
    quote.check(model).map_err(|_| WeightsError::ForeignQuote)?;
    let (given, operations) = (verdicts.len(), model.operations().len());
    if given != operations {
        return Err(WeightsError::ForeignVerdicts { given, operations });
    }
    match objective {
        Objective::Custom(own) if !own.can_weigh() => Err(WeightsError::NoFunction {
            objective: own.shared_name().clone(),
        }),
        Objective::Custom(_)
        | Objective::Distance
        | Objective::Direct { .. }
        | Objective::Cost
        | Objective::Time
        | Objective::Emissions
        | Objective::Generalised(_) => Ok(()),
    }
}

/// The largest weight that the search takes.
const LARGEST: u64 = Metric::MAX_WEIGHT as u64;

/// Search weights of one objective, and the unit they are in.
///
/// Weights are metres, cents, minutes or grams, or units of the caller's own. Where each fits 32 bits
/// they are searched as they are. Where one does not, the exact ones are kept as well and a slower
/// search reads them: single questions, with limits on whole routes or without, prepared ones, matrices
/// and ensembles are exact for any shipment. Only compromises, and alternatives to the best route, search
/// [`metric`](Self::metric) then, which is coarser.
#[derive(Clone, Debug)]
pub struct ObjectiveWeights {
    metric: Metric,
    objective: Objective,
    divisor: u64,
    /// The exact weights, where the divisor is above one.
    exact: Option<WideMetric>,
}

impl ObjectiveWeights {
    /// Weighs every operation that `verdicts` leave open.
    ///
    /// # Errors
    /// Quote or verdicts of another model, an objective without its function, weights that the search
    /// refuses.
    pub fn new(
        model: &CostModel,
        quote: &Quote,
        verdicts: &Verdicts,
        objective: &Objective,
    ) -> Result<Self, WeightsError> {
        check(model, quote, verdicts, objective)?;
        Self::over(model.operations().graph(), objective, |arc| {
            let open = verdicts.is_open(arc);
            open.then(|| objective.weigh(model, quote, arc)).flatten()
        })
    }

    /// The same weights for the arcs of layers.
    pub(crate) fn in_layers(&self, layers: &Layers) -> Result<Self, WeightsError> {
        Self::over(layers.graph(), &self.objective, |arc| {
            self.weight(layers.base(arc)?)
        })
    }

    fn over(
        graph: &Graph,
        objective: &Objective,
        weigh: impl Fn(ArcId) -> Option<u64>,
    ) -> Result<Self, WeightsError> {
        let mut fits = true;
        let mut metric = Metric::new(graph, |arc| {
            let weight = weigh(arc)?;
            fits &= weight <= LARGEST;
            Some(weight.min(LARGEST) as u32)
        })?;
        let (mut divisor, mut exact) = (1, None);
        if !fits {
            let weights: Vec<Option<u64>> = graph.arc_ids().map(&weigh).collect();
            let largest = weights.iter().flatten().max().copied().unwrap_or_default();
            divisor = largest.div_ceil(LARGEST).max(1);
            metric.refill(graph, |arc| {
                weights[arc.index()].map(|weight| weight.div_ceil(divisor) as u32)
            })?;
            exact = Some(WideMetric::new(weights));
        }
        Ok(Self {
            metric,
            objective: objective.clone(),
            divisor,
            exact,
        })
    }

    /// The weights as the search takes them, each for [`divisor`](Self::divisor) units, rounded up.
    #[must_use]
    pub fn metric(&self) -> &Metric {
        &self.metric
    }

    /// Gives away the weights.
    #[must_use]
    pub fn into_metric(self) -> Metric {
        self.metric
    }

    /// What they measure.
    #[must_use]
    pub fn objective(&self) -> &Objective {
        &self.objective
    }

    /// How many metres, cents, minutes or grams one weight of the metric stands for: the smallest
    /// number with which all fit.
    ///
    /// 1 for nearly every shipment. The best path by the metric is worse than the best path by less
    /// than this much per operation of the latter.
    #[must_use]
    pub fn divisor(&self) -> u64 {
        self.divisor
    }

    /// The exact weight of an operation in metres, cents, minutes or grams; nothing where it is
    /// blocked or does not exist.
    #[must_use]
    pub fn weight(&self, arc: ArcId) -> Option<u64> {
        match &self.exact {
            Some(exact) => exact.weight(arc),
            None => self.metric.weight(arc).map(u64::from),
        }
    }

    /// What some operations have of the objective together; nothing when one is blocked or does not
    /// exist.
    #[must_use]
    pub fn value(&self, arcs: &[ArcId]) -> Option<ObjectiveValue> {
        let sum = arcs.iter().try_fold(0_u64, |sum, &arc| {
            Some(sum.saturating_add(self.weight(arc)?))
        })?;
        Some(self.objective.value(sum))
    }

    /// Whether the metric has the exact weights.
    pub(crate) const fn is_exact(&self) -> bool {
        self.exact.is_none()
    }

    /// The best path between two nodes by the exact weights, if there is one.
    pub(crate) fn path(
        &self,
        ties: &Ties<'_>,
        scratch: &mut Dijkstra,
        (from, to): (NodeId, NodeId),
    ) -> Result<Option<Vec<ArcId>>, QueryError> {
        let graph = ties.graph();
        let mut arcs = Vec::new();
        if let Some(exact) = &self.exact {
            arcs = exact.ties(graph, from, to);
        } else {
            let weigh = |arc| self.metric.weight(arc);
            scratch.ties_by(graph, from, to, weigh, &mut arcs)?;
        }
        Ok(ties.choose(&arcs, (from, to)))
    }

    /// The operations of the best path in layers that are not made, if there is one; only for weights that are
    /// exact as the search takes them.
    pub(crate) fn path_in_layers(
        &self,
        ties: &Ties<'_>,
        scratch: &mut LayeredSearch,
        (from, to): LayeredEnds,
        mut after: impl FnMut(ArcId, u32) -> Option<u32>,
    ) -> Result<Option<Vec<ArcId>>, LayeredError> {
        let weigh = |arc| self.metric.weight(arc);
        let next = |arc, state| after(arc, state);
        let found = scratch.ties_by(ties.graph(), from, to, weigh, next)?;
        Ok(found.and_then(|found| ties.choose_among(&found)))
    }

    /// The least exact sums from a node to others.
    pub(crate) fn sums(
        &self,
        graph: &Graph,
        scratch: &mut Dijkstra,
        from: NodeId,
        to: &[NodeId],
    ) -> Result<Vec<Option<u64>>, QueryError> {
        if let Some(exact) = &self.exact {
            return Ok(exact.sums(graph, from, to));
        }
        if let [to] = to {
            return Ok(vec![scratch.distance(graph, &self.metric, from, *to)?]);
        }
        let reached = scratch.one_to_all(graph, &self.metric, &[(from, 0)])?;
        Ok(to.iter().map(|to| reached.distance(*to)).collect())
    }

    /// About how many bytes they take.
    pub(crate) fn bytes(&self) -> usize {
        let exact = self.exact.as_ref().map_or(0, WideMetric::bytes);
        self.metric.arcs() as usize * size_of::<u32>() + exact
    }
}

/// What a single search found by weights that were made as it went.
pub(crate) enum Unprepared {
    /// The best path, if there is one: that of [`ObjectiveWeights::path`].
    Found(Option<Vec<ArcId>>),
    /// A weight does not fit the search, which needs them all then.
    TooHeavy,
}

/// The weights of operations as a search takes them, and whether all that were asked for fit.
pub(crate) struct Weigher<'a> {
    judged: (&'a Quote, &'a Verdicts),
    model: &'a CostModel,
    objective: &'a Objective,
    fits: bool,
}

impl<'a> Weigher<'a> {
    pub(crate) fn new(
        judged: (&'a Quote, &'a Verdicts),
        ties: &Ties<'a>,
    ) -> Result<Self, WeightsError> {
        let (model, objective) = (ties.model, ties.objective);
        check(model, judged.0, judged.1, objective)?;
        Ok(Self {
            judged,
            model,
            objective,
            fits: true,
        })
    }

    #[inline]
    fn weigh(&mut self, arc: ArcId) -> Option<u32> {
        let weight = self.exact(arc)?;
        self.fits &= weight <= LARGEST;
        u32::try_from(weight).ok()
    }

    /// The same where it does not matter which of several heavy ones is the heavier.
    #[inline]
    pub(crate) fn capped(&self, arc: ArcId) -> Option<u32> {
        Some(self.exact(arc)?.min(LARGEST) as u32)
    }

    #[inline]
    fn exact(&self, arc: ArcId) -> Option<u64> {
        let (quote, verdicts) = self.judged;
        if !verdicts.is_open(arc) {
            return None;
        }
        self.objective.weigh(self.model, quote, arc)
    }

    fn answer(&self, found: impl FnOnce() -> Option<Vec<ArcId>>) -> Unprepared {
        if self.fits {
            Unprepared::Found(found())
        } else {
            Unprepared::TooHeavy
        }
    }
}

/// Searches the operations once, and weighs what the search comes to.
pub(crate) fn search_once(
    judged: (&Quote, &Verdicts),
    ties: &Ties<'_>,
    scratch: &mut Dijkstra,
    (from, to): (NodeId, NodeId),
) -> Result<Result<Unprepared, QueryError>, WeightsError> {
    let mut weigher = Weigher::new(judged, ties)?;
    let mut arcs = Vec::new();
    let weigh = |arc| weigher.weigh(arc);
    let found = scratch.ties_by(ties.graph(), from, to, weigh, &mut arcs);
    Ok(found.map(|_| weigher.answer(|| ties.choose(&arcs, (from, to)))))
}

/// The same in layers that are not made; finds operations.
pub(crate) fn search_layers_once(
    judged: (&Quote, &Verdicts),
    ties: &Ties<'_>,
    scratch: &mut LayeredSearch,
    (from, to): LayeredEnds,
    mut after: impl FnMut(ArcId, u32) -> Option<u32>,
) -> Result<Result<Unprepared, LayeredError>, WeightsError> {
    let mut weigher = Weigher::new(judged, ties)?;
    let weigh = |arc| weigher.weigh(arc);
    let next = |arc, state| after(arc, state);
    let found = scratch.ties_by(ties.graph(), from, to, weigh, next);
    Ok(found.map(|found| weigher.answer(|| ties.choose_among(&found?))))
}
