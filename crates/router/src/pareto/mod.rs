//! All best compromises between two or three objectives.

mod front;
mod labels;

use thiserror::Error;

use crate::cch::{Cch, CchMetric, CchQuery, Potential};
use crate::graph::{Graph, NONE};
use crate::ids::{ArcId, NodeId};
use crate::metric::{BLOCKED, Metric};
use crate::path::QueryError;
use crate::side::Side;
use labels::Fronts;

pub use front::{Completeness, Compromise, Front, FrontLimits};

/// A Pareto front that cannot be computed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ParetoError {
    /// The question itself.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// Neither two nor three objectives.
    #[error("{given} objectives: give two or three")]
    Objectives {
        /// Number given.
        given: usize,
    },
}

/// Multi-objective search with lower bounds, after LTMOA* (Hernández et al. 2023).
///
/// Labels leave the queue in lexicographic order of cost so far plus lower bound to the target. So
/// the first objective never falls at a node, and dominance there needs the others only: one number
/// for two objectives, a short list of pairs for three.
///
/// # Complexity
///
/// Grows with the number of compromises, which may be exponential in the worst case and is tens to
/// hundreds on road networks with two objectives. For three objectives on more than 10⁵ nodes give
/// [`FrontLimits`].
///
/// # Examples
///
/// ```
/// use trade_corridor_router::{
///     Completeness, FrontLimits, Graph, Metric, NodeId, Pareto, ParetoError,
/// };
///
/// // quick and costly, slow and cheap, slow and costly
/// let graph = Graph::new(2, [(0, 1), (0, 1), (0, 1)])?;
/// let time = Metric::from_weights(&graph, [3, 9, 9])?;
/// let cost = Metric::from_weights(&graph, [50, 20, 60])?;
/// let [from, to] = [0, 1].map(NodeId::new);
/// let mut pareto = Pareto::new();
/// let front = pareto.front(&graph, &[&time, &cost], from, to, FrontLimits::default())?;
/// let costs: Vec<_> = front.members().iter().map(|member| member.costs()).collect();
/// assert_eq!(costs, [[3, 50], [9, 20]]);
/// assert_eq!(front.completeness(), Completeness::Exact);
///
/// let refused = pareto.front(&graph, &[&time], from, to, FrontLimits::default());
/// assert_eq!(refused, Err(ParetoError::Objectives { given: 1 }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Pareto {
    sides: [Side; 3],
    potentials: [Potential; 3],
    query: CchQuery,
    fronts: Fronts,
}

impl Pareto {
    /// Empty scratch; it grows to the first graph it meets.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The compromises between `from` and `to`; an empty front when there is no path. An arc that
    /// one objective blocks is blocked.
    ///
    /// # Errors
    ///
    /// [`ParetoError`].
    pub fn front(
        &mut self,
        graph: &Graph,
        objectives: &[&Metric],
        from: NodeId,
        to: NodeId,
        limits: FrontLimits,
    ) -> Result<Front, ParetoError> {
        for metric in objectives {
            metric.check(graph, &[(from, 0), (to, 0)])?;
        }
        match *objectives {
            [a, b] => Ok(self.bounded(graph, [a, b], (from, to), limits, |(), _| ())),
            [a, b, c] => Ok(self.bounded(graph, [a, b, c], (from, to), limits, |(), _| ())),
            _ => Err(ParetoError::Objectives {
                given: objectives.len(),
            }),
        }
    }

