use std::sync::{Arc, Mutex};

use rustc_hash::FxHashMap;

use super::{Empty, Planner, PlannerError, RouteError};
use crate::code::Country;
use crate::costing::{CostModel, Shipment};
use crate::metric::{Frozen, Objective};
use crate::network::{Network, PlaceId};
use crate::operations::{Position, Standing};
use crate::policy::{CompiledPolicy, Policy, RuleSet};
use crate::router::{Cch, CchLanes, CchMetrics, Graph, Metric};
use crate::scenario::Scenario;

/// One question under many scenarios at once: a hierarchy over everything that any of them opens,
/// and a metric per scenario in the lanes of one sweep.
///
/// Making it costs about as much as a [`Planner`] per scenario; afterwards every pair is answered
/// for eight scenarios in the time of one.
///
/// ```
/// use jiff::civil::date;
/// use trade_corridor::planner::Ensemble;
/// use trade_corridor::prelude::*;
///
/// let network = Network::europe_central_asia();
/// let today = Scenario::on(date(2026, 11, 22));
/// let closed = today.clone().with(Change::close_transit("GE".parse()?));
/// let shipment = Shipment::container_40ft(Mass::from_tonnes(20.0)?)?;
/// let ensemble = Ensemble::new(
///     network,
///     &[today, closed],
///     &shipment,
///     &Policy::russia_excluded(),
///     &Objective::Cost,
/// )?;
/// let (baku, istanbul) = (network.find_place("Baku")?, network.find_place("Istanbul")?);
/// let costs = ensemble.distances(baku, istanbul)?;
/// assert!(costs[1].as_ref().is_ok_and(|cents| cents > costs[0].as_ref().unwrap()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Ensemble {
    shared: Arc<Shared>,
}

/// What clones share.
#[derive(Debug)]
struct Shared {
    network: Network,
    nodes: FxHashMap<Position, u32>,
    cases: Vec<Case>,
    cch: Cch,
    metrics: CchMetrics,
    /// Scratch; who finds it taken makes new one.
    lanes: Mutex<CchLanes>,
}

/// One scenario.
#[derive(Debug)]
struct Case {
    policy: CompiledPolicy,
    /// By place, whether a rule keeps goods from starting or ending there.
    barred: Vec<bool>,
    lanes: Vec<Lane>,
}

/// The trips of a scenario that the same closures concern.
#[derive(Debug)]
struct Lane {
    /// Closures that let them pass.
    spared: RuleSet,
    divisor: u64,
    /// Place of the metric among the metrics.
    metric: usize,
}

/// Why an ensemble could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum EnsembleError {
    /// One of the scenarios.
    #[error("scenario {index}: {source}")]
    Scenario {
        /// Its position in the list.
        index: usize,
        /// What is wrong with it.
        source: PlannerError,
    },
    /// The policy under one of the scenarios.
    #[error("scenario {index}: {source}")]
    Policy {
        /// The scenario's position in the list.
        index: usize,
        /// What is wrong.
        source: RouteError,
    },
    /// The hierarchy.
    #[error(transparent)]
    Hierarchy(#[from] RouteError),
}

/// Weights of one scenario by pair of nodes, the least of parallel operations.
type Weights = FxHashMap<(u32, u32), u32>;

impl Ensemble {
    /// Customises a metric per scenario.
    ///
    /// A scenario in which countries are closed to some goods has a metric for each set of closures that
    /// concerns a trip between two places.
    ///
    /// # Errors
    /// A scenario that does not fit the network, a policy that does not fit one of them or that
    /// limits whole routes, weights that the hierarchy refuses.
    pub fn new(
        network: &Network,
        scenarios: &[Scenario],
        shipment: &Shipment,
        policy: &Policy,
        objective: &Objective,
    ) -> Result<Self, EnsembleError> {
        let countries = network.places().map(|(_, place)| place.country).collect();
        let mut nodes: FxHashMap<Position, u32> = FxHashMap::default();
        let mut weights: Vec<Weights> = Vec::with_capacity(scenarios.len());
        let mut cases = Vec::with_capacity(scenarios.len());
        for (index, scenario) in scenarios.iter().enumerate() {
            let planner = Planner::new(network, scenario)
                .map_err(|source| EnsembleError::Scenario { index, source })?;
            let refused = |source| EnsembleError::Policy { index, source };
            let compiled = planner.without_limits(policy).map_err(refused)?;
            let mut lanes = Vec::new();
            for spared in compiled.sets_spared(&countries, &countries) {
                let ruled = planner.rule(shipment, &compiled, spared);
                let ruled = ruled.map_err(refused)?;
                let weighted = ruled.weigh(objective).map_err(refused)?;
                let frozen = &weighted.weights;
                lanes.push(Lane {
                    spared,
                    divisor: frozen.divisor(),
                    metric: weights.len(),
                });
                weights.push(gather(&ruled.model, frozen, &mut nodes));
            }
            let mut barred = vec![false; network.places().count()];
            for (place, _) in network.places() {
                barred[place.index()] = compiled.check_endpoint(place).is_err();
            }
            cases.push(Case {
                policy: compiled,
                barred,
                lanes,
            });
        }
        let mut pairs: Vec<(u32, u32)> = weights
            .iter()
            .flat_map(|weights| weights.keys().copied())
            .collect();
        pairs.sort_unstable();
        pairs.dedup();
        let graph = Graph::new(nodes.len() as u32, pairs.iter().copied())
            .map_err(|source| RouteError::Build(source.into()))?;
        let mut positions = vec![None; nodes.len()];
        for (position, node) in &nodes {
            positions[*node as usize] = Some(position);
        }
        let order = super::metrics::order(network, &graph, positions.into_iter())?;
        let cch = Cch::new(&graph, &order).map_err(RouteError::from)?;
        // scenarios that weigh everything alike share a lane
        let mut different: Vec<Metric> = Vec::new();
        let mut places = Vec::with_capacity(weights.len());
        for weights in &weights {
            let metric = Metric::new(&graph, |arc| weights.get(&pairs[arc as usize]).copied())
                .map_err(RouteError::from)?;
            let known = different.iter().position(|known| *known == metric);
            places.push(known.unwrap_or(different.len()));
            if known.is_none() {
                different.push(metric);
            }
        }
        for lane in cases.iter_mut().flat_map(|case: &mut Case| &mut case.lanes) {
            lane.metric = places[lane.metric];
        }
        let metrics: Vec<&Metric> = different.iter().collect();
        let metrics = cch.customise_many(&metrics).map_err(RouteError::from)?;
        Ok(Self {
            shared: Arc::new(Shared {
                network: network.clone(),
                nodes,
                cases,
                cch,
                metrics,
                lanes: Mutex::default(),
            }),
        })
    }

