//! One weight per arc, or none.

use thiserror::Error;

use crate::graph::{Graph, GraphId};
use crate::ids::{ArcId, NodeId};
use crate::path::QueryError;
use crate::version::Version;

/// Stands for *blocked* inside; never leaves the crate.
pub(crate) const BLOCKED: u32 = u32::MAX;

/// Why weights do not make a [`Metric`].
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum MetricError {
    /// A weight above [`Metric::MAX_WEIGHT`].
    #[error("arc {arc} weighs {weight}, above {limit}: use a coarser unit, or `None` to block it")]
    TooHeavy {
        /// The arc.
        arc: ArcId,
        /// Its weight.
        weight: u32,
        /// The largest weight.
        limit: u32,
    },
    /// Not one weight per arc.
    #[error("{given} weights for {arcs} arcs: give one per arc")]
    Length {
        /// Number of weights given.
        given: usize,
        /// Number of arcs of the graph.
        arcs: u32,
    },
    /// There is no such arc.
    #[error("no arc {arc}: arcs are 0..{arcs}")]
    UnknownArc {
        /// The arc asked for.
        arc: ArcId,
        /// Number of arcs.
        arcs: u32,
    },
}

/// One `u32` weight per arc of a [`Graph`], in the caller's small unit, or *blocked*.
///
/// A blocked arc is `None`, not a large number: no search ever sees it. Path sums are `u64`: at
/// most 2³² − 2 nodes on a path, each step at most 2³² − 2, and two `u32` offsets cannot wrap.
///
/// # Examples
///
/// ```
/// use trade_corridor_router::{ArcId, Graph, Metric, MetricError};
///
/// let graph = Graph::new(2, [(0, 1), (1, 0)])?;
/// let mut metric = Metric::new(&graph, |arc| (arc == 0).then_some(7))?;
/// let [there, back] = [0, 1].map(ArcId::new);
/// assert_eq!((metric.weight(there), metric.weight(back)), (Some(7), None));
/// metric.refill(&graph, |_| Some(0))?; // the same memory, another question
/// assert_eq!(metric.weight(back), Some(0));
///
/// let refused = Metric::new(&graph, |_| Some(u32::MAX));
/// assert!(matches!(refused, Err(MetricError::TooHeavy { arc, .. }) if arc == there));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Metric {
    graph: GraphId,
    version: Version,
    weights: Vec<u32>,
}

/// Equal weights on equal graphs.
impl PartialEq for Metric {
    fn eq(&self, other: &Self) -> bool {
        self.graph == other.graph && self.weights == other.weights
    }
}

impl Eq for Metric {}

impl Metric {
    /// The largest weight of an arc.
    pub const MAX_WEIGHT: u32 = u32::MAX - 1;

    /// Asks for the weight of every arc in turn; `None` blocks the arc.
    ///
    /// # Errors
    ///
    /// [`MetricError::TooHeavy`] for a weight above [`Metric::MAX_WEIGHT`].
    pub fn new(
        graph: &Graph,
        weight: impl FnMut(ArcId) -> Option<u32>,
    ) -> Result<Self, MetricError> {
        let mut metric = Self::empty(graph);
        metric.refill(graph, weight)?;
        Ok(metric)
    }

    /// Takes the weights in arc order; `None` blocks the arc.
    ///
    /// # Errors
    ///
    /// [`MetricError::Length`] unless there is one per arc, [`MetricError::TooHeavy`] for a weight
    /// above [`Metric::MAX_WEIGHT`].
    pub fn from_options(
        graph: &Graph,
        weights: impl IntoIterator<Item = Option<u32>>,
    ) -> Result<Self, MetricError> {
        let arcs = graph.arcs();
        let mut own = Vec::with_capacity(arcs as usize);
        let mut given = 0;
        for weight in weights {
            if own.len() < arcs as usize {
                own.push(checked(ArcId(own.len() as u32), weight)?);
            }
            given += 1;
            if given > arcs as usize {
                break;
            }
        }
        if given != arcs as usize {
            return Err(MetricError::Length { given, arcs });
        }
        Ok(Self {
            weights: own,
            ..Self::empty(graph)
        })
    }

    /// Takes the weights in arc order; no arc is blocked.
    ///
    /// # Errors
    ///
    /// As [`Metric::from_options`].
    pub fn from_weights(
        graph: &Graph,
        weights: impl IntoIterator<Item = u32>,
    ) -> Result<Self, MetricError> {
        Self::from_options(graph, weights.into_iter().map(Some))
    }

    /// Asks for every weight again and keeps the memory, also for another graph.
    ///
    /// # Errors
    ///
    /// As [`Metric::new`]; every arc is blocked then.
    pub fn refill(
        &mut self,
        graph: &Graph,
        mut weight: impl FnMut(ArcId) -> Option<u32>,
    ) -> Result<(), MetricError> {
        self.graph = graph.id();
        self.version.renew();
        self.weights.clear();
        // weights of u32::MAX are looked for in one cheap pass afterwards
        let mut refused = None;
        self.weights
            .extend((0..graph.arcs()).map(|arc| match weight(ArcId(arc)) {
                None => BLOCKED,
                Some(BLOCKED) => {
                    refused.get_or_insert(arc);
                    BLOCKED
                }
                Some(weight) => weight,
            }));
        let Some(arc) = refused else { return Ok(()) };
        self.weights.fill(BLOCKED);
        Err(MetricError::TooHeavy {
            arc: ArcId(arc),
            weight: BLOCKED,
            limit: Self::MAX_WEIGHT,
        })
    }

