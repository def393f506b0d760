//! The best path within limits on other sums: at most so many changes, so much energy.

use thiserror::Error;

use crate::graph::{Graph, NONE};
use crate::heap::Heap;
use crate::ids::{ArcId, NodeId};
use crate::metric::{BLOCKED, Metric};
use crate::path::{Path, QueryError, walk_back};
use crate::side::Side;

/// A limited question that cannot be answered.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LimitedError {
    /// The question itself.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The search grew beyond its bound.
    #[error(
        "more than {most} partial paths: drop or loosen a limit, count in coarser units, or raise the bound"
    )]
    TooManyLabels {
        /// The bound on partial paths, which is one on comparisons of them as well.
        most: usize,
    },
}

/// What a path may use up at most.
#[derive(Clone, Copy, Debug)]
pub struct Limit<'a> {
    /// What each arc uses up; an arc that is blocked here is blocked.
    pub uses: &'a Metric,
    /// The largest sum.
    pub most: u32,
}

/// A path within limits, and what it uses up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitedPath {
    path: Path,
    used: Vec<u32>,
}

impl LimitedPath {
    /// The path; its distance is what was minimised.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The path alone.
    #[must_use]
    pub fn into_path(self) -> Path {
        self.path
    }

    /// Sum by limit, in the order in which the limits were given.
    #[must_use]
    pub fn used(&self) -> &[u32] {
        &self.used
    }
}

#[derive(Clone, Copy, Debug)]
struct Label {
    cost: u64,
    /// [`NONE`] for a finished path.
    node: u32,
    before: u32,
    arc: u32,
}

/// Exact label-setting search under additive limits, with lower bounds to the targets.
///
/// Labels leave the queue by cost so far plus lower bound; a partial path is dropped when it cannot
/// reach a target within a limit, or when one to the same node is as cheap and uses up no more of
/// anything.
///
/// # Complexity
///
/// One backward Dijkstra per limit, then time and memory by the number of partial paths, of which
/// the limits decide (small whole numbers such as counts: few; in the worst case as many as there are
/// paths). There are at most [`Limited::MOST_LABELS`] of them, about 60 bytes each, and 64 times as many
/// comparisons, or as many as [`Limited::with_most_labels`] sets: a larger search is refused.
///
/// # Examples
///
/// ```
/// use trade_corridor_router::{Graph, Limit, Limited, LimitedError, Metric, NodeId, QueryError};
///
/// // A-1-B-1-C with two changes, A-5-C with none
/// let graph = Graph::new(3, [(0, 1), (1, 2), (0, 2)])?;
/// let cost = Metric::from_weights(&graph, [1, 1, 5])?;
/// let changes = Metric::from_weights(&graph, [1, 1, 0])?;
/// let [a, c, unknown] = [0, 2, 3].map(NodeId::new);
/// let mut limited = Limited::new();
/// let mut within = |most| {
///     let limits = [Limit { uses: &changes, most }];
///     limited.path(&graph, &cost, &limits, &[(a, 0)], &[(c, 0)])
/// };
/// assert_eq!(within(2)?.expect("a way").path().distance(), 2);
/// let none = within(1)?.expect("a way");
/// assert_eq!((none.path().distance(), none.used()), (5, &[0][..]));
///
/// let refused = limited.path(&graph, &cost, &[], &[(a, 0)], &[(unknown, 0)]);
/// let error = QueryError::UnknownNode { node: unknown, nodes: 3 };
/// assert_eq!(refused, Err(LimitedError::Query(error)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Limited {
    most: usize,
    bound: Side,
    needs: Vec<Side>,
    heap: Heap,
    labels: Vec<Label>,
    /// What the labels use up, in rows of one number per limit.
    used: Vec<u32>,
    /// Expanded labels by node that use up less of something than any other: a list threaded through
    /// `links`.
    first: Vec<u32>,
    links: Vec<(u32, u32)>,
    /// Labels of those lists that were looked at.
    compared: u64,
    next: Vec<u32>,
}