    /// The least of the objective between two places under every scenario, in their order, in
    /// metres, cents, minutes or grams, or why there is none.
    ///
    /// # Errors
    /// A question that the search refuses.
    pub fn distances(
        &self,
        from: PlaceId,
        to: PlaceId,
    ) -> Result<Vec<Result<u64, Empty>>, RouteError> {
        let mut answers = self.distances_of(&[(from, to)])?;
        Ok(answers.pop().unwrap_or_default())
    }

    /// As [`Ensemble::distances`], for many pairs of places: quicker than one by one.
    ///
    /// # Errors
    /// As [`Ensemble::distances`].
    pub fn distances_of(
        &self,
        pairs: &[(PlaceId, PlaceId)],
    ) -> Result<Vec<Vec<Result<u64, Empty>>>, RouteError> {
        let known = |place| self.shared.network.place(place).is_some();
        if !pairs.iter().all(|&(from, to)| known(from) && known(to)) {
            return Err(RouteError::ForeignPlace);
        }
        let node = |place, standing| {
            let at = crate::network::End::Place(place);
            self.shared
                .nodes
                .get(&Position {
                    at,
                    side: 0,
                    standing,
                })
                .copied()
        };
        let ends = |&(from, to): &(PlaceId, PlaceId)| {
            node(from, Standing::Gate).zip(node(to, Standing::Delivered))
        };
        let ends: Vec<Option<(u32, u32)>> = pairs.iter().map(ends).collect();
        let asked: Vec<(u32, u32)> = ends.iter().flatten().copied().collect();
        let Shared { cch, metrics, .. } = &*self.shared;
        let found = match self.shared.lanes.try_lock() {
            Ok(mut lanes) => lanes.distances_of(cch, metrics, &asked),
            Err(_) => CchLanes::new().distances_of(cch, metrics, &asked),
        }?;
        let mut found = found.into_iter();
        let pairs = pairs.iter().zip(&ends);
        Ok(pairs
            .map(|(&pair, ends)| {
                // one answer for each pair that has both ends
                let found = ends.and_then(|_| found.next());
                self.tell(pair, found.as_deref())
            })
            .collect())
    }

    /// What was found for one pair, or that it has no terminal, by scenario.
    fn tell(
        &self,
        (from, to): (PlaceId, PlaceId),
        found: Option<&[Option<u64>]>,
    ) -> Vec<Result<u64, Empty>> {
        let country = |place| self.shared.network.place_at(place).country;
        self.shared
            .cases
            .iter()
            .map(|case| {
                for place in [from, to] {
                    if case.barred[place.index()]
                        && let Err(blocked) = case.policy.check_endpoint(place)
                    {
                        let rule = case.policy.rule_name(blocked.rule).to_owned();
                        return Err(Empty::EndpointExcluded { rule });
                    }
                }
                if from == to {
                    return Err(Empty::SamePlace);
                }
                let found = found.ok_or(Empty::NoTerminal)?;
                let lane = case
                    .lane(country(from), country(to))
                    .ok_or(Empty::NoRoute)?;
                Ok(found[lane.metric].ok_or(Empty::NoRoute)? * lane.divisor)
            })
            .collect()
    }

    /// How many scenarios there are.
    pub fn scenarios(&self) -> usize {
        self.shared.cases.len()
    }
}

impl Case {
    fn lane(&self, from: Country, to: Country) -> Option<&Lane> {
        let spared = self.policy.spared(from, to);
        self.lanes.iter().find(|lane| lane.spared == spared)
    }
}

/// The open operations of one scenario by pair of nodes that all scenarios share.
fn gather(model: &CostModel, frozen: &Frozen, nodes: &mut FxHashMap<Position, u32>) -> Weights {
    let operations = model.operations();
    // Gates exist for every place where goods are handled, whether or not a rule lets them in.
    let local: Vec<u32> = (0..operations.graph().nodes())
        .filter_map(|node| operations.position(node))
        .map(|position| {
            let next = nodes.len() as u32;
            *nodes.entry(*position).or_insert(next)
        })
        .collect();
    let mut weights = Weights::default();
    for (arc, operation) in operations.arcs().enumerate() {
        if let Some(weight) = frozen.metric().weight(arc as u32) {
            let pair = (local[operation.from as usize], local[operation.to as usize]);
            let least = weights.entry(pair).or_insert(weight);
            *least = weight.min(*least);
        }
    }
    weights
}
