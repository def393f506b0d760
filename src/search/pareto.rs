//! All best compromises between two or three objectives.

use thiserror::Error;

use super::cch::Potential;
use super::metric::BLOCKED;
use super::side::{NONE, Side};
use super::{Cch, CchMetric, CchQuery, Graph, Metric, QueryError};

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

/// How far a [`Front`] may stop short of all compromises. The default is exact and unlimited.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FrontLimits {
    /// Leave a path out when another one in the front is at most this many per mille worse in
    /// every objective; 0 is exact.
    pub epsilon_permille: u32,
    /// Stop after so many members, in the order of the first objective.
    pub most_members: Option<usize>,
    /// Stop after so many partial paths (40 bytes each and more): bounds time and memory.
    pub most_labels: Option<usize>,
}

/// What a [`Front`] holds of all compromises.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Completeness {
    /// All of them, one path for each.
    Exact,
    /// For each of them one that is at most so many per mille worse in every objective.
    Within {
        /// Per mille.
        epsilon_permille: u32,
    },
    /// A cap was hit: those with the smallest first objective only. Members are optimal all the
    /// same (within ε, if one was given).
    Capped,
}

/// One compromise: no other path is better in one objective and as good in the others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compromise {
    costs: Vec<u64>,
    arcs: Vec<u32>,
}

impl Compromise {
    /// Sum by objective, in the order in which the objectives were given.
    pub fn costs(&self) -> &[u64] {
        &self.costs
    }

    /// The caller's arcs, in order of travel.
    pub fn arcs(&self) -> &[u32] {
        &self.arcs
    }
}

/// The compromises between two nodes, by ascending first objective.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Front {
    members: Vec<Compromise>,
    completeness: Completeness,
}

impl Front {
    /// The members, by ascending costs (first objective first).
    pub fn members(&self) -> &[Compromise] {
        &self.members
    }

    /// Whether anything was left out.
    pub fn completeness(&self) -> Completeness {
        self.completeness
    }
}

#[derive(Clone, Copy, Debug)]
struct Label<const N: usize> {
    costs: [u64; N],
    node: u32,
    /// Label before and arc from there, [`NONE`] at the source.
    before: u32,
    arc: u32,
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
/// use trade_corridor::search::{Completeness, FrontLimits, Graph, Metric, Pareto, ParetoError};
///
/// // fast and dear, slow and cheap, slow and dear
/// let graph = Graph::new(2, [(0, 1), (0, 1), (0, 1)])?;
/// let hours = Metric::from_weights(&graph, [3, 9, 9])?;
/// let cost = Metric::from_weights(&graph, [50, 20, 60])?;
/// let mut pareto = Pareto::new();
/// let front = pareto.front(&graph, &[&hours, &cost], 0, 1, FrontLimits::default())?;
/// let costs: Vec<_> = front.members().iter().map(|member| member.costs()).collect();
/// assert_eq!(costs, [[3, 50], [9, 20]]);
/// assert_eq!(front.completeness(), Completeness::Exact);
///
/// let refused = pareto.front(&graph, &[&hours], 0, 1, FrontLimits::default());
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

/// What was expanded at the nodes.
#[derive(Clone, Debug, Default)]
struct Fronts {
    /// Smallest second objective of an expanded label by node, for two objectives.
    least: Vec<u64>,
    /// Place of a node's list in `lists`, for three objectives.
    place: Vec<u32>,
    lists: Vec<Vec<[u64; 2]>>,
}

impl Pareto {
    /// Empty scratch; it grows to the first graph it meets.
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
        from: u32,
        to: u32,
        limits: FrontLimits,
    ) -> Result<Front, ParetoError> {
        for metric in objectives {
            super::dijkstra::check(graph, metric, &[(from, 0), (to, 0)])?;
        }
        match *objectives {
            [a, b] => Ok(self.bounded(graph, [a, b], (from, to), limits)),
            [a, b, c] => Ok(self.bounded(graph, [a, b, c], (from, to), limits)),
            _ => Err(ParetoError::Objectives {
                given: objectives.len(),
            }),
        }
    }

