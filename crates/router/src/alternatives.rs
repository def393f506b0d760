//! The k best paths without loops, and the best that differ enough.

use std::collections::BTreeSet;

use crate::alternative_limits::AlternativeLimits;
use crate::graph::{Graph, NONE};
use crate::heap::FourAry;
use crate::ids::{ArcId, NodeId};
use crate::metric::{BLOCKED, Metric};
use crate::path::{Path, QueryError};
use crate::prefixes::{Prefixes, position};
use crate::side::{Label, Side};

/// Paths from the best on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlternativePaths {
    paths: Vec<Path>,
    complete: bool,
}

impl AlternativePaths {
    /// The paths, the best first.
    #[must_use]
    pub fn paths(&self) -> &[Path] {
        &self.paths
    }

    /// False when `considered` or `labels` ended the search before `count` paths were found: there may be
    /// more.
    #[must_use]
    pub fn is_complete(&self) -> bool {
        self.complete
    }
}

/// A path not looked at yet: ordered by weight, then by what decides between equals, then by its
/// arcs, so that runs repeat.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    distance: u64,
    tie: u128,
    arcs: Vec<ArcId>,
    /// Where it leaves the path it was derived from.
    spur: usize,
}

/// Alternatives after Yen (1971), with Lawler's saving and exact lower bounds to the target.
///
/// Enumerates the paths without a loop by ascending weight, exactly, and keeps each that does not
/// overlap too much with the ones kept before. Parallel arcs make different paths.
///
/// # Complexity
///
/// One backward Dijkstra, then per path looked at one guided search for each of its arcs, as many as
/// [`AlternativeLimits::labels`] allows; memory by the paths looked at and those next in order, each with
/// its arcs.
///
/// # Examples
///
/// ```
/// use trade_corridor_router::{AlternativeLimits, Alternatives, Graph, Metric, NodeId};
///
/// // A-4-B-3-C and A-8-C
/// let graph = Graph::new(3, [(0, 1), (1, 2), (0, 2)])?;
/// let metric = Metric::from_weights(&graph, [4, 3, 8])?;
/// let [a, c, none] = [0, 2, 9].map(NodeId::new);
/// let mut alternatives = Alternatives::new();
/// let limits = AlternativeLimits::default();
/// let found = alternatives.paths(&graph, &metric, a, c, limits)?;
/// let distances: Vec<_> = found.paths().iter().map(|path| path.distance()).collect();
/// assert_eq!(distances, [7, 8]);
/// assert!(found.is_complete());
/// assert!(alternatives.paths(&graph, &metric, a, none, limits).is_err()); // no such node
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
pub struct Alternatives {
    bound: Side,
    guided: Side,
    /// What decides between equals, of labels of `guided`.
    ties: Vec<u128>,
    /// Smallest sums with the bound first, then what decides, then the node.
    queue: FourAry<(u64, u128, u32)>,
    banned: Vec<bool>,
    /// What has been done: labels of all searches, and arcs compared.
    labels: usize,
}

impl Alternatives {
    /// Empty scratch; it grows to the first graph it meets.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The best paths from one node to another within limits; none when there is no path.
    ///
    /// # Errors
    ///
    /// [`QueryError`] for an unknown node or the metric of another graph.
    pub fn paths(
        &mut self,
        graph: &Graph,
        metric: &Metric,
        from: NodeId,
        to: NodeId,
        limits: AlternativeLimits,
    ) -> Result<AlternativePaths, QueryError> {
        self.paths_from(graph, metric, (from, to), &[], limits)
    }

