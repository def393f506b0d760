use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use rustc_hash::FxHashMap;

use super::gather::{Nodes, Weights, gather};
use super::{Error, NoRoute, Planner, Reason, stop};
use crate::code::Country;
use crate::costing::Shipment;
use crate::metric::{Objective, ObjectiveValue, WideMetric};
use crate::network::{Network, PlaceId};
use crate::operations::{BuildError, Position, Stage};
use crate::policy::{CompiledPolicy, Policy, RuleSet, Violation};
use crate::router::{Cch, CchError, CchLanes, CchMetrics, Graph, Metric, NodeId, Order};
use crate::scenario::Scenario;

/// One question under many scenarios at once: a hierarchy over everything that any of them opens,
/// and a metric per scenario in the lanes of one sweep.
///
/// Making it costs about as much as a [`Planner`] per scenario; afterwards every pair is answered
/// for eight scenarios in the time of one. Where weights are beyond the range of the hierarchy, as for
/// hundreds of containers, each scenario is searched by itself: slower, and as exact.
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
/// let costs = ensemble.least(baku, istanbul)?;
/// assert!(costs[1].as_ref().is_ok_and(|cost| cost > costs[0].as_ref().unwrap()));
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
    nodes: Nodes,
    cases: Vec<Case>,
    objective: Objective,
    search: Search,
}

/// How pairs are answered.
#[derive(Debug)]
enum Search {
    Hierarchy {
        cch: Box<Cch>,
        metrics: CchMetrics,
        /// Scratch; who finds it taken makes new one.
        lanes: Mutex<CchLanes>,
    },
    /// For weights beyond the range of a hierarchy.
    OneByOne {
        graph: Graph,
        metrics: Vec<WideMetric>,
    },
}

/// One scenario.
#[derive(Debug)]
struct Case {
    policy: CompiledPolicy,
    /// By place, what keeps goods from starting or ending there.
    barred: Vec<Option<Box<Violation>>>,
    lanes: Vec<Lane>,
}

/// The trips of a scenario that the same closures concern.
#[derive(Debug)]
struct Lane {
    /// Closures that let them pass.
    exempt: RuleSet,
    /// Place of the metric among the metrics.
    metric: usize,
}