    /// As [`Pareto::front`]; of the paths of one compromise that on which `tie` adds up to least.
    ///
    /// # Errors
    ///
    /// [`ParetoError`].
    ///
    /// # Examples
    ///
    /// ```
    /// use trade_corridor_router::{ArcId, FrontLimits, Graph, Metric, NodeId, Pareto};
    ///
    /// let graph = Graph::new(2, [(0, 1), (0, 1)])?;
    /// let metric = Metric::from_weights(&graph, [3, 3])?;
    /// let ends = [0, 1].map(NodeId::new);
    /// let limits = FrontLimits::default();
    /// let tie = |arc: ArcId| [7, 4][arc.index()];
    /// let both = [&metric, &metric];
    /// let front = Pareto::new().front_by(&graph, &both, ends[0], ends[1], limits, tie)?;
    /// assert_eq!(front.members()[0].arcs(), [1]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn front_by(
        &mut self,
        graph: &Graph,
        objectives: &[&Metric],
        from: NodeId,
        to: NodeId,
        limits: FrontLimits,
        tie: impl Fn(ArcId) -> u128,
    ) -> Result<Front, ParetoError> {
        for metric in objectives {
            metric.check(graph, &[(from, 0), (to, 0)])?;
        }
        let further = |sum: u128, arc| sum.saturating_add(tie(arc));
        match *objectives {
            [a, b] => Ok(self.bounded(graph, [a, b], (from, to), limits, further)),
            [a, b, c] => Ok(self.bounded(graph, [a, b, c], (from, to), limits, further)),
            _ => Err(ParetoError::Objectives {
                given: objectives.len(),
            }),
        }
    }

    /// As [`Pareto::front`], with lower bounds from a hierarchy on which the objectives have been
    /// customised: a small part of the time on large graphs.
    ///
    /// The hierarchy is of this graph, and each metric comes with what was customised from it.
    ///
    /// # Errors
    ///
    /// [`ParetoError`], for a hierarchy of another graph or a metric with what was customised from
    /// other weights as well.
    pub fn front_on(
        &mut self,
        graph: &Graph,
        cch: &Cch,
        objectives: &[(&Metric, &CchMetric)],
        from: NodeId,
        to: NodeId,
        limits: FrontLimits,
    ) -> Result<Front, ParetoError> {
        cch.check_graph(graph)?;
        for (objective, (metric, customised)) in objectives.iter().enumerate() {
            metric.check(graph, &[(from, 0), (to, 0)])?;
            cch.check_metric(customised)?;
            if !customised.is_of(metric) {
                return Err(QueryError::OtherWeights { objective }.into());
            }
        }
        match *objectives {
            [a, b] => Ok(self.guided(graph, cch, [a, b], (from, to), limits)?),
            [a, b, c] => Ok(self.guided(graph, cch, [a, b, c], (from, to), limits)?),
            _ => Err(ParetoError::Objectives {
                given: objectives.len(),
            }),
        }
    }

    /// With bounds by backward searches; for two objectives only as far as a compromise can go.
    fn bounded<const N: usize, T: Copy + Ord + Default>(
        &mut self,
        graph: &Graph,
        metrics: [&Metric; N],
        (from, to): (NodeId, NodeId),
        limits: FrontLimits,
        further: impl Fn(T, ArcId) -> T,
    ) -> Front {
        let mut most = [u64::MAX; N];
        for side in &mut self.sides[..N] {
            side.start(graph.nodes(), &[(to, 0)]);
        }
        if N == 2 && same_blocks(metrics[0], metrics[1]) {
            for (side, metric) in self.sides.iter_mut().zip(metrics) {
                if side.back_to(graph, metric, u64::MAX, from.0).is_none() {
                    return Front {
                        members: Vec::new(),
                        completeness: Completeness::Exact,
                    };
                }
            }
            for own in 0..2 {
                most[1 - own] = self.sides[own].along(graph, metrics[1 - own], from.0);
            }
        }
        for ((side, metric), &most) in self.sides.iter_mut().zip(metrics).zip(&most) {
            side.back_to(graph, metric, most, NONE);
        }
        let sides = &self.sides;
        let ahead = |node| {
            let mut bound = [0; N];
            for ((bound, side), &most) in bound.iter_mut().zip(sides).zip(&most) {
                // beyond `most` labels may not be final
                *bound = side.distance(node).filter(|&distance| distance <= most)?;
            }
            Some(bound)
        };
        self.fronts
            .search(graph, metrics, (from, to), (limits, &most), ahead, further)
    }

    /// With bounds by a hierarchy, for the nodes that are met only.
    fn guided<const N: usize>(
        &mut self,
        graph: &Graph,
        cch: &Cch,
        objectives: [(&Metric, &CchMetric); N],
        (from, to): (NodeId, NodeId),
        limits: FrontLimits,
    ) -> Result<Front, QueryError> {
        let metrics = objectives.map(|objective| objective.0);
        let mut most = [u64::MAX; N];
        if N == 2 && same_blocks(metrics[0], metrics[1]) {
            for own in 0..2 {
                let Some(path) = self.query.path(cch, objectives[own].1, from, to)? else {
                    let completeness = Completeness::Exact;
                    return Ok(Front {
                        members: Vec::new(),
                        completeness,
                    });
                };
                most[1 - own] = metrics[1 - own].sum(path.arcs()).unwrap_or(u64::MAX);
            }
        }
        for (potential, (_, customised)) in self.potentials.iter_mut().zip(objectives) {
            potential.start(cch, customised, to.0);
        }
        let potentials = &mut self.potentials;
        let ahead = |node| {
            let mut bound = [0; N];
            for ((bound, potential), objective) in
                bound.iter_mut().zip(potentials.iter_mut()).zip(objectives)
            {
                *bound = u64::from(potential.get(cch, objective.1, node)?);
            }
            Some(bound)
        };
        let further = |(), _| ();
        let fronts = &mut self.fronts;
        Ok(fronts.search(graph, metrics, (from, to), (limits, &most), ahead, further))
    }
}

/// Whether the two block the same arcs: then the best path by either is open to the other, and no
/// compromise weighs more by one than the best path by the other.
fn same_blocks(one: &Metric, other: &Metric) -> bool {
    one.raw()
        .iter()
        .zip(other.raw())
        .all(|(a, b)| (*a == BLOCKED) == (*b == BLOCKED))
}