    /// The same with a best path that the caller chose among several: it is the first. Arcs that are no
    /// path between the two nodes are not regarded.
    ///
    /// # Errors
    ///
    /// As [`Alternatives::paths`].
    ///
    /// # Examples
    ///
    /// ```
    /// use trade_corridor_router::{AlternativeLimits, Alternatives, ArcId, Graph, Metric, NodeId};
    ///
    /// let graph = Graph::new(2, [(0, 1), (0, 1)])?;
    /// let metric = Metric::from_weights(&graph, [4, 4])?;
    /// let ends = (NodeId::new(0), NodeId::new(1));
    /// let second = [ArcId::new(1)];
    /// let limits = AlternativeLimits::default();
    /// let found = Alternatives::new().paths_from(&graph, &metric, ends, &second, limits)?;
    /// assert_eq!(found.paths()[0].arcs(), second);
    /// assert_eq!(found.paths().len(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn paths_from(
        &mut self,
        graph: &Graph,
        metric: &Metric,
        (from, to): (NodeId, NodeId),
        first: &[ArcId],
        limits: AlternativeLimits,
    ) -> Result<AlternativePaths, QueryError> {
        self.paths_by(graph, metric, (from, to), first, limits, (|_| 0, |_| true))
    }

    /// The same by what decides beside the weight: of paths of one weight those come first on which
    /// `tie` adds up to less, and a path for which `keep` is false is no alternative.
    ///
    /// # Errors
    ///
    /// As [`Alternatives::paths`].
    ///
    /// # Examples
    ///
    /// ```
    /// use trade_corridor_router::{AlternativeLimits, Alternatives, Graph, Metric, NodeId};
    ///
    /// let graph = Graph::new(2, [(0, 1), (0, 1), (0, 1)])?;
    /// let metric = Metric::from_weights(&graph, [4, 4, 4])?;
    /// let ends = (NodeId::new(0), NodeId::new(1));
    /// let tie = |arc: trade_corridor_router::ArcId| [5, 9, 2][arc.index()];
    /// let limits = AlternativeLimits::default();
    /// let mut found = Alternatives::new();
    /// let found = found.paths_by(&graph, &metric, ends, &[], limits, (tie, |_| true))?;
    /// let arcs: Vec<_> = found.paths().iter().map(|path| path.arcs()[0].get()).collect();
    /// assert_eq!(arcs, [2, 0, 1]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn paths_by(
        &mut self,
        graph: &Graph,
        metric: &Metric,
        (from, to): (NodeId, NodeId),
        first: &[ArcId],
        limits: AlternativeLimits,
        (tie, keep): (impl Fn(ArcId) -> u128, impl Fn(&[ArcId]) -> bool),
    ) -> Result<AlternativePaths, QueryError> {
        metric.check(graph, &[(from, 0), (to, 0)])?;
        self.bound.all_to(graph, metric, &[(to, 0)]);
        self.banned.clear();
        self.banned.resize(graph.nodes() as usize, false);
        self.labels = 0;
        let mut open = BTreeSet::new();
        let mut seen = Prefixes::default();
        let mut paths: Vec<Path> = Vec::new();
        if limits.count > 0
            && let Some((distance, arcs)) = known(graph, metric, (from, to), first).or_else(|| {
                let (distance, _, arcs) = self.spur(graph, metric, &tie, (from.0, to.0), &[])?;
                Some((distance, arcs))
            })
        {
            open.insert(Candidate {
                distance,
                tie: 0, // nothing is compared with it
                arcs,
                spur: 0,
            });
        }
        let mut shared = Shared::default();
        while let Some(best) = open.pop_first() {
            let path = Path {
                source: from,
                target: to,
                distance: best.distance,
                arcs: best.arcs,
            };
            let differs = |other: &Path| {
                let common = shared.weight(metric, other, &path);
                u128::from(common) * 100
                    <= u128::from(limits.overlap_percent) * u128::from(path.distance)
                    || limits.overlap_percent >= 100
            };
            self.labels += paths.len() * path.arcs.len();
            if paths.iter().all(differs) && keep(&path.arcs) {
                paths.push(path.clone());
                if paths.len() == limits.count {
                    return Ok(AlternativePaths {
                        paths,
                        complete: true,
                    });
                }
            }
            seen.enter(&path.arcs);
            let left = limits.considered.saturating_sub(seen.len());
            let ends = (from.0, to.0);
            let known = (&seen, path.arcs.as_slice(), best.spur);
            if left == 0
                || !self.branch(graph, metric, &tie, ends, known, (limits.labels, &mut open))
            {
                return Ok(AlternativePaths {
                    paths,
                    complete: false,
                });
            }
            while open.len() > left {
                open.pop_last(); // never looked at
            }
        }
        Ok(AlternativePaths {
            paths,
            complete: true,
        })
    }

    /// Enters the best deviations from the last path seen, from its own spur on; false when the searches
    /// have gone beyond so many labels.
    fn branch(
        &mut self,
        graph: &Graph,
        metric: &Metric,
        tie: &impl Fn(ArcId) -> u128,
        (from, to): (u32, u32),
        (seen, path, first): (&Prefixes, &[ArcId], usize),
        (most, open): (usize, &mut BTreeSet<Candidate>),
    ) -> bool {
        let (mut node, mut sum, mut ties) = (from, 0_u64, 0_u128);
        let mut roots = Vec::with_capacity(path.len());
        for ((at, &arc), taken) in path.iter().enumerate().zip(seen.along(path)) {
            if at >= first {
                // no path seen before that begins alike may be continued as it was
                let found = self.spur(graph, metric, tie, (node, to), taken);
                if let Some((distance, more, arcs)) = found {
                    let arcs = path[..at].iter().copied().chain(arcs).collect();
                    open.insert(Candidate {
                        distance: sum + distance,
                        tie: ties.saturating_add(more),
                        arcs,
                        spur: at,
                    });
                }
                if self.labels > most {
                    break;
                }
            }
            self.banned[node as usize] = true;
            roots.push(node);
            sum += u64::from(metric.raw()[arc.index()]);
            ties = ties.saturating_add(tie(arc));
            node = graph.raw_ends(arc.0).map_or(node, |ends| ends.1);
        }
        for node in roots {
            self.banned[node as usize] = false;
        }
        self.labels <= most
    }

    /// The best path from a node that avoids banned nodes and does not begin with a taken arc,
    /// guided by the distances to the target.
    fn spur(
        &mut self,
        graph: &Graph,
        metric: &Metric,
        tie: &impl Fn(ArcId) -> u128,
        (from, to): (u32, u32),
        taken: &[(ArcId, u32)],
    ) -> Option<(u64, u128, Vec<ArcId>)> {
        self.guided.start(graph.nodes(), &[]);
        self.ties.resize(graph.nodes() as usize, 0);
        self.queue.clear();
        self.reach(from, (0, 0), NONE);
        loop {
            // keys may be larger than a label that improved since: those are settled already
            let (key, sum, node) = self.queue.pop()?;
            let distance = self.guided.labels[node as usize].distance;
            let label = (
                distance + self.bound.distance(node)?,
                self.ties[node as usize],
            );
            if (key, sum) != label {
                continue;
            }
            if node == to {
                break;
            }
            for step in graph.out(node) {
                let weight = metric.raw()[step.arc as usize];
                if weight == BLOCKED
                    || self.banned[step.node as usize]
                    || node == from && position(taken, ArcId(step.arc)).is_ok()
                {
                    continue;
                }
                let further = distance + u64::from(weight);
                let label = self.guided.labels[step.node as usize];
                if label.run != self.guided.run || further <= label.distance {
                    let sum = sum.saturating_add(tie(ArcId(step.arc)));
                    self.reach(step.node, (further, sum), step.arc);
                }
            }
        }
        let distance = self.guided.labels[to as usize].distance;
        let path = self.guided.path_to(graph, to, distance);
        Some((distance, self.ties[to as usize], path.into_arcs()))
    }

    /// Notes a better way to a node from which the target is reached.
    fn reach(&mut self, node: u32, (distance, tie): (u64, u128), parent: u32) {
        let Some(ahead) = self.bound.distance(node) else {
            return;
        };
        let run = self.guided.run;
        let (label, known) = (
            &mut self.guided.labels[node as usize],
            &mut self.ties[node as usize],
        );
        if label.run != run || (distance, tie) < (label.distance, *known) {
            *label = Label {
                distance,
                parent,
                run,
            };
            *known = tie;
            self.labels += 1;
            self.queue.push((distance + ahead, tie, node));
        }
    }
}