impl Ensemble {
    /// Customises a metric per scenario.
    ///
    /// A scenario in which countries are closed to some goods has a metric for each set of closures that
    /// concerns a trip between two places.
    ///
    /// # Errors
    /// A scenario that does not fit the network, a policy that does not fit one of them or that
    /// limits whole routes or has several rules on what they use, an objective without its function.
    pub fn new(
        network: &Network,
        scenarios: &[Scenario],
        shipment: &Shipment,
        policy: &Policy,
        objective: &Objective,
    ) -> Result<Self, Error> {
        let countries = network.places().map(|(_, place)| place.country).collect();
        let mut nodes: Nodes = FxHashMap::default();
        let mut weights: Vec<Weights> = Vec::with_capacity(scenarios.len());
        let mut cases = Vec::with_capacity(scenarios.len());
        for (index, scenario) in scenarios.iter().enumerate() {
            let refused = |error| Error::InScenario {
                index,
                source: Box::new(error),
            };
            let planner = Planner::new(network, scenario).map_err(refused)?;
            let compiled = planner.without_limits(policy).map_err(refused)?;
            let mut lanes = Vec::new();
            for exempt in compiled.sets_exempt(&countries, &countries) {
                let ruled = planner.rule(shipment, &compiled, exempt);
                let ruled = ruled.map_err(refused)?;
                let weighted = ruled.weigh(objective).map_err(refused)?;
                lanes.push(Lane {
                    exempt,
                    metric: weights.len(),
                });
                weights.push(gather(&ruled, &weighted, &mut nodes).map_err(refused)?);
            }
            let mut barred = vec![None; network.places().count()];
            for (place, _) in network.places() {
                let blocked = compiled.check_endpoint(place).err();
                let explain = |blocked| Box::new(compiled.explain(planner.world(), &blocked));
                barred[place.index()] = blocked.map(explain);
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
        let graph =
            Graph::new(nodes.len() as u32, pairs.iter().copied()).map_err(BuildError::from)?;
        // scenarios that weigh everything alike share a lane
        let mut different: Vec<WideMetric> = Vec::new();
        let mut places = Vec::with_capacity(weights.len());
        for weights in weights {
            let own = pairs.iter().map(|pair| weights.get(pair).copied());
            let metric = WideMetric::new(own.collect());
            let known = different.iter().position(|known| *known == metric);
            places.push(known.unwrap_or(different.len()));
            if known.is_none() {
                different.push(metric);
            }
        }
        for lane in cases.iter_mut().flat_map(|case: &mut Case| &mut case.lanes) {
            lane.metric = places[lane.metric];
        }
        let mut positions = vec![None; nodes.len()];
        for ((position, _), node) in &nodes {
            positions[*node as usize] = Some(position);
        }
        let order = super::hierarchy::order(network, &graph, positions.into_iter())?;
        let search = match Search::hierarchy(&graph, &order, &different)? {
            Some(hierarchy) => hierarchy,
            None => Search::OneByOne {
                graph,
                metrics: different,
            },
        };
        Ok(Self {
            shared: Arc::new(Shared {
                network: network.clone(),
                nodes,
                cases,
                objective: objective.clone(),
                search,
            }),
        })
    }

    /// The least of the objective between two places under every scenario, in their order, or why
    /// there is none.
    ///
    /// # Errors
    /// A question that the search refuses.
    pub fn least(
        &self,
        from: PlaceId,
        to: PlaceId,
    ) -> Result<Vec<Result<ObjectiveValue, NoRoute>>, Error> {
        let mut answers = self.least_of(&[(from, to)])?;
        Ok(answers.pop().unwrap_or_default())
    }

    /// As [`Ensemble::least`], for many pairs of places: quicker than one by one.
    ///
    /// # Errors
    /// As [`Ensemble::least`].
    pub fn least_of(
        &self,
        pairs: &[(PlaceId, PlaceId)],
    ) -> Result<Vec<Vec<Result<ObjectiveValue, NoRoute>>>, Error> {
        let known = |place| self.shared.network.place(place).is_some();
        if !pairs.iter().all(|&(from, to)| known(from) && known(to)) {
            return Err(Error::ForeignPlace);
        }
        let ends = |&(from, to): &(PlaceId, PlaceId)| {
            let (gate, delivered) = (Stage::Gate, Stage::Delivered);
            self.node(from, gate).zip(self.node(to, delivered))
        };
        let ends: Vec<Option<(NodeId, NodeId)>> = pairs.iter().map(ends).collect();
        let asked: Vec<(NodeId, NodeId)> = ends.iter().flatten().copied().collect();
        let mut found = self.shared.search.sums(&asked)?.into_iter();
        let pairs = pairs.iter().zip(&ends);
        Ok(pairs
            .map(|(&pair, ends)| {
                // one answer for each pair that has both ends
                let found = ends.and_then(|_| found.next());
                self.answer(pair, found.as_deref())
            })
            .collect())
    }

    fn node(&self, place: PlaceId, stage: Stage) -> Option<NodeId> {
        let position = Position {
            at: crate::network::End::Place(place),
            side: 0,
            stage,
        };
        self.shared
            .nodes
            .get(&(position, 0))
            .copied()
            .map(NodeId::new)
    }

    /// What was found for one pair, or that it has no terminal, by scenario.
    fn answer(
        &self,
        (from, to): (PlaceId, PlaceId),
        found: Option<&[Option<u64>]>,
    ) -> Vec<Result<ObjectiveValue, NoRoute>> {
        let network = &self.shared.network;
        let starts = self.node(from, Stage::Gate).is_some();
        let country = |place| network.place_at(place).country;
        let none = |reason| NoRoute::new(stop(network, from), stop(network, to), reason);
        self.shared
            .cases
            .iter()
            .map(|case| {
                for place in [from, to] {
                    if let Some(violation) = &case.barred[place.index()] {
                        return Err(none(Reason::EndpointExcluded {
                            place: stop(network, place),
                            violation: violation.clone(),
                        }));
                    }
                }
                if from == to {
                    return Err(none(Reason::SamePlace));
                }
                let found = found.ok_or_else(|| {
                    let place = stop(network, if starts { to } else { from });
                    none(Reason::NoTerminal { place })
                })?;
                let lane = case.lane(country(from), country(to));
                let units = lane.and_then(|lane| found.get(lane.metric).copied().flatten());
                let value = units.map(|units| self.shared.objective.value(units));
                value.ok_or_else(|| none(Reason::Unexamined))
            })
            .collect()
    }

    /// How many scenarios there are.
    #[must_use]
    pub fn scenarios(&self) -> usize {
        self.shared.cases.len()
    }
}

impl Case {
    fn lane(&self, from: Country, to: Country) -> Option<&Lane> {
        let exempt = self.policy.exempt(from, to);
        self.lanes.iter().find(|lane| lane.exempt == exempt)
    }
}

impl Search {
    /// Nothing where the weights are beyond its range.
    fn hierarchy(
        graph: &Graph,
        order: &Order,
        weights: &[WideMetric],
    ) -> Result<Option<Self>, Error> {
        let largest = u64::from(Metric::MAX_WEIGHT);
        let mut narrow: Vec<Metric> = Vec::with_capacity(weights.len());
        for weights in weights {
            let mut fits = true;
            narrow.push(Metric::new(graph, |arc| {
                let weight = weights.weight(arc)?;
                fits &= weight <= largest;
                Some(weight.min(largest) as u32)
            })?);
            if !fits {
                return Ok(None);
            }
        }
        let cch = Cch::new(graph, order)?;
        let metrics: Vec<&Metric> = narrow.iter().collect();
        match cch.customise_many(&metrics) {
            Ok(metrics) => Ok(Some(Self::Hierarchy {
                cch: Box::new(cch),
                metrics,
                lanes: Mutex::default(),
            })),
            Err(CchError::TooHeavy { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// The least sums between pairs of nodes, by pair and metric.
    fn sums(&self, pairs: &[(NodeId, NodeId)]) -> Result<Vec<Vec<Option<u64>>>, Error> {
        match self {
            Self::Hierarchy {
                cch,
                metrics,
                lanes,
            } => Ok(match lanes.try_lock() {
                Ok(mut lanes) => lanes.distances_of(cch, metrics, pairs),
                Err(_) => CchLanes::new().distances_of(cch, metrics, pairs),
            }?),
            Self::OneByOne { graph, metrics } => {
                let mut by_start: BTreeMap<NodeId, Vec<usize>> = BTreeMap::new();
                for (place, (from, _)) in pairs.iter().enumerate() {
                    by_start.entry(*from).or_default().push(place);
                }
                let mut found = vec![vec![None; metrics.len()]; pairs.len()];
                for (from, asked) in by_start {
                    let to: Vec<NodeId> = asked.iter().map(|place| pairs[*place].1).collect();
                    for (lane, metric) in metrics.iter().enumerate() {
                        let sums = metric.sums(graph, from, &to);
                        for (place, sum) in asked.iter().zip(sums) {
                            found[*place][lane] = sum;
                        }
                    }
                }
                Ok(found)
            }
        }
    }
}