    /// As [`Pareto::front`], with lower bounds from a hierarchy on which the objectives have been
    /// customised: a small part of the time on large graphs.
    ///
    /// The hierarchy must be of this graph, and each pair of metrics of the same weights.
    ///
    /// # Errors
    ///
    /// [`ParetoError`].
    pub fn front_on(
        &mut self,
        graph: &Graph,
        cch: &Cch,
        objectives: &[(&Metric, &CchMetric)],
        from: u32,
        to: u32,
        limits: FrontLimits,
    ) -> Result<Front, ParetoError> {
        for (metric, customised) in objectives {
            super::dijkstra::check(graph, metric, &[(from, 0), (to, 0)])?;
            cch.check_metric(customised)?;
            cch.rank_of(from)?;
            cch.rank_of(to)?;
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
    fn bounded<const N: usize>(
        &mut self,
        graph: &Graph,
        metrics: [&Metric; N],
        (from, to): (u32, u32),
        limits: FrontLimits,
    ) -> Front {
        let mut most = [u64::MAX; N];
        for side in &mut self.sides[..N] {
            side.start(graph.nodes(), &[(to, 0)]);
        }
        if N == 2 && same_blocks(metrics[0], metrics[1]) {
            for (side, metric) in self.sides.iter_mut().zip(metrics) {
                if side.back_to(graph, metric, u64::MAX, from).is_none() {
                    return Front {
                        members: Vec::new(),
                        completeness: Completeness::Exact,
                    };
                }
            }
            for own in 0..2 {
                most[1 - own] = self.sides[own].along(graph, metrics[1 - own], from);
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
            .search(graph, metrics, (from, to), limits, &most, ahead)
    }

    /// With bounds by a hierarchy, for the nodes that are met only.
    fn guided<const N: usize>(
        &mut self,
        graph: &Graph,
        cch: &Cch,
        objectives: [(&Metric, &CchMetric); N],
        (from, to): (u32, u32),
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
            potential.start(cch, customised, to);
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
        Ok(self
            .fronts
            .search(graph, metrics, (from, to), limits, &most, ahead))
    }
}

/// Whether the two block the same arcs: then the best path by either is open to the other, and no
/// compromise is dearer by one than the best path by the other.
fn same_blocks(one: &Metric, other: &Metric) -> bool {
    one.raw()
        .iter()
        .zip(other.raw())
        .all(|(a, b)| (*a == BLOCKED) == (*b == BLOCKED))
}

impl Fronts {
    /// The search itself; `ahead` gives lower bounds to the target, `None` where no compromise
    /// leads.
    fn search<const N: usize>(
        &mut self,
        graph: &Graph,
        metrics: [&Metric; N],
        (from, to): (u32, u32),
        limits: FrontLimits,
        most: &[u64; N],
        mut ahead: impl FnMut(u32) -> Option<[u64; N]>,
    ) -> Front {
        let mut completeness = match limits.epsilon_permille {
            0 => Completeness::Exact,
            epsilon_permille => Completeness::Within { epsilon_permille },
        };
        let mut members = Vec::new();
        self.reset(graph.nodes(), N);
        let mut labels: Vec<Label<N>> = Vec::new();
        let mut queue = Queue::default();
        let mut found: Vec<(u32, [u64; N])> = Vec::new();
        let slack = 1000 + u64::from(limits.epsilon_permille);
        if let Some(bound) = ahead(from) {
            labels.push(Label {
                costs: [0; N],
                node: from,
                before: NONE,
                arc: NONE,
            });
            queue.push(bound, 0);
        }
        while let Some((sum, at)) = queue.pop() {
            let label = labels[at as usize];
            if self.is_dominated(label.node, &label.costs) || covers(&found, &sum, slack) {
                continue;
            }
            if label.node == to {
                found.push((at, label.costs));
                if limits.most_members.is_some_and(|most| found.len() >= most) {
                    if !queue.is_empty() {
                        completeness = Completeness::Capped;
                    }
                    break;
                }
                continue;
            }
            self.enter(label.node, &label.costs);
            for step in graph.out(label.node) {
                let Some(costs) = add(&label.costs, &metrics, step.arc) else {
                    continue;
                };
                let Some(bound) = ahead(step.node) else {
                    continue;
                };
                let mut sum = bound;
                for (sum, cost) in sum.iter_mut().zip(costs) {
                    *sum = sum.saturating_add(cost);
                }
                if sum.iter().zip(most).any(|(sum, most)| sum > most)
                    || self.is_dominated(step.node, &costs)
                    || covers(&found, &sum, slack)
                {
                    continue;
                }
                queue.push(sum, labels.len() as u32);
                labels.push(Label {
                    costs,
                    node: step.node,
                    before: at,
                    arc: step.arc,
                });
            }
            if labels.len()
                >= limits
                    .most_labels
                    .unwrap_or(usize::MAX)
                    .min(NONE as usize / 2)
            {
                completeness = Completeness::Capped;
                break;
            }
        }
        for (at, costs) in found {
            let mut arcs = Vec::new();
            let mut label = labels[at as usize];
            while label.before != NONE {
                arcs.push(label.arc);
                label = labels[label.before as usize];
            }
            arcs.reverse();
            members.push(Compromise {
                costs: costs.to_vec(),
                arcs,
            });
        }
        Front {
            members,
            completeness,
        }
    }

    fn reset(&mut self, nodes: u32, objectives: usize) {
        if objectives == 2 {
            self.least.clear();
            self.least.resize(nodes as usize, u64::MAX);
        } else {
            self.place.clear();
            self.place.resize(nodes as usize, NONE);
            self.lists.clear();
        }
    }

    /// Whether an expanded label of the node is as good in all objectives but the first, in which
    /// it is as good because it came first.
    #[inline]
    fn is_dominated<const N: usize>(&self, node: u32, costs: &[u64; N]) -> bool {
        if N == 2 {
            return self.least[node as usize] <= costs[1];
        }
        match self.lists.get(self.place[node as usize] as usize) {
            Some(list) => list
                .iter()
                .any(|known| known[0] <= costs[1] && known[1] <= costs[2]),
            None => false,
        }
    }

    fn enter<const N: usize>(&mut self, node: u32, costs: &[u64; N]) {
        if N == 2 {
            self.least[node as usize] = costs[1];
            return;
        }
        let place = &mut self.place[node as usize];
        if *place == NONE {
            *place = self.lists.len() as u32;
            self.lists.push(Vec::new());
        }
        let list = &mut self.lists[*place as usize];
        list.retain(|known| known[0] < costs[1] || known[1] < costs[2]);
        list.push([costs[1], costs[2]]);
    }
}

/// Whether a found path is at most ε worse than a lower bound, in every objective.
#[inline]
fn covers<const N: usize>(found: &[(u32, [u64; N])], sum: &[u64; N], slack: u64) -> bool {
    if slack == 1000 {
        // in lexicographic order all found paths are as good in the first objective, and of two
        // objectives the last found path has the smallest second one
        return if N == 2 {
            found.last().is_some_and(|(_, known)| known[1] <= sum[1])
        } else {
            found
                .iter()
                .any(|(_, known)| known[1..].iter().zip(&sum[1..]).all(|(a, b)| a <= b))
        };
    }
    found.iter().any(|(_, known)| {
        known
            .iter()
            .zip(sum)
            .all(|(&known, &sum)| u128::from(known) * 1000 <= u128::from(sum) * u128::from(slack))
    })
}

#[inline]
fn add<const N: usize>(costs: &[u64; N], metrics: &[&Metric; N], arc: u32) -> Option<[u64; N]> {
    let mut sums = *costs;
    for (sum, metric) in sums.iter_mut().zip(metrics) {
        let weight = metric.raw()[arc as usize];
        if weight == BLOCKED {
            return None;
        }
        *sum += u64::from(weight);
    }
    Some(sums)
}

/// Smallest sums first, lexicographically; then the older label.
#[derive(Debug)]
struct Queue<const N: usize> {
    entries: Vec<([u64; N], u32)>,
}

impl<const N: usize> Default for Queue<N> {
    fn default() -> Self {
        Self {
            entries: Vec::new(),
        }
    }
}

impl<const N: usize> Queue<N> {
    fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    fn push(&mut self, sum: [u64; N], label: u32) {
        let entry = (sum, label);
        let mut at = self.entries.len();
        self.entries.push(entry);
        while at > 0 {
            let parent = (at - 1) / 4;
            if self.entries[parent] <= entry {
                break;
            }
            self.entries[at] = self.entries[parent];
            at = parent;
        }
        self.entries[at] = entry;
    }

    fn pop(&mut self) -> Option<([u64; N], u32)> {
        let last = self.entries.pop()?;
        let Some(&top) = self.entries.first() else {
            return Some(last);
        };
        let entries = self.entries.as_mut_slice();
        let mut at = 0;
        loop {
            let first = 4 * at + 1;
            let end = (first + 4).min(entries.len());
            let Some(least) = (first..end).min_by_key(|&child| entries[child]) else {
                break;
            };
            if entries[least] >= last {
                break;
            }
            entries[at] = entries[least];
            at = least;
        }
        entries[at] = last;
        Some(top)
    }
}