/// What a path without a loop between two nodes weighs, and its arcs; nothing if it is none.
fn known(
    graph: &Graph,
    metric: &Metric,
    (from, to): (NodeId, NodeId),
    arcs: &[ArcId],
) -> Option<(u64, Vec<ArcId>)> {
    let mut passed = BTreeSet::from([from]);
    let mut node = from;
    for arc in arcs {
        let (tail, head) = graph.ends(*arc)?;
        if tail != node || !passed.insert(head) {
            return None;
        }
        node = head;
    }
    let distance = metric.sum(arcs)?;
    (node == to && from != to).then(|| (distance, arcs.to_vec()))
}

/// Scratch to compare two paths.
#[derive(Debug, Default)]
struct Shared {
    arcs: Vec<ArcId>,
}

impl Shared {
    /// Weight of the arcs that both paths use.
    fn weight(&mut self, metric: &Metric, one: &Path, other: &Path) -> u64 {
        self.arcs.clear();
        self.arcs.extend_from_slice(one.arcs());
        self.arcs.sort_unstable();
        let common = other
            .arcs()
            .iter()
            .filter(|arc| self.arcs.binary_search(arc).is_ok());
        common
            .map(|&arc| u64::from(metric.raw()[arc.index()]))
            .sum()
    }
}