    /// Changes the weight of one arc and returns the former one; `None` is blocked.
    ///
    /// # Errors
    ///
    /// [`MetricError::UnknownArc`], [`MetricError::TooHeavy`]; nothing is changed then.
    pub fn set(&mut self, arc: ArcId, weight: Option<u32>) -> Result<Option<u32>, MetricError> {
        let weight = checked(arc, weight)?;
        let arcs = self.arcs();
        let slot = self
            .weights
            .get_mut(arc.index())
            .ok_or(MetricError::UnknownArc { arc, arcs })?;
        let former = std::mem::replace(slot, weight);
        self.version.renew();
        Ok((former != BLOCKED).then_some(former))
    }

    /// The graph that the weights are of.
    #[must_use]
    pub fn graph(&self) -> GraphId {
        self.graph
    }

    /// Number of arcs, blocked ones included.
    #[must_use]
    pub fn arcs(&self) -> u32 {
        self.weights.len() as u32
    }

    /// Weight of an arc; `None` when it is blocked or does not exist.
    #[inline]
    #[must_use]
    pub fn weight(&self, arc: ArcId) -> Option<u32> {
        self.weights
            .get(arc.index())
            .copied()
            .filter(|&weight| weight != BLOCKED)
    }

    /// Whether a search may use the arc.
    #[inline]
    #[must_use]
    pub fn is_open(&self, arc: ArcId) -> bool {
        self.weight(arc).is_some()
    }

    /// Sum of the weights of some arcs; `None` when one is blocked or does not exist.
    ///
    /// This is how a second metric is read along the optimum of a first one. The sum stops at
    /// `u64::MAX`, which takes more than 2³² arcs.
    #[must_use]
    pub fn sum(&self, arcs: &[ArcId]) -> Option<u64> {
        arcs.iter().try_fold(0_u64, |sum, &arc| {
            Some(sum.saturating_add(u64::from(self.weight(arc)?)))
        })
    }

    /// All weights, [`BLOCKED`] where there is none.
    #[inline]
    pub(crate) fn raw(&self) -> &[u32] {
        &self.weights
    }

    /// The present state of the weights.
    pub(crate) fn version(&self) -> &Version {
        &self.version
    }

    /// Refuses a metric of another graph, and ends `(node, offset)` that the graph does not have.
    #[inline]
    pub(crate) fn check(&self, graph: &Graph, ends: &[(NodeId, u32)]) -> Result<(), QueryError> {
        if self.graph != graph.id() {
            return Err(QueryError::ForeignMetric {
                metric: self.graph,
                graph: graph.id(),
            });
        }
        let nodes = graph.nodes();
        match ends.iter().find(|&&(node, _)| node.0 >= nodes) {
            Some(&(node, _)) => Err(QueryError::UnknownNode { node, nodes }),
            None => Ok(()),
        }
    }

    fn empty(graph: &Graph) -> Self {
        Self {
            graph: graph.id(),
            version: Version::default(),
            weights: Vec::new(),
        }
    }
}

fn checked(arc: ArcId, weight: Option<u32>) -> Result<u32, MetricError> {
    match weight {
        None => Ok(BLOCKED),
        Some(weight) if weight <= Metric::MAX_WEIGHT => Ok(weight),
        Some(weight) => Err(MetricError::TooHeavy {
            arc,
            weight,
            limit: Metric::MAX_WEIGHT,
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph() -> Graph {
        Graph::new(2, [(0, 1), (1, 0), (0, 1)]).unwrap()
    }

    #[test]
    fn refuses_with_arc_and_remedy() {
        let graph = graph();
        let error = Metric::from_weights(&graph, [1, 2]).unwrap_err();
        assert_eq!(error.to_string(), "2 weights for 3 arcs: give one per arc");
        let error = Metric::from_weights(&graph, std::iter::repeat(1)).unwrap_err();
        assert!(matches!(error, MetricError::Length { arcs: 3, .. }));
        let error = Metric::from_weights(&graph, [1, u32::MAX, 2]).unwrap_err();
        assert_eq!(
            error.to_string(),
            "arc 1 weighs 4294967295, above 4294967294: use a coarser unit, or `None` to block it"
        );
        let mut metric = Metric::from_weights(&graph, [1, 2, 3]).unwrap();
        let error = metric.set(ArcId(3), None).unwrap_err();
        assert_eq!(error.to_string(), "no arc 3: arcs are 0..3");
    }

    #[test]
    fn a_failed_refill_blocks_everything() {
        let graph = graph();
        let mut metric = Metric::from_weights(&graph, [1, 2, 3]).unwrap();
        assert!(
            metric
                .refill(&graph, |arc| Some(if arc == 2 { u32::MAX } else { 1 }))
                .is_err()
        );
        assert!((0..3).all(|arc| metric.weight(ArcId(arc)).is_none()));
    }

    #[test]
    fn set_returns_the_former_weight() {
        let mut metric = Metric::from_weights(&graph(), [1, 2, 3]).unwrap();
        assert_eq!(metric.set(ArcId(1), None), Ok(Some(2)));
        assert_eq!(metric.set(ArcId(1), Some(9)), Ok(None));
        assert_eq!(metric.sum(&[0, 1, 0].map(ArcId)), Some(11));
        assert_eq!(metric.sum(&[0, 7].map(ArcId)), None);
    }
}