/// As [`Limited::new`].
impl Default for Limited {
    fn default() -> Self {
        Self::with_most_labels(Self::MOST_LABELS)
    }
}

/// Comparisons by partial path, of which a search may take so many in all.
const COMPARISONS: u64 = 64;

impl Limited {
    /// The largest number of partial paths of one question, unless set otherwise.
    pub const MOST_LABELS: usize = 2_000_000;

    /// Empty scratch; it grows to the first graph it meets.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with another bound on partial paths; above 2³² − 2 they cannot be numbered.
    ///
    /// ```
    /// use trade_corridor_router::{Graph, Limit, Limited, LimitedError, Metric, NodeId};
    ///
    /// let graph = Graph::new(3, [(0, 1), (0, 1), (1, 2), (1, 2)])?;
    /// let cost = Metric::from_weights(&graph, [1, 2, 1, 2])?;
    /// let changes = Metric::from_weights(&graph, [1, 0, 1, 0])?;
    /// let limits = [Limit { uses: &changes, most: 0 }];
    /// let ends = [0, 2].map(|node| [(NodeId::new(node), 0)]);
    /// let mut limited = Limited::with_most_labels(1);
    /// let refused = limited.path(&graph, &cost, &limits, &ends[0], &ends[1]);
    /// assert_eq!(refused, Err(LimitedError::TooManyLabels { most: 1 }));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn with_most_labels(most: usize) -> Self {
        Self {
            most: most.min(NONE as usize - 1),
            bound: Side::default(),
            needs: Vec::new(),
            heap: Heap::default(),
            labels: Vec::new(),
            used: Vec::new(),
            first: Vec::new(),
            links: Vec::new(),
            compared: 0,
            next: Vec::new(),
        }
    }

    /// The cheapest path from a set of sources to a set of targets, each `(node, offset)`, that
    /// keeps all limits; `None` when no path does.
    ///
    /// # Errors
    ///
    /// [`LimitedError`].
    pub fn path(
        &mut self,
        graph: &Graph,
        metric: &Metric,
        limits: &[Limit<'_>],
        sources: &[(NodeId, u32)],
        targets: &[(NodeId, u32)],
    ) -> Result<Option<LimitedPath>, LimitedError> {
        for metric in limits.iter().map(|limit| limit.uses).chain([metric]) {
            metric.check(graph, sources)?;
            metric.check(graph, targets)?;
        }
        self.bound.all_to(graph, metric, targets);
        self.needs
            .resize_with(limits.len().max(self.needs.len()), Side::default);
        let free: Vec<(NodeId, u32)> = targets.iter().map(|&(node, _)| (node, 0)).collect();
        for (side, limit) in self.needs.iter_mut().zip(limits) {
            side.start(graph.nodes(), &free);
            side.back_to(graph, limit.uses, u64::from(limit.most), NONE);
        }
        self.heap.clear();
        self.labels.clear();
        self.used.clear();
        self.first.clear();
        self.first.resize(graph.nodes() as usize, NONE);
        self.links.clear();
        self.compared = 0;
        let none = vec![0; limits.len()];
        for &(node, offset) in sources {
            let label = Label {
                cost: u64::from(offset),
                node: node.0,
                before: NONE,
                arc: NONE,
            };
            self.enter(label, &none, limits);
        }
        while let Some((_, at)) = self.heap.pop() {
            let label = self.labels[at as usize];
            if label.node == NONE {
                return Ok(Some(self.trace(at, limits.len())));
            }
            if self.is_dominated(at, limits.len()) {
                continue;
            }
            self.expand(graph, metric, limits, targets, at);
            if self.labels.len() > self.most
                || self.compared > (self.most as u64).saturating_mul(COMPARISONS)
            {
                return Err(LimitedError::TooManyLabels { most: self.most });
            }
        }
        Ok(None)
    }

    fn expand(
        &mut self,
        graph: &Graph,
        metric: &Metric,
        limits: &[Limit<'_>],
        targets: &[(NodeId, u32)],
        at: u32,
    ) {
        let label = self.labels[at as usize];
        self.links.push((at, self.first[label.node as usize]));
        self.first[label.node as usize] = self.links.len() as u32 - 1;
        let row = at as usize * limits.len();
        self.next.clear();
        self.next
            .extend_from_slice(&self.used[row..row + limits.len()]);
        let mut used = std::mem::take(&mut self.next);
        let offset = targets
            .iter()
            .filter(|target| target.0.0 == label.node)
            .map(|target| target.1);
        if let Some(offset) = offset.min() {
            let cost = label.cost + u64::from(offset);
            let done = Label {
                cost,
                node: NONE,
                before: at,
                arc: NONE,
            };
            self.push(done, cost, &used);
        }
        'arcs: for step in graph.out(label.node) {
            let weight = metric.raw()[step.arc as usize];
            if weight == BLOCKED {
                continue;
            }
            for (place, limit) in limits.iter().enumerate() {
                let uses = limit.uses.raw()[step.arc as usize];
                // a sum beyond the range is beyond the limit too
                match self.used[row + place]
                    .checked_add(uses)
                    .filter(|_| uses != BLOCKED)
                {
                    Some(sum) => used[place] = sum,
                    None => continue 'arcs,
                }
            }
            let cost = label.cost + u64::from(weight);
            let after = Label {
                cost,
                node: step.node,
                before: at,
                arc: step.arc,
            };
            self.enter(after, &used, limits);
        }
        self.next = used;
    }

    /// Queues a label unless no target can be reached within the limits from there.
    fn enter(&mut self, label: Label, used: &[u32], limits: &[Limit<'_>]) {
        let Some(ahead) = self.bound.distance(label.node) else {
            return;
        };
        for ((&used, side), limit) in used.iter().zip(&self.needs).zip(limits) {
            let need = side.distance(label.node).unwrap_or(u64::MAX);
            if need.saturating_add(u64::from(used)) > u64::from(limit.most) {
                return;
            }
        }
        self.push(label, label.cost.saturating_add(ahead), used);
    }

    fn push(&mut self, label: Label, key: u64, used: &[u32]) {
        self.heap.push(key, self.labels.len() as u32);
        self.labels.push(label);
        self.used.extend_from_slice(used);
    }

    /// Whether an expanded label at the same node uses up no more of anything; it is as cheap,
    /// because it left the queue before. Those that use up no less than this one are forgotten: it
    /// stands for them.
    fn is_dominated(&mut self, at: u32, width: usize) -> bool {
        let used = &self.used;
        let row = |label: u32| &used[label as usize * width..(label as usize + 1) * width];
        let node = self.labels[at as usize].node as usize;
        let (own, mut before, mut link) = (row(at), NONE, self.first[node]);
        while let Some(&(known, next)) = self.links.get(link as usize) {
            self.compared += 1;
            let (mut no_more, mut no_less) = (true, true);
            for (known, own) in row(known).iter().zip(own) {
                no_more &= known <= own;
                no_less &= known >= own;
            }
            if no_more {
                return true;
            }
            if no_less {
                match self.links.get_mut(before as usize) {
                    Some(link) => link.1 = next,
                    None => self.first[node] = next,
                }
            } else {
                before = link;
            }
            link = next;
        }
        false
    }

    fn trace(&self, at: u32, width: usize) -> LimitedPath {
        let done = self.labels[at as usize];
        let mut arcs = Vec::new();
        let first = walk_back(done.before, &mut arcs, |at| {
            let label = self.labels[at as usize];
            (label.before != NONE).then_some((ArcId(label.arc), label.before))
        });
        arcs.reverse();
        let node = |label: u32| NodeId(self.labels[label as usize].node);
        let path = Path {
            source: node(first),
            target: node(done.before),
            distance: done.cost,
            arcs,
        };
        let row = at as usize * width;
        LimitedPath {
            path,
            used: self.used[row..row + width].to_vec(),
        }
    }
}
